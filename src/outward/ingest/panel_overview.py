"""What is in the folder of a risk panel: families, years, countries, publication lag, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outward.errors import NotFoundError
from outward.ingest.panel_files import family_files, key_of, rows_of
from outward.sources.panel_families import FAMILIES, PanelFamily, family_of, left_out
from outward.sources.state_codes import state_codes
from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.labels import Label

_LISTS: Final = frozenset({"political_coup_events", "economic_banking_debt_crises", "user_indicators",
                          "social_values_map"})
"""Families that say nothing of a country by having no row of it."""
_UNREAD: Final = Label("Coup attempts, one by one", "政变企图（逐次）")
_NOT_COUNTED: Final = frozenset({"country", "geo", "source", "note", "known_on", "iso3", "gwcode", "year"})


@dataclass(frozen=True, slots=True)
class FamilyOverview:
    """A family in a folder."""

    family: str
    label: Label
    files: int
    rows: int
    countries: int
    years: tuple[int, int]
    filled: float  # share of the cells of its variables that hold something
    lag: int | None  # years until a figure is out; None where no model reads the family
    gaps: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class PanelOverview:
    """A folder."""

    families: tuple[FamilyOverview, ...]
    gaps: tuple[Label, ...]  # families that are not there, files that belong to none


def panel_overview(folder: Path) -> PanelOverview:
    """Look through a panel's folder.

    Raises
    ------
    NotFoundError
        If there is no such folder.
    InvalidInputError
        If a file of a family cannot be read.
    """
    if not folder.is_dir():
        raise NotFoundError(f"there is no folder {str(folder)[:200]!r}", "risk panel", "Name the folder of the panel.")
    described = {row["family"]: row for row in definition_rows("families.csv", "outward.risk")}
    found = family_files(folder)
    overviews = []
    for family in FAMILIES.values():
        if family in found:
            overviews.append(_overview(family, found[family], described.get(family.name)))
    missing = sorted(set(described) - {family.name for family in found} - {"user_indicators"})
    strange = sorted(path.name for path in folder.glob("*.csv") if family_of(path.name) is None)
    return PanelOverview(tuple(overviews), (
        *left_out(missing, "families that are missing", "缺少的数据族"),
        *left_out(strange, "files of no family, not read", "不属于任何数据族、未读取的文件")))


def _overview(family: PanelFamily, paths: tuple[Path, ...], described: dict[str, str] | None) -> FamilyOverview:
    rows = [row for path in paths for row in rows_of(family, path)]
    keys = {key_of(family, row.cells)[:2] for row in rows}
    years = sorted({int(year) for _, year in keys if year.isdigit()})
    names = dict.fromkeys(name for row in rows for name in row.cells)
    variables = [name for name in names if name not in _NOT_COUNTED]
    cells = len(rows) * len(variables)
    filled = sum(bool(row.cells.get(name)) for row in rows for name in variables) / cells if cells else 0.0
    span = (years[0], years[-1]) if years else (0, 0)
    label = Label(described["name_en"], described["name_zh"]) if described else _UNREAD
    countries = len({country for country, _ in keys})
    return FamilyOverview(family.name, label, len(paths), len(rows), countries, span, filled,
                          int(described["lag"]) if described else None, _gaps(family, keys, years))


def _gaps(family: PanelFamily, keys: set[tuple[str, ...]], years: list[int]) -> tuple[Label, ...]:
    if family.name in _LISTS or not years:
        return ()
    empty = [str(year) for year in range(years[0], years[-1]) if year not in set(years)]
    last = years[-1]
    there = {country for country, year in keys if year == str(last)}
    lacking = [one for one in state_codes() if one.held(last) and str(one.gwcode) not in there]
    more_en = f" and {len(lacking) - 12} more" if len(lacking) > 12 else ""
    more_zh = f"等{len(lacking)}个" if len(lacking) > 12 else ""
    names = lacking[:12]
    lacked = Label(f"countries and areas without a row for {last}: {'; '.join(one.name.en for one in names)}{more_en}",
                   f"{last}年没有数据的国家和地区：{'、'.join(one.name.zh for one in names)}{more_zh}")
    return (*left_out(empty, "years without a row", "没有数据的年份"), *((lacked,) if lacking else ()))
