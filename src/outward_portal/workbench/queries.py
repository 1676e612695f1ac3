"""Reading indices: lists, one index, its versions, and others that it can be compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from outward.vocabulary.labels import Label
from outward_portal.workbench.models import IndexAssessment, IndexVersion

PAGE_ROWS = 50
_SORTS = {"saved": "newest__made_at", "title": "title", "framework": "newest__framework", "version": "newest__number"}
_WHOSE = ("mine", "shared")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What a list's address asks for; what it cannot mean is left out and named."""

    words: str = ""
    framework: str = ""
    whose: str = ""
    sort: str = "-saved"
    retired: bool = False
    page: int = 1
    misunderstood: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.words or self.framework or self.whose or self.retired)

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"q": self.words, "framework": self.framework, "whose": self.whose,
                 "sort": "" if self.sort == "-saved" else self.sort, "retired": "1" if self.retired else "", **changed}
        return urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, key: str) -> str:
        """Write the address's query in the order of a column; a second time turns the order around."""
        return self.encoded(sort=f"-{key}" if self.sort == key else key)


def read_query(given: Mapping[str, str]) -> IndexQuery:
    """Read a list's address."""
    allowed = {"whose": _WHOSE, "sort": tuple(sign + key for key in _SORTS for sign in ("", "-"))}
    taken = {name: given.get(name, "") for name in allowed}
    wrong = tuple(name for name, value in taken.items() if value and value not in allowed[name])
    taken = {name: "" if name in wrong else value for name, value in taken.items()}
    page = given.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    words, framework = (given.get(name, "").replace("\0", "").strip()[:_LONGEST] for name in ("q", "framework"))
    return IndexQuery(words, framework, taken["whose"], taken["sort"] or "-saved", given.get("retired") == "1",
                      max(1, number), wrong)


def indices_page(query: IndexQuery, user: Any) -> Page:
    """Read one page of the indices that a person may see."""
    found = IndexAssessment.objects.visible_to(user).filter(retired_at__isnull=not query.retired)
    if query.framework:
        found = found.filter(newest__framework=query.framework)
    if query.whose:
        found = found.filter(owner=user.pk) if query.whose == "mine" else found.exclude(owner=user.pk)
    if query.words:
        found = found.filter(Q(title__icontains=query.words) | Q(newest__framework__icontains=query.words)
                             | Q(newest__framework_en__icontains=query.words)
                             | Q(newest__framework_zh__icontains=query.words))
    sign, key = ("-", query.sort[1:]) if query.sort.startswith("-") else ("", query.sort)
    ordered = _with_people(found).order_by(f"{sign}{_SORTS[key]}", "-id")
    return Paginator(ordered, PAGE_ROWS).get_page(query.page)


def _with_people(found: QuerySet[IndexAssessment]) -> QuerySet[IndexAssessment]:
    return found.select_related("newest", "owner", "organisation").defer("newest__framework_text")


def frameworks_seen_by(user: Any) -> list[tuple[str, Label]]:
    """Give the ids and names of the frameworks of the indices that a person may see."""
    rows = IndexAssessment.objects.visible_to(user).order_by("newest__framework").values_list(
        "newest__framework", "newest__framework_en", "newest__framework_zh").distinct()
    return [(id, Label(en, zh)) for id, en, zh in {row[0]: row for row in rows if row[0]}.values()]


def find(key: int, user: Any) -> IndexAssessment | None:
    """Give an index that a person may see."""
    seen = IndexAssessment.objects.visible_to(user).select_related("newest", "owner", "organisation")
    return seen.filter(pk=key).first() if key < 2**63 else None


def version_of(index: IndexAssessment, number: int) -> IndexVersion | None:
    """Give a version of an index; 0 for the newest."""
    if number in (0, index.newest.number if index.newest else 0):
        return index.newest
    return index.versions.filter(number=number).first()


def versions_of(index: IndexAssessment) -> QuerySet[IndexVersion]:
    """Give an index's versions, the newest first."""
    return index.versions.select_related("made_by").defer("framework_text")


def others_like(index: IndexAssessment, framework: str, user: Any) -> QuerySet[IndexAssessment]:
    """Give the newest other indices of the same framework that a person may see."""
    seen = IndexAssessment.objects.visible_to(user).filter(newest__framework=framework, retired_at__isnull=True)
    return seen.exclude(pk=index.pk).order_by("-id")[:20]
