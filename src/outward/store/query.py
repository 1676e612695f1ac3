"""The long table in Parquet, read with DuckDB: slices, revisions, and the order in which it lies on disk."""

# ruff: noqa: S608 - queries are put together from column names of our own; whatever a user gives is a parameter

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from outward.errors import InvalidValueError
from outward.vocabulary.observations import COLUMNS, DIMENSIONS

REVISION_KEY: Final = ("table", *DIMENSIONS, "unit")
"""What makes two rows the same quantity at different dates: a row with a later ``known_on`` revises the others. The
table is in it, because two tables may print the same quantity without either revising the other."""

ORIGIN: Final = "origin"
"""An inner column: ``case`` for rows of the case's own files, ``imports/0001.csv`` for rows of an imported one."""

STORED: Final = (*COLUMNS, ORIGIN)


def quoted(names: Sequence[str]) -> str:
    """Write column names for SQL; they are ours, never a user's.

    Examples
    --------
    >>> quoted(["table", "row"])
    '"table", "row"'
    """
    return ", ".join(f'"{name}"' for name in names)


CELL_ORDER: Final = ('TRY_CAST("table" AS BIGINT) NULLS LAST, "table", '
                     'TRY_CAST("row" AS BIGINT) NULLS LAST, "row", known_on')
"""Tables and rows as a person numbers them: 2 before 10, names after numbers."""

DISK_ORDER: Final = f"{ORIGIN}, {quoted(DIMENSIONS)}, unit, {CELL_ORDER}"
"""An indicator's regions lie together, so that a slice reads one or two row groups of millions of rows; what was
imported later lies after what was there, so that an import need not sort the whole table again."""


def connect(*, memory: str = "", spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open an engine without a database file; it never fetches anything."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    }
    if memory:
        settings["memory_limit"] = memory
    if spill is not None:
        settings["temp_directory"] = str(spill)
    return duckdb.connect(":memory:", config=settings)


def file_pattern(path: Path) -> str:
    """Write a path so that DuckDB takes it as that one file, whatever characters are in it.

    Examples
    --------
    >>> file_pattern(Path("/data/a[1]*.parquet"))
    '/data/a[[]1][*].parquet'
    """
    return re.sub(r"([*?\[])", r"[\1]", str(path.absolute()))


def parquet(path: Path) -> str:
    """Write the table expression of a Parquet file."""
    return f"read_parquet({text(file_pattern(path))}, hive_partitioning = false)"


def text(value: str) -> str:
    """Write a text for SQL, where a parameter cannot stand.

    Examples
    --------
    >>> text("it's")
    "'it''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def printed(relation: str) -> str:
    """Write the expression of a value as a person reads it: as printed, or else the number."""
    return f"coalesce(nullif({relation}.value_as_printed, ''), CAST({relation}.value AS VARCHAR), '')"


def checked_date(value: str, where: str) -> str:
    """Give an ISO date back, or raise InvalidValueError.

    Examples
    --------
    >>> checked_date("2016-12-31", "as_of")
    '2016-12-31'
    """
    try:
        if len(value) == len("2016-12-31"):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise InvalidValueError(f"date {value!r}", where, "Give year, month and day, as in 2016-12-31.")


def selection(path: Path, filters: Mapping[str, str | Sequence[str] | None], *, as_of: str | None,
              revisions: bool) -> tuple[str, list[str]]:
    """Write the query of a slice, and its parameters.

    ``as_of`` leaves out what was not known by then. ``revisions`` keeps every row; without it, of the rows of one
    quantity only those with the latest ``known_on`` are kept (several, where a table prints the quantity twice).
    """
    conditions, parameters = [], []
    for column, wanted in filters.items():
        if wanted is None:
            continue
        values = [wanted] if isinstance(wanted, str) else list(wanted)
        marks = ", ".join("?" for _ in values)
        conditions.append(f'"{column}" IN ({marks})' if values else "false")
        parameters += values
    if as_of is not None:
        conditions.append("stored.known_on <= CAST(? AS DATE)")
        parameters.append(checked_date(as_of, "as_of"))
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    latest = "" if revisions else (
        f" QUALIFY stored.known_on = max(stored.known_on) OVER (PARTITION BY {quoted(REVISION_KEY)})")
    columns = ", ".join("strftime(stored.known_on, '%Y-%m-%d') AS known_on" if name == "known_on" else f'"{name}"'
                        for name in COLUMNS)
    return f"SELECT {columns} FROM {parquet(path)} AS stored{where}{latest} ORDER BY {CELL_ORDER}", parameters
