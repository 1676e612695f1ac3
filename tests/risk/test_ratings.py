"""Ratings of the five kinds of risk: a place among countries, of what is known. Figures are synthetic."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from outward.risk.events import Kind
from outward.risk.panel import Panel
from outward.risk.ratings import Rating, ratings, values_distance
from tests.risk.made_panel import COUNTRIES, GOVERNANCE, LAST, STATES, panel, tables

YEAR = LAST


def rated(given: Panel, year: int = YEAR, seed: int = 1, home: str = "USA") -> tuple[Rating, ...]:
    return ratings(given, year, "known", home=home, rng=np.random.default_rng(seed))


def of(found: tuple[Rating, ...], kind: Kind) -> list[Rating]:
    return [each for each in found if each.kind == kind]


@pytest.fixture(scope="module")
def made() -> Panel:
    return panel(tables())


@pytest.fixture(scope="module")
def found(made: Panel) -> tuple[Rating, ...]:
    return rated(made)


def test_every_state_is_rated_in_every_kind(found: tuple[Rating, ...]) -> None:
    assert len(found) == COUNTRIES * 5
    assert {each.kind for each in found} == set(get_args(Kind))


def test_scores_are_places_among_countries(found: tuple[Rating, ...]) -> None:
    for kind in ("political", "institutional", "security", "economic"):
        scores = [each.score for each in of(found, kind)]
        assert None not in scores
        assert all(0 <= score <= 100 for score in scores if score is not None)
        assert np.mean(np.array(scores, dtype=float)) == pytest.approx(50)


def test_intervals_hold_the_score(found: tuple[Rating, ...]) -> None:
    assert any(each.lower != each.upper for each in of(found, "institutional"))
    for each in found:
        if each.lower is not None and each.upper is not None and each.score is not None:
            assert 0 <= each.lower <= each.score <= each.upper <= 100
    for each in of(found, "economic"):  # no source of these gives its error
        assert each.lower is None


def test_what_is_missing_is_named_and_counted(found: tuple[Rating, ...]) -> None:
    for each in of(found, "security"):  # no homicides in the made panel
        assert [label.en for label in each.missing] == ["homicides per 100 000 (log)"]
        assert each.coverage == pytest.approx(3 / 4)
    assert all("与母国的价值观距离" in [label.zh for label in each.missing] for each in of(found, "social"))


def test_worse_governance_is_a_higher_rating(made: Panel) -> None:
    values = {name: grid.copy() for name, grid in made.values.items()}
    for name in GOVERNANCE:
        values[name][0, -5:-2] = -9.0
        values[name][1, -5:-2] = 9.0
    scores = [each.score for each in of(rated(replace(made, values=values)), "institutional")]
    assert scores[0] == max(score for score in scores if score is not None)
    assert scores[1] == min(score for score in scores if score is not None)


def test_a_country_of_which_nothing_is_known_is_not_rated(made: Panel) -> None:
    values = {name: grid.copy() for name, grid in made.values.items()}
    for grid in values.values():
        grid[2] = np.nan
    for each in rated(replace(made, values=values)):
        if each.country.iso3 == STATES[2].iso3 and each.kind not in ("security",):  # its region is known
            assert (each.score, each.lower, each.upper) == (None, None, None)
            assert each.coverage < 0.5
            assert each.missing


def test_units_do_not_matter(made: Panel, found: tuple[Rating, ...]) -> None:
    """Inflation a thousand times finer, in everybody alike, moves no place; errors are left out for it."""
    quiet = {name: grid * (0 if name.endswith("_se") else 1) for name, grid in made.values.items()}
    scaled = {**quiet, **{name: quiet[name] * 1000 + 7 for name in GOVERNANCE}}
    first, second = (rated(replace(made, values=each)) for each in (quiet, scaled))
    assert [each.score for each in of(first, "institutional")] == [each.score for each in of(second, "institutional")]


def test_only_what_was_known_is_used(made: Panel) -> None:
    year = LAST - 5
    values = {}
    for name, grid in made.values.items():
        values[name] = grid.copy()
        values[name][:, made.column(year) + 1 - made.lags[name]:] += 1.0
    assert rated(replace(made, values=values), year) == rated(made, year)


def test_it_is_the_same_each_time(made: Panel, found: tuple[Rating, ...]) -> None:
    assert rated(made) == found
    assert [each.score for each in rated(made, seed=2)] == [each.score for each in found]


def test_distance_of_values_is_euclids_from_home(made: Panel) -> None:
    """A triangle of 3, 4 and 5, by the newest wave of each country, known a year after it."""
    axes = {name: np.full(made.listed.shape, np.nan) for name in ("survsagg", "tradagg")}
    axes["survsagg"][0, 5], axes["tradagg"][0, 5] = 1.0, 1.0
    axes["survsagg"][1, 7], axes["tradagg"][1, 7] = 4.0, 5.0
    given = replace(made, values={**made.values, **axes}, lags={**made.lags, "survsagg": 1, "tradagg": 1})
    distance = values_distance(given, "known", STATES[0].iso3)
    assert np.isnan(distance[1, :8]).all()
    assert distance[1, 8:].tolist() == [5.0] * (distance.shape[1] - 8)
    assert distance[0, 6:].tolist() == [0.0] * (distance.shape[1] - 6)
    assert np.isnan(distance[2]).all()


def test_an_unknown_home_leaves_distances_out(made: Panel) -> None:
    assert np.isnan(values_distance(made, "known", "XXX")).all()


def test_a_year_of_no_states_has_no_ratings(made: Panel) -> None:
    assert rated(replace(made, listed=np.zeros_like(made.listed))) == ()
