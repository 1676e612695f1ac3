"""What is told when a task comes near its day, or passes it: levels as data, each told once for a day due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import AgendaItem, Meeting, Task, TaskEscalation
from outward_portal.coordination.models.tasks import UNDONE
from outward_portal.coordination.offices import heads, offices
from outward_portal.journal import entries
from outward_portal.notices.telling import tell


@dataclass(frozen=True, slots=True)
class Level:
    """A level of escalation: from so many days after the day due (before it: negative) somebody is told."""

    key: str
    days: int
    who: Literal["owner", "heads", "office", "agenda"]
    name: Promise


LEVELS: Final = (
    Level("soon", -3, "owner", _("due within three days: who does it is told")),
    Level("late", 1, "heads", _("a day late: the head of the agency is told")),
    Level("very-late", 7, "office", _("a week late: the office is told")),
    Level("agenda", 14, "agenda", _("two weeks late: it stands on the agenda of the next meeting")),
)


def reached(due_on: date, today: date) -> tuple[Level, ...]:
    """Give the levels that a task has reached that nobody has done.

    Examples
    --------
    >>> [each.key for each in reached(date(2026, 11, 20), date(2026, 11, 26))]
    ['soon', 'late']
    """
    return tuple(level for level in LEVELS if today >= due_on + timedelta(days=level.days))


def escalate(act: Act, today: date) -> int:
    """Tell of every task what is to be told by now and was not; give how often something was.

    Doing it again on the same day does nothing: each level is a row, one a task, level and day due.
    """
    first = today - timedelta(days=min(level.days for level in LEVELS))
    near = Task.objects.filter(state__in=UNDONE, due_on__lte=first)
    return sum(_escalate(act, key, today) for key in near.values_list("pk", flat=True))


def _escalate(act: Act, key: int, today: date) -> int:
    with transaction.atomic():
        task = Task.objects.select_for_update(of=("self",)).select_related("owner").get(pk=key)
        if task.state not in UNDONE:
            return 0
        known = set(task.escalations.filter(due_on=task.due_on).values_list("level", flat=True))
        levels = reached(task.due_on, today)
        new = [level for level in levels if level.key not in known]
        agenda = next((level for level in levels if level.who == "agenda"), None)
        # before anything is written: whoever writes of a meeting holds it first, and the journal after it
        if agenda is not None and (agenda in new or _is_off(task)) and not _onto_agenda(act, task) and agenda in new:
            new.remove(agenda)  # no meeting is planned: the next day asks again
        for level in new:
            _reach(act, task, level, today)
        return len(new)


def _is_off(task: Task) -> bool:
    """Whether each meeting on whose agenda a task was put has been called off."""
    return not task.agenda_items.exclude(meeting__state=Meeting.State.CANCELLED).exists()


def _reach(act: Act, task: Task, level: Level, today: date) -> None:
    TaskEscalation.objects.create(task=task, level=level.key, due_on=task.due_on)
    entries.write(act, "task.escalated", task, changes={"level": [None, level.key]})
    if level.who == "owner" and task.due_on < today:
        return  # it is late already; that is told by the next level
    tell("task.late" if task.due_on < today else "task.soon", f"task.{level.key}:{task.pk}:{task.due_on}", about=task,
         to=_whom(task, level), topics=["room:coordination"] if level.who in ("office", "agenda") else [],
         values={"day": task.due_on.isoformat()})


def _whom(task: Task, level: Level) -> Iterable[User | Organisation]:
    if level.who == "owner":
        return [task.owner]
    if level.who == "heads":
        return heads(task.owner)
    return [*offices(), task.owner] if level.who == "agenda" else offices()


def _onto_agenda(act: Act, task: Task) -> bool:
    """Put a task on the next meeting's agenda; say whether there is a meeting."""
    meeting = Meeting.objects.select_for_update(of=("self",)).filter(
        state__in=[Meeting.State.PLANNED, Meeting.State.INVITED], begins_at__gt=timezone.now()).order_by(
        "begins_at", "pk").first()
    if meeting is None:
        return False
    last = meeting.items.aggregate(last=Max("place"))["last"] or 0
    item, is_new = AgendaItem.objects.get_or_create(meeting=meeting, task=task, defaults={
        "title_en": f"Late: {task.title_en}"[:300] if task.title_en else "",
        "title_zh": f"逾期：{task.title_zh}"[:300] if task.title_zh else "",
        "place": last + 1, "state": AgendaItem.State.ACCEPTED})
    if is_new:
        entries.write(act, "agenda.accepted", item)
    return True
