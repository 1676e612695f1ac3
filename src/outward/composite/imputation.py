"""Filling gaps, and saying which: means and medians, of all or of a group, regression, the last value known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.composite.data import Floats
from outward.errors import DataGapError

_LEAST_COMMON = 5  # units that a regression rests on


@dataclass(frozen=True, slots=True)
class Imputed:
    """Values without the gaps that could be filled."""

    values: Floats  # (units, indicators)
    filled: NDArray[np.bool_]  # which cells were


def impute(values: Floats, method: str, *, groups: tuple[str, ...] = (), earlier: tuple[Floats, ...] = ()
           ) -> Imputed:
    """Fill missing cells.

    Parameters
    ----------
    values : array, shape (units, indicators)
        NaN where missing; the array is left as it is.
    method : str
        ``none``; ``mean``, ``median`` of the column; ``group_mean``, ``group_median`` of the units of the same group;
        ``regression`` on the indicator that correlates best with it and has a value for the unit; ``last``, the newest
        of ``earlier``.
    groups : tuple of str, length units
        Group of each unit, for the group methods; a unit without a group is filled from all.
    earlier : tuple of arrays
        Older values, newest first, for ``last``.

    Returns
    -------
    Imputed
        What could not be filled is still NaN.

    Raises
    ------
    DataGapError
        If a group method has no groups.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 1.3.

    Examples
    --------
    >>> impute(np.array([[1.0], [3.0], [np.nan]]), "mean").values[:, 0]
    array([1., 3., 2.])
    """
    missing = np.isnan(values)
    filled = values.copy()
    if not missing.any() or method == "none":
        return Imputed(filled, np.zeros(values.shape, dtype=bool))
    if method.startswith("group_"):
        if not any(groups):
            raise DataGapError("no unit has a group", "impute.group",
                               "Set impute.group to a grouping of the framework, and give its words in the data.")
        _by_group(filled, missing, groups, _middle(method.removeprefix("group_")))
    elif method == "regression":
        _by_regression(filled, values, missing)
    elif method == "last":
        for older in earlier:
            gaps = np.isnan(filled)
            filled[gaps] = older[gaps]
    else:
        _by_column(filled, missing, _middle(method))
    return Imputed(filled, missing & ~np.isnan(filled))


def _middle(name: str) -> Callable[[Floats], float]:
    means: Mapping[str, Callable[[Floats], float]] = {"mean": lambda known: float(known.mean()),
                                                      "median": lambda known: float(np.median(known))}
    return means[name]


def _by_column(filled: Floats, missing: NDArray[np.bool_], middle: Callable[[Floats], float]) -> None:
    for column in np.flatnonzero(missing.any(axis=0)):
        known = filled[~missing[:, column], column]
        if known.size:
            filled[missing[:, column], column] = middle(known)


def _by_group(filled: Floats, missing: NDArray[np.bool_], groups: tuple[str, ...],
              middle: Callable[[Floats], float]) -> None:
    words = np.array(groups)
    for column in np.flatnonzero(missing.any(axis=0)):
        for row in np.flatnonzero(missing[:, column]):
            alike = ~missing[:, column] & ((words == words[row]) if words[row] else True)
            if alike.any():
                filled[row, column] = middle(filled[alike, column])


def _by_regression(filled: Floats, values: Floats, missing: NDArray[np.bool_]) -> None:
    """Predict each gap by a line through the best correlated indicator that the unit has."""
    for column in np.flatnonzero(missing.any(axis=0)):
        ranked = _best_predictors(values, int(column))
        for row in np.flatnonzero(missing[:, column]):
            for predictor, slope, intercept in ranked:
                if not missing[row, predictor]:
                    filled[row, column] = slope * values[row, predictor] + intercept
                    break


def _best_predictors(values: Floats, column: int) -> list[tuple[int, float, float]]:
    """Give (indicator, slope, intercept), the best correlated first."""
    found = []
    for predictor in range(values.shape[1]):
        both = ~np.isnan(values[:, column]) & ~np.isnan(values[:, predictor])
        if predictor == column or both.sum() < _LEAST_COMMON:
            continue
        x, y = values[both, predictor], values[both, column]
        if np.ptp(x) == 0 or np.ptp(y) == 0:
            continue
        dx, dy = x - x.mean(), y - y.mean()
        slope = float(dx @ dy / (dx @ dx))
        strength = abs(float(dx @ dy)) / float(np.sqrt((dx @ dx) * (dy @ dy)))
        found.append((strength, predictor, slope, float(y.mean() - slope * x.mean())))
    found.sort(key=lambda each: (-each[0], each[1]))
    return [(predictor, slope, intercept) for _, predictor, slope, intercept in found]
