"""A table as arrays: rows by region, item and period, columns by indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.audit.measures import Measure
from outward.audit.numbers import Number, Numbers

Row = tuple[str, str, str]
"""Region, item and period."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table's numbers.

    ``values`` and ``halves`` have the shape (rows, columns) and are nan where nothing is printed; in base units.
    ``logs`` are the decimal logarithms of the numbers as printed, nan where one is zero or missing.
    """

    table: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    words: Mapping[str, str]
    items: Mapping[str, str]
    regions: Mapping[str, str]
    measures: tuple[Measure, ...]
    values: NDArray[np.float64]
    halves: NDArray[np.float64]
    logs: NDArray[np.float64]
    position: Mapping[Row, int]

    def word(self, column: int) -> str:
        """A column's indicator in the table's own words."""
        return self.words[self.columns[column]]

    def levels(self) -> list[int]:
        """Columns whose amounts add up."""
        return [column for column, measure in enumerate(self.measures) if measure.is_level]

    def percents(self) -> list[int]:
        """Columns of per cents."""
        return [column for column, measure in enumerate(self.measures) if measure.dimension == "percent"]

    def axis(self, place: int) -> tuple[str, ...]:
        """The regions (0), items (1) or periods (2) of the table, in the order in which they first stand."""
        return tuple(dict.fromkeys(row[place] for row in self.rows))

    def shifted(self, place: int, to: Mapping[str, str]) -> NDArray[np.int64]:
        """For each row the position of the row with one part of its key changed; -1 where there is none."""
        found = []
        for row in self.rows:
            key = list(row)
            key[place] = to.get(row[place], "\0")
            found.append(self.position.get((key[0], key[1], key[2]), -1))
        return np.array(found, dtype=np.int64)

    def moved(self, at: NDArray[np.int64], column: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A column's values and half widths at other rows, by their positions; nan where that is -1."""
        values, halves = (np.where(at >= 0, array[at, column], np.nan) for array in (self.values, self.halves))
        return values, halves


def grids_of(numbers: Numbers) -> list[Grid]:
    """Give every table of a document as arrays."""
    return [_grid(table, [numbers.all[index] for index in indexes])
            for table, indexes in sorted(numbers.cells_by_table.items())]


def _grid(table: str, cells: Sequence[Number]) -> Grid:
    rows = tuple(dict.fromkeys(number.key[:3] for number in cells))
    columns = tuple(dict.fromkeys(number.indicator for number in cells))
    row_at = {row: at for at, row in enumerate(rows)}
    column_at = {column: at for at, column in enumerate(columns)}
    values = np.full((len(rows), len(columns)), np.nan)
    halves = np.full((len(rows), len(columns)), np.nan)
    measures: dict[str, Measure] = {}
    for number in cells:
        at = row_at[number.key[:3]], column_at[number.indicator]
        values[at], halves[at] = number.value, number.half_width
        measures.setdefault(number.indicator, number.measure)
    factors = np.array([measures[column].factor for column in columns])
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(np.abs(values / factors))
    logs[np.isinf(logs)] = np.nan
    return Grid(table, rows, columns, {number.indicator: number.source.indicator for number in reversed(cells)},
                {number.item: number.source.item for number in reversed(cells)},
                {number.region: number.source.region for number in reversed(cells)},
                tuple(measures[column] for column in columns), values, halves, logs, row_at)
