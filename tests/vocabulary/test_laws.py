"""Laws of the vocabulary: what holds for every value."""

from __future__ import annotations

import contextlib
import math
import re
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidValueError, OutwardError
from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.figures import derive, round_half_even, walk
from outward.vocabulary.formulas import evaluate, inputs_named
from outward.vocabulary.labels import LANGUAGES, Language
from outward.vocabulary.numerals import list_text, number_text, parse_number, parse_quantity, quantity_text
from outward.vocabulary.periods import UNDATED, Period
from outward.vocabulary.regions import members, memberships, regions
from outward.vocabulary.statements import trajectory
from outward.vocabulary.units import convert, units
from tests.vocabulary.made_up import cell_figure

values = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)
any_finite = st.floats(allow_nan=False, allow_infinity=False)
digits = st.integers(min_value=0, max_value=6)
languages = st.sampled_from(LANGUAGES)
unit_codes = st.sampled_from(sorted(set(units()) - {"rank"}))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(st.integers(12 * 1900, 12 * 2100))
    return Period(first, first + draw(st.sampled_from([0, 2, 5, 10, 11, 23, 59]) | st.integers(0, 40)))


@given(any_finite, digits)
def test_rounding_is_within_half_a_unit_and_the_same_twice(value: float, places: int) -> None:
    rounded = round_half_even(value, places)
    assert abs(Fraction(rounded) - Fraction(repr(value))) <= Fraction(1, 2 * 10**places)
    assert round_half_even(float(rounded), places) == rounded
    assert not (rounded == 0 and rounded.is_signed())


@given(any_finite, digits)
def test_rounding_is_odd(value: float, places: int) -> None:
    assert round_half_even(-value, places) == round_half_even(value, places).copy_negate()


@given(any_finite, digits, languages)
def test_a_number_reads_back_as_what_was_shown(value: float, places: int, language: Language) -> None:
    text = number_text(value, places, language)
    assert parse_number(text) == float(round_half_even(value, places))
    assert not text.startswith("-") or float(text.replace(",", "")) < 0


@given(values, unit_codes, digits, languages, st.booleans())
def test_a_quantity_reads_back_into_the_rounding_box(
    value: float, unit: str, places: int, language: Language, noun: bool
) -> None:
    text = quantity_text(value, unit, places, language, noun=noun)
    box, last_bit = Fraction(1, 2 * 10**places), abs(Fraction(value)) * Fraction(1, 2**52)
    assert abs(Fraction(parse_quantity(text, unit, language)) - Fraction(value)) <= box + last_bit


@given(values, unit_codes, digits)
def test_both_languages_show_the_same_number(value: float, unit: str, places: int) -> None:
    english, chinese = (parse_quantity(quantity_text(value, unit, places, language), unit, language)
                        for language in LANGUAGES)
    assert english == chinese == float(round_half_even(value, places))


@given(st.integers(1, 100_000), languages)
def test_a_rank_reads_back(place: int, language: Language) -> None:
    assert parse_quantity(quantity_text(float(place), "rank", 0, language), "rank", language) == place


@given(st.text(max_size=12))
def test_reading_any_text_gives_a_number_or_our_error(text: str) -> None:
    with contextlib.suppress(InvalidValueError):
        assert math.isfinite(parse_number(text))


@given(st.text(alphabet="0123456789年月上下半前至到季度HQM-—~第一二三四 ", max_size=14))
def test_reading_any_text_gives_a_period_or_our_error(text: str) -> None:
    with contextlib.suppress(InvalidValueError):
        period = Period.parse(text)
        assert Period.parse(str(period)) == period


@given(periods())
def test_a_period_reads_back(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert Period.parse(period.label("zh")) == period


@given(periods(), st.integers(-50, 50))
def test_years_forth_and_back_are_none(period: Period, years: int) -> None:
    there = period.shifted(years)
    assert there.shifted(-years) == period
    assert there.months == period.months
    assert (there > period) == (years > 0)


@given(periods())
def test_days_bound_the_period_and_the_undated_comes_first(period: Period) -> None:
    assert period.first_day <= period.last_day
    assert period.first_day.day == 1
    assert {period.first_day.year, period.last_day.year} <= set(period.years)
    assert sorted([period, UNDATED]) == [UNDATED, period]


@given(values, unit_codes, unit_codes)
def test_conversion_goes_back_or_is_refused_both_ways(value: float, origin: str, goal: str) -> None:
    try:
        there = convert(value, origin, goal)
    except OutwardError:
        assert units()[origin].dimension != units()[goal].dimension
    else:
        assert units()[origin].dimension == units()[goal].dimension
        assert math.isclose(convert(there, goal, origin), value, rel_tol=1e-15, abs_tol=1e-300)
        exact = Fraction(value) * units()[origin].factor / units()[goal].factor
        assert math.isclose(there, float(exact), rel_tol=1e-15, abs_tol=1e-300)


@given(st.lists(st.text(alphabet="abc甲乙", min_size=1, max_size=4), min_size=1, max_size=6), languages)
def test_a_list_holds_its_items_in_order(items: list[str], language: Language) -> None:
    text = list_text(items, language)
    assert re.fullmatch(r"(?:, |; |、|，|and |以及|和| )*".join(map(re.escape, items)), text)


@given(st.text(max_size=20))
def test_a_spelling_key_is_its_own_key(text: str) -> None:
    key = spelling_key(text)
    assert spelling_key(key) == key
    assert spelling_key(f"  {text.upper()} ") == spelling_key(text.upper())


@given(st.sampled_from(sorted(regions())), st.sampled_from(["", " ", "  "]))
def test_a_region_is_found_by_all_it_is_called(id: str, pad: str) -> None:
    region = regions()[id]
    for name in (region.id, region.name.en, region.name.zh, region.name.en.upper()):
        assert regions().find(f"{pad}{name}{pad}") == region


@given(st.sampled_from(["EU", "ASEAN", "BRICS"]), st.dates(date(2010, 12, 31), date(2030, 1, 1)))
def test_a_member_joined_before_and_has_not_left(group: str, day: date) -> None:
    found = members(group, on=day)
    assert list(found) == sorted(set(found))
    for one in memberships():
        if one.group == group:
            assert (one.member in found) == (one.since <= day <= (one.until or date.max))


@given(st.lists(values, min_size=1, max_size=8))
def test_sum_mean_min_and_max_agree(inputs: list[float]) -> None:
    names = ",".join(inputs_named(len(inputs)))
    total, mean = evaluate(f"sum({names})", inputs), evaluate(f"mean({names})", inputs)
    assert math.isclose(total, mean * len(inputs), rel_tol=1e-12, abs_tol=1e-9)
    assert evaluate(f"min({names})", inputs) <= mean + 1e-3 <= evaluate(f"max({names})", inputs) + 2e-3
    assert evaluate("+".join(inputs_named(len(inputs))), inputs) == total


@given(st.lists(values, min_size=2, max_size=8))
def test_ranks_count_who_is_ahead(inputs: list[float]) -> None:
    rank = evaluate(f"rank({','.join(inputs_named(len(inputs)))})", inputs)
    assert rank == 1 + sum(other > inputs[0] for other in inputs[1:])
    assert 1 <= rank <= len(inputs)


@given(st.lists(values, min_size=1, max_size=6))
def test_a_derived_figure_can_be_worked_out_again(inputs: list[float]) -> None:
    cells = [cell_figure(str(number), value) for number, value in enumerate(inputs)]
    figure = derive("total", f"sum({','.join(inputs_named(len(cells)))})", cells, unit="CNY", digits=1, kind="level")
    assert evaluate(figure.formula, [one.value for one in figure.inputs]) == figure.value
    assert [one.id for one in walk([figure])] == [*(cell.id for cell in cells), "total"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6))
def test_a_series_backwards_runs_the_other_way(inputs: list[float]) -> None:
    points = tuple((str(2010 + step), cell_figure(str(step), value)) for step, value in enumerate(inputs))
    opposite = {"rose": "fell", "fell": "rose", "fluctuated up": "fluctuated down", "fluctuated down": "fluctuated up"}
    run = trajectory(points)
    assert trajectory(tuple(reversed(points))) == opposite.get(run, run)
