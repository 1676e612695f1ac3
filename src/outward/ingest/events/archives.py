"""Archives of many events in Parquet, counted in one pass: codes are sorted into kinds by joins on small tables."""

# ruff: noqa: S608 - queries are put together from names of columns that are quoted; whatever a user gives is a parameter

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from outward.errors import InvalidInputError, Problem, UnknownCodeError
from outward.ingest.events.reading import FileCount, lay_mapping
from outward.risk.counts import LATE_DAYS, spans
from outward.risk.event_kinds import event_kinds, kind_of
from outward.sources.gdelt import gec_countries
from outward.store.query import parquet
from outward.vocabulary.regions import regions

_NAMES: Final = {
    "event": ("sqldate", "event_day", "date", "day"),
    "added": ("dateadded", "added"),
    "country": ("actiongeo_countrycode", "country", "iso3"),
    "code": ("eventcode", "eventbasecode", "kind"),
    "mentions": ("nummentions", "mentions"),
    "sources": ("numsources", "sources"),
}
"""Columns of an archive, by what they mean: as GDELT names them, or as we do."""

_WHOLE: Final = ("BIGINT", "INTEGER", "UBIGINT", "UINTEGER")


def archive_rows(engine: duckdb.DuckDBPyConnection, file: Path, sha256: str) -> FileCount:
    """Lay ``counted``: the counts of an archive.

    A row counts for the day on which it was added where the archive says it, else for the event's. Rows are taken as
    distinct events: no repeats are looked for, and no titles are kept.

    Raises
    ------
    InvalidInputError
        If it is no archive of events.
    """
    source = parquet(file)
    try:
        types = {str(row[0]): str(row[1]) for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        columns = _columns(types, file.name)
        for table, known in (("countries", _countries()), ("codes", _codes())):
            lay_mapping(engine, table, known)
        _lay_calendar(engine)
        rows = int(engine.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0])
        _count(engine, source, columns, types)
    except duckdb.Error as error:
        raise InvalidInputError([Problem(file.name, 0, "", f"cannot be read: {str(error).splitlines()[0][:200]}",
                                         "Give Parquet with a date, a country, a code and numbers.")],
                                file.name) from error
    taken = int(engine.execute("SELECT coalesce(sum(events), 0) FROM counted").fetchall()[0][0])
    if not taken:
        mend = "Dates are 20240501 or dates, countries GEC or alpha-3, codes CAMEO's or kinds."
        raise InvalidInputError([Problem(file.name, 0, "", f"none of its {rows:,} rows can be taken", mend)], file.name)
    days = spans(row[0] for row in engine.execute("SELECT DISTINCT day FROM counted").fetchall())
    return FileCount(file.name, sha256, "archive", rows, taken, unsorted=rows - taken, days=days)


def _columns(types: dict[str, str], name: str) -> dict[str, str]:
    lower = {column.lower(): column for column in types}
    found = {meaning: next((lower[each] for each in names if each in lower), "") for meaning, names in _NAMES.items()}
    if missing := [meaning for meaning in ("event", "country", "code") if not found[meaning]]:
        raise InvalidInputError([Problem(name, 0, "", f"has no column of {meaning}",
                                         f"Call it one of {', '.join(_NAMES[meaning])}.") for meaning in missing], name)
    return found


def _countries() -> dict[str, str]:
    return {**gec_countries(), **{region.iso3: region.iso3 for region in regions().values() if region.iso3}}


def _codes() -> dict[str, str]:
    """All codes that CAMEO can have, and the kinds by their own names."""
    found = {kind: kind for kind in event_kinds()}
    for root in range(1, 21):
        for rest in ("", *map(str, range(10)), *(f"{number:02}" for number in range(100))):
            try:
                found[f"{root:02}{rest}"] = kind_of(f"{root:02}{rest}", "cameo")
            except UnknownCodeError:
                continue
    return found


def _lay_calendar(engine: duckdb.DuckDBPyConnection) -> None:
    """Lay the days since 1970 by the number that archives write them as: joining costs less than computing by row."""
    engine.execute("CREATE OR REPLACE TEMP TABLE calendar AS "
                   "SELECT day, CAST(strftime(day, '%Y%m%d') AS INTEGER) AS number FROM (SELECT CAST(unnest("
                   "generate_series(DATE '1970-01-01', DATE '2099-12-31', INTERVAL 1 DAY)) AS DATE) AS day)")


def _key(column: str, kind: str) -> str:
    """Write the day's number of a column that holds dates, 20240501, or 20240501123000, as number or text."""
    name = f'source."{column.replace(chr(34), chr(34) * 2)}"'
    if kind in _WHOLE:
        return f"CASE WHEN {name} > 99999999 THEN {name} // 1000000 ELSE {name} END"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"CAST({name} AS DATE)"
    return f"TRY_CAST(left(replace({name}, '-', ''), 8) AS INTEGER)"


def _count(engine: duckdb.DuckDBPyConnection, source: str, columns: dict[str, str], types: dict[str, str]) -> None:
    def joined(alias: str, column: str) -> str:
        key = _key(column, types[column])
        by = "day" if types[column] == "DATE" or types[column].startswith("TIMESTAMP") else "number"
        return f"JOIN calendar {alias} ON {alias}.{by} = {key}"

    def amount(meaning: str) -> str:
        column = columns[meaning].replace('"', '""')
        return f'greatest(coalesce(sum(TRY_CAST(source."{column}" AS BIGINT)), 0), 0)' if column else "count(*)"

    is_told = bool(columns["added"])
    days = joined("counts_for", columns["added"] or columns["event"])
    late = f"{joined('of_event', columns['event'])} " if is_told else ""
    news = f"WHERE counts_for.day - of_event.day BETWEEN 0 AND {LATE_DAYS}" if is_told else ""
    country, code = (columns[each].replace('"', '""') for each in ("country", "code"))
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE counted AS
        SELECT counts_for.day, countries.meant AS country, codes.meant AS kind, CAST(count(*) AS BIGINT) AS events,
               CAST({amount('mentions')} AS BIGINT) AS mentions, CAST({amount('sources')} AS BIGINT) AS sources,
               CAST(0 AS BIGINT) AS "foreign", CAST(0 AS BIGINT) AS located
        FROM {source} AS source JOIN countries ON countries.given = source."{country}"
             JOIN codes ON codes.given = source."{code}" {days} {late}{news}
        GROUP BY ALL""")
