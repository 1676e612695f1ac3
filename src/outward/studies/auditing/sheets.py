"""One CSV file of an audit's folder: rows of text, with every problem by file, row and column.

The standard library alone: a folder is audited before pandas would have been imported.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from outward.errors import Problem

MAX_BYTES: Final = 256 * 1024 * 1024
MAX_CHARACTERS: Final = 32_767  # what a cell of a spreadsheet holds
MOST_NAMED: Final = 20  # problems of one kind in one file
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Sheet:
    """The rows of a file by the names of its columns; ``problems`` fills while they are read."""

    file: str
    places: dict[str, int]
    rows: list[tuple[int, list[str]]]  # the line as a spreadsheet numbers it, and its cells
    problems: list[Problem] = field(default_factory=list)

    def has(self, column: str) -> bool:
        """Whether the file has a column."""
        return column in self.places

    def cells(self, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """Give each row's line and its cells in these columns; one that the file lacks is empty."""
        places = [self.places.get(column, -1) for column in columns]
        for line, row in self.rows:
            yield line, [row[place] if place >= 0 else "" for place in places]

    def tell(self, row: int, column: str, what: str, mend: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, row, column, what, mend))


def read_sheet(path: Path, known: Sequence[str], required: Sequence[str]) -> Sheet:
    """Read a CSV file in UTF-8, with or without a byte order mark.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    known, required : sequence of str
        The columns that are read, and those without which nothing can be; others are left out.

    Returns
    -------
    Sheet
        Without rows where its problems leave none that can be read.
    """
    sheet = Sheet(path.name, {}, [])
    text = _text(path, sheet)
    if sheet.problems:
        return sheet
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 0
    try:
        for line, row in enumerate(reader, start=1):
            if line == 1:
                _take_header(sheet, row, known, required)
                if sheet.problems:
                    return sheet
            elif any(row):
                _take_row(sheet, line, row, required)
    except csv.Error as error:
        sheet.tell(line + 1, "", f"the row cannot be read: {error}",
                   "Close every quotation mark; within a quoted cell write it twice.")
    if not line:
        sheet.tell(0, "", "the file is empty", f"Give it a header with {', '.join(required)}.")
    del sheet.problems[MOST_NAMED:]
    return sheet


def _text(path: Path, sheet: Sheet) -> str:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        sheet.tell(0, "", f"cannot be read: {error.strerror or error}", "Check the file and the rights to it.")
        return ""
    if size > MAX_BYTES:
        sheet.tell(0, "", f"{size / 2**20:.0f} MB; an audit reads at most {MAX_BYTES // 2**20} MB of one file",
                   "Spread the documents over several folders.")
        return ""
    if data.startswith(_UTF_16):
        sheet.tell(0, "", "the file is UTF-16", "Save it as 'CSV UTF-8'.")
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sheet.tell(data.count(b"\n", 0, error.start) + 1, "", f"byte {data[error.start]:#04x} is not UTF-8",
                   "Save the file as 'CSV UTF-8' (a Chinese spreadsheet saves GBK otherwise).")
        return ""
    if "\x00" in text:
        sheet.tell(text.count("\n", 0, text.index("\x00")) + 1, "", "a NUL character: the file is not text",
                   "Export it again as CSV UTF-8.")
        return ""
    return text


def _take_header(sheet: Sheet, row: Sequence[str], known: Sequence[str], required: Sequence[str]) -> None:
    names = [name.strip() for name in row]
    for name in known:
        if names.count(name) > 1:
            sheet.tell(1, name, f"{names.count(name)} columns of this name", "Keep one.")
    for name in required:
        if name not in names:
            sheet.tell(1, name, "the column is missing", f"Write a header with {', '.join(required)}.")
    sheet.places = {name: names.index(name) for name in known if name in names}


def _take_row(sheet: Sheet, line: int, row: list[str], required: Sequence[str]) -> None:
    width = max(sheet.places.values()) + 1
    needed = max((sheet.places[name] for name in required), default=0) + 1
    if len(row) < needed:
        sheet.tell(line, "", f"the row has {len(row)} cells, too few for its columns",
                   "Give every row as many cells as the header.")
        return
    long = next((name for name, place in sheet.places.items()
                 if place < len(row) and len(row[place]) > MAX_CHARACTERS), None)
    if long is not None:
        sheet.tell(line, long, f"{len(row[sheet.places[long]]):,} characters; a cell has at most {MAX_CHARACTERS:,}",
                   "Shorten it.")
        return
    sheet.rows.append((line, row + [""] * (width - len(row))))
