"""Tables as CSV, which spreadsheet programs read as Chinese and run no formula of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from outward.workbooks.exports import harmless


def write_csv(file: IO[bytes], lines: Iterable[Sequence[Any]]) -> None:
    """Write lines of texts, numbers and yes or no as they come; the first holds the columns' names."""
    file.write(b"\xef\xbb\xbf")  # spreadsheet programs need it to read Chinese
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    csv.writer(text, lineterminator="\r\n").writerows([_cell(value) for value in line] for line in lines)
    text.flush()
    text.detach()


def csv_bytes(lines: Iterable[Sequence[Any]]) -> bytes:
    """Give a small table as a file's content."""
    file = io.BytesIO()
    write_csv(file, lines)
    return file.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else repr(value)
