"""Operations on grids of countries and years: against plain loops, and made from the past alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from outward.risk.series import (
    carried,
    change,
    decayed,
    neighbours_mean,
    positive_log,
    recent_mean,
    signed_log,
    standing,
    world_mean,
    years_since,
)

VALUES = st.one_of(st.just(float("nan")), st.integers(-3, 3).map(float))
GRIDS = st.tuples(st.integers(1, 5), st.integers(1, 9)).flatmap(lambda shape: arrays(float, shape, elements=VALUES))
Operation = Callable[[np.ndarray], np.ndarray]
OPERATIONS: dict[str, Operation] = {
    "decayed": lambda grid: decayed(grid, 3.0), "years_since": years_since, "carried": lambda grid: carried(grid, 2),
    "recent_mean": lambda grid: recent_mean(grid, 3), "change": lambda grid: change(grid, 2), "world_mean": world_mean,
    "neighbours_mean": lambda grid: neighbours_mean(grid, np.arange(len(grid)) % 2 - (len(grid) > 3)),
    "standing": lambda grid: standing(grid, fewest=2), "signed_log": signed_log, "positive_log": positive_log,
}


@pytest.mark.parametrize("name", OPERATIONS)
@settings(max_examples=30)
@given(grid=GRIDS, data=st.data())
def test_a_column_is_made_from_itself_and_earlier_ones(name: str, grid: np.ndarray, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, grid.shape[1] - 1))
    changed, kept = grid.copy(), grid.copy()
    changed[:, place + 1:] = 99.0
    whole, other = OPERATIONS[name](grid), OPERATIONS[name](changed)
    np.testing.assert_array_equal(whole[:, : place + 1], other[:, : place + 1])
    np.testing.assert_array_equal(OPERATIONS[name](grid[:, : place + 1]), whole[:, : place + 1])
    np.testing.assert_array_equal(grid, kept)  # the caller's grid is its own


@settings(max_examples=30)
@given(GRIDS, st.floats(0.5, 20))
def test_past_values_fade_by_their_half_life(grid: np.ndarray, half_life: float) -> None:
    found = decayed(grid, half_life)
    for row, column in np.ndindex(grid.shape):
        past = grid[row, : column + 1]
        if np.isnan(past).all():
            assert np.isnan(found[row, column])
        else:
            weights = (1 - 0.5 ** (1 / half_life)) * 0.5 ** (np.arange(column, -1, -1) / half_life)
            assert found[row, column] == pytest.approx(float(np.nansum(past * weights)), abs=1e-9)


@settings(max_examples=30)
@given(GRIDS)
def test_years_since_are_counted(grid: np.ndarray) -> None:
    found = years_since(grid)
    for row in range(len(grid)):
        count = float("nan")
        for column, value in enumerate(grid[row]):
            if value > 0:
                count = 0.0
            elif np.isnan(count):
                count = 20.0 if not np.isnan(value) else count
            else:
                count = min(count + 1, 60.0)
            np.testing.assert_array_equal(found[row, column], count)


def test_years_since_end_at_sixty() -> None:
    assert years_since(np.zeros((1, 70)))[0, [0, 39, 40, 41, 69]].tolist() == [20, 59, 60, 60, 60]


@settings(max_examples=30)
@given(GRIDS, st.integers(0, 3))
def test_a_gap_is_filled_by_the_newest_value_and_not_beyond(grid: np.ndarray, years: int) -> None:
    found = carried(grid, years)
    for row, column in np.ndindex(grid.shape):
        recent = grid[row, max(column - years, 0) : column + 1]
        given_ = recent[~np.isnan(recent)]
        np.testing.assert_array_equal(found[row, column], given_[-1] if len(given_) else np.nan)


@settings(max_examples=30)
@given(GRIDS, st.integers(1, 4))
def test_a_recent_mean_is_of_what_is_there(grid: np.ndarray, years: int) -> None:
    found = recent_mean(grid, years)
    for row, column in np.ndindex(grid.shape):
        recent = grid[row, max(column - years + 1, 0) : column + 1]
        expected = np.nan if np.isnan(recent).all() else np.nanmean(recent)
        assert found[row, column] == pytest.approx(expected, abs=1e-12, nan_ok=True)


@settings(max_examples=30)
@given(GRIDS, st.data())
def test_neighbours_leave_the_country_out(grid: np.ndarray, data: st.DataObject) -> None:
    groups = np.array(data.draw(st.lists(st.integers(-1, 1), min_size=len(grid), max_size=len(grid))))
    found = neighbours_mean(grid, groups)
    for row, column in np.ndindex(grid.shape):
        others = [grid[other, column] for other in range(len(grid))
                  if other != row and groups[other] == groups[row] >= 0 and not np.isnan(grid[other, column])]
        expected = np.mean(others) if others else np.nan
        assert found[row, column] == pytest.approx(expected, abs=1e-12, nan_ok=True)


@settings(max_examples=30)
@given(GRIDS)
def test_standing_is_a_rank_that_units_do_not_move(grid: np.ndarray) -> None:
    found = standing(grid, fewest=2)
    np.testing.assert_array_equal(standing(np.exp(grid) * 7, fewest=2), found)
    for column in range(grid.shape[1]):
        here = found[~np.isnan(found[:, column]), column]
        assert len(here) == 0 or here.mean() == pytest.approx(0.5)


def test_standing_of_equals_is_equal() -> None:
    """Countries with the same figure stand in the same place, whichever row they have."""
    found = standing(np.array([[1.0], [1.0], [2.0], [2.0]]), fewest=2).ravel()
    assert found.tolist() == [0.25, 0.25, 0.75, 0.75]


@settings(max_examples=30)
@given(st.floats(-1e12, 1e12))
def test_signed_logs_keep_sign_and_order(value: float) -> None:
    low, high = signed_log(np.array([[value, value + abs(value) * 0.01 + 1e-3]]))[0]
    assert low < high
    assert np.sign(low) == np.sign(value) or value == 0
