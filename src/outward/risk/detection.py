"""Detecting what is unusual: robust z, exceedance of counts, false discovery.

All are plain functions over arrays; missing values (nan) stay missing and never count as zero.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtri  # scipy.stats has both, and takes a second to import

Floats = NDArray[np.float64]

_MAD_TO_SD: Final = 1.4826  # of a normal distribution
_MEAN_DEVIATION_TO_SD: Final = 1.253314  # sqrt(pi / 2)
_LEAST_VARIANCE: Final = 1e-9  # relative, so that a rate that is known for certain does not divide by zero


def robust_scale(values: ArrayLike, axis: int = -1) -> tuple[Floats, Floats]:
    """Give median and robust standard deviation: 1.4826 times the median absolute deviation (MAD).

    Where more than half of the values are alike, so that the MAD is 0, it is 1.2533 times the mean absolute deviation
    from the median; where all are alike it is 0.

    Parameters
    ----------
    values : array_like
        Values; nan is left out.
    axis : int
        Along which.

    Returns
    -------
    tuple of numpy.ndarray
        Median and scale, nan where there is no value.

    References
    ----------
    Iglewicz, B. and D. Hoaglin (1993), "How to Detect and Handle Outliers", ASQC, ch. 3.

    Examples
    --------
    >>> middle, scale = robust_scale([1, 2, 3, 4, 5, 6, 7, 8, 9])
    >>> float(middle), round(float(scale), 4)
    (5.0, 2.9652)
    """
    given = np.asarray(values, dtype=float)
    has_any = ~np.isnan(given).all(axis=axis, keepdims=True)
    filled = np.where(has_any, given, 0.0)  # else numpy warns of rows without a value
    middle = np.nanmedian(filled, axis=axis, keepdims=True)
    away = np.abs(filled - middle)
    scale = _MAD_TO_SD * np.nanmedian(away, axis=axis, keepdims=True)
    scale = np.where(scale > 0, scale, _MEAN_DEVIATION_TO_SD * np.nanmean(away, axis=axis, keepdims=True))
    return (np.squeeze(np.where(has_any, middle, np.nan), axis=axis),
            np.squeeze(np.where(has_any, scale, np.nan), axis=axis))


def robust_z(value: ArrayLike, before: ArrayLike, *, least: int = 2) -> Floats:
    """Say how many robust standard deviations values lie above the median of what came before.

    Parameters
    ----------
    value : array_like, shape (...)
        Values now.
    before : array_like, shape (..., n)
        What came before each.
    least : int
        With fewer values before, z is nan.

    Returns
    -------
    numpy.ndarray
        z; nan where the value is missing, too little came before, or all before are alike.

    Examples
    --------
    >>> float(robust_z(8.0, [2.0, 4.0, 4.0, 5.0, 6.0]).round(2))
    2.7
    """
    now, past = np.asarray(value, dtype=float), np.asarray(before, dtype=float)
    middle, scale = robust_scale(past)
    enough = (~np.isnan(past)).sum(axis=-1) >= least
    usable = enough & (scale > 0)
    return np.where(usable, (now - middle) / np.where(usable, scale, 1.0), np.nan)


def exceedance(now: ArrayLike, exposure: ArrayLike, before: ArrayLike, exposures: ArrayLike,
               least_dispersion: ArrayLike = 0.0) -> tuple[Floats, Floats, Floats]:
    """Give the probability of as many events or more, had the rate stayed what it was: negative binomial.

    The expected count is the exposure now times the rate before (with half an event added, so that no rate is 0). The
    variance is mu + a mu^2, where a is the overdispersion of the counts before (method of moments) plus the uncertainty
    of the rate itself; without overdispersion this is the Poisson-gamma predictive distribution.

    Parameters
    ----------
    now, exposure : array_like, shape (k,)
        Counts, and the monitoring volume in which they were found.
    before, exposures : array_like, shape (k, n)
        The same on the days before; nan where not monitored.
    least_dispersion : array_like, shape (k,)
        Overdispersion below which none is believed, as short series show too little of it by chance.

    Returns
    -------
    tuple of numpy.ndarray, each of shape (k,)
        Upper tail probability (inclusive), expected count, and the overdispersion of the counts before.

    References
    ----------
    Breslow, N. E. (1984), "Extra-Poisson variation in log-linear models", Applied Statistics 33(1), 38-44 (moments).
    Noufaily, A. et al. (2013), "An improved algorithm for outbreak detection in multiple surveillance systems",
    Statistics in Medicine 32(7), 1206-1222 (quantiles of the negative binomial with the rate's uncertainty).

    Examples
    --------
    >>> p, expected, _ = exceedance([9.0], [100.0], [[2, 3, 1, 2, 3, 1]], [[100.0] * 6])
    >>> float(p[0].round(4)), float(expected[0].round(2))
    (0.0012, 2.08)
    """
    fitted, counts, rate = _fitted(before, exposures)
    dispersion = _dispersion(fitted, counts)
    used = np.maximum(dispersion, np.asarray(least_dispersion, dtype=float))
    means, squares = fitted.sum(axis=-1), (fitted**2).sum(axis=-1)
    of_rate = np.divide(means + used * squares, means**2, out=np.zeros_like(means), where=means > 0)
    expected = np.asarray(exposure, dtype=float) * rate
    size = 1.0 / np.maximum(used + of_rate, _LEAST_VARIANCE)
    counted = np.asarray(now, dtype=float)
    tail = np.where(counted > 0, betainc(np.maximum(counted, 1.0), size, expected / (size + expected)), 1.0)
    return np.where(np.isnan(expected + counted), np.nan, tail), expected, dispersion


def surprise(counts: ArrayLike, volumes: ArrayLike, before: ArrayLike, exposures: ArrayLike,
             least_dispersion: ArrayLike = 0.0) -> Floats:
    """Say how surprising counts of several days are, as normal deviates: positive where more came than expected.

    The deviate is that of the mid-p value (half of the probability of the count itself) in ``exceedance``'s
    distribution, so that counts of rare events may be added up in a CUSUM.

    Parameters
    ----------
    counts, volumes : array_like, shape (k, m)
        Counts and monitoring volumes of the days; nan where not monitored.
    before, exposures : array_like, shape (k, n)
        The same on the days before all of them.
    least_dispersion : array_like, shape (k,)
        As in ``exceedance``.

    Examples
    --------
    >>> surprise([[2, 2, 9]], [[100.0] * 3], [[2, 3, 1, 2, 3, 1]], [[100.0] * 6]).round(1).tolist()
    [[0.1, 0.1, 3.2]]
    """
    now, volume = np.asarray(counts, dtype=float), np.asarray(volumes, dtype=float)
    found = np.empty(now.shape)
    for day in range(now.shape[1]):
        as_many, _, _ = exceedance(now[:, day], volume[:, day], before, exposures, least_dispersion)
        more, _, _ = exceedance(now[:, day] + 1.0, volume[:, day], before, exposures, least_dispersion)
        found[:, day] = -ndtri((as_many + more) / 2.0)
    return found


def overdispersion(before: ArrayLike, exposures: ArrayLike) -> Floats:
    """Say how much more counts vary than a Poisson process would: a in the variance mu + a mu^2, by moments.

    Parameters
    ----------
    before, exposures : array_like, shape (k, n)
        Counts and monitoring volumes; nan where not monitored.

    Returns
    -------
    numpy.ndarray, shape (k,)
        Overdispersion, 0 or more.

    Examples
    --------
    >>> overdispersion([[2, 9, 1, 0, 8, 1]], [[100.0] * 6]).round(2).tolist()
    [0.73]
    """
    fitted, counts, _ = _fitted(before, exposures)
    return _dispersion(fitted, counts)


def _fitted(before: ArrayLike, exposures: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Expected counts at one rate for all days, the counts (0 where not monitored), and that rate."""
    counts, volumes = np.asarray(before, dtype=float), np.asarray(exposures, dtype=float)
    known = ~(np.isnan(counts) | np.isnan(volumes))
    counts, volumes = np.where(known, counts, 0.0), np.where(known, volumes, 0.0)
    total, volume = counts.sum(axis=-1), volumes.sum(axis=-1)
    rate = np.divide(total + 0.5, volume, out=np.full_like(total, np.nan), where=volume > 0)
    return volumes * np.where(np.isnan(rate), 0.0, rate)[..., None], counts, rate


def _dispersion(fitted: Floats, counts: Floats) -> Floats:
    squares = (fitted**2).sum(axis=-1)
    excess = ((counts - fitted) ** 2 - fitted).sum(axis=-1)
    return np.asarray(np.maximum(np.divide(excess, squares, out=np.zeros_like(squares), where=squares > 0), 0.0))


def discoveries(p: ArrayLike) -> Floats:
    """Adjust p-values so that those at most q are discoveries at a false discovery rate of q (Benjamini-Hochberg).

    Parameters
    ----------
    p : array_like, shape (m,)
        P-values of all that was tested, nan where nothing was.

    Returns
    -------
    numpy.ndarray, shape (m,)
        The adjusted p-values (q-values).

    References
    ----------
    Benjamini, Y. and Y. Hochberg (1995), "Controlling the False Discovery Rate: a Practical and Powerful Approach to
    Multiple Testing", Journal of the Royal Statistical Society B 57(1), 289-300.

    Examples
    --------
    >>> discoveries([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    given = np.asarray(p, dtype=float)
    tested = np.flatnonzero(~np.isnan(given))
    order = tested[np.argsort(given[tested], kind="stable")]
    adjusted = given[order] * order.size / np.arange(1, order.size + 1)
    result = np.full(given.shape, np.nan)
    result[order] = np.minimum(np.minimum.accumulate(adjusted[::-1])[::-1], 1.0)
    return result
