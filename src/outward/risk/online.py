"""Online detectors: value by value they say whether a mean has shifted, and how long that takes.

Missing values (nan) change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from outward.errors import InvalidValueError
from outward.risk.detection import Floats


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
