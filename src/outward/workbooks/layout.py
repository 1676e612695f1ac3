"""Where the tables of a sheet are: titles, unit lines, header rows, row labels, values, notes below.

The model is that of databaker and unpivotr: nothing is read by fixed address; every value looks for its header above
(and, where a header was not merged, to the left) and its label to the left.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from outward.workbooks.numerals import numeral
from outward.workbooks.sheets import Sheet, SheetCell
from outward.workbooks.words import is_note_line, is_period, means, source_line, table_number, tidy, unit_line

RowKind = Literal["single", "unit", "texts", "years", "numbering", "data", "note", "source"]
Knows = Callable[[str], bool]


@dataclass(slots=True)
class Layout:
    """One table on a sheet, by rows and columns of the sheet; filled while the sheet is walked from top to bottom."""

    sheet: Sheet
    titles: list[SheetCell] = field(default_factory=list)
    units: list[SheetCell] = field(default_factory=list)  # cells that hold a unit line
    headers: list[int] = field(default_factory=list)  # rows
    rows: list[int] = field(default_factory=list)  # rows with values
    sections: dict[int, SheetCell] = field(default_factory=dict)  # headings between rows, by their row
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    stubs: list[int] = field(default_factory=list)  # columns of row labels, right of the values too
    columns: list[int] = field(default_factory=list)  # columns of values

    def header(self, row: int, column: int) -> tuple[SheetCell, bool] | None:
        """Give the header of a column in a header row, and whether it was found to the left of its place.

        A header that is not merged, and spans blank cells to its right, counts for them as well; but not in the lowest
        header row, where every column has a name of its own, and never across another header below which it ends.
        """
        cell = self.sheet.at(row, column)
        if cell is not None:
            return cell, False
        if row == self.headers[-1] or (row, column) in self.sheet.covered:
            return None
        for left in range(column - 1, 0, -1):
            if left not in self.columns:
                return None
            if (cell := self.sheet.at(row, left)) is not None:
                # A header merged over several columns says itself how far it reaches.
                merged = (row, left) in self.sheet.covered and self.sheet.covered[row, left][1] != left
                wide = (row, left + 1) in self.sheet.covered
                return None if merged or wide else (cell, True)
        return None

    def section(self, row: int) -> SheetCell | None:
        """Give the heading under which a row stands."""
        places = list(self.sections)  # in the order in which the sheet was walked
        above = bisect.bisect_left(places, row)
        return self.sections[places[above - 1]] if above else None


def find_tables(sheet: Sheet, knows: Knows) -> list[Layout]:
    """Find the tables of a sheet, from top to bottom; the last may be a header without values.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    knows : callable
        Says whether a text is a name in the vocabularies: tells a row of values 2011, 2015 from a header of years.
    """
    walk = _Walk(sheet, knows)
    for row in sheet.rows:
        walk.take(row)
    walk.close()
    return [*walk.tables, *([walk.open] if walk.open.headers else [])]


def is_year(cell: SheetCell) -> bool:
    """May the cell be a year, written as a number?"""
    text = tidy(cell.text)
    return len(text) == 4 and text.isdigit() and 1949 <= int(text) <= 2100


def is_datum(cell: SheetCell) -> bool:
    """Does the cell print a number or a gap?"""
    return cell.number is not None or numeral(cell.text) is not None


def row_kind(cells: Sequence[SheetCell]) -> RowKind:
    """Say what sort of row it is, by itself."""
    data = [cell for cell in cells if is_datum(cell)]
    if not data:
        if source_line(cells[0].text) is not None:
            return "source"
        if is_note_line(cells[0].text):
            return "note"
        if any(unit_line(cell.text) for cell in cells):
            return "unit"
        return "single" if len(cells) == 1 else "years" if _only_periods(cells) else "texts"
    if all(is_year(cell) for cell in data):
        return "single" if len(cells) == 1 else "years"
    labels = {tidy(cell.text) for cell in cells if cell not in data}
    numbers = [int(cell.text) if cell.text.isdecimal() else None for cell in data]
    if labels <= {"甲", "乙", "A", "B"} and len(data) > 1 and numbers == list(range(1, len(data) + 1)):
        return "numbering"
    return "data"


def _only_periods(cells: Sequence[SheetCell]) -> bool:
    return all(is_period(cell.text) for cell in cells[1:]) and len(cells) > 1


class _Walk:
    """Walks a sheet's rows and opens, fills and closes tables."""

    def __init__(self, sheet: Sheet, knows: Knows) -> None:
        self.sheet, self.knows = sheet, knows
        self.cells = sheet.rows
        self.kinds: dict[int, RowKind] = {row: row_kind(cells) for row, cells in self.cells.items()}
        for (row, _), start in sheet.covered.items():
            # A number that is merged downwards belongs to rows that otherwise hold a label alone.
            shown = sheet.cells.get(start)
            if start[0] < row and shown and is_datum(shown) and self.kinds.get(row) in ("single", "texts"):
                self.kinds[row] = "data"
        self.covered_columns = {column for row, column in sheet.covered if row in self.cells}
        self.after_singles: dict[int, int | None] = {}  # the next row that is no single text
        following: int | None = None
        for row in reversed(self.cells):
            self.after_singles[row] = following
            following = following if self.kinds[row] == "single" else row
        self.tables: list[Layout] = []
        self.open = Layout(sheet)
        self.after_notes = False
        self.before = 0  # the row taken last

    def take(self, row: int) -> None:
        cells, kind = self.cells[row], self._kind(row)
        if row > self.before + 1:  # blank rows lie between
            self.after_notes = False
        self.before = row
        if kind in ("note", "source"):
            self._note(cells, kind)
        elif kind == "unit":
            self.close()
            for cell in cells:
                (self.open.units if unit_line(cell.text) else self.open.titles).append(cell)
        elif kind == "single":
            self._single(row, cells[0])
        elif kind in ("texts", "years"):
            if self.open.rows and kind == "texts" and self._outside_values(cells):
                self.open.sections[row] = cells[0]
            elif kind == "texts" and self._goes_on(row):
                self.open.rows.append(row)
            else:
                self.close()
                self.open.headers.append(row)
        elif kind == "data":
            self.open.rows.append(row)

    def _kind(self, row: int) -> RowKind:
        """The row's kind, where years as header and 2015 as a value are told apart by what stands around them."""
        kind, cells = self.kinds[row], self.cells[row]
        if kind != "years":
            return kind
        labelled = [cell for cell in cells if not is_year(cell) and not is_period(cell.text)]
        if all(not is_year(cell) for cell in cells):
            return "years"
        leftmost = min((cell.column for header in self.open.headers for cell in self.cells[header]), default=0)
        # 2015 under the header over the row labels is the row's year; years from the next column on are headers.
        if (is_year(cells[0]) or is_period(cells[0].text)) and cells[0].column == leftmost:
            return "data"
        if self.open.rows:
            repeated = all(means(cell.text, "corner") for cell in labelled)
            return "years" if repeated else "data"
        return "data" if self.open.headers and any(self.knows(cell.text) for cell in labelled) else "years"

    def _single(self, row: int, cell: SheetCell) -> None:
        later = self.after_singles[row]
        following = None if later is None else self._kind(later)
        is_title = bool(table_number(cell.text)[0])
        if self.after_notes and not is_title:
            self.open.notes.append(cell.text)
        elif following == "data" and not is_title and (self.open.rows or self.open.headers):
            self.open.sections[row] = cell
        elif self.open.rows and following in (None, "note", "source"):
            self.open.notes.append(cell.text)
        elif self.open.headers and not self.open.rows and not is_title:
            self.open.headers.append(row)
        else:
            self.close()
            self.open.titles.append(cell)

    def _note(self, cells: Sequence[SheetCell], kind: RowKind) -> None:
        text = " ".join(cell.text for cell in cells)
        source = source_line(text)
        if kind == "source" and source is not None:
            self.open.sources.append(source)
        else:
            self.open.notes.append(text)
        self.after_notes = True

    def _outside_values(self, cells: Sequence[SheetCell]) -> bool:
        columns = [cell.column for cell in self.cells[self.open.rows[-1]] if is_datum(cell)]
        return bool(columns) and all(cell.column < min(columns) or cell.column > max(columns) for cell in cells)

    def _goes_on(self, row: int) -> bool:
        """Does a row without a number directly below values belong to them, being no repetition of the header?

        Its texts stand where numbers should: reading names them.
        """
        texts = [cell.text for cell in self.cells[row]]
        repeated = any(texts == [cell.text for cell in self.cells[header]] for header in self.open.headers)
        return bool(self.open.rows) and self.open.rows[-1] == row - 1 and not repeated

    def close(self) -> None:
        """End the table that is open, if it has values."""
        if not self.open.rows:
            return
        self._divide_columns(self.open)
        last = max((cell.column for row in self.open.rows for cell in self.cells[row] if is_datum(cell)), default=0)
        self.open.columns = [column for column in self.open.columns if column <= last]
        self.tables.append(self.open)
        self.open, self.after_notes = Layout(self.sheet), False

    def _divide_columns(self, table: Layout) -> None:
        for column in sorted({cell.column for row in (*table.headers, *table.rows) for cell in self.cells[row]}
                             | self.covered_columns):
            cells = [cell for row in table.rows if (cell := self.sheet.at(row, column))]
            above = [cell.text for row in table.headers if (cell := self.sheet.at(row, column))]
            if not cells:
                if table.columns and above:
                    table.columns.append(column)  # a column of blanks under a header of its own: gaps
                continue
            if any(means(text, "ignored column") for text in above):
                continue
            if not any(is_datum(cell) for cell in cells) or (
                not table.columns and all(is_year(cell) or not is_datum(cell) for cell in cells)
                and not any(self.knows(text) for text in above)
            ):
                table.stubs.append(column)
            else:
                table.columns.append(column)
