"""Writing requests: each action is one transaction, with an entry in the journal that says that it was, not what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.services import telling
from outward_portal.services.models import (
    ConflictFlag,
    Mandate,
    Provider,
    RequestBrief,
    RequestParty,
    ServiceInvitation,
    ServiceOffer,
    ServiceRequest,
)
from outward_portal.services.requests import conflicts

MOST_INVITED: Final = 100
_PUBLIC: Final = ("title_en", "title_zh", "service", "countries", "needs_country", "languages", "needs_language",
                  "sector", "needs_accreditation", "need_en", "need_zh", "deadline", "budget", "currency", "audience")
Parties = Iterable[tuple[str, str, Any]]


def draft(act: Act, owner: Organisation, values: Mapping[str, Any], parties: Parties) -> ServiceRequest:
    """Write a request down; nobody else reads it before it is posted."""
    with transaction.atomic():
        made = ServiceRequest.objects.create(owner=owner, made_by=act.actor, is_sample=owner.is_sample,
                                             **{name: values[name] for name in _PUBLIC})
        RequestBrief.objects.create(request=made, text=values["text"], project=values["project"])
        _name_parties(made, parties)
        entries.write(act, "service.drafted", made)
    return made


def edit(act: Act, request: ServiceRequest, values: Mapping[str, Any], parties: Parties) -> None:
    """Write a draft anew; what is posted stands, because providers have read it."""
    with transaction.atomic():
        current = _locked(request)
        if current.state != ServiceRequest.State.DRAFT:
            raise RefusedError(_("It is posted already. Call it off and post another one, or move the deadline."))
        for name in _PUBLIC:
            setattr(current, name, values[name])
        current.save()
        RequestBrief.objects.update_or_create(request=current, defaults={
            "text": values["text"], "project": values["project"]})
        current.parties.all().delete()
        _name_parties(current, parties)
        entries.write(act, "service.edited", current)


def _name_parties(request: ServiceRequest, parties: Parties) -> None:
    RequestParty.objects.bulk_create([RequestParty(request=request, role=role, name=name, record=record)
                                      for role, name, record in parties])


def invite(act: Act, request: ServiceRequest, providers: Iterable[Provider]) -> int:
    """Ask providers to offer, also those that have declined or whose invitation was taken back; give how many.

    Raises
    ------
    RefusedError
        If offers are no longer taken, or a conflict of interest stands that nobody has waived.
    """
    chosen = list(providers)
    if request.is_open:
        conflicts.settle_first(request, [each.pk for each in chosen])
    with transaction.atomic():
        current = _locked(request)
        if not current.is_open:
            raise RefusedError(_("Offers are no longer taken. Move the deadline first."))
        if current.invitations.count() + len(chosen) > MOST_INVITED:
            raise RefusedError(_("At most %(most)d providers are invited to a request.") % {"most": MOST_INVITED})
        if ConflictFlag.objects.filter(request=current, provider__in=chosen, state=ConflictFlag.State.OPEN).exists():
            raise RefusedError(_("One of them has a conflict of interest. Waive it first, with the reason, or leave it "
                                 "out."))
        known = {each.provider_id: each for each in current.invitations.filter(provider__in=chosen)}
        new = [each for each in chosen if each.pk not in known]
        back = [known[each.pk] for each in chosen if each.pk in known and known[each.pk].is_gone]
        ServiceInvitation.objects.bulk_create([
            ServiceInvitation(request=current, provider=each, invited_by=act.actor) for each in new])
        ServiceInvitation.objects.filter(pk__in=[each.pk for each in back]).update(
            state=ServiceInvitation.State.INVITED, invited_by=act.actor, answer="")
        asked = [*new, *(each for each in chosen if each.pk in {one.provider_id for one in back})]
        for provider in asked:
            entries.write(act, "service.invited", current)
            tell("service.invited", f"service.invited:{current.pk}:{provider.pk}:{timezone.now().isoformat()}",
                 about=current, to=telling.owner_of(provider), values={"deadline": current.deadline.isoformat()})
    return len(asked)


def offer(act: Act, request: ServiceRequest, provider: Provider, values: Mapping[str, Any]) -> ServiceOffer:
    """Offer; the request moves on with the first offer.

    Raises
    ------
    RefusedError
        If offers are no longer taken, the provider has offered already, or a conflict was found meanwhile.
    """
    twice = _("You have offered already. Change that offer.")
    if request.is_open:
        conflicts.settle_first(request, [provider.pk])
    try:
        with transaction.atomic():
            current = _locked(request)
            if not current.is_open:
                raise RefusedError(_("Offers are no longer taken."))
            if ConflictFlag.objects.filter(request=current, provider=provider,
                                           state=ConflictFlag.State.OPEN).exists():
                raise RefusedError(_("You cannot offer for this request."))
            known = ServiceOffer.objects.filter(request=current, provider=provider).first()
            if known is not None and known.state != ServiceOffer.State.WITHDRAWN:
                raise RefusedError(twice)
            made = known or ServiceOffer(request=current, provider=provider)
            write_offer(made, values)
            made.state, made.made_by = ServiceOffer.State.MADE, act.actor
            made.save()
            current.invitations.filter(provider=provider).update(state=ServiceInvitation.State.OFFERED)
            entries.write(act, "service.offered", made)
            if current.state == ServiceRequest.State.OPEN:
                current.state = ServiceRequest.State.OFFERS
                current.save(update_fields=["state"])
                entries.write(act, "service.first-offer", current,
                              changes={"state": [ServiceRequest.State.OPEN, ServiceRequest.State.OFFERS]})
            tell("service.offer", f"service.offer:{made.pk}:{made.changed_at.isoformat()}", about=current,
                 to=[current.owner])
    except IntegrityError as error:
        raise RefusedError(twice) from error
    return made


def write_offer(offer: ServiceOffer, values: Mapping[str, Any]) -> None:
    """Put what a form says into an offer; a conflict that it declares excludes until it is waived."""
    for name in ("amount", "currency", "days", "text", "valid_until", "conflict"):
        setattr(offer, name, values[name])
    if offer.conflict:
        conflicts.declare(offer.request, offer.provider, offer.conflict)
    else:
        conflicts.undeclare(offer.request, offer.provider)


def declare_mandate(act: Act, provider: Provider, values: Mapping[str, Any]) -> Mandate:
    """Say for whom a provider acts elsewhere; requests that run are looked at again."""
    with transaction.atomic():
        made = Mandate.objects.create(provider=provider, declared_by=act.actor, **values)
        conflicts.settle_for(provider)
        entries.write(act, "service.mandate-declared", made)
    return made


def end_mandate(act: Act, mandate: Mandate, day: Any) -> None:
    """Say that a mandate has ended; it still stands between the parties for three years."""
    with transaction.atomic():
        if not Mandate.objects.filter(pk=mandate.pk, ended_on__isnull=True, began_on__lte=day).update(ended_on=day):
            raise RefusedError(_("It has ended already, or began later than that."))
        conflicts.settle_for(mandate.provider)
        entries.write(act, "service.mandate-ended", mandate)


def _locked(request: ServiceRequest) -> ServiceRequest:
    current: ServiceRequest = ServiceRequest.objects.select_for_update().get(pk=request.pk)
    return current
