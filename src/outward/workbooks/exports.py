"""Tables for download, as XLSX or CSV, with their citation: numbers as numbers, text never as a formula."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final, Literal

import xlsxwriter

from outward.errors import InvalidValueError

EPOCH: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
"""The date that every workbook carries as its making: builds must not depend on the clock."""

Value = str | float | int | None
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV injection
_NUMBER = re.compile(r"[-+]?[\d,.]+%?", re.ASCII)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can carry these
_MAX_TEXT: Final = 32_767  # of a cell, in UTF-16 units


def write_table(
    target: Path | IO[bytes],
    columns: Sequence[str],
    rows: Sequence[Sequence[Value]],
    citation: Sequence[tuple[str, str]],
    *,
    format: Literal["xlsx", "csv"],
) -> None:
    """Write a table with its citation beneath it.

    Parameters
    ----------
    target : pathlib.Path or binary stream
        Where it goes.
    columns : sequence of str, length k
        Headers, with the unit in them.
    rows : sequence of sequences, each of length k
        Text (codes stay text: ``33`` of a classification is no number), numbers, or ``None`` for a gap.
    citation : sequence of (name, text)
        Lines such as ``("Source", "...")``, ``("As of", "2017-12-31")``: what a user must be able to cite.
    format : {"xlsx", "csv"}
        CSV is UTF-8 with a byte order mark, which spreadsheet programs need to read Chinese.

    Raises
    ------
    InvalidValueError
        If a row has another length than the header, or a number is not finite.

    Examples
    --------
    >>> stream = io.BytesIO()
    >>> write_table(stream, ["sector", "profit"], [["=1+1", -2.5]], [("Source", "made up")], format="csv")
    >>> stream.getvalue().decode("utf-8-sig").splitlines()
    ['sector,profit', "'=1+1,-2.5", '', 'Source,made up']
    """
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise InvalidValueError(f"{len(row)} cells where the header has {len(columns)}", f"table, row {number}",
                                    "Give every column a value, None for a gap.")
        if any(isinstance(value, float) and not math.isfinite(value) for value in row):
            raise InvalidValueError(f"a number that is not finite: {list(row)}", f"table, row {number}",
                                    "Give None for a gap.")
    data = _xlsx(columns, rows, citation) if format == "xlsx" else _csv(columns, rows, citation)
    if isinstance(target, Path):
        target.write_bytes(data)
    else:
        target.write(data)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Value]], citation: Sequence[tuple[str, str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([_csv_text(value) for value in row] for row in rows)
    writer.writerow([])
    writer.writerows([harmless(name), harmless(text)] for name, text in citation)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _csv_text(value: Value) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else repr(value)


def harmless(text: str) -> str:
    """Keep spreadsheet programs from running a text as a formula: an apostrophe goes before it.

    Examples
    --------
    >>> harmless("=HYPERLINK(1)"), harmless(" @x"), harmless("plain"), harmless("-3.2")
    ("'=HYPERLINK(1)", "' @x", 'plain', "'-3.2")
    """
    clean = legal(text)
    return f"'{clean}" if clean.startswith(_DANGEROUS) or clean.lstrip().startswith(_DANGEROUS) else clean


def harmless_or_number(text: str) -> str:
    """Do the same, but leave what is no more than a number: ``-3.2`` stays one for who reads the file.

    Examples
    --------
    >>> harmless_or_number("-3.2%"), harmless_or_number("-3.2+cmd")
    ('-3.2%', "'-3.2+cmd")
    """
    return text if _NUMBER.fullmatch(text) else harmless(text)


def legal(text: str) -> str:
    """Replace characters that no workbook can hold, and cut what is longer than a cell."""
    clean = _ILLEGAL.sub("\ufffd", text)
    if len(clean.encode("utf-16-le")) // 2 <= _MAX_TEXT:
        return clean
    return clean.encode("utf-16-le")[: 2 * (_MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def new_workbook(target: Path | IO[bytes]) -> xlsxwriter.Workbook:
    """Begin a workbook in which no text becomes a formula, link or number, and no byte depends on the clock."""
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
    })
    book.set_properties({"created": EPOCH, "author": "Outward"})
    return book


def _xlsx(columns: Sequence[str], rows: Sequence[Sequence[Value]], citation: Sequence[tuple[str, str]]) -> bytes:
    stream = io.BytesIO()
    book = new_workbook(stream)
    sheet = book.add_worksheet("Table")
    bold, text_format = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, legal(name), bold)
        longest = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
        sheet.set_column(column, column, min(max(len(name), longest, 6), 60) + 2)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, legal(value), text_format)
            elif value is not None:
                sheet.write_number(number, column, value)
    sheet.freeze_panes(1, 0)
    for line, (name, text) in enumerate(citation, len(rows) + 2):
        sheet.write_string(line, 0, legal(name), bold)
        sheet.write_string(line, 1, legal(text))
    book.close()
    return stream.getvalue()
