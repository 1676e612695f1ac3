"""Periods as prose names them: "in the first half of 2016", 2016年1-11月, "from 2010 to 2014"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_Y = r"(?:19|20)\d\d"
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NUMBERS = (
    {name: number for number, name in enumerate(_MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
_M = rf"(?:{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
_ORDER = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "上": 1,
    "下": 2,
}
_ORD = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_OF = r",? (?:of )?(?:the year )?"

_PATTERN = re.compile(
    "|".join(
        (
            rf"(?P<zy>{_Y}) ?年?(?:第?(?P<zq>[一二三四1-4])季度?(?!位)|(?P<zh>[上下])半年|前(?P<zqs>[二三])季度"
            r"|(?P<zm>1[0-2]|0?[1-9])月?(?:[-~至到](?P<zm2>1[0-2]|0?[1-9])月份?|(?<=月)份?(?:\d{1,2}日)?))",
            rf"(?P<sy>{_Y}) ?年? ?(?:-{{1,2}}|~|至|到)(?P<sy2>(?:19|20)?\d\d)(?!\d|[.,]\d|%) ?年?",
            rf"(?:from|between) (?P<fy>{_Y}) (?:to|and) (?P<fy2>{_Y})(?![\d.,]\d)",
            rf"(?P<ty>{_Y}) to (?P<ty2>{_Y})(?![\d.,]\d)",
            rf"(?P<ho>{_ORD}) half{_OF}(?P<hy>{_Y})",
            rf"\bh(?P<hho>[12]) ?(?P<hhy>{_Y})",
            rf"(?P<yh>{_Y}) ?h(?P<yho>[12])\b",
            rf"(?P<qo>{_ORD}) quarter{_OF}(?P<qy>{_Y})",
            rf"\bq(?P<qqo>[1-4]) ?(?P<qqy>{_Y})",
            rf"(?P<yq>{_Y}) ?q(?P<yqo>[1-4])\b",
            rf"(?P<ymy>{_Y})m(?P<ymm>1[0-2]|0[1-9])\b",
            rf"\b(?P<m1>{_M}) ?(?:-|to) ?(?P<m2>{_M}){_OF}(?P<my>{_Y})",
            rf"\b(?:(?P<d>\d{{1,2}}) )?(?P<mm>{_M})(?: \d{{1,2}}(?:st|nd|rd|th)?)?{_OF}(?P<mmy>{_Y})",
            rf"(?P<y>{_Y}) ?年(?:[底末]|全年)?",
            rf"(?P<decade>{_Y}s\b)",
            rf"(?P<plain>{_Y})(?!\d|[.,]\d|[-/]\d)",
            r"(?<!\d)(?P<only>(?:1[0-2]|0?[1-9])[-~至到](?:1[0-2]|0?[1-9])月份?|(?:1[0-2]|0?[1-9])月(?:份|\d{1,2}日)?)",
        )
    )
)
_BASES = re.compile(
    r"(?:\b(?:compared (?:with|to)|over|than|against|on|from|since))(?: (?:that|those|the level|it|"
    r"its level))?"
    r"(?: (?:in|of|at|for))?(?: the)?(?: end of)? ?$|[比较] ?$"
)
_DATED = re.compile(
    r"(?:\b(?:in|by|of|since|during|until|till|for|from|year|as of|end|and|before|after)"
    r"|[在到至从自截止于和及、,(]|^) ?$"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A period in a sentence; ``period`` is empty where no year is told ("1-11月"); ``base``: what is compared with."""

    period: str
    start: int
    end: int
    base: bool = False
    certain: bool = True  # a bare number of four digits may still be a count of something


@lru_cache(maxsize=256)
def dates(text: str) -> tuple[Dated, ...]:
    """Find the periods in a ``plain`` text.

    Examples
    --------
    >>> [(dated.period, dated.base) for dated in dates("in the first half of 2016, up 3% on 2015")]
    [('2016H1', False), ('2015', True)]
    >>> [dated.period for dated in dates("2016年1-11月，2010-2014年，2015年末")]
    ['2016M01-2016M11', '2010-2014', '2015']
    """
    found = []
    for match in _PATTERN.finditer(text):
        start, end = match.span()
        if start and (
            text[start - 1].isdigit()
            or (text[start - 1] in ".,/-" and text[start - 2 : start - 1].isdigit())
            or (text[start - 1].isascii() and text[start - 1].isalpha())
        ):
            continue
        if end < len(text) and text[end].isdigit() and text[end - 1].isdigit():
            continue
        before = text[max(0, start - 40) : start]
        base = _BASES.search(before)
        certain = match["plain"] is None or _DATED.search(before) is not None
        period = _period(match)
        starts_span = base is not None and base[0].startswith(("from", "since"))
        found.append(Dated(period, start, end, base is not None and not starts_span, certain))
    return tuple(found)


def _period(match: re.Match[str]) -> str:
    groups = {name: text for name, text in match.groupdict().items() if text}
    for year in ("y", "plain"):
        if year in groups:
            return groups[year]
    for first, last in (("sy", "sy2"), ("fy", "fy2"), ("ty", "ty2")):
        if first in groups:
            end = groups[last] if len(groups[last]) == 4 else groups[first][:2] + groups[last]
            return f"{groups[first]}-{end}" if end > groups[first] else ""
    for year, order, letter in (
        ("hy", "ho", "H"),
        ("hhy", "hho", "H"),
        ("yh", "yho", "H"),
        ("qy", "qo", "Q"),
        ("qqy", "qqo", "Q"),
        ("yq", "yqo", "Q"),
        ("zy", "zq", "Q"),
        ("zy", "zh", "H"),
    ):
        if year in groups and order in groups:
            return f"{groups[year]}{letter}{_ORDER[groups[order]]}"
    if "zqs" in groups:
        return f"{groups['zy']}M01-{groups['zy']}M{3 * _ORDER[groups['zqs']]:02}"
    return _months(groups, match[0])


def _months(groups: dict[str, str], text: str) -> str:
    year = groups.get("zy") or groups.get("ymy") or groups.get("my") or groups.get("mmy") or ""
    if not year:
        return ""
    if re.fullmatch(rf"31 dec.*|dec\w*\.? 31\D.*|{_Y} ?年12月31日", text):
        return year  # what stands at the end of the year
    if "m1" in groups:
        first, last = _number(groups["m1"]), _number(groups["m2"])
    elif "mm" in groups:
        first = last = _number(groups["mm"])
    else:
        first = int(groups.get("zm") or groups.get("ymm") or 0)
        last = int(groups.get("zm2") or first)
    return f"{year}M{first:02}" if first == last else f"{year}M{first:02}-{year}M{last:02}" if first < last else ""


def _number(month: str) -> int:
    return _NUMBERS.get(month.rstrip("."), 0)
