"""Facts found: what holds in most rows is taken for a rule, and luck is not."""

from __future__ import annotations

import random

import pytest

from outward.audit import Cell, Fact
from outward.audit.induction import facts_in
from tests.audit.made import GRID, alarms, cells, judged, misprinted, only, read, unaided


def found_in(table: tuple[Cell, ...], kind: str) -> list[Fact]:
    return [fact for fact in facts_in(read(table)) if fact.kind == kind]


def has(facts: list[Fact], **keys: object) -> bool:
    return any(all(fact.keys.get(key) == value for key, value in keys.items()) for fact in facts)


SALES = cells("""
    item   | sales [million CNY] | staff [persons]
    Pumps  | 120.5               | 310
    Valves | 79.4                | 222
    Alloys | 35.2                | 131
    Total  | 235.1               | 663
    """)
CITIES = cells("""
    region   | sales [million CNY] | staff [persons]
    Anyville | 30.5                | 310
    Elsetown | 41.2                | 423
    Farport  | 25.9                | 281
    Province | 97.6                | 1,014
    """)
CITIES_OVER_YEARS = cells("""
    region, period | sales [million CNY] | staff [persons]
    Anyville, 2013 | 30.5                | 310
    Elsetown, 2013 | 41.2                | 423
    Province, 2013 | 71.7                | 733
    Anyville, 2014 | 33.5                | 320
    Elsetown, 2014 | 44.2                | 427
    Province, 2014 | 77.7                | 747
    Anyville, 2015 | 38.1                | 331
    Elsetown, 2015 | 46.4                | 429
    Province, 2015 | 84.5                | 760
    """)
QUARTERS = cells("""
    period | sales [million CNY]
    2010Q1 | 11.2
    2010Q2 | 12.1
    2010Q3 | 13.7
    2010Q4 | 15.3
    2010   | 52.3
    2011Q1 | 12.4
    2011Q2 | 13.3
    2011Q3 | 14.1
    2011Q4 | 16.6
    2011   | 56.4
    """)
OWNERS = cells("""
    item   | capital [million CNY] | state [%] | foreign [%] | private [%]
    Pumps  | 100                   | 60.0      | 11.0        | 29.0
    Valves | 300                   | 20.0      | 22.6        | 57.4
    Alloys | 100                   | 35.5      | 24.5        | 40.0
    Total  | 500                   | 31.1      | 20.7        | 48.2
    """)
MARGINS = cells("""
    item   | profit [million CNY] | sales [million CNY] | margin [%]
    Pumps  | 12.3                 | 120.8               | 10.18
    Valves | 30.1                 | 153.4               | 19.62
    Alloys | 21.7                 | 141.9               | 15.29
    Chains | 8.4                  | 77.3                | 10.87
    """)
YEARS = cells("""
    period | sales [million CNY] | change on the year before [%]
    2011   | 187.3               |
    2012   | 200.0               | 6.78
    2013   | 221.7               | 10.85
    2014   | 210.4               | -5.10
    2015   | 252.6               | 20.06
    """)
SHARES = cells("""
    item   | sales [million CNY] | part of all [%]
    Pumps  | 120.5               | 51.25
    Valves | 79.4                | 33.77
    Alloys | 35.2                | 14.97
    Total  | 235.1               | 100.00
    """)
HIDDEN = cells("""
    period | exports [million CNY] | share of national exports [%]
    2010   | 100.2                 | 5.01
    2011   | 110.9                 | 5.32
    2012   | 121.3                 | 5.57
    2013   | 126.8                 | 5.61
    2014   | 130.1                 | 5.48
    """)
GRAIN = cells("""
    period | opening [tons] | bought [tons] | sold [tons] | closing [tons]
    2012   | 417            | 183           | 100         | 500
    2013   | 500            | 127           | 103         | 524
    2014   | 524            | 158           | 189         | 493
    2015   | 493            | 216           | 165         | 544
    """)
STOCKS = cells("""
    period | outward investment stock [million USD] | outward investment flow [million USD]
    2011   | 877                                    | 111
    2012   | 1,030                                  | 153
    2013   | 1,237                                  | 207
    2014   | 1,488                                  | 251
    2015   | 1,792                                  | 304
    """)
PARTS = cells("""
    item           | sales [million CNY]
    Pumps          | 300
    of which Pumps | 120
    Valves         | 200
    """)
NATION = cells("""
    region   | sales [million CNY] | staff [persons] | assets [million CNY]
    Liaoning | 300                 | 3,100           | 420
    China    | 9,500               | 92,000          | 11,800
    """)


@pytest.mark.parametrize(
    ("table", "kind", "keys"),
    [
        (SALES, "total", {"item": "Total", "indicators": ["sales", "staff"], "complete": True}),
        (GRID, "two_way_total", {"indicator": "trade", "total": "Total"}),
        (CITIES, "region_total", {"total": "Province", "members": ["Anyville", "Elsetown", "Farport"]}),
        (QUARTERS, "period_total", {"indicator": "sales", "suffixes": ("Q1", "Q2", "Q3", "Q4")}),
        (OWNERS, "composition", {"indicators": ["state", "foreign", "private"], "of": "capital",
                                 "total_item": "Total"}),
        (MARGINS, "ratio", {"indicator": "margin", "num": "profit", "den": "sales"}),
        (YEARS, "growth", {"indicator": "change on the year before", "of": "sales"}),
        (SHARES, "share_of_total", {"indicator": "part of all", "of": "sales", "total": "Total"}),
        (HIDDEN, "share_of_hidden_total", {"indicator": "share of national exports", "of": "exports"}),
        (GRAIN, "balance", {"closing": "closing"}),
        (GRAIN, "carry", {"opening": "opening", "closing": "closing"}),
        (STOCKS, "stock_flow", {"stock": "outward investment stock", "flow": "outward investment flow"}),
        (PARTS, "of_which", {"indicator": "sales"}),
        (NATION, "region_part_of", {"part": "Liaoning", "whole": "China"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_holds_is_found_and_shown_as_found(table: tuple[Cell, ...], kind: str, keys: dict[str, object]) -> None:
    facts = found_in(table, kind)
    assert has(facts, **keys), facts_in(read(table))
    assert not any(fact.declared for fact in facts)
    assert alarms(unaided(table)) == []


@pytest.mark.parametrize(
    ("table", "cell", "text", "rule"),
    [
        (SALES, "1:3", "97.4", "total"),
        (GRID, "1:5", "13", "two_way_total"),
        (CITIES_OVER_YEARS, "1:3", "43.2", "region_total"),
        (QUARTERS, "1:5", "53.2", "period_total"),
        (OWNERS, "1:6", "29.0", "composition"),
        (MARGINS, "1:6", "16.92", "ratio"),
        (YEARS, "1:7", "5.10", "growth"),
        (GRAIN, "1:8", "542", "balance"),
        (PARTS, "1:2", "1,200", "of_which"),
        (NATION, "1:2", "310,000", "region_part_of"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_a_rule_that_was_found_is_found(table: tuple[Cell, ...], cell: str, text: str, rule: str) -> None:
    finding = only(unaided(misprinted(table, **{f"_{cell.removeprefix('1:')}": text})))
    assert cell in finding.suspects
    assert rule in (finding.rule, "balance")


def test_totals_are_found_by_their_label_in_chinese_and_by_their_numbers() -> None:
    table = cells("""
        item | 销售产值 [亿元] | 从业人员 [人]
        泵   | 120.5          | 310
        阀门 | 79.4           | 222
        合金 | 35.2           | 131
        合计 | 235.1          | 663
        """)
    assert has(found_in(table, "total"), item="合计")
    unlabelled = tuple(Cell(cell.id, cell.table, cell.region, cell.item.replace("合计", "工业"), cell.period,
                            cell.indicator, cell.unit, cell.text) for cell in table)
    assert has(found_in(unlabelled, "total"), item="工业")


def test_a_declared_nothing_is_not_completed() -> None:
    """With an empty facts.csv nothing is found: whoever wrote it said all that holds."""
    assert alarms(judged(misprinted(SALES, _7="999.9"))) == []


@pytest.mark.parametrize("seed", range(20))
def test_random_tables_have_no_rules(seed: int) -> None:
    """Amounts and shares drawn at random: no ratio, growth, share, account or sum holds by luck."""
    rng = random.Random(seed)
    rows = [f"Item {row} | " + " | ".join([*(f"{rng.uniform(100, 999):.1f}" for _ in range(5)),
                                           *(f"{rng.uniform(1, 60):.1f}" for _ in range(2))]) for row in range(12)]
    head = "item | " + " | ".join([*(f"{name} [million CNY]" for name in "abcde"), "p [%]", "q [%]"])
    table = cells("\n".join([head, *rows]))
    kinds = {fact.kind for fact in facts_in(read(table))}
    assert not kinds & {"ratio", "growth", "share_of_total", "total", "balance", "composition", "carry", "region_total"}
    assert alarms(unaided(table)) == []


@pytest.mark.parametrize("seed", range(10))
def test_few_random_rows_of_few_digits_have_no_rules(seed: int) -> None:
    """Whole numbers from 1 to 20 in four rows: much holds by luck, and nothing may be made of it."""
    rng = random.Random(100 + seed)
    rows = [f"Item {row} | " + " | ".join(str(rng.randint(1, 20)) for _ in range(4)) for row in range(4)]
    table = cells("\n".join(["item | a [tons] | b [tons] | c [tons] | p [%]", *rows]))
    assert not [fact for fact in facts_in(read(table)) if fact.kind in ("ratio", "balance", "share_of_total", "total")]
    assert alarms(unaided(table)) == []


def test_years_that_grow_smoothly_are_not_parts_of_one_another() -> None:
    table = cells("""
        period | sales [million CNY] | assets [million CNY] | debt [million CNY]
        2011   | 187.3               | 310.2                | 88.1
        2012   | 200.1               | 322.9                | 91.7
        2013   | 221.7               | 341.0                | 97.2
        2014   | 230.4               | 355.5                | 99.9
        2015   | 252.6               | 371.3                | 104.3
        """)
    kinds = {fact.kind for fact in facts_in(read(table))}
    assert not kinds & {"total", "balance", "ratio", "stock_flow", "carry"}


def test_a_rule_that_fails_in_half_of_the_rows_is_no_rule() -> None:
    table = misprinted(MARGINS, _3="11.90", _6="23.04")
    assert not found_in(table, "ratio")


def test_siblings_of_one_province_are_not_parts_of_one_another() -> None:
    table = cells("""
        region   | sales [million CNY] | staff [persons]
        Anyville | 300                 | 3,100
        Elsetown | 120                 | 1,200
        Farport  | 33                  | 410
        Province | 453                 | 4,710
        """)
    assert not has(found_in(table, "region_part_of"), part="Elsetown", whole="Anyville")
