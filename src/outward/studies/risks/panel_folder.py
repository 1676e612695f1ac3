"""A folder of CSV files, a family of files a source, read into a panel.

A file is known by its name before the years: ``institutional_vdem_1950_2014.csv`` belongs to the family
``institutional_vdem``. Several of one family are joined: what one leaves empty another may fill, and two that say
different things of one cell are refused.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import pandas as pd

from outward.errors import NotFoundError
from outward.risk.panel import Family, Panel, assemble
from outward.risk.states import Country
from outward.sources.panel_families import family_of
from outward.sources.state_codes import state
from outward.studies.risks.panel_file import Key, Kind, figures_of, joined
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions

_RENAMED: Final = {("economic_macro_weo", "gdp_growth"): "gdp_growth_imf",
                   ("indicators_external_structural", "gdp_pc_const_usd"): "gdp_pc_const_usd_wb"}


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """What a family of files is: how its rows are keyed, and how much later than its year a figure was known."""

    family: str
    key: Key
    lag: int
    kind: Kind
    name: Label
    source: str


@cache
def family_files() -> dict[str, FamilyFile]:
    """Give every family that a panel may hold, by name."""
    text = (files("outward.risk") / "data" / "families.csv").read_text(encoding="utf-8")
    return {row["family"]: FamilyFile(row["family"], row["key"], int(row["lag"]), row["kind"],  # type: ignore[arg-type]
                                      Label(row["name_en"], row["name_zh"]), row["source"])
            for row in csv.DictReader(text.splitlines())}


def read_panel(folder: Path) -> Panel:
    """Read a folder of files into a panel.

    Parameters
    ----------
    folder : pathlib.Path
        CSV files. Those of other names are left alone. A code that is no country's of today or before (``ANT``) is
        kept as an economy of its own.

    Raises
    ------
    NotFoundError
        If there is no folder, or no file of a known family in it.
    InvalidInputError
        If a column is missing, a cell is no number, a row names no country, or two say different things; each named.
    """
    if not folder.is_dir():
        raise NotFoundError(f"there is no folder {str(folder)[:200]!r}", "risk panel", "Name a folder of CSV files.")
    held: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.csv")):
        family = family_of(path.name)
        if family and family.name in family_files() and path.is_file():
            held.setdefault(family.name, []).append(path)
    if not held:
        raise NotFoundError(f"no file of a known family in {folder.name[:100]!r}", "risk panel",
                            f"Add files named such as {next(iter(family_files()))}_1950_2020.csv.")
    digest = hashlib.sha256()
    tables: list[Family] = []
    for name, paths in sorted(held.items()):
        tables.append(_family(family_files()[name], paths))
        for path in paths:
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return assemble(tables, _country, digest.hexdigest())


def _family(described: FamilyFile, paths: Sequence[Path]) -> Family:
    table = joined([(path, figures_of(path, described.key, described.kind)) for path in paths])
    table = table.rename(columns={name: new for (family, name), new in _RENAMED.items() if family == described.family})
    if described.kind == "waves":
        table = _carried_waves(table)
    return Family(described.family, table, described.lag, described.kind == "states", described.kind == "list")


def _country(gwcode: int, iso3: str) -> Country:
    known = state(gwcode) if gwcode else None
    if known:
        return Country(gwcode, known.iso3, known.name)
    region = next((each for each in regions().values() if each.iso3 == iso3), None) if iso3 else None
    return Country(gwcode, iso3, region.name if region else Label(iso3 or str(gwcode), iso3 or str(gwcode)))


def _carried_waves(table: pd.DataFrame) -> pd.DataFrame:
    """Let a survey stand for the years after it too, until the next one; ``values_wave`` says which it was."""
    found = []
    last = int(table["year"].max())
    for _, waves in table.groupby(["gwcode", "iso3"]):
        ordered = waves.sort_values("year").assign(values_wave=waves["year"])
        years = pd.DataFrame({"year": range(int(ordered["year"].min()), last + 1)})
        found.append(years.merge(ordered, on="year", how="left").ffill())
    filled = pd.concat(found, ignore_index=True)
    return filled.astype({"gwcode": int})
