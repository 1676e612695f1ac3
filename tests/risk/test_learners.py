"""The two models: against scikit-learn without a penalty, a true bootstrap, and what theory says of signs."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from outward.errors import DataGapError, MissingDependencyError
from outward.risk.learners import Training, fit_boosting, fit_logit, has_figures, one_thread, probability_of
from outward.risk.learning import require
from tests.risk.made_panel import few_trees

ROWS, PREDICTORS = 1200, 6
SIGNS = np.array([1, -1, 0, 0, 1, 0])


def training(missing: float = 0.0, seed: int = 0, countries: int = 60) -> Training:
    """Made-up rows: the first predictor raises the odds, the second lowers them, each country has a mood of its own."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(ROWS, PREDICTORS))
    groups = np.repeat(np.arange(countries), ROWS // countries)
    mood = rng.normal(0, 0.7, countries)[groups]
    y = (rng.random(ROWS) < probability_of(-1.5 + 0.9 * x[:, 0] - 0.6 * x[:, 1] + mood)).astype(float)
    x[rng.random(x.shape) < missing] = np.nan
    return Training(x, y, rng.uniform(0.5, 1.0, ROWS), groups)


class TestLogit:
    """The shrunk logit."""

    def test_without_a_penalty_it_is_scikit_learns(self) -> None:
        given = training()
        plain = LogisticRegression(C=np.inf, max_iter=2000, tol=1e-8).fit(given.x, given.y, given.weights)
        found = fit_logit(given, 1e9)
        np.testing.assert_allclose(found.log_odds(given.x[:200]), plain.decision_function(given.x[:200]), atol=5e-3)

    def test_a_stronger_penalty_shrinks(self) -> None:
        given = training()
        sizes = [float((fit_logit(given, strength).slopes ** 2).sum()) for strength in (1e-4, 1e-3, 1e-2, 1.0)]
        assert sizes == sorted(sizes)
        assert sizes[0] < 0.1 * sizes[-1]

    def test_units_do_not_matter(self) -> None:
        given = training(0.1)
        scale, shift = np.array([1e6, 1e-3, 1.0, 7.0, 1e3, 0.1]), np.arange(PREDICTORS) * 10.0
        moved = Training(given.x * scale + shift, given.y, given.weights, given.groups)
        np.testing.assert_allclose(fit_logit(moved, 0.1).log_odds(moved.x), fit_logit(given, 0.1).log_odds(given.x),
                                   atol=1e-6)

    def test_a_weight_of_two_is_a_row_twice(self) -> None:
        given = training()
        weights = np.where(np.arange(ROWS) % 3 == 0, 2.0, 1.0)
        twice = np.concatenate([np.arange(ROWS), np.flatnonzero(weights == 2)])
        once = fit_logit(Training(given.x, given.y, weights, given.groups), 1e6)
        again = fit_logit(Training(given.x[twice], given.y[twice], np.ones(len(twice)), given.groups[twice]), 1e6)
        np.testing.assert_allclose(once.log_odds(given.x), again.log_odds(given.x), atol=0.01)

    def test_contributions_sum_to_the_log_odds(self) -> None:
        given = training(0.2)
        found = fit_logit(given, 0.1)
        parts, middle = found.contributions(given.x, PREDICTORS)
        assert len(found.flagged) == PREDICTORS
        np.testing.assert_allclose(parts.sum(axis=1) + middle, found.log_odds(given.x), atol=1e-9)

    def test_a_missing_value_is_a_mean_with_a_word_of_its_own(self) -> None:
        """Where missing rows see more events, being missing raises the odds."""
        given = training()
        x = given.x.copy()
        x[given.y == 1, 3] = np.nan
        found = fit_logit(Training(x, given.y, given.weights, given.groups), 1.0)
        row = np.zeros((1, PREDICTORS))
        gone = row.copy()
        gone[0, 3] = np.nan
        assert found.log_odds(gone)[0] > found.log_odds(row)[0] + 1

    def test_what_is_constant_or_hardly_given_is_not_used(self) -> None:
        given = training()
        x = given.x.copy()
        x[:, 2] = 5.0
        x[15:, 4] = np.nan
        found = fit_logit(Training(x, given.y, given.weights, given.groups), 1.0)
        assert found.used.tolist() == [0, 1, 3, 5]
        assert fit_boosting(Training(x, given.y, given.weights, given.groups), SIGNS).used.tolist() == [0, 1, 3, 5]

    def test_nothing_to_learn_from_is_a_gap(self) -> None:
        empty = Training(np.full((50, 3), np.nan), np.tile([0.0, 1.0], 25), np.ones(50), np.arange(50))
        assert not has_figures(empty.x)
        with pytest.raises(DataGapError, match="no predictor"):
            fit_logit(empty, 1.0)
        with pytest.raises(DataGapError, match="no predictor"):
            fit_boosting(empty, np.zeros(3, dtype=int))

    def test_a_wild_value_is_cut(self) -> None:
        given = training()
        found = fit_logit(given, 1.0)
        rows = np.zeros((2, PREDICTORS))
        rows[:, 0] = 100, 1e12
        assert found.log_odds(rows)[0] == found.log_odds(rows)[1]


class TestBootstrap:
    """One Newton step for each draw, against fitting anew."""

    def test_one_step_is_close_to_fitting_anew(self) -> None:
        """Standard deviations of log-odds over 150 refits, each on countries drawn with replacement."""
        given = training()
        found = fit_logit(given, 0.1, draws=400, rng=np.random.default_rng(1))
        rows = given.x[::40]
        quick = found.deviations(rows).std(axis=0)
        rng = np.random.default_rng(2)
        z = found.prepared(given.x)
        refits = []
        with one_thread():
            for _ in range(150):
                counts = np.bincount(rng.integers(0, 60, 60), minlength=60)[given.groups]
                model = LogisticRegression(C=0.1, max_iter=300).fit(z, given.y, given.weights * counts)
                refits.append(model.decision_function(found.prepared(rows)))
        true = np.std(refits, axis=0)
        assert np.median(quick / true) == pytest.approx(1, abs=0.12)
        assert np.all(np.abs(quick / true - 1) < 0.4)

    def test_draws_are_of_countries_not_rows(self) -> None:
        """Countries have moods: their rows err together, and the interval must be wider than rows' alone."""
        given = training()
        alone = Training(given.x, given.y, given.weights, np.arange(ROWS))
        middle = np.zeros((1, PREDICTORS))
        spread = [fit_logit(each, 1.0, draws=500, rng=np.random.default_rng(1)).deviations(middle).std()
                  for each in (given, alone)]
        assert spread[0] > 1.15 * spread[1]

    def test_deviations_lie_around_nought(self) -> None:
        found = fit_logit(training(), 0.1, draws=1000, rng=np.random.default_rng(4))
        deviations = found.deviations(training(seed=9).x[:50])
        assert np.all(np.abs(deviations.mean(axis=0)) < 0.15 * deviations.std(axis=0) + 1e-3)


class TestBoosting:
    """The boosted trees."""

    @pytest.mark.parametrize("missing", [0.0, 0.3])
    def test_it_rises_and_falls_as_signs_allow(self, missing: float) -> None:
        """Signs are set against what the rows say too: then the answer may not move at all the wrong way."""
        given = training(missing)
        for signs in (SIGNS, -SIGNS):
            with few_trees(trees=40):
                found = fit_boosting(given, signs)
            base = np.nan_to_num(given.x[:40])
            for place in np.flatnonzero(signs):
                rows = np.repeat(base, 25, axis=0)
                rows[:, place] = np.tile(np.linspace(-3, 3, 25), len(base))
                steps = np.diff(found.log_odds(rows).reshape(len(base), 25), axis=1)
                assert np.all(signs[place] * steps >= -1e-12)

    def test_it_learns(self) -> None:
        given, other = training(), training(seed=5)
        said = fit_boosting(given, SIGNS).log_odds(other.x)
        assert said[other.y == 1].mean() > said[other.y == 0].mean() + 0.5

    def test_it_is_the_same_each_time_and_in_any_unit(self) -> None:
        given = training(0.1)
        moved = Training(given.x * 1000 + 3, given.y, given.weights, given.groups)
        with few_trees():
            first, second, scaled = (fit_boosting(each, SIGNS) for each in (given, given, moved))
        np.testing.assert_array_equal(first.log_odds(given.x), second.log_odds(given.x))
        np.testing.assert_allclose(scaled.log_odds(moved.x), first.log_odds(given.x), atol=1e-12)

    def test_beyond_the_outermost_value_nothing_changes(self) -> None:
        given = training()
        with few_trees():
            found = fit_boosting(given, SIGNS)
        rows = np.zeros((2, PREDICTORS))
        rows[:, 0] = 50, 1e15
        assert found.log_odds(rows)[0] == found.log_odds(rows)[1]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(MissingDependencyError, match=r"outward\[risk\]"):
        require("sklearn.linear_model")
