"""Reading a list's records in the order of time: when they begin and end, and when projects reached their stages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from outward_portal.records import queries
from outward_portal.records.listing import ListQuery
from outward_portal.registers.models import StageDate

ROWS: Final = 100
"""Records of a page, and undated ones that are listed apart."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A record with its dates, each as exact as it is known."""

    id: int
    name_en: str
    name_zh: str
    is_sample: bool
    begins: str
    ends: str
    stages: tuple[tuple[str, str], ...] = ()  # stage, date; in the order of the dates

    @property
    def dates(self) -> tuple[str, ...]:
        """All its dates."""
        return tuple(date for date in (self.begins, self.ends, *(date for _, date in self.stages)) if date)


@dataclass(frozen=True, slots=True)
class Chronology:
    """A page of a list in the order of time."""

    dated: tuple[Dated, ...]
    count: int  # of all dated ones
    next: str  # where the following page begins; empty on the last one
    undated: tuple[Dated, ...]  # the first of them, by name
    undated_count: int
    of_samples: bool  # whether made-up records are shown; they are never mixed with real ones
    others: int  # records of the list on the other side: made up, or real


def chronology(query: ListQuery, user: Any, after: str = "", *, of_samples: bool = False) -> Chronology:
    """Read a list in the order of time.

    Parameters
    ----------
    query : ListQuery
        The list.
    user : User or AnonymousUser
        Who asks.
    after : str
        Behind which record the page begins, as an earlier page's ``next`` says; what cannot be read is the first page.
    of_samples : bool
        Whether the made-up records are shown, in place of the real ones.
    """
    listed = queries.selected(replace(query, place=None), user)
    found = _with_first(listed.filter(is_sample=of_samples), query)
    dated = found.filter(first__isnull=False).order_by("first", "id")
    page = dated.filter(_behind(after))
    rows: list[Any] = list(page.values_list("first", *_COLUMNS)[: ROWS + 1])
    more, rows = len(rows) > ROWS, rows[:ROWS]
    stages = _stages([row[1] for row in rows], query, user)
    undated = found.filter(first__isnull=True).order_by("name_en", "id")
    first_undated: list[Any] = list(undated.values_list(*_COLUMNS)[:ROWS])
    return Chronology(
        tuple(replace(Dated(*row[1:]), stages=stages.get(row[1], ())) for row in rows), dated.count(),
        f"{rows[-1][0]}~{rows[-1][1]}" if more else "",
        tuple(Dated(*row) for row in first_undated), undated.count(), of_samples,
        listed.filter(is_sample=not of_samples).count())


_AFTER: Final = re.compile(r"([0-9-]{4,10})~([0-9]{1,18})")
_COLUMNS: Final = ("id", "name_en", "name_zh", "is_sample", "begins", "ends")


def _with_first(records: QuerySet[Any], query: ListQuery) -> QuerySet[Any]:
    """Put beside each record its first date: when it begins, else its first stage, else when it ends."""
    stated = [NullIf(F("begins"), Value("")), NullIf(F("ends"), Value(""))]
    if query.kind.key == "project":
        stage = StageDate.objects.filter(project=OuterRef("pk")).order_by("date").values("date")[:1]
        stated.insert(1, Subquery(stage))  # type: ignore[arg-type]
    return records.annotate(first=Coalesce(*stated))


def _behind(after: str) -> Q:
    found = _AFTER.fullmatch(after)
    if found is None:
        return Q()
    date, key = found.groups()
    return Q(first__gt=date) | Q(first=date, id__gt=int(key))


def _stages(keys: list[int], query: ListQuery, user: Any) -> dict[int, tuple[tuple[str, str], ...]]:
    if query.kind.key != "project":
        return {}
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for key, stage, date in (StageDate.objects.visible_to(user).filter(project__in=keys).order_by("date", "id")
                             .values_list("project", "stage", "date")):
        found[key] = (*found.get(key, ()), (stage, date))
    return found
