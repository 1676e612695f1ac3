"""Writing tasks: each action is one transaction, leaves a line in the task's history and an entry in the journal.

The journal keeps no words of a task: it is read by others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import Task, TaskDependence, TaskHelper, TaskNote, TaskRecord
from outward_portal.coordination.models.tasks import UNDONE
from outward_portal.coordination.tasks.dependence import way
from outward_portal.journal import entries
from outward_portal.journal.models import Head
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Record

MOST_PARTS: Final = 100
"""Helpers, records, tasks to wait for, of one task."""
MOST_NOTES: Final = 1000


def give(act: Act, values: Mapping[str, Any], *, helpers: Iterable[Organisation] = (), records: Iterable[Record] = ()
         ) -> Task:
    """Give a task to an organisation and tell it.

    Parameters
    ----------
    act : Act
        Who gives it.
    values : mapping
        Fields of the task: a title, ``owner``, ``due_on``; ``priority``, ``details``, ``decision``, ``problem`` where
        there are.
    helpers : iterable of Organisation
        Who helps.
    records : iterable of Record
        What it is about; whoever asks has found them among those that they see.
    """
    with transaction.atomic():
        made = Task.objects.create(**values, given_by=act.actor)
        TaskHelper.objects.bulk_create([TaskHelper(task=made, organisation=each) for each in helpers
                                        if each.pk != made.owner_id])
        TaskRecord.objects.bulk_create([TaskRecord(task=made, record_id=each.pk) for each in records])
        line = noted(act, made, "task.given", changes={"owner": [None, made.owner_id],
                                                       "due_on": [None, made.due_on.isoformat()]})
        _tell_given(made, line)
    return made


def change(act: Act, task: Task, values: Mapping[str, Any], *, helpers: Iterable[Organisation]) -> Task:
    """Change a task; given to somebody else, it begins anew with them."""
    with transaction.atomic():
        current = held(task)
        before = {"owner": current.owner_id, "due_on": current.due_on.isoformat(), "priority": current.priority}
        for name, value in values.items():
            setattr(current, name, value)
        after = {"owner": current.owner_id, "due_on": current.due_on.isoformat(), "priority": current.priority}
        changed = entries.differences(before, after)
        if "owner" in changed:
            current.state, current.done_at, current.done_by, current.outcome = Task.State.OPEN, None, None, ""
        current.save()
        wanted = {each.pk: each for each in helpers if each.pk != current.owner_id}
        current.helpers.exclude(organisation__in=list(wanted)).delete()
        known = set(current.helpers.values_list("organisation", flat=True))
        TaskHelper.objects.bulk_create([TaskHelper(task=current, organisation=each) for key, each in wanted.items()
                                        if key not in known])
        line = noted(act, current, "task.changed", text=act.reason, changes=changed)
        if changed.keys() & {"owner", "due_on"} and current.state in UNDONE:
            _tell_given(current, line)
    return current


def note(act: Act, task: Task, text: str) -> TaskNote:
    """Note how a task goes on."""
    with transaction.atomic():
        current = held(task)
        if current.notes.count() >= MOST_NOTES:
            raise RefusedError(_("A task holds at most %(most)d notes. Give another task.") % {"most": MOST_NOTES})
        return noted(act, current, "task.noted", text=text)


def wait_for(act: Act, task: Task, before: Task) -> None:
    """Let a task wait for another.

    Raises
    ------
    RefusedError
        If the other waits for it already, by whatever way round; the way is named.
    """
    with transaction.atomic():
        both = Task.objects.select_for_update(of=("self",)).filter(pk__in=[task.pk, before.pk])
        list(both.order_by("pk"))  # in one order, and before the journal: else two of these could wait for one another
        current = held(task)
        Head.objects.select_for_update().get(pk=1)  # one at a time: two dependences at once could close a circle
        if current.waits_for.count() >= MOST_PARTS:
            raise RefusedError(_("A task waits for at most %(most)d others.") % {"most": MOST_PARTS})
        edges: dict[int, list[int]] = {}
        for one, other in TaskDependence.objects.values_list("task", "before"):
            edges.setdefault(one, []).append(other)
        if circle := way(edges, before.pk, current.pk):
            raise RefusedError(_("That would be a circle: %(tasks)s") % {"tasks": _named([current.pk, *circle])})
        _made, is_new = TaskDependence.objects.get_or_create(task=current, before=before)
        if is_new:
            noted(act, current, "task.waits", changes={"before": [None, before.pk]})


def _named(keys: list[int]) -> str:
    titles = {each.pk: each for each in Task.objects.filter(pk__in=keys)}
    return " → ".join(f"“{titles[key]}”" for key in keys)


def wait_no_longer(act: Act, dependence: TaskDependence) -> None:
    """Let a task wait for another no longer."""
    with transaction.atomic():
        current = held(dependence.task)
        noted(act, current, "task.waits-no-longer", changes={"before": [dependence.before_id, None]})
        dependence.delete()


def name_record(act: Act, task: Task, record: Record) -> None:
    """Say that a task is about a record."""
    with transaction.atomic():
        current = held(task)
        if current.records.count() >= MOST_PARTS:
            raise RefusedError(_("A task names at most %(most)d records.") % {"most": MOST_PARTS})
        _made, is_new = TaskRecord.objects.get_or_create(task=current, record_id=record.pk)
        if is_new:
            noted(act, current, "task.record-named", changes={"record": [None, record.pk]})


def unname_record(act: Act, named: TaskRecord) -> None:
    """Take a record out of a task."""
    with transaction.atomic():
        current = held(named.task)
        noted(act, current, "task.record-removed", changes={"record": [named.record_id, None]})
        named.delete()


def held(task: Task) -> Task:
    """Take hold of a task that has not ended."""
    current: Task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if current.is_ended:
        raise RefusedError(_("The task has ended. Give another one."))
    return current


def noted(act: Act, task: Task, deed: str, *, text: str = "", changes: Mapping[str, Any] | None = None,
          is_written: bool = True) -> TaskNote:
    """Leave a line in the task's history, and an entry in the journal where a step leaves none."""
    if is_written:
        entries.write(act, deed, task, changes=changes)
    return TaskNote.objects.create(task=task, text=text[:2000], deed=deed, by=act.actor,
                                   organisation=act.actor.organisation if act.actor else None)


def _tell_given(task: Task, line: TaskNote) -> None:
    tell("task.given", f"task.given:{line.pk}", about=task, to=[task.owner], topics=["room:coordination"],
         values={"day": task.due_on.isoformat()})


def undone_before(task: Task) -> list[Task]:
    """Give the tasks that are still to be done before this one can be."""
    waits = task.waits_for.values("before")
    return list(Task.objects.filter(pk__in=waits, state__in=UNDONE).order_by("due_on", "pk"))
