"""The tables of a risk panel: what a file's name says of its columns, and what a provider's file becomes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.sources.state_codes import gwcode_of, iso3_of_code
from outward.vocabulary.labels import Label

FIRST_YEAR: Final = 1950  # of a panel: what is older is left out
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class PanelFamily:
    """A kind of table: its files are ``<name>_<first year>_<last year>.csv``."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]  # what a row is known by; of gwcode and iso3, iso3 counts where gwcode is empty

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that tell of a row, beside what it is known by and the codes."""
        return tuple(name for name in self.columns if name not in (*self.key, "iso3", "gwcode"))


_WGI: Final = ("ControlofCorruption GovernmentEffectiveness PoliticalStability RegulatoryQuality RuleofLaw "
               "VoiceandAccountability")

FAMILIES: Final[Mapping[str, PanelFamily]] = {name: PanelFamily(name, tuple(columns.split()), tuple(key.split()))
                                              for name, key, columns in (
    ("political_coups_country_year", "gwcode year",
     "gwcode iso3 year pt_attempt pt_attempt_num pt_coup_num pt_failed_num years_since_last_pt_attempt"),
    ("political_coup_events", "gwcode year month day outcome", "country gwcode iso3 year month day outcome"),
    ("security_conflict_country_year", "gwcode year",
     "gwcode iso3 year n_conflicts max_intensity n_internationalized n_interstate onset_new onset_gap2 onset_gap5 "
     "incidence country_onset"),
    ("institutional_vdem", "gwcode iso3 year",
     "iso3 gwcode year v2x_polyarchy v2x_polyarchy_codelow v2x_polyarchy_codehigh v2x_libdem v2x_libdem_codelow "
     "v2x_libdem_codehigh"),
    ("institutional_wgi", "iso3 year", f"iso3 year {_WGI} {' '.join(f'{name}_se' for name in _WGI.split())}"),
    ("economic_macro_weo", "iso3 year",
     "iso3 year gdp_lcu_bn gdp_usd_bn gdp_growth inflation_avg current_account_pct_gdp gov_debt_pct_gdp "
     "gov_balance_pct_gdp gdp_pc_usd population_m unemployment implied_fx_lcu_per_usd fx_dep fx_crash"),
    ("economic_banking_debt_crises", "iso3 type year", "country type year month iso3"),
    ("economic_deflator_inflation", "iso3 year", "iso3 year gdp_deflator_inflation"),
    ("indicators_external_structural", "iso3 year",
     "iso3 year fdi_inflow_pct_gdp external_debt_pct_gni reserves_pct_ext_debt military_pct_gdp homicide_per_100k "
     "exports_pct_gdp debt_service_pct_exports gdp_pc_const_usd"),
    ("structural_gdp_pop_infmort", "gwcode year",
     "gwcode year gdp_const_usd gdp_growth gdp_pc_const_usd gdp_pc_growth pop infmort infmort_imputed iso3"),
    ("social_values_map", "iso3 year", "iso3 geo year survsagg tradagg"),
    ("user_indicators", "gwcode iso3 year variable", "gwcode iso3 year variable value se known_on source"),
)}


@dataclass(frozen=True, slots=True, eq=False)
class PanelTable:
    """Rows of a family, in its columns."""

    family: PanelFamily
    rows: pd.DataFrame

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year."""
        return int(self.rows["year"].min()), int(self.rows["year"].max())


@dataclass(frozen=True, slots=True, eq=False)
class Converted:
    """What a provider's file became."""

    tables: tuple[PanelTable, ...]
    gaps: tuple[Label, ...] = ()  # what was left out, and why


def family_of(file_name: str) -> PanelFamily | None:
    """Give the family that a file belongs to by its name, or ``None``.

    Examples
    --------
    >>> family_of("institutional_wgi_1996_2019.csv").name, family_of("gw_iso3_map.csv") is None
    ('institutional_wgi', True)
    """
    named = [family for family in FAMILIES.values()
             if re.fullmatch(rf"{family.name}(_[\w-]*)?\.csv", file_name.casefold())]
    return max(named, key=lambda family: len(family.name), default=None)


def table_of(name: str, rows: pd.DataFrame, until: int | None = None) -> PanelTable:
    """Make a family's table of rows that have its columns: in order, without those before 1950, after a year, or empty.

    Columns of the family that the rows lack are added, empty.
    """
    family = FAMILIES[name]
    kept = rows[(rows["year"] >= FIRST_YEAR) & ((rows["year"] <= until) if until is not None else True)]
    kept = kept.reindex(columns=list(family.columns))
    if family.values:
        kept = kept[kept[list(family.values)].notna().any(axis=1)]
    order = [column for column in ("gwcode", "iso3", "type", "year", "month", "day") if column in kept]
    return PanelTable(family, kept.sort_values(order, kind="stable", na_position="last").reset_index(drop=True))


def coded(rows: pd.DataFrame, column: str) -> tuple[pd.DataFrame, tuple[Label, ...]]:
    """Give rows with ``iso3`` read from a provider's codes, and the codes that are no country's as a gap.

    Examples
    --------
    >>> found, gaps = coded(pd.DataFrame({"code": ["ROM", "EUU"], "value": [1, 2]}), "code")
    >>> found["iso3"].tolist(), gaps[0].en
    (['ROU'], 'no country or area of the panel: EUU')
    """
    known = {code: iso3_of_code(code) for code in pd.unique(rows[column])}
    strange = sorted(code for code, iso3 in known.items() if iso3 is None and code)
    iso3 = rows[column].map(known)
    gaps = left_out(strange, "no country or area of the panel", "不属于数据面板的国家和地区")
    return rows.assign(iso3=iso3)[iso3.notna()], gaps


def with_gwcode(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows with the Gleditsch-Ward number of their ``iso3`` and ``year``."""
    pairs = {pair: gwcode_of(*pair) for pair in set(zip(rows["iso3"], rows["year"].astype(int), strict=True))}
    codes = [pairs[pair] for pair in zip(rows["iso3"], rows["year"].astype(int), strict=True)]
    return rows.assign(gwcode=pd.array(codes, dtype="Int64"))


def left_out(names: Iterable[str], en: str, zh: str) -> tuple[Label, ...]:
    """Name what was left out, the first of them each; nothing where there is none.

    Examples
    --------
    >>> left_out(["A", "B"], "unknown", "未知")[0].zh
    '未知：A、B'
    """
    each = [name[:60] for name in names]
    if not each:
        return ()
    more_en = f" and {len(each) - _SHOWN} more" if len(each) > _SHOWN else ""
    more_zh = f"等{len(each)}项" if len(each) > _SHOWN else ""
    shown = each[:_SHOWN]
    return (Label(f"{en}: {'; '.join(shown)}{more_en}", f"{zh}：{'、'.join(shown)}{more_zh}"),)


def once(rows: pd.DataFrame, key: Collection[str], file: str) -> pd.DataFrame:
    """Give the rows back where none stands twice under its key; equal ones are one.

    Raises
    ------
    InvalidInputError
        If two rows of one key differ.
    """
    single = rows.drop_duplicates()
    twice = single[single.duplicated(list(key), keep=False)].sort_values(list(key))
    if len(twice):
        names = twice[list(key)].astype(str).agg(", ".join, axis=1).drop_duplicates()
        raise InvalidInputError([Problem(file, int(str(row)), "", f"{name[:80]} stands there twice, and differs",
                                         "Keep one of the rows.") for row, name in names.head(_SHOWN).items()], file)
    return single
