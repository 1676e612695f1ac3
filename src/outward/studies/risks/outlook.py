"""The outlook: what may happen next in each country, why, how sure, and how such warnings did before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from outward import __version__
from outward.errors import DataGapError, NotFoundError
from outward.risk.backtest import Backtest, Task, can_learn, origin_forecasts, prepare, run
from outward.risk.events import EventDefinition, event
from outward.risk.explanation import Explainer, Explanation
from outward.risk.forecasts import Forecast, Model
from outward.risk.learners import Vector
from outward.risk.levels import LevelRecord, Policy, level_records
from outward.risk.modelled import MODELLED
from outward.risk.panel import Panel
from outward.risk.ratings import Rating, ratings
from outward.risk.skill import ReliabilityBin, Scores, reliability, scores
from outward.risk.states import Country
from outward.studies.risks.panel_folder import read_panel

METHOD: Final = f"outward {__version__}, early warning 1"
"""What made a forecast: it is written down with each."""

BASELINES: Final[tuple[Model, ...]] = ("persistence", "static", "climatology")
_MODELS: Final[tuple[Model, ...]] = ("ensemble", "logit", "boosting", *BASELINES)
_RECORD_YEARS: Final = 20  # of target years whose forecasts make the record
_EARLIER: Final = 10  # years of earlier forecasts that a country's page shows
_SEED: Final = 20161231

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The ensemble's earlier forecasts with known outcomes, a row each: what every record is computed from."""

    country: Vector  # places in ``Outlook.countries``
    year: Vector
    happened: Vector
    probability: dict[Model, Vector]


@dataclass(frozen=True, slots=True, eq=False)
class EventOutlook:
    """One event: forecasts of the newest origin, earlier ones, reasons, and the record."""

    event: EventDefinition
    year: int  # first target year
    forecasts: tuple[Forecast, ...]  # every model
    earlier: dict[tuple[int, str], tuple[tuple[int, float | None], ...]]  # by country: year, ensemble; oldest first
    reasons: dict[tuple[int, str], Explanation]
    scores: dict[Model, Scores]
    reliability: tuple[ReliabilityBin, ...]
    track: Track

    @property
    def has_skill(self) -> bool:
        """Whether the record beats both chance and climatology; where it does not, nobody should be warned by it."""
        found = self.scores.get("ensemble")
        return found is not None and found.skill > 0 and found.auroc > 0.5

    def records(self, policy: Policy) -> tuple[LevelRecord, ...]:
        """Say how each level of a policy would have done over the record's years."""
        track = self.track
        return level_records(track.probability["ensemble"], track.happened, track.country, track.year, policy)


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """The outlook of all events that the panel has figures for.

    ``gaps`` names events left out, with what is missing.
    """

    panel_digest: str
    method: str
    made_on: str  # what was known on this day, for the event whose figures are newest
    year: int  # its first target year; an event whose figures end earlier has an earlier one
    countries: tuple[Country, ...]
    events: tuple[EventOutlook, ...]
    ratings: tuple[Rating, ...]
    gaps: tuple[tuple[str, str], ...]


def make_outlook(folder: Path, *, year: int | None = None, home: str = "CHN", events: Sequence[str] = tuple(MODELLED),
                 progress: Progress = lambda _done, _what: None) -> Outlook:
    """Forecast all events from a folder of panel files.

    Parameters
    ----------
    folder : pathlib.Path
        The panel's files; :func:`outward.studies.risks.panel_folder.read_panel` says which.
    year : int, optional
        First target year; by default, for each event, the one after the newest figure of its own variable.
    home : str
        ISO code of the country from which values are measured.
    events : sequence of str
        Which events; all that have a model by default.
    progress : callable
        Is told the share done and what is done now. What it raises stops the outlook.

    Raises
    ------
    NotFoundError, InvalidInputError
        If the folder or a file cannot be read.
    DataGapError
        If no event can be forecast.
    """
    progress(0.0, "panel")
    panel = read_panel(folder)
    made: list[EventOutlook] = []
    gaps: list[tuple[str, str]] = []
    for done, id in enumerate(events):
        definition = event(id)
        try:
            target = year if year is not None else newest_year(panel, (id,)) + 1
            made.append(_event_outlook(definition, panel, target, lambda part, done=done, id=id: progress(  # type: ignore[misc]
                (done + part) / len(events), id)))
        except (DataGapError, NotFoundError) as error:
            gaps.append((id, f"{error.what}. {error.mend}"))
    if not made:
        raise DataGapError(f"no event can be forecast: {'; '.join(why for _, why in gaps)}"[:2000], "outlook",
                           "Add the files of at least one event; docs/how-to/fill-a-risk-panel.md says which.")
    newest = max(each.year for each in made)
    rated = ratings(panel, newest - 1, "known", home=home, rng=np.random.default_rng([_SEED, newest]))
    progress(1.0, "")
    return Outlook(panel.digest, METHOD, f"{newest - 1}-12-31", newest, panel.countries, tuple(made), rated,
                   tuple(gaps))


def country_of(outlook: Outlook, text: str, where: str = "outlook") -> Country:
    """Find a country of an outlook by its ISO code, Gleditsch-Ward number or name.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    wanted = text.strip().casefold()
    for country in outlook.countries:
        if wanted and wanted in (country.iso3.casefold(), str(country.gwcode), country.name.en.casefold(),
                                 country.name.zh):
            return country
    raise NotFoundError(f"no country {text[:60]!r} in the panel", where, "Use its ISO code, such as MLI.")


def newest_year(panel: Panel, events: Sequence[str] = tuple(MODELLED)) -> int:
    """Give the newest year of which some event's own variable was known at its end, publication lag and all."""
    found = []
    for id in events:
        variable = event(id).rule.variable
        if variable in panel.values:
            given = np.flatnonzero((~np.isnan(panel.grid(variable))).any(axis=0))
            if len(given):
                found.append(int(panel.years[given[-1]]) + panel.lags[variable])
    if not found:
        raise NotFoundError("no file holds the outcomes of an event", "risk panel",
                            "Add a file such as political_coups_country_year_1950_2020.csv.")
    return max(found)


def _event_outlook(definition: EventDefinition, panel: Panel, target: int,
                   progress: Callable[[float], None]) -> EventOutlook:
    task = prepare(definition, panel, "known")
    made = run(task, first=_first_year(task, target), last=target,
               progress=lambda done, of: progress(done / max(of, 1)))
    newest = made.origins[-1]
    track = track_of(made)
    explainer = Explainer(made.task, newest, made.origins[-2] if len(made.origins) > 1 else None)
    reasons = {made.task.panel.countries[row].key: explainer.explain(int(row))
               for place, row in enumerate(newest.rows)
               if not np.isnan(newest.log_odds["ensemble"][place]) and not newest.impossible[place]}
    return EventOutlook(
        definition, target, tuple(each for model in _MODELS for each in origin_forecasts(made.task, newest, model)),
        _earlier(made), reasons,
        track_scores(track),
        reliability(track.probability["ensemble"], track.happened) if len(track.year) else (), track)


def _first_year(task: Task, target: int) -> int:
    for year in range(max(target - _RECORD_YEARS, int(task.panel.years[0]) + 1), target + 1):
        if can_learn(task, year):
            return year
    return target  # what fit_origin then refuses, with the reason


def track_of(made: Backtest) -> Track:
    """Gather a back-test's forecasts whose outcome is known, where the ensemble did not abstain."""
    task = made.task
    parts = []
    for origin in made.origins:
        happened = task.outcomes.happened[origin.rows, task.panel.column(origin.year - 1) + 1]
        said = {model: np.array([np.nan if each.probability is None else each.probability
                                 for each in origin_forecasts(task, origin, model)]) for model in _MODELS}
        kept = ~np.isnan(happened) & ~np.isnan(said["ensemble"])
        parts.append((origin.rows[kept].astype(float), np.full(kept.sum(), float(origin.year)), happened[kept],
                      {model: values[kept] for model, values in said.items()}))
    return Track(np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts]),
                 np.concatenate([part[2] for part in parts]),
                 {model: np.concatenate([part[3][model] for part in parts]) for model in _MODELS})


def _scores(track: Track, model: Model) -> Scores:
    """Score a model where it gave a probability, against climatology at the same places."""
    said = track.probability[model]
    given = ~np.isnan(said)
    return scores(said[given], track.happened[given], track.probability["climatology"][given])


def track_scores(track: Track) -> dict[Model, Scores]:
    """Score every model of a track."""
    return {model: _scores(track, model) for model, said in track.probability.items()
            if len(said) and not np.isnan(said).all()}


def _earlier(made: Backtest) -> dict[tuple[int, str], tuple[tuple[int, float | None], ...]]:
    found: dict[tuple[int, str], list[tuple[int, float | None]]] = {}
    for origin in made.origins[-_EARLIER - 1:]:
        for forecast in origin_forecasts(made.task, origin, "ensemble"):
            found.setdefault(forecast.country_key, []).append((forecast.year, forecast.probability))
    return {key: tuple(each) for key, each in found.items()}
