"""Long tables of any length, a row a value: read by DuckDB, all as text, into the engine's table ``given``.

A file of a million rows never becomes Python objects. ``longform_checks`` says what is wrong with the rows.
"""

# ruff: noqa: S608 - queries are put together from column names of our own; whatever a user gives is quoted or a parameter

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.ingest.assembly import ENUMERATION
from outward.store.query import ORIGIN, STORED, file_pattern, quoted, text
from outward.vocabulary.observations import COLUMNS, DIMENSIONS
from outward.workbooks.longsheets import column_named

REQUIRED: Final = ("indicator", "region", "unit", "value")
_DELIMITERS = ",\t;"
_HEADER_LIMIT = 1 << 16  # characters
_WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))  # .xlsx and .ods; .xls, and .xlsx with a password
_UNREADABLE = re.compile("Value with unterminated quote found|Expected Number of Columns: .*"
                         "|This file is not utf-8 encoded|Maximum line size of .* exceeded")
"""What DuckDB says of a row that it cannot read."""
_FEW = 5_000  # texts that a column may hold to be enumerated
_OFTEN_FEW = ("product", "subject", "paragraph", "note")
_TYPED = {"row": "CAST(line - 1 AS VARCHAR)", "known_on": "CAST({known_on} AS DATE)", "value_as_printed": ""}
"""Columns that are no enumeration, and what stands in them where the file has no such column."""


Known = Mapping[str, Collection[str]]
"""Texts by column."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file's rows in the engine's table ``given``, all text, ``""`` where a cell is empty.

    ``rowid`` 0 is the file's row 2, as a spreadsheet numbers it.
    """

    name: str  # the file's name, for problems
    columns: tuple[str, ...]
    coded: frozenset[str] = frozenset()  # columns that are enumerations already, and right
    texts: Known = field(default_factory=dict)  # all that stand in the other columns of codes


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a file leaves out."""

    table: str
    known_on: str  # ISO date
    source: str


def read_csv(engine: duckdb.DuckDBPyConnection, path: Path, name: str, *, codes: Known, known: Known) -> Given:
    """Read a CSV file (comma, tab or semicolon) into ``given``.

    ``codes`` are the texts that are right and spelt our way, by column. Where a file holds no others in these columns,
    as nearly every long one, they become enumerations as they are read, and need no check; else all are read as text.
    ``known`` are the texts of ``last`` (``known_texts``).

    Raises
    ------
    InvalidInputError
        If it is not UTF-8, a column is unknown, twice there or missing, or a row has other columns than the header.
    """
    columns, delimiter = _header(path, name)
    types = ", ".join(f"{text(column)}: 'VARCHAR'" for column in columns)
    source = (f"read_csv({text(file_pattern(path))}, header = true, auto_detect = false, columns = {{{types}}}, "
              f"force_not_null = [{', '.join(map(text, columns))}], delim = {text(delimiter)}, "
              "quote = '\"', escape = '\"', compression = 'none', hive_partitioning = false)")
    coded = frozenset(columns) & frozenset(codes)
    kinds = {column: _enumeration(engine, column, codes[column], known) for column in sorted(coded)}
    narrow = ", ".join(f"CAST({quoted([column])} AS {kinds[column]}) AS {quoted([column])}" if column in coded
                       else quoted([column]) for column in columns)
    try:
        engine.execute(f"CREATE TABLE given AS SELECT {narrow} FROM {source}")
        return Given(name, columns, coded)
    except (duckdb.ConversionException, duckdb.InvalidInputException):
        pass  # another text than these: a name, a slip, or the file is no text at all
    try:
        engine.execute(f"CREATE TABLE given AS SELECT * FROM {source}")
    except duckdb.InvalidInputException as error:
        raise InvalidInputError([_unreadable(error, name)], name) from error
    return Given(name, columns)


def take_frame(engine: duckdb.DuckDBPyConnection, frame: pd.DataFrame, name: str) -> Given:
    """Take a table of text, as a spreadsheet's reader gives it, into ``given``."""
    columns = tuple(str(column) for column in frame.columns)
    _check_header(columns, name)
    engine.register("frame", frame.astype("string"))
    texts = ", ".join(f"coalesce({quoted([column])}, '') AS {quoted([column])}" for column in columns)
    engine.execute(f"CREATE TABLE given AS SELECT {texts} FROM frame")
    engine.unregister("frame")
    return Given(name, columns)


def _header(path: Path, name: str) -> tuple[tuple[str, ...], str]:
    mend = "Save it as CSV in UTF-8, the first row naming the columns."
    with path.open("rb") as file:
        first = file.readline(_HEADER_LIMIT)
    if first.startswith(_WORKBOOKS):
        raise InvalidInputError([Problem(name, 0, "", "is a workbook, and its name does not end in .xlsx",
                                         "Save it as .xlsx, or as CSV in UTF-8.")], name)
    try:
        line = first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError([Problem(name, 0, "", f"is not UTF-8 at byte {error.start}", mend)], name) from error
    delimiter = max(_DELIMITERS, key=line.count)
    columns = tuple(column_named(cell) or cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), []))
    _check_header(columns, name)
    return columns, delimiter


def _check_header(columns: tuple[str, ...], name: str) -> None:
    mend = f"Name the columns {', '.join(COLUMNS)}; {', '.join(REQUIRED)} must be there."
    problems = [Problem(name, 1, column[:40], "is no column of a long table", mend)
                for column in columns if column not in COLUMNS]
    problems += [Problem(name, 1, column, "stands twice in the header", "Keep one of them.")
                 for column in sorted(set(columns)) if columns.count(column) > 1]
    problems += [Problem(name, 1, column, "is missing", mend) for column in REQUIRED if column not in columns]
    if problems:
        raise InvalidInputError(problems, name)


def _unreadable(error: duckdb.Error, name: str) -> Problem:
    said = str(error)
    line, kind = re.search(r"CSV Error on Line: (\d+)", said), _UNREADABLE.search(said)
    what = kind.group().strip(" .") if kind else "the rows cannot be told apart"
    if "utf-8" in what:
        return Problem(name, int(line.group(1)) if line else 0, "", "is not UTF-8",
                       "Save the file as 'CSV UTF-8' (a Chinese spreadsheet saves GBK otherwise).")
    return Problem(name, int(line.group(1)) if line else 0, "", what,
                   "Give every row as many columns as the header, in UTF-8; put text with commas or line breaks in "
                   "double quotes.")


def lay_incoming(engine: duckdb.DuckDBPyConnection, given: Given, defaults: Defaults, origin: str, known: Known
                 ) -> None:
    """Lay ``incoming`` and ``incoming_in_order``: ``given``, which must have been checked, with the stored columns.

    A row without a number of its own is numbered by its place in the file; ``line`` is its row in a spreadsheet.
    Columns of few texts become enumerations, and only what the file has is sorted: a million rows of these take a tenth
    of the memory of texts, and are compared, sorted and written several times as fast.
    """
    constants = {"table": defaults.table, "source": defaults.source, "status": "imported", ORIGIN: origin}
    narrow, own = ["rowid + 2 AS line"], dict[str, str]()
    for column in STORED:
        name = quoted([column])
        if column in given.columns:
            narrow.append(f"{_typed(engine, given, column, known)} AS {name}")
            own[column] = name
        elif column in _TYPED:
            own[column] = _TYPED[column].format(known_on=text(defaults.known_on))
        else:
            constant = constants.get(column, "")
            own[column] = f"CAST({text(constant)} AS {_enumeration(engine, column, {constant}, known)})"
    if "status" not in given.columns:
        kind = _enumeration(engine, "status", {"imported", "missing"}, known)
        own["status"] = f"CAST(CASE WHEN value IS NULL THEN 'missing' ELSE 'imported' END AS {kind})"
    if "value_as_printed" not in given.columns:
        narrow.append('"value" AS value_as_printed')
        own["value_as_printed"] = "value_as_printed"
    engine.execute(f"CREATE VIEW narrow AS SELECT {', '.join(narrow)} FROM given")
    order = quoted([column for column in (*DIMENSIONS, "unit", "table") if column in given.columns])
    columns = ", ".join(f"{expression} AS {quoted([column])}" for column, expression in own.items())
    for view, rows in (("incoming", "narrow"), ("incoming_in_order", f"(SELECT * FROM narrow ORDER BY {order}, line)")):
        engine.execute(f"CREATE VIEW {view} AS SELECT {columns}, line FROM {rows}")


def _typed(engine: duckdb.DuckDBPyConnection, given: Given, column: str, known: Known) -> str:
    """Write the expression by which a column of ``given`` gets its type."""
    name = quoted([column])
    if column in given.coded:
        return name
    if column == "value":
        return 'TRY_CAST("value" AS DOUBLE)'
    if column == "known_on":
        return "CAST(known_on AS DATE)"
    texts = given.texts.get(column)
    if texts is None and column in _OFTEN_FEW:
        found = engine.execute(f"SELECT DISTINCT {name} FROM given LIMIT {_FEW + 1}").fetchall()
        texts = {row[0] for row in found} if len(found) <= _FEW else None
    return name if texts is None else f"CAST({name} AS {_enumeration(engine, column, texts, known)})"


def known_texts(engine: duckdb.DuckDBPyConnection) -> Known:
    """Give the texts that ``last`` has, by column that may become an enumeration."""
    columns = [column for column in STORED if column not in (*_TYPED, "value")]
    lists = ", ".join(f"list(DISTINCT {quoted([column])})" for column in columns)
    row = engine.execute(f"SELECT {lists} FROM last").fetchall()[0]
    return {column: set(texts or ()) for column, texts in zip(columns, row, strict=True)}


def _enumeration(engine: duckdb.DuckDBPyConnection, column: str, texts: Collection[str], known: Known) -> str:
    """Make the enumeration of a column: these texts and those that ``last`` has, sorted as texts are."""
    kind = quoted([ENUMERATION + column])
    sorted_texts = sorted({*texts, *known[column]}, key=str.encode)
    engine.execute(f"CREATE OR REPLACE TYPE {kind} AS ENUM ({', '.join(map(text, sorted_texts))})")
    return kind
