"""The board, interests and the funnel as files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from outward_portal.leads import funnel
from outward_portal.leads.models import NEVER, Interest, Lead
from outward_portal.records.table_files import citation, table_file

MOST: Final = 20_000
_LEAD: Final = ("lead", "type", "name_en", "name_zh", "countries", "sector", "wanted_en", "wanted_zh", "value",
                "currency", "counterparty_en", "counterparty_zh", "deadline", "open_until", "source", "sample")
_INTEREST: Final = ("interest", "lead", "lead_en", "lead_zh", "enterprise", "enterprise_en", "enterprise_zh", "state",
                    "agency_en", "agency_zh", "next_on", "offered_on", "offer", "currency", "outcome", "shown_at",
                    "moved_at")


def lead_item(lead: Lead) -> dict[str, Any]:
    """Give a lead as plain data."""
    return dict(zip(_LEAD, (
        lead.pk, lead.type, lead.name_en, lead.name_zh, lead.countries, lead.sector, lead.wanted_en, lead.wanted_zh,
        lead.value, lead.currency, lead.counterparty_en, lead.counterparty_zh, lead.deadline or None,
        None if lead.open_until == NEVER else lead.open_until, lead.source, lead.is_sample), strict=True))


def interest_item(interest: Interest) -> dict[str, Any]:
    """Give an interest as plain data, to whoever sees it."""
    agency = interest.agency
    return dict(zip(_INTEREST, (
        interest.pk, interest.lead_id, interest.title_en, interest.title_zh, interest.enterprise_id, interest.who_en,
        interest.who_zh, interest.state, agency.name_en if agency else None, agency.name_zh if agency else None,
        interest.next_on.isoformat() if interest.next_on else None,
        interest.offered_on.isoformat() if interest.offered_on else None, interest.offer, interest.currency,
        interest.outcome, interest.shown_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        interest.moved_at.strftime("%Y-%m-%dT%H:%M:%SZ")), strict=True))


def leads_file(found: Iterable[Lead], format: str) -> HttpResponse:
    """Write leads."""
    return table_file("leads", _LEAD, [lead_item(each) for each in found], format, citation(_("Board of leads")))


def interests_file(found: Iterable[Interest], format: str) -> HttpResponse:
    """Write interests."""
    return table_file("interests", _INTEREST, [interest_item(each) for each in found], format,
                      citation(_("Interests in leads")))


def funnel_file(found: funnel.Funnel, period: str, format: str) -> HttpResponse:
    """Write the funnel of a period."""
    return table_file("funnel", funnel.COLUMNS, funnel.items(found), format,
                      citation(_("Funnel of leads, %(period)s") % {"period": period}))
