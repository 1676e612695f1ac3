"""The life of an interest: shown, followed up, offered; won, lost, not bid for or withdrawn."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.leads import steps
from outward_portal.leads.forms import OfferForm, follow_form, note_form, won_form
from outward_portal.leads.models import Interest
from outward_portal.workflows.flow import State, Step, Workflow

_OFFICERS: Final = _("an officer or the office")
_EITHER: Final = _("the enterprise, or whoever follows it up")
_ENTERPRISE: Final = _("the enterprise")
_RUNNING: Final = ("shown", "followed", "offered")


def page(interest: Any) -> str:
    """Give the address of an interest."""
    return reverse("lead-interest", args=[interest.pk])


def history(interest: Any) -> int | None:
    """Give the enterprise to whose history a step belongs; what the leading group notes for itself is in none."""
    return None if interest.is_kept_back else interest.enterprise_id


INTEREST: Final = Workflow(
    key="interest", name=_("Interest in a lead"),
    purpose=_("An enterprise shows interest in a lead; an officer follows it up; an offer is made; it is won or lost. "
              "Only the enterprise, those who share with it, and the leading group see it."),
    model=Interest, page=page, record=history, made_by=_ENTERPRISE,
    states=(
        State("shown", pgettext_lazy("interest", "Shown"),
              _("The enterprise is interested; nobody follows it up yet.")),
        State("followed", pgettext_lazy("interest", "In follow-up"), _("An officer or agency follows it up.")),
        State("offered", pgettext_lazy("interest", "Offer made"), _("The enterprise has made an offer.")),
        State("won", pgettext_lazy("interest", "Won"), _("There is a contract; its record stands in the register of "
                                                         "projects."), is_end=True),
        State("lost", pgettext_lazy("interest", "Lost"), _("The offer was not taken."), is_end=True),
        State("no-bid", pgettext_lazy("interest", "No bid"), _("No offer was made in the end."), is_end=True),
        State("withdrawn", pgettext_lazy("interest", "Withdrawn"), _("The enterprise has taken it back."), is_end=True),
    ),
    steps=(
        Step("follow", _("Follow up"), ("shown",), "followed", "interest.follow", "interest.followed", _OFFICERS,
             form_for=follow_form, do=steps.follow,
             told=_("The enterprise is told who follows it up.")),
        Step("note", _("Write a note"), _RUNNING, "", "interest.note", "interest.noted", _EITHER,
             form_for=note_form, do=steps.note, hidden=("text",)),
        Step("offer", pgettext_lazy("step", "Offer made"), ("shown", "followed"), "offered", "interest.advance",
             "interest.offered", _EITHER, form=OfferForm, do=steps.offer, hidden=("offer", "currency")),
        Step("won", pgettext_lazy("step", "Won"), ("offered",), "won", "interest.advance", "interest.won", _EITHER,
             form_for=won_form, do=steps.won, needs_reason=True, hidden=("value", "currency"),
             told=_("A contract record is added to the register of projects for the enterprise, filled in from the "
                    "lead, at the stage agreed, and linked to the lead.")),
        Step("hand-over", _("Hand over"), ("followed", "offered"), "", "interest.follow", "interest.handed-over",
             _OFFICERS, form_for=follow_form, do=steps.follow, told=_("The agency and the enterprise are told.")),
        Step("lost", pgettext_lazy("step", "Lost"), ("offered",), "lost", "interest.advance", "interest.lost", _EITHER,
             do=steps.end, needs_reason=True, is_grave=True),
        Step("no-bid", pgettext_lazy("step", "No bid"), ("shown", "followed"), "no-bid", "interest.advance",
             "interest.no-bid", _EITHER, do=steps.end, needs_reason=True, is_grave=True),
        Step("withdraw", _("Withdraw"), _RUNNING, "withdrawn", "interest.decide", "interest.withdrawn", _ENTERPRISE,
             do=steps.end, needs_reason=True, is_grave=True),
        Step("again", _("Show interest again"), ("withdrawn", "no-bid"), "shown", "interest.decide", "interest.again",
             _ENTERPRISE, do=steps.again, told=_("Only while the lead is open.")),
    ),
)
