"""A project and what can happen to it: its losses by event, its covers, and the forms in which covers are written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import PrivateField
from outward_portal.records.private.actions import note_reading
from outward_portal.records.private.queries import unreached
from outward_portal.registers.models import Project
from outward_portal.risks.exposure import actions, showing
from outward_portal.risks.exposure.forms import CoverForm
from outward_portal.risks.exposure.holdings import CHANNEL, projects_of
from outward_portal.risks.exposure.weighing import weighed
from outward_portal.risks.models import ProjectCover, PurchaseScreen


def project_at(request: HttpRequest, key: int) -> Project:
    """Give a project that the reader weighs; of others nothing is said, not even that they are there."""
    if not may(request.user, "exposure.read"):
        raise PermissionDenied
    if key < 2**63:
        for of_samples in (False, True):
            found: Project | None = projects_of(request.user, of_samples=of_samples).filter(pk=key).first()
            if found is not None:
                return found
    raise Http404


def project_for(request: HttpRequest, key: int, action: str) -> Project:
    """Give a project to which the reader may do something."""
    project = project_at(request, key)
    if not may(request.user, action, project):
        raise PermissionDenied
    return project


@login_required
@require_safe
def project(request: HttpRequest, key: int) -> HttpResponse:
    """Show what each event would take of a project, what protects it, and what would protect it more."""
    found = project_at(request, key)
    result = weighed(request.user, of_samples=found.is_sample)
    covers = [each for each in result.held.covers if each.project_id == found.pk]
    shown: dict[str, Any] = {
        "project": found, "found": result, "covers": covers, "may_write": may(request.user, "cover.change", found),
        "screen": PurchaseScreen.objects.visible_to(request.user).filter(project=found.pk).first(),
        "may_screen": may(request.user, "screen.change", found), "is_weighed": found.pk in result.held.projects,
        "events": list(showing.project_events(result, found.pk)) if result.exposed is not None else [],
        "holdings": [each for each in result.held.holdings if result.held.keys[each.id] == found.pk],
        "offers": list(showing.project_offers(result, found.pk)) if result.exposed is not None else [],
        "money": showing.money, "kinds": showing.KINDS,
    }
    return render(request, "risks/project.jinja", shown)


@login_required
@require_http_methods(["GET", "POST"])
def write_cover(request: HttpRequest, key: int) -> HttpResponse:
    """Write a cover of a project; ``?row=`` names the one whose place it takes."""
    found = project_for(request, key, "cover.change")
    before = _cover_at(request, found, request.GET.get("row", "")) if request.GET.get("row") else None
    form = CoverForm(request.POST or None, user=request.user, project=found, initial=_initial(before))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_cover(act(request), found, form.cleaned_data, replaces=before)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
            warning = unreached(found.audience, form.cleaned_data["audience"])
            if warning:
                messages.warning(request, warning)
        return redirect("exposure-project", key=key)
    return render(request, "risks/cover.jinja", {"project": found, "form": form, "before": before},
                  status=422 if form.errors else 200)


def _initial(before: ProjectCover | None) -> dict[str, Any]:
    if before is None:
        return {}
    return {name: getattr(before, name) for name in ("type", "provider", "begins", "ends", "insured_share", "source",
                                                     "audience")} | {"agency": before.agency_id}


@login_required
@require_http_methods(["GET", "POST"])
def end_cover(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Ask, then take a cover out."""
    found = project_for(request, key, "cover.change")
    cover = _cover_at(request, found, str(row))
    if request.method == "POST":
        try:
            actions.end_cover(act(request), cover)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Taken out."))
        return redirect("exposure-project", key=key)
    return render(request, "risks/cover_end.jinja", {"project": found, "cover": cover})


def _cover_at(request: HttpRequest, project: Project, row: str) -> ProjectCover:
    number = int(row) if row.isascii() and row.isdecimal() and len(row) < 18 else 0
    found: ProjectCover | None = ProjectCover.objects.visible_to(request.user).filter(
        pk=number, project=project.pk, ended_at__isnull=True).first()
    if found is None:
        raise Http404
    note_reading(project, [PrivateField(field=found.field)], request.user, CHANNEL)
    return found
