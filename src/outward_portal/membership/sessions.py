"""Sessions: how long they last, what they have shown, how their person sees them, and how one or all are ended.

Django keeps what a session holds under a key; ``accounts.Session`` says which keys are whose. The two are told apart by
nothing else, so whatever gives a session another key has it listed anew, and a row whose key is gone is not shown.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session as Kept
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from outward_portal.accounts.models import Session, User
from outward_portal.accounts.requests import address_of
from outward_portal.membership import browsers

_BEGAN, _SEEN, _SECOND_FACTOR = "began_at", "seen_at", "second_factor"
_LISTED = "listed_as"  # the key under which the list has it
_NOTED_EVERY = 60  # seconds: a session that is in use is written once a minute, not with every page
_SHOWN: Final = 100  # newest sessions of a list


def begin(request: HttpRequest, user: User) -> None:
    """Note that a session begins now, and whether it has shown a second factor on its way in."""
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())
    methods = {record["method"] for record in get_authentication_records(request, user)}
    if "mfa" in methods:
        request.session[_SECOND_FACTOR] = True
    if "password" in methods:  # it was typed just now: asking for it again before the next step would show nothing more
        record_authentication(request, user, method="password", reauthenticated=True)
    if request.session.session_key is None:
        request.session.save()
    key = request.session[_LISTED] = request.session.session_key
    Session.objects.update_or_create(key=key, defaults={"user": user, **_whence(request)})
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.filter(began_at__lt=oldest).delete()  # anybody's: addresses are not kept longer than is needed


def _whence(request: HttpRequest) -> dict[str, Any]:
    """Say since when, from which address and with what a session is used."""
    try:
        address = str(ip_address(address_of(request).partition("%")[0]))
    except ValueError:  # a server in front said something else, or nothing
        address = None
    return {"began_at": datetime.fromtimestamp(request.session[_BEGAN], UTC), "address": address,
            "browser": browsers.in_words(request.headers.get("User-Agent", ""))}


def keep_listed(request: HttpRequest, user: User) -> None:
    """List a session under the key that it has now; the database is asked only when that is another than before.

    Django gives a session another key with a new password, and there are sessions from before there was a list.
    """
    before, key = request.session.get(_LISTED, ""), request.session.session_key
    if before == key:
        return
    if not Session.objects.filter(user=user, key=before).update(key=key):
        Session.objects.get_or_create(key=key, defaults={"user": user, **_whence(request)})
    request.session[_LISTED] = key


def list_only_this(request: HttpRequest, user: User) -> None:
    """Take all sessions but this one from an account's list: they have ended."""
    keep_listed(request, user)
    user.sessions.exclude(key=request.session.session_key).delete()


def forget(request: HttpRequest) -> None:
    """Take this session from its list: it ends now."""
    Session.objects.filter(key=request.session.session_key or "").delete()


def forget_ended() -> None:
    """Take from all lists what Django keeps no session of."""
    Session.objects.exclude(key__in=Kept.objects.values("session_key")).delete()


@dataclass(frozen=True, slots=True)
class Listed:
    """A session as its person sees it."""

    key: int  # of the row
    began_at: datetime
    seen_at: datetime  # to the minute
    address: str | None
    browser: str
    is_this: bool


def listed(request: HttpRequest, user: User) -> list[Listed]:
    """Give the sessions in which an account is signed in now, this one first, then those used last."""
    rows = Session.objects.visible_to(user).filter(user=user).order_by("-began_at")[:_SHOWN]
    kept = Kept.objects.filter(session_key__in=[row.key for row in rows], expire_date__gt=timezone.now())
    told: dict[str, Mapping[str, Any]] = {each.session_key: each.get_decoded() for each in kept}
    told[str(request.session.session_key)] = dict(request.session.items())  # what it holds now, not when it was saved
    found = [Listed(row.pk, row.began_at, datetime.fromtimestamp(told[row.key][_SEEN], UTC), row.address, row.browser,
                    is_this=row.key == request.session.session_key)
             for row in rows if _lets_in(told.get(row.key, {}), user)]
    return sorted(found, key=lambda each: (each.is_this, each.seen_at), reverse=True)


def _lets_in(told: Mapping[str, Any], user: User) -> bool:
    """Whether what a session holds would let its browser in as this account."""
    return (told.get(SESSION_KEY) == str(user.pk)
            and constant_time_compare(told.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
            and not _has_lasted(told.get(_BEGAN, 0), told.get(_SEEN, 0), user))


def is_over(request: HttpRequest, user: User) -> bool:
    """Say whether a session has lasted too long, or, with a role of staff, has been left alone for too long."""
    now = int(time.time())
    began, seen = request.session.setdefault(_BEGAN, now), request.session.setdefault(_SEEN, now)
    if _has_lasted(began, seen, user):
        return True
    if now - seen >= _NOTED_EVERY:
        request.session[_SEEN] = now
    return False


def _has_lasted(began: int, seen: int, user: User) -> bool:
    now = int(time.time())
    return (now - began > settings.SESSION_COOKIE_AGE
            or (user.needs_second_factor and now - seen > settings.STAFF_IDLE_SECONDS))


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown a second factor."""
    return bool(request.session.get(_SECOND_FACTOR))


def note_second_factor(request: HttpRequest, *, shown: bool) -> None:
    """Note that this session has shown a second factor, or that there is none any longer."""
    request.session[_SECOND_FACTOR] = shown


def end_all(user: User) -> None:
    """End every session of an account, on every device."""
    _end_all(user)
    user.sessions.all().delete()


def _end_all(user: User) -> None:
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])


def end_others(request: HttpRequest, user: User) -> None:
    """End every session of an account but the one of this request."""
    _end_all(user)
    update_session_auth_hash(request, user)
    list_only_this(request, user)


def end(session: Session) -> None:
    """End one session: its browser is signed out from the next page on."""
    Kept.objects.filter(session_key=session.key).delete()
    session.delete()


def note_reauthentication(request: HttpRequest, user: Any) -> None:
    """Note that the password was typed just now."""
    record_authentication(request, user, method="password", reauthenticated=True)
