"""Two years or two versions of an index: every place gained has its cause, and nothing is left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.composite import Framework, IndexData, evaluate, read_data, read_framework
from outward.composite.comparison import Comparison, compare, shapley
from outward.composite.data import Floats
from outward.errors import DataGapError
from tests.composite.asem import Cell, asem, made_data, made_framework

SEEDS = st.integers(0, 9999)
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
[[indicator]]
code = "b"
pillar = "p"
weight = 3
direction = -1
[[indicator]]
code = "c"
pillar = "q"
[[indicator]]
code = "d"
pillar = "q"
[[indicator]]
code = "e"
"""
FRAME = read_framework(TREE)


def two_years(seed: int, *, changed: str = "abcde", gaps: bool = False) -> IndexData:
    """Make 9 units in two years; only some columns differ between them."""
    generator = np.random.default_rng(seed)
    first, second = generator.lognormal(2, 1, (2, 9, 5)).round(4)
    if gaps:
        second[generator.integers(9), generator.integers(5)] = np.nan
    second = np.where([code in changed for code in "abcde"], second, first)
    rows = [[f"u{unit}", year, *("" if np.isnan(value) else repr(float(value)) for value in values)]
            for year, block in (("2014", first), ("2015", second)) for unit, values in enumerate(block)]
    return read_data(["unit", "year", *"abcde"], list(enumerate(rows, start=2)), FRAME)


def of_years(data: IndexData, *, later: Mapping[str, object] | None = None) -> Comparison:
    return compare(FRAME.with_choices({"data.year": "2014"}), data,
                   FRAME.with_choices({"data.year": "2015", **(later or {})}), data)


def assert_split(found: Comparison) -> None:
    """Hold each row of the split to the whole gain."""
    np.testing.assert_array_equal(found.gained, found.before - found.after)
    np.testing.assert_allclose(found.split.sum(axis=1), found.gained, rtol=0, atol=1e-9)
    assert found.split.shape == (len(found.units), len(found.causes))


class TestShapley:
    """Each player's mean gain over all orders of coming."""

    @given(st.integers(1, 4), SEEDS)
    def test_it_is_the_mean_over_all_orders(self, count: int, seed: int) -> None:
        worth = np.random.default_rng(seed).integers(-9, 9, (2**count, 3)).astype(float)

        def value(players: frozenset[int]) -> Floats:
            row: Floats = worth[sum(1 << player for player in players)]
            return row

        wanted = np.zeros((3, count))
        for order in permutations(range(count)):
            for place, player in enumerate(order):
                wanted[:, player] += value(frozenset(order[:place + 1])) - value(frozenset(order[:place]))
        np.testing.assert_allclose(shapley(count, value), wanted / factorial(count), atol=1e-9)

    def test_gloves(self) -> None:
        """Two left gloves and a right one: 1/6, 1/6 and 2/3 of a pair."""
        found = shapley(3, lambda players: np.array([float(2 in players and len(players) > 1)]))
        np.testing.assert_allclose(found, [[1 / 6, 1 / 6, 2 / 3]])


class TestYears:
    """The same framework over two years of one table."""

    @settings(max_examples=15, deadline=None)
    @given(SEEDS, st.booleans())
    def test_every_place_has_a_pillar_that_moved(self, seed: int, gaps: bool) -> None:
        found = of_years(two_years(seed, gaps=gaps))
        assert_split(found)
        assert found.causes == ("data:p", "data:q", "data:e")

    @settings(max_examples=15, deadline=None)
    @given(SEEDS)
    def test_a_pillar_that_did_not_move_is_no_cause(self, seed: int) -> None:
        found = of_years(two_years(seed, changed="d"))
        assert_split(found)
        assert found.causes == ("data:q",)
        np.testing.assert_array_equal(found.split[:, 0], found.gained)

    def test_ranks_are_those_of_each_year(self) -> None:
        data = two_years(5)
        found = of_years(data)
        for year, ranks, scores in (("2014", found.before, found.score_before), ("2015", found.after,
                                                                                  found.score_after)):
            alone = evaluate(FRAME.with_choices({"data.year": year}), data)
            assert found.units == alone.units
            assert ranks.tolist() == alone.rank.tolist()
            np.testing.assert_allclose(scores, alone.score, rtol=1e-12)

    def test_nothing_differs_between_a_year_and_itself(self) -> None:
        data = two_years(5)
        found = compare(FRAME, data, FRAME, data)
        assert (found.causes, found.split.shape) == ((), (9, 0))
        assert (found.gained == 0).all()

    def test_gaps_filled_by_the_last_value_are_split_too(self) -> None:
        data = two_years(6, gaps=True)
        found = compare(FRAME.with_choices({"data.year": "2014", "impute.method": "last"}), data,
                        FRAME.with_choices({"data.year": "2015", "impute.method": "last"}), data)
        assert_split(found)

    def test_more_than_ten_pillars_are_one_cause(self) -> None:
        codes = [f"c{place}" for place in range(11)]
        framework = made_framework(*codes)
        first, second = np.random.default_rng(7).uniform(1, 9, (2, 11, 6)).tolist()
        one, other = (made_data(framework, dict(zip(codes, columns, strict=True))) for columns in (first, second))
        found = compare(framework, one, framework, other)
        assert found.causes == ("data",)
        assert_split(found)


class TestVersions:
    """The same data with other weights, choices or indicators."""

    @settings(max_examples=15, deadline=None)
    @given(SEEDS)
    def test_weights_are_one_cause(self, seed: int) -> None:
        data = two_years(seed)
        found = compare(FRAME, data, FRAME.with_weights({"p": 1, "b": 0.2, "e": 5}), data)
        assert found.causes == ("weights",)
        assert_split(found)

    @settings(max_examples=15, deadline=None)
    @given(SEEDS)
    def test_data_weights_and_choices_at_once(self, seed: int) -> None:
        data = two_years(seed)
        after = FRAME.with_weights({"p": 1}).with_choices({
            "data.year": "2015", "normalise.method": "zscore", "aggregate.levels": "copeland", "impute.method": "mean"})
        found = compare(FRAME.with_choices({"data.year": "2014"}), data, after, data)
        assert found.causes == ("data:p", "data:q", "data:e", "weights", "choice:impute", "choice:normalise",
                                "choice:aggregate")
        assert_split(found)

    @settings(max_examples=10, deadline=None)
    @given(SEEDS)
    def test_choices_that_only_go_together_are_one_cause(self, seed: int) -> None:
        """A geometric mean without the scale that it needs cannot be computed."""
        found = of_years(two_years(seed), later={"aggregate.levels": "geometric", "normalise.low": 1})
        assert found.causes == ("data:p", "data:q", "data:e", "choice:all")
        assert_split(found)

    def test_a_method_comes_with_its_own_settings(self) -> None:
        found = of_years(two_years(8), later={"normalise.method": "zscore", "normalise.mean": 50})
        assert "choice:normalise" in found.causes
        assert "choice:all" not in found.causes

    def test_screening_and_the_number_of_runs_are_no_cause(self) -> None:
        data = two_years(9)
        found = compare(FRAME, data, FRAME.with_choices({"uncertainty.runs": 7, "screen.per_unit": 0.1}), data)
        assert found.causes == ()

    def test_other_indicators_are_a_cause_that_is_not_split(self) -> None:
        data = two_years(10)
        found = compare(FRAME, data, FRAME.without("d"), data)
        assert found.causes == ("framework",)
        assert_split(found)
        found = compare(FRAME, data, read_framework(TREE.replace('pillar = "q"', 'pillar = "p"', 1)), data)
        assert found.causes == ("framework",)
        assert_split(found)

    @pytest.mark.reference
    def test_the_example_of_coinr_by_another_mean(self) -> None:
        framework, data = asem()
        after = framework.with_choices({"aggregate.levels": "geometric", "normalise.low": 1})
        found = compare(framework, data, after, data)
        assert found.causes == ("choice:all",)
        assert_split(found)
        assert np.abs(found.gained).max() > 5


def versions(name: str) -> tuple[Framework, Framework]:
    """Give two frameworks of the same codes that differ in one thing beside weights and choices."""
    posts = '[choices.normalise]\nmethod = "goalposts"\n[[indicator]]\ncode = "a"\ngoalposts = [0, {}]\n' \
            '[[indicator]]\ncode = "b"\ngoalposts = [0, 10]\n[index]\ncode = "i"\n'
    judged = '[choices.weights]\nmethod = "ahp"\n[[comparison]]\npillar = "index"\nbetter = "a"\nthan = "b"\n' \
             'ratio = {}\n'
    return {"direction": (made_framework("a", "b"), made_framework("a", rest='[[indicator]]\ncode = "b"\n'
                                                                             'direction = -1\n')),
            "goalposts": (read_framework(posts.format(10)), read_framework(posts.format(1000))),
            "judgements": (made_framework("a", "b", rest=judged.format(9)),
                           made_framework("a", "b", rest=judged.format(0.1)))}[name]


@pytest.mark.parametrize("name", ["direction", "goalposts", "judgements"])
def test_whatever_else_differs_between_frameworks_has_its_share(name: str) -> None:
    one, other = versions(name)
    columns: Mapping[str, Sequence[Cell]] = {"a": [1, 2, 3, 4], "b": [1, 9, 3, 7]}
    found = compare(one, made_data(one, columns), other, made_data(other, columns))
    assert found.gained.any()
    assert_split(found)


def test_another_grouping_has_its_share() -> None:
    framework = made_framework("a", "b", rest='[[grouping]]\ncode = "g"\n[choices.impute]\nmethod = "group_mean"\n'
                                              'group = "g"\n[choices.screen]\nper_unit = 0.5\n')
    one, other = (made_data(framework, {"a": [1, 2, 3, 4, 2.5], "b": [1, 9, 3, 7, ""], "g": list(groups)})
                  for groups in ("xyxyx", "xyxyy"))
    found = compare(framework, one, framework, other)
    assert found.gained.any()
    assert_split(found)


class TestWhoIsThere:
    """Ranks are taken among the units that both rank."""

    def test_a_newcomer_pushes_nobody_down(self) -> None:
        framework = made_framework("a", "b")
        one = made_data(framework, {"a": [3, 2, 1, 5], "b": [3, 2, 1, 1]}, units=["x", "y", "z", "gone"])
        other = made_data(framework, {"a": [3, 9, 2, 1], "b": [3, 9, 2, 1]}, units=["x", "new", "y", "z"])
        found = compare(framework, one, framework, other)
        assert (found.units, found.only_before, found.only_after) == (("x", "y", "z"), ("gone",), ("new",))
        assert (found.before.tolist(), found.after.tolist()) == ([1, 2, 3], [1, 2, 3])
        assert found.causes == ()

    def test_who_is_screened_out_on_one_side_is_not_compared(self) -> None:
        framework = made_framework("a", "b")
        one = made_data(framework, {"a": [3, 2, 1], "b": [3, 2, 1]})
        other = made_data(framework, {"a": [3, 2, ""], "b": [3, 4, ""]})
        found = compare(framework, one, framework, other)
        assert (found.units, found.only_before) == (("u0", "u1"), ("u2",))

    def test_fewer_than_two_in_common_cannot_be_compared(self) -> None:
        framework = made_framework("a", "b")
        one = made_data(framework, {"a": [3, 2], "b": [3, 2]}, units=["x", "y"])
        other = made_data(framework, {"a": [3, 2], "b": [3, 2]}, units=["x", "z"])
        with pytest.raises(DataGapError, match="1 units are ranked by both"):
            compare(framework, one, framework, other)

    def test_who_has_no_score_on_one_side_is_not_compared(self) -> None:
        framework = made_framework("a", "b", rest="[choices.screen]\nper_unit = 0\n")
        data = made_data(framework, {"a": [1, 2, 3], "b": [1, "", 3]})
        found = compare(framework.with_choices({"aggregate.availability": 1}), data, framework, data)
        assert found.units == ("u0", "u2")
        assert found.only_after == ("u1",)
