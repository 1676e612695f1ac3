"""A CSV file with named columns, read as untrusted text: every problem by row and column, nothing left out."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from outward.errors import InvalidInputError, NotFoundError, Problem

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_TEXT: Final = 2_000  # characters of a cell
_MOST_PROBLEMS: Final = 50
_NUMBER: Final = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3}){1,12}(\.\d{0,40})?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(slots=True)
class Row:
    """A row of a file; what is wrong with a cell is noted in the file's list of problems."""

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem] = field(repr=False)

    def text(self, column: str) -> str:
        """Give a cell's text; empty where the file has no such column."""
        return self.cells.get(column, "")

    def wrong(self, column: str, what: str, mend: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, self.line, column, what, mend))

    def required(self, column: str) -> str:
        """Give a cell that may not be empty."""
        text = self.text(column)
        if not text:
            self.wrong(column, "the cell is empty", f"Fill the column {column}.")
        return text

    def number(self, column: str, least: float = -math.inf, most: float = math.inf) -> float | None:
        """Give a number within bounds; ``None`` for an empty cell."""
        text = self.text(column)
        if not text:
            return None
        grouped = _GROUPED.fullmatch(text)
        number = float(text.replace(",", "")) if grouped or _NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(number):
            self.wrong(column, f"{text[:60]!r} is no number", "Write a plain number such as 1234.5, or leave it empty.")
            return None
        if not least <= number <= most:
            self.wrong(column, f"{text[:60]} is out of range", f"Write a number from {least:g} to {most:g}.")
            return None
        return number

    def whole(self, column: str, least: int, most: int) -> int | None:
        """Give a whole number within bounds; ``None`` for an empty cell."""
        number = self.number(column, least, most)
        if number is not None and number != int(number):
            self.wrong(column, f"{self.text(column)[:60]!r} is no whole number", "Write it without decimals.")
            return None
        return None if number is None else int(number)

    def date(self, column: str) -> str:
        """Give a date as ISO 8601 writes it; empty for an empty cell."""
        text = self.text(column)
        if not text:
            return ""
        try:
            if not _DATE.fullmatch(text):
                raise ValueError
            return datetime.date.fromisoformat(text).isoformat()
        except ValueError:
            self.wrong(column, f"{text[:60]!r} is no date", "Write it as 2026-12-31.")
            return ""


def csv_rows(path: Path, *, needed: Collection[str], optional: Collection[str] = (),
             most_bytes: int = MOST_BYTES) -> Iterator[Row]:
    """Read a CSV file (UTF-8) row by row; at its end, or after 50 problems, they are raised all at once.

    Parameters
    ----------
    path : pathlib.Path
        The file; its first row is the header.
    needed, optional : collections of str
        The columns that must, and that may stand in it. Any other column is an error: it may be a misspelt one.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is too large, no CSV in UTF-8, or has a wrong column; and for every problem that was noted of a row.
    """
    data = _bytes(path, most_bytes)
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInputError([Problem(path.name, line, "", "the file is not UTF-8", "Save it as CSV in UTF-8.")],
                                path.name) from None
    if "\0" in text:
        raise InvalidInputError([Problem(path.name, 0, "", "the file holds null characters", "Save it as CSV in UTF-8.")
                                 ], path.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(path.name, next(reader, []), needed, optional)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row = Row(path.name, reader.line_num, dict(zip(header, map(str.strip, cells), strict=False)), problems)
            if len(cells) != len(header):
                row.wrong("", f"{len(cells)} cells where the header has {len(header)}",
                          "Put text with commas between quotation marks.")
            elif long := next((name for name, cell in row.cells.items() if len(cell) > MOST_TEXT), ""):
                row.wrong(long, "the cell is too long", f"Write at most {MOST_TEXT:,} characters.")
            else:
                yield row
            if len(problems) >= _MOST_PROBLEMS:
                break
    except csv.Error as error:
        problems.append(Problem(path.name, reader.line_num, "", f"the row cannot be read ({error})",
                                "Save it as CSV with commas, and text between quotation marks."))
    if problems:
        raise InvalidInputError(problems[:_MOST_PROBLEMS], path.name)


def _bytes(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise NotFoundError(f"there is no file {str(path)[:200]!r}", "early warning", "Name a CSV file.")
    size = path.stat().st_size
    if size > most:
        raise InvalidInputError([Problem(path.name, 0, "", f"the file has {size:,} bytes",
                                         f"Split it: at most {most:,} are read.")], path.name)
    return path.read_bytes()


def _header(file: str, cells: list[str], needed: Collection[str], optional: Collection[str]) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    known = [*needed, *optional]
    wrong = [Problem(file, 1, name[:60], "there is no such column here" if name else "a column has no name",
                     f"Columns are {', '.join(known)}.") for name in header if name not in known]
    wrong += [Problem(file, 1, name, "the column stands twice", "Keep one.")
              for name in known if header.count(name) > 1]
    wrong += [Problem(file, 1, name, "the column is missing", f"Add it; columns are {', '.join(known)}.")
              for name in needed if name not in header]
    if wrong:
        raise InvalidInputError(wrong[:_MOST_PROBLEMS], file)
    return header
