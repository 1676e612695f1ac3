"""Reading a file of events into DuckDB: each row once, as ours, with what could not be taken counted and told."""

# ruff: noqa: S608 - queries are put together from expressions and names of our own; whatever a user gives is a parameter

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from outward.errors import InvalidInputError, Problem, UnknownCodeError
from outward.risk.counts import LATE_DAYS, spans
from outward.risk.event_kinds import event_kinds, kind_of
from outward.sources.event_layout import CodeScheme, EventLayout, outlet_countries
from outward.sources.gdelt import gec_countries
from outward.store.query import file_pattern, text
from outward.vocabulary.regions import regions

_FEW: Final = 3_000  # names of countries, or codes, that a file may hold
_SHOWN: Final = 20
_UNREADABLE_SHARE: Final = 0.05  # of lines, above which a file is refused
_LONGEST_LINE: Final = 4 << 20
_SHOWN_PER_CELL: Final = 8  # rows of a country, day and kind whose title and address are kept


FIRST_OF_ID: Final = ("row_number() OVER (PARTITION BY id ORDER BY revised DESC, kind = '', mentions DESC, signature, "
                     "day, country, kind, url) = 1")
"""Of rows with one number the newest counts; of equals always the same one, in whatever order they came."""

_OFFSETS: Final = {"gdelt-1": "0", "gdelt-2": "4611686018427387904"}
"""Layouts whose rows have numbers of their own, each counted apart; hashing them takes longer than reading them."""

REVISED: Final = frozenset({"acled"})
"""Layouts whose rows are revised later, so that even their day may change."""


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of a file."""

    name: str
    sha256: str
    layout: str
    rows: int
    taken: int
    unreadable: int = 0  # lines without the right number of columns, or no UTF-8
    undated: int = 0
    late: int = 0  # added more than a week after the event they tell of, or before it
    unplaced: int = 0  # no country, or one that nobody knows
    unsorted: int = 0  # an event code that belongs to no kind
    days: tuple[tuple[date, date], ...] = ()  # spans that the file covers
    was_known: bool = False  # counted before: nothing was done


def lay_rows(engine: duckdb.DuckDBPyConnection, file: Path, layout: EventLayout, name: str, sha256: str) -> FileCount:
    """Lay a file's rows into ``incoming`` (columns of a part).

    Raises
    ------
    InvalidInputError
        If too many lines cannot be read, no row can be taken, or a row of the user's own file is wrong.
    """
    unreadable = _lay_raw(engine, file, layout, name)
    for table, known in (("countries", _countries(engine, layout, name)), ("codes", _codes(engine, layout, name)),
                         ("outlets", outlet_countries())):
        lay_mapping(engine, table, known)
    joined = ("raw LEFT JOIN countries ON raw.country = countries.given LEFT JOIN codes ON raw.code = codes.given "
              "LEFT JOIN outlets ON raw.outlet = outlets.given")
    reasons = {
        "undated": "raw.day IS NULL OR raw.event_day IS NULL",
        "late": f"raw.day - raw.event_day NOT BETWEEN 0 AND {LATE_DAYS}",
        "unplaced": "countries.meant IS NULL",
        "unsorted": "codes.meant IS NULL",
    }
    fate = " ".join(f"WHEN {condition} THEN '{reason}'" for reason, condition in reasons.items())
    if layout.is_own:
        _refuse_wrong(engine, f"SELECT raw.rowid + 2 AS line, CASE {fate} END AS fate, date, country, code "
                              f"FROM {joined} WHERE CASE {fate} END IS NOT NULL ORDER BY line LIMIT {_SHOWN}", name)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE sorted AS SELECT raw.*, countries.meant AS place, "
                   f"codes.meant AS kind, outlets.meant AS home, coalesce(CASE {fate} END, 'taken') AS fate "
                   f"FROM {joined}")
    told: dict[str, int] = dict(engine.execute("SELECT fate, count(*) FROM sorted GROUP BY ALL").fetchall())
    rows = sum(told.values()) + unreadable
    if not told.get("taken"):
        raise InvalidInputError([Problem(name, 0, "", f"none of its {rows:,} rows can be taken: {_reasons(told)}",
                                         "Give an event file in one of the formats that the how-to names.")], name)
    _lay_incoming(engine, layout)
    return FileCount(name, sha256, layout.name, rows, told["taken"], unreadable, told.get("undated", 0),
                     told.get("late", 0), told.get("unplaced", 0), told.get("unsorted", 0), _covered(engine, layout))


def lay_mapping(engine: duckdb.DuckDBPyConnection, table: str, known: Mapping[str, str]) -> None:
    """Lay a table of ``given, meant``, each of its texts once."""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} (given VARCHAR, meant VARCHAR)")
    if known:
        engine.execute(f"INSERT INTO {table} SELECT unnest($1), unnest($2)", [list(known), list(known.values())])


def _lay_raw(engine: duckdb.DuckDBPyConnection, file: Path, layout: EventLayout, name: str) -> int:
    """Lay ``raw``: a file's rows by our fields; give how many lines could not be read."""
    types = ", ".join(f"{text(column)}: 'VARCHAR'" for column in layout.columns)
    quoting = "quote = '\"', escape = '\"'" if layout.is_quoted else "quote = '', escape = ''"
    lenient = "" if layout.is_own else "ignore_errors = true, store_rejects = true, "
    empty = f"force_not_null = [{', '.join(map(text, layout.columns))}], " if layout.is_quoted else ""
    source = (f"read_csv({text(file_pattern(file))}, header = {str(layout.has_header).lower()}, auto_detect = false, "
              f"columns = {{{types}}}, delim = {text(layout.delimiter)}, {quoting}, {lenient}{empty}"
              f"max_line_size = {_LONGEST_LINE}, strict_mode = {str(layout.is_own).lower()}, compression = 'none')")
    fields = ", ".join(f"{expression} AS {field}" for field, expression in layout.picks.items())
    more = ", date" if layout.is_own else ""
    for table in ("reject_errors", "reject_scans"):
        engine.execute(f"DROP TABLE IF EXISTS {table}")
    try:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT {fields}{more} FROM {source}")
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        line = re.search(r"CSV Error on Line: (\d+)", str(error))
        raise InvalidInputError([Problem(name, int(line.group(1)) if line else 0, "", "cannot be read as a row",
                                         "Give every row as many columns as the header, in UTF-8; put text with commas "
                                         "or line breaks in double quotes.")], name) from error
    unreadable = 0
    if not layout.is_own:
        unreadable, first = engine.execute("SELECT count(DISTINCT line), min(line) FROM reject_errors").fetchall()[0]
        rows = engine.execute("SELECT count(*) FROM raw").fetchall()[0][0]
        if unreadable > _UNREADABLE_SHARE * (rows + unreadable):
            raise InvalidInputError([Problem(name, first or 0, "", f"{unreadable:,} of its {rows + unreadable:,} lines "
                                             f"cannot be read as {layout.name}", "Load the file anew.")], name)
    return int(unreadable)


def _countries(engine: duckdb.DuckDBPyConnection, layout: EventLayout, name: str) -> Mapping[str, str]:
    return gec_countries() if layout.countries == "gec" else _meant(engine, "country", _country, name)


def _country(given: str) -> str:
    return regions().find(given).iso3


def _codes(engine: duckdb.DuckDBPyConnection, layout: EventLayout, name: str) -> Mapping[str, str]:
    scheme: CodeScheme = layout.codes
    return _meant(engine, "code", lambda code: _own_kind(code) if scheme == "kind" else kind_of(code, scheme), name)


def _own_kind(given: str) -> str:
    found = given.strip().lower()
    return found if found in event_kinds() else kind_of(given if given.isdigit() else "", "cameo")


def _meant(engine: duckdb.DuckDBPyConnection, column: str, read: Callable[[str], str], name: str) -> dict[str, str]:
    """Give what each text of a column means, of those that mean anything."""
    given = [row[0] for row in engine.execute(f"SELECT DISTINCT {column} FROM raw WHERE {column} IS NOT NULL "
                                              f"LIMIT {_FEW + 1}").fetchall()]
    if len(given) > _FEW:
        raise InvalidInputError([Problem(name, 0, column, f"holds more than {_FEW:,} different texts",
                                         "The columns seem to be mixed up: load the file anew.")], name)
    found = {}
    for each in given:
        try:
            if meaning := read(each):
                found[each] = meaning
        except UnknownCodeError:
            continue  # the rows are counted as unplaced or unsorted
    return found


def _refuse_wrong(engine: duckdb.DuckDBPyConnection, query: str, name: str) -> None:
    columns = {"undated": "date", "late": "date", "unplaced": "country", "unsorted": "kind"}
    mends = {"date": "Write 2024-05-01 or 2024-05-01T14:30.", "country": "Use a code or name of a country.",
             "kind": f"Use one of {', '.join(event_kinds())}, or a CAMEO code."}
    problems = []
    for line, fate, day, country, code in engine.execute(query).fetchall():
        column = columns[fate]
        given = {"date": day, "country": country, "kind": code}[column]
        problems.append(Problem(name, line, column, f"{str(given)[:60]!r} is not known", mends[column]))
    if problems:
        raise InvalidInputError(problems, name)


def _lay_incoming(engine: duckdb.DuckDBPyConnection, layout: EventLayout) -> None:
    """Lay ``incoming``; of rows that are mentioned most it has title and address, of the rest only what counts."""
    identity = ("CASE WHEN coalesce(row_id, '') <> '' THEN row_id ELSE "
                "concat_ws('|', signature, added, title, url) END")
    whole = "least(greatest(coalesce(TRY_CAST({} AS BIGINT), 1), 0), 1000000000)"
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE narrow AS
        SELECT coalesce(TRY_CAST(row_id AS UBIGINT) + {_OFFSETS.get(layout.name, 'NULL')},
                        md5_number_lower({text(layout.name)} || {identity})) AS id,
               md5_number_lower(signature) AS signature, day, added, place AS country, kind,
               {whole.format('mentions')} AS mentions, {whole.format('sources')} AS sources,
               coalesce(TRY_CAST(revised AS BIGINT), 0) AS revised,
               CASE WHEN outlet = '=' OR home = place THEN 'home' WHEN outlet = '?' OR home <> place THEN 'foreign'
               ELSE '' END AS outlet, left(coalesce(title, ''), 300) AS title, left(coalesce(url, ''), 2000) AS url
        FROM sorted WHERE fate = 'taken'""")
    shown = ("id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY day, country, kind "
             f"ORDER BY mentions DESC, id) AS place FROM narrow) WHERE place <= {_SHOWN_PER_CELL})")
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE incoming AS
        SELECT * EXCLUDE (title, url), CASE WHEN {shown} THEN title ELSE '' END AS title,
               CASE WHEN {shown} THEN url ELSE '' END AS url
        FROM narrow""")


def _covered(engine: duckdb.DuckDBPyConnection, layout: EventLayout) -> tuple[tuple[date, date], ...]:
    if layout.is_span:
        first, last = engine.execute("SELECT min(day), max(day) FROM sorted WHERE fate = 'taken'").fetchall()[0]
        return ((first, last),)
    return spans(row[0] for row in engine.execute("SELECT DISTINCT day FROM incoming ORDER BY day").fetchall())


def _reasons(told: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in sorted(told.items())) or "there are none"
