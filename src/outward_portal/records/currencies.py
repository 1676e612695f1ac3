"""Codes of currencies that an amount may name: those of ISO 4217 that Babel knows."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.numbers import get_territory_currencies
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def currency_names(language: str) -> dict[str, str]:
    """Name the currencies in ``en`` or ``zh``, by code."""
    names = Locale.parse("zh_Hans" if language == "zh" else "en").currencies
    return {code: name for code, name in names.items() if len(code) == 3 and code.isupper()}


@cache
def present_currencies(language: str) -> tuple[tuple[str, str], ...]:
    """Give the currencies that are legal tender somewhere now, code and name, by code."""
    territories = [str(code) for code in Locale.parse("en").territories]
    present = {str(code) for territory in territories if len(territory) == 2
               for code in get_territory_currencies(territory)}
    return tuple((code, name) for code, name in sorted(currency_names(language).items()) if code in present)


def validate_currency(code: str) -> None:
    """Refuse what is no currency's code."""
    if code not in currency_names("en"):
        raise ValidationError(_("%(code)s is no currency. Write a code of ISO 4217 such as CNY or USD."),
                              params={"code": code})
