"""Who calls: by a token, by a session, or nobody; and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import address_of
from outward_portal.api import tokens
from outward_portal.api.limits import seconds_to_wait
from outward_portal.api.models import Scope
from outward_portal.api.problems import ProblemError

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """By whose eyes a request is answered, and whether it may write."""

    user: User | AnonymousUser
    may_write: bool


def caller(request: HttpRequest) -> Caller:
    """Tell who calls, and count the call.

    Raises
    ------
    ProblemError
        401 for a token that is not good or a writer who is nobody; 403 for a session without its CSRF token or a token
        that is not for writing; 429 after too many calls.
    """
    found, counted, limit = _found(request)
    wait = seconds_to_wait(counted, limit)
    if wait:
        raise ProblemError(429, _("Wait %(seconds)s seconds.") % {"seconds": wait}, headers={"Retry-After": str(wait)})
    if request.method not in _SAFE:
        if isinstance(found.user, AnonymousUser):
            raise unauthorised()
        if not found.may_write:
            raise ProblemError(403, _("This token is for reading only."))
    return found


def _found(request: HttpRequest) -> tuple[Caller, str, int]:
    stated = request.headers.get("Authorization")
    if stated is not None:
        scheme, _space, secret = stated.partition(" ")
        token = tokens.find(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            wait = seconds_to_wait(f"refused {address_of(request)}", settings.API_LIMIT_VISITOR)
            raise ProblemError(429, headers={"Retry-After": str(wait)}) if wait else unauthorised()
        user: Any = AnonymousUser() if token.scope == Scope.PUBLIC else token.user
        is_writer = token.scope == Scope.WRITE
        if token.scope == Scope.PUBLIC and request.method not in _SAFE:
            raise ProblemError(403, _("This token is for reading only."))
        return Caller(user, is_writer), f"token {token.pk}", settings.API_LIMIT_TOKEN
    if isinstance(request.user, User):
        if request.method not in _SAFE and check_csrf(request) is not None:
            raise ProblemError(403, _("Send the CSRF token of your session, or use a token."))
        return Caller(request.user, may_write=True), f"user {request.user.pk}", settings.API_LIMIT_TOKEN
    return Caller(AnonymousUser(), may_write=False), address_of(request), settings.API_LIMIT_VISITOR


def unauthorised() -> ProblemError:
    """Ask for a token."""
    return ProblemError(401, headers={"WWW-Authenticate": 'Bearer realm="Outward"'})
