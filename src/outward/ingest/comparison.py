"""What changed between two releases, cell by cell, for a person to read."""

# ruff: noqa: S608 - queries are put together from column names of our own

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from outward.store.durable import storing
from outward.store.manifest import FileEntry
from outward.store.query import CELL_ORDER, REVISION_KEY, connect, parquet, printed, quoted
from outward.store.reader import Release
from outward.vocabulary.observations import COLUMNS, DIMENSIONS
from outward.workbooks.exports import harmless_or_number

KINDS: Final = ("added", "removed", "changed", "annotated")
"""``changed``: another value, printed text, status or break; ``annotated``: the same, with another source, paragraph,
date, row or note."""

_TOLD: Final = ("value", "value_as_printed", "status", "break_before")
_NOTED: Final = ("row", "source", "paragraph", "known_on", "note")
CHANGE_COLUMNS: Final = ("change", "table", "row", *DIMENSIONS, "unit", "value_before", "value_after",
                         "printed_before", "printed_after", "known_on_before", "known_on_after")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one release to another.

    Parameters
    ----------
    before, after : str
        Names of the releases; empty where there is none yet.
    counts : mapping of str to int
        Number of cells by ``KINDS``.
    cells : pandas.DataFrame
        Columns ``CHANGE_COLUMNS``, a row a cell, in order of table and row; all of them, or the first ones.
    files : mapping of str to str
        Paths of the case's and imported files that were added, removed or changed, and which of these.
    """

    before: str
    after: str
    counts: Mapping[str, int]
    cells: pd.DataFrame
    files: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(self.counts.values()) and not self.files

    def to_csv(self) -> str:
        """Write the cells as CSV; no text that a source printed becomes a spreadsheet's formula."""
        inert = self.cells.map(lambda value: harmless_or_number(value) if isinstance(value, str) else value)
        return str(inert.to_csv(index=False, lineterminator="\n"))


def compare(before: Release, after: Release) -> Comparison:
    """Say what changed from one release to another: cells by table and quantity, files by path.

    A quantity is told as it was last known in either release; two rows are the same quantity if table, dimensions and
    unit are the same.
    """
    with storing(f"releases {before.name} and {after.name}"), connect() as engine:
        lay_changes(engine, before.observations_path, after.observations_path)
        return Comparison(before.name, after.name, counted(engine), told(engine),
                          changed_files(before.manifest.files, after.manifest.files))


def no_cells() -> pd.DataFrame:
    """Give a table of changes without a row."""
    return pd.DataFrame({name: pd.Series(dtype="float64" if name.startswith("value_") else "object")
                         for name in CHANGE_COLUMNS})


def changed_files(before: Mapping[str, FileEntry], after: Mapping[str, FileEntry]) -> dict[str, str]:
    """Say which files were added, removed or changed; the long table is told by its cells."""
    changed = {}
    for path in sorted({*before, *after}):
        if "/" not in path or before.get(path) == after.get(path):
            continue
        changed[path] = "added" if path not in before else "removed" if path not in after else "changed"
    return changed


def lay_changes(engine: duckdb.DuckDBPyConnection, before: Path | None, after: Path,
                tables: tuple[str, ...] | None = None) -> None:
    """Lay the table ``changes`` of two long tables: every cell that differs, among ``tables`` or all.

    Where nothing was there before, everything is added, and only counted.
    """
    sides = {"old": _current(before, tables), "new": _current(after, tables)}
    key = (*REVISION_KEY, "place")
    both = " OR ".join(f"o.{name} IS DISTINCT FROM n.{name}" for name in _TOLD)
    noted = " OR ".join(f'o."{name}" IS DISTINCT FROM n."{name}"' for name in _NOTED)
    engine.execute(f"""
        CREATE OR REPLACE TABLE changes AS
        SELECT CASE WHEN o."row" IS NULL THEN 'added' WHEN n."row" IS NULL THEN 'removed'
                    WHEN {both} THEN 'changed' ELSE 'annotated' END AS change,
               {quoted(key)}, coalesce(n."row", o."row") AS "row",
               o.value AS value_before, n.value AS value_after,
               {printed('o')} AS printed_before, {printed('n')} AS printed_after,
               o.known_on AS known_on_before, n.known_on AS known_on_after
        FROM ({sides['old']}) AS o FULL JOIN ({sides['new']}) AS n USING ({quoted(key)})
        WHERE o."row" IS NULL OR n."row" IS NULL OR {both} OR {noted}""", [*(tables or ()), *(tables or ())])


def _current(path: Path | None, tables: tuple[str, ...] | None) -> str:
    """Write the query of a long table as last known, ``place`` telling apart the rows of one quantity."""
    source = parquet(path) if path is not None else "empty_observations"
    among = f' WHERE "table" IN ({", ".join("?" for _ in tables)})' if tables is not None else ""
    latest = f"""SELECT * FROM {source}{among}
        QUALIFY known_on = max(known_on) OVER (PARTITION BY {quoted(REVISION_KEY)})"""
    return f"""SELECT {quoted(COLUMNS)},
        row_number() OVER (PARTITION BY {quoted(REVISION_KEY)} ORDER BY {CELL_ORDER}) AS place FROM ({latest})"""


def counted(engine: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Count ``changes`` by kind."""
    found = dict(engine.execute("SELECT change, count(*) FROM changes GROUP BY change").fetchall())
    return {kind: int(found.get(kind, 0)) for kind in KINDS}


def told(engine: duckdb.DuckDBPyConnection, limit: int | None = None) -> pd.DataFrame:
    """Give ``changes`` as a table, in order of table and row."""
    columns = ", ".join(f"strftime({name}, '%Y-%m-%d') AS {name}" if name.startswith("known_on") else quoted([name])
                        for name in CHANGE_COLUMNS)
    order = CELL_ORDER.replace(", known_on", "")
    first = f" LIMIT {limit}" if limit is not None else ""
    order += f", {quoted(DIMENSIONS)}, unit, place"
    return engine.execute(f"SELECT {columns} FROM changes ORDER BY {order}{first}").df()
