"""The files of an index: its framework, its data as CSV or a workbook, and the tables of a COINr index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from outward.composite import Framework, IndexData, read_data, read_framework
from outward.composite.coin import CoinTables, read_coin
from outward.composite.data import Floats
from outward.composite.shipped import SHIPPED, shipped_framework
from outward.composite.table import OPTIONAL, number_in
from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.workbooks.sheets import Sheet, read_sheets

_MOST_BYTES: Final = 4 * 1024 * 1024  # of a framework
_MOST_CELLS: Final = 3_000_000  # of data: a long table of 1,000 units and 100 variables has 500,000
DATA_SHEET: Final = "data"
"""The sheet that a workbook of several must have; a workbook of one sheet may call it anything."""


def framework_named(given: str | Path) -> Framework:
    """Give the framework of a file, or a shipped one by its id.

    Raises
    ------
    NotFoundError
        If there is neither.
    InvalidInputError
        If the file is no framework; every problem by line and key.
    """
    path = Path(given)
    if str(given) in SHIPPED and not path.is_file():
        return shipped_framework(str(given))
    return read_framework(framework_file_text(path), file=path.name)


def framework_file_text(path: Path) -> str:
    """Read a framework's file as text.

    Raises
    ------
    NotFoundError
        If it is not there.
    InvalidInputError
        If it is too large or not in UTF-8.
    """
    if not path.is_file():
        raise NotFoundError(f"no framework {str(path)[:200]!r}", "frameworks of indices",
                            f"Name a TOML file, or one that comes with Outward: {', '.join(SHIPPED)}.")
    if path.stat().st_size > _MOST_BYTES:
        raise InvalidInputError([Problem(path.name, 0, "", f"{path.stat().st_size:,} bytes",
                                         "A framework is a short text; this is something else.")], path.name)
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidInputError([Problem(path.name, line, "", "the file is not UTF-8", "Save it as UTF-8.")],
                                path.name) from None


def data_file(path: Path, framework: Framework) -> IndexData:
    """Read the data of an index from a CSV file (UTF-8) or a workbook.

    A workbook's sheet is the one named ``data``, or its only one.

    Raises
    ------
    NotFoundError
        If the file is not there.
    InvalidInputError
        If it cannot be read, or a cell is wrong; every problem by row and column.
    """
    header, rows = _table(path)
    return read_data(header, rows, framework, file=path.name)


def _table(path: Path) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]]]:
    sheets = read_sheets(path, max_cells=_MOST_CELLS)
    named = [sheet for sheet in sheets if sheet.title.casefold() == DATA_SHEET] or list(sheets)
    if len(named) != 1:
        what = f"the sheets {', '.join(sheet.title for sheet in sheets)}" if sheets else "no sheet that shows anything"
        raise InvalidInputError([Problem(path.name, 0, "", f"there are {what}" if sheets else f"there is {what}",
                                         f"Call the sheet with the data {DATA_SHEET!r}.")], path.name)
    sheet = named[0]
    width = max((cells[-1].column for cells in sheet.rows.values()), default=0)
    lines = [(row, _texts(sheet, row, width)) for row in sheet.rows]
    first = next((place for place, (_, texts) in enumerate(lines) if _is_header(texts)), None)
    if first is None:
        raise InvalidInputError([Problem(path.name, 1, "", "no row begins the table",
                                         "Write a header with a column 'unit'; part cells by commas.")], path.name)
    return lines[first][1], lines[first + 1:]


def _texts(sheet: Sheet, row: int, width: int) -> tuple[str, ...]:
    texts = [""] * width
    for cell in sheet.row(row):
        texts[cell.column - 1] = (cell.exact or cell.text).rstrip("%") if cell.percent else cell.exact or cell.text
    return tuple(texts)


def _is_header(texts: Sequence[str]) -> bool:
    """Say whether a row is the header: notes may stand above it."""
    return "unit" in {text.strip().casefold() for text in texts} - set(OPTIONAL)


@dataclass(frozen=True, slots=True)
class PrintedScores:
    """Scores and the parts behind them as somebody printed them; a row without all of them is left out."""

    parts: Floats  # (units, parts)
    scores: Floats  # (units,)
    part_digits: int  # decimals that are printed
    score_digits: int


def printed_scores(path: Path, score: str, parts: Sequence[str]) -> PrintedScores:
    """Read printed scores and their parts from columns of a CSV file or a workbook.

    Parameters
    ----------
    path : pathlib.Path
        The file; its first row is the header.
    score : str
        The column of the scores.
    parts : sequence of str
        The columns of the parts.

    Raises
    ------
    NotFoundError
        If there is no such file or column.
    InvalidInputError
        If a cell is no number.
    """
    rows = _named_rows(path)
    wanted = (score, *parts)
    for name in wanted:
        if not rows or name not in rows[0][1]:
            raise NotFoundError(f"no column {name[:60]!r}", path.name,
                                f"Columns are {', '.join(rows[0][1]) if rows else 'none: the file is empty'}.")
    wrong = [Problem(path.name, line, name, f"{row[name][:60]!r} is no number", "Write a plain number.")
             for line, row in rows for name in wanted if number_in(row[name]) is None]
    if wrong:
        raise InvalidInputError(wrong[:50], path.name)
    values = np.array([[number_in(row[name]) for name in wanted] for _, row in rows], dtype=float)
    whole = ~np.isnan(values).any(axis=1)
    digits = [max((len(row[name].strip().partition(".")[2]) for (_, row), is_whole in zip(rows, whole, strict=True)
                   if is_whole), default=0) for name in wanted]
    return PrintedScores(values[whole, 1:], values[whole, 0], min(digits[1:]), digits[0])


def coin_files(units: Path, codes: Path) -> CoinTables:
    """Read iData and iMeta of a COINr index.

    Raises
    ------
    NotFoundError
        If a file is not there.
    InvalidInputError
        If a cell is wrong; every problem by file, row and column.
    """
    return read_coin(_named_rows(units), _named_rows(codes), units_file=units.name, codes_file=codes.name)


def _named_rows(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    sheets = read_sheets(path, max_cells=_MOST_CELLS)
    if not sheets:
        return []
    sheet = sheets[0]
    width = max(cells[-1].column for cells in sheet.rows.values())
    lines = [(row, _texts(sheet, row, width)) for row in sheet.rows]
    header = lines[0][1]
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    if twice:
        raise InvalidInputError([Problem(path.name, lines[0][0], name, "the column stands twice", "Keep one.")
                                 for name in twice], path.name)
    return [(row, dict(zip(header, ("" if text == "NA" else text for text in texts), strict=True)))
            for row, texts in lines[1:]]
