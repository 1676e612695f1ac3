"""Many runs of an index: at once as one by one, with noise, their bands and shares of variance, parts left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.composite import Evaluation, Framework, IndexData, evaluate, read_data, read_framework
from outward.composite.alternatives import Alternatives, Ints
from outward.composite.choices import NORMALISATIONS
from outward.composite.data import Floats
from outward.composite.evaluation import normalised, reweighted, score
from outward.composite.noise import indicator_errors, noisy_normalised
from outward.composite.sensitivity import (
    RANK_SHIFT,
    SobolIndices,
    exact_sobol_indices,
    leave_one_out,
    sobol_indices,
)
from outward.composite.uncertainty import rank_uncertainty
from outward.errors import OutwardError
from tests.composite.asem import made_data, made_framework

GAP = float("nan")

VARIED = """
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
pillar = "q"
[[indicator]]
code = "e"
weight = 0.4
[choices.screen]
per_unit = 0
per_pillar = 0
[choices.normalise]
low = 1
[[factor]]
name = "treatment"
alternatives = [{treat.method = "none"}, {treat.max_winsorised = 1, treat.max_skewness = 1, treat.max_kurtosis = 1}]
[[factor]]
name = "normalisation"
alternatives = [{normalise.method = "minmax"}, {normalise.method = "zscore", normalise.mean = 100, normalise.sd = 10}]
[[factor]]
name = "imputation"
alternatives = [{impute.method = "none"}, {impute.method = "median"}]
"""


def varied(seed: int, *, gaps: bool) -> tuple[Framework, IndexData]:
    values = np.random.default_rng(seed).lognormal(2, 1, (9, 5))
    values[seed % 9, seed % 5] = values[seed % 7, seed % 3] = GAP if gaps else 1.0
    framework = read_framework(VARIED)
    return framework, made_data(framework, {code: ["" if np.isnan(each) else each for each in column]
                                            for code, column in zip("abcde", values.T, strict=True)})


@settings(max_examples=6, deadline=None)
@pytest.mark.parametrize("rule", ["arithmetic", "geometric", "harmonic", "power", "copeland",
                                  "outranking", "topsis", "geometric,arithmetic", "mazziotta_pareto,topsis"])
@given(seed=st.integers(0, 999), gaps=st.booleans())
def test_many_runs_are_what_each_run_is_by_itself(rule: str, seed: int, gaps: bool) -> None:
    framework, data = varied(seed, gaps=gaps)
    framework = framework.with_choices({"aggregate.levels": rule})
    alternatives = Alternatives.of(framework, data)
    combinations = np.repeat(alternatives.combinations(), 2, axis=0)[::-1]
    factors = np.random.default_rng(seed).uniform(0.5, 1.5, (16, len(alternatives.weighted)))
    found = alternatives.scores(combinations, factors)
    for run, (places, multiplied) in enumerate(zip(combinations, factors, strict=True)):
        weights = {code: framework.node(code).weight * by for code, by in
                   zip(alternatives.weighted, multiplied.tolist(), strict=True)}
        changed = framework.with_weights(weights)
        for factor, place in zip(framework.factors, places, strict=True):
            changed = changed.with_choices(factor.alternatives[place])
        np.testing.assert_allclose(found[run], evaluate(changed, data).score, rtol=1e-12, atol=1e-12)


def test_weights_above_units_own_weights_are_varied_too() -> None:
    """Within the pillars each unit has weights of its own; the stated ones of the index still move."""
    framework = read_framework(VARIED).with_choices({"weights.method": "benefit_of_doubt", "weights.levels": "2"})
    framework = replace(framework, factors=())
    data = varied(7, gaps=False)[1]
    alternatives = Alternatives.of(framework, data)
    factors = np.ones((1, len(alternatives.weighted)))
    factors[0, alternatives.weighted.index("p")] = 1.9
    wanted = evaluate(framework.with_weights({"p": 2 * 1.9}), data).score
    np.testing.assert_allclose(alternatives.scores(np.empty((1, 0), dtype=np.int64), factors)[0], wanted)


NOISY = """
[[indicator]]
code = "ratio"
numerator = "sales"
denominator = "staff"
factor = 100
direction = -1
goalposts = [0, 900]
target = 0.5
[choices]
impute.method = "mean"
treat = {method = "log", max_skewness = 0.5, max_kurtosis = -2}
normalise = {low = 1, reference = "u7"}
uncertainty = {runs = 400}
"""


def noisy(count: int = 8) -> Evaluation:
    """A logarithm, columns with a long tail above and below, a ratio, and a standard error of most cells."""
    framework = made_framework("log", "up", "down", rest=NOISY)
    framework = replace(framework, indicators=tuple(
        replace(each, transform="ln" if each.code == "log" else "", goalposts=each.goalposts or (0.01, 999.0),
                target=99.0 - 98.5 * (each.direction < 0)) for each in framework.indicators))
    at = np.arange(1.0, count + 1)
    columns = {"log": np.exp(at / 4), "up": at**3, "down": -(at[::-1] ** 3), "sales": 7 * at**1.1, "staff": at**2}
    rows = [(f"u{unit}", code, "" if (unit, code) == (3, "log") else str(value), "" if unit == 1 else "0.25")
            for code, column in columns.items() for unit, value in enumerate(column)]
    header = ["unit", "variable", "value", "standard_error"]
    return evaluate(framework, read_data(header, list(enumerate(rows, start=2)), framework))


def test_a_standard_error_goes_the_way_of_its_value() -> None:
    found = noisy()
    assert [treatment.logged for treatment in found.stages.treatments] == [False, True, True, True]
    up, down, ratio = found.stages.imputed[:, 1:].T
    slopes = [1 / found.inputs.column("log"), 1 / (up - up.min() + 0.01 * np.ptp(up)),
              1 / (down.max() - down + 0.01 * np.ptp(down)),
              100 / found.inputs.column("staff") / (ratio - ratio.min() + 0.01 * np.ptp(ratio))]
    wanted = 0.25 * np.column_stack(slopes)
    wanted[1] = wanted[3, 0] = 0  # none stated; imputed
    np.testing.assert_allclose(indicator_errors(found.framework, found.inputs, found.stages), wanted)


@pytest.mark.parametrize("method", NORMALISATIONS)
@pytest.mark.parametrize("cap", ["yes", "no"])
def test_noisy_cells_are_normalised_as_each_run_is_by_itself(method: str, cap: str) -> None:
    found = noisy()
    framework = found.framework.with_choices({"normalise.method": method, "normalise.cap": cap})
    runs = noisy_normalised(framework, found.inputs, found.stages, np.random.default_rng(5), 6)
    errors = indicator_errors(framework, found.inputs, found.stages)
    for run, noise in zip(runs, np.random.default_rng(5).standard_normal((6, 8, 4)), strict=True):
        drawn = found.stages.treated + errors * noise
        np.testing.assert_allclose(run, normalised(framework, found.inputs, drawn), rtol=1e-12, atol=1e-11)


@pytest.mark.parametrize("rule", ["arithmetic", "copeland"])
def test_runs_with_noise_and_weights_are_scored_one_by_one(rule: str) -> None:
    nominal = noisy()
    framework = nominal.framework.with_choices({"aggregate.levels": rule})
    alternatives = Alternatives(IndexData("none", (), {}, {}), replace(nominal, framework=framework))
    factors = np.random.default_rng(1).uniform(0.5, 1.5, (6, 4))
    found = alternatives.scores(np.empty((6, 0), dtype=np.int64), factors, np.random.default_rng(5))
    values = noisy_normalised(framework, nominal.inputs, nominal.stages, np.random.default_rng(5), 6)
    for run in range(6):
        weights = dict(zip(alternatives.weighted, factors[run].tolist(), strict=True))
        stages = replace(nominal.stages, normalised=values[run])
        np.testing.assert_allclose(found[run], score(framework.with_weights(weights), nominal.inputs, stages).score,
                                   rtol=1e-12)


def test_bands_are_those_of_the_seed_and_count_every_run() -> None:
    framework, data = varied(7, gaps=False)
    framework = framework.with_choices({"uncertainty.runs": 300})
    one, same, other = (rank_uncertainty(Alternatives.of(framework.with_choices({"uncertainty.seed": seed}), data))
                        for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.counts, same.counts)
    assert (one.counts != other.counts).any()
    assert one.runs == 300
    assert (one.counts.sum(axis=1) == 300).all()
    places = np.arange(1, 10)
    assert one.shift.mean() == pytest.approx((one.counts * abs(places - one.nominal[:, None])).sum() / 300 / 9)
    certain = replace(framework, factors=()).with_choices({"uncertainty.weight_spread": 0})
    only = rank_uncertainty(Alternatives.of(certain, data))
    assert (only.runs, only.shift.tolist(), only.mean().tolist()) == (1, [0.0], only.nominal.tolist())


THREE = """[choices.uncertainty]
weight_spread = 0
[[factor]]
name = "one"
alternatives = [{normalise.method = "minmax", normalise.low = 1}, {normalise.method = "rank"}]
[[factor]]
name = "other"
alternatives = [{aggregate.levels = "arithmetic"}, {aggregate.levels = "geometric"}, {aggregate.levels = "harmonic"}]
[[factor]]
name = "third"
alternatives = [{weights.method = "equal"}, {weights.method = "critic"}]
"""


class Linear(Alternatives):
    """The place of ``u0`` is 1 + x + 2 y + 3 z, where the factors' alternatives are numbered x, y, z from 0."""

    def scores(self, combinations: Ints, *_: object, **__: object) -> Floats:
        scores = np.tile(-np.arange(-1.0, 12.0), (len(combinations), 1))
        scores[:, 0] = 0.5 - combinations @ [1, 2, 3]
        return scores


def alternatives_of(kind: type[Alternatives], seed: int = 20171231) -> Alternatives:
    framework = made_framework("a", "b", "c", rest=THREE).with_choices({"uncertainty.seed": seed})
    columns = {code: np.random.default_rng(at).uniform(1, 100, 13).tolist() for at, code in enumerate("abc")}
    return kind.of(framework, made_data(framework, columns))


def place_of(found: tuple[SobolIndices, ...]) -> SobolIndices:
    assert [each.target for each in found] == [RANK_SHIFT, "u0"]
    return found[1]


def test_sobol_indices_of_a_linear_output_are_shares_of_its_variance() -> None:
    """Alternatives are equally likely, so a factor of n has variance a² (n² - 1) / 12."""
    variances = np.array([1 * 3, 4 * 8, 9 * 3]) / 12
    found = place_of(exact_sobol_indices(alternatives_of(Linear), units=("u0",)))
    assert found.variance == pytest.approx(variances.sum())
    np.testing.assert_allclose(found.first, variances / variances.sum(), atol=1e-12)
    np.testing.assert_allclose(found.total, variances / variances.sum(), atol=1e-12)
    sampled = place_of(sobol_indices(alternatives_of(Linear), 4000, units=("u0",)))
    assert (np.abs(sampled.first - found.first) < 4 * sampled.first_error).all()
    assert (np.abs(sampled.total - found.total) < 4 * sampled.total_error).all()


def test_sampled_sobol_indices_are_the_exact_ones_within_their_errors() -> None:
    (exact,) = exact_sobol_indices(alternatives_of(Alternatives))
    (sampled,) = sobol_indices(alternatives_of(Alternatives), 4000)
    assert exact.factors == sampled.factors == ("one", "other", "third")
    assert (exact.runs, sampled.runs) == (12, 20_000)
    assert (exact.first > 0.01).all()  # or nothing would be tested
    assert (sampled.first_error < 0.04).all()
    assert (np.abs(sampled.first - exact.first) < 4 * sampled.first_error).all()
    assert (np.abs(sampled.total - exact.total) < 4 * sampled.total_error).all()
    assert sampled.variance == pytest.approx(exact.variance, rel=0.1)


def test_the_stated_errors_are_how_far_other_seeds_scatter() -> None:
    many = [place_of(sobol_indices(alternatives_of(Linear, seed), 300, units=("u0",))) for seed in range(60)]
    scatter = np.std([[each.first, each.total] for each in many], axis=0, ddof=1)
    stated = np.mean([[each.first_error, each.total_error] for each in many], axis=0)
    np.testing.assert_allclose(stated / scatter, 1.0, atol=0.35)


def test_a_unit_without_a_score_has_no_place_in_any_run() -> None:
    framework = made_framework("a", "b").with_choices({"aggregate.availability": 0.9, "screen.per_unit": 0,
                                                       "screen.per_pillar": 0, "uncertainty.runs": 20})
    alternatives = Alternatives.of(framework, made_data(framework, {"a": [1, 2, 3, 4], "b": [1, "", 3, 4]}))
    found = rank_uncertainty(alternatives)
    assert (found.nominal.tolist(), found.shift.max()) == ([3, 0, 2, 1], 0)
    assert found.counts.sum(axis=1).tolist() == [20, 0, 20, 20]


JUDGED = {
    "ahp": "".join(f'[[comparison]]\npillar = "index"\nbetter = "{one}"\nthan = "{other}"\nratio = 2\n'
                        for one, other in ("ab", "bc", "ac")),
    "budget": '[[allocation]]\npillar = "index"\npoints = {a = 100}\n', "given": "",
}


@pytest.mark.parametrize("method", JUDGED)
def test_any_part_can_be_left_out_whatever_its_weight_rests_on(method: str) -> None:
    """But the only one that weighs anything: without it there is nothing to rank by."""
    framework = made_framework("a", "b", "c", rest=JUDGED[method]).with_choices({"weights.method": method})
    framework = framework if method != "given" else framework.with_weights({"b": 0, "c": 0})
    found = evaluate(framework, made_data(framework, {"a": [1, 2, 3], "b": [3, 1, 2], "c": [1, 9, 3]}))
    left = {each.code: each.ranks.tolist() for each in leave_one_out(found)}
    wanted = {"b": [3, 2, 1], "c": [3, 2, 1]}  # a alone
    assert left == (wanted if method != "ahp" else {"a": [1, 3, 2], "b": [3, 2, 1], "c": [2, 2, 1]})


def test_an_only_pillar_is_not_left_out_of_its_index() -> None:
    framework = read_framework('[index]\ncode = "i"\n[[pillar]]\ncode = "p"\n[[indicator]]\ncode = "a"\npillar = "p"\n'
                               '[[indicator]]\ncode = "b"\npillar = "p"\n')
    found = evaluate(framework, made_data(framework, {"a": [1, 2, 3], "b": [3, 1, 2]}))
    assert {each.code: each.ranks.tolist() for each in leave_one_out(found)} == {"a": [1, 3, 2], "b": [3, 2, 1]}


def test_weights_that_are_all_0_or_below_it_are_refused() -> None:
    framework = made_framework("a", "b")
    found = evaluate(framework, made_data(framework, {"a": [1, 2, 3], "b": [3, 1, 2]}))
    for weights in ({"a": 0.0, "b": 0.0}, {"a": -2.0, "b": 1.0}):
        with pytest.raises(OutwardError):
            reweighted(found, weights)


def test_a_unit_that_is_not_there_has_no_sobol_indices() -> None:
    with pytest.raises(OutwardError):
        sobol_indices(Alternatives.of(*varied(7, gaps=False)), 4, units=("nobody",))
