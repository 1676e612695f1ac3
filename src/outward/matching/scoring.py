"""From degrees to scores, places and shares of a score: plain arrays, n candidates by m criteria."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.matching.candidates import Floats

_ALIKE = 12
"""Decimals to which scores are told apart: beyond, only the order of sums differs."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of n candidates."""

    scores: Floats  # mean of the known degrees by weight; NaN where no weight is known
    coverage: Floats  # share of the weight that is known
    shares: Floats  # (n, m): what each criterion gives to the score; they sum to it, 0 for an unknown one


def score(degrees: Floats, weights: Floats) -> Scores:
    """Weigh degrees of shape (n, m), NaN for unknown, by weights of shape (m,), of which one at least is above 0."""
    known = ~np.isnan(degrees)
    weighed = known @ weights
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(known, degrees, 0.0) * weights / weighed[:, None]
    scores = np.where(weighed > 0, shares.sum(axis=1), np.nan)
    return Scores(scores, weighed / weights.sum(), np.where(weighed[:, None] > 0, shares, 0.0))


def ordered(scores: Floats, coverage: Floats, ties: NDArray[np.int64]) -> NDArray[np.intp]:
    """Give the candidates from best to worst: by score, then by coverage, then by ``ties``; those without last."""
    return np.lexsort((ties, -np.round(coverage, _ALIKE), -np.round(np.where(np.isnan(scores), -1.0, scores), _ALIKE)))


def places(scores: Floats, coverage: Floats, order: NDArray[np.intp]) -> NDArray[np.int64]:
    """Give the places of candidates that stand in ``order``; who is alike in score and coverage shares the better."""
    along = np.round(np.stack([scores[order], coverage[order]]), _ALIKE)
    begins = np.ones(order.size, dtype=bool)
    begins[1:] = (along[:, 1:] != along[:, :-1]).any(axis=0)
    return np.maximum.accumulate(np.where(begins, np.arange(1, order.size + 1, dtype=np.int64), 0))
