"""A DOCX that came back: every number that was edited, lost or added by hand is found."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml import etree

from outward.errors import InvalidInputError, NotFoundError
from outward.report.build import Report, build_report, no_picture
from outward.report.docx import bookmark_name, render_docx
from outward.report.returned import ReturnedCheck, check_returned, sentence_at
from outward.report.write import trace_content
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds import results


@cache
def report(language: Language) -> Report:
    result = results.result()
    return build_report([replace(result, sections=result.sections[:2])], language=language, describe=no_picture)


@cache
def as_written(language: Language) -> bytes:
    return render_docx(report(language).document)


def checked(folder: Path, edit: Callable[[Any], None], language: Language = "en") -> ReturnedCheck:
    word = docx.Document(io.BytesIO(as_written(language)))
    edit(word)
    path = folder / "returned.docx"
    word.save(str(path))
    return check_returned(path, trace_content(report(language)))


def _leave(word: Any) -> None:
    """Only open and save."""


def mark(word: Any, id: str, occurrence: int = 1) -> Any:
    name = bookmark_name(id, occurrence)
    return next(one for one in word.element.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == name)


def text_of(word: Any, id: str, occurrence: int = 1) -> Any:
    return mark(word, id, occurrence).getnext().find(qn("w:t"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_report_is_clean(tmp_path: Path, language: Language) -> None:
    check = checked(tmp_path, _leave, language)
    assert check.is_clean, check.as_text()
    assert check.checked > 80


def test_an_edited_number_is_found_with_its_sentence(tmp_path: Path) -> None:
    def edit(word: Any) -> None:
        text_of(word, "magnitude:sales.growth.2015", 2).text = "4.7"

    check = checked(tmp_path, edit)
    (finding,) = check.findings
    assert (finding.kind, finding.id, finding.was, finding.now) == ("edited", "magnitude:sales.growth.2015", "3.7",
                                                                     "4.7")
    assert finding.sentence == "From 2014 to 2015, Anyville's industrial sales value fell by 4.7%."
    assert "edited: 3.7 -> 4.7  [magnitude:sales.growth.2015]" in check.as_text()
    assert check.as_json()["findings"][0]["now"] == "4.7"


def test_digits_typed_beside_a_bookmark_belong_to_its_number(tmp_path: Path) -> None:
    def edit(word: Any) -> None:
        end = mark(word, "magnitude:sales.growth.2015").getnext().getnext()
        assert end.tag == qn("w:bookmarkEnd")
        after = end.getnext().find(qn("w:t"))
        after.text = "5" + after.text

    (finding,) = checked(tmp_path, edit).findings
    assert (finding.kind, finding.was, finding.now) == ("edited", "3.7", "3.75")


def test_a_number_of_a_table_is_checked_too(tmp_path: Path) -> None:
    def edit(word: Any) -> None:
        text_of(word, "cell:1:5").text = "58.00"

    (finding,) = checked(tmp_path, edit).findings
    assert (finding.id, finding.was, finding.now) == ("cell:1:5", "57.00", "58.00")


def test_a_number_that_is_gone_is_missing(tmp_path: Path) -> None:
    def edit(word: Any) -> None:
        start = mark(word, "cell:1:5")
        run, end = start.getnext(), start.getnext().getnext()
        for each in (start, run, end):
            each.getparent().remove(each)

    (finding,) = checked(tmp_path, edit).findings
    assert (finding.kind, finding.id, finding.was) == ("missing", "cell:1:5", "57.00")


def test_a_number_struck_out_with_tracked_changes_is_missing_and_its_new_text_added(tmp_path: Path) -> None:
    def edit(word: Any) -> None:
        start = mark(word, "cell:1:5")
        run = start.getnext()
        deleted, inserted = OxmlElement("w:del"), OxmlElement("w:ins")
        run.addprevious(deleted)
        new = copy.deepcopy(run)
        deleted.append(run)
        run.find(qn("w:t")).tag = qn("w:delText")
        new.find(qn("w:t")).text = "59.00"
        inserted.append(new)
        deleted.addnext(inserted)

    (finding,) = checked(tmp_path, edit).findings
    assert (finding.kind, finding.was, finding.now) == ("edited", "57.00", "59.00")


def test_a_number_typed_into_the_text_is_added(tmp_path: Path) -> None:
    def edit(word: Any) -> None:
        word.add_paragraph("Growth was 8.8% in 2015. See Table 2.1.")

    (finding,) = checked(tmp_path, edit).findings
    assert (finding.kind, finding.now, finding.sentence) == ("added", "8.8", "Growth was 8.8% in 2015.")


def test_another_case_or_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "returned.docx"
    path.write_bytes(as_written("zh"))
    with pytest.raises(InvalidInputError, match="'zh', not of 'anyville' in 'en'"):
        check_returned(path, trace_content(report("en")))
    docx.Document().save(str(path))
    with pytest.raises(InvalidInputError, match="no report of Outward"):
        check_returned(path, trace_content(report("en")))
    with pytest.raises(NotFoundError):
        check_returned(tmp_path / "nowhere.docx", trace_content(report("en")))


def test_a_hostile_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "returned.docx"
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>'
    with zipfile.ZipFile(io.BytesIO(as_written("en"))) as archive, zipfile.ZipFile(path, "w") as packed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                content = bomb + etree.tostring(root)
            packed.writestr(name, content)
    with pytest.raises(InvalidInputError, match="document type"):
        check_returned(path, trace_content(report("en")))


@pytest.mark.parametrize(("text", "position", "told"), [
    ("甲为3.7%。乙为5.0%。", 9, "乙为5.0%。"), ("One.", 0, "One."), ("A is 1.5. B is 2", 15, "B is 2")])
def test_the_sentence_around_a_position(text: str, position: int, told: str) -> None:
    assert sentence_at(text, position) == told
