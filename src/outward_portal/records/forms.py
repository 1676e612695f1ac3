"""Forms in which records are written."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts import policy
from outward_portal.accounts.models import Audience
from outward_portal.records.choosing import MOST_OPTIONS, RecordField
from outward_portal.records.codes import FIELDS
from outward_portal.records.kinds import NOT_YOUR_WHOLE, Kind
from outward_portal.records.models import Record, Relation


class RecordForm(forms.ModelForm[Record]):
    """A record's fields, with the reason for the change and the revision that it starts from."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False,
                             help_text=_("Why, for whoever reads the history"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Kind, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.user = kind, user
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.ModelChoiceField):
                assert field.queryset is not None
                seen = field.queryset.model.objects.visible_to(user)
                present = getattr(self.instance, f"{name}_id", None)
                if present is not None and not seen.filter(pk=present).exists():
                    del self.fields[name]  # names a record that this person may not see: left as it is
                    continue
                listed = seen.filter(Q(retired_at__isnull=True) | Q(pk=present))
                field.queryset = listed.order_by("name_en", "id")
                if issubclass(field.queryset.model, Record) and _is_long(listed):
                    self.fields[name] = _typed(field, user, present)
            if name == "audience" and isinstance(field, forms.ChoiceField):
                field.choices = [(value, label) for value, label in Audience.choices if value in self._audiences(user)]
        if self.instance.pk:
            self.fields["reason"].required = True
            self.fields["revision"].initial = self.instance.revision

    def _audiences(self, user: Any) -> frozenset[str]:
        """Give the audiences to choose from; the present one may always stay."""
        if self.instance.pk:
            return policy.audiences_to_give(user, self.instance.owner_id) | {self.instance.audience}
        return policy.audiences_to_give(user, policy.viewer(user).adds_for)

    def clean(self) -> dict[str, Any]:
        """Refuse a record without a name, and one that would change how a record of others counts."""
        cleaned = super().clean() or {}
        for name in self.kind.wholes:
            whole = cleaned.get(name)
            if (whole is not None and whole.pk != getattr(self.instance, f"{name}_id")
                    and not policy.may(self.user, "record.change", whole)):
                self.add_error(name, NOT_YOUR_WHOLE)
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
    made = forms.modelform_factory(kind.model, form=RecordForm, fields=list(kind.form_fields), widgets=widgets,
                                  field_classes=FIELDS)
    return cast(type[RecordForm], made)


def _is_long(records: Any) -> bool:
    return len(records.values("pk")[:MOST_OPTIONS + 1]) > MOST_OPTIONS


def _typed(field: forms.ModelChoiceField, user: Any, present: int | None) -> RecordField:
    """Ask for a record by name in place of a list of thousands."""
    assert field.queryset is not None
    typed = RecordField(field.queryset.model, user, label=field.label, required=field.required,
                        help_text=field.help_text)
    typed.present = present
    return typed


class ReasonForm(forms.Form):
    """Asks why, before something is taken out."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class LinkForm(forms.Form):
    """States a relation to another record, which is named by its address or number."""

    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices)
    target = forms.Field(label=_("Other record"))  # takes its place: a field that knows who asks
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, source: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.fields["target"] = RecordField(Record, user, label=self.fields["target"].label)

    def clean_target(self) -> Record:
        """Refuse the record itself."""
        found: Record = self.cleaned_data["target"]
        if found.pk == self.source.pk:
            raise forms.ValidationError(_("A record cannot be linked to itself."))
        return found
