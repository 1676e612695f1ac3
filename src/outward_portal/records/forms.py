"""Forms in which records are written."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts import policy
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Audience, Record, Relation


class RecordForm(forms.ModelForm[Record]):
    """A record's fields, with the reason for the change and the revision that it starts from."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False,
                             help_text=_("Why, for whoever reads the history"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Kind, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.ModelChoiceField):
                assert field.queryset is not None
                seen = field.queryset.model.objects.visible_to(user)
                present = getattr(self.instance, f"{name}_id", None)
                if present is not None and not seen.filter(pk=present).exists():
                    del self.fields[name]  # names a record that this person may not see: left as it is
                    continue
                field.queryset = seen.filter(Q(retired_at__isnull=True) | Q(pk=present)).order_by("name_en", "id")
            if name == "audience" and isinstance(field, forms.ChoiceField):
                field.choices = [(value, label) for value, label in Audience.choices
                                 if value != Audience.OFFICE or policy.viewer(user).leads]
        if self.instance.pk:
            self.fields["revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        """Refuse a record without a name."""
        cleaned = super().clean() or {}
        if not cleaned.get("name_en") and not cleaned.get("name_zh") and "name_en" in self.fields:
            self.add_error("name_en", _("Give a name in at least one language."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give the cleaned values of the record's own fields."""
        return {name: self.cleaned_data[name] for name in self.kind.form_fields if name in self.cleaned_data}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Give the fields as they stand together."""
        return [(str(fieldset.title), [self[name] for name in fieldset.fields if name in self.fields])
                for fieldset in self.kind.fieldsets]


@lru_cache(maxsize=64)
def form_class(kind: Kind) -> type[RecordForm]:
    """Make the form of a register."""
    widgets: dict[str, type[forms.Widget] | forms.Widget] = {
        name: forms.Textarea({"rows": 3}) for name in kind.form_fields if (kind.field(name).max_length or 0) >= 500
    }
    made = forms.modelform_factory(kind.model, form=RecordForm, fields=list(kind.form_fields), widgets=widgets)
    return cast(type[RecordForm], made)


class ReasonForm(forms.Form):
    """Asks why, before something is taken out."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class LinkForm(forms.Form):
    """States a relation to another record, which is named by its address or number."""

    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices)
    target = forms.CharField(label=_("Other record"), max_length=200,
                             help_text=_("The address of its page, or its number"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, source: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.source = user, source

    def clean_target(self) -> Record:
        """Find the record that is meant, among those that the person may see."""
        digits = self.cleaned_data["target"].rstrip("/").rpartition("/")[2]
        found = None
        if digits.isascii() and digits.isdecimal() and len(digits) < 18:
            found = Record.objects.visible_to(self.user).filter(pk=int(digits), retired_at__isnull=True).first()
        if found is None:
            raise forms.ValidationError(_("No record is found there. Copy the address of its page."))
        if found.pk == self.source.pk:
            raise forms.ValidationError(_("A record cannot be linked to itself."))
        return found
