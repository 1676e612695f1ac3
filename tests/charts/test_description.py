"""Charts: what the description of each kind says, and what it leaves to nobody's chance."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import altair as alt
import pytest

from outward.charts import describe
from outward.errors import DataGapError, UnknownCodeError
from outward.studies.result import ChartKind, Point, ResultChart
from outward.vocabulary.figures import Cell, printed
from outward.vocabulary.labels import LANGUAGES, Label, Language, same
from tests.charts import units, warnings
from tests.worlds.golden import assert_golden
from tests.worlds.results import charts

GOLDEN = Path(__file__).parent / "golden"
EVERY = (*charts(), *units.charts(), *warnings.charts())
CHARTS = {chart.kind: chart for chart in EVERY}


def rows(spec: dict[str, Any], layer: int = 0) -> list[dict[str, Any]]:
    """Rows of one layer."""
    values: list[dict[str, Any]] = spec["layer"][layer]["data"]["values"]
    return values


def texts(spec: dict[str, Any]) -> set[str]:
    """Every text in the description's data."""
    return {value for layer in spec["layer"] for row in layer["data"]["values"] for value in row.values()
            if isinstance(value, str)}


def chart_of(values: list[tuple[str, str, float]], **changes: Any) -> ResultChart:
    """A chart of (category, series, value)."""
    points = tuple(
        Point(same(category), same(series) if series else Label(""),
              printed(Cell("1", str(row), str(value), "S"), value, unit="%", digits=1, kind="share"))
        for row, (category, series, value) in enumerate(values))
    base = ResultChart("c", Label("Title", "题"), "bars", Label("Sector", "行业"), Label("Share", "比重"), "%", points)
    return replace(base, **changes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CHARTS)
def test_every_kind_is_valid_vega_lite_and_holds_every_point(kind: str, language: Language) -> None:
    chart = CHARTS[kind]  # type: ignore[index]
    spec = describe(chart, language)
    alt.LayerChart.from_dict(spec)
    drawn = {value for layer in spec["layer"] for row in layer["data"]["values"]
             for name, value in row.items() if name in ("value", "low", "high", "forecast", "observed", "count")}
    assert drawn == {point.figure.value for point in chart.points}
    assert "title" not in spec


@pytest.mark.parametrize("kind", sorted({chart.kind for chart in charts()}))
def test_the_first_layer_holds_each_point_once(kind: str) -> None:
    chart = CHARTS[kind]  # type: ignore[index]
    spec = describe(chart, "en")
    assert sorted(row["value"] for row in rows(spec)) == sorted(point.figure.value for point in chart.points)


def test_every_kind_of_chart_is_tested() -> None:
    assert set(CHARTS) == set(get_args(ChartKind))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CHARTS)
def test_no_description_computes_data_or_names_anything_at_random(kind: str, language: Language) -> None:
    text = json.dumps(describe(CHARTS[kind], language))  # type: ignore[index]
    for word in ('"transform"', '"aggregate"', '"calculate"', '"params"', '"datasets"', "view_", '"bin"'):
        assert word not in text


def test_descriptions_are_alike_in_another_process() -> None:
    program = ("import json; from outward.charts import describe; from tests.charts.test_description import EVERY\n"
               "print(json.dumps([describe(c, l) for c in EVERY for l in ('en', 'zh')]))")
    once, again = (subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True,
                                  env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}).stdout for seed in ("1", "2"))
    assert once == again
    assert json.loads(once) == [describe(chart, language) for chart in EVERY for language in LANGUAGES]


@pytest.mark.parametrize(("kind", "language"), [
    ("bars", "zh"), ("stacked bars", "zh"), ("lines", "en"), ("bands", "zh"), ("heat map", "zh"), ("slopes", "en"),
    ("reliability", "zh"), ("timeline", "en")])
def test_descriptions_read_as_in_the_golden_files(kind: str, language: Language) -> None:
    text = json.dumps(describe(CHARTS[kind], language), ensure_ascii=False, indent=1) + "\n"  # type: ignore[index]
    assert_golden(text, GOLDEN / f"{kind.replace(' ', '-')}.{language}.json")


def test_labels_and_unit_are_in_the_language_asked_for() -> None:
    chart = CHARTS["bars"]
    assert {"泵业", "行业", "工业销售产值（亿元）"} <= texts(describe(chart, "zh"))
    assert {"Pumps", "Sectors", "Industrial sales value (100 million CNY)"} <= texts(describe(chart, "en"))


def test_a_unit_that_the_measure_names_already_is_not_said_twice() -> None:
    chart = chart_of([("A", "", 5.0)], measure=Label("Number of enterprises", "企业单位数"), unit="enterprises")
    assert "Number of enterprises" in texts(describe(chart, "en"))
    assert "企业单位数（家）" in texts(describe(chart, "zh"))


def test_categories_and_series_keep_the_order_in_which_they_come() -> None:
    spec = describe(chart_of([("B", "y", 1.0), ("A", "y", 2.0), ("B", "x", 3.0)], kind="grouped bars"), "en")
    encoding = spec["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["domain"] == ["B", "A"]
    assert encoding["y"]["sort"] is None
    assert encoding["color"]["scale"]["domain"] == ["Y", "X"]


def test_long_names_are_broken_and_never_cut() -> None:
    name = "Computer, communication and other electronic equipment manufacturing industry"
    spec = describe(chart_of([(name, "", 5.0)]), "en")
    assert " ".join(rows(spec)[0]["category"].split("\n")) == name
    assert spec["padding"]["left"] < 0.45 * 680
    assert spec["config"]["axis"]["labelLimit"] == 0


def test_bars_stand_for_periods_and_lie_for_names() -> None:
    standing = describe(chart_of([("2014", "", 5.0), ("2015", "", 6.0)]), "en")["layer"][0]["encoding"]
    lying = describe(chart_of([("Pumps", "", 5.0), ("Valves", "", 6.0)]), "en")["layer"][0]["encoding"]
    assert (standing["x"]["field"], lying["y"]["field"]) == ("category", "category")


def test_bars_begin_at_zero_and_lines_need_not() -> None:
    values = [("2014", "", 96.0), ("2015", "", 98.0)]
    assert describe(chart_of(values), "en")["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0
    line = describe(chart_of(values, kind="lines"), "en")["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert line[0] >= 95


def test_a_number_that_rounds_to_zero_has_no_sign_and_a_loss_stands_left_of_its_bar() -> None:
    spec = describe(chart_of([("A", "", -0.04), ("B", "", -12.5), ("C", "", 3.0)]), "en")
    numbers = {row["text"]: layer["mark"]["align"] for layer in spec["layer"]
               if layer["mark"]["type"] == "text" and "dx" in layer["mark"] for row in layer["data"]["values"]}
    assert numbers == {"0.0": "left", "-12.5": "right", "3.0": "left"}


def test_ranks_run_from_the_first_place_down() -> None:
    spec = describe(CHARTS["ranks"], "en")
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low > high
    assert spec["layer"][0]["encoding"]["y"]["axis"]["values"][0] == 1


def test_ranks_far_down_stand_beside_their_marks_and_near_the_top_in_them() -> None:
    near = describe(chart_of([("2014", "", 2.0), ("2015", "", 7.0)], kind="ranks"), "en")
    far = describe(chart_of([("2014", "", 38.0), ("2015", "", 97.0)], kind="ranks"), "en")
    assert "circle" in {layer["mark"]["type"] for layer in near["layer"]}
    assert "circle" not in {layer["mark"]["type"] for layer in far["layer"]}


@pytest.mark.parametrize(("kind", "baselines"), [
    ("lines", {"100.0": "bottom", "40.0": "top", "60.0": "bottom"}),
    ("ranks", {"100.0": "top", "40.0": "bottom", "60.0": "top"}),
])
def test_a_number_stands_where_its_line_does_not_run(kind: str, baselines: dict[str, str]) -> None:
    spec = describe(chart_of([("2013", "", 100.0), ("2014", "", 40.0), ("2015", "", 60.0)], kind=kind), "en")
    found = {row["text"]: layer["mark"]["baseline"] for layer in spec["layer"]
             if layer["mark"]["type"] == "text" and layer["mark"].get("dy") in (8, -8)
             for row in layer["data"]["values"]}
    assert found == baselines


def test_lines_differ_by_dash_and_shape_as_well_as_by_colour() -> None:
    encoding = [layer["encoding"] for layer in describe(CHARTS["lines"], "en")["layer"]]
    assert len({str(dash) for dash in encoding[0]["strokeDash"]["scale"]["range"]}) == 2
    assert len(set(encoding[1]["shape"]["scale"]["range"])) == 2


def test_stacked_shares_end_at_the_whole_and_parts_follow_one_another() -> None:
    parts = [("A", "x", 33.3), ("A", "y", 33.3), ("A", "z", 33.3), ("B", "x", 60.0), ("B", "y", 40.0)]
    spec = describe(chart_of(parts, kind="stacked bars"), "en")
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0.0, 100.0]
    assert [(row["from"], row["to"]) for row in rows(spec)][:2] == [(0.0, 33.3), (33.3, 66.6)]


def test_a_narrow_part_of_a_stacked_bar_carries_no_number() -> None:
    spec = describe(chart_of([("A", "x", 99.0), ("A", "y", 1.0)], kind="stacked bars"), "en")
    inside = {row["text"] for layer in spec["layer"] if layer["mark"]["type"] == "text"
              for row in layer["data"]["values"] if "middle" in row and "text" in row}
    assert inside == {"99.0"}


def test_a_chart_without_points_is_a_gap() -> None:
    with pytest.raises(DataGapError, match="chart c"):
        describe(chart_of([]), "en")


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(UnknownCodeError):
        describe(chart_of([("A", "", 1.0)], unit="bushels"), "en")
