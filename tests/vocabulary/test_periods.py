"""Periods are read from either language and written one way."""

from __future__ import annotations

from datetime import date

import pytest

from outward.errors import InvalidValueError
from outward.vocabulary.periods import UNDATED, Period


@pytest.mark.parametrize(("text", "canonical"), [
    ("2015", "2015"), ("2015年", "2015"), ("２０１５", "2015"), (" 2015 年 ", "2015"), ("", ""), ("  ", ""),
    ("2016H1", "2016H1"), ("2016h2", "2016H2"), ("2016年上半年", "2016H1"), ("2016年下半年", "2016H2"),
    ("2016上半年", "2016H1"),
    ("2010Q1", "2010Q1"), ("2010年第四季度", "2010Q4"), ("2010年一季度", "2010Q1"), ("2010年3季度", "2010Q3"),
    ("2014M12", "2014M12"), ("2014-12", "2014M12"), ("2014年1月", "2014M01"), ("2014年12月份", "2014M12"),
    ("2010-2014", "2010-2014"), ("2010—2014年", "2010-2014"), ("2010–2014", "2010-2014"), ("2010~2014", "2010-2014"),
    ("2010年至2014年", "2010-2014"), ("2010－2014", "2010-2014"), ("2010——2014年", "2010-2014"),
    ("2010-2010", "2010"), ("2016年1-11月", "2016M01-2016M11"), ("2016年1—6月", "2016H1"),
    ("2016M01-2016M11", "2016M01-2016M11"), ("2015年11月至2016年3月", "2015M11-2016M03"),
    ("2016年前三季度", "2016M01-2016M09"),
    ("2016M01-2016M03", "2016Q1"), ("2016M01-2017M12", "2016-2017"),
])
def test_a_period_is_read_and_written_one_way(text: str, canonical: str) -> None:
    assert str(Period.parse(text)) == canonical


@pytest.mark.parametrize("text", ["not printed", "15", "2016H3", "2010Q5", "2014M13", "2014-00", "2010-14", "2014-2010",
                                  "2016年5-3月", "0999", "recent years", "2015/16", "2015E", "-", "…", "二〇一五年"])
def test_rubbish_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        Period.parse(text)


@pytest.mark.parametrize(("text", "english", "chinese"), [
    ("2015", "2015", "2015年"), ("2016H1", "first half of 2016", "2016年上半年"),
    ("2016H2", "second half of 2016", "2016年下半年"), ("2010Q3", "third quarter of 2010", "2010年第三季度"),
    ("2014M12", "December 2014", "2014年12月"), ("2010-2014", "2010–2014", "2010—2014年"),
    ("2016M01-2016M11", "January to November 2016", "2016年1—11月"),
    ("2015M11-2016M03", "November 2015 to March 2016", "2015年11月—2016年3月"), ("", "year not printed", "年份未刊印"),
])
def test_periods_have_names_in_both_languages(text: str, english: str, chinese: str) -> None:
    assert Period.parse(text).label("en") == english
    assert Period.parse(text).label("zh") == chinese


@pytest.mark.parametrize(("text", "english", "chinese"), [
    ("2015", "in 2015", "2015年"), ("2016H1", "in the first half of 2016", "2016年上半年"),
    ("2010Q1", "in the first quarter of 2010", "2010年第一季度"), ("2014M12", "in December 2014", "2014年12月"),
    ("2010-2014", "in 2010–2014", "2010—2014年"), ("2016M01-2016M11", "from January to November 2016", "2016年1—11月"),
    ("", "in a year that is not printed", "在未刊印的年份"),
])
def test_periods_stand_in_a_sentence(text: str, english: str, chinese: str) -> None:
    assert Period.parse(text).adverbial("en") == english
    assert Period.parse(text).adverbial("zh") == chinese


def test_periods_stand_in_order_of_time_and_the_undated_first() -> None:
    texts = ["2016", "2014M12", "2010-2014", "", "2016H2", "2016H1", "2010", "2016Q1"]
    assert [str(period) for period in sorted(map(Period.parse, texts))] == [
        "", "2010", "2010-2014", "2014M12", "2016Q1", "2016H1", "2016", "2016H2"]


def test_the_period_a_year_before_is_of_the_same_kind() -> None:
    for text, before in (("2015", "2014"), ("2016H1", "2015H1"), ("2014M12", "2013M12"), ("2010-2014", "2009-2013")):
        assert str(Period.parse(text).year_before()) == before


def test_what_an_undated_period_has_not_is_refused() -> None:
    for ask in (UNDATED.year_before, lambda: UNDATED.first_day, lambda: UNDATED.last_day):
        with pytest.raises(InvalidValueError, match="without a year"):
            ask()
    assert (UNDATED.years, UNDATED.months, UNDATED.is_year, UNDATED.is_dated) == ((), 0, False, False)


def test_a_period_has_days_years_and_months() -> None:
    half = Period.parse("2016H1")
    assert (half.first_day, half.last_day, half.months, half.years) == (date(2016, 1, 1), date(2016, 6, 30), 6, (2016,))
    assert Period.parse("2016M02").last_day == date(2016, 2, 29)
    assert Period.parse("2010-2014").years == (2010, 2011, 2012, 2013, 2014)
    assert (half.is_year, Period.year(2016).is_year) == (False, True)


@pytest.mark.parametrize(("first", "last"), [(24180, 24179), (0, 11), (120_000, 120_000), (-1, -1)])
def test_a_span_that_is_none_is_refused(first: int, last: int) -> None:
    with pytest.raises(InvalidValueError):
        Period(first, last)


def test_a_period_is_shown_as_what_makes_it() -> None:
    assert repr(Period.parse("2016年上半年")) == "Period.parse('2016H1')"
