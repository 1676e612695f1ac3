"""Amounts of money are written in the language of the page that shows them."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation

from outward_portal.theme import words


def test_an_amount_that_one_language_has_shown_is_not_shown_in_it_by_the_other() -> None:
    with translation.override("zh-hans"):
        assert words.amount(Decimal(170_000_000), "CNY") == "1.7亿 CNY"
    with translation.override("en"):
        assert words.amount(Decimal(170_000_000), "CNY") == "170 million CNY"
