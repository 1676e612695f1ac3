"""Which year an undated table is: its title's, else the one whose figures it repeats."""

from __future__ import annotations

import pytest

from outward.audit.dating import dated
from tests.audit.made import cells, claim, unaided

UNDATED = cells("item | sales [CNY]\nPumps | 120.5\nValves | 79.4\nAlloys | 35.2", "2", period="")
BOTH_YEARS = cells("""
    item, period | sales [CNY]
    Pumps, 2014  | 110.1
    Valves, 2014 | 70.3
    Alloys, 2014 | 31.7
    Pumps, 2015  | 120.5
    Valves, 2015 | 79.4
    Alloys, 2015 | 35.2
    """)


@pytest.mark.parametrize(("title", "year"), [("Table 2. Sales in 2014", "2014"), ("表2 2014年销售产值", "2014"),
                                             ("Table 2. Sales", ""), ("Table 2. Sales, 2014 and 2015", "")])
def test_a_title_that_names_one_year_dates_its_table(title: str, year: str) -> None:
    table = cells("item | sales [CNY]\nPumps | 120.5", "2", title, period="")
    assert dated(table, ()).cells[0].period == year


def test_the_year_is_the_one_whose_figures_the_table_repeats() -> None:
    found = dated(BOTH_YEARS + UNDATED, ())
    assert dict(found.found) == {"2": "2015"}
    assert found.unsure == frozenset()
    assert {cell.period for cell in found.cells if cell.table == "2"} == {"2015"}


def test_the_prose_dates_a_table_too() -> None:
    said = (claim("120.5", "sales", "CNY", item="Pumps", period="2013"),
            claim("79.4", "sales", "CNY", item="Valves", period="2013", id="c2"))
    assert dict(dated(UNDATED, said).found) == {"2": "2013"}


def test_one_figure_is_not_enough() -> None:
    said = (claim("120.5", "sales", "CNY", item="Pumps", period="2013"),)
    assert dict(dated(UNDATED, said).found) == {}


def test_what_is_dated_keeps_its_period() -> None:
    assert dated(BOTH_YEARS, ()).cells == BOTH_YEARS


def test_an_audit_shows_the_years_that_it_took() -> None:
    assert dict(unaided(BOTH_YEARS + UNDATED).years) == {"2": "2015"}
