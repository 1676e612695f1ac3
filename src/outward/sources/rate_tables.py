"""Monthly exchange rates as a table: HMRC's snapshot, crossed to the dollar, or a CSV file of the user's.

A file has a date, a currency or country, and a rate (units for one dollar): ``Date,Country,Exchange rate`` or
``date,currency,rate``, a row a month.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import hmrc_rates
import numpy as np
import pandas as pd

from outward.errors import DataGapError, InvalidInputError, InvalidValueError, Problem, UnknownCodeError
from outward.sources.hmrc_rates import SOURCE, HmrcRates
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import regions

_LARGEST: Final = 64 << 20  # bytes
_SHOWN: Final = 20
_MONTHS: Final = "Write 2024-05-01, 2024-05 or 2024M05."
_NAMES: Final = {"date": ("date", "month", "period"), "code": ("currency", "country", "iso4217", "iso3", "code"),
                 "rate": ("rate", "exchange rate", "value")}


@dataclass(frozen=True, slots=True, eq=False)
class MonthlyRates:
    """Rates by currency (or economy) and month, with their source."""

    rates: pd.DataFrame  # index: ISO 4217 or iso3; columns: months; units for one of the anchor
    anchor: str
    source: Source


@lru_cache(maxsize=4)
def hmrc_monthly(anchor: str = "USD") -> MonthlyRates:
    """Give all of HMRC's monthly rates for one of ``anchor``; what it does not print, or misprints, is nan.

    Raises
    ------
    UnknownCodeError
        If HMRC prints no rate of the anchor.

    Examples
    --------
    >>> table = hmrc_monthly().rates
    >>> float(table.loc["CNY", "2015M08"].round(2)), bool(np.isnan(table.loc["BRL", "2019M04"]))
    (6.21, True)
    """
    held, table = hmrc_rates.Rates(), HmrcRates()
    months = [Period(12 * month.year + month.month - 1, 12 * month.year + month.month - 1) for month in held.months()]
    codes = sorted({_code(currency) for month in held.months() for currency, _ in held.monthly(month)} | {"GBP"})
    anchors = {month: _per_pound(table, anchor, month) for month in months}
    if all(map(math.isnan, anchors.values())):
        raise UnknownCodeError(f"currency {anchor!r}", "exchange rates of HMRC", "Use a code of ISO 4217, such as USD.")
    values = [[_per_pound(table, code, month) / anchors[month] for month in months] for code in codes if code != anchor]
    return MonthlyRates(pd.DataFrame(values, index=[code for code in codes if code != anchor],
                                     columns=[str(month) for month in months]), anchor, SOURCE)


def _code(currency: object) -> str:
    return str(currency)


def _per_pound(table: HmrcRates, code: str, month: Period) -> float:
    try:
        return table.rate(code, "GBP", month).value
    except (DataGapError, UnknownCodeError):
        return float("nan")


def read_rates(data: bytes, name: str, currencies: Mapping[str, str]) -> MonthlyRates:
    """Read a file of monthly rates, units for one dollar.

    Parameters
    ----------
    data : bytes
        CSV in UTF-8.
    name : str
        The file's name, for messages and as its source.
    currencies : mapping of str to str
        Codes by what a file may call a currency: its code, its names.

    Raises
    ------
    InvalidInputError
        If it is no such file, or rows are wrong: each by its row.

    Examples
    --------
    >>> read_rates(b"date,currency,rate\\n2024-05-01,ZMW,26.5\\n", "own.csv", {"zmw": "ZMW"}).rates
         2024M05
    ZMW     26.5
    """
    rows, columns = _rows(data, name)
    found: dict[str, dict[str, float]] = {}
    problems: list[Problem] = []
    for number, row in rows:
        try:
            code, month, rate = _code_of(row[columns["code"]], currencies), _month(row[columns["date"]]), _rate(
                row[columns["rate"]])
        except InvalidValueError as error:
            problems.append(Problem(name, number, "", error.what, error.mend))
        else:
            if month in found.setdefault(code, {}):
                problems.append(Problem(name, number, "", f"{code} in {month} stands twice", "Keep one row a month."))
            elif rate is not None:
                found[code][month] = rate
        if len(problems) >= _SHOWN:
            break
    if problems:
        raise InvalidInputError(problems, name)
    months = sorted({month for each in found.values() for month in each})
    if not months:
        raise InvalidInputError([Problem(name, 0, "", "holds no rate", "Give a row a month.")], name)
    table = pd.DataFrame([[each.get(month, np.nan) for month in months] for each in found.values()],
                         index=list(found), columns=months)
    source = Source("own-rates", Label(name, name), Label("the user's own file", "用户自备文件"))
    return MonthlyRates(table, "USD", source)


def _rows(data: bytes, name: str) -> tuple[Iterator[tuple[int, list[str]]], dict[str, int]]:
    """Give rows with their numbers, and which column is which."""
    if len(data) > _LARGEST:
        raise InvalidInputError([Problem(name, 0, "", f"has {len(data):,} bytes", "Give at most 64 MB.")], name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(name, 0, "", f"is not UTF-8 at byte {error.start}", "Save it as CSV in UTF-8.")
        raise InvalidInputError([problem], name) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InvalidInputError([Problem(name, reader.line_num, "", f"cannot be read: {error}",
                                         "Save it as CSV in UTF-8.")], name) from error
    columns = {meaning: next((header.index(each) for each in names if each in header), -1)
               for meaning, names in _NAMES.items()}
    problems = [Problem(name, 1, "", f"has no column of {meaning}", f"Call it one of {', '.join(_NAMES[meaning])}.")
                for meaning, place in columns.items() if place < 0]
    if not problems:
        problems = [Problem(name, number, "", f"has {len(row)} cells, the header {len(header)}",
                            "Give every row as many.")
                    for number, row in rows if len(row) != len(header)][:_SHOWN]
    if problems:
        raise InvalidInputError(problems, name)
    return iter(rows), columns


def _code_of(given: str, currencies: Mapping[str, str]) -> str:
    if known := currencies.get(given.strip().casefold()):
        return known
    try:
        iso3 = regions().find(given).iso3
    except UnknownCodeError as error:
        raise InvalidValueError(f"{given[:60]!r} is no currency or country", "rates",
                                "Use a code of ISO 4217 or a country's name.") from error
    if not iso3:
        raise InvalidValueError(f"{given[:60]!r} is no country", "rates", "Use a code of ISO 4217 or a country's name.")
    return iso3


def _month(given: str) -> str:
    text = given.strip()
    try:
        if len(text) == len("2024-05-01"):
            day = date.fromisoformat(text)
            return str(Period(12 * day.year + day.month - 1, 12 * day.year + day.month - 1))
        period = Period.parse(text)
    except (ValueError, InvalidValueError) as error:
        raise InvalidValueError(f"{given[:40]!r} is no month", "rates", _MONTHS) from error
    if period.months != 1:
        raise InvalidValueError(f"{given[:40]!r} is no month", "rates", _MONTHS)
    return str(period)


def _rate(given: str) -> float | None:
    """Read a rate; an empty cell is a gap."""
    text = given.strip()
    if not text:
        return None
    try:
        rate = float(text)
    except ValueError:
        rate = float("nan")
    if not 0 < rate < 1e15:
        raise InvalidValueError(f"rate {given[:40]!r}", "rates", "Give a positive number, or leave the cell empty.")
    return rate
