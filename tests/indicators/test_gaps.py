"""What a measure on tables is not defined for: named as a gap with the reason, or refused with an error that helps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from outward.errors import DataGapError, InvalidValueError, OutwardError
from outward.indicators.breaks import compound_growth_over_time, growth_over_time, linked
from outward.indicators.concentration import concentration, concentration_ratio
from outward.indicators.growth import (
    compound_growth,
    contributions,
    growth,
    level_before,
    levels_back,
    levels_forward,
)
from outward.indicators.measured import Measured
from outward.indicators.prices import PriceIndex, chained_index, constant_prices
from outward.indicators.ranks import rank_changes, ranks
from outward.indicators.specialisation import location_quotients, specialisation
from outward.indicators.stocks import stock_flow
from outward.indicators.structure import export_intensity, margins, multiples, ratios, shares, weighted_mean
from outward.indicators.targets import reaching, required_growth, years_at_growth, years_at_points

NAN = float("nan")


def told(measured: Measured) -> list[str]:
    """The gaps as a reader sees them."""
    return [str(gap) for gap in measured.gaps]


def test_growth_names_what_it_is_not_defined_for() -> None:
    current = pd.Series({"up": 110.0, "from a loss": 5.0, "to a loss": -5.0, "gone": NAN, "new": 3.0})
    previous = pd.Series({"up": 100.0, "from a loss": -2.0, "to a loss": 4.0, "gone": 7.0, "dropped": 1.0})
    measured = growth(current, previous)
    assert measured.values.round(6).to_dict() == {"up": 0.1}
    assert told(measured) == [
        "gone: no current level", "new: no previous level", "dropped: no current level",
        "from a loss: growth from -2 to 5 is not defined", "to a loss: growth from 4 to -5 is not defined",
    ]


def test_growth_to_nothing_is_defined_but_for_logarithms() -> None:
    gone, before = pd.Series({"a": 0.0}), pd.Series({"a": 4.0})
    assert growth(gone, before).values["a"] == -1.0
    assert told(growth(gone, before, kind="log")) == ["a: growth from 4 to 0 is not defined"]


def test_growth_leaves_the_callers_series_alone() -> None:
    current, previous = pd.Series({"a": 2.0, "b": 3.0}), pd.Series({"b": 2.0, "a": 1.0})
    kept = current.copy(), previous.copy()
    assert growth(current, previous).values.to_dict() == {"a": 1.0, "b": 0.5}
    pd.testing.assert_series_equal(current, kept[0])
    pd.testing.assert_series_equal(previous, kept[1])


SALES = pd.Series({"2009": 80.0, "2010": 100.0, "2011": 90.0, "2012": 99.0, "2014": 120.0, "2015": NAN})


def test_no_growth_crosses_a_break_silently() -> None:
    measured = growth_over_time(SALES, breaks={"2011": "coverage", "2012": ""})
    assert measured.values.round(6).to_dict() == {"2010": 0.25, "2012": 0.1}
    assert told(measured) == [
        "2011: break of coverage in 2011; growth on 2010 would cross it",
        "2014: no level for 2013",
        "2015: no level",
    ]


def test_growth_of_quarters_looks_for_breaks_within_the_year() -> None:
    quarters = pd.Series({"2013Q2": 10.0, "2013Q4": 10.0, "2014Q2": 11.0, "2014Q4": 12.0})
    measured = growth_over_time(quarters, breaks={"2014M03": "revision"})
    assert told(measured) == [
        "2014Q2: break of revision in 2014M03; growth on 2013Q2 would cross it",
        "2014Q4: break of revision in 2014M03; growth on 2013Q4 would cross it",
    ]


def test_growth_over_time_reads_labels_as_a_yearbook_prints_them() -> None:
    measured = growth_over_time(pd.Series({"2015年": 100.0, "2016年": 110.0}))
    assert measured.values.round(6).to_dict() == {"2016": 0.1}


def test_growth_over_time_out_of_a_loss_is_a_gap() -> None:
    profits = pd.Series({"2013": -1.0, "2014": 2.0, "2015": 0.0})
    assert told(growth_over_time(profits)) == ["2014: growth from -1 to 2 is not defined"]
    assert told(growth_over_time(profits, kind="log"))[1] == "2015: growth from 2 to 0 is not defined"


def test_growth_of_nothing_is_nothing() -> None:
    measured = growth_over_time(pd.Series({}, dtype=float))
    assert measured.values.empty
    assert not measured.gaps


def test_compound_growth_names_the_break_between() -> None:
    with pytest.raises(DataGapError, match="break of classification in 2012") as caught:
        compound_growth_over_time(SALES, "2010", "2014", breaks={"2012": "classification"})
    assert "link the series" in caught.value.mend
    assert compound_growth_over_time(SALES, "2012", "2014", breaks={"2012": "classification"}).years == 2.0


def test_linked_series_take_what_lies_on_their_side_of_the_overlap() -> None:
    old = pd.Series({"2009": 80.0, "2010": 100.0, "2011": 500.0})
    new = pd.Series({"2009": 7.0, "2010": 50.0, "2011": 55.0})
    found = linked(old, new, overlap="2010")
    assert found.levels.to_dict() == {"2009": 40.0, "2010": 50.0, "2011": 55.0}
    assert (found.factor, found.overlap, found.anchor) == (0.5, "2010", "new")
    kept = linked(old, new, overlap="2010", anchor="old").levels
    assert kept.to_dict() == {"2009": 80.0, "2010": 100.0, "2011": 110.0}


def test_level_before_cannot_come_back_from_nothing() -> None:
    measured = level_before(pd.Series({"a": 1.0}), pd.Series({"a": -1.0}))
    assert told(measured) == ["a: growth of -1 leads back to no level"]


def test_ratios_and_their_kin_name_impossible_denominators() -> None:
    zero = pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": 0.0, "b": 4.0})
    assert told(ratios(*zero)) == ["a: denominator 0 is not positive"]
    assert told(margins(*zero)) == ["a: revenue 0 is not positive"]
    assert told(export_intensity(*zero)) == ["a: sales 0 are not positive"]
    assert told(export_intensity(pd.Series({"b": 5.0}), pd.Series({"b": 4.0}))) == ["b: exports 5 of sales 4 cannot be"]


def test_location_quotient_needs_the_part_in_the_nation() -> None:
    measured = location_quotients(pd.Series({"a": 1.0, "b": 1.0, "c": 2.0}), pd.Series({"a": 0.0, "b": 4.0, "d": 1.0}))
    assert told(measured) == [
        "c: no amount in the nation", "d: no amount in the region", "a: the nation has none of it",
    ]


def test_concentration_drops_missing_amounts_only_when_told() -> None:
    values = pd.Series({"a": 3.0, "b": NAN, "c": 1.0})
    with pytest.raises(DataGapError, match="amounts missing for b"):
        concentration(values)
    found = concentration(values, on_missing="drop")
    assert (found.items, found.gaps) == (2, ("b",))
    assert concentration_ratio(values, 1, on_missing="drop").share == 0.75


def test_one_item_is_as_concentrated_as_can_be() -> None:
    assert concentration(pd.Series({"a": 5.0})).normalised_hhi == 1.0


def test_among_equals_the_first_counts_as_larger() -> None:
    assert concentration_ratio(pd.Series({"b": 2.0, "a": 2.0, "c": 3.0}), 2).largest == ("c", "b")


def test_ranks_leave_out_what_has_no_amount() -> None:
    measured = ranks(pd.Series({"a": 2.0, "b": NAN, "c": 2.0, "d": 1.0}))
    assert measured.values.to_dict() == {"a": 1.0, "c": 1.0, "d": 3.0}
    assert told(measured) == ["b: no amount"]


def test_stock_flow_names_what_is_lacking() -> None:
    """TA-9036, Table 6, with a stock and a flow taken out."""
    stocks = pd.Series({"2010": 27.16, "2011": 32.96, "2013": 45.47, "2014": 92.3})
    flows = pd.Series({"2010": 19.36, "2011": 11.44, "2012": 27.63, "2014": 14.79})
    found = stock_flow(stocks, flows)
    assert found.changes.round(2).to_dict() == {"2011": 5.8, "2014": 46.83}
    assert found.unexplained.round(2).to_dict() == {"2011": -5.64, "2014": 32.04}
    assert [str(gap) for gap in found.gaps] == ["2012: no stock", "2013: no stock of 2012 and no flow"]


def test_stock_flow_without_stocks_has_nothing_to_say() -> None:
    found = stock_flow(pd.Series({"2010": NAN}), pd.Series({"2010": 1.0}))
    assert found.changes.empty
    assert not found.gaps


def test_constant_prices_name_periods_without_an_index() -> None:
    index = PriceIndex(pd.Series({"2010": 100.0, "2011": 110.0, "2012": 115.0}), "2010", "PPI")
    real = constant_prices(pd.Series({"2009": 1.0, "2010": 50.0, "2011": 66.0}), index, base="2011")
    assert real.levels.round(6).to_dict() == {"2010": 55.0, "2011": 66.0}
    assert [str(gap) for gap in real.gaps] == ["2009: no index"]


def test_weighted_mean_counts_only_items_with_both() -> None:
    found = weighted_mean(pd.Series({"a": 10.0, "b": 20.0, "c": NAN}), pd.Series({"a": 1.0, "b": 3.0, "c": 5.0}))
    assert (found.value, found.weight, str(found.gaps[0])) == (17.5, 4.0, "c: no value")


def test_reaching_includes_the_threshold_itself() -> None:
    found = reaching(pd.Series({"A": 100.0, "B": 99.9, "C": NAN}), 100.0)
    assert (found.reached, found.short, found.gaps) == (("A",), ("B",), ("C",))


TWICE = pd.Series([1.0, 2.0], index=["a", "a"])
INFINITE = pd.Series({"a": np.inf})
YEARS = pd.Series({"2014": 0.1, "2016": 0.1})
PPI = PriceIndex(pd.Series({"2010": 100.0, "2011": -1.0}), "2010", "PPI")

REFUSALS: list[tuple[str, type[OutwardError], Callable[[], object], str]] = [
    ("an item twice", InvalidValueError, lambda: growth(TWICE, TWICE), "'a' stands twice"),
    ("an infinite amount", InvalidValueError, lambda: ratios(INFINITE, INFINITE), "an infinite amount"),
    ("shares of a gap", DataGapError, lambda: shares(pd.Series({"a": NAN})), "missing for a"),
    ("shares of nothing", InvalidValueError, lambda: shares(pd.Series({"a": 0.0})), "sum 0"),
    ("shares of no parts", InvalidValueError, lambda: shares(pd.Series({}, dtype=float)), "no amounts"),
    ("shares of a loss", InvalidValueError, lambda: shares(pd.Series({"a": 2.0, "b": -1.0})), "least -1"),
    ("no whole", InvalidValueError, lambda: shares(pd.Series({"a": 2.0}), whole=0.0), "a whole of 0"),
    ("no firms", InvalidValueError, lambda: concentration_ratio(pd.Series({"a": 1.0}), 2), "the 2 largest of 1"),
    ("a missing part", DataGapError, lambda: contributions(pd.Series({"a": 1.0}), pd.Series({"b": 1.0})), "missing"),
    ("a part that ends", DataGapError, lambda: contributions(pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": 1.0})),
     "missing for b"),
    ("growth of no sum", InvalidValueError, lambda: contributions(pd.Series({"a": 1.0}), pd.Series({"a": 0.0})),
     "add up to 0"),
    ("growth from a loss", InvalidValueError, lambda: compound_growth(-1.0, 2.0, 3.0), "from -1.0 to 2.0"),
    ("a year left out", InvalidValueError, lambda: levels_back(1.0, YEARS), "2014 is followed by 2016"),
    ("total loss", InvalidValueError, lambda: levels_forward(1.0, pd.Series({"2014": -1.0})), "growth of -1"),
    ("a structure with a hole", DataGapError, lambda: specialisation(pd.Series({"a": 1.0}), pd.Series({"b": 1.0})),
     "a: no amount there; b: no amount here"),
    ("no structure", InvalidValueError, lambda: specialisation(*[pd.Series({}, dtype=float)] * 2), "no parts"),
    ("rank nought", InvalidValueError, lambda: rank_changes(pd.Series({"a": 0.0}), pd.Series({"a": 1.0})), "rank 0"),
    ("an unknown break", InvalidValueError, lambda: growth_over_time(SALES, breaks={"2011": "war"}), "break 'war'"),
    ("a period twice", InvalidValueError, lambda: growth_over_time(pd.Series({"2011": 1.0, "2011年": 2.0})), "'2011'"),
    ("no period", InvalidValueError, lambda: growth_over_time(pd.Series({"north": 1.0})), "period 'north'"),
    ("back in time", InvalidValueError, lambda: compound_growth_over_time(SALES, "2012", "2010"), "from 2012 to 2010"),
    ("a missing end", DataGapError, lambda: compound_growth_over_time(SALES, "2010", "2015"), "no level for 2015"),
    ("no overlap", DataGapError, lambda: linked(SALES.dropna(), pd.Series({"2020": 1.0}), overlap="2014"), "the new"),
    ("an empty overlap", InvalidValueError, lambda: linked(pd.Series({"2014": 0.0}), SALES.dropna(), overlap="2014"),
     "old level 0"),
    ("a negative link", InvalidValueError, lambda: chained_index(pd.Series({"2011": 0.0}), base="2010", name="PPI"),
     "a link of 0"),
    ("a base outside", DataGapError, lambda: chained_index(pd.Series({"2011": 99.0}), base="2005", name="PPI"), "2005"),
    ("a negative index", InvalidValueError, lambda: constant_prices(SALES, PPI, base="2010"), "an index of -1"),
    ("no base", DataGapError, lambda: multiples(pd.Series({"a": NAN}), base="a"), "no level for a"),
    ("a base of nothing", InvalidValueError, lambda: multiples(pd.Series({"a": 0.0}), base="a"), "a level of 0 for a"),
    ("no weight", InvalidValueError, lambda: weighted_mean(pd.Series({"a": 1.0}), pd.Series({"a": 0.0})), "sum 0"),
    ("a target behind", InvalidValueError, lambda: years_at_growth(5.0, 5.0, 0.1), "has reached"),
    ("no growth", InvalidValueError, lambda: years_at_growth(5.0, 6.0, 0.0), "growth 0.0"),
    ("no pace", InvalidValueError, lambda: years_at_points(5.0, 6.0, 0.0), "a pace of 0.0"),
    ("no level", InvalidValueError, lambda: required_growth(0.0, 6.0, 2.0), "from 0.0 to 6.0"),
    ("nobody", DataGapError, lambda: reaching(pd.Series({"a": NAN}), 1.0), "no values"),
]


@pytest.mark.parametrize(
    ("error", "call", "words"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS]
)
def test_refusals_say_what_was_wrong(error: type[OutwardError], call: Callable[[], object], words: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert words in caught.value.what
    assert caught.value.where
    assert caught.value.mend.endswith(".")
