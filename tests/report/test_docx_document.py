"""What the DOCX writer promises: structure that Word and screen readers know, bookmarks, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from defusedxml import ElementTree
from docx.oxml.ns import qn

from outward.errors import InvalidValueError
from outward.report.document import (
    Document,
    FootnoteMark,
    Heading,
    Link,
    ListBlock,
    Number,
    Paragraph,
    Sentence,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    spans_of,
)
from outward.report.docx import CASE_PROPERTY, FORMAT_PROPERTY, FORMAT_VERSION, LANGUAGE_PROPERTY, render_docx
from outward.report.docx_parts import custom_properties
from outward.report.docx_xml import anchor_name, bookmark_name
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds.documents import sample_document
from tests.worlds.elsewhere import rendered_elsewhere


def part(data: bytes, name: str = "word/document.xml") -> Any:
    """Read one part of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def text(element: Any) -> str:
    """The text of an element."""
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def bookmarks(root: Any) -> list[tuple[str, str]]:
    """Names and texts of all bookmarks, in order."""
    found: list[tuple[str, str]] = []
    opened: dict[str, int] = {}
    for one in root.iter():
        if one.tag == qn("w:bookmarkStart"):
            opened[one.get(qn("w:id"))] = len(found)
            found.append((one.get(qn("w:name")), ""))
        elif one.tag == qn("w:bookmarkEnd"):
            del opened[one.get(qn("w:id"))]
        elif one.tag == qn("w:t"):
            for index in opened.values():
                found[index] = (found[index][0], found[index][1] + (one.text or ""))
    assert not opened
    return found


def styles(data: bytes) -> list[tuple[str, str]]:
    """Style name and text of each paragraph outside tables."""
    return [(paragraph.style.name if paragraph.style else "", paragraph.text)
            for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sets_each_number_in_a_bookmark_of_its_own(language: Language) -> None:
    document = sample_document(language)
    data = render_docx(document)
    names = dict(bookmarks(part(data)))
    printed: Counter[str] = Counter()
    for block in document.blocks:
        for span in spans_of(block):
            if isinstance(span, Number):
                printed[span.id] += 1
                assert names[bookmark_name(span.id, printed[span.id])] == span.text
    assert printed["scale.sales.2015"] == 2
    ids = [one.get(qn("w:id")) for one in part(data).iter(qn("w:bookmarkStart"))]
    all_names = [name for name, _ in bookmarks(part(data))]
    assert len(set(ids)) == len(ids)
    assert len(set(all_names)) == len(all_names)
    assert max(map(len, all_names)) <= 40


def test_uses_real_headings_in_order_and_links_the_contents_to_them() -> None:
    data = render_docx(sample_document("en"))
    shown = styles(data)
    assert ("Heading 1", "1\u2002Scale") in shown
    assert ("Heading 2", "1.1\u2002Sales and exports") in shown
    assert ("toc 1", "1\u2002Scale") in shown
    assert ("Caption", "Table 1.1\u2002Sales and exports by sector") in shown
    root = part(data)
    anchors = {one.get(qn("w:anchor")) for one in root.iter(qn("w:hyperlink"))} - {None}
    assert anchors == {anchor_name("scale"), anchor_name("scale.sales"), anchor_name("table.sales")}
    assert anchors <= {name for name, _ in bookmarks(root)}
    kinds = [one.get(qn("w:fldCharType")) for one in root.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_repeats_header_rows_and_keeps_rows_whole_with_numbers_to_the_right() -> None:
    data = render_docx(sample_document("en"))
    table = docx.Document(io.BytesIO(data)).tables[0]
    rows = table._tbl.tr_lst
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells if cell.paragraphs[0].style] == [
        "Table Text", "Table Number", "Table Number"]
    assert [cell.text for cell in table.rows[3].cells] == ["Total", "199.9", "…"]
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "Sales and exports by sector"
    widths = [int(one.get(qn("w:w"))) for one in table._tbl.iter(qn("w:gridCol"))]
    assert sum(widths) == 11906 - 2 * 1417


def test_gives_pictures_their_alternative_text() -> None:
    data = render_docx(sample_document("en"))
    properties = next(part(data).iter(qn("wp:docPr")))
    assert properties.get("descr") == "Bar chart: pumps 120.5, valves 79.4."
    assert properties.get("title") == "Sales by sector"


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_its_language_and_east_asian_fonts(language: Language) -> None:
    root = part(render_docx(sample_document(language)), "word/styles.xml")
    defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == {"en": "SimSun", "zh": "宋体"}[language]


def test_writes_real_footnotes_and_refers_to_one_twice() -> None:
    document = sample_document("en")
    again = Paragraph("again", (Sentence("again", (Text("More"), FootnoteMark("f1"))),))
    data = render_docx(replace(document, blocks=(*document.blocks, again)))
    notes = part(data, "word/footnotes.xml")
    assert [text(note).strip() for note in notes] == ["", "", "Above designated size."]
    root = part(data)
    assert [one.get(qn("w:id")) for one in root.iter(qn("w:footnoteReference"))] == ["1"]
    assert sum("NOTEREF" in (one.text or "") for one in root.iter(qn("w:instrText"))) == 1


def test_counts_each_list_from_one() -> None:
    lists = tuple(ListBlock(f"l{index}", ((Text("one"),), (Text("two"),)), ordered=True) for index in range(2))
    data = render_docx(Document("a", "en", "T", "", "", (), lists))
    numbers = [one.get(qn("w:val")) for one in part(data).iter(qn("w:numId"))]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    numbering = part(data, "word/numbering.xml")
    kinds = [one.tag for one in numbering if one.tag in (qn("w:num"), qn("w:abstractNum"))]
    assert kinds == sorted(kinds)  # definitions before lists, as Word wants


def test_is_known_by_its_properties_and_knows_no_clock() -> None:
    data = render_docx(sample_document("zh"))
    word = docx.Document(io.BytesIO(data))
    assert custom_properties(word.part.package) == {
        CASE_PROPERTY: "anyville", LANGUAGE_PROPERTY: "zh", FORMAT_PROPERTY: FORMAT_VERSION}
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == ("某市泵业诊断", "Outward", "zh-CN")
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2016-12-31"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not any("thumbnail" in name for name in archive.namelist())


@pytest.mark.parametrize("language", LANGUAGES)
def test_gives_the_same_bytes_in_another_folder_process_and_hash_seed(language: Language, tmp_path: Path) -> None:
    elsewhere = rendered_elsewhere("outward.report.docx", "render_docx", language, tmp_path)
    assert elsewhere == render_docx(sample_document(language))


def test_keeps_hostile_text_as_text() -> None:
    words = ("<w:p/>", "&amp;", "]]>", "=1+1", "{{ x }}", "two\nlines", "a\tb", "x" * 500, "🧮", "שלום")
    paragraphs = tuple(Paragraph(f"p{index}", (Sentence("s", (Text(one),)),)) for index, one in enumerate(words))
    shown = [line for _, line in styles(render_docx(Document("a", "en", "<T>", "", "", (), paragraphs)))]
    for one in words:
        assert one in shown, one


def test_names_a_control_character_and_its_place() -> None:
    bad = Paragraph("p", (Sentence("s", (Text("bell \x07"),)),))
    with pytest.raises(InvalidValueError, match=r"U\+0007.*block p"):
        render_docx(Document("a", "en", "T", "", "", (), (bad,)))


def test_links_only_to_blocks_and_to_the_web() -> None:
    targets = ("#h", "#gone", "https://example.org/a?b=1&c=2", "file:///etc/passwd", "javascript:alert(1)")
    spans = tuple(Link(f"t{index}", target) for index, target in enumerate(targets))
    blocks = (Heading("h", 1, "H"), Paragraph("p", (Sentence("s", spans),)))
    data = render_docx(Document("a", "en", "T", "", "", (), blocks))
    linked = [text(one) for one in part(data).iter(qn("w:hyperlink"))]
    assert linked == ["H", "t0", "t2"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "https://example.org/a?b=1&amp;c=2" in relations
    assert "passwd" not in relations
    assert "javascript" not in relations


def test_turns_the_page_for_a_wide_table_and_back() -> None:
    columns = tuple(TableColumn(f"c{index}", f"Column {index}", False) for index in range(7))
    cell = TableCell((Text("enterprise of the region with many products and long names of places, people and plans"),))
    wide = Table("wide", "1.1", "Wide", columns, tuple(TableRow(f"r{row}", (cell,) * 7) for row in range(60)))
    data = render_docx(Document("a", "en", "T", "", "", (), (
        Heading("a", 1, "A"), Paragraph("p", (Sentence("s", (Text("Words."),)),)), Heading("b", 1, "B"), wide,
        Heading("c", 1, "C"))))
    sections = docx.Document(io.BytesIO(data)).sections
    turned = [int(section.page_width or 0) > int(section.page_height or 0) for section in sections]
    assert turned == [False, True, False]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]
    assert all("T" in section.header.paragraphs[0].text for section in sections)


def test_writes_an_empty_document() -> None:
    assert [line for _, line in styles(render_docx(Document("a", "zh", "题目", "", "", (), ())))] == ["题目", ""]
