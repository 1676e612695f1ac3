"""Rolling-origin forecasts: at the end of each year, models fitted on what was known then forecast what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.errors import DataGapError
from outward.risk.calibration import Calibration, calibrate
from outward.risk.events import EventDefinition
from outward.risk.forecasts import Forecast, Model
from outward.risk.learners import (
    Boosting,
    Logit,
    Training,
    Vector,
    fit_boosting,
    fit_logit,
    has_figures,
    log_odds_of,
    probability_of,
)
from outward.risk.modelled import specification
from outward.risk.outcomes import Outcomes, impossible, outcomes
from outward.risk.panel import Lag, Panel, later
from outward.risk.predictors import PredictorTable, predictor_table
from outward.risk.series import decayed, years_since

COVERAGE: Final = 0.6  # of the predictors that half the countries have; below, the model abstains
HALF_LIFE: Final = 30.0  # years in which the weight of a training row falls by half
_FEWEST_EVENTS, _FEWEST_YEARS = 10, 5
_WHOLE_LIST: Final = 0.9  # of the states of the year before; a year with fewer is only half filled in
_CALIBRATED_ON: Final = 10  # years of earlier forecasts that a calibration looks at
_PAST_EVENTS: Final = 5.0  # half-life of the history that persistence goes by
_DRAWS: Final = 200
_INTERVAL: Final = (5.0, 95.0)
_LOOSE: Final = 1e3  # inverse penalty of the baselines' logits: next to none
_SEED: Final = 20161231
MODELS: Final[tuple[Model, ...]] = ("ensemble", "logit", "boosting", "persistence", "climatology")


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """What was fitted at the end of one year, and what it said, before calibration.

    ``log_odds[model]`` has a value for each country of ``rows`` (places in the panel); NaN where it abstained.
    """

    year: int  # first target year
    rows: NDArray[np.int64]
    coverage: Vector
    impossible: NDArray[np.bool_]
    log_odds: dict[Model, Vector]
    deviations: NDArray[np.float64]  # (draws, rows): of the logit's log-odds
    logit: Logit
    boosting: Boosting
    x: NDArray[np.float64]
    calibrations: dict[Model, Calibration] = field(default_factory=dict)

    def calibrated(self, model: Model) -> Vector:
        """Give calibrated log-odds."""
        return self.calibrations[model](self.log_odds[model])


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """An event, a panel and a lag, with what each origin needs of them."""

    event: EventDefinition
    panel: Panel
    lag: Lag
    table: PredictorTable
    outcomes: Outcomes
    impossible: NDArray[np.bool_]
    history: NDArray[np.float64]  # (countries, years, 2): the event's own past, as known
    rating: NDArray[np.float64]  # (countries, years, 1): a static rating, as known
    signs: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Forecasts of a stretch of target years, with what became of them where that is known."""

    task: Task
    origins: tuple[Origin, ...]

    def forecasts(self, models: tuple[Model, ...] = MODELS) -> Iterator[Forecast]:
        """Give every forecast, by year, model and country."""
        for origin in self.origins:
            for model in models:
                yield from origin_forecasts(self.task, origin, model)


def prepare(event: EventDefinition, panel: Panel, lag: Lag) -> Task:
    """Compute predictors, outcomes and baselines' inputs of an event.

    Raises
    ------
    UnknownCodeError
        If the event has no model.
    DataGapError
        If the panel has no figures of the variable that says whether it happened.
    """
    themes = specification(event.id).themes
    if event.rule.variable not in panel.values:
        raise DataGapError(f"the panel has no {event.rule.variable}", f"event {event.id}",
                           "Add the file that holds it; docs/how-to/fill-a-risk-panel.md says which.")
    table = predictor_table(panel, themes, lag)
    found = outcomes(event, panel, lag)
    known = later(found.happened, found.settled_after)  # by the year at whose end it was known
    history = np.stack([decayed(known, _PAST_EVENTS), np.log1p(years_since(known))], axis=-1)
    signs = np.array([predictor.sign for predictor in table.predictors])
    return Task(event, panel, lag, table, found, impossible(event, panel, lag), history,
                _static_rating(panel, lag)[..., None], signs)


def backtest(event: EventDefinition, panel: Panel, *, first: int, last: int, lag: Lag = "known",
             progress: Callable[[int, int], None] = lambda _done, _of: None) -> Backtest:
    """Forecast an event for each of the target years from ``first`` to ``last``, each from what was known before it.

    Parameters
    ----------
    event : EventDefinition
        An event that has a model.
    panel : Panel
        The figures. The outcomes of the last target years need not be in it.
    first, last : int
        First target years.
    lag : {"known", "none"}
        Whether publication lags are kept. "none" shows what nobody could have done.
    progress : callable
        Is told how many origins are done, and of how many.

    Raises
    ------
    DataGapError
        If there is too little past to learn from before ``first``, or a year lies outside the panel.
    """
    return run(prepare(event, panel, lag), first=first, last=last, progress=progress)


def run(task: Task, *, first: int, last: int,
        progress: Callable[[int, int], None] = lambda _done, _of: None) -> Backtest:
    """Do what :func:`backtest` does, of an event that is prepared already."""
    panel = task.panel
    panel.column(first - 1), panel.column(last)
    earliest = max(first - _CALIBRATED_ON - task.outcomes.settled_after, int(panel.years[0]) + 1)
    years = [year for year in range(earliest, last + 1) if year >= first or can_learn(task, year)]
    origins: list[Origin] = []
    for done, year in enumerate(years):
        progress(done, len(years))
        origin = fit_origin(task, year)
        origin.calibrations.update(_calibrations(task, origins, year))
        origins.append(origin)
    progress(len(years), len(years))
    return Backtest(task, tuple(origin for origin in origins if origin.year >= first))


def fit_origin(task: Task, year: int) -> Origin:
    """Fit the models on what was known at the end of the year before, and ask them about each country of that time."""
    place = task.panel.column(year - 1) + 1
    past = slice(1, _newest_outcome(task, place) + 1)
    happened = task.outcomes.happened[:, past]
    usable = ~np.isnan(happened) & ~task.impossible[:, past]
    x = task.table.values[:, : past.stop - 1][usable]
    ages = np.broadcast_to(np.arange(past.stop - 1, 0, -1) - 1, happened.shape)[usable]
    groups = np.broadcast_to(np.arange(len(happened))[:, None], happened.shape)[usable]
    training = Training(x, happened[usable], 0.5 ** (ages / HALF_LIFE), groups)
    _enough(task, training, year)
    rng = np.random.default_rng([_SEED, year])
    logit = fit_logit(training, specification(task.event.id).strength, draws=_DRAWS, rng=rng)
    boosting = fit_boosting(training, task.signs)
    rows = _countries_of(task, place)
    if not len(rows):
        raise DataGapError(f"no country has figures of {task.event.rule.variable} shortly before {year}",
                           f"event {task.event.id}", "Ask for an earlier year, or add newer files.")
    asked = task.table.values[rows, place - 1]
    said: dict[Model, Vector] = {"logit": logit.log_odds(asked), "boosting": boosting.log_odds(asked)}
    said["ensemble"] = (said["logit"] + said["boosting"]) / 2
    said["persistence"] = _univariate(training, task.history, usable, past, rows, place)
    said["static"] = _univariate(training, task.rating, usable, past, rows, place)
    coverage = _coverage(task.table.values[:, place - 1], rows)
    for model in ("ensemble", "logit", "boosting"):
        said[model][coverage < COVERAGE] = np.nan
    frequency = np.nanmean(np.where(task.panel.listed[:, past] | ~np.isnan(happened), happened, np.nan))
    said["climatology"] = np.full(len(rows), log_odds_of(np.array([frequency]))[0])
    return Origin(year, rows, coverage, task.impossible[rows, place], said, logit.deviations(asked), logit, boosting,
                  asked)


def can_learn(task: Task, year: int) -> bool:
    """Say whether there is enough past before a target year."""
    stop = _newest_outcome(task, task.panel.column(year - 1) + 1) + 1
    if stop <= 1:
        return False
    known = task.outcomes.happened[:, 1:stop]
    return int(np.nansum(known)) >= _FEWEST_EVENTS and int((~np.isnan(known)).any(axis=0).sum()) >= _FEWEST_YEARS


def origin_forecasts(task: Task, origin: Origin, model: Model) -> Iterator[Forecast]:
    """Give a model's forecasts of one origin, one a country."""
    log_odds = origin.calibrated(model)
    probability = np.where(origin.impossible & (model != "climatology"), 0.0, probability_of(log_odds))
    lower, upper = _interval(origin, model, log_odds)
    for place, row in enumerate(origin.rows):
        country = task.panel.countries[row]
        p = float(probability[place])
        abstained = bool(np.isnan(log_odds[place])) and not origin.impossible[place]
        has_interval = not (abstained or np.isnan(lower[place]))
        yield Forecast(task.event.id, country.gwcode, country.iso3, origin.year, task.event.horizon,
                       f"{origin.year - 1}-12-31", model, None if abstained else p,
                       min(float(lower[place]), p) if has_interval else None,
                       max(float(upper[place]), p) if has_interval else None, "abstained" if abstained else "ok")


def _newest_outcome(task: Task, place: int) -> int:
    """Give the place of the newest first target year whose outcome was known before ``place``."""
    return place - 1 - task.outcomes.settled_after


def _enough(task: Task, training: Training, year: int) -> None:
    if not can_learn(task, year):
        raise DataGapError(
            f"{int(training.y.sum())} events in {len(training.y)} known outcomes before {year}",
            f"event {task.event.id}", f"Begin later, or add earlier years: it takes {_FEWEST_EVENTS} events in "
                                      f"{_FEWEST_YEARS} years at least.")


def _countries_of(task: Task, place: int) -> NDArray[np.int64]:
    """Say which countries a forecast is about: states of the newest list, and who has a recent figure of the event.

    A state that has ended since is asked about only as long as somebody still counts it (Zanzibar).
    """
    first = max(place - 3, 0)
    given = ~np.isnan(task.panel.known(task.event.rule.variable, task.lag)[:, :place])
    listed = task.panel.listed[:, :place]
    lists = np.flatnonzero(listed.any(axis=0))
    newest = int(lists[-1]) if len(lists) else 0
    current = listed[:, newest].copy()
    if newest and current.sum() < _WHOLE_LIST * listed[:, newest - 1].sum():
        current |= listed[:, newest - 1]
    ended = listed.any(axis=1) & ~current
    states = current & (newest >= first)
    return np.flatnonzero(states | np.where(ended, given[:, -1], given[:, first:].any(axis=1)))


def _coverage(table: NDArray[np.float64], rows: NDArray[np.int64]) -> Vector:
    """Give each country's share of the predictors that at least half of the countries have."""
    given = ~np.isnan(table[rows])
    usual = given.mean(axis=0) >= 0.5
    return np.asarray(given[:, usual].mean(axis=1)) if usual.any() else np.zeros(len(rows))


def _univariate(training: Training, grid: NDArray[np.float64], usable: NDArray[np.bool_], past: slice,
                rows: NDArray[np.int64], place: int) -> Vector:
    """Fit a logit on a baseline's own inputs, and ask it."""
    x = grid[:, : past.stop - 1][usable]
    if not has_figures(x):
        return np.full(len(rows), np.nan)
    model = fit_logit(Training(x, training.y, training.weights, training.groups), _LOOSE)
    return model.log_odds(grid[rows, place - 1])


def _static_rating(panel: Panel, lag: Lag) -> NDArray[np.float64]:
    """Rate each country by the mean of its Worldwide Governance Indicators, as known."""
    names = ("ControlofCorruption", "GovernmentEffectiveness", "PoliticalStability", "RegulatoryQuality", "RuleofLaw",
             "VoiceandAccountability")
    return np.asarray(np.mean([panel.known(name, lag) for name in names], axis=0))


def _calibrations(task: Task, earlier: list[Origin], year: int) -> dict[Model, Calibration]:
    """Fit each model's calibration on earlier origins whose outcomes were known at the end of the year before."""
    place = task.panel.column(year - 1) + 1
    used = [origin for origin in earlier[-_CALIBRATED_ON - task.outcomes.settled_after:]
            if task.panel.column(origin.year - 1) + 1 <= _newest_outcome(task, place)]
    was = [task.outcomes.happened[origin.rows, task.panel.column(origin.year - 1) + 1] for origin in used]
    found: dict[Model, Calibration] = {"climatology": Calibration(), "static": Calibration()}
    calibrated: tuple[Model, ...] = ("ensemble", "logit", "boosting", "persistence")
    for model in calibrated:
        said, happened = [np.empty(0)], [np.empty(0)]
        for origin, outcome in zip(used, was, strict=True):
            kept = ~np.isnan(origin.log_odds[model]) & ~np.isnan(outcome) & ~origin.impossible
            said.append(origin.log_odds[model][kept])
            happened.append(outcome[kept])
        found[model] = calibrate(np.concatenate(said), np.concatenate(happened))
    return found


def _interval(origin: Origin, model: Model, log_odds: Vector) -> tuple[Vector, Vector]:
    """Give the 90 % interval of a model that has one; NaN otherwise."""
    if model not in ("ensemble", "logit"):
        return np.full(len(log_odds), np.nan), np.full(len(log_odds), np.nan)
    low, high = np.percentile(origin.deviations * origin.calibrations[model].slope, _INTERVAL, axis=0)
    lower, upper = probability_of(log_odds + low), probability_of(log_odds + high)
    certain = origin.impossible
    return np.where(certain, 0.0, lower), np.where(certain, 0.0, upper)
