"""Reading accounts, organisations, claims and invitations, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from outward_portal.accounts import policy
from outward_portal.accounts.models import Claim, Organisation, Role, Sharing, SharingProposal, User
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.membership.actions.claims import records_with
from outward_portal.membership.actions.invitations import open_invitations
from outward_portal.records.models import Record

_ROWS = 50
_MOST_PAGES = 2000
STATES: Mapping[str, Q] = {
    "active": Q(is_active=True),
    "closed": Q(is_active=False, erased_at__isnull=True),
    "erased": Q(erased_at__isnull=False),
    "no-second-factor": Q(is_active=True, authenticator__isnull=True),
    "never-in": Q(is_active=True, last_login__isnull=True),
}
SORTS = {"name": ("name", "id"), "email": ("email",), "role": ("role", "name", "id"), "joined": ("-id",)}


def accounts(user: Any, asked: Mapping[str, str]) -> QuerySet[User]:
    """Give the accounts that somebody may see, narrowed and ordered as asked; what means nothing narrows nothing."""
    found = User.seen.visible_to(user).select_related("organisation")
    if asked.get("role") in Role.values:
        found = found.filter(role=asked["role"])
    if asked.get("state") in STATES:
        found = found.filter(STATES[asked["state"]]).distinct()
    if _is_key(asked.get("organisation", "")):
        found = found.filter(organisation=int(asked["organisation"]))
    for word in asked.get("q", "").split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word)
                             | Q(organisation__name_en__icontains=word) | Q(organisation__name_zh__icontains=word))
    return found.order_by(*SORTS.get(asked.get("sort", ""), SORTS["name"]))


def organisations(user: Any, asked: Mapping[str, str]) -> QuerySet[Organisation]:
    """Give the organisations that somebody may see, with the number of their people."""
    found = Organisation.objects.visible_to(user)
    if asked.get("kind") in Organisation.Kind.values:
        found = found.filter(kind=asked["kind"])
    for word in asked.get("q", "").split()[:8]:
        found = found.filter(Q(name_en__icontains=word) | Q(name_zh__icontains=word)
                             | Q(credit_code__icontains=word))
    active = Q(people__is_active=True)
    return found.annotate(people_count=Count("people", filter=active),
                          managers_count=Count("people", filter=active & Q(people__is_manager=True))
                          ).order_by("kind", "name_en", "id")


def page_of(rows: QuerySet[Any], number: str) -> Page[Any]:
    """Give a page of a list that never grows long; a page that is not there is the nearest one."""
    pages = Paginator(rows, _ROWS)
    return pages.get_page(min(int(number), _MOST_PAGES) if _is_key(number) else 1)


def people_of(organisation: Organisation, user: Any) -> PolicyQuerySet:
    """Give an organisation's active people, as far as somebody may see them."""
    return User.seen.visible_to(user).filter(organisation=organisation, is_active=True).order_by(
        "-is_manager", "name", "id")


def invitations_of(user: Any, organisation: Organisation | None = None) -> QuerySet[Any]:
    """Give the open invitations that somebody may see, of one organisation or of all."""
    found = open_invitations().filter(policy.visible(open_invitations().model, policy.viewer(user)))
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.select_related("organisation").order_by("-id")


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < len(text) < 18


@dataclass(frozen=True, slots=True)
class Known:
    """What the office is told of a claimed enterprise: whether it is here already."""

    organisation: Organisation | None
    managers: int
    records: Sequence[Any]  # of the registers, with this code, as far as the reader sees them
    hidden: int  # further ones
    others: int  # further open claims on the same code


def known_of(claim: Claim, user: Any) -> Known:
    """Look up what is here under a claim's credit code; for whoever may decide on it."""
    organisation = Organisation.objects.filter(credit_code=claim.credit_code).first()
    managers = User.objects.filter(organisation=organisation, is_manager=True, is_active=True).count() \
        if organisation else 0
    others = Claim.objects.filter(credit_code=claim.credit_code, decision=Claim.Decision.OPEN).exclude(pk=claim.pk)
    records = records_with(claim.credit_code)
    shown = list(Record.objects.visible_to(user).filter(pk__in=[record.pk for record in records]))
    return Known(organisation, managers, shown, len(records) - len(shown), others.count())


def open_claims(user: Any) -> int:
    """Count the claims that wait for somebody's decision."""
    if not policy.may(user, "claims.read"):
        return 0
    return Claim.objects.visible_to(user).filter(decision=Claim.Decision.OPEN).count()


def sharings_of(user: Any) -> list[tuple[Sharing, Organisation, bool]]:
    """Give the agreed sharings of somebody's organisation: each with the other side and whether that is the parent."""
    own = policy.viewer(user).organisation
    found = Sharing.objects.visible_to(user).select_related("parent", "subsidiary").order_by("id")
    return [(each, each.subsidiary if each.parent_id == own else each.parent, each.parent_id != own)
            for each in found if each.is_agreed]


def proposals_to(user: Any) -> list[SharingProposal]:
    """Give the open proposals that name somebody's organisation."""
    own = policy.viewer(user).organisation
    return list(SharingProposal.objects.visible_to(user).filter(answer=SharingProposal.Answer.OPEN)
                .exclude(proposer=own).select_related("proposer"))


def proposals_by(user: Any) -> list[SharingProposal]:
    """Give the proposals that somebody's organisation made, newest first."""
    own = policy.viewer(user).organisation
    return list(SharingProposal.objects.visible_to(user).filter(proposer=own)[:50])
