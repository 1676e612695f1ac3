"""Units in whatever words a table uses: what they measure, and how many base units they are."""

from __future__ import annotations

import pytest

from outward.audit.measures import measure


@pytest.mark.parametrize(
    ("unit", "dimension", "factor"),
    [
        ("亿元", "money:CNY", 1e8),
        ("万元", "money:CNY", 1e4),
        ("元", "money:CNY", 1),
        ("万亿元", "money:CNY", 1e12),
        ("100 million CNY", "money:CNY", 1e8),
        ("billion CNY", "money:CNY", 1e9),
        ("million yuan", "money:CNY", 1e6),
        ("RMB 100 million", "money:CNY", 1e8),
        ("亿美元", "money:USD", 1e8),
        ("US$ million", "money:USD", 1e6),
        ("million US dollars", "money:USD", 1e6),
        ("million euros", "money:EUR", 1e6),
        ("万人", "persons", 1e4),
        ("10,000 persons", "persons", 1e4),
        ("thousand persons", "persons", 1e3),
        ("万吨", "tonnes", 1e4),
        ("%", "percent", 1),
        ("per cent", "percent", 1),
        ("percentage points", "points", 1),
        ("个百分点", "points", 1),
        ("rank", "rank", 1),
        ("位", "rank", 1),
    ],
)
def test_words_of_units_are_brought_to_base(unit: str, dimension: str, factor: float) -> None:
    found = measure(unit)
    assert found.factor == factor
    assert found.dimension in (dimension, measure(dimension).dimension)


@pytest.mark.parametrize(
    ("one", "other"),
    [("亿元", "100 million CNY"), ("万人", "10,000 persons"), ("万吨", "10,000 tons"), ("家", "enterprises"),
     ("Million  CNY", "million cny"), ("％", "%")],
)
def test_one_unit_in_other_words(one: str, other: str) -> None:
    assert measure(one).factor == measure(other).factor
    assert measure(one).is_level == measure(other).is_level


@pytest.mark.parametrize("unit", ["enterprises", "家", "units", "台", "patents"])
def test_things_counted_one_by_one_are_exact(unit: str) -> None:
    assert measure(unit).is_count


@pytest.mark.parametrize("unit", ["万台", "thousand units", "million CNY", "tons", ""])
def test_what_is_counted_in_thousands_or_measured_is_not(unit: str) -> None:
    assert not measure(unit).is_count


@pytest.mark.parametrize("unit", ["%", "percentage points", "rank", "名"])
def test_shares_and_ranks_do_not_add_up(unit: str) -> None:
    assert not measure(unit).is_level


def test_unknown_words_are_a_dimension_of_their_own() -> None:
    assert measure("million standard sacks").factor == 1e6
    assert measure("standard sacks").dimension == measure("million standard sacks").dimension
    assert measure("standard sacks").dimension != measure("crates").dimension


def test_a_unit_that_was_presumed_is_read() -> None:
    assert measure("100 million CNY (presumed)") == measure("100 million CNY")
