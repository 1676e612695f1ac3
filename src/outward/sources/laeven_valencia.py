"""Laeven and Valencia's crises: the authors' table (a row a country, cells with years), or a list (a row a crisis).

Banking crises, sovereign debt crises and restructurings are taken. Currency crises are not: the panel tells them from
exchange rates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from outward.errors import UnknownCodeError
from outward.sources.delimited import refused, whole_numbers, years
from outward.sources.panel_families import Converted, left_out, table_of
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import regions

SOURCE: Final = Source(
    "LAEVEN-VALENCIA", Label("Systemic Banking Crises Database II", "系统性银行危机数据库（二）"),
    Label("Luc Laeven and Fabián Valencia", "吕克·莱文与法比安·巴伦西亚"), date="2020",
    licence="cite Laeven and Valencia (2020), IMF Economic Review 68, 307-361")
FAMILIES: Final = ("economic_banking_debt_crises",)

_TYPES: Final = ("banking", "debt", "debtrestructuring")
_LIST: Final = frozenset({"country", "type", "year"})
_WIDE: Final = (("country", re.compile("country")), ("banking", re.compile("systemic banking")),
                ("debtrestructuring", re.compile("(sovereign )?debt restructuring")),
                ("debt", re.compile("sovereign debt( crisis)?")), ("currency", re.compile("currency")))
_YEAR: Final = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)", re.ASCII)
_NAMES: Final = {
    "central african rep.": "CAF", "china, p.r.": "CHN", "china": "CHN", "china, p.r.: hong kong": "HKG",
    "congo, dem. rep. of": "COD", "congo, dem. rep.": "COD", "congo, rep. of": "COG", "congo, rep.": "COG",
    "iran, i.r. of": "IRN", "lao people's dem. rep.": "LAO", "macedonia, fyr": "MKD", "serbia, republic of": "SRB",
    "yugoslavia, sfr": "SRB", "yemen, rep.": "YEM", "korea, rep.": "KOR", "egypt, arab rep.": "EGY",
}
"""Names of the authors' that the vocabulary does not know."""


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    for place, row in enumerate(head):
        meant = {_meaning(name) for name in row}
        if {name.casefold() for name in row} >= _LIST or meant >= {"country", "banking", "debt"}:
            return place
    return None


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return name.casefold() in (*_LIST, "month") or bool(_meaning(name))


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the file into a table of the panel.

    Raises
    ------
    InvalidInputError
        If a cell cannot be read, or no crisis is of a kind and a country that is known.
    """
    lower = rows.rename(columns={name: str(name).casefold() for name in rows})
    listed = _listed(lower, file) if set(lower.columns) >= _LIST else _from_wide(rows)
    known = {name: _iso3(name) for name in pd.unique(listed["country"])}
    listed = listed.assign(iso3=listed["country"].map(known))
    taken = listed[listed["type"].isin(_TYPES) & listed["iso3"].notna()].drop_duplicates(["iso3", "type", "year"])
    if taken.empty:
        raise refused(file, "has no crisis that is known", f"Its column type holds {', '.join(_TYPES)}.")
    others = sorted(set(listed["type"]) - set(_TYPES) - {"currency"})
    strange = sorted(name for name, iso3 in known.items() if iso3 is None)
    gaps = (*left_out(strange, "country not known", "未识别的国家"),
            *left_out(others, "kind of crisis not taken", "未采用的危机类型"))
    if (listed["type"] == "currency").any():
        gaps = (*gaps, Label("currency crises: the panel tells them from exchange rates",
                             "货币危机：由汇率推定，不采用此处数据"))
    return Converted((table_of("economic_banking_debt_crises", taken, until),), gaps)


def _meaning(name: str) -> str:
    text = " ".join(name.casefold().split())
    return next((meaning for meaning, pattern in _WIDE if pattern.match(text)), "")


def _listed(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    month = whole_numbers(rows["month"], file, 1, 12) if "month" in rows else pd.Series(pd.NA, index=rows.index)
    return pd.DataFrame({"country": rows["country"], "type": rows["type"].str.casefold().str.replace(" ", ""),
                         "year": years(rows["year"], file), "month": month.astype("Int64")})


def _from_wide(rows: pd.DataFrame) -> pd.DataFrame:
    named = rows.rename(columns={name: _meaning(str(name)) for name in rows})
    named = named.loc[:, ~named.columns.duplicated()]
    found = [{"country": row.country, "type": kind, "year": int(year), "month": pd.NA}
             for row in named.itertuples() for kind in (*_TYPES, "currency") if kind in named
             for year in _YEAR.findall(str(getattr(row, kind)))]
    return pd.DataFrame(found, columns=["country", "type", "year", "month"]).astype({"month": "Int64"})


def _iso3(name: str) -> str | None:
    plain = " ".join(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).rstrip("0123456789/ ")
    if known := _NAMES.get(plain.casefold()):
        return known
    try:
        return regions().find(plain).iso3 or None
    except UnknownCodeError:
        return None
