"""Tasks: the board, the list and its files, one task, giving and changing, what it waits for and is about."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import act
from outward_portal.coordination import downloads
from outward_portal.coordination.models import Decision, Problem, Task, TaskDependence, TaskNote, TaskRecord
from outward_portal.coordination.models.tasks import UNDONE
from outward_portal.coordination.problems import queries as problems
from outward_portal.coordination.tasks import actions, queries
from outward_portal.coordination.tasks.escalation import LEVELS
from outward_portal.coordination.tasks.flow import page as task_page
from outward_portal.coordination.tasks.forms import BeforeForm, ChangingForm, GivingForm, NoteForm, RecordForm
from outward_portal.coordination.views.finding import ask, done, number, task_at, tried
from outward_portal.records.models import Record
from outward_portal.records.presentation import address
from outward_portal.records.table_files import FORMATS, citation
from outward_portal.theme.finding import allowed, row_at
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the tasks by state; whoever has no tasks here begins with the problems."""
    if not may(request.user, "tasks.read"):
        if may(request.user, "problems.read"):
            return redirect("group-problems")
        raise PermissionDenied
    asked = read(request.GET, queries.shape(request.user))
    return render(request, "coordination/board.jinja", {
        "asked": asked, "columns": queries.board(asked, request.user), "may_give": may(request.user, "task.give"),
        "any": Task.objects.visible_to(request.user).exists()})


@login_required
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List the tasks that the reader may see."""
    allowed(request, "tasks.read")
    asked = read(request.GET, queries.shape(request.user))
    return render(request, "coordination/tasks.jinja", {
        "asked": asked, "page": asked.page_of(queries.tasks(asked, request.user)),
        "may_give": may(request.user, "task.give"), "citation": citation(_("Tasks of the leading group"))})


@login_required
@require_safe
def tasks_file(request: HttpRequest, format: str) -> HttpResponse:
    """Send the list as a file."""
    allowed(request, "tasks.read")
    if format not in FORMATS:
        raise Http404
    found = queries.tasks(read(request.GET, queries.shape(request.user)), request.user)
    return downloads.tasks_file(found, format)


@login_required
@require_safe
def agency(request: HttpRequest, row: int) -> HttpResponse:
    """Show an agency's desk: what it has to do, with the problems on which it leads."""
    allowed(request, "group.read")
    found = row_at(request, Organisation, row)
    if found.kind not in (Organisation.Kind.AGENCY, Organisation.Kind.OFFICE, Organisation.Kind.MISSION):
        raise Http404
    return render(request, "coordination/agency.jinja", {"agency": found, **_desk(request, found)})


def _desk(request: HttpRequest, agency: Organisation) -> dict[str, Any]:
    asked = read({"state": "undone"}, queries.shape(request.user))
    own = queries.tasks(asked, request.user).filter(owner=agency)
    led = problems.problems(read({"state": "unanswered"}, problems.shape(request.user)), request.user).filter(
        lead=agency)
    return {"tasks": list(own[:100]), "problems": list(led[:100]),
            "helping": list(Task.objects.visible_to(request.user).filter(
                helpers__organisation=agency, state__in=UNDONE).select_related("owner")[:100])}


@login_required
@require_safe
def task(request: HttpRequest, row: int) -> HttpResponse:
    """Show a task: what it waits for, what it is about, how it goes on."""
    found, user = task_at(request, row), request.user
    waits = list(TaskDependence.objects.visible_to(user).filter(task=found.pk).select_related("before__owner"))
    records = TaskRecord.objects.visible_to(user).filter(task=found.pk)
    problem = Problem.objects.visible_to(user).filter(pk=found.problem_id).first() if found.problem_id else None
    decision = Decision.objects.visible_to(user).filter(pk=found.decision_id).first() if found.decision_id else None
    may_change = may(user, "task.change", found) and not found.is_ended
    return render(request, "coordination/task.jinja", {
        "task": found, "offer": offer(user, found), "waits": waits,
        "unseen_waits": getattr(found, "is_blocked", False) and not any(each.before.state in UNDONE for each in waits),
        "holds_up": TaskDependence.objects.visible_to(user).filter(before=found.pk).select_related("task__owner"),
        "records": [(each, each.record, address(each.record)) for each in records.select_related("record")],
        "helpers": found.helpers.select_related("organisation"),
        "notes": TaskNote.objects.visible_to(user).filter(task=found.pk).select_related("by", "organisation")[:200],
        "escalations": [next((level.name for level in LEVELS if level.key == each.level), each.level)
                        for each in found.escalations.filter(due_on=found.due_on).order_by("pk")],
        "decision": decision, "problem": problem,
        "may_change": may_change, "may_note": not found.is_ended and may(user, "task.note", found)})


@login_required
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give a task; ``?decision=`` and ``?problem=`` say where it comes from."""
    allowed(request, "task.give")
    origin = _origin(request)
    form = GivingForm(request.POST or None, user=request.user, initial=_begun(origin))
    refused = ""
    if request.method == "POST" and form.is_valid():
        values, helpers = form.split()
        made: list[Task] = []
        refused = tried(request, lambda: made.append(actions.give(act(request), values | origin, helpers=helpers)),
                        _("The task is given, and whoever does it was told."))
        if made:
            return redirect(task_page(made[0]))
    return ask(request, form, _("Give a task"), reverse("group-board"), submit=_("Give the task"), refused=refused,
               subject=next((str(each) for each in origin.values()), ""))


def _origin(request: HttpRequest) -> dict[str, Any]:
    """Give the decision or problem from which a task comes."""
    for name, model in (("decision", Decision), ("problem", Problem)):
        key = number(request.GET.get(name, ""))
        if key is not None:
            return {name: row_at(request, model, key)}
    return {}


def _begun(origin: dict[str, Any]) -> dict[str, Any]:
    if "decision" in origin:
        return {"title_en": origin["decision"].text_en[:300], "title_zh": origin["decision"].text_zh[:300]}
    return {"owner": origin["problem"].lead_id} if "problem" in origin else {}


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, row: int) -> HttpResponse:
    """Change a task, with a reason."""
    found = task_at(request, row)
    allowed(request, "task.change", found)
    if found.is_ended:
        return redirect(task_page(found))
    initial = {name: getattr(found, name) for name in ("title_en", "title_zh", "details", "due_on", "priority")}
    initial |= {"owner": found.owner_id, "helpers": list(found.helpers.values_list("organisation", flat=True))}
    form = ChangingForm(request.POST or None, user=request.user, initial=initial)
    refused = ""
    if request.method == "POST" and form.is_valid():
        values, helpers = form.split()
        refused = tried(request, lambda: actions.change(act(request, form.cleaned_data["reason"]), found, values,
                                                        helpers=helpers), _("Saved."))
        if not refused:
            return redirect(task_page(found))
    return ask(request, form, _("Change the task"), task_page(found), subject=str(found), refused=refused,
               lead=_("Given to somebody else, it begins anew with them."))


@login_required
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, row: int) -> HttpResponse:
    """Note how a task goes on."""
    found = task_at(request, row)
    allowed(request, "task.note", found)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return done(request, task_page(found), lambda: actions.note(act(request), found, form.cleaned_data["text"]),
                    _("Noted."))
    return ask(request, form, _("Note how it goes on"), task_page(found), subject=str(found))


@login_required
@require_http_methods(["GET", "POST"])
def wait_for(request: HttpRequest, row: int) -> HttpResponse:
    """Let a task wait for another."""
    found = task_at(request, row)
    allowed(request, "task.change", found)
    others = Task.objects.visible_to(request.user).exclude(pk=found.pk).exclude(
        pk__in=found.waits_for.values("before")).exclude(state__in=["confirmed", "dropped"]).order_by("due_on", "pk")
    form = BeforeForm(request.POST or None, tasks=others)
    if request.method == "POST" and form.is_valid():
        refused = tried(request, lambda: actions.wait_for(act(request), found, form.cleaned_data["before"]),
                        _("Saved."))
        if not refused:
            return redirect(task_page(found))
        form.add_error("before", refused)
    return ask(request, form, _("What it waits for"), task_page(found), subject=str(found),
               lead=_("It cannot be reported done before the other is."))


@login_required
@require_POST
def wait_no_longer(request: HttpRequest, row: int) -> HttpResponse:
    """Let a task wait for another no longer."""
    dependence = row_at(request, TaskDependence, row)
    found = dependence.task
    allowed(request, "task.change", found)
    return done(request, task_page(found), lambda: actions.wait_no_longer(act(request), dependence), _("Saved."))


@login_required
@require_http_methods(["GET", "POST"])
def name_record(request: HttpRequest, row: int) -> HttpResponse:
    """Say which record a task is about."""
    found = task_at(request, row)
    allowed(request, "task.note", found)
    form = RecordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        record: Record = form.cleaned_data["record"]
        return done(request, task_page(found), lambda: actions.name_record(act(request), found, record), _("Saved."))
    return ask(request, form, _("Name a record"), task_page(found), subject=str(found))


@login_required
@require_POST
def unname_record(request: HttpRequest, row: int) -> HttpResponse:
    """Take a record out of a task."""
    named = row_at(request, TaskRecord, row)
    found = named.task
    allowed(request, "task.note", found)
    return done(request, task_page(found), lambda: actions.unname_record(act(request), named), _("Taken out."))


@login_required
@require_safe
def own_desk(request: HttpRequest) -> HttpResponse:
    """Lead to the desk of the reader's own agency."""
    own = viewer(request.user).organisation
    if own is None or not may(request.user, "group.read"):
        raise PermissionDenied
    return redirect("group-agency", own)

