"""Calibration: probabilities put right by what became of earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from outward.risk.learners import Vector

_SLOPE_SD: Final = 0.05  # how far from 1 the slope is expected to lie
_SHIFT_SD: Final = 0.2  # how far from 0 the shift
_STEPS: Final = 25


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds after calibration: ``shift + slope * log_odds``."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, log_odds: Vector) -> Vector:
        return np.asarray(self.shift + self.slope * log_odds)


def calibrate(log_odds: Vector, happened: Vector) -> Calibration:
    """Fit shift and slope (Platt 1999) on forecasts made out of time, shrunk towards leaving them as they are.

    Parameters
    ----------
    log_odds : numpy.ndarray, shape (n,)
        Log-odds that earlier forecasts gave.
    happened : numpy.ndarray, shape (n,)
        1 where the event came about, else 0.

    Returns
    -------
    Calibration
        Where there are no forecasts, the one that changes nothing.

    References
    ----------
    Platt, J. (1999), "Probabilistic Outputs for Support Vector Machines", Advances in Large Margin Classifiers, 61-74.
    The priors (normal, standard deviations 0.05 and 0.2) are ours: ten years of rare events say little of a slope.

    Examples
    --------
    >>> calibrate(np.array([]), np.array([]))
    Calibration(slope=1.0, shift=0.0)
    """
    if not len(log_odds):
        return Calibration()
    design = np.column_stack([log_odds, np.ones_like(log_odds)])
    prior, precision = np.array([1.0, 0.0]), np.diag([1 / _SLOPE_SD**2, 1 / _SHIFT_SD**2])
    found = prior.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(design @ found, -40, 40)))
        gradient = design.T @ (happened - p) - precision @ (found - prior)
        hessian = (design * (p * (1 - p))[:, None]).T @ design + precision
        step = np.linalg.solve(hessian, gradient)
        found = found + step
        if np.abs(step).max() < 1e-10:
            break
    return Calibration(float(found[0]), float(found[1]))
