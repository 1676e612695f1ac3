"""The vocabulary of a case: the package's definitions and the case's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

from outward.casebook.sheets import Sheet
from outward.errors import OutwardError, Problem
from outward.vocabulary.indicators import Direction, IndicatorKind, Indicators, indicators, read_indicators
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import Regions, regions
from outward.vocabulary.sectors import Sectors, sectors
from outward.vocabulary.units import Units, units

Known = TypeVar("Known", Regions, Sectors, Units)


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the codes of a case's rows may be."""

    indicators: Indicators
    sectors: Sectors
    regions: Regions
    units: Units
    labels: Mapping[str, Label]  # names of subjects and products, by code


def read_definitions(sheets: Mapping[str, Sheet]) -> tuple[Definitions, list[Problem]]:
    """Add a case's definitions to the package's."""
    problems: list[Problem] = []
    known_units = _extended(units(), sheets.get("units.csv"), problems)
    problems += _no_units_of_its_own(sheets.get("units.csv"))
    definitions = Definitions(
        _indicators(sheets.get("indicators.csv"), known_units, problems),
        _extended(sectors(), sheets.get("sectors.csv"), problems),
        _extended(regions(), sheets.get("regions.csv"), problems),
        known_units,
        _labels(sheets.get("labels.csv"), problems),
    )
    return definitions, problems


def _no_units_of_its_own(sheet: Sheet | None) -> list[Problem]:
    """Refuse units that no report could write: its words and measures know the package's units only."""
    if sheet is None or not len(sheet.table):
        return []
    return [Problem("units.csv", 0, "", "a case cannot have units of its own yet: a report could not write them",
                    "Use a unit of the package (src/outward/vocabulary/data/units.csv), converting the values.")]


def _extended(known: Known, sheet: Sheet | None, problems: list[Problem]) -> Known:
    if sheet is None:
        return known
    problems += _twice(sheet, str(sheet.table.columns[0]))
    rows = _accepted(sheet, lambda row: known.with_added([row]), problems)
    return known.with_added(rows)


def _accepted(sheet: Sheet, read: Callable[[dict[str, str]], object], problems: list[Problem]) -> list[dict[str, str]]:
    """Give the rows that can be read one by one, and name the others."""
    rows = []
    for position, row in sheet.rows():
        try:
            read(row)
        except OutwardError as error:
            problems.append(sheet.problem(position, "", error.what, error.mend))
        else:
            rows.append(row)
    return rows


def _indicators(sheet: Sheet | None, known_units: Units, problems: list[Problem]) -> Indicators:
    if sheet is None:
        return indicators()
    problems += _twice(sheet, "id")
    for column, allowed in (("kind", get_args(IndicatorKind)), ("direction", ("", *get_args(Direction)))):
        problems += _among(sheet, column, allowed)
    problems += _among(sheet, "unit", known_units)
    for position, id in sheet.cells("id"):
        if not id or "." in id:
            problems.append(sheet.problem(position, "id", f"{id!r} is no id of a base",
                                          "Use words and hyphens; what stands after a dot is a measure."))
    return indicators().with_added(read_indicators(row for _, row in sheet.rows()))


def _labels(sheet: Sheet | None, problems: list[Problem]) -> dict[str, Label]:
    if sheet is None:
        return {}
    problems += _twice(sheet, "code")
    return {row["code"]: Label(row["name_en"], row["name_zh"]) for _, row in sheet.rows()}


def _among(sheet: Sheet, column: str, allowed: Iterable[str]) -> list[Problem]:
    known = list(allowed)
    return [sheet.problem(position, column, f"{text!r} is not a {column}",
                          f"Use one of {', '.join(filter(None, known[:12]))}.")
            for position, text in sheet.cells(column) if text not in known]


def _twice(sheet: Sheet, column: str) -> list[Problem]:
    twice = sheet.table[column].duplicated()
    return [sheet.problem(position, column, f"{id!r} stands twice", "Give each row an id of its own.")
            for (position, id), again in zip(sheet.cells(column), twice, strict=True) if again]
