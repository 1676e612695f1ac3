"""What a study returns: sections of statements, tables and charts, with the figures, gaps and sources in them.

Nothing here knows a language or a format: labels come in both languages, numbers as figures that carry their trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from outward.casebook.case import Case
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.statements import Statement, figures_of

ChartKind = Literal["bars", "grouped bars", "stacked bars", "lines", "ranks", "dots", "bands", "heat map", "slopes",
                    "reliability", "timeline"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the study wanted and the case has no data for; it appears as soon as a user loads it."""

    id: str
    what: Label
    mend: Label  # which indicator, region, sector and periods to load


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    id: str
    title: Label


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence without a number: a definition, a caution, a pointer."""

    id: str
    text: Label


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``unit`` is the unit code that its header prints, empty for text or mixed units."""

    key: str
    label: Label
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: one cell a column; ``None`` is a gap in the source."""

    key: str
    label: Label
    cells: tuple[Figure | Label | None, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A table of figures and names."""

    id: str
    title: Label
    stub: Label  # header of the row labels
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Label, ...] = ()
    sources: tuple[str, ...] = ()  # ids of sources of the words in it; its figures name their own


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of a chart."""

    category: Label  # where it stands: a sector, a period, a region
    series: Label  # which of several it belongs to; Label("") where there is one
    figure: Figure


@dataclass(frozen=True, slots=True)
class ResultChart:
    """A chart's content; ``charts`` turns it into a Vega-Lite description. A missing point is simply not there."""

    id: str
    title: Label
    kind: ChartKind
    category: Label  # axis title
    measure: Label  # axis title, without the unit
    unit: str
    points: tuple[Point, ...]
    summary: tuple[Statement, ...] = ()  # what the picture shows, for the alternative text
    notes: tuple[Label, ...] = ()


Item = Statement | ResultTable | ResultChart | Gap | Heading | Remark


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of a result."""

    id: str
    title: Label
    items: tuple[Item, ...]
    apart: bool = False  # each statement is a paragraph of its own, as a summary reads best
    annexed: bool = False  # stands in the report's annex, not among its chapters


@dataclass(frozen=True, slots=True)
class Doubt:
    """A contradiction among printed numbers: every view marks what rests on one of them, and says which it is."""

    id: str  # the key of the table's row that tells of it
    name: str  # as that row is called, in both languages
    cells: tuple[str, ...]  # ids of the figures of the printed numbers that are thought wrong


@dataclass(frozen=True, slots=True)
class StudyResult:
    """The answer to one study's question about one release."""

    study: str
    case: Case
    release: str
    as_of: str  # ISO date up to which observations were known; empty for all
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    doubts: tuple[Doubt, ...] = ()  # the gravest first

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the case has no data for, in order of appearance."""
        return tuple(item for section in self.sections for item in section.items if isinstance(item, Gap))

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Give (section id, figure) for every figure that is shown, in order of appearance; may repeat."""
        for section in self.sections:
            for item in section.items:
                for figure in shown_in(item):
                    yield section.id, figure


def shown_in(item: Item) -> Iterator[Figure]:
    """Give the figures that an item shows."""
    if isinstance(item, Statement):
        yield from figures_of(item)
    elif isinstance(item, ResultTable):
        for row in item.rows:
            yield from (cell for cell in row.cells if isinstance(cell, Figure))
    elif isinstance(item, ResultChart):
        yield from (point.figure for point in item.points)
