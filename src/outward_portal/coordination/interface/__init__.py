"""What programs read and write of this room: tasks, problems, meetings, decisions; the same rights as on the pages.

Steps of life cycles are taken under ``/api/v1/workflows/``, as of every room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.making import act_of, checked, created, done
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import Key, router
from outward_portal.coordination import downloads
from outward_portal.coordination.interface.shapes import (
    EnterpriseProblems,
    GroupDecisions,
    GroupMeetings,
    GroupTask,
    GroupTasks,
    NewProblem,
    NewTask,
    OneProblem,
)
from outward_portal.coordination.meetings import queries as meetings
from outward_portal.coordination.models import Problem, Task
from outward_portal.coordination.problems import actions as problem_actions
from outward_portal.coordination.problems import queries as problems
from outward_portal.coordination.problems.clock import clocks
from outward_portal.coordination.problems.forms import ProblemForm
from outward_portal.coordination.tasks import actions as task_actions
from outward_portal.coordination.tasks import queries as tasks
from outward_portal.coordination.tasks.forms import GivingForm
from outward_portal.records.table_files import citation
from outward_portal.theme.lists import ListShape, read

_ALWAYS: Final = ("q", "sort", "page")


def _parameters(*names: str) -> dict[str, Any]:
    return {"parameters": [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
                           for name in (*names, *_ALWAYS)]}


def _listed(request: HttpRequest, caller: Caller, shape: ListShape, find: Callable[[Any, Any], Any],
            items: Callable[[list[Any]], list[dict[str, Any]]], cited: str) -> HttpResponse:
    """Answer a list, narrowed and ordered as on its page."""
    asked = read(request.GET, shape)
    known = {*(each.key for each in shape.narrowings), *_ALWAYS}
    wrong = [*asked.misunderstood, *(name for name in request.GET
                                     if name not in known or len(request.GET.getlist(name)) > 1)]
    if wrong or request.GET.get("page", "1") != str(asked.page):
        raise wrong_parameters(wrong or ["page"])

    def made() -> dict[str, Any]:
        page = asked.page_of(find(asked, caller.user))
        if page.number != asked.page:
            raise wrong_parameters(["page"])
        return {"citation": citation(cited), "count": page.paginator.count, "page": page.number,
                "pages": page.paginator.num_pages, "items": items(list(page.object_list))}

    return answered(request, caller, made, also=timezone.localdate().isoformat())  # what is late follows from the day


def _reader(request: HttpRequest, action: str) -> Caller:
    """Give the caller; to those for whom a list is not, nothing is here."""
    caller = caller_of(request)
    if not may(caller.user, action):
        raise ProblemError(404)
    return caller


@router.get("/coordination/tasks", response={200: GroupTasks}, summary="Tasks of the leading group that you may see",
            openapi_extra=_parameters("state", "agency", "priority", "mine"))
def group_tasks(request: HttpRequest) -> HttpResponse:
    """List tasks."""
    caller = _reader(request, "tasks.read")
    return _listed(request, caller, tasks.shape(caller.user), tasks.tasks,
                   lambda rows: [downloads.task_item(each) for each in rows], _("Tasks of the leading group"))


@router.post("/coordination/tasks", response={201: GroupTask}, summary="Give a task")
def give_task(request: HttpRequest, payload: NewTask) -> HttpResponse:
    """Give a task to an organisation, which is told."""
    caller = _writer(request, "task.give")
    given = payload.dict()
    form = checked(GivingForm({name: value for name, value in given.items() if value not in ("", [])},
                              user=caller.user), given)
    values, helpers = form.split()
    made = done(lambda: task_actions.give(act_of(request, caller), values, helpers=helpers))
    found = tasks.find(made.pk, caller.user)
    return created(downloads.task_item(found), f"/api/v1/coordination/tasks/{made.pk}")


@router.get("/coordination/tasks/{key}", response={200: GroupTask}, summary="A task of the leading group")
def group_task(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Give a task."""
    caller = _reader(request, "tasks.read")

    def made() -> dict[str, Any]:
        found: Task | None = tasks.find(key, caller.user)
        if found is None:
            raise ProblemError(404)
        return downloads.task_item(found)

    return answered(request, caller, made, also=timezone.localdate().isoformat())


@router.get("/coordination/problems", response={200: EnterpriseProblems}, summary="Problems that you may see",
            openapi_extra=_parameters("state", "topic", "agency", "asked"))
def enterprise_problems(request: HttpRequest) -> HttpResponse:
    """List problems with their clocks."""
    caller = _reader(request, "problems.read")

    def items(rows: list[Any]) -> list[dict[str, Any]]:
        told = clocks(rows)
        return [downloads.problem_item(each, told[each.pk]) for each in rows]

    return _listed(request, caller, problems.shape(caller.user), problems.problems, items, _("Problems of enterprises"))


@router.post("/coordination/problems", response={201: OneProblem}, summary="Raise a problem for your enterprise")
def raise_problem(request: HttpRequest, payload: NewProblem) -> HttpResponse:
    """Raise a problem; the office is told."""
    caller = _writer(request, "problem.raise")
    assert isinstance(caller.user, User)
    organisation = caller.user.organisation
    assert organisation is not None, "the policy asks for one"
    given = payload.dict()
    form = checked(ProblemForm({name: value for name, value in given.items() if value not in ("", False)},
                               user=caller.user), given)
    values, records = form.split()
    made = done(lambda: problem_actions.raise_problem(act_of(request, caller), organisation, values, records))
    return created(_problem(made.pk, caller), f"/api/v1/coordination/problems/{made.pk}")


@router.get("/coordination/problems/{key}", response={200: OneProblem}, summary="A problem, with its answer")
def enterprise_problem(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Give a problem; opinions of agencies are read on its page alone."""
    caller = _reader(request, "problems.read")
    return answered(request, caller, lambda: _problem(key, caller), also=timezone.localdate().isoformat())


def _problem(key: int, caller: Caller) -> dict[str, Any]:
    found: Problem | None = problems.find(key, caller.user)
    if found is None:
        raise ProblemError(404)
    return {**downloads.problem_item(found, clocks([found])[found.pk]), "text": found.text, "wanted": found.wanted,
            "answer": found.answer}


@router.get("/coordination/meetings", response={200: GroupMeetings}, summary="Meetings of the leading group",
            openapi_extra=_parameters("state"))
def group_meetings(request: HttpRequest) -> HttpResponse:
    """List meetings."""
    caller = _reader(request, "group.read")
    return _listed(request, caller, meetings.SHAPE, meetings.meetings,
                   lambda rows: [downloads.meeting_item(each) for each in rows], _("Meetings of the leading group"))


@router.get("/coordination/decisions", response={200: GroupDecisions}, summary="Decisions of the leading group",
            openapi_extra=_parameters("year"))
def group_decisions(request: HttpRequest) -> HttpResponse:
    """List decisions."""
    caller = _reader(request, "group.read")
    return _listed(request, caller, meetings.decisions_shape(caller.user), meetings.decisions,
                   lambda rows: [downloads.decision_item(each) for each in rows], _("Decisions of the leading group"))


def _writer(request: HttpRequest, action: str) -> Caller:
    caller = caller_of(request)
    if not may(caller.user, action):
        raise ProblemError(403)
    return caller
