"""How good forecasts were: the back-test's record by event, what the ledger's own came to, and outcomes by rule."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outward.vocabulary.labels import Label
from outward_portal.risks.models import Alert, RiskForecast
from outward_portal.risks.presentation import LevelShown, decimal, levels_shown, percent
from outward_portal.risks.words import event_name

if TYPE_CHECKING:
    from outward.risk.skill import Scores
    from outward.studies.risks.outlook import EventOutlook, Outlook

MODELS: Final = ("ensemble", "logit", "boosting", "persistence", "static", "climatology")
_SIDE: Final = 200.0  # of the drawing of reliability


@dataclass(frozen=True, slots=True)
class ModelShown:
    """A model's scores in words."""

    model: str
    auroc: str
    auprc: str
    brier: str
    skill: str
    slope: str
    forecasts: int
    events: int


@dataclass(frozen=True, slots=True)
class BinShown:
    """A group of forecasts of about one probability, with its place in the drawing."""

    forecasts: int
    mean: str
    frequency: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DueShown:
    """What forecasts of the ledger came to."""

    is_hindcast: bool  # entered when the target year was over
    models: tuple[ModelShown, ...]


@dataclass(frozen=True, slots=True)
class RecordShown:
    """The record of one event."""

    event: str
    name: Label
    first_year: int
    last_year: int
    models: tuple[ModelShown, ...]
    bins: tuple[BinShown, ...]
    top: str  # the probability at the end of the drawing's axes
    levels: tuple[LevelShown, ...]
    due: tuple[DueShown, ...]
    waiting: int  # forecasts of the ensemble in the ledger whose outcome is not known yet

    @property
    def by(self) -> dict[str, ModelShown | None]:
        """The scores by model."""
        return {model: next((each for each in self.models if each.model == model), None) for model in MODELS}

    @property
    def main(self) -> ModelShown | None:
        """The ensemble's scores."""
        return next((each for each in self.models if each.model == "ensemble"), None)


def records(outlook: Outlook | None) -> list[RecordShown]:
    """Give the record of every event of an outlook, without what the ledger's own forecasts came to."""
    return [_record(each, outlook, with_ledger=False) for each in outlook.events] if outlook is not None else []


def record_of(outlook: Outlook | None, event: str) -> RecordShown | None:
    """Give the record of one event."""
    if outlook is None:
        return None
    return next((_record(each, outlook) for each in outlook.events if each.event.id == event), None)


def _record(each: EventOutlook, outlook: Outlook, *, with_ledger: bool = True) -> RecordShown:
    from outward_portal.risks.policies import policies

    years = each.track.year
    has = len(years) > 0
    due, waiting = _due(each, outcomes_of(each, outlook)) if with_ledger else ((), 0)
    bins, top = _bins(each)
    return RecordShown(
        each.event.id, event_name(each.event.id), int(years.min()) if has else 0, int(years.max()) if has else 0,
        _models({str(model): found for model, found in each.scores.items()}), bins, top,
        levels_shown(each.records(policies()[each.event.kind])) if has else (), due, waiting)


def _models(found: Mapping[str, Scores]) -> tuple[ModelShown, ...]:
    return tuple(ModelShown(model, decimal(found[model].auroc, 3), decimal(found[model].auprc, 3),
                            decimal(found[model].brier, 4), decimal(found[model].skill, 3),
                            decimal(found[model].slope, 2), found[model].forecasts, found[model].events)
                 for model in MODELS if model in found)


def _bins(each: EventOutlook) -> tuple[tuple[BinShown, ...], str]:
    top = max((max(one.mean_probability, one.frequency) for one in each.reliability), default=0.0) or 1.0
    return tuple(BinShown(one.forecasts, percent(one.mean_probability), percent(one.frequency),
                          round(one.mean_probability / top * _SIDE, 1),
                          round(_SIDE - one.frequency / top * _SIDE, 1)) for one in each.reliability), percent(top, 0)


def outcomes_of(each: EventOutlook, outlook: Outlook) -> dict[tuple[int, str, int], bool]:
    """Give what happened by the event's rule, by country and first target year."""
    return {(*outlook.countries[int(country)].key, int(year)): bool(happened) for country, year, happened in zip(
        each.track.country, each.track.year, each.track.happened, strict=True)}


def outcome_of(alert: Alert, outlook: Outlook | None) -> str:
    """Say what the rule says of an alert: a value of ``Alert.Outcome``, empty where it is not known yet."""
    if outlook is None:
        return ""
    key = (alert.gwcode, "") if alert.gwcode else (0, alert.iso3)
    happened = next((outcomes_of(each, outlook).get((*key, alert.year)) for each in outlook.events
                     if each.event.id == alert.event), None)
    return "" if happened is None else (Alert.Outcome.HAPPENED if happened else Alert.Outcome.NOT).value


def _due(each: EventOutlook, known: Mapping[tuple[int, str, int], bool]) -> tuple[tuple[DueShown, ...], int]:
    """Score the ledger's forecasts whose outcome is known, those entered in time apart from those entered after."""
    said: dict[tuple[bool, tuple[int, str, int]], dict[str, float]] = {}
    waiting = 0
    rows = RiskForecast.objects.filter(event=each.event.id, probability__isnull=False).order_by("sequence")
    for gwcode, iso3, year, last_year, at, model, probability in rows.values_list(
            "gwcode", "iso3", "year", "last_year", "at", "model", "probability"):
        place = (gwcode, "", year) if gwcode else (0, iso3, year)
        if place not in known:
            waiting += model == "ensemble"
            continue
        first_said = said.setdefault((at.year > last_year, place), {})
        first_said.setdefault(model, float(probability or 0.0))  # what is said again later does not count
    found = []
    for is_hindcast in (False, True):
        cases = [(place, models) for (late, place), models in said.items() if late == is_hindcast
                 and "ensemble" in models and "climatology" in models]
        if cases:
            found.append(DueShown(is_hindcast, _models(_scored([(models, known[place]) for place, models in cases]))))
    return tuple(found), waiting


def _scored(cases: list[tuple[dict[str, float], bool]]) -> dict[str, Scores]:
    import numpy as np

    from outward.risk.skill import scores

    found = {}
    for model in MODELS:
        kept = [(models[model], models["climatology"], happened) for models, happened in cases
                if model in models and not math.isnan(models[model])]
        if kept:
            said, reference, happened = (np.array(column, dtype=float) for column in zip(*kept, strict=True))
            found[model] = scores(said, happened, reference)
    return found
