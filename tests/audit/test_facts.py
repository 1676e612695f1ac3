"""Every kind of fact on a document that keeps it and on one that breaks it, each small enough to check by eye."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from outward.audit import Cell, Fact, read_fact
from outward.audit.facts import NEEDED, relations_of
from outward.errors import InvalidValueError
from tests.audit.made import GRID, alarms, cells, fact, judged, misprinted, only, read


@dataclass(frozen=True)
class Case:
    """A fact, a table that keeps it, and a misprint that breaks it."""

    name: str
    fact: Fact
    table: tuple[Cell, ...]
    cell: str
    text: str
    severity: str = "error"
    rule: str = ""

    def broken(self) -> tuple[Cell, ...]:
        return misprinted(self.table, **{f"_{self.cell.removeprefix('1:')}": self.text})


SALES = cells("""
    item   | sales [million CNY]
    Pumps  | 120.5
    Valves | 79.4
    Total  | 199.9
    """)
CITIES = cells("""
    region   | sales [million CNY] | staff [persons]
    Anyville | 30.5                | 310
    Elsetown | 41.2                | 420
    Province | 71.7                | 730
    """)
QUARTERS = cells("""
    period | sales [million CNY]
    2010Q1 | 11.2
    2010Q2 | 12.1
    2010Q3 | 13.7
    2010Q4 | 15.3
    2010   | 52.3
    """)
OWNERS = cells("""
    item   | capital [million CNY] | state [%] | private [%]
    Pumps  | 100                   | 60.0      | 40.0
    Valves | 300                   | 20.0      | 80.0
    Total  | 400                   | 30.0      | 70.0
    """)
MARGINS = cells("""
    item   | profit [million CNY] | sales [million CNY] | margin [%]
    Pumps  | 12                   | 120                 | 10.0
    Valves | 30                   | 150                 | 20.0
    Alloys | 21                   | 140                 | 15.0
    """)
PER_HEAD = cells("""
    item   | output [million CNY] | staff [thousand persons] | output per head [CNY]
    Pumps  | 120                  | 2                        | 60,000
    Valves | 150                  | 5                        | 30,000
    Alloys | 210                  | 3                        | 70,000
    """)
YEARS = cells("""
    period | sales [million CNY] | growth [%]
    2013   | 200.0               |
    2014   | 210.0               | 5.0
    2015   | 252.0               | 20.0
    """)
SHARES = cells("""
    item   | sales [million CNY] | share [%]
    Pumps  | 120                 | 60.0
    Valves | 80                  | 40.0
    Total  | 200                 | 100.0
    """)
HIDDEN = cells("""
    period | exports [million CNY] | share of national exports [%]
    2010   | 100                   | 5.0
    2011   | 110                   | 5.5
    2012   | 121                   | 6.0
    2013   | 126                   | 6.1
    2014   | 130                   | 6.2
    """)
GRAIN = cells("""
    period | opening [tons] | bought [tons] | sold [tons] | closing [tons]
    2013   | 500            | 120           | 100         | 520
    2014   | 520            | 150           | 180         | 490
    2015   | 490            | 210           | 160         | 540
    """)
STOCKS = cells("""
    period | stock [million USD] | flow [million USD]
    2012   | 1,000               | 150
    2013   | 1,200               | 200
    2014   | 1,450               | 250
    2015   | 1,750               | 300
    """)
PARTS = cells("""
    item             | sales [million CNY]
    Total            | 500
    of which exports | 120
    Pumps            | 300
    Valves           | 200
    """)
STAFF = cells("""
    item   | employees [persons] | women [persons]
    Pumps  | 900                 | 310
    Valves | 700                 | 280
    """)
NATION = cells("""
    region   | sales [million CNY] | staff [persons]
    Anyville | 300                 | 3,100
    Anyland  | 9,500               | 92,000
    """)
TWINS = cells("""
    item   | sales [million CNY] | revenue [million CNY]
    Pumps  | 100                 | 101
    Valves | 210                 | 208
    Alloys | 330                 | 331
    Chains | 415                 | 412
    """)
RELATED = cells("""
    region   | sales [million CNY] | assets [million CNY] | staff [persons] | capital [million CNY]
    Anyville | 100                 | 120                  | 1,100           | 95
    Anyland  | 2,000               | 2,200                | 21,000          | 1,900
    """)

CASES = [
    Case("total", fact("total", table="1", item="Total", indicators=["sales"], complete=True), SALES, "1:3", "198.9"),
    Case("total, not complete", fact("total", table="1", item="Total", indicators=["sales"], complete=False), SALES,
         "1:3", "189.9"),
    Case("two_way_total", fact("two_way_total", table="1", indicator="trade", rows=["North", "South"],
                               cols=["Coal", "Steel"], total="Total"), GRID, "1:5", "13"),
    Case("region_total", fact("region_total", table="1", indicators=["sales", "staff"],
                              members=["Anyville", "Elsetown"], total="Province"), CITIES, "1:5", "77.1"),
    Case("period_total", fact("period_total", table="1", indicator="sales", suffixes=["Q1", "Q2", "Q3", "Q4"]),
         QUARTERS, "1:5", "53.2"),
    Case("composition", fact("composition", table="1", indicators=["state", "private"]), OWNERS, "1:5", "22.0"),
    Case("composition, mean row", fact("composition", table="1", indicators=["state", "private"], of="capital",
                                       total_item="Total"), OWNERS, "1:8", "33.0"),
    Case("ratio", fact("ratio", table="1", indicator="margin", num="profit", den="sales", scale=100), MARGINS, "1:8",
         "21.0"),
    Case("ratio, no table", fact("ratio", indicator="margin", num="profit", den="sales", scale=100), MARGINS, "1:8",
         "21.0"),
    Case("ratio, no scale", fact("ratio", indicator="margin", num="profit", den="sales"), MARGINS, "1:8", "21.0"),
    Case("ratio, scale of printed numbers", fact("ratio", indicator="output per head", num="output", den="staff",
                                                 scale=1000), PER_HEAD, "1:4", "66,000"),
    Case("ratio, scale of base units", fact("ratio", indicator="output per head", num="output", den="staff", scale=1),
         PER_HEAD, "1:4", "66,000"),
    Case("ratio_approx", fact("ratio_approx", indicator="margin", num="profit", den="sales", scale=100, band=0.05),
         MARGINS, "1:8", "21.5", rule="ratio"),
    Case("growth", fact("growth", indicator="growth", of="sales"), YEARS, "1:5", "2.0"),
    Case("share_of_total", fact("share_of_total", table="1", indicator="share", of="sales", total="Total"), SHARES,
         "1:2", "66.0"),
    Case("share_of_hidden_total", fact("share_of_hidden_total", indicator="share of national exports", of="exports"),
         HIDDEN, "1:6", "9.0", "warning", "hidden_total"),
    Case("balance", fact("balance", table="1", closing="closing", terms=[["opening", 1], ["bought", 1], ["sold", -1]]),
         GRAIN, "1:8", "499"),
    Case("carry", fact("carry", table="1", opening="opening", closing="closing"), GRAIN, "1:9", "409"),
    Case("stock_flow, exact", fact("stock_flow", stock="stock", flow="flow", exact=True), STOCKS, "1:8", "310"),
    Case("stock_flow", fact("stock_flow", stock="stock", flow="flow", exact=False, band=0.1), STOCKS, "1:8", "900",
         "warning"),
    Case("of_which", fact("of_which", table="1", indicator="sales", item_prefix="of which"), PARTS, "1:2", "1,200"),
    Case("at_most", fact("at_most", part="women", whole="employees"), STAFF, "1:2", "3,100"),
    Case("region_part_of", fact("region_part_of", part="Anyville", whole="Anyland"), NATION, "1:1", "30,000"),
    Case("twin", fact("twin", indicators=["sales", "revenue"]), TWINS, "1:6", "3310", "warning"),
    Case("related", fact("related", indicators=["sales", "assets", "staff", "capital"]), RELATED, "1:2", "1,200",
         "warning"),
]
NEEDS_THE_REGION = fact("region_part_of", part="Anyville", whole="Anyland")


def facts_of(case: Case) -> tuple[Fact, ...]:
    """The related need to know of what a region is a part."""
    return (case.fact, NEEDS_THE_REGION) if case.fact.kind == "related" else (case.fact,)


def test_every_kind_has_its_case() -> None:
    assert {case.fact.kind for case in CASES} == NEEDED.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_keeps_a_fact_is_clean(case: Case) -> None:
    assert alarms(judged(case.table, *facts_of(case))) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_breaks_a_fact_is_found(case: Case) -> None:
    finding = only(judged(case.broken(), *facts_of(case)))
    assert finding.severity == case.severity
    assert finding.rule == (case.rule or case.fact.kind) or (case.name == "composition, mean row"
                                                             and finding.rule in ("composition", "weighted_mean"))
    assert case.cell in finding.suspects
    assert set(finding.suspects) <= set(finding.evidence)
    assert finding.arithmetic
    assert finding.message.en
    assert finding.message.zh


@pytest.mark.parametrize(
    "terms",
    [
        [["opening", 1], ["bought", 1], ["sold", -1]],
        [["opening", "+"], ["bought", "+"], ["sold", "-"]],
        [[1, "opening"], [1, "bought"], [-1, "sold"]],
        [["+", "opening"], ["+", "bought"], ["-", "sold"]],
        {"opening": 1, "bought": 1, "sold": -1},
        {"opening": "+", "bought": "+", "sold": "-"},
        [{"term": "opening", "sign": 1}, {"term": "bought", "sign": 1}, {"term": "sold", "sign": -1}],
        [{"indicator": "opening"}, {"indicator": "bought"}, {"indicator": "sold", "sign": "-"}],
        ["opening", "bought", "-sold"],
        ["+opening", "+bought", "−sold"],
    ],
    ids=repr,
)
def test_terms_of_a_balance_however_they_are_written(terms: object) -> None:
    stated = fact("balance", table="1", closing="closing", terms=terms)
    relations = relations_of([stated], read(GRAIN))
    assert len(relations) == 3
    assert [sign for _, sign in relations[0].formula.terms] == [1.0, 1.0, -1.0]  # type: ignore[attr-defined]
    assert alarms(judged(GRAIN, stated)) == []
    assert "1:8" in only(judged(misprinted(GRAIN, _8="499"), stated)).suspects


def test_a_balance_of_rows() -> None:
    table = cells("""
        item    | 2014 [tons] | 2015 [tons]
        opening | 500         | 520
        bought  | 120         | 150
        sold    | 100         | 180
        closing | 520         | 490
        """)
    stated = fact("balance", table="1", closing="closing", terms=[["opening", 1], ["bought", 1], ["sold", -1]])
    assert alarms(judged(table, stated)) == []
    assert "1:8" in only(judged(misprinted(table, _8="499"), stated)).suspects


def test_facts_in_chinese() -> None:
    table = cells("""
        item   | 销售产值 [亿元]
        泵     | 120.5
        阀门   | 79.4
        合计   | 198.9
        """, region="某市")
    finding = only(judged(table, fact("total", table="1", item="合计", indicators=["销售产值"], complete=True)))
    assert finding.rule == "total"
    assert "1:3" in finding.suspects
    assert finding.arithmetic == ("120.5 + 79.4 = 199.9 ≠ 198.9",)
    assert finding.message.zh.startswith("合计不等于各分项之和")


def test_rows_in_different_units_are_added_in_base_units() -> None:
    table = (Cell("1", "1", "A", "Pumps", "2015", "sales", "亿元", "1.20"),
             Cell("2", "1", "A", "Valves", "2015", "sales", "万元", "8,000"),
             Cell("3", "1", "A", "Total", "2015", "sales", "million CNY", "200"))
    assert alarms(judged(table, fact("total", table="1", item="Total", indicators=["sales"]))) == []


def test_what_rounding_explains_is_no_finding() -> None:
    table = cells("""
        item   | sales [million CNY]
        Pumps  | 0.4
        Valves | 0.4
        Alloys | 0.4
        Total  | 1.3
        """)
    assert alarms(judged(table, fact("total", table="1", item="Total", indicators=["sales"]))) == []


def test_a_fact_about_what_is_not_there_says_nothing() -> None:
    for case in CASES:
        keys = {key: value if key in ("table", "scale", "band", "exact", "complete") else
                ["nothing"] if isinstance(value, list) else "nothing" for key, value in case.fact.keys.items()}
        assert alarms(judged(SALES, Fact(case.fact.kind, keys))) == []


@pytest.mark.parametrize("text", ["{", "5", "[]", '{"fact": "magic"}', '{"fact": ["total"]}', '{"fact": "total"}'])
def test_what_is_no_fact_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        read_fact(text, "facts.csv, row 2")


@pytest.mark.parametrize("kind", NEEDED)
def test_every_key_that_a_kind_needs_is_asked_for(kind: str) -> None:
    with pytest.raises(InvalidValueError, match=", ".join(NEEDED[kind])):
        read_fact(f'{{"fact": "{kind}"}}', "facts.csv, row 2")
