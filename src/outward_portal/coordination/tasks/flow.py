"""The life cycle of a task: given, accepted, done, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import Task
from outward_portal.coordination.offices import offices
from outward_portal.coordination.tasks.actions import noted, undone_before
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.risks.incidents.forms import TextField
from outward_portal.workflows.flow import State, Step, Workflow

_S = Task.State
_OWNER = _("the agency that does it")
_OFFICE = _("the office")


class ReportForm(forms.Form):
    """What was done."""

    outcome = TextField(label=pgettext_lazy("task", "What was done"), max_length=1000,
                        widget=forms.Textarea({"rows": 4}))


def _accept(act: Act, task: Task, _values: Mapping[str, Any]) -> None:
    line = noted(act, task, "task.accepted", text=act.reason, is_written=False)
    tell("task.accepted", f"task.accepted:{line.pk}", about=task, to=offices())


def _start(act: Act, task: Task, _values: Mapping[str, Any]) -> None:
    noted(act, task, "task.begun", text=act.reason, is_written=False)


def _report(act: Act, task: Task, values: Mapping[str, Any]) -> None:
    if before := undone_before(task):
        raise RefusedError(_waits(act, before))
    task.done_at, task.done_by, task.outcome = timezone.now(), act.actor, values["outcome"]
    line = noted(act, task, "task.done", text=values["outcome"], is_written=False)
    tell("task.done", f"task.done:{line.pk}", about=task, to=offices())


def _waits(act: Act, before: list[Task]) -> str:
    """Say for what a task waits, by name only what whoever asks may see."""
    seen: Any = Task.objects.visible_to(act.actor) if act.actor is not None else Task.objects
    keys = set(seen.filter(pk__in=[each.pk for each in before]).values_list("pk", flat=True))
    named = ", ".join(f"“{each}”" for each in before if each.pk in keys)
    said = [gettext("It waits for what is not done yet: %(tasks)s") % {"tasks": named}] if named else []
    if len(keys) < len(before):
        said.append(gettext("It waits for a task that you do not see."))
    return " ".join(said)


def _return(act: Act, task: Task, _values: Mapping[str, Any]) -> None:
    task.done_at, task.done_by = None, None
    line = noted(act, task, "task.returned", text=act.reason, is_written=False)
    tell("task.returned", f"task.returned:{line.pk}", about=task, to=[task.owner])


def _end(deed: str) -> Any:
    def end(act: Act, task: Task, _values: Mapping[str, Any]) -> None:
        task.ended_at = timezone.now()
        noted(act, task, deed, text=act.reason, is_written=False)
    return end


def page(task: Task) -> str:
    """Give the address of a task's page."""
    return reverse("group-task", args=[task.pk])


FLOW = Workflow(
    key="group-task", name=_("Task of the leading group"), model=Task, page=page,
    purpose=_("What the group gives an agency to do by a day, from giving it to confirming that it was done."),
    made_by=_OFFICE,
    states=(
        State(_S.OPEN, _S.OPEN.label, _("The agency has been told and has not said yes.")),
        State(_S.ACCEPTED, _S.ACCEPTED.label, _("The agency will do it.")),
        State(_S.IN_WORK, _S.IN_WORK.label, _("Somebody is at it.")),
        State(_S.DONE, _S.DONE.label, _("The agency says that it is done; the office looks at it.")),
        State(_S.RETURNED, _S.RETURNED.label, _("The office misses something and says what.")),
        State(_S.CONFIRMED, _S.CONFIRMED.label, _("The office agrees that it is done."), is_end=True),
        State(_S.DROPPED, _S.DROPPED.label, _("It is no longer wanted."), is_end=True),
    ),
    steps=(
        Step("accept", _("Accept the task"), (_S.OPEN,), _S.ACCEPTED, "task.do", "task.accepted", _OWNER, do=_accept),
        Step("begin", _("Begin work"), (_S.ACCEPTED, _S.RETURNED), _S.IN_WORK, "task.do", "task.begun", _OWNER,
             do=_start),
        Step("report", _("Report it done"), (_S.ACCEPTED, _S.IN_WORK, _S.RETURNED), _S.DONE, "task.do", "task.done",
             _OWNER, form=ReportForm, do=_report, hidden=("outcome",),
             told=_("The office is told and confirms it, or returns it with a reason.")),
        Step("confirm", pgettext_lazy("task", "Confirm"), (_S.DONE,), _S.CONFIRMED, "task.confirm", "task.confirmed",
             _OFFICE, do=_end("task.confirmed"), told=_("Nobody confirms what they have reported themselves.")),
        Step("return", pgettext_lazy("task", "Return"), (_S.DONE,), _S.RETURNED, "task.confirm", "task.returned",
             _OFFICE, do=_return, needs_reason=True, told=_("The agency reads the reason.")),
        Step("drop", _("Drop the task"), (_S.OPEN, _S.ACCEPTED, _S.IN_WORK, _S.RETURNED, _S.DONE), _S.DROPPED,
             "task.drop", "task.dropped", _OFFICE, do=_end("task.dropped"), needs_reason=True, is_grave=True,
             told=_("A dropped task is not taken up again.")),
    ))
