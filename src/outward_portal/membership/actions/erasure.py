"""Erasing an account: the person goes, the number stays, because the journal speaks of it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.erasing import erasing
from outward_portal.accounts.models import AddressChange, Claim, Invitation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership import sessions
from outward_portal.membership.actions import places


def erase(act: Act, user: User, *, even_the_last: bool = False) -> None:
    """Take everything that is personal off an account; nobody can sign in to it again.

    Rooms that keep something about people listen to ``accounts.erasing``.

    Parameters
    ----------
    act : Act
        Who erases.
    user : User
        The account.
    even_the_last : bool
        Whether the last administrator and the last manager may go too: only when all sample accounts are removed.

    Raises
    ------
    RefusedError
        If nobody would be left to do what the account does.
    """
    with transaction.atomic():
        current = places.held(user)
        if current.erased_at is not None:
            return
        if not even_the_last:
            places.check_can_leave(current)
        nowhere = f"erased-{current.pk}@erased.invalid"
        Invitation.objects.filter(email__iexact=current.email).update(email=nowhere)
        Invitation.objects.filter(email=nowhere, accepted_at__isnull=True, withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now())
        Claim.objects.filter(claimant=current, decision=Claim.Decision.OPEN).update(
            decision=Claim.Decision.WITHDRAWN, decided_at=timezone.now())
        Claim.objects.filter(claimant=current).update(evidence="")
        EmailAddress.objects.filter(user=current).delete()
        AddressChange.objects.filter(user=current).delete()
        Authenticator.objects.filter(user=current).delete()
        current.saved_views.all().delete()
        erasing.send(sender=User, user=current)
        current.email, current.name, current.language = nowhere, "", "en"
        current.role, current.organisation, current.is_manager = Role.MEMBER, None, False
        current.is_active, current.must_change_password, current.last_login = False, False, None
        current.set_unusable_password()
        current.erased_at = timezone.now()
        current.save()
        sessions.end_all(current)
        entries.write(act, "account.erased", current)
