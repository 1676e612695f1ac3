"""Laws of composite indices: what must not matter does not, means keep their order, and more is never worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from outward.composite import Evaluation, Framework, evaluate, framework_toml, read_data, read_framework
from outward.composite.aggregation import aggregate
from outward.composite.choices import AGGREGATIONS, Choices, Value
from outward.composite.data import Floats, inputs_of
from outward.composite.framework import Allocation, Comparison, Factor, Indicator, Pillar, Variable
from outward.composite.ranking import places
from outward.vocabulary.labels import Label
from tests.composite.asem import Cell, asem, made_data, made_framework

UNHURRIED = settings(deadline=None)
CODES = ("a", "b", "c", "d")
TREE = """
[index]
code = "index"
[[pillar]]
code = "p"
weight = {0}
[[pillar]]
code = "q"
weight = {1}
[[indicator]]
code = "a"
pillar = "p"
weight = {2}
[[indicator]]
code = "b"
pillar = "p"
weight = {3}
direction = -1
[[indicator]]
code = "c"
pillar = "q"
weight = {4}
[[indicator]]
code = "d"
weight = {5}
"""
WEIGHTS = st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0]), min_size=6, max_size=6)
SCALES = st.sampled_from(["minmax", "zscore"])
MEANS = ("arithmetic", "geometric", "harmonic", "power")

Columns = list[list[float]]


def columns_of(units: int) -> st.SearchStrategy[Columns]:
    column = st.lists(st.integers(-50, 50).map(float), min_size=units, max_size=units)
    return st.lists(column.filter(lambda each: len(set(each)) > 1), min_size=4, max_size=4)


COLUMNS = st.integers(3, 9).flatmap(columns_of)


def ranked(columns: Sequence[Sequence[Cell]], weights: Sequence[float], choices: Mapping[str, object], *,
           units: Sequence[str] = (), flipped: str = "") -> Evaluation:
    """Evaluate a tree of unequal depth."""
    text = TREE.format(*weights)
    if flipped:
        text = text.replace(f'code = "{flipped}"', f'code = "{flipped}"\ndirection = -1')
    framework = read_framework(text).with_choices({"treat.method": "log", **choices})
    return evaluate(framework, made_data(framework, dict(zip(CODES, columns, strict=True)), units=units))


@UNHURRIED
@given(COLUMNS, WEIGHTS, SCALES, st.integers(0, 3), st.floats(0.01, 100), st.floats(-100, 100))
def test_units_of_measurement_do_not_matter(columns: Columns, weights: list[float], scale: str, at: int, factor: float,
                                            shift: float) -> None:
    changed = [[value * factor + shift for value in column] if place == at else column
               for place, column in enumerate(columns)]
    before, after = (ranked(each, weights, {"normalise.method": scale}) for each in (columns, changed))
    for code, scores in before.scores.items():
        np.testing.assert_allclose(after.scores[code], scores, rtol=1e-7, atol=1e-7)


@UNHURRIED
@given(COLUMNS, WEIGHTS, SCALES, st.sampled_from([-4, 1, 3]), st.integers(-8, 8))
def test_nor_do_they_for_ranks_with_ties_and_all(columns: Columns, weights: list[float], scale: str, power: int,
                                                 shift: int) -> None:
    changed = [[value * 2.0**power + shift for value in column] for column in columns]  # exact in floating point
    before, after = (ranked(each, weights, {"normalise.method": scale}) for each in (columns, changed))
    for code, ranks in before.ranks.items():
        assert after.ranks[code].tolist() == ranks.tolist()


@UNHURRIED
@given(COLUMNS, WEIGHTS, SCALES)
def test_a_column_turned_round_with_its_direction_is_the_same(columns: Columns, weights: list[float], scale: str
                                                              ) -> None:
    turned = [[-value for value in columns[0]], *columns[1:]]
    before = ranked(columns, weights, {"normalise.method": scale})
    after = ranked(turned, weights, {"normalise.method": scale}, flipped="a")
    np.testing.assert_allclose(after.score, before.score, rtol=1e-9, atol=1e-9)
    assert not np.allclose(ranked(turned, weights, {"normalise.method": scale}).scores["a"], before.scores["a"])


@UNHURRIED
@given(COLUMNS, WEIGHTS, SCALES, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_names_of_units_do_not_matter(columns: Columns, weights: list[float], scale: str,
                                                                random: object) -> None:
    before = ranked(columns, weights, {"normalise.method": scale})
    order = list(range(len(columns[0])))
    random.shuffle(order)  # type: ignore[attr-defined]
    after = ranked([[column[place] for place in order] for column in columns], weights,
                   {"normalise.method": scale}, units=[f"unit {place} of another name" for place in order])
    np.testing.assert_allclose(after.score, before.score[order], rtol=1e-9, atol=1e-9)
    assert after.rank.tolist() == before.rank[order].tolist()


@UNHURRIED
@given(COLUMNS, WEIGHTS, st.sampled_from([0.25, 7.0, 1e6]), st.sampled_from(AGGREGATIONS))
def test_only_ratios_of_weights_matter(columns: Columns, weights: list[float], factor: float, method: str) -> None:
    scaled = [weights[0] * factor, weights[1] * factor, *weights[2:5], weights[5] * factor]  # the parts of the index
    choices = {"aggregate.levels": method, "normalise.method": "zscore", "normalise.mean": 100, "normalise.sd": 10}
    before, after = (ranked(columns, each, choices) for each in (weights, scaled))
    np.testing.assert_allclose(after.score, before.score, rtol=1e-9, atol=1e-9)
    assert after.rank.tolist() == before.rank.tolist()


POSITIVE = arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 4)), elements=st.floats(0.01, 1000))
POWERS = st.floats(-10, 10).filter(lambda power: abs(power) > 1e-3)


@UNHURRIED
@given(POSITIVE, st.integers(0, 999), st.sampled_from(MEANS), POWERS)
def test_a_mean_lies_between_its_parts(parts: Floats, seed: int, method: str, power: float) -> None:
    found = aggregate(parts, some_weights(parts, seed), method, power=power)[0]
    assert (found >= parts.min(axis=1) * (1 - 1e-9)).all()
    assert (found <= parts.max(axis=1) * (1 + 1e-9)).all()


@UNHURRIED
@given(POSITIVE, st.integers(0, 999), POWERS, POWERS)
def test_means_keep_their_order(parts: Floats, seed: int, one: float, other: float) -> None:
    weights = some_weights(parts, seed)
    arithmetic, geometric, harmonic = (aggregate(parts, weights, method)[0] for method in MEANS[:3])
    assert (arithmetic >= geometric * (1 - 1e-9)).all()
    assert (geometric >= harmonic * (1 - 1e-9)).all()
    low, high = (aggregate(parts, weights, "power", power=power)[0] for power in sorted((one, other)))
    assert (high >= low * (1 - 1e-9)).all()
    for power, mean in ((1, arithmetic), (0, geometric), (-1, harmonic)):
        np.testing.assert_allclose(aggregate(parts, weights, "power", power=power)[0], mean, rtol=1e-9)


@pytest.mark.parametrize("power", [1e-6, -1e-6, 1e-12, -1e-15, 1e-18])
def test_a_power_next_to_0_gives_the_geometric_mean(power: float) -> None:
    parts, weights = np.array([[4.0, 4.0], [1.0, 100.0]]), np.ones((1, 2))
    np.testing.assert_allclose(aggregate(parts, weights, "power", power=power), [[4, 10]], rtol=1e-3)


def some_weights(parts: Floats, seed: int) -> Floats:
    weights: Floats = np.random.default_rng(seed).uniform(0.1, 3, (1, parts.shape[1]))
    return weights


@UNHURRIED
@given(COLUMNS, WEIGHTS, st.sampled_from([*MEANS, "arithmetic,copeland", "harmonic,outranking"]), st.data())
def test_a_better_value_never_costs_a_place(columns: Columns, weights: list[float], method: str, data: st.DataObject
                                            ) -> None:
    """With goalposts, so that no column's ends move with it. TOPSIS and Mazziotta-Pareto promise no such thing, nor do
    rules that compare units below the top: there a gain of one unit shifts others against one another.
    """
    at, unit = data.draw(st.integers(0, 3)), data.draw(st.integers(0, len(columns[0]) - 1))
    gain = data.draw(st.integers(1, 40)) * (-1 if CODES[at] == "b" else 1)
    better = [list(column) for column in columns]
    better[at][unit] += gain
    text = TREE.format(*weights).replace("[[indicator]]", "[[indicator]]\ngoalposts = [-100, 100]")
    framework = read_framework(text).with_choices({"normalise.method": "goalposts", "normalise.low": 1,
                                                   "aggregate.levels": method, "treat.method": "none"})
    before, after = (evaluate(framework, made_data(framework, dict(zip(CODES, each, strict=True))))
                     for each in (columns, better))
    assert after.rank[unit] <= before.rank[unit]
    if method in MEANS:
        assert after.score[unit] > before.score[unit]


@UNHURRIED
@given(arrays(float, st.integers(1, 12), elements=st.integers(-3, 3).map(float) | st.just(float("nan"))))
def test_equals_share_the_better_place(scores: Floats) -> None:
    wanted = [0 if np.isnan(score) else 1 + sum(other > score for other in scores) for score in scores]
    assert places(scores).tolist() == wanted


@UNHURRIED
@given(st.lists(st.tuples(*[st.floats(0, 1e9)] * 3), min_size=1, max_size=4))
def test_full_is_traditional_and_electronics_to_the_last_digit(sums: list[tuple[float, ...]]) -> None:
    framework = made_framework("a", rest='[coverage]\ntraditional = ["33", "34"]\nelectronics = ["39"]\n'
                                         'full = ["traditional", "39"]\n')
    line = count(2)
    rows = [(next(line), [f"u{unit}", "a", sector, str(value)]) for unit, values in enumerate(sums)
            for sector, value in zip(("33", "34", "39"), values, strict=True)]
    data = read_data(["unit", "variable", "sector", "value"], rows, framework)
    full, traditional, electronics = (
        inputs_of(data, framework.with_choices({"data.coverage": name})).column("a")
        for name in ("full", "traditional", "electronics"))
    assert full.tolist() == (traditional + electronics).tolist()
    assert traditional.tolist() == [values[0] + values[1] for values in sums]


GAPPY = arrays(float, st.tuples(st.integers(2, 6), st.just(4)), elements=st.floats(1, 100) | st.just(float("nan")))


def by_hand(framework: Framework, values: Mapping[str, float], code: str) -> float:
    """The weighted mean of what is there, down the tree."""
    if code in values:
        return values[code]
    parts = [(by_hand(framework, values, part.code), part.weight) for part in framework.parts[code]]
    there = [(value, weight) for value, weight in parts if not np.isnan(value)]
    total = sum(weight for _, weight in there)
    return sum(value * weight for value, weight in there) / total if there else float("nan")


@UNHURRIED
@given(GAPPY, WEIGHTS)
def test_weights_of_missing_parts_are_shared_out(values: Floats, weights: list[float]) -> None:
    assume(not np.isnan(values).all(axis=0).any())
    framework = read_framework(TREE.format(*weights).replace("direction = -1", "")).with_choices(
        {"normalise.method": "none", "treat.method": "none", "screen.per_unit": 0, "screen.per_pillar": 0})
    columns = {code: ["" if np.isnan(each) else each for each in values[:, at]] for at, code in enumerate(CODES)}
    found = evaluate(framework, made_data(framework, columns))
    wanted = [by_hand(framework, dict(zip(CODES, row, strict=True)), "index") for row in values]
    np.testing.assert_allclose(found.score, wanted, rtol=1e-9)
    assert ((found.rank == 0) == np.isnan(wanted)).all()


LEAST = st.sampled_from([0.0, 0.25, 0.5, 0.65, 0.75, 1.0])


@UNHURRIED
@given(st.integers(0, 9999), WEIGHTS, LEAST, LEAST)
def test_a_screened_unit_is_named_and_nowhere_else(seed: int, weights: list[float], of_all: float, of_pillar: float
                                                   ) -> None:
    """Nor does it count in a mean by which another's gap is filled, or in the ends of a column."""
    generator = np.random.default_rng(seed)
    values = generator.uniform(1, 100, (12, 4))
    values[generator.random((12, 4)) < generator.choice([0.0, 0.2, 0.6], (12, 1))] = np.nan
    there = ~np.isnan(values)
    short = {f"u{row}" for row, has in enumerate(there)
             if has.mean() < of_all or has[:2].mean() < of_pillar or has[2] < of_pillar or has[3] < of_pillar}
    kept = [row for row in range(12) if f"u{row}" not in short]
    assume((there[kept].sum(axis=0) > 1).all())
    columns: list[list[Cell]] = [["" if np.isnan(each) else each for each in column] for column in values.T]
    choices = {"screen.per_unit": of_all, "screen.per_pillar": of_pillar, "impute.method": "mean"}
    found = ranked(columns, weights, choices)
    alone = ranked([[column[row] for row in kept] for column in columns], weights, choices,
                   units=[f"u{row}" for row in kept])
    assert {each.unit for each in found.excluded} == short
    assert found.units == alone.units == tuple(f"u{row}" for row in kept)
    for code, scores in alone.scores.items():
        np.testing.assert_array_equal(found.scores[code], scores)
        np.testing.assert_array_equal(found.ranks[code], alone.ranks[code])


WORDS = st.text(max_size=6) | st.sampled_from(['"', "\\", "a.b", "辽宁", "\r\n", "'''", "#", "\x7f", "\u2028"])
NAMES = st.builds(Label, WORDS, WORDS).filter(lambda label: bool(label.en or label.zh))
NOTES = st.builds(Label, WORDS, WORDS)
NUMBERS = st.floats(0.001, 1e20) | st.integers(1, 9).map(float)
STATED: st.SearchStrategy[Mapping[str, Value]] = st.fixed_dictionaries({}, optional={
    "normalise.method": st.sampled_from(["zscore", "goalposts"]), "normalise.low": st.floats(-9, 9),
    "aggregate.levels": st.sampled_from(["geometric", "geometric,arithmetic"]), "data.year": st.just("2015"),
    "weights.method": st.just("pca"), "uncertainty.seed": st.integers(0, 2**63 - 1), "impute.group": st.just("g.h")})


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """Make any whole framework: a tree of any shape with every kind of entry."""
    codes = draw(st.lists(st.text(alphabet="ab1_-é辽", min_size=1, max_size=5), min_size=4, max_size=12, unique=True))
    cut, name = draw(st.integers(1, len(codes) // 2)), draw(NAMES)
    pillars = [Pillar(code, draw(NAMES), draw(st.sampled_from(codes[:at])), draw(NUMBERS))
               for at, code in enumerate(codes[1:cut], start=1)]
    indicators = [Indicator(
        code=code, name=draw(NAMES), parent=codes[at] if at < cut else draw(st.sampled_from(codes[:cut])),
        weight=draw(NUMBERS), direction=draw(st.sampled_from([1, -1])), numerator=draw(WORDS), denominator=draw(WORDS),
        factor=draw(NUMBERS), unit=draw(WORDS), transform=draw(st.sampled_from(["", "ln"])),
        goalposts=draw(st.none() | st.just((0.5, 1e17))), target=draw(st.none() | st.floats(1e-9, 1e9)),
        source=draw(WORDS), note=draw(NOTES)) for at, code in enumerate(codes[cut:])]
    under = [node.code for nodes in (indicators, pillars) for node in nodes if node.parent == codes[0]]
    factors = [Factor("f" + draw(WORDS), tuple(draw(st.lists(STATED, min_size=2, max_size=3)))) for _ in range(2)]
    return Framework(
        draw(WORDS) or codes[0], name, tuple(indicators), (Pillar(codes[0], name), *pillars), draw(NAMES),
        draw(st.booleans()), draw(NOTES), (Variable("v", draw(NAMES), draw(WORDS)),), (Variable("g.h", draw(NAMES)),),
        {"c": ("39",), draw(WORDS): ("33", "c")} if draw(st.booleans()) else {}, Choices().changed(draw(STATED)),
        tuple(factors), (Allocation(draw(WORDS), codes[0], {code: draw(NUMBERS) for code in under}),),
        tuple(Comparison(codes[0], under[0], code, draw(NUMBERS)) for code in under[1:]))


@UNHURRIED
@given(frameworks())
def test_a_framework_written_and_read_is_the_same(framework: Framework) -> None:
    assume("c" not in framework.coverages.get("c", ()))
    names = [factor.name for factor in framework.factors]
    assume(len({*names, "weights"}) == len(names) + 1)
    assert read_framework(framework_toml(framework)) == framework


def test_a_code_that_begins_as_another_does_is_written_so_that_it_can_be_read() -> None:
    framework = made_framework("a", "a.b", rest='[[allocation]]\nexpert = "e"\npillar = "index"\n'
                                                'points = {a = 60, "a.b" = 40}\n')
    assert read_framework(framework_toml(framework)) == framework


@pytest.mark.reference
def test_the_example_of_coinr_written_and_read_is_the_same() -> None:
    assert read_framework(framework_toml(asem()[0])) == asem()[0]
