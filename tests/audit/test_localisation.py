"""Every way in which numbers go wrong, in one account table: which number, which way, and what it should read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outward.audit import Audit, Cell, Finding
from tests.audit.made import alarms, cells, claim, fact, judged, misprinted, only

TABLE = cells("""
    item, period | sales [million CNY] | costs [million CNY] | profit [million CNY] | margin [%]
    Pumps, 2014  | 1,204.6             | 1,083.2             | 121.4                | 10.08
    Valves, 2014 | 795.3               | 648.9               | 146.4                | 18.41
    Alloys, 2014 | 357.8               | 330.1               | 27.7                 | 7.74
    Total, 2014  | 2,357.7             | 2,062.2             | 295.5                | 12.53
    Pumps, 2015  | 1,311.9             | 1,152.4             | 159.5                | 12.16
    Valves, 2015 | 823.4               | 661.7               | 161.7                | 19.64
    Alloys, 2015 | 402.2               | 371.5               | 30.7                 | 7.63
    Total, 2015  | 2,537.5             | 2,185.6             | 351.9                | 13.87
    """)
FACTS = (fact("total", table="1", item="Total", indicators=["sales", "costs", "profit"], complete=True),
         fact("balance", table="1", closing="profit", terms=[["sales", 1], ["costs", -1]]),
         fact("ratio", indicator="margin", num="profit", den="sales", scale=100))


def audited(table: tuple[Cell, ...]) -> Audit:
    return judged(table, *FACTS)


def texts_of(table: tuple[Cell, ...]) -> dict[str, str]:
    return {cell.id: cell.text for cell in table}


def exchanged(table: tuple[Cell, ...], *pairs: tuple[int, int]) -> tuple[Cell, ...]:
    """Exchange the texts of cells of table 1, by the numbers in their ids."""
    texts = texts_of(TABLE)
    return misprinted(table, **{f"_{one}": texts[f"1:{other}"] for pair in pairs
                                for one, other in (pair, pair[::-1])})


def wrong_cells(table: tuple[Cell, ...]) -> dict[str, str]:
    """What the cells that differ from the true table read there."""
    return {id: text for id, text in texts_of(TABLE).items() if texts_of(table)[id] != text}


def way_of(finding: Finding) -> str:
    return finding.message.en


def test_the_table_is_clean() -> None:
    assert alarms(audited(TABLE)) == []


@pytest.mark.parametrize(
    ("cell", "text", "way"),
    [
        ("1", "12,046", "a slip of the unit or decimal point"),
        ("1", "120.5", "a slip of the unit or decimal point"),
        ("5", "0.8", "a slip of the unit or decimal point"),
        ("3", "-121.4", "a wrong sign"),
        ("11", "-27.7", "a wrong sign"),
        ("1", "1,240.6", "two digits exchanged"),
        ("7", "164.4", "two digits exchanged"),
        ("4", "10.80", "two digits exchanged"),
        ("1", "1,904.6", "a wrong digit"),
        ("10", "380.1", "a wrong digit"),
        ("1", "120.6", "a digit left out"),
        ("6", "48.9", "a digit left out"),
        ("1", "12,204.6", "a digit too many"),
        ("5", "7,955.3", "a digit too many"),
        ("13", "2,537.5", "the figure of another year"),
        ("21", "1,311.9", "a copy of a neighbouring cell"),
    ],
)
def test_one_cell(cell: str, text: str, way: str) -> None:
    table = misprinted(TABLE, **{f"_{cell}": text})
    finding = only(audited(table))
    assert finding.severity == "error"
    assert finding.suspects == (f"1:{cell}",)
    assert dict(finding.repair) == wrong_cells(table)
    assert way in way_of(finding)


def test_a_value_that_no_slip_explains_is_solved() -> None:
    finding = only(audited(misprinted(TABLE, _5="512.9")))
    assert finding.suspects == ("1:5",)
    assert float(finding.repair["1:5"]) == pytest.approx(795.3, abs=0.15)


def test_the_arithmetic_is_that_of_the_print() -> None:
    finding = only(audited(misprinted(TABLE, _5="759.3")))
    assert "759.3 - 648.9 = 110.4 ≠ 146.4" in finding.arithmetic
    assert "1,204.6 + 759.3 + 357.8 = 2,321.7 ≠ 2,357.7" in finding.arithmetic


def test_what_was_computed_from_a_wrong_number_is_a_consequence_not_a_finding() -> None:
    """The profit of pumps was read wrongly; margin, total and the total's margin were computed from it.

    Costs that were 20 lower would explain it too, so the prose repeats them and the total.
    """
    table = misprinted(TABLE, _3="141.4", _4="11.74", _15="315.5", _16="13.38")
    said = (claim("1,083", "costs", "million CNY", item="Pumps", period="2014"),
            claim("2,062", "costs", "million CNY", item="Total", period="2014", id="c2"))
    finding = only(judged(table, *FACTS, claims=said))
    assert "1:3" in finding.suspects
    assert dict(finding.repair) == wrong_cells(table) == {"1:3": "121.4", "1:4": "10.08", "1:15": "295.5",
                                                          "1:16": "12.53"}
    assert {"1:4", "1:15", "1:16"} <= set(finding.evidence)


def test_prose_that_repeats_a_wrong_number_is_a_consequence_too() -> None:
    table = misprinted(TABLE, _5="759.3")
    said = claim("759", "sales", "million CNY", item="Valves", period="2014")
    finding = only(judged(table, *FACTS, claims=(said,)))
    assert finding.suspects == ("1:5",)
    assert dict(finding.repair) == {"1:5": "795.3", "c1": "795"}


def test_two_causes_are_two_findings() -> None:
    table = misprinted(TABLE, _3="-121.4", _22="661.7", _21="832.4")
    findings = alarms(audited(table))
    assert sorted(finding.suspects for finding in findings) == [("1:21",), ("1:3",)]


@pytest.mark.parametrize(
    ("pairs", "way"),
    [
        (((1, 5),), "two numbers exchanged"),
        (((2, 6),), "two numbers exchanged"),
        (((1, 5), (2, 6), (3, 7), (4, 8)), "two rows exchanged"),
        (((17, 21), (18, 22), (19, 23), (20, 24)), "two rows exchanged"),
        (((1, 2), (5, 6), (9, 10), (13, 14), (17, 18), (21, 22), (25, 26), (29, 30)), "two columns exchanged"),
    ],
)
def test_exchanges_are_one_finding(pairs: tuple[tuple[int, int], ...], way: str) -> None:
    table = exchanged(TABLE, *pairs)
    findings = alarms(audited(table))
    if pairs[0][0] + 4 == pairs[0][1] and len(pairs) == 4:
        assert findings == []  # whole rows exchanged within one sum: nothing in the document contradicts it
        return
    assert len(findings) == 1
    assert set(findings[0].suspects) == wrong_cells(table).keys()
    assert dict(findings[0].repair) == wrong_cells(table)
    assert way in way_of(findings[0])


def test_two_rows_exchanged_are_seen_where_the_prose_knows_better() -> None:
    table = exchanged(TABLE, (17, 21), (18, 22), (19, 23), (20, 24))
    said = (claim("1,311.9", "sales", "million CNY", item="Pumps"),
            claim("161.7", "profit", "million CNY", item="Valves", id="c2"))
    finding = only(judged(table, *FACTS, claims=said))
    assert set(finding.suspects) == wrong_cells(table).keys()
    assert dict(finding.repair) == wrong_cells(table)
    assert "two rows exchanged" in way_of(finding)


def test_a_column_of_two_years_exchanged() -> None:
    years = cells("""
        item, period | sales [million CNY] | profit [million CNY] | margin [%]
        Pumps, 2012  | 904.6               | 81.2                 | 8.98
        Total, 2012  | 1,699.9             | 227.6                | 13.39
        Pumps, 2013  | 1,048.4             | 103.9                | 9.91
        Total, 2013  | 1,821.7             | 255.0                | 14.00
        Pumps, 2014  | 1,204.6             | 121.4                | 10.08
        Total, 2014  | 1,999.9             | 267.8                | 13.39
        Pumps, 2015  | 1,311.9             | 159.5                | 12.16
        Total, 2015  | 2,135.3             | 321.2                | 15.04
        Pumps, 2016  | 1,402.2             | 166.1                | 11.85
        Total, 2016  | 2,235.6             | 330.7                | 14.79
        """)
    assert alarms(judged(years, FACTS[2])) == []
    texts = texts_of(years)
    moved = {"1:7": "1:19", "1:19": "1:7", "1:10": "1:22", "1:22": "1:10"}
    finding = only(judged(misprinted(years, **{f"_{id[2:]}": texts[other] for id, other in moved.items()}), FACTS[2]))
    assert set(finding.suspects) == moved.keys()
    assert dict(finding.repair) == {id: texts[id] for id in moved}
    assert "two years exchanged" in way_of(finding)


NATION = cells("""
    item   | sales [million CNY] | staff [persons]
    Pumps  | 14,302              | 131,204
    Valves | 9,875               | 96,331
    Alloys | 5,120               | 47,006
    Total  | 29,297              | 274,541
    """, region="Anyland")
PROVINCE = cells("""
    item   | sales [million CNY] | staff [persons]
    Pumps  | 1,204               | 11,020
    Valves | 795                 | 7,411
    Alloys | 357                 | 3,008
    Total  | 2,356               | 21,439
    """, "2")
BOTH = (fact("total", table="1", item="Total", indicators=["sales", "staff"], complete=True),
        fact("total", table="2", item="Total", indicators=["sales", "staff"], complete=True),
        fact("region_part_of", part="Anyville", whole="Anyland"))


def test_rows_of_two_tables_exchanged() -> None:
    assert alarms(judged(NATION + PROVINCE, *BOTH)) == []
    texts = texts_of(NATION + PROVINCE)
    moved = {"1:3": "2:3", "1:4": "2:4", "2:3": "1:3", "2:4": "1:4"}
    table = tuple(replace(cell, text=texts[moved.get(cell.id, cell.id)]) for cell in NATION + PROVINCE)
    finding = only(judged(table, *BOTH))
    assert set(finding.suspects) == moved.keys()
    assert dict(finding.repair) == {id: texts[id] for id in moved}
    assert "rows of two tables exchanged" in way_of(finding)


def test_where_several_numbers_explain_as_much_all_are_suspects() -> None:
    table = cells("""
        item   | sales [million CNY]
        Pumps  | 120.5
        Valves | 79.4
        Total  | 198.9
        """)
    finding = only(judged(table, FACTS[0]))
    assert finding.suspects[0] == "1:3"  # the likeliest first: one digit of the result
    assert dict(finding.repair) == {"1:3": "199.9"}
    assert "1:2" in finding.suspects  # 78.4 would do as well
    assert "Otherwise: 1:2" in finding.message.en


def test_a_row_of_shares_names_any_of_its_cells() -> None:
    table = cells("""
        item  | state [%] | foreign [%] | private [%]
        Pumps | 20.1      | 31.4        | 48.9
        """)
    finding = only(judged(table, fact("composition", table="1", indicators=["state", "foreign", "private"])))
    assert finding.rule == "composition"
    assert set(finding.suspects) <= {"1:1", "1:2", "1:3"}
    assert set(finding.evidence) == {"1:1", "1:2", "1:3"}
    assert finding.arithmetic == ("20.1 + 31.4 + 48.9 = 100.4 ≠ 100",)


def test_a_confident_finding_is_one_with_a_known_slip_and_no_rival() -> None:
    clear = only(audited(misprinted(TABLE, _5="759.3")))
    torn = only(judged(cells("item | sales [CNY]\nPumps | 120.5\nValves | 79.4\nTotal | 310.2"), FACTS[0]))
    assert clear.confidence > torn.confidence
