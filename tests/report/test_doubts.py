"""Numbers that rest on a contradictory number bear a sign, in every format, and the annex lists them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from outward.report.annex import ANNEX_TABLE
from outward.report.build import Report, build_report, no_picture
from outward.report.document import (
    DOUBT,
    Chart,
    Document,
    DoubtMark,
    Heading,
    Link,
    Number,
    Paragraph,
    Span,
    Table,
    spans_of,
)
from outward.report.docx import render_docx
from outward.report.doubts import RESTING_TABLE
from outward.report.html import render_html
from outward.report.tables import tables_workbook
from outward.report.typst_data import typst_data
from outward.report.wording import phrase, quantity, spans_of_phrase
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds import results
from tests.worlds.doubts import doubted


def report(language: Language = "en") -> Report:
    return build_report(doubted(), language=language, describe=no_picture)


def without_charts(document: Document) -> Document:
    return replace(document, blocks=tuple(block for block in document.blocks if not isinstance(block, Chart)))


def marked(spans: tuple[Span, ...]) -> set[str]:
    """Ids of the numbers that bear a sign."""
    found, last = set(), ""
    for span in spans:
        if isinstance(span, Number):
            last = span.id
        elif isinstance(span, DoubtMark):
            found.add(last)
    return found


def no_drawing(spec: Mapping[str, Any]) -> str:
    del spec
    return ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_bears_the_sign_if_and_only_if_a_suspect_lies_beneath_it(language: Language) -> None:
    built = report(language)
    rows = {row.id: row for row in built.numbers}

    def beneath(id: str) -> set[str]:
        return {id}.union(*(beneath(one) for one in rows[id].inputs))

    suspects = {results.PUMPS15.id, results.OTHER.id}
    seen = 0
    for block in built.document.blocks:
        if isinstance(block, Table) and block.number.startswith("A"):
            continue
        lines = [tuple(spans_of(block))]
        if isinstance(block, Table):
            lines = [cell.spans for row in block.rows for cell in row.cells]
        for spans in lines:
            shown = {span.id for span in spans if isinstance(span, Number)}
            assert marked(spans) == {id for id in shown if beneath(id) & suspects}
            seen += len(marked(spans))
    assert seen > 10


def test_the_sign_says_which_findings_and_leads_to_the_gravest() -> None:
    signs = {span for block in report().document.blocks for span in spans_of(block) if isinstance(span, DoubtMark)}
    assert DoubtMark("rests on a contradictory number: see F1, F2 in annex A", "audit.F1") in signs
    assert DoubtMark("rests on a contradictory number: see F2 in annex A", "audit.F2") in signs
    chinese = [span for block in report("zh").document.blocks for span in spans_of(block)]
    assert DoubtMark("所依据的数字相互矛盾，见附录A的F1、F2", "audit.F1") in chinese


def test_the_sign_stands_behind_what_is_written_with_the_number() -> None:
    sign = DoubtMark("", "audit.F1")
    for unit, value, before, after in (("%", 12.8, "%", " up"), ("rank", 22.0, "nd", " up")):
        figure = replace(results.RANK15, unit=unit, value=value, digits=1 if unit == "%" else 0,
                         kind="share" if unit == "%" else "rank")
        spans = spans_of_phrase(phrase(quantity(figure, "en"), " up"), lambda _: sign)
        assert [getattr(span, "text", DOUBT) for span in spans[1:]] == [before, DOUBT, after]


def test_sentences_and_numbers_are_the_same_with_and_without_signs() -> None:
    plain = build_report(doubted()[:1], language="en", describe=no_picture)
    assert {id: text for id, text in report().sentences.items() if id in plain.sentences} == dict(plain.sentences)
    texts = {row.id: row.as_csv() for row in report().numbers}
    assert all(texts[row.id] == row.as_csv() for row in plain.numbers)


def test_tables_and_charts_say_what_their_signs_mean() -> None:
    blocks = report().document.blocks
    table = next(block for block in blocks if isinstance(block, Table))
    assert "† rests on a contradictory number of the source: see F1, F2 in annex A." in table.notes
    notes = {block.id: block.notes for block in blocks if isinstance(block, Chart)}
    assert notes["chart.bars"] == ("This figure rests in part on contradictory numbers of the source: see F1, F2 in "
                                   "annex A.",)
    assert notes["chart.ranks"] == ()


def test_the_annexes_follow_the_sources_and_the_numbers_come_last() -> None:
    headings = [(block.number, block.text) for block in report().document.blocks
                if isinstance(block, Heading) and block.level == 1]
    assert headings[-3:] == [("5", "Sources"), ("A", "Annex: audit of the numbers"), ("B", "Annex: numbers")]
    chinese = [block.text for block in report("zh").document.blocks if isinstance(block, Heading) and block.level == 1]
    assert chinese[-2:] == ["附录：数据审核", "附录：数字"]


def test_the_annex_lists_what_rests_on_each_finding_and_where() -> None:
    blocks = report().document.blocks
    table = next(block for block in blocks if block.id == RESTING_TABLE)
    assert isinstance(table, Table)
    ids = {block.id for block in blocks} | {row.anchor for block in blocks if isinstance(block, Table)
                                            for row in block.rows if row.anchor}
    listed: dict[str, set[str]] = {}
    for row in table.rows:
        finding, where = (cell.spans[0] for cell in row.cells[:2])
        assert isinstance(finding, Link)
        assert isinstance(where, Link)
        assert {finding.target[1:], where.target[1:]} <= ids
        numbers = [span.id for span in row.cells[2].spans if isinstance(span, Number)]
        listed.setdefault(finding.text, set()).update(numbers)
    shown = {span.id for block in blocks if not (isinstance(block, Table) and block.number[:1] in "AB")
             for span in spans_of(block) if isinstance(span, Number)}
    rows = {row.id: row for row in report().numbers}
    assert listed["F1"] >= {id for id in shown if "F1" in rows[id].doubts}
    assert listed["F2"] >= {id for id in shown if "F2" in rows[id].doubts}


def test_an_error_that_nothing_rests_on_is_listed_as_such() -> None:
    diagnosis, audited = doubted()
    lone = replace(audited.doubts[0], cells=("cell:9:9",))
    built = build_report([diagnosis, replace(audited, doubts=(lone,))], language="en", describe=no_picture)
    table = next(block for block in built.document.blocks if block.id == RESTING_TABLE)
    assert isinstance(table, Table)
    assert [[getattr(span, "text", "") for cell in row.cells for span in cell.spans] for row in table.rows] == [
        ["F1", "no number of this report"]]
    assert not any(isinstance(span, DoubtMark) for block in built.document.blocks for span in spans_of(block))


def test_an_audit_shown_alone_is_a_chapter_and_marks_nothing() -> None:
    built = build_report(doubted()[1:], language="en", describe=no_picture)
    headings = [block.number for block in built.document.blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == ["1", "2", "3", "A"]
    assert not any(row.doubts for row in built.numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_links_each_sign_to_its_finding_and_says_why(language: Language) -> None:
    document = without_charts(report(language).document)
    page = render_html(document).decode()
    ids = set(re.findall(r' id="([^"]+)"', page))
    signs = re.findall(r'<a class="doubt[^"]*" href="#([^"]+)" title="([^"]+)" aria-label="([^"]+)">†</a>', page)
    expected = sum(isinstance(span, DoubtMark) for block in document.blocks for span in spans_of(block))
    assert len(signs) == expected
    assert all(target in ids and title == label for target, title, label in signs)


def test_the_trace_names_the_findings() -> None:
    data = json.loads(json.dumps(dict(report().document.traces)))
    assert data[results.PUMPS15.id]["doubts"] == ["F1", "F2"]
    assert "doubts" not in data[results.S2014.id]


def test_print_data_links_signs_and_hangs_them_in_columns_of_numbers_only() -> None:
    data = typst_data(without_charts(report().document), no_drawing)
    blocks = [block for flow in data["flows"] for block in flow["blocks"]]
    table = next(block for block in blocks if block["kind"] == "table")
    in_cells = [span for row in table["rows"] for cell in row["cells"] for span in cell if span["kind"] == "doubt"]
    in_text = [span for block in blocks if block["kind"] == "paragraph" for span in block["spans"]
               if span["kind"] == "doubt"]
    assert in_cells
    assert in_text
    assert all(span["hangs"] and span["target"] == "block:audit.F1" for span in in_cells)
    assert not any(span["hangs"] for span in in_text)
    assert "†" in data["guide"]
    labels = {row["label"] for block in blocks if block["kind"] == "table" for row in block["rows"]}
    assert {span["target"] for span in [*in_cells, *in_text]} <= labels
    assert "†" not in typst_data(results_alone(), no_drawing)["guide"]


def results_alone() -> Document:
    return without_charts(build_report(doubted()[:1], language="en", describe=no_picture).document)


def test_the_word_file_sets_the_sign_outside_the_bookmark_of_the_number() -> None:
    document = without_charts(report().document)
    with zipfile.ZipFile(io.BytesIO(render_docx(document))) as word:
        body = word.read("word/document.xml").decode()
    unit = r"(?:<w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>[^<]*</w:t></w:r>)?"  # a percent sign, or what names the unit
    signs = re.findall(rf'<w:bookmarkEnd [^>]*/>{unit}<w:hyperlink [^>]*w:tooltip="[^"]*F[12] in annex A"[^>]*>', body)
    expected = sum(isinstance(span, DoubtMark) for block in document.blocks for span in spans_of(block))
    assert len(signs) == expected
    anchors = set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', body))
    names = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', body))
    assert anchors <= names


def test_a_workbook_has_the_numbers_without_signs() -> None:
    with zipfile.ZipFile(io.BytesIO(tables_workbook(report()))) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert [text for text in re.findall(r"<t[^>]*>([^<]*)</t>", texts) if DOUBT in text] == [
        "† rests on a contradictory number of the source: see F1, F2 in annex A."]


def test_signs_stand_in_the_annex_of_numbers_too() -> None:
    annex = next(block for block in report().document.blocks if block.id == ANNEX_TABLE)
    assert isinstance(annex, Table)
    signed = {row.key for row in annex.rows if marked(row.cells[1].spans)}
    rows = {row.id: row for row in report().numbers}
    assert signed == {row.key for row in annex.rows if rows[row.key].doubts}
    assert any(isinstance(block, Paragraph) for block in report().document.blocks)
