"""An outlook as JSON and back, numbers unrounded; and its parts as tables for downloads."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

import numpy as np

from outward.errors import InvalidInputError, Problem
from outward.risk.events import event
from outward.risk.explanation import Explanation, Lever, Part, PastCase
from outward.risk.forecasts import Forecast, Model
from outward.risk.predictors import predictors
from outward.risk.ratings import Rating
from outward.risk.skill import ReliabilityBin, Scores
from outward.risk.states import Country
from outward.studies.risks.outlook import EventOutlook, Outlook, Track
from outward.vocabulary.labels import Label

_FORMAT = 1


def outlook_json(outlook: Outlook) -> bytes:
    """Write an outlook; :func:`read_outlook` reads it again."""
    return json.dumps({
        "format": _FORMAT, "panel": outlook.panel_digest, "method": outlook.method, "made_on": outlook.made_on,
        "year": outlook.year, "countries": [_country(each) for each in outlook.countries],
        "events": [_event(each) for each in outlook.events],
        "ratings": [_plain(asdict(each)) for each in outlook.ratings], "gaps": outlook.gaps,
    }, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def read_outlook(content: bytes) -> Outlook:
    """Read an outlook that :func:`outlook_json` wrote.

    Raises
    ------
    InvalidInputError
        If it is no such file, or of another format.
    """
    try:
        given = json.loads(content)
        if given["format"] != _FORMAT:
            raise ValueError(f"format {given['format']}")
        return Outlook(
            given["panel"], given["method"], given["made_on"], given["year"],
            tuple(_read_country(each) for each in given["countries"]),
            tuple(_read_event(each) for each in given["events"]),
            tuple(Rating(_read_country(each.pop("country")), missing=tuple(Label(**one) for one in each.pop("missing")),
                         **each) for each in given["ratings"]),
            tuple((id, why) for id, why in given["gaps"]))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise InvalidInputError([Problem("outlook", 0, "", f"it is no outlook of this version ({error})"[:200],
                                         "Make the outlook anew.")], "outlook") from error


def _event(each: EventOutlook) -> dict[str, Any]:
    return {
        "event": each.event.id, "year": each.year, "forecasts": [list(asdict(one).values()) for one in each.forecasts],
        "earlier": [[*key, [list(one) for one in values]] for key, values in each.earlier.items()],
        "reasons": [[*key, _reason(one)] for key, one in each.reasons.items()],
        "scores": {model: _plain(asdict(one)) for model, one in each.scores.items()},
        "reliability": [_plain(asdict(one)) for one in each.reliability],
        "track": {"country": _numbers(each.track.country), "year": _numbers(each.track.year),
                  "happened": _numbers(each.track.happened),
                  "probability": {model: _numbers(one) for model, one in each.track.probability.items()}},
    }


def _read_event(given: Mapping[str, Any]) -> EventOutlook:
    track = given["track"]
    return EventOutlook(
        event(given["event"]), given["year"], tuple(Forecast(*one) for one in given["forecasts"]),
        {(code, iso): tuple((year, p) for year, p in values) for code, iso, values in given["earlier"]},
        {(code, iso): _read_reason(one) for code, iso, one in given["reasons"]},
        {cast("Model", model): _read_scores(one) for model, one in given["scores"].items()},
        tuple(ReliabilityBin(**one) for one in given["reliability"]),
        Track(_array(track["country"]), _array(track["year"]), _array(track["happened"]),
              {cast("Model", model): _array(one) for model, one in track["probability"].items()}))


def _read_scores(given: Mapping[str, Any]) -> Scores:
    return Scores(given["forecasts"], given["events"], *(
        _nan(given[name]) for name in ("auroc", "auprc", "brier", "skill", "slope", "expected")))


def _reason(one: Explanation) -> dict[str, Any]:
    return {
        "country": _country(one.country), "year": one.year, "base": one.base, "log_odds": one.log_odds,
        "change": one.change, "parts": [[part.predictor.id, part.value, part.usual, part.part, part.change]
                                        for part in one.parts],
        "cases": [[_country(case.country), case.year, case.happened] for case in one.cases],
        "levers": [[lever.predictor.id, lever.value, lever.usual, lever.probability] for lever in one.levers],
    }


def _read_reason(given: Mapping[str, Any]) -> Explanation:
    named = predictors()
    return Explanation(
        _read_country(given["country"]), given["year"], given["base"],
        tuple(Part(named[id], value, usual, part, change) for id, value, usual, part, change in given["parts"]),
        given["log_odds"], given["change"],
        tuple(PastCase(_read_country(country), year, happened) for country, year, happened in given["cases"]),
        tuple(Lever(named[id], value, usual, probability) for id, value, usual, probability in given["levers"]))


def _country(country: Country) -> list[Any]:
    return [country.gwcode, country.iso3, country.name.en, country.name.zh]


def _read_country(given: Any) -> Country:
    if isinstance(given, dict):
        return Country(given["gwcode"], given["iso3"], Label(**given["name"]))
    code, iso3, english, chinese = given
    return Country(code, iso3, Label(english, chinese))


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in given.items()}


def _nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _numbers(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in values]


def _array(given: list[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([_nan(value) for value in given], dtype=float)
