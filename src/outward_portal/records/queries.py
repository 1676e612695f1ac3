"""Reading registers: pages of a list, counts, and what stands on a record's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from outward_portal.accounts import policy
from outward_portal.journal.entries import version
from outward_portal.records import paging
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.listing import PAGE_ROWS, ListQuery, Place, condition_value
from outward_portal.records.models import Link, Record
from outward_portal.records.search import matching


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: rows as the database gives them, in the order of the kind's columns."""

    rows: Sequence[tuple[Any, ...]]  # id, is_sample, retired_at, then the columns' paths one after another
    count: int  # of all rows that the list holds
    number: int
    pages: int
    first: Place | None  # place of the page before; None on the first
    last: Place | None  # place of the page behind; None on the last


def selected(query: ListQuery, user: Any) -> QuerySet[Record]:
    """Give the records that a question asks for, as far as a person may see them, in no order."""
    return _narrowed(query.kind.model, policy.viewer(user), query)


def given_on(query: ListQuery, user: Any) -> QuerySet[Record]:
    """Give those of the selected records that may go into a file: a source can forbid to pass on what it says."""
    return selected(replace(query, to_give_on=True), user)


def may_be_given_on() -> Q:
    """Give the condition under which a record of any register may go into files and to programs."""
    condition = Q()
    for kind in KINDS:
        if kind.given_on:
            given = kind.model._default_manager.filter(**{kind.given_on: True}).values("pk")
            condition &= ~Q(kind=kind.key) | Q(pk__in=given)
    return condition


def read_page(query: ListQuery, user: Any) -> Page:
    """Read one page of a list.

    Parameters
    ----------
    query : ListQuery
        What is asked.
    user : User or AnonymousUser
        Who asks.
    """
    place, backwards = query.place, query.place is not None and query.place.before
    paths = [path for column in query.kind.columns for path in column.paths]
    found = paging.page_rows(selected(query, user), query, [
        "id", "is_sample", "retired_at", query.sort_path, query.unit_path or "id", *paths])
    more, found = len(found) > query.rows, found[: query.rows]
    if backwards:
        found.reverse()
    count = count_of(query, user)
    number = place.page if place else 1
    has_next, has_previous = (True, more) if backwards else (more, place is not None)
    rows = _with_names(query, [(*row[:3], *row[5:]) for row in found], policy.viewer(user))
    return Page(rows, count, number, max(1, -(-count // query.rows)),
                _place(query, found[0], number - 1, before=True) if found and has_previous and number > 1 else None,
                _place(query, found[-1], number + 1, before=False) if found and has_next else None)


def _with_names(query: ListQuery, rows: list[tuple[Any, ...]], seen_by: policy.Viewer) -> list[tuple[Any, ...]]:
    """Put names beside the keys of the records that rows point to, but only of those that the person may see."""
    at = 3
    for column in query.kind.columns:
        if column.show == "record":
            names = _names_of({row[at] for row in rows if row[at] is not None}, seen_by)
            rows = [(*row[:at], names.get(row[at]), *row[at + 1:]) for row in rows]
        at += len(column.paths)
    return rows


Named = tuple[int, str, str]  # a record's key and its names
_MOST_NAMES: Final = 10_000


def _names_of(keys: set[int], seen_by: policy.Viewer) -> Mapping[int, Named | None]:
    """Name the records that a viewer may see; what was found is kept until the journal moves on."""
    known = _known_names(version(), seen_by)
    named = {key: known[key] for key in keys & known.keys()}
    missing = keys - named.keys()
    if missing:
        seen = Record.objects.filter(policy.visible(Record, seen_by), pk__in=missing)
        found = {key: (key, en, zh) for key, en, zh in seen.values_list("pk", "name_en", "name_zh")}
        named |= {key: found.get(key) for key in missing}
        if len(known) < _MOST_NAMES:
            known |= named
    return named


@lru_cache(maxsize=16)
def _known_names(at_version: int, seen_by: policy.Viewer) -> dict[int, Named | None]:  # noqa: ARG001
    return {}


def _place(query: ListQuery, row: tuple[Any, ...], page: int, *, before: bool) -> Place:
    return Place(None if row[3] is None else str(row[3]), row[0], page, before, row[4] if query.unit_path else "")


def count_of(query: ListQuery, user: Any) -> int:
    """Count a list, whatever its order; kept until the journal moves on."""
    asked = replace(query, language="en", sort="name", descending=False, rows=PAGE_ROWS, place=None, misunderstood=(),
                    refused=())
    return _count(version(), policy.viewer(user), asked)


@lru_cache(maxsize=512)
def _count(at_version: int, seen_by: policy.Viewer, query: ListQuery) -> int:  # noqa: ARG001  (version dates the count)
    asked = [each.condition for each, _value in query.filters]
    if query.to_give_on and query.kind.given_on:
        asked.append(query.kind.given_on)
    is_shared = all(paging.is_shared(path) for path in asked)
    model = Record if is_shared else query.kind.model  # without the register's table where nothing asks for it
    return _narrowed(model, seen_by, query).count()


def _narrowed(model: type[Record], seen_by: policy.Viewer, query: ListQuery) -> QuerySet[Record]:
    records = model.objects.filter(policy.visible(model, seen_by), kind=query.kind.key,
                                   retired_at__isnull=not query.retired)
    if query.to_give_on and query.kind.given_on:
        records = records.filter(**{query.kind.given_on: True})
    for each, value in query.filters:
        records = records.filter(**{each.condition: condition_value(each, value)})
    return records.filter(pk__in=matching(query.words)) if query.words else records


def find(kind: Kind, key: int, user: Any) -> Record | None:
    """Give a record that a person may see."""
    return kind.model.objects.visible_to(user).filter(pk=key).first()


def registers_seen_by(user: Any, *, only_given_on: bool = False) -> list[tuple[Kind, int]]:
    """Give the registers with the number of records that a person sees in each; what is made up is not counted.

    Parameters
    ----------
    user : User or AnonymousUser
        Who asks.
    only_given_on : bool
        Whether only those are counted that may go into files and to programs.
    """
    seen_by, at = policy.viewer(user), version()
    return [(kind, _real(at, seen_by, kind.key, only_given_on=only_given_on and bool(kind.given_on))[0])
            for kind in KINDS]


def cards_seen_by(user: Any) -> list[tuple[Kind, int, int]]:
    """Give the registers with the numbers of records that a person sees in each: real ones, and made-up ones."""
    seen_by, at = policy.viewer(user), version()
    return [(kind, *_real(at, seen_by, kind.key, only_given_on=False)) for kind in KINDS]


@lru_cache(maxsize=512)
def _real(at_version: int, seen_by: policy.Viewer, kind: str, *, only_given_on: bool) -> tuple[int, int]:  # noqa: ARG001
    seen = Record.objects.filter(policy.visible(Record, seen_by), may_be_given_on() if only_given_on else Q())
    counts = dict(seen.filter(kind=kind, retired_at__isnull=True).order_by().values_list("is_sample")
                  .annotate(records=Count("pk")))
    return counts.get(False, 0), counts.get(True, 0)


@dataclass(frozen=True, slots=True)
class Linked:
    """A record at the other end of a link."""

    link: Link
    record: Record
    kind: Kind
    is_source: bool  # whether the page's own record is the link's source


def links_of(record: Record, user: Any) -> list[Linked]:
    """Give the records that are linked to a record, as far as a person may see both ends."""
    stated = Link.objects.visible_to(user).filter(Q(source=record.pk) | Q(target=record.pk))
    found = []
    for link in stated.select_related("source", "target").order_by("relation", "id"):
        is_source = link.source_id == record.pk
        other = link.target if is_source else link.source
        found.append(Linked(link, other, KINDS[other.kind], is_source))
    return found


@dataclass(frozen=True, slots=True)
class Naming:
    """The records of a register that name a record in one of their fields."""

    kind: Kind
    label: str  # of the field
    records: Sequence[Record]  # the first of them
    more: int  # how many there are beside


MOST_NAMING: Final = 50


def naming(record: Record, user: Any) -> list[Naming]:
    """Give the records that name a record in a field of theirs, such as the projects of an enterprise."""
    found = []
    for kind in KINDS:
        for name in kind.form_fields:
            field = kind.field(name)
            if field.is_relation and field.related_model is type(record):
                named = kind.model.objects.visible_to(user).filter(**{name: record.pk}, retired_at__isnull=True)
                first = list(named.order_by("id")[:MOST_NAMING + 1])
                more = named.count() - MOST_NAMING if len(first) > MOST_NAMING else 0
                found.append(Naming(kind, str(field.verbose_name), first[:MOST_NAMING], more))
    return [each for each in found if each.records]
