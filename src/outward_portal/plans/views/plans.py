"""The list of plans, the page of one with its tree, and writing what it says of itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.plans import downloads
from outward_portal.plans.actions import plans as actions
from outward_portal.plans.forms import PlanForm
from outward_portal.plans.models import Opinion, Plan
from outward_portal.plans.presentation import percent
from outward_portal.plans.queries import plans as queries
from outward_portal.plans.views.finding import done, plan_at, plan_for
from outward_portal.records.table_files import FORMATS, citation, table_file
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans that the reader may see."""
    asked = read(request.GET, queries.SHAPE)
    page = asked.page_of(queries.plans(asked, request.user))
    return render(request, "plans/plans.jinja", {
        "asked": asked, "page": page, "citation": citation(_("Plans")), "may_make": may(request.user, "plan.make"),
        "own": queries.own_items(request.user).count()})


@require_safe
def download(request: HttpRequest, format: str) -> HttpResponse:
    """Send the list as a file."""
    if format not in FORMATS:
        raise Http404
    found = queries.plans(read(request.GET, queries.SHAPE), request.user)
    return table_file("plans", downloads.PLAN_COLUMNS, map(downloads.plan_item, found), format, citation(_("Plans")))


@require_safe
def plan(request: HttpRequest, row: int) -> HttpResponse:
    """Show a plan as a tree, with how far it is."""
    found = plan_at(request, row)
    items = queries.items_of(found, request.user)
    progress = queries.progress_of(items)
    opinions: Any = Opinion.objects.visible_to(request.user)
    return render(request, "plans/plan.jinja", {
        "plan": found, "tree": queries.tree_of(items, request.user), "progress": progress[None],
        "may_change": may(request.user, "plan.change", found), "may_discard": may(request.user, "plan.discard", found),
        "offer": offer(request.user, found), "versions": queries.versions_of(found, request.user),
        "opinions": opinions.filter(plan=found).select_related("by", "organisation"),
        "citation": downloads.cited(found), "percent": percent})


@require_safe
def items_file(request: HttpRequest, row: int, format: str) -> HttpResponse:
    """Send a plan's items as a file."""
    if format not in FORMATS:
        raise Http404
    found = plan_at(request, row)
    rows = downloads.item_rows(queries.items_of(found, request.user))
    return table_file(f"plan-{found.pk}", downloads.ITEM_COLUMNS, rows, format, downloads.cited(found))


@login_required
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    if not may(request.user, "plan.make"):
        raise PermissionDenied
    form = PlanForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = actions.make(act(request), form.values())
        messages.success(request, _("The draft is begun. Add its goals, then the measures within them."))
        return redirect("plan", row=made.pk)
    return render(request, "plans/form.jinja", {
        "form": form, "title": _("Begin a plan"), "back": "plans", "submit": _("Begin it"),
        "lead": _("A draft is seen by the leading group and its analysts. Once it is adopted, its audience reads it.")},
        status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, row: int) -> HttpResponse:
    """Change what a plan says of itself."""
    found = plan_for(request, row, "plan.change")
    form = PlanForm(request.POST or None, instance=Plan.objects.get(pk=found.pk), user=request.user)
    if request.method == "POST" and form.is_valid() and done(form, lambda: actions.change(
            act(request), found, form.values(), revision=form.cleaned_data["revision"] or 0)):
        messages.success(request, _("Saved."))
        return redirect("plan", row=found.pk)
    return render(request, "plans/form.jinja", {"form": form, "title": _("Change the plan"), "plan": found,
                                                "submit": _("Save")}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, row: int) -> HttpResponse:
    """Ask whether a draft is to be thrown away, and do it."""
    found = plan_for(request, row, "plan.discard")
    form = forms.Form(request.POST or None)
    if request.method == "POST" and done(form, lambda: actions.discard(act(request), found)):
        messages.success(request, _("The draft is thrown away."))
        return redirect("plans")
    return render(request, "plans/form.jinja", {
        "form": form, "title": _("Throw the draft away"), "plan": found, "submit": _("Throw it away"),
        "is_grave": True, "lead": _("The draft and all its items are gone for good; the journal keeps that there was "
                                    "one.")}, status=409 if form.errors else 200)


@login_required
@require_safe
def own_items(request: HttpRequest) -> HttpResponse:
    """List the items that wait for the reader's agency."""
    if not may(request.user, "plan.working"):
        raise PermissionDenied
    found = queries.own_items(request.user).select_related("plan").order_by("due_on", "pk")[:200]
    return render(request, "plans/own_items.jinja", {"items": found})
