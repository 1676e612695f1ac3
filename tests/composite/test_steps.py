"""Each step of an index against its formula written plainly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata

from outward.composite import evaluate, read_data, read_framework
from outward.composite.choices import NORMALISATIONS
from outward.composite.framework import Allocation, Comparison
from outward.composite.imputation import impute
from outward.composite.normalisation import Scale, normalise
from outward.composite.screening import Exclusion
from outward.composite.treatment import treat
from outward.composite.weighting import ahp_weights, budget_weights
from outward.errors import DataGapError, InvalidValueError
from tests.composite.asem import Cell, made_data, made_framework

GAP = float("nan")


class TestImputation:
    VALUES = np.array([[1.0, 10.0], [2.0, 20.0], [6.0, GAP], [GAP, 40.0], [GAP, GAP]])
    GROUPS = ("east", "west", "west", "west", "")

    @pytest.mark.parametrize(("method", "filled"), [
        ("none", [GAP, GAP, GAP, GAP]), ("mean", [3, 3, 70 / 3, 70 / 3]), ("median", [2, 2, 20, 20]),
        ("group_mean", [4, 3, 30, 70 / 3]), ("group_median", [4, 2, 30, 20])])
    def test_gaps_take_the_middle_of_all_or_of_their_group(self, method: str, filled: list[float]) -> None:
        found = impute(self.VALUES, method, groups=self.GROUPS)
        cells = found.values[[3, 4, 2, 4], [0, 0, 1, 1]]
        np.testing.assert_allclose(cells, filled)
        given = ~np.isnan(self.VALUES)
        np.testing.assert_array_equal(found.values[given], self.VALUES[given])
        assert found.filled.tolist() == (~given & (method != "none")).tolist()
        assert np.isnan(self.VALUES[2, 1])  # the input is left as it is

    def test_a_group_without_any_value_stays_a_gap(self) -> None:
        found = impute(self.VALUES, "group_mean", groups=("east", "east", "east", "west", "east"))
        assert np.isnan(found.values[3, 0])
        assert not found.filled[3, 0]

    def test_groups_are_needed_only_where_something_is_missing(self) -> None:
        with pytest.raises(DataGapError, match="no unit has a group"):
            impute(self.VALUES, "group_mean")
        assert not impute(np.ones((2, 2)), "group_mean").filled.any()

    def test_regression_takes_the_best_correlated_indicator_that_the_unit_has(self) -> None:
        x = np.arange(8.0)
        worse = np.array([0.0, 3, 1, 4, 2, 6, 5, 7])
        values = np.column_stack([3 * x + 2, worse, -2 * x])
        values[6, 0] = values[7, 0] = values[7, 2] = GAP
        found = impute(values, "regression").values
        assert found[6, 0] == pytest.approx(20)
        slope, intercept = np.polyfit(worse[:6], values[:6, 0], 1)
        assert found[7, 0] == pytest.approx(slope * 7 + intercept)

    def test_regression_needs_five_units(self) -> None:
        values = np.column_stack([np.arange(5.0), np.arange(5.0)])
        values[4, 0] = GAP
        assert np.isnan(impute(values, "regression").values[4, 0])

    @pytest.mark.parametrize(("longest", "value"), [(1, ""), (2, 13.0), (9, 13.0)])
    def test_the_last_value_is_the_newest_and_not_too_old(self, longest: int, value: float | str) -> None:
        framework = made_framework("a").with_choices({"impute.method": "last", "impute.longest_gap": longest,
                                                      "screen.per_unit": 0, "screen.per_pillar": 0})
        rows = [("x", "2015", ""), ("x", "2013", "13"), ("x", "2012", "12"), ("x", "2016", "99"), ("y", "2015", "1"),
                ("z", "2015", "2")]
        data = read_data(["unit", "year", "a"], list(enumerate(rows, start=2)), framework)
        stages = evaluate(framework.with_choices({"data.year": "2015"}), data).stages
        np.testing.assert_array_equal(stages.imputed[0, 0], value or GAP)
        assert stages.filled[0, 0] == bool(value)


class TestTreatment:
    ONE = np.array([1.0, 2, 3, 4, 5, 6, 7, 100])

    def test_points_go_to_the_next_value_one_by_one(self) -> None:
        two = np.array([*range(1, 19), 300.0, 400.0, GAP])
        found = treat(two, "winsorise")
        np.testing.assert_array_equal(found.values, [*range(1, 19), 18, 18, GAP])
        assert (found.points, np.flatnonzero(found.winsorised).tolist(), found.logged) == (2, [18, 19], False)
        assert treat(two, "winsorise", max_winsorised=1).values.max() != 18
        assert treat(np.array([*range(30), *10.0 ** np.arange(3, 12)]), "winsorise").points == 5  # and no more
        mirrored = treat(-two, "winsorise")
        np.testing.assert_array_equal(mirrored.values, -found.values)
        assert mirrored.after == pytest.approx((-found.after[0], found.after[1]))

    def test_the_logarithm_is_of_the_original_column(self) -> None:
        """ln(x - min + 0.01 (max - min)), and the same turned round for a column with a long tail below."""
        wanted = np.log(self.ONE - 1 + 0.01 * 99)
        for found in (treat(self.ONE, "log"), treat(self.ONE, "winsorise_then_log", max_winsorised=0)):
            np.testing.assert_allclose(found.values, wanted)
            assert found.logged
            assert found.points == found.winsorised.sum() == 0
        np.testing.assert_allclose(treat(-self.ONE, "log").values, -wanted)
        assert not treat(self.ONE, "winsorise_then_log").logged

    @pytest.mark.parametrize("method", ["none", "winsorise", "log", "winsorise_then_log"])
    def test_a_column_that_passes_is_left_alone(self, method: str) -> None:
        for column, skew, kurt in (([1.0, 2, 3, 5], 0, 0), ([4.0, 4, 4, 4], 0, 0), ([1.0, 9], 0, 0),
                                   (self.ONE, 50, 0), (self.ONE, 0, 50)):
            found = treat(np.array(column), method, max_skewness=skew or 2, max_kurtosis=kurt or 3.5)
            np.testing.assert_array_equal(found.values, column)
            assert found.points == found.winsorised.sum() == 0
            assert not found.logged

    @pytest.mark.parametrize("column", [[0, 0, 0, 0, 1], [0, 0, 0, -1, 5], [0] * 30 + [7, 9]])
    @pytest.mark.parametrize("method", ["winsorise", "winsorise_then_log"])
    def test_no_column_loses_all_its_differences(self, column: list[float], method: str) -> None:
        """What few units have is a difference too; a column without any could not be normalised."""
        assert np.ptp(treat(np.array(column, dtype=float), method).values) > 0

    def test_cells_say_what_became_of_them(self) -> None:
        framework = made_framework("a", "b").with_choices({"impute.method": "mean"})
        columns = {"a": [*range(1, 20), 400], "b": [*range(1, 20), ""]}
        choices = {"screen.per_unit": 0, "screen.per_pillar": 0}
        stages = evaluate(framework.with_choices(choices), made_data(framework, columns)).stages
        assert [stages.statuses(step)[19].tolist() for step in ("raw", "imputed", "normalised")] == [
            ["given", "missing"], ["given", "imputed"], ["winsorised", "imputed"]]


class TestNormalisation:
    X = np.array([2.0, 4.0, 4.0, GAP, 10.0])

    @pytest.mark.parametrize("direction", [1, -1])
    def test_each_method_is_its_formula(self, direction: int) -> None:
        x = self.X * direction
        least, most, there = np.nanmin(x), np.nanmax(x), ~np.isnan(x)
        places = np.full(5, GAP)
        places[there] = rankdata(x[there], "min")
        target, reference = (8.0, 4.0) if direction > 0 else (3.0, 2.0)
        low, high = sorted(np.array([0.0, 20.0]) * direction)
        wanted = {
            "minmax": 1 + 98 * (x - least) / (most - least), "goalposts": 1 + 98 * (x - low) / (high - low),
            "zscore": 50 + 10 * (x - np.nanmean(x)) / np.nanstd(x, ddof=1), "rank": places, "borda": places - 1,
            "percentile_rank": 1 + 98 * (places - 1) / 3,
            "distance_to_best": 1 + 98 * (1 - (most - x) / (most - least)),
            "distance_to_target": 1 + 98 * (1 - (direction * target - x) / (direction * target - least)),
            "distance_to_reference": 1 + 98 * (1 - (direction * reference - x) / (direction * reference - least)),
            "none": x}
        assert set(wanted) == set(NORMALISATIONS)
        for method, values in wanted.items():
            found = normalise(self.X, Scale(method, 1, 99, 50, 10, cap=False), direction=direction,
                              goalposts=(0.0, 20.0), target=target, reference=reference)
            np.testing.assert_allclose(found, values, err_msg=method)

    def test_a_cap_cuts_off_beyond_goalposts_and_target(self) -> None:
        capped, free = Scale("goalposts", 0, 10), Scale("goalposts", 0, 10, cap=False)
        np.testing.assert_allclose(normalise(self.X, capped, goalposts=(3, 5)), [0, 5, 5, GAP, 10])
        np.testing.assert_allclose(normalise(self.X, capped, goalposts=(3, 5), direction=-1), [10, 5, 5, GAP, 0])
        np.testing.assert_allclose(normalise(self.X, free, goalposts=(3, 5)), [-5, 5, 5, GAP, 35])
        target = normalise(self.X, Scale("distance_to_target", 0, 10), target=4.0)
        np.testing.assert_allclose(target, [0, 10, 10, GAP, 10])

    @pytest.mark.parametrize("method", ["minmax", "zscore", "distance_to_best"])
    def test_a_column_that_does_not_vary_has_no_scale(self, method: str) -> None:
        with pytest.raises(InvalidValueError, match=r"every value is 0\.1 \(here\)"):
            normalise(np.full(7, 0.1), Scale(method), where="here")

    def test_what_a_method_needs_must_be_there(self) -> None:
        for method in ("goalposts", "distance_to_target", "distance_to_reference"):
            with pytest.raises(DataGapError):
                normalise(self.X, Scale(method))
        with pytest.raises(DataGapError, match="no value at all"):
            normalise(np.full(3, GAP), Scale("rank"))
        with pytest.raises(InvalidValueError, match="no better than the worst value"):
            normalise(self.X, Scale("distance_to_target"), target=1.0)
        with pytest.raises(InvalidValueError, match="the scale runs from 5 to 5"):
            Scale("minmax", 5, 5)


PILLARS = '[index]\ncode = "i"\n' + "".join(f'[[pillar]]\ncode = "{pillar}"\n' for pillar in "pq") + "".join(
    f'[[indicator]]\ncode = "{code}"\npillar = "{pillar}"\n' for code, pillar in zip("abcd", "ppqq", strict=True))


def test_a_unit_is_screened_for_all_its_indicators_and_for_each_pillar() -> None:
    framework = read_framework(PILLARS)
    columns: dict[str, list[Cell]] = {"a": [1, 2, 3, "", 4], "b": [1, 2, "", "", 5], "c": [3, 1, 2, 5, 5],
                                      "d": [1, 4, "", 6, 5]}
    found = evaluate(framework, made_data(framework, columns))
    assert found.excluded == (Exclusion("u2", "", 2, 4, 0.65), Exclusion("u3", "", 2, 4, 0.65))
    milder = evaluate(framework.with_choices({"screen.per_unit": 0.5}), made_data(framework, columns))
    assert milder.excluded == (Exclusion("u3", "p", 0, 2, 0.5),)
    assert milder.units == ("u0", "u1", "u2", "u4")


def test_experts_count_alike_however_many_points_they_gave() -> None:
    shared = [Allocation("one", "i", {"a": 1, "b": 3}), Allocation("other", "i", {"a": 90, "b": 10})]
    np.testing.assert_allclose(budget_weights(["a", "b"], shared).values, [(0.25 + 0.9) / 2, (0.75 + 0.1) / 2])
    with pytest.raises(DataGapError, match="no expert"):
        budget_weights(["a", "b"], [])
    with pytest.raises(DataGapError, match="a and c are not compared"):
        ahp_weights(["a", "b", "c"], [Comparison("i", "a", "b", 2), Comparison("i", "b", "c", 2)])


def test_a_weighting_holds_for_the_levels_that_are_named() -> None:
    framework = read_framework(PILLARS).with_choices({"weights.method": "equal"}).with_weights({"p": 3, "a": 3, "c": 3})
    data = made_data(framework, {code: [1, 2, place, 9] for place, code in enumerate("abcd")})
    for levels, of_p, of_index in (("", [0.5, 0.5], [0.5, 0.5]), ("2", [0.5, 0.5], [0.75, 0.25]),
                                   ("3", [0.75, 0.25], [0.5, 0.5])):
        found = evaluate(framework.with_choices({"weights.levels": levels}), data).weights
        assert (found["p"].values.tolist(), found["i"].values.tolist()) == (of_p, of_index)


def test_goalposts_of_a_logarithm_are_in_the_unit_of_the_column() -> None:
    framework = made_framework("b", rest='transform = "ln"\ngoalposts = [1, 100]\n'
                                         '[choices]\nnormalise.method = "goalposts"\n')
    found = evaluate(framework, made_data(framework, {"b": [1, 10, 100]}))
    np.testing.assert_allclose(found.score, [0, 50, 100])
