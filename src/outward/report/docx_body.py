"""The blocks of a document as WordprocessingML."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.shared import Emu

from outward.report.document import (
    DOUBT,
    Block,
    Chart,
    Document,
    DoubtMark,
    FootnoteMark,
    Heading,
    Link,
    ListBlock,
    Note,
    Number,
    Paragraph,
    Span,
    Table,
    Text,
)
from outward.report.docx_parts import Footnotes, Lists
from outward.report.docx_styles import Styles
from outward.report.docx_tables import table_element
from outward.report.docx_xml import Element, anchor_name, bookmark_name, element, field, text_run
from outward.report.page_layout import running_spans
from outward.report.print_words import PRINT_WORDS
from outward.report.typst_data import footnote_of

EMU_PER_TWIP = 635
_EMU_PER_PIXEL = 9525  # at 96 pixels an inch
_TALLEST = 190 * 36_000  # EMU of a picture: 190 mm, as in print, leave room for its title on the page
PNG_SCALE = 2

Draw = Callable[[Mapping[str, Any]], bytes]


class Body:
    """Writes blocks one after another; it counts bookmarks, footnotes and the times each number is printed."""

    def __init__(self, word: WordDocument, document: Document, styles: Styles, draw: Draw) -> None:
        self._word = word
        self._document = document
        self._styles = styles
        self._draw = draw
        self._words = PRINT_WORDS[document.language]
        self._footnotes = {footnote.id: footnote for footnote in document.footnotes}
        self._notes = Footnotes(word)
        self._marked: dict[str, tuple[int, Element]] = {}  # footnote id -> its id in the file, its paragraph
        self._lists = Lists(word)
        self._printed: Counter[str] = Counter()
        self._bookmarks = 0
        self._pictures = 0
        self._targets = {block.id for block in document.blocks}
        self._targets |= {row.anchor for block in document.blocks if isinstance(block, Table)
                          for row in block.rows if row.anchor}
        self._anchored: set[str] = set()

    def block(self, block: Block, width: int) -> list[Element]:
        """Give a block's elements; ``width`` of the text in twips."""
        match block:
            case Heading():
                number = [text_run(f"{block.number}\u2002")] if block.number else []
                return [self.paragraph(f"heading {min(block.level, 3)}",
                                       self._anchor(block.id, [*number, text_run(block.text)]))]
            case Paragraph():
                spans = self.spans(running_spans(block, self._document.language))
                return [self.paragraph("body text", self._anchor(block.id, spans))]
            case ListBlock():
                return self._list(block)
            case Note():
                name = text_run(self._words.kind(block.kind) + self._words.label_end, element("b"))
                return [self.paragraph("note box", self._anchor(block.id, [name, *self.spans(block.spans)]))]
            case Chart():
                return self._chart(block, width)
            case Table():
                return self._table(block, width)

    def paragraph(self, style: str, content: Sequence[Element], *properties: Element) -> Element:
        """Make a paragraph in a style of that name, with properties of its own in Word's order."""
        return element("p", element("pPr", element("pStyle", val=self._styles.id(style)), *properties), *content)

    def spans(self, spans: Sequence[Span]) -> list[Element]:
        """Give the runs of some spans."""
        return [part for span in spans for part in self._span(span)]

    def finish(self) -> None:
        """Write the footnotes, whose numbers come after those of the blocks."""
        for id, (_, paragraph) in self._marked.items():
            paragraph.extend(self.spans(self._footnotes[id].spans))
        if self._marked:
            self._notes.store()

    def _span(self, span: Span) -> list[Element]:
        match span:
            case Text():
                return [text_run(span.text, *self._styled(span.style))]
            case Number():
                self._printed[span.id] += 1
                return self._bookmarked(bookmark_name(span.id, self._printed[span.id]), [text_run(span.text)])
            case Link():
                return [self._link(span)]
            case DoubtMark():
                return [self._doubt(span)]
            case FootnoteMark():
                return self._mark(span)

    def _styled(self, style: str) -> list[Element]:
        if style == "strong":
            return [element("b"), element("bCs")]
        if style == "emphasis":  # Chinese has no italics: a dot under each character
            return [element("em", val="dot")] if self._document.language == "zh" else [element("i"), element("iCs")]
        return [element("rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas")] if style == "code" else []

    def _doubt(self, mark: DoubtMark) -> Element:
        run = text_run(DOUBT, element("vertAlign", val="superscript"))
        if mark.target not in self._targets:
            return run
        return element("hyperlink", run, anchor=anchor_name(mark.target), tooltip=mark.says, history=1)

    def _link(self, link: Link) -> Element:
        run = text_run(link.text, element("rStyle", val=self._styles.id("hyperlink")))
        if link.target.startswith("#") and link.target[1:] in self._targets:
            return element("hyperlink", run, anchor=anchor_name(link.target[1:]), history=1)
        if link.target.startswith(("https://", "http://")):
            made = element("hyperlink", run, history=1)
            key = self._word.part.relate_to(link.target, RT.HYPERLINK, is_external=True)
            made.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", key)
            return made
        return text_run(link.text)

    def _mark(self, mark: FootnoteMark) -> list[Element]:
        footnote_of(self._document, self._footnotes, mark)
        reference = element("rStyle", val=self._styles.id("footnote reference"))
        bookmark = f"f{anchor_name(mark.id)}"
        if mark.id in self._marked:
            shown = list(self._marked).index(mark.id) + 1
            return field(f"NOTEREF {bookmark} \\f \\h", [text_run(str(shown), reference)])
        style = element("rStyle", val=self._styles.id("footnote reference"))
        paragraph = self.paragraph("footnote text", [
            element("r", element("rPr", style), element("footnoteRef")), text_run(" ")])
        number = self._notes.add(paragraph)
        self._marked[mark.id] = (number, paragraph)
        run = element("r", element("rPr", reference), element("footnoteReference", id=number))
        return self._bookmarked(bookmark, [run])

    def _anchor(self, id: str, content: list[Element]) -> list[Element]:
        """Put a bookmark at a block, once an id."""
        if id in self._anchored:
            return content
        self._anchored.add(id)
        return self._bookmarked(anchor_name(id), content)

    def _bookmarked(self, name: str, content: list[Element]) -> list[Element]:
        self._bookmarks += 1
        return [element("bookmarkStart", id=self._bookmarks, name=name), *content,
                element("bookmarkEnd", id=self._bookmarks)]

    def _list(self, block: ListBlock) -> list[Element]:
        number = self._lists.add(ordered=block.ordered)
        style = "list number" if block.ordered else "list bullet"
        listed = [self.spans(item) for item in block.items]
        if listed:
            listed[0] = self._anchor(block.id, listed[0])
        return [self.paragraph(style, content, element("numPr", element("ilvl", val=0), element("numId", val=number)))
                for content in listed]

    def _caption(self, block: Table | Chart, name: str) -> Element:
        mark = [text_run(f"{name}{block.number}\u2002")] if block.number else []
        return self.paragraph("caption", self._anchor(block.id, [*mark, text_run(block.title)]))

    def _below(self, block: Table | Chart) -> list[Element]:
        notes = [self._words.note + note if index == 0 else note for index, note in enumerate(block.notes)]
        lines = [*notes, *([block.source] if block.source else [])]
        gap = [element("spacing", after=280)]  # the last line keeps the next paragraph away
        return [self.paragraph("table note", [text_run(line)], *(gap if index == len(lines) - 1 else []))
                for index, line in enumerate(lines)] or [self.paragraph("table note", [])]

    def _chart(self, chart: Chart, width: int) -> list[Element]:
        picture = io.BytesIO(self._draw(chart.spec))
        inline = self._word.part.new_pic_inline(picture)
        room = width * EMU_PER_TWIP
        natural = int(_png_width(picture.getvalue()) / PNG_SCALE * _EMU_PER_PIXEL)
        shown = min(room, natural, round(_TALLEST * inline.extent.cx / inline.extent.cy))
        inline.extent.cy = Emu(round(inline.extent.cy * shown / inline.extent.cx))
        inline.extent.cx = Emu(shown)
        graphic = inline.graphic.graphicData.pic.spPr
        graphic.cx, graphic.cy = inline.extent.cx, inline.extent.cy
        self._pictures += 1
        inline.docPr.set("id", str(self._pictures))
        inline.docPr.set("name", f"{self._words.figure}{chart.number}")
        inline.docPr.set("descr", chart.alternative)
        inline.docPr.set("title", chart.title)
        drawing = element("r", element("drawing", inline))
        return [self._caption(chart, self._words.figure), self.paragraph("figure", [drawing], element("keepNext")),
                *self._below(chart)]

    def _table(self, table: Table, width: int) -> list[Element]:
        made = [table_element(table, width, self._styles, self.paragraph, self.spans, self._anchor)
                ] if table.columns else []
        return [self._caption(table, self._words.table), *made, *self._below(table)]


def _png_width(png: bytes) -> int:
    """Read the width in pixels from a PNG's header."""
    return int.from_bytes(png[16:20], "big")
