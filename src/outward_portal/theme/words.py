"""How pages write names, codes, numbers and dates; every template writes them through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_datetime
from babel.numbers import format_decimal
from django.utils import timezone
from markupsafe import Markup, escape

from outward.errors import OutwardError
from outward.vocabulary.labels import Label, Language
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward_portal.theme.languages import TAGS, current_language

_LOCALES = {"en": "en", "zh": "zh_Hans"}
UNTRANSLATED = {"en": "untranslated", "zh": "未译"}
_SCALES: dict[Language, tuple[tuple[Decimal, str], ...]] = {
    "en": ((Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million")),
    "zh": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
}


def pair(en: str | None, zh: str | None, language: Language | None = None) -> Markup:
    """Write a text in the page's language; where it is missing, the other with a mark that says so."""
    language = language or current_language()
    own, other, other_tag = (zh, en, TAGS["en"]) if language == "zh" else (en, zh, TAGS["zh"])
    if own:
        return escape(own)
    if not other:
        return Markup()
    return Markup('<span lang="{}">{}</span> <span class="untranslated">{}</span>').format(
        other_tag, other, UNTRANSLATED[language])


def plain_pair(en: str | None, zh: str | None, language: Language | None = None) -> str:
    """Write the same as plain text, for titles and files."""
    language = language or current_language()
    own, other = (zh, en) if language == "zh" else (en, zh)
    return own or (f"{other} [{UNTRANSLATED[language]}]" if other else "")


@lru_cache(maxsize=4096)
def region_name(code: str, language: Language) -> str:
    """Name a region; a code that nobody knows stands for itself."""
    try:
        return regions()[code].name.text(language)
    except OutwardError:
        return code


@lru_cache(maxsize=1024)
def sector_name(id: str, language: Language) -> str:
    """Name a sector; an id that nobody knows stands for itself."""
    if not id:
        return ""
    try:
        return sectors()[id].name.text(language)
    except OutwardError:
        return id


def country_names(codes: str, language: Language | None = None) -> str:
    """Name the countries of a record.

    Examples
    --------
    >>> country_names("KEN;ZMB", "en"), country_names("KEN;ZMB", "zh")
    ('Kenya, Zambia', '肯尼亚、赞比亚')
    """
    language = language or current_language()
    return ("、" if language == "zh" else ", ").join(region_name(code, language) for code in codes.split(";") if code)


_PARTS: Mapping[str, Label] = {"throughout": Label("throughout", "全文"), "ES": Label("executive summary", "摘要")}


def paragraphs(listed: str, language: Language | None = None) -> str:
    """Write where in a case's document something stands.

    Examples
    --------
    >>> paragraphs("ES;49;51-54", "en"), paragraphs("ES;49;51-54", "zh"), paragraphs("throughout", "zh")
    ('executive summary; 49; 51-54', '摘要、49、51-54', '全文')
    """
    language = language or current_language()
    parts = (_PARTS.get(part, Label(part, part)).text(language) for part in listed.split(";") if part)
    return ("、" if language == "zh" else "; ").join(parts)


def paragraph_label(listed: str) -> Label:
    """Write the same in both languages."""
    return Label(paragraphs(listed, "en"), paragraphs(listed, "zh"))


MADE_UP = Label("made up, to try the portal with", "虚构，供试用平台")
"""The source of every sample."""


def source(stated: str, language: Language | None = None) -> str:
    """Write a source as it is stated, and that of samples in the page's language."""
    return MADE_UP.text(language or current_language()) if stated == MADE_UP.en else stated


def number(value: Decimal | float | None, language: Language | None = None, digits: int = 0) -> str:
    """Write a number with separators, trailing zeros left out beyond ``digits``."""
    return "" if value is None else _number(value, language or current_language(), digits)


@lru_cache(maxsize=4096)
def _number(value: Decimal | float, language: Language, digits: int) -> str:
    pattern = "#,##0." + "0" * digits + "#" * (4 - digits)
    return format_decimal(value, format=pattern, locale=_LOCALES[language])


def amount(value: Decimal | None, currency: str = "", language: Language | None = None) -> str:
    """Write an amount of money in a scale that reads well.

    Examples
    --------
    >>> amount(Decimal("156000000"), "USD", "en"), amount(Decimal("156000000"), "USD", "zh")
    ('156 million USD', '1.56亿 USD')
    >>> amount(Decimal("1234567"), "CNY", "en")
    '1,234,567 CNY'
    """
    return "" if value is None else _amount(value, currency, language or current_language())


@lru_cache(maxsize=4096)
def _amount(value: Decimal, currency: str, language: Language) -> str:
    for scale, word in _SCALES[language]:
        scaled = value / scale
        if scaled >= 1 and scaled == round(scaled, 3):
            return f"{number(scaled, language)}{word} {currency}".rstrip()
    return f"{number(value, language)} {currency}".rstrip()


def moment(at: datetime | None, language: Language | None = None) -> Markup:
    """Write a time as the portal's clocks show it, with how they differ from UTC, and its machine-readable form."""
    if at is None:
        return Markup()
    here = timezone.localtime(at)
    pattern = "y年M月d日 HH:mm ('UTC'xxx)" if (language or current_language()) == "zh" else "d MMMM y, HH:mm ('UTC'xxx)"
    text = format_datetime(here, pattern, locale=_LOCALES[language or current_language()])
    return Markup('<time datetime="{}">{}</time>').format(here.isoformat(timespec="seconds"), text)
