"""A month of the group: meetings, and the days on which tasks are due."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.coordination.meetings.flow import page as meeting_page
from outward_portal.coordination.models import CalendarDay, Meeting, Task
from outward_portal.coordination.models.tasks import UNDONE
from outward_portal.coordination.planner.icalendar import Event
from outward_portal.coordination.problems.clock import work_calendar
from outward_portal.coordination.tasks.flow import page as task_page
from outward_portal.theme.words import plain_pair

_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_PAST_DAYS: Final = 30  # of the file
_MOST_EVENTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on a day."""

    title: tuple[str, str]  # English, Chinese
    address: str
    at: datetime | None  # of a meeting
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid."""

    date: date
    is_within: bool  # the month
    is_today: bool
    is_worked: bool
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def before(self) -> str:
        """The month before, as addresses write it."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after."""
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def busy(self) -> tuple[Day, ...]:
        """The days of the month on which something stands."""
        return tuple(day for week in self.weeks for day in week if day.is_within and day.entries)


def asked_month(text: str) -> date:
    """Read a month of an address; this month where it means none."""
    found = _MONTH.fullmatch(text)
    return date(int(found.group(1)), int(found.group(2)), 1) if found else timezone.localdate().replace(day=1)


def month(first: date, user: Any) -> Month:
    """Lay a month out, with what a person may see."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    begin, end = weeks[0][0], weeks[-1][-1]
    entries: dict[date, list[Entry]] = {}
    for meeting in _meetings(user, begin, end):
        at = timezone.localtime(meeting.begins_at)
        entries.setdefault(at.date(), []).append(
            Entry((meeting.title_en, meeting.title_zh), meeting_page(meeting), at))
    for task in Task.objects.visible_to(user).filter(state__in=UNDONE, due_on__range=(begin, end)):
        entries.setdefault(task.due_on, []).append(
            Entry((task.title_en, task.title_zh), task_page(task), None, task.is_late))
    worked, today = work_calendar(), timezone.localdate()
    notes = dict(CalendarDay.objects.filter(date__range=(begin, end)).values_list("date", "note"))
    return Month(first, tuple(tuple(
        Day(day, day.month == first.month, day == today, worked.is_worked(day), notes.get(day, ""),
            tuple(entries.get(day, ()))) for day in week) for week in weeks))


def _meetings(user: Any, begin: date, end: date) -> Any:
    zone = timezone.get_current_timezone()
    first = datetime(begin.year, begin.month, begin.day, tzinfo=zone)
    last = datetime(end.year, end.month, end.day, tzinfo=zone) + timedelta(days=1)
    return Meeting.objects.visible_to(user).filter(begins_at__gte=first, begins_at__lt=last).exclude(
        state=Meeting.State.CANCELLED).order_by("begins_at", "pk")


def events(user: Any, host: str) -> list[Event]:
    """Give what stands from a month ago on, for other calendars; called-off meetings are told as such.

    Parameters
    ----------
    user : User
        Whose calendar.
    host : str
        The portal's address, before the paths.
    """
    since = timezone.now() - timedelta(days=_PAST_DAYS)
    made = []
    for each in Meeting.objects.visible_to(user).filter(begins_at__gte=since).order_by("begins_at")[:_MOST_EVENTS]:
        made.append(Event(
            f"meeting-{each.pk}@outward", plain_pair(each.title_en, each.title_zh), each.begins_at, each.changed_at,
            each.begins_at + timedelta(minutes=each.minutes_long), plain_pair(each.place_en, each.place_zh),
            address=host + meeting_page(each), is_cancelled=each.state == Meeting.State.CANCELLED))
    due = Task.objects.visible_to(user).filter(state__in=UNDONE).select_related("owner").order_by("due_on")
    made += [Event(f"task-{each.pk}@outward", _("Due: %(task)s") % {"task": plain_pair(each.title_en, each.title_zh)},
                   each.due_on, each.given_at, details=plain_pair(each.owner.name_en, each.owner.name_zh),
                   address=host + task_page(each)) for each in due[:_MOST_EVENTS]]
    return made
