"""Units convert within their dimension only, and every unit that the case prints is defined."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest

from outward.errors import InvalidValueError, UnitMismatchError, UnknownCodeError
from outward.vocabulary.indicators import indicators
from outward.vocabulary.labels import LANGUAGES
from outward.vocabulary.units import convert, prose_unit, units
from tests.reference import reference_file


def test_every_indicator_has_a_unit_that_is_defined() -> None:
    assert {indicators()[id].unit for id in indicators()} <= set(units())
    assert {indicators()[f"sales-value.{measure}"].unit for measure in ("growth", "rank", "change", "per-enterprise",
                                                                        "per-employee", "ratio")} <= set(units())


@pytest.mark.reference
@pytest.mark.parametrize(("file", "column"), [("claims.csv", "unit"), ("tables_all.csv", "unit"),
                                              ("targets.csv", "unit"), ("projects.csv", "unit"),
                                              ("projects.csv", "quantity_unit")])
def test_every_unit_of_the_report_is_found(file: str, column: str) -> None:
    for row in csv.DictReader(reference_file(file).read_text(encoding="utf-8").splitlines()):
        text = row[column].partition(" (")[0].replace("sets of 25000 kW", "sets")  # "(presumed)" and the like
        if text:
            assert units().find(text).code in units(), row


@pytest.mark.parametrize(("text", "code"), [
    ("亿元", "100 million CNY"), ("万人", "10,000 persons"), ("10000 persons", "10,000 persons"), ("unit", "units"),
    ("enterprise", "enterprises"), ("个百分点", "pp"), ("percentage points", "pp"), ("％", "%"), ("%", "%"),
    ("亿美元", "100 million USD"), ("万元", "10,000 CNY"), ("RMB billion", "billion CNY"), ("person", "persons"),
])
def test_units_go_by_other_spellings(text: str, code: str) -> None:
    assert units().find(text).code == code


def test_no_spelling_stands_for_two_units() -> None:
    for unit in units().values():
        for name in (unit.code, unit.name.en, unit.one, *unit.aliases):
            assert not name or units().find(name) == unit, name


def test_units_have_names_in_both_languages() -> None:
    assert all(unit.name.en and unit.name.zh for unit in units().values())


def test_prose_stays_in_the_dimension_a_power_of_ten_away() -> None:
    for code in units():
        for language in LANGUAGES:
            written, factor = prose_unit(code, language)
            assert written.dimension == units()[code].dimension
            assert Fraction(10) ** (len(str(factor.numerator)) - len(str(factor.denominator))) == factor
            assert prose_unit(written.code, language) == (written, Fraction(1)), "a sentence's unit stays as it is"


@pytest.mark.parametrize(("value", "origin", "goal", "expected"), [
    (10809.0, "100 million CNY", "billion CNY", 1080.9), (1.0, "trillion CNY", "100 million CNY", 10_000.0),
    (12.5, "10,000 persons", "persons", 125_000.0), (34.5, "%", "ratio", 0.345), (3.2, "times", "%", 320.0),
    (2.0, "years", "months", 24.0), (25_000.0, "kW", "MW", 25.0), (1.132, "million units", "10,000 units", 113.2),
])
def test_values_convert(value: float, origin: str, goal: str, expected: float) -> None:
    assert convert(value, origin, goal) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("origin", "goal"), [
    ("100 million CNY", "100 million USD"), ("%", "pp"), ("persons", "enterprises"), ("kW", "kVA"),
    ("parks", "projects"),
    ("million CNY", "million units"), ("billion USD", "billion USD per year"), ("rank", "index"),
])
def test_what_measures_something_else_is_refused(origin: str, goal: str) -> None:
    with pytest.raises(UnitMismatchError, match="is not"):
        convert(1.0, origin, goal)


def test_two_currencies_are_sent_to_a_dated_rate() -> None:
    with pytest.raises(UnitMismatchError, match="dated rate"):
        convert(1.0, "billion CNY", "billion USD")


def test_an_unknown_unit_names_those_near() -> None:
    with pytest.raises(UnknownCodeError, match="billion CNY"):
        convert(1.0, "bilion CNY", "CNY")


def test_currencies_are_known_from_units() -> None:
    assert (units()["100 million CNY"].currency, units()["million USD"].currency) == ("CNY", "USD")
    assert (units()["%"].currency, units()["billion USD per year"].currency) == ("", "")


def test_a_header_names_what_is_counted_by_its_measure_word() -> None:
    assert units()["enterprises"].header("zh") == "家"
    assert units()["enterprises"].header("en") == "enterprises"
    assert units()["100 million CNY"].header("zh") == "亿元"


def test_a_case_adds_units() -> None:
    known = units().with_added([{"code": "EUR", "dimension": "money:EUR", "name_en": "EUR", "name_zh": "欧元"},
                                {"code": "million EUR", "dimension": "money:EUR", "factor": "1000000",
                                 "name_en": "million EUR", "name_zh": "百万欧元", "digits": "1"}])
    assert convert(2.5, "million EUR", "EUR", known=known) == 2_500_000.0
    assert known["EUR"].prose == ("EUR", "EUR")


@pytest.mark.parametrize(("column", "text"), [("factor", "many"), ("factor", "-1"), ("factor", "1/0"), ("factor", "0"),
                                              ("factor", "1e999999999"), ("factor", "nan"), ("digits", "x"),
                                              ("digits", "99"), ("dimension", "")])
def test_a_bad_definition_is_refused(column: str, text: str) -> None:
    row = {"code": "X", "dimension": "x", "factor": "1", "name_en": "X", "digits": "0"}
    with pytest.raises(InvalidValueError, match=column):
        units().with_added([row | {column: text}])


def test_a_sentence_may_not_change_the_dimension() -> None:
    known = units().with_added([{"code": "X", "dimension": "x", "name_en": "X", "prose_en": "CNY"}])
    with pytest.raises(UnitMismatchError, match="'CNY'"):
        prose_unit("X", "en", known=known)
