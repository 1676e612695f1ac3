"""The rows of a list's page, read by an index however far down they are: from a row's place, never an offset."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, Final

from django.db import connection
from django.db.models import Expression, ExpressionList, F, Lookup, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.lookups import IsNull

from outward_portal.records.listing import ListQuery, Place
from outward_portal.records.models import Record

_SHARED: Final = frozenset(field.name for field in Record._meta.local_fields) | {"country_rows"}


class RecordKey(Expression):
    """A record's key in the table of all records: by the register's own key, SQLite does not see its index's order."""

    def resolve_expression(self, query: Any = None, *_: Any, **__: Any) -> Col:  # type: ignore[override]
        """Give the column, joined as it already is."""
        alias = query.join_parent_model(query.get_meta(), Record, query.get_initial_alias(), {})
        return Col(alias, Record._meta.get_field("id"))


class Beyond(Lookup[bool]):
    """Whether a row stands beyond another in an order: ``(a, b) > (1, 2)``, which databases read from an index."""

    def __init__(self, pairs: Sequence[tuple[Any, Any]], *, rises: bool) -> None:
        columns, values = zip(*pairs, strict=True)
        super().__init__(ExpressionList(*columns), ExpressionList(*values))
        self.sign = ">" if rises else "<"

    def as_sql(self, compiler: Any, *_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Write it as a comparison of rows."""
        (columns, before), (values, after) = compiler.compile(self.lhs), compiler.compile(self.rhs)
        return f"({columns}) {self.sign} ({values})", [*before, *after]


def is_shared(path: str) -> bool:
    """Whether a path of the database leads to what every record has, not only its register's."""
    return path.partition("__")[0] in _SHARED


def is_nullable(query: ListQuery) -> bool:
    """Whether the column of the order may be empty."""
    return query.kind.field(query.sort_path).null


def ordered(records: QuerySet[Record], query: ListQuery) -> QuerySet[Record]:
    """Put records into the list's order: empty ones last, the id where two are alike."""
    empty_last = [IsNull(F(query.sort_path), True)] if is_nullable(query) else []
    return records.order_by(*empty_last, *_order(query, rises=not query.descending))


def _order(query: ListQuery, *, rises: bool) -> list[Any]:
    """Give the columns of the order, one way or the other: amounts by their currency first."""
    by = [*([F(query.unit_path)] if query.unit_path else []), F(query.sort_path), _key(query)]
    return [each.asc() if rises else each.desc() for each in by]


def _key(query: ListQuery) -> Any:
    """Give the key that stands in the same table as the column of the order."""
    return RecordKey() if is_shared(query.sort_path) else F("pk")


def page_rows(records: QuerySet[Record], query: ListQuery, columns: list[str]) -> list[tuple[Any, ...]]:
    """Read the rows of a page, and one more if there is one; the farthest first where the page is before its place.

    Where the column of the order may be empty, those that are not and those that are are read one after the other: an
    index is in no database in the order of both.
    """
    place, forwards = query.place, query.place is None or not query.place.before
    rises, path = forwards != query.descending, query.sort_path
    order = _order(query, rises=rises)
    parts: list[bool | None] = [None]  # whether the column is empty in a part's rows
    if is_nullable(query):
        parts = [False, True] if forwards else [True, False]
    if place is not None and None not in parts:
        parts = parts[parts.index(place.value is None):]
    found: list[tuple[Any, ...]] = []
    for number, is_empty in enumerate(parts):
        part = records if is_empty is None else records.filter(**{f"{path}__isnull": is_empty})
        if place is not None and number == 0:
            part = part.filter(_beyond(query, place, rises=rises))
        rows = _own_table_first(part.order_by(*(order[-1:] if is_empty else order)), query).values_list(*columns)
        found += rows[: query.rows + 1 - len(found)]
        if len(found) > query.rows:
            break
    return found


def _own_table_first(records: QuerySet[Record], query: ListQuery) -> QuerySet[Record]:
    """Have SQLite walk the register's own table in the list's order, where nothing else narrows the list.

    It takes equal shares of the audiences for granted, expects few rows to be public, and would rather sort them all.
    ``CROSS JOIN`` is its word for an order of tables that is not its to choose.
    """
    is_narrowed = query.words or any(is_shared(each.condition) for each, _value in query.filters)
    if connection.vendor != "sqlite" or is_shared(query.sort_path) or is_narrowed:
        return records
    records = records.all()
    joined: Any = copy(records.query.alias_map[Record._meta.db_table])
    joined.join_type = "CROSS JOIN"
    records.query.alias_map[joined.table_alias] = joined
    return records


def _beyond(query: ListQuery, place: Place, *, rises: bool) -> Beyond:
    """The condition for rows beyond a place."""
    if place.value is None:
        return Beyond([(_key(query), Value(place.id))], rises=rises)
    unit = [(F(query.unit_path), Value(place.unit))] if query.unit_path else []
    value = Value(place.value, output_field=query.kind.field(query.sort_path))
    return Beyond([*unit, (F(query.sort_path), value), (_key(query), Value(place.id))], rises=rises)
