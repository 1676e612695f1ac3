"""Sessions: how long they last, what they have shown, and how all of an account's are ended at once."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from outward_portal.accounts.models import User

_BEGAN, _SEEN, _SECOND_FACTOR = "began_at", "seen_at", "second_factor"
_NOTED_EVERY = 60  # seconds: a session that is in use is written once a minute, not with every page


def begin(request: HttpRequest, user: User) -> None:
    """Note that a session begins now, and whether it has shown a second factor on its way in."""
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())
    methods = {record["method"] for record in get_authentication_records(request, user)}
    if "mfa" in methods:
        request.session[_SECOND_FACTOR] = True
    if "password" in methods:  # it was typed just now: asking for it again before the next step would show nothing more
        record_authentication(request, user, method="password", reauthenticated=True)


def is_over(request: HttpRequest, user: User) -> bool:
    """Say whether a session has lasted too long, or, with a role of staff, has been left alone for too long."""
    now = int(time.time())
    began, seen = request.session.setdefault(_BEGAN, now), request.session.setdefault(_SEEN, now)
    if now - began > settings.SESSION_COOKIE_AGE:
        return True
    if user.needs_second_factor and now - seen > settings.STAFF_IDLE_SECONDS:
        return True
    if now - seen >= _NOTED_EVERY:
        request.session[_SEEN] = now
    return False


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown a second factor."""
    return bool(request.session.get(_SECOND_FACTOR))


def note_second_factor(request: HttpRequest, *, shown: bool) -> None:
    """Note that this session has shown a second factor, or that there is none any longer."""
    request.session[_SECOND_FACTOR] = shown


def end_all(user: User) -> None:
    """End every session of an account, on every device."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])


def end_others(request: HttpRequest, user: User) -> None:
    """End every session of an account but the one of this request."""
    end_all(user)
    update_session_auth_hash(request, user)


def note_reauthentication(request: HttpRequest, user: Any) -> None:
    """Note that the password was typed just now."""
    record_authentication(request, user, method="password", reauthenticated=True)
