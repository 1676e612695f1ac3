"""A made-up outlook under the names of real countries: synthetic figures, so that pages have something to show."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import transaction

from outward.risk.events import event
from outward.risk.explanation import Explanation, Lever, Part, PastCase
from outward.risk.forecasts import Forecast, Model
from outward.risk.predictors import predictors
from outward.risk.ratings import Rating
from outward.risk.skill import reliability, scores
from outward.risk.states import Country
from outward.studies.risks.outlook import EventOutlook, Outlook, Track
from outward.vocabulary.labels import Label
from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.risks import keeping, making, standings
from outward_portal.risks.actions.alerts import follow
from outward_portal.risks.models import Alert, MadeOutlook

YEAR = 2027
KAZ = Country(705, "KAZ", Label("Kazakhstan", "哈萨克斯坦"))
MLI = Country(432, "MLI", Label("Mali", "马里"))
SDN = Country(625, "SDN", Label("Sudan", "苏丹"))
UZB = Country(704, "UZB", Label("Uzbekistan", "乌兹别克斯坦"))
COUNTRIES = (KAZ, MLI, SDN, UZB)
COUP: dict[Country, tuple[float | None, ...]] = {  # the ensemble's forecasts, oldest first
    KAZ: (*[0.010] * 9, 0.060),  # has entered the warning level: rising
    MLI: (*[0.12] * 10,),  # has long been in alarm: chronic
    SDN: (*[0.001] * 10,),  # quiet
    UZB: (*[0.03] * 9, None),  # abstained
}
_MODELS: tuple[Model, ...] = ("ensemble", "logit", "boosting", "persistence", "static", "climatology")
LOG_ODDS = -2.75


def made_up(*, year: int = YEAR, coup: dict[Country, tuple[float | None, ...]] | None = None,
            panel: str = "a" * 64, known: dict[tuple[Country, int], bool] | None = None) -> Outlook:
    """Make an outlook of two events.

    Parameters
    ----------
    year : int
        The target year.
    coup : dict
        The ensemble's forecasts of coups.
    panel : str
        The panel's digest.
    known : dict
        Outcomes of coups that have become known, by country and year.
    """
    crash = {country: (*[0.001] * 10,) for country in COUNTRIES}
    events = (_event("coup", year, coup or COUP, known or {}), _event("currency_crash", year, crash, {}))
    rated = (Rating(KAZ, "political", 61.0, 55.0, 70.0, 0.75, (Label("an indicator", "某指标"),)),)
    return Outlook(panel, "test, early warning 0", f"{year - 1}-12-31", year, COUNTRIES, events, rated,
                   (("debt_crisis", "the panel has no debt crises. Add the file that holds them"),))


def _event(id: str, year: int, said: Any, known: dict[tuple[Country, int], bool]) -> EventOutlook:
    forecasts = tuple(_forecast(id, country, year, model, series[-1])
                      for model in _MODELS for country, series in said.items())
    earlier = {country.key: tuple((year - len(series) + 1 + place, p) for place, p in enumerate(series))
               for country, series in said.items()}
    track = _track(year, known)
    climatology = track.probability["climatology"]
    return EventOutlook(
        event(id), year, forecasts, earlier, {KAZ.key: _reasons(year)} if id == "coup" else {},
        {model: scores(track.probability[model], track.happened, climatology) for model in _MODELS},
        reliability(track.probability["ensemble"], track.happened), track)


def _forecast(id: str, country: Country, year: int, model: Model, p: float | None) -> Forecast:
    if p is None:
        return Forecast(id, country.gwcode, country.iso3, year, 1, f"{year - 1}-12-31", model, None, None, None,
                        "abstained")
    shown = p if model == "ensemble" else 0.025
    low, high = (shown / 2, min(1.0, shown * 2)) if model == "ensemble" else (None, None)
    return Forecast(id, country.gwcode, country.iso3, year, 1, f"{year - 1}-12-31", model, shown, low, high, "ok")


def _track(year: int, known: dict[tuple[Country, int], bool]) -> Track:
    rng = np.random.default_rng(7)
    years, countries = (grid.ravel().astype(float) for grid in np.meshgrid(
        np.arange(year - 21, year - 1), np.arange(len(COUNTRIES)), indexing="ij"))
    said = rng.uniform(0.005, 0.2, len(years))
    happened = (rng.uniform(size=len(years)) < said).astype(float)
    for (country, when), came in known.items():
        years, countries = np.append(years, when), np.append(countries, COUNTRIES.index(country))
        said, happened = np.append(said, 0.06), np.append(happened, float(came))
    probability: dict[Model, Any] = {model: said if model == "ensemble" else np.full(len(said), happened.mean())
                                     for model in _MODELS}
    return Track(countries, years, happened, probability)


def _reasons(year: int) -> Explanation:
    known = predictors()
    parts = (Part(known["coup_since"], 1.0, 3.6, 0.75, 0.5), Part(known["coup_decay2"], 0.4, 0.0, 0.25, 0.2),
             Part(known["coup_region"], 0.1, 0.2, -0.25, 0.0))
    return Explanation(KAZ, year, -3.5, parts, LOG_ODDS, 0.7, (PastCase(MLI, 1991, happened=True),),
                       (Lever(known["coup_region"], 0.1, 0.2, 0.05),))


def published(user: User, outlook: Outlook | None = None, *, is_synthetic: bool = False
              ) -> tuple[MadeOutlook, list[Alert]]:
    """Do what the job does with an outlook: keep it, enter it, place countries, open alerts."""
    outlook = outlook or made_up()
    digest = keeping.keep(outlook)
    with transaction.atomic():
        row = making.entered(Act(user), outlook, digest, is_synthetic=is_synthetic)
        return row, follow(Act(user), row, standings.renew(row, outlook))
