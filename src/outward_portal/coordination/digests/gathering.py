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
    tasks = list(Task.objects.filter(given_at__lt=end).select_related("owner").order_by("owner_id", "pk"))
    raised = list(Problem.objects.filter(raised_at__gte=begin, raised_at__lt=end))
    answered = list(Problem.objects.filter(answered_at__gte=begin, answered_at__lt=end))
    return {
        "meetings": [_meeting(each) for each in meetings],
        "decisions": [_decision(each) for each in Decision.objects.filter(meeting__in=meetings)],
        "tasks": _tasks(tasks, begin, end, min(today, after)),
        "problems": _problems(raised, answered, today),
        "samples": sum(each.is_sample for rows in (meetings, tasks, {*raised, *answered}) for each in rows),
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


def _tasks(tasks: list[Task], begin: datetime, end: datetime, day: date) -> list[dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for each in tasks:
        owner = named(each.owner)
        row = rows.setdefault(each.owner_id, {"agency": {"en": owner.en, "zh": owner.zh}, "given": 0, "done": 0,
                                              "in_time": 0, "late": 0})
        row["given"] += begin <= each.given_at < end
        if each.done_at is not None and begin <= each.done_at < end:
            row["done"] += 1
            row["in_time"] += timezone.localtime(each.done_at).date() <= each.due_on
        row["late"] += each.state in UNDONE and each.due_on < day
    return [row for row in rows.values() if any(row[name] for name in ("given", "done", "late"))]


def _problems(raised: list[Problem], answered: list[Problem], today: date) -> dict[str, Any]:
    told = clocks([*raised, *answered], today)
    numbers = problem_numbers(answered, told)
    return {"raised": len(raised), "answered": numbers.answered, "in_time": numbers.in_time,
            "median_days": numbers.median_days, "unanswered": problem_numbers(raised, told).unanswered,
            "topics": dict(sorted(Counter(each.topic for each in raised).items()))}
