"""Numbers in words and figures, in English and Chinese, and back.

A value is rounded once, in the unit that it is held in, and only then moved into the unit that a sentence uses: so both
languages show the same number. A negative number begins with the ASCII hyphen-minus, so that what is printed can be
read back by any program.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from outward.errors import InvalidValueError
from outward.vocabulary.figures import WIDE, round_half_even
from outward.vocabulary.labels import Language
from outward.vocabulary.units import Unit, Units, prose_unit, units

_BARE = ("ratio", "index")
_SCALES = {"": 0, "千": 3, "万": 4, "百万": 6, "亿": 8, "万亿": 12}  # as powers of ten
_NUMBER = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(\.\d+)? ?(%?)(万亿|百万|亿|万|千)?", re.ASCII)


def number_text(value: float, digits: int, language: Language) -> str:  # noqa: ARG001 (both languages part alike)
    """Write a number with so many decimals, thousands parted by commas (in Chinese statistics too).

    Examples
    --------
    >>> number_text(18158.645, 2, "en"), number_text(-0.04, 1, "zh")
    ('18,158.64', '0.0')
    """
    return _grouped(round_half_even(value, digits), digits)


def quantity_text(
    value: float, unit: str, digits: int, language: Language, *, noun: bool = True, known: Units | None = None
) -> str:
    """Write a value with its unit as a sentence does.

    Parameters
    ----------
    value : float
        In ``unit``.
    unit : str
        Code of a unit.
    digits : int
        Decimals to which the value is rounded in ``unit``.
    language : {"en", "zh"}
        A sentence's language; decides which unit it uses.
    noun : bool, keyword-only
        Whether what is counted is named: without it "137" and 137家, for sentences whose subject says so already.
    known : Units, optional
        A case's units; the package's without it.

    Returns
    -------
    str
        Such as ``1,080.9 billion CNY`` or ``10,809亿元``.

    Raises
    ------
    UnknownCodeError
        If the unit is not defined.
    InvalidValueError
        If a rank is no whole number from 1 on.

    Examples
    --------
    >>> quantity_text(10809.0, "100 million CNY", 0, "en"), quantity_text(10809.0, "100 million CNY", 0, "zh")
    ('1,080.9 billion CNY', '10,809亿元')
    >>> quantity_text(22.0, "rank", 0, "en"), quantity_text(22.0, "rank", 0, "zh")
    ('22nd', '第22位')
    >>> quantity_text(1.0, "enterprises", 0, "en"), quantity_text(1.0, "enterprises", 0, "zh")
    ('1 enterprise', '1家企业')
    """
    known = known or units()
    rounded = round_half_even(value, digits)
    if unit == "rank":
        place = ordinal(_whole(rounded), language)
        return f"{place}位" if language == "zh" else place
    written, number, shown = _in_prose(rounded, unit, digits, language, known)
    text = _grouped(number, shown)
    if language == "zh":
        return text + _chinese_unit(written, noun=noun)
    return text + _english_unit(written, is_one=text == "1", noun=noun)


def ordinal(number: int, language: Language) -> str:
    """Write an ordinal: ``22nd``, 第22.

    Raises
    ------
    InvalidValueError
        If the number is less than 1.
    """
    if number < 1:
        raise InvalidValueError(f"there is no place {number}", "numerals, ordinal", "Count places from 1.")
    if language == "zh":
        return f"第{number:,}"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def list_text(items: Sequence[str], language: Language) -> str:
    """Join names into a list; where a name holds the separator itself, a stronger one keeps the names apart.

    Raises
    ------
    InvalidValueError
        If there is nothing to list.

    Examples
    --------
    >>> list_text(["Liaoning", "Jilin", "Heilongjiang"], "en"), list_text(["辽宁", "吉林", "黑龙江"], "zh")
    ('Liaoning, Jilin, and Heilongjiang', '辽宁、吉林和黑龙江')
    >>> list_text(["pumps", "computers, telephones"], "en")
    'pumps; and computers, telephones'
    """
    if not items:
        raise InvalidValueError("an empty list", "numerals, list_text", "Leave the sentence out.")
    *before, last = items
    if not before:
        return last
    if language == "zh":
        if any("、" in item or "和" in item for item in items):
            return f"{'，'.join(before)}，以及{last}"
        return f"{'、'.join(before)}和{last}"
    if any("," in item for item in items):
        return f"{'; '.join(before)}; and {last}"
    return f"{', '.join(before)}{',' if len(before) > 1 else ''} and {last}"


def a_or_an(text: str) -> str:
    """Give the English indefinite article for what follows: a number, an abbreviation or a word.

    Examples
    --------
    >>> [f"{a_or_an(text)} {text}" for text in ("8.5% rise", "11% rise", "110% rise", "18,000 kW unit", "R&D base")]
    ['an 8.5% rise', 'an 11% rise', 'a 110% rise', 'an 18,000 kW unit', 'an R&D base']
    """
    if number := re.match(r"\d[\d,]*", text):
        digits = number[0].replace(",", "")
        spoken_first = digits[: (len(digits) - 1) % 3 + 1]  # 18,000 is read "eighteen thousand"
        return "an" if digits[0] == "8" or spoken_first in ("11", "18") else "a"
    word = (re.match(r"\w+", text) or [""])[0]
    if word.isupper():  # spelt letter by letter
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    if re.match(r"uni(?!m|n)|us[aeu]|ut[ei]|eu|ewe|one\b|once\b", word, re.IGNORECASE):
        return "a"
    if re.match(r"hour|honest|honou?r|heir", word, re.IGNORECASE):
        return "an"
    return "an" if word[:1].casefold() in tuple("aeiou") else "a"


def parse_number(text: str) -> float:
    """Read a number as statistics print it.

    Thousands may be parted by commas or spaces, digits may be full-width, the sign any dash; a percent sign is left
    out (``8.53%`` is 8.53), the scales 千, 万, 百万, 亿 and 万亿 multiply.

    Raises
    ------
    InvalidValueError
        If the text is anything else.

    Examples
    --------
    >>> parse_number("１８，１５８．６４"), parse_number("−3.7%"), parse_number("1.2万亿")
    (18158.64, -3.7, 1200000000000.0)
    """
    return float(_exact(text))


def parse_quantity(text: str, unit: str, language: Language, *, known: Units | None = None) -> float:
    """Read back what ``quantity_text`` wrote, with or without the noun, into the unit that the value is held in.

    Raises
    ------
    InvalidValueError
        If the text is no quantity of this unit in this language.

    Examples
    --------
    >>> parse_quantity("1,080.9 billion CNY", "100 million CNY", "en")
    10809.0
    """
    known = known or units()
    plain = unicodedata.normalize("NFC", text).strip()
    if unit == "rank":
        found = re.fullmatch(r"第([\d,]+)位" if language == "zh" else r"([\d,]+)(?:st|nd|rd|th)", plain, re.ASCII)
        if found:
            return parse_number(found[1])
    written, factor = prose_unit(unit, language, known=known)
    for ending in _endings(written, language):
        if plain.endswith(ending) and plain[len(plain) - len(ending) - 1 :][:1].isdigit():
            return float(_exact(plain.removesuffix(ending)) * factor.denominator / factor.numerator)
    raise InvalidValueError(f"{text[:80]!r} is no quantity in {unit}", "numerals, parse_quantity",
                            f"Write it like {quantity_text(1.0, unit, 0, language, known=known)!r}.")


def _exact(text: str) -> Decimal:
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    plain = re.sub(r"^[−‐-―] ?", "-", plain)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise InvalidValueError(f"{text[:80]!r} is no number", "numerals, parse_number",
                                "Write digits, a point, thousands parted by commas; a dash or blank for no value.")
    sign, whole, decimals, _, scale = found.groups()
    number = Decimal(sign + re.sub("[, ]", "", whole) + (decimals or "")).scaleb(_SCALES[scale or ""], context=WIDE)
    if not math.isfinite(float(number)):
        raise InvalidValueError(f"a number of {len(whole)} digits", "numerals, parse_number", "Write a smaller one.")
    return abs(number) if number == 0 else number


def _grouped(number: Decimal, digits: int) -> str:
    return f"{number:,.{digits}f}"


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise InvalidValueError(f"rank {number}", "numerals, quantity_text", "Give a whole number for a rank.")
    return int(number)


def _in_prose(
    rounded: Decimal, code: str, digits: int, language: Language, known: Units
) -> tuple[Unit, Decimal, int]:
    """Move a rounded number into the unit of a sentence: the unit, the number, its decimals."""
    unit, factor = prose_unit(code, language, known=known)
    power = len(str(factor.numerator)) - len(str(factor.denominator))
    if factor != Fraction(10) ** power:
        raise InvalidValueError(f"unit {code!r} is written as {unit.code!r}, {factor} of it", "numerals, quantity_text",
                                "Let prose_en and prose_zh name units that are a power of ten apart.")
    return unit, rounded.scaleb(power, context=WIDE), max(0, digits - power)


def _english_unit(unit: Unit, *, is_one: bool, noun: bool) -> str:
    if unit.code == "%":
        return "%"
    if unit.code in _BARE or (unit.is_count and not noun and unit.factor == 1):
        return ""
    return f" {unit.one if is_one and unit.one else unit.name.en}"


def _chinese_unit(unit: Unit, *, noun: bool) -> str:
    if unit.code in _BARE:
        return ""
    if not unit.measure_word:
        return unit.name.text("zh")
    return unit.measure_word + (unit.name.text("zh") if noun else "")


def _endings(unit: Unit, language: Language) -> tuple[str, ...]:
    """What may stand behind the number, the longest first."""
    if language == "zh":
        found = {_chinese_unit(unit, noun=True), _chinese_unit(unit, noun=False)}
    else:
        found = {_english_unit(unit, is_one=is_one, noun=noun) for is_one in (True, False) for noun in (True, False)}
    return tuple(sorted(found, key=len, reverse=True))
