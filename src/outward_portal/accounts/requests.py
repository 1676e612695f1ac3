"""What an action is told about the request it answers: who acts, why, and under which number."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from outward_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, why, and in which request; every action takes one and the journal keeps it."""

    actor: User | None  # None: a command on this machine
    reason: str = ""
    request: str = ""  # a number that a person can quote and the log has too


def act(request: HttpRequest, reason: str = "") -> Act:
    """Make the act of a request by a person who has signed in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("only somebody who has signed in acts; ask the policy first")
    return Act(user, reason.strip(), request_number(request))


def request_number(request: HttpRequest) -> str:
    """Give the request's number, made on first use."""
    number: str | None = getattr(request, "_outward_number", None)
    if number is None:
        number = uuid.uuid4().hex[:12]
        request._outward_number = number  # type: ignore[attr-defined]
    return number


def address_of(request: HttpRequest) -> str:
    """Give the caller's address, trusting as many forwarders as the settings say."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    behind = settings.TRUSTED_PROXIES
    return forwarded[-behind] if behind and len(forwarded) >= behind else str(request.META.get("REMOTE_ADDR", ""))


def command(reason: str) -> Act:
    """Make the act of a command on this machine."""
    return Act(None, reason, f"command-{uuid.uuid4().hex[:8]}")
