"""What would bring a unit to a rank: moves put into the data and the whole index computed anew."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outward.composite import Evaluation, Framework, evaluate, read_framework
from outward.composite.data import Floats
from outward.composite.levers import Lever, levers
from outward.errors import InvalidValueError, NotFoundError
from tests.composite.asem import made_data, made_framework

SEEDS = st.integers(0, 9999)
MEANS = ("arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto", "geometric,arithmetic")
CODES = "abcde"
BEST = 100.0  # the upper goalpost, which nobody has reached in the data drawn here
POSTS: Mapping[str, tuple[float, float]] = {"a": (0, 200), "b": (-50, 50), "c": (10, 10_000), "d": (0, 1), "e": (3, 9)}
TREE = """
[index]
code = "index"
[[pillar]]
code = "p"
weight = 2
[[pillar]]
code = "q"
[[indicator]]
code = "a"
pillar = "p"
goalposts = [0, 200]
[[indicator]]
code = "b"
pillar = "p"
weight = 3
direction = -1
goalposts = [-50, 50]
[[indicator]]
code = "c"
pillar = "q"
transform = "ln"
goalposts = [10, 10000]
[[indicator]]
code = "d"
pillar = "q"
goalposts = [0, 1]
[[indicator]]
code = "e"
goalposts = [3, 9]
[choices.normalise]
method = "goalposts"
low = 1
[choices.treat]
method = "none"
[choices.screen]
per_pillar = 0
"""


def framework_of(levels: str) -> Framework:
    return read_framework(TREE).with_choices({"aggregate.levels": levels})


def evaluated(levels: str, values: Floats) -> Evaluation:
    framework, cells = framework_of(levels), np.where(np.isnan(values), "", [[repr(float(each)) for each in row]
                                                                             for row in values])
    return evaluate(framework, made_data(framework, dict(zip(CODES, cells.T.tolist(), strict=True))))


def drawn(seed: int, *, gaps: bool = False) -> Floats:
    """Draw values between the goalposts, evenly in the logarithm where that is taken."""
    generator = np.random.default_rng(seed)
    share = generator.uniform(0.3, 0.95, (8, len(CODES)))
    values = np.column_stack([in_unit(code, 1 + 99 * column) for code, column in zip(CODES, share.T, strict=True)])
    if gaps:
        values[generator.integers(8), generator.integers(5)] = np.nan
    return values


def in_unit(code: str, normalised: Floats | float) -> Floats:
    """Turn points from 1 to 100 back into what is measured, by the goalposts and by hand."""
    share = (np.asarray(normalised, dtype=float) - 1) / 99
    low, high = POSTS[code]
    if code == "b":
        return np.asarray(high - share * (high - low))
    if code == "c":
        return np.asarray(np.exp(math.log(low) + share * (math.log(high) - math.log(low))))
    return np.asarray(low + share * (high - low))


def rank_with(levels: str, values: Floats, at: int, moves: tuple[Lever, ...], *, share: float = 1.0) -> int:
    """Move some of a unit's values in the data, by a share of what is said to be needed, and rank all units anew."""
    changed = values.copy()
    for move in moves:
        changed[at, CODES.index(move.code)] = in_unit(move.code, move.now + share * (move.needed - move.now))
    return int(evaluated(levels, changed).rank[at])


def unit_of(evaluation: Evaluation, rank: int) -> str:
    place: int = evaluation.rank.tolist().index(rank)
    return evaluation.units[place]


class TestTheMoveIsEnoughAndNoMore:
    """With fixed goalposts no other unit's score moves with it, so the promise can be held to the data."""

    @settings(max_examples=12, deadline=None)
    @pytest.mark.parametrize("levels", MEANS)
    @given(seed=SEEDS, rank=st.integers(2, 8), target=st.integers(1, 7), gaps=st.booleans())
    def test_one_indicator_alone(self, levels: str, seed: int, rank: int, target: int, gaps: bool) -> None:
        assume(target < rank)
        values = drawn(seed, gaps=gaps)
        found = evaluated(levels, values)
        unit = unit_of(found, rank)
        at = found.units.index(unit)
        moves = levers(found, unit, target)
        assert (moves.rank, moves.target) == (rank, target)
        assert moves.gap == pytest.approx(found.score[found.rank.tolist().index(target)] - found.score[at])
        for move in moves.alone:
            if math.isnan(move.needed):
                continue
            assert rank_with(levels, values, at, (move,)) <= target
            assert rank_with(levels, values, at, (move,), share=0.99) > target
            assert move.now_in_unit == pytest.approx(values[at, CODES.index(move.code)], rel=1e-9)
            assert move.needed_in_unit == pytest.approx(float(in_unit(move.code, move.needed)), rel=1e-9)

    @settings(max_examples=12, deadline=None)
    @pytest.mark.parametrize("levels", MEANS)
    @given(seed=SEEDS, rank=st.integers(2, 8), target=st.integers(1, 7), gaps=st.booleans())
    def test_all_together(self, levels: str, seed: int, rank: int, target: int, gaps: bool) -> None:
        assume(target < rank)
        values = drawn(seed, gaps=gaps)
        found = evaluated(levels, values)
        unit = unit_of(found, rank)
        at = found.units.index(unit)
        moves = levers(found, unit, target).together
        if moves:
            assert rank_with(levels, values, at, moves) <= target
            assert rank_with(levels, values, at, moves, share=0.99) > target
            assert all(move.now < move.needed <= BEST + 1e-9 for move in moves)

    @settings(max_examples=12, deadline=None)
    @pytest.mark.parametrize("levels", MEANS)
    @given(seed=SEEDS, rank=st.integers(2, 8))
    def test_what_is_said_not_to_be_enough_is_not(self, levels: str, seed: int, rank: int) -> None:
        """Nowhere up to the goalpost, and not with all at their goalposts; what is said to be is."""
        values = drawn(seed)
        found = evaluated(levels, values)
        unit = unit_of(found, rank)
        at = found.units.index(unit)
        moves = levers(found, unit, 1)
        for move in moves.alone:
            ceiling = Lever(move.code, move.now, BEST, 0.0, 0.0)
            ranks = [rank_with(levels, values, at, (ceiling,), share=share) for share in (0.1, 0.25, 0.5, 0.75, 1.0)]
            assert math.isnan(move.needed) == math.isnan(move.needed_in_unit)
            if math.isnan(move.needed):
                assert min(ranks) > 1
            elif levels != "mazziotta_pareto":
                assert ranks[-1] == 1
        assert moves.together != ()

    def test_the_least_move_stands_first_and_what_is_not_enough_last(self) -> None:
        found = evaluated("arithmetic", drawn(4))
        moves = levers(found, unit_of(found, 5), 3).alone
        assert sorted(move.code for move in moves) == list(CODES)
        lengths = [move.needed - move.now for move in moves]
        enough = [each for each in lengths if not math.isnan(each)]
        assert lengths[:len(enough)] == sorted(enough)
        assert 0 < len(enough) < len(CODES)

    def test_a_missing_value_is_no_lever(self) -> None:
        values = drawn(4)
        values[3, 0] = np.nan
        found = evaluated("arithmetic", values)
        assert found.rank[3] == 1
        values[2, 0] = np.nan
        found = evaluated("arithmetic", values)
        assert {move.code for move in levers(found, "u2", 1).alone} == {"b", "c", "d", "e"}

    def test_a_move_that_would_be_too_far_by_mazziotta_and_pareto_s_rule_is_found_before_that(self) -> None:
        framework = goalposts_of(CODES).with_choices({"aggregate.levels": "mazziotta_pareto"})
        columns = {code: [10, 11 if code == "a" else 10, 100] for code in CODES}
        found = evaluate(framework, made_data(framework, columns))
        better = evaluate(framework, made_data(framework, {**columns, "a": [11.5, 11, 100]}))
        assert (found.rank.tolist(), better.rank.tolist()) == ([3, 2, 1], [2, 3, 1])
        assert 10.99 < levers(found, "u0", 2).alone[0].needed < 11.5


def goalposts_of(codes: str) -> Framework:
    return read_framework('[index]\ncode = "i"\n[choices.normalise]\nmethod = "goalposts"\n' + "".join(
        f'[[indicator]]\ncode = "{code}"\ngoalposts = [0, 100]\n' for code in codes))


class TestAllTogether:
    """The least sum of squared moves."""

    @settings(max_examples=20, deadline=None)
    @given(seed=SEEDS, rank=st.integers(2, 8))
    def test_moves_are_in_proportion_to_weights_as_far_as_the_scale_goes(self, seed: int, rank: int) -> None:
        """Which is what the shortest way to a linear score is (Karush-Kuhn-Tucker)."""
        found = evaluated("arithmetic", drawn(seed))
        moves = levers(found, unit_of(found, rank), 1)
        ways = {move.code: (move.needed - move.now) / found.effective_weights[move.code] for move in moves.together}
        furthest = max(ways.values())
        for move in moves.together:
            assert ways[move.code] == pytest.approx(furthest, rel=1e-6) or move.needed == pytest.approx(BEST)
        gained = sum(way * found.effective_weights[code] ** 2 for code, way in ways.items())
        assert gained == pytest.approx(moves.gap, abs=1e-9)

    def test_no_shorter_move_does_it_where_the_score_is_not_linear(self) -> None:
        framework = goalposts_of("ab").with_choices({"aggregate.levels": "harmonic"})
        found = evaluate(framework, made_data(framework, {"a": [10, 40, 99], "b": [40, 40, 1]}))
        length = sum((move.needed - move.now) ** 2 for move in levers(found, "u0", 1).together)
        to = np.linspace(21, 99, 20_000)
        least = float(((to - 10) ** 2 + np.maximum(0, 1 / (2 / 40 - 1 / to) - 40) ** 2).min())
        assert length <= least * 1.001

    def test_nothing_is_enough_for_who_lacks_what_the_first_is_best_in(self) -> None:
        framework = made_framework("a", "b").with_choices({"normalise.method": "none", "screen.per_unit": 0.5})
        found = evaluate(framework, made_data(framework, {"a": [90, "", 20], "b": [10, 5, 30]}))
        moves = levers(found, "u1", 1)  # judged by b alone, in which 30 is the best that anybody has
        assert moves.gap == 45
        assert [(move.code, math.isnan(move.needed)) for move in moves.alone] == [("b", True)]
        assert moves.together == ()
        assert [move.needed for move in levers(found, "u1", 2).alone] == [pytest.approx(25)]

    def test_a_goalpost_above_all_values_is_as_far_as_a_value_may_go(self) -> None:
        framework = goalposts_of("ab")
        found = evaluate(framework, made_data(framework, {"a": [10, 20, 60], "b": [10, 60, 20]}))
        assert [move.needed for move in levers(found, "u0", 1).alone] == pytest.approx([70, 70])


class TestWhatCannotBeSaid:
    """Where no unit of measure, or no lever at all, can be given."""

    def test_after_a_logarithm_or_by_ranks_no_unit_is_said(self) -> None:
        framework = made_framework("a", "b").with_choices({"normalise.method": "percentile_rank"})
        found = evaluate(framework, made_data(framework, {"a": [1, 2, 3, 9], "b": [4, 3, 5, 9]}))
        moves = levers(found, "u0", 1).alone
        assert all(math.isnan(move.needed_in_unit) for move in moves)
        framework = made_framework("a", "b").with_choices({"treat.method": "log", "treat.max_skewness": 0.1,
                                                           "treat.max_kurtosis": -3})
        found = evaluate(framework, made_data(framework, {"a": [1, 2, 3, 90], "b": [4, 3, 5, 90]}))
        assert found.stages.treatments[0].logged
        moves = levers(found, "u0", 1).alone
        assert [math.isnan(move.needed) for move in moves] == [math.isnan(move.needed_in_unit) for move in moves]

    @pytest.mark.parametrize(("choices", "words"), [
        ({"aggregate.levels": "copeland"}, "depends on all others"),
        ({"aggregate.levels": "arithmetic,topsis"}, "depends on all others"),
        ({"weights.method": "benefit_of_doubt"}, "depends on all others"),
    ])
    def test_where_a_score_depends_on_all_others_there_are_none(self, choices: dict[str, object], words: str) -> None:
        framework = framework_of("arithmetic").with_choices(choices)
        found = evaluate(framework, made_data(framework, dict(zip(CODES, drawn(1).T.tolist(), strict=True))))
        with pytest.raises(InvalidValueError, match=words):
            levers(found, unit_of(found, int(found.rank.max())), 1)

    @pytest.mark.parametrize("target", [0, -1, 5, 6, 99])
    def test_only_a_better_rank_can_be_asked_for(self, target: int) -> None:
        found = evaluated("arithmetic", drawn(4))
        with pytest.raises(InvalidValueError, match="Ask for a rank from 1 to 4"):
            levers(found, unit_of(found, 5), target)

    def test_the_first_has_nothing_to_reach(self) -> None:
        found = evaluated("arithmetic", drawn(4))
        with pytest.raises(InvalidValueError, match="It is the first already"):
            levers(found, unit_of(found, 1), 1)

    def test_a_unit_that_is_not_ranked_has_none(self) -> None:
        with pytest.raises(NotFoundError):
            levers(evaluated("arithmetic", drawn(4)), "nobody", 1)
