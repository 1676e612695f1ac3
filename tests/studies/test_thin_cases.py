"""Data that a case of another province may well hold: half a table, zeros, losses, a quantity printed twice."""

from __future__ import annotations

import pandas as pd
import pytest

from outward.report.wording import place, plain_text
from outward.studies.diagnosis.capital import capital
from outward.studies.diagnosis.chapter import present
from outward.studies.diagnosis.exports import exports
from outward.studies.diagnosis.nation import nation
from outward.studies.diagnosis.scale import scale
from outward.studies.holdings import Holdings
from outward.studies.result import ResultChart, shown_in
from outward.vocabulary.figures import walk
from outward.vocabulary.labels import same
from outward.vocabulary.statements import Comparison, Level
from tests.studies.loading import ROW, with_rows


def of(liaoning: Holdings, **which: object) -> pd.Series[bool]:
    """The observations that have these values."""
    table = liaoning.observations
    found = pd.Series(data=True, index=table.index)
    for name, value in which.items():
        found &= table[name] == value
    assert found.any()
    return found


def without(liaoning: Holdings, **which: object) -> Holdings:
    return Holdings(liaoning.casebook, liaoning.observations[~of(liaoning, **which)])


def with_value(liaoning: Holdings, value: float, **which: object) -> Holdings:
    chosen = of(liaoning, **which)
    changed = liaoning.observations.assign(
        value=liaoning.observations["value"].mask(chosen, value),
        value_as_printed=liaoning.observations["value_as_printed"].mask(chosen, str(value)),
    )
    return Holdings(liaoning.casebook, changed)


def test_a_chart_without_a_point_and_a_chapter_without_an_item_are_left_out() -> None:
    empty = ResultChart("c", same("c"), "bars", same("x"), same("y"), "%", ())
    assert present([empty, None]) == ()
    assert present([]) == ()


def test_sales_of_zero_leave_the_chart_of_intensities_out(liaoning: Holdings) -> None:
    chapter = exports(with_value(liaoning, 0.0, indicator="sales-value"))
    assert "exports.chart.intensity" not in {item.id for item in chapter.section.items}


@pytest.mark.parametrize("value", [0.0, -3.0])
def test_jobs_that_are_no_positive_number_have_no_multiple(liaoning: Holdings, value: float) -> None:
    chapter = nation(with_value(liaoning, value, indicator="jobs-per-fixed-assets"))
    comparison = next(item for item in chapter.section.items if item.id == "nation.jobs")
    assert isinstance(comparison, Comparison)
    assert comparison.multiple is None


def test_a_nation_that_is_there_only_as_a_whole_is_compared_as_far_as_it_goes(liaoning: Holdings) -> None:
    chapter = nation(without(liaoning, indicator="total-profit", region=liaoning.casebook.case.region))
    assert chapter.section.items


def test_a_level_and_its_growth_in_two_tables_give_one_row(liaoning: Holdings) -> None:
    twice = with_rows(
        liaoning,
        *(
            {
                **ROW,
                "indicator": indicator,
                "table": table,
                "row": row,
                "value": value,
                "unit": unit,
                "period": "2012",
                "value_as_printed": str(value),
            }
            for table, level in (("one", 50.0), ("two", 70.0))
            for row, indicator, value, unit in (
                ("1", "total-assets", level, "100 million CNY"),
                ("2", "total-assets.growth", 10.0, "%"),
            )
        ),
    )
    figures = [figure for item in scale(twice).section.items for figure in shown_in(item)]
    assert list(walk(figures))  # raises where two figures carry one id


def amounts(*cells: tuple[str, str, str, float]) -> list[dict[str, object]]:
    """Rows of a later year than any in the case: table, row, sector, unit and value."""
    return [
        {
            **ROW,
            "indicator": indicator,
            "row": str(row),
            "sector": sector,
            "period": "2019",
            "unit": unit,
            "value": value,
            "value_as_printed": str(value),
        }
        for indicator in ("sales-value", "export-delivery-value")
        for row, (indicator_of_row, sector, unit, value) in enumerate(cells, 1)
        if indicator_of_row == indicator
    ]


def test_a_breakdown_printed_in_several_scales_is_read_in_one(liaoning: Holdings) -> None:
    rows = amounts(
        ("sales-value", "metal-products", "100 million CNY", 20.0),
        ("sales-value", "general-equipment", "10,000 CNY", 300_000.0),
        ("export-delivery-value", "metal-products", "million CNY", 500.0),
        ("export-delivery-value", "general-equipment", "million CNY", 600.0),
    )
    empty = Holdings(liaoning.casebook, liaoning.observations.iloc[:0])
    table = with_rows(empty, *rows).breakdown(("sales-value", "export-delivery-value"), ("CN-LN",))
    assert table is not None
    read = {
        indicator: [(figure.value, figure.unit) for figure in table.figures(indicator, "CN-LN")]
        for indicator in ("sales-value", "export-delivery-value")
    }
    assert read == {
        "sales-value": [(20.0, "100 million CNY"), (30.0, "100 million CNY")],
        "export-delivery-value": [(5.0, "100 million CNY"), (6.0, "100 million CNY")],
    }
    assert exports(with_rows(empty, *rows)).section.items


def test_an_amount_in_another_currency_stays_out_of_a_breakdown(liaoning: Holdings) -> None:
    rows = amounts(
        ("sales-value", "metal-products", "100 million CNY", 20.0),
        ("sales-value", "general-equipment", "million USD", 300.0),
        ("sales-value", "special-equipment", "100 million CNY", 5.0),
    )
    table = with_rows(Holdings(liaoning.casebook, liaoning.observations.iloc[:0]), *rows).breakdown(
        ("sales-value",), ("CN-LN",)
    )
    assert table is not None
    assert table.sectors == ("metal-products", "special-equipment")


@pytest.mark.parametrize("region", ["CN-LN", "CHN"])
def test_capital_printed_in_several_scales_is_summed_in_one(liaoning: Holdings, region: str) -> None:
    chosen = of(liaoning, indicator="paid-in-capital", region=region, sector="metal-products")
    table = liaoning.observations
    rescaled = table.assign(
        value=table["value"].mask(chosen, table["value"] * 10_000),
        value_as_printed=table["value_as_printed"].mask(chosen, ""),
        unit=table["unit"].mask(chosen, "10,000 CNY"),
    )
    before, after = (
        [item.id for item in capital(holdings).section.items]
        for holdings in (liaoning, Holdings(liaoning.casebook, rescaled))
    )
    assert after == before


def test_the_sales_of_the_whole_industry_are_told(liaoning: Holdings) -> None:
    """A first case of two numbers: the report must say them."""
    rows = [
        {**ROW, "indicator": "sales-value", "period": period, "value": value, "value_as_printed": str(value)}
        for period, value in (("2018", 5.0), ("2019", 7.0))
    ]
    chapter = scale(with_rows(Holdings(liaoning.casebook, liaoning.observations.iloc[:0]), *rows))
    level = next(item for item in chapter.section.items if isinstance(item, Level))
    assert level.growth is not None
    assert (level.value.value, round(level.growth.value, 6)) == (7.0, 40.0)


def test_a_rank_that_a_spreadsheet_wrote_with_a_decimal_is_a_place(liaoning: Holdings) -> None:
    rank = {"indicator": "ofdi-stock.rank", "sector": "all-sectors", "unit": "rank", "value": 7.0}
    rows = [
        {**ROW, **rank, "period": period, "row": period, "value_as_printed": "7.0"} for period in ("2017", "2018")
    ]
    found = with_rows(liaoning, *rows).at("ofdi-stock.rank", "2018", sector="all-sectors")
    assert found is not None
    assert plain_text(place(found.figure, "en")) == "7th"
