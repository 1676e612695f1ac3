"""Weighing what somebody may see by the newest forecasts, with known covers and what the office assumes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from outward.errors import OutwardError
from outward.risk.forecasts import Forecast
from outward.risk.holdings import Holding
from outward_portal.risks.exposure.holdings import Held, cover_id, held_by
from outward_portal.risks.models import AssumedSeverities, CountryStanding, ProjectCover

if TYPE_CHECKING:
    from outward.risk.covers import Cover
    from outward.studies.risks.exposed import Exposed

CURRENCIES: Final = ("CNY", "USD", "EUR")
"""Currencies to which all amounts may be exchanged, each at the printed rate of its own date."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An exposure as its reader sees it."""

    held: Held
    forecasts: tuple[Forecast, ...]
    severities: AssumedSeverities | None  # None: the shipped ones alone
    exposed: Exposed | None  # None: there is nothing to weigh, or no forecast
    trouble: OutwardError | None = None
    is_synthetic: bool = False  # whether projects or forecasts are made up
    content: Mapping[str, Any] = field(default_factory=dict)  # what is said of it, as its file result.json has it


def weighed(user: Any, *, of_samples: bool = False, currency: str = "") -> Weighed:
    """Weigh the newest forecasts by what a person may see.

    Parameters
    ----------
    user : User
        Who asks.
    of_samples : bool
        Whether the made-up projects are weighed.
    currency : str
        One of `CURRENCIES`, to which all amounts are exchanged; empty: each stays in its own.
    """
    held = held_by(user, of_samples=of_samples)
    forecasts, is_synthetic = current_forecasts(user)
    severities = AssumedSeverities.objects.visible_to(user).first()
    is_synthetic = is_synthetic or of_samples
    if not held.holdings or not forecasts:
        return Weighed(held, forecasts, severities, None, is_synthetic=is_synthetic)
    rows = json.dumps(severities.rows, sort_keys=True) if severities else "[]"
    covers = tuple((cover_id(each), each.type, _name(each), f"{each.begins or ''}", f"{each.ends or ''}")
                   for each in held.covers)
    try:
        exposed, content = _exposed(held.holdings, forecasts, rows, covers, currency, is_synthetic)
    except OutwardError as error:
        return Weighed(held, forecasts, severities, None, error, is_synthetic)
    return Weighed(held, forecasts, severities, exposed, is_synthetic=is_synthetic, content=content)


def _name(cover: ProjectCover) -> str:
    return cover.provider or cover.type


def current_forecasts(user: Any) -> tuple[tuple[Forecast, ...], bool]:
    """Give the newest forecasts of all countries and events, and whether they rest on made-up figures."""
    found = CountryStanding.objects.visible_to(user).exclude(iso3="").select_related("outlook").order_by(
        "event", "iso3", "gwcode")
    is_synthetic, made = False, []
    for each in found:
        is_synthetic |= each.outlook.is_synthetic
        made.append(Forecast(each.event, each.gwcode, each.iso3, each.year, each.last_year - each.year + 1,
                             each.outlook.made_on, "ensemble", each.probability, each.lower, each.upper,
                             "abstained" if each.probability is None else "ok"))
    return tuple(made), is_synthetic


@lru_cache(maxsize=16)
def _exposed(holdings: tuple[Holding, ...], forecasts: tuple[Forecast, ...], rows: str,
             covers: tuple[tuple[str, ...], ...], currency: str, is_synthetic: bool
             ) -> tuple[Exposed, Mapping[str, Any]]:
    """Ask the library; the same is weighed once."""
    from outward.risk.severity import assumption
    from outward.studies.risks.exposed import expose
    from outward.studies.risks.exposure_written import result_json

    exposed = expose(holdings, forecasts, own_severities=[assumption(row) for row in json.loads(rows)],
                     own_covers={each.id: each for each in map(_cover, covers)}, currency=currency,
                     is_synthetic=is_synthetic)
    return exposed, json.loads(result_json(exposed))


def _cover(stated: tuple[str, ...]) -> Cover:
    """Give a cover with the terms that its type usually has: nobody has typed a policy's own."""
    from outward.risk.covers import Cover, shipped_covers
    from outward.vocabulary.labels import same

    id, type, name, begins, ends = stated
    usual = shipped_covers()[type]
    return Cover(id, usual.type, same(name), usual.effects, (), begins, ends)
