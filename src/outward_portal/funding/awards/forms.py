"""The forms of what follows a grant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.funding.fields import AmountField, DayField, TextField, text_area


class InstalmentForm(forms.Form):
    """A part of an award, and what it is paid for."""

    milestone = TextField(label=_("Milestone"), max_length=300)
    amount = AmountField(label=_("Amount"))
    due_on = DayField(label=_("Due on"))


class ReportForm(forms.Form):
    """A report that is asked for."""

    title = TextField(label=_("What it is to tell"), max_length=200)
    due_on = DayField(label=_("Due on"))


class ReachForm(forms.Form):
    """How it can be seen that a milestone is reached."""

    evidence = TextField(label=_("How it can be seen"), max_length=2000, widget=text_area())


class PaidForm(forms.Form):
    """When it was paid, under which reference."""

    paid_on = DayField(label=_("Paid on"))
    reference = TextField(label=_("Reference of the payment"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].initial = timezone.localdate


class HandInForm(forms.Form):
    """A report."""

    text = TextField(label=_("Report"), max_length=12000, widget=text_area(10))
    spent = AmountField(label=_("Spent so far of the award"), required=False, min_value=0)


class RemarkForm(forms.Form):
    """What the office says to a report that it accepts."""

    remark = TextField(label=_("Remark"), max_length=1000, required=False, widget=text_area(2))


class ReturnForm(forms.Form):
    """What a report lacks."""

    remark = TextField(label=_("What is missing"), max_length=1000, widget=text_area(3))


class WhyForm(forms.Form):
    """Why something is not so, or no longer."""

    remark = TextField(label=_("Why"), max_length=1000, widget=text_area(3), help_text=_("The enterprise reads this."))


class LapseForm(forms.Form):
    """Why an award that nobody accepted is ended."""

    note = TextField(label=_("Why it lapses"), max_length=300, widget=text_area(2), help_text=_(
        "The enterprise reads this, and whoever reads the entries of the budget."))


class ClaimForm(forms.Form):
    """How much is claimed back, why, until when."""

    amount = AmountField(label=_("Amount"))
    reason_text = TextField(label=_("Why it is claimed back"), max_length=2000, widget=text_area(3),
                            help_text=_("The enterprise reads this."))
    due_on = DayField(label=_("To be paid by"))


class BackForm(forms.Form):
    """When claimed money came back."""

    returned_on = DayField(label=_("Came back on"))
