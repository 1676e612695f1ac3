"""Prose against cells: every form of a phrase in both languages, hedges, units, and totals of another scope."""

from __future__ import annotations

import pytest

from outward.audit import Cell, Claim
from outward.audit.documents import Hedge
from tests.audit.made import alarms, cells, claim, fact, judged, only, unaided

ENGLISH = cells("""
    region, item, period    | sales [million CNY] | employees [persons] | enterprises [enterprises]
    Anyville, Pumps, 2013   | 100.0               | 1,000           | 10
    Anyville, Pumps, 2014   | 110.0               | 1,050           | 11
    Anyville, Pumps, 2015   | 121.0               | 1,100           | 11
    Anyville, Valves, 2015  | 79.0                | 900             | 9
    Anyville, Total, 2015   | 200.0               | 2,000           | 20
    Anyland, Pumps, 2015    | 1,210.0             | 9,900           | 95
    Anyland, Total, 2015    | 2,500.0             | 21,000          | 210
    """)
FACTS = (fact("region_part_of", part="Anyville", whole="Anyland"),
         fact("total", table="1", item="Total", indicators=["sales", "employees", "enterprises"], complete=False))
CHINESE = cells("""
    region, item, period | 销售产值 [亿元] | 平均用工人数 [人] | 企业数 [家]
    某市, 泵, 2013       | 100.0          | 1,000            | 10
    某市, 泵, 2014       | 110.0          | 1,050            | 11
    某市, 泵, 2015       | 121.0          | 1,100            | 11
    某市, 阀门, 2015     | 79.0           | 900              | 9
    某市, 合计, 2015     | 200.0          | 2,000            | 20
    全国, 泵, 2015       | 1,210.0        | 9,900            | 95
    全国, 合计, 2015     | 2,500.0        | 21,000           | 210
    """)
CHINESE_FACTS = (fact("region_part_of", part="某市", whole="全国"),
                 fact("total", table="1", item="合计", indicators=["销售产值", "平均用工人数", "企业数"],
                      complete=False))
FORMS = [
    ("sales", "million CNY", "2015", "121.0", "112.0"),
    ("growth of sales", "%", "2015", "10.0", "11.9"),
    ("sales growth", "%", "2015", "10.0", "11.9"),
    ("change in sales", "million CNY", "2015", "11.0", "17.0"),
    ("average growth of sales", "%", "2013-2015", "10.0", "12.4"),
    ("share of national sales", "%", "2015", "10.0", "11.4"),
    ("share of group sales", "%", "2015", "60.5", "66.5"),
    ("sales per enterprise", "million CNY", "2015", "11.0", "17.0"),
    ("sales per employee", "CNY", "2015", "110,000", "117,000"),
    ("ratio to Anyland, sales", "", "2015", "0.1", "0.7"),
    ("growth of sales per enterprise", "%", "2015", "10.0", "17.0"),
]
CHINESE_FORMS = [
    ("销售产值", "亿元", "2015", "121.0", "112.0"),
    ("销售产值增速", "%", "2015", "10.0", "11.9"),
    ("销售产值增长率", "%", "2015", "10.0", "11.9"),
    ("销售产值变化", "亿元", "2015", "11.0", "17.0"),
    ("销售产值年均增速", "%", "2013-2015", "10.0", "12.4"),
    ("占全国销售产值比重", "%", "2015", "10.0", "11.4"),
    ("销售产值占全国比重", "%", "2015", "10.0", "11.4"),
    ("平均每家企业销售产值", "亿元", "2015", "11.0", "17.0"),
    ("人均销售产值", "万元", "2015", "1,100", "1,700"),
]


def said_of(table: tuple[Cell, ...], *claims: Claim) -> list[str]:
    stated = FACTS if table is ENGLISH else CHINESE_FACTS
    return [finding.rule for finding in alarms(judged(table, *stated, claims=claims))]


@pytest.mark.parametrize(("indicator", "unit", "period", "right", "wrong"), FORMS)
def test_forms_in_english(indicator: str, unit: str, period: str, right: str, wrong: str) -> None:
    said = claim(right, indicator, unit, item="Pumps", period=period)
    found = judged(ENGLISH, *FACTS, claims=(said,))
    assert found.unlinked == ()
    assert alarms(found) == []
    finding = only(judged(ENGLISH, *FACTS, claims=(claim(wrong, indicator, unit, item="Pumps", period=period),)))
    assert (finding.rule, finding.severity) == ("claim", "error")
    assert "c1" in finding.suspects


@pytest.mark.parametrize(("indicator", "unit", "period", "right", "wrong"), CHINESE_FORMS)
def test_forms_in_chinese(indicator: str, unit: str, period: str, right: str, wrong: str) -> None:
    said = claim(right, indicator, unit, region="某市", item="泵", period=period)
    found = judged(CHINESE, *CHINESE_FACTS, claims=(said,))
    assert found.unlinked == ()
    assert alarms(found) == []
    broken = claim(wrong, indicator, unit, region="某市", item="泵", period=period)
    finding = only(judged(CHINESE, *CHINESE_FACTS, claims=(broken,)))
    assert (finding.rule, finding.severity) == ("claim", "error")
    assert "c1" in finding.suspects


@pytest.mark.parametrize(
    ("hedge", "text", "is_right"),
    [
        ("", "121", True), ("", "120", False),
        ("about", "120", True), ("about", "119", True), ("about", "115", False),
        ("more than", "120", True), ("more than", "121", True), ("more than", "125", False),
        ("less than", "125", True), ("less than", "121", True), ("less than", "115", False),
        ("nearly", "125", True), ("nearly", "115", False), ("nearly", "150", False),
    ],
)
def test_hedges(hedge: Hedge, text: str, is_right: bool) -> None:
    rules = said_of(ENGLISH, claim(text, "sales", "million CNY", item="Pumps", hedge=hedge))
    assert (rules == []) is is_right


@pytest.mark.parametrize(
    ("text", "unit"), [("0.121", "billion CNY"), ("1.21", "100 million CNY"), ("1.21", "亿元"), ("12,100", "万元"),
                       ("121,000,000", "yuan"), ("0.1", "billion CNY")]
)
def test_units_are_converted_and_rounding_is_that_of_the_print(text: str, unit: str) -> None:
    assert said_of(ENGLISH, claim(text, "sales", unit, item="Pumps")) == []


@pytest.mark.parametrize(
    ("text", "unit"), [("1.21", "billion CNY"), ("12.1", "100 million CNY"), ("0.2", "billion CNY")]
)
def test_a_unit_slip_in_prose(text: str, unit: str) -> None:
    assert said_of(ENGLISH, claim(text, "sales", unit, item="Pumps")) == ["claim"]


def test_another_currency_is_another_quantity() -> None:
    assert said_of(ENGLISH, claim("19.4", "sales", "million US dollars", item="Pumps")) == []


def test_places_among_all_that_are_printed() -> None:
    table = cells("""
        region   | sales [million CNY]
        Anyville | 10
        Elsetown | 40
        Farport  | 30
        Hillside | 20
        Lakeview | 50
        """)
    assert alarms(judged(table, claims=(claim("3", "rank, sales", "rank", region="Farport"),))) == []
    finding = only(judged(table, claims=(claim("2", "rank, sales", "rank", region="Farport"),)))
    assert "c1" in finding.suspects
    assert dict(finding.repair) == {"c1": "3"}


def test_totals_of_tables_with_other_rows_are_other_totals() -> None:
    machines = cells("item | sales [CNY]\nPumps | 10\nValves | 20\nTotal | 30")
    food = cells("item | sales [CNY]\nBread | 11\nMilk | 22\nTotal | 33", "2")
    assert alarms(unaided(machines + food)) == []
    again = cells("item | sales [CNY]\nPumps | 10\nValves | 20\nTotal | 33", "2")
    assert alarms(unaided(machines + again)) != []


def test_a_total_that_is_not_printed_is_the_sum_of_the_items_within_coverage() -> None:
    table = cells("item | sales [million CNY]\nPumps | 120.5\nValves | 79.4\nAlloys | 35.2")
    for text in ("235.1", "236.0", "999.9"):  # another coverage is no error
        assert alarms(judged(table, claims=(claim(text, "sales", "million CNY"),))) == []


def test_the_province_between_and_the_nation() -> None:
    """A share of the province is not held to the nation."""
    table = cells("""
        region   | sales [million CNY]
        Anyville | 100
        Province | 400
        Anyland  | 5,000
        """)
    stated = (fact("region_part_of", part="Anyville", whole="Province"),
              fact("region_part_of", part="Anyville", whole="Anyland"),
              fact("region_part_of", part="Province", whole="Anyland"))
    right = (claim("25.0", "share of provincial sales", "%"), claim("2.0", "share of national sales", "%", id="c2"),
             claim("8.0", "share of national sales", "%", id="c3", region="Province"))
    assert alarms(judged(table, *stated, claims=right)) == []
    for text, whole in (("2.0", "provincial"), ("25.0", "national")):
        said = claim(text, f"share of {whole} sales", "%")
        assert only(judged(table, *stated, claims=(said,))).suspects[0] == "c1"


def test_one_quantity_in_two_tables_in_other_units() -> None:
    one = cells("item | sales [million CNY]\nPumps | 120.5\nValves | 79.4\nAlloys | 35.2")
    other = cells("item | sales [亿元]\nPumps | 1.21\nValves | 0.79\nChains | 2.00", "2")
    assert alarms(unaided(one + other)) == []
    wrong = cells("item | sales [亿元]\nPumps | 1.21\nValves | 0.97\nChains | 2.00", "2")
    finding = only(unaided(one + wrong))
    assert finding.rule == "printed_twice"
    assert set(finding.suspects) == {"1:2", "2:2"}


def test_two_sentences_with_one_quantity() -> None:
    finding = only(judged((), claims=(claim("12.5", "exports", "million USD"),
                                      claim("15.2", "exports", "million USD", id="c2"))))
    assert finding.rule == "printed_twice"
    assert set(finding.suspects) == {"c1", "c2"}


def test_parts_and_shares_of_one_whole_imply_the_same_whole() -> None:
    parts = (claim("30", "exports", "million USD", item="Pumps"),
             claim("20.0", "share of group exports", "%", item="Pumps", id="c2"),
             claim("60", "exports", "million USD", item="Valves", id="c3"),
             claim("40.0", "share of group exports", "%", item="Valves", id="c4"))
    assert alarms(judged((), claims=parts)) == []
    broken = (*parts[:3], claim("50.0", "share of group exports", "%", item="Valves", id="c4"))
    assert only(judged((), claims=broken)).rule == "implied_whole"


def test_what_nothing_says_anything_about_is_listed_and_no_finding() -> None:
    found = judged(ENGLISH, *FACTS, claims=(claim("4,300", "length of roads", "km"),))
    assert found.unlinked == ("c1",)
    assert alarms(found) == []


@pytest.mark.parametrize("sentence", ["Sales of pumps fell by 9.1%.", "泵的销售产值下降9.1%。"])
def test_a_fall_is_held_to_falling_levels(sentence: str) -> None:
    table = cells("item, period | sales [CNY]\nPumps, 2014 | 110.0\nPumps, 2015 | 100.0")
    said = Claim("c1", sentence, "Anyville", "Pumps", "2015", "growth of sales", "9.1", "%")
    assert alarms(judged(table, claims=(said,))) == []
    rise = Claim("c1", "Sales of pumps rose by 9.1%.", "Anyville", "Pumps", "2015", "growth of sales", "9.1", "%")
    assert only(judged(table, claims=(rise,))).rule == "claim"
