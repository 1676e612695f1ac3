"""The life cycles of an application and of an officer's part in it."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.funding.applications import actions, forms
from outward_portal.funding.awards import actions as awards
from outward_portal.funding.awards.forms import ClaimForm, LapseForm
from outward_portal.funding.models import Application, ReviewPlace
from outward_portal.funding.private import private
from outward_portal.workflows.flow import State, Step, Workflow

_APPLICANT: Final = _("the applicant")
_OFFICE: Final = _("the office")
_OFFICER: Final = _("the officer named")


def _page(application: Any) -> str:
    return reverse("application", kwargs={"row": application.pk})


APPLICATION: Final = Workflow(
    key="funding-application", name=_("Application for funds"), model=Application, page=_page,
    purpose=_("An enterprise's application: from a draft over questions, two reviews and a decision to an award that "
              "is paid, reported on and closed."),
    made_by=_("an enterprise, from a call"),
    states=(
        State("draft", pgettext_lazy("application", "Draft"), _("Seen by the applicant alone.")),
        State("submitted", pgettext_lazy("application", "Handed in"), _("The office looks whether it is complete.")),
        State("questioned", pgettext_lazy("application", "Question open"),
              _("The applicant has to answer; the clock stands still.")),
        State("review", pgettext_lazy("application", "Under review"),
              _("Two officers review it; neither sees the other's review before both are in.")),
        State("granted", pgettext_lazy("application", "Granted"), _("The money is committed; the applicant accepts or "
                                                                    "declines.")),
        State("refused", pgettext_lazy("application", "Refused"), _("It ends here unless it is appealed in time."),
              is_end=True),
        State("appealed", pgettext_lazy("application", "Appealed"),
              _("Somebody of the office who had no part decides anew.")),
        State("running", pgettext_lazy("application", "Award running"),
              _("Instalments are paid by milestone, reports are owed.")),
        State("closed", pgettext_lazy("application", "Closed"), _("What was not paid went back to the budget."),
              is_end=True),
        State("rejected", pgettext_lazy("application", "Refused for good"), _("The appeal was refused."), is_end=True),
        State("declined", pgettext_lazy("application", "Declined"), _("The applicant did not take it; the money went "
                                                                      "back to the budget."), is_end=True),
        State("lapsed", pgettext_lazy("application", "Lapsed"), _("Nobody accepted it in time; the money went back to "
                                                                  "the budget."), is_end=True),
        State("withdrawn", pgettext_lazy("application", "Withdrawn"), is_end=True),
    ),
    steps=private(
        Step("submit", _("Hand in"), ("draft",), "submitted", "application.write", "application.submitted", _APPLICANT,
             form=forms.SubmitForm, do=actions.submit,
             told=_("It can no longer be changed. The rules of the programme as they stand today hold for it.")),
        Step("assign", _("Name two reviewers"), ("submitted",), "review", "application.handle",
             "application.assigned", _OFFICE, form_for=forms.assign_form, do=actions.assign),
        Step("reassign", _("Name another reviewer"), ("review",), "", "application.reassign", "application.reassigned",
             _OFFICE, form_for=forms.reassign_form, do=actions.reassign,
             told=_("In the place of one who is bound or was freed.")),
        Step("ask", _("Put a question"), ("submitted", "review"), "questioned", "application.ask", "application.asked",
             _("the office, or an officer who reviews"), form=forms.QuestionForm, do=actions.ask,
             told=_("The clock stands still until it is answered.")),
        Step("answer", _("Answer the question"), ("questioned",), "submitted", "application.write",
             "application.answered", _APPLICANT, form=forms.AnswerForm, do=actions.answer,
             becomes=lambda application, _values: str(application.asked_from),
             told=_("It stands again where it stood, and the clock runs on.")),
        Step("grant", _("Grant"), ("review",), "granted", "application.decide", "application.granted",
             _("a third person of the office"), form=forms.GrantForm, do=actions.grant,
             told=_("The amount is committed in the budget. It cannot be more than the budget has left.")),
        Step("refuse", _("Refuse"), ("review",), "refused", "application.decide", "application.refused",
             _("a third person of the office"), form=forms.RefusalForm, do=actions.refuse, is_grave=True,
             told=_("The applicant reads the reason and can appeal once.")),
        Step("appeal", _("Appeal"), ("refused",), "appealed", "application.appeal", "application.appealed", _APPLICANT,
             form=forms.AppealForm, do=actions.appeal,
             told=_("Somebody who had no part decides. There is one appeal.")),
        Step("grant-appeal", _("Grant on appeal"), ("appealed",), "granted", "appeal.decide", "appeal.granted",
             _("somebody of the office who had no part"), form=forms.GrantForm, do=actions.grant_appeal),
        Step("refuse-appeal", _("Refuse the appeal"), ("appealed",), "rejected", "appeal.decide", "appeal.refused",
             _("somebody of the office who had no part"), form=forms.RefusalForm, do=actions.refuse_appeal,
             is_grave=True),
        Step("accept", _("Accept the award"), ("granted",), "running", "application.write", "award.accepted",
             _APPLICANT, do=awards.accept,
             told=_("The award is published: programme, enterprise, amount and day.")),
        Step("decline", _("Decline the award"), ("granted",), "declined", "application.write", "award.declined",
             _APPLICANT, do=awards.decline, is_grave=True, told=_("The money goes back to the budget.")),
        Step("lapse", _("Let the award lapse"), ("granted",), "lapsed", "application.lapse", "award.lapsed", _OFFICE,
             form=LapseForm, do=awards.lapse, is_grave=True,
             told=_("Possible once as many days have passed since the grant as a refusal can be appealed in. The money "
                    "goes back to the budget, and the enterprise is told.")),
        Step("claim-back", _("Claim money back"), ("running", "closed"), "", "application.handle",
             "award.claimed-back", _OFFICE, form=ClaimForm, do=awards.claim_back, is_grave=True,
             told=_("No more than was paid and is not claimed back yet.")),
        Step("close", _("Close the award"), ("running",), "closed", "application.handle", "award.closed", _OFFICE,
             do=awards.close, is_grave=True,
             told=_("Possible when nothing is planned, owed or claimed. What was not paid goes back to the budget.")),
        Step("withdraw", _("Withdraw"), ("draft", "submitted", "questioned", "review"), "withdrawn",
             "application.write", "application.withdrawn", _APPLICANT, is_grave=True, told=_("It is not decided.")),
    ),
)

REVIEW: Final = Workflow(
    key="funding-review", name=_("Review of an application"), model=ReviewPlace,
    page=lambda place: reverse("review-place", kwargs={"row": place.pk}),
    purpose=_("An officer's part: they declare whether something binds them, read the application, score it by "
              "criterion and recommend."),
    made_by=_OFFICE,
    states=(
        State("named", pgettext_lazy("review", "Named"), _("The officer sees title and applicant, nothing else.")),
        State("cleared", pgettext_lazy("review", "Nothing binds"), _("The officer reads the application.")),
        State("reviewed", pgettext_lazy("review", "Handed in"), _("It is opened when both are in."), is_end=True),
        State("bound", pgettext_lazy("review", "Bound"), _("The officer has an interest and has no part."),
              is_end=True),
        State("freed", pgettext_lazy("review", "Freed"), is_end=True),
    ),
    steps=private(
        Step("clear", _("Nothing binds me"), ("named",), "cleared", "place.review", "review.cleared", _OFFICER,
             do=actions.clear,
             told=_("You declare that neither you nor anybody close to you has an interest in the applicant, its "
                    "owners, partners or rivals.")),
        Step("review", _("Hand in the review"), ("cleared",), "reviewed", "place.review", "review.handed-in", _OFFICER,
             form_for=forms.review_form, do=actions.review,
             told=_("It can no longer be changed. The applicant never sees it.")),
        Step("bind", _("Declare a conflict of interest"), ("named", "cleared", "reviewed"), "bound", "place.declare",
             "review.bound", _OFFICER, form=forms.BoundForm, do=actions.leave, hidden=("conflict",), is_grave=True,
             told=_("You see the application no longer, and what you handed in counts no more.")),
        Step("free", _("Free the officer"), ("named", "cleared", "reviewed"), "freed", "place.free", "review.freed",
             _OFFICE, do=actions.leave, is_grave=True, told=_("What they handed in counts no more.")),
    ),
)
