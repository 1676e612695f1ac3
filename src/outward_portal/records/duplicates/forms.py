"""The form in which two records become one: which stays, and whose value of each field that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from outward.vocabulary.labels import Language
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Record
from outward_portal.records.presentation import label_of, value_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A field whose values differ, with what each record says."""

    bound: forms.BoundField
    label: str
    values: tuple[Markup, Markup]


class MergeForm(forms.Form):
    """Which record stays, and for each field that differs whose value."""

    keep = forms.TypedChoiceField(label=_("Which stays"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    revisions = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, pair: tuple[Record, Record], user: Any, language: Language,
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.pair, self.user, self.language = kind, pair, user, language
        keep = self.fields["keep"]
        assert isinstance(keep, forms.TypedChoiceField)
        keep.choices = [(record.pk, str(record.pk)) for record in pair]
        keep.initial = min(pair, key=lambda record: (record.owner_id is None, record.pk)).pk
        self.fields["revisions"].initial = ";".join(str(record.revision) for record in pair)
        for name in self.differing():
            empty_first = _raw(pair[0], kind.field(name)) in (None, "")
            self.fields[f"of_{name}"] = forms.TypedChoiceField(
                label=label_of(kind, name), coerce=int, widget=forms.RadioSelect, choices=keep.choices,
                initial=pair[1 if empty_first else 0].pk)

    def differing(self) -> list[str]:
        """Name the fields in which the two differ; one that names a record the person may not see is left alone."""
        one, other = self.pair
        return [name for name in self.kind.form_fields
                if _raw(one, self.kind.field(name)) != _raw(other, self.kind.field(name))
                and all(self._is_seen(record, name) for record in self.pair)]

    def _is_seen(self, record: Record, name: str) -> bool:
        field = self.kind.field(name)
        key = _raw(record, field)
        return not field.is_relation or key is None or Record.objects.visible_to(self.user).filter(pk=key).exists()

    def choices(self) -> Iterator[Choice]:
        """Give the fields to choose between."""
        for name in self.differing():
            one, other = (value_of(self.kind, record, name, self.language, self.user) for record in self.pair)
            yield Choice(self[f"of_{name}"], label_of(self.kind, name), (one, other))

    def clean_revisions(self) -> dict[int, int]:
        """Read which state of each the person saw."""
        parts = self.cleaned_data["revisions"].split(";")
        if len(parts) != 2 or not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
            raise forms.ValidationError(_("Open the page again."))
        return {record.pk: int(part) for record, part in zip(self.pair, parts, strict=True)}

    def winner(self) -> tuple[Record, Record]:
        """Give the record that stays, and the other."""
        one, other = self.pair
        return (one, other) if self.cleaned_data["keep"] == one.pk else (other, one)

    def values(self) -> dict[str, Any]:
        """Give the fields that the record that stays takes over."""
        kept, gone = self.winner()
        return {name: getattr(gone, name) for name in self.differing() if self.cleaned_data[f"of_{name}"] != kept.pk}


def _raw(record: Record, field: models.Field[Any, Any]) -> Any:
    return getattr(record, field.attname)
