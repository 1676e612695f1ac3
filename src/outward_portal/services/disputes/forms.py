"""Forms of case files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import viewer
from outward_portal.records.choosing import RecordField
from outward_portal.records.codes import CurrencyField, RegionField
from outward_portal.records.currencies import validate_currency
from outward_portal.records.models import Record
from outward_portal.registers.models import Project
from outward_portal.risks.incidents.forms import TextField
from outward_portal.services.disputes.guidance import ANSWERS, questions
from outward_portal.services.models import DisputeCase
from outward_portal.services.requests.forms import DayField, MoneyField, lines
from outward_portal.theme.languages import current_language


class GuidanceForm(forms.Form):
    """The questions of the guidance, each with what is not known yet."""

    region = RegionField(label=_("Host country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        for id, question in questions().items():
            self.fields[id] = forms.ChoiceField(
                label=question.text.text(language), required=False, initial="unknown",
                choices=[(each, ANSWERS[each]) for each in question.choices])


class CaseForm(forms.Form):
    """What a dispute is about."""

    title = TextField(label=_("Title"), max_length=200)
    region = RegionField(label=_("Host country"))
    counterparty = TextField(label=_("Counterparty"), max_length=200)
    against_state = forms.BooleanField(label=_("It is a state, or acts for one"), required=False)
    project = forms.Field(label=_("Your project"), required=False)
    claim = TextField(label=_("Claim"), max_length=4000, widget=lines(5))
    amount = MoneyField(label=_("Amount in dispute"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False, max_length=3, validators=[validate_currency])
    arose_on = DayField(label=_("Since when"), required=False)
    limitation_on = DayField(label=_("Last day before the claim is out of time"), required=False)
    limitation_basis = TextField(label=_("By which law or clause"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["project"] = RecordField(Project, user, label=self.fields["project"].label, required=False)

    def clean_project(self) -> Project | None:
        """Take only one's own."""
        found: Project | None = self.cleaned_data["project"]
        if found is not None and found.owner_id not in viewer(self.user).own:
            raise forms.ValidationError(_("Choose a project of your own enterprise."))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for the currency of an amount, and for days in their order."""
        cleaned = super().clean() or {}
        if cleaned.get("amount") is not None and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Name the currency of the amount."))
        arose, limit = cleaned.get("arose_on"), cleaned.get("limitation_on")
        if arose and arose > timezone.localdate():
            self.add_error("arose_on", _("This day is still to come."))
        if arose and limit and limit < arose:
            self.add_error("limitation_on", _("This is before the dispute arose."))
        return cleaned


class NextForm(forms.Form):
    """What is to be done next, by when."""

    next_step = TextField(label=_("Next step"), max_length=300)
    next_due = DayField(label=_("Due"))


class EntryForm(forms.Form):
    """A line of the log."""

    happened_on = DayField(label=_("When"))
    text = TextField(label=_("What happened"), max_length=2000, widget=lines(3))

    def clean_happened_on(self) -> Any:
        """Refuse what is still to come."""
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class ReferenceForm(forms.Form):
    """A document, and where it is kept."""

    title = TextField(label=_("Document"), max_length=200)
    dated = DayField(label=_("Dated"), required=False)
    kept_at = TextField(label=_("Where it is kept"), max_length=300, required=False)
    record = forms.Field(label=_("Or: on the page of a record"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"] = RecordField(Record, user, label=self.fields["record"].label, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask where it is."""
        cleaned = super().clean() or {}
        if not cleaned.get("kept_at") and cleaned.get("record") is None:
            self.add_error("kept_at", _("Say where it is kept, or name a record."))
        return cleaned


class NoteForm(forms.Form):
    """A note to an item that is done."""

    note = TextField(label=_("Note"), max_length=300, required=False)


class OutcomeForm(forms.Form):
    """What came of a dispute."""

    outcome = TextField(label=_("What was agreed or decided"), max_length=2000, widget=lines(4))


def next_form(user: Any, case: DisputeCase) -> type[forms.Form]:  # noqa: ARG001
    """Give the form of the next step, with what stands there."""
    class Next(NextForm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{**kwargs, "initial": {"next_step": case.next_step, "next_due": case.next_due}})

    return Next
