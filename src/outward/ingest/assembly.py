"""How the next release's long table is put together from the last one and what comes in. Nothing known is overwritten.

The engine holds ``last`` (the last release's rows, or none) and ``incoming`` (what comes in, with ``line``, its row in
its file); each query here gives rows of the stored columns.

A cell keeps its row number for good: a revision takes the number of the quantity that it revises, a new quantity of a
known table the next free one. So ``cell:1:5`` is the same quantity at all dates.
"""

# ruff: noqa: S608 - queries are put together from column names of our own

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from outward.store.query import DISK_ORDER, REVISION_KEY, STORED, parquet, printed, quoted
from outward.store.reader import Release

ENUMERATION: Final = "few_"
"""How a column's enumeration is called before the column's name."""

_COUNTED = {"tables": "table", "indicators": "indicator", "regions": "region", "sectors": "sector"}
_TYPES = {"value": "DOUBLE", "known_on": "DATE"}


def lay_last(engine: duckdb.DuckDBPyConnection, release: Release | None) -> None:
    """Lay ``last``: the rows of a release, or none."""
    columns = ", ".join(f'CAST(NULL AS {_TYPES.get(name, "VARCHAR")}) AS "{name}"' for name in STORED)
    engine.execute(f"CREATE OR REPLACE VIEW empty_observations AS SELECT {columns} WHERE false")
    source = parquet(release.observations_path) if release is not None else "empty_observations"
    engine.execute(f"CREATE OR REPLACE VIEW last AS SELECT {quoted(STORED)} FROM {source}")


def reloaded() -> str:
    """Write the query of a case loaded anew: its rows, what they revise, and the files imported since.

    The case's files say what the case holds, so a quantity that is no longer in them is gone from the next release (not
    from the earlier ones). A quantity that they know as of a later day keeps its earlier rows. Imported rows stay, save
    those that the case's files now hold themselves, as known on the same day.
    """
    return _in_order(f"""
        SELECT {quoted(STORED)} FROM incoming
        UNION ALL BY NAME ({_aligned('''
            SELECT * FROM last WHERE origin = 'case' AND known_on < (
                SELECT min(known_on) FROM incoming WHERE ''' + _same("incoming", "last") + ''')''', "incoming")})
        UNION ALL BY NAME ({_aligned('''
            SELECT * FROM last WHERE origin <> 'case' AND NOT EXISTS (
                SELECT 1 FROM incoming WHERE incoming.known_on = last.known_on AND '''
                + _same("incoming", "last") + ")", "incoming")})""")


def extended() -> str:
    """Write the query of a release to which the rows of ``incoming`` are added, save those that it holds already."""
    fresh = f"""SELECT {quoted(STORED)} FROM incoming WHERE NOT EXISTS (
        SELECT 1 FROM last WHERE last.known_on = incoming.known_on AND {_same("last", "incoming")})"""
    return _in_order(f"SELECT {quoted(STORED)} FROM last UNION ALL BY NAME ({_aligned(fresh, 'last')})")


def extended_by_new_tables(engine: duckdb.DuckDBPyConnection) -> str:
    """Write the same query where no table of ``incoming`` was there before: nothing is looked up or sorted anew.

    The rows of ``last`` lie in order and go before; where ``incoming`` enumerates a column's texts, they are enumerated
    too, because texts would be sorted and written several times as slowly.
    """
    kinds = dict(engine.execute("SELECT column_name, column_type FROM (DESCRIBE incoming)").fetchall())
    enumerated = {name for name, kind in kinds.items() if str(kind).startswith("ENUM")}
    known = ", ".join(f'CAST("{name}" AS "{ENUMERATION}{name}") AS "{name}"' if name in enumerated else f'"{name}"'
                      for name in STORED)
    return f"SELECT {known} FROM last UNION ALL SELECT {quoted(STORED)} FROM incoming_in_order"


def _in_order(rows: str) -> str:
    return f"SELECT {quoted(STORED)} FROM ({rows}) ORDER BY {DISK_ORDER}"


def contradictions(engine: duckdb.DuckDBPyConnection, limit: int) -> list[tuple[int, str, str, str]]:
    """Find rows of ``incoming`` that give another value than ``last`` as known on the same day.

    Gives (line in the file, printed value, printed value there, day).
    """
    return engine.execute(f"""
        SELECT incoming.line, {printed("incoming")}, {printed("last")},
               strftime(last.known_on, '%Y-%m-%d')
        FROM incoming JOIN last ON last.known_on = incoming.known_on AND {_same("last", "incoming")}
        WHERE last.value IS DISTINCT FROM incoming.value ORDER BY ALL LIMIT {limit}""").fetchall()


def _same(one: str, other: str) -> str:
    return " AND ".join(f'{one}."{name}" = {other}."{name}"' for name in REVISION_KEY)


def _aligned(rows: str, base: str) -> str:
    """Write the query of ``rows`` with the row numbers that their quantities have in ``base``."""
    others = quoted([name for name in STORED if name != "row"])
    return f"""
        WITH arriving AS ({rows}),
        quantities AS (SELECT {quoted(REVISION_KEY)}, list("row" ORDER BY TRY_CAST("row" AS BIGINT) NULLS LAST, "row")
                       AS numbers FROM {base} GROUP BY ALL),
        tables AS (SELECT "table", max(coalesce(TRY_CAST("row" AS BIGINT), 0)) AS last_number FROM {base} GROUP BY ALL)
        SELECT {others}, CASE
            WHEN last_number IS NULL OR list_contains(numbers, "row") THEN "row"
            WHEN numbers IS NOT NULL THEN numbers[1]
            ELSE CAST(last_number + dense_rank() OVER (
                PARTITION BY "table", numbers IS NULL ORDER BY TRY_CAST("row" AS BIGINT) NULLS LAST, "row") AS VARCHAR)
            END AS "row"
        FROM arriving LEFT JOIN quantities USING ({quoted(REVISION_KEY)}) LEFT JOIN tables USING ("table")"""


def counts(engine: duckdb.DuckDBPyConnection, relations: Sequence[str]) -> dict[str, int]:
    """Count what relations hold that share no table; ``superseded`` are the rows that a later one revises."""
    counted = {name: _distinct(engine, relations, column) for name, column in _COUNTED.items()}
    counted["observations"] = sum(_number(engine, f"SELECT count(*) FROM {each}") for each in relations)
    counted["superseded"] = sum(_superseded(engine, each) for each in relations)
    return counted


def _distinct(engine: duckdb.DuckDBPyConnection, relations: Sequence[str], column: str) -> int:
    union = " UNION ".join(f"SELECT DISTINCT CAST(said AS VARCHAR) FROM (SELECT DISTINCT {quoted([column])} AS said "
                           f"FROM {each})" for each in relations)
    return _number(engine, f"SELECT count(*) FROM ({union})")


def _superseded(engine: duckdb.DuckDBPyConnection, relation: str) -> int:
    if _number(engine, f"SELECT count(DISTINCT known_on) FROM {relation}") <= 1:
        return 0
    return _number(engine, f"""
        SELECT coalesce(sum(total - latest), 0) FROM (
            SELECT sum(rows_then) AS total, arg_max(rows_then, known_on) AS latest FROM (
                SELECT hash({quoted(REVISION_KEY)}) AS quantity, known_on, count(*) AS rows_then
                FROM {relation} GROUP BY ALL) GROUP BY quantity)""")


def _number(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(engine.execute(query).fetchall()[0][0])


def cells_twice(engine: duckdb.DuckDBPyConnection, path: Path, limit: int) -> list[tuple[str, str]]:
    """Find (table, row) that stand twice on one day in a long table: there must be none."""
    return engine.execute(f"""SELECT "table", "row" FROM {parquet(path)} GROUP BY "table", "row", known_on
        HAVING count(*) > 1 ORDER BY ALL LIMIT {limit}""").fetchall()


def ids(engine: duckdb.DuckDBPyConnection, path: Path, column: str) -> set[str]:
    """Give the texts of a column of a long table."""
    return {row[0] for row in engine.execute(f"SELECT DISTINCT {quoted([column])} FROM {parquet(path)}").fetchall()}


def is_same(engine: duckdb.DuckDBPyConnection, one: Path, other: Path) -> bool:
    """Say whether two long tables hold the same rows, whatever version of the engine wrote them."""
    difference = f"SELECT {quoted(STORED)} FROM {parquet(one)} EXCEPT ALL SELECT {quoted(STORED)} FROM {parquet(other)}"
    back = f"SELECT {quoted(STORED)} FROM {parquet(other)} EXCEPT ALL SELECT {quoted(STORED)} FROM {parquet(one)}"
    return not engine.execute(f"SELECT 1 FROM ({difference}) UNION ALL SELECT 1 FROM ({back}) LIMIT 1").fetchall()
