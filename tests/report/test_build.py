"""Results to a document: numbering, paragraphs, tables, charts, gaps, annex, and the mark of made-up data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from outward.errors import InvalidValueError
from outward.report.annex import ANNEX_TABLE
from outward.report.build import build_report, no_picture
from outward.report.document import (
    Chart,
    Document,
    Heading,
    Link,
    Note,
    Number,
    Paragraph,
    Sentence,
    Span,
    Table,
    Text,
    spans_of,
)
from outward.report.sections import study_results
from outward.studies import catalogue
from outward.studies.parameters import AS_OF
from outward.studies.result import ResultChart, ResultTable, Section, StudyResult
from outward.studies.study import Progress, Request, Study
from outward.vocabulary.labels import LANGUAGES, Label, Language
from outward.vocabulary.statements import Level
from tests.worlds import results


def text(spans: Sequence[Span]) -> str:
    return Sentence("s", tuple(spans)).text


def document(language: Language = "en", *, synthetic: bool = True) -> Document:
    return build_report([results.result(synthetic=synthetic)], language=language, describe=no_picture).document


def test_chapters_headings_tables_and_charts_are_numbered() -> None:
    headings = [(block.level, block.number, block.text) for block in document().blocks if isinstance(block, Heading)]
    assert headings == [(1, "1", "Summary"), (1, "2", "Scale"), (2, "2.1", "By sector"), (1, "3", "Charts"),
                        (1, "4", "Gaps in the data"), (1, "5", "Sources"), (1, "A", "Annex: numbers")]
    numbered = [block.number for block in document().blocks if isinstance(block, Table | Chart)]
    assert numbered == ["2.1", *(f"3.{number}" for number in range(1, 7)), "A.1"]


def test_statements_run_on_until_something_else_stands_between() -> None:
    paragraphs = [block for block in document().blocks if isinstance(block, Paragraph)]
    assert [len(block.sentences) for block in paragraphs[:5]] == [2, 4, 5, 5, 1]
    assert [block.id for block in paragraphs[:5]] == ["summary.p1", "scale.p1", "scale.p2", "scale.p3", "scale.p4"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_block_and_sentence_ids_are_unique(language: Language) -> None:
    blocks = document(language).blocks
    ids = [block.id for block in blocks] + [one.id for block in blocks if isinstance(block, Paragraph)
                                            for one in block.sentences if one.id != block.id]
    assert len(ids) == len(set(ids))


def test_a_sentence_said_twice_keeps_its_id_where_it_is_at_home() -> None:
    result = results.result()
    twice = Section("front", Label("Front", "前言"), (results.statements()[1],))
    report = build_report([replace(result, sections=(twice, *result.sections))], language="en", describe=no_picture)
    assert report.sentences["s.growth"] == report.sentences["s.growth@front"]


def test_two_sentences_of_one_id_are_refused() -> None:
    result = results.result()
    other = Level("s.level", results.SALES, results.OTHERTOWN, "2015", results.OTHER)
    wrong = Section("wrong", Label("Wrong", "错"), (other, replace(other, subject=Label("exports", "出口额"))))
    with pytest.raises(InvalidValueError, match=r"s\.level"):
        build_report([replace(result, sections=(wrong,))], language="en", describe=no_picture)


def test_a_table_prints_units_gaps_sources_and_unrounded_values_for_sorting() -> None:
    table = next(block for block in document().blocks if isinstance(block, Table))
    assert [column.header for column in table.columns] == [
        "Sector", "Industrial sales value (100 million CNY)", "Share of total (%)", "Remark"]
    assert [column.numeric for column in table.columns] == [False, True, True, False]
    texts = [[text(cell.spans) for cell in row.cells] for row in table.rows]
    assert texts == [["Pumps", "120.53", "61.0", "steady"], ["Valves", "57.00", "…", "…"], ["Gears", "20.00", "…", "…"],
                     ["Total", "197.53", "…", "A-1"]]
    assert table.rows[0].cells[2].sort == pytest.approx(61.018579456)
    assert table.rows[3].is_total
    assert table.source == "Source: Anyville Statistical Yearbook, and calculations from it."
    chinese = next(block for block in document("zh").blocks if isinstance(block, Table))
    assert chinese.columns[1].header == "工业销售产值（亿元）"
    assert chinese.source == "资料来源：《某市统计年鉴》，据此计算。"


def test_a_chart_is_described_in_words() -> None:
    bars, grouped = [block for block in document().blocks if isinstance(block, Chart)][:2]
    assert bars.alternative.startswith("Bar chart: industrial sales value. By industrial sales value, the largest of")
    assert grouped.alternative == ("Grouped bar chart: industrial sales value. Anyville 2014: 20.510 billion CNY; "
                                   "Anyville 2015: 19.753 billion CNY; Othertown 2015: 123.400 billion CNY.")
    chinese = [block for block in document("zh").blocks if isinstance(block, Chart)][1]
    assert chinese.alternative.startswith("分组条形图：工业销售产值。某市2014：205.10亿元；")


def test_charts_are_described_by_the_function_given() -> None:
    asked = []

    def describe(chart: ResultChart, language: Language) -> Mapping[str, Any]:
        asked.append((chart.kind, language))
        return {"mark": chart.kind}

    built = build_report([results.result()], language="zh", describe=describe).document
    assert next(block.spec for block in built.blocks if isinstance(block, Chart)) == {"mark": "bars"}
    assert asked == [(kind, "zh") for kind in ("bars", "grouped bars", "stacked bars", "lines", "ranks", "dots")]


def test_gaps_stand_where_they_are_missed_and_in_a_list() -> None:
    built = document()
    note = next(block for block in built.blocks if isinstance(block, Note) and block.kind == "gap")
    assert note.spans == (Text("No exports are loaded. Load export-delivery-value for 2015."),)
    listed = [span for block in built.blocks if block.id == "gaps.list" for span in spans_of(block)]
    assert listed[0] == Link("No exports are loaded.", "#gap.exports")


def test_made_up_data_says_so_on_top_and_in_the_title() -> None:
    built = document()
    assert built.title == "Pumps of Anyville (made-up data)"
    assert isinstance(built.blocks[0], Note)
    assert built.blocks[0].kind == "synthetic"
    assert document("zh").title == "某市泵业诊断报告（虚构数据）"
    real = document(synthetic=False)
    assert real.title == "Pumps of Anyville"
    assert not any(isinstance(block, Note) and block.kind == "synthetic" for block in real.blocks)


def test_the_annex_has_a_row_for_every_number_that_is_worked_out_or_said() -> None:
    built = document()
    annex = next(block for block in built.blocks if block.id == ANNEX_TABLE)
    assert isinstance(annex, Table)
    shown, said = set(), set()
    for block in built.blocks:
        if block is not annex:
            ids = {span.id for span in spans_of(block) if isinstance(span, Number)}
            shown |= ids
            said |= ids if not isinstance(block, Table) else set()
    keys = [row.key for row in annex.rows]
    assert set(keys) >= said | {id for id in shown if not id.startswith("cell:")}
    assert all(not key.startswith("cell:") or key in said for key in keys)
    assert len(keys) == len(set(keys))
    row = annex.rows[keys.index("sales.growth.2013-2015")]
    assert [text(cell.spans) for cell in row.cells] == [
        "sales.growth.2013-2015", "9.7 %", "2.1", "100*(x1/x2-1); x1=cell:1:2, x2=cell:1:15"]
    printed = annex.rows[keys.index(next(key for key in keys if key.startswith("cell:1:")))]
    assert text(printed.cells[3].spans).startswith("[1] Table 1, row ")
    ids = {block.id for block in built.blocks}
    links = [span for row in annex.rows for cell in row.cells for span in cell.spans if isinstance(span, Link)]
    assert all(link.target[1:] in ids for link in links)
    assert {link.text for link in links} >= {"1", "2.1"}


def test_order_of_rows_leaves_sentences_alone() -> None:
    result = results.result()
    section = result.sections[1]
    turned = replace(section, items=tuple(
        replace(item, rows=item.rows[::-1]) if isinstance(item, ResultTable) else item for item in section.items))
    other = replace(result, sections=(result.sections[0], turned, result.sections[2]))
    built, again = (build_report([one], language="en", describe=no_picture) for one in (result, other))
    assert built.sentences == again.sentences
    assert {row.id: row.value for row in built.numbers} == {row.id: row.value for row in again.numbers}


def test_results_of_two_releases_are_refused() -> None:
    result = results.result()
    with pytest.raises(InvalidValueError, match="several"):
        build_report([result, replace(result, release="r2")], language="en", describe=no_picture)
    with pytest.raises(InvalidValueError, match="no study"):
        build_report([], language="en", describe=no_picture)


def test_sections_of_two_studies_keep_apart() -> None:
    result = results.result()
    extra = StudyResult("markets", result.case, result.release, result.as_of,
                        (Section("scale", Label("Markets", "市场"), ()),), result.sources)
    built = build_report([result, extra], language="en", describe=no_picture).document
    assert [block.id for block in built.blocks if isinstance(block, Heading) and block.level == 1][3] == "markets.scale"


def test_the_report_asks_the_studies_that_have_a_place_in_it_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_STUDIES", {})
    assert study_results(None) == ()  # type: ignore[arg-type]
    for id, place in (("second", 20), ("first", 10), ("apart", None)):
        catalogue.register(Study(id, Label(id), Label(""), partial(_answer, id), parameters=(AS_OF,), in_report=place))
    catalogue.register(Study("mute", Label("mute"), Label(""), _nothing, parameters=(AS_OF,), in_report=15))
    told: list[float] = []
    answers = study_results(None, as_of="2017-01-01",  # type: ignore[arg-type]
                            progress=lambda done, _: told.append(done))
    assert [(answer.study, answer.as_of) for answer in answers] == [("first", "2017-01-01"), ("second", "2017-01-01")]
    assert told == [pytest.approx(1 / 6), pytest.approx(5 / 6)]


def _answer(id: str, release: object, request: Request, progress: Progress) -> StudyResult:
    progress(0.5, Label("half"))
    return replace(results.result(), study=id, as_of=request.text("as_of"))


def _nothing(release: object, request: Request, progress: Progress) -> StudyResult:
    return replace(results.result(), sections=())


def test_a_study_apart_is_titled_by_its_own_name_and_question() -> None:
    built = build_report([results.result()], language="zh", describe=no_picture, title=Label("Ranking", "排名"),
                         subtitle=Label("Who is first?", "谁居首位？")).document
    assert (built.title, built.subtitle) == ("排名（虚构数据）", "谁居首位？")
