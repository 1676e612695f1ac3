"""Levels of warning: watch, warning and alarm, from what a miss costs against a false alarm; and what is rising."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError
from outward.risk.learners import Vector
from outward.risk.skill import relative_usefulness
from outward.vocabulary.warning_levels import LEVELS, Level

State = Literal["quiet", "chronic", "rising", "abstained"]


@dataclass(frozen=True, slots=True)
class Policy:
    """When to warn.

    ``watch``, ``warning`` and ``alarm`` say how many false alarms a missed event is worth at each level; who acts on a
    probability above ``1 / (1 + cost)`` expects less loss than who does not. ``leave``: a level is left at this share
    of the probability at which it is entered, and only after ``periods`` forecasts below it. ``rise``: log-odds that
    rise by so much in a period are rising even within a level.

    Examples
    --------
    >>> [round(Policy().threshold(level), 4) for level in ("watch", "warning", "alarm")]
    [0.0196, 0.0476, 0.0909]
    """

    watch: float = 50.0
    warning: float = 20.0
    alarm: float = 10.0
    rise: float = 0.5
    leave: float = 0.8
    periods: int = 2

    def __post_init__(self) -> None:
        if not 1e6 >= self.watch >= self.warning >= self.alarm > 0:
            raise InvalidValueError(f"costs {self.watch:g}, {self.warning:g} and {self.alarm:g}",
                                    "policy of warnings",
                                    "Give costs above 0 that do not rise from watch to warning to alarm.")
        if not (0 < self.leave <= 1 and self.periods >= 1 and self.rise > 0):
            raise InvalidValueError(f"leave {self.leave:g}, periods {self.periods}, rise {self.rise:g}",
                                    "policy of warnings",
                                    "Give leave in 0..1, at least one period, and a rise above 0.")

    def threshold(self, level: Level) -> float:
        """Give the probability at which a level is entered."""
        if level == "quiet":
            return 0.0
        return 1 / (1 + {"watch": self.watch, "warning": self.warning, "alarm": self.alarm}[level])

    def raw_level(self, probability: float) -> Level:
        """Give the level of one probability alone."""
        return next((level for level in reversed(LEVELS) if probability >= self.threshold(level)), "quiet")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a country stands: its level, whether that is chronic or rising, and for how many forecasts it is held."""

    level: Level
    state: State
    since: int


def standings(probabilities: Sequence[float | None], policy: Policy) -> tuple[Standing, ...]:
    """Follow a country's forecasts, oldest first.

    Parameters
    ----------
    probabilities : sequence of float or None
        One a period; ``None`` where the model abstained: the level is kept, and said to be abstained.
    policy : Policy
        When to warn.

    Examples
    --------
    >>> [(one.level, one.state) for one in standings([0.01, 0.05, 0.045, 0.01, 0.01], Policy())]
    [('quiet', 'quiet'), ('warning', 'rising'), ('warning', 'chronic'), ('warning', 'chronic'), ('quiet', 'quiet')]
    """
    found: list[Standing] = []
    level: Level = "quiet"
    below = since = 0
    before: float | None = None
    for probability in probabilities:
        since += 1
        if probability is None:
            found.append(Standing(level, "abstained", since))
            before = None  # a rise over two periods is no rise in one
            continue
        raw = policy.raw_level(probability)
        entered = LEVELS.index(raw) > LEVELS.index(level)
        below = below + 1 if probability < policy.leave * policy.threshold(level) else 0
        if entered or below >= policy.periods:
            level, below, since = raw, 0, 1
        jumped = before is not None and _log_odds(probability) - _log_odds(before) >= policy.rise
        if level == "quiet":
            state: State = "quiet"
        else:
            state = "rising" if entered or (jumped and raw != "quiet") else "chronic"
        found.append(Standing(level, state, since))
        before = probability
    return tuple(found)


def standing(probabilities: Sequence[float | None], policy: Policy) -> Standing:
    """Give where a country stands after its newest forecast."""
    return standings(probabilities, policy)[-1] if probabilities else Standing("quiet", "abstained", 0)


@dataclass(frozen=True, slots=True)
class LevelRecord:
    """How a level did in a back-test: what it warned of, and what came."""

    level: Level
    threshold: float
    alerts_a_year: float  # forecasts at or above the threshold
    opened_a_year: float  # alerts that would have opened: rising at this level or above, after the first year
    hits: int  # forecasts at or above it that were followed by the event
    false_alarms: int
    misses: int  # events forecast below it
    precision: float  # hits among alerts; NaN where there was none
    recall: float  # hits among events; NaN where there was none
    usefulness: float  # Sarlin's relative usefulness at the level's own cost
    lead_years: float  # median years for which it had been at or above the level when the event came; NaN without a hit


def level_records(probability: Vector, happened: Vector, country: Vector, year: Vector,
                  policy: Policy) -> tuple[LevelRecord, ...]:
    """Say how each level of a policy would have done.

    Parameters
    ----------
    probability, happened, country, year : numpy.ndarray, shape (n,)
        Forecasts whose outcomes are known: the country as a number, the first target year.
    policy : Policy
        When to warn.
    """
    years = len(np.unique(year))
    order = np.lexsort((year, country))
    p, y, c, t = probability[order], happened[order], country[order], year[order]
    follows = np.append(False, (c[1:] == c[:-1]) & (t[1:] == t[:-1] + 1))[: len(p)]
    rising = _rising(p, follows, t, policy)
    found = []
    for height, level in enumerate(LEVELS[1:], 1):
        threshold = policy.threshold(level)
        up = p >= threshold
        runs = _runs(up, follows)
        hits, misses, false = int((up & (y == 1)).sum()), int((~up & (y == 1)).sum()), int((up & (y == 0)).sum())
        events, quiet = hits + misses, int((y == 0).sum())
        cost, opened = 1 / threshold - 1, float((rising >= height).sum() / max(years - 1, 1))
        found.append(LevelRecord(
            level, threshold, float(up.sum() / max(years, 1)), opened, hits, false, misses,
            hits / (hits + false) if hits + false else float("nan"), hits / events if events else float("nan"),
            relative_usefulness(hits / events, false / quiet, events / len(y), cost / (1 + cost))
            if events and quiet else float("nan"),
            float(np.median(runs[up & (y == 1)])) if hits else float("nan")))
    return tuple(found)


def _rising(p: Vector, follows: NDArray[np.bool_], year: Vector, policy: Policy) -> NDArray[np.int64]:
    """Give the level at which each forecast would have opened an alert, 0 where it would not."""
    found = np.zeros(len(p), dtype=np.int64)
    starts = [*np.flatnonzero(~follows), len(p)]
    for start, end in itertools.pairwise(starts):
        for place, one in enumerate(standings([float(value) for value in p[start:end]], policy), start):
            if one.state == "rising" and place > start:  # of the first forecast nobody knows what came before
                found[place] = LEVELS.index(one.level)
    return np.where(year == year.min(initial=np.inf), 0, found)


def _runs(up: NDArray[np.bool_], follows: NDArray[np.bool_]) -> Vector:
    """Count for how many forecasts in a row each country has been up; a year without one ends the row."""
    found = np.zeros(len(up))
    for place in np.flatnonzero(up):
        found[place] = (found[place - 1] if follows[place] else 0) + 1
    return found


def _log_odds(probability: float) -> float:
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))
