"""What allauth does differently here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Trusts only as many forwarded addresses as there are servers in front."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address that limits count by."""
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        behind = settings.TRUSTED_PROXIES
        if behind and len(forwarded) >= behind:
            return forwarded[-behind]
        return str(request.META.get("REMOTE_ADDR", ""))

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Anybody may register as a visitor; every other role is given."""
        return not settings.READ_ONLY

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""
