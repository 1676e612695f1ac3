"""Changing an account's e-mail address: it counts once the person has opened a link that was sent to it.

Until then it stands in a table that signing in, registering and choosing a new password do not look at. allauth would
keep it among the account's addresses, where whoever has that mailbox could choose a new password for the account, and
whoever typed another's address would keep that person from registering.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import AddressChange, Invitation, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership.actions import places
from outward_portal.membership.actions.invitations import digest_of
from outward_portal.records.errors import RefusedError

VALID_FOR = timedelta(days=1)


def ask(act: Act, user: User, email: str) -> str:
    """Note the address that a person wants; an earlier wish is forgotten, and its link no longer good.

    Returns
    -------
    str
        The link's secret, which is kept nowhere else; empty if the address has an account. What is noted is the same.
    """
    token, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        AddressChange.objects.filter(expires_at__lt=now).delete()  # anybody's
        AddressChange.objects.update_or_create(user=user, defaults={
            "email": email.lower(), "digest": digest_of(token), "asked_at": now, "expires_at": now + VALID_FOR})
        entries.write(act, "account.email-asked", user)
    taken = (User.objects.filter(email__iexact=email).exists()
             or EmailAddress.objects.filter(email__iexact=email).exists())
    return "" if taken else token


def found(user: User, token: str) -> AddressChange | None:
    """Find what a link confirms; it is good for the account only from which it was asked for."""
    return AddressChange.objects.filter(user=user, digest=digest_of(token), expires_at__gt=timezone.now()).first()


def confirm(act: Act, user: User, token: str) -> str:
    """Give an account the address whose link was opened, and give the old one back.

    Raises
    ------
    RefusedError
        If the link is no longer good, or another account has the address meanwhile.
    """
    with transaction.atomic():
        current = places.held(user)
        change = found(current, token)
        if change is None:
            raise RefusedError(_("This link is no longer good."))
        old = current.email
        try:
            with transaction.atomic():
                current.email = change.email
                current.save(update_fields=["email"])
                EmailAddress.objects.filter(user=current).delete()
                EmailAddress.objects.create(user=current, email=current.email, verified=True, primary=True)
        except IntegrityError as error:
            raise RefusedError(_("Another account has this address meanwhile.")) from error
        Invitation.objects.filter(email__iexact=old).update(email=current.email)  # they are the person's, and go along
        withdraw(current)
        entries.write(act, "account.email-changed", current)
    return old


def withdraw(user: User) -> None:
    """Forget the address that a person wanted."""
    AddressChange.objects.filter(user=user).delete()
