"""Working days: which days an office works, how many lie between two days, and a clock that stands still in pauses.

A span runs from the end of its first day to the end of its last: the day on which something came in does not count, the
day on which it was answered does. So spans that follow one another add up, and a term of ``n`` working days ends on the
``n``-th working day after the day it began.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from outward.errors import InvalidValueError

_DAY = timedelta(days=1)
_MOST_DAYS = 100_000
_WEEK = (True, True, True, True, True, False, False)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Monday to Friday, without the holidays, with the weekend days that are worked in their place.

    China moves working days to weekends around its holidays, so both are stated; the State Council's office publishes
    them for a year at a time.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()  # Saturdays and Sundays that are worked

    def __post_init__(self) -> None:
        """Refuse a day that is said to be both."""
        if both := self.holidays & self.workdays:
            raise InvalidValueError(f"{min(both)} is a holiday and a working day", "WorkCalendar",
                                    "Name the day in one of the two only.")

    def is_worked(self, day: date) -> bool:
        """Whether a day is worked.

        Examples
        --------
        >>> moved = WorkCalendar(frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))
        >>> moved.is_worked(date(2026, 10, 1)), moved.is_worked(date(2026, 10, 10)), moved.is_worked(date(2026, 10, 11))
        (False, True, False)
        """
        return day in self.workdays or (_WEEK[day.weekday()] and day not in self.holidays)


FIVE_DAYS = WorkCalendar()
"""Monday to Friday, no holidays."""


def working_days(begin: date, end: date, calendar: WorkCalendar = FIVE_DAYS) -> int:
    """Count the working days after a day, up to and including another.

    Parameters
    ----------
    begin : date
        The day that does not count.
    end : date
        The last day; before ``begin`` the count is negative.
    calendar : WorkCalendar
        Which days are worked.

    Returns
    -------
    int
        Working days in the span.

    Examples
    --------
    From a Thursday to the Tuesday after: Friday, Monday, Tuesday.

    >>> working_days(date(2026, 11, 26), date(2026, 12, 1))
    3
    """
    if end < begin:
        return -working_days(end, begin, calendar)
    weeks, rest = divmod((end - begin).days, 7)
    counted = 5 * weeks + sum(_WEEK[(begin.weekday() + 1 + place) % 7] for place in range(rest))
    lost = sum(begin < day <= end and _WEEK[day.weekday()] for day in calendar.holidays)
    won = sum(begin < day <= end and not _WEEK[day.weekday()] for day in calendar.workdays)
    return counted - lost + won


def after_working_days(begin: date, count: int, calendar: WorkCalendar = FIVE_DAYS) -> date:
    """Give the day on which a term of so many working days ends.

    Parameters
    ----------
    begin : date
        The day that does not count.
    count : int
        Working days, at least 0; a term of none ends on the day it began.
    calendar : WorkCalendar
        Which days are worked.

    Returns
    -------
    date
        A working day, unless ``count`` is 0.

    Raises
    ------
    InvalidValueError
        If ``count`` is negative, or so large that no calendar reaches it.

    Examples
    --------
    >>> after_working_days(date(2026, 11, 26), 3)
    datetime.date(2026, 12, 1)
    """
    if not 0 <= count <= _MOST_DAYS // 7:
        raise InvalidValueError(f"a term of {count} working days", "after_working_days, count",
                                f"Pass 0 to {_MOST_DAYS // 7}.")
    day, left = begin, count
    for _ in range(_MOST_DAYS):
        if not left:
            return day
        day += _DAY
        left -= calendar.is_worked(day)
    raise InvalidValueError(f"{count} working days after {begin} are not reached in {_MOST_DAYS} days",
                            "after_working_days, calendar", "Name fewer holidays.")


@dataclass(frozen=True, slots=True)
class Pause:
    """Days in which a clock stands still, because somebody else has to answer."""

    begin: date
    end: date | None = None  # None: it still stands


def running_days(begin: date, end: date, pauses: Iterable[Pause] = (), calendar: WorkCalendar = FIVE_DAYS) -> int:
    """Count the working days of a span without those of its pauses.

    Parameters
    ----------
    begin, end : date
        The span, counted as by :func:`working_days`; ``end`` not before ``begin``.
    pauses : iterable of Pause
        Each from the day on which the clock was stopped to the day on which it went on; they may overlap.
    calendar : WorkCalendar
        Which days are worked.

    Returns
    -------
    int
        Working days for which the clock ran.

    Raises
    ------
    InvalidValueError
        If the span or a pause ends before it begins.

    Examples
    --------
    Stopped from Friday to Monday, only Friday and Tuesday count.

    >>> running_days(date(2026, 11, 26), date(2026, 12, 1), [Pause(date(2026, 11, 27), date(2026, 11, 30))])
    2
    """
    if end < begin:
        raise InvalidValueError(f"{end} is before {begin}", "running_days", "Pass the earlier day first.")
    return working_days(begin, end, calendar) - sum(
        working_days(first, last, calendar) for first, last in _merged(begin, end, pauses))


def term_end(begin: date, count: int, pauses: Iterable[Pause] = (), calendar: WorkCalendar = FIVE_DAYS) -> date | None:
    """Give the day on which a clock with pauses has run for a number of working days.

    Parameters
    ----------
    begin : date
        The day that does not count.
    count : int
        Working days of the term, at least 0.
    pauses : iterable of Pause
        As for :func:`running_days`.
    calendar : WorkCalendar
        Which days are worked.

    Returns
    -------
    date or None
        The first day on which :func:`running_days` reaches ``count``; ``None`` while the clock stands before that.

    Examples
    --------
    >>> stopped = [Pause(date(2026, 11, 27), date(2026, 11, 30))]
    >>> term_end(date(2026, 11, 26), 3, stopped)
    datetime.date(2026, 12, 2)
    >>> term_end(date(2026, 11, 26), 3, [Pause(date(2026, 11, 27))]) is None
    True
    """
    day, left = begin, count
    for first, last in _merged(begin, date.max, pauses):
        before = working_days(day, first, calendar)
        if left <= before:
            break
        if last == date.max:
            return None
        day, left = last, left - before
    return after_working_days(day, left, calendar)


def _merged(begin: date, end: date, pauses: Iterable[Pause]) -> list[tuple[date, date]]:
    """Give the pauses within a span as spans that do not overlap, in order."""
    merged: list[tuple[date, date]] = []
    for pause in sorted(pauses, key=lambda each: each.begin):
        last = pause.end or date.max
        if last < pause.begin:
            raise InvalidValueError(f"a pause from {pause.begin} to {last}", "running_days, pauses",
                                    "A pause ends after it begins.")
        first, last = max(pause.begin, begin), min(last, end)
        if first >= last:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
