"""How leads and events are listed, filtered, shown and filled in."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.leads import sections
from outward_portal.leads.models import Event, Lead
from outward_portal.leads.telling import published
from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Section


def _choices(field: str, model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    found = model._meta.get_field(field)
    assert isinstance(found, models.Field)
    return tuple(found.flatchoices)


_EVENT: Final = pgettext_lazy("visit", "Event")
_NAME: Final = Column("name", _("Name"), ("name_en", "name_zh"), "name")
_COUNTRIES: Final = Column("countries", _("Country"), ("countries",), "countries")
_BY_COUNTRY: Final = Filter("country", _("Country"), "country_rows__region", "country")
_BY_SECTOR: Final = Filter("sector", _("Sector"), "sector__in", "sector")
_NAMES: Final = Fieldset(_("Names"), ("name_en", "name_zh"))
_FACTS: Final = Fieldset(_("Facts and source"), ("summary_en", "summary_zh", "source", "as_of"))
_SEEN: Final = Fieldset(_("Who sees it"), ("audience",))

LEADS: Final = Kind(
    model=Lead, slug="leads", name=_("Lead"), plural=_("Leads"),
    purpose=_("Chances abroad that the leading group, missions and ministries bring in: tenders, cooperation lists, "
              "notes of missions, what visits and forums gave, aid. Those that are over stay here to be found."),
    columns=(
        _NAME, Column("type", _("Kind of lead"), ("type",), "choice"), _COUNTRIES,
        Column("sector", _("Sector"), ("sector",), "sector"),
        Column("value", _("Value"), ("value", "currency"), "amount"),
        Column("deadline", _("Deadline"), ("deadline",), "date"),
    ),
    filters=(
        Filter("type", _("Kind of lead"), "type", "choice", _choices("type", Lead)), _BY_COUNTRY, _BY_SECTOR,
        Filter("currency", _("Currency"), "currency", "currency"),
        Filter("least", _("Value at least"), "value__gte", "least", needs="currency"),
    ),
    fieldsets=(
        _NAMES,
        Fieldset(_("Lead"), ("type", "sector", "countries", "wanted_en", "wanted_zh", "counterparty_en",
                             "counterparty_zh", "event")),
        Fieldset(_("Value and time"), ("value", "currency", "deadline", "expires")),
        Fieldset(_("Place"), ("place_en", "place_zh")), _FACTS, _SEEN,
    ),
    contributed=True,
    sections=(Section("leads/lead_section.jinja", sections.lead),),
    written=published,
)

EVENTS: Final = Kind(
    model=Event, slug="events", name=_EVENT, plural=_("Visits, forums and fairs"),
    purpose=_("Visits, forums, fairs and talks: when, where and with whom, with a briefing for those who go and the "
              "leads that came of it."),
    columns=(
        _NAME, Column("type", _("Type"), ("type",), "choice"), _COUNTRIES,
        Column("place", _("Place"), ("place_en", "place_zh")),
        Column("begins", _("Begins"), ("begins",), "date"), Column("ends", _("Ends"), ("ends",), "date"),
    ),
    filters=(Filter("type", _("Type"), "type", "choice", _choices("type", Event)), _BY_COUNTRY, _BY_SECTOR),
    fieldsets=(
        _NAMES, Fieldset(_EVENT, ("type", "begins", "ends", "host_en", "host_zh", "sector")),
        Fieldset(_("Place"), ("countries", "place_en", "place_zh")),
        Fieldset(_("Briefing"), ("briefing_en", "briefing_zh")), _FACTS, _SEEN,
    ),
    contributed=True,
    sections=(Section("leads/event_section.jinja", sections.event),),
)

ALL: Final = (LEADS, EVENTS)
