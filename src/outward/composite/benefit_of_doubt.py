"""The benefit of the doubt: each unit is scored with the weights that suit it best, the same for all units compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outward.composite.data import Floats
from outward.errors import DataGapError, InvalidValueError


@dataclass(frozen=True, slots=True)
class Doubt:
    """Scores and the weights that each unit would choose."""

    scores: Floats  # (units,), 0..1; 1 for a unit that no other outdoes with its weights
    weights: Floats  # (units, parts), as shares of the unit's score: they sum to 1


def benefit_of_doubt(parts: Floats, *, lower: float = 0.0, upper: float = 1.0, where: str = "benefit of the doubt"
                     ) -> Doubt:
    """Score units by data envelopment with a constant input.

    For each unit o: the greatest Σ w_i y_oi such that Σ w_i y_ji <= 1 for every unit j, w >= 0, and each part's share
    w_i y_oi / Σ w y_o lies between ``lower`` and ``upper``.

    Parameters
    ----------
    parts : array, shape (units, parts)
        Not negative, without gaps.
    lower, upper : float
        Bounds of each part's share of the score.

    Raises
    ------
    DataGapError
        If a part is missing.
    InvalidValueError
        If a part is negative, a unit has nothing above zero, or the bounds leave no weights.

    References
    ----------
    Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), "An introduction to 'benefit of the doubt' composite
    indicators", Social Indicators Research 82, 111-145, equations 3 and 9.

    Examples
    --------
    >>> benefit_of_doubt(np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0]])).scores.round(4)
    array([1.    , 1.    , 0.6667])
    """
    from scipy.optimize import linprog  # 0.1 s to import: only who asks for it pays

    if np.isnan(parts).any():
        raise DataGapError("a part is missing", where, "Impute first (impute.method), or leave the unit out.")
    if (parts < 0).any() or not (parts.max(axis=1) > 0).all():
        raise InvalidValueError(f"a part is {parts.min():g}, or a unit has nothing above 0", where,
                                "Normalise to a scale from 0 or 1 (minmax, goalposts).")
    count = parts.shape[1]
    if lower * count > 1 + 1e-12 or upper * count < 1 - 1e-12 or lower > upper:
        raise InvalidValueError(f"shares between {lower:g} and {upper:g} cannot sum to 1 over {count} parts", where,
                                "Widen weights.lower and weights.upper.")
    scores, shares = np.empty(len(parts)), np.empty(parts.shape)
    for unit, own in enumerate(parts):
        bounds = np.vstack([lower * np.tile(own, (count, 1)) - np.diag(own),
                            np.diag(own) - upper * np.tile(own, (count, 1))])
        found = linprog(-own, A_ub=np.vstack([parts, bounds]),
                        b_ub=np.concatenate([np.ones(len(parts)), np.zeros(2 * count)]), method="highs")
        best = -float(found.fun) if found.success and found.fun is not None else 0.0
        if not best > 0:
            raise InvalidValueError(f"no weights within the bounds suit unit {unit + 1}", where,
                                    "Widen weights.lower and weights.upper.")
        scores[unit] = best
        shares[unit] = found.x * own / scores[unit]
    return Doubt(scores, shares)
