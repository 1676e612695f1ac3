"""How programmes are listed, filtered, shown and filled in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from outward_portal.funding.models import Programme
from outward_portal.funding.programmes.section import section
from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Section

PROGRAMMES: Final = Kind(
    model=Programme, slug="programmes", name=_("Programme"), plural=_("Programmes of funding"),
    purpose=_("Funds, subsidies, loans, cover and platforms that enterprises can apply to: who may have them, how "
              "much, until when."),
    columns=(
        Column("name", _("Name"), ("name_en", "name_zh"), "name"),
        Column("category", _("Class"), ("category",), "choice"),
        Column("provider", _("Provider"), ("provider_en", "provider_zh")),
        Column("sector", _("Sector"), ("sector",), "sector"),
        Column("standing", _("Standing"), ("standing",), "choice"),
        Column("award-most", _("Most for one award"), ("award_most", "currency"), "amount"),
    ),
    filters=(
        Filter("category", _("Class"), "category", "choice", tuple(Programme.Class.choices)),
        Filter("standing", _("Standing"), "standing", "choice", tuple(Programme.Standing.choices)),
        Filter("sector", _("Sector"), "sector__in", "sector"),
        Filter("country", _("Country"), "country_rows__region", "country"),
    ),
    fieldsets=(
        Fieldset(_("Names"), ("name_en", "name_zh")),
        Fieldset(_("Programme"), ("category", "standing", "instrument", "provider_en", "provider_zh")),
        Fieldset(_("Terms"), ("currency", "award_most", "share_most", "documents_en", "documents_zh", "decision_days",
                              "appeal_days")),
        Fieldset(_("Legal basis"), ("basis", "basis_article")),
        Fieldset(_("About"), ("sector", "countries", "begins", "ends")),
        Fieldset(_("Facts and source"), ("summary_en", "summary_zh", "source", "paragraphs", "as_of")),
        Fieldset(_("Who sees it"), ("audience",)),
    ),
    sections=(Section("funding/programme_section.jinja", section),),
)
