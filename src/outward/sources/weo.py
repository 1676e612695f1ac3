"""The IMF's World Economic Outlook by countries: tab-separated text named ``.xls``, in UTF-16 or Latin-1.

An edition ends with five years of projections beyond its own, and its own year is one too. What is kept ends with the
year before, unless ``until`` says otherwise. Missing is ``n/a`` or ``--``; thousands have commas.

The exchange rate is what the two GDPs imply, national currency to the US dollar. A currency crash is a year in which
the dollar rose by at least 30 %, and by at least 10 points more than the year before (counted as none where that is not
known): Frankel, J. and A. Rose (1996), "Currency Crashes in Emerging Markets", Journal of International Economics
41(3-4), 351-366; Laeven, L. and F. Valencia (2020), IMF Economic Review 68, 307-361.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.sources.delimited import numbers, refused, year_columns
from outward.sources.panel_families import Converted, coded, table_of
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "WEO", Label("World Economic Outlook Database", "世界经济展望数据库"),
    Label("International Monetary Fund", "国际货币基金组织"), licence="free reuse with attribution",
    note="revised twice a year; recent years are the staff's estimates")
FAMILIES: Final = ("economic_macro_weo",)

_SERIES: Final = {"NGDP": "gdp_lcu_bn", "NGDPD": "gdp_usd_bn", "NGDP_RPCH": "gdp_growth", "PCPIPCH": "inflation_avg",
                  "BCA_NGDPD": "current_account_pct_gdp", "GGXWDG_NGDP": "gov_debt_pct_gdp",
                  "GGXCNL_NGDP": "gov_balance_pct_gdp", "NGDPDPC": "gdp_pc_usd", "LP": "population_m",
                  "LUR": "unemployment"}
_SCALES: Final = {"NGDP": "billions", "NGDPD": "billions", "LP": "millions"}
_ISO, _SUBJECT, _SCALE = "ISO", "WEO Subject Code", "Scale"
_BEYOND: Final = 6  # from the last projection back to the year before the edition's
_CRASH, _JUMP = 0.3, 0.1


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    return next((place for place, row in enumerate(head) if {_ISO, _SUBJECT} <= set(row)), None)


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return name in (_ISO, _SUBJECT, _SCALE) or bool(year_columns([name]))


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the file into a table of the panel.

    Raises
    ------
    InvalidInputError
        If no series is one of the panel's, one stands there twice or in another scale, or a cell cannot be read.
    """
    columns = year_columns([str(name) for name in rows.columns])
    found = rows[rows[_SUBJECT].isin(list(_SERIES))]
    if found.empty or not columns:
        raise refused(file, "has no series of the panel", f"Load the table by countries, with {', '.join(_SERIES)}.")
    problems = [Problem(file, int(str(row)), _SCALE, f"{subject} is in {scale[:40]!r}",
                        f"It should be in {_SCALES[subject]}.")
                for row, subject, scale in zip(found.index, found[_SUBJECT], found.get(_SCALE, ()), strict=False)
                if subject in _SCALES and scale.casefold() != _SCALES[subject]]
    named, gaps = coded(found, _ISO)
    twice = named.duplicated(["iso3", _SUBJECT])
    problems += [Problem(file, int(str(row)), "", f"{named['iso3'][row]} has {named[_SUBJECT][row]} twice",
                         "Keep one of the rows.") for row in named.index[twice]]
    if problems:
        raise InvalidInputError(problems[:20], file)
    last = until if until is not None else max(columns.values()) - _BEYOND
    kept = {column: year for column, year in columns.items() if year <= last}
    if not kept:
        raise refused(file, f"has no year up to {last}", "Name the last year that is no projection.")
    long = pd.concat([pd.DataFrame({"iso3": named["iso3"], "variable": named[_SUBJECT].map(_SERIES), "year": year,
                                    "value": numbers(named[column], file)}) for column, year in kept.items()])
    table = long.pivot(index=["iso3", "year"], columns="variable", values="value").reset_index()
    table.columns.name = None
    if until is None and len(kept) < len(columns):
        gaps = (*gaps, Label(f"projections: years after {last}", f"预测数：{last}年之后的年份"))
    return Converted((table_of("economic_macro_weo", _with_rates(table), until),), gaps)


def _with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Add the implied exchange rate, its yearly change and crashes; rows by country and year, one a year."""
    ordered = table.sort_values(["iso3", "year"]).reset_index(drop=True)
    local = ordered.get("gdp_lcu_bn", pd.Series(np.nan, index=ordered.index))
    dollars = ordered.get("gdp_usd_bn", pd.Series(np.nan, index=ordered.index))
    rate = (local / dollars).where((local > 0) & (dollars > 0))
    same = ordered["iso3"].eq(ordered["iso3"].shift()) & ordered["year"].eq(ordered["year"].shift() + 1)
    change = (rate / rate.shift() - 1).where(same)
    before = change.shift().where(same).fillna(0.0)
    crash = ((change >= _CRASH) & (change - before >= _JUMP)).astype(float).where(change.notna())
    return ordered.assign(implied_fx_lcu_per_usd=rate.map(_printed), fx_dep=change.round(6), fx_crash=crash)


def _printed(rate: float) -> float:
    """Round to six decimals, and to no fewer than seven digits: some currencies lost nine zeros since."""
    return round(rate, max(6, 6 - math.floor(math.log10(rate)))) if rate > 0 else rate
