"""The briefing for an event: what the portal knows of its countries, as far as the reader sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from outward.vocabulary.regions import regions
from outward_portal.accounts.policy import may
from outward_portal.dossiers.queries import is_country
from outward_portal.leads.models import Event, Lead
from outward_portal.leads.queries import leads
from outward_portal.registers.models import Park, Project
from outward_portal.risks import words as risk_words
from outward_portal.risks.queries import standings_of

MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Country:
    """What is gathered of one country."""

    region: str
    has_dossier: bool
    risks: list[Any]  # where it stands for each event, for those who read forecasts
    projects: list[Project]
    parks: list[Park]
    leads: list[Lead]
    more: dict[str, int]  # how many are not listed, by register


def briefing(event: Event, user: Any) -> list[Country]:
    """Gather what a person may know of the countries of an event."""
    return [_country(region, event, user) for region in event.countries.split(";") if region in regions()]


def _country(region: str, event: Event, user: Any) -> Country:
    def there(model: Any) -> Any:
        return model.objects.visible_to(user).filter(country_rows__region=region, retired_at__isnull=True,
                                                     is_sample=event.is_sample).order_by("name_en", "pk")

    projects, parks = there(Project), there(Park)
    present = leads(user).filter(country_rows__region=region, is_sample=event.is_sample).order_by("-open_until", "pk")
    counts = {"projects": projects.count(), "parks": parks.count(), "leads": present.count()}
    return Country(
        region, is_country(region), _risks(region, user), list(projects[:MOST]), list(parks[:MOST]),
        list(present[:MOST]),
        {register: max(0, count - MOST) for register, count in counts.items()})


def _risks(region: str, user: Any) -> list[Any]:
    if not may(user, "forecasts.read"):
        return []
    return [(risk_words.event_name(row.event), row) for row in standings_of(region, user)]
