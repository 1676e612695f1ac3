"""Shapley values of boosted trees, exact: each leaf knows the conditions on its way, so a row needs no walk.

The value of a set of predictors is the trees' answer when those are known and the others follow the training rows
(path-dependent: Lundberg, Erion and Lee 2018). The parts of all predictors and the expected answer sum to the log-odds.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outward.risk.learners import Boosting, Matrix, Vector


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a leaf asks of one predictor: bins above ``low`` up to ``high``, or missing; ``share`` of rows pass."""

    low: float
    high: float
    takes_missing: bool
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class _Leaves:
    """All leaves with the same number of predictors on their way, shape (leaves, predictors of the way)."""

    places: NDArray[np.int64]
    low: Matrix
    high: Matrix
    takes_missing: NDArray[np.bool_]
    share: Matrix
    value: Vector


class TreeParts:
    """The leaves of a fitted boosting, ready to split the log-odds of rows.

    Parameters
    ----------
    boosting : Boosting
        Fitted trees.
    """

    def __init__(self, boosting: Boosting) -> None:
        self._boosting = boosting
        share = 1 / len(boosting.models)
        found: dict[int, list[tuple[dict[int, _Condition], float]]] = {}
        for model in boosting.models:
            for (tree,) in model._predictors:  # scikit-learn keeps its trees here; there is no public way
                for conditions, value in _leaves(tree.nodes):
                    found.setdefault(len(conditions), []).append((conditions, value * share))
        self._groups = tuple(_grouped(width, leaves) for width, leaves in sorted(found.items()) if width)
        alone = sum(value for _, value in found.get(0, []))
        base = float(np.mean([np.ravel(model._baseline_prediction)[0] for model in boosting.models]))
        self.expected = base + alone + sum(float((group.value * group.share.prod(axis=1)).sum())
                                           for group in self._groups)
        """The log-odds when nothing is known."""

    def of(self, x: Vector, predictors: int) -> Vector:
        """Split the log-odds of one row into the predictors' parts.

        Parameters
        ----------
        x : numpy.ndarray, shape (predictors,)
            The row, NaN for missing.
        predictors : int
            How many there are, used or not.
        """
        bins = self._boosting.binned(x[None, :])[0]
        parts = np.zeros(predictors)
        for group in self._groups:
            here = bins[group.places]
            missing = np.isnan(here)
            passes = np.where(missing, group.takes_missing, (here > group.low) & (here <= group.high)).astype(float)
            np.add.at(parts, self._boosting.used[group.places], _shapley(passes, group.share) * group.value[:, None])
        return parts


def _leaves(nodes: Any) -> Iterator[tuple[dict[int, _Condition], float]]:
    """Walk a tree once; give each leaf's conditions by predictor, and its value."""
    waiting: list[tuple[int, dict[int, _Condition]]] = [(0, {})]
    while waiting:
        place, conditions = waiting.pop()
        node = nodes[place]
        if node["is_leaf"]:
            yield conditions, float(node["value"])
            continue
        feature, threshold = int(node["feature_idx"]), float(node["num_threshold"])
        before = conditions.get(feature, _Condition(-math.inf, math.inf, takes_missing=True, share=1.0))
        for side in ("left", "right"):
            child = int(node[side])
            left = side == "left"
            waiting.append((child, conditions | {feature: _Condition(
                before.low if left else max(before.low, threshold),
                min(before.high, threshold) if left else before.high,
                before.takes_missing and bool(node["missing_go_to_left"]) == left,
                before.share * float(nodes[child]["count"]) / float(node["count"]))}))


def _grouped(width: int, leaves: list[tuple[dict[int, _Condition], float]]) -> _Leaves:
    shape = (len(leaves), width)
    conditions = [list(each.values()) for each, _ in leaves]

    def column(name: str, kind: type) -> Any:
        return np.array([[getattr(one, name) for one in row] for row in conditions], dtype=kind).reshape(shape)

    return _Leaves(np.array([list(each) for each, _ in leaves]).reshape(shape), column("low", float),
                   column("high", float), column("takes_missing", bool), column("share", float),
                   np.array([value for _, value in leaves]))


def _shapley(passes: Matrix, share: Matrix) -> Matrix:
    """Give each predictor's Shapley value of ``prod(passes or share)``, for leaves in rows."""
    width = passes.shape[1]
    found = np.zeros_like(passes)
    for place in range(width):
        others = [other for other in range(width) if other != place]
        total = np.zeros(len(passes))
        for size in range(width):
            weight = math.factorial(size) * math.factorial(width - size - 1) / math.factorial(width)
            for known in itertools.combinations(others, size):
                factors = [passes[:, other] if other in known else share[:, other] for other in others]
                total += weight * np.prod(factors, axis=0) if factors else weight
        found[:, place] = total * (passes[:, place] - share[:, place])
    return found
