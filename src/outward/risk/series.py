"""Operations on grids of countries (rows) and years (columns); a column is made from itself and earlier ones alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from outward.risk.panel import Grid, later

LONGEST = 60.0  # years since an event are counted up to here
_BEFORE_RECORDS = 20.0  # years since the last event, assumed in the first year of a country's record


def decayed(grid: Grid, half_life: float) -> Grid:
    """Average all past values, the newer the heavier.

    Parameters
    ----------
    grid : Grid
        Counts or 0 and 1; a missing value counts as none once there has been one.
    half_life : float
        Years in which a value's weight falls by half.

    Examples
    --------
    >>> decayed(np.array([[np.nan, 1.0, 0.0]]), 1.0)
    array([[ nan, 0.5 , 0.25]])
    """
    kept = 0.5 ** (1.0 / half_life)
    found = np.full_like(grid, np.nan)
    level, seen = np.zeros(len(grid)), np.zeros(len(grid), dtype=bool)
    for place in range(grid.shape[1]):
        seen |= ~np.isnan(grid[:, place])
        level = level * kept + np.nan_to_num(grid[:, place]) * (1.0 - kept)
        found[:, place] = np.where(seen, level, np.nan)
    return found


def years_since(grid: Grid) -> Grid:
    """Count the years since a value was last above zero, from 20 where the record begins without one, up to 60.

    Examples
    --------
    >>> years_since(np.array([[np.nan, 0.0, 1.0, 0.0, np.nan]]))
    array([[nan, 20.,  0.,  1.,  2.]])
    """
    found = np.full_like(grid, np.nan)
    count = np.full(len(grid), np.nan)
    for place in range(grid.shape[1]):
        value = grid[:, place]
        begins = ~np.isnan(value) & np.isnan(count)
        count = np.where(value > 0, 0.0, np.where(begins, _BEFORE_RECORDS, np.minimum(count + 1, LONGEST)))
        found[:, place] = count
    return found


def carried(grid: Grid, years: int) -> Grid:
    """Fill gaps with the newest value, at most so many years old.

    Examples
    --------
    >>> carried(np.array([[1.0, np.nan, np.nan]]), 1)
    array([[ 1.,  1., nan]])
    """
    found = grid.copy()
    for back in range(1, years + 1):
        found = np.where(np.isnan(found), later(grid, back), found)
    return found


def recent_mean(grid: Grid, years: int) -> Grid:
    """Average the values that there are among the last years; missing where there is none."""
    stacked = np.stack([later(grid, back) for back in range(years)])
    count = (~np.isnan(stacked)).sum(axis=0)
    return np.where(count > 0, np.nansum(stacked, axis=0) / np.maximum(count, 1), np.nan)


def change(grid: Grid, years: int) -> Grid:
    """Subtract the value of some years before."""
    return np.asarray(grid - later(grid, years))


def neighbours_mean(grid: Grid, groups: NDArray[np.int64]) -> Grid:
    """Average the other countries of a country's group; missing for group -1 and where no other is given.

    Examples
    --------
    >>> neighbours_mean(np.array([[1.0], [2.0], [6.0]]), np.array([0, 0, 0])).ravel()
    array([4. , 3.5, 1.5])
    """
    found = np.full_like(grid, np.nan)
    for group in np.unique(groups[groups >= 0]):
        rows = groups == group
        given = ~np.isnan(grid[rows])
        total = np.nansum(grid[rows], axis=0) - np.nan_to_num(grid[rows])
        others = given.sum(axis=0) - given
        found[rows] = np.where(others > 0, total / np.maximum(others, 1), np.nan)
    return found


def world_mean(grid: Grid) -> Grid:
    """Average all countries of a year, the same for each."""
    given = (~np.isnan(grid)).sum(axis=0)
    mean = np.where(given > 0, np.nansum(grid, axis=0) / np.maximum(given, 1), np.nan)
    return np.broadcast_to(mean, grid.shape)


def standing(grid: Grid, *, fewest: int = 20) -> Grid:
    """Place each country among those of its year, 0 (lowest) to 1; missing where fewer than ``fewest`` are given.

    Equals share the middle of their places.

    Examples
    --------
    >>> standing(np.array([[5.0], [9.0]]), fewest=2).ravel()
    array([0.25, 0.75])
    """
    found = np.full_like(grid, np.nan)
    for place in range(grid.shape[1]):
        given = ~np.isnan(grid[:, place])
        if given.sum() >= fewest:
            found[given, place] = (rankdata(grid[given, place]) - 0.5) / given.sum()
    return found


def signed_log(grid: Grid) -> Grid:
    """Take the logarithm of one plus the size, with the sign kept: rates whose tails are long."""
    return np.asarray(np.sign(grid) * np.log1p(np.abs(grid)))


def positive_log(grid: Grid) -> Grid:
    """Take the logarithm of what is above zero; anything else is missing."""
    return np.log(np.where(grid > 0, grid, np.nan))
