"""The audit of an index: what COINr prints of the ASEM example, and what was planted in made data."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.composite import Evaluation, Framework, evaluate, framework_toml, read_framework
from outward.composite.data import Floats
from outward.composite.diagnostics import COLLINEAR, SILENT, Diagnostics, correlation, cronbach_alpha, diagnose
from tests.composite.asem import Cell, asem, expected, expected_rows, made_data, made_framework, number

CLOSE = 1e-9
SEEDS = st.integers(0, 9999)


@pytest.mark.reference
class TestAsem:
    """The ASEM index as the R package COINr 1.1.14 audits it."""

    def test_cronbach_s_alpha_of_every_pillar_and_of_all_indicators(self) -> None:
        printed = {row["group"]: number(row["alpha"]) for row in expected_rows("cronbach")}
        found = {each.pillar: each for each in diagnose(evaluate(*asem())).reliabilities}
        assert set(found) == set(printed) - {"ALL_L1"} | {"Index"}
        for pillar, each in found.items():
            assert each.alpha == pytest.approx(printed["ALL_L1" if pillar == "Index" else pillar], abs=CLOSE)
        assert {pillar: each.indicators for pillar, each in found.items()} == {
            "Physical": 8, "ConEcFin": 5, "Political": 3, "Instit": 6, "P2P": 8, "Environ": 5, "Social": 9,
            "SusEcFin": 5, "Index": 49}

    def test_correlations_of_pillars_with_the_index(self) -> None:
        found = diagnose(evaluate(*asem())).correlations
        for row in expected_rows("corr_pillar_index"):
            assert found[row["Var2"], "Index"] == pytest.approx(number(row["Correlation"]), abs=CLOSE)

    def test_findings_are_those_of_the_printed_correlations(self) -> None:
        """Two pillars say next to nothing in the index, and none runs against it."""
        found = diagnose(evaluate(*asem()))
        printed = {row["Var2"]: number(row["Correlation"]) for row in expected_rows("corr_pillar_index")}
        silent = {each.node for each in found.findings if each.verdict == "silent" and each.other == "Index"}
        assert silent & set(printed) == {pillar for pillar, value in printed.items() if 0 <= value < SILENT}
        assert silent & set(printed) == {"Environ", "SusEcFin"}

    def test_influences_have_the_printed_effective_weights(self) -> None:
        weights = {code: number(row["EffWeight"]) for code, row in expected("effective_weights").items()}
        found = diagnose(evaluate(*asem())).influences
        assert {each.node for each in found} == set(weights) - {"Index"}
        for each in found:
            assert each.weight == pytest.approx(weights[each.node], abs=CLOSE)


TREE = """
[index]
code = "index"
[[pillar]]
code = "p"
weight = 3
[[pillar]]
code = "q"
[[indicator]]
code = "a"
pillar = "p"
[[indicator]]
code = "twin"
pillar = "p"
[[indicator]]
code = "contrary"
pillar = "p"
[[indicator]]
code = "silent"
pillar = "p"
[[indicator]]
code = "d"
pillar = "q"
[[indicator]]
code = "e"
pillar = "q"
"""


def planted(*, turned: bool = True) -> Evaluation:
    """Make columns with one common cause, but for a twin, one that runs against it and one that has none."""
    generator = np.random.default_rng(11)
    common = generator.normal(0, 1, 60)
    columns = {code: common + generator.normal(0, 0.6, 60) for code in ("a", "d", "e")}
    columns["twin"] = columns["a"] + generator.normal(0, 0.1, 60)
    columns["contrary"] = (-1 if turned else 1) * common + generator.normal(0, 0.6, 60)
    others, noise = np.column_stack(list(columns.values())), generator.normal(0, 1, 60)
    columns["silent"] = noise - others @ np.linalg.lstsq(others, noise)[0] + 0.05 * common
    framework = read_framework(TREE).with_choices({"treat.method": "none", "normalise.method": "zscore"}).with_weights(
        {"contrary": 0.1, "silent": 0.1})
    return evaluate(framework, made_data(framework, {
        each.code: columns[each.code].tolist() for each in framework.indicators}))


class TestFindings:
    """What was planted is found, by name."""

    def test_each_planted_fault_and_nothing_else(self) -> None:
        found = {(each.verdict, each.node, each.other) for each in diagnose(planted()).findings}
        assert found == {("collinear", "a", "twin"), ("contrary", "contrary", "p"), ("contrary", "contrary", "index"),
                         ("silent", "silent", "p"), ("silent", "silent", "index")}

    def test_turned_round_it_is_contrary_no_more(self) -> None:
        found = {(each.verdict, each.node) for each in diagnose(planted(turned=False)).findings}
        assert found == {("collinear", "a"), ("silent", "silent")}

    def test_each_says_the_correlation_that_it_rests_on(self) -> None:
        evaluation = planted()
        for each in diagnose(evaluation).findings:
            pearson = np.corrcoef(evaluation.scores[each.node], evaluation.scores[each.other])[0, 1]
            assert each.correlation == pytest.approx(pearson, abs=1e-12)
            assert {"collinear": pearson > COLLINEAR, "contrary": pearson < 0, "silent": 0 <= pearson < SILENT}[
                each.verdict]

    def test_parts_of_different_pillars_are_not_held_against_one_another(self) -> None:
        framework = made_framework("a", rest='[[pillar]]\ncode = "q"\n[[indicator]]\ncode = "b"\npillar = "q"\n')
        evaluation = evaluate(framework, made_data(framework, {"a": [1, 2, 3, 5], "b": [1, 2, 3, 5]}))
        assert [each.verdict for each in diagnose(evaluation).findings] == ["collinear"]  # a and q, of the index
        correlations = diagnose(evaluation).correlations
        assert set(correlations) == {("a", "index"), ("q", "index"), ("b", "q"), ("b", "index"), ("a", "q")}

    def test_influences_share_what_a_level_does_to_the_index(self) -> None:
        evaluation = planted()
        found = {each.node: each for each in diagnose(evaluation).influences}
        for level in (("a", "twin", "contrary", "silent", "d", "e"), ("p", "q")):
            assert sum(found[code].share for code in level) == pytest.approx(1)
            assert sum(found[code].weight for code in level) == pytest.approx(1)
            squares = [np.corrcoef(evaluation.scores[code], evaluation.score)[0, 1] ** 2 for code in level]
            np.testing.assert_allclose([found[code].share for code in level], np.array(squares) / sum(squares))


class TestAlpha:
    """Cronbach (1951)."""

    @given(SEEDS, st.integers(2, 6))
    def test_it_is_the_mean_covariance_over_the_mean_of_all_entries(self, seed: int, count: int) -> None:
        """The other way in which it is written: k c / (v + (k - 1) c)."""
        values = np.random.default_rng(seed).normal(0, 1, (20, 1)) + np.random.default_rng(seed + 1).normal(
            0, 1, (20, count))
        covariance = np.cov(values.T)
        variance = float(np.diag(covariance).mean())
        apart = (covariance.sum() - np.trace(covariance)) / (count * (count - 1))
        assert cronbach_alpha(values) == pytest.approx(count * apart / (variance + (count - 1) * apart), rel=1e-9)

    def test_units_with_a_gap_are_left_aside(self) -> None:
        values = np.random.default_rng(1).normal(0, 1, (9, 3))
        with_gap = np.vstack([values, [[np.nan, 50, -50]]])
        assert cronbach_alpha(with_gap) == cronbach_alpha(values)

    @pytest.mark.parametrize("values", [[[1.0], [2.0], [3.0]], [[1.0, 2.0], [2.0, 1.0]],
                                        [[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]], [[1.0, 1.0]] * 4])
    def test_where_nothing_can_be_said_nothing_is(self, values: list[list[float]]) -> None:
        assert math.isnan(cronbach_alpha(np.array(values)))


class TestCorrelation:
    """Pearson's, over units that have both."""

    @given(SEEDS, st.sampled_from([1e-150, 1e-9, 1.0, 1e9, 1e150]))
    def test_it_is_numpy_s_at_any_size(self, seed: int, size: float) -> None:
        one, other = np.random.default_rng(seed).normal(0, 1, (2, 12))
        wanted = float(np.corrcoef(one, other)[0, 1])
        gaps = np.r_[one * size, np.nan, 1.0], np.r_[other, 5.0, np.nan]
        assert correlation(*gaps) == pytest.approx(wanted, abs=1e-9)

    def test_what_does_not_vary_or_is_hardly_there_has_none(self) -> None:
        assert math.isnan(correlation(np.ones(5), np.arange(5.0)))
        assert math.isnan(correlation(np.array([1.0, 2.0, np.nan]), np.array([1.0, 3.0, 2.0])))


def audited(framework: Framework, columns: dict[str, list[Cell]]) -> tuple[Evaluation, Diagnostics]:
    evaluation = evaluate(framework, made_data(framework, columns))
    return evaluation, diagnose(evaluation)


def shares(values: Floats) -> list[float]:
    return [round(float(value), 12) for value in values]


class TestWhatAScoreRestsOn:
    """Shares of weight, by hand: a weighs 3/8, b 3/8, c 1/8 and d 1/8 of the index."""

    FRAMEWORK = read_framework("""
[index]
code = "index"
[[pillar]]
code = "p"
weight = 3
[[pillar]]
code = "q"
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
pillar = "q"
[choices.treat]
max_winsorised = 1
""")

    def test_of_whole_data_all_is_given(self) -> None:
        _, found = audited(self.FRAMEWORK, {code: [1, 2, 3] for code in "abcd"})
        assert (shares(found.imputed_share), shares(found.treated_share)) == ([0, 0, 0], [0, 0, 0])
        assert shares(found.reliability) == [1, 1, 1]

    def test_of_imputed_cells(self) -> None:
        framework = self.FRAMEWORK.with_choices({"impute.method": "mean"})
        _, found = audited(framework, {"a": [1, 2, 3, 4], "b": [1, "", 3, 4], "c": ["", 2, 3, 4], "d": [1, 2, 3, 5]})
        assert shares(found.imputed_share) == [1 / 8, 3 / 8, 0, 0]
        assert shares(found.reliability) == [7 / 8, 5 / 8, 1, 1]
        assert shares(found.treated_share) == [0, 0, 0, 0]

    def test_of_missing_cells_the_rest_carries_all_but_less_is_given(self) -> None:
        _, found = audited(self.FRAMEWORK, {"a": [1, 2, 3], "b": [1, "", 3], "c": [1, 2, 3], "d": ["", 2, 3]})
        assert shares(found.imputed_share) == [0, 0, 0]
        assert shares(found.reliability) == [7 / 8, 5 / 8, 1]

    def test_imputed_among_what_is_there(self) -> None:
        """Of two gaps one has nobody in its group to be filled from: the other lies on a part of 7/8."""
        framework = read_framework(framework_toml(self.FRAMEWORK) + '\n[[grouping]]\ncode = "g"\n').with_choices(
            {"impute.method": "group_mean", "impute.group": "g", "screen.per_unit": 0})
        evaluation, found = audited(framework, {
            "a": [1, 2, 3, 4], "b": [1, "", 3, 4], "c": [1, "", "", 4], "d": [1, 2, 3, 5], "g": list("xzzy")})
        assert evaluation.stages.filled.sum() == 1
        assert found.imputed_share.tolist() == pytest.approx([0, 3 / 7, 0, 0])
        assert shares(found.reliability) == [1, 4 / 8, 7 / 8, 1]

    def test_of_treated_cells(self) -> None:
        """A winsorised cell is its own; a logarithm is of the whole column."""
        small = [1, 2, 3, 4, 5, 6, 7, 8, 9]
        _, found = audited(self.FRAMEWORK, {"a": [*small, 100], "b": [*small, 10], "c": [*small, 10], "d": [*small, 9]})
        assert shares(found.treated_share) == [0] * 9 + [3 / 8]
        assert shares(found.reliability) == [1] * 10  # it is as it was given, and winsorised openly
        framework = self.FRAMEWORK.with_choices({"treat.method": "log"})
        _, found = audited(framework, {"a": [*small, 100], "b": [*small, 10], "c": [*small, 10], "d": [*small, 9]})
        assert shares(found.treated_share) == [3 / 8] * 10
