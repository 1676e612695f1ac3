"""Calibration: what it does to log-odds, and what it leaves. All figures are synthetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from outward.risk.calibration import Calibration, calibrate, calibration_line
from outward.risk.learners import log_odds_of, probability_of


def drawn(slope: float, shift: float, n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds that somebody said, and outcomes whose true log-odds are ``shift + slope * said``."""
    rng = np.random.default_rng(seed)
    said = rng.normal(-2, 1.2, n)
    return said, (rng.random(n) < probability_of(shift + slope * said)).astype(float)


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.5, -0.4), (1.6, 0.7)])
def test_the_line_finds_how_forecasts_were_bent(slope: float, shift: float) -> None:
    found = calibration_line(*drawn(slope, shift, 40_000))
    assert found == pytest.approx((slope, shift), abs=0.08)


@pytest.mark.parametrize("seed", range(5))
def test_the_line_is_a_logit_without_penalty(seed: int) -> None:
    said, happened = drawn(0.8, 0.2, 400, seed)
    model = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1000).fit(said[:, None], happened)
    assert calibration_line(said, happened) == pytest.approx((model.coef_[0, 0], model.intercept_[0]), abs=1e-4)


def test_the_line_makes_the_sum_right() -> None:
    """At the maximum the probabilities sum to the events, with and without their log-odds as weights."""
    said, happened = drawn(0.6, 0.5, 500)
    slope, shift = calibration_line(said, happened)
    p = probability_of(shift + slope * said)
    assert p.sum() == pytest.approx(happened.sum(), abs=1e-6)
    assert (p * said).sum() == pytest.approx((happened * said).sum(), abs=1e-5)


def test_few_forecasts_are_hardly_moved_and_many_are() -> None:
    few, many = calibrate(*drawn(0.5, -0.5, 60)), calibrate(*drawn(0.5, -0.5, 60_000))
    assert abs(few.slope - 1) < 0.1
    assert many.slope == pytest.approx(0.5, abs=0.1)
    assert abs(few.shift) < abs(many.shift) + 0.5


def test_calibrated_forecasts_are_left_as_they_are() -> None:
    found = calibrate(*drawn(1.0, 0.0, 20_000))
    assert (found.slope, found.shift) == pytest.approx((1, 0), abs=0.06)


@given(st.lists(st.tuples(st.floats(-14, 14), st.sampled_from([0.0, 1.0])), min_size=0, max_size=40))
def test_ranks_stay_and_nothing_runs_away(pairs: list[tuple[float, float]]) -> None:
    """Even where all outcomes are alike or one log-odds parts them: the priors hold slope and shift."""
    said, happened = np.array(pairs).reshape(-1, 2).T
    found = calibrate(said, happened)
    assert 0 < found.slope < 3
    assert abs(found.shift) < 5
    assert np.all(np.diff(found(np.sort(said))) >= 0)


@pytest.mark.parametrize("happened", [[0, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [1, 1, 0, 0]])
def test_the_line_of_parted_outcomes_is_finite(happened: list[int]) -> None:
    """There is no greatest likelihood; it stops rather than fails."""
    slope, shift = calibration_line(np.array([-3.0, -2.0, 1.0, 2.0]), np.array(happened, dtype=float))
    assert np.isfinite([slope, shift]).all()


def test_no_forecasts_change_nothing() -> None:
    assert calibrate(np.array([]), np.array([])) == Calibration()
    np.testing.assert_array_equal(Calibration()(np.array([-1.0, 2.0])), [-1.0, 2.0])


@given(st.floats(1e-6, 1 - 1e-6))
def test_log_odds_and_probabilities_are_inverse(p: float) -> None:
    assert float(probability_of(log_odds_of(np.array([p])))[0]) == pytest.approx(p, rel=1e-9)
