"""A table as WordprocessingML: repeated header row, rows that stay whole, numbers to the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from docx.oxml.ns import qn

from outward.report.document import Span, Table, TableRow
from outward.report.docx_styles import Styles
from outward.report.docx_xml import Element, element, text_run
from outward.report.page_layout import WHOLE_LINES, column_widths, is_dense, row_lines, type_width

_TWIPS_PER_EM = 160  # of 8-point type


class MakeParagraph(Protocol):
    """Makes a paragraph of a style, some content and some properties."""

    def __call__(self, style: str, content: Sequence[Element], *properties: Element) -> Element:
        """Make it."""


def table_element(table: Table, width: int, styles: Styles, paragraph: MakeParagraph,
                  runs: Callable[[Sequence[Span]], list[Element]],
                  anchored: Callable[[str, list[Element]], list[Element]]) -> Element:
    """Make the table itself, without caption and notes; ``width`` in twips.

    Raises nothing of its own: cells beyond the last column are left out, as in the other writers.
    """
    ems = column_widths(table, type_width(table, width / _TWIPS_PER_EM))
    sizes = _whole_twips(ems, width)
    whole = sum(row_lines(table, ems)) <= WHOLE_LINES
    text, number = ("small table text", "small table number") if is_dense(table) else ("table text", "table number")
    properties = element(
        "tblPr", element("tblStyle", val=styles.id("outward table")), element("tblW", w=width, type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
        element("tblCaption", val=table.title),
        *([element("tblDescription", val=table.summary)] if table.summary else []))
    headers = [paragraph("table header", [text_run(column.header)],
                         *([element("jc", val="right")] if column.numeric else [])) for column in table.columns]
    head = element("tr", element("trPr", element("cantSplit"), element("tblHeader")),
                   *(_cell(header, size) for header, size in zip(headers, sizes, strict=True)))
    numeric = [column.numeric for column in table.columns]
    body = []
    for index, row in enumerate(table.rows):
        together = whole and index < len(table.rows) - 1
        contents = [runs(cell.spans) for cell in row.cells[: len(numeric)]]
        if row.anchor and contents:
            contents[0] = anchored(row.anchor, contents[0])
        cells = [paragraph(number if is_number else text, _bold(content) if row.is_total else content,
                           *([element("keepNext")] if together else []))
                 for content, is_number in zip(contents, numeric, strict=False)]
        body.append(_row(row, cells, sizes))
    return element("tbl", properties, element("tblGrid", *(element("gridCol", w=size) for size in sizes)), head, *body)


def _row(row: TableRow, paragraphs: Sequence[Element], sizes: Sequence[int]) -> Element:
    cells = [_cell(paragraph, size, ruled=row.is_total) for paragraph, size in zip(paragraphs, sizes, strict=False)]
    cells += [_cell(element("p"), size) for size in sizes[len(cells):]]
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _cell(paragraph: Element, size: int, *, ruled: bool = False) -> Element:
    rule = [element("tcBorders", element("top", val="single", sz=6, space=0, color="595959"))] if ruled else []
    return element("tc", element("tcPr", element("tcW", w=size, type="dxa"), *rule), paragraph)


def _bold(runs: list[Element]) -> list[Element]:
    """Set the runs of a total bold, those within links too."""
    for part in runs:
        for run in part.iter(qn("w:r")):
            properties = run.find(qn("w:rPr"))
            if properties is None:
                properties = element("rPr")
                run.insert(0, properties)
            if properties.find(qn("w:b")) is None:  # after style and fonts, as Word wants it
                before = [child for child in properties if child.tag in (qn("w:rStyle"), qn("w:rFonts"))]
                properties.insert(len(before), element("b"))
    return runs


def _whole_twips(ems: Sequence[float], width: int) -> list[int]:
    """Round widths so that they still add up."""
    edges = [0]
    passed = 0.0
    total = sum(round(size * 1000) for size in ems)
    for size in ems:
        passed += round(size * 1000)
        edges.append(round(width * passed / total))
    return [right - left for left, right in pairwise(edges)]
