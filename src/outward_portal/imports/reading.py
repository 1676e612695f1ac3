"""From a file that somebody sent to rows of plain texts, each with its number; nothing in it is trusted."""

from __future__ import annotations

import csv
import io
import itertools
import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from outward.errors import InvalidInputError, Problem
from outward.workbooks.archive import MAX_FILE_BYTES, survey

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200
MAX_CELLS: Final = 4_000_000
MAX_TEXT: Final = 8_000  # characters of a cell
SHEET: Final = "records"
COMMENT: Final = "#"  # rows whose first cell begins so are no records: labels, the example


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: its number as a spreadsheet counts, and its cells from the first column on."""

    number: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet that is read: its header and its rows, which can be walked once."""

    sheet: str
    header: tuple[str, ...]
    lines: Iterator[Line]


def cell(row: int, column: int) -> str:
    """Name a cell as spreadsheets do; columns count from 0.

    Examples
    --------
    >>> cell(7, 2)
    'C7'
    """
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row}"


def read_table(path: Path, name: str) -> Table:
    """Open a workbook or a CSV file (UTF-8 or GB18030) and read its header.

    Parameters
    ----------
    path : Path
        Where the file lies, under whatever name.
    name : str
        What it is called by whoever sent it: its ending says what it is.

    Raises
    ------
    InvalidInputError
        If it must not be opened, cannot be read, or is too large; also while its rows are walked.
    """
    rows = _csv_rows(path, name) if name.lower().endswith(".csv") else _xlsx_rows(path, name)
    sheet, first = next(rows)
    if first is None:
        raise _refusal(name, 0, "the file holds no row", "Fill in the template and send it again.")
    return Table(sheet, tuple(text.strip() for text in first.texts), _records(name, (line for _, line in rows)))


def _records(name: str, lines: Iterator[Line | None]) -> Iterator[Line]:
    count = 0
    for line in lines:
        if line is None or not any(line.texts) or line.texts[0].startswith(COMMENT):
            continue
        count += 1
        if count > MAX_ROWS:
            raise _refusal(name, line.number, f"more than {MAX_ROWS:,} rows", "Split the file.")
        yield line


def _refusal(name: str, row: int, what: str, mend: str) -> InvalidInputError:
    return InvalidInputError([Problem(name, row, "", what, mend)], name)


# -- CSV --------------------------------------------------------------------------------------------------------------


def _csv_rows(path: Path, name: str) -> Iterator[tuple[str, Line | None]]:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise _refusal(name, 0, f"{path.stat().st_size:,} bytes", f"At most {MAX_FILE_BYTES:,} are read.")
    text = decoded(path.read_bytes(), name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    number, is_empty = 0, True
    try:
        for number, texts in enumerate(reader, 1):
            is_empty = False
            if len(texts) > MAX_COLUMNS:
                raise _refusal(name, number, f"{len(texts)} columns", f"At most {MAX_COLUMNS} are read.")
            yield name, Line(number, tuple(_unquoted(_checked(name, number, at, each))
                                           for at, each in enumerate(texts)))
    except csv.Error as error:
        raise _refusal(name, number + 1, f"this is no comma-separated text ({error})",
                       "Save it as CSV UTF-8 or as .xlsx.") from error
    if is_empty:
        yield name, None


def decoded(data: bytes, name: str) -> str:
    """Read a text in UTF-8 or, as Chinese spreadsheet programs save it, in GB18030.

    Examples
    --------
    >>> decoded("名称".encode("gb18030"), "a.csv"), decoded("名称".encode("utf-8-sig"), "a.csv")
    ('名称', '名称')
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _refusal(name, 0, "the text is neither UTF-8 nor GB18030", "Save it as CSV UTF-8 or as .xlsx.")


def _delimiter(text: str) -> str:
    """Give what parts the cells of the header: a comma, or what some spreadsheet programs put in its place."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _unquoted(text: str) -> str:
    """Take off the apostrophe that keeps spreadsheet programs from running a text as a formula."""
    return text[1:] if text[:1] == "'" and text[1:].lstrip()[:1] in ("=", "+", "-", "@") else text


def _checked(name: str, row: int, column: int, text: str) -> str:
    if len(text) > MAX_TEXT:
        raise _refusal(name, row, f"{len(text):,} characters in {cell(row, column)}", f"Shorten it to {MAX_TEXT:,}.")
    return text.strip()


# -- XLSX -------------------------------------------------------------------------------------------------------------


def _xlsx_rows(path: Path, name: str) -> Iterator[tuple[str, Line | None]]:
    import openpyxl  # which brings lxml and NumPy; only who reads a workbook needs them

    from outward.workbooks.sheets import UNREADABLE

    counted = survey(path, max_cells=MAX_CELLS)
    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that it leaves out: no values
            with closing(openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)) as book:
                sheet = _sheet(book)
                if counted.formulas:
                    _refuse_formulas(path, name, sheet.title)
                sheet.reset_dimensions()  # what the file says of its own size is not believed
                is_empty = True
                for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                    if len(values) > MAX_COLUMNS and any(value is not None for value in values[MAX_COLUMNS:]):
                        raise _refusal(name, number, f"{len(values)} columns", f"At most {MAX_COLUMNS} are read.")
                    is_empty = False
                    yield sheet.title, Line(number, tuple(_checked(name, number, at, _text(value))
                                                          for at, value in enumerate(values[:MAX_COLUMNS])))
                if is_empty:
                    yield sheet.title, None
    except UNREADABLE as error:
        raise _refusal(name, 0, f"the workbook cannot be read ({type(error).__name__})",
                       "Open it in a spreadsheet program and save it again as .xlsx.") from error


def _sheet(book: Any) -> Any:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return next((sheet for sheet in visible if sheet.title == SHEET), (visible or book.worksheets)[0])


def _refuse_formulas(path: Path, name: str, title: str) -> None:
    """Name the cells of the sheet that are formulas: what they would show is not in the file for certain."""
    import openpyxl

    with path.open("rb") as stream, closing(openpyxl.load_workbook(stream, read_only=True, keep_links=False)) as book:
        cells = (each.coordinate for row in book[title].iter_rows() for each in row
                 if getattr(each, "data_type", "") == "f")
        found = list(itertools.islice(cells, 20))
    if found:
        raise InvalidInputError([Problem(f"{name} [{title}]", 0, at, "the cell is a formula",
                                         "Put its value in its place (copy, paste as values).") for at in found], name)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(int(value), "d") if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


