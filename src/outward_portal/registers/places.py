"""Reading where a list's records lie: at their own coordinates, or at the point of their country."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from outward.studies.countries import point_of
from outward.vocabulary.regions import regions
from outward_portal.records import queries
from outward_portal.records.listing import ListQuery
from outward_portal.records.models import RecordCountry

MOST_SPOTS: Final = 500
"""Records that a map shows at their own coordinates; where there are more, they are counted at their country."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country's point, with how many records stand there."""

    region: str
    latitude: float
    longitude: float
    records: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A record at its own coordinates."""

    id: int
    name_en: str
    name_zh: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Places:
    """Where a list's records lie."""

    records: int  # of the list
    countries: tuple[Place, ...]  # most records first
    spots: tuple[Spot, ...]
    elsewhere: tuple[tuple[str, int], ...]  # regions that have no point, with their records
    nowhere: int  # records that name neither a country nor coordinates
    in_several: int  # records that stand at more than one country's point
    too_many: bool  # whether records with coordinates of their own are counted at their countries
    of_samples: bool  # whether made-up records are shown; they are never mixed with real ones
    others: int  # records of the list on the other side: made up, or real


def places(query: ListQuery, user: Any, *, of_samples: bool = False) -> Places:
    """Find where the records of a list lie, as far as a person may see them.

    Parameters
    ----------
    query : ListQuery
        The list.
    user : User or AnonymousUser
        Who asks.
    of_samples : bool
        Whether the made-up records are shown, in place of the real ones.
    """
    listed = queries.selected(replace(query, place=None), user).order_by()
    found = listed.filter(is_sample=of_samples)
    located = found.filter(latitude__isnull=False)
    rows: Any = located.order_by("id").values_list(
        "pk", "name_en", "name_zh", "latitude", "longitude")[: MOST_SPOTS + 1]
    spots = tuple(Spot(*row) for row in rows)
    too_many = len(spots) > MOST_SPOTS
    counted = found if too_many else found.filter(latitude__isnull=True)
    at, elsewhere = _by_point(counted, query)
    nowhere = counted.filter(countries="").count()
    return Places(
        found.count(),
        tuple(sorted(at, key=lambda each: (-each.records, each.region))), () if too_many else spots,
        tuple(sorted(elsewhere.items())), nowhere, _in_several(counted), too_many,
        of_samples, listed.filter(is_sample=not of_samples).count())


def _in_several(records: QuerySet[Any]) -> int:
    stated = records.filter(countries__contains=";").values_list("countries").annotate(records=Count("pk"))
    return sum(count for countries, count in stated
               if len({standing_at(region) for region in countries.split(";")} - {None}) > 1)


def _by_point(records: QuerySet[Any], query: ListQuery) -> tuple[list[Place], Counter[str]]:
    """Count records by their countries; a list narrowed to one country counts at that one only."""
    rows = RecordCountry.objects.filter(record__in=records.values("pk"))
    country = query.value("country")
    if country:
        rows = rows.filter(Q(region=country))
    at: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    together: dict[str, list[str]] = {}  # the regions that stand at one point
    for region, count in rows.values_list("region").annotate(records=Count("record")):
        standing = standing_at(region)
        if standing is None:
            elsewhere[region] += count
        else:
            at[standing] += count
            together.setdefault(standing, []).append(region)
    for standing, some in together.items():
        if len(some) > 1:  # a record may lie in several provinces of a country
            at[standing] = rows.filter(region__in=some).values("record").distinct().count()
    placed = [(region, point_of(region), count) for region, count in at.items()]
    found = [Place(region, point.latitude, point.longitude, count) for region, point, count in placed if point]
    return found, elsewhere


@lru_cache(maxsize=1024)
def standing_at(region: str) -> str | None:
    """Say at whose point a region stands: its own, or that of the country that it is a part of."""
    known = regions()
    seen: set[str] = set()
    while region in known and region not in seen:
        if point_of(region) is not None:
            return region
        seen.add(region)
        region = known[region].parent
    return None
