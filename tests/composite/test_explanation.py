"""Why a unit stands where it stands: scores split without a rest, cards against peers reckoned by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.composite import Evaluation, evaluate, read_framework
from outward.composite.data import Floats
from outward.composite.evaluation import score
from outward.composite.explanation import contributions, place_of, profile
from outward.errors import InvalidValueError, NotFoundError
from tests.composite.asem import Cell, asem, made_data, made_framework

SEEDS = st.integers(0, 9999)
GAP = float("nan")
MEANS = ("arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto")
TREE = """
[index]
code = "index"
[[pillar]]
code = "p"
weight = 2
[[pillar]]
code = "q"
[[pillar]]
code = "r"
parent = "q"
weight = 3
[[indicator]]
code = "a"
pillar = "p"
weight = 0.5
[[indicator]]
code = "b"
pillar = "p"
direction = -1
[[indicator]]
code = "c"
pillar = "r"
[[indicator]]
code = "d"
pillar = "r"
weight = 0
[[indicator]]
code = "e"
pillar = "q"
[[indicator]]
code = "f"
weight = 0.4
[choices.screen]
per_unit = 0
per_pillar = 0
"""
CODES = "abcdef"


def of_tree(seed: int, choices: Mapping[str, object], *, gaps: str = "") -> Evaluation:
    """Evaluate a tree of unequal depth in which one part weighs nothing; ``gaps`` are the columns that have some."""
    generator = np.random.default_rng(seed)
    values = generator.lognormal(2, 1, (12, len(CODES)))
    for code in gaps:
        values[2:, CODES.index(code)][generator.random(10) < 0.3] = GAP  # two rows are whole: all columns vary
    framework, cells = read_framework(TREE).with_choices(choices), np.where(np.isnan(values), "", values.astype(str))
    return evaluate(framework, made_data(framework, dict(zip(CODES, cells.T.tolist(), strict=True))))


def choices_for(levels: str) -> dict[str, object]:
    """Choose a scale that the rules can take."""
    scale: dict[str, object] = {"normalise.low": 1}
    if "mazziotta_pareto" in levels:
        scale = {"normalise.method": "zscore", "normalise.mean": 100, "normalise.sd": 10}
    return {"aggregate.levels": levels, **scale}


def gaps_for(levels: str) -> st.SearchStrategy[str]:
    """Draw the columns with gaps; see the defect below for what Mazziotta and Pareto's rule does not take."""
    return st.sampled_from(["", "be"] if "mazziotta_pareto" in levels else ["", "be", CODES])


def sums(evaluation: Evaluation) -> Floats:
    summed: Floats = np.nansum(contributions(evaluation), axis=1)
    return summed


class TestContributions:
    """A score is the sum of what its indicators give it."""

    @settings(max_examples=15, deadline=None)
    @pytest.mark.parametrize("levels", [*MEANS, "geometric,arithmetic", "arithmetic,harmonic,power",
                                        "mazziotta_pareto,geometric", "power,mazziotta_pareto"])
    @given(data=st.data(), seed=SEEDS, power=st.sampled_from([-2.5, -1, 0, 1e-12, 0.5, 1, 3]))
    def test_they_sum_to_the_score_by_every_mean_and_with_gaps(self, levels: str, data: st.DataObject, seed: int,
                                                               power: float) -> None:
        gaps = data.draw(gaps_for(levels))
        found = of_tree(seed, {**choices_for(levels), "aggregate.power": power}, gaps=gaps)
        there = ~np.isnan(found.score)
        assert there[:2].all()
        np.testing.assert_allclose(sums(found)[there], found.score[there], rtol=1e-9)
        assert np.isnan(contributions(found))[np.isnan(found.stages.normalised)].all()
        assert (np.nan_to_num(contributions(found)[:, CODES.index("d")]) == 0).all()  # it weighs nothing

    @settings(max_examples=20, deadline=None)
    @given(seed=SEEDS, gaps=gaps_for(""))
    def test_they_sum_to_scores_below_0_too(self, seed: int, gaps: str) -> None:
        found = of_tree(seed, {"normalise.method": "zscore"}, gaps=gaps)
        there = ~np.isnan(found.score)
        assert (found.score[there] < 0).any()
        np.testing.assert_allclose(sums(found)[there], found.score[there], rtol=1e-9, atol=1e-12)

    @settings(max_examples=10, deadline=None)
    @given(seed=SEEDS, lower=st.sampled_from([0.0, 0.2]))
    @pytest.mark.parametrize("low", [0, 1])
    def test_they_sum_to_the_benefit_of_the_doubt(self, low: int, seed: int, lower: float) -> None:
        """With parts at 0, whose share is nothing, and with bounds of shares."""
        found = of_tree(seed, {"weights.method": "benefit_of_doubt", "normalise.low": low,
                               "weights.lower": lower if low else 0.0})
        assert set(found.own_weights) == {"index"}
        np.testing.assert_allclose(sums(found), found.score, rtol=1e-7)

    @settings(max_examples=10, deadline=None)
    @pytest.mark.parametrize("levels", [*MEANS, "geometric,mazziotta_pareto"])
    @given(data=st.data(), seed=SEEDS)
    def test_each_is_the_part_times_its_slope(self, levels: str, data: st.DataObject, seed: int) -> None:
        found = of_tree(seed, choices_for(levels), gaps=data.draw(gaps_for(levels)))
        split, step = contributions(found), 1e-5
        for column in range(len(CODES)):
            scores = []
            for sign in (1, -1):
                moved = found.stages.normalised.copy()
                moved[:, column] *= 1 + sign * step
                scores.append(score(found.framework, found.inputs, replace(found.stages, normalised=moved)).score)
            slope = (scores[0] - scores[1]) / (2 * step)
            there = ~np.isnan(split[:, column]) & ~np.isnan(found.score)
            np.testing.assert_allclose(split[there, column], slope[there], rtol=1e-5, atol=1e-6)

    def test_of_an_arithmetic_mean_they_are_weight_times_value(self) -> None:
        found = of_tree(3, {})
        np.testing.assert_allclose(contributions(found), found.stages.normalised * np.array([
            found.effective_weights[code] for code in CODES]), rtol=1e-12)

    @pytest.mark.reference
    @pytest.mark.parametrize("levels", ["arithmetic", "geometric"])
    def test_they_sum_to_the_score_of_every_country(self, levels: str) -> None:
        framework, data = asem()
        found = evaluate(framework.with_choices({"aggregate.levels": levels, "normalise.low": 1}), data)
        np.testing.assert_allclose(sums(found), found.score, rtol=1e-9)

    @pytest.mark.parametrize("levels", ["copeland", "outranking", "topsis", "arithmetic,topsis"])
    def test_a_rule_that_only_compares_has_none(self, levels: str) -> None:
        with pytest.raises(InvalidValueError, match="only compares units"):
            contributions(of_tree(1, {"aggregate.levels": levels}))

    def test_a_pillar_without_a_part_is_passed_over_by_mazziotta_and_pareto_s_rule_too(self) -> None:
        framework = read_framework(CARD).with_choices({**choices_for("mazziotta_pareto"), "screen.per_pillar": 0})
        found = evaluate(framework, made_data(framework, {**VALUES, "a": ["", 1, 2, 3, 4], "b": ["", 1, 2, 3, 5]}))
        np.testing.assert_allclose(sums(found), found.score, rtol=1e-9)

    def test_a_unit_without_a_score_has_none(self) -> None:
        framework = made_framework("a", "b", rest="[choices.aggregate]\navailability = 1\n[choices.screen]\n"
                                                  "per_unit = 0\n")
        found = evaluate(framework, made_data(framework, {"a": [1, 2, 3], "b": [1, "", 3]}))
        assert np.isnan(found.score[1])
        assert np.isnan(contributions(found)[1]).all()


CARD = """
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
weight = 2
[[indicator]]
code = "c"
pillar = "q"
[[indicator]]
code = "d"
pillar = "q"
[choices.normalise]
method = "none"
[choices.treat]
method = "none"
[choices.screen]
per_unit = 0.5
"""
VALUES: Mapping[str, Sequence[Cell]] = {
    "a": [10, 40, 20, 90, 60], "b": [80, 20, 40, 60, 30], "c": [50, 50, 50, 10, 50], "d": [5, "", 25, 15, 45],
}


@lru_cache(maxsize=1)
def card() -> Evaluation:
    """Five units; weights of a, b, c and d in the index are 1/4, 1/2, 1/8 and 1/8."""
    framework = read_framework(CARD)
    return evaluate(framework, made_data(framework, VALUES, units="vwxyz"))


class TestProfile:
    """A unit's card."""

    def test_scores_by_hand(self) -> None:
        wanted = [0.25 * 10 + 0.5 * 80 + 50 / 8 + 5 / 8, 0.25 * 40 + 0.5 * 20 + 0.25 * 50,
                  0.25 * 20 + 0.5 * 40 + 50 / 8 + 25 / 8, 0.25 * 90 + 0.5 * 60 + 10 / 8 + 15 / 8,
                  0.25 * 60 + 0.5 * 30 + 50 / 8 + 45 / 8]
        np.testing.assert_allclose(card().score, wanted)
        assert card().rank.tolist() == [2, 5, 4, 1, 3]

    def test_strengths_and_weaknesses_are_leads_over_the_median_of_all_others(self) -> None:
        found = profile(card(), "v")
        assert (found.rank, found.of, found.peers) == (2, 5, ("w", "x", "y", "z"))
        # medians of the others: a 50, b 35, c 50, d 25 (of x, y and z)
        assert [(each.code, each.median, each.lead) for each in found.strengths] == [("b", 35, 0.5 * (80 - 35))]
        assert [(each.code, each.median, each.lead) for each in found.weaknesses] == [
            ("a", 50, 0.25 * (10 - 50)), ("d", 25, (5 - 25) / 8)]
        assert [(each.code, each.score, each.rank) for each in found.strengths] == [("b", 80, 1)]

    def test_peers_that_are_named_are_what_it_is_held_against(self) -> None:
        found = profile(card(), "v", peers=("x", "w"))
        assert found.peers == ("x", "w")
        leads = {each.code: (each.median, each.lead) for each in (*found.strengths, *found.weaknesses)}
        assert leads == {"b": (30, 25), "a": (30, -5), "d": (25, -2.5)}
        assert {each.code: each.median for each in found.pillars} == {
            "p": pytest.approx((80 / 3 + 100 / 3) / 2), "q": pytest.approx((50 + 37.5) / 2)}

    def test_pillars_have_score_place_and_lead(self) -> None:
        pillars = {each.code: each for each in profile(card(), "y").pillars}
        assert set(pillars) == {"p", "q"}
        assert [pillars["p"].score, pillars["q"].score] == pytest.approx([70, 12.5])
        assert [pillars["p"].rank, pillars["q"].rank] == [1, 5]
        assert pillars["q"].median == pytest.approx((37.5 + 47.5) / 2)  # of v 27.5, x 37.5, z 47.5 and w 50
        assert pillars["q"].lead == pytest.approx(0.25 * (12.5 - 42.5))

    def test_what_is_missing_is_named_and_is_no_weakness(self) -> None:
        found = profile(card(), "w")
        assert found.missing == ("d",)
        assert "d" not in {each.code for each in (*found.strengths, *found.weaknesses)}
        assert profile(card(), "v").missing == ()

    def test_at_most_three_of_each_and_ties_by_code(self) -> None:
        framework = made_framework(*"abcdefgh", rest='[choices.normalise]\nmethod = "none"\n')
        columns = {code: [lead, 0, 0] for code, lead in zip("abcdefgh", (4, 4, 9, 1, -1, -3, -3, -8), strict=True)}
        found = profile(evaluate(framework, made_data(framework, columns)), "u0")
        assert [each.code for each in found.strengths] == ["c", "a", "b"]
        assert [each.code for each in found.weaknesses] == ["h", "g", "f"]

    @pytest.mark.parametrize(("unit", "rivals"), [("y", ["v", "z"]), ("z", ["y", "v", "x", "w"]), ("w", ["z", "x"])])
    def test_rivals_are_the_two_before_and_the_two_after(self, unit: str, rivals: list[str]) -> None:
        found = profile(card(), unit)
        assert [each for each, _, _ in found.rivals] == rivals
        for rival, rank, ahead in found.rivals:
            at = card().units.index(rival)
            assert rank == card().rank[at]
            assert ahead == pytest.approx(card().score[at] - found.score)

    def test_a_cell_says_what_became_of_it(self) -> None:
        framework = read_framework(CARD).with_choices({"impute.method": "mean"})
        found = profile(evaluate(framework, made_data(framework, VALUES, units="vwxyz")), "w", peers=("v",))
        assert {each.code: each.status for each in found.strengths}["d"] == "imputed"
        assert found.missing == ()


class TestWhoIsNotRanked:
    """A card of nobody says why."""

    def test_a_unit_that_was_left_out_is_told_for_want_of_what(self) -> None:
        framework = read_framework(CARD)
        evaluation = evaluate(framework, made_data(framework, {**VALUES, "a": ["", 1, 2, 3, 4], "b": ["", 1, 2, 3, 5]},
                                                   units="vwxyz"))
        with pytest.raises(NotFoundError, match="v was not ranked: it has 0 of 2 indicators of pillar p"):
            profile(evaluation, "v")
        with pytest.raises(NotFoundError, match="v was not ranked"):
            profile(evaluation, "w", peers=("v",))

    def test_a_unit_that_is_not_there_is_told_with_those_that_are(self) -> None:
        with pytest.raises(NotFoundError, match="v, w, x, y, z"):
            place_of(card(), "nobody")

    def test_a_unit_without_a_score_is_not_told_that_it_is_not_there(self) -> None:
        framework = made_framework("a", "b", rest="[choices.aggregate]\navailability = 1\n[choices.screen]\n"
                                                  "per_unit = 0\n")
        evaluation = evaluate(framework, made_data(framework, {"a": [1, 2, 3], "b": [1, "", 3]}))
        with pytest.raises(NotFoundError) as caught:
            place_of(evaluation, "u1")
        assert "no unit" not in str(caught.value)
