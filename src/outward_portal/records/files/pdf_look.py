"""Looks for what runs or hides in a PDF. Run by itself in a process with little memory and time: the file is hostile.

``python pdf_look.py FILE`` prints a JSON list of what was found, each a word that ``pdf.py`` knows.
"""

from __future__ import annotations

import contextlib
import json
import logging
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 1 << 30
SECONDS: Final = 15

_NAMES: Final = {
    "/JavaScript": "script", "/JS": "script", "/XFA": "script",
    "/Launch": "program", "/ImportData": "program", "/SubmitForm": "program", "/Rendition": "program",
    "/EmbeddedFile": "embedded", "/EmbeddedFiles": "embedded", "/FileAttachment": "embedded",
    "/RichMedia": "media", "/Movie": "media", "/3D": "media", "/Sound": "media",
}
_RAW: Final = {b"/JavaScript": "script", b"/Launch": "program", b"/EmbeddedFile": "embedded", b"/RichMedia": "media"}
"""Names too long to come about by chance in packed bytes; so found also where no table of objects leads."""


def look(path: Path) -> list[str]:
    """Name what a PDF holds that it should not."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError
    from pypdf.generic import IndirectObject

    raw = path.read_bytes()
    found = {word for name, word in _RAW.items() if name in raw}
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            return ["encrypted"]
        numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
        numbers |= {(number, 0) for number in reader.xref_objStm}
        for number, generation in sorted(numbers):
            for name in _names(IndirectObject(number, generation, reader).get_object()):
                if name in _NAMES:
                    found.add(_NAMES[name])
        for name in _names(reader.trailer):
            if name in _NAMES:
                found.add(_NAMES[name])
        if not reader.pages:
            found.add("damaged")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError,
            AssertionError, NotImplementedError):
        found.add("damaged")
    return sorted(found)


def _names(thing: Any) -> Iterator[str]:
    """Give every name in an object, keys and values, without following what it refers to."""
    waiting = [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            for key, value in each.items():
                yield str(key)
                waiting.append(value)
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and each.startswith("/"):
            yield each


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    with contextlib.suppress(ValueError):  # macOS knows no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    print(json.dumps(look(Path(sys.argv[1]))))
