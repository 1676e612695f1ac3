"""The two models, a shrunk logit and boosted trees: fitted on the past, then asked for log-odds."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outward.errors import DataGapError
from outward.risk.learning import require

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

_RARELY_GIVEN: Final = 0.02  # a predictor given for fewer rows says nothing yet
_OFTEN_MISSING: Final = 0.05  # one that is missing more often gets an indicator of its own for that
_WIDEST: Final = 4.0  # standard deviations: beyond, a value is cut
_EDGE: Final = 1e-6  # probabilities are kept this far from 0 and 1

# Boosting: few, small trees on coarse bins. Events are rare: larger trees learn the past by heart.
_TREES: Final = 60
_LEARNING_RATE: Final = 0.08
_LEAVES: Final = 6
_ROWS_OF_A_LEAF: Final = 40
_SHRINKAGE: Final = 20.0
_PREDICTORS_OF_A_SPLIT: Final = 0.3
_BINS: Final = 64
_SEEDS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """What a model learns from: rows of the past with known outcomes.

    ``x`` (rows, predictors) with NaN for missing, ``y`` 0 or 1, ``weights`` of the rows, ``groups`` the row's country.
    """

    x: Matrix
    y: Vector
    weights: Vector
    groups: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Logit:
    """A fitted logit: standardised predictors, missing ones at their mean with an indicator of their own."""

    used: NDArray[np.int64]  # places of the predictors that it uses
    flagged: NDArray[np.int64]  # places, among the used, whose being missing is an indicator
    centre: Vector
    scale: Vector
    slopes: Vector  # of the used predictors, then of the indicators
    intercept: float
    draws: Matrix  # (draws, slopes + intercept): deviations of one-step bootstrap estimates from the estimate

    def prepared(self, x: Matrix) -> Matrix:
        """Standardise rows as the training rows were."""
        return _prepared(x[:, self.used], self.centre, self.scale, self.flagged)

    def log_odds(self, x: Matrix) -> Vector:
        """Give the log-odds of rows."""
        return np.asarray(self.prepared(x) @ self.slopes + self.intercept)

    def deviations(self, x: Matrix) -> Matrix:
        """Give how the log-odds deviate in each bootstrap draw, shape (draws, rows)."""
        z = self.prepared(x)
        return np.asarray(self.draws[:, :-1] @ z.T + self.draws[:, -1:])

    def contributions(self, x: Matrix, predictors: int) -> tuple[Matrix, float]:
        """Split log-odds into predictors' parts, shape (rows, predictors), and the part of an average row."""
        terms = self.prepared(x) * self.slopes
        parts = np.zeros((len(x), predictors))
        parts[:, self.used] = terms[:, : len(self.used)]
        parts[:, self.used[self.flagged]] += terms[:, len(self.used):]
        return parts, self.intercept


def fit_logit(training: Training, strength: float, *, draws: int = 0, rng: np.random.Generator | None = None) -> Logit:
    """Fit a logit with an L2 penalty.

    Parameters
    ----------
    training : Training
        Rows of the past.
    strength : float
        Inverse of the penalty: small shrinks much.
    draws : int
        One-step bootstrap estimates over countries to keep: each country gets a multinomial weight, and the estimate
        moves by one Newton step.
    rng : numpy.random.Generator, optional
        Needed for draws.
    """
    linear = require("sklearn.linear_model")
    used = _learnable(training.x)
    x = training.x[:, used]
    missing = np.isnan(x)
    centre, scale = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    flagged = np.flatnonzero(missing.mean(axis=0) > _OFTEN_MISSING)
    z = _prepared(x, centre, scale, flagged)
    model = linear.LogisticRegression(C=strength, max_iter=500, tol=1e-4)
    with one_thread():
        model.fit(z, training.y, sample_weight=training.weights)
        slopes, intercept = model.coef_[0], float(model.intercept_[0])
        moved = np.zeros((0, len(slopes) + 1))
        if draws and rng is not None:
            moved = _one_step(z, slopes, intercept, training, strength, draws, rng)
    return Logit(used, flagged, centre, scale, slopes, intercept, moved)


def has_figures(x: Matrix) -> bool:
    """Say whether some predictor is given often enough, and varies enough, to learn from."""
    return bool(len(_usable(x)))


def _learnable(x: Matrix) -> NDArray[np.int64]:
    used = _usable(x)
    if not len(used):
        raise DataGapError(f"no predictor is given for more than {_RARELY_GIVEN:.0%} of {len(x)} past rows and varies",
                           "early warning", "Add files with more years or variables to the panel.")
    return used


def _usable(x: Matrix) -> NDArray[np.int64]:
    given = ~np.isnan(x)
    lowest = np.min(np.where(given, x, np.inf), axis=0)
    highest = np.max(np.where(given, x, -np.inf), axis=0)
    return np.flatnonzero((given.mean(axis=0) > _RARELY_GIVEN) & (highest - lowest > 1e-9))


def _prepared(x: Matrix, centre: Vector, scale: Vector, flagged: NDArray[np.int64]) -> Matrix:
    z = np.clip((x - centre) / scale, -_WIDEST, _WIDEST)
    return np.hstack([np.nan_to_num(z), np.isnan(z[:, flagged]).astype(float)])


def _one_step(z: Matrix, slopes: Vector, intercept: float, training: Training, strength: float, draws: int,
              rng: np.random.Generator) -> Matrix:
    """Move the estimate as a bootstrap over countries would, by one Newton step from the full estimate."""
    design = np.hstack([z, np.ones((len(z), 1))])
    p = 1 / (1 + np.exp(-(z @ slopes + intercept)))
    penalty = np.append(np.full(len(slopes), 1 / strength), 0.0)
    hessian = (design * (training.weights * p * (1 - p))[:, None]).T @ design + np.diag(penalty)
    order = np.argsort(training.groups, kind="stable")
    names, starts = np.unique(training.groups[order], return_index=True)
    scores = np.add.reduceat((design * (training.weights * (training.y - p))[:, None])[order], starts, axis=0)
    counts = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws) - 1.0
    return np.asarray(np.linalg.solve(hessian, (counts @ scores).T).T)


@dataclass(frozen=True, slots=True, eq=False)
class Boosting:
    """Fitted boosted trees."""

    used: NDArray[np.int64]
    edges: tuple[Vector, ...]  # of the bins of each used predictor
    models: tuple[Any, ...]  # scikit-learn's HistGradientBoostingClassifier, on bins: a seed each, to be averaged

    def binned(self, x: Matrix) -> Matrix:
        """Give the bin that each value lies in; NaN where it is missing."""
        return _binned(x[:, self.used], self.edges)

    def log_odds(self, x: Matrix) -> Vector:
        """Give the log-odds of rows."""
        bins = self.binned(x)
        with one_thread():
            return np.asarray(np.mean([model.decision_function(bins) for model in self.models], axis=0))


def fit_boosting(training: Training, signs: NDArray[np.int64]) -> Boosting:
    """Fit boosted trees whose answers rise or fall with a predictor only as its sign allows.

    Parameters
    ----------
    training : Training
        Rows of the past.
    signs : numpy.ndarray, shape (predictors,)
        1 where the risk may only rise with the predictor, -1 only fall, 0 either.
    """
    ensemble = require("sklearn.ensemble")
    used = _learnable(training.x)
    x = training.x[:, used]
    # Bins are cut here, by unweighted quantiles: scikit-learn's own weighted ones take longer than all the trees.
    edges = tuple(np.unique(np.nanquantile(column, np.linspace(0, 1, _BINS + 1)[1:-1])) for column in x.T)
    bins = _binned(x, edges)
    models = tuple(ensemble.HistGradientBoostingClassifier(
        max_iter=_TREES, learning_rate=_LEARNING_RATE, max_leaf_nodes=_LEAVES, min_samples_leaf=_ROWS_OF_A_LEAF,
        l2_regularization=_SHRINKAGE, max_features=_PREDICTORS_OF_A_SPLIT, early_stopping=False, random_state=seed,
        monotonic_cst=signs[used]) for seed in range(_SEEDS))
    with one_thread():
        for model in models:
            model.fit(bins, training.y, sample_weight=training.weights)
    return Boosting(used, edges, models)


def one_thread() -> AbstractContextManager[Any]:
    """Keep linear algebra and trees to one thread: on small panels a second costs more than it brings."""
    limited: AbstractContextManager[Any] = _pools().limit(limits=1)
    return limited


@cache
def _pools() -> Any:
    for module in ("sklearn.linear_model", "sklearn.ensemble"):
        require(module)  # what they load must be loaded before it can be limited
    return require("threadpoolctl").ThreadpoolController()


def _binned(x: Matrix, edges: tuple[Vector, ...]) -> Matrix:
    bins = np.column_stack([np.searchsorted(edge, column, side="right")
                            for edge, column in zip(edges, x.T, strict=True)])
    return np.where(np.isnan(x), np.nan, bins)


def log_odds_of(probability: Vector) -> Vector:
    """Give log-odds, with probabilities kept away from 0 and 1."""
    p = np.clip(probability, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(p / (1 - p)))


def probability_of(log_odds: Vector) -> Vector:
    """Give probabilities of log-odds.

    Examples
    --------
    >>> probability_of(log_odds_of(np.array([0.25]))).round(12)
    array([0.25])
    """
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -40, 40))))
