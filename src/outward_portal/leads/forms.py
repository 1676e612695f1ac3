"""The forms of this room: showing interest, and what the steps of an interest ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Audience, Organisation
from outward_portal.accounts.policy import audiences_to_give, may
from outward_portal.leads import queries
from outward_portal.leads.models import Interest, Lead
from outward_portal.records.codes import CurrencyField
from outward_portal.records.currencies import validate_currency
from outward_portal.records.private.forms import AgencyField
from outward_portal.records.validators import validate_digits
from outward_portal.registers.models import Project
from outward_portal.theme.words import plain_pair

_TYPE_OF: dict[str, str] = {Lead.Type.AID: Project.Type.AID, Lead.Type.TENDER: Project.Type.SUPPLY}


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)


class PastDayField(DayField):
    """A day that has come."""

    def clean(self, value: Any) -> Any:
        """Refuse what has not happened yet."""
        found = super().clean(value)
        if found is not None and found > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return found


class AmountForm(forms.Form):
    """A form with an amount, which needs its currency."""

    amount: str  # the field's name

    def clean(self) -> dict[str, Any]:
        """Refuse an amount without a currency."""
        cleaned = super().clean() or {}
        if cleaned.get(self.amount) is not None and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("A value needs its currency."))
        return cleaned


def _amount(**kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(max_digits=20, decimal_places=2, required=False, help_text=_("In units of the currency"),
                              validators=[MinValueValidator(0), validate_digits], **kwargs)


def _currency(**kwargs: Any) -> CurrencyField:
    return CurrencyField(label=_("Currency"), required=False, max_length=3, validators=[validate_currency], **kwargs)


class EnterpriseField(forms.ModelChoiceField):
    """Chooses one of the enterprises for which somebody acts."""

    def label_from_instance(self, obj: Any) -> str:
        """Name it."""
        return plain_pair(obj.name_en, obj.name_zh)

    def to_python(self, value: Any) -> Any:
        """Refuse what is no key: SQLite fails at a number of more than 63 bits."""
        text = str(value or "")
        if text and not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": text[:40]})
        return super().to_python(value)


class InterestForm(forms.Form):
    """Shows an enterprise's interest."""

    enterprise = EnterpriseField(label=_("Enterprise"), queryset=None, empty_label=None)
    message = forms.CharField(label=_("Message"), max_length=1000, required=False,
                              widget=forms.Textarea({"rows": 3}),
                              help_text=_("What you would offer or want to know; read by the leading group only"))

    def __init__(self, *args: Any, enterprises: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enterprise"]
        assert isinstance(field, EnterpriseField)
        field.queryset = enterprises


def follow_form(user: Any, interest: Interest) -> type[forms.Form]:  # noqa: ARG001
    """Ask who follows it up; nobody named: whoever takes the step."""
    class FollowForm(forms.Form):
        agency = AgencyField(
            label=_("Who"), required=False, empty_label=_("I myself"),
            queryset=Organisation.objects.visible_to(user).filter(
                kind__in=[Organisation.Kind.AGENCY, Organisation.Kind.OFFICE]))
        next_on = DayField(label=_("Next step on"), required=False)

    return FollowForm


def note_form(user: Any, interest: Interest) -> type[forms.Form]:
    """Ask what was said or done; the leading group may keep it to itself."""
    class NoteForm(forms.Form):
        happened_on = PastDayField(label=_("When"), initial=timezone.localdate)
        text = forms.CharField(label=_("What was said or done"), max_length=2000, widget=forms.Textarea({"rows": 4}))
        next_on = DayField(label=_("Next step on"), required=False, initial=interest.next_on)
        if may(user, "interest.note-internally", interest):
            is_internal = forms.BooleanField(label=_("For the leading group only"), required=False)

    return NoteForm


class OfferForm(AmountForm):
    """Asks which offer was made, when."""

    amount = "offer"
    offered_on = PastDayField(label=_("Offer made on"), initial=timezone.localdate)
    offer = _amount(label=_("Offer"))
    currency = _currency()


def won_form(user: Any, interest: Interest) -> type[forms.Form]:
    """Ask for the contract's record, filled in from the offer and from the lead as far as it is still shown."""
    lead = queries.find_lead(interest.lead_id, user) or Lead()
    given = audiences_to_give(user, interest.enterprise.owner_id)

    class ContractForm(AmountForm):
        amount = "value"
        name_en = forms.CharField(label=_("Name of the contract in English"), max_length=300, required=False,
                                  initial=interest.title_en)
        name_zh = forms.CharField(label=_("Name of the contract in Chinese"), max_length=300, required=False,
                                  initial=interest.title_zh)
        type = forms.ChoiceField(label=_("Type"), choices=Project.Type.choices,
                                 initial=_TYPE_OF.get(lead.type, Project.Type.CONSTRUCTION))
        signed_on = PastDayField(label=_("Signed on"), initial=timezone.localdate)
        value = _amount(label=_("Value"), initial=lead.value if interest.offer is None else interest.offer)
        currency = _currency(initial=interest.currency or lead.currency)
        audience = forms.ChoiceField(
            label=_("Who sees the record"), initial=Audience.AGENCIES,
            choices=[(value, label) for value, label in Audience.choices if value in given])
        source = forms.CharField(label=_("Source"), max_length=300, initial=_("told by the enterprise"),
                                 help_text=_("Where this is stated: publication, page, address"))

        def clean(self) -> dict[str, Any]:
            """Refuse a record without a name."""
            cleaned = super().clean()
            if not cleaned.get("name_en") and not cleaned.get("name_zh"):
                self.add_error("name_en", _("Give a name in at least one language."))
            return cleaned

    return ContractForm
