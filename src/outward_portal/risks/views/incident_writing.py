"""Writing in an incident: facts, lines of the log, tasks, projects, notes, closing and opening again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.risks.incidents import actions, queries
from outward_portal.risks.incidents.forms import (
    ClosingForm,
    DoneForm,
    EntryForm,
    FactForm,
    NamingForm,
    ReopeningForm,
    TaskForm,
)
from outward_portal.risks.models import Incident, IncidentFact, IncidentProject, IncidentTask
from outward_portal.risks.views.incidents import incident_at, incident_for

Made = Callable[[], Any]


def done(request: HttpRequest, key: int, make: Made, told: str) -> HttpResponse:
    """Do something in an incident, tell how it went, and lead back to it."""
    try:
        make()
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect("incident", key=key)


def ask(request: HttpRequest, found: Incident, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    """Show a form of an incident."""
    return render(request, "risks/incident_form.jinja", {
        "incident": found, "form": form, "title": title, "lead": "", "submit": _("Save"), "is_grave": False, **more},
        status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def add_fact(request: HttpRequest, key: int) -> HttpResponse:
    """Write what no register holds."""
    found = incident_for(request, key, "incident.write")
    form = FactForm(request.POST or None, projects=queries.writable_projects(found, request.user),
                    is_own_part=queries.sees_own_part_only(request.user), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        return done(request, key, lambda: actions.add_fact(act(request), found, form.cleaned_data), _("Saved."))
    return ask(request, found, form, _("Write what is known"),
               lead=_("The office and the agencies named in tasks read it; of a project its enterprise too."))


@login_required
@require_POST
def end_fact(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Take out what no longer holds; who wrote it, and the office, may."""
    found = incident_for(request, key, "incident.write")
    fact = IncidentFact.objects.visible_to(request.user).filter(
        pk=row, incident=found.pk, ended_at__isnull=True).select_related("incident", "project").first()
    if fact is None:
        raise Http404
    own = fact.organisation_id is not None and fact.organisation_id == getattr(request.user, "organisation_id", None)
    if not own and not may(request.user, "incident.manage", found):
        raise PermissionDenied
    return done(request, key, lambda: actions.end_fact(act(request), fact), _("Taken out. The log says so."))


@login_required
@require_http_methods(["GET", "POST"])
def add_entry(request: HttpRequest, key: int) -> HttpResponse:
    """Add a line to the log."""
    found = incident_for(request, key, "incident.write")
    form = EntryForm(request.POST or None, projects=queries.writable_projects(found, request.user),
                     is_own_part=queries.sees_own_part_only(request.user),
                     initial={"happened_at": timezone.localtime(), **request.GET.dict()})
    if request.method == "POST" and form.is_valid():
        return done(request, key, lambda: actions.add_entry(act(request), found, form.cleaned_data), _("Saved."))
    return ask(request, found, form, _("Add to the log"), lead=_("Lines are added and never changed."))


@login_required
@require_http_methods(["GET", "POST"])
def add_task(request: HttpRequest, key: int) -> HttpResponse:
    """Add a task by hand."""
    found = incident_for(request, key, "incident.manage")
    form = TaskForm(request.POST or None, projects=queries.writable_projects(found, request.user), user=request.user)
    if request.method == "POST" and form.is_valid():
        return done(request, key, lambda: actions.add_task(act(request), found, form.cleaned_data), _("Saved."))
    return ask(request, found, form, _("Add a task"),
               lead=_("An agency that has a task sees the whole incident from then on."))


def _task(request: HttpRequest, key: int, row: int) -> IncidentTask:
    found = incident_at(request, key)
    task: IncidentTask | None = IncidentTask.objects.visible_to(request.user).filter(
        pk=row, incident=found.pk).select_related("incident", "project", "agency").first()
    if task is None:
        raise Http404
    if not may(request.user, "incident.task", task):
        raise PermissionDenied
    return task


@login_required
@require_http_methods(["GET", "POST"])
def finish_task(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Say that a task is done."""
    task = _task(request, key, row)
    form = DoneForm(request.POST or None, initial={"note": task.note})
    if request.method == "POST" and form.is_valid():
        return done(request, key, lambda: actions.finish(act(request), task, form.cleaned_data["note"]), _("Done."))
    return ask(request, task.incident, form, _("Done"), task=task, submit=_("It is done"))


@login_required
@require_POST
def unfinish_task(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Say that a task is not done after all."""
    task = _task(request, key, row)
    return done(request, key, lambda: actions.unfinish(act(request), task), _("The task is open again."))


@login_required
@require_http_methods(["GET", "POST"])
def name_projects(request: HttpRequest, key: int) -> HttpResponse:
    """Name further projects."""
    found = incident_for(request, key, "incident.manage")
    known = [each.project_id for each in queries.named_projects(found, request.user)]
    of_samples = request.GET.get("samples") == "1"
    others = queries.projects_in(found.region, request.user, of_samples=of_samples).exclude(pk__in=known)
    form = NamingForm(request.POST or None, projects=others)
    if request.method == "POST" and form.is_valid():
        return done(request, key, lambda: actions.name_projects(act(request), found, form.cleaned_data["projects"]),
                    _("Saved."))
    lead = _("Their enterprises see from then on that there is the incident, and their own part of it.")
    return ask(request, found, form, _("Name further projects"), lead=lead if others.exists() else _(
        "The registers hold no other project in this country that you may see."))


@login_required
@require_http_methods(["GET", "POST"])
def unname_project(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Ask, then take a project out."""
    found = incident_for(request, key, "incident.manage")
    named = IncidentProject.objects.visible_to(request.user).filter(
        pk=row, incident=found.pk).select_related("project").first()
    if named is None:
        raise Http404
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        return done(request, key, lambda: actions.unname_project(act(request), found, named), _("Taken out."))
    return ask(request, found, form, _("Take a project out"), submit=_("Take out"), is_grave=True,
               project=named.project,
               lead=_("Its open tasks go with it, and its enterprise sees the incident no longer."))


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Close an incident with its lessons."""
    found = incident_for(request, key, "incident.manage")
    if not found.is_open:
        return redirect("incident", key=key)
    form = ClosingForm(request.POST or None, initial={"lessons": found.lessons})
    if request.method == "POST" and form.is_valid():
        return done(request, key, lambda: actions.close(act(request), found, form.cleaned_data["lessons"]),
                    _("Closed. It can be opened again."))
    still = IncidentTask.objects.visible_to(request.user).filter(incident=found.pk, done_at__isnull=True).count()
    return ask(request, found, form, _("Close the incident"), submit=_("Close"), is_grave=True, lead=_(
        "Tasks that are not done: %(count)d. Nothing can be written in a closed incident.") % {"count": still})


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """Open a closed incident again."""
    found = incident_for(request, key, "incident.manage")
    form = ReopeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return done(request, key, lambda: actions.reopen(act(request, form.cleaned_data["reason"]), found),
                    _("The incident is open again."))
    return ask(request, found, form, _("Open the incident again"), submit=_("Open again"))
