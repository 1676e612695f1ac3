"""A template of the user's own: its page and styles are kept, and nothing in it runs, fetches or swells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from outward.errors import InvalidInputError, NotFoundError
from outward.report.docx import render_docx
from outward.report.docx_safety import open_word_file
from tests.worlds.documents import sample_document


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template with a page, a header, a heading style and a footnote of its own."""
    word = docx.Document()
    word.sections[0].page_width, word.sections[0].left_margin = Mm(200), Mm(40)
    word.sections[0].header.paragraphs[0].text = "Commission of Anyville"
    word.styles["Heading 1"].font.color.rgb = RGBColor(0x80, 0, 0)
    word.styles["Heading 1"].font.size = Pt(33)
    word.add_paragraph("Text of the template")
    word.save(str(tmp_path / "own.docx"))
    return tmp_path / "own.docx"


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Write a changed copy of a DOCX."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def test_keeps_the_templates_page_header_and_styles_but_not_its_text(template: Path) -> None:
    word = docx.Document(io.BytesIO(render_docx(sample_document("en"), template)))
    assert word.sections[0].header.paragraphs[0].text == "Commission of Anyville"
    assert abs(int(word.sections[0].page_width or 0) - Mm(200)) < Mm(0.1)
    assert word.styles["Heading 1"].font.size == Pt(33)
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Text of the template" not in text
    assert "1\u2002Scale" in text
    assert word.styles["Table Number"].element.find(qn("w:basedOn")) is not None
    widths = [int(one.get(qn("w:w"))) for one in word.tables[0]._tbl.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx((200 - 40) / 25.4 * 1440 - 1800, abs=3)


def test_knows_styles_of_a_chinese_word_by_their_names(template: Path, tmp_path: Path) -> None:
    def localise(parts: dict[str, bytes]) -> None:
        for name in ("word/styles.xml", "word/document.xml"):
            parts[name] = parts[name].replace(b'w:styleId="Heading1"', b'w:styleId="1"').replace(
                b'w:styleId="Normal"', b'w:styleId="a"').replace(b'w:basedOn w:val="Normal"', b'w:basedOn w:val="a"')

    path = repacked(template, tmp_path / "chinese.docx", localise)
    word = docx.Document(io.BytesIO(render_docx(sample_document("zh"), path)))
    heading = next(paragraph for paragraph in word.paragraphs if paragraph.text == "1\u2002规模"
                   and paragraph.style is not None and paragraph.style.name == "Heading 1")
    assert heading.style is not None
    assert heading.style.style_id == "1"
    assert word.styles["Table Text"].element.find(qn("w:basedOn")).get(qn("w:val")) == "a"


def test_takes_a_dotx(template: Path, tmp_path: Path) -> None:
    def to_template(parts: dict[str, bytes]) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")

    data = render_docx(sample_document("en"), repacked(template, tmp_path / "own.dotx", to_template))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"template.main+xml" not in archive.read("[Content_Types].xml")


def test_adds_footnotes_to_a_template_that_has_some(template: Path, tmp_path: Path) -> None:
    first = tmp_path / "with-notes.docx"
    first.write_bytes(render_docx(sample_document("en"), template))
    data = render_docx(sample_document("en"), first)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/footnotes.xml").count(b"Above designated size.") == 2
        assert [name for name in archive.namelist() if "footnotes" in name and name.endswith(".xml")] == [
            "word/footnotes.xml"]


def test_gives_the_same_bytes_for_the_same_template(template: Path, tmp_path: Path) -> None:
    copy = repacked(template, tmp_path / "copy.docx", dict.copy)
    assert render_docx(sample_document("en"), template) == render_docx(sample_document("en"), copy)


def _in(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)
    return change


_RELATION = b'<Relationship Id="x9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
_RELS = "word/_rels/document.xml.rels"
HOSTILE: Mapping[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "macros": (_in("[Content_Types].xml", b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"),
               "may carry macros"),
    "macro part": (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "vbaProject.bin is a program"),
    "object": (lambda parts: parts.update({"word/embeddings/oleObject1.bin": b"x"}), "embedded object"),
    "picture from the web": (_in(_RELS, b"</Relationships>", _RELATION + b'image" Target="https://example.org/p.png" '
                                 b'TargetMode="External"/></Relationships>'), "points outside the file"),
    "attached template": (_in(_RELS, b"</Relationships>", _RELATION + b'attachedTemplate" '
                              b'Target="file:///x.dotm" TargetMode="External"/></Relationships>'), "points outside"),
    "entity": (_in("word/styles.xml", b"<w:styles", b'<!DOCTYPE a [<!ENTITY b "c">]><w:styles'), "document type"),
    "picture from the web, disguised": (
        _in(_RELS, b"</Relationships>", _RELATION + b'image" Target="https://example.org/p.png" '
            b'TargetMode="&#69;xternal"/></Relationships>'), "points outside the file"),
    "field": (_in("word/document.xml", b"<w:sectPr", b"<w:p><w:r><w:instrText> ddeauto x </w:instrText></w:r></w:p>"
                  b"<w:sectPr"), "field that fetches"),
    "field in pieces": (_in("word/document.xml", b"<w:sectPr", b"<w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r>"
                            b"<w:r><w:instrText>PICTURE x</w:instrText></w:r></w:p><w:sectPr"), "field that fetches"),
    "broken": (_in("word/styles.xml", b"<w:styles", b"<w:styles <"), "no well-formed XML"),
    "bomb": (lambda parts: parts.update({"word/media/big.xml": b"0" * (65 * 1024 * 1024)}), "unpacks to more than"),
    "many": (lambda parts: parts.update({f"x/{index}.xml": b"" for index in range(2100)}), "more than 2000"),
    "no document": (lambda parts: parts.pop("[Content_Types].xml"), "no Word file"),
    "spreadsheet": (_in("[Content_Types].xml", b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"),
                    "no Word document"),
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_refuses_a_template_that_runs_fetches_or_swells(kind: str, template: Path, tmp_path: Path) -> None:
    change, named = HOSTILE[kind]
    path = repacked(template, tmp_path / "hostile.docx", change)
    with pytest.raises(InvalidInputError, match=named):
        render_docx(sample_document("en"), path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_refuses_what_is_damaged(template: Path, tmp_path: Path, method: int) -> None:
    damaged = tmp_path / "damaged.docx"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(damaged, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    data = bytearray(damaged.read_bytes())
    data[80:300] = bytes(index % 251 for index in range(220))
    damaged.write_bytes(data)
    with pytest.raises(InvalidInputError, match="no Word file"):
        open_word_file(damaged)


def test_refuses_relations_that_are_none(template: Path, tmp_path: Path) -> None:
    path = repacked(template, tmp_path / "odd.docx", lambda parts: parts.update({"_rels/.rels": b"<a/>"}))
    with pytest.raises(InvalidInputError, match="no Word document"):
        open_word_file(path)


def test_refuses_what_is_no_zip_and_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "words.docx").write_bytes(b"words")
    with pytest.raises(InvalidInputError, match="no Word file"):
        open_word_file(tmp_path / "words.docx")
    with pytest.raises(NotFoundError, match=r"gone\.docx"):
        open_word_file(tmp_path / "gone.docx")
