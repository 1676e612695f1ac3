"""Making, finding and revoking tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.api.models import Token
from outward_portal.journal import entries

PREFIX: Final = "outward_"  # so that a token that leaked is known for one
_NOTED_EVERY: Final = timedelta(minutes=10)  # uses are written down no more often: reading must not write each time


def make(act: Act, name: str, scope: str, days: int) -> tuple[Token, str]:
    """Make a token; the secret is given here and never again."""
    assert act.actor is not None
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(user=act.actor, name=name, scope=scope, digest=digest(secret),
                                     beginning=secret[: len(PREFIX) + 4], standing=act.actor.standing(),
                                     expires_at=timezone.now() + timedelta(days=days))
        entries.write(act, "token.made", token, changes={"scope": [None, scope]})
    return token, secret


def revoke(act: Act, token: Token) -> None:
    """End a token at once."""
    with transaction.atomic():
        current = Token.objects.select_for_update().get(pk=token.pk)
        if current.revoked_at is None:
            current.revoked_at = timezone.now()
            current.save(update_fields=["revoked_at"])
            entries.write(act, "token.revoked", current)


def digest(secret: str) -> str:
    """Give what is kept of a secret; it is long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def find(secret: str) -> Token | None:
    """Find the token that is still good, of a person whose account is."""
    token = Token.objects.select_related("user").filter(digest=digest(secret)).first()
    if token is None or not token.is_good or not _may_come_in(token.user):
        return None
    now = timezone.now()
    if token.used_at is None or token.used_at < now - _NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token


def _may_come_in(user: User) -> bool:
    """Whether an account has taken the steps without which it may do nothing by hand either."""
    if not user.is_active or user.must_change_password:
        return False
    return not user.needs_second_factor or is_mfa_enabled(user)
