"""Charts of warnings: reliability diagrams and timelines, what they say and what of them is an error."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.charts import describe, png
from outward.errors import InvalidValueError
from tests.charts import warnings
from tests.charts.warnings import HIGH


def layers(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    """The layers of one mark."""
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


def rows(spec: dict[str, Any], mark: str, *fields: str) -> list[dict[str, Any]]:
    """The rows of one mark that have all the fields."""
    return [row for layer in layers(spec, mark) for row in layer["data"]["values"] if set(fields) <= set(row)]


# Reliability


def test_a_bin_stands_at_its_forecast_and_frequency_and_its_numbers_stand_beside() -> None:
    spec = describe(warnings.reliability(), "en")
    assert [(row["forecast"], row["observed"], row["count"]) for row in rows(spec, "point", "count")] == [
        (0.2, 0.0, 120), (0.9, 1.7, 120), (4.4, 3.3, 120), (31.5, 36.7, 119)]
    columns = [[row["words"] for row in layer["data"]["values"]] for layer in layers(spec, "text")
               if "series" in layer["data"]["values"][0]]
    assert columns == [["0.2", "0.9", "4.4", "31.5"], ["0.0", "1.7", "3.3", "36.7"], ["120", "120", "120", "119"]]


def test_the_diagonal_runs_from_corner_to_corner_of_two_axes_that_are_alike() -> None:
    spec = describe(warnings.reliability(), "en")
    diagonal = layers(spec, "line")[0]
    assert [row["corner"] for row in diagonal["data"]["values"]] == [0.0, 40.0]
    dots = layers(spec, "point")[0]["encoding"]
    assert dots["x"]["scale"] == dots["y"]["scale"] == diagonal["encoding"]["x"]["scale"]
    assert spec["width"] == pytest.approx(spec["height"])


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100), st.integers(0, 9999)), min_size=1, max_size=10))
@settings(max_examples=25, deadline=None)
def test_every_bin_lies_within_the_axes_and_ticks_stand_apart(bins: list[tuple[float, float, int]]) -> None:
    spec = describe(warnings.reliability(tuple(bins)), "zh")
    look = layers(spec, "point")[0]["encoding"]["x"]
    low, high = look["scale"]["domain"]
    assert all(low <= value <= high for one in bins for value in one[:2])
    ticks = [(tick / high) ** 0.5 for tick in look["axis"]["values"]]
    assert all(later - earlier > 0.08 for earlier, later in pairwise(ticks))


def test_a_bin_that_lacks_a_number_or_is_no_percentage_is_an_error() -> None:
    whole = warnings.reliability()
    with pytest.raises(InvalidValueError, match="what was forecast, what came about and how many"):
        describe(replace(whole, points=whole.points[:-1]), "en")
    with pytest.raises(InvalidValueError, match="percentages from 0 to 100"):
        describe(warnings.reliability(((101.0, 0.0, 3),)), "en")


# Timelines


def test_a_year_without_a_forecast_breaks_the_line_and_keeps_its_place() -> None:
    spec = describe(warnings.timeline(), "en")
    line = layers(spec, "line")[0]
    assert [(row["category"], row["run"]) for row in line["data"]["values"]] == [
        ("2011", "0"), ("2012", "0"), ("2014", "1"), ("2015", "1"), ("2016", "1")]
    assert line["encoding"]["x"]["scale"]["domain"] == [str(year) for year in range(2011, 2017)]


def test_thresholds_are_rules_with_their_names_and_events_are_marked_in_their_years() -> None:
    spec = describe(warnings.timeline(), "zh")
    assert [(row["series"], row["value"]) for row in rows(spec, "rule")] == [
        ("关注", 1.96), ("预警", 4.76), ("警报", 9.09)]
    assert {"关注 2.0", "预警 4.8", "警报 9.1"} <= {row.get("words") for row in rows(spec, "text")}
    assert [row["category"] for row in rows(spec, "point", "at")] == ["2012"]


def test_the_interval_of_a_year_is_a_band_and_its_ends_are_in_the_legend() -> None:
    spec = describe(warnings.timeline(), "en")
    assert [(row["category"], row["low"], row["high"]) for row in rows(spec, "bar", "low")] == [("2016", 7.5, 21.0)]
    assert "5th percentile – 95th percentile" in {row.get("series") for row in rows(spec, "text")}


@pytest.mark.parametrize(("happened", "marks"), [((), 0), (("2012", "2015"), 2)])
def test_a_timeline_may_lack_intervals_and_events(happened: tuple[str, ...], marks: int) -> None:
    spec = describe(warnings.timeline(interval=None, happened=happened), "en")
    assert not rows(spec, "bar", "low")
    assert len(rows(spec, "point", "at")) == marks
    assert png(spec)


def test_half_an_interval_and_what_is_no_percentage_are_errors() -> None:
    whole = warnings.timeline()
    kept = tuple(point for point in whole.points if point.series != HIGH or point.category.en != "2016")
    for chart in (replace(whole, points=kept), warnings.timeline(interval=("2016", 21.0, 7.5))):
        with pytest.raises(InvalidValueError, match="both ends of an interval"):
            describe(chart, "en")
    with pytest.raises(InvalidValueError, match="in percent"):
        describe(warnings.timeline({"2011": 130.0}, (), None), "en")


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_every_probability_lies_within_the_axis_and_years_are_not_crowded(said: list[float]) -> None:
    years = {str(1950 + place): value for place, value in enumerate(said)}
    spec = describe(warnings.timeline(years, (), None), "en")
    line = layers(spec, "line")[0]["encoding"]
    assert all(line["y"]["scale"]["domain"][0] <= value <= line["y"]["scale"]["domain"][1] for value in said)
    assert len(line["x"]["axis"]["values"]) <= 14
    assert line["x"]["axis"]["values"][-1] == max(years)
