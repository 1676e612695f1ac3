"""The forms of rules, calls, budgets and of what an enterprise declares."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outward.eligibility import read_rules
from outward.errors import InvalidInputError
from outward_portal.accounts.models import Organisation
from outward_portal.funding import facts
from outward_portal.funding.fields import AmountField, DayField, TextField, text_area
from outward_portal.records.codes import CurrencyField
from outward_portal.records.private.forms import AgencyField
from outward_portal.theme.languages import current_language

MOST_TEXT: Final = 60_000


class RulesForm(forms.Form):
    """A version of rules, as JSON; every fault is named with its place."""

    text = forms.CharField(label=_("Rules"), max_length=MOST_TEXT, widget=forms.Textarea(
        {"rows": 22, "class": "code", "spellcheck": "false"}))
    note = TextField(label=_("What is new in it"), max_length=300)
    base = forms.IntegerField(widget=forms.HiddenInput)

    tree: Any = None

    def clean_text(self) -> str:
        """Read the rules."""
        text: str = self.cleaned_data["text"]
        try:
            self.tree = json.loads(text, parse_float=_exact)
        except ValueError as error:
            raise ValidationError(_("This is no JSON: %(fault)s"), params={"fault": error}) from error
        except RecursionError as error:
            raise ValidationError(_("It is nested too deep.")) from error
        try:
            read_rules(self.tree, facts.kinds(), file="rules")
        except InvalidInputError as error:
            said = [f"{each.column}: {each.what}. {each.mend}" for each in error.problems[:20]]
            raise ValidationError(said) from error
        return text


def _exact(text: str) -> str:
    """Keep a fraction of JSON as it is written: exact."""
    return text


class CallForm(forms.Form):
    """A call."""

    title_en = TextField(label=_("Title in English"), max_length=200, required=False)
    title_zh = TextField(label=_("Title in Chinese"), max_length=200, required=False)
    text_en = TextField(label=_("What is looked for, in English"), max_length=4000, required=False, widget=text_area())
    text_zh = TextField(label=_("What is looked for, in Chinese"), max_length=4000, required=False, widget=text_area())
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Closes on"))

    def clean(self) -> dict[str, Any]:
        """Ask for a title; it opens before it closes."""
        cleaned = super().clean() or {}
        if not cleaned.get("title_en") and not cleaned.get("title_zh"):
            self.add_error("title_zh" if current_language() == "zh" else "title_en", _("Give it a title."))
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("This is before it opens."))
        return cleaned


class BudgetForm(forms.Form):
    """An amount that is added to a budget, or taken out of it."""

    amount = AmountField(label=_("Amount"), min_value=None,
                         help_text=_("With a minus it is taken out, as far as it is not committed."))
    currency = CurrencyField(label=_("Currency"), max_length=3)
    note = TextField(label=_("Where it comes from"), max_length=300, help_text=_("Such as the decision's number"))

    def clean_amount(self) -> Decimal:
        """Refuse nothing."""
        amount: Decimal = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError(_("Nothing is no entry."))
        return amount

    def clean_currency(self) -> str:
        """Refuse what is no currency."""
        from outward_portal.records.currencies import validate_currency

        code: str = self.cleaned_data["currency"]
        validate_currency(code)
        return code


class AgencyForm(forms.Form):
    """Which agency runs a programme."""

    agency = AgencyField(label=_("Agency that runs it"), queryset=Organisation.objects.none(), required=False,
                         empty_label=_("the office itself"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, AgencyField)
        field.queryset = Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.AGENCY)
