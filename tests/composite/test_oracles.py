"""The methods of composite indices against other programs, textbook formulas and plain loops."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pymcdm.methods import TOPSIS
from pymcdm.weights import critic_weights as pymcdm_critic
from pymcdm.weights import entropy_weights as pymcdm_entropy
from scipy import stats
from scipy.optimize import linprog

from outward.composite.aggregation import aggregate
from outward.composite.benefit_of_doubt import benefit_of_doubt
from outward.composite.data import Floats
from outward.composite.framework import Comparison
from outward.composite.ranking import places
from outward.composite.treatment import kurtosis, skewness
from outward.composite.uncertainty import RankUncertainty
from outward.composite.weighting import (
    ahp_weights,
    critic_weights,
    entropy_weights,
    optimised_weights,
    pca_weights,
)

UNHURRIED = settings(deadline=None)
SEEDS = st.integers(0, 10_000)
METHODS = ("arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto", "copeland", "outranking", "topsis")


def drawn(seed: int, units: int = 9, parts: int = 4, low: float = 1.0, high: float = 100.0) -> Floats:
    values: Floats = np.random.default_rng(seed).uniform(low, high, (units, parts))
    return values


def weights_of(seed: int, parts: int = 4) -> Floats:
    weights: Floats = drawn(seed, 1, parts, 0.1, 3.0)[0]
    return weights


def solved(costs: Floats, rows: Floats, limits: Floats) -> float:
    found = linprog(costs, A_ub=rows, b_ub=limits, method="highs")
    assert found.fun is not None
    return float(found.fun)


class TestBenefitOfDoubt:
    """Cherchye et al. (2007), equations 3 (multipliers), 4 (its dual, the envelope) and 9 (bounds of shares)."""

    @settings(max_examples=25, deadline=None)
    @given(SEEDS)
    def test_is_the_best_multiplier_and_the_least_envelope(self, seed: int) -> None:
        parts = drawn(seed, low=0.0)
        scores = benefit_of_doubt(parts).scores
        for unit, own in enumerate(parts):
            multiplier = -solved(-own, parts, np.ones(len(parts)))
            envelope = solved(np.ones(len(parts)), -parts.T, -own)  # the smallest crowd that has as much of all
            assert scores[unit] == pytest.approx(multiplier, abs=1e-9)
            assert scores[unit] == pytest.approx(envelope, abs=1e-9)

    @settings(max_examples=25, deadline=None)
    @given(SEEDS, st.integers(0, 24), st.integers(26, 100))
    def test_with_bounds_it_is_what_the_dual_of_the_bounded_program_says(self, seed: int, low: int, high: int) -> None:
        parts, lower, upper = drawn(seed), low / 100, high / 100
        found = benefit_of_doubt(parts, lower=lower, upper=upper)
        for unit, own in enumerate(parts):
            shares = [np.outer(own, np.full(4, lower)) - np.diag(own), np.diag(own) - np.outer(own, np.full(4, upper))]
            rows = np.hstack([parts.T, *shares])  # one variable a unit, then one a bound
            dual = solved(np.r_[np.ones(len(parts)), np.zeros(8)], -rows, -own)
            assert found.scores[unit] == pytest.approx(dual, abs=1e-9)
        assert (found.weights > lower - 1e-9).all()
        assert (found.weights < upper + 1e-9).all()
        np.testing.assert_allclose(found.weights.sum(axis=1), 1.0, atol=1e-9)
        prices = found.weights * found.scores[:, None] / parts
        assert (prices @ parts.T <= 1 + 1e-9).all()  # with its weights no unit is above 1


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(2, 6))
def test_entropy_critic_and_topsis_are_those_of_pymcdm(seed: int, parts: int) -> None:
    values, weights = drawn(seed, parts=parts), weights_of(seed + 1, parts)
    np.testing.assert_allclose(entropy_weights(values).values, pymcdm_entropy(values), rtol=1e-9)
    np.testing.assert_allclose(critic_weights(values).values, pymcdm_critic(values), rtol=1e-9)
    theirs = TOPSIS(lambda column, **_: column)(values, weights / weights.sum(), np.ones(parts), validation=False)
    np.testing.assert_allclose(aggregate(values, weights[None], "topsis")[0], 100 * theirs, rtol=1e-9)


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(2, 6))
def test_pca_weights_are_squared_entries_of_the_first_singular_vector(seed: int, parts: int) -> None:
    common = drawn(seed, 30, 1)
    values = common + drawn(seed + 1, 30, parts, 0.0, 60.0)
    turned = (values - values.mean(axis=0)) / values.std(axis=0)
    first = np.linalg.svd(turned)[2][0]
    assume((first > 0).all() or (first < 0).all())
    np.testing.assert_allclose(pca_weights(values).values, first**2, rtol=1e-7)
    assert pca_weights(values).contrary == ()


def test_pca_gives_no_weight_to_what_runs_against_the_others() -> None:
    values = drawn(3, 40, 1) + drawn(4, 40, 4, 0.0, 30.0)
    values[:, 2] = 200 - values[:, 2]
    found = pca_weights(values)
    assert (found.contrary, found.values[2]) == ((2,), 0.0)
    assert found.values.sum() == pytest.approx(1.0)


DRINKS = ("coffee", "wine", "tea", "beer", "sodas", "milk", "water")
JUDGED = ((9, 5, 2, 1, 1, 1 / 2), (1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9), (1 / 3, 1 / 4, 1 / 3, 1 / 9), (1 / 2, 1, 1 / 3),
          (2, 1 / 2), (1 / 3,))  # above the diagonal


def compared(matrix: Mapping[tuple[int, int], float], codes: tuple[str, ...]) -> list[Comparison]:
    return [Comparison("index", codes[row], codes[column], ratio) for (row, column), ratio in matrix.items()]


def test_ahp_weights_of_what_americans_drink() -> None:
    """Saaty (2008), "Decision making with the analytic hierarchy process", Int. J. Services Sciences 1(1), table 2."""
    ratios = {(row, column): ratio for row, line in enumerate(JUDGED) for column, ratio in enumerate(line, row + 1)}
    found = ahp_weights(DRINKS, compared(ratios, DRINKS))
    np.testing.assert_allclose(found.values, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], rtol=0, atol=5e-4)
    assert found.consistency_ratio == pytest.approx(0.022, abs=5e-4)


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(2, 7))
def test_ahp_weights_are_where_repeated_multiplication_ends(seed: int, parts: int) -> None:
    codes = tuple("abcdefg"[:parts])
    ratios = dict(zip(combinations(range(parts), 2), np.exp(drawn(seed, 1, 21, -2, 2)[0]), strict=False))
    matrix = np.ones((parts, parts))
    for (row, column), ratio in ratios.items():
        matrix[row, column], matrix[column, row] = ratio, 1 / ratio
    weights = np.ones(parts)
    for _ in range(500):
        weights = matrix @ weights / (matrix @ weights).sum()
    found = ahp_weights(codes, compared(ratios, codes))
    np.testing.assert_allclose(found.values, weights, rtol=1e-9)
    random = {2: np.inf, 3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32}[parts]
    root = (matrix @ weights)[0] / weights[0]
    assert found.consistency_ratio == pytest.approx((root - parts) / (parts - 1) / random, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_optimised_weights_give_each_part_the_influence_that_was_wanted(seed: int) -> None:
    values = drawn(seed, 40, 1) + drawn(seed + 1, 40, 3, 0.0, 150.0)
    wanted = np.array([0.4, 0.35, 0.25])
    weights = optimised_weights(values, wanted).values
    score = values @ weights
    influence = np.array([np.corrcoef(score, column)[0, 1] for column in values.T])
    assume((weights > 1e-6).all())  # else no weights do it exactly
    np.testing.assert_allclose(influence / influence.sum(), wanted, atol=1e-4)


COLUMNS = arrays(float, st.integers(4, 30), elements=st.integers(-1000, 1000).map(float))


@UNHURRIED
@given(COLUMNS)
def test_skewness_and_kurtosis_are_those_of_scipy(column: Floats) -> None:
    assume(np.ptp(column) > 0)
    with_gap = np.r_[column, np.nan]
    assert skewness(with_gap) == pytest.approx(float(stats.skew(column, bias=False)), rel=1e-9, abs=1e-9)
    assert kurtosis(with_gap) == pytest.approx(float(stats.kurtosis(column, bias=False)), rel=1e-9, abs=1e-9)


@UNHURRIED
@given(arrays(float, st.tuples(st.integers(1, 3), st.integers(1, 12)), elements=st.integers(-3, 3).map(float)))
def test_places_are_those_of_scipy(scores: Floats) -> None:
    np.testing.assert_array_equal(places(scores), stats.rankdata(-scores, method="min", axis=1))


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.floats(-5, 5).filter(lambda power: abs(power) > 0.01))
def test_means_are_those_of_scipy(seed: int, power: float) -> None:
    """Every unit lacks another part: weights are shared out among what it has."""
    values, weights = drawn(seed), weights_of(seed + 1)
    values[np.arange(9), np.arange(9) % 5 % 4] = np.nan
    values[8] = drawn(seed + 2)[8]
    for row, parts in enumerate(values):
        there = ~np.isnan(parts)
        x, w = parts[there], weights[there]
        wanted = {"arithmetic": np.average(x, weights=w), "geometric": stats.gmean(x, weights=w),
                  "harmonic": stats.hmean(x, weights=w), "power": stats.pmean(x, power, weights=w)}
        for method, value in wanted.items():
            found = aggregate(values, weights[None], method, power=power)[0, row]
            assert found == pytest.approx(value, rel=1e-9), method


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_mazziotta_pareto_is_the_mean_less_its_penalty(seed: int) -> None:
    """Mazziotta & Pareto (2016): M - S cv, with cv = S / M; S over n, as their z-scores are."""
    values = drawn(seed, low=70, high=130)
    wanted = [row.mean() - row.std() * (row.std() / row.mean()) for row in values]
    np.testing.assert_allclose(aggregate(values, np.full((1, 4), 0.25), "mazziotta_pareto")[0], wanted, rtol=1e-9)


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_copeland_and_outranking_are_plain_loops_over_pairs(seed: int) -> None:
    values = np.floor(drawn(seed, low=1, high=5))  # with ties
    values[seed % 9, seed % 4] = np.nan
    weights = weights_of(seed + 1)
    wins, shares = np.zeros(9), np.zeros(9)
    for one in range(9):
        for other in range(9):
            both = [part for part in range(4) if not np.isnan(values[[one, other], part]).any()]
            ahead = sum(weights[part] * (1.0 if values[one, part] > values[other, part] else
                                         0.5 if values[one, part] == values[other, part] else 0.0) for part in both)
            share = ahead / sum(weights[part] for part in both)
            if one != other:
                wins[one] += np.sign(round(share - 0.5, 12))
                shares[one] += share
    np.testing.assert_array_equal(aggregate(values, weights[None], "copeland")[0], wins)
    np.testing.assert_allclose(aggregate(values, weights[None], "outranking")[0], shares, rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.booleans(), st.booleans(), st.sampled_from(METHODS))
def test_many_runs_at_once_are_the_runs_one_by_one(seed: int, gaps: bool, own_parts: bool, method: str) -> None:
    values = np.stack([drawn(seed + run) for run in range(5)]) if own_parts else drawn(seed)
    if gaps:
        values[..., seed % 9, seed % 4] = np.nan
    weights = drawn(seed + 9, 5, 4, 0.1, 3.0)
    found = aggregate(values, weights, method)
    assert found.shape == (5, 9)
    for run in range(5):
        alone = aggregate(values[run] if own_parts else values, weights[run:run + 1], method)
        np.testing.assert_allclose(found[run], alone[0], rtol=1e-12)


@UNHURRIED
@given(st.lists(st.lists(st.integers(0, 6), min_size=5, max_size=5), min_size=1, max_size=1), st.floats(0, 1))
def test_quantiles_of_places_are_type_7_of_numpy(counts: list[list[int]], share: float) -> None:
    runs = sum(counts[0])
    assume(runs > 0)
    found = RankUncertainty(("unit",), np.ones(1, dtype=np.int64), np.array(counts), np.zeros(runs))
    expanded = np.repeat(np.arange(1, 6), counts[0])
    assert found.quantile(share)[0] == pytest.approx(np.quantile(expanded, share), abs=1e-9)
    assert found.mean()[0] == pytest.approx(expanded.mean())
    assert found.within(2)[0] == pytest.approx((expanded <= 2).mean())
