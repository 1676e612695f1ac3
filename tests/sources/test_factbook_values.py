"""The World Factbook's sentences as numbers: what is read, and what stays the text that was printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from outward.sources.factbook_values import read_shares, read_value


@pytest.mark.parametrize(("printed", "number", "unit", "period", "is_estimate"), [
    ("$28.78 trillion (2024 est.)", "28780000000000", "USD", "2024", True),
    ("-$3.702 billion (2024 est.)", "-3702000000", "USD", "2024", True),
    ("$8,600 (2024 est.)", "8600", "USD", "2024", True),
    ("20,432,662 (2025 est.)", "20432662", "", "2025", True),
    ("10.285 million (2024 est.)", "10285000", "", "2024", True),
    ("2,724,900 sq km", "2724900", "sq km", "", False),
    ("16,636 km (2021)", "16636", "km", "2021", False),
    ("0 km (landlocked)", "0", "km", "", False),
    ("-1.4% (2022 est.)", "-1.4", "%", "2022", True),
    ("76.2% of GDP (2022 est.)", "76.2", "% of GDP", "2022", True),
    ("26% (of GDP) (2022 est.)", "26", "% of GDP", "2022", True),
    ("58.2% of total population (2023)", "58.2", "% of total population", "2023", False),
    ("27.624 million kW (2023 est.)", "27624000", "kW", "2023", True),
    ("468.962 (2024 est.)", "468.962", "", "2024", True),
    ("132 (2025)", "132", "", "2025", False),
    ("12 (FY 2023/24 est.)", "12", "", "2023/24", True),
])
def test_one_number_is_read_with_its_unit_and_year(printed: str, number: str, unit: str, period: str,
                                                   is_estimate: bool) -> None:
    value = read_value(printed)
    assert value is not None
    assert (value.number, value.unit, value.period, value.is_estimate) == (Decimal(number), unit, period, is_estimate)


@pytest.mark.parametrize("printed", [
    "", "NA", "Astana", "22.620 million Sao Paulo, 13.728 million Rio de Janeiro (2023)", "$5% (2024)",
    "80 km (2021) 1.435-m gauge (80 km electrified)", "643,801 sq km ; 551,500 sq km (metropolitan France)",
    "China 28%, Russia 24% (2023)", "1,23 km", "104,0000 km", "1.2.3",
])
def test_what_is_not_one_number_stays_a_text(printed: str) -> None:
    assert read_value(printed) is None


def test_shares_are_read_by_name_even_with_a_comma_in_it() -> None:
    assert read_shares("China 28%, Russia 24%, Gambia, The 4%, USA 4.5% (2023)") == (
        ("China", Decimal(28)), ("Russia", Decimal(24)), ("Gambia, The", Decimal(4)), ("USA", Decimal("4.5")))
    assert read_shares("crude petroleum, gold (2023)") == ()
