"""What the pictures of an index show: the same numbers as its tables, in their order, and in each language drawn."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import numpy as np
import pytest

from outward.charts import describe
from outward.composite import evaluate, read_framework
from outward.composite.comparison import compare
from outward.composite.explanation import contributions
from outward.studies.indices.assessment import Assessment, assess
from outward.studies.indices.charted import (
    HIGH,
    LOW,
    MIDDLE,
    bands_chart,
    contribution_chart,
    factor_name,
    heat_chart,
    ranked,
    slope_chart,
    sobol_chart,
)
from outward.studies.indices.traced import TracedIndex, file_cells
from outward.studies.result import ResultChart
from outward.vocabulary.figures import walk
from outward.vocabulary.labels import LANGUAGES, Label, Language
from tests.composite.asem import made_data, made_framework

FRAMEWORK = """
[index]
code = "index"
units_en = "towns"
units_zh = "城市"
[[pillar]]
code = "p"
name_en = "pillar one"
name_zh = "支柱一"
[[pillar]]
code = "q"
name_en = "pillar two"
name_zh = "支柱二"
[[indicator]]
code = "a"
pillar = "p"
[[indicator]]
code = "b"
pillar = "p"
[[indicator]]
code = "c"
pillar = "q"
[[indicator]]
code = "d"
name_en = "alone"
name_zh = "单独"
[choices.uncertainty]
runs = 300
[choices.normalise]
low = 1
[choices.screen]
per_unit = 0.5
per_pillar = 0
[[factor]]
name = "normalisation"
alternatives = [{normalise.method = "minmax"}, {normalise.method = "zscore", normalise.mean = 50, normalise.sd = 5}]
[[factor]]
name = "my own"
alternatives = [{aggregate.levels = "arithmetic"}, {aggregate.levels = "geometric"}]
"""
UNITS = tuple(f"town {letter}" for letter in "hgfedcba")


@lru_cache(maxsize=4)
def made(**choices: object) -> tuple[Assessment, TracedIndex]:
    """Eight towns, one of them without a value in the second pillar."""
    framework = read_framework(FRAMEWORK).with_choices({key.replace("_", ".", 1): value
                                                        for key, value in choices.items()})
    generator = np.random.default_rng(8)
    columns = {code: generator.uniform(1, 100, len(UNITS)).round(2).astype(str).tolist() for code in "abcd"}
    columns["c"][2] = ""
    data = made_data(framework, columns, units=UNITS)
    found = assess(framework, data, samples=100)
    return found, TracedIndex(found.evaluation, data, file_cells(data, {}, "table"))


def by_unit(chart: ResultChart) -> dict[str, dict[str, float]]:
    """Give the values of a chart by category and series."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for point in chart.points:
        assert point.series.en not in found[point.category.en]
        found[point.category.en][point.series.en] = point.figure.value
    return found


def test_units_stand_from_the_best_down_everywhere() -> None:
    found, traced = made()
    order = [found.evaluation.units[row] for row in ranked(found)]
    assert [found.evaluation.rank[found.evaluation.units.index(unit)] for unit in order] == list(range(1, 9))
    charts = [bands_chart(found, traced), heat_chart(found, traced), contribution_chart(found, traced)]
    for chart in charts:
        assert chart is not None
        assert list(dict.fromkeys(point.category.en for point in chart.points)) == order


def test_equals_stand_by_their_names() -> None:
    framework = made_framework("a", "b").with_choices({"uncertainty.runs": 5})
    found = assess(framework, made_data(framework, {"a": [1, 2, 2, 2], "b": [1, 3, 3, 3]}, units="wzyx"), samples=4)
    assert [found.evaluation.units[row] for row in ranked(found)] == ["x", "y", "z", "w"]


def test_bands_are_the_quantiles_around_the_rank() -> None:
    found, traced = made()
    chart = bands_chart(found, traced)
    assert (chart.kind, chart.unit, chart.category) == ("bands", "rank", Label("towns", "城市"))
    low, high = found.uncertainty.quantile(0.05), found.uncertainty.quantile(0.95)
    for unit, values in by_unit(chart).items():
        row = found.evaluation.units.index(unit)
        assert values == {LOW.en: low[row], MIDDLE.en: found.evaluation.rank[row], HIGH.en: high[row]}
    for point in chart.points:
        assert point.figure.digits == (0 if point.figure.value == round(point.figure.value) else 1)


def test_the_heat_map_has_every_pillar_that_a_unit_has() -> None:
    found, traced = made()
    evaluation = found.evaluation
    values = by_unit(heat_chart(found, traced))
    for row, unit in enumerate(evaluation.units):
        wanted = {"pillar one": "p", "pillar two": "q", "alone": "d"}
        wanted = {name: code for name, code in wanted.items() if not np.isnan(evaluation.scores[code][row])}
        assert values[unit] == {name: pytest.approx(evaluation.scores[code][row]) for name, code in wanted.items()}
    assert "pillar two" not in values[UNITS[2]]


@pytest.mark.parametrize("levels", ["arithmetic", "geometric", "mazziotta_pareto"])
def test_contributions_of_pillars_sum_to_the_score(levels: str) -> None:
    found, traced = made(aggregate_levels=levels)
    chart = contribution_chart(found, traced)
    assert chart is not None
    split = contributions(found.evaluation)
    for unit, values in by_unit(chart).items():
        row = found.evaluation.units.index(unit)
        assert sum(values.values()) == pytest.approx(found.evaluation.score[row])
        assert values["pillar one"] == pytest.approx(np.nansum(split[row, :2]))
        assert values["alone"] == pytest.approx(split[row, 3])


def test_a_rule_that_only_compares_has_no_such_picture() -> None:
    assert contribution_chart(*made(aggregate_levels="copeland")) is None


def test_what_moves_the_ranks_is_shown_in_percent() -> None:
    found, traced = made()
    chart = sobol_chart(found, traced)
    assert chart is not None
    mean = found.sensitivity[0]
    assert list(by_unit(chart)) == ["normalisation", "my own", "weights"]
    for place, (_, values) in enumerate(by_unit(chart).items()):
        assert values["alone"] == pytest.approx(100 * max(0, mean.first[place]))
        assert values["with all that it takes part in"] == pytest.approx(100 * max(0, mean.total[place]))
    assert chart.points[0].category == Label("normalisation", "标准化")
    assert factor_name("my own") == Label("my own", "my own")


def test_nothing_is_shown_where_nothing_moves() -> None:
    framework = made_framework("a", "b").with_choices({"uncertainty.weight_spread": 0})
    data = made_data(framework, {"a": [1, 2, 3], "b": [1, 2, 3]})
    found = assess(framework, data)
    assert found.sensitivity == ()
    assert sobol_chart(found, TracedIndex(found.evaluation, data, file_cells(data, {}, "table"))) is None
    framework = framework.with_choices({"uncertainty.weight_spread": 0.25, "uncertainty.runs": 9})
    found = assess(framework, data, samples=9)
    assert found.sensitivity[0].variance == 0
    assert sobol_chart(found, TracedIndex(found.evaluation, data, file_cells(data, {}, "table"))) is None


def test_slopes_are_the_ranks_of_both_sides() -> None:
    found, traced = made()
    after = found.framework.with_weights({"a": 5})
    comparison = compare(found.framework, found.data, after, found.data)
    names = [Label(unit.upper(), unit) for unit in comparison.units]
    chart = slope_chart(comparison, names, (Label("2014", "2014年"), Label("2015", "2015年")), traced)
    assert chart.kind == "slopes"
    values = by_unit(chart)
    for row, unit in enumerate(comparison.units):
        assert values[unit.upper()] == {"2014": comparison.before[row], "2015": comparison.after[row]}
    assert [each["2015"] for each in values.values()] == sorted(each["2015"] for each in values.values())
    assert evaluate(after, found.data).rank.tolist() == comparison.after.tolist()


def test_ids_are_of_one_number_each_over_all_charts() -> None:
    found, traced = made()
    comparison = compare(found.framework, found.data, found.framework.with_weights({"a": 5}), found.data)
    names = [Label(unit, unit) for unit in comparison.units]
    charts = [bands_chart(found, traced), heat_chart(found, traced), contribution_chart(found, traced),
              sobol_chart(found, traced), slope_chart(comparison, names, (Label("1", "1"), Label("2", "2")), traced)]
    figures = [point.figure for chart in charts if chart is not None for point in chart.points]
    assert len(list(walk(figures))) > len(UNITS) * 5  # raises where one id has two numbers
    assert len({chart.id for chart in charts if chart is not None}) == len(charts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_can_be_drawn(language: Language) -> None:
    found, traced = made()
    for chart in (bands_chart(found, traced), heat_chart(found, traced), contribution_chart(found, traced),
                  sobol_chart(found, traced)):
        assert chart is not None
        assert describe(chart, language)["$schema"]
