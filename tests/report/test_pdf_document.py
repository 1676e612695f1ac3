"""What the PDF writer promises: PDF/UA, the same bytes everywhere, text that stays text."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from outward.errors import InvalidValueError, MissingDependencyError
from outward.report.document import (
    Chart,
    Document,
    FootnoteMark,
    Heading,
    Note,
    Number,
    Paragraph,
    Sentence,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
)
from outward.report.pdf import render_pdf
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds.documents import sample_document
from tests.worlds.elsewhere import rendered_elsewhere

HOSTILE = (
    '#import "/etc/passwd": x', "#panic()", "$x^2$", "*bold*", "_it_", "<label>", "@cell", "\\", "`raw`", "```",
    "// no comment", "/* none */", "= Heading", "- item", "+ item", "~", "--", "'\"", "{{ x }}", "]", "[", "#{1+1}",
    "&amp;", "a\tb", "two\nlines",
)
reads_text = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")


def text_of(pdf: bytes, folder: Path) -> str:
    """Read a PDF's text as a reader copies it."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    shown = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return shown.stdout.decode()


def one_block(*blocks: Heading | Paragraph | Table | Chart | Note, language: Language = "en") -> Document:
    """A document of some blocks."""
    return Document("anyville", language, "Title", "", "2016", (), blocks)


def said(text: str) -> Paragraph:
    """A paragraph of one text."""
    return Paragraph("said", (Sentence("said", (Text(text),)),))


def wide_table(rows: int) -> Table:
    """A table of seven columns of text."""
    columns = tuple(TableColumn(f"c{index}", f"Column {index}", index == 6) for index in range(7))
    words = "enterprise of the region with many products and a long name"
    return Table("wide", "1.1", "A wide table", columns, tuple(
        TableRow(f"r{row}", (*(TableCell((Text(f"{words} {row}-{index}"),)) for index in range(6)),
                             TableCell((Number("x", f"{row}.5"),)))) for row in range(rows)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_that_it_is_tagged_pdf_ua_with_title_and_language(language: Language) -> None:
    document = sample_document(language)
    pdf = render_pdf(document)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/MarkInfo<</Marked true" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert f"<rdf:li xml:lang=\"x-default\">{document.title}</rdf:li>".encode() in pdf
    assert {"en": b"/Lang(en-GB)", "zh": b"/Lang(zh-CN)"}[language] in pdf
    assert b"<dc:creator><rdf:Seq><rdf:li>Outward</rdf:li>" in pdf


def test_knows_no_clock() -> None:
    pdf = render_pdf(sample_document("en"))
    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf
    assert b"CreateDate" not in pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_gives_the_same_bytes_in_another_folder_process_and_hash_seed(language: Language, tmp_path: Path) -> None:
    elsewhere = rendered_elsewhere("outward.report.pdf", "render_pdf", language, tmp_path)
    assert elsewhere == render_pdf(sample_document(language))


def test_keeps_table_headers_figures_and_links_in_the_tags() -> None:
    pdf = render_pdf(sample_document("en"))
    for tag in (b"/S/THead", b"/S/TH", b"/S/Caption", b"/S/H1", b"/S/H2", b"/S/TOC", b"/S/Note", b"/S/Link"):
        assert tag in pdf, tag
    assert b"/Alt(Bar chart: pumps 120.5, valves 79.4.)" in pdf


@reads_text
def test_shows_hostile_text_as_it_is_written(tmp_path: Path) -> None:
    document = replace(
        one_block(*(replace(said(text), id=f"p{index}") for index, text in enumerate(HOSTILE)),
                  Heading("h", 2, " ".join(HOSTILE[:8])), Note("n", "gap", (Text("#strike[x]", "strong"),)),
                  replace(wide_table(1), title="#emph[*x*]", notes=("$y$",), source="@z")),
        title="#let *title*", subtitle="$sub$")
    text = text_of(render_pdf(document), tmp_path)
    # pdftotext turns tabs and line ends into its own spaces.
    for words in (*HOSTILE[:-2], "#strike[x]", "#emph[*x*]", "$y$", "@z", "#let *title*", "$sub$"):
        assert words in text, words


def test_sets_a_word_of_any_length_and_right_to_left_script() -> None:
    long = replace(wide_table(1), rows=(TableRow("r", tuple(TableCell((Text("a" * 300),)) for _ in range(7))),))
    assert render_pdf(one_block(said("b" * 500), said("שלום"), long)).startswith(b"%PDF")


def test_names_a_character_that_no_font_has_and_its_place() -> None:
    with pytest.raises(InvalidValueError, match=r"'🧮' \(U\+1F9EE\).*block said"):
        render_pdf(one_block(said("abacus 🧮")))


def test_names_a_control_character_and_its_place() -> None:
    with pytest.raises(InvalidValueError, match=r"U\+0007.*block said"):
        render_pdf(one_block(said("bell \x07")))


def test_refuses_a_mark_of_no_footnote() -> None:
    with pytest.raises(InvalidValueError, match="names no footnote"):
        render_pdf(one_block(Paragraph("p", (Sentence("s", (FootnoteMark("gone"),)),))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_prints_an_empty_document_as_its_cover(language: Language) -> None:
    assert render_pdf(replace(sample_document(language), blocks=(), footnotes=())).count(b"/Type/Page/") == 1


@reads_text
def test_repeats_the_header_of_a_long_table_on_pages_turned_on_their_side(tmp_path: Path) -> None:
    pdf = render_pdf(one_block(Heading("h", 1, "Register", "1"), wide_table(60)))
    pages = text_of(pdf, tmp_path).split("\f")[2:-1]
    assert len(pages) > 3
    assert all("Column 3" in page for page in pages)
    assert pdf.count(b"/MediaBox[0 0 841") == len(pages)


@reads_text
def test_sets_chinese_with_space_between_characters_and_digits_but_none_in_copied_text(tmp_path: Path) -> None:
    text = text_of(render_pdf(one_block(said("2015年销售产值为199.9亿元。"), language="zh")), tmp_path)
    assert "2015" in text
    assert "亿元。" in text


def test_links_a_number_only_where_the_annex_has_its_row() -> None:
    annex = Table("annex.numbers", "9.1", "Numbers", (TableColumn("id", "Id", False),),
                  (TableRow("known", (TableCell((Text("known"),)),)),))
    number = Paragraph("p", (Sentence("s", (Number("known", "1.5"), Text(" "), Number("unknown", "2.5"))),))
    pdf = render_pdf(one_block(number, annex))
    assert pdf.count(b"/Subtype/Link") == 1
    assert render_pdf(one_block(number)).count(b"/Subtype/Link") == 0


@reads_text
def test_marks_made_up_data_on_the_cover(tmp_path: Path) -> None:
    plain = one_block(said("Words."))
    marked = replace(plain, blocks=(Note("n", "synthetic", (Text("Words."),)),))
    assert "Made-up data" in text_of(render_pdf(marked), tmp_path).split("\f")[0]
    assert "Made-up data" not in text_of(render_pdf(plain), tmp_path)


def test_names_a_missing_font_and_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MissingDependencyError, match=r"Noto Sans CJK SC.*pip install manimgx-fonts-cjk"):
        render_pdf(one_block(), font_paths=(tmp_path,))
    with pytest.raises(MissingDependencyError, match="is not there"):
        render_pdf(one_block(), font_paths=(tmp_path / "gone",))
