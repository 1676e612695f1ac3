"""How facts and legs of corridors are listed, filtered, shown and filled in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.dossiers.models import Confidence, CorridorLeg, Fact, TranslationState
from outward_portal.dossiers.vocabulary import SECTION_CHOICES
from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Section
from outward_portal.review.presentation import standing

_NAME: Final = Column("name", _("Name"), ("name_en", "name_zh"), "name")
_COUNTRIES: Final = Column("countries", _("Country"), ("countries",), "countries")
_BY_COUNTRY: Final = Filter("country", _("Country"), "country_rows__region", "country")

FACTS: Final = Kind(
    model=Fact, slug="facts", name=_("Fact"), plural=_("Country facts"),
    purpose=_("What is said of a country: each with its source, its date, who keeps it and when it is to be looked at "
              "again."),
    columns=(
        _NAME, _COUNTRIES,
        Column("section", _("Section"), ("section",), "choice"),
        Column("number", _("Number"), ("number", "unit"), "amount"),
        Column("text", _("Text"), ("summary_en", "summary_zh"), is_sortable=False),
        Column("period", _("Period"), ("period",)),
        Column("due", _("Review due"), ("review_due",), "date"),
        Column("translation", _("Translation"), ("translation",), "choice"),
    ),
    filters=(
        _BY_COUNTRY,
        Filter("section", _("Section"), "section", "choice", tuple(SECTION_CHOICES)),
        Filter("confidence", _("Confidence"), "confidence", "choice", tuple(Confidence.choices)),
        Filter("translation", _("Translation"), "translation", "choice", tuple(TranslationState.choices)),
    ),
    fieldsets=(
        Fieldset(_("What it is about"), ("name_en", "name_zh", "countries", "section", "topic", "question_en",
                                         "question_zh")),
        Fieldset(pgettext_lazy("fact", "Value"), ("number", "unit", "summary_en", "summary_zh", "period",
                                                  "is_estimate")),
        Fieldset(_("Source"), ("source", "publisher", "address", "licence", "may_redistribute", "as_of",
                               "retrieved_on", "printed", "paragraphs")),
        Fieldset(_("Keeping"), ("agency", "review_due", "confidence")),
    ),
    sections=(Section("review/state.jinja", standing),),
    given_on="may_redistribute",
    review="draft-new",
)

CORRIDORS: Final = Kind(
    model=CorridorLeg, slug="corridors", name=_("Corridor leg"), plural=_("Corridors"),
    purpose=_("Legs of the transport corridors that the case plans: from where to where, how, how far they have come."),
    columns=(
        _NAME,
        Column("route", _("Route"), ("route_en", "route_zh")),
        Column("mode", _("Mode"), ("mode_en", "mode_zh")),
        Column("stage", _("Stage"), ("stage_note_en", "stage_note_zh")),
        _COUNTRIES,
    ),
    filters=(_BY_COUNTRY,),
    fieldsets=(
        Fieldset(_("Names"), ("name_en", "name_zh")),
        Fieldset(_("Route"), ("corridor", "route_en", "route_zh", "leg", "from_en", "from_zh", "to_en", "to_zh",
                              "mode_en", "mode_zh", "direction_en", "direction_zh")),
        Fieldset(_("Stage"), ("stage_note_en", "stage_note_zh", "begins", "ends", "remark_en", "remark_zh")),
        Fieldset(_("Place"), ("countries",)),
        Fieldset(_("Facts and source"), ("summary_en", "summary_zh", "source", "paragraphs", "as_of")),
        Fieldset(_("Who sees it"), ("audience",)),
    ),
    contributed=True,
)

ALL: Final = (FACTS, CORRIDORS)
