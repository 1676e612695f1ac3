"""Ratings of the five kinds of risk, 0 to 100: where a country stands today, beside what may happen to it.

A rating is a place among countries, from indicators that say what they are; it is no forecast. What is missing is
named, and never filled in.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, cast

import numpy as np

from outward.risk.events import KINDS, Kind
from outward.risk.formulas import THEMES
from outward.risk.learners import Matrix, Vector
from outward.risk.panel import Grid, Lag, Panel
from outward.risk.predictors import Predictor, predictor_table
from outward.risk.series import carried
from outward.risk.states import Country
from outward.vocabulary.labels import Label

_WIDEST: Final = 3.0  # robust standard deviations
_DRAWS: Final = 200
_MAD: Final = 1.4826  # the median absolute deviation of a normal distribution, turned into its standard deviation
_LEAST: Final = 0.5  # of a rating's indicators; below, the country is not rated

VALUES_DISTANCE: Final = Predictor("values_distance", "social", Label("distance of values from the home country",
                                                                      "与母国的价值观距离"), 1, "surroundings")


@dataclass(frozen=True, slots=True)
class Rating:
    """A kind of risk in a country: 0 the least among countries, 100 the most; ``None`` where too little is known.

    ``lower`` and ``upper`` hold 90 % of what the sources' own errors allow, where they give them. ``missing`` names the
    indicators that are not there; ``coverage`` is the share of those that are.
    """

    country: Country
    kind: Kind
    score: float | None
    lower: float | None
    upper: float | None
    coverage: float
    missing: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Input:
    kind: Kind
    predictor: str
    sign: int
    error: str


@cache
def _inputs() -> tuple[_Input, ...]:
    text = (files("outward.risk") / "data" / "ratings.csv").read_text(encoding="utf-8")
    return tuple(_Input(cast("Kind", row["kind"]), row["predictor"], int(row["sign"]), row["error_variable"])
                 for row in csv.DictReader(text.splitlines()))


def ratings(panel: Panel, year: int, lag: Lag, *, home: str, rng: np.random.Generator) -> tuple[Rating, ...]:
    """Rate all states of a year by what was known at its end.

    Parameters
    ----------
    panel : Panel
        The figures.
    year : int
        The year.
    lag : {"known", "none"}
        Whether publication lags are kept.
    home : str
        ISO code of the country from which values are measured.
    rng : numpy.random.Generator
        For the sources' own errors.

    References
    ----------
    Indicators are put on one scale by median and median absolute deviation of the year, cut at 3, signed, and averaged;
    the score is the percentile rank. Values distance: Euclid's, on the two axes of Inglehart and Welzel (2005),
    "Modernization, Cultural Change, and Democracy", from the newest wave of each country.
    """
    place = panel.column(year)
    rows = np.flatnonzero(panel.listed[:, max(place - 2, 0) : place + 1].any(axis=1))
    table = predictor_table(panel, THEMES, lag)
    named = {one.id: (one, table.values[:, place, at]) for at, one in enumerate(table.predictors)}
    named[VALUES_DISTANCE.id] = (VALUES_DISTANCE, values_distance(panel, lag, home)[:, place])
    found: list[Rating] = []
    for kind in KINDS:
        inputs = [one for one in _inputs() if one.kind == kind]
        columns = np.column_stack([named[one.predictor][1][rows] for one in inputs])
        errors = np.column_stack([_errors(panel, one.error, lag)[rows, place] for one in inputs])
        signs = np.array([one.sign for one in inputs], dtype=float)
        middle = _scores(columns, signs, columns)
        noisy = np.stack([_scores(columns + rng.normal(size=columns.shape) * errors, signs, columns)
                          for _ in range(_DRAWS)]) if errors.any() else middle[None, :]
        low, high = _bounds(noisy, middle)
        given = ~np.isnan(columns)
        for at, row in enumerate(rows):
            rated = given[at].mean() >= _LEAST and not np.isnan(middle[at])
            found.append(Rating(
                panel.countries[row], kind, float(middle[at]) if rated else None,
                float(min(low[at], middle[at])) if rated and len(noisy) > 1 else None,
                float(max(high[at], middle[at])) if rated and len(noisy) > 1 else None, float(given[at].mean()),
                tuple(named[one.predictor][0].name for one, there in zip(inputs, given[at], strict=True) if not there)))
    return tuple(found)


def values_distance(panel: Panel, lag: Lag, home: str) -> Grid:
    """Measure how far each country's values lie from the home country's, by the newest survey of each known by then."""
    axes = [panel.known(name, lag) for name in ("survsagg", "tradagg")]
    at_home = next((place for place, country in enumerate(panel.countries) if country.iso3 == home), None)
    if at_home is None:
        return np.full(panel.listed.shape, np.nan)
    last = panel.listed.shape[1]
    filled = [carried(axis, last - 1) for axis in axes]
    return np.asarray(np.sqrt(sum((axis - axis[at_home]) ** 2 for axis in filled)))


def _errors(panel: Panel, variable: str, lag: Lag) -> Grid:
    return np.nan_to_num(carried(panel.known(variable, lag), 2)) if variable else np.zeros(panel.listed.shape)


def _scores(columns: Matrix, signs: Vector, scale: Matrix) -> Vector:
    """Average signed robust z-scores, on the scale of ``scale``, and place countries by them, 0 to 100."""
    given = ~np.isnan(columns)
    usable = (~np.isnan(scale)).sum(axis=0) >= 2
    if not usable.any():
        return np.full(len(columns), np.nan)
    middle = np.nanmedian(scale[:, usable], axis=0)
    spread = _MAD * np.nanmedian(np.abs(scale[:, usable] - middle), axis=0)
    even = np.nanstd(scale[:, usable], axis=0)
    spread = np.where(spread > 0, spread, np.where(even > 0, even, 1.0))  # most are alike: events that are rare
    z = np.clip(signs[usable] * (columns[:, usable] - middle) / spread, -_WIDEST, _WIDEST)
    count = given[:, usable].sum(axis=1)
    mean = np.where(count > 0, np.nansum(z, axis=1) / np.maximum(count, 1), np.nan)
    mean[given.mean(axis=1) < _LEAST] = np.nan
    found = np.full(len(mean), np.nan)
    rated = ~np.isnan(mean)
    ordered = np.sort(mean[rated])
    low, high = np.searchsorted(ordered, mean[rated], "left"), np.searchsorted(ordered, mean[rated], "right")
    found[rated] = 100 * (low + high) / 2 / max(len(ordered), 1)
    return found


def _bounds(noisy: Matrix, middle: Vector) -> tuple[Vector, Vector]:
    """Give the 90 % interval of each country's draws; a country without a score has none."""
    low, high = middle.copy(), middle.copy()
    rated = ~np.isnan(noisy).any(axis=0)
    if rated.any() and len(noisy) > 1:
        low[rated], high[rated] = np.percentile(noisy[:, rated], (5, 95), axis=0)
    return low, high
