"""The way from a page to what the offline snapshots say of a country."""

from __future__ import annotations

from functools import cache

from outward.errors import DataGapError
from outward.sources.world_factbook import SOURCE, CountryFacts, Fact, Point, countries, country
from outward.vocabulary.regions import regions

__all__ = ["SOURCE", "CountryFacts", "Fact", "Point", "countries", "country", "point_of"]


@cache
def point_of(region: str) -> Point | None:
    """Give the point that stands for a country on a map; ``None`` where none is known or the region is no country.

    Examples
    --------
    >>> point_of("ZMB"), point_of("ASEAN")
    (Point(latitude=-15.0, longitude=30.0), None)
    """
    found = regions().get(region)
    if found is None or not found.iso3:
        return None
    try:
        return country(found.iso3).point
    except DataGapError:
        return None
