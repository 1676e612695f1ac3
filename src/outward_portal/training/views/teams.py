"""The team of an enterprise: its matrix, its members, what projects ask for; and what is summed over enterprises."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.skills import levels, profiles, skill_name, skill_order
from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import allowed, row_at
from outward_portal.training.models import HeldSkill, TeamMember, TeamProfile
from outward_portal.training.teams import actions, aggregates, queries
from outward_portal.training.teams.forms import MemberForm, NeedsForm, ProfileForm, SkillForm


def _enterprise(request: HttpRequest) -> Organisation:
    user = request.user
    assert isinstance(user, User)
    assert user.organisation is not None  # the policy has said so
    return user.organisation


@login_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the matrix of members and skills, and the profiles."""
    allowed(request, "team.read")
    found = queries.team_of(request.user)
    return render(request, "training/team.jinja", {
        "team": found, "profiles": queries.read_profiles(found, request.user), "skill_name": skill_name,
        "levels": levels(), "may_keep": may(request.user, "team.keep")})


@login_required
@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest) -> HttpResponse:
    """Add a member to the team."""
    allowed(request, "team.keep")
    form = MemberForm(request.POST or None, enterprise=_enterprise(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_member(act(request), _enterprise(request), form.cleaned_data)
        except RefusedError as error:
            form.add_error("label", str(error))
        else:
            messages.success(request, _("Added. Say now what this member can do."))
            return redirect("team-member", row=made.pk)
    return _form(request, form, _("Add a member"), _("Add"))


@login_required
@require_http_methods(["GET", "POST"])
def change_member(request: HttpRequest, row: int) -> HttpResponse:
    """Change a member's name, work or account."""
    member = row_at(request, TeamMember, row, "team.keep")
    form = MemberForm(request.POST or None, enterprise=_enterprise(request), instance=member)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(act(request), member, form.cleaned_data)
        except RefusedError as error:
            form.add_error("label", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("team-member", row=row)
    return _form(request, form, _("Change a member"), _("Save"))


@login_required
@require_http_methods(["GET", "POST"])
def remove_member(request: HttpRequest, row: int) -> HttpResponse:
    """Ask, then take a member out of the team."""
    member = row_at(request, TeamMember, row, "team.keep")
    if request.method == "POST":
        actions.remove_member(act(request), member)
        messages.success(request, _("Removed."))
        return redirect("team")
    return render(request, "training/remove.jinja", {
        "title": _("Remove a member"), "name": member.label, "back": "team",
        "told": _("Everything that was kept of this member's skills goes too. Certificates stay with their holder.")})


@login_required
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, row: int) -> HttpResponse:
    """Show what a member can do, and take what is said of it."""
    found = row_at(request, TeamMember, row)
    declares = may(request.user, "team.declare", found)
    form = SkillForm(request.POST or None) if declares else None
    if request.method == "POST":
        row_at(request, TeamMember, row, "team.declare")
        assert form is not None
        if form.is_valid():
            actions.declare(act(request), found, form.cleaned_data["id"], form.cleaned_data["level"])
            messages.success(request, _("Saved."))
            return redirect("team-member", row=row)
    return render(request, "training/member.jinja", {
        "member": found, "form": form, "skills": _skills(request, found), "levels": levels(), "skill_name": skill_name,
        "may_keep": may(request.user, "team.keep", found)}, status=422 if form is not None and form.errors else 200)


def _skills(request: HttpRequest, found: TeamMember) -> list[Any]:
    rows = HeldSkill.objects.visible_to(request.user).filter(member=found.pk).select_related("certificate")
    return sorted((row for row in rows if row.level or row.certified), key=lambda row: skill_order(row.skill))


@login_required
@require_http_methods(["GET", "POST"])
def make_profile(request: HttpRequest) -> HttpResponse:
    """Begin a profile from the list for a type of project and countries."""
    allowed(request, "team.keep")
    form = ProfileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_profile(act(request), _enterprise(request), form.cleaned_data)
        except RefusedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Begun from the portal's list. Change what your project asks for."))
            return redirect("team-profile", row=made.pk)
    return _form(request, form, _("What does a project ask for?"), _("Begin the profile"))


@login_required
@require_safe
def profile(request: HttpRequest, row: int) -> HttpResponse:
    """Show how far the team meets a profile: gaps, who alone can do what, courses that close gaps."""
    found = row_at(request, TeamProfile, row)
    return render(request, "training/profile.jinja", {
        "reading": queries.read_profile(found, request.user), "skill_name": skill_name, "levels": levels(),
        "may_keep": may(request.user, "team.keep", found), "type": _type_name(found)})


def _type_name(found: TeamProfile) -> Any:
    known = profiles().get(found.type)
    return known.name if known is not None else None


@login_required
@require_http_methods(["GET", "POST"])
def change_profile(request: HttpRequest, row: int) -> HttpResponse:
    """Change what a profile asks for."""
    found = row_at(request, TeamProfile, row, "team.keep")
    form = NeedsForm(request.POST or None, needs=queries.requirements(found, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_needs(act(request), found, form.requirements())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("team-profile", row=row)
    return render(request, "training/needs.jinja", {"form": form, "profile": found, "skill_name": skill_name},
                  status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def remove_profile(request: HttpRequest, row: int) -> HttpResponse:
    """Ask, then take a profile away."""
    found = row_at(request, TeamProfile, row, "team.keep")
    if request.method == "POST":
        actions.remove_profile(act(request), found)
        messages.success(request, _("Removed."))
        return redirect("team")
    return render(request, "training/remove.jinja", {
        "title": _("Remove a profile"), "name": found.name, "back": "team",
        "told": _("What the team can do stays as it is.")})


@login_required
@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """Show what teams lack over enterprises, from five on, without names."""
    allowed(request, "team.totals")
    of_samples = request.GET.get("samples", "1" if getattr(request.user, "is_sample", False) else "0") == "1"
    return render(request, "training/totals.jinja", {
        "totals": aggregates.totals(of_samples=of_samples), "of_samples": of_samples, "skill_name": skill_name,
        "least": aggregates.LEAST_ENTERPRISES})


def _form(request: HttpRequest, form: Any, title: str, submit: str) -> HttpResponse:
    return render(request, "training/team_form.jinja", {"form": form, "title": title, "submit": submit},
                  status=422 if form.errors else 200)
