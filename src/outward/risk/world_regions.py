"""Regions of the world that share shocks: the package's own grouping of countries, which an argument replaces."""

from __future__ import annotations

from functools import cache

from outward.vocabulary.catalogue import definition_rows, parts
from outward.vocabulary.labels import Label


@cache
def world_regions() -> dict[str, str]:
    """Give the region of each country, by iso3.

    Examples
    --------
    >>> world_regions()["KAZ"], world_regions()["ZAF"]
    ('central-asia', 'southern-africa')
    """
    return {country: row["region"] for row in definition_rows("world_regions.csv", "outward.risk")
            for country in parts(row["countries"])}


@cache
def region_labels() -> dict[str, Label]:
    """Name each region.

    Examples
    --------
    >>> region_labels()["central-asia"].zh
    '中亚'
    """
    return {row["region"]: Label(row["name_en"], row["name_zh"])
            for row in definition_rows("world_regions.csv", "outward.risk")}
