"""Relations against a plain version: a relation fails exactly where no values in the boxes satisfy it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.audit.relations import (
    CompoundGrowth,
    Difference,
    Formula,
    Quotient,
    RankOf,
    Relation,
    Scaled,
    Sense,
    Sum,
    WeightedMean,
    allowed,
    fails,
    gap,
)

Plain = Callable[[Sequence[float]], float]


def one(index: int) -> Sum:
    return Sum.of(index)


FORMULAS: dict[str, tuple[Formula, Plain]] = {
    "sum": (Sum(((0, 1.0), (1, 1.0), (2, -1.0))), lambda x: x[0] + x[1] - x[2]),
    "quotient": (Quotient(one(0), one(1), 100.0), lambda x: 100 * x[0] / x[1]),
    "growth": (Quotient(one(0), one(1), 100.0, -100.0), lambda x: 100 * (x[0] / x[1] - 1)),
    "share of a sum": (Quotient(one(0), Sum(((0, 1.0), (1, 1.0)))), lambda x: x[0] / (x[0] + x[1])),
    "mean": (WeightedMean((0, 1), (2, 3)), lambda x: (x[0] * x[2] + x[1] * x[3]) / (x[0] + x[1])),
    "scaled": (Scaled(one(0), 0.01, 1.0), lambda x: 1 + x[0] / 100),
    "difference": (Difference(Quotient(one(0), one(1)), one(2)), lambda x: x[0] / x[1] - x[2]),
    "compound": (CompoundGrowth(one(0), one(1), 3), lambda x: 100 * ((x[0] / x[1]) ** (1 / 3) - 1)),
}


def plain_range(formula: Plain, x: Sequence[float], half: Sequence[float]) -> tuple[float, float]:
    """The least and greatest value over the corners of the boxes: these formulas are monotone in each number."""
    corners = itertools.product(*((value - width, value + width) for value, width in zip(x, half, strict=True)))
    values = [formula(corner) for corner in corners]
    return min(values), max(values)


@pytest.mark.parametrize("name", FORMULAS)
@given(data=st.data())
def test_value_and_slopes_are_those_of_the_plain_formula(name: str, data: st.DataObject) -> None:
    formula, plain = FORMULAS[name]
    x = data.draw(st.lists(st.floats(1, 1000), min_size=4, max_size=4))
    value, slopes = formula.evaluate(x)
    assert value == pytest.approx(plain(x), rel=1e-9, abs=1e-9)
    given_slopes = dict(slopes)
    for index in range(4):
        step = 1e-5 * x[index]
        more, less = ([*x[:index], x[index] + sign * step, *x[index + 1:]] for sign in (1, -1))
        measured = (plain(more) - plain(less)) / (2 * step)
        assert given_slopes.get(index, 0.0) == pytest.approx(measured, rel=1e-3, abs=1e-4)
    assert set(formula.inputs) >= set(given_slopes)


@pytest.mark.parametrize("name", FORMULAS)
@given(data=st.data())
def test_a_relation_holds_where_the_boxes_meet_and_fails_where_they_are_well_apart(name: str,
                                                                                   data: st.DataObject) -> None:
    formula, plain = FORMULAS[name]
    x = data.draw(st.lists(st.floats(20, 1000), min_size=4, max_size=4))
    half = [data.draw(st.sampled_from([0.0, 0.005, 0.05])) for _ in x]
    low, high = plain_range(plain, x, half)
    own = data.draw(st.sampled_from([0.005, 0.05]))
    target = data.draw(st.floats(low - 2 * own - 2 * (high - low), high + 2 * own + 2 * (high - low)))
    relation = Relation("made", formula, 4)
    failed = fails(relation, [*x, target], [*half, own])
    distance = max(low - own - target, target - own - high)
    width = (high - low) / 2 + own
    if distance <= 0:
        assert not failed
    elif distance > 0.05 * width + 1e-6 * (abs(target) + abs(high)):
        assert failed


@pytest.mark.parametrize(("sense", "target", "failed"), [
    ("=", 3.0, False), ("=", 3.3, True), ("=", 2.7, True),
    ("<=", 3.3, False), ("<=", 2.9, False), ("<=", 2.7, True),
    (">=", 2.7, False), (">=", 3.1, False), (">=", 3.3, True),
])
def test_senses(sense: Sense, target: float, failed: bool) -> None:
    relation = Relation("made", Sum(((0, 1.0), (1, 1.0))), 2, sense=sense)
    assert fails(relation, [1.0, 2.0, target], [0.05, 0.05, 0.05]) is failed


def test_slack_is_the_sum_of_half_widths_and_a_fiftieth() -> None:
    relation = Relation("made", Sum(((0, 1.0), (1, 1.0))), 2)
    assert gap(relation, [120.5, 79.4, 198.9], [0.05] * 3) == pytest.approx((1.0, 0.153), rel=1e-5)


def test_bands_widen_the_slack() -> None:
    relation = Relation("made", one(0), 1, band=2.0, relative_band=0.1)
    assert gap(relation, [100.0, 90.0], [0.5, 0.5]) == pytest.approx((10.0, 1.02 + 2.0 + 9.0), rel=1e-5)


def test_a_constant_is_exact() -> None:
    relation = Relation("composition", Sum(((0, 1.0), (1, 1.0))), -1, constant=100.0)
    assert not fails(relation, [60.0, 40.1], [0.05, 0.05])
    assert fails(relation, [60.0, 40.2], [0.05, 0.05])


@pytest.mark.parametrize(
    "formula", [Quotient(one(0), one(1)), WeightedMean((1,), (0,)), CompoundGrowth(one(0), one(1), 2)]
)
def test_what_is_not_defined_never_fails(formula: Formula) -> None:
    relation = Relation("made", formula, 2)
    assert math.isnan(gap(relation, [1.0, 0.0, 5.0], [0.5, 0.0, 0.5])[0])
    assert not fails(relation, [1.0, 0.0, 5.0], [0.5, 0.0, 0.5])


def test_the_greatest_is_first() -> None:
    assert [RankOf(own, (0, 1, 2)).evaluate([5.0, 9.0, 7.0])[0] for own in range(3)] == [3.0, 1.0, 2.0]


@pytest.mark.parametrize("name", FORMULAS)
@given(data=st.data())
def test_the_interval_that_mends_is_where_the_relation_holds(name: str, data: st.DataObject) -> None:
    """Against trying values: inside the interval the relation holds, a little outside it fails."""
    formula, plain = FORMULAS[name]
    truth = data.draw(st.lists(st.floats(20, 1000), min_size=4, max_size=4))
    target, half = plain(truth), [0.05] * 5
    index = data.draw(st.sampled_from([*formula.inputs, 4]))
    x = [*truth, target]
    x[index] *= data.draw(st.sampled_from([0.5, 0.9, 1.1, 2.0, 3.0]))
    relation = Relation("made", formula, 4)
    low, high = allowed(relation, index, x, half)
    if math.isnan(low):
        return
    assert low <= high
    middle, reach = (low + high) / 2, (high - low) / 2
    if reach > 0.02 * abs(middle):
        return  # so wide that slopes change within it
    for value, inside in ((middle, True), (middle - 0.9 * reach, True), (middle + 0.9 * reach, True),
                          (middle - 1.15 * reach, False), (middle + 1.15 * reach, False)):
        tried = [*x]
        tried[index] = value
        assert fails(relation, tried, half) is not inside, (low, high, value)


def test_no_value_of_a_number_that_does_not_count_mends() -> None:
    relation = Relation("made", one(0), 1)
    assert math.isnan(allowed(relation, 2, [1.0, 2.0, 3.0], [0.05] * 3)[0])


def test_at_most_leaves_one_end_open() -> None:
    relation = Relation("made", one(0), 1, sense="<=")
    low, high = allowed(relation, 0, [5.0, 3.0], [0.0, 0.0])
    assert low == -math.inf
    assert high == pytest.approx(3.0)
    low, high = allowed(relation, 1, [5.0, 3.0], [0.0, 0.0])
    assert low == pytest.approx(5.0)
    assert high == math.inf


def test_trying_leaves_the_numbers_as_they_were() -> None:
    x = [10.0, 4.0, 3.0]
    allowed(Relation("made", Quotient(one(0), one(1)), 2), 1, x, [0.05] * 3)
    assert x == [10.0, 4.0, 3.0]
