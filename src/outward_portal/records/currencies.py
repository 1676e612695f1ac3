"""Codes of currencies that an amount may name: those of ISO 4217 that Babel knows."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def currency_names(language: str) -> dict[str, str]:
    """Name the currencies in ``en`` or ``zh``, by code."""
    names = Locale.parse("zh_Hans" if language == "zh" else "en").currencies
    return {code: name for code, name in names.items() if len(code) == 3 and code.isupper()}


def validate_currency(code: str) -> None:
    """Refuse what is no currency's code."""
    if code not in currency_names("en"):
        raise ValidationError(_("%(code)s is no currency. Write a code of ISO 4217 such as CNY or USD."),
                              params={"code": code})
