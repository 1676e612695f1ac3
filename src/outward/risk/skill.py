"""How good probabilities were: ranking, accuracy, skill against baselines, reliability and usefulness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from outward.errors import InvalidValueError
from outward.risk.calibration import calibration_line
from outward.risk.learners import Vector, log_odds_of

_BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a set of forecasts whose outcomes are known.

    ``auroc`` and ``auprc`` are NaN where all outcomes are alike. ``skill`` is 1 - Brier score / reference's.
    """

    forecasts: int
    events: int
    auroc: float
    auprc: float
    brier: float
    skill: float  # against the reference: 0 is as good, 1 perfect, below 0 worse
    slope: float  # of outcomes on forecast log-odds: 1 is calibrated, below 1 too bold
    expected: float  # events that the probabilities sum to


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Forecasts of about one probability, and how often the event came about."""

    forecasts: int
    mean_probability: float
    frequency: float


def scores(probability: Vector, happened: Vector, reference: Vector) -> Scores:
    """Score probabilities of events that are known to have happened or not.

    Parameters
    ----------
    probability, happened, reference : numpy.ndarray, shape (n,)
        Probabilities 0..1, outcomes 0 or 1, and the probabilities of what they are held against.

    Raises
    ------
    InvalidValueError
        If there is no forecast, or a value is missing or no probability.

    Examples
    --------
    >>> found = scores(np.array([0.1, 0.2, 0.7]), np.array([0.0, 0.0, 1.0]), np.full(3, 1 / 3))
    >>> found.auroc, round(found.brier, 4), round(found.skill, 2)
    (1.0, 0.0467, 0.79)
    """
    if not len(probability) or not ((probability >= 0) & (probability <= 1)).all():
        raise InvalidValueError(f"{len(probability)} probabilities, some missing or outside 0..1",
                                "scores of forecasts", "Leave out abstained forecasts.")
    if not np.isin(happened, (0, 1)).all() or not ((reference >= 0) & (reference <= 1)).all():
        raise InvalidValueError("an outcome is neither 0 nor 1, or a reference is no probability",
                                "scores of forecasts", "Leave out forecasts whose outcome or reference is unknown.")
    error, against = brier(probability, happened), brier(reference, happened)
    both = 0 < happened.sum() < len(happened)
    return Scores(len(probability), int(happened.sum()), auroc(probability, happened),
                  auprc(probability, happened), error,
                  1 - error / against if against > 0 else float("nan"),
                  calibration_line(log_odds_of(probability), happened)[0] if both else float("nan"),
                  float(probability.sum()))


def brier(probability: Vector, happened: Vector) -> float:
    """Give the mean squared error of probabilities (Brier 1950, in its half form)."""
    return float(np.mean((probability - happened) ** 2))


def auroc(probability: Vector, happened: Vector) -> float:
    """Give the area under the receiver operating characteristic: how often an event outranks a non-event.

    Ties count half (Mann-Whitney). Hanley and McNeil (1982), Radiology 143(1), 29-36.

    Examples
    --------
    >>> auroc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1]))
    0.75
    """
    events = happened == 1
    many, few = int(events.sum()), int((~events).sum())
    if not many or not few:
        return float("nan")
    return float((rankdata(probability)[events].sum() - many * (many + 1) / 2) / (many * few))


def auprc(probability: Vector, happened: Vector) -> float:
    """Give average precision: precision at each event, from the most probable down, ties taken together."""
    if not happened.any():
        return float("nan")
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(happened[order])
    last_of_ties = np.append(np.flatnonzero(np.diff(probability[order])), len(order) - 1)
    precision = hits[last_of_ties] / (last_of_ties + 1)
    return float(np.sum(np.diff(hits[last_of_ties], prepend=0) / hits[-1] * precision))


def reliability(probability: Vector, happened: Vector, bins: int = _BINS) -> tuple[ReliabilityBin, ...]:
    """Group forecasts by probability, alike many in each bin, and hold each bin's mean against what came about."""
    order = np.argsort(probability, kind="stable")
    return tuple(ReliabilityBin(len(part), float(probability[part].mean()), float(happened[part].mean()))
                 for part in np.array_split(order, min(bins, len(order))) if len(part))


def relative_usefulness(caught: float, alarmed: float, share: float, preference: float) -> float:
    """Give how much of the loss an alarm saves that somebody without a model cannot avoid.

    Parameters
    ----------
    caught, alarmed : float
        Shares of events and of non-events that were alarmed of, 0..1.
    share : float
        Unconditional share of events, 0..1.
    preference : float
        Weight of missing an event against alarming for none, 0..1.

    Raises
    ------
    InvalidValueError
        If all or no cases are events, or only one kind of error costs anything.

    References
    ----------
    Alessi, L. and C. Detken (2011), European Journal of Political Economy 27(3), 520-533; Sarlin, P. (2013), Economics
    Letters 119(1), 1-7, equations 1 to 3.

    Examples
    --------
    >>> relative_usefulness(1.0, 0.0, 0.1, 0.9)
    1.0
    """
    if not (0 < share < 1 and 0 < preference < 1):
        raise InvalidValueError(f"share of events {share:g}, preference {preference:g}", "relative usefulness",
                                "Give both between 0 and 1: without both kinds of loss there is nothing to save.")
    missing, false = preference * share, (1 - preference) * (1 - share)
    best_without = min(missing, false)
    loss = missing * (1 - caught) + false * alarmed
    return float((best_without - loss) / best_without)


def interval_over_groups(statistic: Callable[[NDArray[np.int64]], float], groups: NDArray[np.int64],
                         rng: np.random.Generator, *, draws: int = 200) -> tuple[float, float]:
    """Give the 90 % interval of a statistic by a bootstrap that draws whole groups, such as countries.

    Parameters
    ----------
    statistic : callable
        From places of rows to a number.
    groups : numpy.ndarray of int, shape (n,)
        The group of each row.
    rng : numpy.random.Generator
        Where draws come from.
    """
    order = np.argsort(groups, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    found = [statistic(np.concatenate([parts[place] for place in rng.integers(0, len(parts), len(parts))]))
             for _ in range(draws)]
    low, high = np.nanpercentile(found, (5, 95))
    return float(low), float(high)
