"""World Development Indicators: the bulk table, an export of the DataBank, or the page of one indicator.

One file may fill several tables of the panel. Figures in constant US dollars are in the prices of the edition's base
year: two editions with different base years do not fit together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from outward.sources import world_bank
from outward.sources.panel_families import FAMILIES as PANEL
from outward.sources.panel_families import Converted, PanelTable, table_of, with_gwcode
from outward.sources.state_codes import state
from outward.sources.world_bank import wanted as wanted
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "WDI", Label("World Development Indicators", "世界发展指标"), Label("World Bank", "世界银行"), licence="CC BY 4.0",
    note="revised several times a year; constant US dollars change their base year")

INDICATORS: Final = {
    "BX.KLT.DINV.WD.GD.ZS": "fdi_inflow_pct_gdp",
    "DT.DOD.DECT.GN.ZS": "external_debt_pct_gni",
    "FI.RES.TOTL.DT.ZS": "reserves_pct_ext_debt",
    "MS.MIL.XPND.GD.ZS": "military_pct_gdp",
    "VC.IHR.PSRC.P5": "homicide_per_100k",
    "NE.EXP.GNFS.ZS": "exports_pct_gdp",
    "DT.TDS.DECT.EX.ZS": "debt_service_pct_exports",
    "NY.GDP.PCAP.KD": "gdp_pc_const_usd",
    "NY.GDP.DEFL.KD.ZG": "gdp_deflator_inflation",
    "NY.GDP.MKTP.KD": "gdp_const_usd",
    "NY.GDP.MKTP.KD.ZG": "gdp_growth",
    "NY.GDP.PCAP.KD.ZG": "gdp_pc_growth",
    "SP.POP.TOTL": "pop",
    "SP.DYN.IMRT.IN": "infmort",
}
"""The indicators that the panel takes, by their codes."""

FAMILIES: Final = ("indicators_external_structural", "economic_deflator_inflation", "structural_gdp_pop_infmort")
_CONSTANT: Final = frozenset({"gdp_pc_const_usd", "gdp_const_usd"})


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    return world_bank.header_at(head)


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the file into tables of the panel.

    Raises
    ------
    InvalidInputError
        If a cell cannot be read, or none of its indicators is one of the panel's.
    """
    found, gaps = world_bank.by_country_and_year(rows, file, INDICATORS)
    if "pop" in found:
        found = found.assign(pop=found["pop"] / 1000)  # the panel has thousands
    tables = [_table(name, found, until) for name in FAMILIES if set(PANEL[name].values) & set(found.columns)]
    if _CONSTANT & set(found.columns):
        gaps = (*gaps, Label("constant US dollars are in this edition's prices: do not put it beside an edition with "
                             "another base year",
                             "不变价美元以本版数据的基期计价：勿与其他基期的版本并用"))
    return Converted(tuple(table for table in tables if len(table.rows)), gaps)


def _table(name: str, found: pd.DataFrame, until: int | None) -> PanelTable:
    if "gwcode" not in PANEL[name].columns:
        return table_of(name, found, until)
    numbered = with_gwcode(found).dropna(subset="gwcode")
    held = [one is not None and one.held(int(year)) for one, year in
            zip(map(state, numbered["gwcode"].astype(int)), numbered["year"], strict=True)]
    numbered = numbered[pd.Series(held, index=numbered.index, dtype=bool)]
    if "infmort" in numbered:
        is_given = numbered["infmort"].notna()
        numbered = numbered.assign(infmort_imputed=is_given.map({True: "False", False: None}))
    return table_of(name, numbered, until)
