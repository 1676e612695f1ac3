"""Shapley values of boosted trees, against the plain definition by recursion and enumeration. Rows are synthetic."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from outward.risk.learners import Boosting, Training, fit_boosting, probability_of
from outward.risk.tree_parts import TreeParts
from tests.risk.made_panel import few_trees

PREDICTORS = 5


def fitted(missing: float, trees: int = 15, seed: int = 0) -> tuple[Boosting, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(900, PREDICTORS))
    odds = -1 + x[:, 0] - x[:, 1] * (x[:, 2] > 0) + 0.5 * x[:, 3]
    y = (rng.random(900) < probability_of(odds)).astype(float)
    x[rng.random(x.shape) < missing] = np.nan
    x[:, 4] = 1.0  # not used: all alike
    with few_trees(trees=trees):
        return fit_boosting(Training(x, y, np.ones(900), np.arange(900)), np.zeros(PREDICTORS, dtype=int)), x


def expected(boosting: Boosting, bins: np.ndarray, known: frozenset[int]) -> float:
    """Give what the trees answer when only some predictors are known: a walk that splits where one is not."""

    def walk(nodes: Any, place: int) -> float:
        node = nodes[place]
        if node["is_leaf"]:
            return float(node["value"])
        left, right = int(node["left"]), int(node["right"])
        feature = int(node["feature_idx"])
        if feature not in known:
            share = float(nodes[left]["count"]) / float(node["count"])
            return share * walk(nodes, left) + (1 - share) * walk(nodes, right)
        if np.isnan(bins[feature]):
            return walk(nodes, left if node["missing_go_to_left"] else right)
        return walk(nodes, left if bins[feature] <= node["num_threshold"] else right)

    return float(np.mean([
        float(np.ravel(model._baseline_prediction)[0]) + sum(walk(tree.nodes, 0) for (tree,) in model._predictors)
        for model in boosting.models]))


def shapley(count: int, value: Callable[[frozenset[int]], float]) -> np.ndarray:
    """Shapley (1953): the mean gain over all orders of arrival."""
    found = np.zeros(count)
    for order in itertools.permutations(range(count)):
        known: frozenset[int] = frozenset()
        for player in order:
            found[player] += value(known | {player}) - value(known)
            known |= {player}
    return found / math.factorial(count)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_parts_are_shapleys(missing: float) -> None:
    boosting, x = fitted(missing)
    parts = TreeParts(boosting)
    used = len(boosting.used)
    assert used == 4
    for row in x[:12]:
        bins = boosting.binned(row[None, :])[0]
        memory = {frozenset(some): expected(boosting, bins, frozenset(some))
                  for size in range(used + 1) for some in itertools.combinations(range(used), size)}
        found = parts.of(row, PREDICTORS)
        np.testing.assert_allclose(found[boosting.used], shapley(used, memory.__getitem__), rtol=0, atol=1e-10)
        assert found[4] == 0
        assert parts.expected == pytest.approx(memory[frozenset()], abs=1e-10)


@pytest.mark.parametrize(("missing", "trees"), [(0.0, 60), (0.4, 60), (0.0, 1)])
def test_parts_sum_to_the_log_odds(missing: float, trees: int) -> None:
    boosting, x = fitted(missing, trees)
    parts = TreeParts(boosting)
    said = boosting.log_odds(x[:100])
    summed = [parts.expected + parts.of(row, PREDICTORS).sum() for row in x[:100]]
    np.testing.assert_allclose(summed, said, rtol=0, atol=1e-9)


def test_a_row_of_which_nothing_is_known_has_parts_that_sum_too() -> None:
    boosting, _ = fitted(0.3)
    parts = TreeParts(boosting)
    nothing = np.full(PREDICTORS, np.nan)
    assert parts.expected + parts.of(nothing, PREDICTORS).sum() == pytest.approx(
        float(boosting.log_odds(nothing[None, :])[0]), abs=1e-9)


def test_parts_change_with_one_predictor_alone_only_by_interaction() -> None:
    """The third predictor matters only beside the second: where the second is at its middle its part is small."""
    boosting, x = fitted(0.0, trees=60)
    parts = TreeParts(boosting)
    sizes = np.abs([parts.of(row, PREDICTORS) for row in x[:300]]).mean(axis=0)
    assert sizes[0] > sizes[3] > 0
    assert sizes[1] > 0.2 * sizes[0]


def test_trees_that_never_split_have_no_parts() -> None:
    """So few rows that no leaf can be parted: every answer is the expected one."""
    x = np.random.default_rng(0).normal(size=(30, 2))
    boosting = fit_boosting(Training(x, (np.arange(30) % 3 == 0).astype(float), np.ones(30), np.arange(30)),
                            np.zeros(2, dtype=int))
    parts = TreeParts(boosting)
    assert not parts.of(x[0], 2).any()
    assert parts.expected == pytest.approx(float(boosting.log_odds(x[:1])[0]), abs=1e-12)
