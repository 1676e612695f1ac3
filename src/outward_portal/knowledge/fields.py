"""A column of several ids from a list, separated by ``;``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Language
from outward_portal.knowledge.vocabulary import subjects
from outward_portal.theme.languages import current_language


def validate_subjects(text: str) -> None:
    """Take ids of subjects, separated by ``;``, each once."""
    ids = text.split(";")
    unknown = [id for id in ids if id not in subjects()]
    if unknown or len(set(ids)) < len(ids):
        raise ValidationError(_("%(text)s: not a list of subjects"), params={"text": text})


def subject_choices() -> list[tuple[str, str]]:
    """Give the subjects in the page's language."""
    return [(each.id, each.name.text(current_language())) for each in subjects().values()]


class _SubjectsChoice(forms.MultipleChoiceField):
    """Ticks, from and to the text that the column holds."""

    def prepare_value(self, value: Any) -> Any:
        """Give the ticked ids."""
        return [id for id in value.split(";") if id] if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Give the column's text, in the order of the list."""
        ticked = set(super().clean(self.prepare_value(value)))
        return ";".join(id for id in subjects() if id in ticked)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as sets."""
        return set(self.prepare_value(initial) or ()) != set(self.prepare_value(data) or ())


class SubjectsField(models.CharField):
    """Subjects of a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("validators", [validate_subjects])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Give ticks for a form."""
        return _SubjectsChoice(choices=subject_choices, required=not self.blank, label=capfirst(self.verbose_name),
                               widget=forms.CheckboxSelectMultiple, help_text=self.help_text,
                               initial=kwargs.get("initial"))

    def deconstruct(self) -> Any:
        """Leave out what is always the same."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def say(self, value: str, language: Language) -> str:
        """Name the subjects, for a page."""
        known = subjects()
        return ("、" if language == "zh" else "; ").join(
            known[id].name.text(language) if id in known else id for id in value.split(";") if id)


