"""Totals that nobody prints: an amount over its share implies one, and it moves little from year to year."""

from __future__ import annotations

import pytest

from tests.audit.made import alarms, cells, fact, judged, misprinted, only

HIDDEN = cells("""
    period | exports [million CNY] | share of national exports [%]
    2010   | 100                   | 5.0
    2011   | 110                   | 5.5
    2012   | 121                   | 6.0
    2013   | 126                   | 6.1
    2014   | 130                   | 6.2
    """)
FACT = fact("share_of_hidden_total", indicator="share of national exports", of="exports")


def test_an_implied_total_that_moves_little() -> None:
    assert alarms(judged(HIDDEN, FACT)) == []


@pytest.mark.parametrize(("cell", "text"), [("5", "1,210"), ("5", "211"), ("6", "9.0"), ("1", "200"), ("9", "13.0")])
def test_an_implied_total_that_jumps(cell: str, text: str) -> None:
    """2012: 121 / 6.0 % = 2,017; 1,210 would imply ten times as much. Either of the two may be wrong."""
    finding = only(judged(misprinted(HIDDEN, **{f"_{cell}": text}), FACT))
    assert (finding.rule, finding.severity) == ("hidden_total", "warning")
    row = (int(cell) - 1) // 2
    assert set(finding.suspects) == {f"1:{2 * row + 1}", f"1:{2 * row + 2}"}


def test_a_slip_that_would_be_in_line_is_proposed() -> None:
    assert dict(only(judged(misprinted(HIDDEN, _5="1,210"), FACT)).repair) == {"1:5": "121"}


def test_the_first_and_the_last_year_and_two_years_alone() -> None:
    assert alarms(judged(HIDDEN[:4], FACT)) == []
