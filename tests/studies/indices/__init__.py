"""What tests of index studies share: cases in folders that hold the made-up provinces, or made-up host countries."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from outward.composite import Framework
from outward.composite.shipped import shipped_framework
from outward.ingest.cases import load_case
from outward.studies.releases import Release, open_release
from tests.composite import provinces

HEADER = ("table", "row", "indicator", "region", "sector", "coverage", "period", "unit", "value", "known_on", "source")
WHOLE = "equipment-manufacturing"
SETTINGS = """\
id = "made"
name_en = "Made-up provinces"
name_zh = "虚构省份"
region = "CN-LN"
nation = "CHN"
sector = "equipment-manufacturing"
sectors = [{sectors}]
coverage = "traditional"
known_on = 2016-12-31
synthetic = true
"""
Observation = tuple[str, str, str, str, str, str, str, str]
"""Indicator, region, sector, coverage, period, unit, value and the day on which it was known; empty for the case's."""


def units_of(framework: Framework) -> dict[str, str]:
    """Give the unit of each variable."""
    return {each.code: each.unit for each in framework.indicators if each.variable == each.code} | {
        each.code: each.unit for each in framework.variables}


def of_provinces(*, years: Sequence[str] = (provinces.YEAR,), known_on: str = "", gaps: bool = False
                 ) -> list[Observation]:
    """Give the made-up table as observations; what has no sector counts for the industry under either coverage.

    Without ``gaps``, the cells of ranked provinces that the table leaves empty have an amount too.
    """
    units = units_of(shipped_framework("regional-competitiveness"))
    found: list[Observation] = []
    for region, variable, printed, _, sector, _ in provinces.rows():
        value = printed if printed or gaps or region == provinces.EXCLUDED[0] else "3.00"
        if variable == "area" or not value:
            continue
        for year in years:
            for coverage in ("",) if sector else ("traditional", "full"):
                found.append((variable, region, sector or WHOLE, coverage, year, units[variable], value, known_on))
    return found


def of_countries(shares: dict[str, float], year: str = "2018") -> list[Observation]:
    """Give countries that stand at a share of the way between all goalposts: their score is that share."""
    found: list[Observation] = []
    for each in shipped_framework("investment-environment").indicators:
        assert each.goalposts is not None
        low, high = map(each.transformed, each.goalposts)
        for region, share in shares.items():
            at = share if each.direction > 0 else 1 - share
            value = repr(round(each.in_unit(low + at * (high - low)), 9))
            found.append((each.variable, region, "all-sectors", "", year, each.unit, value, ""))
    return found


def made_release(folder: Path, observations: Iterable[Observation], *, more: str = "") -> Release:
    """Write a case of observations into a folder, and load it."""
    case = folder / "case"
    case.mkdir(parents=True)
    sectors = ", ".join(f'"{sector}"' for sector in (*provinces.TRADITIONAL, provinces.ELECTRONICS))
    (case / "case.toml").write_text(SETTINGS.format(sectors=sectors) + more, encoding="utf-8")
    (case / "sources.csv").write_text("id,title_en,title_zh\nyearbook,A made-up yearbook,虚构年鉴\n", encoding="utf-8")
    with (case / "tables.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for row, (*dimensions, value, known_on) in enumerate(observations, start=1):
            writer.writerow((1, row, *dimensions, value, known_on, "yearbook"))
    load_case(case, folder / "workspace", accept_changes=True)
    return open_release(folder / "workspace", "made")
