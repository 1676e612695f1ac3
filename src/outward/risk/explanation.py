"""Why a forecast is what it is: predictors' parts, what changed, past cases, and what would lower it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from outward.errors import DataGapError
from outward.risk.backtest import Origin, Task
from outward.risk.learners import Vector, probability_of
from outward.risk.predictors import Predictor
from outward.risk.states import Country
from outward.risk.tree_parts import TreeParts

_CASES: Final = 5
_LEVERS: Final = 3
_APART: Final = 5  # years by which two cases of one country lie apart


@dataclass(frozen=True, slots=True)
class Part:
    """A predictor's part of the log-odds: above 0 it raises the probability, below it lowers it."""

    predictor: Predictor
    value: float | None  # as the model reads it; None where it is missing
    usual: float | None  # median of all countries at the time
    part: float
    change: float | None  # of the part since the origin before


@dataclass(frozen=True, slots=True)
class PastCase:
    """A country and year that looked alike, and whether the event came within the horizon."""

    country: Country
    year: int  # first target year
    happened: bool


@dataclass(frozen=True, slots=True)
class Lever:
    """What the probability would be if one predictor stood at its usual value, all else as it is.

    It says what the model rests on; it promises no effect.
    """

    predictor: Predictor
    value: float | None
    usual: float
    probability: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """``base`` and the parts sum to ``log_odds``, the calibrated ensemble's; parts are ordered, the largest first."""

    country: Country
    year: int
    base: float
    parts: tuple[Part, ...]
    log_odds: float
    change: float | None
    cases: tuple[PastCase, ...]
    levers: tuple[Lever, ...]

    @property
    def probability(self) -> float:
        """The calibrated probability."""
        return float(probability_of(np.array([self.log_odds]))[0])


class Explainer:
    """Explains the ensemble's forecasts of one origin, each against the origin before.

    Parameters
    ----------
    task : Task
        What was forecast, from what.
    origin : Origin
        The fitted models.
    before : Origin, optional
        The origin of the year before, to say what changed.
    """

    def __init__(self, task: Task, origin: Origin, before: Origin | None = None) -> None:
        self._task, self._origin = task, origin
        self._now = _Split(task, origin)
        self._before = _Split(task, before) if before else None
        self._usual = np.nanmedian(np.where(np.isnan(origin.x).all(axis=0), 0.0, origin.x), axis=0)
        place = task.panel.column(origin.year - 1) + 1
        past = slice(1, place - task.outcomes.settled_after)
        happened = task.outcomes.happened[:, past]
        self._past = np.nonzero(~np.isnan(happened) & ~task.impossible[:, past])
        self._happened = happened[self._past]
        # What was known before a target year stands one column before it.
        self._terms = origin.logit.prepared(task.table.values[self._past]) * origin.logit.slopes

    def explain(self, row: int) -> Explanation:
        """Explain the forecast for the country at a place of the panel.

        Raises
        ------
        DataGapError
            If nothing was forecast for the country: it was no state, or the model abstained.
        """
        task, origin = self._task, self._origin
        split = self._now.of(row)
        if split is None:
            name = task.panel.countries[row].name.en
            raise DataGapError(f"no forecast of {task.event.id} for {name} in {origin.year}",
                               "explanation of a forecast",
                               "Choose a country with a forecast: it abstains where too few figures are known.")
        x, parts, log_odds = split
        earlier = self._before.of(row) if self._before else None
        told = [Part(predictor, _or_none(value), _or_none(middle), float(part),
                     None if earlier is None else float(part - earlier[1][place]))
                for place, (predictor, value, middle, part) in enumerate(
                    zip(task.table.predictors, x, self._usual, parts, strict=True)) if part or not np.isnan(value)]
        return Explanation(
            task.panel.countries[row], origin.year, self._now.base,
            tuple(sorted(told, key=lambda one: -abs(one.part))), log_odds,
            None if earlier is None else log_odds - earlier[2], self._cases(row, x), self._levers(x, parts))

    def _cases(self, row: int, x: Vector) -> tuple[PastCase, ...]:
        """Find the past cases nearest in what the logit weighs, whose outcome was known."""
        logit, panel = self._origin.logit, self._task.panel
        mine = (logit.prepared(x[None, :]) * logit.slopes)[0]
        distance = ((self._terms - mine) ** 2).sum(axis=1)
        country, column = self._past
        found: list[PastCase] = []
        taken = [(row, self._origin.year)]
        nearest = np.argpartition(distance, min(400, len(distance) - 1))[:400]
        for at in nearest[np.argsort(distance[nearest], kind="stable")]:
            where, year = int(country[at]), int(panel.years[column[at] + 1])
            if any(other == where and abs(year - when) < _APART for other, when in taken):
                continue
            taken.append((where, year))
            found.append(PastCase(panel.countries[where], year, bool(self._happened[at])))
            if len(found) == _CASES:
                break
        return tuple(found)

    def _levers(self, x: Vector, parts: Vector) -> tuple[Lever, ...]:
        """Put one raising predictor after the other at its usual value."""
        named = self._task.table.predictors
        raising = [int(place) for place in np.argsort(-parts, kind="stable")
                   if parts[place] > 0 and not np.isnan(x[place]) and named[place].nature == "state"][: 2 * _LEVERS]
        asked = np.tile(x, (len(raising) + 1, 1))
        asked[np.arange(len(raising)), raising] = self._usual[raising]
        raw = (self._origin.logit.log_odds(asked) + self._origin.boosting.log_odds(asked)) / 2
        probability = probability_of(self._origin.calibrations["ensemble"](raw))
        levers = [Lever(named[place], _or_none(x[place]), float(self._usual[place]), float(then))
                  for place, then in zip(raising, probability[:-1], strict=True) if then < probability[-1]]
        return tuple(sorted(levers, key=lambda one: one.probability)[:_LEVERS])


class _Split:
    """Splits an origin's calibrated log-odds into a base and a part a predictor."""

    def __init__(self, task: Task, origin: Origin) -> None:
        self._origin, self._count = origin, len(task.table.predictors)
        self._trees = TreeParts(origin.boosting)
        terms, intercept = origin.logit.contributions(origin.x, self._count)
        self._middle = terms.mean(axis=0)  # an average country of the time has no parts
        self._line = origin.calibrations["ensemble"]
        self._places = {int(row): place for place, row in enumerate(origin.rows)}
        self.base = self._line.shift + self._line.slope * (
            intercept + float(self._middle.sum()) + self._trees.expected) / 2

    def of(self, row: int) -> tuple[Vector, Vector, float] | None:
        """Give a country's predictors, their parts and the log-odds; ``None`` where nothing was forecast."""
        place = self._places.get(row)
        if place is None or np.isnan(self._origin.log_odds["ensemble"][place]):
            return None
        x = self._origin.x[place]
        terms, _ = self._origin.logit.contributions(x[None, :], self._count)
        parts = self._line.slope * (terms[0] - self._middle + self._trees.of(x, self._count)) / 2
        return x, parts, float(self._origin.calibrated("ensemble")[place])


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

