"""CSV tables that studies write: numbers in full, and text that no spreadsheet program runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from math import isnan

import numpy as np

from outward.workbooks.exports import harmless_or_number


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a CSV table in UTF-8; text that a spreadsheet program would run gets an apostrophe before it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, float | np.floating):
        return "" if isnan(value) else repr(float(value))
    return harmless_or_number(str(value)) if isinstance(value, str) else str(value)
