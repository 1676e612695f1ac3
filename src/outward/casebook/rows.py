"""Rows of tables and claims: names become ids, texts become numbers, and what cannot is named by row and column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from outward.casebook.case import Case
from outward.casebook.definitions import Definitions
from outward.casebook.layout import COVERAGES, HEDGES, ID
from outward.casebook.sheets import ROWS_NAMED, Sheet
from outward.errors import OutwardError, Problem
from outward.vocabulary.numerals import parse_number
from outward.vocabulary.observations import BREAKS, DIMENSIONS, STATUSES
from outward.vocabulary.periods import Period
from outward.vocabulary.units import Unit

RANK: Final = "rank"
"""The unit of places in an order."""

_SOURCE_MEND: Final = ('Name the source of all numbers that name none in case.toml (source = "ID", an id of '
                       "sources.csv or the Sources sheet), or write an id into each row. A case with one source in "
                       "all needs neither.")
_PLAIN: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """What the codes of a row may be."""

    definitions: Definitions
    sources: Collection[str]
    case: Case | None

    @property
    def source(self) -> str:
        """The source of a row that names none: the one that the settings name, or the only one."""
        named = self.case.source if self.case else ""
        return named or (next(iter(self.sources)) if len(self.sources) == 1 else "")


def read_rows(sheet: Sheet, known: Known) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the rows of ``tables.csv`` or ``claims.csv``.

    Parameters
    ----------
    sheet : Sheet
        With all columns of its layout, as text.
    known : Known
        What codes may be.

    Returns
    -------
    tuple
        The same columns with ids for names, periods written one way, defaults filled in and ``value`` as float; and
        the problems found, each by row and column.
    """
    is_claims = "claim" in sheet.table
    table = sheet.table.copy()
    problems: list[Problem] = []
    for column, canonical in _canonical_texts(known, is_claims=is_claims):
        problems += _replace(sheet, table, column, canonical)
    problems += _source_problems(sheet, table)
    if not is_claims:
        table["row"] = table["row"].where(table["row"] != "", pd.Series(table.index + 1, table.index).astype(str))
    for column in ("claim",) if is_claims else ("table", "row"):
        problems += _replace(sheet, table, column, _id)
    table["value"], found = _values(sheet, table)
    problems += found
    printed = "printed" if is_claims else "value_as_printed"
    problems += _print_problems(sheet, table, printed, signed=not is_claims)
    if not is_claims:  # an empty print of a claim says that the number stands in words
        table[printed] = table[printed].where(table[printed] != "", sheet.table["value"])
    problems += _unit_problems(sheet, table, known)
    problems += _rank_problems(sheet, table)
    problems += _twice_problems(sheet, table, ["claim"] if is_claims else ["table", "row", "known_on"])
    problems += _same_quantity_problems(sheet, table, is_claims=is_claims)
    return table, problems


def _canonical_texts(known: Known, *, is_claims: bool) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Give for each column what its texts become; the function raises for a text that cannot be."""
    definitions, case = known.definitions, known.case
    yield "indicator", lambda text: definitions.indicators[text].id
    yield "region", lambda text: definitions.regions.find(text).id
    yield "partner", lambda text: definitions.regions.find(text).id if text else ""
    yield "sector", lambda text: definitions.sectors.find(text).id
    yield "unit", lambda text: definitions.units.find(text).code
    yield "period", lambda text: str(Period.parse(text))
    yield "coverage", _one_of(COVERAGES)
    yield "source", _one_of(("", *known.sources), "the ids of sources.csv", default=known.source)
    yield "status", _one_of(STATUSES, default="synthetic" if case and case.synthetic else "printed")
    if is_claims:
        yield "hedge", _one_of(HEDGES)
    else:
        yield "break_before", _one_of(BREAKS)
        yield "known_on", lambda text: _day(text or (case.known_on if case else ""))


def _one_of(allowed: Collection[str], called: str = "", *, default: str = "") -> Callable[[str], str]:
    def one_of(text: str) -> str:
        chosen = text or default
        if chosen not in allowed:
            listed = ", ".join(item for item in allowed if item)
            raise _RefusedTextError(f"{text!r} is not allowed here" if text else "the cell is empty",
                           f"Use one of {called + ': ' if called else ''}{listed}.")
        return chosen

    return one_of


class _RefusedTextError(OutwardError):
    """A text that a column cannot take."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, "case", mend)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise _RefusedTextError(f"{text!r} is not a date",
                                "Write 2017-12-31, or leave it empty for the case's date.") from None


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise _RefusedTextError(f"{text!r} is not an id" if text else "the cell is empty",
                       "Use up to 80 letters, digits, points and hyphens, no spaces or : ; , | quotation marks.")
    return text


def _replace(sheet: Sheet, table: pd.DataFrame, column: str, canonical: Callable[[str], str]) -> list[Problem]:
    """Replace the texts of a column by what they become; only distinct texts are looked at."""
    problems, becomes = [], {}
    for text in table[column].unique():
        try:
            becomes[text] = canonical(text)
        except OutwardError as error:
            problems += [sheet.problem(position, column, error.what, error.mend)
                         for position in _first(table, table[column] == text)]
    if any(text != new for text, new in becomes.items()):
        table[column] = table[column].map(lambda text: becomes.get(text, text))
    return problems


def _source_problems(sheet: Sheet, table: pd.DataFrame) -> list[Problem]:
    """Name the rows without a source once: one setting mends them all."""
    without = [int(position) for position in table.index[table["source"] == ""]]
    if not without:
        return []
    more = len(without) - 1
    rows = f", and in {more:,} row{'s' if more > 1 else ''} more" if more else ""
    return [sheet.problem(without[0], "source", f"the cell is empty{rows}", _SOURCE_MEND)]


def _values(sheet: Sheet, table: pd.DataFrame) -> tuple[pd.Series[float], list[Problem]]:
    texts = table["value"]
    values: pd.Series[float] = pd.Series(pd.to_numeric(texts, errors="coerce"), table.index, dtype=float)
    given, missing = texts != "", table["status"] == "missing"
    plain = texts.str.fullmatch(_PLAIN) & (values.abs() < math.inf)
    problems = [sheet.problem(position, "value", f"{texts[position]!r} is no plain number",
                              "Write digits and a point, without commas, units or %.")
                for position in _first(table, given & ~plain)]
    problems += [sheet.problem(position, "value", "no value", "Give a value, or the status missing.")
                 for position in _first(table, ~given & ~missing)]
    problems += [sheet.problem(position, "value", f"a value ({texts[position]}) with the status missing",
                               "Leave the value empty, or change the status.")
                 for position in _first(table, given & missing)]
    return values.where(plain), problems


def _first(table: pd.DataFrame, are: pd.Series[bool]) -> list[int]:
    """Give the positions of the first rows that ``are`` so: enough to find the others."""
    return [int(position) for position in table.index[are][:ROWS_NAMED]]


def _print_problems(sheet: Sheet, table: pd.DataFrame, column: str, *, signed: bool) -> list[Problem]:
    """Name values that are not what the printed text says; a text without a digit (a name, a dash) says nothing."""
    texts = table[column]
    doubtful = (texts != sheet.table["value"]) & texts.str.contains("[0-9０-９]") & table["value"].notna()
    problems: list[Problem] = []
    for position, text, value in table.loc[doubtful, [column, "value"]].itertuples():
        if len(problems) == ROWS_NAMED:
            break
        readings = _readings(text)
        if not readings:
            if table.at[position, "status"] != "presumed":
                problems.append(sheet.problem(position, column, f"{text!r} is no number, yet there is a value",
                                              "Set the status to presumed and say in the note how it was read."))
        elif not any(_agree(reading, value, signed=signed) for reading in readings):
            problems.append(sheet.problem(position, "value", f"value {value:.12g} where {text!r} is printed",
                                          "Copy the printed number, in the unit in which it is printed."))
    return problems


def _readings(text: str) -> list[float]:
    """Read a printed number; one in brackets is negative in accounts and a note's mark elsewhere, so both are tried."""
    readings = []
    inside = text.strip().strip("()（）")
    for candidate, sign in ((text, 1), *(((inside, 1), (inside, -1)) if inside != text.strip() else ())):
        try:
            readings.append(sign * parse_number(candidate))
        except OutwardError:
            continue
    return readings


def _agree(reading: float, value: float, *, signed: bool) -> bool:
    if not signed:
        reading, value = abs(reading), abs(value)
    return math.isclose(reading, value, rel_tol=1e-12, abs_tol=1e-12)


def _unit_problems(sheet: Sheet, table: pd.DataFrame, known: Known) -> list[Problem]:
    definitions = known.definitions
    problems = []
    for indicator, code in table[["indicator", "unit"]].drop_duplicates().itertuples(index=False):
        if indicator not in definitions.indicators or code not in definitions.units:
            continue  # named already
        expected = definitions.units[definitions.indicators[indicator].unit]
        if not fits(definitions.units[code], expected):
            problems += [sheet.problem(position, "unit", f"{code!r} is no unit of {indicator}",
                                       f"It is measured in {expected.code} or a unit of the same dimension.")
                         for position in _first(table, (table["indicator"] == indicator) & (table["unit"] == code))]
    return problems


def _rank_problems(sheet: Sheet, table: pd.DataFrame) -> list[Problem]:
    values = table["value"]
    wrong = (table["unit"] == RANK) & values.notna() & ~((values >= 1) & (values % 1 == 0))
    return [sheet.problem(position, "value", f"{values[position]:g} is no rank", "Count places from 1.")
            for position in _first(table, wrong)]


def fits(unit: Unit, expected: Unit) -> bool:
    """Whether a value in ``unit`` may be a value of an indicator that is measured in ``expected``.

    Amounts may be in any currency, and pieces of anything may be counted under their own name.
    """
    if unit.dimension == expected.dimension:
        return True
    if expected.dimension == "count:units":
        return unit.is_count
    return "money" in (kind := _without_currency(unit.dimension)) and kind == _without_currency(expected.dimension)


def _without_currency(dimension: str) -> str:
    kind, _, rest = dimension.partition(":")
    return kind + rest[3:] if kind == "money" else dimension


def _twice_problems(sheet: Sheet, table: pd.DataFrame, columns: list[str]) -> list[Problem]:
    names = [column for column in columns if column != "known_on"]
    return [sheet.problem(position, names[-1],
                          f"{':'.join(str(table.at[position, name]) for name in names)} stands twice",
                          "Give each row an id of its own.")
            for position in _first(table, table.duplicated(columns))]


def _same_quantity_problems(sheet: Sheet, table: pd.DataFrame, *, is_claims: bool) -> list[Problem]:
    """Name rows that say the same quantity again: in a table at all, among claims with another value."""
    keys = [*DIMENSIONS, "unit"] if is_claims else ["table", *DIMENSIONS, "unit", "known_on"]
    again = table.duplicated(keys)
    if is_claims:
        again &= ~table.duplicated([*keys, "value"])
    return [sheet.problem(position, "", "a row above has the same "
                          f"{', '.join(DIMENSIONS)} and unit" + (" with another value" if is_claims else ""),
                          "Delete one, or say in subject, product or partner what sets them apart.")
            for position in _first(table, again)]
