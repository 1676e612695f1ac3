"""Worldwide Governance Indicators: the long table ``wgidataset``, or the World Bank's wide table of the same.

Only the estimate (about -2.5 to 2.5) and its standard error are taken: ranks follow from them. Each edition revises all
years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from outward.sources import world_bank
from outward.sources.delimited import numbers, refused, years
from outward.sources.panel_families import Converted, coded, once, table_of
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "WGI", Label("Worldwide Governance Indicators", "全球治理指数"), Label("World Bank", "世界银行"),
    licence="CC BY 4.0", note="every edition revises all years")
FAMILIES: Final = ("institutional_wgi",)

_DIMENSIONS: Final = {"cc": "ControlofCorruption", "ge": "GovernmentEffectiveness", "pv": "PoliticalStability",
                      "rq": "RegulatoryQuality", "rl": "RuleofLaw", "va": "VoiceandAccountability"}
_LONG: Final = frozenset({"code", "year", "indicator", "estimate"})
_ERROR: Final = "stddev"
_WIDE: Final = {
    f"{prefix}{letters.upper()}.{ending}": f"{name}{suffix}"
    for letters, name in _DIMENSIONS.items() for prefix in ("", "GOV_WGI_")
    for ending, suffix in (("EST", ""), ("STD.ERR", "_se"))}
_CODE: Final = re.compile(r"(GOV_WGI_)?(CC|GE|PV|RQ|RL|VA)\.[A-Z.]+")


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    for place, row in enumerate(head):
        if {name.casefold() for name in row} >= _LONG:
            return place
    return world_bank.header_at(head) if any(map(_CODE.fullmatch, world_bank.codes_shown(head))) else None


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return name.casefold() in (*_LONG, _ERROR) or world_bank.wanted(name)


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the file into a table of the panel.

    Raises
    ------
    InvalidInputError
        If a cell cannot be read, or an economy has two figures for one year.
    """
    lower = {name: str(name).casefold() for name in rows}
    rows = rows.rename(columns={name: plain for name, plain in lower.items() if plain in (*_LONG, _ERROR)})
    if set(rows.columns) >= _LONG:
        return _from_long(rows, file, until)
    table, gaps = world_bank.by_country_and_year(rows, file, _WIDE)
    return Converted((table_of("institutional_wgi", table, until),), gaps)


def _from_long(rows: pd.DataFrame, file: str, until: int | None) -> Converted:
    named = rows.assign(dimension=rows["indicator"].str.casefold().map(_DIMENSIONS), year=years(rows["year"], file),
                        estimate=numbers(rows["estimate"], file),
                        error=numbers(rows[_ERROR], file) if _ERROR in rows else float("nan"))
    if named["dimension"].isna().all():
        raise refused(file, "has none of the six dimensions", f"Its column indicator holds {', '.join(_DIMENSIONS)}.")
    named, gaps = coded(named[named["dimension"].notna()], "code")
    single = once(named[["iso3", "year", "dimension", "estimate", "error"]], ("iso3", "year", "dimension"), file)
    wide = single.pivot(index=["iso3", "year"], columns="dimension", values=["estimate", "error"])
    wide.columns = pd.Index([str(pair[1]) if pair[0] == "estimate" else f"{pair[1]}_se" for pair in list(wide.columns)])
    return Converted((table_of("institutional_wgi", wide.reset_index(), until),), gaps)
