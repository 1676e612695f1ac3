"""An outlook's levels and reasons as files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from outward.risk.levels import Policy, Standing, standing
from outward.risk.states import Country
from outward.studies.csv_tables import table
from outward.studies.risks.outlook import EventOutlook, Outlook

ALERT_COLUMNS: Final = ("event", "kind", "gwcode", "iso3", "country_en", "country_zh", "year", "horizon",
                        "probability", "lower", "upper", "level", "state", "since", "event_has_skill")


def standings_of(one: EventOutlook, countries: Sequence[Country],
                 policy: Policy) -> Iterator[tuple[Country, Standing, float | None]]:
    """Give where each country stands after the newest forecast, with that forecast."""
    for country in countries:
        earlier = one.earlier.get(country.key)
        if earlier and earlier[-1][0] == one.year:
            yield country, standing([p for _, p in earlier], policy), earlier[-1][1]


def alerts_csv(outlook: Outlook, policy: Policy) -> bytes:
    """Write where each country stands in each event: the columns ``ALERT_COLUMNS``, a row each.

    ``since`` counts the forecasts for which the level has been held, the newest included, eleven at most.
    """
    rows = []
    for one in outlook.events:
        said = {(each.gwcode, each.iso3): each for each in one.forecasts if each.model == "ensemble"}
        for country, found, probability in standings_of(one, outlook.countries, policy):
            forecast = said.get((country.gwcode, country.iso3))
            rows.append((one.event.id, one.event.kind, country.gwcode, country.iso3, country.name.en, country.name.zh,
                         one.year, one.event.horizon, _cell(probability), _cell(forecast.lower if forecast else None),
                         _cell(forecast.upper if forecast else None), found.level, found.state, found.since,
                         "yes" if one.has_skill else "no"))
    return table(ALERT_COLUMNS, rows)


def reasons_json(outlook: Outlook, country: Country) -> bytes:
    """Write a country's explanations of all events."""
    found: list[dict[str, Any]] = []
    for one in outlook.events:
        reason = one.reasons.get(country.key)
        if reason is None:
            continue
        found.append({
            "event": one.event.id, "name": {"en": one.event.name.en, "zh": one.event.name.zh}, "year": one.year,
            "horizon": one.event.horizon, "probability": reason.probability, "log_odds": reason.log_odds, "base":
            reason.base, "change": reason.change, "has_skill": one.has_skill,
            "parts": [{"indicator": part.predictor.id, "en": part.predictor.name.en, "zh": part.predictor.name.zh,
                       "value": part.value, "usual": part.usual, "part": part.part, "change": part.change}
                      for part in reason.parts],
            "cases": [{"iso3": case.country.iso3, "gwcode": case.country.gwcode, "en": case.country.name.en,
                       "zh": case.country.name.zh, "year": case.year, "happened": case.happened} for case in
                       reason.cases],
            "levers": [{"indicator": lever.predictor.id, "value": lever.value, "usual": lever.usual,
                        "probability": lever.probability} for lever in reason.levers]})
    return json.dumps({"country": {"iso3": country.iso3, "gwcode": country.gwcode, "en": country.name.en,
                                   "zh": country.name.zh}, "panel": outlook.panel_digest, "method": outlook.method,
                       "made_on": outlook.made_on, "events": found}, ensure_ascii=False, indent=1).encode()


def _cell(value: float | None) -> float | str:
    return "" if value is None else value
