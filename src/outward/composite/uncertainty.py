"""How sure a rank is: the places that a unit takes over many runs with other weights, choices and noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.composite.alternatives import Alternatives
from outward.composite.data import Floats
from outward.composite.ranking import ordered
from outward.errors import InvalidValueError

_MOST_CELLS = 2_000_000  # scores in memory at once


@dataclass(frozen=True, slots=True)
class RankUncertainty:
    """How often each unit took each place.

    ``counts[u, r - 1]`` is in how many runs unit ``u`` was at place ``r``.
    """

    units: tuple[str, ...]
    nominal: NDArray[np.int64]  # places with the stated choices
    counts: NDArray[np.int64]  # (units, places)
    shift: Floats  # (runs,): mean over units of how many places they stand from the nominal one

    @property
    def runs(self) -> int:
        """How many runs there were."""
        return len(self.shift)

    @property
    def placed(self) -> Floats:
        """In how many runs each unit had a place; NaN for none, so that what is asked of it is NaN too."""
        runs = self.counts.sum(axis=1).astype(float)
        return np.where(runs > 0, runs, np.nan)

    def within(self, place: int) -> Floats:
        """Give the share of runs in which each unit was at a place or better."""
        share: Floats = self.counts[:, :place].sum(axis=1) / self.placed
        return share

    def mean(self) -> Floats:
        """Give the mean place of each unit."""
        mean: Floats = self.counts @ np.arange(1.0, self.counts.shape[1] + 1) / self.placed
        return mean

    def quantile(self, share: float) -> Floats:
        """Give a quantile of the places of each unit, interpolated linearly between order statistics (type 7).

        References
        ----------
        Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages", The American Statistician 50, 361-365.
        """
        below = self.counts.cumsum(axis=1)
        at = (self.placed - 1) * share
        lower, upper = np.floor(at), np.ceil(at)
        first = (below <= lower[:, None]).sum(axis=1) + 1.0
        second = (below <= upper[:, None]).sum(axis=1) + 1.0
        found: Floats = first + (at - lower) * (second - first)  # NaN where `at` is
        return found


def rank_uncertainty(alternatives: Alternatives) -> RankUncertainty:
    """Rank units in ``uncertainty.runs`` runs: each draws one alternative of every factor, and every weight.

    Weights are drawn evenly within ``uncertainty.weight_spread`` of the stated ones; cells within their standard errors
    where the data state any. The seed is a choice, so two people get the same bands.

    Parameters
    ----------
    alternatives : Alternatives
        The framework, its data and its evaluation.

    Returns
    -------
    RankUncertainty
        A framework without factors, spread or noise gives one run: its own ranks.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), "Uncertainty and sensitivity analysis techniques as tools for the quality
    assessment of composite indicators", Journal of the Royal Statistical Society A 168, 307-323.
    """
    choices = alternatives.framework.choices
    generator = np.random.default_rng(choices.whole("uncertainty.seed"))
    varies = bool(alternatives.factors) or alternatives.spread > 0 or alternatives.has_noise
    runs = choices.whole("uncertainty.runs") if varies else 1
    method = choices.word("normalise.method")
    if alternatives.has_noise and method in ("distance_to_target", "distance_to_reference"):
        raise InvalidValueError(f"noise may leave nothing between the worst unit and what {method} measures to",
                                f"framework {alternatives.framework.id}, uncertainty.noise",
                                "Set uncertainty.noise=none, or another normalise.method.")
    units = len(alternatives.nominal.units)
    tally = _Tally(alternatives.nominal.rank)
    step = max(1, _MOST_CELLS // units)
    for first in range(0, runs, step):
        combinations, weights = alternatives.draw(generator, min(step, runs - first))
        tally.add(alternatives.scores(combinations, weights, generator if alternatives.has_noise else None))
    return tally.result(alternatives.nominal.units)


def exact_rank_uncertainty(alternatives: Alternatives) -> RankUncertainty:
    """Rank units in every combination of alternatives, once each, with the stated weights and the data as they are.

    Raises
    ------
    InvalidValueError
        If there are too many combinations.
    """
    tally = _Tally(alternatives.nominal.rank)
    tally.add(alternatives.scores(alternatives.combinations()))
    return tally.result(alternatives.nominal.units)


class _Tally:
    """Counts places as runs come in."""

    def __init__(self, nominal: NDArray[np.int64]) -> None:
        self.nominal = nominal
        self.counts = np.zeros((len(nominal), len(nominal)), dtype=np.int64)
        self.shifts: list[Floats] = []

    def add(self, scores: Floats) -> None:
        units, ranked = len(self.nominal), self.nominal > 0
        order, at = ordered(scores)
        if ranked.all():
            self.counts += np.bincount((order * units + at - 1).ravel(), minlength=units * units).reshape(units, units)
            self.shifts.append(np.abs(at - self.nominal[order]).mean(axis=1))
            return
        there = ranked[order] & ~np.isnan(np.take_along_axis(scores, order, axis=1))
        self.counts += np.bincount((order * units + at - 1)[there], minlength=units * units).reshape(units, units)
        shifts = np.where(there, np.abs(at - self.nominal[order]), 0.0)
        self.shifts.append(shifts.sum(axis=1) / np.maximum(1, there.sum(axis=1)))

    def result(self, units: tuple[str, ...]) -> RankUncertainty:
        return RankUncertainty(units, self.nominal, self.counts, np.concatenate(self.shifts))
