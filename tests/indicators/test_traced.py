"""Traced measures: what they refuse, which units and digits they give, and how they treat equals and long sums."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from outward.errors import DataGapError, InvalidValueError, OutwardError, UnitMismatchError, UnknownCodeError
from outward.indicators import traced
from outward.vocabulary.figures import Figure
from tests.indicators.figures import figure, figures, percent

CNY, USD = figure(5.0), figure(5.0, "100 million USD")
LOSS, NOTHING, NONE = figure(-1.0), figure(0.0), figure(0.0, "enterprises")
RANK, INDEX, PP = figure(3.0, "rank"), figure(100.0, "index"), figure(0.8, "pp")
TEN, TWENTY = figure(10.0), figure(20.0)

REFUSALS: list[tuple[str, type[OutwardError], Callable[[], object], str]] = [
    ("growth from a loss", InvalidValueError, lambda: traced.growth("f", CNY, LOSS), "not positive"),
    ("growth from nothing", InvalidValueError, lambda: traced.growth("f", CNY, NOTHING), "not positive"),
    ("growth into a loss", InvalidValueError, lambda: traced.growth("f", LOSS, CNY), "negative"),
    ("growth in other money", UnitMismatchError, lambda: traced.growth("f", CNY, USD), "units 100 million CNY, 100"),
    ("compound growth into a loss", InvalidValueError, lambda: traced.compound_growth("f", LOSS, CNY, 2), "negative"),
    ("no span", InvalidValueError, lambda: traced.compound_growth("f", CNY, CNY, 0), "0 years"),
    ("back from nothing", InvalidValueError, lambda: traced.level_before("f", CNY, percent(-100.0)), "-100.0 %"),
    ("growth in money", UnitMismatchError, lambda: traced.level_before("f", CNY, CNY), "5.0 100 million CNY"),
    ("points of money", UnitMismatchError, lambda: traced.points_change("f", CNY, percent(1)), "5.0"),
    ("a change in percent", UnitMismatchError, lambda: traced.share_before("f", percent(1), percent(1)), "a change of"),
    ("growth of no whole", InvalidValueError, lambda: traced.contribution_to_growth("f", CNY, CNY, LOSS), "positive"),
    ("change of money as ranks", UnitMismatchError, lambda: traced.rank_change("f", CNY, CNY), "5.0"),
    ("rank nought", InvalidValueError, lambda: traced.rank_change("f", RANK, figure(0.0, "rank")), "not positive"),
    ("share of nothing", InvalidValueError, lambda: traced.share("f", CNY, NOTHING), "not positive"),
    ("share of a loss", InvalidValueError, lambda: traced.share("f", LOSS, CNY), "negative"),
    ("a part of others", InvalidValueError, lambda: traced.share_of_sum("f", CNY, [TEN]), "not among the parts"),
    ("a part that is a loss", InvalidValueError, lambda: traced.share_of_sum("f", CNY, [CNY, LOSS]), "negative"),
    ("parts of nothing", InvalidValueError, lambda: traced.herfindahl("f", [NOTHING]), "none positive"),
    ("no parts", DataGapError, lambda: traced.herfindahl("f", []), "no figures"),
    ("margin on nothing", InvalidValueError, lambda: traced.margin("f", LOSS, NOTHING), "not positive"),
    ("multiple of a loss", InvalidValueError, lambda: traced.multiple("f", CNY, LOSS), "not positive"),
    ("more than all", InvalidValueError, lambda: traced.largest_share("f", [CNY], 2), "the 2 largest of 1"),
    ("one part", InvalidValueError, lambda: traced.normalised_herfindahl("f", figure(1.0, "ratio"), 1), "1 parts"),
    ("no concentration", InvalidValueError, lambda: traced.effective_number("f", figure(0.0, "ratio")), "positive"),
    ("quotient of a loss", InvalidValueError, lambda: traced.location_quotient("f", LOSS, CNY, CNY, CNY), "negative"),
    ("structures unlike", InvalidValueError, lambda: traced.specialisation("f", [percent(1)], []), "shares against 0"),
    ("structures in money", UnitMismatchError, lambda: traced.specialisation("f", [CNY], [CNY]), "5.0"),
    ("ranks across money", UnitMismatchError, lambda: traced.rank_among("f", CNY, [USD]), "units"),
    ("sum across money", UnitMismatchError, lambda: traced.total("f", [CNY, USD]), "units"),
    ("sum of none", DataGapError, lambda: traced.total("f", []), "no figures"),
    ("weights astray", InvalidValueError, lambda: traced.weighted_mean("f", [percent(1)], [CNY, TEN]), "2 weights"),
    ("no weight", InvalidValueError, lambda: traced.weighted_mean("f", [percent(1)], [NOTHING]), "1 weights"),
    ("counting fives", InvalidValueError, lambda: traced.count("f", [CNY], unit="projects"), "is 5.0"),
    ("per no enterprise", InvalidValueError, lambda: traced.per_enterprise("f", CNY, NONE), "not positive"),
    ("per money", UnitMismatchError, lambda: traced.per_enterprise("f", CNY, CNY), "count:enterprises"),
    ("points per head", UnitMismatchError, lambda: traced.per_employee("f", percent(1), figure(1.0, "persons")),
     "no money"),
    ("an amount of an amount", UnitMismatchError, lambda: traced.amount_of_share("f", CNY, CNY), "5.0"),
    ("the whole of nothing", InvalidValueError, lambda: traced.whole_of_share("f", CNY, percent(0.0)), "not positive"),
    ("chained money", UnitMismatchError, lambda: traced.fixed_base_index("f", [CNY]), "5.0"),
    ("deflated by money", UnitMismatchError, lambda: traced.deflated("f", CNY, CNY, INDEX), "5.0"),
    ("deflated by nothing", InvalidValueError, lambda: traced.deflated("f", CNY, figure(0.0, "index"), INDEX), "0.0"),
    ("yuan to dollars", UnitMismatchError, lambda: traced.converted("f", CNY, "100 million USD"), "cannot become"),
    ("an unknown unit", UnknownCodeError, lambda: traced.converted("f", CNY, "cowries"), "cowries"),
    ("gap across money", UnitMismatchError, lambda: traced.target_gap("f", CNY, USD), "units"),
    ("pace in percent", UnitMismatchError, lambda: traced.years_at_points("f", percent(40), percent(30), percent(1)),
     "a pace of 1"),
    ("a target behind", InvalidValueError, lambda: traced.years_at_points("f", percent(30), percent(40), PP), "has"),
    ("projected from a loss", InvalidValueError, lambda: traced.projection("f", LOSS, percent(5), 1), "not positive"),
    ("projected to nothing", InvalidValueError, lambda: traced.projection("f", CNY, percent(-100), 1), "-100 %"),
    ("never reached", DataGapError, lambda: traced.projections_to("f", TWENTY, TEN, percent(0.1), limit=5), "5 years"),
    ("reached already", InvalidValueError, lambda: traced.projections_to("f", TEN, TWENTY, percent(5)), "has reached"),
    ("falling levels", InvalidValueError, lambda: traced.years_at_growth("f", TWENTY, [TWENTY, TEN]), "do not rise"),
    ("short of it", DataGapError, lambda: traced.years_at_growth("f", TWENTY, [CNY, TEN]), "not reached in 2 years"),
    ("no projections", DataGapError, lambda: traced.years_at_growth("f", TWENTY, []), "not reached in 0 years"),
    ("growth from nothing required", InvalidValueError, lambda: traced.required_growth("f", TEN, NOTHING, 3), "0.0"),
    ("threshold in money", UnitMismatchError, lambda: traced.reaching(percent(10), [CNY]), "units"),
]


@pytest.mark.parametrize(
    ("error", "call", "words"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS]
)
def test_refusals_say_what_was_wrong(error: type[OutwardError], call: Callable[[], object], words: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert words in caught.value.what
    assert caught.value.where
    assert caught.value.mend


@pytest.mark.parametrize(
    ("amount", "unit", "heads", "heads_unit", "measure", "formula", "shown"),
    [
        (12.5, "billion CNY", 50.0, "enterprises", traced.per_enterprise, "1000*x1/x2", "250.0 million CNY"),
        (800.0, "million USD", 4.0, "enterprises", traced.per_enterprise, "x1/x2", "200.0 million USD"),
        (36.0, "10,000 CNY", 9.0, "enterprises", traced.per_enterprise, "x1/x2/100", "0.0 million CNY"),
        (5.0, "billion CNY", 2.0, "10,000 persons", traced.per_employee, "10*x1/x2", "25.0 10,000 CNY"),
        (5.0, "million CNY", 20.0, "persons", traced.per_employee, "100*x1/x2", "25.0 10,000 CNY"),
    ],
)
def test_amounts_per_head_keep_the_scale_in_the_formula(
    amount: float, unit: str, heads: float, heads_unit: str, measure: Callable[[str, Figure, Figure], Figure],
    formula: str, shown: str,
) -> None:
    found = measure("f", figure(amount, unit), figure(heads, heads_unit))
    assert (found.formula, f"{found.rounded} {found.unit}") == (formula, shown)


@pytest.mark.parametrize(
    ("value", "unit", "digits", "goal", "shown"),
    [
        (1080.93, "100 million CNY", 2, "billion CNY", "108.093"),
        (53.0, "billion CNY", 0, "100 million CNY", "530"),
        (3.87, "10,000 persons", 2, "persons", "38700"),
        (0.452, "ratio", 3, "%", "45.2"),
        (2.0, "years", 0, "months", "24"),
    ],
)
def test_conversion_keeps_as_many_digits_as_say_the_same(
    value: float, unit: str, digits: int, goal: str, shown: str
) -> None:
    found = traced.converted("f", figure(value, unit, digits=digits), goal)
    assert (str(found.rounded), found.unit) == (shown, goal)


def test_equals_share_the_better_rank() -> None:
    a, b, c, d = figures([9.0, 5.0, 5.0, 1.0])
    assert [traced.rank_among("f", one, [a, b, c, d]).value for one in (a, b, c, d)] == [1, 2, 2, 4]
    assert [traced.rank_among("f", one, [a, b, c, d], best="smallest").value for one in (a, b, c, d)] == [4, 2, 2, 1]


def test_a_gain_in_rank_is_positive() -> None:
    gained = traced.rank_change("f", figure(5.0, "rank"), figure(8.0, "rank"))
    assert (gained.value, gained.unit, gained.kind) == (3.0, "places", "points")


def test_differences_of_shares_are_points() -> None:
    found = traced.difference("f", percent(32.3), percent(31.5))
    assert (str(found.rounded), found.unit, found.kind) == ("0.8", "pp", "points")
    gap = traced.target_gap("g", figure(1000.0), figure(270.67))
    assert (gap.unit, gap.kind, str(gap.rounded)) == ("100 million CNY", "level", "729.33")


def test_the_largest_stand_first_in_the_formula() -> None:
    parts = figures([1.0, 5.0, 4.0])
    found = traced.largest_share("f", parts, 2)
    assert [one.value for one in found.inputs] == [5.0, 4.0, 1.0]
    assert found.formula == "100*(x1+x2)/(x1+x2+x3)"


def test_sums_of_one_kind_keep_it() -> None:
    assert traced.total("f", [percent(3.3), percent(11.2)]).kind == "share"
    assert traced.total("f", [figure(1.0, kind="count"), figure(2.0, kind="level")]).kind == "level"


def test_a_register_of_thousands_is_counted() -> None:
    """A formula that nested once a row would exhaust the stack of whoever evaluates it."""
    rows = figures([1.0] * 2601, "ratio", digits=0)
    assert traced.count("f", rows, unit="projects").value == 2601.0


def test_the_target_may_be_hit_exactly() -> None:
    levels = traced.projections_to("p", figure(121.0), figure(100.0), percent(10.0))
    assert [one.id for one in levels] == ["p.1", "p.2"]
    assert traced.years_at_growth("f", figure(121.0), levels).value == 2.0


def test_reaching_keeps_order_and_includes_the_threshold() -> None:
    a, b, c = figures([9.0, 10.0, 11.0], "%")
    assert traced.reaching(percent(10.0), [c, a, b]) == (c, b)


def test_a_deflated_level_says_by_what() -> None:
    found = traced.deflated("f", figure(66.0), figure(120.0, "index"), INDEX, note="PPI, prices of 2010")
    assert (found.value, found.note, found.unit) == (55.0, "PPI, prices of 2010", "100 million CNY")
