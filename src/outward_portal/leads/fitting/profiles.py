"""What is compared of enterprises and of leads, read from the registers as far as somebody sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from outward_portal.leads.days import today
from outward_portal.leads.models import Lead
from outward_portal.registers.models import Enterprise, Product, Project

if TYPE_CHECKING:
    import pandas as pd


@dataclass(slots=True)
class Profile:
    """What an enterprise states of itself, and what its records say that the reader sees."""

    key: int
    name_en: str
    name_zh: str
    sector: str
    words: str
    countries: set[str]
    largest: dict[str, Decimal] = field(default_factory=dict)  # value of its largest project so far, by currency


def enterprises_for(user: Any, *, of_samples: bool) -> Any:
    """Give the enterprises that leads are matched with: those that a person sees, not partners abroad."""
    return Enterprise.objects.visible_to(user).filter(retired_at__isnull=True, is_sample=of_samples).exclude(
        ownership=Enterprise.Ownership.FOREIGN)


def profiles(enterprises: Any, projects: Any, products: Any) -> list[Profile]:
    """Read the profiles of enterprises, with projects and products that the reader sees."""
    found = {row[0]: Profile(row[0], row[1], row[2], row[3], " ".join(filter(None, row[4:6])),
                             {code for code in row[6].split(";") if code})
             for row in enterprises.values_list("pk", "name_en", "name_zh", "sector", "products_en", "products_zh",
                                                "countries")}
    for key, en, zh in products.filter(enterprise__in=enterprises.values("pk"), retired_at__isnull=True).values_list(
            "enterprise", "name_en", "name_zh"):
        found[key].words = f"{found[key].words} {en} {zh}".strip()
    for key, countries, value, currency in projects.filter(
            enterprise__in=enterprises.values("pk"), retired_at__isnull=True, is_programme=False).exclude(
            stage__in=[Project.Stage.IDEA, Project.Stage.CANCELLED]).values_list(
            "enterprise", "countries", "value", "currency"):
        found[key].countries.update(code for code in countries.split(";") if code)
        if value is not None:
            found[key].largest[currency] = max(value, found[key].largest.get(currency, Decimal(0)))
    return list(found.values())


def profiles_for(user: Any, enterprises: Any) -> list[Profile]:
    """Read the profiles of enterprises as far as a person sees what they are made of."""
    return profiles(enterprises, Project.objects.visible_to(user), Product.objects.visible_to(user))


def table_of_profiles(found: Iterable[Profile], lead: Lead) -> pd.DataFrame:
    """Lay enterprises beside a lead."""
    import pandas as pd

    rows = list(found)
    return pd.DataFrame({
        "sector": [row.sector for row in rows], "words": [row.words for row in rows],
        "countries": [";".join(sorted(row.countries)) for row in rows],
        "stretch": pd.array([stretch(lead.value, lead.currency, row.largest) for row in rows], dtype="Float64"),
    }, index=pd.Index([row.key for row in rows], dtype="int64"))


def open_leads_for(user: Any, *, of_samples: bool) -> Any:
    """Give the leads that a person sees and that are still open."""
    return Lead.objects.visible_to(user).filter(retired_at__isnull=True, is_sample=of_samples,
                                                open_until__gte=today())


def table_of_leads(leads: Any, profile: Profile) -> pd.DataFrame:
    """Lay leads beside an enterprise."""
    import pandas as pd

    columns = defaultdict(list)
    for key, sector, countries, value, currency, *texts in leads.values_list(
            "pk", "sector", "countries", "value", "currency", "name_en", "name_zh", "wanted_en", "wanted_zh"):
        columns["key"].append(key)
        columns["sector"].append(sector)
        columns["countries"].append(countries)
        columns["words"].append(" ".join(filter(None, texts)))
        columns["stretch"].append(stretch(value, currency, profile.largest))
    return pd.DataFrame({
        "sector": columns["sector"], "words": columns["words"], "countries": columns["countries"],
        "stretch": pd.array(columns["stretch"], dtype="Float64"),
    }, index=pd.Index(columns["key"], dtype="int64"))


def words_of(lead: Lead) -> str:
    """Give the words of a lead that are compared."""
    return " ".join(filter(None, (lead.name_en, lead.name_zh, lead.wanted_en, lead.wanted_zh)))


def stretch(value: Decimal | None, currency: str, largest: Mapping[str, Decimal]) -> float | None:
    """Say how many times the largest project so far a value is, in its currency; nothing where either is not known."""
    before = largest.get(currency)
    return None if value is None or not before else float(value / before)
