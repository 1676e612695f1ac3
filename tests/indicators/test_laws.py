"""What holds of the measures whatever the data."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.indicators.breaks import growth_over_time, linked
from outward.indicators.concentration import concentration, concentration_ratio
from outward.indicators.growth import (
    compound_growth,
    contributions,
    growth,
    level_before,
    levels_back,
    levels_forward,
)
from outward.indicators.prices import PriceIndex, chained_index, constant_prices
from outward.indicators.ranks import rank_changes, ranks
from outward.indicators.specialisation import location_quotients, specialisation
from outward.indicators.stocks import stock_flow
from outward.indicators.structure import share_changes, shares, shares_before, weighted_mean
from outward.indicators.targets import reaching, required_growth, years_at_growth, years_at_points

UNHURRIED = settings(deadline=None)  # other processes may hold the processor

amounts = st.floats(1.0, 1e4)  # a wider range would test the cancellation of floats rather than the measures
rates = st.floats(-0.9, 3.0)


def close(expected: float | list[float]) -> object:
    """What is equal but for the rounding of some dozen operations."""
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


def series(elements: st.SearchStrategy[float], least: int = 1, most: int = 12) -> st.SearchStrategy[pd.Series[float]]:
    """Series labelled by letters."""
    return st.lists(elements, min_size=least, max_size=most).map(
        lambda values: pd.Series(values, index=[f"item {number}" for number in range(len(values))], dtype=float)
    )


def years(elements: st.SearchStrategy[float], least: int = 1, most: int = 10) -> st.SearchStrategy[pd.Series[float]]:
    """Series labelled by consecutive years."""
    return st.lists(elements, min_size=least, max_size=most).map(
        lambda values: pd.Series(values, index=[str(2001 + number) for number in range(len(values))], dtype=float)
    )


@st.composite
def two_structures(draw: st.DrawFn) -> tuple[pd.Series[float], pd.Series[float]]:
    """Two breakdowns by the same parts."""
    first = draw(series(amounts, least=2))
    second = draw(st.lists(amounts, min_size=first.size, max_size=first.size))
    return first, pd.Series(second, index=first.index, dtype=float)


@UNHURRIED
@given(series(amounts))
def test_shares_add_up_to_the_whole(parts: pd.Series[float]) -> None:
    found = shares(parts)
    assert found.values.sum() == close(1.0)
    assert (found.values * found.whole).tolist() == close(parts.tolist())


@UNHURRIED
@given(two_structures())
def test_changes_of_shares_add_up_to_nothing(pair: tuple[pd.Series[float], pd.Series[float]]) -> None:
    now, before = (shares(parts).values for parts in pair)
    assert share_changes(now, before).values.sum() == close(0.0)


@UNHURRIED
@given(two_structures())
def test_shares_projected_back_are_the_shares_before(pair: tuple[pd.Series[float], pd.Series[float]]) -> None:
    now, before = (shares(parts).values for parts in pair)
    assert shares_before(now, share_changes(now, before).values).values.tolist() == close(before.tolist())


@UNHURRIED
@given(series(amounts))
def test_hhi_lies_between_even_and_one(parts: pd.Series[float]) -> None:
    found = concentration(parts)
    assert 1.0 / parts.size - 1e-12 <= found.hhi <= 1.0 + 1e-12
    assert 1.0 - 1e-9 <= found.effective_number <= parts.size + 1e-9
    assert -1e-9 <= found.normalised_hhi <= 1.0 + 1e-9


@UNHURRIED
@given(series(amounts), st.floats(1e-3, 1e3), st.randoms(use_true_random=False))
def test_concentration_knows_no_scale_and_no_order(
    parts: pd.Series[float], factor: float, random: Random
) -> None:
    labels = list(parts.index)
    random.shuffle(labels)
    found, other = concentration(parts), concentration(factor * parts[labels])
    assert other.hhi == close(found.hhi)


@UNHURRIED
@given(st.integers(1, 50), amounts)
def test_equal_parts_are_as_many_as_they_are(count: int, amount: float) -> None:
    found = concentration(pd.Series(np.full(count, amount)))
    assert found.effective_number == close(count)


@UNHURRIED
@given(series(amounts, least=2))
def test_the_largest_few_hold_more_the_more_they_are(parts: pd.Series[float]) -> None:
    ratios = [concentration_ratio(parts, n).share for n in range(1, parts.size + 1)]
    assert all(later >= earlier for earlier, later in itertools.pairwise(ratios))
    assert ratios[-1] == close(1.0)


@UNHURRIED
@given(two_structures())
def test_location_quotients_average_to_one(pair: tuple[pd.Series[float], pd.Series[float]]) -> None:
    """Weighted by the nation's structure."""
    region, nation = pair
    assert weighted_mean(location_quotients(region, nation).values, nation).value == close(1.0)


@UNHURRIED
@given(two_structures())
def test_specialisation_is_a_distance_of_structures(pair: tuple[pd.Series[float], pd.Series[float]]) -> None:
    here, there = pair
    found = specialisation(here, there).index
    assert -1e-12 <= found <= 2.0 + 1e-12
    assert specialisation(there, here).index == close(found)
    assert specialisation(here, 7.0 * here).index == close(0.0)


@UNHURRIED
@given(two_structures())
def test_contributions_add_up_to_growth_of_the_sum(pair: tuple[pd.Series[float], pd.Series[float]]) -> None:
    now, before = pair
    split = contributions(now, before)
    assert split.parts.sum() == close(split.total)
    assert split.total == close(now.sum() / before.sum() - 1.0)


@UNHURRIED
@given(two_structures())
def test_a_contribution_is_growth_times_the_share_before(pair: tuple[pd.Series[float], pd.Series[float]]) -> None:
    now, before = pair
    expected = growth(now, before).values * shares(before).values
    assert contributions(now, before).parts.tolist() == close(expected.tolist())


@UNHURRIED
@given(series(amounts), st.data())
def test_projecting_back_undoes_growth(levels: pd.Series[float], data: st.DataObject) -> None:
    grown = pd.Series(data.draw(st.lists(rates, min_size=levels.size, max_size=levels.size)), index=levels.index)
    before = level_before(levels, grown).values
    assert growth(levels, before).values.tolist() == close(grown.tolist())


@UNHURRIED
@given(amounts, years(rates))
def test_chains_back_and_forward_meet(level: float, grown: pd.Series[float]) -> None:
    back = levels_back(level, grown)
    assert back.iloc[-1] == close(level)
    assert levels_forward(float(back.iloc[0]), grown).tolist() == close(back.tolist())
    assert growth_over_time(back).values.tolist() == close(grown.tolist())


@UNHURRIED
@given(years(amounts, least=2))
def test_growth_chains_to_growth_end_to_end(levels: pd.Series[float]) -> None:
    yearly = growth_over_time(levels).values
    whole = levels.iloc[-1] / levels.iloc[0]
    assert np.prod(1.0 + yearly) == close(whole)
    assert growth_over_time(levels, kind="log").values.sum() == close(np.log(whole))
    compound = compound_growth(float(levels.iloc[0]), float(levels.iloc[-1]), levels.size - 1)
    assert (1.0 + compound) ** (levels.size - 1) == close(whole)


@UNHURRIED
@given(years(amounts, least=2), st.floats(10.0, 500.0))
def test_deflating_by_constant_prices_changes_no_growth(levels: pd.Series[float], index: float) -> None:
    prices = PriceIndex(pd.Series(index, index=levels.index), str(levels.index[0]), "constant")
    real = constant_prices(levels, prices, base=str(levels.index[0]))
    assert real.levels.tolist() == close(levels.tolist())


@UNHURRIED
@given(years(amounts, least=2), st.data())
def test_real_growth_does_not_depend_on_the_base(levels: pd.Series[float], data: st.DataObject) -> None:
    links = pd.Series(data.draw(st.lists(st.floats(80.0, 125.0), min_size=levels.size - 1, max_size=levels.size - 1)),
                      index=levels.index[1:])
    first, last = str(levels.index[0]), str(levels.index[-1])
    index = chained_index(links, base=first, name="test")
    early, late = (growth_over_time(constant_prices(levels, index, base=base).levels).values for base in (first, last))
    assert early.tolist() == close(late.tolist())


@UNHURRIED
@given(years(amounts, least=3), st.data())
def test_linked_series_keep_growth(levels: pd.Series[float], data: st.DataObject) -> None:
    joint = data.draw(st.integers(1, levels.size - 2))
    factor = data.draw(st.floats(0.1, 10.0))
    old, new = levels.iloc[:joint + 1], factor * levels.iloc[joint:]
    for anchor, expected in (("new", factor * levels), ("old", levels)):
        found = linked(old, new, overlap=str(levels.index[joint]), anchor=anchor)  # type: ignore[arg-type]
        assert found.levels.tolist() == close(expected.tolist())
        assert list(found.levels.index) == list(levels.index)


@UNHURRIED
@given(series(st.integers(-5, 5).map(float)), st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_order(values: pd.Series[float], random: Random) -> None:
    labels = list(values.index)
    random.shuffle(labels)
    found = ranks(values).values
    assert ranks(values[labels]).values[values.index].tolist() == found.tolist()
    assert found.tolist() == ranks(-values, best="smallest").values.tolist()
    assert found.tolist() == [1 + sum(other > value for other in values) for value in values]
    assert not rank_changes(found, found).values.any()


@UNHURRIED
@given(years(st.floats(-1e4, 1e4), least=2), st.data())
def test_changes_in_stock_add_up(stocks: pd.Series[float], data: st.DataObject) -> None:
    flows = pd.Series(data.draw(st.lists(st.floats(-1e4, 1e4), min_size=stocks.size, max_size=stocks.size)),
                      index=stocks.index)
    found = stock_flow(stocks, flows)
    assert found.changes.sum() == close(stocks.iloc[-1] - stocks.iloc[0])
    assert (found.unexplained + flows.iloc[1:]).tolist() == close(found.changes.tolist())


@UNHURRIED
@given(series(st.floats(-1e3, 1e3)), st.data())
def test_a_weighted_mean_lies_within_its_values(values: pd.Series[float], data: st.DataObject) -> None:
    weights = pd.Series(data.draw(st.lists(amounts, min_size=values.size, max_size=values.size)), index=values.index)
    found = weighted_mean(values, weights).value
    assert values.min() - 1e-6 <= found <= values.max() + 1e-6


@UNHURRIED
@given(amounts, st.floats(1.001, 100.0), st.floats(0.005, 0.5))
def test_the_first_whole_year_is_the_first(level: float, multiple: float, rate: float) -> None:
    target = level * multiple
    found = years_at_growth(level, target, rate)
    assert level * (1.0 + rate) ** found.whole >= target
    assert found.whole == 1 or level * (1.0 + rate) ** (found.whole - 1) < target
    assert found.exact <= found.whole + 1e-9
    assert required_growth(level, target, found.exact) == close(rate)


@UNHURRIED
@given(st.floats(0.0, 50.0), st.floats(0.1, 50.0), st.floats(0.01, 10.0))
def test_years_at_points_lead_to_the_target(value: float, gap: float, pace: float) -> None:
    assert value + pace * years_at_points(value, value + gap, pace) == close(value + gap)


@UNHURRIED
@given(series(amounts), amounts)
def test_each_item_reaches_the_threshold_or_falls_short(values: pd.Series[float], threshold: float) -> None:
    found = reaching(values, threshold)
    assert sorted([*found.reached, *found.short]) == sorted(values.index)
    assert all(values[label] >= threshold for label in found.reached)
