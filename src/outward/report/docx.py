"""A document as DOCX: real headings, tables, footnotes and fields, every number in a bookmark, fixed bytes."""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from outward.charts import pictures
from outward.report.archive import fixed_archive
from outward.report.characters import check_characters
from outward.report.document import Document, Heading, Note
from outward.report.docx_body import PNG_SCALE, Body
from outward.report.docx_parts import drop_relations, set_custom_properties
from outward.report.docx_safety import open_word_file
from outward.report.docx_styles import Styles
from outward.report.docx_xml import Element, anchor_name, bookmark_name, element, field, text_run
from outward.report.page_layout import flows
from outward.report.print_words import PRINT_WORDS, date_in_words
from outward.report.typst_data import AUTHOR
from outward.vocabulary.labels import Language

__all__ = ["CASE_PROPERTY", "FORMAT_PROPERTY", "FORMAT_VERSION", "LANGUAGE_PROPERTY", "bookmark_name", "render_docx"]

# Custom properties by which a report that comes back is known.
CASE_PROPERTY: Final = "OutwardCase"
LANGUAGE_PROPERTY: Final = "OutwardLanguage"
FORMAT_PROPERTY: Final = "OutwardFormat"
FORMAT_VERSION: Final = "1"

_LOCALES: dict[Language, str] = {"en": "en-GB", "zh": "zh-CN"}
_A4 = (11906, 16838)  # twips
_MARGIN = 1417  # 25 mm


def render_docx(document: Document, template: Path | None = None) -> bytes:
    """Write a document as DOCX.

    Parameters
    ----------
    document : Document
        The report in one language.
    template : Path, optional
        A .docx or .dotx of the user's own: its page, headers, footers and styles are kept, its text is not. Styles that
        it lacks are added.

    Returns
    -------
    bytes
        The file. It depends on the document and the template alone: not on the clock, the folder or Python.

    Raises
    ------
    InvalidInputError
        If the template carries macros or objects, fetches from elsewhere, or is no Word file.
    InvalidValueError
        If a text has a character that no file can carry, or a footnote mark names no footnote.

    Examples
    --------
    >>> render_docx(Document("a", "en", "Title", "", "2016", (), ()))[:2]
    b'PK'
    """
    check_characters(document)
    word = docx.Document() if template is None else open_word_file(template)
    styles = Styles(word, document.language, keep=template is not None)
    if template is None:
        _set_page(word, document)
    page = _emptied(word)
    body = Body(word, document, styles, lambda spec: pictures.png(spec, PNG_SCALE))
    front = [*_cover(document, body), *_contents(document, body)]
    _put(word, document, body, page, front)
    body.finish()
    _describe(word, document)
    return _fixed(word)


def _set_page(word: WordDocument, document: Document) -> None:
    """Set our own page: A4, the title above, the page number below, neither on the cover."""
    section = word.sections[0]
    size = section._sectPr
    for tag, values in (("pgSz", {"w": _A4[0], "h": _A4[1]}),
                        ("pgMar", dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN) | {
                            "header": 750, "footer": 750, "gutter": 0})):
        for known in size.findall(qn(f"w:{tag}")):
            size.replace(known, element(tag, **values))
    section.different_first_page_header_footer = True
    made_up = _made_up_mark(document)
    head = section.header.paragraphs[0]._p
    head.append(text_run(document.title + (f"  ·  {made_up}" if made_up else "")))
    section.first_page_header.paragraphs[0].style = word.styles["Normal"]  # or the cover gets the header's rule
    section.footer.paragraphs[0]._p.extend(field("PAGE", [text_run("1")]))


def _emptied(word: WordDocument) -> Element:
    """Take the template's text away and give its page: size, margins, headers and footers."""
    body: Element = word.element.body
    page: Element | None = body.find(qn("w:sectPr"))
    for child in list(body):
        body.remove(child)
    return element("sectPr", element("pgSz", w=_A4[0], h=_A4[1])) if page is None else page


def _made_up_mark(document: Document) -> str:
    notes = (block for block in document.blocks if isinstance(block, Note) and block.kind == "synthetic")
    return PRINT_WORDS[document.language].synthetic if any(notes) else ""


def _cover(document: Document, body: Body) -> list[Element]:
    words = PRINT_WORDS[document.language]
    dated = words.dated + date_in_words(document.date, document.language) if document.date else ""
    made_up = _made_up_mark(document)
    return [body.paragraph("title", [text_run(document.title)]),
            body.paragraph("subtitle", [text_run(document.subtitle)]),
            *([body.paragraph("cover line", [text_run(dated)])] if dated else []),
            *([body.paragraph("cover line", [text_run(made_up, element("b"))])] if made_up else [])]


def _contents(document: Document, body: Body) -> list[Element]:
    """Make the contents as a field that is filled in already; Word adds the page numbers when it updates."""
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level <= 2]
    if not headings:
        return []
    words = PRINT_WORDS[document.language]
    lines = []
    for heading in headings:
        number = f"{heading.number}\u2002" if heading.number else ""
        run = text_run(number + heading.text)
        lines.append((f"toc {heading.level}", element("hyperlink", run, anchor=anchor_name(heading.id), history=1)))
    whole = field('TOC \\o "1-2" \\h \\z \\u', [])
    contents = [[link] for _, link in lines]
    contents[0][:0] = whole[:-1]
    contents[-1].append(whole[-1])
    return [body.paragraph("toc heading", [text_run(words.contents)], element("pageBreakBefore")),
            *(body.paragraph(style, content) for (style, _), content in zip(lines, contents, strict=True))]


def _put(word: WordDocument, document: Document, body: Body, page: Element, front: list[Element]) -> None:
    """Put everything into the file, a section for each stretch of pages of one orientation."""
    parts = flows(document.blocks)
    root: Element = word.element.body
    root.extend(front)
    turned = False
    for place, flow in enumerate(parts):
        if flow.landscape != turned:
            root.append(_section_end(page, landscape=turned, first=place == 0 or not any(
                child.tag == qn("w:sectPr") for child in root.iter(qn("w:sectPr")))))
            turned = flow.landscape
        width = _text_width(page, landscape=turned)
        made = [part for block in flow.blocks for part in body.block(block, width)]
        if place == 0 and made and not turned:
            _open_page(made[0])
        root.extend(made)
    first = root.find(f".//{qn('w:sectPr')}") is None
    root.append(_page(page, landscape=turned, first=first))


def _open_page(paragraph: Element) -> None:
    """Begin a page with a paragraph, whatever its style says."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is not None:
        properties.insert(1, element("pageBreakBefore"))


def _section_end(page: Element, *, landscape: bool, first: bool) -> Element:
    """End a section with an empty line too small to be seen."""
    small = element("spacing", before=0, after=0, line=20, lineRule="exact")
    return element("p", element("pPr", small, _page(page, landscape=landscape, first=first)))


def _page(page: Element, *, landscape: bool, first: bool) -> Element:
    """Copy the page of the template, turned if it must be; only the first section has a cover."""
    made = deepcopy(page)
    if not first:
        for cover in made.findall(qn("w:titlePg")):
            made.remove(cover)
    size = made.find(qn("w:pgSz"))
    if size is not None:
        width, height = sorted((int(size.get(qn("w:w"), _A4[0])), int(size.get(qn("w:h"), _A4[1]))))
        if landscape:
            width, height = height, width
            size.set(qn("w:orient"), "landscape")
        elif qn("w:orient") in size.attrib:
            del size.attrib[qn("w:orient")]
        size.set(qn("w:w"), str(width))
        size.set(qn("w:h"), str(height))
    return made


def _text_width(page: Element, *, landscape: bool) -> int:
    """Give the width between the margins, twips."""
    made = _page(page, landscape=landscape, first=True)
    size, margin = made.find(qn("w:pgSz")), made.find(qn("w:pgMar"))
    width = _A4[1 if landscape else 0] if size is None else int(size.get(qn("w:w"), _A4[0]))
    sides = 2 * _MARGIN if margin is None else int(margin.get(qn("w:left"), 0)) + int(margin.get(qn("w:right"), 0))
    return max(width - sides, 2000)


def _describe(word: WordDocument, document: Document) -> None:
    """Write the properties of the file, none of them from the clock."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", document.date)
    year, month, day = map(int, found.groups()) if found else (2000, 1, 1)
    properties = word.core_properties
    properties.title, properties.subject = document.title[:255], document.subtitle[:255]
    properties.author = properties.last_modified_by = AUTHOR
    properties.keywords = ", ".join(document.keywords)[:255]
    properties.language = _LOCALES[document.language]
    properties.comments = properties.category = properties.version = ""
    properties.created = properties.modified = datetime(year, month, day, tzinfo=UTC)
    properties.revision = 1
    package = word.part.package
    drop_relations(package, (RT.THUMBNAIL, "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"))
    set_custom_properties(package, {CASE_PROPERTY: document.id, LANGUAGE_PROPERTY: document.language,
                                    FORMAT_PROPERTY: FORMAT_VERSION})


def _fixed(word: WordDocument) -> bytes:
    """Write the file with times and order that never change."""
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return fixed_archive(files, first=("[Content_Types].xml", "_rels/.rels"))
