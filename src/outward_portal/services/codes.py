"""The services that enterprises look for and providers offer, and fields that hold several codes at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Language
from outward.vocabulary.sectors import sectors
from outward_portal.knowledge.models import TextLanguage
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import sector_name


class Service(models.TextChoices):
    """What providers do for enterprises that go abroad (paragraph 125); no code is part of another."""

    VALUATION = "asset-valuation", _("Asset valuation")
    LAW = "law", _("Law")
    ACCOUNTING = "accounting", _("Accounting and audit")
    RISK = "risk-evaluation", _("Risk evaluation")
    INSURANCE = "insurance", _("Insurance")
    TRANSLATION = "translation", _("Translation")
    LOGISTICS = "logistics", _("Logistics")
    INTERMEDIARY = "intermediary", _("Intermediary abroad")


LANGUAGES: Final = tuple((value, label) for value, label in TextLanguage.choices if value != TextLanguage.OTHER)
"""Languages in which somebody works."""


def split(text: str) -> tuple[str, ...]:
    """Give the codes that a column holds.

    Examples
    --------
    >>> split("law;insurance"), split("")
    (('law', 'insurance'), ())
    """
    return tuple(code for code in text.split(";") if code)


class TicksField(forms.MultipleChoiceField):
    """Ticks, from and to the text that the column holds."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """Give the ticked codes."""
        return list(split(value)) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Give the column's text, in the order of the list."""
        ticked = set(super().clean(self.prepare_value(value)))
        listed = cast("Iterable[tuple[str, Any]]", self.choices)
        return ";".join(code for code, _label in listed if code in ticked)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as sets."""
        return set(self.prepare_value(initial) or ()) != set(self.prepare_value(data) or ())


class CodesField(models.CharField):
    """Several codes of one list, separated by ``;``; who extends it says which list."""

    longest: ClassVar = 300

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", self.longest)
        kwargs["validators"] = [self.validate_codes]
        super().__init__(*args, **kwargs)

    @classmethod
    def listed(cls) -> Iterable[tuple[str, Any]]:
        """Give the codes with their names, in order."""
        raise NotImplementedError

    @classmethod
    def validate_codes(cls, text: str) -> None:
        """Refuse what is no list of these codes, each once."""
        codes, known = text.split(";"), {code for code, _label in cls.listed()}
        if set(codes) - known or len(set(codes)) < len(codes):
            raise ValidationError(_("%(text)s: not a list of codes that are known here"), params={"text": text[:80]})

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Give ticks for a form."""
        return TicksField(choices=self.listed, required=not self.blank, label=capfirst(self.verbose_name),
                      help_text=self.help_text, initial=kwargs.get("initial"))

    def deconstruct(self) -> Any:
        """Leave out what is always the same."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def say(self, value: str, language: Language) -> str:
        """Name the codes, for a page."""
        names = {code: str(label) for code, label in self.listed()}
        return ("、" if language == "zh" else "; ").join(names.get(code, code) for code in split(value))


class ServicesField(CodesField):
    """Services."""

    @classmethod
    def listed(cls) -> Iterable[tuple[str, Any]]:
        """Give the services."""
        return Service.choices


class LanguagesField(CodesField):
    """Working languages."""

    @classmethod
    def listed(cls) -> Iterable[tuple[str, Any]]:
        """Give the languages."""
        return LANGUAGES


class SectorsField(CodesField):
    """Sectors of the vocabulary."""

    longest: ClassVar = 1000

    @classmethod
    def listed(cls) -> Iterable[tuple[str, Any]]:
        """Give the sectors in the page's language."""
        return [(id, sector_name(id, current_language())) for id in sectors()]


def said_languages(text: str) -> str:
    """Name languages in the page's language."""
    names = {code: str(label) for code, label in LANGUAGES}
    return ("、" if current_language() == "zh" else ", ").join(names.get(code, code) for code in split(text))
