"""The data of an index: its values by unit, variable, year and sector, and the matrix of one year and coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.composite.framework import Framework
from outward.errors import InvalidValueError
from outward.vocabulary.labels import Label

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the data and where it stands."""

    value: float  # NaN where the table prints a gap
    row: int
    standard_error: float = np.nan
    status: str = ""
    source: str = ""


Key = tuple[str, str, str, str]  # unit, variable, year, sector


@dataclass(frozen=True)
class IndexData:
    """Everything that a table says of the units of an index.

    ``entries`` is keyed by unit, variable, year and sector; the last two are empty where the table has no such column.
    """

    file: str
    units: tuple[str, ...]
    names: Mapping[str, Label]
    entries: Mapping[Key, Entry]
    groups: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (unit, grouping) -> word

    @property
    def years(self) -> tuple[str, ...]:
        """The years with values, oldest first."""
        return tuple(sorted({year for _, _, year, _ in self.entries if year}))

    @property
    def is_synthetic(self) -> bool:
        """Whether any value is made up: every view then says so."""
        return any(entry.status == "synthetic" for entry in self.entries.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that the table names, in order of appearance."""
        return tuple(dict.fromkeys(entry.source for entry in self.entries.values() if entry.source))


@dataclass(frozen=True)
class Inputs:
    """The data of one year and coverage as arrays: units down, variables across, NaN where there is no value."""

    file: str
    units: tuple[str, ...]
    names: tuple[Label, ...]
    variables: tuple[str, ...]
    values: Floats  # (units, variables)
    standard_errors: Floats  # (units, variables); NaN where none is stated
    groups: Mapping[str, tuple[str, ...]]  # grouping -> word of each unit, empty where none
    year: str = ""
    coverage: str = ""
    earlier: tuple[tuple[str, Floats], ...] = ()  # older years with their values, newest first
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (unit, variable) -> row of the table
    sources: tuple[str, ...] = ()

    def column(self, variable: str) -> Floats:
        """Give a variable's values, shape (units,)."""
        return self.values[:, self.variables.index(variable)]

    def where(self, unit: str, variable: str) -> str:
        """Name the cell of a unit's variable."""
        row = self.rows.get((unit, variable), 0)
        return f"{self.file}, row {row}, {unit}, {variable}" if row else f"{self.file}, {unit}, {variable}"

    def without(self, units: Sequence[str]) -> Inputs:
        """Give the same without some units."""
        kept = np.array([unit not in units for unit in self.units], dtype=bool)
        choose = [place for place, is_kept in enumerate(kept) if is_kept]
        return Inputs(self.file, tuple(self.units[place] for place in choose),
                      tuple(self.names[place] for place in choose), self.variables, self.values[kept],
                      self.standard_errors[kept],
                      {code: tuple(words[place] for place in choose) for code, words in self.groups.items()},
                      self.year, self.coverage, tuple((year, values[kept]) for year, values in self.earlier),
                      self.rows, self.sources)


def inputs_of(data: IndexData, framework: Framework) -> Inputs:
    """Take the matrix of the year and coverage that the framework's choices name.

    Sectors are added up, in the order in which the coverage lists them, before anything is divided; a coverage may list
    narrower ones. A sum with a missing sector is missing.

    Raises
    ------
    InvalidValueError
        If the year or the coverage is none of the data or the framework.
    """
    year, coverage = _year(data, framework), _coverage(framework)
    variables = framework.needed
    entries = _entries(data, framework, year, coverage)
    groups = {grouping.code: tuple(data.groups.get((unit, grouping.code), "") for unit in data.units)
              for grouping in framework.groupings}
    rows = {(unit, variable): entry.row for unit, own in zip(data.units, entries, strict=True)
            for variable, entry in zip(variables, own, strict=True) if entry.row}
    earlier: tuple[tuple[str, Floats], ...] = ()
    if framework.choices.word("impute.method") == "last":
        older = sorted((other for other in data.years if other < year), reverse=True)
        earlier = tuple((other, _values(_entries(data, framework, other, coverage))) for other in older)
    return Inputs(data.file, data.units, tuple(data.names[unit] for unit in data.units), variables, _values(entries),
                  np.array([[entry.standard_error for entry in own] for own in entries]), groups, year, coverage,
                  earlier, rows, data.sources)


def _year(data: IndexData, framework: Framework) -> str:
    wanted = framework.choices.word("data.year")
    years = data.years
    if wanted and wanted not in years:
        raise InvalidValueError(f"there is no year {wanted!r}", f"{data.file}, data.year",
                                f"Years are {', '.join(years) or 'none: the table has no year'}.")
    return wanted or (years[-1] if years else "")


def _coverage(framework: Framework) -> str:
    wanted = framework.choices.word("data.coverage")
    if wanted and wanted not in framework.coverages:
        raise InvalidValueError(f"there is no coverage {wanted!r}", f"framework {framework.id}, data.coverage",
                                f"Coverages are {', '.join(framework.coverages) or 'none'}.")
    return wanted or next(iter(framework.coverages), "")


def _values(entries: Sequence[Sequence[Entry]]) -> Floats:
    return np.array([[entry.value for entry in own] for own in entries])


def _entries(data: IndexData, framework: Framework, year: str, coverage: str) -> list[list[Entry]]:
    """Give what is known of each unit's variables, summed over the sectors of a coverage where they are told apart."""
    divided = {(unit, variable) for (unit, variable, of, sector), entry in data.entries.items()
               if sector and of in (year, "") and not np.isnan(entry.value)}
    return [[covered(data, framework, (unit, variable, year, coverage)) if (unit, variable) in divided
             else whole_of(data, unit, variable, year) for variable in framework.needed] for unit in data.units]


def whole_of(data: IndexData, unit: str, variable: str, year: str) -> Entry:
    """Give the value that a unit has for the whole, of a year or undated: it counts for any coverage."""
    return data.entries.get((unit, variable, year, "")) or data.entries.get((unit, variable, "", "")) or _NOTHING


def covered(data: IndexData, framework: Framework, key: Key) -> Entry:
    """Give a unit's value for a coverage: as the table prints it, or the sum of the coverage's members.

    Members are sectors or narrower coverages. A sum with a missing member is missing; its standard error is that of
    independent parts.
    """
    unit, variable, year, name = key
    printed = data.entries.get(key) or data.entries.get((unit, variable, "", name))
    if printed is not None:
        return printed
    if name not in framework.coverages:
        return _NOTHING
    total, squared, row, status = 0.0, 0.0, 0, ""
    for member in framework.coverages[name]:
        part = covered(data, framework, (unit, variable, year, member))
        total += part.value
        squared += part.standard_error**2
        row, status = row or part.row, status or part.status
    return Entry(total, row, float(np.sqrt(squared)), status)


_NOTHING: Final = Entry(np.nan, 0)
