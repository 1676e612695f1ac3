"""Cells and claims as the rules see them: in base units, with boxes, under the names of the document."""

from __future__ import annotations

import pytest

from outward.audit import Cell, Claim
from outward.audit.numbers import Number
from tests.audit.made import cells, claim, read


def number_of(unit: str = "", text: str = "12.5", indicator: str = "sales", title: str = "") -> Number:
    return read((Cell("1:1", "1", "Anyville", "Pumps", "2015", indicator, unit, text, title),)).all[0]


def test_values_and_boxes_are_in_base_units() -> None:
    number = number_of("亿元", "12.5")
    assert (number.value, number.half_width, number.step) == pytest.approx((12.5e8, 0.05e8, 0.1e8))


@pytest.mark.parametrize(
    ("unit", "text", "half_width"),
    [("enterprises", "120", 0), ("rank", "3", 0), ("家", "1,204", 0), ("million CNY", "120", 0.5e6),
     ("persons", "120", 0.5), ("enterprises", "2,120,000", 0.5)],
)
def test_counts_and_ranks_are_exact_and_estimates_are_not(unit: str, text: str, half_width: float) -> None:
    assert number_of(unit, text).half_width == half_width


@pytest.mark.parametrize(
    ("indicator", "title", "text", "factor", "dimension"),
    [
        ("sales (million CNY)", "", "12.5", 1e6, "money:CNY"),
        ("销售产值（亿元）", "", "12.5", 1e8, "money:CNY"),
        ("sales", "Table 1. Sales (100 million CNY)", "12.5", 1e8, "money:CNY"),
        ("销售产值", "表1 销售产值（单位：亿元）", "12.5", 1e8, "money:CNY"),
        ("sales", "Table 1. Sales (2015)", "12.5", 1, "number"),
        ("margin", "Table 1 (million CNY)", "12.5%", 1, "percent"),
        ("growth of sales", "Table 1 (million CNY)", "12.5", 1, "percent"),
        ("占全国销售产值比重", "表1（亿元）", "12.5", 1, "percent"),
        ("rank, sales", "Table 1 (million CNY)", "12", 1, "rank"),
    ],
)
def test_a_unit_stands_in_the_column_in_the_print_or_in_the_title(indicator: str, title: str, text: str, factor: float,
                                                                  dimension: str) -> None:
    measure = number_of(indicator=indicator, title=title, text=text).measure
    assert (measure.factor, measure.dimension) == (factor, dimension)


def test_a_column_that_drops_trailing_zeros_shares_its_finest_digit() -> None:
    numbers = read(cells("""
        item | sales [CNY]
        A    | 16.97
        B    | 16
        C    | 8.53
        D    | 4.41
        """))
    assert numbers.half_widths == pytest.approx([0.005] * 4)


def test_a_column_that_keeps_zeros_has_the_digits_that_it_prints() -> None:
    numbers = read(cells("""
        item | sales [CNY]
        A    | 16.97
        B    | 16
        C    | 8.50
        D    | 4.41
        """))
    assert numbers.half_widths == pytest.approx([0.005, 0.5, 0.005, 0.005])


def test_a_finest_digit_is_worth_what_the_scale_behind_the_number_makes_it() -> None:
    numbers = read(cells("""
        item | 销售产值 [元]
        泵   | 1.25亿
        阀门 | 2.5亿
        合金 | 3.71亿
        齿轮 | 4.14亿
        """))
    assert numbers.half_widths == pytest.approx([0.005e8] * 4)


@pytest.mark.parametrize("sentence", ["Sales dropped by 3.7%.", "销售产值下降3.7%。"])
def test_a_fall_without_a_sign_is_negative(sentence: str) -> None:
    said = Claim("c1", sentence, indicator="growth of sales", text="3.7", unit="%")
    assert read((), said).all[0].value == -3.7


def test_a_rise_stays_positive_and_a_printed_sign_stays() -> None:
    rise = Claim("c1", "Sales rose by 3.7% and profits dropped by 4.1%.", indicator="growth of sales", text="3.7")
    assert read((), rise).all[0].value == 3.7
    assert read((), claim("-3.7", "growth of sales", "%")).all[0].value == -3.7


def test_what_is_no_number_is_named_and_what_is_missing_is_not() -> None:
    numbers = read(cells("""
        item | sales [CNY]
        A    | 16.97
        B    | see note
        C    | -
        """))
    assert [number.id for number in numbers.all] == ["1:1"]
    assert numbers.unread == ("1:2",)


def test_cells_come_before_claims_and_are_found_by_key() -> None:
    numbers = read(cells("item | sales [CNY]\nA | 1\nB | 2"), claim("3", "sales", "CNY", item="A"))
    assert [number.is_claim for number in numbers.all] == [False, False, True]
    assert [number.index for number in numbers.all] == [0, 1, 2]
    assert numbers.in_table("1", numbers.all[1].key) == 1
    assert numbers.in_table("2", numbers.all[1].key) is None
    assert numbers.near("2", numbers.all[1].key) == 1
