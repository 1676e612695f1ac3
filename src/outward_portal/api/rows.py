"""Records as JSON: the same columns, codes and names as an export has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from outward_portal.records import exporting
from outward_portal.records.exporting import Header, Part, json_value
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Record
from outward_portal.records.queries import Page


@lru_cache(maxsize=64)
def _list_parts(kind: Kind) -> tuple[tuple[Part, tuple[str, ...]], ...]:
    """Give the parts of an export that a list's columns are made of, in the order of a page's rows."""
    known = {part.path: part for part in exporting.parts(kind)}
    found = []
    for column in kind.columns:
        for path in column.paths:
            part = known.get(path) or Part(path, (Header(path, path, path),), lambda value, _: (value,))
            found.append((part, tuple(header.name for header in part.headers)))
    return tuple(found)


def items(kind: Kind, page: Page) -> Iterator[dict[str, Any]]:
    """Give a page's rows."""
    made = _list_parts(kind)
    for row in page.rows:
        said: dict[str, Any] = {"id": row[0], "sample": bool(row[1]), "retired": row[2] is not None}
        for (part, names), value in zip(made, row[3:], strict=True):
            if part.is_record:  # the key and the names have been looked up among what the caller may see
                cells = (None, None, None) if value is None else tuple(each or None for each in value)
            else:
                cells = part.cells(value, {})
            for name, cell in zip(names, cells, strict=True):
                said[name] = json_value(cell)
        yield said


def full(kind: Kind, key: int, user: Any) -> dict[str, Any]:
    """Give all of a record that a person may see; the caller has made sure that they may."""
    made = exporting.parts(kind)
    line = kind.model.objects.visible_to(user).filter(pk=key).values_list(*[part.path for part in made])[0]
    pointing = {value for part, value in zip(made, line, strict=True) if part.is_record and value is not None}
    named = exporting.names_of(pointing, user)
    return {header.name: json_value(cell) for part, value in zip(made, line, strict=True)
            for header, cell in zip(part.headers, part.cells(value, named), strict=True)}


def short(record: Record) -> dict[str, Any]:
    """Name a record."""
    return {"id": record.pk, "slug": record.kind, "name_en": record.name_en or None,
            "name_zh": record.name_zh or None, "sample": record.is_sample}
