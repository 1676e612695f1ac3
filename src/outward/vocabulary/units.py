"""Units: what a value counts, how it converts, and how each language writes it.

A unit's code is its English name as a table's header prints it. Prose may use another unit of the same dimension:
``100 million CNY`` stands in an English sentence as billions and in a Chinese one as 亿元. Money of two currencies is
of two dimensions: only a dated rate turns one into the other (``outward.vocabulary.money``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from outward.errors import InvalidValueError, UnitMismatchError
from outward.vocabulary.catalogue import Catalogue, definition_rows, parts, required
from outward.vocabulary.labels import Label, Language

_FACTOR = re.compile(r"\d{1,30}(\.\d{1,30}|/0*[1-9]\d{0,29})?", re.ASCII)  # no exponent: 1e999999999 would fill memory


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Parameters
    ----------
    code : str
        The id.
    dimension : str
        What it measures (``money:CNY``, ``persons``, ``count:parks``); units convert within a dimension only.
    factor : fractions.Fraction
        How many of the dimension's base unit it is.
    name : Label
        As a table's header prints it; of things that are counted, what they are (企业).
    measure_word : str
        The Chinese measure word between a count and what is counted (家); empty where the name takes none.
    one : str
        The English name after the number 1; empty where it is the same.
    digits : int
        Decimals shown when nobody says otherwise.
    prose : tuple of str
        Codes of the units that English and Chinese sentences use instead; the code itself where they use it.
    """

    code: str
    dimension: str
    factor: Fraction
    name: Label
    measure_word: str = ""
    one: str = ""
    digits: int = 0
    prose: tuple[str, str] = ("", "")
    aliases: tuple[str, ...] = ()
    note: str = ""

    @property
    def currency(self) -> str:
        """The currency's code (ISO 4217); empty if the unit is no amount of money."""
        kind, _, currency = self.dimension.partition(":")
        return currency if kind == "money" and currency.isalpha() else ""

    @property
    def is_count(self) -> bool:
        """Whether the unit counts things, so that a noun may stand after the number."""
        return self.dimension.startswith("count:")

    def header(self, language: Language) -> str:
        """Name the unit as the header of a table or an axis does: 亿元, 家, 100 million CNY."""
        return self.measure_word or self.name.zh if language == "zh" else self.name.en


class Units(Catalogue[Unit]):
    """The units by code; ``find`` also takes other spellings, such as ``10000 persons`` and 亿元.

    Examples
    --------
    >>> units().find("亿元").code, units().find("10000 persons").code
    ('100 million CNY', '10,000 persons')
    """

    def __init__(self, entries: Iterable[Unit]) -> None:
        super().__init__("unit", entries, _names)

    def with_added(self, rows: Iterable[Mapping[str, str]]) -> Units:
        """Give these units and a case's own (columns of ``data/units.csv``); a case's unit of the same code wins."""
        return Units([*self.values(), *read_units(rows)])


def _names(unit: Unit) -> Iterator[str]:
    yield unit.code
    yield unit.name.en
    if not unit.is_count or not unit.measure_word:
        yield unit.name.zh
    if unit.one:
        yield unit.one
    yield from unit.aliases


def read_units(rows: Iterable[Mapping[str, str]]) -> Iterator[Unit]:
    """Read units from rows with at least ``code, dimension, factor, name_en``, the rest as in ``data/units.csv``."""
    for row in rows:
        code = required(row, "code", "units")
        factor, digits = row.get("factor") or "1", row.get("digits") or "0"
        if not _FACTOR.fullmatch(factor) or Fraction(factor) == 0:
            raise InvalidValueError(f"factor {factor[:80]!r}", f"unit {code}",
                                    "Write a positive number, such as 10000, 0.01 or 1/12.")
        if not re.fullmatch(r"\d|1[0-2]", digits, re.ASCII):
            raise InvalidValueError(f"digits {digits[:80]!r}", f"unit {code}", "Write a whole number from 0 to 12.")
        yield Unit(
            code, required(row, "dimension", "units"), Fraction(factor),
            Label(required(row, "name_en", "units"), row.get("name_zh") or ""),
            row.get("measure_word") or "", row.get("one_en") or "", int(digits),
            (row.get("prose_en") or code, row.get("prose_zh") or code),
            parts(row.get("aliases") or ""), row.get("note") or "",
        )


@cache
def units() -> Units:
    """Give the units that the package defines."""
    return Units(read_units(definition_rows("units.csv")))


def convert(value: float, from_code: str, to_code: str, *, known: Units | None = None) -> float:
    """Express a value in another unit of the same dimension.

    Parameters
    ----------
    value : float
        In the unit ``from_code``.
    from_code, to_code : str
        Codes of units.
    known : Units, optional
        A case's units; the package's without it.

    Returns
    -------
    float
        In the unit ``to_code``.

    Raises
    ------
    UnitMismatchError
        If the two units measure different things; two currencies do.
    UnknownCodeError
        If a unit is not defined.

    Examples
    --------
    >>> convert(10809.0, "100 million CNY", "billion CNY")
    1080.9
    """
    known = known or units()
    origin, goal = known[from_code], known[to_code]
    if origin.dimension != goal.dimension:
        mend = ("Exchange it at a dated rate (outward.vocabulary.money)." if origin.currency and goal.currency
                else "Compare values of one dimension only.")
        raise UnitMismatchError(f"{value} {from_code} is no amount of {to_code}: {origin.dimension} is not "
                                f"{goal.dimension}", "units, convert", mend)
    ratio = origin.factor / goal.factor
    return float(value) * ratio.numerator / ratio.denominator


def prose_unit(code: str, language: Language, *, known: Units | None = None) -> tuple[Unit, Fraction]:
    """Give the unit that a sentence uses for values of the unit ``code``, and by how much to multiply them.

    Examples
    --------
    >>> unit, factor = prose_unit("100 million CNY", "en")
    >>> unit.code, factor
    ('billion CNY', Fraction(1, 10))
    >>> prose_unit("billion CNY", "zh")[0].name.zh
    '亿元'
    """
    known = known or units()
    unit = known[code]
    other = known[unit.prose[0] if language == "en" else unit.prose[1]]
    if other.dimension != unit.dimension:
        raise UnitMismatchError(f"unit {code!r} is written as {other.code!r}, which measures something else", "units",
                                "Give prose_en and prose_zh units of the same dimension.")
    return other, unit.factor / other.factor
