"""Forms of drafts and of what is decided of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from outward_portal.review.models import Translation


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as JSON keeps them: dates and amounts as text, rows by their key."""
    keyed = {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
    found: dict[str, Any] = json.loads(json.dumps(keyed, cls=DjangoJSONEncoder))
    return found


class RowForm(forms.ModelForm):
    """Fields of a row, with what changes and why, and the revision of the draft that it starts from."""

    reason = forms.CharField(label=_("What changes, and why"), max_length=300, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def own_fields(self) -> tuple[str, ...]:
        """Name the fields of the row itself."""
        return tuple(name for name in self.fields if name not in ("reason", "revision"))

    def plain(self) -> dict[str, Any]:
        """Give the cleaned values as a draft keeps them."""
        return plain({name: self.cleaned_data[name] for name in self.own_fields()
                      if name in self.cleaned_data and not isinstance(self.fields[name], forms.FileField)})

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Give the fields as they stand together."""
        return [("", [self[name] for name in self.own_fields()])]


def row_form(model: type[models.Model], names: tuple[str, ...], base: type[RowForm] = RowForm) -> type[RowForm]:
    """Make the form of a model's fields."""
    widgets: dict[str, Any] = {name: forms.Textarea({"rows": 4}) for name in names
                               if isinstance(model._meta.get_field(name), models.TextField)}
    return cast(type[RowForm], forms.modelform_factory(model, form=base, fields=list(names), widgets=widgets))


class DecisionForm(forms.Form):
    """Publish, or return with a remark; with the revision that the reviewer has read."""

    verdict = forms.ChoiceField(label=_("Decision"), choices=[("publish", _("Publish")),
                                                              ("return", _("Return to the author"))],
                                widget=forms.RadioSelect)
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where a draft is returned."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == "return" and not cleaned.get("remark"):
            self.add_error("remark", _("Say what the author should change."))
        return cleaned


class RenewalForm(forms.Form):
    """When something that still holds is looked at again."""

    review_due = forms.DateField(label=_("Still holds, next review on"), widget=forms.DateInput({"type": "date"}))

    def clean_review_due(self) -> date:
        """Refuse a day that has passed: it would be overdue at once."""
        due: date = self.cleaned_data["review_due"]
        if due <= timezone.localdate():
            raise forms.ValidationError(_("The next review lies in the future."))
        return due


class TranslationForm(forms.Form):
    """The target side of a translation: one text a field."""

    state = forms.ChoiceField(label=_("State of the translation"), choices=Translation.State.choices)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fields: list[models.Field[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = [field.name for field in fields]
        for field in fields:
            long = (field.max_length or 0) >= 500
            self.fields[field.name] = forms.CharField(
                label=capfirst(str(field.verbose_name)), required=False, max_length=field.max_length,
                widget=forms.Textarea({"rows": 5}) if long else forms.Textarea({"rows": 2}))

    def texts(self) -> dict[str, str]:
        """Give the texts by field."""
        return {name: self.cleaned_data[name] for name in self.targets}
