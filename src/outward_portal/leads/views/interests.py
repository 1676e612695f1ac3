"""Interests: showing one, the list, the page of one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.leads import actions, downloads, queries
from outward_portal.leads.fitting.fits import fit_of
from outward_portal.leads.forms import InterestForm
from outward_portal.leads.models import InterestNote
from outward_portal.leads.views.fits import lead_at
from outward_portal.records.errors import RefusedError
from outward_portal.records.table_files import FORMATS, citation
from outward_portal.registers.models import Project
from outward_portal.theme import lists
from outward_portal.workflows.showing import offer


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, key: int) -> HttpResponse:
    """Show an enterprise's interest in a lead."""
    lead = lead_at(request, key)
    if not may(request.user, "leads.for-us"):
        raise PermissionDenied
    shown = queries.interests(request.user).filter(lead=lead.pk)
    own = queries.own_enterprises(request.user, of_samples=lead.is_sample)
    left = own.exclude(pk__in=shown.values("enterprise"))
    known = shown.filter(enterprise__in=own.values("pk")).first()
    if known is not None and not left.exists():
        return redirect("lead-interest", row=known.pk)
    form = InterestForm(request.POST or None, enterprises=left,
                        initial={"enterprise": request.GET.get("enterprise", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.show_interest(act(request), lead, form.cleaned_data["enterprise"],
                                         form.cleaned_data["message"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your interest is shown to the leading group. Rivals do not see it."))
            return redirect("lead-interest", row=made.pk)
    return render(request, "leads/interest_new.jinja", {
        "lead": lead, "standing": queries.standing(lead), "form": form, "has_enterprise": left.exists()},
        status=422 if form.errors else 200)


@login_required
@require_safe
def interests(request: HttpRequest) -> HttpResponse:
    """List the interests that the reader sees."""
    asked = lists.read(request.GET, queries.INTERESTS)
    if not (may(request.user, "leads.for-us") or may(request.user, "leads.matches")):
        raise PermissionDenied
    page = asked.page_of(queries.listed_interests(asked, request.user))
    return render(request, "leads/interests.jinja", {
        "asked": asked, "page": page, "seen": queries.enterprises_seen(page.object_list, request.user),
        "leads_group": may(request.user, "leads.matches"), "cited": citation(_("Interests in leads"))})


@login_required
@require_safe
def interests_file(request: HttpRequest, format: str) -> HttpResponse:
    """Give the interests as a file, narrowed as the address says."""
    if format not in FORMATS:
        raise Http404
    if not (may(request.user, "leads.for-us") or may(request.user, "leads.matches")):
        raise PermissionDenied
    asked = lists.read(request.GET, queries.INTERESTS)
    return downloads.interests_file(queries.listed_interests(asked, request.user)[:downloads.MOST], format)


@login_required
@require_safe
def interest(request: HttpRequest, row: int) -> HttpResponse:
    """Show how far an interest has come, what was written of it, and what can be done."""
    found = queries.find_interest(row, request.user)
    if found is None:
        raise Http404
    lead, seen = queries.find_lead(found.lead_id, request.user), queries.enterprises_seen([found], request.user)
    notes = InterestNote.objects.visible_to(request.user).filter(interest=found.pk).select_related("by", "organisation")
    return render(request, "leads/interest.jinja", {
        "interest": found, "lead": lead, "offer": offer(request.user, found), "notes": list(notes[:queries.MOST_SHOWN]),
        "standing": queries.standing(lead) if lead else None, "seen": seen,
        "fit": fit_of(lead, found.enterprise, request.user) if lead and seen else None,
        "project": Project.objects.visible_to(request.user).filter(pk=found.project_id or 0).first()})
