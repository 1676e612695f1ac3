"""How the diagnosis behaves: traces, gaps, contradictions, order of rows, breaks, and data that is not there."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from outward.ingest.cases import load_case
from outward.studies.diagnosis import diagnose
from outward.studies.diagnosis.chapter import growth_of, present, trend_of
from outward.studies.diagnosis.exports import exports
from outward.studies.diagnosis.nation import nation
from outward.studies.diagnosis.problems import contradictions
from outward.studies.diagnosis.scale import scale
from outward.studies.diagnosis.targets import targets
from outward.studies.holdings import Holdings, decimals
from outward.studies.releases import open_release
from outward.studies.result import Column, Gap, Heading, ResultChart, ResultTable, Row, StudyResult, shown_in
from outward.vocabulary.figures import Cell, printed, walk
from outward.vocabulary.formulas import evaluate
from outward.vocabulary.labels import same
from outward.vocabulary.statements import Disagreement, Statement, TargetGap
from tests.studies.loading import with_rows


def test_every_figure_is_traced_to_printed_cells_and_recomputes(diagnosis: StudyResult) -> None:
    figures = list(walk(figure for _, figure in diagnosis.figures()))
    assert len(figures) > 800
    for figure in figures:
        if figure.cell is None:
            assert figure.inputs, figure.id
            assert evaluate(figure.formula, [one.value for one in figure.inputs]) == figure.value
        else:
            assert figure.id == f"cell:{figure.cell.table}:{figure.cell.row}"


def test_every_source_beneath_a_figure_is_named(diagnosis: StudyResult) -> None:
    named = {source.id for source in diagnosis.sources}
    used = {source for _, figure in diagnosis.figures() for source in figure.sources}
    assert used <= named


def test_ids_of_items_are_told_apart(diagnosis: StudyResult) -> None:
    ids = [item.id for section in diagnosis.sections for item in section.items]
    assert len(ids) == len(set(ids))


def test_the_seven_tables_are_rebuilt(diagnosis: StudyResult) -> None:
    tables = {item.id for section in diagnosis.sections for item in section.items if isinstance(item, ResultTable)}
    assert tables >= {
        "exports.table.delivery",
        "nation.table.sectors",
        "capital.table.CHN",
        "capital.table.CN-LN",
        "nation.table.competitiveness",
        "investment.table.years",
        "investment.table.enterprise-E18",
    }


def test_what_the_seed_draws_without_numbers_is_a_named_gap(diagnosis: StudyResult) -> None:
    gap = next(gap for gap in diagnosis.gaps if gap.id == "scale.gap.total-assets")
    assert "total-assets" in gap.mend.en
    assert "total-assets" in gap.mend.zh


def test_a_gap_becomes_a_chart_as_soon_as_the_years_are_loaded(liaoning: Holdings) -> None:
    items = scale(
        with_rows(liaoning, {"period": "2014"}, {"period": "2013", "row": "2", "value": 11500.0})
    ).section.items
    assert not any(isinstance(item, Gap) and item.id == "scale.gap.total-assets" for item in items)
    chart = next(item for item in items if isinstance(item, ResultChart) and item.id == "scale.chart.total-assets")
    assert [point.category.en for point in chart.points] == ["2013", "2014", "2015"]


@pytest.mark.parametrize("broken", ["coverage", "revision", "classification"])
def test_no_growth_crosses_a_break(liaoning: Holdings, broken: str) -> None:
    whole = with_rows(liaoning, {"period": "2013"}, {"period": "2014", "row": "2", "value": 12600.0})
    split = with_rows(
        liaoning, {"period": "2013"}, {"period": "2014", "row": "2", "value": 12600.0, "break_before": broken}
    )
    grown = growth_of(whole, "test", next(one for one in whole.every("total-assets", period="2014")))
    assert grown is not None
    assert grown.value == pytest.approx(5.0)
    assert growth_of(split, "test", next(one for one in split.every("total-assets", period="2014"))) is None


@pytest.mark.parametrize(
    ("id", "printed", "computed"),
    [
        # para 38: 4.93 million CNY of profit per enterprise, but 62.503 billion CNY over 4,823 enterprises
        ("nation.disagreement.total-profit.CN-LN", "4.93", "12.96"),
        ("nation.disagreement.total-profit.CN-JS", "6.46", "20.08"),
        # para 25 prints 10,809 for 2015; para 30 prints 745.73 billion for 2016 after a fall of 26.3 %
        ("scale.disagreement.principal-revenue.CN-LN.equipment-manufacturing.2016", "10809", "10118"),
        # para 31 prints exports of 11.8 billion USD; the parts of para 33 and their shares make 14.3
        ("exports.disagreement.total", "11.8", "14.3"),
    ],
)
def test_contradictions_of_the_source_are_said(diagnosis: StudyResult, id: str, printed: str, computed: str) -> None:
    found = {
        item.id: item for section in diagnosis.sections for item in section.items if isinstance(item, Disagreement)
    }
    assert str(found[id].printed.rounded) == printed
    assert str(found[id].computed.rounded) == computed


def test_a_share_of_a_loss_is_a_gap_and_not_an_error(liaoning: Holdings) -> None:
    table = liaoning.observations.copy()
    loss = (table["indicator"] == "export-delivery-value") & (table["sector"] == "instruments")
    table.loc[loss, "value"] = -1.0
    result = next(
        item
        for item in exports(Holdings(liaoning.casebook, table)).section.items
        if isinstance(item, ResultTable) and item.id == "exports.table.delivery"
    )
    row = next(row for row in result.rows if row.key == "instruments")
    assert row.cells[3] is None


def test_the_order_of_rows_does_not_matter(liaoning: Holdings) -> None:
    shuffled = Holdings(liaoning.casebook, liaoning.observations.sample(frac=1.0, random_state=20151224))
    for chapter in (scale, exports):
        assert chapter(shuffled) == chapter(liaoning)


def test_an_empty_case_has_only_gaps(liaoning: Holdings) -> None:
    empty = Holdings(dataclasses.replace(liaoning.casebook, registers={}), liaoning.observations.iloc[:0])
    for chapter in (scale, exports):
        assert not any(isinstance(item, Statement) for item in chapter(empty).section.items)
        assert any(isinstance(item, Gap) for item in chapter(empty).section.items)


def test_a_target_is_dated_only_at_a_stated_pace(diagnosis: StudyResult) -> None:
    gaps = {item.id: item for section in diagnosis.sections for item in section.items if isinstance(item, TargetGap)}
    dated = gaps["targets.gap.G05"]
    assert dated.pace is not None
    assert dated.years is not None
    assert dated.years.value == pytest.approx(dated.gap.value / dated.pace.value)
    assert all(gap.years is None for gap in gaps.values() if gap.pace is None)


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [("1,301.50", 1301.5, 2), ("8.53%", 8.53, 2), ("", 5.0, 0), ("five", 5.0, 0), ("-3", -3.0, 0)],
)
def test_decimals_are_those_that_are_printed(text: str, value: float, shown: int) -> None:
    assert decimals(text, value) == shown


def test_figures_printed_twice_come_from_the_table_first(liaoning: Holdings) -> None:
    state = liaoning.at("state-capital-share", "2015")
    assert state is not None
    assert state.figure.id.startswith("cell:4:")
    assert len(liaoning.every("state-capital-share", period="2015")) == 1
    printings = next(group for group in liaoning.printings() if group[0].figure.id == state.figure.id)
    assert [held.figure.id for held in printings] == [state.figure.id, "cell:claims:C151"]


def test_what_stands_empty_is_left_out() -> None:
    a, b = (printed(Cell("1", row, "1", "s"), 1.0, unit="%", digits=0, kind="share") for row in "ab")
    columns = tuple(Column(key, same(key)) for key in ("full", "empty", "half"))
    table = ResultTable(
        "t",
        same("t"),
        same("stub"),
        columns,
        (
            Row("r1", same("r1"), (a, None, b)),
            Row("r2", same("r2"), (None, None, None)),
            Row("r3", same("r3"), (a, None, None)),
        ),
    )
    items = present(
        [
            Heading("h1", same("over nothing")),
            Heading("h2", same("over a table")),
            None,
            table,
            Heading("h3", same("at the end")),
        ]
    )
    assert [item.id for item in items] == ["h2", "t"]
    left = items[1]
    assert isinstance(left, ResultTable)
    assert [column.key for column in left.columns] == ["full", "half"]
    assert [(row.key, row.cells) for row in left.rows] == [("r1", (a, b)), ("r3", (a, None))]


def test_what_was_known_last_counts_in_whatever_table_it_stands(liaoning: Holdings) -> None:
    revised = {
        "indicator": "total-profit",
        "period": "2016",
        "unit": "billion CNY",
        "value": 33.3,
        "value_as_printed": "33.3",
        "known_on": "2018-06-01",
    }
    loaded = with_rows(liaoning, revised)
    held = loaded.at("total-profit", "2016")
    assert held is not None
    assert held.figure.value == 33.3
    assert scale(loaded).section.items  # one id a quantity, however often it is held


def test_growth_does_not_cross_a_change_of_coverage(liaoning: Holdings) -> None:
    rows: list[dict[str, object]] = [
        {"period": "2016", "row": "2", "value": 9000.0, "coverage": "traditional"},
        {"period": "2017", "row": "3", "value": 30000.0, "coverage": "full"},
        {"period": "2018", "row": "4", "value": 33000.0, "coverage": "full"},
    ]
    series = with_rows(liaoning, *rows).series("total-assets")
    assert [held.period for held in series] == ["2015", "2016", "2017", "2018"]
    assert [held.break_before for held in series] == ["", "", "coverage", ""]


def test_a_trend_is_told_since_the_last_break_only(liaoning: Holdings) -> None:
    rows: list[dict[str, object]] = [
        {"period": "2016", "row": "2", "value": 9000.0, "coverage": "traditional"},
        {"period": "2017", "row": "3", "value": 30000.0, "coverage": "full"},
        {"period": "2018", "row": "4", "value": 33000.0, "coverage": "full"},
    ]
    holdings = with_rows(liaoning, *rows)
    trend = trend_of(holdings, "test", holdings.series("total-assets"))
    assert trend is not None
    assert [period for period, _ in trend.points] == ["2017", "2018"]
    assert trend.change is not None
    assert trend.change.value == pytest.approx(10.0)


def test_a_share_of_the_world_is_held_against_its_threshold(liaoning: Holdings) -> None:
    loaded = with_rows(
        liaoning,
        {
            "indicator": "value-added.share-of-world",
            "sector": "general-equipment",
            "unit": "%",
            "value": 12.0,
            "value_as_printed": "12",
        },
    )
    items = {item.id: item for item in targets(loaded).section.items}
    assert "targets.gap.world-share" in {item.id for item in targets(liaoning).section.items}
    assert "targets.gap.world-share" not in items
    gap = items["targets.world.value-added.share-of-world.CN-LN.general-equipment.2014"]
    assert isinstance(gap, TargetGap)
    assert gap.gap.value == -2.0


def test_a_loaded_rank_is_shown(liaoning: Holdings) -> None:
    loaded = with_rows(
        liaoning,
        {
            "indicator": "total-assets.rank",
            "sector": "general-equipment",
            "unit": "rank",
            "value": 6.0,
            "value_as_printed": "6",
        },
    )
    shown = {figure.id for item in nation(loaded).section.items for figure in shown_in(item)}
    assert "cell:added:1" in shown


def test_two_printings_that_differ_are_said(liaoning: Holdings) -> None:
    loaded = with_rows(
        liaoning,
        {
            "indicator": "principal-revenue",
            "period": "2015",
            "value": 2200.0,
            "value_as_printed": "2200",
            "known_on": "2017-12-31",
        },
    )
    rows = [
        row for item in contradictions(loaded, []).section.items if isinstance(item, ResultTable) for row in item.rows
    ]
    assert [row.key for row in rows] == ["contradictions.printing.cell:claims:C021"]
    assert not any(isinstance(item, ResultTable) for item in contradictions(liaoning, []).section.items)


def test_a_loaded_price_index_that_the_case_does_not_name_is_a_gap(liaoning: Holdings) -> None:
    loaded = with_rows(
        liaoning, {"indicator": "producer-price-index", "unit": "index", "value": 98.0, "value_as_printed": "98.0"}
    )
    gap = next(item for item in scale(loaded).section.items if item.id == "scale.gap.price-index")
    assert isinstance(gap, Gap)
    assert "price_index" in gap.mend.zh
    assert "scale.gap.price-index" not in {item.id for item in scale(liaoning).section.items}


def test_what_was_not_known_yet_is_not_told(tmp_path: Path) -> None:
    load_case("liaoning", tmp_path)
    early = diagnose(open_release(tmp_path, "liaoning"), as_of="2010-01-01")
    assert not list(early.figures())
    assert {"registers.gap", "targets.gap"} <= {gap.id for gap in early.gaps}
