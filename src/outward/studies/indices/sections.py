"""An index as sections of a result: its ranks with their bands, what they rest on, and what would move them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from outward.composite.alternatives import unvaried
from outward.composite.choices import told
from outward.composite.diagnostics import Finding, Influence
from outward.composite.explanation import Profile, Standing, profile
from outward.composite.framework import Framework
from outward.studies.indices.assessment import Assessment
from outward.studies.indices.charted import (
    bands_chart,
    contribution_chart,
    factor_name,
    heat_chart,
    ranked,
    sobol_chart,
)
from outward.studies.indices.traced import COMPUTED, TracedIndex
from outward.studies.result import Column, Heading, Item, Remark, ResultChart, ResultTable, Row
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.statements import RankBand, Statement

INDEX_SOURCE = Source(COMPUTED, Label("Computed index", "综合指数计算结果"), Label("Outward", "Outward"),
                      note="what the study computes by simulation or a rule that no formula over cells says")
_STUB = Label("Unit", "评价对象")
_VERDICTS = {
    "silent": Label("says little in it (correlation below 0.3)", "与其相关性弱（低于0.3）"),
    "contrary": Label("runs against it", "与其负相关"),
    "collinear": Label("measures nearly the same (correlation above 0.92)", "与其高度重合（高于0.92）"),
}
_STATUSES = {"given": Label("as given", "原始值"), "imputed": Label("imputed", "插补"),
             "winsorised": Label("winsorised", "缩尾"), "logged": Label("logarithm", "取对数"),
             "missing": Label("missing", "缺失")}
_SHOWN = 6  # of parts left out


def index_items(assessment: Assessment, traced: TracedIndex, home: str = "") -> tuple[Item, ...]:
    """Tell an index.

    Parameters
    ----------
    assessment : Assessment
        The index with its bands, audit and sensitivity.
    traced : TracedIndex
        Its numbers as figures.
    home : str
        The unit whose index it is: its card stands first. Empty for none.

    Returns
    -------
    tuple of items
        For a section of a result.
    """
    items: list[Item | None] = [_synthetic(assessment), *_standing(assessment, traced, home),
                                ranking_table(assessment, traced), bands_chart(assessment, traced),
                                _with_summary(heat_chart(assessment, traced), assessment, traced),
                                contribution_chart(assessment, traced)]
    if home:
        items += _card(assessment, traced, home)
    items += [*_robustness(assessment, traced), *_structure(assessment, traced), *_basis(assessment, traced)]
    return tuple(item for item in items if item is not None)


def _synthetic(assessment: Assessment) -> Remark | None:
    if not assessment.data.is_synthetic:
        return None
    return Remark("index.synthetic", Label("The data are made up: nothing here is about any real unit.",
                                           "数据为虚构：以下内容与任何真实对象无关。"))


def _standing(assessment: Assessment, traced: TracedIndex, home: str) -> Iterator[Statement]:
    """Say where the home unit stands, or else which unit leads."""
    evaluation = assessment.evaluation
    units = evaluation.units
    rows = ranked(assessment)
    row = units.index(home) if home in units and units.index(home) in rows else rows[0]
    yield band_of(assessment, traced, row)


def band_of(assessment: Assessment, traced: TracedIndex, row: int) -> RankBand:
    """Say where a unit stands and how sure that is."""
    evaluation, uncertainty, framework = assessment.evaluation, assessment.uncertainty, assessment.framework
    id = f"{traced.prefix}.{evaluation.units[row]}"
    low, high = (round(float(uncertainty.quantile(share)[row])) for share in (0.05, 0.95))
    return RankBand(
        f"{id}.band", framework.name, evaluation.inputs.names[row], framework.units, evaluation.inputs.year,
        traced.rank(row, framework.index.code),
        traced.computed(f"{traced.prefix}.ranked", float((evaluation.rank > 0).sum()), "count", 0, "entries"),
        traced.computed(f"{id}.place-p05", low, "rank", 0), traced.computed(f"{id}.place-p95", high, "rank", 0))


def _with_summary(chart: ResultChart, assessment: Assessment, traced: TracedIndex) -> ResultChart:
    """Summarise a chart of hundreds of cells by who leads, for those who do not see it."""
    leader = band_of(assessment, traced, ranked(assessment)[0])
    return ResultChart(chart.id, chart.title, chart.kind, chart.category, chart.measure, chart.unit, chart.points,
                       (leader,), chart.notes)


def ranking_table(assessment: Assessment, traced: TracedIndex) -> ResultTable:
    """Give the ranking: places with their bands, scores, and how much rests on imputed and treated cells."""
    evaluation, uncertainty, framework = assessment.evaluation, assessment.uncertainty, assessment.framework
    low, high, top = uncertainty.quantile(0.05), uncertainty.quantile(0.95), uncertainty.within(10)
    parts = framework.parts[framework.index.code]
    columns = [Column("rank", Label("Rank", "位次")), Column("low", Label("5th percentile", "第5百分位")),
               Column("high", Label("95th percentile", "第95百分位")),
               Column("top", Label("Among the first ten", "居前十位概率"), "%"),
               Column("score", Label("Score", "得分"), "index")]
    columns += [Column(part.code, part.name, "index") for part in parts]
    columns.append(Column("reliability", Label("Reliability", "可靠程度"), "%"))
    rows = []
    for row in ranked(assessment):
        id = f"{traced.prefix}.{evaluation.units[row]}"
        cells: list[Figure | Label | None] = [
            traced.rank(row, framework.index.code),
            traced.computed(f"{id}.rank-p05", float(low[row]), "rank", 0 if float(low[row]).is_integer() else 1),
            traced.computed(f"{id}.rank-p95", float(high[row]), "rank", 0 if float(high[row]).is_integer() else 1),
            traced.computed(f"{id}.top-10", 100 * float(top[row]), "share", 0, "%"),
            traced.score(row, framework.index.code)]
        cells += [None if math.isnan(evaluation.scores[part.code][row]) else traced.score(row, part.code)
                  for part in parts]
        cells.append(traced.computed(f"{id}.reliability", 100 * float(assessment.diagnostics.reliability[row]),
                                     "share", 0, "%"))
        rows.append(Row(evaluation.units[row], evaluation.inputs.names[row], tuple(cells)))
    return ResultTable(f"{traced.prefix}.table.ranking",
                       Label("ranking with its uncertainty", "位次及其不确定性"), _STUB, tuple(columns),
                       tuple(rows), (_BANDS_NOTE,))


_BANDS_NOTE = Label(
    "Percentiles of the rank over many runs, each with other weights and with one of the stated alternatives of every "
    "choice; “reliability” is the share of the index's weight that lies on values as they were given, neither missing "
    "nor imputed.",
    "百分位数取自多次重复计算的位次分布，每次变动权重并从各项备选方法中任取其一；"
    "“可靠程度”指指数权重中落在原始数据（未缺失、未插补）上的份额。")


def _card(assessment: Assessment, traced: TracedIndex, home: str) -> Iterator[Item]:
    evaluation = assessment.evaluation
    if home not in evaluation.units or not evaluation.rank[evaluation.units.index(home)]:
        return
    row = evaluation.units.index(home)
    name = evaluation.inputs.names[row]
    card = profile(evaluation, home)
    yield Heading(f"{traced.prefix}.card", Label(f"Strengths and weaknesses of {name.en}",
                                                 f"{name.text('zh')}的优势与短板"))
    yield _card_table(assessment, traced, card, row)


def _card_table(assessment: Assessment, traced: TracedIndex, card: Profile, row: int) -> ResultTable:
    framework = assessment.framework

    def line(each: Standing) -> Row:
        id = f"{traced.prefix}.{card.unit}.{each.code}"
        return Row(f"{each.code}", framework.node(each.code).name, (
            None if math.isnan(each.score) else traced.score(row, each.code),
            traced.computed(f"{traced.prefix}.{each.code}.median-of-others", each.median),
            traced.computed(f"{id}.lead", each.lead), _STATUSES[each.status]))

    return ResultTable(
        f"{traced.prefix}.table.card",
        Label("indicators that most lift and lower the rank", "拉高与拉低位次的主要指标"), Label("Indicator", "指标"),
        (Column("score", Label("Score", "得分"), "index"),
         Column("median", Label("Median of the others", "其他对象中位数"), "index"),
         Column("lead", Label("Points of the index", "指数分值"), "index"),
         Column("status", Label("Value", "数据情况"))),
        tuple(line(each) for each in (*card.strengths, *reversed(card.weaknesses))),
        (Label("“Points of the index”: effective weight times the distance from the median of the others.",
               "“指数分值”为有效权重乘以与其他对象中位数之差。"),))


def _robustness(assessment: Assessment, traced: TracedIndex) -> Iterator[Item]:
    chart = sobol_chart(assessment, traced)
    yield Heading(f"{traced.prefix}.robustness", Label("What moves the ranks", "影响位次的因素"))
    if chart is not None:
        yield chart
    parts = sorted(assessment.left_out, key=lambda each: (-each.mean_shift, each.code))[:_SHOWN]
    if parts:
        yield ResultTable(
            f"{traced.prefix}.table.left-out",
            Label("parts without which ranks move most", "剔除后位次变动最大的部分"), Label("Left out", "剔除项"),
            (Column("shift", Label("Mean shift of the ranks, places", "平均位次变动（位）")),),
            tuple(Row(each.code, assessment.framework.node(each.code).name,
                      (traced.computed(f"{traced.prefix}.without.{each.code}", each.mean_shift, "index", 2),))
                  for each in parts))


def _structure(assessment: Assessment, traced: TracedIndex) -> Iterator[Item]:
    framework = assessment.framework
    found = [each for each in assessment.diagnostics.findings if _is_shown(framework, each)]
    yield Heading(f"{traced.prefix}.audit", Label("Audit of the index", "指数结构审核"))
    if not found:
        yield Remark(f"{traced.prefix}.audit.none",
                     Label("No part runs against its pillar or the index, says little in it, or repeats another.",
                           "未发现与所属支柱或指数负相关、相关性弱或相互重合的部分。"))
        return
    yield ResultTable(
        f"{traced.prefix}.table.audit", Label("parts to look at again", "需要复核的部分"), Label("Part", "部分"),
        (Column("verdict", Label("What it does", "情况")), Column("other", Label("Held against", "对照")),
         Column("correlation", Label("Correlation", "相关系数"))),
        tuple(_finding_row(framework, traced, each) for each in found))


def _is_shown(framework: Framework, each: Finding) -> bool:
    """Leave out that an indicator says little in the whole: what it says in its pillar is what its maker can mend."""
    return each.verdict != "silent" or each.other == framework.node(each.node).parent


def _finding_row(framework: Framework, traced: TracedIndex, each: Finding) -> Row:
    id = f"{traced.prefix}.correlation.{each.node}.{each.other}"
    return Row(f"{each.verdict}.{each.node}.{each.other}", framework.node(each.node).name,
               (_VERDICTS[each.verdict], framework.node(each.other).name,
                traced.computed(id, each.correlation, "ratio", 2, "ratio")))


def _basis(assessment: Assessment, traced: TracedIndex) -> Iterator[Item]:
    """Name the units that were left out, the choices, and where the numbers come from."""
    framework, evaluation = assessment.framework, assessment.evaluation
    yield Heading(f"{traced.prefix}.basis", Label("What the index rests on", "指数依据"))
    names = assessment.data.names
    if evaluation.excluded:
        yield ResultTable(
            f"{traced.prefix}.table.excluded", Label("not ranked for want of data", "因数据不足未参与排序"), _STUB,
            (Column("of", Label("Too little of", "数据不足之处")),
             Column("available", Label("Indicators that it has", "已有指标数")),
             Column("all", Label("Of", "应有指标数"))),
            tuple(Row(each.unit, names[each.unit],
                      (framework.node(each.pillar).name if each.pillar else framework.name,
                       traced.computed(f"{traced.prefix}.{each.unit}.available", each.available, "count", 0, "entries"),
                       traced.computed(f"{traced.prefix}.{each.unit}.asked", each.of, "count", 0, "entries")))
                  for each in evaluation.excluded))
    yield ResultTable(
        f"{traced.prefix}.table.weights", Label("effective weights", "有效权重"), Label("Part", "部分"),
        (Column("weight", Label("Weight in the index", "在指数中的权重"), "%"),
         Column("influence", Label("Share of influence on its level", "在本层级中的影响占比"), "%")),
        tuple(_weight_row(framework, traced, each) for each in assessment.diagnostics.influences))
    yield ResultTable(
        f"{traced.prefix}.table.choices", Label("choices", "方法选择"), Label("Choice", "选择"),
        (Column("value", Label("Taken", "采用")), Column("usual", Label("Default", "默认")),
         Column("reason", Label("Reason for the default", "默认理由"))),
        tuple(Row(each.key, each.name, (told(value), told(each.default), each.reason))
              for each, value in framework.choices.in_effect() if not each.key.startswith("data.")))
    if assessment.wanting:
        labels = [next((each.name for each in framework.groupings if each.code == code), Label(code, code))
                  for code in assessment.wanting]
        yield Remark(f"{traced.prefix}.wanting", Label(
            f"The data do not say which group a unit belongs to ({', '.join(label.en for label in labels)}), so "
            "alternatives that fill gaps by group were not tried.",
            f"数据未注明各对象所属分组（{'、'.join(label.text('zh') for label in labels)}），"
            "因此未尝试按分组插补的备选方法。"))
    beside = [factor_name(name) for name in unvaried(framework)]
    if beside:
        yield Remark(f"{traced.prefix}.unvaried", Label(
            "What is chosen is none of the alternatives that the framework states for "
            f"{', '.join(name.en for name in beside)}. Bands go through those alternatives, so a rank can lie outside "
            "its own band.",
            f"所选方法不在框架列出的备选方法之内：{'、'.join(name.text('zh') for name in beside)}。"
            "位次区间由备选方法得出，因此位次可能落在其区间之外。"))
    if framework.factors or assessment.uncertainty.runs > 1:
        yield Remark(f"{traced.prefix}.factors", _varied(assessment))


def _weight_row(framework: Framework, traced: TracedIndex, influence: Influence) -> Row:
    code = influence.node
    return Row(code, framework.node(code).name, (
        traced.computed(f"{traced.prefix}.weight.{code}", 100 * influence.weight, "share", 1, "%"),
        None if math.isnan(influence.share) else
        traced.computed(f"{traced.prefix}.influence.{code}", 100 * influence.share, "share", 1, "%")))


def _varied(assessment: Assessment) -> Label:
    names = [factor_name(factor.name) for factor in assessment.framework.factors]
    if assessment.framework.choices.number("uncertainty.weight_spread"):
        names.append(factor_name("weights"))
    return Label(f"Varied were: {', '.join(name.en for name in names)}. The seed of the random numbers is a choice, so "
                 "that anybody gets the same bands from the same data.",
                 f"变动的内容：{'、'.join(name.text('zh') for name in names)}。随机数种子为公开选项，"
                 "任何人用相同数据均可得到相同区间。")
