"""Change points of a whole series, looked back upon: where its mean moved, and how far that hangs on the penalty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from outward.errors import InvalidValueError
from outward.risk.learning import require

PENALTIES: Final = (1.0, 2.0, 4.0)
"""Penalties k in k log(n) sigma^2 that are tried, the middle one being reported."""

_LEAST = 8  # values; of fewer no change point is sought
_MAD_TO_SD = 1.4826


@dataclass(frozen=True, slots=True)
class Changes:
    """Change points: the place of the first value of each new level."""

    at: tuple[int, ...]  # with the middle penalty
    sensitivity: tuple[tuple[float, tuple[int, ...]], ...]  # penalty k, and the change points with it

    def is_firm(self, place: int) -> bool:
        """Whether a change point is there, give or take a place, with every penalty that was tried.

        Examples
        --------
        >>> Changes((5,), ((1.0, (5, 9)), (2.0, (5,)), (4.0, (6,)))).is_firm(5)
        True
        """
        return all(any(abs(place - each) <= 1 for each in found) for _, found in self.sensitivity)


def changes(values: ArrayLike, *, penalties: tuple[float, ...] = PENALTIES, shortest: int = 2) -> Changes:
    """Find where the mean of a series moved, by kernel change point detection with a linear kernel.

    Every place may be one (``jump=1``); the cost of each is k log(n) sigma^2, with sigma from the median absolute
    difference of neighbours, which a move of the mean does not inflate. All penalties are tried, for none is right for
    every series: what is found with only the least of them is not firm.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values in order; missing ones are passed over, and places are counted with them.
    penalties : tuple of float
        Values of k in ascending order.
    shortest : int
        Values that a level must last.

    Raises
    ------
    MissingDependencyError
        If ruptures is not installed.
    InvalidValueError
        If a penalty is not positive, or ``shortest`` is below 1.

    References
    ----------
    Truong, C., L. Oudre and N. Vayatis (2020), "Selective review of offline change point detection methods", Signal
    Processing 167, 107299. Yao, Y.-C. (1988), "Estimating the number of change-points via Schwarz' criterion",
    Statistics & Probability Letters 6(3), 181-189 (the penalty: k = 2 counts a level and a place).

    Examples
    --------
    >>> found = changes([1.0, 1.2, 0.9, 1.1, 1.0, 5.1, 4.9, 5.0, 5.2, 4.8])
    >>> found.at, found.is_firm(5)
    ((5,), True)
    """
    if not penalties or not all(each > 0 for each in penalties) or shortest < 1:
        raise InvalidValueError(f"penalties {penalties}, shortest {shortest}", "changes", "Give positive numbers.")
    given = np.asarray(values, dtype=float)
    places = np.flatnonzero(np.isfinite(given))
    series = given[places]
    steps = np.abs(np.diff(series))
    sigma = _MAD_TO_SD * float(np.median(steps)) / np.sqrt(2) if steps.size else 0.0
    if series.size < max(_LEAST, 2 * shortest) or not steps.any():
        return Changes((), tuple((each, ()) for each in penalties))
    if sigma == 0:  # most neighbours are alike, as in counts of what is rare
        sigma = float(np.sqrt(np.mean(steps**2) / 2))
    search = require("ruptures").KernelCPD(kernel="linear", min_size=shortest, jump=1).fit(series[:, None] / sigma)
    found = tuple((each, tuple(int(places[end]) for end in search.predict(pen=each * np.log(series.size))[:-1]))
                  for each in penalties)
    return Changes(found[len(found) // 2][1], found)
