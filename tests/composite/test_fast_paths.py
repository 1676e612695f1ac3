"""What is done for all columns or runs at once gives what the plain way gives, one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from outward.composite.aggregation import aggregate
from outward.composite.treatment import kurtosis, shapes_of, skewness, treat, treat_columns

CELLS = st.one_of(st.integers(-3, 9).map(float), st.floats(-1e6, 1e6), st.just(float("nan")))
TABLES = st.tuples(st.integers(1, 14), st.integers(1, 6)).flatmap(lambda size: arrays(float, size, elements=CELLS))


@given(TABLES)
def test_the_shapes_of_all_columns_are_those_of_each(values: np.ndarray) -> None:
    skew, kurt = shapes_of(values)
    np.testing.assert_allclose(skew, [skewness(column) for column in values.T], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(kurt, [kurtosis(column) for column in values.T], rtol=1e-9, atol=1e-9)


@given(TABLES, st.sampled_from(("winsorise_then_log", "winsorise", "log", "none")), st.sampled_from((0.5, 2.0)),
       st.integers(0, 3))
def test_all_columns_are_treated_as_each_alone(values: np.ndarray, method: str, limit: float, most: int) -> None:
    together = treat_columns(values, method, max_skewness=limit, max_kurtosis=limit, max_winsorised=most)
    for column, found in zip(values.T, together, strict=True):
        alone = treat(column, method, max_skewness=limit, max_kurtosis=limit, max_winsorised=most)
        np.testing.assert_array_equal(found.values, alone.values)
        np.testing.assert_array_equal(found.winsorised, alone.winsorised)
        assert (found.points, found.logged) == (alone.points, alone.logged)


@given(st.integers(1, 700), st.integers(1, 30), st.integers(1, 60))
def test_many_runs_are_the_same_as_each_alone(runs: int, units: int, parts: int) -> None:
    generator = np.random.default_rng(runs)
    values, weights = generator.random((units, parts)), generator.random((runs, parts))
    together = aggregate(values, weights, "arithmetic")
    for run in (0, runs // 2, runs - 1):
        np.testing.assert_allclose(together[run], aggregate(values, weights[run:run + 1], "arithmetic")[0], rtol=1e-12)


def test_a_unit_of_parts_that_weigh_nothing_has_no_score_by_any_mean() -> None:
    values, weights = np.array([[1.0, 2.0], [np.nan, 3.0]]), np.array([[1.0, 0.0]])
    for method in ("arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto"):
        assert np.isnan(aggregate(values, weights, method)).tolist() == [[False, True]]
