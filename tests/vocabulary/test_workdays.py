"""Working days: laws of counting, of terms and of a clock with pauses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidValueError
from outward.vocabulary.workdays import (
    Pause,
    WorkCalendar,
    after_working_days,
    running_days,
    term_end,
    working_days,
)

NATIONAL_DAY_2026 = WorkCalendar(frozenset(date(2026, 10, day) for day in range(1, 8)),
                                 frozenset({date(2026, 9, 20), date(2026, 10, 10)}))
"""Seven days off, two weekend days worked: of the kind that is published for each year."""

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
terms = st.integers(0, 200)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    near = st.sets(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=30)
    holidays = draw(near)
    return WorkCalendar(frozenset(holidays), frozenset(draw(near) - holidays))


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
        made.append(Pause(first, first + timedelta(days=draw(st.integers(0, 60)))))
    return made


def counted_one_by_one(begin: date, end: date, calendar: WorkCalendar) -> int:
    """The plain version."""
    return sum(calendar.is_worked(begin + timedelta(days=each)) for each in range(1, (end - begin).days + 1))


@given(days, st.integers(0, 900), calendars())
def test_counting_by_weeks_is_counting_one_by_one(begin: date, length: int, calendar: WorkCalendar) -> None:
    end = begin + timedelta(days=length)
    assert working_days(begin, end, calendar) == counted_one_by_one(begin, end, calendar)


@given(days, days, days, calendars())
def test_spans_that_follow_one_another_add_up(a: date, b: date, c: date, calendar: WorkCalendar) -> None:
    assert working_days(a, b, calendar) + working_days(b, c, calendar) == working_days(a, c, calendar)


@given(days, terms, calendars())
def test_a_term_ends_where_counting_reaches_it(begin: date, count: int, calendar: WorkCalendar) -> None:
    end = after_working_days(begin, count, calendar)
    assert working_days(begin, end, calendar) == count
    assert calendar.is_worked(end) or count == 0


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(0, 400), pauses(), calendars())
def test_a_clock_with_pauses_runs_on_the_worked_days_outside_of_them(begin: date, length: int, stops: list[Pause],
                                                                    calendar: WorkCalendar) -> None:
    end = begin + timedelta(days=length)
    span = [begin + timedelta(days=each) for each in range(1, length + 1)]
    ran = [day for day in span if calendar.is_worked(day)
           and not any(each.begin < day <= each.end for each in stops if each.end)]
    assert running_days(begin, end, stops, calendar) == len(ran)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(1, 100), pauses(), calendars())
def test_a_term_with_pauses_ends_on_the_first_day_on_which_the_clock_has_run_so_long(
        begin: date, count: int, stops: list[Pause], calendar: WorkCalendar) -> None:
    end = term_end(begin, count, stops, calendar)
    assert end is not None
    assert running_days(begin, end, stops, calendar) == count
    assert running_days(begin, end - timedelta(days=1), stops, calendar) == count - 1


@given(days, st.integers(1, 100), st.integers(0, 50))
def test_a_clock_that_stands_still_has_no_end_before_it_goes_on(begin: date, count: int, later: int) -> None:
    stopped = after_working_days(begin, later)
    assert (term_end(begin, count, [Pause(stopped)]) is None) == (count > later)


def test_holidays_and_moved_days_of_a_year() -> None:
    assert working_days(date(2026, 9, 30), date(2026, 10, 10), NATIONAL_DAY_2026) == 3  # 8, 9 and Saturday 10 October
    assert after_working_days(date(2026, 9, 30), 1, NATIONAL_DAY_2026) == date(2026, 10, 8)
    assert working_days(date(2026, 9, 18), date(2026, 9, 20), NATIONAL_DAY_2026) == 1  # a Sunday that is worked


def test_what_cannot_be_counted_is_refused() -> None:
    both = frozenset({date(2026, 10, 1)})
    with pytest.raises(InvalidValueError, match="2026-10-01 is a holiday and a working day"):
        WorkCalendar(both, both)
    with pytest.raises(InvalidValueError, match="a term of -1"):
        after_working_days(date(2026, 1, 1), -1)
    with pytest.raises(InvalidValueError, match="is before"):
        running_days(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(InvalidValueError, match="a pause from"):
        running_days(date(2026, 1, 1), date(2026, 1, 9), [Pause(date(2026, 1, 5), date(2026, 1, 4))])
