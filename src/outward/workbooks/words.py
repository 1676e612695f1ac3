"""Words of yearbook sheets, taken apart: a label's name, unit, year, footnote marks and its "of which"."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from outward.errors import InvalidValueError
from outward.vocabulary.periods import Period
from outward.workbooks.numerals import without_marks

_HAN = r"\u3400-\u9fff\u3001-\u3011"
_BLANK_IN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_OF_WHICH = re.compile(
    r"^\s*(?:#|＃|其\s*中\s*[:：、]?|(?:of which|including|among them)\b\s*[:：]?)\s*", re.IGNORECASE
)
_ENUMERATION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,2}[)）]|"
    r"\d{1,2}(?:、|\.(?=\D)\s*)|[IVX]{1,4}\.\s)"
)
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_PERIOD_INSIDE = re.compile(
    rf"(?<!\d){_YEAR}(?:M\d\d(?:-{_YEAR}M\d\d)?|年?[-–—~～至到]+{_YEAR}年?|[HQ][1-4]|年?[上下]半年|年?第?[一二三四]季度?|"
    r"年?前[二三]季度|年\d{1,2}(?:[-–—~～至到]\d{1,2})?月份?|年度|年末|年底|年)?(?![\d=＝])", re.IGNORECASE
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"\b({'|'.join(_MONTHS)})[a-z]*\.?"
_ENGLISH_MONTHS = re.compile(rf"{_MONTH}(?:\s*(?:-|–|—|to)\s*{_MONTH})?,?\s*({_YEAR})", re.IGNORECASE)
_ENGLISH_HALF = re.compile(rf"\b(first|second) half of ({_YEAR})", re.IGNORECASE)
_ENGLISH_QUARTER = re.compile(rf"\b(first|second|third|fourth) quarter of ({_YEAR})", re.IGNORECASE)
_ORDINALS = ["first", "second", "third", "fourth"]
_AROUND_PERIOD = re.compile(
    r"^(?:(?:at |by )?(?:the )?(?:year-?\s?end|end of)|in|of|for)\b|"
    r"\b(?:(?:at )?(?:the )?(?:year-?\s?end|end of)|in|of|for)$", re.IGNORECASE
)
_BASE = re.compile(r"(?:\d{4}|上年|previous year|last year)\s*[=＝]\s*100")
_UNIT_LINE = re.compile(
    r"^(?:计量)?(?:单\s*位|units?|unit of measure(?:ment)?)\s*[:：]\s*(?P<unit>\S.*)$", re.IGNORECASE
)
_SOURCE_LINE = re.compile(r"^(?:资料来源|数据来源|来源|sources?)\s*[:：]\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_NOTE_LINE = re.compile(
    r"^(?:(?:注|附注|说明|备注|notes?|remarks?)\s*\d{0,2}\s*[:：.、]|[①-⑳*†‡※]\s*\S|[a-h][)）]\s*\S|\[\d{1,2}\]\s*\S)\s*",
    re.IGNORECASE
)
_TABLE_NUMBER = re.compile(
    r"^\s*(?P<more>续)?\s*(?:表|tables?)\s*(?P<number>\d{1,3}(?:\s*[-–.—]\s*\d{1,3}){0,3})(?P<cont>\s*[(（]?续|\s*\(?cont)?",
    re.IGNORECASE
)
Kind = Literal["corner", "unit column", "ignored column", "total", "nation", "measure", "indicator"]


@dataclass(frozen=True, slots=True)
class Words:
    """A label taken apart.

    ``name`` is what is left to be looked up (may be empty); ``period`` is written as the project writes periods;
    ``brackets`` are the texts that stood in brackets and were not a year, a unit perhaps.
    """

    name: str
    period: str = ""
    brackets: tuple[str, ...] = ()
    of_which: bool = False
    marks: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Bring a printed text into plain form: NFKC, single blanks, none between Chinese characters.

    Examples
    --------
    >>> tidy("合　　计"), tidy("Ｔｏｔａｌ  profit")
    ('合计', 'Total profit')
    """
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    return _BLANK_IN_HAN.sub("", plain)


def key(text: str) -> str:
    """Reduce a name to what two spellings of it share: no case, no blanks, no hyphens.

    Examples
    --------
    >>> key("Total  Assets") == key("total-assets")
    True
    """
    return re.sub(r"[\s\-_/:：,，、。.]+", "", tidy(text).casefold())


def take_apart(text: str) -> Words:
    """Take a header or stub label apart.

    Examples
    --------
    >>> words = take_apart("＃出口交货值（亿元）①")
    >>> words.name, words.brackets, words.of_which, words.marks
    ('出口交货值', ('亿元',), True, ('①',))
    >>> take_apart("2015年").period, take_apart("Total profit, 2014").period
    ('2015', '2014')
    """
    body, marks = without_marks(text)
    flag = _OF_WHICH.match(body)
    body = tidy(body[flag.end():] if flag else body)
    body = _ENUMERATION.sub("", body)
    brackets: list[str] = []
    period = ""
    for inside in _BRACKETS.findall(body):
        found = period_in(inside)
        period = period or found
        # Several things may stand in one pair of brackets: (2015年，亿元).
        rest = _without_period(inside) if found else inside
        brackets.extend(part.strip() for part in re.split(r"[，;；]|,(?!\d{3})", rest) if part.strip())
    name = _BRACKETS.sub(" ", body)
    if not period and (found := period_in(name)):
        period = found
        name = _without_period(name)
    name, more = without_marks(name.strip(" ,，、:：;；"))
    return Words(tidy(name).strip(" ,，、:：;；"), period, tuple(brackets), bool(flag), (*marks, *more))


def period_in(text: str) -> str:
    """Find the one period that a text names; empty when it names none, or several.

    Examples
    --------
    >>> period_in("2016年上半年"), period_in("2010-2014年"), period_in("Dec. 2014"), period_in("2014, 2015")
    ('2016H1', '2010-2014', '2014M12', '')
    >>> period_in("January to November 2016"), period_in("2010=100")
    ('2016M01-2016M11', '')
    """
    found = set()
    for match in _PERIOD_INSIDE.finditer(_without_english_dates(tidy(text))):
        try:
            found.add(str(Period.parse(re.sub("年[度末底]$", "年", match.group()))))
        except InvalidValueError:
            return ""  # a span that ends before it begins: the caller says that no period was found
    return found.pop() if len(found) == 1 else ""


def _without_english_dates(text: str) -> str:
    def months(match: re.Match[str]) -> str:
        first, last, year = match.groups()
        begin = f"{year}M{_MONTHS.index(first.lower()) + 1:02}"
        return f"{begin}-{year}M{_MONTHS.index(last.lower()) + 1:02}" if last else begin

    text = _ENGLISH_MONTHS.sub(months, text)
    text = _ENGLISH_HALF.sub(lambda match: f"{match[2]}H{_ORDINALS.index(match[1].lower()) + 1}", text)
    return _ENGLISH_QUARTER.sub(lambda match: f"{match[2]}Q{_ORDINALS.index(match[1].lower()) + 1}", text)


def is_period(text: str) -> bool:
    """Is the text a period and nothing else?"""
    words = take_apart(text)
    return bool(words.period) and not words.name and not words.brackets


def _without_period(text: str) -> str:
    left = tidy(_PERIOD_INSIDE.sub(" ", _without_english_dates(text))).strip(" ,，、")
    return _AROUND_PERIOD.sub(" ", left)


def is_base(text: str) -> bool:
    """Does the text state an index's base, such as ``2010=100``?"""
    return bool(_BASE.fullmatch(tidy(text)))


def unit_line(text: str) -> str:
    """Give the unit that a line such as ``单位：亿元`` states; empty when it is no such line.

    Examples
    --------
    >>> unit_line("单 位：亿元"), unit_line("Unit: 100 million CNY")
    ('亿元', '100 million CNY')
    """
    match = _UNIT_LINE.match(tidy(text).strip("()（） "))
    return match["unit"].strip() if match else ""


def source_line(text: str) -> str | None:
    """Give what a source line names; ``None`` when it is no such line."""
    match = _SOURCE_LINE.match(tidy(text))
    return match["rest"].strip() if match else None


def is_note_line(text: str) -> bool:
    """Is it a line of notes below a table?"""
    return bool(_NOTE_LINE.match(text.strip()))


def table_number(text: str) -> tuple[str, bool]:
    """Give a title's table number, and whether the table is continued; empty when the title has none.

    Examples
    --------
    >>> table_number("表3-2 主要指标"), table_number("续表 3"), table_number("Table 4 (continued)")
    (('3-2', False), ('3', True), ('4', True))
    """
    match = _TABLE_NUMBER.match(tidy(text))
    if not match:
        return "", False
    return re.sub(r"\s*[-–.—]\s*", "-", match["number"]), bool(match["more"] or match["cont"])


def means(name: str, kind: Kind) -> str:
    """Say what a standing word of yearbooks means; empty when the name is no word of this kind.

    Kinds: ``corner`` (a header over row labels, which holds no fact of its own), ``unit column``, ``ignored column``
    (running numbers, codes), ``total``, ``nation``, ``measure`` (gives the measure's id; the others give the kind).

    Examples
    --------
    >>> means("比上年增长（%）", "measure"), means("位次", "measure"), means("利润总额", "measure")
    ('growth', 'rank', '')
    >>> means("合  计", "total"), means("Grand total", "total")
    ('total', 'total')
    """
    table = standing_words(kind)
    return table.get(key(name), "") or table.get(key(_BRACKETS.sub("", tidy(name))), "")


@cache
def standing_words(kind: Kind) -> dict[str, str]:
    """Give the standing words of a kind by their spelling, and what each means."""
    text = (files("outward.workbooks") / "data" / "words.csv").read_text(encoding="utf-8")
    return {key(word): row["means"] or kind
            for row in csv.DictReader(text.splitlines()) if row["kind"] == kind for word in row["words"].split("|")}


def slug(text: str) -> str:
    """Make an id of a sheet's name.

    Examples
    --------
    >>> slug("Main indicators (2015)"), slug("主要指标 1")
    ('main-indicators-2015', '主要指标-1')
    """
    return re.sub(r"[^\w]+", "-", tidy(text).casefold()).strip("-") or "sheet"
