"""The lives of a request's parts: invitations, offers, conflicts of interest, ratings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.requests import Act
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.services.models import ConflictFlag, Rating, ServiceInvitation, ServiceOffer
from outward_portal.services.private_steps import private
from outward_portal.services.requests import conflicts
from outward_portal.services.requests.actions import write_offer
from outward_portal.services.requests.forms import AnswerForm, DeclineForm, revise_form
from outward_portal.workflows.flow import State, Step, Workflow

_ENTERPRISE: Final = _("the enterprise")
_PROVIDER: Final = _("the provider")
_OFFICE: Final = _("the office")
_I, _O, _C, _R = ServiceInvitation.State, ServiceOffer.State, ConflictFlag.State, Rating.State


def _request_page(part: Any) -> str:
    return reverse("service-request", args=[part.request_id])


def _decline(act: Act, invitation: ServiceInvitation, values: Mapping[str, Any]) -> None:
    invitation.answer = act.reason
    if values.get("is_conflict"):
        conflicts.declare(invitation.request, invitation.provider, act.reason)
    tell("service.declined", f"service.declined:{invitation.pk}:{timezone.now().isoformat()}", about=invitation.request,
         to=[invitation.request.owner])


INVITATION: Final = Workflow(
    key="service-invitation", name=_("Invitation to offer"), model=ServiceInvitation,
    purpose=_("An enterprise asks a provider to offer; the provider offers or declines."),
    states=(State(_I.INVITED, _I.INVITED.label), State(_I.OFFERED, _I.OFFERED.label, is_end=True),
            State(_I.DECLINED, _I.DECLINED.label, is_end=True), State(_I.WITHDRAWN, _I.WITHDRAWN.label, is_end=True)),
    steps=private(
        Step("decline", _("Decline the invitation"), (_I.INVITED,), _I.DECLINED, "services.own-invitation",
             "service.invitation-declined", _PROVIDER, form=DeclineForm, do=_decline, needs_reason=True,
             told=_("The enterprise reads the reason. You no longer read the request.")),
        Step("withdraw", _("Take the invitation back"), (_I.INVITED,), _I.WITHDRAWN, "services.manage-part",
             "service.invitation-withdrawn", _ENTERPRISE, is_grave=True),
    ),
    page=lambda invitation: reverse("service-invitation", args=[invitation.pk]), made_by=_ENTERPRISE,
    also={_I.OFFERED: _("the provider offers")},
)


def _revise(act: Act, offer: ServiceOffer, values: Mapping[str, Any]) -> None:
    write_offer(offer, values)
    offer.made_by = act.actor


def _withdraw(act: Act, offer: ServiceOffer, values: Mapping[str, Any]) -> None:
    del act, values
    offer.request.invitations.filter(provider=offer.provider_id, state=_I.OFFERED).update(state=_I.INVITED)


OFFER: Final = Workflow(
    key="service-offer", name=_("Offer for a service"), model=ServiceOffer,
    purpose=_("A provider offers for a request; the enterprise accepts one of the offers."),
    states=(State(_O.MADE, _O.MADE.label), State(_O.WITHDRAWN, _O.WITHDRAWN.label, is_end=True),
            State(_O.ACCEPTED, _O.ACCEPTED.label, is_end=True), State(_O.DECLINED, _O.DECLINED.label, is_end=True)),
    steps=private(
        Step("revise", _("Change the offer"), (_O.MADE,), "", "services.own-offer", "service.offer-revised", _PROVIDER,
             form_for=revise_form, do=_revise,
             hidden=("amount", "currency", "days", "text", "valid_until", "conflict")),
        Step("withdraw", _("Take the offer back"), (_O.MADE,), _O.WITHDRAWN, "services.own-offer",
             "service.offer-withdrawn", _PROVIDER, do=_withdraw, is_grave=True),
    ),
    page=_request_page, made_by=_PROVIDER,
    also={_O.ACCEPTED: _("the enterprise accepts it"), _O.DECLINED: _("the enterprise accepts another")},
)


def _waive(act: Act, flag: ConflictFlag, values: Mapping[str, Any]) -> None:
    del values
    if not flag.request.is_running:
        raise RefusedError(gettext("It is decided already who does it."))
    flag.waiver, flag.waived_by, flag.waived_at = act.reason, act.actor, timezone.now()


def _unwaive(act: Act, flag: ConflictFlag, values: Mapping[str, Any]) -> None:
    del act, values
    if not flag.request.is_running:
        raise RefusedError(gettext("It is decided already who does it."))


CONFLICT: Final = Workflow(
    key="service-conflict", name=_("Conflict of interest"), model=ConflictFlag,
    purpose=_("Something stands between a provider and a party that the enterprise named; it excludes the provider "
              "until the enterprise waives it in writing."),
    states=(State(_C.OPEN, _C.OPEN.label), State(_C.WAIVED, _C.WAIVED.label),
            State(_C.ENDED, _C.ENDED.label, is_end=True)),
    steps=private(
        Step("waive", _("Waive the conflict"), (_C.OPEN,), _C.WAIVED, "services.manage-part", "service.conflict-waived",
             _ENTERPRISE, do=_waive, needs_reason=True, is_grave=True,
             told=_("The provider may then read the request and offer. The reason is kept with your name.")),
        Step("unwaive", _("Take the waiver back"), (_C.WAIVED,), _C.OPEN, "services.manage-part",
             "service.waiver-ended", _ENTERPRISE, do=_unwaive),
    ),
    page=lambda flag: reverse("service-matches", args=[flag.request_id]), made_by=_("the portal, or the provider"),
    also={_C.ENDED: _("what stood between them is gone")},
)


def _answer(act: Act, rating: Rating, values: Mapping[str, Any]) -> None:
    del act
    rating.answer, rating.answered_at = values["answer"], timezone.now()
    tell("service.answered", f"service.answered:{rating.pk}", about=rating, to=[rating.engagement.enterprise])


def _hide(act: Act, rating: Rating, values: Mapping[str, Any]) -> None:
    del values
    rating.hidden_because = act.reason


def _show(act: Act, rating: Rating, values: Mapping[str, Any]) -> None:
    del act, values
    rating.hidden_because = ""


RATING: Final = Workflow(
    key="service-rating", name=_("Rating of a service"), model=Rating,
    purpose=_("An enterprise rates what was done for it; the provider answers once; the office hides what is abusive."),
    states=(State(_R.GIVEN, _R.GIVEN.label), State(_R.ANSWERED, _R.ANSWERED.label),
            State(_R.HIDDEN, _R.HIDDEN.label, _("The scores count; the text is shown to nobody."))),
    steps=(
        Step("answer", _("Answer the rating"), (_R.GIVEN,), _R.ANSWERED, "services.answer-rating",
             "service.rating-answered", _PROVIDER, form=AnswerForm, do=_answer, hidden=("answer",),
             told=_("You answer once; whoever reads the rating reads it.")),
        Step("hide", _("Hide the text"), (_R.GIVEN, _R.ANSWERED), _R.HIDDEN, "services.hide-rating",
             "service.rating-hidden", _OFFICE, do=_hide, needs_reason=True, is_grave=True,
             told=_("Its text and answer are shown to nobody; the scores count. The reason is shown in its place.")),
        Step("show", _("Show the text again"), (_R.HIDDEN,), _R.GIVEN, "services.hide-rating", "service.rating-shown",
             _OFFICE, do=_show,
             becomes=lambda rating, _values: _R.ANSWERED if rating.answered_at is not None else _R.GIVEN),
    ),
    page=lambda rating: reverse("record", args=["providers", rating.provider_id]), made_by=_ENTERPRISE,
)

ALL: Final = (INVITATION, OFFER, CONFLICT, RATING)
