"""Units of the audit: whatever words a table uses, as a dimension and a factor to its base."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.units import Unit, units

_SCALE_WORDS = (
    ("万亿", 1e12), ("千亿", 1e11), ("百亿", 1e10), ("亿", 1e8), ("千万", 1e7), ("百万", 1e6), ("十万", 1e5),
    ("万", 1e4),
    ("千", 1e3), ("trillion", 1e12), ("100 billion", 1e11), ("10 billion", 1e10), ("billion", 1e9), ("bn", 1e9),
    ("100 million", 1e8), ("hundred million", 1e8), ("10 million", 1e7), ("ten million", 1e7), ("million", 1e6),
    ("mn", 1e6), ("100,000", 1e5), ("100 thousand", 1e5), ("10,000", 1e4), ("10000", 1e4), ("10 thousand", 1e4),
    ("ten thousand", 1e4), ("1,000", 1e3), ("1000", 1e3), ("thousand", 1e3), ("'000", 1e3),
)
_PERCENT = frozenset({"%", "percent", "per cent", "百分比", "百分之"})
_POINTS = frozenset({"pp", "percentage points", "percentage point", "个百分点", "百分点", "points", "p.p."})
_RANKS = frozenset({"rank", "位", "位次", "名", "名次", "place", "ranking", "排名", "no."})
_MONEY = ((re.compile(r"us ?dollars?|us\$|\$|dollars?|美元"), "USD"),
          (re.compile(r"rmb( yuan)?|yuan|人民币元?|元"), "CNY"),
          (re.compile(r"euros?|€|欧元"), "EUR"), (re.compile(r"日元|yen"), "JPY"))
_COUNTED = frozenset({"unit", "units", "个", "家", "户", "项", "件", "台", "辆", "艘", "number", "enterprises", "firms",
                      "projects", "patents", "sets", "座", "所", "种", "人", "persons", "people", "person", "schools",
                      "ships", "vessels", "vehicles", "farms", "hotels", "students", "teachers", "ports", "berths",
                      "households", "companies", "establishments", "cases", "times a year", "人次", "条", "次",
                      "村", "头"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures and how many base units it is.

    ``is_count`` says that whole things are counted one by one, so that a printed number is exact.
    """

    dimension: str
    factor: float
    is_count: bool = False

    @property
    def is_level(self) -> bool:
        """Whether amounts of it add up: money, persons, tons, but no per cents and ranks."""
        return self.dimension not in ("percent", "points", "rank", "ratio", "index")


@lru_cache(maxsize=4096)
def measure(unit: str) -> Measure:
    """Read a unit's words.

    Parameters
    ----------
    unit : str
        In English or Chinese; what stands in brackets behind it is left out.

    Returns
    -------
    Measure
        Per cents keep their printed size (factor 1). Words that nobody knows are a dimension of their own.

    Examples
    --------
    >>> measure("亿元").factor, measure("billion CNY").factor, measure("亿元").dimension
    (100000000.0, 1000000000.0, 'money:CNY')
    >>> measure("万标准箱"), measure("%").dimension
    (Measure(dimension='标准箱', factor=10000.0, is_count=False), 'percent')
    """
    plain = " ".join(unicodedata.normalize("NFKC", unit).casefold().split())
    plain = re.sub(r"\s*\((?:presumed|推定|[^()]*not printed[^()]*)\)$", "", plain)
    if plain in _PERCENT:
        return Measure("percent", 1.0)
    if plain in _POINTS:
        return Measure("points", 1.0)
    if plain in _RANKS:
        return Measure("rank", 1.0, is_count=True)
    known = _known(plain) or _known(unit.strip())
    if known is not None:
        return known
    factor, rest = _scaled(plain)
    for pattern, currency in _MONEY:
        matched = pattern.fullmatch(rest)
        if matched:
            return Measure(f"money:{currency}", factor)
    inner = _known(rest) if rest else None
    if inner is not None:
        return Measure(inner.dimension, inner.factor * factor, is_count=inner.is_count and factor == 1)
    return Measure(_singular(rest) or "number", factor, is_count=rest in _COUNTED and factor == 1)


@lru_cache(maxsize=1)
def _spellings() -> dict[str, Unit]:
    """Every spelling of the package's units; a name that two units share belongs to neither."""
    found: dict[str, Unit | None] = {}
    for unit in units().values():
        names = {unit.code, unit.name.en, unit.one, *unit.aliases, *([] if unit.measure_word else [unit.name.zh])}
        for key in {spelling_key(name) for name in names if name} - {""}:
            found[key] = unit if found.get(key, unit) is unit else None
    return {key: unit for key, unit in found.items() if unit is not None}


def _known(text: str) -> Measure | None:
    found = _spellings().get(spelling_key(text))
    if found is None:
        return None
    if found.dimension == "ratio":
        return Measure("percent" if found.code == "%" else "ratio", 1.0)
    if found.dimension in ("places", "rank"):
        return Measure("rank", 1.0, is_count=True)
    counted = found.is_count or found.dimension == "persons"
    return Measure(found.dimension, float(found.factor), is_count=counted and found.factor == 1)


def _scaled(text: str) -> tuple[float, str]:
    for word, factor in _SCALE_WORDS:
        if text.startswith(word):
            return factor, text[len(word):].strip(" -")
    return 1.0, text


def _singular(word: str) -> str:
    return word[:-1] if word.isascii() and word.endswith("s") and len(word) > 3 else word
