"""Calling the interface as a program does."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.api import tokens
from outward_portal.api.models import Token

BASE = "/api/v1"


def token_of(user: User, scope: str = "write:records", days: int = 30) -> tuple[Token, str]:
    """Make a token, for a person of staff who has set up a second factor."""
    if user.needs_second_factor:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    return tokens.make(Act(user, "a test", "r1"), "a test", scope, days)


class Program:
    """A program with a token, or without one."""

    def __init__(self, user: Any = None, scope: str = "write:records") -> None:
        secret = token_of(user, scope)[1] if isinstance(user, User) else ""
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.client = Client()

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Read."""
        return self.client.get(BASE + path, headers={**self.headers, **headers})  # type: ignore[return-value]

    def send(self, method: str, path: str, body: Any, **headers: str) -> HttpResponse:
        """Write."""
        data = body if isinstance(body, str) else json.dumps(body)
        return self.client.generic(method, BASE + path, data, "application/json",  # type: ignore[return-value]
                                   headers={**self.headers, **headers})


def said(response: HttpResponse, status: int = 200) -> dict[str, Any]:
    """Give what an answer says, and hold it to its status and type."""
    assert response.status_code == status, response.content.decode()
    kind = "application/json" if status < 400 else "application/problem+json"
    assert response.headers["Content-Type"] == kind
    found: dict[str, Any] = json.loads(response.content)
    assert status < 400 or (found["status"], bool(found["title"])) == (status, True)
    return found
