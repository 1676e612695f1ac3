"""Bringing indicators onto one scale, with more always better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from outward.composite.data import Floats
from outward.errors import DataGapError, InvalidValueError


@dataclass(frozen=True, slots=True)
class Scale:
    """How indicators are normalised.

    ``low`` and ``high`` are the ends of the scale of ``minmax``, ``goalposts``, ``percentile_rank`` and the distances;
    ``mean`` and ``sd`` those of ``zscore``; ``cap`` cuts off beyond goalposts, target or reference.
    """

    method: str
    low: float = 0.0
    high: float = 100.0
    mean: float = 0.0
    sd: float = 1.0
    cap: bool = True

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise InvalidValueError(f"the scale runs from {self.low:g} to {self.high:g}",
                                    "normalise.low, normalise.high", "Set normalise.low below normalise.high.")


def normalise(values: Floats, scale: Scale, *, direction: int = 1, goalposts: tuple[float, float] | None = None,
              target: float | None = None, reference: float | None = None, where: str = "normalisation") -> Floats:
    """Bring one indicator onto the scale.

    Parameters
    ----------
    values : array, shape (units,)
        In the indicator's unit; NaN stays NaN.
    scale : Scale
        Method and ends:

        - ``minmax``: low + (high - low) (x - min) / (max - min);
        - ``goalposts``: the same with fixed ends;
        - ``zscore``: mean + sd (x - x̄) / s, s with n - 1;
        - ``rank``: place from the bottom, 1 the worst, equals sharing the lower; ``borda``: rank - 1;
        - ``percentile_rank``: (rank - 1) / (n - 1) of the scale;
        - ``distance_to_best``, ``_target``, ``_reference``: 1 - (a - x) / (a - min) of the scale, a being the best
          value, the target, the value of the unit of reference;
        - ``none``: x itself.
    direction : {1, -1}
        -1 where less is better: the indicator is taken times -1, with its goalposts, target and reference.
    goalposts, target, reference : optional
        In the indicator's unit, for the methods that need them.
    where : str
        Names the indicator in errors.

    Raises
    ------
    InvalidValueError
        If the column does not vary and the method divides by its spread, or a target lies below all values.
    DataGapError
        If the column is empty, or a goalpost, target or reference is missing.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 1.5.

    Examples
    --------
    >>> normalise(np.array([1.0, 2.0, 5.0]), Scale("minmax"))
    array([  0.,  25., 100.])
    """
    x = values * direction
    known = x[~np.isnan(x)]
    if not known.size:
        raise DataGapError("the indicator has no value at all", where, "Load it, or leave it out of the framework.")
    if goalposts is not None and direction < 0:
        goalposts = (-goalposts[1], -goalposts[0])
    anchor = {"distance_to_target": target, "distance_to_reference": reference}.get(scale.method)
    ends = _Ends(x, known, scale, goalposts, None if anchor is None else anchor * direction, where)
    return _METHODS[scale.method](ends)


@dataclass(frozen=True, slots=True)
class _Ends:
    """A column, turned so that more is better, with what the methods measure it against."""

    x: Floats
    known: Floats
    scale: Scale
    goalposts: tuple[float, float] | None
    anchor: float | None
    where: str

    def between(self, low: float, high: float, *, cap: bool) -> Floats:
        """Place the column between two ends of the scale."""
        if not high > low:
            raise InvalidValueError(f"every value is {low:g}" if high == low else f"{high:g} lies below all values",
                                    self.where, "A column that does not vary cannot rank: leave the indicator out, or "
                                    "give it goalposts and set normalise.method=goalposts.")
        placed = (self.x - low) / (high - low)
        if cap:
            placed = np.clip(placed, 0.0, 1.0)
        placed *= self.scale.high - self.scale.low
        placed += self.scale.low
        return placed

    def places(self) -> Floats:
        """Rank from the bottom, equals sharing the lower place."""
        ranked = np.full(self.x.shape, np.nan)
        there = ~np.isnan(self.x)
        ranked[there] = rankdata(self.x[there], method="min")
        return ranked


def _minmax(ends: _Ends) -> Floats:
    return ends.between(float(ends.known.min()), float(ends.known.max()), cap=False)


def _goalposts(ends: _Ends) -> Floats:
    if ends.goalposts is None:
        raise DataGapError("the indicator has no goalposts", ends.where,
                           "Write goalposts = [lowest, highest] in the framework, or choose another normalise.method.")
    return ends.between(*ends.goalposts, cap=ends.scale.cap)


def _zscore(ends: _Ends) -> Floats:
    spread = float(ends.known.std(ddof=1)) if ends.known.size > 1 else 0.0
    if np.ptp(ends.known) == 0 or spread == 0:
        return ends.between(float(ends.known[0]), float(ends.known[0]), cap=False)  # raises
    scored: Floats = (ends.x - ends.known.mean()) / spread * ends.scale.sd + ends.scale.mean
    return scored


def _rank(ends: _Ends) -> Floats:
    return ends.places()


def _borda(ends: _Ends) -> Floats:
    return ends.places() - 1


def _percentile_rank(ends: _Ends) -> Floats:
    others = max(1, ends.known.size - 1)
    placed: Floats = (ends.places() - 1) / others * (ends.scale.high - ends.scale.low) + ends.scale.low
    return placed


def _distance_to_best(ends: _Ends) -> Floats:
    return _minmax(ends)


def _distance_to_anchor(ends: _Ends) -> Floats:
    if ends.anchor is None or np.isnan(ends.anchor):
        raise DataGapError("the indicator has no target, or the unit of reference no value", ends.where,
                           "Write target = ... in the framework, or set normalise.reference to a unit with data.")
    low = float(ends.known.min())
    if not ends.anchor > low:
        raise InvalidValueError("the target or reference is no better than the worst value", ends.where,
                                "Choose a unit of reference, or a target, that is ahead of some.")
    placed = ends.between(low, ends.anchor, cap=False)
    return np.minimum(placed, ends.scale.high) if ends.scale.cap else placed


def _none(ends: _Ends) -> Floats:
    return ends.x.copy()


_METHODS: dict[str, Callable[[_Ends], Floats]] = {
    "minmax": _minmax, "goalposts": _goalposts, "zscore": _zscore, "rank": _rank, "borda": _borda,
    "percentile_rank": _percentile_rank, "distance_to_best": _distance_to_best,
    "distance_to_target": _distance_to_anchor, "distance_to_reference": _distance_to_anchor, "none": _none,
}
