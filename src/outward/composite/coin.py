"""Index data in the layout of the R package COINr: a table of units (iData) and one of codes (iMeta)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from outward.composite.choices import Choices, Value
from outward.composite.framework import Factor, Framework, Indicator, Pillar, Variable
from outward.composite.serialisation import framework_toml
from outward.composite.specification import read_framework
from outward.composite.table import number_in
from outward.errors import InvalidInputError, Problem
from outward.vocabulary.labels import Label, same

_META: Final = ("Level", "iCode", "Parent", "Direction", "Weight", "Type")
_NUMBERED: Final = ("Level", "Direction", "Weight")
_UNIT, _UNIT_NAME, _TIME = "uCode", "uName", "Time"
_FACTORS: Final[tuple[tuple[str, tuple[Mapping[str, Value], ...]], ...]] = (
    ("treatment", tuple({"treat.max_winsorised": points} for points in (1, 2, 3, 4, 5))),
    ("normalisation", ({"normalise.method": "minmax", "normalise.low": 1.0},
                       {"normalise.method": "zscore", "normalise.mean": 10.0, "normalise.sd": 2.0})),
    ("aggregation", ({"aggregate.levels": "arithmetic"}, {"aggregate.levels": "geometric"})),
)
"""What the package's own example varies (its sensitivity analysis of the ASEM index), beside the weights."""

Rows = Sequence[tuple[int, Mapping[str, str]]]  # line of the file, cells by header


@dataclass(frozen=True, slots=True)
class CoinTables:
    """A framework and the rows of its data, as ``read_data`` takes them."""

    framework: Framework
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_coin(units: Rows, codes: Rows, *, units_file: str = "iData", codes_file: str = "iMeta") -> CoinTables:
    """Read both tables of a COINr index.

    Gaps are to be filled by the mean of the group, of the coarsest grouping (whose means rest on the most units), where
    there is one, and by the column's mean where there is none.

    Parameters
    ----------
    units, codes : sequence of (int, mapping)
        Rows of iData and iMeta, with the line on which each stands.
    units_file, codes_file : str
        Their names in errors.

    Returns
    -------
    CoinTables
        Numbers are left as they are printed.

    Raises
    ------
    InvalidInputError
        If a column is missing, a code of iMeta is no column of iData, a number is none, or the tree is not whole; each
        by file, row and column.
    """
    codes = [(line, {column: "" if cell == "NA" else cell for column, cell in row.items()}) for line, row in codes]
    problems = list(_missing_columns(units, (_UNIT,), units_file)) + list(_missing_columns(codes, _META, codes_file))
    if problems:
        raise InvalidInputError(problems, units_file)
    problems = [*_wrong_numbers(codes, codes_file), *_unknown_codes(units, codes, codes_file),
                *_wrong_cells(units, codes, units_file)]
    if problems:
        raise InvalidInputError(problems, f"{units_file} and {codes_file}")
    typed = {kind: [row for _, row in codes if row["Type"] == kind]
             for kind in ("Indicator", "Aggregate", "Group", "Denominator")}
    groupings = tuple(Variable(row["iCode"], _name(row)) for row in typed["Group"])
    tops = [row["iCode"] for row in typed["Aggregate"] if not row["Parent"]]
    framework = Framework(
        id=tops[0] if tops else "index",
        name=next((_name(row) for row in typed["Aggregate"] if not row["Parent"]), same("index")),
        indicators=tuple(map(_indicator, typed["Indicator"])),
        pillars=tuple(Pillar(row["iCode"], _name(row), row["Parent"], _number(row, "Weight", 1.0))
                      for row in sorted(typed["Aggregate"], key=lambda row: bool(row["Parent"]))),
        variables=tuple(Variable(row["iCode"], _name(row), row.get("Unit", "")) for row in typed["Denominator"]),
        groupings=groupings, choices=_choices(units, groupings),
        factors=tuple(Factor(name, alternatives) for name, alternatives in _FACTORS))
    framework = read_framework(framework_toml(framework), file=codes_file)  # finds broken trees
    return CoinTables(framework, ("unit", "name", "year", "variable", "value"),
                      tuple(_cells(units, [*framework.needed, *(grouping.code for grouping in groupings)])))


def _indicator(row: Mapping[str, str]) -> Indicator:
    return Indicator(row["iCode"], _name(row), row["Parent"], _number(row, "Weight", 1.0),
                     -1 if _number(row, "Direction", 1.0) < 0 else 1, denominator=row.get("Denominator", ""),
                     unit=row.get("Unit", ""), target=_number(row, "Target", None) if row.get("Target") else None)


def _choices(units: Rows, groupings: Sequence[Variable]) -> Choices:
    if not groupings:
        return Choices().changed({"impute.method": "mean"})
    sizes = {grouping.code: len({row.get(grouping.code, "") for _, row in units}) for grouping in groupings}
    coarsest = min((grouping.code for grouping in groupings), key=lambda code: sizes[code])
    return Choices().changed({"impute.method": "group_mean", "impute.group": coarsest})


def _cells(units: Rows, codes: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, row in units:
        for code in codes:
            yield line, (row[_UNIT], row.get(_UNIT_NAME, ""), row.get(_TIME, ""), code, row.get(code, ""))


def _name(row: Mapping[str, str]) -> Label:
    return same(row.get("iName") or row["iCode"])


def _number(row: Mapping[str, str], column: str, default: float | None) -> float:
    text = row.get(column, "")
    if not text:
        assert default is not None
        return default
    return float(text)


def _missing_columns(rows: Rows, columns: Sequence[str], file: str) -> Iterator[Problem]:
    if not rows:
        yield Problem(file, 0, "", "the table has no rows", "Give a CSV file with a header and rows.")
    else:
        for column in columns:
            if column not in rows[0][1]:
                yield Problem(file, 1, column, f"there is no column {column}", "Use the column names of COINr.")


def _wrong_numbers(codes: Rows, file: str) -> Iterator[Problem]:
    for line, row in codes:
        for column in (*_NUMBERED, "Target"):
            text = row.get(column, "")
            try:
                number = float(text or "0")
            except ValueError:
                number = math.nan
            if not math.isfinite(number):
                yield Problem(file, line, column, f"{text[:60]!r} is no number", "Write a number, or leave it empty.")
            elif column == "Weight" and number < 0:
                yield Problem(file, line, column, f"the weight is {text[:60]}", "Write 0 or more.")
        if row["Type"] == "Indicator" and row["Direction"] not in ("", "1", "-1"):
            yield Problem(file, line, "Direction", f"the direction is {row['Direction']!r}", "Write 1 or -1.")


def _wrong_cells(units: Rows, codes: Rows, file: str) -> Iterator[Problem]:
    """Find cells of iData that are no numbers, and units that stand twice in a year."""
    numeric = [row["iCode"] for _, row in codes if row["Type"] in ("Indicator", "Denominator")]
    first: dict[tuple[str, str], int] = {}
    for line, row in units:
        unit = row[_UNIT], row.get(_TIME, "")
        if unit in first:
            yield Problem(file, line, _UNIT, f"{unit[0][:60]!r} stands twice, first in row {first[unit]}",
                          "Keep one of the two rows.")
        first.setdefault(unit, line)
        for code in numeric:
            if code in row and number_in(row[code]) is None:
                yield Problem(file, line, code, f"{row[code][:60]!r} is no number",
                              "Write a plain number such as 1234.5, or leave it empty.")


def _unknown_codes(units: Rows, codes: Rows, file: str) -> Iterator[Problem]:
    columns = units[0][1]
    known = {row["iCode"] for _, row in codes}
    for line, row in codes:
        if row["Type"] in ("Indicator", "Group", "Denominator") and row["iCode"] not in columns:
            yield Problem(file, line, "iCode", f"{row['iCode']!r} is no column of iData",
                          "Add the column, or drop the row.")
        for column in ("Parent", "Denominator"):
            if row.get(column) and row[column] not in known:
                yield Problem(file, line, column, f"{row[column]!r} is no code of iMeta", "Add a row for it.")
    if not any(row["Type"] == "Aggregate" and not row["Parent"] for _, row in codes):
        yield Problem(file, 0, "Parent", "no aggregate is without a parent", "Leave the index's Parent empty.")
