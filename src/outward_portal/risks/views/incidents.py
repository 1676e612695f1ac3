"""Incidents: the list, the page of one, and opening one by hand or from an alert."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.vocabulary.regions import regions
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.risks.incidents import actions, queries
from outward_portal.risks.incidents.forms import OpeningForm, WhereForm
from outward_portal.risks.incidents.gathering import gather
from outward_portal.risks.models import (
    Alert,
    Incident,
    IncidentEntry,
    IncidentTask,
    SituationNote,
)
from outward_portal.risks.words import definition, event_name, event_names
from outward_portal.theme.lists import PAGE_ROWS, read

_ENTRIES = 100


@login_required
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents that the reader may see, with how far their tasks are."""
    if not may(request.user, "incident.read"):
        raise PermissionDenied
    asked = read(request.GET, queries.SHAPE)
    page, rows = queries.page_of(asked, request.user)
    return render(request, "risks/incidents.jinja", {
        "asked": asked, "page": page, "rows": rows,
        "may_open": may(request.user, "incident.open"), "waiting": queries.own_open_tasks(request.user).count()})


def incident_at(request: HttpRequest, key: int) -> Incident:
    """Give an incident that the reader may see; of others nothing is said, not even that they are there."""
    if not may(request.user, "incident.read"):
        raise PermissionDenied
    found: Incident | None = Incident.objects.visible_to(request.user).filter(pk=key).select_related(
        "alert", "opened_by", "closed_by").first() if key < 2**63 else None
    if found is None:
        raise Http404
    return found


def incident_for(request: HttpRequest, key: int, action: str) -> Incident:
    """Give an incident to which the reader may do something."""
    found = incident_at(request, key)
    if not may(request.user, action, found):
        raise PermissionDenied
    return found


@login_required
@require_safe
def incident(request: HttpRequest, key: int) -> HttpResponse:
    """Show what is gathered, the tasks, the log and the note; an enterprise sees its own part."""
    found = incident_at(request, key)
    return render(request, "risks/incident.jinja", page_of_incident(request, found))


def page_of_incident(request: HttpRequest, found: Incident, **more: Any) -> dict[str, Any]:
    """Give what the page of an incident shows."""
    user = request.user
    tasks = list(IncidentTask.objects.visible_to(user).filter(incident=found.pk).select_related(
        "agency", "project", "done_by", "done_for", "incident"))
    entries = IncidentEntry.objects.visible_to(user).filter(incident=found.pk).select_related(
        "by", "organisation", "project")
    alert = Alert.objects.visible_to(user).filter(pk=found.alert_id).first() if found.alert_id else None
    return {
        "incident": found, "is_own_part": queries.sees_own_part_only(user), "gathered": gather(found, user),
        "tasks": [(task, found.is_open and may(user, "incident.task", task)) for task in tasks],
        "entries": list(entries[:_ENTRIES]), "more_entries": max(0, entries.count() - _ENTRIES),
        "note": SituationNote.objects.visible_to(user).filter(incident=found.pk).first(), "alert": alert,
        "event": event_name(found.event) if found.event else None,
        "may_write": found.is_open and may(user, "incident.write", found),
        "may_manage": may(user, "incident.manage", found), **more}


@login_required
@require_http_methods(["GET", "POST"])
def open_incident(request: HttpRequest) -> HttpResponse:
    """Ask for the country, then for everything else; ``?alert=`` takes country and event from an alert."""
    if not may(request.user, "incident.open"):
        raise PermissionDenied
    alert = _alert(request)
    asked = WhereForm({"region": request.GET["region"]}) if request.GET.get("region") else None
    region = alert.region if alert is not None else asked.cleaned_data["region"] if asked and asked.is_valid() else ""
    if region not in regions():
        return render(request, "risks/incident_where.jinja", {"form": asked or WhereForm(), "alert": alert},
                      status=422 if asked is not None and asked.errors else 200)
    of_samples = request.GET.get("samples") == "1"
    projects = queries.projects_in(region, request.user, of_samples=of_samples)
    form = OpeningForm(request.POST or None, projects=projects, user=request.user,
                       initial=_initial(alert, region, projects))
    if request.method == "POST" and form.is_valid():
        made = _opened(request, form, region, alert)
        messages.success(request, _("The incident is open. Its tasks stand below."))
        return redirect("incident", key=made.pk)
    return render(request, "risks/incident_new.jinja", {
        "form": form, "region": region, "alert": alert, "of_samples": of_samples,
        "others": queries.projects_in(region, request.user, of_samples=not of_samples).exists(),
        "count": projects.count()}, status=422 if form.errors else 200)


def _alert(request: HttpRequest) -> Alert | None:
    key = request.GET.get("alert", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        return None
    found: Alert | None = Alert.objects.visible_to(request.user).filter(pk=int(key)).first()
    if found is None:
        raise Http404
    return found


def _initial(alert: Alert | None, region: str, projects: Any) -> dict[str, Any]:
    initial: dict[str, Any] = {"began_at": timezone.localtime(), "projects": list(
        projects.values_list("pk", flat=True)[:PAGE_ROWS])}
    if alert is None:
        return initial
    name, country = event_name(alert.event), regions()[region].name
    is_known = alert.event in event_names()
    return initial | {"risk": alert.kind, "event": alert.event if is_known else "",
                      "title_en": f"{name.en}: {country.en}", "title_zh": f"{country.zh}：{name.zh}"}


def _opened(request: HttpRequest, form: OpeningForm, region: str, alert: Alert | None) -> Incident:
    given = form.cleaned_data
    values = {name: given[name] for name in ("title_en", "title_zh", "risk", "event", "began_at", "summary", "source",
                                             "is_exercise")}
    values |= {"region": region, "alert": alert, "route": given["route"] or definition(given["event"]).route}
    return actions.open_incident(act(request), values, given["projects"], form.given_agencies())

