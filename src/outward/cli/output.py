"""What commands print: columns that line up in both languages, JSON, and nothing that steers a terminal."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import TextIO

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of text round: they come from files and names, not from us."""


class PlainStream(io.TextIOBase):
    r"""A stream that shows control characters by their numbers, and so what its encoding lacks.

    Examples
    --------
    >>> inner = io.StringIO()
    >>> print("a \x1b[31mred\x1b[0m name", file=PlainStream(inner))
    >>> inner.getvalue()
    'a \\x1b[31mred\\x1b[0m name\n'
    """

    def __init__(self, inner: TextIO) -> None:
        self._inner = inner
        self._encoding = getattr(inner, "encoding", None) or "utf-8"  # a StringIO has none

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream beneath."""
        return self._encoding

    def write(self, text: str) -> int:
        """Write a text."""
        plain = _STEERING.sub(_number, text)
        self._inner.write(plain.encode(self._encoding, "backslashreplace").decode(self._encoding))
        return len(text)

    def flush(self) -> None:
        """Have the stream beneath write what it holds back."""
        self._inner.flush()

    def fileno(self) -> int:
        """Give the descriptor of the stream beneath."""
        return self._inner.fileno()

    def isatty(self) -> bool:
        """Say whether a person reads it."""
        return self._inner.isatty()


def _number(found: re.Match[str]) -> str:
    return found.group().encode("ascii", "backslashreplace").decode() if found.group() > "\xff" else (
        f"\\x{ord(found.group()):02x}")


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
