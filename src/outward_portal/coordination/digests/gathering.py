"""The numbers of a quarter, from the rows as they stand: plain data, kept with the time at which it was gathered."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from outward_portal.coordination.counting import problem_numbers
from outward_portal.coordination.meetings.drafting import both, named
from outward_portal.coordination.models import Attendance, Decision, Meeting, Problem, Task
from outward_portal.coordination.models.tasks import UNDONE
from outward_portal.coordination.problems.clock import clocks
from outward_portal.theme.words import plain_pair


def span(year: int, quarter: int) -> tuple[date, date]:
    """Give the first day of a quarter, and the first after it.

    Examples
    --------
    >>> span(2026, 4)
    (datetime.date(2026, 10, 1), datetime.date(2027, 1, 1))
    """
    first = date(year, 3 * quarter - 2, 1)
    return first, date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)


def gather(year: int, quarter: int, now: datetime) -> dict[str, Any]:
    """Gather a quarter's numbers.

    Parameters
    ----------
    year, quarter : int
        Which.
    now : datetime
        As of when what is still to be done is counted, unless the quarter has ended before.
    """
    first, after = span(year, quarter)
    begin, end = _midnight(first), _midnight(after)
    today = timezone.localtime(now).date()
    meetings = list(Meeting.objects.filter(
        begins_at__gte=begin, begins_at__lt=end,
        state__in=[Meeting.State.HELD, Meeting.State.DRAFTED, Meeting.State.APPROVED]).order_by("begins_at", "pk"))
    counted = [(each, marks) for each in Task.objects.filter(given_at__lt=end).select_related("owner").order_by(
        "owner_id", "pk") if any((marks := _marks(each, begin, end, min(today, after))).values())]
    raised = list(Problem.objects.filter(raised_at__gte=begin, raised_at__lt=end))
    answered = list(Problem.objects.filter(answered_at__gte=begin, answered_at__lt=end))
    return {
        "meetings": [_meeting(each) for each in meetings],
        "decisions": [_decision(each) for each in Decision.objects.filter(meeting__in=meetings)],
        "tasks": _tasks(counted),
        "problems": _problems(raised, answered, today),
        "samples": sum(each.is_sample for rows in (meetings, [task for task, _marks in counted], {*raised, *answered})
                       for each in rows),
    }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def _meeting(meeting: Meeting) -> dict[str, Any]:
    title = both(meeting.title_en, meeting.title_zh)
    return {"day": timezone.localtime(meeting.begins_at).date().isoformat(), "title": {"en": title.en, "zh": title.zh},
            "decisions": meeting.decisions.count(),
            "present": meeting.attendances.filter(state=Attendance.State.PRESENT).count(),
            "is_approved": meeting.state == Meeting.State.APPROVED}


def _decision(decision: Decision) -> dict[str, Any]:
    return {"label": decision.label, "text": {"en": plain_pair(decision.text_en, decision.text_zh, "en"),
                                              "zh": plain_pair(decision.text_en, decision.text_zh, "zh")}}


def _marks(task: Task, begin: datetime, end: datetime, day: date) -> dict[str, bool]:
    """Say as what a task counts in a quarter."""
    done_at = task.done_at if task.done_at is not None and begin <= task.done_at < end else None
    return {"given": begin <= task.given_at < end, "done": done_at is not None,
            "in_time": done_at is not None and timezone.localtime(done_at).date() <= task.due_on,
            "late": task.state in UNDONE and task.due_on < day}


def _tasks(counted: list[tuple[Task, dict[str, bool]]]) -> list[dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for task, marks in counted:
        owner = named(task.owner)
        row = rows.setdefault(task.owner_id, {"agency": {"en": owner.en, "zh": owner.zh}, **dict.fromkeys(marks, 0)})
        for name, counts in marks.items():
            row[name] += counts
    return list(rows.values())


def _problems(raised: list[Problem], answered: list[Problem], today: date) -> dict[str, Any]:
    told = clocks([*raised, *answered], today)
    numbers = problem_numbers(answered, told)
    return {"raised": len(raised), "answered": numbers.answered, "in_time": numbers.in_time,
            "median_days": numbers.median_days, "unanswered": problem_numbers(raised, told).unanswered,
            "topics": dict(sorted(Counter(each.topic for each in raised).items()))}
