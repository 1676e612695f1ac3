"""Scores of forecasts: laws, and scikit-learn's as an oracle. All figures are synthetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from outward.errors import InvalidValueError
from outward.risk.skill import (
    auprc,
    auroc,
    brier,
    interval_over_groups,
    relative_usefulness,
    reliability,
    scores,
)

PAIRS = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.sampled_from([0.0, 1.0])), min_size=2,
                 max_size=60).filter(lambda pairs: 0 < sum(was for _, was in pairs) < len(pairs))
SHARE = st.floats(0.01, 0.99)


def split(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    said, happened = np.array(pairs).T
    return said, happened


@given(PAIRS)
def test_scikit_learn_finds_the_same(pairs: list[tuple[float, float]]) -> None:
    said, happened = split(pairs)
    assert auroc(said, happened) == pytest.approx(roc_auc_score(happened, said), abs=1e-12)
    assert auprc(said, happened) == pytest.approx(average_precision_score(happened, said), abs=1e-12)
    assert brier(said, happened) == pytest.approx(brier_score_loss(happened, said), abs=1e-12)


@given(PAIRS, st.sampled_from([np.sqrt, np.exp, lambda p: p**3, lambda p: 5 * p - 7]))
def test_ranks_alone_count_in_areas(pairs: list[tuple[float, float]], bent: np.ufunc) -> None:
    said, happened = split(pairs)
    assert auroc(bent(said), happened) == pytest.approx(auroc(said, happened), abs=1e-12)
    assert auprc(bent(said), happened) == pytest.approx(auprc(said, happened), abs=1e-12)


@given(PAIRS)
def test_the_opposite_forecast_has_the_rest_of_the_area(pairs: list[tuple[float, float]]) -> None:
    said, happened = split(pairs)
    assert auroc(1 - said, happened) == pytest.approx(1 - auroc(said, happened), abs=1e-12)


@given(PAIRS, st.randoms())
def test_order_does_not_matter(pairs: list[tuple[float, float]], dealt: object) -> None:
    mixed = pairs.copy()
    dealt.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (scores(*split(each), np.full(len(each), 0.3)) for each in (pairs, mixed))
    for name in ("auroc", "auprc", "brier", "skill", "expected"):
        assert getattr(first, name) == pytest.approx(getattr(second, name), abs=1e-12)


@given(PAIRS)
def test_brier_score_is_reliability_less_resolution_plus_uncertainty(pairs: list[tuple[float, float]]) -> None:
    """Murphy (1973): exact where each bin holds forecasts of one probability."""
    said, happened = split(pairs)
    mean = happened.mean()
    parts = mean * (1 - mean)
    for value in np.unique(said):
        here = said == value
        frequency = happened[here].mean()
        parts += here.mean() * ((value - frequency) ** 2 - (frequency - mean) ** 2)
    assert brier(said, happened) == pytest.approx(parts, abs=1e-12)


@given(PAIRS)
def test_skill_of_the_reference_itself_is_nought_and_of_the_truth_one(pairs: list[tuple[float, float]]) -> None:
    said, happened = split(pairs)
    reference = np.full(len(said), happened.mean())
    assert scores(reference, happened, reference).skill == pytest.approx(0, abs=1e-12)
    assert scores(happened, happened, reference).skill == pytest.approx(1)
    assert scores(said, happened, reference).skill <= 1


@given(PAIRS, st.integers(1, 12))
def test_bins_hold_every_forecast_once(pairs: list[tuple[float, float]], bins: int) -> None:
    said, happened = split(pairs)
    found = reliability(said, happened, bins)
    assert sum(each.forecasts for each in found) == len(said)
    assert max(each.forecasts for each in found) - min(each.forecasts for each in found) <= 1
    means = [each.mean_probability for each in found]
    assert means == pytest.approx(sorted(means), abs=1e-12)  # equal forecasts may differ in the last bit of their mean
    assert sum(each.forecasts * each.frequency for each in found) == pytest.approx(happened.sum())


@given(SHARE, SHARE)
def test_usefulness_without_a_model_is_nought_at_best(share: float, preference: float) -> None:
    """To be silent always or to alarm always: the better of the two has none, the other less."""
    silent = relative_usefulness(0.0, 0.0, share, preference)
    always = relative_usefulness(1.0, 1.0, share, preference)
    assert max(silent, always) == pytest.approx(0, abs=1e-9)
    assert relative_usefulness(1.0, 0.0, share, preference) == pytest.approx(1)


@given(SHARE, SHARE, SHARE, SHARE)
def test_to_catch_more_at_the_same_false_alarms_is_more_useful(caught: float, alarmed: float, share: float,
                                                               preference: float) -> None:
    assert (relative_usefulness(min(caught + 0.005, 1), alarmed, share, preference)
            > relative_usefulness(caught, alarmed, share, preference))


@pytest.mark.parametrize(("share", "preference"), [(0.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 1.0), (float("nan"), 0.5)])
def test_usefulness_needs_both_kinds_of_loss(share: float, preference: float) -> None:
    with pytest.raises(InvalidValueError, match="between 0 and 1"):
        relative_usefulness(0.5, 0.5, share, preference)


def test_outcomes_that_are_all_alike_have_no_area() -> None:
    found = scores(np.array([0.1, 0.2]), np.zeros(2), np.full(2, 0.1))
    assert np.isnan([found.auroc, found.auprc, found.slope]).all()
    assert found.brier == pytest.approx(0.025)


@pytest.mark.parametrize(("said", "happened", "reference"), [
    ([], [], []), ([0.1, np.nan], [0.0, 1.0], [0.1, 0.1]), ([0.1, 1.2], [0.0, 1.0], [0.1, 0.1]),
    ([0.1, -0.2], [0.0, 1.0], [0.1, 0.1]), ([0.1, 0.2], [0.0, np.nan], [0.1, 0.1]),
    ([0.1, 0.2], [0.0, 2.0], [0.1, 0.1]), ([0.1, 0.2], [0.0, 1.0], [0.1, np.nan])])
def test_what_is_no_forecast_or_no_outcome_is_refused(said: list[float], happened: list[float],
                                                      reference: list[float]) -> None:
    with pytest.raises(InvalidValueError):
        scores(np.array(said), np.array(happened), np.array(reference))


def test_an_interval_over_countries_is_wider_than_one_over_rows() -> None:
    """Forecasts of one country err together; to draw rows alone would hide it."""
    rng = np.random.default_rng(3)
    country = np.repeat(np.arange(30), 20)
    error = np.repeat(rng.normal(size=30), 20)

    def mean(rows: np.ndarray) -> float:
        return float(error[rows].mean())

    whole = interval_over_groups(mean, country, np.random.default_rng(1))
    rows = interval_over_groups(mean, np.arange(600), np.random.default_rng(1))
    assert whole[0] < error.mean() < whole[1]
    assert whole[1] - whole[0] > 3 * (rows[1] - rows[0])
    assert whole == interval_over_groups(mean, country, np.random.default_rng(1))
