"""Detecting what is unusual: robust z, exceedance of counts, false discovery, online detectors.

All are plain functions over arrays; missing values (nan) stay missing and never count as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtr, ndtri  # scipy.stats has both, and takes a second to import

from outward.errors import InvalidValueError

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


def cusum(z: ArrayLike, *, reference: float = 0.5, decision: float = 5.0) -> tuple[Floats, NDArray[np.int64]]:
    """Add up what lies above a reference: the upper one-sided tabular CUSUM, S = max(0, S + z - reference).

    Parameters
    ----------
    z : array_like, shape (..., n)
        Standardised values in order; a missing one leaves the sum as it is.
    reference : float
        Half of the shift that is to be found, in standard deviations.
    decision : float
        A sum above it is a signal; the sum goes on (it is not reset), so that a signal lasts as long as the shift.

    Returns
    -------
    tuple of numpy.ndarray, shape (..., n)
        The sums, and for each the number of values since it last was zero: it says when the shift began.

    References
    ----------
    Page, E. S. (1954), "Continuous Inspection Schemes", Biometrika 41(1/2), 100-115. Montgomery, D. C. (2009),
    "Introduction to Statistical Quality Control", 6th ed., section 9.1.

    Examples
    --------
    >>> sums, since = cusum([0.2, 1.5, 2.0, 3.0, 0.5])
    >>> sums.tolist(), since.tolist()
    ([0.0, 1.0, 2.5, 5.0, 5.0], [0, 1, 2, 3, 4])
    """
    if not (reference >= 0 and decision > 0):
        raise InvalidValueError(f"reference {reference}, decision {decision}", "cusum", "Give 0 or more, and above 0.")
    values = np.asarray(z, dtype=float)
    sums, since = np.zeros(values.shape), np.zeros(values.shape, dtype=np.int64)
    running = np.zeros(values.shape[:-1])
    length = np.zeros(values.shape[:-1], dtype=np.int64)
    for place in range(values.shape[-1]):
        step = values[..., place]
        running = np.where(np.isnan(step), running, np.maximum(0.0, running + step - reference))
        length = np.where(running > 0, length + 1, 0)
        sums[..., place], since[..., place] = running, length
    return sums, since


def cusum_run_length(shift: float, *, reference: float = 0.5, decision: float = 5.0, states: int = 400) -> float:
    """Give the average run length of a one-sided CUSUM of normal values whose mean has shifted.

    With ``shift=0`` it says after how many quiet values a false alarm comes; with a shift, how soon it is found.

    Parameters
    ----------
    shift : float
        Mean of the values, in standard deviations.
    reference, decision : float
        As in ``cusum``.
    states : int
        States of the Markov chain that stands for the sum; more are more exact.

    References
    ----------
    Brook, D. and D. A. Evans (1972), "An approach to the probability distribution of cusum run length", Biometrika
    59(3), 539-549.

    Examples
    --------
    >>> round(cusum_run_length(1.0), 1)
    10.4
    """
    width = 2.0 * decision / (2 * states - 1)
    centres = np.arange(states) * width
    upper = centres[None, :] - centres[:, None] + reference - shift
    moves = ndtr(upper + width / 2) - ndtr(upper - width / 2)
    moves[:, 0] = ndtr(upper[:, 0] + width / 2)
    return float(np.linalg.solve(np.eye(states) - moves, np.ones(states))[0])


@dataclass(frozen=True, slots=True)
class Detection:
    """What a Page-Hinkley test found: the places at which it gave an alarm, and how far the running sum is now."""

    at: tuple[int, ...]  # places in the series, each in the order of time
    excess: float  # of the sum over its least, in units of the series; an alarm comes above the threshold


def page_hinkley(values: ArrayLike, *, delta: float, threshold: float, least: int = 30, forgetting: float = 1.0
                 ) -> Detection:
    """Detect, value by value, that the mean of a series has risen: the Page-Hinkley test.

    The sum of (value - mean so far - delta) is followed; an alarm comes where it stands more than the threshold above
    its least. After an alarm all is begun anew.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values in order of time; a missing one is passed over.
    delta : float
        A rise of the mean that does not matter, in units of the values.
    threshold : float
        How much the sum may rise.
    least : int
        Values after which the test begins.
    forgetting : float
        Factor, at most 1, by which the sum fades at each value.

    References
    ----------
    Page (1954), as ``cusum``; Hinkley, D. V. (1971), "Inference about the change-point from cumulative sum tests",
    Biometrika 58(3), 509-523; with forgetting as in Montiel, J. et al. (2021), "River", JMLR 22(110).

    Examples
    --------
    >>> page_hinkley([0.0] * 40 + [1.0] * 5, delta=0.005, threshold=2.0).at
    (42,)
    """
    at: list[int] = []
    count, mean, total, lowest = 0, 0.0, 0.0, np.inf
    for place, value in enumerate(np.asarray(values, dtype=float).tolist()):
        if value != value:
            continue
        count += 1
        mean += (value - mean) / count
        total = forgetting * total + value - mean - delta
        lowest = min(lowest, total)
        if count >= least and total - lowest > threshold:
            at.append(place)
            count, mean, total, lowest = 0, 0.0, 0.0, np.inf
    return Detection(tuple(at), total - lowest if count else 0.0)
