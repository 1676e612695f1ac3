"""What moves together: soft relations, judged by the others, with a floor."""

from __future__ import annotations

import math

import pytest

from outward.audit.likeness import OutOfLine
from tests.audit.made import alarms, cells, fact, judged, misprinted, only

TWINS = cells("""
    item   | sales [million CNY] | revenue [million CNY]
    Pumps  | 100                 | 101
    Valves | 210                 | 208
    Alloys | 330                 | 331
    Chains | 415                 | 412
    Gears  | 150                 | 151
    """)
FACT = fact("twin", indicators=["sales", "revenue"])


@pytest.mark.parametrize(
    ("text", "is_told"), [("331", False), ("340", False), ("355", False), ("400", True), ("33", True)]
)
def test_twins_may_differ_by_a_tenth(text: str, is_told: bool) -> None:
    found = alarms(judged(misprinted(TWINS, _6=text), FACT))
    assert [finding.rule for finding in found] == ["twin"] * is_told
    assert all(finding.severity == "warning" and set(finding.suspects) & {"1:5", "1:6"} for finding in found)


def test_a_pair_is_left_out_of_its_own_yardstick() -> None:
    """Others: ratios 1, 1, 1 and nothing to spread; 2 / 1 leaves the floor by log 2 - 0.1."""
    formula = OutOfLine(0, 1, ((2, 3), (4, 5), (6, 7)), 0.1)
    excess, _ = formula.evaluate([2.0, 1.0, 5.0, 5.0, 6.0, 6.0, 7.0, 7.0])
    assert excess == pytest.approx(math.log(2) - 0.1)
    assert formula.room(0, [2.0, 1.0, 5.0, 5.0, 6.0, 6.0, 7.0, 7.0]) == pytest.approx((math.exp(-0.1), math.exp(0.1)))


def test_what_is_not_positive_is_not_judged() -> None:
    assert math.isnan(OutOfLine(0, 1, ((2, 3), (4, 5)), 0.1).evaluate([-2.0, 1.0, 5.0, 5.0, 6.0, 6.0])[0])


def test_a_row_s_share_of_its_whole_is_alike_across_related_indicators() -> None:
    """Anyville has about 5 % of Anyland in everything but assets, where 1,200 is 55 %."""
    table = cells("""
        region   | sales [million CNY] | assets [million CNY] | staff [persons] | capital [million CNY]
        Anyville | 100                 | 120                  | 1,100           | 95
        Anyland  | 2,000               | 2,200                | 21,000          | 1,900
        """)
    facts = (fact("related", indicators=["sales", "assets", "staff", "capital"]),
             fact("region_part_of", part="Anyville", whole="Anyland"))
    assert alarms(judged(table, *facts)) == []
    assert alarms(judged(misprinted(table, _2="240"), *facts)) == []  # twice as much is not unlikely
    finding = only(judged(misprinted(table, _2="1,200"), *facts))
    assert (finding.rule, finding.severity) == ("related", "warning")
    assert "1:2" in finding.suspects
