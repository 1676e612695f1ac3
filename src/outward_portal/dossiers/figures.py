"""How a fact's value is written, in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from outward.studies.country_facts import FACTBOOK, RATES
from outward.vocabulary.labels import Label, Language
from outward_portal.dossiers.models import Fact
from outward_portal.dossiers.sections import Cited, Value
from outward_portal.theme.words import number

_UNITS: Final = {
    "USD": Label(" USD", "美元"), "CNY": Label(" CNY", "元"), "persons": Label("", "人"), "%": Label("%", "%"),
    "% of GDP": Label("%", "%"), "% of total population": Label("%", "%"), "sq km": Label(" sq km", "平方公里"),
    "km": Label(" km", "公里"), "kW": Label(" kW", "千瓦"), "kWh": Label(" kWh", "千瓦时"),
    "ports": Label("", "个"), "airports": Label("", "个"),
}
"""Units with what stands behind the number; of what the label already says, nothing."""

_SCALES: Final[dict[Language, tuple[tuple[Decimal, str], ...]]] = {
    "en": ((Decimal(10) ** 12, " trillion"), (Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million")),
    "zh": ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
}


_NAMES: Final = {name.en: name for source in (FACTBOOK, RATES) for name in (source.title, source.publisher)}
"""Sources and publishers whose name is known in both languages; others stand as they were written."""


def unit_label(unit: str) -> Label:
    """Name a unit as an axis or a column does; one that is not known stands as it was written."""
    found = _UNITS.get(unit)
    return Label(unit, unit) if found is None else Label(found.en.strip() or unit, found.zh)


def quantity(value: Decimal, unit: str, *, short: bool = False) -> Label:
    """Write a number with its unit.

    Parameters
    ----------
    value : Decimal
        In whole units.
    unit : str
        A unit that the portal names, or any other, which then stands as it is.
    short : bool, keyword-only
        Round to three digits, as a sentence does; else every digit is kept.

    Examples
    --------
    >>> quantity(Decimal("288072000000"), "USD").en, quantity(Decimal("288072000000"), "USD").zh
    ('288.072 billion USD', '2,880.72亿美元')
    >>> quantity(Decimal("20432662"), "persons").en, quantity(Decimal("20432662"), "persons", short=True).en
    ('20,432,662', '20.4 million')
    """
    ending = _UNITS.get(unit, Label(f" {unit}" if unit else "", f" {unit}" if unit else ""))
    return Label(_scaled(value, "en", short=short) + ending.en, _scaled(value, "zh", short=short) + ending.zh)


def _scaled(value: Decimal, language: Language, *, short: bool) -> str:
    if abs(value) >= 10**6:
        for scale, word in _SCALES[language]:
            scaled = value / scale
            if abs(scaled) >= 1 and (short or scaled == round(scaled, 3)):
                return f"{number(_to_three_digits(scaled) if short else scaled, language)}{word}"
    return number(_to_three_digits(value) if short and abs(value) < 1000 else value, language)


def _to_three_digits(value: Decimal) -> Decimal:
    """Keep three digits before and behind the point together: 1.23, 12.3, 123, 1,234."""
    return round(value, max(0, 3 - len(str(int(abs(value)))))) if int(abs(value)) < 100 else round(value, 0)


def fact_value(fact: Fact, *, short: bool = False) -> Label:
    """Write a fact's value: its number, or its text as far as it is translated."""
    return fact.text if fact.number is None else quantity(fact.number, fact.unit, short=short)


def period_note(fact: Fact) -> Label:
    """Write the year of a value, and whether it is an estimate, as a sentence has it in brackets."""
    if not fact.period:
        return Label("", "")
    return Label(f"{fact.period} est.", f"{fact.period}年估计") if fact.is_estimate else Label(
        fact.period, f"{fact.period}年" if len(fact.period) == 4 else fact.period)


def cited(fact: Fact) -> Cited:
    """Give the source of a fact."""
    return Cited(_NAMES.get(fact.source, Label(fact.source, fact.source)),
                 _NAMES.get(fact.publisher, Label(fact.publisher, fact.publisher)), fact.as_of, fact.licence,
                 fact.confidence, fact.address, fact.may_redistribute)


def value_of(fact: Fact, *, with_period: bool = True) -> Value:
    """Give a fact as a value of a sentence: rounded, with its year."""
    text, note = fact_value(fact, short=True), period_note(fact)
    if fact.number is not None and " per " in fact.unit:  # the sentence says per what
        text = quantity(fact.number, fact.unit.split(" per ")[0], short=True)
    if with_period and note.en:
        text = Label(f"{text.en} ({note.en})", f"{text.zh}（{note.zh}）")
    return Value(text, cited(fact), fact.printed)
