"""Units as prose writes them after a number, and as a table's title gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from outward.errors import UnknownCodeError
from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.units import Unit, units

_SCALES = {
    "hundred million": "100 million",
    "100 million": "100 million",
    "ten thousand": "10,000",
    "10,000": "10,000",
    "10000": "10,000",
    "hundred": "hundred",
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "trillion": "trillion",
    "mn": "million",
    "bn": "billion",
    "tn": "trillion",
    "千": "thousand",
    "万": "10,000",
    "百万": "million",
    "千万": "10 million",
    "亿": "100 million",
    "十亿": "billion",
    "百亿": "10 billion",
    "千亿": "100 billion",
    "万亿": "trillion",
    "兆": "trillion",
}
_PREFIXES = {
    "cny": "CNY",
    "rmb": "CNY",
    "¥": "CNY",
    "yuan": "CNY",
    "usd": "USD",
    "us$": "USD",
    "$": "USD",
    "us dollars": "USD",
    "€": "EUR",
    "eur": "EUR",
    "人民币": "CNY",
}
_SAME_LENGTH = str.maketrans(
    "０１２３４５６７８９．％－−‐‑–—～〜（）￥／＋ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00a0\u2009\u202f\u3000’",
    "0123456789.%------~~()¥/+abcdefghijklmnopqrstuvwxyz    '",
)
_STOPS = frozenset(
    [
        "of",
        "in",
        "and",
        "or",
        "by",
        "for",
        "with",
        "to",
        "from",
        "on",
        "at",
        "than",
        "that",
        "which",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "the",
        "a",
        "an",
        "as",
        "who",
        "while",
        "but",
        "above",
        "below",
        "up",
        "down",
        "over",
        "under",
        "more",
        "less",
        "respectively",
        "year",
        "compared",
    ]
)
_YEARLY = re.compile(r" (?:a|per) year|/年| annually")
_WORD = re.compile(r" ?([a-z][a-z'&.-]*)")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that stands at a place in a text; ``scale`` alone where no unit follows ("23.7 million")."""

    unit: str
    group: str  # ratio, points, money, count, amount, power, specification, duration, rank, scale or empty
    end: int
    scaled: bool = False


def plain(text: str) -> str:
    """Write full-width digits and signs, dashes and capitals in their plain form, each letter in its own place.

    Examples
    --------
    >>> plain("增长５．２％ － No.3")
    '增长5.2% - no.3'
    """
    text = text.translate(_SAME_LENGTH)
    return re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text) if "，" in text and _wide_digits(text) else text


def _wide_digits(text: str) -> bool:
    return re.search(r"\d，\d{3}\.\d", text) is not None


@cache
def _bases() -> dict[str, tuple[str, str]]:
    found = {row["word"]: (row["unit"], row["group"]) for row in definition_rows("prose_units.csv", "outward.audit")}
    for unit in units().values():
        if unit.is_count and unit.factor == 1:
            for name in (unit.code, unit.name.en, unit.one):
                found.setdefault(plain(name), (unit.code, "count"))
            if unit.measure_word:
                found.setdefault(unit.measure_word + unit.name.zh, (unit.code, "count"))
    found.pop("", None)
    return found


def _alternation(words: list[str]) -> str:
    return "|".join(
        re.escape(word) + ("(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else "")
        for word in sorted(words, key=lambda word: (-len(word), word))
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf" {{0,2}}(\()?(?:(?P<scale>{_alternation(list(_SCALES))}) ?(?:of )?)?"
        rf"(?:(?P<base>{_alternation(list(_bases()))})|多?余?)"
    )


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^a-z])({'|'.join(sorted(map(re.escape, _PREFIXES), key=len, reverse=True))}) ?[-+]?$")


@lru_cache(maxsize=4096)
def unit_code(scale: str, base: str) -> str:
    """Name a scaled unit as the vocabulary does where it knows it: ``("100 million", "CNY")``."""
    name = f"{scale} {base}".strip()
    try:
        return units().find(name).code
    except UnknownCodeError:
        return name


@lru_cache(maxsize=4096)
def known_unit(text: str) -> Unit | None:
    """Give the vocabulary's unit of any spelling: codes, names, 亿元, "billion US dollars"; ``None`` if unknown."""
    text = text.strip()
    if not text:
        return None
    for spelling in (text, re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", text)):
        try:
            return units().find(spelling)
        except UnknownCodeError:
            pass
    found = unit_at(plain(text), 0)
    return units().get(found.unit) if found.end >= len(text) else None


def unit_at(text: str, start: int) -> FoundUnit:
    """Find the unit that stands after a number; ``text`` is ``plain``.

    Examples
    --------
    >>> unit_at("2.5亿元", 3).unit, unit_at("4.3 billion us dollars", 3).unit, unit_at("3.7个百分点", 3).unit
    ('100 million CNY', 'billion USD', 'pp')
    """
    found = _pattern().match(text, start)
    if found is None or not (found["scale"] or found["base"]):
        if found is not None and text[found.start() : found.end()] in ("多", "余"):
            return _unit_after(text, found.end())
        return _counted(text, start, "")
    end = found.end()
    scale = _SCALES[found["scale"]] if found["scale"] else ""
    if found["base"] is None:
        if text[end : end + 1] in ("多", "余"):
            end += 1
        if found["scale"] and found["scale"].isascii():
            counted = _counted(text, end, scale)
            return counted if counted.unit else FoundUnit(scale, "scale", end, scaled=True)
        return _unit_after(text, end, scale) if end > found.end() else FoundUnit(scale, "scale", end, scaled=True)
    unit, group = _bases()[found["base"]]
    if found["base"] in ("m", "unit", "年", "日") and scale:
        return FoundUnit(scale, "scale", found.end("scale"), scaled=True)
    if group == "count" and not unit:
        return _counted_in_chinese(text, end, scale)
    code = unit_code(scale, unit)
    if found[1] and text[end : end + 1] == ")":
        end += 1
    yearly = _YEARLY.match(text, end) if group == "money" else None
    if yearly and unit_code("", f"{code} per year") in units():
        return FoundUnit(f"{code} per year", group, yearly.end(), bool(scale))
    if group == "power" and scale:
        group = "amount"
    return FoundUnit(code, "specification" if group == "power" else group, end, bool(scale))


def _unit_after(text: str, start: int, scale: str = "") -> FoundUnit:
    """Read what follows 多 and 余: 30多个, 2万余家."""
    found = _pattern().match(text, start)
    if found is None or found["base"] is None:
        return FoundUnit(scale, "scale" if scale else "", start, scaled=bool(scale))
    unit, group = _bases()[found["base"]]
    scale = scale or (_SCALES[found["scale"]] if found["scale"] else "")
    if group == "count" and not unit:
        return _counted_in_chinese(text, found.end(), scale)
    return FoundUnit(unit_code(scale, unit), group, found.end(), bool(scale))


def _counted(text: str, start: int, scale: str) -> FoundUnit:
    """Look for what is counted: "294 provincial-level technical centers"."""
    at, plural, single = start, "", None
    for step in range(6):
        word = _WORD.match(text, at)
        if word is None or (word[1] in _STOPS and word[1] != "and"):
            break
        if word[1] in _bases() and _bases()[word[1]][1] == "count":
            found = FoundUnit(unit_code(scale, _bases()[word[1]][0]), "count", word.end(), bool(scale))
            if word[1].endswith("s"):
                return found
            single = single or found
        if word[1] in _bases() and _bases()[word[1]][1] == "duration":
            return FoundUnit(_bases()[word[1]][0], "duration", word.end())
        if step < 4 and not plural and word[1].endswith("s") and not word[1].endswith(("ss", "us", "'s", "is")):
            plural = word[1]
            after = word.end()
        at = word.end()
    if single:
        return single
    if plural:
        return FoundUnit(unit_code(scale, plural), "count", after, bool(scale))
    return FoundUnit("", "", start)


def _counted_in_chinese(text: str, start: int, scale: str) -> FoundUnit:
    """Give the noun after a measure word: 451个项目."""
    for length in (5, 4, 3, 2):
        unit = _nouns().get(text[start : start + length])
        if unit:
            return FoundUnit(unit_code(scale, unit), "count", start + length, bool(scale))
    return FoundUnit(scale, "count", start, bool(scale))


@cache
def _nouns() -> dict[str, str]:
    return {unit.name.zh: unit.code for unit in units().values() if unit.is_count and unit.measure_word}


def currency_before(text: str, start: int) -> tuple[str, int]:
    """Find a currency before a number ("RMB 2.5 billion"), and where it begins."""
    found = _prefix().search(text[max(0, start - 12) : start])
    if found is None:
        return "", start
    return _PREFIXES[found[1]], max(0, start - 12) + found.start(1)


def prefixed(currency: str, text: str, start: int) -> FoundUnit:
    """Give the unit of a number with its currency before it: the scale follows."""
    found = re.compile(rf" ?({_alternation([*_SCALES, 'm'])})").match(text, start)
    scale = {"m": "million"}.get(found[1], "") or _SCALES[found[1]] if found else ""
    return FoundUnit(unit_code(scale, currency), "money", found.end() if found else start, bool(scale))


_LABELLED = re.compile(r"(?:计量)?(?:单位|\bunits?)\s{0,3}[:：]\s{0,3}([^)）\]；;。\n]{1,60})", re.IGNORECASE)
_BRACKETED = re.compile(r"[(（]([^()（）]{1,60})[)）]")


@lru_cache(maxsize=4096)
def unit_in(title: str) -> str:
    """Give the unit that a table's title or a column's header states; empty if none.

    Examples
    --------
    >>> unit_in("Table 2 Sales. Unit: 100 million CNY"), unit_in("表3 出口（单位：亿元）"), unit_in("从业人员（万人）")
    ('100 million CNY', '100 million CNY', '10,000 persons')
    >>> unit_in("Table 2 Sales (2015)")
    ''
    """
    for found in _LABELLED.finditer(title[:2000]):
        unit = known_unit(found[1].strip(" .,，"))
        return unit.code if unit else "" if re.search("[、,，/]", found[1]) else found[1].strip(" .,，")
    for found in reversed(list(_BRACKETED.finditer(title[:2000]))):
        for part in (found[1], re.split(r"[,，;；]", found[1])[-1]):
            if unit := known_unit(part.removeprefix("in ")):
                return unit.code
    return ""
