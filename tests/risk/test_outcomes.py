"""Whether an event happened, by its rule; and whether it can. Figures are synthetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.risk.events import EventDefinition, Rule, event
from outward.risk.outcomes import impossible, outcomes
from outward.risk.panel import Panel
from outward.risk.states import Country
from outward.vocabulary.labels import Label
from tests.risk.made_panel import panel, tables

NO = float("nan")


def one_country(lag: int = 0, **figures: list[float]) -> Panel:
    years = len(next(iter(figures.values())))
    return Panel((Country(2, "USA", Label("synthetic", "虚构")),), np.arange(2000, 2000 + years),
                 {name: np.array([row], dtype=float) for name, row in figures.items()}, dict.fromkeys(figures, lag),
                 np.ones((1, years), dtype=bool), "")


def happened(id: str, *figures: float, lag: int = 0) -> list[float]:
    given = one_country(lag, **{event(id).rule.variable: list(figures)})
    return [float(value) for value in outcomes(event(id), given, "known").happened[0]]


def same(found: list[float], expected: list[float]) -> None:
    np.testing.assert_array_equal(found, expected)


def test_a_coup_attempt() -> None:
    same(happened("coup", 0, 1, 3, NO, 0), [0, 1, 1, NO, 0])


def test_inflation_above_forty_percent() -> None:
    same(happened("high_inflation", 39.999, 40, 1e6, -5), [0, 1, 1, 0])


def test_a_fall_within_two_years_is_against_the_year_before() -> None:
    """0.50 to 0.45 in the second year counts, so does 0.03 in each of both, and a recovery does not undo it."""
    same(happened("libdem_fall", 0.50, 0.50, 0.45, 0.45, 0.45), [NO, 1, 1, 0, NO])
    same(happened("libdem_fall", 0.50, 0.47, 0.44, 0.44), [NO, 1, 0, NO])
    same(happened("libdem_fall", 0.50, 0.40, 0.60, 0.60), [NO, 1, 0, NO])


def test_a_fall_of_exactly_five_hundredths_is_one() -> None:
    """Binary fractions say 0.35 - 0.30 = 0.04999..., and 0.85 - 0.80 the same."""
    assert 0.35 - 0.30 < 0.05
    same(happened("libdem_fall", 0.35, 0.30, 0.30), [NO, 1, NO])
    same(happened("libdem_fall", 0.35, 0.301, 0.301), [NO, 0, NO])


@given(st.integers(0, 1000), st.integers(-200, 200))
def test_printed_digits_decide_a_fall(start: int, change: int) -> None:
    end = min(max(start + change, 0), 1000)
    found = happened("libdem_fall", start / 1000, end / 1000, end / 1000)
    assert found[1] == float(start - end >= 50)


def test_a_missing_year_leaves_the_outcome_open() -> None:
    """Even where the first year has fallen already: the horizon is not over."""
    same(happened("libdem_fall", 0.5, 0.3, NO, 0.3), [NO, NO, NO, NO])


def test_an_escalation_starts_from_a_minor_conflict() -> None:
    same(happened("conflict_escalation", 1, 2, 2, 0, 2, 1, 2), [NO, 1, 0, 0, 0, 0, 1])


@pytest.mark.parametrize(("id", "lag", "settled"), [("coup", 0, 0), ("libdem_fall", 1, 2), ("libdem_fall", 0, 1),
                                                    ("currency_crash", 1, 1)])
def test_an_outcome_is_settled_when_its_last_year_is_published(id: str, lag: int, settled: int) -> None:
    given = one_country(lag, **{event(id).rule.variable: [0.0] * 5})
    assert outcomes(event(id), given, "known").settled_after == settled
    assert outcomes(event(id), given, "none").settled_after == event(id).horizon - 1


def test_no_onset_within_two_years_of_a_conflict() -> None:
    given = one_country(country_onset=[0, 1, 0, 0, 0, 0], incidence=[0, 1, 0, 0, 0, NO])
    assert impossible(event("conflict_onset"), given, "known")[0].tolist() == [False, False, True, True, False, False]


def test_quiet_years_that_are_not_known_yet_rule_nothing_out() -> None:
    """With a lag of a year only the conflict of two years before is known."""
    given = one_country(1, country_onset=[0, 1, 0, 0, 0], incidence=[0, 1, 0, 0, 0])
    assert impossible(event("conflict_onset"), given, "known")[0].tolist() == [False, False, False, True, False]
    assert impossible(event("conflict_onset"), given, "none")[0].tolist() == [False, False, True, True, False]


def test_no_escalation_without_a_minor_conflict() -> None:
    given = one_country(max_intensity=[0, 1, 2, NO, 1, 1])
    never = impossible(event("conflict_escalation"), given, "known")[0]
    assert never.tolist() == [False, True, False, True, False, False]
    late = one_country(1, max_intensity=[0, 1, 2, NO, 1, 1])
    assert not impossible(event("conflict_escalation"), late, "known").any()


@pytest.mark.parametrize("id", ["conflict_onset", "conflict_escalation", "coup"])
def test_what_cannot_happen_never_did(id: str) -> None:
    made = panel(tables())
    found, never = outcomes(event(id), made, "known").happened, impossible(event(id), made, "known")
    assert np.nansum(found[never]) == 0
    assert never.any() == (id != "coup")


@given(st.lists(st.one_of(st.just(NO), st.integers(0, 100).map(lambda n: n / 100)), min_size=3, max_size=12),
       st.integers(1, 3), st.sampled_from(["reaches", "falls", "rises"]))
def test_it_is_the_plain_rule(figures: list[float], horizon: int, test: str) -> None:
    """The rule as one would write it for a single year."""
    rule = Rule("v", test, 0.2)  # type: ignore[arg-type]
    found = outcomes(EventDefinition("made", "social", Label("made", "虚构"), rule, horizon, "warning", "synthetic"),
                     one_country(v=figures), "known").happened[0]
    for place, value in enumerate(found):
        ahead = figures[place : place + horizon]
        base = figures[place - 1] if place else NO
        if test == "reaches":
            known = len(ahead) == horizon and not np.isnan(ahead).any()
            met = any(each >= 0.2 for each in ahead)
        else:
            known = len(ahead) == horizon and not np.isnan([base, *ahead]).any()
            met = any((base - each if test == "falls" else each - base) >= 0.2 - 1e-9 for each in ahead)
        assert np.isnan(value) if not known else value == met
