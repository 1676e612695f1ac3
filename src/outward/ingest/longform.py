"""Long tables of any length, a row a value: read by DuckDB, all as text, into the engine's table ``given``.

A file of a million rows never becomes Python objects. ``longform_checks`` says what is wrong with the rows.
"""

# ruff: noqa: S608 - queries are put together from column names of our own; whatever a user gives is quoted or a parameter

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.store.query import ORIGIN, file_pattern, quoted, text
from outward.vocabulary.observations import COLUMNS

REQUIRED: Final = ("indicator", "region", "unit", "value")
_DELIMITERS = ",\t;"
_HEADER_LIMIT = 1 << 16  # characters


@dataclass(frozen=True, slots=True)
class Given:
    """A file's rows in the engine's table ``given``: trimmed text, ``""`` where a cell is empty.

    ``rowid`` 0 is the file's row 2, as a spreadsheet numbers it.
    """

    name: str  # the file's name, for problems
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a file leaves out."""

    table: str
    known_on: str  # ISO date
    source: str


def read_csv(engine: duckdb.DuckDBPyConnection, path: Path, name: str) -> Given:
    """Read a CSV file (comma, tab or semicolon) into ``given``.

    Raises
    ------
    InvalidInputError
        If it is not UTF-8, a column is unknown, twice there or missing, or a row has other columns than the header.
    """
    columns, delimiter = _header(path, name)
    types = ", ".join(f"{text(column)}: 'VARCHAR'" for column in columns)
    source = (f"read_csv({text(file_pattern(path))}, header = true, auto_detect = false, columns = {{{types}}}, "
              f"delim = {text(delimiter)}, quote = '\"', escape = '\"', compression = 'none', "
              "hive_partitioning = false)")
    try:
        engine.execute(f"CREATE TABLE given AS SELECT {_trimmed(columns)} FROM {source}")
    except duckdb.InvalidInputException as error:
        raise InvalidInputError([_unreadable(error, name)], name) from error
    return Given(name, columns)


def take_frame(engine: duckdb.DuckDBPyConnection, frame: pd.DataFrame, name: str) -> Given:
    """Take a table of text, as a spreadsheet's reader gives it, into ``given``."""
    columns = tuple(str(column) for column in frame.columns)
    _check_header(columns, name)
    engine.register("frame", frame.astype("string"))
    engine.execute(f"CREATE TABLE given AS SELECT {_trimmed(columns)} FROM frame")
    engine.unregister("frame")
    return Given(name, columns)


def _trimmed(columns: tuple[str, ...]) -> str:
    return ", ".join(f"coalesce(trim({quoted([column])}), '') AS {quoted([column])}" for column in columns)


def _header(path: Path, name: str) -> tuple[tuple[str, ...], str]:
    mend = "Save it as CSV in UTF-8, the first row naming the columns."
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(_HEADER_LIMIT)
    except UnicodeDecodeError as error:
        raise InvalidInputError([Problem(name, 0, "", f"is not UTF-8 at byte {error.start}", mend)], name) from error
    delimiter = max(_DELIMITERS, key=line.count)
    columns = tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), []))
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
    line = re.search(r"Line: (\d+)", said)
    kind = re.search(r"CSV Error on Line: \d+\n(?:Original Line:.*\n)?(.*)", said)
    what = kind.group(1).strip() if kind else said.splitlines()[0]
    return Problem(name, int(line.group(1)) if line else 0, "", what,
                   "Give every row as many columns as the header, in UTF-8; put text with commas or line breaks in "
                   "double quotes.")


def completed(given: Given, defaults: Defaults, origin: str) -> str:
    """Write the query that completes ``given`` to the stored columns and ``line``; its rows must have been checked.

    ``known_on`` becomes a date and ``value`` a number; a row without a number of its own is numbered by its place in
    the file.
    """
    has = set(given.columns)
    own = {column: quoted([column]) if column in has else "''" for column in COLUMNS}
    for column, default in (("table", defaults.table), ("known_on", defaults.known_on), ("source", defaults.source)):
        own[column] = _or(own[column], text(default)) if column in has else text(default)
    own["known_on"] = f"CAST({own['known_on']} AS DATE)"
    own["row"] = _or(own["row"], "CAST(rowid + 1 AS VARCHAR)")
    own["value_as_printed"] = _or(own["value_as_printed"], '"value"')
    own["status"] = _or(own["status"], "CASE WHEN \"value\" = '' THEN 'missing' ELSE 'imported' END")
    own["value"] = 'TRY_CAST("value" AS DOUBLE)'
    columns = ", ".join(f"{expression} AS {quoted([column])}" for column, expression in own.items())
    return f"SELECT {columns}, {text(origin)} AS {ORIGIN}, rowid + 2 AS line FROM given"


def _or(expression: str, default: str) -> str:
    return f"coalesce(nullif({expression}, ''), {default})"
