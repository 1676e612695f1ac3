"""Issuing, showing and revoking certificates, and what follows of them for the skills of a team."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.notices.telling import tell
from outward_portal.training.models import Certificate, Enrolment, HeldSkill, TeamMember, TrainingSession

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is mistaken for another
_CODE_LETTERS: Final = 10


def issue(enrolment: Enrolment, session: TrainingSession) -> None:
    """Issue a certificate for an enrolment, which the caller holds and brings to its state.

    What it says of a team's skills is not journalled: whoever issues it is not to learn who is in a team.
    """
    today = timezone.localdate()
    made = Certificate.objects.create(
        enrolment=enrolment, holder=enrolment.person, number=f"{today.year}-{enrolment.pk:06d}", code=new_code(),
        holder_name=enrolment.person.get_full_name()[:100], issued_on=today,
        expires_on=months_later(today, session.course.valid_months))
    tell("training.certified", f"training.certified:{made.pk}", about=made, to=[made.holder],
         values={"number": made.number})
    for member in _members_of(made.holder):
        _certify_skills(member, made)


def _members_of(holder: User) -> Iterable[TeamMember]:
    """Give a holder's places in teams: of the enterprise that they act for now, and of none that they have left."""
    found: Iterable[TeamMember] = TeamMember._base_manager.filter(
        account=holder, enterprise=holder.organisation_id).select_related("account")
    return found


def new_code() -> str:
    """Make a check code: 50 random bits in two groups of letters and digits."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    return f"{letters[:5]}-{letters[5:]}"


def months_later(day: date, months: int | None) -> date | None:
    """Give the day so many months later, the last of its month where that is shorter; ``None`` for ever.

    Examples
    --------
    >>> months_later(date(2026, 11, 30), 3), months_later(date(2026, 1, 15), 24)
    (datetime.date(2027, 2, 28), datetime.date(2028, 1, 15))
    """
    if months is None:
        return None
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)


def certify_member(member: TeamMember, *, without: int = 0) -> None:
    """Let the certificates of a member's account count, but ``without`` one that is being revoked.

    The transaction is the caller's.
    """
    if member.own_account is None:
        return
    found = Certificate._base_manager.filter(holder=member.own_account).exclude(pk=without)
    for certificate in found.select_related("enrolment__session__course").order_by("issued_on", "pk"):
        if certificate.is_good:
            _certify_skills(member, certificate, without=without)


def certify_again(today: date) -> None:
    """Let a lower certificate count for members of whom a higher one has expired."""
    expired = Certificate._base_manager.filter(state=Certificate.State.VALID, expires_on__lt=today)
    members = TeamMember._base_manager.filter(skills__certificate__in=expired).select_related("account").distinct()
    for member in members:
        certify_member(member)


def _certify_skills(member: TeamMember, certificate: Certificate, *, without: int = 0) -> None:
    """Write the levels to which the course leads; a higher one that another certificate says stays."""
    for taught in certificate.enrolment.session.course.teachings:
        held, _is_new = HeldSkill._base_manager.get_or_create(member=member, skill=taught.skill)
        stands = held.certificate is not None and held.certificate.is_good and held.certificate_id != without
        if stands and held.certified > taught.level:
            continue
        held.certified, held.certificate = taught.level, certificate
        held.save(update_fields=["certified", "certificate", "changed_at"])


def revoke(act: Act, certificate: Certificate, _values: Any) -> None:
    """Take a certificate back: a team's skills count as others say them; the step's reason is kept with it."""
    certificate.revoked_on, certificate.reason = timezone.localdate(), act.reason[:500]
    for member in _members_of(certificate.holder):
        certify_member(member, without=certificate.pk)
    tell("training.revoked", f"training.revoked:{certificate.pk}", about=certificate, to=[certificate.holder],
         values={"number": certificate.number})


def show_initials(act: Act, certificate: Certificate, *, shows: bool) -> None:
    """Let the check show the holder's initials, or no longer."""
    with transaction.atomic():
        current = Certificate._base_manager.select_for_update().get(pk=certificate.pk)
        if current.shows_initials != shows:
            current.shows_initials = shows
            current.save(update_fields=["shows_initials"])
            entries.write(act, "training.shown", current, changes={"shows_initials": [not shows, shows]})
