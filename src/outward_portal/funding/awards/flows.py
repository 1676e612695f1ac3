"""The life cycles of an instalment, a report and a claim."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.funding.awards import actions, forms
from outward_portal.funding.models import ClawBack, Instalment, Report
from outward_portal.funding.private import private
from outward_portal.workflows.flow import State, Step, Workflow

_APPLICANT: Final = _("the enterprise")
_OFFICE: Final = _("the office")


def _page(part: Any) -> str:
    return reverse("application", kwargs={"row": part.application_id})


INSTALMENT: Final = Workflow(
    key="funding-instalment", name=_("Instalment of an award"), model=Instalment, page=_page, made_by=_OFFICE,
    purpose=_("A part of an award: planned for a milestone, reached, paid out of what the budget has committed."),
    states=(
        State("planned", pgettext_lazy("instalment", "Planned")),
        State("reached", pgettext_lazy("instalment", "Milestone reached"),
              _("The enterprise says how it can be seen.")),
        State("paid", pgettext_lazy("instalment", "Paid"), is_end=True),
        State("dropped", pgettext_lazy("instalment", "Dropped"), is_end=True),
    ),
    steps=private(
        Step("reach", _("Milestone reached"), ("planned",), "reached", "award.reach", "instalment.reached", _APPLICANT,
             form=forms.ReachForm, do=actions.reach),
        Step("pay", _("Enter the payment"), ("reached",), "paid", "award.manage", "instalment.paid", _OFFICE,
             form=forms.PaidForm, do=actions.pay,
             told=_("It is entered in the budget. Nothing is paid while a report is overdue.")),
        Step("not-reached", _("Not reached yet"), ("reached",), "planned", "award.manage", "instalment.planned",
             _OFFICE, form=forms.WhyForm, do=actions.say_why),
        Step("drop", _("Drop"), ("planned", "reached"), "dropped", "award.manage", "instalment.dropped", _OFFICE,
             form=forms.WhyForm, do=actions.say_why, is_grave=True),
    ),
)

REPORT: Final = Workflow(
    key="funding-report", name=_("Report on an award"), model=Report, page=_page, made_by=_OFFICE,
    purpose=_("What an enterprise owes to tell of its award: due, handed in, accepted or returned."),
    states=(
        State("due", pgettext_lazy("report", "Due")),
        State("handed-in", pgettext_lazy("report", "Handed in")),
        State("returned", pgettext_lazy("report", "Returned"), _("Something is missing in it.")),
        State("accepted", pgettext_lazy("report", "Accepted"), is_end=True),
        State("dropped", pgettext_lazy("report", "Dropped"), is_end=True),
    ),
    steps=private(
        Step("hand-in", _("Hand in the report"), ("due", "returned"), "handed-in", "award.reach", "report.handed-in",
             _APPLICANT, form=forms.HandInForm, do=actions.hand_in),
        Step("accept", _("Accept the report"), ("handed-in",), "accepted", "award.manage", "report.accepted", _OFFICE,
             form=forms.RemarkForm, do=actions.remark),
        Step("return", _("Return the report"), ("handed-in",), "returned", "award.manage", "report.returned", _OFFICE,
             form=forms.ReturnForm, do=actions.remark),
        Step("drop", _("Drop"), ("due", "returned"), "dropped", "award.manage", "report.dropped", _OFFICE,
             form=forms.WhyForm, do=actions.say_why, is_grave=True),
    ),
)

CLAW_BACK: Final = Workflow(
    key="funding-claw-back", name=_("Money claimed back"), model=ClawBack, page=_page,
    made_by=_("the office, from an award"),
    purpose=_("What an enterprise has to pay back, because conditions were broken: claimed, came back or dropped."),
    states=(
        State("claimed", pgettext_lazy("claim", "Claimed")),
        State("returned", pgettext_lazy("claim", "Came back"), is_end=True),
        State("dropped", pgettext_lazy("claim", "Dropped"), is_end=True),
    ),
    steps=private(
        Step("returned", _("It came back"), ("claimed",), "returned", "award.manage", "claw-back.returned", _OFFICE,
             form=forms.BackForm, do=actions.money_back, told=_("The budget can commit it again.")),
        Step("drop", _("Drop the claim"), ("claimed",), "dropped", "award.manage", "claw-back.dropped", _OFFICE,
             form=forms.WhyForm, do=actions.drop_claim, is_grave=True),
    ),
)
