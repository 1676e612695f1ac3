"""Projects abroad, a forecast of their countries, and an incident: what the tests of exposure and incidents are about.

All figures here are synthetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.records import actions as records
from outward_portal.records.private import actions as private
from outward_portal.registers.kinds import ENTERPRISES, PROJECTS
from outward_portal.registers.models import Enterprise, Project
from outward_portal.risks.models import CountryStanding, MadeOutlook
from tests.portal.people import People


@dataclass(frozen=True, slots=True)
class Abroad:
    """The works' project, the rival's, one that is nobody's and the office's own."""

    people: People
    works: Project
    rival: Project
    nobody: Project
    office: Project
    enterprise: Enterprise


def make_abroad(people: People) -> Abroad:
    """Make them: in Kenya, but for the rival's, which is in Zambia."""
    assert people.rival.organisation is not None
    enterprise = add(people, ENTERPRISES, people.works, name_en="Works of record", audience="public")
    mine = add(people, PROJECTS, people.works, name_en="Zqworks plant", countries="KEN", type="investment",
               stage="completed", value=Decimal(1_000_000), currency="USD", source="contract zq1", as_of="2025",
               audience="agencies", enterprise=enterprise)
    rival = add(people, PROJECTS, people.rival.organisation, name_en="Zqrival order", countries="ZMB", type="supply",
                stage="under-way", value=Decimal(9_000_000), currency="USD", source="contract zq2", as_of="2025",
                audience="agencies")
    nobody = add(people, PROJECTS, None, name_en="Zqnobody park", countries="KEN", type="park", stage="completed",
                 value=Decimal(5_000_000), currency="USD", source="report zq3", as_of="2025", audience="public")
    office = add(people, PROJECTS, None, name_en="Zqoffice talks", countries="KEN", type="investment",
                 stage="planned", value=Decimal(7_000_000), currency="USD", source="memo zq4", as_of="2025",
                 audience="office")
    return Abroad(people, mine, rival, nobody, office, enterprise)


def add(people: People, kind: Any, owner: Organisation | None, **values: Any) -> Any:
    """Add a record, as the office does."""
    return records.create(Act(people.office, "for a test"), kind, values, owner=None if owner is None else owner.pk)


def keep(people: People, record: Any, field: str, amount: int, audience: str, *, unit: str = "USD",
         agency: Organisation | None = None, text: str = "") -> None:
    """Keep a private value of a record, as its owner does."""
    private.write(Act(people.enterprise), record, private.Value(
        field, "2025", Decimal(amount) if not text else None, unit if not text else "", text, audience, agency),
        replaces=None)


def make_forecasts(*, is_synthetic: bool = True) -> MadeOutlook:
    """Write where Kenya and Zambia stand: a coup with one in ten, conflict with one in five, one abstained."""
    made = MadeOutlook.objects.create(digest="d" * 64, panel_digest="p" * 64, version="test", made_on="2025-12-31",
                                      year=2026, countries=2, forecasts=4, is_synthetic=is_synthetic)
    for event, kind, iso3, gwcode, probability in (
        ("coup", "political", "KEN", 501, 0.1), ("conflict_onset", "security", "KEN", 501, 0.2),
        ("coup", "political", "ZMB", 551, 0.05), ("conflict_onset", "security", "ZMB", 551, None),
    ):
        bounds = (None, None) if probability is None else (probability / 2, probability * 2)
        CountryStanding.objects.create(
            event=event, kind=kind, gwcode=gwcode, iso3=iso3, region=iso3, name_en=iso3, name_zh=iso3, year=2026,
            last_year=2026, level="alarm" if probability else "quiet", state="rising" if probability else "abstained",
            probability=probability, lower=bounds[0], upper=bounds[1], outlook=made)
    return made
