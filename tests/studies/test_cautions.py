"""What a reader must know of a printed number stands beside it: presumed units and scopes, missing years, hedges."""

from __future__ import annotations

import dataclasses

import pytest

from outward.studies.diagnosis.capital import capital
from outward.studies.diagnosis.cautions import caution_list, with_cautions
from outward.studies.diagnosis.nation import nation
from outward.studies.diagnosis.scale import scale
from outward.studies.holdings import Holdings
from outward.studies.result import Remark, ResultChart, ResultTable, StudyResult
from outward.vocabulary.labels import Label
from tests.studies.loading import with_rows


def item_of(diagnosis: StudyResult, id: str) -> ResultTable | ResultChart | Remark:
    found = next(item for section in diagnosis.sections for item in section.items if item.id == id)
    assert isinstance(found, ResultTable | ResultChart | Remark)
    return found


def notes_of(diagnosis: StudyResult, id: str) -> str:
    item = item_of(diagnosis, id)
    assert isinstance(item, ResultTable | ResultChart)
    return "\n".join(f"{note.en}\n{note.zh}" for note in item.notes)


@pytest.mark.parametrize(
    ("id", "english", "chinese"),
    [
        ("capital.table.CN-LN", "unit not printed; 100 million CNY presumed", "推定为亿元"),
        ("scale.chart.total-profit", "equipment manufacturing presumed", "推定为装备制造业"),
        ("scale.table.implied", "deadweight tons presumed", "推定为载重吨"),
        ("efficiency.table.profit-margin", "All numbers: the source prints no year", "全部数字：来源未刊印年份"),
        ("nation.table.sectors", "a number of enterprises printed with decimals", "企业单位数刊印为小数"),
        ("nation.table.world", "The source says “more than” of", "来源表述为“超过”的有"),
    ],
)
def test_notes_say_what_the_source_leaves_open(diagnosis: StudyResult, id: str, english: str, chinese: str) -> None:
    notes = notes_of(diagnosis, id)
    assert english in notes
    assert chinese in notes


def test_a_caution_on_sentences_is_said_once_a_chapter(liaoning: Holdings) -> None:
    remarks = [item for item in with_cautions(liaoning, scale(liaoning)).section.items if isinstance(item, Remark)]
    scopes = [remark for remark in remarks if "presumed from the paragraph" in remark.text.en]
    assert len(scopes) == 1
    assert "2016" in scopes[0].text.en


def test_the_list_gathers_every_caution_in_both_languages(diagnosis: StudyResult) -> None:
    table = item_of(diagnosis, "cautions.table")
    assert isinstance(table, ResultTable)
    labels = [row.label for row in table.rows]
    assert len(labels) == len(set(labels))
    assert any("100 million CNY presumed" in label.en for label in labels)
    for row in table.rows:
        names = row.cells[0]
        assert isinstance(names, Label)
        assert "〔未译〕" not in f"{row.label.text('zh')}{names.text('zh')}"


def test_a_presumed_number_is_cautioned_though_nobody_translated_its_note(liaoning: Holdings) -> None:
    held = with_rows(liaoning, {"period": "2013", "status": "presumed", "note": "unit read from the heading"})
    figure = held.every("total-assets", period="2013")[0].figure
    assert held.caution(figure) == Label("unit read from the heading")
    printed = with_rows(liaoning, {"period": "2013", "status": "printed", "note": "page 7"})
    assert printed.caution(printed.every("total-assets", period="2013")[0].figure) is None


def test_a_case_that_leaves_nothing_open_has_no_list(liaoning: Holdings) -> None:
    nothing = Holdings(dataclasses.replace(liaoning.casebook, labels={}), liaoning.observations.iloc[:0])
    chapter = nation(nothing)
    assert caution_list(nothing, [chapter]) == ()
    assert with_cautions(nothing, chapter) == chapter


def test_more_in_the_region_than_in_the_nation_cannot_be(liaoning: Holdings, diagnosis: StudyResult) -> None:
    """Tables 3 and 4: 3,822 of transport equipment in Liaoning, 343 in China."""
    id = "impossible.paid-in-capital.transport-equipment"
    said = [item for item in capital(liaoning).section.items if item.id.startswith("impossible.")]
    assert [item.id for item in said] == [id]
    repeated = item_of(diagnosis, f"contradictions.{id}")
    assert isinstance(repeated, Remark)
    assert "Liaoning" in repeated.text.en


def test_a_part_greater_than_its_whole_cannot_be(diagnosis: StudyResult) -> None:
    """Paragraph 38: value added of 263 million CNY an enterprise, but gross output of 258.8 from the printed totals."""
    remark = item_of(diagnosis, "impossible.value-added.CN-LN")
    assert isinstance(remark, Remark)
    ids = {item.id for section in diagnosis.sections for item in section.items}
    assert "impossible.value-added.CN-JS" not in ids
    assert "nation.doubt.sales-income.CN-LN" in ids
    assert "nation.doubt.sales-income.CN-JS" not in ids


def test_the_summary_says_that_numbers_are_open_or_contradicted(diagnosis: StudyResult) -> None:
    ids = {item.id for item in diagnosis.sections[0].items}
    assert ids >= {"summary.undated", "summary.open", "summary.contradicted", "summary.gaps"}


def test_an_assumed_pace_comes_with_its_assumption_in_the_summary(diagnosis: StudyResult) -> None:
    ids = [item.id for item in diagnosis.sections[0].items]
    assert ids.index("summary.targets.path.G05") == ids.index("summary.targets.gap.G05") + 1
