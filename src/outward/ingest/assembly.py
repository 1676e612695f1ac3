"""How the next release's long table is put together from the last one and what comes in. Nothing known is overwritten.

The engine holds ``last`` (the last release's rows, or none) and ``incoming`` (what comes in, with ``line``, its row in
its file); each query here gives rows of the stored columns.

A cell keeps its row number for good: a revision takes the number of the quantity that it revises, a new quantity of a
known table the next free one. So ``cell:1:5`` is the same quantity at all dates.
"""

# ruff: noqa: S608 - queries are put together from column names of our own

from __future__ import annotations

from pathlib import Path

import duckdb

from outward.store.query import DISK_ORDER, REVISION_KEY, STORED, parquet, quoted, text
from outward.store.reader import Release

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
    return f"""
        SELECT {quoted(STORED)} FROM incoming
        UNION ALL BY NAME ({_aligned('''
            SELECT * FROM last WHERE origin = 'case' AND known_on < (
                SELECT min(known_on) FROM incoming WHERE ''' + _same("incoming", "last") + ''')''', "incoming")})
        UNION ALL BY NAME ({_aligned('''
            SELECT * FROM last WHERE origin <> 'case' AND NOT EXISTS (
                SELECT 1 FROM incoming WHERE incoming.known_on = last.known_on AND '''
                + _same("incoming", "last") + ")", "incoming")})"""


def extended(*, is_new_table: bool) -> str:
    """Write the query of a release to which the rows of ``incoming`` are added, save those that it holds already."""
    everything = f"SELECT {quoted(STORED)} FROM last UNION ALL BY NAME "
    if is_new_table:
        return f"{everything} SELECT {quoted(STORED)} FROM incoming"
    fresh = f"""SELECT {quoted(STORED)} FROM incoming WHERE NOT EXISTS (
        SELECT 1 FROM last WHERE last.known_on = incoming.known_on AND {_same("last", "incoming")})"""
    return f"{everything} ({_aligned(fresh, 'last')})"


def contradictions(engine: duckdb.DuckDBPyConnection, limit: int) -> list[tuple[int, str, str, str]]:
    """Find rows of ``incoming`` that give another value than ``last`` as known on the same day.

    Gives (line in the file, printed value, printed value there, day).
    """
    return engine.execute(f"""
        SELECT incoming.line, incoming.value_as_printed, last.value_as_printed,
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


def write(engine: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query as the long table of a release, in the order in which it lies on disk."""
    engine.execute(f"COPY (SELECT {quoted(STORED)} FROM ({query}) ORDER BY {DISK_ORDER}) "
                   f"TO {text(str(path.absolute()))} (FORMAT parquet)")


def counts(engine: duckdb.DuckDBPyConnection, path: Path) -> dict[str, int]:
    """Count what a long table holds; ``superseded`` are the rows that a later one revises."""
    rows, tables, indicators, regions, sectors, days = engine.execute(f"""
        SELECT count(*), count(DISTINCT "table"), count(DISTINCT indicator), count(DISTINCT region),
               count(DISTINCT sector), count(DISTINCT known_on) FROM {parquet(path)}""").fetchall()[0]
    superseded = 0
    if days > 1:
        superseded = int(engine.execute(f"""
            SELECT coalesce(sum(total - latest), 0) FROM (
                SELECT sum(rows_then) AS total, arg_max(rows_then, known_on) AS latest FROM (
                    SELECT hash({quoted(REVISION_KEY)}) AS quantity, known_on, count(*) AS rows_then
                    FROM {parquet(path)} GROUP BY ALL) GROUP BY quantity)""").fetchall()[0][0])
    return {"observations": rows, "superseded": superseded, "tables": tables, "indicators": indicators,
            "regions": regions, "sectors": sectors}


def cells_twice(engine: duckdb.DuckDBPyConnection, path: Path, limit: int) -> list[tuple[str, str]]:
    """Find (table, row) that stand twice on one day in a long table: there must be none."""
    return engine.execute(f"""SELECT "table", "row" FROM {parquet(path)} GROUP BY "table", "row", known_on
        HAVING count(*) > 1 ORDER BY ALL LIMIT {limit}""").fetchall()


def is_same(engine: duckdb.DuckDBPyConnection, one: Path, other: Path) -> bool:
    """Say whether two long tables hold the same rows, whatever version of the engine wrote them."""
    difference = f"SELECT {quoted(STORED)} FROM {parquet(one)} EXCEPT ALL SELECT {quoted(STORED)} FROM {parquet(other)}"
    back = f"SELECT {quoted(STORED)} FROM {parquet(other)} EXCEPT ALL SELECT {quoted(STORED)} FROM {parquet(one)}"
    return not engine.execute(f"SELECT 1 FROM ({difference}) UNION ALL SELECT 1 FROM ({back}) LIMIT 1").fetchall()
