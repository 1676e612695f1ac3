"""From parts to a whole: means that compensate more or less, and rules that only compare units.

Each rule takes the parts of many runs at once: weights of shape (runs, parts); parts of shape (units, parts) where
every run has the same, else (runs, units, parts). One run is a run count of 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.composite.data import Floats
from outward.errors import InvalidValueError

Bools = NDArray[np.bool_]


def aggregate(parts: Floats, weights: Floats, method: str, *, power: float = 0.5, availability: float = 0.0,
              where: str = "aggregation") -> Floats:
    """Aggregate parts into one score a unit.

    Parameters
    ----------
    parts : array, shape (units, parts) or (runs, units, parts)
        On one scale, more being better; NaN where missing.
    weights : array, shape (runs, parts)
        Not negative; relative to one another. Those of missing parts are shared out among the others.
    method : str
        With weights w that sum to 1:

        - ``arithmetic``: Σ w x; ``geometric``: exp Σ w ln x; ``harmonic``: 1 / Σ (w / x); ``power``: (Σ w x^p)^(1/p);
        - ``mazziotta_pareto``: M - S² / M, the mean less a penalty for imbalance (S² the weighted variance);
        - ``copeland``: units beaten less units lost to, a unit beating another where parts of more than half the weight
          say so (equals count half for each);
        - ``outranking``: the sum of those weights over all other units;
        - ``topsis``: 100 d⁻ / (d⁺ + d⁻), distances of w x from the worst and the best values there are.
    power : float
        p of the power mean; 0 is the geometric mean.
    availability : float
        Least share of parts, by number, that a unit must have; below it the score is missing.
    where : str
        Names the pillar in errors.

    Returns
    -------
    array, shape (runs, units)
        NaN where a unit has no part, or too few.

    Raises
    ------
    InvalidValueError
        If a part is zero or negative and the rule takes a logarithm, a root or a quotient of it; for
        ``mazziotta_pareto`` a mean.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 1.6; Mazziotta and Pareto (2016), Social
    Indicators Research 127, 983-1003; Hwang and Yoon (1981), Multiple Attribute Decision Making.

    Examples
    --------
    >>> aggregate(np.array([[1.0, 4.0]]), np.array([[1.0, 1.0]]), "geometric")
    array([[2.]])
    """
    there = ~np.isnan(parts)
    if method in _NEEDS_POSITIVE and not (method == "power" and power == 1):
        _refuse_below_zero(parts, method, where)
    if method == "mazziotta_pareto":
        weighty = _summed(there.astype(float), weights) > 0
        _refuse_below_zero(np.where(weighty, _mean(np.where(there, parts, 0.0), there, weights), 1.0), method, where)
    scores = _RULES[method](np.where(there, parts, 1.0), there, weights, power)
    if there.all() and (weights > 0).any(axis=1).all():
        return scores
    short = there.sum(axis=-1) < max(1.0, availability * parts.shape[-1] - 1e-9)
    weightless = _summed(there.astype(float), weights) <= 0
    return np.where(np.broadcast_to(short, scores.shape) | weightless, np.nan, scores)


NEXT_TO_ZERO: Final = 1e-9  # powers of smaller exponents are 1 to the last digit; their limit is the geometric mean
_NEEDS_POSITIVE: Final = ("geometric", "harmonic", "power")


def _refuse_below_zero(values: Floats, method: str, where: str) -> None:
    low = float(np.nanmin(values)) if np.isfinite(values).any() else 1.0
    if not low > 0:
        what, mend = ("mean", "Set normalise.method=zscore, normalise.mean=100, normalise.sd=10") \
            if method == "mazziotta_pareto" else ("part", "Set normalise.low above 0 (such as 1)")
        raise InvalidValueError(f"a {what} is {low:.6g}, and the {method} rule needs all above 0", where,
                                f"{mend}, or another aggregate.levels.")


def _summed(values: Floats, weights: Floats) -> Floats:
    """Give the weighted sum over parts, shape (runs, units)."""
    if values.ndim == 2 and len(weights) == 1:  # in one order for every unit, so that equal rows stay equal
        alone: Floats = (values * weights[0]).sum(axis=-1)[None]
        return alone
    if values.ndim == 3:
        together: Floats = np.einsum("rnk,rk->rn", values, weights)
        return together
    return _product(weights, values)


def _product(weights: Floats, values: Floats) -> Floats:
    """Multiply weights (runs, parts) by values (units, parts), shape (runs, units).

    Products too small to be worth several threads are taken in pieces that BLAS does in one: waking threads for them
    costs more than they save.
    """
    step = _ONE_THREAD // values.size
    if not _LEAST_PIECE <= step < len(weights):
        whole: Floats = weights @ values.T
        return whole
    found = np.empty((len(weights), len(values)))
    for first in range(0, len(weights), step):
        np.matmul(weights[first:first + step], values.T, out=found[first:first + step])
    return found


_ONE_THREAD: Final = 260_000  # multiplications below which OpenBLAS does not wake a second thread (65,536 times 4)
_LEAST_PIECE: Final = 32  # runs


def _mean(values: Floats, there: Bools, weights: Floats) -> Floats:
    if there.all():
        return _summed(values, weights / weights.sum(axis=1, keepdims=True))
    total = _summed(there.astype(float), weights)
    return _summed(np.where(there, values, 0.0), weights) / np.where(total > 0, total, 1.0)


def _arithmetic(parts: Floats, there: Bools, weights: Floats, _power: float) -> Floats:
    return _mean(parts, there, weights)


def _geometric(parts: Floats, there: Bools, weights: Floats, _power: float) -> Floats:
    return np.exp(_mean(np.log(parts), there, weights))


def _harmonic(parts: Floats, there: Bools, weights: Floats, _power: float) -> Floats:
    inverse = _mean(1.0 / parts, there, weights)
    return 1.0 / np.where(inverse > 0, inverse, 1.0)


def _power_mean(parts: Floats, there: Bools, weights: Floats, power: float) -> Floats:
    if abs(power) < NEXT_TO_ZERO:
        return _geometric(parts, there, weights, power)
    if power == 1:
        return _mean(parts, there, weights)
    raised = _mean(parts**power, there, weights)
    result: Floats = np.where(raised > 0, raised, 1.0) ** (1.0 / power)
    return result


def _mazziotta_pareto(parts: Floats, there: Bools, weights: Floats, _power: float) -> Floats:
    mean = _mean(parts, there, weights)
    variance = np.maximum(0.0, _mean(parts**2, there, weights) - mean**2)
    return mean - variance / np.where(mean > 0, mean, 1.0)


def _outranking_shares(parts: Floats, there: Bools, weights: Floats) -> Floats:
    """Give, for every pair, the share of weight that says the first is better; shape (runs, units, units)."""
    units, count = parts.shape
    both = there[:, None, :] & there[None, :, :]
    ahead = (parts[:, None, :] > parts[None, :, :]) + 0.5 * (parts[:, None, :] == parts[None, :, :])
    total = _summed(both.reshape(-1, count).astype(float), weights)
    shares = _summed(np.where(both, ahead, 0.0).reshape(-1, count), weights) / np.where(total > 0, total, 1.0)
    shares[total <= 0] = 0.5  # nothing to compare by
    return shares.reshape(len(weights), units, units)


def _of_pairs(parts: Floats, there: Bools, weights: Floats, score: Callable[[Floats], Floats]) -> Floats:
    units = parts.shape[-2]
    if parts.ndim == 3:
        return np.concatenate([_of_pairs(parts[run], there[run], weights[run:run + 1], score)
                               for run in range(len(parts))])
    step = max(1, 4_000_000 // (units * units))  # pairs in memory at once
    return np.concatenate([score(_outranking_shares(parts, there, weights[first:first + step]))
                           for first in range(0, len(weights), step)])


def _copeland(parts: Floats, there: Bools, weights: Floats, _power: float) -> Floats:
    def wins(shares: Floats) -> Floats:
        won: Floats = np.where(shares > 0.5 + 1e-12, 1.0, np.where(shares < 0.5 - 1e-12, -1.0, 0.0)).sum(axis=2)
        return won

    return _of_pairs(parts, there, weights, wins)


def _outranking(parts: Floats, there: Bools, weights: Floats, _power: float) -> Floats:
    def shares_of_others(shares: Floats) -> Floats:
        summed: Floats = shares.sum(axis=2) - 0.5  # a unit ties with itself
        return summed

    return _of_pairs(parts, there, weights, shares_of_others)


def _topsis(parts: Floats, there: Bools, weights: Floats, _power: float) -> Floats:
    known = np.where(there, parts, np.nan)
    best, worst = np.nanmax(known, axis=-2, keepdims=True), np.nanmin(known, axis=-2, keepdims=True)
    squared = weights**2
    to_best = np.sqrt(_summed(np.where(there, (parts - best) ** 2, 0.0), squared))
    to_worst = np.sqrt(_summed(np.where(there, (parts - worst) ** 2, 0.0), squared))
    total = to_best + to_worst
    return 100.0 * np.where(total > 0, to_worst / np.where(total > 0, total, 1.0), 0.5)


_RULES: Final[dict[str, Callable[[Floats, Bools, Floats, float], Floats]]] = {
    "arithmetic": _arithmetic, "geometric": _geometric, "harmonic": _harmonic, "power": _power_mean,
    "mazziotta_pareto": _mazziotta_pareto, "copeland": _copeland, "outranking": _outranking, "topsis": _topsis,
}
