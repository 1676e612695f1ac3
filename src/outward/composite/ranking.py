"""Places of scores: equals share the better place, as in a competition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outward.composite.data import Floats

_ALIKE = 1e-12
"""Scores that differ by less than this share of the greatest are equal: only the order of sums tells them apart."""


def places(scores: Floats) -> NDArray[np.int64]:
    """Rank scores, the greatest first; equals share the better place (standard competition ranking).

    Parameters
    ----------
    scores : array, shape (..., units)
        NaN for a unit without a score.

    Returns
    -------
    array of int, shape (..., units)
        1 for the best; 0 for a unit without a score.

    Examples
    --------
    >>> places(np.array([3.0, 5.0, 5.0, np.nan])).tolist()
    [3, 1, 1, 0]
    """
    order, sorted_places = ordered(scores)
    ranked = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(ranked, order, sorted_places, axis=-1)
    ranked[np.isnan(scores)] = 0
    return ranked


def ordered(scores: Floats) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Give the units from best to worst and their places, both of the shape of ``scores``; those without come last."""
    order = np.argsort(-scores, axis=-1)
    falling = np.take_along_axis(scores, order, axis=-1)
    tolerance = _ALIKE * np.fmax.reduce(np.abs(scores), axis=-1, initial=0.0)[..., None]
    steps = np.ones(scores.shape, dtype=bool)
    steps[..., 1:] = falling[..., :-1] - falling[..., 1:] > tolerance
    at = np.where(steps, np.arange(1, scores.shape[-1] + 1), 0)
    return order, np.maximum.accumulate(at, axis=-1)
