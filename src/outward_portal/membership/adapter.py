"""What allauth does differently here: whom limits count, how messages are written, where to go next."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from outward_portal.accounts.requests import address_of
from outward_portal.membership import mail


class Adapter(DefaultAccountAdapter):
    """Trusts only as many forwarded addresses as there are servers in front."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address that limits count by."""
        return address_of(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Anybody may register as a visitor; every other role is given."""
        return not settings.READ_ONLY

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Go on to the account, or from there to the next step that it must take."""
        return reverse("account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's messages in our words; where it cannot be sent, say so on a page of its own."""
        name = template_prefix.rpartition("/")[2]
        try:
            mail.send(name, email, {"email": email, **context})
        except mail.NotSentError as error:
            raise ImmediateHttpResponse(render(current.request, "membership/not_sent.jinja", status=503)) from error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """Count failures by account alone: this server's other host names give no further tries."""
        return str(credentials.get("email", "")).lower()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted: who reads the database alone cannot make codes."""

    def encrypt(self, text: str) -> str:
        """Encrypt with a key that comes from the server's own."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give the secret back."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"outward second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
