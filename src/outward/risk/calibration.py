"""Calibration: probabilities put right by what became of earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.risk.learners import Vector

_SLOPE_SD: Final = 0.05  # how far from 1 the slope is expected to lie
_SHIFT_SD: Final = 0.2  # how far from 0 the shift
_STEPS: Final = 100


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
    slope, shift = _fitted(log_odds, happened, np.diag([1 / _SLOPE_SD**2, 1 / _SHIFT_SD**2]))
    return Calibration(slope, shift)


def calibration_line(log_odds: Vector, happened: Vector) -> tuple[float, float]:
    """Fit outcomes on log-odds without any prior: slope and shift, 1 and 0 where forecasts are calibrated (Cox 1958).

    Forecasts of exactly 0 or 1 take part at the edge that log-odds are cut at.
    """
    return _fitted(log_odds, happened, np.zeros((2, 2)))


def _fitted(log_odds: Vector, happened: Vector, precision: NDArray[np.float64]) -> tuple[float, float]:
    """Find slope and shift by Newton's method, halving steps that make it worse."""
    design, prior = np.column_stack([log_odds, np.ones_like(log_odds)]), np.array([1.0, 0.0])

    def loss(at: Vector) -> float:
        line = design @ at
        away = at - prior
        return float(np.sum(np.logaddexp(0, line) - happened * line) + away @ precision @ away / 2)

    found = prior.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(design @ found, -40, 40)))
        gradient = design.T @ (happened - p) - precision @ (found - prior)
        hessian = (design * (p * (1 - p))[:, None]).T @ design + precision + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        while loss(found + step) > loss(found) + 1e-12 and np.abs(step).max() > 1e-9:
            step = step / 2
        found = found + step
        if np.abs(step).max() < 1e-9:
            break
    return float(found[0]), float(found[1])
