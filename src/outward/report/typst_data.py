"""A document as the data that the typst template reads. No text becomes markup: it travels as JSON strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outward.errors import InvalidValueError
from outward.report.annex import ANNEX_TABLE
from outward.report.document import (
    DOUBT,
    Block,
    Chart,
    Document,
    DoubtMark,
    Footnote,
    FootnoteMark,
    Heading,
    Link,
    ListBlock,
    Note,
    Number,
    Paragraph,
    Span,
    Table,
    TableCell,
    Text,
    spans_of,
)
from outward.report.page_layout import (
    LANDSCAPE_EM,
    PORTRAIT_EM,
    WHOLE_LINES,
    breakable_pieces,
    column_widths,
    flows,
    is_dense,
    row_lines,
    running_spans,
    type_width,
)
from outward.report.print_words import PRINT_WORDS, date_in_words

AUTHOR = "Outward"
_LINE_EM = 38.0  # a line of text holds more; a longer word is broken
_PADDING_EM = 1.1

Data = dict[str, Any]
Draw = Callable[[Mapping[str, Any]], str]


def typst_data(document: Document, draw: Draw) -> Data:
    """Turn a document into what ``templates/report.typ`` reads.

    Parameters
    ----------
    document : Document
        The report in one language.
    draw : callable
        From a chart's Vega-Lite description to its picture as SVG.

    Returns
    -------
    dict
        Strings, numbers, lists and dictionaries only.

    Raises
    ------
    InvalidValueError
        If a footnote mark names no footnote, or stands in a footnote itself.

    Examples
    --------
    >>> typst_data(Document("a", "en", "Title", "", "2016", (), ()), lambda spec: "")["date"]
    'Data as of 2016'
    """
    return _Writer(document, draw).data()


class _Writer:
    """One pass over a document; it remembers which labels are given away and which footnotes were set."""

    def __init__(self, document: Document, draw: Draw) -> None:
        self._document = document
        self._draw = draw
        self._words = PRINT_WORDS[document.language]
        self._footnotes = {footnote.id: footnote for footnote in document.footnotes}
        self._set: set[str] = set()
        self._labelled: set[str] = set()
        self._targets = {block.id for block in document.blocks}
        self._targets |= {row.anchor for block in document.blocks if isinstance(block, Table)
                          for row in block.rows if row.anchor}
        self._rows = {row.key for block in document.blocks if isinstance(block, Table) and block.id == ANNEX_TABLE
                      for row in block.rows}

    def data(self) -> Data:
        document = self._document
        notes = [block for block in document.blocks if isinstance(block, Note) and block.kind == "synthetic"]
        return {
            "language": document.language,
            "title": document.title,
            "subtitle": document.subtitle,
            "date": self._words.dated + date_in_words(document.date, document.language) if document.date else "",
            "author": AUTHOR,
            "keywords": list(document.keywords),
            "contents": self._words.contents,
            "guide": self._guide(),
            "synthetic": self._words.synthetic if notes else "",
            "flows": [{"landscape": flow.landscape,
                       "blocks": [self._block(block, LANDSCAPE_EM if flow.landscape else PORTRAIT_EM)
                                  for block in flow.blocks]}
                      for flow in flows(document.blocks)],
        }

    def _guide(self) -> str:
        is_marked = any(isinstance(span, DoubtMark) for block in self._document.blocks for span in spans_of(block))
        said = [self._words.guide if self._rows else "", self._words.doubt if is_marked else ""]
        return ("" if self._document.language == "zh" else " ").join(filter(None, said))

    def _block(self, block: Block, width: float) -> Data:
        match block:
            case Heading():
                return {"kind": "heading", "label": self._label(f"block:{block.id}"), "level": block.level,
                        "number": block.number, "text": block.text}
            case Paragraph():
                spans = running_spans(block, self._document.language)
                return {"kind": "paragraph", "label": self._label(f"block:{block.id}"), "spans": self._spans(spans)}
            case ListBlock():
                return {"kind": "list", "label": self._label(f"block:{block.id}"), "ordered": block.ordered,
                        "items": [self._spans(item) for item in block.items]}
            case Note():
                return {"kind": "note", "label": self._label(f"block:{block.id}"), "note": block.kind,
                        "name": self._words.kind(block.kind) + self._words.label_end, "spans": self._spans(block.spans)}
            case Chart():
                return {"kind": "chart", **self._titled(block, self._words.figure),
                        "svg": self._draw(block.spec), "alternative": block.alternative}
            case Table():
                return self._table(block, width)

    def _table(self, table: Table, width: float) -> Data:
        is_annex = table.id == ANNEX_TABLE
        widths = column_widths(table, type_width(table, width)) if table.columns else ()
        height = sum(row_lines(table, widths)) if table.columns else 0
        return {
            "kind": "table",
            **self._titled(table, self._words.table),
            "dense": is_dense(table),
            "whole": height <= WHOLE_LINES,
            "columns": [{"header": breakable_pieces(column.header, size - _PADDING_EM), "numeric": column.numeric,
                         "width": round(size, 2)}
                        for column, size in zip(table.columns, widths, strict=True)],
            "rows": [{"label": self._label(f"number:{row.key}") if is_annex else
                      self._label(f"block:{row.anchor}") if row.anchor else "", "total": row.is_total,
                      "cells": [self._spans(_cell_spans(cell, is_annex=is_annex), size - _PADDING_EM,
                                            row.key if is_annex else "", hangs=column.numeric)
                                for cell, size, column in zip(row.cells, widths, table.columns, strict=True)]}
                     for row in table.rows],
        }

    def _titled(self, block: Table | Chart, name: str) -> Data:
        mark = f"{name}{block.number}" if block.number else ""
        notes = [self._words.note + note if index == 0 else note for index, note in enumerate(block.notes)]
        return {"label": self._label(f"block:{block.id}"), "mark": mark, "title": block.title,
                "below": [*notes, *([block.source] if block.source else [])]}

    def _spans(self, spans: Sequence[Span], longest: float = _LINE_EM, own_row: str = "", *,
               hangs: bool = False) -> list[Data]:
        return [self._span(span, longest, own_row, hangs=hangs and place == len(spans))
                for place, span in enumerate(spans, start=1)]

    def _span(self, span: Span, longest: float, own_row: str, *, hangs: bool) -> Data:
        match span:
            case Text():
                return {"kind": span.style or "text", "pieces": breakable_pieces(span.text, longest)}
            case Number():
                linked = span.id in self._rows and span.id != own_row
                return {"kind": "number", "pieces": breakable_pieces(span.text, longest),
                        "target": f"number:{span.id}" if linked else ""}
            case Link():
                return {"kind": "link", "pieces": breakable_pieces(span.text, longest), **self._target(span.target)}
            case DoubtMark():
                return {"kind": "doubt", "sign": DOUBT, "hangs": hangs,
                        "target": f"block:{span.target}" if span.target in self._targets else ""}
            case FootnoteMark():
                return self._mark(span)

    def _target(self, target: str) -> Data:
        if target.startswith("#"):
            return {"target": f"block:{target[1:]}" if target[1:] in self._targets else "", "address": ""}
        return {"target": "", "address": target if target.startswith(("https://", "http://")) else ""}

    def _mark(self, mark: FootnoteMark) -> Data:
        footnote = footnote_of(self._document, self._footnotes, mark)
        label = f"footnote:{mark.id}"
        if mark.id in self._set:
            return {"kind": "footnote-again", "target": label}
        self._set.add(mark.id)
        return {"kind": "footnote", "label": label, "spans": self._spans(footnote.spans)}

    def _label(self, label: str) -> str:
        """Give each label once: typst refuses to link to a label that two things bear."""
        if label in self._labelled:
            return ""
        self._labelled.add(label)
        return label


def _cell_spans(cell: TableCell, *, is_annex: bool) -> list[Span]:
    """Give a cell's spans, code in the table's own face: a typewriter's would be too wide.

    In the annex a link back to where a number stands becomes words: a thousand links make typst lay the annex out three
    times, which costs more than the rest of the report.
    """
    return [Text(span.text) if isinstance(span, Text) and span.style == "code" else
            Text(span.text) if is_annex and isinstance(span, Link) else span for span in cell.spans]


def footnote_of(document: Document, footnotes: Mapping[str, Footnote], mark: FootnoteMark) -> Footnote:
    """Find the footnote of a mark.

    Raises
    ------
    InvalidValueError
        If there is none, or it holds a mark itself.

    Examples
    --------
    >>> note = Footnote("f1", (Text("Above designated size."),))
    >>> footnote_of(Document("a", "en", "", "", "", (), ()), {"f1": note}, FootnoteMark("f1")).id
    'f1'
    """
    footnote = footnotes.get(mark.id)
    if footnote is None:
        raise InvalidValueError(f"the mark {mark.id!r} names no footnote", f"report {document.id}, footnotes",
                                "Add a footnote with that id, or remove the mark.")
    if any(isinstance(span, FootnoteMark) for span in footnote.spans):
        raise InvalidValueError(f"the footnote {mark.id!r} holds a footnote mark", f"report {document.id}, footnotes",
                                "Write the second note into the first.")
    return footnote
