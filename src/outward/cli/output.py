"""What commands print: columns that line up in both languages, and JSON for machines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence


def print_rows(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under a header, numbers to the right, each column as wide as its widest cell."""
    cells = [list(header), *([_text(value) for value in row] for row in rows)]
    widths = [max(_width(row[place]) for row in cells) for place in range(len(header))]
    right = [bool(rows) and all(isinstance(row[place], int) for row in rows) for place in range(len(header))]
    for row in cells:
        padded = [_padded(text, width, to_right=is_number)
                  for text, width, is_number in zip(row, widths, right, strict=True)]
        print("  ".join(padded).rstrip())


def print_json(value: object) -> None:
    """Print JSON with sorted keys."""
    print(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))


def _text(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _width(text: str) -> int:
    """Count the places that a text takes in a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, to_right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if to_right else text + space
