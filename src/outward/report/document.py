"""The document tree that three writers share: html, pdf and docx. It is in one language and holds no format's markup.

A number in it is a :class:`Number` that names a figure: the writers link it to that figure's trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from outward.vocabulary.labels import Language


@dataclass(frozen=True, slots=True)
class Text:
    """Words; ``style`` is none, strong or emphasis."""

    text: str
    style: Literal["", "strong", "emphasis", "code"] = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: ``target`` is ``#id`` of a block or an anchored row, or an https address in the analyst's own chapter."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as printed in this language, with the id of its row in ``numbers.csv``."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """The mark of a footnote of the document, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class DoubtMark:
    """The sign † behind a number that rests on a contradictory one.

    ``says`` is for who cannot see it; ``target`` is the id of the anchored row that tells of the contradiction.
    """

    says: str
    target: str


DOUBT = "†"
Mark = FootnoteMark | DoubtMark
"""What stands beside the words and belongs to none of them."""
Span = Text | Number | Link | Mark


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with a stable id, so that two reports can be compared sentence by sentence."""

    id: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The words and numbers, without markup."""
        return "".join(span.text for span in self.spans if not isinstance(span, Mark))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is a chapter; ``number`` is printed before it ("3.2"), empty for none."""

    id: str
    level: int
    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that run on."""

    id: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, one tuple of spans an item."""

    id: str
    items: tuple[tuple[Span, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its header, with the unit if fixed; ``numeric`` columns are set right and sorted as numbers."""

    key: str
    header: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: a number, words, or the mark of a gap; ``sort`` is the unrounded value of a number."""

    spans: tuple[Span, ...]
    sort: float | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the first cell is the row's header."""

    key: str
    cells: tuple[TableCell, ...]
    is_total: bool = False
    anchor: str = ""  # its id, where links lead to it


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its number and title ("Table 3.1 ..."), notes and source line."""

    id: str
    number: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    source: str = ""
    summary: str = ""  # alternative text of the table


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point of a chart as a table of its data shows it; ``series`` is empty where there is one."""

    category: str
    series: str
    number: Number
    doubt: DoubtMark | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its Vega-Lite description, title, alternative text, source line and the points that it draws.

    The description knows no figure: what is drawn can be looked up from ``points``.
    """

    id: str
    number: str
    title: str
    spec: Mapping[str, Any]
    alternative: str
    notes: tuple[str, ...] = ()
    source: str = ""
    points: tuple[ChartPoint, ...] = ()

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A note set apart: a gap in the data, a warning, the mark of made-up data."""

    id: str
    kind: Literal["gap", "caution", "synthetic"]
    spans: tuple[Span, ...]


Block = Heading | Paragraph | ListBlock | Table | Chart | Note


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote of the document."""

    id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language."""

    id: str  # case id
    language: Language
    title: str
    subtitle: str
    date: str  # the case's own date (of its main source), never the clock's
    keywords: tuple[str, ...]
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()
    traces: Mapping[str, Any] = field(default_factory=dict)  # figure id -> its trace, as in trace.json
    release: str = ""  # the release's content hash: not its number, which is a matter of the workspace's history

    def __hash__(self) -> int:
        return hash((self.id, self.language))


def spans_of(block: Block) -> Iterator[Span]:
    """Give every span of a block, in order."""
    match block:
        case Paragraph(sentences=sentences):
            for sentence in sentences:
                yield from sentence.spans
        case ListBlock(items=items):
            for item in items:
                yield from item
        case Table(rows=rows):
            for row in rows:
                for cell in row.cells:
                    yield from cell.spans
        case Note(spans=spans):
            yield from spans
        case _:
            return
