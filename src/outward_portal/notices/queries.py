"""Reading what somebody follows, was told, and has sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count

from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.notices.models import Delivery, Endpoint, Message, Notice, Occurrence, Subscription
from outward_portal.notices.showing import Said, all_said
from outward_portal.notices.telling import KINDS_OF_NOTICE
from outward_portal.notices.topics import TopicName, named

PAGE_ROWS: Final = 50
STATES: Final = ("unread", "all")


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """What the address of an inbox asks for."""

    state: str = "unread"
    kind: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anything out that it would show by itself."""
        return bool(self.kind) or self.state != "unread"

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"state": "" if self.state == "unread" else self.state, "kind": self.kind, **changed}
        return urlencode({name: value for name, value in pairs.items() if value})


def read_inbox_query(given: Mapping[str, str]) -> InboxQuery:
    """Read the address of an inbox; what means nothing is left out."""
    state, kind, page = given.get("state", ""), given.get("kind", ""), given.get("page", "")
    return InboxQuery(state if state in STATES else "unread", kind if KINDS_OF_NOTICE.get(kind) else "",
                      int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 7 else 1)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A notice with what it says; nothing where its reader may not see its subject any more."""

    notice: Notice
    said: Said | None
    because: TopicName | None  # the topic that is followed; nothing where it is addressed to the reader


def inbox(query: InboxQuery, user: Any) -> tuple[Page[Notice], list[InboxRow]]:
    """Give a page of what a person was told, newest first."""
    found = Notice.objects.visible_to(user).select_related("occurrence").order_by("-pk")
    if query.state == "unread":
        found = found.filter(read_at__isnull=True)
    if query.kind:
        found = found.filter(occurrence__kind=query.kind)
    page = Paginator(found, PAGE_ROWS).get_page(query.page)
    return page, rows_of(list(page.object_list), user)


def rows_of(notices: Sequence[Notice], user: Any) -> list[InboxRow]:
    """Put notices into words for their reader."""
    told = all_said([each.occurrence for each in notices], user)
    topics = named([each.topic for each in notices if each.topic], user)
    return [InboxRow(each, told.get(each.occurrence_id), topics.get(each.topic)) for each in notices]


def kinds_told(user: Any) -> list[tuple[str, str]]:
    """Give the kinds of what a person was told, by name, for the filter of the inbox."""
    keys = Notice.objects.visible_to(user).order_by().values_list("occurrence__kind", flat=True).distinct()
    found = ((key, KINDS_OF_NOTICE.get(key)) for key in keys)
    return sorted(((key, str(kind.name)) for key, kind in found if kind is not None), key=lambda pair: pair[1])


def notice_at(key: int, user: Any) -> Notice | None:
    """Give a notice that is a person's own."""
    return Notice.objects.visible_to(user).select_related("occurrence").by_key(key)


def unread_count(user: Any) -> int:
    """Count what a person has not read; asked for with every page."""
    own = viewer(user).user
    return 0 if own is None else Notice.objects.filter(reader=own, read_at__isnull=True).count()


def following(user: Any, topic: str) -> bool:
    """Whether a person follows a topic."""
    own = viewer(user).user
    return own is not None and Subscription.objects.filter(user=own, topic=topic).exists()


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription with its topic in words."""

    subscription: Subscription
    name: TopicName


def followed(user: Any) -> list[Followed]:
    """Give what a person follows, by kind and name."""
    rows = list(Subscription.objects.visible_to(user))
    names = named([row.topic for row in rows], user)
    return sorted((Followed(row, names[row.topic]) for row in rows),
                  key=lambda each: (each.name.kind, each.name.name, each.subscription.pk))


def delivery_of(user: Any) -> Delivery:
    """Give how a person wants to be told; what is usual where nothing was chosen."""
    return Delivery.objects.visible_to(user).first() or Delivery()


def endpoints(user: Any) -> PolicyQuerySet:
    """Give the gateways that a person sees, those in use first."""
    return Endpoint.objects.visible_to(user).filter(ended_at__isnull=True).select_related("organisation", "user")


def last_messages(user: Any, endpoint: Endpoint) -> list[Message]:
    """Give the newest messages to a gateway that a person sees."""
    return list(Message.objects.visible_to(user).filter(endpoint=endpoint)[:5])


def outbox(state: str, user: Any) -> PolicyQuerySet:
    """Give the messages of everybody, without contents, to those who run the portal."""
    if not may(user, "notices.outbox"):
        return Message.objects.none()
    found = Message.objects.visible_to(user).select_related("user", "endpoint")
    return found.filter(state=state) if state in Message.State.values else found


def outbox_counts(user: Any) -> dict[str, int]:
    """Count messages by state, for those who run the portal."""
    if not may(user, "notices.outbox"):
        return {}
    seen = Message.objects.visible_to(user).order_by()
    return dict(seen.values_list("state").annotate(count=Count("pk")))


def public_occurrences(topic: str, user: Any, most: int) -> list[tuple[Occurrence, Said]]:
    """Give what happened under a topic, newest first, as far as a reader sees it; addressed or not."""
    newest = list(Occurrence.objects.filter(topics__topic=topic).order_by("-pk")[: most * 4])
    told = all_said(newest, user)
    return [(each, told[each.pk]) for each in newest if each.pk in told][:most]
