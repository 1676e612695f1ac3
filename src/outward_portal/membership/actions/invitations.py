"""Inviting and accepting: a link that works once, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Invitation, Organisation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership.actions import places
from outward_portal.records.errors import RefusedError

VALID_FOR = timedelta(days=7)


def digest_of(token: str) -> str:
    """Give what is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(act: Act, email: str, *, role: str, organisation: Organisation | None,
           as_manager: bool = False) -> tuple[Invitation, str]:
    """Invite an address to a place; an open invitation of the same address to it is withdrawn.

    Returns
    -------
    Invitation, str
        The invitation, and its secret, which is kept nowhere else: it goes into the message and no further.
    """
    places.check_place(role, organisation)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        for older in open_invitations().filter(email__iexact=email, organisation=organisation):
            _withdraw(act, older)
        made = Invitation.objects.create(
            organisation=organisation, email=email.lower(), role=role, as_manager=as_manager, digest=digest_of(token),
            invited_by=act.actor, expires_at=timezone.now() + VALID_FOR)
        entries.write(act, "invitation.made", made, changes={
            "role": [None, role], "organisation": [None, made.organisation_id], "is_manager": [None, as_manager]})
    return made, token


def withdraw(act: Act, invitation: Invitation) -> None:
    """Withdraw an invitation; one that was accepted or withdrawn stays as it is."""
    with transaction.atomic():
        current = open_invitations().select_for_update().filter(pk=invitation.pk).first()
        if current is not None:
            _withdraw(act, current)


def _withdraw(act: Act, invitation: Invitation) -> None:
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    entries.write(act, "invitation.withdrawn", invitation)


def open_invitations() -> QuerySet[Invitation]:
    """Give the invitations that can still be accepted."""
    return Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True,
                                     expires_at__gt=timezone.now())


def found(token: str) -> Invitation | None:
    """Find the open invitation of a link."""
    offered = open_invitations().select_related("organisation", "invited_by")
    return offered.filter(digest=digest_of(token)).first()


def accept_with_new_account(act_of: Act, token: str, *, name: str, password: str, language: str) -> User:
    """Make an account in the place that a link offers.

    Raises
    ------
    RefusedError
        If the link is no longer good, or its address has an account meanwhile.
    """
    with transaction.atomic():
        invitation = _held(token)
        try:
            with transaction.atomic():
                user = places.open_account(
                    invitation.email, password, name=name, role=invitation.role, organisation=invitation.organisation,
                    is_manager=invitation.as_manager, language=language)
        except IntegrityError as error:
            raise RefusedError(_("This address has an account. Sign in with it, then open the link again.")) from error
        _accepted(Act(user, "", act_of.request), invitation, user, "account.created", {
            "role": [None, user.role], "organisation": [None, user.organisation_id],
            "is_manager": [None, user.is_manager]})
    return user


def accept(act: Act, token: str, user: User) -> None:
    """Give an account the place that a link offers.

    Raises
    ------
    RefusedError
        If the link is no longer good, is for another address, or the account has a place already.
    """
    with transaction.atomic():
        invitation = _held(token)
        current = places.held(user)
        if current.email.lower() != invitation.email.lower():
            raise RefusedError(_("This invitation is for another address than that of your account."))
        if current.role != Role.MEMBER:
            raise RefusedError(_("Your account has another role already. An administrator can change it."))
        changes = places.move(current, invitation.role, invitation.organisation, is_manager=invitation.as_manager)
        _accepted(act, invitation, current, "account.moved", changes)


def _held(token: str) -> Invitation:
    invitation = open_invitations().select_for_update().filter(digest=digest_of(token)).first()
    if invitation is None:
        raise RefusedError(_("This link is no longer good: it was used, withdrawn, or is more than seven days old."))
    return invitation


def _accepted(act: Act, invitation: Invitation, user: User, action: str, changes: dict[str, list[object]]) -> None:
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    entries.write_all(act, [entries.Deed("invitation.accepted", invitation),
                            entries.Deed(action, user, changes=changes)])
