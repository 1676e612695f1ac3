"""Laws of the layout: labels do not overlap, lines lose nothing, axes hold what they show."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.charts import palette
from outward.charts.lettering import apart, width, wrap
from outward.charts.scale import rank_axis, value_axis

finite = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(st.floats(0, 260), min_size=1, max_size=8))
def test_labels_moved_apart_keep_their_order_and_do_not_overlap(wanted: list[float]) -> None:
    placed = apart(wanted, [15.0] * len(wanted), 260.0)
    order = sorted(range(len(wanted)), key=lambda one: (wanted[one], one))
    for upper, lower in itertools.pairwise(order):
        assert placed[lower] - placed[upper] >= 15.0 - 1e-6


@given(st.text(st.sampled_from("ab, 计算机、设备（x）"), max_size=60), st.floats(40, 300))
def test_wrapping_loses_no_character_but_spaces(text: str, limit: float) -> None:
    assert "".join("".join(wrap(text, 12, limit)).split()) == "".join(text.split())


@given(st.text(st.sampled_from("计算机设备制造业"), min_size=1, max_size=60), st.floats(40, 300))
def test_wrapped_chinese_fits(text: str, limit: float) -> None:
    assert all(width(line, 12) <= limit for line in wrap(text, 12, limit))


@given(st.lists(finite, max_size=12), st.booleans())
def test_a_value_axis_holds_its_values_in_few_even_steps(values: list[float], from_zero: bool) -> None:
    axis = value_axis(values, from_zero=from_zero)
    slack = (axis.high - axis.low) * 1e-6
    assert all(axis.low - slack <= value <= axis.high + slack for value in values)
    assert not from_zero or axis.low <= 0 <= axis.high
    assert 2 <= len(axis.ticks) <= 9
    assert sorted(set(axis.ticks)) == list(axis.ticks)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_a_rank_axis_ticks_the_first_place_and_only_places(places: list[int]) -> None:
    axis = rank_axis([float(place) for place in places])
    assert axis.ticks[0] == 1
    assert all(tick == int(tick) and axis.low < tick < axis.high for tick in axis.ticks)
    assert len(axis.ticks) <= 11


@pytest.mark.parametrize("count", range(2, 7))
def test_colours_of_bars_differ_in_grey(count: int) -> None:
    greys = [palette.luminance(colour) for colour in palette.colours(count)]
    assert greys == sorted(greys)
    assert all(palette.contrast(a, b) >= 1.2 for a, b in itertools.combinations(palette.colours(count), 2))


def test_lines_and_text_on_bars_can_be_read() -> None:
    assert all(palette.contrast(colour, palette.PAPER) >= 4.5 for colour in palette.line_colours(6))
    for count in range(1, 7):
        assert all(palette.contrast(colour, palette.ink_on(colour)) >= 4.5 for colour in palette.colours(count))
