"""How values and charts are written: exact in tables, rounded in sentences, true to zero in charts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.vocabulary.labels import Label
from outward_portal.dossiers.drawing import draw
from outward_portal.dossiers.figures import quantity
from outward_portal.dossiers.sections import Chart


@pytest.mark.parametrize(("value", "unit", "en", "zh"), [
    ("288072000000", "USD", "288.072 billion USD", "2,880.72亿美元"),
    ("28780000000000", "USD", "28.78 trillion USD", "28.78万亿美元"),
    ("20432662", "persons", "20,432,662", "20,432,662人"),
    ("-3702000000", "USD", "-3.702 billion USD", "-37.02亿美元"),
    ("4.8", "%", "4.8%", "4.8%"), ("76.2", "% of GDP", "76.2%", "76.2%"), ("16636", "km", "16,636 km", "16,636公里"),
    ("464.659", "KZT per USD", "464.659 KZT per USD", "464.659 KZT per USD"),
])
def test_tables_keep_every_digit(value: str, unit: str, en: str, zh: str) -> None:
    assert quantity(Decimal(value), unit) == Label(en, zh)


@pytest.mark.parametrize(("value", "unit", "en", "zh"), [
    ("288072000000", "USD", "288 billion USD", "2,881亿美元"), ("20432662", "persons", "20.4 million", "2,043万人"),
    ("523.401", "KZT", "523 KZT", "523 KZT"), ("72.5", "", "72.5", "72.5"), ("0.83", "%", "0.83%", "0.83%"),
    ("-0.4", "%", "-0.4%", "-0.4%"),
])
def test_sentences_round_to_three_digits(value: str, unit: str, en: str, zh: str) -> None:
    assert quantity(Decimal(value), unit, short=True) == Label(en, zh)


_FORMS: st.SearchStrategy[Literal["columns", "bars"]] = st.sampled_from(("columns", "bars"))
numbers = st.lists(st.decimals(-10**6, 10**6, places=2), min_size=2, max_size=8)


@given(numbers, _FORMS)
def test_lengths_of_marks_compare_as_their_numbers_do(values: list[Decimal], form: Literal["columns", "bars"]) -> None:
    points = tuple((Label(str(n), ""), value) for n, value in enumerate(values))
    chart = Chart(Label("a", "b"), Label("", ""), form, points, None)
    drawn = draw(chart, "en")
    lengths = [mark.height if form == "columns" else mark.width for mark in drawn.marks]
    longest = max(lengths)
    for value, length, mark in zip(values, lengths, drawn.marks, strict=True):
        assert length == pytest.approx(float(abs(value)) / float(max(map(abs, values)) or 1) * longest, abs=0.2)
        assert mark.is_negative == (value < 0)
        assert 0 <= mark.x <= drawn.width
        assert mark.x + mark.width <= drawn.width + 0.2
        assert -0.2 <= mark.y <= drawn.height
