"""Regions: the provinces of China, the world's economies, groups of them with dates, and wider areas.

Ids are ISO 3166-2 for provinces (``CN-LN``), ISO 3166-1 alpha-3 for countries and territories (``CHN``), ``WLD`` for
the world, and names for the rest (``ASEAN``, ``central-asia``). Hong Kong, Macao and Taiwan are province-level units of
China, with the alpha-3 codes under which trade statistics print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, get_args

from outward.errors import DataGapError, InvalidValueError
from outward.vocabulary.catalogue import Catalogue, definition_rows, parts, required
from outward.vocabulary.labels import Label

RegionKind = Literal["country", "province", "group", "macro-region", "world", "subnational"]
KINDS: tuple[RegionKind, ...] = get_args(RegionKind)


@dataclass(frozen=True, slots=True)
class Region:
    """A place that statistics speak of.

    ``kind`` is ``country`` for every entry of ISO 3166-1, territories too; a ``group`` has members by treaty, a
    ``macro-region`` is a part of the map; ``gb2260`` is the six-digit code of GB/T 2260; ``parent`` is the region that
    it is a part of, empty for the world.
    """

    id: str
    name: Label
    kind: RegionKind
    gb2260: str = ""
    iso2: str = ""
    iso3: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""


class Regions(Catalogue[Region]):
    """The regions by id; ``find`` also takes GB/T 2260 and ISO 3166 codes and names in both languages.

    Examples
    --------
    >>> [regions().find(text).id for text in ("Liaoning", "辽宁省", "210000", "Turkey", "KR", "中国香港")]
    ['CN-LN', 'CN-LN', 'CN-LN', 'TUR', 'KOR', 'CN-HK']
    """

    def __init__(self, entries: Iterable[Region]) -> None:
        super().__init__("region", entries, _names)

    def with_added(self, rows: Iterable[Mapping[str, str]]) -> Regions:
        """Give these regions and a case's own (columns of ``data/regions.csv``); of one id, the case's wins."""
        return Regions([*self.values(), *read_regions(rows)])

    def of_kind(self, kind: RegionKind) -> tuple[Region, ...]:
        """Give the regions of one kind, in the catalogue's order; provinces in that of GB/T 2260."""
        return tuple(region for region in self.values() if region.kind == kind)

    def is_within(self, id: str, whole: str) -> bool:
        """Whether a region is another, or a part of it by its parents: a city of its province, and of its country.

        Examples
        --------
        >>> regions().is_within("CN-LN", "CHN"), regions().is_within("CHN", "CN-LN")
        (True, False)
        """
        seen: set[str] = set()
        at = id
        while at and at not in seen:
            if at == whole:
                return True
            seen.add(at)
            at = self[at].parent
        return False


def _names(region: Region) -> Iterator[str]:
    yield region.id
    yield from (region.gb2260, region.iso2, region.iso3, region.name.en, region.name.zh)
    yield from region.aliases
    if region.gb2260.endswith("0000"):
        yield region.gb2260[:2]


def read_regions(rows: Iterable[Mapping[str, str]]) -> Iterator[Region]:
    """Read regions from rows with at least ``id, name_en, kind``, the rest as in ``data/regions.csv``.

    Raises
    ------
    InvalidValueError
        If an id, name or kind is missing, or the kind is none of ``KINDS``.
    """
    for row in rows:
        id, kind = required(row, "id", "regions"), required(row, "kind", "regions")
        if kind not in KINDS:
            raise InvalidValueError(f"kind {kind!r}", f"region {id}", f"Use one of {', '.join(KINDS)}.")
        yield Region(
            id, Label(required(row, "name_en", "regions"), row.get("name_zh") or ""), kind,
            row.get("gb2260") or "", row.get("iso2") or "", row.get("iso3") or "", row.get("parent") or "",
            parts(row.get("aliases") or ""), row.get("note") or "",
        )


@cache
def regions() -> Regions:
    """Give the regions that the package defines."""
    return Regions(read_regions(definition_rows("regions.csv")))


@dataclass(frozen=True, slots=True)
class Membership:
    """A region's time in a group; ``until`` is the last day of it, ``None`` while it lasts."""

    group: str
    member: str
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the region was a member on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


def read_memberships(rows: Iterable[Mapping[str, str]]) -> Iterator[Membership]:
    """Read memberships from rows of ``group, member, from, to`` (ISO dates; ``to`` empty while it lasts).

    Raises
    ------
    InvalidValueError
        If a cell is missing, a date is none, or a membership ends before it begins.
    """
    for row in rows:
        group, member = required(row, "group", "groups"), required(row, "member", "groups")
        since, until = required(row, "from", "groups"), row.get("to") or ""
        try:
            membership = Membership(group, member, date.fromisoformat(since),
                                    date.fromisoformat(until) if until else None)
        except ValueError as error:
            raise InvalidValueError(f"from {since!r}, to {until!r}", f"groups, {member} in {group}",
                                    "Write dates as 2020-01-31.") from error
        if membership.until is not None and membership.until < membership.since:
            raise InvalidValueError(f"from {since}, to {until}", f"groups, {member} in {group}",
                                    "Let a membership end no earlier than it begins.")
        yield membership


@cache
def memberships() -> tuple[Membership, ...]:
    """Give the memberships that the package knows."""
    return tuple(read_memberships(definition_rows("groups.csv")))


def members(group: str, *, on: date, known: Iterable[Membership] | None = None) -> tuple[str, ...]:
    """Give the members of a group on a day, by id, sorted.

    Parameters
    ----------
    group : str
        Id of a group, or of a macro-region with a list of its own.
    on : datetime.date
        The day; there is no default, for lists change.
    known : iterable of Membership, optional
        A case's memberships; the package's without it.

    Raises
    ------
    DataGapError
        If there is no list of the group's members, as for the Belt and Road, or it had none on that day.

    Examples
    --------
    >>> "GBR" in members("EU", on=date(2020, 1, 31)), "GBR" in members("EU", on=date(2020, 2, 1))
    (True, False)
    """
    of_group = [one for one in (memberships() if known is None else known) if one.group == group]
    if not of_group:
        raise DataGapError(f"no list of the members of {group!r}", "regions, members",
                           "Add rows of group, member, from, to to the case's groups.csv.")
    found = tuple(sorted({one.member for one in of_group if one.holds(on)}))
    if not found:
        raise DataGapError(f"{group!r} had no members on {on.isoformat()}", "regions, members",
                           f"Ask for a day from {min(one.since for one in of_group).isoformat()} on.")
    return found
