"""Conflicts of interest: found from what the portal knows, kept as flags, waived by the enterprise in writing.

A flag says that something stands between a provider and a party that the enterprise named, never what: not for which
work, not since when. It is looked for when a request is posted, when a provider comes in, and again before an award.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from outward.vocabulary.catalogue import spelling_key
from outward_portal.accounts.models import Audience, Organisation, Sharing
from outward_portal.records.models import Link, Relation
from outward_portal.services.models import (
    ConflictFlag,
    Engagement,
    Mandate,
    Provider,
    RequestParty,
    ServiceRequest,
)

YEARS: Final = 3
"""So long after its end an engagement or a mandate still stands between a provider and its client's other side."""

_Kind = ConflictFlag.Kind
_KNOWN: Final = (Audience.PUBLIC, Audience.MEMBERS)  # a link that an enterprise may not read tells it nothing


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict as it is found."""

    provider: int
    kind: str
    party: int


@dataclass(frozen=True, slots=True)
class _Side:
    """A party with everything by which it is known."""

    party: RequestParty
    keys: frozenset[str]  # its names as names are compared
    organisations: frozenset[int]


def find(request: ServiceRequest, providers: Iterable[int]) -> set[Found]:
    """Look for what stands between providers and the parties of a request.

    Records of one organisation are one firm: what stands in the way of one of them stands in the way of all.
    """
    sides = [_side(party) for party in request.parties.select_related("record")]
    firms = _firms(set(providers)) if sides else {}
    if not firms:
        return set()
    keys = sorted({one for firm in firms.values() for one in firm})
    found: dict[int, set[Found]] = defaultdict(set)
    for each in (*_engaged(sides, keys), *_mandated(sides, keys), *_belonging(sides, keys)):
        found[each.provider].add(each)
    return {Found(key, each.kind, each.party) for key, firm in firms.items() for one in firm & found.keys()
            for each in found[one]}


def _firms(providers: set[int]) -> dict[int, set[int]]:
    """Give the records of each provider's organisation, its own among them."""
    owners = dict(Provider.objects.filter(pk__in=providers).values_list("pk", "owner"))
    firms: dict[int | None, set[int]] = defaultdict(set)
    for key, owner in Provider.objects.filter(owner__in=set(owners.values()) - {None}).values_list("pk", "owner"):
        firms[owner].add(key)
    return {key: {key, *firms.get(owner, ())} for key, owner in owners.items()}


def _side(party: RequestParty) -> _Side:
    names = {party.name} | ({party.record.name_en, party.record.name_zh} if party.record else set())
    named = Q()
    for name in names - {""}:
        named |= Q(name_en__iexact=name) | Q(name_zh=name)
    if party.record is not None and party.record.owner_id is not None:
        named |= Q(pk=party.record.owner_id)
    found = Organisation.objects.filter(named).values_list("pk", "name_en", "name_zh")
    return _Side(party, _spelled({*names, *(name for _key, *both in found for name in both)}),
                 frozenset(key for key, *_both in found))


def _spelled(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(spelling_key(name)[:200] for name in names if name) - {""}


def _since() -> date:
    return timezone.localdate() - timedelta(days=round(YEARS * 365.25))


def _engaged(sides: list[_Side], keys: list[int]) -> set[Found]:
    """Find who acts here for a party, or did of late; what was never begun does not count."""
    wanted = {each for side in sides for each in side.organisations}
    rows = Engagement.objects.filter(provider__in=keys, enterprise__in=wanted).filter(
        Q(ended_at__isnull=True) | Q(began_at__isnull=False, ended_at__date__gte=_since()))
    pairs = set(rows.values_list("provider", "enterprise"))
    return {Found(provider, _Kind.ACTS, side.party.pk) for provider, enterprise in pairs for side in sides
            if enterprise in side.organisations}


def _mandated(sides: list[_Side], keys: list[int]) -> set[Found]:
    """Find who acts elsewhere for a party, as it declares: by any name of either, or by the record that both mean."""
    by_record = _by_record(sides)
    by_key: dict[str, set[int]] = defaultdict(set)
    for side in sides:
        for key in side.keys:
            by_key[key].add(side.party.pk)
    rows = Mandate.objects.filter(Q(client_key__in=by_key) | Q(record__isnull=False), provider__in=keys).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=_since()))
    found = set()
    for provider, key, record, *names in rows.values_list(
            "provider", "client_key", "record", "record__name_en", "record__name_zh"):
        parties = set(by_record.get(record, ())).union(*(by_key.get(each, ()) for each in {key} | _spelled(names)))
        found |= {Found(provider, _Kind.ACTS, party) for party in parties}
    return found


def _by_record(sides: list[_Side]) -> Mapping[int, set[int]]:
    """Give the parties that name a record, by its key: one may stand in several parts."""
    found: dict[int, set[int]] = defaultdict(set)
    for side in sides:
        if side.party.record_id is not None:
            found[side.party.record_id].add(side.party.pk)
    return found


def _belonging(sides: list[_Side], keys: list[int]) -> set[Found]:
    """Find who is a party itself, belongs to one, or shares private fields with one."""
    shared = set(Sharing.objects.filter(parent_agreed_at__isnull=False, subsidiary_agreed_at__isnull=False).values_list(
        "parent", "subsidiary"))
    groups = {side.party.pk: _with_partners(side.organisations, shared) for side in sides}
    found = set()
    owned = Provider.objects.filter(pk__in=keys, owner__in={each for group in groups.values() for each in group})
    for provider, owner in owned.values_list("pk", "owner"):
        found |= {Found(provider, _Kind.BELONGS, party) for party, group in groups.items() if owner in group}
    by_record = _by_record(sides)
    found |= {Found(key, _Kind.BELONGS, party) for key in set(keys) & set(by_record) for party in by_record[key]}
    links = Link.objects.filter(Q(source__in=by_record, target__in=keys) | Q(source__in=keys, target__in=by_record),
                                source__audience__in=_KNOWN, target__audience__in=_KNOWN,
                                relation__in=(Relation.OWNS, Relation.PART))
    for source, target in links.values_list("source", "target"):
        parties, provider = (by_record[source], target) if source in by_record else (by_record[target], source)
        found |= {Found(provider, _Kind.BELONGS, party) for party in parties}
    return found


def _with_partners(organisations: frozenset[int], shared: set[tuple[int, int]]) -> set[int]:
    near = {one for pair in shared if set(pair) & organisations for one in pair}
    return {*organisations, *near}


def settle(request: ServiceRequest, providers: Iterable[int] | None = None) -> int:
    """Bring the flags of a request up to date, for all providers that may come in or for some; give how many are new.

    A flag that is waived stays so as long as its conflict lasts; one that comes back after it had ended excludes anew.
    """
    keys = set(providers) if providers is not None else _concerned(request)
    found = find(request, keys)
    known = {Found(each.provider_id, each.kind, each.party_id or 0): each for each in ConflictFlag.objects.filter(
        request=request, provider__in=keys).exclude(kind=_Kind.DECLARED)}
    ConflictFlag.objects.bulk_create([
        ConflictFlag(request=request, provider_id=each.provider, kind=each.kind, party_id=each.party)
        for each in sorted(found - known.keys(), key=lambda one: (one.provider, one.kind, one.party))],
        ignore_conflicts=True)  # somebody else may find the same at this moment
    gone = [flag.pk for each, flag in known.items() if each not in found and flag.state != ConflictFlag.State.ENDED]
    back = [flag.pk for each, flag in known.items() if each in found and flag.state == ConflictFlag.State.ENDED]
    ConflictFlag.objects.filter(pk__in=gone).update(state=ConflictFlag.State.ENDED)
    ConflictFlag.objects.filter(pk__in=back).update(state=ConflictFlag.State.OPEN, waiver="", waived_by=None,
                                                    waived_at=None)
    return len(found - known.keys()) + len(back)


def settle_first(request: ServiceRequest, providers: Iterable[int]) -> None:
    """Look before something is done: where that is refused because of what is found, the flag stays, to be waived."""
    with transaction.atomic():
        settle(request, providers)


def settle_for(provider: Provider) -> None:
    """Look again at the running requests that a provider's firm may come into, because its clients have changed."""
    firm = Q(pk=provider.pk) if provider.owner_id is None else Q(owner=provider.owner_id)
    with transaction.atomic():
        for each in Provider.objects.filter(firm):
            running = ServiceRequest.objects.filter(state__in=("open", "offers")).filter(
                Q(service__in=each.services.split(";")) | Q(invitations__provider=each) | Q(offers__provider=each))
            for request in running.distinct():
                settle(request, [each.pk])


def settle_later(provider: Provider) -> None:
    """Look again once what changes is written: before, it would wait for requests that wait for it."""
    transaction.on_commit(lambda: settle_for(provider), robust=True)


def _concerned(request: ServiceRequest) -> set[int]:
    """Give the providers of the service, and those that are in already."""
    rows = Provider.objects.filter(retired_at__isnull=True, is_sample=request.is_sample).filter(
        Q(services__contains=request.service) | Q(invitations__request=request) | Q(offers__request=request))
    return set(rows.values_list("pk", flat=True))


def declare(request: ServiceRequest, provider: Provider, text: str) -> None:
    """Keep the conflict that a provider declares itself; other words for it take a waiver back."""
    known = ConflictFlag.objects.filter(request=request, provider=provider, kind=_Kind.DECLARED).first()
    if known is None:
        ConflictFlag.objects.create(request=request, provider=provider, kind=_Kind.DECLARED, text=text)
    elif known.text != text or known.state == ConflictFlag.State.ENDED:
        ConflictFlag.objects.filter(pk=known.pk).update(text=text, state=ConflictFlag.State.OPEN, waiver="",
                                                        waived_by=None, waived_at=None)


def undeclare(request: ServiceRequest, provider: Provider) -> None:
    """End the conflict that a provider declared and no longer sees."""
    ConflictFlag.objects.filter(request=request, provider=provider, kind=_Kind.DECLARED).update(
        state=ConflictFlag.State.ENDED)


def standing(request: ServiceRequest, user: Any) -> dict[int, list[ConflictFlag]]:
    """Give the flags of a request that its reader may see, by provider; those that have ended left out."""
    rows = ConflictFlag.objects.visible_to(user).filter(request=request).exclude(
        state=ConflictFlag.State.ENDED).select_related("party", "waived_by")
    found: dict[int, list[ConflictFlag]] = {}
    for row in rows:
        found.setdefault(row.provider_id, []).append(row)
    return found
