"""What pictures show of an index: bands of ranks, scores by pillar, contributions, causes, two versions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from outward.composite.comparison import Comparison
from outward.composite.explanation import contributions
from outward.errors import InvalidValueError
from outward.studies.indices.assessment import Assessment
from outward.studies.indices.traced import TracedIndex
from outward.studies.result import Point, ResultChart
from outward.vocabulary.labels import Label

LOW, MIDDLE, HIGH = (Label("5th percentile", "第5百分位"), Label("rank", "位次"),
                     Label("95th percentile", "第95百分位"))
FIRST, TOTAL = Label("alone", "单独作用"), Label("with all that it takes part in", "含交互作用")
FACTORS = {
    "treatment": Label("treatment of outliers", "离群值处理"), "normalisation": Label("normalisation", "标准化"),
    "aggregation": Label("aggregation", "合成方法"), "imputation": Label("imputation", "缺失值插补"),
    "weights": Label("weights", "权重"), "coverage": Label("statistical coverage", "统计口径"),
}
"""Names of the factors that our own frameworks vary; any other goes by the name that its framework gives it."""
_SCORE = Label("score", "得分")
_RANK = Label("rank", "位次")


def ranked(assessment: Assessment) -> list[int]:
    """Give the rows of the units that have a rank, the best first; equals by their code."""
    return [row for row in assessment.evaluation.from_best() if assessment.evaluation.rank[row]]


def bands_chart(assessment: Assessment, traced: TracedIndex) -> ResultChart:
    """Show the rank of each unit and where it lies in nine of ten runs."""
    evaluation, uncertainty = assessment.evaluation, assessment.uncertainty
    low, high = uncertainty.quantile(0.05), uncertainty.quantile(0.95)
    points = []
    for row in ranked(assessment):
        name, id = evaluation.inputs.names[row], f"{traced.prefix}.{evaluation.units[row]}"
        points += [Point(name, LOW, traced.computed(f"{id}.rank-p05", float(low[row]), "rank", _digits(low[row]))),
                   Point(name, MIDDLE, traced.rank(row, assessment.framework.index.code)),
                   Point(name, HIGH, traced.computed(f"{id}.rank-p95", float(high[row]), "rank", _digits(high[row])))]
    return ResultChart(f"{traced.prefix}.chart.bands", Label("ranks and where they lie in nine of ten runs",
                                                             "位次及其90%区间"),
                       "bands", assessment.framework.units, _RANK, "rank", tuple(points))


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def heat_chart(assessment: Assessment, traced: TracedIndex) -> ResultChart:
    """Show the score of each unit on each pillar under the index."""
    evaluation, framework = assessment.evaluation, assessment.framework
    points = [Point(evaluation.inputs.names[row], part.name, traced.score(row, part.code))
              for row in ranked(assessment) for part in framework.parts[framework.index.code]
              if not math.isnan(evaluation.scores[part.code][row])]
    return ResultChart(f"{traced.prefix}.chart.pillars", Label("scores by pillar", "各支柱得分"), "heat map",
                       framework.units, _SCORE, "index", tuple(points))


def contribution_chart(assessment: Assessment, traced: TracedIndex) -> ResultChart | None:
    """Show what each pillar contributes to each score; ``None`` where the rule of aggregation has no parts."""
    evaluation, framework = assessment.evaluation, assessment.framework
    try:
        split = contributions(evaluation)
    except InvalidValueError:
        return None
    tops = [framework.pillar_of[each.code] for each in framework.indicators]
    points = []
    for row in ranked(assessment):
        for part in framework.parts[framework.index.code]:
            columns = [column for column, top in enumerate(tops) if top == part.code]
            value = float(np.nansum(split[row, columns]))
            id = f"{traced.prefix}.{evaluation.units[row]}.{part.code}.contribution"
            points.append(Point(evaluation.inputs.names[row], part.name, traced.computed(id, value)))
    return ResultChart(f"{traced.prefix}.chart.contributions",
                       Label("what each pillar contributes to the score", "各支柱对得分的贡献"), "stacked bars",
                       framework.units, Label("points of the index", "指数分值"), "index", tuple(points))


def sobol_chart(assessment: Assessment, traced: TracedIndex) -> ResultChart | None:
    """Show how much of the movement of ranks each factor accounts for; ``None`` where nothing was varied."""
    if not assessment.sensitivity or not assessment.sensitivity[0].variance > 0:
        return None
    mean = assessment.sensitivity[0]
    points = []
    for place, name in enumerate(mean.factors):
        for series, values, kind in ((FIRST, mean.first, "first"), (TOTAL, mean.total, "total")):
            share = traced.computed(f"{traced.prefix}.sobol.{name}.{kind}", 100 * max(0.0, float(values[place])),
                                    "share", 0, "%")
            points.append(Point(factor_name(name), series, share))
    return ResultChart(f"{traced.prefix}.chart.sobol", Label("what moves the ranks", "影响位次的因素"), "grouped bars",
                       Label("what could have been decided otherwise", "可作其他选择之处"),
                       Label("share of the variance of the mean shift in ranks (Sobol indices)",
                             "平均位次变动方差占比（Sobol 指数）"), "%", tuple(points))


def factor_name(name: str) -> Label:
    """Name a factor: ours in both languages, a user's as the framework calls it."""
    return FACTORS.get(name, Label(name, name))


def slope_chart(comparison: Comparison, names: Sequence[Label], sides: tuple[Label, Label], traced: TracedIndex
                ) -> ResultChart:
    """Show the ranks of two years or versions side by side.

    Parameters
    ----------
    comparison : Comparison
        Of the two.
    names : sequence of Label
        Of ``comparison.units``, in their order.
    sides : (Label, Label)
        What the earlier and the later side are called.
    traced : TracedIndex
        Names the figures.
    """
    order = sorted(range(len(comparison.units)), key=lambda row: (comparison.after[row], comparison.units[row]))
    points = []
    for row in order:
        for side, places, key in ((sides[0], comparison.before, "before"), (sides[1], comparison.after, "after")):
            id = f"{traced.prefix}.{comparison.units[row]}.rank-{key}"
            points.append(Point(names[row], side, traced.computed(id, float(places[row]), "rank", 0)))
    return ResultChart(f"{traced.prefix}.chart.slopes", Label("ranks before and after", "前后位次"), "slopes",
                       Label("unit", "评价对象"), _RANK, "rank", tuple(points))
