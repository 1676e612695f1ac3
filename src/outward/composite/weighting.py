"""Weights of the parts of one pillar: from the framework, from judgements, or from the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from outward.composite.data import Floats
from outward.composite.framework import Allocation, Comparison
from outward.errors import DataGapError, InvalidValueError

_RANDOM_INDEX: Final = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random judgements for 1..10 parts (Saaty 1980, table 2.1)."""
_LEAST_UNITS: Final = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights that sum to 1, with what a reader must know of them."""

    values: Floats  # (parts,)
    contrary: tuple[int, ...] = ()  # parts that run against the others and so got no weight
    consistency_ratio: float = np.nan  # of judgements; above 0.1 they contradict one another


def given_weights(weights: Sequence[float]) -> Weights:
    """Scale stated weights to sum to 1."""
    values = np.asarray(weights, dtype=float)
    return Weights(values / values.sum())


def budget_weights(codes: Sequence[str], allocations: Sequence[Allocation], *, where: str = "budget allocation"
                   ) -> Weights:
    """Average how experts share out their points: each expert counts alike, however many points they gave.

    Raises
    ------
    DataGapError
        If no expert did so.
    """
    if not allocations:
        raise DataGapError("no expert has allocated points", where, "Add [[allocation]] tables to the framework.")
    shares = [np.array([each.points.get(code, 0.0) for code in codes]) / sum(each.points.values())
              for each in allocations]
    return Weights(np.mean(shares, axis=0))


def ahp_weights(codes: Sequence[str], comparisons: Sequence[Comparison], *, where: str = "analytic hierarchy process"
                ) -> Weights:
    """Weigh parts by the principal eigenvector of their pairwise comparisons (Saaty 1980).

    Returns
    -------
    Weights
        With the consistency ratio (CI / RI): Saaty takes up to 0.1 for consistent.

    Raises
    ------
    DataGapError
        If a pair has not been compared.

    Examples
    --------
    >>> pairs = [Comparison("i", "a", "b", 2.0), Comparison("i", "b", "c", 2.0), Comparison("i", "a", "c", 4.0)]
    >>> ahp_weights(["a", "b", "c"], pairs).values.round(4)
    array([0.5714, 0.2857, 0.1429])
    """
    count = len(codes)
    matrix = np.where(np.eye(count, dtype=bool), 1.0, np.nan)
    for each in comparisons:
        better, than = codes.index(each.better), codes.index(each.than)
        matrix[better, than], matrix[than, better] = each.ratio, 1.0 / each.ratio
    for row, column in np.argwhere(np.isnan(np.triu(matrix))):
        raise DataGapError(f"{codes[row]} and {codes[column]} are not compared", where,
                           "Add a [[comparison]] for every pair.")
    roots, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(roots.real))
    vector = np.abs(vectors[:, place].real)
    index = (roots[place].real - count) / (count - 1) if count > 1 else 0.0
    random = _RANDOM_INDEX[min(count, len(_RANDOM_INDEX)) - 1]
    return Weights(vector / vector.sum(), consistency_ratio=max(0.0, float(index) / random) if random else 0.0)


def pca_weights(parts: Floats) -> Weights:
    """Weigh parts by their squared loadings on the first principal component of their correlations.

    A part that loads against the others has no positive weight that means anything: it gets 0, and is named.
    """
    _, vectors = np.linalg.eigh(np.corrcoef(parts.T))
    loadings = vectors[:, -1]
    loadings = loadings if loadings.sum() >= 0 else -loadings
    squared = np.where(loadings > 0, loadings**2, 0.0)
    return Weights(squared / squared.sum(), tuple(np.flatnonzero(loadings <= 0).tolist()))


def entropy_weights(parts: Floats) -> Weights:
    """Weigh parts by how unevenly they are spread: 1 less Shannon's entropy of shares, relative to ln n.

    Raises
    ------
    InvalidValueError
        If a part is negative.
    """
    if (parts < 0).any():
        raise InvalidValueError(f"a part is {parts.min():g}", "entropy weights",
                                "Entropy needs values from 0 up: normalise by minmax or goalposts.")
    shares = parts / parts.sum(axis=0)
    logs = np.log(np.where(shares > 0, shares, 1.0))
    spread = 1.0 + (shares * logs).sum(axis=0) / np.log(len(parts))
    return Weights(spread / spread.sum())


def critic_weights(parts: Floats) -> Weights:
    """Weigh parts by contrast and conflict: standard deviation times Σ (1 - correlation), of min-max values.

    References
    ----------
    Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22, 763-770.
    """
    low, high = parts.min(axis=0), parts.max(axis=0)
    contrast = ((parts - low) / (high - low)).std(axis=0)
    information = contrast * (1.0 - np.corrcoef(parts.T)).sum(axis=0)
    if not information.sum() > 0:
        return Weights(np.full(parts.shape[1], 1.0 / parts.shape[1]))
    return Weights(information / information.sum())


def optimised_weights(parts: Floats, wanted: Floats) -> Weights:
    """Find weights with which each part's correlation with the score has the wanted share of all correlations.

    A nominal weight is not what a part does to a ranking; this looks for weights, none below 0, whose effect is what
    was wanted. Where none does it exactly, the nearest (least squares) are given.

    Parameters
    ----------
    parts : array, shape (units, parts)
        Without gaps.
    wanted : array, shape (parts,)
        Shares of influence that sum to 1.

    References
    ----------
    Becker, Saisana, Paruolo and Vandecasteele (2017), "Weights and importance in composite indicators:
    Closing the gap", Ecological Indicators 80, 12-22.
    """
    from scipy.optimize import LinearConstraint, minimize  # 0.1 s to import: only who asks for it pays

    covariance = np.cov(parts.T)
    spreads = np.sqrt(np.diag(covariance))

    def distance(weights: Floats) -> float:
        variance = max(float(weights @ covariance @ weights), 1e-300)
        correlations = covariance @ weights / spreads / np.sqrt(variance)
        return float(((correlations / np.abs(correlations).sum() - wanted) ** 2).sum())

    count = parts.shape[1]
    tries = [wanted, np.full(count, 1.0 / count)]
    whole = LinearConstraint(np.ones((1, count)), 1.0, 1.0)
    found = [minimize(distance, start, method="SLSQP", bounds=[(0.0, 1.0)] * count, tol=1e-14, constraints=whole,
                      options={"maxiter": 500}) for start in tries]
    best = min(found, key=lambda each: float(each.fun))
    values = np.clip(best.x, 0.0, None)
    return Weights(values / values.sum())


def weights_from_data(method: str, parts: Floats, wanted: Floats, *, where: str) -> Weights:
    """Weigh parts from their values; units with a gap are left aside.

    Parameters
    ----------
    method : {"pca", "entropy", "critic", "optimised"}
        See the functions of these names.
    parts : array, shape (units, parts)
        Normalised; NaN where missing.
    wanted : array, shape (parts,)
        Stated weights, for ``optimised``.
    where : str
        Names the pillar in errors.

    Raises
    ------
    DataGapError
        If fewer than three units have all parts.
    InvalidValueError
        If a part does not vary.
    """
    whole = parts[~np.isnan(parts).any(axis=1)]
    if len(whole) < _LEAST_UNITS:
        raise DataGapError(f"{len(whole)} units have all parts", where, "Impute first, or state the weights.")
    if parts.shape[1] == 1:
        return Weights(np.ones(1))
    if (np.ptp(whole, axis=0) == 0).any():
        raise InvalidValueError("a part does not vary", where, "Leave it out, or state the weights.")
    if method == "optimised":
        return optimised_weights(whole, wanted)
    return _FROM_DATA[method](whole)


_FROM_DATA: Final[dict[str, Callable[[Floats], Weights]]] = {
    "pca": pca_weights, "entropy": entropy_weights, "critic": critic_weights,
}
