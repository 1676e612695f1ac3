"""Periods: a span of whole months, written one way only.

``2015`` a year, ``2016H1`` a half, ``2010Q1`` a quarter, ``2014M12`` a month, ``2010-2014`` whole years,
``2016M01-2016M11`` other spans of months, the empty text where a source prints no year. Because a period *is* its first
and last month, what is written in two ways (January to June, first half) is one period.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from outward.errors import InvalidValueError
from outward.vocabulary.labels import Language

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")
_ORDINALS = {"en": ("first", "second", "third", "fourth"), "zh": ("一", "二", "三", "四")}

_YEAR = r"([1-9]\d{3})"
_MONTH = r"(0?[1-9]|1[0-2])"
_TO = r"(?:-|至|到)"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(pattern), kind) for pattern, kind in (
    (rf"{_YEAR}年?", "year"),
    (rf"{_YEAR}H([12])", "half"),
    (rf"{_YEAR}年?([上下])半年", "half"),
    (rf"{_YEAR}Q([1-4])", "quarter"),
    (rf"{_YEAR}年?第?([一二三四1-4])季度?", "quarter"),
    (rf"{_YEAR}年?前([二三])季度", "quarters"),
    (rf"{_YEAR}(?:M|-){_MONTH}", "month"),
    (rf"{_YEAR}年{_MONTH}月份?", "month"),
    (rf"{_YEAR}年?{_TO}{_YEAR}年?", "years"),
    (rf"{_YEAR}年{_MONTH}月?{_TO}{_MONTH}月份?", "months of a year"),
    (rf"{_YEAR}(?:M|年){_MONTH}月?{_TO}{_YEAR}(?:M|年){_MONTH}月?", "months"),
))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole months; ordered by its beginning, then its end; the undated period comes first.

    Parameters
    ----------
    first_month, last_month : int
        Months counted from January of the year 0 (``12 * year + month - 1``); both 0 for the undated period.

    Examples
    --------
    >>> Period.parse("2016年上半年"), str(Period.parse("2016年1-11月"))
    (Period.parse('2016H1'), '2016M01-2016M11')
    >>> Period.parse("2016H1").year_before().label("en")
    'first half of 2015'
    """

    first_month: int
    last_month: int

    def __post_init__(self) -> None:
        dated = 12_000 <= self.first_month <= self.last_month < 120_000
        if not dated and (self.first_month, self.last_month) != (0, 0):
            raise InvalidValueError(f"months {self.first_month} to {self.last_month}", "periods",
                                    "Let a period end no earlier than it begins, in a year of four digits.")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period, as we write it or as a Chinese yearbook does.

        Raises
        ------
        InvalidValueError
            If the text is no period.
        """
        plain = re.sub(r"[‐-―−~～〜]", "-", re.sub(r"\s", "", unicodedata.normalize("NFKC", text))).upper()
        plain = re.sub(r"-{2,}", "-", plain)
        if not plain:
            return UNDATED
        for pattern, kind in _PATTERNS:
            if found := pattern.fullmatch(plain):
                return _span(kind, found.groups(), text)
        raise InvalidValueError(f"period {text[:80]!r}", "periods",
                                "Write 2015, 2016H1, 2010Q1, 2014M12, 2010-2014 or 2016M01-2016M11; "
                                "leave it empty where the source prints no year.")

    @classmethod
    def year(cls, year: int) -> Period:
        """Give a calendar year."""
        return cls(12 * year, 12 * year + 11)

    def __repr__(self) -> str:
        return f"Period.parse({str(self)!r})"

    def __str__(self) -> str:
        year, part = divmod(self.first_month, 12)
        match self._shape():
            case "undated":
                return ""
            case "year":
                return f"{year}"
            case "years":
                return f"{year}-{self.last_year}"
            case "half":
                return f"{year}H{part // 6 + 1}"
            case "quarter":
                return f"{year}Q{part // 3 + 1}"
            case "month":
                return f"{year}M{part + 1:02}"
        return f"{year}M{part + 1:02}-{self.last_year}M{self.last_month % 12 + 1:02}"

    @property
    def is_dated(self) -> bool:
        """Whether the source prints when."""
        return self.first_month > 0

    @property
    def is_year(self) -> bool:
        """Whether the period is one calendar year."""
        return self._shape() == "year"

    @property
    def first_year(self) -> int:
        """The year in which the period begins; 0 if undated."""
        return self.first_month // 12

    @property
    def last_year(self) -> int:
        """The year in which the period ends; 0 if undated."""
        return self.last_month // 12

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years that the period touches; none if undated."""
        return tuple(range(self.first_year, self.last_year + 1)) if self.is_dated else ()

    @property
    def months(self) -> int:
        """How many months long the period is; 0 if undated."""
        return self.last_month - self.first_month + 1 if self.is_dated else 0

    @property
    def first_day(self) -> date:
        """The day on which the period begins.

        Raises
        ------
        InvalidValueError
            If the period is undated; so ``last_day``.
        """
        self._must_be_dated("its first day")
        return date(self.first_year, self.first_month % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        """The day on which the period ends."""
        self._must_be_dated("its last day")
        month = self.last_month % 12 + 1
        return date(self.last_year, month, calendar.monthrange(self.last_year, month)[1])

    def shifted(self, years: int) -> Period:
        """Give the same period so many years later (earlier, if negative).

        Raises
        ------
        InvalidValueError
            If the period is undated, or would leave the years of four digits.
        """
        self._must_be_dated("the period a year before or after it")
        return Period(self.first_month + 12 * years, self.last_month + 12 * years)

    def year_before(self) -> Period:
        """Give the same period a year before."""
        return self.shifted(-1)

    def label(self, language: Language) -> str:
        """Name the period, for a table's header.

        Examples
        --------
        >>> Period.parse("2010Q1").label("en"), Period.parse("2010Q1").label("zh")
        ('first quarter of 2010', '2010年第一季度')
        >>> UNDATED.label("en"), UNDATED.label("zh")
        ('year not printed', '年份未刊印')
        """
        return self._english() if language == "en" else self._chinese()

    def adverbial(self, language: Language) -> str:
        """Say when, within a sentence: what an undated source says happened at no time that it prints.

        Examples
        --------
        >>> Period.parse("2016H1").adverbial("en"), Period.parse("2010-2014").adverbial("en")
        ('in the first half of 2016', 'in 2010–2014')
        >>> UNDATED.adverbial("en"), UNDATED.adverbial("zh")
        ('in a year that is not printed', '在未刊印的年份')
        """
        if not self.is_dated:
            return "in a year that is not printed" if language == "en" else "在未刊印的年份"
        if language == "zh":
            return self._chinese()
        match self._shape():
            case "half" | "quarter":
                return f"in the {self._english()}"
            case "months":
                return f"from {self._english()}"
        return f"in {self._english()}"

    def _shape(self) -> str:
        """What the span is: a calendar's unit, or plain ``months``."""
        if not self.is_dated:
            return "undated"
        if self.first_month % 12 == 0 and self.months % 12 == 0:
            return "year" if self.months == 12 else "years"
        for name, length in (("half", 6), ("quarter", 3), ("month", 1)):
            if self.months == length and self.first_month % length == 0:
                return name
        return "months"

    def _english(self) -> str:
        year, part = divmod(self.first_month, 12)
        last = self.last_month % 12
        match self._shape():
            case "undated":
                return "year not printed"
            case "year":
                return f"{year}"
            case "years":
                return f"{year}–{self.last_year}"
            case "half":
                return f"{_ORDINALS['en'][part // 6]} half of {year}"
            case "quarter":
                return f"{_ORDINALS['en'][part // 3]} quarter of {year}"
            case "month":
                return f"{_MONTHS[part]} {year}"
        begin = _MONTHS[part] if year == self.last_year else f"{_MONTHS[part]} {year}"
        return f"{begin} to {_MONTHS[last]} {self.last_year}"

    def _chinese(self) -> str:
        year, part = divmod(self.first_month, 12)
        last = self.last_month % 12 + 1
        match self._shape():
            case "undated":
                return "年份未刊印"
            case "year":
                return f"{year}年"
            case "years":
                return f"{year}—{self.last_year}年"
            case "half":
                return f"{year}年{'上下'[part // 6]}半年"
            case "quarter":
                return f"{year}年第{_ORDINALS['zh'][part // 3]}季度"
            case "month":
                return f"{year}年{part + 1}月"
        if year == self.last_year:
            return f"{year}年{part + 1}—{last}月"
        return f"{year}年{part + 1}月—{self.last_year}年{last}月"

    def _must_be_dated(self, wanted: str) -> None:
        if not self.is_dated:
            raise InvalidValueError(f"{wanted} was asked of a period without a year", "periods",
                                    "Give the observation a period, or leave out what needs one.")


UNDATED = Period(0, 0)
"""The period of what a source prints without a year."""


def _span(kind: str, groups: tuple[str, ...], text: str) -> Period:
    start = 12 * int(groups[0])
    match kind, groups[1:]:
        case "year", ():
            return Period(start, start + 11)
        case "half", (half,):
            first = start + (6 if half in "2下" else 0)
            return Period(first, first + 5)
        case "quarter", (quarter,):
            first = start + 3 * ("一二三四".find(quarter) if quarter in "一二三四" else int(quarter) - 1)
            return Period(first, first + 2)
        case "quarters", (count,):
            return Period(start, start + (5 if count == "二" else 8))
        case "month", (month,):
            return Period(start + int(month) - 1, start + int(month) - 1)
        case "years", (last,):
            return _ordered(start, 12 * int(last) + 11, text)
        case "months of a year", (first_of, last_of):
            return _ordered(start + int(first_of) - 1, start + int(last_of) - 1, text)
    first_of, last_year, last_of = groups[1:]
    return _ordered(start + int(first_of) - 1, 12 * int(last_year) + int(last_of) - 1, text)


def _ordered(first: int, last: int, text: str) -> Period:
    if last < first:
        raise InvalidValueError(f"period {text[:80]!r} ends before it begins", "periods",
                                "Write the earlier end first.")
    return Period(first, last)
