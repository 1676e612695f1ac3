"""What is unlikely rather than wrong about a new release, seen from the last one: a surprise stops the load.

The thresholds are conventions of this project, wide enough for a yearbook's usual revisions and narrow enough for the
usual accidents: half a file, a column that slipped, a unit taken for another (10,000 and 100 million differ by 10^4).
"""

# ruff: noqa: S608 - queries are put together from column names of our own

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from outward.errors import Problem
from outward.store.query import parquet, printed, quoted
from outward.vocabulary.observations import DIMENSIONS
from outward.vocabulary.units import Units

LEAST_SHARE_OF_ROWS: Final = 0.5
"""A table that keeps less than this share of its rows has collapsed."""

MOST_TIMES: Final = 10.0
"""A value that grows or shrinks by more than this has jumped."""

_SHOWN = 10
_MEND = "Check the input; if this is meant, run the command again with --accept-changes."


def surprises(engine: duckdb.DuckDBPyConnection, before: Path, after: Path, tables: tuple[str, ...] | None
              ) -> list[Problem]:
    """Find what is unlikely in ``tables`` (None for all); ``comparison.lay_changes`` must have been run for them."""
    found = [*_collapsed(engine, before, after, tables), *_jumped(engine)]
    if tables is None:
        found += _vanished(engine, before, after)
    return found


FRESH: Final = f"""SELECT "table", "row", {quoted(DIMENSIONS)}, unit, value_after AS value, printed_after AS printed
    FROM changes WHERE change IN ('added', 'changed')"""
"""What ``comparison.lay_changes`` found to be new."""

ALL_FRESH: Final = f"""SELECT "table", "row", {quoted(DIMENSIONS)}, unit, value, {printed("incoming")} AS printed
    FROM incoming"""
"""What comes in, where all of it is new."""

_ALIKE: Final = [name for name in DIMENSIONS if name != "coverage"]  # a coverage explains no factor of ten


def contradicted(engine: duckdb.DuckDBPyConnection, fresh: str, units: Units) -> list[Problem]:
    """Find values far from all that ``last`` holds of the same quantity and period, in any table and comparable unit.

    ``fresh`` is the query of the values that are new: ``FRESH`` or ``ALL_FRESH``.
    """
    engine.execute("CREATE OR REPLACE TEMP TABLE scales AS SELECT unnest(?) AS unit, unnest(?) AS dimension, "
                   "unnest(?) AS factor", [list(units), [unit.dimension for unit in units.values()],
                                           [float(unit.factor) for unit in units.values()]])
    theirs = f"""SELECT "table", "row", {quoted(DIMENSIONS)}, unit, value, {printed("last")} AS printed FROM last
        WHERE indicator IN (SELECT DISTINCT CAST(indicator AS VARCHAR) FROM ({fresh}))"""
    measured = """SELECT *, abs(value) * factor AS amount FROM ({}) JOIN scales USING (unit)
        WHERE value <> 0 AND unit <> 'rank' AND period <> ''"""
    found = engine.execute(f"""
        WITH ours AS ({measured.format(fresh)}), theirs AS ({measured.format(theirs)}),
        pairs AS (SELECT ours."table", ours."row", ours.indicator, ours.period, ours.printed, ours.unit,
            concat(theirs.printed, ' ', theirs.unit, ' in ', theirs."table", ':', theirs."row") AS held,
            abs(ln(ours.amount / theirs.amount)) AS apart,
            theirs."table" <> ours."table" OR theirs.unit <> ours.unit OR theirs.coverage <> ours.coverage AS is_other
            FROM ours JOIN theirs USING ({quoted(_ALIKE)}, dimension))
        SELECT "table", "row", any_value(indicator), any_value(period), any_value(printed), any_value(unit),
            arg_min(held, (apart, held)) FROM pairs
        GROUP BY "table", "row" HAVING min(apart) > ln(?) AND bool_or(is_other)
        ORDER BY "table", TRY_CAST("row" AS BIGINT), "row" """, [MOST_TIMES]).fetchall()
    problems = [Problem(f"table {table}", 0, f"row {row}",
                        f"{indicator} of {period} is {now} {unit}, the case holds {held}: more than {MOST_TIMES:g} "
                        "times apart", _MEND) for table, row, indicator, period, now, unit, held in found[:_SHOWN]]
    if len(found) > _SHOWN:
        problems.append(Problem("observations", 0, "value", f"{len(found) - _SHOWN:,} more values are as far from "
                                "what the case holds", _MEND))
    return problems


def _collapsed(engine: duckdb.DuckDBPyConnection, before: Path, after: Path, tables: tuple[str, ...] | None
               ) -> Iterator[Problem]:
    rows = engine.execute(f"""
        WITH o AS (SELECT "table", count(*) AS n FROM {parquet(before)} GROUP BY ALL),
             n AS (SELECT "table", count(*) AS n FROM {parquet(after)} GROUP BY ALL)
        SELECT "table", o.n, coalesce(n.n, 0) FROM o LEFT JOIN n USING ("table")
        WHERE coalesce(n.n, 0) < ? * o.n ORDER BY "table" """, [LEAST_SHARE_OF_ROWS]).fetchall()
    for table, was, now in rows:
        if tables is None or table in tables:
            yield Problem(f"table {table}", 0, "", f"{was:,} rows before, {now:,} now", _MEND)


def _vanished(engine: duckdb.DuckDBPyConnection, before: Path, after: Path) -> Iterator[Problem]:
    gone = engine.execute(f"""SELECT indicator, count(*) FROM {parquet(before)} ANTI JOIN
        (SELECT DISTINCT indicator FROM {parquet(after)}) USING (indicator) GROUP BY ALL ORDER BY ALL""").fetchall()
    for indicator, count in gone[:_SHOWN]:
        yield Problem("observations", 0, "indicator", f"{indicator} is gone ({count:,} rows before)", _MEND)
    if len(gone) > _SHOWN:
        yield Problem("observations", 0, "indicator", f"{len(gone) - _SHOWN} more indicators are gone", _MEND)


def _jumped(engine: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    jumped = """FROM changes WHERE change IN ('changed', 'annotated') AND unit <> 'rank' AND value_before <> 0
        AND value_after <> 0 AND NOT abs(value_after / value_before) BETWEEN 1 / ? AND ?"""
    total = engine.execute(f"SELECT count(*) {jumped}", [MOST_TIMES, MOST_TIMES]).fetchall()[0][0]
    rows = engine.execute(f"""SELECT "table", "row", indicator, printed_before, printed_after, unit {jumped}
        ORDER BY "table", TRY_CAST("row" AS BIGINT), "row" LIMIT {_SHOWN}""", [MOST_TIMES, MOST_TIMES]).fetchall()
    for table, row, indicator, was, now, unit in rows:
        yield Problem(f"table {table}", 0, f"row {row}",
                      f"{indicator} was {was} {unit}, is {now}: more than {MOST_TIMES:g} times apart", _MEND)
    if total > _SHOWN:
        yield Problem("observations", 0, "value", f"{total - _SHOWN:,} more values are as far apart", _MEND)
