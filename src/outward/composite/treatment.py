"""Outliers: skewness and kurtosis as Excel has them, winsorisation point by point, a logarithm where that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.composite.data import Floats


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to one column.

    ``before`` and ``after`` are (skewness, excess kurtosis), NaN where a column has too few values or no spread.
    """

    values: Floats  # (units,)
    winsorised: NDArray[np.bool_]  # which cells were
    points: int  # steps of winsorisation
    logged: bool
    before: tuple[float, float]
    after: tuple[float, float]


def skewness(values: Floats) -> float:
    """Sample skewness G1, corrected for small samples (Joanes & Gill 1998): n / ((n-1)(n-2)) * sum(z**3).

    NaN for fewer than three values or none that differ; missing values are left out.

    Examples
    --------
    >>> round(skewness(np.array([1.0, 2.0, 3.0, 10.0])), 4)
    1.7636
    """
    return shape_of(values)[0]


def kurtosis(values: Floats) -> float:
    """Sample excess kurtosis G2, corrected for small samples (Joanes & Gill 1998); NaN for fewer than four values.

    Examples
    --------
    >>> round(kurtosis(np.array([1.0, 2.0, 3.0, 10.0])), 4)
    3.228
    """
    return shape_of(values)[1]


def shape_of(values: Floats) -> tuple[float, float]:
    """Give skewness and excess kurtosis of one column."""
    known = values[~np.isnan(values)]
    n = known.size
    if n < 3 or known.max() == known.min():
        return float("nan"), float("nan")
    apart = known - known.mean()
    apart /= np.abs(apart).max()  # the shape has no unit, and fourth powers of large numbers have no end
    squared = apart * apart
    variance = float(squared.sum()) / (n - 1)
    skew = n / ((n - 1) * (n - 2)) * float((squared * apart).sum()) / variance**1.5
    if n < 4:
        return skew, float("nan")
    head = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * float((squared * squared).sum()) / variance**2
    return skew, head - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def shapes_of(values: Floats) -> tuple[Floats, Floats]:
    """Give skewness and excess kurtosis of every column at once, each of shape (columns,); see ``shape_of``."""
    there = ~np.isnan(values)
    n = there.sum(axis=0).astype(float)
    known = np.where(there, values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):  # columns with too few values give NaN, as they should
        apart = np.where(there, known - known.sum(axis=0) / n, 0.0)
        apart /= np.abs(apart).max(axis=0, initial=0.0)
        squared = apart * apart
        variance = squared.sum(axis=0) / (n - 1)
        skew = n / ((n - 1) * (n - 2)) * (squared * apart).sum(axis=0) / variance**1.5
        head = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * (squared * squared).sum(axis=0) / variance**2
        kurt = head - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    return np.where(n < 3, np.nan, skew), np.where(n < 4, np.nan, kurt)


def treat_columns(values: Floats, method: str, *, max_skewness: float = 2.0, max_kurtosis: float = 3.5,
                  max_winsorised: int = 5) -> tuple[Treatment, ...]:
    """Treat every column of a matrix of shape (units, columns): ``treat`` for those that fail, the others at once."""
    skew, kurt = shapes_of(values)
    may_fail = (np.abs(skew) > max_skewness * (1 - _NEAR)) & (kurt > max_kurtosis - _NEAR * abs(max_kurtosis))
    untouched = np.zeros(len(values), dtype=bool)
    return tuple(
        treat(column, method, max_skewness=max_skewness, max_kurtosis=max_kurtosis, max_winsorised=max_winsorised)
        if fails and method != "none" else Treatment(column, untouched, 0, False, shape, shape)
        for column, fails, shape in zip(values.T, may_fail, zip(skew.tolist(), kurt.tolist(), strict=True),
                                        strict=True))


_NEAR: Final = 1e-9  # so near to a limit only the exact computation decides


def treat(values: Floats, method: str, *, max_skewness: float = 2.0, max_kurtosis: float = 3.5,
          max_winsorised: int = 5) -> Treatment:
    """Treat one column's outliers.

    A column fails where ``|skewness| > max_skewness`` and ``kurtosis > max_kurtosis``. Winsorisation puts the outermost
    value of the skewed side to the value next to it, again and again, until the column passes or ``max_winsorised``
    steps are done. ``winsorise_then_log`` takes the logarithm of the *original* column where that did not help.

    Parameters
    ----------
    values : array, shape (units,)
        NaN where missing.
    method : {"winsorise_then_log", "winsorise", "log", "none"}
        ``log`` takes the logarithm at once where the column fails.
    max_skewness, max_kurtosis, max_winsorised
        As above.

    Returns
    -------
    Treatment
        The logarithm is ``ln(x - min + 0.01 (max - min))``, turned round (of ``-x``) for a column with negative skew.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators; Becker, Caperna, Del Sorbo, Norlén,
    Papadimitriou and Saisana (2022), "COINr", Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    >>> column = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 100.0])
    >>> treat(column, "winsorise").values
    array([1., 2., 3., 4., 5., 6., 7., 7.])
    """
    before = shape_of(values)
    plain = Treatment(values, np.zeros(values.shape, dtype=bool), 0, False, before, before)

    def fails(shape: tuple[float, float]) -> bool:
        return abs(shape[0]) > max_skewness and shape[1] > max_kurtosis

    if method == "none" or not fails(before):
        return plain
    done = plain
    if method != "log":
        done = _winsorised(values, before, max_winsorised, fails)
        if method == "winsorise" or not fails(done.after):
            return done
    logged = _logged(values, sign=1 if before[0] > 0 else -1)
    return Treatment(logged, plain.winsorised, 0, True, before, shape_of(logged))


def _winsorised(values: Floats, before: tuple[float, float], most: int, fails: object) -> Treatment:
    assert callable(fails)
    column, touched, points, shape = values.copy(), np.zeros(values.shape, dtype=bool), 0, before
    while fails(shape) and points < most:
        edge = np.nanmax(column) if shape[0] > 0 else np.nanmin(column)
        outermost = column == edge
        rest = column[~outermost & ~np.isnan(column)]
        if not rest.size or rest.max() == rest.min():
            break  # all that is left would be alike, and nothing could be ranked by it
        column[outermost] = rest.max() if shape[0] > 0 else rest.min()
        touched |= outermost
        points += 1
        shape = shape_of(column)
    return Treatment(column, touched, points, False, before, shape)


def _logged(values: Floats, *, sign: int) -> Floats:
    turned = sign * values
    low, high = np.nanmin(turned), np.nanmax(turned)
    logged: Floats = sign * np.log(turned - low + 0.01 * (high - low))
    return logged
