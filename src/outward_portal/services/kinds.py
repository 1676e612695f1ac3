"""The register of providers: how it is listed, filtered, shown and filled in."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may
from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Section
from outward_portal.records.models import Record
from outward_portal.services.codes import LANGUAGES, Service
from outward_portal.services.models import Provider
from outward_portal.services.ratings.queries import summary, told_ratings
from outward_portal.services.requests.conflicts import settle_later


def rated(record: Record, user: Any) -> dict[str, Any]:
    """Say how a provider is rated, as far as that is told, and what its reader can do with it."""
    return {"provider": record, "summary": summary(record.pk, user), "ratings": told_ratings(record.pk, user),
            "may_read": may(user, "services.browse"), "may_post": may(user, "services.post"),
            "may_keep": may(user, "services.mandates", record)}


PROVIDERS: Final = Kind(
    model=Provider, slug="providers", name=_("Provider of services"), plural=_("Providers of services"),
    purpose=_("Who values, advises, audits, insures, translates, carries and introduces: services, countries, "
              "languages, accreditation, and how enterprises rate them."),
    columns=(
        Column("name", _("Name"), ("name_en", "name_zh"), "name"),
        Column("services", _("Services"), ("services",), is_sortable=False),
        Column("countries", _("Country"), ("countries",), "countries"),
        Column("languages", _("Languages"), ("languages",), is_sortable=False),
        Column("size", _("Size"), ("size",), "choice"),
        Column("accredited", _("Accredited until"), ("accreditation_until",), "date"),
    ),
    filters=(
        Filter("service", _("Service"), "services__contains", "choice", tuple(Service.choices)),
        Filter("language", _("Language"), "languages__contains", "choice", LANGUAGES),
        Filter("country", _("Country"), "country_rows__region", "country"),
        Filter("size", _("Size"), "size", "choice", tuple(Provider.Size.choices)),
    ),
    fieldsets=(
        Fieldset(_("Names"), ("name_en", "name_zh", "website")),
        Fieldset(_("Services"), ("services", "languages", "sectors", "size", "capacity", "price_basis_en",
                                 "price_basis_zh")),
        Fieldset(_("Accreditation"), ("accreditation_issuer", "accreditation_number", "accreditation_until")),
        Fieldset(_("Place"), ("home", "countries", "place_en", "place_zh", "latitude", "longitude")),
        Fieldset(_("Facts and source"), ("summary_en", "summary_zh", "source", "as_of")),
        Fieldset(_("Who sees it"), ("audience",)),
    ),
    provider_owned=True,
    sections=(Section("services/provider_section.jinja", rated),),
    written=settle_later,
)
