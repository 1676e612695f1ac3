"""The funnel: of the leads that were added in a period, how many found interest, an offer, a contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outward_portal.leads.models import Interest, Lead
from outward_portal.leads.queries import leads
from outward_portal.registers.models import Project
from outward_portal.theme import words
from outward_portal.theme.languages import current_language

BY: Final = {"country": gettext_lazy("Country"), "sector": gettext_lazy("Sector"), "type": gettext_lazy("Kind of lead")}
COLUMNS: Final = ("part", "name", "leads", "with_interest", "interests", "offers", "won", "lost", "won_value")

_Known = tuple[Interest, Project | None]
"""An interest, and the record of its contract where the reader sees that."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the funnel."""

    code: str  # of the country, sector or kind; empty: none is stated
    name: str
    leads: int
    with_interest: int  # leads in which at least one enterprise showed interest
    interests: int
    offers: int  # interests that came to an offer
    won: int
    lost: int
    values: tuple[tuple[str, Decimal], ...]  # of the contracts, by currency: none is converted

    @property
    def value(self) -> str:
        """The values in words."""
        return "; ".join(words.amount(value, currency) for currency, value in self.values)


@dataclass(frozen=True, slots=True)
class Funnel:
    """The lines by country, sector or kind, and all leads together: a lead of two countries stands in two lines."""

    lines: tuple[Step, ...]
    total: Step


def funnel(user: Any, *, first: date, last: date, by: str, of_samples: bool = False) -> Funnel:
    """Count what became of the leads that were added from one day to another, as far as a person sees them.

    Parameters
    ----------
    user : User
        Who asks; the leading group alone sees interests of more than one enterprise.
    first, last : date
        Of the period, both within it.
    by : str
        A key of ``BY``.
    of_samples : bool
        Whether made-up leads are counted, and they alone.
    """
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last, time.max))
    rows = list(leads(user).filter(created_at__range=(begin, end), is_sample=of_samples).only(
        "pk", "countries", "sector", "type"))
    interests: dict[int, list[_Known]] = defaultdict(list)
    shown = list(Interest.objects.visible_to(user).filter(lead__in=[row.pk for row in rows]))
    contracts = Project.objects.visible_to(user).in_bulk([each.project_id for each in shown if each.project_id])
    for each in shown:
        interests[each.lead_id].append((each, contracts.get(each.project_id)))
    groups: dict[str, list[Lead]] = defaultdict(list)
    for row in rows:
        for code in _codes(row, by):
            groups[code].append(row)
    lines = [_step(code, _name(code, by), groups[code], interests) for code in groups]
    return Funnel(tuple(sorted(lines, key=lambda line: (-line.leads, line.name))), _step("", _("All"), rows, interests))


def _codes(lead: Lead, by: str) -> list[str]:
    return lead.countries.split(";") if by == "country" else [lead.sector if by == "sector" else lead.type]


def _name(code: str, by: str) -> str:
    if not code:
        return _("not stated")
    if by == "country":
        return words.country_names(code)
    return words.sector_name(code, current_language()) if by == "sector" else str(Lead.Type(code).label)


def _step(code: str, name: str, rows: Iterable[Lead], by_lead: Mapping[int, list[_Known]]) -> Step:
    rows = list(rows)
    known = [pair for row in rows for pair in by_lead.get(row.pk, ())]
    shown = [each for each, _contract in known]
    values: dict[str, Decimal] = defaultdict(Decimal)
    for each, contract in known:
        if each.state == Interest.State.WON and contract is not None and contract.value is not None:
            values[contract.currency] += contract.value
    return Step(
        code, name, len(rows), sum(row.pk in by_lead for row in rows), len(shown),
        sum(each.offered_on is not None for each in shown), sum(each.state == Interest.State.WON for each in shown),
        sum(each.state == Interest.State.LOST for each in shown), tuple(sorted(values.items())))


def items(found: Funnel) -> list[dict[str, Any]]:
    """Give the lines as plain data."""
    return [{"part": line.code, "name": line.name, "leads": line.leads, "with_interest": line.with_interest,
             "interests": line.interests, "offers": line.offers, "won": line.won, "lost": line.lost,
             "won_value": line.value} for line in (*found.lines, found.total)]
