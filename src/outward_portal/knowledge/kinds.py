"""How documents, procedures and instruments are listed, filtered, shown and filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.knowledge.models import Document, Instrument, Procedure, Provision
from outward_portal.knowledge.queries import document_section, procedure_section
from outward_portal.knowledge.vocabulary import subjects, topics
from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Section, Text
from outward_portal.review.presentation import standing
from outward_portal.theme.languages import current_language

_NAME: Final = Column("name", _("Name"), ("name_en", "name_zh"), "name")
_COUNTRIES: Final = Column("countries", _("Country"), ("countries",), "countries")
_BY_SECTOR: Final = Filter("sector", _("Sector"), "sector__in", "sector")
_BY_COUNTRY: Final = Filter("country", _("Country"), "country_rows__region", "country")
_NAMES: Final = Fieldset(_("Names"), ("name_en", "name_zh"))
_FACTS: Final = Fieldset(_("Contents and source"), ("summary_en", "summary_zh", "source", "paragraphs", "as_of"))
_SEEN: Final = Fieldset(_("Who sees it"), ("audience",))
_UPKEEP: Final = Section("review/state.jinja", standing)
_DUE: Final = Fieldset(_("Upkeep"), ("review_due",))


def _name(name: Label) -> str:
    return name.text(current_language())


def _answer(topic: Label, answer: Text) -> str:
    return str(_("%(topic)s: %(answer)s") % {"topic": topic.text(current_language()), "answer": answer})


_lazy_name, _lazy_answer = lazy(_name, str), lazy(_answer, str)  # once: each makes a class


def _choices(field: str, model: type[models.Model]) -> tuple[tuple[str, Text], ...]:
    found = model._meta.get_field(field)
    assert isinstance(found, models.Field)
    return tuple(found.flatchoices)


def _listed(names: Mapping[str, Label]) -> tuple[tuple[str, Text], ...]:
    """Give ids with their names, which are looked up in the page's language when they are shown."""
    return tuple((id, _lazy_name(name)) for id, name in names.items())


_SUBJECTS: Final = Filter("subject", _("Subject"), "subjects__contains", "choice",
                          _listed({id: each.name for id, each in subjects().items()}))
"""``contains`` is exact here: no subject's id is within another's, which a test holds."""

def _provision_choices() -> tuple[tuple[str, Text], ...]:
    """Give each topic with each answer."""
    return tuple((f"{topic.id}:{value}", _lazy_answer(topic.name, answer))
                 for topic in topics().values() for value, answer in _choices("answer", Provision))


DOCUMENTS: Final = Kind(
    model=Document, slug="documents", name=_("Document"), plural=_("Policies and laws"),
    purpose=_("Laws, regulations, treaties, policies and notices at home and in host countries: whether they hold, "
              "what they say on which topic, and how far their source can be relied on."),
    columns=(
        _NAME, Column("type", _("Type"), ("type",), "choice"), _COUNTRIES,
        Column("issuer", _("Issuing body"), ("issuer_en", "issuer_zh")),
        Column("issued", _("Issued"), ("issued_on",), "date"),
        Column("status", _("Status"), ("status",), "choice"),
        Column("reliability", _("Source"), ("reliability",)),
    ),
    filters=(
        Filter("type", _("Type"), "type", "choice", _choices("type", Document)),
        Filter("status", _("Status"), "status", "choice", _choices("status", Document)),
        _BY_COUNTRY, _SUBJECTS, _BY_SECTOR,
        Filter("reliability", _("Reliability"), "reliability", "choice", _choices("reliability", Document)),
        Filter("provision", _("Provision"), "provisions__found_as", "choice", _provision_choices()),
    ),
    fieldsets=(
        _NAMES,
        Fieldset(_("Document"), ("type", "issuer_en", "issuer_zh", "number", "issued_on", "status", "scope_en",
                                 "scope_zh", "time_note_en", "time_note_zh", "original_language")),
        Fieldset(pgettext_lazy("period", "In force"), ("begins", "ends")),
        Fieldset(_("About"), ("subjects", "sector", "countries")),
        Fieldset(_("Contents and source"), ("summary_en", "summary_zh", "reliability", "source", "paragraphs",
                                            "as_of")),
        _DUE,
    ),
    sections=(Section("knowledge/document_section.jinja", document_section), _UPKEEP),
    review="draft-new",
)

PROCEDURES: Final = Kind(
    model=Procedure, slug="procedures", name=_("Procedure"), plural=_("Procedures"),
    purpose=_("How something is got from an authority, step by step: who, where, with which documents, at what cost, "
              "in what time."),
    columns=(_NAME, _COUNTRIES, Column("for-whom", _("For whom"), ("for_whom_en", "for_whom_zh"), is_sortable=False),
             Column("result", _("Result"), ("result_en", "result_zh"), is_sortable=False)),
    filters=(_BY_COUNTRY, _SUBJECTS, _BY_SECTOR),
    fieldsets=(
        _NAMES,
        Fieldset(_("Procedure"), ("for_whom_en", "for_whom_zh", "result_en", "result_zh")),
        Fieldset(_("About"), ("subjects", "sector", "countries")),
        _FACTS, _DUE,
    ),
    sections=(Section("knowledge/procedure_section.jinja", procedure_section), _UPKEEP),
    review="draft-new",
)

INSTRUMENTS: Final = Kind(
    model=Instrument, slug="instruments", name=_("Instrument"), plural=_("Funding instruments"),
    purpose=_("Funds, subsidies, loans, insurance and preferences: who gives what to whom, and on which condition."),
    columns=(_NAME, Column("category", _("Class"), ("category_en", "category_zh")),
             Column("provider", _("Provider"), ("provider_en", "provider_zh")),
             Column("beneficiary", _("For whom"), ("beneficiary_en", "beneficiary_zh")),
             Column("status", _("Status"), ("status",), "choice"),
             Column("status-note", _("As stated"), ("status_note_en", "status_note_zh"))),
    filters=(Filter("status", _("Status"), "status", "choice", _choices("status", Instrument)), _BY_SECTOR),
    fieldsets=(
        _NAMES,
        Fieldset(_("Instrument"), ("category_en", "category_zh", "provider_en", "provider_zh", "beneficiary_en",
                                   "beneficiary_zh", "trigger_en", "trigger_zh")),
        Fieldset(_("Status"), ("status", "status_note_en", "status_note_zh", "begins", "ends")),
        Fieldset(_("About"), ("sector", "countries")),
        _FACTS, _SEEN,
    ),
)

ALL: Final = (DOCUMENTS, PROCEDURES, INSTRUMENTS)
