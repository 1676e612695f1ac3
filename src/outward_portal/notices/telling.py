"""Telling that something happened: once, in the transaction in which it does.

Who is told follows later, in the background: those who follow one of its topics and those to whom it is addressed, each
only if they may see what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models, transaction
from django.utils.functional import Promise

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import command
from outward_portal.notices.models import Occurrence, OccurrenceTopic, Subscription
from outward_portal.work import queue

Text = str | Promise
SPREAD: Final = "notices.spread"
"""The work that finds who is told; see ``jobs``."""


@dataclass(frozen=True, slots=True, eq=False)
class NoticeKind:
    """A kind of occurrence.

    ``words`` is a sentence with ``%(name)s`` for the subject's name and with the keys of an occurrence's values.
    """

    key: str  # such as lead.published
    name: Text  # of the kind, for filters and settings
    words: Text
    page: Callable[[Any], str]  # the address at which the subject is read
    say: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None  # puts codes of the values into words
    name_of: Callable[[Any], str] | None = None  # of the subject; otherwise its name or title in the present language
    page_for: Callable[[Any, Mapping[str, Any]], str] | None = None  # of the subject and the values, in place of `page`


class KindsOfNotice:
    """What people may be told of; each room adds its own when the portal starts."""

    def __init__(self) -> None:
        self._kinds: dict[str, NoticeKind] = {}

    def register(self, *kinds: NoticeKind) -> None:
        """Add kinds; two of one name are an error."""
        for kind in kinds:
            if kind.key in self._kinds:
                raise LookupError(f"two kinds of notice named {kind.key}")
            self._kinds[kind.key] = kind

    def __iter__(self) -> Any:
        return iter(self._kinds.values())

    def __getitem__(self, key: str) -> NoticeKind:
        return self._kinds[key]

    def get(self, key: str) -> NoticeKind | None:
        """Give the kind of this name, if it is still declared."""
        return self._kinds.get(key)


KINDS_OF_NOTICE: Final = KindsOfNotice()


def tell(kind: str, key: str, *, about: models.Model, topics: Iterable[str] = (),
         to: Iterable[User | Organisation] = (), values: Mapping[str, Any] | None = None) -> Occurrence | None:
    """Tell that something happened.

    Parameters
    ----------
    kind : str
        A key of `KINDS_OF_NOTICE`.
    key : str
        What makes it this one occurrence, such as ``lead.deadline:12:2026-12-01``: told again, it is told no second
        time. At most 160 characters.
    about : Model
        The row that it is about. Whoever may not see it (``visible_to``) is not told.
    topics : iterable of str
        Under which it is followed: ``country:KAZ``, ``sector:C34``, ``subject:tax``, ``record:12``, ``risk:high``,
        ``room:leads``.
    to : iterable of User or Organisation
        To whom it is addressed, whatever they follow; an organisation stands for its people.
    values : mapping, optional
        Codes, dates and numbers of its words; no names and nothing private.

    Returns
    -------
    Occurrence or None
        ``None`` if it was told before.

    Raises
    ------
    LookupError
        If there is no such kind.
    RuntimeError
        If no transaction is open.
    """
    KINDS_OF_NOTICE[kind]
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("what happened is told in the transaction in which it happens")
    found, is_new = Occurrence.objects.get_or_create(key=key, defaults={
        "kind": kind, "subject": f"{about._meta.label_lower}:{about.pk}", "values": dict(values or {})})
    if not is_new:
        return None
    addressed = list(to)
    found.users.set([each for each in addressed if isinstance(each, User)])
    found.organisations.set([each for each in addressed if isinstance(each, Organisation)])
    OccurrenceTopic.objects.bulk_create(
        [OccurrenceTopic(occurrence=found, topic=topic) for topic in sorted(set(topics))])
    queue.enqueue(command("told"), SPREAD, str(found.pk), {"occurrence": found.pk})
    return found


def is_followed(topics: Iterable[str]) -> bool:
    """Whether anybody follows one of these topics: what happens often is told of only where it is."""
    return Subscription.objects.filter(topic__in=list(topics), muted_at__isnull=True).exists()
