"""Problems: where the region stands behind the nation, gathered from the chapters before; and numbers that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from outward.studies.diagnosis.chapter import IMPOSSIBLE, Chapter, like, period_label, possible, present
from outward.studies.holdings import Holdings
from outward.studies.result import Column, Item, Remark, ResultTable, Row, Section
from outward.vocabulary.labels import Label
from outward.vocabulary.numerals import list_text
from outward.vocabulary.statements import Comparison, Disagreement, Statement

Better = Literal["more", "less"]

JUDGED: Mapping[str, Better] = {
    "efficiency.compare.profit-margin": "more",
    "efficiency.compare.return-on-assets": "more",
    "efficiency.compare.asset-turnover": "more",
    "efficiency.compare.revenue-per-employee": "more",
    "efficiency.compare.profit-per-employee": "more",
    "exports.nation": "more",
}
"""Comparisons with the nation in which one side is plainly the better. Who should own an industry, what it should spend
on selling, or how many assets a worker should have, is for the reader to judge: those are shown and not scored."""


_NOT_WHY = Remark(
    "problems.not-why",
    Label(
        "The table says where the region differs from the nation and in which direction, not why.",
        "上表只说明本地区与全国的差异及方向，不说明原因。",
    ),
)


def problems(holdings: Holdings, chapters: Sequence[Chapter]) -> Chapter:
    """Gather where the region is behind the nation."""
    compared = [
        statement
        for statement in _statements(chapters)
        if isinstance(statement, Comparison) and statement.id in JUDGED and statement.difference is not None
    ]
    items: list[Item | None] = []
    if compared:
        items += [_verdict(holdings, compared), _scores(holdings, compared), _NOT_WHY]
    items.append(
        Remark(
            "problems.judgement",
            Label(
                "Dependence on foreign components, the division of labour along the chain and informatization have "
                "no number in this case; they need an enterprise survey.",
                "关键零部件对外依存、产业链分工与信息化水平在本案例中没有数据，需要企业调查。",
            ),
        )
    )
    return Chapter(Section("problems", Label("Problems", "主要问题"), present(items)))


def contradictions(holdings: Holdings, chapters: Sequence[Chapter], cautions: Sequence[Item] = ()) -> Chapter:
    """Gather the printed numbers that other printed numbers contradict, and after them what else is to be cautioned."""
    found = [statement for statement in _statements(chapters) if isinstance(statement, Disagreement)]
    found += _printed_apart(holdings)
    impossible = [
        replace(item, id=f"contradictions.{item.id}")
        for chapter in chapters
        for item in chapter.section.items
        if isinstance(item, Remark) and item.id.startswith(IMPOSSIBLE)
    ]
    if not found and not impossible:
        nothing = Remark(
            "contradictions.none",
            Label("No printed number was found to contradict another.", "未发现相互矛盾的刊印数字。"),
        )
        return Chapter(Section("contradictions", _TITLE, (nothing, *cautions)))
    table = _disagreements(found) if found else None
    return Chapter(Section("contradictions", _TITLE, (*present([table]), *impossible, *cautions)))


def _printed_apart(holdings: Holdings) -> list[Disagreement]:
    """Quantities that two tables, or a table and the text, hold differently on one day, judged on the coarser print."""
    apart = []
    for first, *others in holdings.printings():
        for other in others:
            here = possible(like, first.figure, other.figure)
            there = possible(like, other.figure, first.figure)
            if here is None or there is None:
                continue
            if here.rounded != other.figure.rounded and there.rounded != first.figure.rounded:
                assert other.figure.cell is not None
                table = other.figure.cell.table
                place = Label("the text", "正文") if table == "claims" else Label(f"table {table}", f"表{table}")
                apart.append(
                    Disagreement(
                        f"contradictions.printing.{other.figure.id}",
                        holdings.what(first),
                        holdings.place_label(first),
                        first.period,
                        first.figure,
                        other.figure,
                        place,
                    )
                )
    return apart


def _disagreements(found: Sequence[Disagreement]) -> ResultTable:
    rows = tuple(
        Row(
            statement.id,
            Label(
                f"{statement.subject.en}, {statement.place.en}",
                f"{statement.place.text('zh')}{statement.subject.text('zh')}",
            ),
            (
                period_label(statement.period) if statement.period else Label("not printed", "未刊印"),
                statement.printed,
                statement.computed,
                statement.basis,
            ),
        )
        for statement in found
    )
    return ResultTable(
        "contradictions.table",
        Label("Printed numbers that other printed numbers contradict", "相互矛盾的刊印数字"),
        Label("Quantity", "指标"),
        (
            Column("period", Label("Period", "时期")),
            Column("printed", Label("Printed", "刊印值")),
            Column("computed", Label("Works out at", "推算值")),
            Column("basis", Label("From", "推算依据")),
        ),
        rows,
        notes=(
            Label(
                "The report shows each number as its source prints it and corrects nothing. Whatever rests on one "
                "of these cells is as uncertain as the contradiction is wide.",
                "本报告照录来源数字，不作更正；凡以这些数字为依据的结果，其不确定性与矛盾程度相当。",
            ),
        ),
    )


_BEHIND, _LEVEL, _AHEAD = Label("behind", "落后"), Label("level", "持平"), Label("ahead", "领先")
_TITLE = Label("Numbers that do not agree", "相互矛盾的数字")


def _statements(chapters: Iterable[Chapter]) -> list[Statement]:
    return [item for chapter in chapters for item in chapter.section.items if isinstance(item, Statement)]


def _is_behind(statement: Comparison) -> bool:
    """Judge on what is shown: a difference that rounds to nothing is none."""
    assert statement.difference is not None
    shown = statement.difference.rounded
    return shown < 0 if JUDGED[statement.id] == "more" else shown > 0


def _verdict(holdings: Holdings, compared: Sequence[Comparison]) -> Remark:
    """Name the measures in which the region is behind, level and ahead."""
    region, nation = (
        holdings.region_label(id) for id in (holdings.casebook.case.region, holdings.casebook.case.nation)
    )
    english, chinese = [], []
    for word in (_BEHIND, _LEVEL, _AHEAD):
        measures = [statement.subject for statement in compared if _word(statement) == word]
        if measures:
            english.append(f"{word.en} in {list_text([one.en for one in measures], 'en')}")
            chinese.append(f"{list_text([one.text('zh') for one in measures], 'zh')}{word.zh}")
    return Remark(
        "problems.verdict",
        Label(
            f"Against {nation.en}, {region.en} is {'; '.join(english)}.",
            f"与{nation.text('zh')}相比，{region.text('zh')}{'；'.join(chinese)}。",
        ),
    )


def _scores(holdings: Holdings, compared: Sequence[Comparison]) -> ResultTable:
    case = holdings.casebook.case
    rows = tuple(
        Row(
            statement.id,
            statement.subject,
            (statement.value, statement.other_value, statement.difference, _word(statement)),
        )
        for statement in compared
    )
    return ResultTable(
        "problems.table",
        Label("The region against the nation", "本地区与全国比较"),
        Label("Measure", "指标"),
        (
            Column("here", holdings.region_label(case.region)),
            Column("there", holdings.region_label(case.nation)),
            Column("difference", Label("Difference", "差距")),
            Column("verdict", Label("The region is", "本地区")),
        ),
        rows,
    )


def _word(statement: Comparison) -> Label:
    assert statement.difference is not None
    if statement.difference.rounded == 0:
        return _LEVEL
    return _BEHIND if _is_behind(statement) else _AHEAD
