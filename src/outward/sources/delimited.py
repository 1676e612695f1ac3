"""Text tables as providers hand them out: UTF-8, UTF-16 or Latin-1, with commas, semicolons or tabs, some of them huge.

Only the columns that are wanted are kept. Nothing is interpreted here but numbers, when they are asked for.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, NotFoundError, Problem

MOST_BYTES: Final = 4 << 30
MOST_ROWS: Final = 3_000_000
_HEAD: Final = 1 << 20  # bytes in which the header must be found
_HEAD_ROWS: Final = 8
_CHUNK: Final = 1 << 22
_SHOWN: Final = 20
_LARGEST: Final = 1e24
_MISSING: Final = frozenset({"", "..", "...", "n/a", "na", "n.a.", "nan", "--", "-", "null", "none", "."})
_NUMBER: Final = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3}){1,12}(\.\d{0,40})?", re.ASCII)
_YEAR: Final = re.compile(r"((?:1[6-9]|20)\d\d)(?:\.0+)?(?: ?\[YR(?:1[6-9]|20)\d\d\])?", re.ASCII)
_OTHER_KINDS: Final = {
    b"PK\x03\x04": ("a zip archive or a workbook", "Unpack it, or name it .xlsx where it is a workbook."),
    b"\x1f\x8b": ("packed with gzip", "Unpack it."),
    bytes.fromhex("D0CF11E0A1B11AE1"): ("an old Excel file", "Open it and save it as CSV or .xlsx."),
    b"PAR1": ("a Parquet file", "Save it as CSV."),
    b"%PDF": ("a PDF", "Load the provider's CSV."),
    b"$FL": ("an SPSS file", "Load the provider's CSV."),
    b"<stata": ("a Stata file", "Load the provider's CSV."),
    b"<htm": ("a web page", "Load the file itself; the provider's page may ask you something first."),
    b"<!DO": ("a web page", "Load the file itself; the provider's page may ask you something first."),
}


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text table, of which only the first rows have been read."""

    path: Path
    name: str  # for messages
    encoding: str
    delimiter: str
    head: tuple[tuple[str, ...], ...]  # its first rows, blank ones too


def text_table(path: Path, *, name: str = "", most_bytes: int = MOST_BYTES) -> TextTable:
    """Look at a file's first rows: how its letters are coded, what parts its columns.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str
        What it is called in messages; the file's name without it.
    most_bytes : int
        The most that is read.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is empty, too large, or no text.
    """
    called = name or path.name
    if not path.is_file():
        raise NotFoundError(f"there is no file {str(path)[:200]!r}", "risk panel",
                            "Name a file that a provider hands out.")
    size = path.stat().st_size
    if not 0 < size <= most_bytes:
        raise refused(called, "is empty" if not size else f"has {size:,} bytes", f"Give up to {most_bytes:,} bytes.")
    with path.open("rb") as stream:
        first = stream.read(_HEAD)
    for mark, (what, mend) in _OTHER_KINDS.items():
        if first[:8].lower().startswith(mark.lower()):
            raise refused(called, f"is {what}", mend)
    encoding = _encoding(path, first, called)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(first)
    lines = text.splitlines()
    if len(first) == _HEAD and len(lines) < 2:
        raise refused(called, f"has no line end in its first {_HEAD:,} bytes", "Load it anew.")
    delimiter = max("\t,;", key=lambda mark: max((line.count(mark) for line in lines[:_HEAD_ROWS]), default=0))
    try:
        rows = csv.reader(io.StringIO("\n".join(lines[:_HEAD_ROWS])), delimiter=delimiter)
        head = tuple(tuple(cell.strip() for cell in row) for row in rows)
    except csv.Error as error:
        raise refused(called, f"has a header that cannot be read ({error})", "Load it anew.") from None
    return TextTable(path, called, encoding, delimiter, head)


def read_columns(table: TextTable, header: int, wanted: Callable[[str], bool]) -> pd.DataFrame:
    """Read some columns of a table, all cells as text without spaces around; its index is the line in the file.

    Parameters
    ----------
    table : TextTable
        The table.
    header : int
        The place of the header among the first rows, from 0.
    wanted : callable
        Says of a column's name whether it is read.

    Raises
    ------
    InvalidInputError
        If a wanted column stands there twice, a row has more cells than the header, or there are too many rows or none.
    """
    names = table.head[header]
    places = [place for place, name in enumerate(names) if wanted(name)]
    folded = [names[place].casefold() for place in places]
    twice = sorted({names[place] for place in places if folded.count(names[place].casefold()) > 1})
    if twice:
        raise InvalidInputError([Problem(table.name, header + 1, name[:60], "stands twice in the header",
                                         "Keep one of them.") for name in twice[:_SHOWN]], table.name)
    kept: list[list[str]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    try:
        with table.path.open(encoding=table.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=table.delimiter, strict=True)
            for number, cells in enumerate(reader):
                if number <= header or not any(map(str.strip, cells)):
                    continue
                if any(map(str.strip, cells[len(names):])):
                    problems.append(Problem(
                        table.name, reader.line_num, "", f"has more than the {len(names)} cells of the header",
                        "Put text with separators in it between quotation marks."))
                if len(problems) == _SHOWN or len(kept) == MOST_ROWS:
                    break
                kept.append([cells[place].strip() if place < len(cells) else "" for place in places])
                lines.append(reader.line_num)
    except csv.Error as error:
        problems.append(Problem(table.name, reader.line_num, "", f"cannot be read ({error})", "Load the file anew."))
    except UnicodeError:
        problems.append(Problem(table.name, 0, "", f"is no text in {table.encoding}", "Load the file anew."))
    if len(kept) == MOST_ROWS:
        raise refused(table.name, f"has {MOST_ROWS:,} rows or more", "Give the table by country and year.")
    if problems:
        raise InvalidInputError(problems, table.name)
    if not kept:
        raise refused(table.name, "has no row below its header", "Load it anew.")
    return pd.DataFrame(kept, columns=[names[place] for place in places], index=pd.Index(lines, dtype=int), dtype=str)


def numbers(cells: pd.Series, file: str, *, missing: Collection[float] = ()) -> pd.Series:
    """Read cells as numbers: ``1,234.5``, ``1.2e3``; empty, ``..``, ``n/a`` and ``--`` are missing.

    Parameters
    ----------
    cells : pandas.Series of str
        Cells by row of the file; its name is the column's.
    file : str
        The file's name, for messages.
    missing : collection of float
        Numbers that stand for nothing, such as -99.

    Raises
    ------
    InvalidInputError
        If a cell is no number, or one that nothing in a panel can be (above 1e24).

    Examples
    --------
    >>> numbers(pd.Series(["1,234.5", "n/a", "-2"], name="gdp"), "file").tolist()
    [1234.5, nan, -2.0]
    """
    known: dict[str, float] = {}
    wrong: list[str] = []
    for text in pd.unique(cells):
        plain = text.strip()
        if plain.casefold() in _MISSING:
            known[text] = math.nan
        elif _NUMBER.fullmatch(plain) or _GROUPED.fullmatch(plain):
            number = float(plain.replace(",", ""))
            known[text] = math.nan if number in missing else number
            if abs(number) > _LARGEST:
                wrong.append(text)
        else:
            wrong.append(text)
    if wrong:
        at = cells[cells.isin(wrong)].head(_SHOWN)
        raise InvalidInputError([Problem(file, int(str(row)), str(cells.name), f"{text[:60]!r} is no usable number",
                                         "Write a plain number; a missing figure is an empty cell.")
                                 for row, text in at.items()], file)
    return cells.map(known).astype(float)


def whole_numbers(cells: pd.Series, file: str, least: int, most: int) -> pd.Series:
    """Read cells as whole numbers within bounds; empty ones are missing.

    Raises
    ------
    InvalidInputError
        If a cell is no whole number, or out of bounds.

    Examples
    --------
    >>> whole_numbers(pd.Series(["1999", "2000.0"], name="year"), "file", 1600, 2100).tolist()
    [1999, 2000]
    """
    found = numbers(cells, file)
    wrong = found.notna() & ~(found.between(least, most) & (found % 1 == 0))
    if wrong.any():
        raise InvalidInputError([Problem(file, int(str(row)), str(cells.name),
                                         f"{cells[row][:60]!r} is no whole number from {least} to {most}",
                                         "Mend or leave out the row.") for row in found.index[wrong][:_SHOWN]], file)
    return found.astype("Int64")


def years(cells: pd.Series, file: str) -> pd.Series:
    """Read a column of years, none of which may be missing.

    Raises
    ------
    InvalidInputError
        If a cell is no year from 1600 to 2100.
    """
    found = whole_numbers(cells, file, 1600, 2100)
    if found.isna().any():
        raise InvalidInputError([Problem(file, int(str(row)), str(cells.name), "has no year", "Fill it.")
                                 for row in found.index[found.isna()][:_SHOWN]], file)
    return found.astype(int)


def year_columns(names: Collection[str]) -> dict[str, int]:
    """Give the columns that are years: ``1996``, ``1996 [YR1996]``.

    Examples
    --------
    >>> year_columns(["Country", "1996", "1997 [YR1997]", "12"])
    {'1996': 1996, '1997 [YR1997]': 1997}
    """
    return {name: int(found[1]) for name in names if (found := _YEAR.fullmatch(name))}


def refused(file: str, what: str, mend: str) -> InvalidInputError:
    """Make the error of a whole file."""
    return InvalidInputError([Problem(file, 0, "", f"the file {what}", mend)], file)


def _encoding(path: Path, first: bytes, name: str) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in first:
        odd, even = first[1:4001:2].count(0), first[0:4000:2].count(0)
        half = len(first[:4000]) / 2
        if odd > 0.7 * half and even < 0.1 * half:
            return "utf-16-le"
        if even > 0.7 * half and odd < 0.1 * half:
            return "utf-16-be"
        raise refused(name, "is no text", "Load the provider's CSV.")
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_CHUNK):
                if b"\0" in block:
                    raise refused(name, "holds null characters", "Load it anew.")
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"
