"""A written report in parts, and its style kept to itself."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest

from outward.errors import InvalidInputError, NotFoundError
from outward.report.build import build_report
from outward.report.framed import framed_css, read_framed
from outward.report.write import Wanted, put_report, write_reports
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds.results import result


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up case's report in both languages, the page alone."""
    folder = tmp_path_factory.mktemp("report")
    for language in LANGUAGES:
        write_reports([Wanted(partial(build_report, [result()], language=language), folder / language, ("html",))])
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_written_report_is_read_in_parts(written: Path, language: Language) -> None:
    framed = read_framed(written / language)
    page = (written / language / "report.html").read_text(encoding="utf-8")
    assert (framed.language, framed.case) == (language, "anyville")
    assert set(json.loads(framed.data)["traces"]) >= set(re.findall(r'data-figure="([^"]+)"', framed.body))
    assert re.findall(r' id="([^"]+)"', framed.body) == [
        id for id in re.findall(r' id="([^"]+)"', page) if id != "report-data"]


def test_the_body_holds_no_script_style_or_second_main(written: Path) -> None:
    body = read_framed(written / "en").body
    assert not re.search(r"<(script|style|main|header|html|body|h1)\b", body)
    assert body.count("<div") == body.count("</div>")
    assert not re.search(r'\son[a-z]+="|\sstyle="', body)


def test_a_page_that_was_changed_by_hand_is_not_framed(written: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    put_report(written / "en", folder)
    path = folder / "report.html"
    path.write_bytes(path.read_bytes().replace(b"Scale", b"Scold"))
    with pytest.raises(InvalidInputError, match="changed"):
        read_framed(folder)


def test_what_is_no_report_and_a_report_without_a_page_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_framed(tmp_path)
    write_reports([Wanted(partial(build_report, [result()], language="en"), tmp_path / "docx", ("docx",))])
    with pytest.raises(InvalidInputError, match="without a page"):
        read_framed(tmp_path / "docx")


def test_a_copy_of_a_report_is_the_same_files_and_is_replaced_by_the_next(written: Path, tmp_path: Path) -> None:
    target = tmp_path / "reports" / "en"
    names = {path.name for path in put_report(written / "en", target)}
    assert names == {"report.html", "numbers.csv", "trace.json"}
    assert all((target / name).read_bytes() == (written / "en" / name).read_bytes() for name in names)
    put_report(written / "zh", target)
    assert read_framed(target).language == "zh"


def test_a_copy_goes_over_no_strangers_file_and_takes_no_changed_one(written: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "numbers.csv").write_text("mine")
    with pytest.raises(InvalidInputError, match=r"numbers\.csv"):
        put_report(written / "en", tmp_path / "taken")
    put_report(written / "en", tmp_path / "changed")
    (tmp_path / "changed" / "numbers.csv").write_text("1,2")
    with pytest.raises(InvalidInputError, match="changed since"):
        put_report(tmp_path / "changed", tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_no_rule_of_the_style_reaches_outside_the_report() -> None:
    selectors = [each.strip() for line in framed_css().splitlines() if "{" in line and not line.startswith("@")
                 for each in line.partition("{")[0].split(",")]
    assert len(selectors) > 100
    assert [each for each in selectors if not each.startswith((".report", ".trace"))] == []


def test_the_style_keeps_every_rule_about_the_reports_text() -> None:
    css = framed_css()
    for kept in (".report .number {", ".report :where(.read) h2 {", ".report td.numeric, .report th.numeric {",
                 ".trace .formula {", ".report .columns { grid-template-columns", "@media print"):
        assert kept in css
    assert "body" not in css.replace("tbody", "")
