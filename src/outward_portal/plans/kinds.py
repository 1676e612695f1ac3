"""How factors are listed, filtered, shown and filled in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from outward_portal.plans.models import Factor
from outward_portal.plans.queries.links import factor_section
from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Section

FACTORS: Final = Kind(
    model=Factor, slug="factors", name=_("Factor"), plural=_("Factors"),
    purpose=_("What favours the industry's going abroad and what hinders it, inside and outside, with the figures that "
              "say so and the measures that answer it."),
    columns=(
        Column("name", _("Name"), ("name_en", "name_zh"), "name"),
        Column("side", _("Side"), ("side",), "choice"),
        Column("strength", _("Strength"), ("strength",), "choice"),
        Column("state", _("State"), ("state",), "choice"),
        Column("paragraphs", _("Paragraphs"), ("paragraphs",)),
    ),
    filters=(
        Filter("side", _("Side"), "side", "choice", tuple(Factor.Side.choices)),
        Filter("state", _("State"), "state", "choice", tuple(Factor.State.choices)),
        Filter("strength", _("Strength"), "strength", "choice", tuple(Factor.Strength.choices)),
        Filter("sector", _("Sector"), "sector__in", "sector"),
    ),
    fieldsets=(
        Fieldset(_("Names"), ("name_en", "name_zh")),
        Fieldset(_("Factor"), ("side", "strength", "sector", "countries")),
        Fieldset(_("Statement and source"), ("summary_en", "summary_zh", "source", "paragraphs", "as_of")),
        Fieldset(_("Who sees it"), ("audience",)),
    ),
    sections=(Section("plans/factor_section.jinja", factor_section),),
    told=(("state", _("state")),),
)
