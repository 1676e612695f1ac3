"""Characters that no print format can carry, found before a writer meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outward.errors import InvalidValueError
from outward.report.document import Chart, Document, Heading, Mark, Table, spans_of

# What XML 1.0 forbids: control characters but tab and line ends, lone surrogates, two noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def check_characters(document: Document) -> None:
    """Refuse a document with control characters or halves of characters.

    Raises
    ------
    InvalidValueError
        Naming the character, and the block it stands in.

    Examples
    --------
    >>> check_characters(Document("a", "en", "Title", "", "2016", (), ()))
    """
    for place, text in _texts(document):
        found = _FORBIDDEN.search(text)
        if found is not None:
            raise InvalidValueError(f"the character U+{ord(found.group()):04X} cannot be printed",
                                    f"report {document.id}, {place}", "Remove it from the text there.")


def place_of(document: Document, text: str) -> str:
    """Name the first block that holds a text, for a message.

    Examples
    --------
    >>> place_of(Document("a", "en", "Title", "", "2016", (), ()), "tl")
    'title'
    """
    return next((place for place, words in _texts(document) if text in words), "a chart or the page's own words")


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Give every text of a document outside its charts, with the place it stands in."""
    yield from (("title", document.title), ("subtitle", document.subtitle), ("date", document.date))
    yield from (("keywords", keyword) for keyword in document.keywords)
    for block in document.blocks:
        place = f"block {block.id}"
        if isinstance(block, Heading):
            yield from ((place, block.text), (place, block.number))
        if isinstance(block, Table | Chart):
            yield from ((place, text) for text in (block.number, block.title, block.source, *block.notes))
        if isinstance(block, Chart):
            yield place, block.alternative
        if isinstance(block, Table):
            yield place, block.summary
            yield from ((place, column.header) for column in block.columns)
        for span in spans_of(block):
            if not isinstance(span, Mark):
                yield place, span.text
    for footnote in document.footnotes:
        for span in footnote.spans:
            if not isinstance(span, Mark):
                yield f"footnote {footnote.id}", span.text
