"""Constant prices: with a price index, growth and amounts per head stand in both; deflator and base are named."""

from __future__ import annotations

import dataclasses

import pytest

from outward.studies.diagnosis.prices import deflator, price_table
from outward.studies.diagnosis.scale import scale
from outward.studies.holdings import Holdings
from outward.studies.result import ResultTable
from outward.vocabulary.figures import Figure
from tests.studies.loading import with_rows

REVENUE = {"2013": 9000.0, "2014": 10200.0}  # the case itself prints 10,809 for 2015 and 745.73 billion for 2016


def priced(liaoning: Holdings, index: str, values: dict[str, float], *, base: str = "") -> Holdings:
    """The case with two more years of revenue, employees, and a price index."""
    case = dataclasses.replace(liaoning.casebook.case, price_index=index, base_period=base)
    known = Holdings(dataclasses.replace(liaoning.casebook, case=case), liaoning.observations)
    revenue = [
        {
            "indicator": "principal-revenue",
            "period": year,
            "value": value,
            "value_as_printed": f"{value:.0f}",
            "row": f"r{year}",
        }
        for year, value in REVENUE.items()
    ]
    prices = [
        {
            "indicator": index,
            "unit": "index",
            "period": year,
            "value": value,
            "value_as_printed": f"{value:.1f}",
            "row": f"p{year}",
        }
        for year, value in values.items()
    ]
    heads = [
        {
            "indicator": "employees",
            "unit": "10,000 persons",
            "period": "2014",
            "value": 120.0,
            "value_as_printed": "120",
            "row": "e2014",
        }
    ]
    return with_rows(known, *revenue, *prices, *heads)


def cells(table: ResultTable, year: str) -> list[float | None]:
    row = next(row for row in table.rows if row.key == year)
    return [cell.value if isinstance(cell, Figure) else None for cell in row.cells]


def test_growth_and_amounts_per_head_stand_in_current_and_constant_prices(liaoning: Holdings) -> None:
    held = priced(liaoning, "producer-price-index", {"2013": 98.0, "2014": 102.9, "2015": 100.0}, base="2013")
    table = price_table(held, "scale", held.series("principal-revenue"))
    assert table is not None
    current, growth, constant, real_growth, each, real_each = cells(table, "2014")
    assert current == 10200.0
    assert growth == pytest.approx(100 * (10200 / 9000 - 1))
    assert constant == pytest.approx(10200 * 98.0 / 102.9)
    assert real_growth == pytest.approx(100 * (10200 * 98.0 / 102.9 / 9000 - 1))
    assert each == pytest.approx(85.0)
    assert real_each == pytest.approx(85.0 * 98.0 / 102.9)
    assert "base year 2013" in table.notes[0].en
    assert "基期2013年" in table.notes[0].zh
    assert "producer price index" in table.notes[0].en


def test_links_against_the_year_before_are_chained(liaoning: Holdings) -> None:
    held = priced(
        liaoning, "producer-price-index-previous-year", {"2013": 101.0, "2014": 105.0, "2015": 98.0}, base="2013"
    )
    table = price_table(held, "scale", held.series("principal-revenue"))
    assert table is not None
    assert cells(table, "2014")[2] == pytest.approx(10200 / 1.05)
    assert cells(table, "2015")[2] == pytest.approx(10809 / 1.05 / 0.98)


def test_a_year_without_an_index_is_a_gap(liaoning: Holdings) -> None:
    held = priced(liaoning, "producer-price-index", {"2013": 98.0, "2014": 102.9}, base="2013")
    table = price_table(held, "scale", held.series("principal-revenue"))
    assert table is not None
    assert cells(table, "2015")[2:4] == [None, None]


def test_the_base_is_the_first_year_of_the_index_where_none_is_stated(liaoning: Holdings) -> None:
    known = deflator(priced(liaoning, "producer-price-index", {"2013": 98.0, "2014": 102.9}))
    assert known is not None
    assert known.base == "2013"


@pytest.mark.parametrize(
    ("index", "values", "base"),
    [("producer-price-index", {}, "2013"), ("producer-price-index", {"2014": 102.9}, "2010")],
    ids=["no index is loaded", "the base year has no index"],
)
def test_without_a_usable_index_there_are_no_constant_prices(
    liaoning: Holdings, index: str, values: dict[str, float], base: str
) -> None:
    held = priced(liaoning, index, values, base=base)
    assert deflator(held) is None
    assert price_table(held, "scale", held.series("principal-revenue")) is None


def test_scale_shows_the_table_and_liaoning_has_none(liaoning: Holdings) -> None:
    held = priced(liaoning, "producer-price-index", {"2013": 98.0, "2014": 102.9}, base="2013")
    ids = {item.id for item in scale(held).section.items}
    assert "scale.table.prices.principal-revenue" in ids
    assert "scale.table.prices.principal-revenue" not in {item.id for item in scale(liaoning).section.items}
