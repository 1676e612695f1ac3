"""One name for one thing, and unlike words of one table apart."""

from __future__ import annotations

import pytest

from outward.audit.naming import Names, canonical, canonical_period, is_total, period_before


@pytest.mark.parametrize(("one", "other"), [("Liaoning", "辽宁省"), ("Liaoning Province", "辽宁"), ("China", "中国")])
def test_a_region_has_one_name_in_both_languages(one: str, other: str) -> None:
    assert canonical(one, "region") == canonical(other, "region")


@pytest.mark.parametrize(("one", "other"), [("Cargo throughput", "cargo  throughput"), ("Sales-value", "sales value")])
def test_case_gaps_and_marks_say_nothing(one: str, other: str) -> None:
    assert canonical(one, "indicator") == canonical(other, "indicator")


def test_words_that_nobody_knows_are_their_own_name() -> None:
    assert canonical("Pumps", "item") != canonical("Valves", "item")
    assert canonical("水泵", "item") == "水泵"
    assert canonical("%", "item") == "%"


@pytest.mark.parametrize(
    ("text", "period"),
    [("2015", "2015"), ("2015年", "2015"), ("2016年上半年", "2016H1"), ("2016H1", "2016H1"), ("2010Q1", "2010Q1"),
     ("2014-2015", "2014-2015"), ("fiscal 2016", "fiscal2016"), ("", "")],
)
def test_periods_in_one_way(text: str, period: str) -> None:
    assert canonical_period(text) == period


@pytest.mark.parametrize(("period", "before"), [("2015", "2014"), ("2016H1", "2015H1"), ("2010Q1", "2009Q1"),
                                                ("spring", ""), ("", "")])
def test_the_period_before_is_the_same_span_of_the_year_before(period: str, before: str) -> None:
    assert period_before(period) == before


@pytest.mark.parametrize(
    "word",
    ["Total", "TOTAL", "total ", "合计", "总计", "All establishments", "Total, all sectors", "Grand total", "合计数"],
)
def test_labels_of_totals(word: str) -> None:
    assert is_total(word)


@pytest.mark.parametrize("word", ["Alloys", "Totara", "泵", "", "Allied trades"])
def test_labels_of_no_totals(word: str) -> None:
    assert not is_total(word)


def test_two_words_of_one_table_are_two_things_whatever_the_vocabulary_says() -> None:
    beside = [("1", "Liaoning"), ("1", "Liaoning Province"), ("2", "辽宁")]
    names = Names({"region": beside, "item": [], "indicator": []})
    assert names.name("Liaoning", "region") != names.name("Liaoning Province", "region")
    apart = Names({"region": [("1", "Liaoning"), ("2", "Liaoning Province")], "item": [], "indicator": []})
    assert apart.name("Liaoning", "region") == apart.name("Liaoning Province", "region")
