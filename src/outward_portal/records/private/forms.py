"""The form in which an owner writes a private value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.records.currencies import validate_currency
from outward_portal.records.kinds import PrivateFieldType
from outward_portal.records.listing import amount
from outward_portal.records.models import PrivateAudience, PrivateField
from outward_portal.records.private.actions import Value
from outward_portal.records.validators import validate_partial_date
from outward_portal.theme.words import plain_pair


class AgencyField(forms.ModelChoiceField):
    """Chooses one of the leading group's agencies, named in the page's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Name an agency."""
        return plain_pair(obj.name_en, obj.name_zh)


class CodeField(forms.CharField):
    """A code in capital letters; small ones are taken too."""

    def to_python(self, value: Any) -> str:
        """Read the code."""
        return str(super().to_python(value)).upper()


class PrivateValueForm(forms.Form):
    """A value of one private field for one period, and who sees it."""

    period = forms.CharField(label=_("Period"), max_length=10, validators=[validate_partial_date],
                             help_text=_("A year, a month or a day: 2025, 2025-06 or 2025-06-30"))
    number = forms.CharField(label=_("Amount"), max_length=30,
                             help_text=_("In whole units: 1,250,000 and not 1.25 million"))
    unit = CodeField(label=_("Currency"), max_length=3, validators=[validate_currency],
                     help_text=_("Code of ISO 4217, such as CNY or USD"))
    text = forms.CharField(label=_("Text"), max_length=1000, widget=forms.Textarea({"rows": 4}))
    audience = forms.ChoiceField(
        label=_("Who sees it"), choices=PrivateAudience.choices,
        help_text=_("Amounts that others may see are also counted in totals, in which no single enterprise can be made "
                    "out. “Only we ourselves” is never counted."))
    agency = AgencyField(label=_("Agency"), queryset=Organisation.objects.none(), required=False,
                         empty_label=_("none"), help_text=_("Only if you chose one agency"))
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, type: PrivateFieldType, user: Any, present: PrivateField | None,
                 **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(present)} | kwargs)
        self.type = type
        for name in ("text",) if type.is_amount else ("number", "unit"):
            del self.fields[name]
        if type.unit:
            del self.fields["unit"]
        self.fields["period"].required = type.is_amount
        agency = self.fields["agency"]
        assert isinstance(agency, AgencyField)
        agency.queryset = Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.AGENCY)

    def clean_number(self) -> Decimal:
        """Read the amount, with or without thousands commas."""
        read = amount(self.cleaned_data["number"].replace(" ", ""))
        if read is None or read < 0:
            raise forms.ValidationError(_("Write an amount of zero or more in digits, such as 1,250,000."))
        if read != round(read, 4):
            raise forms.ValidationError(_("At most four digits stand behind the point."))
        return read

    def clean(self) -> dict[str, Any]:
        """Ask for the agency where one is to see it."""
        cleaned = super().clean() or {}
        if cleaned.get("audience") == PrivateAudience.AGENCY and not cleaned.get("agency"):
            self.add_error("agency", _("Choose the agency that sees it."))
        return cleaned

    def value(self) -> Value:
        """Give what was typed."""
        given = self.cleaned_data
        chosen = given.get("agency") if given["audience"] == PrivateAudience.AGENCY else None
        return Value(self.type.key, given["period"], given.get("number"),
                     (self.type.unit or given["unit"]) if self.type.is_amount else "", given.get("text", ""),
                     given["audience"], chosen)


def _initial(present: PrivateField | None) -> dict[str, Any]:
    if present is None:
        return {"unit": "CNY"}
    number = None if present.number is None else f"{present.number.normalize():,f}"
    return {"period": present.period, "number": number, "unit": present.unit, "text": present.text,
            "audience": present.audience, "agency": present.agency_id, "replaces": present.pk}
