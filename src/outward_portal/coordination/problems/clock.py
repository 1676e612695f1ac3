"""How long a problem may take and has taken, in working days; the clock stands while the enterprise has to answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from outward.vocabulary.workdays import Pause, WorkCalendar, running_days, term_end
from outward_portal.coordination.models import CalendarDay, Problem, ProblemPause
from outward_portal.coordination.models.problems import UNANSWERED


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days within which a problem is taken and answered."""

    take: int
    answer: int


USUAL: Final = Terms(take=3, answer=15)
URGENT: Final = Terms(take=1, answer=5)
SILENCE: Final = 10
"""Working days after an answer in which the enterprise may object; then the office may close."""


def terms_of(problem: Problem) -> Terms:
    """Give the terms that hold for a problem."""
    return URGENT if problem.is_urgent else USUAL


def work_calendar() -> WorkCalendar:
    """Give the days that the group works, as the office has entered them."""
    days = list(CalendarDay.objects.values_list("date", "is_worked"))
    return WorkCalendar(frozenset(day for day, worked in days if not worked),
                        frozenset(day for day, worked in days if worked))


@dataclass(frozen=True, slots=True)
class Clock:
    """A problem's clock as it stands."""

    days: int  # working days for which it ran, up to the answer or today
    term: int
    due_on: date | None  # None: it stands, or the day is no longer of interest
    taken_due_on: date | None  # while nobody has taken it
    is_stopped: bool
    is_answered: bool

    @property
    def is_late(self) -> bool:
        """Whether it took, or takes, longer than it may."""
        return self.days > self.term

    @property
    def left(self) -> int:
        """Working days that are left; negative: so many too many."""
        return self.term - self.days


def clock(problem: Problem, pauses: Iterable[ProblemPause], calendar: WorkCalendar, today: date) -> Clock:
    """Read a problem's clock.

    Parameters
    ----------
    problem : Problem
        Whose.
    pauses : iterable of ProblemPause
        Its questions to the enterprise.
    calendar : WorkCalendar
        Which days are worked.
    today : date
        When it is read.
    """
    began, terms = _day(problem.raised_at), terms_of(problem)
    stood = [Pause(_day(each.began_at), _day(each.ended_at) if each.ended_at else None) for each in pauses]
    if problem.first_answered_at and problem.reopened_at:  # the enterprise was looking at the first answer
        stood.append(Pause(_day(problem.first_answered_at), _day(problem.reopened_at)))
    is_open = problem.state in UNANSWERED
    is_stopped = problem.state == Problem.State.ASKED
    end = problem.answered_at or problem.ended_at
    until = max(began, today if is_open or end is None else _day(end))
    due_on = term_end(began, terms.answer, stood, calendar) if is_open and not is_stopped else None
    taken_due_on = term_end(began, terms.take, (), calendar) if problem.state == Problem.State.RAISED else None
    return Clock(running_days(began, until, stood, calendar), terms.answer, due_on, taken_due_on, is_stopped,
                 not is_open)


def clocks(problems: Iterable[Problem], today: date | None = None) -> dict[int, Clock]:
    """Read the clocks of many problems with two queries."""
    rows, calendar = list(problems), work_calendar()
    pauses: dict[int, list[ProblemPause]] = {}
    for each in ProblemPause.objects.filter(problem__in=[row.pk for row in rows]):
        pauses.setdefault(each.problem_id, []).append(each)
    day = today or timezone.localdate()
    return {row.pk: clock(row, pauses.get(row.pk, ()), calendar, day) for row in rows}


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
