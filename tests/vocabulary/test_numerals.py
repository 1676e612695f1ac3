"""Numbers become text, with units, agreement and measure words, and text becomes numbers."""

from __future__ import annotations

import pytest

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.labels import LANGUAGES
from outward.vocabulary.numerals import (
    a_or_an,
    list_text,
    number_text,
    ordinal,
    parse_number,
    parse_quantity,
    quantity_text,
)
from outward.vocabulary.units import units


@pytest.mark.parametrize(("value", "digits", "text"), [
    (0.0, 0, "0"), (-0.0, 1, "0.0"), (-0.04, 1, "0.0"), (2.675, 2, "2.68"), (2.5, 0, "2"), (3.5, 0, "4"),
    (18158.64, 2, "18,158.64"), (-1234.5, 1, "-1,234.5"), (999.995, 2, "1,000.00"), (1e15, 0, "1,000,000,000,000,000"),
    (1e-9, 3, "0.000"),
])
def test_numbers_are_rounded_once_and_grouped(value: float, digits: int, text: str) -> None:
    assert [number_text(value, digits, language) for language in LANGUAGES] == [text, text]


@pytest.mark.parametrize(("value", "unit", "digits", "english", "chinese"), [
    (10809.0, "100 million CNY", 0, "1,080.9 billion CNY", "10,809亿元"),
    (111.06, "100 million CNY", 2, "11.106 billion CNY", "111.06亿元"),
    (745.73, "billion CNY", 2, "745.73 billion CNY", "7,457.3亿元"),
    (100.0, "billion CNY", 0, "100 billion CNY", "1,000亿元"),
    (1.2, "trillion CNY", 1, "1.2 trillion CNY", "1.2万亿元"),
    (4.93, "million CNY", 2, "4.93 million CNY", "493万元"),
    (3.14, "10,000 CNY", 2, "31.4 thousand CNY", "3.14万元"),
    (27.16, "100 million USD", 2, "2.716 billion USD", "27.16亿美元"),
    (904.0, "million USD", 0, "904 million USD", "90,400万美元"),
    (2.0, "billion USD", 0, "2 billion USD", "20亿美元"),
    (730.0, "billion USD per year", 0, "730 billion USD a year", "7,300亿美元/年"),
    (8.53, "%", 2, "8.53%", "8.53%"), (-11.7, "%", 1, "-11.7%", "-11.7%"),
    (0.8, "pp", 1, "0.8 percentage points", "0.8个百分点"), (1.0, "pp", 0, "1 percentage point", "1个百分点"),
    (1.0, "pp", 1, "1.0 percentage points", "1.0个百分点"),
    (22.0, "rank", 0, "22nd", "第22位"), (1.0, "rank", 0, "1st", "第1位"),
    (3.2, "times", 1, "3.2 times", "3.2倍"), (103.2, "index", 1, "103.2", "103.2"),
    (0.0841, "ratio", 4, "0.0841", "0.0841"),
    (1.0, "enterprises", 0, "1 enterprise", "1家企业"), (137.0, "enterprises", 0, "137 enterprises", "137家企业"),
    (0.0, "parks", 0, "0 parks", "0个园区"), (1.0, "policies", 0, "1 policy", "1项政策"),
    (1.0, "countries and regions", 0, "1 country or region", "1个国家和地区"),
    (92492.0, "units", 0, "92,492 units", "92,492台"),
    (23.723, "million units", 3, "23.723 million units", "2,372.3万台"),
    (675.0, "thousand vehicles", 0, "675 thousand vehicles", "67.5万辆"),
    (12.34, "10,000 persons", 2, "123.4 thousand persons", "12.34万人"), (1.0, "persons", 0, "1 person", "1人"),
    (5.0, "years", 0, "5 years", "5年"), (1.0, "months", 0, "1 month", "1个月"), (2.5, "MW", 1, "2.5 MW", "2.5兆瓦"),
    (2.0, "million dwt", 0, "2 million dwt", "200万载重吨"), (2.0, "sq km", 0, "2 sq km", "2平方公里"),
])
def test_a_sentence_writes_values_so(value: float, unit: str, digits: int, english: str, chinese: str) -> None:
    assert quantity_text(value, unit, digits, "en") == english
    assert quantity_text(value, unit, digits, "zh") == chinese


def test_a_value_is_rounded_before_it_moves_into_the_sentences_unit() -> None:
    assert quantity_text(1080.4, "billion CNY", 0, "en") == "1,080 billion CNY"
    assert quantity_text(1080.4, "billion CNY", 0, "zh") == "10,800亿元"


def test_the_noun_can_be_left_to_the_subject() -> None:
    assert quantity_text(137.0, "enterprises", 0, "en", noun=False) == "137"
    assert quantity_text(137.0, "enterprises", 0, "zh", noun=False) == "137家"
    assert quantity_text(2.0, "million units", 0, "en", noun=False) == "2 million units"
    assert quantity_text(8.5, "%", 1, "zh", noun=False) == "8.5%"


def test_a_unit_that_nobody_has_translated_stays_visible() -> None:
    known = units().with_added([{"code": "wagons", "dimension": "count:wagons", "name_en": "wagons"}])
    assert quantity_text(2.0, "wagons", 0, "zh", known=known) == "2wagons〔未译〕"


def test_an_unknown_unit_is_an_error() -> None:
    with pytest.raises(UnknownCodeError, match="furlongs"):
        quantity_text(1.0, "furlongs", 0, "en")


@pytest.mark.parametrize(("value", "digits"), [(2.5, 1), (0.0, 0), (-3.0, 0)])
def test_a_rank_is_a_whole_number_from_one_on(value: float, digits: int) -> None:
    with pytest.raises(InvalidValueError):
        quantity_text(value, "rank", digits, "en")


def test_units_of_a_sentence_must_be_powers_of_ten_apart() -> None:
    known = units().with_added([{"code": "dozen", "dimension": "count:units", "factor": "12", "name_en": "dozen",
                                 "prose_en": "units"}])
    with pytest.raises(InvalidValueError, match="power of ten"):
        quantity_text(1.0, "dozen", 0, "en", known=known)


@pytest.mark.parametrize(("number", "english"), [
    (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
    (22, "22nd"), (101, "101st"), (111, "111th"), (112, "112th"), (1000, "1,000th"),
])
def test_ordinals(number: int, english: str) -> None:
    assert ordinal(number, "en") == english
    assert ordinal(number, "zh") == f"第{number:,}"


@pytest.mark.parametrize(("items", "english", "chinese"), [
    (["a"], "a", "a"), (["a", "b"], "a and b", "a和b"), (["a", "b", "c"], "a, b, and c", "a、b和c"),
    (["a, x", "b", "c"], "a, x; b; and c", "a, x、b和c"),
    (["甲、乙和丙", "丁"], "甲、乙和丙 and 丁", "甲、乙和丙，以及丁"),
])
def test_lists(items: list[str], english: str, chinese: str) -> None:
    assert list_text(items, "en") == english
    assert list_text(items, "zh") == chinese


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="empty"):
        list_text([], "en")


@pytest.mark.parametrize(("text", "article"), [
    ("8.5% rise", "an"), ("80 MW", "an"), ("800", "an"), ("8,000", "an"), ("11", "an"), ("18.2%", "an"),
    ("11,000", "an"), ("18,000,000", "an"), ("1.8%", "a"), ("110", "a"), ("1,100", "a"), ("180", "a"), ("1", "a"),
    ("7", "a"), ("0.8", "a"), ("enterprise", "an"), ("index", "an"), ("unit", "a"), ("university", "a"),
    ("unimportant", "an"), ("uninsured", "an"), ("European", "a"), ("one-off", "a"), ("only", "an"), ("hour", "an"),
    ("house", "a"), ("honest", "an"), ("R&D", "an"), ("MW", "an"), ("USD", "a"), ("NBS", "an"), ("park", "a"),
    ("useful", "a"), ("usual", "a"), ("utility", "a"), ("umbrella", "an"), ("", "a"),
])
def test_articles(text: str, article: str) -> None:
    assert a_or_an(text) == article


@pytest.mark.parametrize(("text", "value"), [
    ("0", 0.0), ("-0.0", 0.0), ("18,158.64", 18158.64), ("18 158.64", 18158.64), ("１８，１５８．６４", 18158.64),
    ("8.53%", 8.53), ("-3.7 %", -3.7), ("−3.7", -3.7), ("–3.7", -3.7), ("－3.7", -3.7), ("+5", 5.0), (" 12 ", 12.0),
    ("1.2万亿", 1.2e12), ("10,809亿", 1.0809e12), ("12.34万", 123400.0), ("3千", 3000.0), ("2百万", 2e6),
    ("1234567", 1234567.0), ("18\u00a0158", 18158.0),
])
def test_numbers_are_read(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "-", "…", "n.a.", "1,2", "1,23,456", "12,3456", "1.2.3", "1e5", "nan", "inf",
                                  "0x10", "12a", "3 7", "٣", "1_000", "(5)", "9" * 400])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="number"):
        parse_number(text)


@pytest.mark.parametrize(("text", "unit"), [("1,080.9 billion USD", "100 million CNY"), ("1,080.9", "billion CNY"),
                                            ("22th place", "rank"), ("8.5", "%"), ("", "%"),
                                            ("billion CNY", "billion CNY")])
def test_a_quantity_in_another_unit_is_not_read(text: str, unit: str) -> None:
    with pytest.raises(InvalidValueError):
        parse_quantity(text, unit, "en")


def test_an_endless_text_is_cut_in_the_message() -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_number("x" * 1_000_000)
    assert len(str(caught.value)) < 400
