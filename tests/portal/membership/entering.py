"""Signing in as a person does, and what a session looks like once they have."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from outward_portal.accounts.models import User
from tests.portal.people import browser_of

PASSWORD = "a long enough password"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """Fill in the form of signing in."""
    return client.post("/en/account/login/", {"login": email, "password": password}, **more)


def sure_browser_of(user: User) -> Client:
    """Give a browser in which this person has signed in and given the password again just now."""
    client = browser_of(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def give_second_factor(user: User) -> str:
    """Set up an authenticator app with recovery codes and give its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str) -> str:
    """Give the code that the app shows now, and still shows when it has been typed and sent."""
    left = 30 - time.time() % 30
    if left < 3:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
