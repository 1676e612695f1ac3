"""What a document prints: how often each traced number, and which plain numbers (years, names) stand beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from outward.report.document import (
    Chart,
    Document,
    Heading,
    Number,
    Span,
    Table,
    Text,
    spans_of,
)

NUMBER_IN_TEXT = re.compile(r"(?<![A-Za-z0-9_])[0-9]+(?:[.,][0-9]+)*")
YEAR = re.compile(r"1[89]\d\d|20\d\d|21\d\d")


def times_printed(document: Document) -> Counter[str]:
    """Count how often each figure is printed, charts aside, in the order of first appearance.

    Examples
    --------
    >>> from outward.report.document import Note
    >>> times_printed(Document("a", "en", "", "", "", (), (Note("n", "gap", (Number("x", "1"), Number("x", "1"))),)))
    Counter({'x': 2})
    """
    return Counter(span.id for span in _spans(document) if isinstance(span, Number))


def plain_numbers(document: Document) -> tuple[str, ...]:
    """Give the numbers that stand in a document's words, sorted: years, numbers of tables, names."""
    return tuple(sorted({found[0] for text in _texts(document) for found in NUMBER_IN_TEXT.finditer(text)}))


def _spans(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        yield from spans_of(block)
    for footnote in document.footnotes:
        yield from footnote.spans


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.subtitle, *document.date.split("-"))
    yield from (str(int(part)) for part in document.date.split("-") if part.isdigit())  # 05 is printed as 5 May
    for block in document.blocks:
        match block:
            case Heading():
                yield from (block.number, block.text)
            case Table():
                yield from (block.number, block.title, *block.notes, block.source)
                yield from (column.header for column in block.columns)
            case Chart():
                yield from (block.number, block.title, *block.notes, block.source)
    for span in _spans(document):
        if isinstance(span, Text) or hasattr(span, "target"):
            yield getattr(span, "text", "")
