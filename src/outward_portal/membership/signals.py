"""What follows from allauth's and Django's own deeds: sessions, the journal, the log."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act, request_number
from outward_portal.journal import entries
from outward_portal.membership import sessions
from outward_portal.membership.actions import addresses

_log = logging.getLogger("outward_portal.membership")


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    sessions.begin(request, user)
    _log.info("request %s: account %d signed in", request_number(request), user.pk)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, **_: Any) -> None:
    sessions.forget(request)


@receiver(user_login_failed)
def _sign_in_failed(request: HttpRequest | None = None, **_: Any) -> None:
    _log.warning("request %s: a sign-in failed", "" if request is None else request_number(request))


@receiver(authentication_failed)
def _code_failed(request: HttpRequest, user: User, **_: Any) -> None:
    _log.warning("request %s: account %d gave a wrong code", request_number(request), user.pk)


@receiver(password_changed)
def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """The old password was typed on the way here, so it need not be typed again for the next step."""
    _has_own_password(request, user, "account.password-changed")
    sessions.note_reauthentication(request, user)
    sessions.list_only_this(request, user)  # the others have ended with the old password


@receiver(password_reset)
def _password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    _has_own_password(request, user, "account.password-reset")
    sessions.end_all(user)


def _has_own_password(request: HttpRequest, user: User, action: str) -> None:
    with transaction.atomic():
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
        addresses.withdraw(user)  # whoever asked for it may have known the old password
        entries.write(Act(user, "", request_number(request)), action, user)


@receiver(authenticator_added)
def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        sessions.note_second_factor(request, shown=True)
        sessions.end_others(request, user)  # they have only shown a password
        _write(request, user, "account.second-factor-added")


@receiver(authenticator_removed)
def _factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        sessions.note_second_factor(request, shown=False)
        sessions.end_others(request, user)
        _write(request, user, "account.second-factor-removed")


@receiver(authenticator_reset)
def _codes_renewed(request: HttpRequest, user: User, **_: Any) -> None:
    _write(request, user, "account.recovery-codes-renewed")


def _write(request: HttpRequest, user: User, action: str) -> None:
    with transaction.atomic():
        entries.write(Act(user, "", request_number(request)), action, user)
