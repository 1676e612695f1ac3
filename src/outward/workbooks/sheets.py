"""A spreadsheet as cells with position: what each shows, merged ranges resolved, nothing interpreted yet."""

from __future__ import annotations

import csv
import datetime
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.workbooks.archive import MAX_CELLS, MAX_FILE_BYTES, survey

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_TEXT: Final = 4_000  # characters in one cell: a title or a note is shorter, and patterns run over all of it
_MAX_DECIMALS = 30  # that a spreadsheet program shows
_EVERY_DIGIT = Context(prec=400)  # of the largest number that a cell holds, 1.8e308, with these decimals
_FORMAT = re.compile(r"(?P<grouped>#,##)?[#0]*(\.(?P<decimals>0+))?(?P<percent>%?)")
# What openpyxl is known to raise on parts that are well-formed XML and still no workbook.
UNREADABLE = (KeyError, IndexError, TypeError, ValueError, AttributeError, SyntaxError, OSError, zipfile.BadZipFile,
              InvalidFileException)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell that shows something.

    ``text`` is what a reader sees; ``number`` the stored number (per cent where ``percent`` says so), ``None`` for
    text; ``exact`` prints the stored number in full, which is ``text`` unless the cell's format hides decimals;
    ``formula`` says that the spreadsheet program computed it.
    """

    row: int
    column: int
    text: str
    number: float | None = None
    percent: bool = False
    formula: bool = False
    exact: str = ""

    @property
    def reference(self) -> str:
        """The cell's name in the spreadsheet, such as ``C7``."""
        return reference(self.row, self.column)


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells; rows and columns count from 1.

    ``covered`` leads from each cell of a merged range to the range's first cell, which holds what all of it shows.
    """

    file: str
    title: str
    cells: Mapping[tuple[int, int], SheetCell]
    covered: Mapping[tuple[int, int], tuple[int, int]]

    @cached_property
    def rows(self) -> dict[int, tuple[SheetCell, ...]]:
        """The cells that begin in each row that shows something, from left to right; rows from top to bottom."""
        found: dict[int, list[SheetCell]] = {}
        for at in sorted(self.cells):
            found.setdefault(at[0], []).append(self.cells[at])
        return {row: tuple(cells) for row, cells in found.items()}

    @cached_property
    def height(self) -> int:
        """The last row that shows something."""
        return max(self.rows, default=0)

    def at(self, row: int, column: int) -> SheetCell | None:
        """Give what a reader sees at a place, which may be the text of a merged range around it."""
        return self.cells.get(self.covered.get((row, column), (row, column)))

    def row(self, row: int) -> tuple[SheetCell, ...]:
        """Give the cells that begin in a row, from left to right."""
        return self.rows.get(row, ())

    def problem(self, row: int, column: int, what: str, mend: str) -> Problem:
        """Name a problem at a cell of this sheet; row or column 0 mean the whole of it."""
        name = reference(row, column) if row and column else ""
        return Problem(f"{self.file} [{self.title}]", row, name, what, mend)


def reference(row: int, column: int) -> str:
    """Name a cell as spreadsheets do.

    Examples
    --------
    >>> reference(7, 3)
    'C7'
    """
    return f"{get_column_letter(column)}{row}"


def read_sheets(path: Path, *, max_cells: int = MAX_CELLS) -> tuple[Sheet, ...]:
    """Read every sheet of a workbook (``.xlsx``), or a comma-separated file (``.csv``, UTF-8) as one sheet.

    Parameters
    ----------
    path : pathlib.Path
        A file that somebody sent; nothing in it is trusted.
    max_cells : int
        The most cells over all sheets.

    Returns
    -------
    tuple of Sheet
        Sheets that show something, in the file's order.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If the file may not be opened (see `survey`), or holds hidden sheets, formulas that were never computed, or
        error values: every one is named by its cell.
    """
    if path.suffix.lower() == ".csv":
        return _read_csv(path, max_cells)
    counted = survey(path, max_cells=max_cells)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that it leaves out: no values
            values = _loaded(path, data_only=True)
            # Which cells are formulas is told only by a second reading without the cached values.
            formulas = _loaded(path, data_only=False) if counted.formulas else None
    except UNREADABLE as error:
        raise InvalidInputError([Problem(path.name, 0, "", f"the workbook cannot be read ({_reason(error)})",
                                         "Open it in a spreadsheet program and save it again as .xlsx.")],
                                path.name) from error
    problems: list[Problem] = []
    sheets = tuple(_sheets(path.name, values, formulas, problems))
    if problems:
        raise InvalidInputError(problems, path.name)
    return sheets


def _loaded(path: Path, *, data_only: bool) -> Workbook:
    with path.open("rb") as stream:  # openpyxl does not close a file in which it stumbles
        return openpyxl.load_workbook(stream, data_only=data_only, keep_links=False)


def _reason(error: Exception) -> str:
    """Say what openpyxl stumbled over: it wraps that in three lines about where a copy of the file lies."""
    lines = str(error.__cause__ or error).splitlines()
    return lines[0] if lines else type(error).__name__


def _sheets(file: str, values: Workbook, formulas: Workbook | None, problems: list[Problem]) -> Iterator[Sheet]:
    for worksheet in values.worksheets:
        cells: dict[tuple[int, int], SheetCell] = {}
        computed = _formula_cells(formulas[worksheet.title]) if formulas else frozenset()
        covered = {
            (row, column): (merged.min_row, merged.min_col)
            for merged in worksheet.merged_cells.ranges
            for row in range(merged.min_row, merged.max_row + 1)
            for column in range(merged.min_col, merged.max_col + 1)
        }
        sheet = Sheet(file, worksheet.title, cells, covered)
        # Only cells that the file holds: iter_rows would walk a sheet that claims a million rows.
        for at, cell in sorted(worksheet._cells.items()):
            value = cell.value
            if value is None and at in computed:
                problems.append(sheet.problem(*at, "a formula that was never computed", "Open the file in a "
                                              "spreadsheet program, save it, or put the value in its place."))
            elif getattr(cell, "data_type", "") == "e" and value != "#N/A":
                problems.append(sheet.problem(*at, f"the error value {value}", "Mend the formula, or clear the cell."))
            elif value is not None and (shown := _shown(value, cell.number_format)).text:
                if len(shown.text) > MAX_TEXT:
                    problems.append(sheet.problem(*at, f"{len(shown.text):,} characters in one cell",
                                                  f"Shorten it to {MAX_TEXT:,}."))
                cells[at] = SheetCell(*at, shown.text, shown.number, shown.percent, at in computed, shown.exact)
        if cells and worksheet.sheet_state != "visible":
            problems.append(sheet.problem(0, 0, "the sheet is hidden and holds cells",
                                          "Show it if it is to be read; delete it if not."))
        if cells:
            yield sheet


def _formula_cells(worksheet: Worksheet) -> frozenset[tuple[int, int]]:
    return frozenset(at for at, cell in worksheet._cells.items() if cell.data_type == "f")


@dataclass(frozen=True, slots=True)
class _Shown:
    text: str
    number: float | None = None
    percent: bool = False
    exact: str = ""


def _shown(value: object, number_format: str) -> _Shown:
    """What a spreadsheet program shows for a stored value, as far as it bears on the reading of a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        if isinstance(value, (datetime.datetime, datetime.date)):
            only_years = not re.search(r"[md]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format.lower()))
            text = str(value.year) if only_years else value.isoformat()[:10]
            return _Shown(text, exact=text)
        text = "N/A" if str(value) == "#N/A" else str(value).strip()
        return _Shown(text, exact=text)
    # 15 significant digits are what spreadsheet programs keep and show: 0.1+0.2 is 0.3 there.
    exact = Decimal(format(float(value), ".15g"))
    code = re.sub(r"_.|\\.|\"[^\"]*\"|\[[^\]]*\]|\*.|[ ()]", "", number_format.split(";")[0])
    match = _FORMAT.fullmatch(code)
    percent = bool(match and match["percent"])
    if percent:
        exact *= 100
    text = whole = _plain(exact)
    if match and code:
        step = Decimal(1).scaleb(-min(len(match["decimals"] or ""), _MAX_DECIMALS))
        rounded = exact.quantize(step, rounding=ROUND_HALF_UP, context=_EVERY_DIGIT)
        text = f"{rounded:,f}" if match["grouped"] else f"{rounded:f}"
        whole = text if rounded == exact else whole
    sign = "%" if percent else ""
    return _Shown(text + sign, float(exact), percent, whole + sign)


def _plain(exact: Decimal) -> str:
    if exact == exact.to_integral_value() and abs(exact) < 10**15:
        return format(exact.quantize(Decimal(1)), "f")
    return format(exact, "f") if Decimal("1e-10") < abs(exact) < Decimal("1e15") else format(float(exact), ".15g")


def _read_csv(path: Path, max_cells: int) -> tuple[Sheet, ...]:
    if not path.is_file():
        raise NotFoundError(f"no file {path.name!r}", str(path.parent), "Check the name and the folder.")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InvalidInputError([Problem(path.name, 0, "", f"{path.stat().st_size:,} bytes",
                                         f"At most {MAX_FILE_BYTES:,} are read as a spreadsheet.")], path.name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = dict(_csv_cells(path, csv.reader(stream, strict=True), max_cells))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInputError([Problem(path.name, 0, "", f"the file is not comma-separated UTF-8 text ({error})",
                                         "Save it as CSV UTF-8, or as .xlsx.")], path.name) from error
    return (Sheet(path.name, path.stem, cells, {}),) if cells else ()


def _csv_cells(
    path: Path, rows: Iterable[list[str]], max_cells: int
) -> Iterator[tuple[tuple[int, int], SheetCell]]:
    count = 0
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            if not text.strip():
                continue
            count += 1
            if count > max_cells or len(text) > MAX_TEXT:
                raise InvalidInputError([Problem(path.name, row, reference(row, column),
                                                 f"cell {count:,} of at most {max_cells:,}, {len(text):,} characters",
                                                 "Split the file.")], path.name)
            plain = text.strip()
            # A leading apostrophe is how a list keeps spreadsheet programs from running a text as a formula.
            plain = plain[1:] if re.match(r"'[=+\-@]", plain) else plain
            yield (row, column), SheetCell(row, column, plain, exact=plain)
