"""What can be wrong with the rows of a long table: the checks of ``casebook`` and ``Observations``, column by column.

Whatever is wrong is told by its code, its first row and how often it stands there, not a million times.
"""

# ruff: noqa: S608 - queries are put together from column names of our own

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import duckdb

from outward.casebook.folder import Casebook
from outward.casebook.layout import COVERAGES
from outward.errors import InvalidInputError, InvalidValueError, OutwardError, Problem, UnknownCodeError
from outward.ingest.longform import Given
from outward.store.query import REVISION_KEY, checked_date, quoted
from outward.vocabulary.numerals import parse_number
from outward.vocabulary.observations import BREAKS, STATUSES
from outward.vocabulary.periods import Period

_TABLE_NAME = re.compile(r"[\w][\w.-]{0,63}")
_SHOWN = 20  # problems told of one column

Spelling = Callable[[str], str]
"""Gives a column's text as we spell it; raises OutwardError for a text that cannot stand there."""


def checked(engine: duckdb.DuckDBPyConnection, given: Given, casebook: Casebook, *, own_source: str = "") -> Given:
    """Check the rows of ``given`` and spell them our way: names of regions, sectors and units become ids, １，２ a 12.

    Raises
    ------
    InvalidInputError
        With every problem by row and column.
    """
    given = _values_read(engine, given)
    found: list[Problem] = []
    for column, spelling in _spellings(casebook, own_source).items():
        if column in given.columns:
            found += _spelt(engine, given, column, spelling)
    found += _wrong_values(engine, given)
    found += _cells_twice(engine, given)
    if found:
        raise InvalidInputError(sorted(found, key=lambda problem: problem.row), given.name)
    return given


def _spellings(casebook: Casebook, own_source: str) -> dict[str, Spelling]:
    return {
        "indicator": _filled(lambda said: casebook.indicators[said].id),
        "region": _filled(lambda said: casebook.regions.find(said).id),
        "sector": _if_any(lambda said: casebook.sectors.find(said).id),
        "partner": _if_any(lambda said: casebook.regions.find(said).id),
        "coverage": _one_of(COVERAGES),
        "period": lambda said: str(Period.parse(said)),
        "unit": _filled(lambda said: casebook.units.find(said).code),
        "status": _one_of(("", *STATUSES)),
        "break_before": _one_of(BREAKS),
        "known_on": _if_any(lambda said: checked_date(said, "known_on")),
        "source": _if_any(_known_source({own_source, *(source.id for source in casebook.sources)})),
        "table": _if_any(lambda said: checked_table(said, casebook)),
    }


def _filled(spelling: Spelling) -> Spelling:
    def own(said: str) -> str:
        if not said:
            raise InvalidValueError("is empty", "", "Fill the cell.")
        return spelling(said)

    return own


def _if_any(spelling: Spelling) -> Spelling:
    return lambda said: spelling(said) if said else ""


def _one_of(allowed: tuple[str, ...]) -> Spelling:
    def own(said: str) -> str:
        if said not in allowed:
            raise InvalidValueError(f"{said[:40]!r} is not allowed", "",
                                    f"Use one of {', '.join(each for each in allowed if each)}, or nothing.")
        return said

    return own


def _known_source(known: set[str]) -> Spelling:
    def own(said: str) -> str:
        if said not in known:
            raise UnknownCodeError(
                f"source {said[:40]!r} is not in the case's sources", "",
                "Name it in sources.csv and load the case, or leave the column out: the file is then the source.")
        return said

    return own


def checked_table(name: str, casebook: Casebook) -> str:
    """Give the name of a table that may be imported back, or raise InvalidValueError."""
    if not _TABLE_NAME.fullmatch(name):
        raise InvalidValueError(f"table name {name[:80]!r}", "tables", "Use at most 64 letters, digits, - and _.")
    if name == "claims" or name.split(".")[0] in casebook.registers:
        raise InvalidValueError(f"table {name!r} belongs to the case's files", "tables",
                                "Give another name by --table, or change the case's files.")
    return name


def _spelt(engine: duckdb.DuckDBPyConnection, given: Given, column: str, spelling: Spelling) -> Iterator[Problem]:
    """Spell a column's texts our way, each of them looked up once; tell those that cannot be."""
    name = quoted([column])
    ours: dict[str, str] = {}
    wrong: dict[str, OutwardError] = {}
    for (said,) in engine.execute(f"SELECT DISTINCT {name} FROM given ORDER BY ALL").fetchall():
        try:
            ours[said] = spelling(said)
        except OutwardError as error:
            wrong[said] = error
    for said, own in ours.items():
        if own != said:
            engine.execute(f"UPDATE given SET {name} = ? WHERE {name} = ?", [own, said])
    for said, why in list(wrong.items())[:_SHOWN]:
        first, count = engine.execute(f"SELECT min(rowid), count(*) FROM given WHERE {name} = ?", [said]).fetchall()[0]
        yield Problem(given.name, first + 2, column, why.what + _times(count), why.mend)
    if len(wrong) > _SHOWN:
        yield Problem(given.name, 0, column, f"{len(wrong) - _SHOWN} more texts are wrong", "Mend the first ones.")


def _times(count: int) -> str:
    return f", in {count:,} rows" if count > 1 else ""


def _values_read(engine: duckdb.DuckDBPyConnection, given: Given) -> Given:
    """Read the numbers that are written as statistics print them, and keep how they are written."""
    numbers = []
    for (said,) in engine.execute("""SELECT DISTINCT "value" FROM given WHERE "value" <> ''
                                     AND TRY_CAST("value" AS DOUBLE) IS NULL ORDER BY ALL LIMIT 10000""").fetchall():
        try:
            numbers.append((repr(parse_number(said)), said))
        except InvalidValueError:
            continue  # told among the problems
    if not numbers:
        return given
    columns = given.columns
    if "value_as_printed" not in columns:
        engine.execute('ALTER TABLE given ADD COLUMN value_as_printed VARCHAR')
        columns = (*columns, "value_as_printed")
    engine.execute("""UPDATE given SET value_as_printed = "value" WHERE coalesce(value_as_printed, '') = ''""")
    engine.executemany('UPDATE given SET "value" = ? WHERE "value" = ?', numbers)
    return Given(given.name, columns)


def _wrong_values(engine: duckdb.DuckDBPyConnection, given: Given) -> Iterator[Problem]:
    number = 'TRY_CAST("value" AS DOUBLE)'
    empty = "\"value\" = ''"
    allowed = f"({empty} AND status IN ('', 'missing'))" if "status" in given.columns else empty
    wrong = f"NOT ({allowed}) AND NOT coalesce(isfinite({number}), false)"
    total = engine.execute(f"SELECT count(*) FROM given WHERE {wrong}").fetchall()[0][0]
    for line, said in engine.execute(
            f'SELECT rowid, "value" FROM given WHERE {wrong} ORDER BY rowid LIMIT {_SHOWN}').fetchall():
        yield Problem(given.name, line + 2, "value", f"{said[:40]!r} is no number" if said else "no value",
                      "Write digits with a decimal point and no separators; leave a gap empty with status 'missing'.")
    if total > _SHOWN:
        yield Problem(given.name, 0, "value", f"{total - _SHOWN:,} more values are no numbers", "Mend the first ones.")


def _cells_twice(engine: duckdb.DuckDBPyConnection, given: Given) -> Iterator[Problem]:
    """Find rows that give the same quantity as known on the same day, or the same row number."""
    quantity = [column for column in (*REVISION_KEY, "known_on") if column in given.columns]
    yield from _rows_twice(engine, given, quantity, "", "gives the same quantity as row {}",
                           "Keep one of them, or say by known_on which revises which.")
    if "row" in given.columns:
        cell = [column for column in ("table", "row", "known_on") if column in given.columns]
        yield from _rows_twice(engine, given, cell, "\"row\" <> ''", "has the number of row {}",
                               "Number the rows of a table apart, or leave the column out.")


def _rows_twice(engine: duckdb.DuckDBPyConnection, given: Given, columns: Sequence[str], among: str, what: str,
                mend: str) -> Iterator[Problem]:
    where = f" WHERE {among}" if among else ""
    grouped = f"FROM (SELECT hash({quoted(columns)}) AS mark FROM given{where}) GROUP BY mark HAVING count(*) > 1"
    if not engine.execute(f"SELECT 1 {grouped} LIMIT 1").fetchall():
        return
    found = engine.execute(
        f"SELECT rowid, first_row FROM (SELECT rowid, min(rowid) OVER (PARTITION BY {quoted(columns)}) AS first_row "
        f"FROM given{where}) WHERE rowid > first_row ORDER BY rowid LIMIT {_SHOWN}").fetchall()
    for line, first in found:
        yield Problem(given.name, line + 2, "", what.format(first + 2), mend)
