"""What a message says, put together when it is sent: what its reader may see then, in the reader's language."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.template import engines
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment

from outward_portal.accounts.models import User
from outward_portal.notices.models import Message, Notice, Occurrence
from outward_portal.notices.readers import Subject, seen_by, subject_of
from outward_portal.notices.showing import Said, rows_at, said
from outward_portal.theme.addresses import whole_address

LONGEST_DIGEST: Final = 50
"""Notices that a digest names; further ones are counted."""

_SALT: Final = "outward_portal.notices.unsubscribe"


class NothingLeftError(Exception):
    """Nothing is left of a message that its reader may be told."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a message says."""

    subject: str
    text: str
    unsubscribe: str  # the address at which digests are switched off
    body: bytes  # JSON, for a gateway


def contents_of(messages: Iterable[Message]) -> dict[int, Contents | None]:
    """Put messages together, by their keys; nothing where its reader may see nothing of it any more."""
    messages = list(messages)
    notices = _notices(messages)
    wanted: dict[int, set[Subject]] = defaultdict(set)
    for message in messages:
        wanted[message.user_id] |= {subject for each in notices[message.pk]
                                    if (subject := subject_of(each.occurrence.subject)) is not None}
    seen = seen_by(wanted, (message.user for message in messages))
    telling = _Telling(set().union(*seen.values()))
    return {message.pk: _contents(message, notices[message.pk], seen[message.user_id], telling)
            if message.user_id in seen else None for message in messages}


class _Telling:
    """Puts occurrences into words, each once a language, whoever is told of it."""

    def __init__(self, subjects: set[Subject]) -> None:
        self._rows = rows_at(subjects)
        self._known: dict[tuple[int, str], Said | None] = {}

    def said(self, occurrence: Occurrence, seen: set[Subject], language: str) -> Said | None:
        """Give the words, in the present language; nothing where the reader does not see the subject."""
        if subject_of(occurrence.subject) not in seen:
            return None
        key = (occurrence.pk, language)
        if key not in self._known:
            self._known[key] = said(occurrence, self._rows)
        return self._known[key]


def _notices(messages: list[Message]) -> dict[int, list[Notice]]:
    """Give the notices of each message: of a digest those that are still unread."""
    found: dict[int, list[Notice]] = defaultdict(list)
    digests = [each.pk for each in messages if each.notice_id is None]
    rows = Notice.objects.filter(digest__in=digests, read_at__isnull=True).select_related("occurrence")
    for each in rows.order_by("pk"):
        if each.digest_id is not None:
            found[each.digest_id].append(each)
    for message in messages:
        if message.notice is not None:
            found[message.pk].append(message.notice)
    return found


def _contents(message: Message, notices: list[Notice], seen: set[Subject], telling: _Telling) -> Contents | None:
    language = language_of(message.user)
    is_trial = message.channel == Message.Channel.WEBHOOK and message.notice_id is None
    with translation.override(language):
        told = [(notice, telling.said(notice.occurrence, seen, language)) for notice in notices]
        kept = [(notice, each) for notice, each in told if each is not None]
        if not kept and not is_trial:
            return None
        if message.channel == Message.Channel.WEBHOOK:
            return Contents("", "", "", _body(message, kept))
        unsubscribe = whole_address(reverse("notices-unsubscribe", args=[unsubscribe_token(message.user)]))
        subject, _, text = _template().render(
            said=[each for _, each in kept[:LONGEST_DIGEST]], count=len(kept), more=max(0, len(kept) - LONGEST_DIGEST),
            inbox=whole_address(reverse("notices")), unsubscribe=unsubscribe, at=whole_address).strip().partition("\n")
    return Contents(settings.EMAIL_SUBJECT_PREFIX + " ".join(subject.split()), text.strip() + "\n", unsubscribe, b"")


def _body(message: Message, kept: list[tuple[Notice, Said]]) -> bytes:
    """Write what a gateway gets: one notice in its reader's language, or none where the gateway is tried."""
    told: dict[str, Any] = {"type": "trial", "id": message.uid, "at": message.made_at.isoformat(timespec="seconds")}
    for notice, each in kept:
        told |= {"type": notice.occurrence.kind, "at": notice.occurrence.at.isoformat(timespec="seconds"),
                 "language": translation.get_language(), "kind": each.kind, "text": each.words,
                 "address": whole_address(each.address) if each.address else None, "topic": notice.topic or None}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def language_of(user: User) -> str:
    """Give the language in which a person is written to."""
    return user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def host() -> str:
    """Give the host that ids are made with."""
    return urlsplit(whole_address("")).hostname or "localhost"


def unsubscribe_token(user: User) -> str:
    """Give the word by which a person switches digests off without signing in; it is good for nothing else."""
    return signing.dumps(user.pk, salt=_SALT)


def user_of(token: str) -> User | None:
    """Find whose word this is."""
    try:
        key: Any = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key, is_active=True).first()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The pages' environment without escaping: these are plain texts."""
    made: Environment = engines["jinja2"].env.overlay(autoescape=False)  # type: ignore[attr-defined]
    return made


def _template() -> Any:
    return _environment().get_template("notices/mail/digest.jinja")
