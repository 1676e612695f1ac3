"""Charts of units: bands, heat maps and slopes, what they say and what of them is an error."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.charts import describe, palette, png
from outward.charts.lettering import width
from outward.errors import InvalidValueError
from outward.studies.result import ResultChart
from outward.vocabulary.labels import LANGUAGES, Label, Language, same
from tests.charts import units
from tests.charts.units import CAPITAL, EARLIER, HIGH, LATER, LOW, PROVINCES, RANK, TALENT, TRADE, chart

BEIJING, TIANJIN, HEBEI = PROVINCES[:3]


def layers(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    """The layers of one mark."""
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


def rows(spec: dict[str, Any], mark: str, *fields: str) -> list[dict[str, Any]]:
    """The rows of one mark that have all the fields."""
    return [row for layer in layers(spec, mark) for row in layer["data"]["values"] if set(fields) <= set(row)]


def words(spec: dict[str, Any]) -> set[str]:
    """What is written, whatever its field is called."""
    return {str(row[layer["encoding"]["text"]["field"]]) for layer in layers(spec, "text")
            for row in layer["data"]["values"]}


# Bands


def test_a_band_runs_from_low_to_high_and_its_dot_carries_the_rank() -> None:
    spec = describe(units.bands(), "en")
    assert [(row["category"], row["low"], row["high"], row["text"]) for row in rows(spec, "bar", "low")] == [
        ("Tianjin", 1, 3, "1 – 3"), ("Hebei", 2, 3, "2 – 3"), ("Shanxi", 4, 4, "4 – 4")]
    assert [(row["category"], row["value"]) for row in rows(spec, "point", "value")] == [
        ("Beijing", 1), ("Tianjin", 2), ("Hebei", 3), ("Shanxi", 4)]
    assert [row["text"] for row in rows(spec, "text", "value")] == ["1", "2", "3", "4"]


def test_the_first_place_stands_at_the_left_and_every_row_has_its_height() -> None:
    cells = {(unit, series): float(min(max(place + shift, 1), 31))
             for place, unit in enumerate(PROVINCES, 1) for series, shift in ((LOW, -3), (RANK, 0), (HIGH, 3))}
    spec = describe(chart("bands", cells), "zh")
    x = layers(spec, "bar")[0]["encoding"]["x"]
    assert x["scale"]["domain"][0] < 1 < 31 < x["scale"]["domain"][1]
    assert x["axis"]["values"][0] == 1
    assert spec["height"] == 17 * 31
    assert sum(layer["data"]["values"][0].get("words") == "1" for layer in layers(spec, "text")) == 1  # over the plot


def test_the_legend_of_bands_names_both_ends_and_the_rank() -> None:
    assert {"5th percentile – 95th percentile", "Rank"} <= words(describe(units.bands(), "en"))
    assert {"第5百分位 – 第95百分位", "位次"} <= words(describe(units.bands(), "zh"))


def test_an_interval_of_one_place_is_seen_around_its_dot_and_no_band_takes_another_place() -> None:
    spec = describe(units.bands(), "en")
    band = layers(spec, "bar")[0]
    low, high = band["encoding"]["x"]["scale"]["domain"]
    place = spec["width"] / (high - low)
    assert 3.5 < band["mark"]["x2Offset"] == -band["mark"]["xOffset"] <= place / 2


def test_ranks_without_any_interval_are_dots_without_a_legend() -> None:
    spec = describe(chart("bands", {(BEIJING, RANK): 1, (TIANJIN, RANK): 2}), "en")
    assert not layers(spec, "bar")
    assert [row["value"] for row in rows(spec, "point")] == [1, 2]


@pytest.mark.parametrize(("cells", "told"), [
    ({(BEIJING, LOW): 1, (BEIJING, RANK): 1}, "2 series"),
    ({(BEIJING, LOW): 1, (BEIJING, RANK): 2, (BEIJING, HIGH): 3, (TIANJIN, LOW): 4, (TIANJIN, RANK): 5},
     "'Tianjin' has the ends 4 "),
    ({(BEIJING, LOW): 3, (BEIJING, RANK): 2, (BEIJING, HIGH): 1}, "has the ends 3, 1 "),
])
def test_half_an_interval_or_one_turned_round_is_an_error(cells: units.Cells, told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        describe(chart("bands", cells), "en")


# Heat maps


def test_a_cell_carries_its_number_on_a_colour_that_is_darker_the_higher_it_is() -> None:
    spec = describe(units.heat_map(), "en")
    cells = sorted(rows(spec, "rect", "value"), key=lambda row: row["value"])
    assert (cells[0]["colour"], cells[-1]["colour"]) == (palette.sequential(0), palette.sequential(1))
    lights = [palette.luminance(row["colour"]) for row in cells]
    assert lights == sorted(lights, reverse=True)
    assert [row["text"] for row in rows(spec, "text", "value")] == [
        "91.5", "0.0", "40.0", "62.5", "100.0", "15.2", "33.0", "50.0"]


def test_columns_keep_their_order_though_the_first_unit_lacks_one() -> None:
    spec = describe(units.heat_map(), "en")
    assert layers(spec, "rect")[0]["encoding"]["x"]["scale"]["domain"] == ["Trade in goods", "Outward investment",
                                                                           "Movement of talent"]


def test_a_missing_cell_is_a_blank_with_a_dash_and_never_coloured() -> None:
    spec = describe(units.heat_map(), "en")
    blank = layers(spec, "rect")[1]
    assert blank["data"]["values"] == [{"category": "Beijing", "series": "Outward investment", "text": "–"}]
    assert blank["mark"]["fill"] == palette.PAPER
    assert blank["mark"]["strokeDash"]
    assert "fill" not in blank["encoding"]
    assert [row["category"] for row in rows(spec, "text") if row.get("text") == "–"] == ["Beijing"]


def test_colours_run_to_a_hundred_where_values_lie_within_it_and_else_from_the_lowest_to_the_highest() -> None:
    for values, ends, shares in (((20, 60), {"0", "100"}, (0.2, 0.6)), ((-20, 160), {"-20", "160"}, (0, 1)),
                                 ((160, 160), {"160"}, (0.5, 0.5))):
        cells: units.Cells = dict(zip(((BEIJING, TRADE), (BEIJING, CAPITAL)), values, strict=True))
        spec = describe(chart("heat map", cells), "en")
        assert ends <= words(spec)
        assert [row["colour"] for row in rows(spec, "rect", "value")] == [*map(palette.sequential, shares)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3, 7, 9, 14, 24, 40])
def test_neither_numbers_nor_headings_of_a_heat_map_overlap(count: int, language: Language) -> None:
    names = (TRADE, CAPITAL, TALENT, Label("infrastructure and institutions", "基础设施与制度环境"))
    pillars = [Label(f"{names[place % 4].en} {place}", f"{names[place % 4].zh}{place}") for place in range(count)]
    spec = describe(chart("heat map", {(BEIJING, pillar): 100.0 for pillar in pillars}, digits=1), language)
    step = spec["width"] / count
    assert step == int(step)
    assert spec["padding"]["left"] + spec["width"] + spec["padding"]["right"] == 680
    assert all(width(row["text"], layer["mark"]["fontSize"]) < step
               for layer in layers(spec, "text") for row in layer["data"]["values"] if "value" in row)
    for layer in layers(spec, "text"):
        for row in layer["data"]["values"]:
            if {"series", "words"} == set(row):
                lines = row["words"].split("\n")
                angle = layer["mark"].get("angle", 0)
                high = len(lines) * 15
                need = {0: max(width(line, 11.5) for line in lines), 315: high * 2**0.5, 270: high}
                assert need[angle] <= max(step, 15)


def test_numbers_that_find_no_room_are_left_out_and_blanks_stay() -> None:
    pillars = [same(f"P{place}") for place in range(40)]
    cells = {(unit, pillar): 55.5 for unit in (BEIJING, TIANJIN) for pillar in pillars}
    del cells[TIANJIN, pillars[3]]
    spec = describe(chart("heat map", cells, digits=1), "en")
    assert not rows(spec, "text", "value")
    assert len(rows(spec, "rect", "value")) == 79
    assert [row["series"] for row in rows(spec, "text") if row.get("text") == "–"] == ["P3"]


# Slopes


def test_slopes_run_from_rank_to_rank_with_the_first_place_on_top() -> None:
    spec = describe(units.slopes(), "en")
    ends = {(row["category"], row["series"]): (row["x"], row["y"]) for row in rows(spec, "line", "value")}
    assert {x for x, _ in ends.values()} == {0, spec["width"]}
    heights = [ends[unit, "2022"][1] for unit in ("Tianjin", "Hebei", "Inner Mongolia", "Liaoning")]
    assert heights == sorted(heights)
    assert ends["Tianjin", "2022"][1] == 0
    assert ends["Hebei", "2022"][1] == ends["Shanxi", "2022"][1]


def test_what_rose_fell_and_stayed_differs_in_colour_and_in_width_and_dash() -> None:
    spec = describe(units.slopes(), "en")
    looks = {frozenset(row["category"] for row in layer["data"]["values"]): layer["mark"]
             for layer in layers(spec, "line") if "value" in layer["data"]["values"][0]}
    same_, fell, rose = (looks[frozenset(group)] for group in (
        ("Shanxi", "Inner Mongolia", "Liaoning"), ("Tianjin",), ("Hebei",)))
    assert len({look["color"] for look in (same_, fell, rose)}) == 3
    assert same_["strokeWidth"] < fell["strokeWidth"] < rose["strokeWidth"]
    assert [look.get("strokeDash") for look in (same_, fell, rose)] == [None, [5, 2.5], None]
    assert palette.contrast(rose["color"], fell["color"]) > 1.5


@pytest.mark.parametrize(("language", "told"), [
    ("en", {"Moved up", "Moved down", "Unchanged", "Ranked on one side only"}),
    ("zh", {"位次上升", "位次下降", "位次不变", "仅一侧有位次"}),
])
def test_the_legend_of_slopes_says_which_way(language: Language, told: set[str]) -> None:
    assert told <= words(describe(units.slopes(), language))


def test_sides_keep_their_order_though_the_first_unit_lacks_the_earlier_rank() -> None:
    spec = describe(units.slopes(), "en")
    places = {row["words"]: row["x"] for row in rows(spec, "text", "words", "x") if row["words"] in ("2022", "2023")}
    assert places == {"2022": 0, "2023": spec["width"]}


def test_a_unit_of_one_rank_is_a_hollow_dot_without_a_line() -> None:
    spec = describe(units.slopes(), "en")
    assert "Beijing" not in {row.get("category") for row in rows(spec, "line")}
    hollow = [layer for layer in layers(spec, "point") if layer["mark"].get("fill") == palette.PAPER]
    assert [row["category"] for row in hollow[0]["data"]["values"]] == ["Beijing"]


def test_units_of_one_rank_stand_apart_and_are_led_to() -> None:
    spec = describe(units.slopes(), "en")
    labels = {row["words"]: row["y"] for row in rows(spec, "text", "name") if row["x"] < 0}
    assert labels["Shanxi"] - labels["Hebei"] >= 17
    assert [row["label"] for row in rows(spec, "rule", "label") if row["x"] == 0] == [labels["Shanxi"]]


def test_slopes_without_ties_need_nothing_that_leads_to_labels() -> None:
    cells = {(unit, side): place for place, unit in enumerate(PROVINCES, 1) for side in (EARLIER, LATER)}
    spec = describe(chart("slopes", {key: float(value) for key, value in cells.items()}), "zh")
    assert not rows(spec, "rule", "label")
    assert spec["height"] == 17 * 30


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 80), st.integers(1, 80)), min_size=1, max_size=60))
def test_labels_of_slopes_do_not_overlap_keep_the_order_of_ranks_and_stay_in_the_picture(
    ranks: list[tuple[int, int]],
) -> None:
    cells = {(same(f"unit {place}"), side): float(rank) for place, pair in enumerate(ranks)
             for side, rank in zip((EARLIER, LATER), pair, strict=True)}
    spec = describe(chart("slopes", cells), "en")
    for layer in layers(spec, "text"):
        labels = [row for row in layer["data"]["values"] if "name" in row]
        for upper, lower in itertools.pairwise(sorted(labels, key=lambda row: row["y"])):
            assert lower["y"] - upper["y"] >= 16.9
            assert int(upper["text"]) <= int(lower["text"])
        assert all(-spec["padding"]["top"] + 8 <= row["y"] <= spec["height"] + spec["padding"]["bottom"] - 8
                   for row in labels)


def test_long_names_do_not_reach_into_the_headings() -> None:
    long = same("Production and construction corps of the southern divisions with their border trade zones")
    ranks = {(long, EARLIER): 1.0, (long, LATER): 1.0, (HEBEI, EARLIER): 2.0, (HEBEI, LATER): 2.0}
    spec = describe(chart("slopes", ranks), "en")
    first = next(row for row in rows(spec, "text", "first") if row["words"].startswith("Production"))
    heading = next(row for row in rows(spec, "text", "words") if row["words"] == "2022")
    assert first["first"] - 7 > heading["y"]


@pytest.mark.parametrize("sides", [(EARLIER,), (EARLIER, LATER, same("2024"))])
def test_slopes_have_two_sides(sides: tuple[Label, ...]) -> None:
    with pytest.raises(InvalidValueError, match=f"{len(sides)} series"):
        describe(chart("slopes", {(BEIJING, side): 1 for side in sides}), "en")


# All three


@pytest.mark.parametrize("kind", ["bands", "heat map", "slopes"])
def test_two_points_in_one_place_are_an_error(kind: str) -> None:
    whole = {one.kind: one for one in units.charts()}[kind]  # type: ignore[index]
    with pytest.raises(InvalidValueError, match="two points for"):
        describe(replace(whole, points=(*whole.points, whole.points[-1])), "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", units.charts(), ids=lambda one: one.kind)
def test_a_picture_is_whole_pixels_high_so_that_its_raster_leaves_out_no_line(
    one: ResultChart, language: Language
) -> None:
    spec = describe(one, language)
    high = spec["padding"]["top"] + spec["height"] + spec["padding"]["bottom"]
    assert high == int(high)
    assert int.from_bytes(png(spec, scale=1)[20:24], "big") == high


def test_numbers_can_be_read_on_every_colour_of_a_cell_and_on_a_band() -> None:
    colours = [palette.sequential(step / 50) for step in range(51)]
    assert all(palette.contrast(colour, palette.ink_on(colour)) >= 4.5 for colour in colours)
    lights = [palette.luminance(colour) for colour in colours]
    assert lights == sorted(lights, reverse=True)
    assert palette.contrast(palette.BAND, palette.INK) >= 4.5
    assert palette.contrast(palette.ACCENT, palette.BAND) >= 3
