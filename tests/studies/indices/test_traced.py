"""From a rank down to the cells of the data: every figure recomputes, and is what the engine says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pytest

from outward.composite import Evaluation, Framework, IndexData, evaluate, read_data, read_framework
from outward.composite.choices import AGGREGATIONS, IMPUTATIONS, NORMALISATIONS, TREATMENTS
from outward.studies.indices.traced import COMPUTED, TracedIndex, file_cells
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.formulas import evaluate as evaluate_formula
from tests.composite.asem import asem, made_data, made_framework

FRAMEWORK = """
[index]
code = "index"
[coverage]
narrow = ["s1", "s2"]
wide = ["narrow", "s3"]
[[grouping]]
code = "g"
[[pillar]]
code = "p"
weight = 2
[[pillar]]
code = "q"
[[indicator]]
code = "a"
pillar = "p"
weight = 0.5
goalposts = [1, 300]
target = 200
[[indicator]]
code = "b"
pillar = "p"
direction = -1
goalposts = [1, 300]
target = 1
[[indicator]]
code = "c"
pillar = "q"
denominator = "area"
factor = 100
goalposts = [1, 10000]
target = 5000
[[indicator]]
code = "d"
pillar = "q"
transform = "ln"
goalposts = [1, 3000]
target = 2000
[[indicator]]
code = "e"
direction = -1
numerator = "d"
denominator = "area"
transform = "ln"
goalposts = [0.0001, 1000]
target = 0.001
[choices.screen]
per_unit = 0
per_pillar = 0
[choices.normalise]
low = 1
[choices.treat]
max_skewness = 1
max_kurtosis = 0.5
max_winsorised = 2
"""
SECTORED = ("c", "d")
FILE, TABLE = "made.csv", "table"
REFERENCE = 6  # a unit without gaps, in the middle of every column
OF_RANKS = ("rank", "percentile_rank", "borda", "distance_to_target", "distance_to_reference")
"""Normalisations that no formula over cells says."""


@lru_cache(maxsize=4)
def made(skew: int = 1) -> IndexData:
    """Make 14 units with gaps, in sectors and without; columns have a long tail to the right, or to the left."""
    generator = np.random.default_rng(4)
    rows: list[list[str]] = []
    for unit in range(14):
        rows.append([f"u{unit}", "g", "xyz"[unit % 3], "", ""])
        for variable in ("a", "b", "c", "d", "area"):
            for sector in ("s1", "s2", "s3") if variable in SECTORED else ("",):
                drawn = generator.lognormal(2, 1.2) if unit != REFERENCE else 7.5
                is_gap = variable != "area" and unit != REFERENCE and generator.random() < 0.08
                value = drawn if skew > 0 else max(0.5, 300 - drawn)
                rows.append([f"u{unit}", variable, "" if is_gap else f"{value:.3f}", "2014", sector])
    return read_data(["unit", "variable", "value", "year", "sector"], list(enumerate(rows, start=2)),
                     read_framework(FRAMEWORK), file=FILE)


def made_evaluation(choices: Mapping[str, object], *, skew: int = 1) -> Evaluation:
    return evaluate(read_framework(FRAMEWORK).with_choices(choices), made(skew))


def assert_traced(evaluation: Evaluation, data: IndexData) -> set[str]:
    """Hold every figure beneath all scores and ranks to its formula; give the steps of those that have none."""
    traced = TracedIndex(evaluation, data, file_cells(data, {}, TABLE))
    shown, units = [], {}
    for row in np.flatnonzero(evaluation.rank > 0).tolist():
        for node in evaluation.framework.nodes:
            value = float(evaluation.scores[node.code][row])
            if not np.isnan(value):
                shown.append(traced.score(row, node.code))
                assert shown[-1].value == pytest.approx(value, rel=1e-9, abs=1e-9)
        rank = traced.rank(row, evaluation.framework.index.code)
        assert (rank.value, rank.unit) == (evaluation.rank[row], "rank")
        shown.append(rank)
        units[rank.id] = evaluation.units[row]
    assert units
    steps = set()
    for figure in walk(shown):  # raises where two figures carry one id
        if figure.cell is None:
            assert evaluate_formula(figure.formula, [each.value for each in figure.inputs]) == figure.value
        elif figure.cell.source == COMPUTED:
            steps |= {figure.id.rpartition(".")[2]} - {"rank"}  # of scores that are equal but for their rounding
        else:
            assert_cell(figure, data)
    return steps


def assert_cell(figure: Figure, data: IndexData) -> None:
    """Hold a figure without a formula to the cell of the file that it names."""
    cell = figure.cell
    assert cell is not None
    assert (cell.table, cell.source) == (data.file, TABLE)
    row, unit, variable, *rest = (part.replace("%2E", ".") for part in cell.row.split("."))
    year = next((part for part in rest if part.isdigit()), "")
    sector = next((part for part in rest if not part.isdigit()), "")
    entry = data.entries[unit, variable, year, sector]
    assert (entry.row, entry.value, float(cell.printed)) == (int(row), figure.value, figure.value)


class TestEveryChoice:
    """Whatever is chosen."""

    @pytest.mark.parametrize("normalisation", NORMALISATIONS)
    @pytest.mark.parametrize("treatment", TREATMENTS)
    def test_of_normalisation_treatment_imputation_and_coverage(self, normalisation: str, treatment: str) -> None:
        if "log" in treatment and normalisation in ("goalposts", "distance_to_target"):
            treatment = "winsorise"  # goalposts and targets are in the column's own unit
        for imputation in IMPUTATIONS:
            for coverage in ("narrow", "wide"):
                evaluation = made_evaluation({
                    "data.coverage": coverage, "normalise.method": normalisation, "treat.method": treatment,
                    "impute.method": imputation, "impute.group": "g",
                    "normalise.reference": f"u{REFERENCE}" if normalisation == "distance_to_reference" else ""})
                steps = assert_traced(evaluation, made())
                unsaid = {"normalised"} if normalisation in OF_RANKS else set()
                if imputation == "regression" and normalisation not in OF_RANKS:
                    unsaid |= {"imputed"}
                assert steps == unsaid, (imputation, coverage)

    @pytest.mark.parametrize("skew", [1, -1])
    @pytest.mark.parametrize("levels", [*AGGREGATIONS, "geometric,power", "mazziotta_pareto,arithmetic",
                                        "arithmetic,topsis"])
    def test_of_aggregation(self, levels: str, skew: int) -> None:
        for treatment in TREATMENTS:
            for power in (0.5, 0, -2, 1, 3) if "power" in levels else (0.5,):
                evaluation = made_evaluation({
                    "aggregate.levels": levels, "aggregate.power": power, "treat.method": treatment,
                    "normalise.method": "zscore", "normalise.mean": 100, "normalise.sd": 10}, skew=skew)
                steps = assert_traced(evaluation, made(skew))
                assert steps == ({"score"} if {"copeland", "outranking", "topsis"} & set(levels.split(",")) else set())

    @pytest.mark.parametrize("method", ["equal", "pca", "critic", "benefit_of_doubt", "optimised"])
    def test_of_weighting(self, method: str) -> None:
        evaluation = made_evaluation({"weights.method": method, "impute.method": "median"})
        assert assert_traced(evaluation, made()) == ({"score"} if method == "benefit_of_doubt" else set())

    @pytest.mark.parametrize("cap", ["yes", "no"])
    def test_of_values_beyond_goalposts(self, cap: str) -> None:
        framework = read_framework(FRAMEWORK.replace("[1, 300]", "[5, 9]")).with_choices(
            {"normalise.method": "goalposts", "normalise.cap": cap, "treat.method": "none"})
        evaluation = evaluate(framework, made())
        beyond = (evaluation.stages.normalised[:, 0] < 1) | (evaluation.stages.normalised[:, 0] > 100)
        assert beyond.any() == (cap == "no")
        assert assert_traced(evaluation, made()) == set()

    def test_the_choices_above_do_treat_and_fill_cells(self) -> None:
        for skew in (1, -1):
            logged = made_evaluation({"treat.method": "log"}, skew=skew).stages.treatments
            assert any(each.logged and np.sign(each.before[0]) == skew for each in logged)
            winsorised = made_evaluation({"treat.method": "winsorise"}, skew=skew).stages.treatments
            assert any(each.winsorised.any() for each in winsorised)
        assert made_evaluation({"impute.method": "regression"}).stages.filled.sum() > 3

    @pytest.mark.reference
    def test_of_the_example_of_coinr(self) -> None:
        framework, data = asem()
        evaluation = evaluate(framework, data)
        traced = TracedIndex(evaluation, data, file_cells(data, {}, TABLE))
        ranks = [traced.rank(row, "Index") for row in range(len(evaluation.units))]
        np.testing.assert_allclose([rank.inputs[0].value for rank in ranks], evaluation.score, rtol=1e-9)
        assert [rank.value for rank in ranks] == evaluation.rank.tolist()
        cells = [figure for figure in walk(ranks) if figure.cell is not None]
        assert {figure.cell.source for figure in cells if figure.cell} == {TABLE}  # all of it can be said
        printed = sum(not np.isnan(entry.value) for entry in data.entries.values())
        assert len(cells) == printed - 2  # one denominator is missing, and two numerators say nothing without it


class TestWhereItLeads:
    """Down to what the file prints."""

    def test_a_score_rests_on_its_own_cells_and_the_ends_of_the_scale(self) -> None:
        framework = made_framework("a", "b", rest='[[grouping]]\ncode = "g"\n')
        data = made_data(framework, {"a": [1, 4, 2], "b": [5, 7, 9]}, units=["x", "y", "z"])
        evaluation = evaluate(framework, data)
        traced = TracedIndex(evaluation, data, file_cells(data, {"a": "%"}, TABLE))
        figure = traced.score(2, "a")
        assert figure.formula == "0.0+100.0*(x1-x2)/(x3-x2)"
        assert figure.value == pytest.approx(100 / 3)
        assert [each.cell.row for each in figure.inputs if each.cell] == ["4.z.a"]
        assert [each.formula for each in figure.inputs] == ["", "min(x1,x2,x3)", "max(x1,x2,x3)"]
        assert [each.unit for each in figure.inputs] == ["%", "%", "%"]

    def test_a_ratio_of_sums_leads_to_the_cells_of_its_sectors(self) -> None:
        evaluation = made_evaluation({"data.coverage": "wide", "impute.method": "none"})
        row = next(row for row in range(14) if not np.isnan(evaluation.stages.raw[row, 2]))
        traced = TracedIndex(evaluation, made(), file_cells(made(), {}, TABLE))
        unit = evaluation.units[row]
        ratio = traced.score(row, "c").inputs[0]
        ratio = ratio if ratio.id.endswith(".ratio") else ratio.inputs[0]
        assert ratio.formula == "100.0*x1/x2"
        top, area = ratio.inputs
        assert area.cell is not None
        assert area.cell.row.endswith(f".{unit}.area.2014")
        narrow, last = top.inputs  # a coverage of a narrower one and a sector
        assert [each.cell.row.rpartition(".")[2] for each in (*narrow.inputs, last) if each.cell] == ["s1", "s2", "s3"]

    def test_equal_scores_that_a_formula_tells_apart_stay_equal(self) -> None:
        """0.1 + 0.2 is not 0.3; the ranks of both are one."""
        framework = made_framework("a", "b", "c", rest='[choices.normalise]\nmethod = "none"\n').with_weights(
            {"a": 0.1, "b": 0.2, "c": 0.3})
        data = made_data(framework, {"a": [3, 0, 0], "b": [0, 0, 1.5], "c": [0, 1, 0]})
        evaluation = evaluate(framework, data)
        assert evaluation.rank.tolist() == [1, 1, 1]
        traced = TracedIndex(evaluation, data, file_cells(data, {}, TABLE))
        assert [bool(traced.rank(row, "index").formula) for row in range(3)] == [True, False, True]
        assert assert_traced(evaluation, data) == set()

    def test_figures_are_made_once(self) -> None:
        evaluation = made_evaluation({})
        traced = TracedIndex(evaluation, made(), file_cells(made(), {}, TABLE))
        assert traced.rank(0, "index").inputs[0] is traced.score(0, "index")
        assert traced.variable(0, "area") is traced.variable(0, "area")

    def test_a_cell_shows_the_digits_that_it_prints(self) -> None:
        framework = made_framework("a", "b")
        data = made_data(framework, {"a": ["1.50", "12", "1e-7"], "b": [1, 2, 4]})
        traced = TracedIndex(evaluate(framework, data), data, file_cells(data, {"a": "no unit of ours"}, TABLE))
        assert [(traced.variable(row, "a").digits, traced.variable(row, "a").unit) for row in range(3)] == [
            (1, "index"), (0, "index"), (0, "index")]


class TestLimits:
    """What does not work."""

    def test_the_last_value_known_leads_to_its_own_cell(self) -> None:
        framework = made_framework("a", "b").with_choices({"impute.method": "last"})
        rows = [["x", "2014", "1", "3"], ["y", "2014", "2", "5"], ["x", "2015", "1.5", ""], ["y", "2015", "2", "6"]]
        data = read_data(["unit", "year", "a", "b"], list(enumerate(rows, start=2)), framework)
        assert assert_traced(evaluate(framework, data), data) == set()

    @pytest.mark.parametrize("units", [1500])
    def test_z_scores_of_many_units(self, units: int) -> None:
        framework = made_framework("a", "b").with_choices({"normalise.method": "zscore"})
        evaluation, data = _large(framework, units)
        traced = TracedIndex(evaluation, data, file_cells(data, {}, TABLE))
        assert traced.score(0, "index").value == pytest.approx(evaluation.score[0])

    def test_dots_in_codes_do_not_make_two_figures_of_one_id(self) -> None:
        framework = read_framework('[index]\ncode = "i"\n' + "".join(
            f'[[pillar]]\ncode = "{pillar}"\n[[indicator]]\ncode = "{code}"\npillar = "{pillar}"\n'
            for pillar, code in (("p", "a"), ("x.p", "b"))))
        data = made_data(framework, {"a": [1, 2, 3], "b": [3, 1, 2]}, units=["u", "u.x", "v"])
        assert_traced(evaluate(framework, data), data)

    def test_a_power_next_to_0(self) -> None:
        assert_traced(made_evaluation({"aggregate.levels": "power", "aggregate.power": 1e-12}), made())


def _large(framework: Framework, units: int) -> tuple[Evaluation, IndexData]:
    one, other = np.random.default_rng(1).normal(0, 1, (2, units)).round(5).tolist()
    data = made_data(framework, {"a": one, "b": other})
    return evaluate(framework, data), data
