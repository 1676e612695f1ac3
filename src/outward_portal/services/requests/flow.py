"""The life of a request, as data: from a draft over offers and an award to a rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.services import telling
from outward_portal.services.models import (
    ConflictFlag,
    Engagement,
    Provider,
    Rating,
    ServiceInvitation,
    ServiceOffer,
    ServiceRequest,
)
from outward_portal.services.models.engagements import CRITERIA
from outward_portal.services.private_steps import private
from outward_portal.services.requests import conflicts
from outward_portal.services.requests.forms import FinishForm, RatingForm, award_form, extend_form, offer_stamp
from outward_portal.services.requests.matching import takes_more
from outward_portal.workflows.flow import State, Step, Workflow

_S = ServiceRequest.State
_ENTERPRISE: Final = _("the enterprise")
_PROVIDER: Final = _("the provider")


def _post(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    """Look for conflicts, and tell the providers of the service where all of them may offer."""
    del act, values
    if request.deadline < timezone.localdate():
        raise RefusedError(gettext("The last day for offers is over. Edit the request first."))
    request.posted_at = timezone.now()
    conflicts.settle(request)
    if request.audience == ServiceRequest.Audience.PROVIDERS:
        barred = ConflictFlag.objects.filter(request=request, state=ConflictFlag.State.OPEN).values("provider")
        asked = Provider.objects.filter(services__contains=request.service, retired_at__isnull=True,
                                        is_sample=request.is_sample).exclude(pk__in=barred)
        tell("service.request", f"service.request:{request.pk}", about=request, topics=telling.topics(request),
             to=telling.owners(asked), values={"deadline": request.deadline.isoformat()})


def _extend(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    """Move the day, and tell those who are still to offer: it may be an earlier one."""
    del act
    request.deadline = values["deadline"]
    waiting = request.invitations.filter(state=ServiceInvitation.State.INVITED).select_related("provider")
    asked = telling.owners(each.provider for each in waiting)
    if asked:
        tell("service.closing", f"service.closing:{request.pk}:{request.deadline}:{timezone.now().isoformat()}",
             about=request, to=asked, values={"deadline": request.deadline.isoformat()})


def _move_offers(act: Act, offers: Any, to: str, deed: str) -> None:
    """Let offers of a request that is held move on with it, each with an entry in the journal, without the reason."""
    moved = list(offers.select_for_update().order_by("pk"))
    offers.model._base_manager.filter(pk__in=[each.pk for each in moved]).update(state=to)
    entries.write_all(replace(act, reason=""), [
        entries.Deed(deed, each, changes={"state": [each.state, to]}) for each in moved])


def _award(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    """Accept one offer: as it was read, without a conflict, by a provider that has room, and tell the others."""
    key, _dash, _stamp = str(values["offer"]).partition("-")
    chosen: ServiceOffer = ServiceOffer.objects.select_for_update().get(pk=int(key), request=request)
    provider = Provider.objects.select_for_update(of=("self",)).get(pk=chosen.provider_id)
    conflicts.settle(request, [provider.pk])
    if offer_stamp(chosen) != values["offer"] or chosen.state != ServiceOffer.State.MADE:
        raise RefusedError(gettext("This offer has changed meanwhile. Read it again and choose anew."))
    if act.actor is not None and not may(act.actor, "services.accept", chosen):
        raise RefusedError(gettext("This provider has a conflict of interest. Waive it first, with the reason."))
    if chosen.valid_until < timezone.localdate():
        raise RefusedError(gettext("This offer is no longer valid. Ask the provider to change it."))
    if not takes_more(provider):
        raise RefusedError(gettext("This provider has no room for another engagement at present."))
    Engagement.objects.create(request=request, provider=provider, enterprise=request.owner, offer=chosen,
                              reason=values["why"], awarded_by=act.actor)
    conflicts.settle_later(provider)  # from now on it acts for this enterprise, whom other requests may name
    others = request.offers.filter(state=ServiceOffer.State.MADE).exclude(pk=chosen.pk)
    asked = [*(each.provider for each in others.select_related("provider")),
             *(each.provider for each in request.invitations.filter(
                 state=ServiceInvitation.State.INVITED).select_related("provider"))]
    _move_offers(act, others, ServiceOffer.State.DECLINED, "service.offer-declined")
    _move_offers(act, request.offers.filter(pk=chosen.pk), ServiceOffer.State.ACCEPTED, "service.offer-accepted")
    tell("service.awarded", f"service.awarded:{request.pk}:{chosen.pk}:{timezone.now().isoformat()}", about=request,
         to=telling.owner_of(provider))
    tell("service.not-awarded", f"service.not-awarded:{request.pk}:{chosen.pk}:{timezone.now().isoformat()}",
         about=request, to=[each for each in telling.owners(asked) if each.pk != provider.owner_id])


def _engagement(request: ServiceRequest) -> Engagement:
    found: Engagement = request.engagements.select_related("provider", "offer").get(ended_at__isnull=True)
    return found


def _begin(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    del act, values
    found = _engagement(request)
    found.began_at = timezone.now()
    found.save(update_fields=["began_at"])
    tell("service.begun", f"service.begun:{found.pk}", about=request, to=[request.owner])


def _refuse(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    """Give an award back: the other offers stand again."""
    del values
    found = _engagement(request)
    _end(found, Engagement.Outcome.REFUSED, act.reason)
    _move_offers(act, request.offers.filter(pk=found.offer_id), ServiceOffer.State.WITHDRAWN, "service.offer-withdrawn")
    _move_offers(act, request.offers.filter(state=ServiceOffer.State.DECLINED), ServiceOffer.State.MADE,
                 "service.offer-restored")
    tell("service.refused", f"service.refused:{found.pk}", about=request, to=[request.owner])


def _finish(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    del act
    found = _engagement(request)
    _end(found, values["outcome"], values["note"])
    tell("service.finished", f"service.finished:{found.pk}", about=request, to=telling.owner_of(found.provider))


def _end(engagement: Engagement, outcome: str, note: str) -> None:
    engagement.ended_at, engagement.outcome, engagement.note = timezone.now(), outcome, note
    engagement.save(update_fields=["ended_at", "outcome", "note"])


def _rate(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    found = request.engagements.select_related("provider").order_by("-pk").first()
    assert found is not None
    made = Rating.objects.create(engagement=found, provider=found.provider, by=act.actor, text=values["text"],
                                 **{name: values[name] for name in CRITERIA})
    tell("service.rated", f"service.rated:{made.pk}", about=made, to=telling.owner_of(found.provider))


def _cancel(act: Act, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    del values
    asked = [*(each.provider for each in request.offers.select_related("provider")),
             *(each.provider for each in request.invitations.select_related("provider"))]
    engaged = request.engagements.filter(ended_at__isnull=True).first()
    if engaged is not None:
        _end(engaged, Engagement.Outcome.CALLED_OFF, act.reason)
    standing = request.offers.filter(state__in=(ServiceOffer.State.MADE, ServiceOffer.State.ACCEPTED))
    _move_offers(act, standing, ServiceOffer.State.DECLINED, "service.offer-declined")
    request.closed_at, request.why_closed = timezone.now(), act.reason
    if asked:
        tell("service.cancelled", f"service.cancelled:{request.pk}", about=request, to=telling.owners(asked))


FLOW: Final = Workflow(
    key="service-request", name=_("Request for a service"), model=ServiceRequest,
    purpose=_("An enterprise says what it needs, providers offer, one of them is chosen and does it, the enterprise "
              "rates it."),
    states=(
        State(_S.DRAFT, _S.DRAFT.label, _("Only the enterprise reads it.")),
        State(_S.OPEN, _S.OPEN.label, _("Providers read it and may offer until its last day.")),
        State(_S.OFFERS, _S.OFFERS.label, _("At least one provider has offered.")),
        State(_S.AWARDED, _S.AWARDED.label, _("One offer is accepted; its provider has not begun.")),
        State(_S.WORK, _S.WORK.label, _("The provider works.")),
        State(_S.DONE, _S.DONE.label, _("The work has ended; it is to be rated.")),
        State(_S.RATED, _S.RATED.label, is_end=True),
        State(_S.CANCELLED, _S.CANCELLED.label, is_end=True),
    ),
    steps=private(
        Step("post", _("Post it"), (_S.DRAFT,), _S.OPEN, "services.manage", "service.posted", _ENTERPRISE, do=_post,
             told=_("From then on it cannot be edited. The providers that may offer are told, and conflicts of "
                    "interest are looked for among those that you named.")),
        Step("award", _("Accept an offer"), (_S.OFFERS,), _S.AWARDED, "services.manage", "service.awarded", _ENTERPRISE,
             form_for=award_form, do=_award, hidden=("why",),
             told=_("The provider is told, and so are the others: that another offer was accepted, not whose.")),
        Step("begin", _("Begin the work"), (_S.AWARDED,), _S.WORK, "services.engaged", "service.begun", _PROVIDER,
             do=_begin, told=_("It takes a place of your capacity since the award.")),
        Step("refuse", _("Do not take it on"), (_S.AWARDED,), _S.OFFERS, "services.engaged", "service.refused",
             _PROVIDER, do=_refuse, needs_reason=True, is_grave=True,
             told=_("Your offer is taken back; the enterprise chooses among the others. It reads the reason.")),
        Step("finish", _("The work has ended"), (_S.WORK,), _S.DONE, "services.manage", "service.finished", _ENTERPRISE,
             form=FinishForm, do=_finish, hidden=("note",)),
        Step("rate", _("Rate it"), (_S.DONE,), _S.RATED, "services.manage", "service.rated", _ENTERPRISE,
             form=RatingForm, do=_rate, hidden=("quality", "time", "cost", "communication", "text"),
             told=_("The provider reads it and may answer once. It cannot be changed afterwards.")),
        Step("cancel", pgettext_lazy("request", "Call it off"), (_S.DRAFT, _S.OPEN, _S.OFFERS, _S.AWARDED),
             _S.CANCELLED, "services.manage", "service.cancelled", _ENTERPRISE, do=_cancel, needs_reason=True,
             is_grave=True,
             told=_("Providers that were invited or have offered are told and read the reason.")),
        Step("extend", _("Move the last day for offers"), (_S.OPEN, _S.OFFERS), "", "services.manage",
             "service.extended", _ENTERPRISE, form_for=extend_form, do=_extend),
    ),
    page=lambda request: reverse("service-request", args=[request.pk]),
    made_by=_ENTERPRISE,
    also={_S.OFFERS: _("the first offer arrives")},
)
