"""Who sees and does what at the leading group's desk: its meetings and tasks, and problems that enterprises raise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import EVERYBODY, NOBODY, record_seen
from outward_portal.accounts.policy.viewers import Viewer

_TO_COME = ("planned", "invited")
_HAS_SAT = ("held", "drafted")


def _rows(model: str) -> Any:
    return apps.get_model("coordination", model)._base_manager


def _group(v: Viewer) -> Q:
    """What the leading group has among itself: its agencies' officers and its office."""
    return EVERYBODY if v.leads else NOBODY


def _task(v: Viewer) -> Q:
    """A task: the leading group, and a contributor who does it or helps."""
    if v.leads:
        return EVERYBODY
    if v.role != Role.CONTRIBUTOR or v.organisation is None:
        return NOBODY
    helped = _rows("TaskHelper").filter(organisation=v.organisation)
    return Q(owner=v.organisation) | Q(pk__in=helped.values("task"))


def _of_task(at: str) -> Callable[[Viewer], Q]:
    """A part of a task: with the task."""
    def rule(v: Viewer) -> Q:
        return EVERYBODY if v.leads else Q(**{f"{at}__in": _rows("Task").filter(_task(v)).values("pk")})
    return rule


def _dependence(v: Viewer) -> Q:
    """That a task waits for another: whoever sees both."""
    return _of_task("task")(v) & _of_task("before")(v)


def _task_record(v: Viewer) -> Q:
    return _of_task("task")(v) & record_seen(v, "record__")


def _problem(v: Viewer) -> Q:
    """A problem: the office, the agencies that lead or are asked, and the enterprise that raised it; nobody else."""
    if v.role == Role.OFFICE:
        return EVERYBODY
    if v.organisation is None:
        return NOBODY
    if v.role == Role.OFFICER:
        asked = _rows("Opinion").filter(organisation=v.organisation)
        return Q(lead=v.organisation) | Q(pk__in=asked.values("problem"))
    return Q(organisation=v.organisation) if v.role == Role.ENTERPRISE else NOBODY


def _of_problem(v: Viewer) -> Q:
    """What is seen by both sides of a problem: questions to the enterprise."""
    return Q(problem__in=_rows("Problem").filter(_problem(v)).values("pk"))


def _problem_record(v: Viewer) -> Q:
    return _of_problem(v) & record_seen(v, "record__")


def _opinion(v: Viewer) -> Q:
    """What agencies say among themselves: the office, the lead agency, and each its own; never the enterprise."""
    if v.role == Role.OFFICE:
        return EVERYBODY
    if v.role != Role.OFFICER or v.organisation is None:
        return NOBODY
    return Q(organisation=v.organisation) | Q(problem__lead=v.organisation)


def _signed_in(v: Viewer) -> Q:
    return NOBODY if v.user is None else EVERYBODY


def _everybody(_: Viewer) -> Q:
    return EVERYBODY


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "coordination.Member": _group,
    "coordination.CalendarDay": _signed_in,
    "coordination.Meeting": _group,
    "coordination.AgendaItem": _group,
    "coordination.Attendance": _group,
    "coordination.Decision": _group,
    "coordination.Task": _task,
    "coordination.TaskHelper": _of_task("task"),
    "coordination.TaskDependence": _dependence,
    "coordination.TaskRecord": _task_record,
    "coordination.TaskNote": _of_task("task"),
    "coordination.TaskEscalation": _of_task("task"),
    "coordination.Problem": _problem,
    "coordination.ProblemPause": _of_problem,
    "coordination.ProblemRecord": _problem_record,
    "coordination.Opinion": _opinion,
    "coordination.PublicAnswer": _everybody,
    "coordination.Digest": _group,
    "coordination.DigestFile": _group,
}


def _leads(v: Viewer, _: Any) -> bool:
    return v.leads


def _office(v: Viewer, _: Any) -> bool:
    return v.role == Role.OFFICE


def _reads_tasks(v: Viewer, _: Any) -> bool:
    """Open the board and the lists; which tasks stand there the rows say."""
    return v.leads or (v.role == Role.CONTRIBUTOR and v.organisation is not None)


def _owns_task(v: Viewer, task: Any) -> bool:
    """Accept and do a task: the agency or mission that it was given to."""
    return _reads_tasks(v, None) and v.organisation is not None and task.owner_id == v.organisation


def _writes_in_task(v: Viewer, task: Any) -> bool:
    """Note progress: the office, who does the task, and who helps."""
    if v.role == Role.OFFICE or _owns_task(v, task):
        return True
    return _reads_tasks(v, None) and v.organisation is not None and _rows("TaskHelper").filter(
        task=task.pk, organisation=v.organisation).exists()


def _confirms_task(v: Viewer, task: Any) -> bool:
    """Confirm or return what is reported done: the office, but nobody their own report."""
    return v.role == Role.OFFICE and (task.done_by_id is None or task.done_by_id != v.user)


def _keeps_agenda(v: Viewer, meeting: Any) -> bool:
    return v.role == Role.OFFICE and meeting.state in _TO_COME


def _proposes_item(v: Viewer, meeting: Any) -> bool:
    return v.leads and v.organisation is not None and meeting.state in _TO_COME


def _decides_item(v: Viewer, item: Any) -> bool:
    return _keeps_agenda(v, item.meeting)


def _answers_invitation(v: Viewer, attendance: Any) -> bool:
    """Say who comes: the agency itself, until the meeting was held."""
    return v.leads and attendance.organisation_id == v.organisation and attendance.meeting.state == "invited"


def _records_meeting(v: Viewer, meeting: Any) -> bool:
    """Write down who was there, what was decided, and the minutes: the office, until they are approved."""
    return v.role == Role.OFFICE and meeting.state in _HAS_SAT


def _raises_problems(v: Viewer, _: Any) -> bool:
    return v.role == Role.ENTERPRISE and v.organisation is not None


def _own_problem(v: Viewer, problem: Any) -> bool:
    """Reply, accept, object, withdraw: the enterprise that raised it."""
    return _raises_problems(v, None) and problem.organisation_id == v.organisation


def _leads_problem(v: Viewer, problem: Any) -> bool:
    """Ask agencies and the enterprise, and answer: the lead agency, or the office for it."""
    if v.role == Role.OFFICE:
        return True
    return v.role == Role.OFFICER and v.organisation is not None and problem.lead_id == v.organisation


def _gives_opinion(v: Viewer, opinion: Any) -> bool:
    return v.leads and v.organisation is not None and opinion.organisation_id == v.organisation


def _waives_opinion(v: Viewer, opinion: Any) -> bool:
    return _leads_problem(v, opinion.problem)


def _reads_problems(v: Viewer, _: Any) -> bool:
    return v.leads or _raises_problems(v, None)


ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "group.read": _leads,
    "group.keep": _office,
    "tasks.read": _reads_tasks,
    "task.give": _office,
    "task.change": _office,
    "task.do": _owns_task,
    "task.note": _writes_in_task,
    "task.confirm": _confirms_task,
    "task.drop": _office,
    "meeting.plan": _office,
    "meeting.change": _keeps_agenda,
    "meeting.record": _records_meeting,
    "meeting.keep": _office,
    "agenda.propose": _proposes_item,
    "agenda.decide": _decides_item,
    "attendance.answer": _answers_invitation,
    "problems.read": _reads_problems,
    "problem.raise": _raises_problems,
    "problem.take": _office,
    "problem.lead": _leads_problem,
    "problem.own": _own_problem,
    "problem.close": _office,
    "opinion.give": _gives_opinion,
    "opinion.waive": _waives_opinion,
    "coordination.statistics": _reads_problems,
    "digest.make": _office,
}
