"""What can be followed: kinds of topics, how each is named, and where it is read.

A topic is a text such as ``country:KAZ``: the kind, a colon, and what of it. Rooms above add kinds of their own when
the portal starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outward.errors import OutwardError
from outward.vocabulary.labels import Language
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward_portal.records import presentation
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.theme import words
from outward_portal.theme.addresses import url
from outward_portal.theme.languages import current_language

Text = str | Promise
LONGEST: Final = 80
ROOMS: Final[Mapping[str, tuple[Text, str]]] = {
    "leads": (gettext_lazy("Board of leads"), "leads"),
    "library": (gettext_lazy("Library"), "library"),
    "funding": (gettext_lazy("Funding"), "funding"),
    "services": (gettext_lazy("Services"), "services"),
    "coordination": (gettext_lazy("Coordination"), "group-board"),
    "plans": (gettext_lazy("Plans"), "plans"),
    "training": (gettext_lazy("Training"), "training"),
    "risks": (gettext_lazy("Risks"), "risks"),
    "review": (gettext_lazy("Review"), "review"),
}
"""Rooms whose news can be followed as a whole: each with the name of its first address."""


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic in words."""

    topic: str
    kind: str  # in words
    name: str
    address: str  # where it is read; empty where it has no page


@dataclass(frozen=True, slots=True, eq=False)
class TopicKind:
    """A kind of topic.

    ``choices`` gives codes with their names in a language; ``page`` the address of one's page. A kind whose topics are
    rows of the database has no choices.
    """

    key: str
    name: Text
    choices: Callable[[Language], Iterable[tuple[str, str]]]
    page: Callable[[str], str]
    knows: Callable[[str], bool] | None = None  # of a code; where it is not given, the choices are all there are

    def has(self, code: str) -> bool:
        """Whether there is such a topic of this kind."""
        return self.knows(code) if self.knows is not None else code in dict(self.choices("en"))


class TopicKinds:
    """The kinds of topics, in the order in which they are offered."""

    def __init__(self) -> None:
        self._kinds: dict[str, TopicKind] = {}

    def register(self, *kinds: TopicKind) -> None:
        """Add kinds; two of one name are an error."""
        for kind in kinds:
            if kind.key in self._kinds or kind.key == "record":
                raise LookupError(f"two kinds of topic named {kind.key}")
            self._kinds[kind.key] = kind

    def __iter__(self) -> Iterator[TopicKind]:
        return iter(self._kinds.values())

    def get(self, key: str) -> TopicKind | None:
        """Give the kind of this name."""
        return self._kinds.get(key)


TOPICS: Final = TopicKinds()


def can_follow(topic: str, user: Any) -> bool:
    """Whether there is such a topic, as far as a person may know."""
    if len(topic) > LONGEST:
        return False
    kind, _colon, code = topic.partition(":")
    if kind == "record":
        return topic == f"record:{_key(code)}" and Record.objects.visible_to(user).filter(
            pk=_key(code), retired_at__isnull=True).exists()
    known = TOPICS.get(kind)
    return known is not None and known.has(code)


def named(topics: Iterable[str], user: Any) -> dict[str, TopicName]:
    """Put topics into words, for a reader; a record that the reader may not see is not named."""
    topics, language = list(dict.fromkeys(topics)), current_language()
    keys = {topic: _key(topic.removeprefix("record:")) for topic in topics if topic.startswith("record:")}
    seen = {record.pk: record for record in Record.objects.visible_to(user).filter(pk__in=set(keys.values()))}
    kinds = {topic.partition(":")[0] for topic in topics}
    names = {kind.key: dict(kind.choices(language)) for kind in TOPICS if kind.key in kinds}
    found = {}
    for topic in topics:
        if topic in keys:
            found[topic] = _of_record(topic, seen.get(keys[topic]), language)
        else:
            key, _colon, code = topic.partition(":")
            kind = TOPICS.get(key)
            name = names[key].get(code, code) if kind is not None else topic
            found[topic] = TopicName(topic, str(kind.name) if kind else "", name, kind.page(code) if kind else "")
    return found


def _of_record(topic: str, record: Record | None, language: Language) -> TopicName:
    if record is None:
        return TopicName(topic, _("Record"), _("one that is not shown to you"), "")
    return TopicName(topic, str(KINDS[record.kind].name), words.plain_pair(record.name_en, record.name_zh, language),
                     presentation.address(record))


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 19 else 0


def of_record(record: Any) -> list[str]:
    """Give the topics under which what happens to a record is followed: itself, its countries, its sector."""
    topics = [f"record:{record.pk}", *(f"country:{code}" for code in record.countries.split(";") if code)]
    return topics + ([f"sector:{record.sector}"] if record.sector else [])


def _country_choices(language: Language) -> Iterable[tuple[str, str]]:
    named = ((each.id, each.name.text(language)) for each in regions().of_kind("country"))
    return sorted(named, key=lambda pair: pair[1])


def _country_page(code: str) -> str:
    try:
        return url("dossier", region=regions()[code].id)
    except (OutwardError, NoReverseMatch):
        return ""


def _sector_choices(language: Language) -> Iterable[tuple[str, str]]:
    return [(each.id, each.name.text(language)) for each in sectors().values()]


def _room_choices(_language: Language) -> Iterable[tuple[str, str]]:
    return [(key, str(name)) for key, (name, _address) in ROOMS.items()]


def _room_page(code: str) -> str:
    return url(ROOMS[code][1]) if code in ROOMS else ""


TOPICS.register(
    TopicKind("country", gettext_lazy("Country"), _country_choices, _country_page,
              lambda code: code in regions()),
    TopicKind("sector", gettext_lazy("Sector"), _sector_choices, lambda _: ""),
    TopicKind("room", gettext_lazy("Room"), _room_choices, _room_page),
)
