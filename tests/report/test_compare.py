"""Two reports compared by ids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from outward.errors import InvalidInputError
from outward.report.build import build_report, no_picture
from outward.report.compare import compare_reports
from outward.report.write import trace_content
from outward.studies.result import StudyResult
from outward.vocabulary.figures import Cell, printed
from outward.vocabulary.labels import Language
from outward.vocabulary.statements import Level
from tests.worlds import results


def told(result: StudyResult, language: Language = "en") -> dict[str, Any]:
    return trace_content(build_report([result], language=language, describe=no_picture))


def changed() -> StudyResult:
    """The summary's first sentence has another number, its second is gone."""
    result = results.result()
    sales = printed(Cell("2", "1", "200.00", "yearbook"), 200.0, unit="100 million CNY", digits=2, kind="level")
    summary = replace(result.sections[0], items=(
        Level("summary.sales", results.SALES, results.ANYVILLE, "2016", sales),
        Level("summary.new", results.SALES, results.OTHERTOWN, "2015", results.OTHER)))
    return replace(result, sections=(summary, *result.sections[1:]))


def test_a_report_does_not_differ_from_itself() -> None:
    comparison = compare_reports(told(results.result()), told(results.result()))
    assert comparison.is_same
    assert comparison.as_text() == "No number and no sentence differs.\n"


def test_changed_added_and_removed_sentences_and_numbers_are_listed() -> None:
    comparison = compare_reports(told(results.result()), told(changed()))
    sentences = {one.id: (one.before, one.after) for one in comparison.sentences}
    assert sentences["summary.sales"] == (
        "In 2015, Anyville's industrial sales value was 19.753 billion CNY.",
        "In 2016, Anyville's industrial sales value was 20.000 billion CNY.")
    assert sentences["summary.new"][0] == ""
    assert sentences["summary.profit"][1] == ""
    assert len(sentences) == 3
    numbers = {one.id: (one.before, one.after) for one in comparison.numbers}
    assert numbers["cell:2:1"][0] is None
    assert numbers["shown:cell:1:7"][1] is None
    text = comparison.as_text()
    assert "  cell:2:1: (not there) -> 200.00 100 million CNY (200.0)" in text
    assert "    + In 2016, Anyville's industrial sales value was 20.000 billion CNY." in text
    assert comparison.as_json()["sentences"][0]["id"] == "summary.sales"


def test_a_changed_value_shows_text_and_value_of_both() -> None:
    before, after = told(results.result()), told(results.result())
    row = {**after["numbers"]["cell:1:2"], "value": 197.6, "text": "197.60"}
    numbers = {**after["numbers"], "cell:1:2": row}
    comparison = compare_reports(before, {**after, "numbers": numbers})
    assert [one.id for one in comparison.numbers] == ["cell:1:2"]
    assert "197.53 100 million CNY (197.53) -> 197.60 100 million CNY (197.6)" in comparison.as_text()


def test_reports_in_two_languages_are_not_compared() -> None:
    with pytest.raises(InvalidInputError, match="'en' against 'zh'"):
        compare_reports(told(results.result()), told(results.result(), "zh"))
