"""Printed numbers and their boxes: half of the last digit to either side, read as they stand."""

from __future__ import annotations

import pytest

from outward.audit.printed import Printed, is_missing, print_like, read_printed


def read(text: str) -> Printed:
    printed = read_printed(text)
    assert printed is not None, text
    return printed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("8.53", 8.525, 8.535),
        ("8.50", 8.495, 8.505),
        ("16", 15.5, 16.5),
        ("1,234.5", 1234.45, 1234.55),
        ("1 234.5", 1234.45, 1234.55),
        ("0", -0.5, 0.5),
        (".5", 0.45, 0.55),
        ("+3.1", 3.05, 3.15),
        ("8.53%", 8.525, 8.535),
        ("2.5亿", 2.45e8, 2.55e8),
        ("12万", 115_000, 125_000),
        ("1.2e3", 1150, 1250),
        ("１２．５", 12.45, 12.55),
        ("12.5％", 12.45, 12.55),
    ],
)
def test_a_print_is_a_box_of_half_its_last_digit(text: str, low: float, high: float) -> None:
    assert (read(text).low, read(text).high) == pytest.approx((low, high), rel=1e-12)


@pytest.mark.parametrize("text", ["-3.7", "−3.7", "－3.7", "–3.7", "(3.7)", "（3.7）", "- 3.7", "-3.7%"])
def test_every_way_to_print_a_negative_number(text: str) -> None:
    assert read(text).value == -3.7


@pytest.mark.parametrize("text", ["", "-", "—", "…", "n.a.", "N/A", " – ", "无", "x", "..", "－"])
def test_what_says_that_there_is_no_value(text: str) -> None:
    assert is_missing(text)
    assert read_printed(text) is None


@pytest.mark.parametrize("text", ["about 3", "3 to 4", "5%-7%", "1.2.3", "(3.7", "3.7)", "№3", "٣", "9" * 61, "%"])
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read_printed(text) is None
    assert not is_missing(text)


@pytest.mark.parametrize(
    ("text", "value"), [("3,4512", 34512.0), ("6,8197", 68197.0), ("12,34", 1234.0), ("1,2345.6", 12345.6)]
)
def test_digits_parted_in_other_places_than_thousands_are_read_without_the_marks(text: str, value: float) -> None:
    assert read(text).misgrouped
    assert read(text).value == value


@pytest.mark.parametrize("text", ["1,234", "12,345,678", "1 234", "123", "1,234.5", "-1,234"])
def test_thousands_are_well_grouped(text: str) -> None:
    assert not read(text).misgrouped


@pytest.mark.parametrize("text", ["12.5²", "12.5①", "12.5ª", "12.5₂", "12.5 ①"])
def test_the_mark_of_a_footnote_is_no_digit(text: str) -> None:
    assert read(text).value == 12.5
    assert is_missing(text.replace("12.5", "-"))


@pytest.mark.parametrize(
    ("value", "like", "text"),
    [
        (34512.0, "1,234", "34,512"),
        (34512.0, "1234", "34512"),
        (3.456, "8.53", "3.46"),
        (-3.66, "8.5%", "-3.7%"),
        (-0.001, "8.5", "0.0"),
        (2.6e8, "2.5亿", "2.6亿"),
        (1234.0, "3,4512", "1234"),
    ],
)
def test_a_value_is_printed_in_the_manner_of_another(value: float, like: str, text: str) -> None:
    assert print_like(value, read(like)) == text
