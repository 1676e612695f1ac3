"""What can be wrong with the rows of a long table: the checks of ``casebook`` and ``Observations``, column by column.

Whatever is wrong is told by its code, its first row and how often it stands there, not a million times.
"""

# ruff: noqa: S608 - queries are put together from column names of our own

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb

from outward.casebook.folder import Casebook
from outward.casebook.layout import COVERAGES
from outward.casebook.rows import RANK
from outward.errors import InvalidInputError, InvalidValueError, OutwardError, Problem, UnknownCodeError
from outward.ingest.longform import Defaults, Given, Known
from outward.ingest.spreadsheets import context_of
from outward.store.query import REVISION_KEY, checked_date, quoted
from outward.vocabulary.numerals import parse_number
from outward.vocabulary.observations import BREAKS, STATUSES
from outward.vocabulary.periods import Period
from outward.workbooks.lexicon import Lexicon

_TABLE_NAME = re.compile(r"[\w][\w.-]{0,63}")
_FREE_TEXTS = ("product", "subject", "row", "value_as_printed", "paragraph", "note")
_IS_NUMBER = 'coalesce(isfinite(TRY_CAST("value" AS DOUBLE)), false)'
_MOST_PRINTED = 100_000  # numbers written otherwise than 1234.5 that are read one by one; more are problems
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SHOWN = 20  # problems told of one column

_CONTROL = r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x{80}-\x{84}\x{86}-\x{9f}\x{fffe}\x{ffff}]"
"""What ``casebook`` refuses too, in DuckDB's patterns."""

Spelling = Callable[[str], str]
"""Gives a column's text as we spell it; raises OutwardError for a text that cannot stand there."""


def checked(engine: duckdb.DuckDBPyConnection, given: Given, casebook: Casebook, defaults: Defaults) -> Given:
    """Check the texts of ``given`` and spell them our way: names of regions, sectors and units become ids, １，２ a 12.

    Raises
    ------
    InvalidInputError
        With every problem by row and column.
    """
    given = _values_read(engine, given)
    found = [*_wrong_values(engine, given), *_wrong_ranks(engine, given)]
    texts: dict[str, Collection[str]] = {}
    for column, spelling in _spellings(casebook, defaults).items():
        if column in given.columns and column not in given.coded:
            ours, wrong = _spelt(engine, column, spelling)
            texts[column] = set(ours.values())
            found += _wrong_texts(engine, given, column, wrong)
    for column in sorted(set(_FREE_TEXTS) & set(given.columns)):
        found += _trimmed(engine, given, column)
    if found:
        raise InvalidInputError(sorted(found, key=lambda problem: problem.row), given.name)
    _fill(engine, given)
    if "status" in texts:
        texts["status"] = STATUSES
    return replace(given, texts=texts)


def _trimmed(engine: duckdb.DuckDBPyConnection, given: Given, column: str) -> Iterator[Problem]:
    """Take the blanks off a column's texts; tell those that no document can show."""
    name = quoted([column])
    engine.execute(f"UPDATE given SET {name} = trim({name}) WHERE {name} <> trim({name})")
    wrong = f"contains({name}, chr(0)) OR regexp_matches({name}, '{_CONTROL}')"
    for (line,) in engine.execute(
            f"SELECT rowid + 2 FROM given WHERE {wrong} ORDER BY rowid LIMIT {_SHOWN}").fetchall():
        yield Problem(given.name, line, column, "a control character: no document can show it",
                      "Delete it, or export the file again as CSV.")


def _fill(engine: duckdb.DuckDBPyConnection, given: Given) -> None:
    """Fill what a column leaves out in some rows."""
    if "status" in given.columns and "status" not in given.coded:
        engine.execute("UPDATE given SET status = CASE WHEN \"value\" = '' THEN 'missing' ELSE 'imported' END "
                       "WHERE status = ''")
    if "value_as_printed" in given.columns:
        engine.execute("UPDATE given SET value_as_printed = \"value\" WHERE value_as_printed = ''")
    if "row" in given.columns:
        engine.execute("UPDATE given SET \"row\" = CAST(rowid + 1 AS VARCHAR) WHERE \"row\" = ''")


def codes(casebook: Casebook) -> Known:
    """Give the texts that are right and spelt our way, by column; not all there are, but those of nearly every file.

    Examples
    --------
    >>> from outward.casebook.folder import bundled
    >>> known = codes(bundled())
    >>> "sales-value.growth" in known["indicator"], "2016Q1" in known["period"], "亿元" in known["unit"]
    (True, True, False)
    """
    bases, measures = list(casebook.indicators), casebook.indicators.measures
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    parts = ("", "H1", "H2", *(f"Q{quarter}" for quarter in range(1, 5)), *(f"M{month:02d}" for month in range(1, 13)))
    return {
        "indicator": {*bases, *(f"{base}.{measure}" for base in bases for measure in measures)},
        "region": set(casebook.regions), "sector": {"", *casebook.sectors}, "partner": {"", *casebook.regions},
        "coverage": COVERAGES, "period": {"", *(f"{year}{part}" for year in years for part in parts)},
        "unit": set(casebook.units), "status": STATUSES, "break_before": BREAKS,
    }


def _spellings(casebook: Casebook, defaults: Defaults) -> dict[str, Spelling]:
    sources = {defaults.source, *(source.id for source in casebook.sources)}
    return {
        "indicator": _filled(_indicator(casebook)),
        "region": _filled(lambda said: casebook.regions.find(said).id),
        "sector": _if_any(lambda said: casebook.sectors.find(said).id),
        "partner": _if_any(lambda said: casebook.regions.find(said).id),
        "coverage": _one_of(COVERAGES),
        "period": lambda said: str(Period.parse(said)),
        "unit": _filled(lambda said: casebook.units.find(said).code),
        "status": _one_of(("", *STATUSES)),
        "break_before": _one_of(BREAKS),
        "known_on": _if_any(lambda said: checked_date(said, "known_on"), defaults.known_on),
        "source": _if_any(_known_source(sources), defaults.source),
        "table": _if_any(lambda said: checked_table(said, casebook), defaults.table),
    }


def _indicator(casebook: Casebook) -> Spelling:
    """Read an indicator by its id, or by a name that means nothing else."""
    lexicon = Lexicon(context_of(casebook, source="", known_on=""))

    def own(said: str) -> str:
        try:
            return casebook.indicators[said].id
        except UnknownCodeError:
            meanings = lexicon.lookup(said)
            if [dimension for dimension, _ in meanings] != ["indicator"]:
                raise
            return meanings[0][1]

    return own


def _filled(spelling: Spelling) -> Spelling:
    def own(said: str) -> str:
        if not said:
            raise InvalidValueError("is empty", "", "Fill the cell.")
        return spelling(said)

    return own


def _if_any(spelling: Spelling, otherwise: str = "") -> Spelling:
    return lambda said: spelling(said) if said else otherwise


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


def _spelt(engine: duckdb.DuckDBPyConnection, column: str, spelling: Spelling
           ) -> tuple[dict[str, str], dict[str, OutwardError]]:
    """Spell a column's texts our way, each of them looked up once; give them, and those that cannot be."""
    name = quoted([column])
    ours: dict[str, str] = {}
    wrong: dict[str, OutwardError] = {}
    for (said,) in engine.execute(f"SELECT DISTINCT {name} FROM given ORDER BY ALL").fetchall():
        try:
            ours[said] = spelling(said.strip())
        except OutwardError as error:
            wrong[said] = error
    others = {said: own for said, own in ours.items() if own != said}
    if others:
        engine.execute("CREATE OR REPLACE TEMP TABLE spellings AS SELECT unnest(?) AS said, unnest(?) AS own",
                       [list(others), list(others.values())])
        engine.execute(f"UPDATE given SET {name} = own FROM spellings WHERE {name} = said")
    return ours, wrong


def _wrong_texts(engine: duckdb.DuckDBPyConnection, given: Given, column: str, wrong: Mapping[str, OutwardError]
                 ) -> Iterator[Problem]:
    where = f"FROM given WHERE {quoted([column])} = ?"
    for said, why in list(wrong.items())[:_SHOWN]:
        first, count = engine.execute(f"SELECT min(rowid), count(*) {where}", [said]).fetchall()[0]
        yield Problem(given.name, first + 2, column, why.what + _times(count), why.mend)
    if len(wrong) > _SHOWN:
        yield Problem(given.name, 0, column, f"{len(wrong) - _SHOWN} more texts are wrong", "Mend the first ones.")


def _times(count: int) -> str:
    return f", in {count:,} rows" if count > 1 else ""


def _values_read(engine: duckdb.DuckDBPyConnection, given: Given) -> Given:
    """Read the numbers that are written as statistics print them, and keep how they are written."""
    unread = engine.execute(f"""SELECT DISTINCT "value" FROM given WHERE "value" <> trim("value")
        OR "value" <> '' AND NOT {_IS_NUMBER} ORDER BY ALL LIMIT {_MOST_PRINTED}""").fetchall()
    numbers: dict[str, str] = {}
    for (said,) in unread:
        try:
            numbers[said] = repr(parse_number(said)) if said.strip() else ""
        except InvalidValueError:
            continue  # told among the problems
    if not numbers:
        return given
    columns = given.columns
    if "value_as_printed" not in columns:
        engine.execute("ALTER TABLE given ADD COLUMN value_as_printed VARCHAR DEFAULT ''")
        columns = (*columns, "value_as_printed")
    engine.execute("""UPDATE given SET value_as_printed = "value" WHERE value_as_printed = ''""")
    engine.execute("CREATE OR REPLACE TEMP TABLE numbers AS SELECT unnest(?) AS said, unnest(?) AS own",
                   [list(numbers), list(numbers.values())])
    engine.execute('UPDATE given SET "value" = own FROM numbers WHERE "value" = said')
    return replace(given, columns=columns)


def _wrong_values(engine: duckdb.DuckDBPyConnection, given: Given) -> Iterator[Problem]:
    empty = "\"value\" = ''"
    allowed = f"({empty} AND CAST(status AS VARCHAR) IN ('', 'missing'))" if "status" in given.columns else empty
    wrong = f"NOT ({allowed}) AND NOT {_IS_NUMBER}"
    total = engine.execute(f"SELECT count(*) FROM given WHERE {wrong}").fetchall()[0][0]
    for line, said in engine.execute(
            f'SELECT rowid, "value" FROM given WHERE {wrong} ORDER BY rowid LIMIT {_SHOWN}').fetchall():
        yield Problem(given.name, line + 2, "value", f"{said[:40]!r} is no number" if said else "no value",
                      "Write digits with a decimal point and no separators; leave a gap empty with status 'missing'.")
    if total > _SHOWN:
        yield Problem(given.name, 0, "value", f"{total - _SHOWN:,} more values are no numbers", "Mend the first ones.")


def _wrong_ranks(engine: duckdb.DuckDBPyConnection, given: Given) -> Iterator[Problem]:
    number = 'TRY_CAST("value" AS DOUBLE)'
    for line, said in engine.execute(
            f"""SELECT rowid, "value" FROM given WHERE CAST(unit AS VARCHAR) = '{RANK}' AND {_IS_NUMBER}
            AND NOT ({number} >= 1 AND {number} = floor({number})) ORDER BY rowid LIMIT {_SHOWN}""").fetchall():
        yield Problem(given.name, line + 2, "value", f"{said[:40]} is no rank", "Count places from 1.")


def check_cells(engine: duckdb.DuckDBPyConnection, given: Given) -> None:
    """Check that no two rows of ``incoming`` give the same quantity, or have the same number, as known on one day.

    Raises
    ------
    InvalidInputError
        With the first rows that do.
    """
    found = _rows_twice(engine, given, (*REVISION_KEY, "known_on"), "gives the same quantity as row {}",
                        "Keep one of them, or say by known_on which revises which.")
    if "row" in given.columns:
        found += _rows_twice(engine, given, ("table", "row", "known_on"), "has the number of row {}",
                             "Number the rows of a table apart, or leave the column out.")
    if found:
        raise InvalidInputError(found, given.name)


def _rows_twice(engine: duckdb.DuckDBPyConnection, given: Given, columns: Sequence[str], what: str, mend: str
                ) -> list[Problem]:
    if not engine.execute(
            f"SELECT 1 FROM incoming GROUP BY {quoted(columns)} HAVING count(*) > 1 LIMIT 1").fetchall():
        return []  # as nearly always: the lines of the rows are looked up only where there are any
    found = engine.execute(
        f"SELECT line, first_line FROM (SELECT line, min(line) OVER (PARTITION BY {quoted(columns)}) AS first_line "
        f"FROM incoming) WHERE line > first_line ORDER BY line LIMIT {_SHOWN}").fetchall()
    return [Problem(given.name, line, "", what.format(first), mend) for line, first in found]
