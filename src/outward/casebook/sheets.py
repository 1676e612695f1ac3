"""CSV as bytes to a table of text, with every problem by row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from outward.casebook.layout import CONTROL, MAX_CELL_CHARACTERS, MAX_FILE_BYTES, Layout
from outward.errors import Problem

ROWS_NAMED: Final = 20
"""How many rows are named for one thing that is wrong in many."""



@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file as text: columns of the layout, in its order where it names any.

    The table's index counts the rows below the header from 0, empty rows too, so that row ``i`` stands in line
    ``i + 2`` of a spreadsheet that opens the file.
    """

    file: str
    table: pd.DataFrame

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Give each row with its position."""
        for position, row in zip(self.table.index, self.table.to_dict("records"), strict=True):
            yield int(position), {str(column): str(text) for column, text in row.items()}

    def cells(self, column: str) -> Iterator[tuple[int, str]]:
        """Give each cell of a column with its row's position."""
        for position, text in self.table[column].items():
            yield int(str(position)), str(text)

    def having(self, column: str, text: str) -> Iterator[int]:
        """Give the positions of the first rows that have ``text`` in ``column``: enough to find the others."""
        yield from (int(position) for position in self.table.index[self.table[column] == text][:ROWS_NAMED])

    def problem(self, position: int, column: str, what: str, mend: str) -> Problem:
        """Name a problem of the row whose index is ``position``."""
        return Problem(self.file, position + 2, column, what, mend)


def text_of(file: str, data: bytes) -> tuple[str, list[Problem]]:
    """Decode a file, or say where it is not text; a byte order mark is taken off."""
    if len(data) > MAX_FILE_BYTES:
        return "", [Problem(file, 0, "", f"{len(data) / 2**20:.1f} MB; a case's file has at most "
                            f"{MAX_FILE_BYTES // 2**20} MB", "Spread the rows over several files in tables/.")]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [Problem(file, 0, "", "the file is UTF-16", "Save it as 'CSV UTF-8'.")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        return "", [Problem(file, row, "", f"byte {error.object[error.start]:#04x} is not UTF-8",
                            "Save the file as 'CSV UTF-8' (a Chinese spreadsheet saves GBK otherwise).")]
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        return "", [Problem(file, row, "", "a NUL character: the file is not text", "Export it again as CSV UTF-8.")]
    return text, []


def read_sheet(file: str, data: bytes, layout: Layout) -> tuple[Sheet | None, list[Problem]]:
    """Read a CSV file, checking its header and the length of its rows.

    Returns
    -------
    tuple
        The sheet, or ``None`` where its rows or columns cannot be told apart; and the problems found.
    """
    text, problems = text_of(file, data)
    if not problems:
        problems = _whole_problems(file, text)
    if problems:
        return None, problems
    try:
        header = next(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        return None, [Problem(file, 1, "", f"the header cannot be read ({error})", "Write the names of the columns.")]
    names = [name.strip() for name in header]
    problems = _header_problems(file, names, layout)
    if problems:
        return None, problems
    table, problems = _parse(file, text, header)
    if not len(table.columns):
        return None, problems
    table.columns = pd.Index(names)
    table = _trimmed(table)
    sheet = Sheet(file, _arranged(table[(table != "").any(axis=1)], layout))
    return sheet, [*problems, *_cell_problems(sheet)]


def _whole_problems(file: str, text: str) -> list[Problem]:
    if not text.strip():
        return [Problem(file, 0, "", "the file is empty", "Give it a header, or delete the file.")]
    if text.count('"') % 2:
        return [Problem(file, 0, "", "a quotation mark is opened and not closed",
                        "Close it; write a quotation mark within a quoted cell twice.")]
    return []


def _header_problems(file: str, names: list[str], layout: Layout) -> list[Problem]:
    problems = []
    for name in dict.fromkeys(names):
        if not name:
            problems.append(Problem(file, 1, "", "a column without a name", "Name it, or delete it."))
        elif names.count(name) > 1:
            problems.append(Problem(file, 1, name, f"{names.count(name)} columns of this name", "Keep one."))
        elif layout.columns and name not in layout.columns:
            problems.append(Problem(file, 1, name, f"no column {name!r} is known here",
                                    f"Known are {', '.join(layout.columns)}."))
    for name in layout.required:
        if name not in names:
            problems.append(Problem(file, 1, name, f"the column {name!r} is missing", "Add it to the header."))
    return problems


def _parse(file: str, text: str, header: list[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the rows that have as many cells as the header, at their places in the file, and name the others."""
    ragged: list[Problem] = []

    def note_ragged(row: Any) -> str:
        ragged.append(Problem(file, row.number or 0, "",
                              f"{row.actual_columns} cells where the header has {row.expected_columns}",
                              "Put a cell that holds a comma in quotation marks; fill short rows up with commas."))
        return "skip"

    data = text.encode("utf-8")
    try:
        read = arrow_csv.read_csv(
            io.BytesIO(data),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1),  # rows are numbered, whole
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False,
                                                 invalid_row_handler=note_ragged),
            convert_options=arrow_csv.ConvertOptions(column_types={name: pa.string() for name in header},
                                                     strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        return pd.DataFrame(), [Problem(file, 0, "", f"the file cannot be read as CSV ({error})",
                                        "Export it again from the spreadsheet as CSV UTF-8.")]
    table = read.to_pandas()
    if ragged:
        left_out = {problem.row - 2 for problem in ragged}
        table.index = pd.Index([place for place in range(len(table) + len(ragged)) if place not in left_out])
    return table, ragged


def _trimmed(table: pd.DataFrame) -> pd.DataFrame:
    """Take the spaces off the ends of cells; only the distinct texts of a column are looked at."""
    for column in table:
        for text in table[column].unique():
            if text != text.strip():
                table[column] = table[column].str.strip()
                break
    return table


def _arranged(table: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    if not layout.columns:
        return table
    absent = {column: "" for column in layout.columns if column not in table}
    return table.assign(**absent)[list(layout.columns)]


def _cell_problems(sheet: Sheet) -> list[Problem]:
    problems = []
    for column in sheet.table:
        for text in sheet.table[column].unique():
            if len(text) > MAX_CELL_CHARACTERS:
                what, mend = f"{len(text)} characters", f"A cell holds at most {MAX_CELL_CHARACTERS}."
            elif found := CONTROL.search(text):
                what, mend = f"the control character {ord(found.group()):#04x}", "Delete it; no document can show it."
            else:
                continue
            problems += [sheet.problem(position, str(column), what, mend)
                         for position in sheet.having(str(column), text)]
    return problems
