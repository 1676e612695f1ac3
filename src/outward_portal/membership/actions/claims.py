"""Claims to act for an enterprise."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Claim, Organisation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership.actions import places
from outward_portal.records.errors import RefusedError
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record


def make(act: Act, *, credit_code: str, name: str, evidence: str) -> Claim:
    """Claim to act for the enterprise with a credit code.

    Raises
    ------
    RefusedError
        If the person has an open claim.
    """
    if act.actor is None:
        raise TypeError("a claim is somebody's")
    try:
        with transaction.atomic():
            claim = Claim.objects.create(claimant=act.actor, credit_code=credit_code, name=name, evidence=evidence)
            entries.write(act, "claim.made", claim)
    except IntegrityError as error:
        raise RefusedError(_("You have an open claim. Withdraw it before you make another.")) from error
    return claim


def withdraw(act: Act, claim: Claim) -> None:
    """Take an open claim back."""
    with transaction.atomic():
        current = _held(claim)
        _decide(act, current, Claim.Decision.WITHDRAWN, "claim.withdrawn")


def refuse(act: Act, claim: Claim) -> None:
    """Refuse a claim; the act's reason is told to the claimant."""
    with transaction.atomic():
        current = _held(claim)
        current.reason, current.decided_by = act.reason, act.actor
        _decide(act, current, Claim.Decision.REFUSED, "claim.refused")


@dataclass(frozen=True, slots=True)
class Granted:
    """What granting a claim did."""

    organisation: Organisation
    managers_before: tuple[User, ...]  # who managed the organisation already and is to be told
    records: int  # entries of the registers that it owns now


def grant(act: Act, claim: Claim) -> Granted:
    """Grant a claim: the enterprise becomes an organisation, the claimant its manager, its records its own.

    Raises
    ------
    RefusedError
        If the claim was decided meanwhile, the claimant has a place meanwhile, or the code is another organisation's.
    """
    with transaction.atomic():
        current = _held(claim)
        claimant = places.held(current.claimant)
        if claimant.role != Role.MEMBER or not claimant.is_active:
            raise RefusedError(_("The claimant is no longer a registered visitor. Refuse the claim."))
        organisation = Organisation.objects.select_for_update().filter(credit_code=current.credit_code).first()
        if organisation is None:
            organisation = places.make_organisation(act, _names(current), is_sample=claimant.is_sample)
        elif organisation.kind != Organisation.Kind.ENTERPRISE:
            raise RefusedError(_("This code is that of an organisation of another kind. Refuse the claim."))
        before = tuple(User.objects.filter(organisation=organisation, is_manager=True, is_active=True))
        changes = places.move(claimant, Role.ENTERPRISE, organisation, is_manager=True)
        entries.write(act, "account.moved", claimant, changes=changes)
        records = _own_records(act, organisation)
        current.reason, current.decided_by = act.reason, act.actor
        _decide(act, current, Claim.Decision.GRANTED, "claim.granted")
    return Granted(organisation, before, records)


def records_with(credit_code: str) -> list[Record]:
    """Find the registers' records of an enterprise, in whichever register keeps credit codes."""
    found: list[Record] = []
    for kind in KINDS:
        try:
            kind.field("credit_code")
        except FieldDoesNotExist:
            continue
        found += kind.model.objects.filter(**{"credit_code": credit_code}, retired_at__isnull=True)
    return found


def _own_records(act: Act, organisation: Organisation) -> int:
    """Make the records with the organisation's code its own, where they are nobody's."""
    count = 0
    for each in records_with(organisation.credit_code):
        record = Record.objects.select_for_update().get(pk=each.pk)
        if record.owner_id is None:
            record.owner, record.revision = organisation, record.revision + 1
            record.save(update_fields=["owner", "revision", "changed_at"])
            entries.write(act, "record.owned", record, record=record.pk,
                          changes={"owner": [None, organisation.pk]})
            count += 1
    return count


def _held(claim: Claim) -> Claim:
    current = Claim.objects.select_for_update(of=("self",)).select_related("claimant").get(pk=claim.pk)
    if current.decision != Claim.Decision.OPEN:
        raise RefusedError(_("This claim was decided or withdrawn meanwhile."))
    return current


def _decide(act: Act, claim: Claim, decision: Claim.Decision, action: str) -> None:
    claim.decision, claim.decided_at = decision, timezone.now()
    claim.save(update_fields=["decision", "decided_at", "reason", "decided_by"])
    entries.write(act, action, claim)


def _names(claim: Claim) -> dict[str, str]:
    """Put the registered name into the language that it is written in."""
    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in claim.name)
    return {"kind": Organisation.Kind.ENTERPRISE, "credit_code": claim.credit_code,
            "name_zh" if is_chinese else "name_en": claim.name}
