"""Laws of the bound: consistent data need no error, k errors bound it by k, units and order are no matter."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from outward.audit.bound import LinearEdit, fewest_wrong
from outward.errors import InvalidValueError


@dataclass(frozen=True)
class Sheet:
    """A two-way table with both margins, rounded to one decimal, and the cells that were spoilt."""

    values: NDArray[np.float64]
    edits: list[LinearEdit]
    spoilt: tuple[int, ...]


def margins(place: NDArray[np.intp]) -> list[LinearEdit]:
    """The last of every row and column is the sum of the others."""
    return [
        LinearEdit({**{int(cell): 1.0 for cell in line[:-1]}, int(line[-1]): -1.0}, 0.0, 0.0)
        for line in [*place, *place.T]
    ]


@st.composite
def sheets(draw: st.DrawFn, most: int = 3) -> Sheet:
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    body = draw(st.lists(st.integers(10_000, 999_999), min_size=rows * columns, max_size=rows * columns))
    exact = np.array(body, dtype=float).reshape(rows, columns) / 1000.0
    table = np.block([[exact, exact.sum(1, keepdims=True)], [exact.sum(0, keepdims=True), exact.sum(keepdims=True)]])
    values = np.round(table, 1).ravel()
    place = np.arange(values.size).reshape(rows + 1, columns + 1)
    edits = margins(place)
    spoilt = draw(st.lists(st.integers(0, values.size - 1), unique=True, max_size=most))
    for cell in spoilt:
        values[cell] = round(values[cell] * draw(st.sampled_from([10.0, 0.1, 1.37, -1.0])), 1)
    return Sheet(values, edits, tuple(spoilt))


def half(sheet: Sheet) -> list[float]:
    return [0.05] * sheet.values.size


@given(sheets(most=0))
def test_rounded_data_are_consistent(sheet: Sheet) -> None:
    bound = fewest_wrong(sheet.values, half(sheet), sheet.edits)
    assert (bound.count, bound.cells, bound.proven) == (0, (), True)


@given(sheets())
@settings(deadline=None)
def test_never_more_than_was_spoilt(sheet: Sheet) -> None:
    bound = fewest_wrong(sheet.values, half(sheet), sheet.edits)
    assert bound.count <= len(sheet.spoilt)


@given(sheets(most=2))
@settings(deadline=None, max_examples=40)
def test_the_cells_named_make_all_edits_hold(sheet: Sheet) -> None:
    bound = fewest_wrong(sheet.values, half(sheet), sheet.edits)
    assert bound.proven
    widths = np.array(half(sheet))
    widths[list(bound.cells)] = math.inf
    assert fewest_wrong(sheet.values, widths, sheet.edits).count == 0


@given(sheets(), st.integers(-9, 9))
@settings(deadline=None, max_examples=40)
def test_other_units_change_nothing(sheet: Sheet, power: int) -> None:
    unit = 10.0**power
    there = fewest_wrong(sheet.values, half(sheet), sheet.edits)
    here = fewest_wrong(sheet.values * unit, np.array(half(sheet)) * unit, sheet.edits)
    assert (here.count, here.proven) == (there.count, there.proven)


@given(sheets(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_order_changes_nothing(sheet: Sheet, random: Random) -> None:
    order = list(range(sheet.values.size))
    random.shuffle(order)
    to = {cell: place for place, cell in enumerate(order)}
    edits = [
        LinearEdit({to[cell]: factor for cell, factor in edit.coefficients.items()}, edit.low, edit.high)
        for edit in reversed(sheet.edits)
    ]
    there = fewest_wrong(sheet.values, half(sheet), sheet.edits)
    here = fewest_wrong(sheet.values[order], half(sheet), edits)
    assert (here.count, here.proven) == (there.count, there.proven)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_no_lighter_set_exists(seed: int) -> None:
    """Against trying every set of cells, on edits with unlike coefficients, inequalities and weights."""
    random = np.random.default_rng(seed)
    size = int(random.integers(3, 7))
    truth = np.round(random.normal(0, 50, size), 1)
    edits = []
    for _ in range(int(random.integers(2, 5))):
        cells = random.choice(size, int(random.integers(2, size)), replace=False)
        terms = {int(cell): float(random.choice([1.0, -1.0, 0.5, 2.0])) for cell in cells}
        total = sum(factor * float(truth[cell]) for cell, factor in terms.items())
        edits.append(LinearEdit(terms, total if random.random() < 0.7 else -math.inf, total))
    values = np.round(truth + random.choice([0.0, 0.0, 100.0, -7.0], size), 1)
    weights = random.integers(1, 4, size).astype(float)
    bound = fewest_wrong(values, [0.05] * size, edits, weights)
    assert bound.proven
    assert bound.weight == pytest.approx(_by_trying(values, edits, weights))


def _by_trying(values: NDArray[np.float64], edits: list[LinearEdit], weights: NDArray[np.float64]) -> float:
    rows, limits = [], []
    for edit in edits:
        row = np.zeros(values.size)
        row[list(edit.coefficients)] = list(edit.coefficients.values())
        for sign, limit in ((1.0, edit.high), (-1.0, -edit.low)):
            if math.isfinite(limit):
                rows.append(sign * row)
                limits.append(limit + 1e-7)
    lightest = math.inf
    for free in itertools.product([False, True], repeat=values.size):
        weight = float(weights[list(free)].sum())
        if weight < lightest:
            reach = np.where(free, math.inf, 0.05)
            bounds = list(zip((values - reach).tolist(), (values + reach).tolist(), strict=True))
            if linprog(np.zeros(values.size), A_ub=np.array(rows), b_ub=limits, bounds=bounds).status == 0:
                lightest = weight
    return lightest


def test_parts_that_no_edit_connects_add_up() -> None:
    edits = [LinearEdit({0: 1.0, 1: -1.0}, 0.0, 0.0), LinearEdit({2: 1.0, 3: -1.0}, 0.0, 0.0)]
    bound = fewest_wrong([1.0, 2.0, 3.0, 4.0, 5.0], [0.0] * 5, edits)
    assert (bound.count, bound.proven) == (2, True)


def test_a_search_cut_short_says_what_it_had_proven() -> None:
    edits = margins(np.arange(36).reshape(6, 6))
    values = np.zeros(36)
    values[[0, 7, 14]] = [10.0, 23.0, 47.0]
    whole = fewest_wrong(values, [0.0] * 36, edits)
    short = fewest_wrong(values, [0.0] * 36, edits, rounds=1)
    assert (whole.count, whole.cells, whole.proven) == (3, (0, 7, 14), True)
    assert short.count <= whole.count
    assert short.proven or short.cells == ()


def test_edits_that_cannot_hold_are_an_error() -> None:
    with pytest.raises(InvalidValueError, match="satisfy the edits"):
        fewest_wrong([1.0, 1.0], [0.0, 0.0], [LinearEdit({0: 1.0}, 2.0, 2.0), LinearEdit({0: 1.0}, 3.0, 3.0)])
    with pytest.raises(InvalidValueError, match="satisfy the edits"):
        fewest_wrong([1.0], [0.0], [LinearEdit({0: 1.0}, 2.0, 2.0)], [math.inf])


@pytest.mark.parametrize("edit", [
    LinearEdit({0: math.nan}, 0.0, 0.0), LinearEdit({0: 1.0}, 1.0, 0.0), LinearEdit({5: 1.0}, 0.0, 0.0),
    LinearEdit({}, 1.0, 1.0),
])
def test_edits_without_sense_are_an_error(edit: LinearEdit) -> None:
    with pytest.raises(InvalidValueError, match="fewest_wrong"):
        fewest_wrong([1.0], [0.0], [edit])
