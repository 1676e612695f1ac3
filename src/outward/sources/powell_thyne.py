"""Powell and Thyne's list of coups: a row an attempt, counted here by country and year, and kept one by one.

The list says when attempts were, not until when it was kept: ``until`` says it; without it the list is taken to end
with the year of its last attempt. Countries are numbered as by the Correlates of War; some editions add the numbers of
Gleditsch and Ward.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.sources.delimited import whole_numbers, years
from outward.sources.panel_families import FIRST_YEAR, Converted, PanelTable, left_out, table_of
from outward.sources.state_codes import gwcode_of_cow, iso3_of, state, state_codes
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "POWELL-THYNE", Label("Global Instances of Coups", "全球政变数据"),
    Label("Jonathan Powell and Clayton Thyne", "乔纳森·鲍威尔与克莱顿·泰恩"),
    licence="free for research; cite Powell and Thyne (2011), Journal of Peace Research 48(2), 249-259",
    note="recent attempts are added and revised as they are judged")
FAMILIES: Final = ("political_coups_country_year", "political_coup_events")

_NEEDED: Final = ("country", "ccode", "year", "month", "day", "coup")
_GW: Final = "ccode_gw"
_OUTCOMES: Final = {1: "failed", 2: "successful"}


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    return next((place for place, row in enumerate(head) if set(_NEEDED) <= {name.casefold() for name in row}), None)


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return name.casefold() in (*_NEEDED, _GW)


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the list into two tables of the panel: by country and year, and one by one.

    Raises
    ------
    InvalidInputError
        If a cell cannot be read, or an outcome is neither 1 (failed) nor 2 (successful).
    """
    rows = rows.rename(columns={name: str(name).casefold() for name in rows})
    read = pd.DataFrame({
        "country": rows["country"], "year": years(rows["year"], file),
        "month": whole_numbers(rows["month"], file, 0, 12), "day": whole_numbers(rows["day"], file, 0, 31),
        "outcome": whole_numbers(rows["coup"], file, 1, 2).map(_OUTCOMES)})
    if (blank := read["outcome"].isna()).any():
        raise InvalidInputError([Problem(file, int(str(row)), "coup", "is empty", "Write 1 (failed) or 2 (successful).")
                                 for row in read.index[blank][:20]], file)
    codes = pd.array(_numbers(rows, read["year"], file), dtype="Int64")
    read = read.assign(gwcode=codes, iso3=["" if code is pd.NA else iso3_of(int(code)) for code in codes])
    placed = read[read["gwcode"].notna()]
    if placed.empty:
        raise InvalidInputError([Problem(file, 0, "ccode", "no attempt is of a known state", "Load it anew.")], file)
    last = until if until is not None else int(read["year"].max())
    events = placed[placed["year"] <= last].drop_duplicates()
    counted, outside = _by_year(events, last)
    strange = read[read["gwcode"].isna()]["country"].drop_duplicates()
    gaps = (*left_out(strange, "not in the list of countries and areas", "不在国家和地区名单中"),
            *left_out(outside, "attempts before or after the years of the list", "不在名单所列年份内的政变企图"))
    if until is None:
        gaps = (*gaps, Label(f"the list is taken to end with {last}, the year of its last attempt: say --to where it "
                             "covers another",
                             f"数据视为截至{last}年（最后一次政变企图所在年）；如覆盖至其他年份，请用 --to 指明"))
    return Converted((counted, table_of("political_coup_events", events)), gaps)


def _numbers(rows: pd.DataFrame, year: pd.Series, file: str) -> list[int | None]:
    cow = whole_numbers(rows["ccode"], file, -999, 9999)
    given = whole_numbers(rows[_GW], file, -999, 9999) if _GW in rows else pd.Series(pd.NA, index=rows.index)
    found: list[int | None] = []
    for own, other, when in zip(given, cow, year, strict=True):
        if not pd.isna(own) and state(int(own)) is not None:
            found.append(int(own))
        else:
            found.append(None if pd.isna(other) else gwcode_of_cow(int(other), int(when)))
    return found


def _by_year(events: pd.DataFrame, last: int) -> tuple[PanelTable, list[str]]:
    """Count attempts of every state and year from 1950, and name those that fall into no state's years."""
    tallied = Counter(zip(events["gwcode"].astype(int), events["year"].astype(int), events["outcome"], strict=True))
    counts = {(gwcode, year): (tallied[gwcode, year, "successful"], tallied[gwcode, year, "failed"])
              for gwcode, year, _ in tallied}
    rows = []
    for one in state_codes():
        since = 0
        for year in range(max(FIRST_YEAR, one.first_year), min(last, one.last_year or last) + 1):
            successful, failed = counts.pop((one.gwcode, year), (0, 0))
            since = 0 if successful + failed else since + 1
            attempts = successful + failed
            rows.append([one.gwcode, one.iso3, year, int(attempts > 0), attempts, successful, failed, since])
    table = pd.DataFrame(rows, columns=["gwcode", "iso3", "year", "pt_attempt", "pt_attempt_num", "pt_coup_num",
                                        "pt_failed_num", "years_since_last_pt_attempt"])
    return (table_of("political_coups_country_year", table),
            [f"{iso3_of(gwcode) or gwcode} {year}" for gwcode, year in sorted(counts)])
