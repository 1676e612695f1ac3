"""Sectors: the divisions of Chinese industry, the classes of the case, and their codes.

Codes are those of GB/T 4754-2011, GB/T 4754-2017 and ISIC Rev.4, written as ranges and sums (``33-38+40``). The two
editions of GB/T 4754 number the divisions of industry alike and rename two of them (11, 25); beneath them classes were
moved, so a series that crosses the change has a break all the same. An empty code is one that we do not know.

ISIC divisions are the nearest ones: most Chinese divisions hold classes of others as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from outward.errors import InvalidValueError
from outward.vocabulary.catalogue import Catalogue, definition_rows, parts, required
from outward.vocabulary.labels import Label

Coverage = Literal["traditional", "full"]
COVERAGES: tuple[Coverage, ...] = get_args(Coverage)


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of the economy.

    ``coverage`` says under which statistical coverage of equipment manufacturing it is counted, and how far; ``parent``
    is the sector that it is a part of, empty for the whole economy.
    """

    id: str
    name: Label
    gbt_4754_2011: str = ""
    gbt_4754_2017: str = ""
    isic_rev4: str = ""
    parent: str = ""
    coverage: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""

    @property
    def divisions(self) -> tuple[str, ...]:
        """The divisions of GB/T 4754-2011 that the sector comprises; none where it is finer or has no code."""
        codes = codes_in(self.gbt_4754_2011)
        return codes if all(len(code) == 2 for code in codes) else ()


class Sectors(Catalogue[Sector]):
    """The sectors by id; ``find`` also takes codes of GB/T 4754 and names in both languages.

    Examples
    --------
    >>> [sectors().find(text).id for text in ("34", "通用设备制造业", "General equipment manufacturing industry")]
    ['general-equipment', 'general-equipment', 'general-equipment']
    """

    def __init__(self, entries: Iterable[Sector]) -> None:
        super().__init__("sector", entries, _names)

    def with_added(self, rows: Iterable[Mapping[str, str]]) -> Sectors:
        """Give these sectors and a case's own (columns of ``data/sectors.csv``); of one id, the case's wins."""
        return Sectors([*self.values(), *read_sectors(rows)])

    def parts_of(self, id: str) -> tuple[Sector, ...]:
        """Give the sectors whose parent this is, in the catalogue's order."""
        return tuple(sector for sector in self.values() if sector.parent == id)

    def within(self, id: str) -> tuple[str, ...]:
        """Give the ids of a sector and of all that it comprises, by their parents.

        Examples
        --------
        >>> sectors().within("other-transport-equipment")
        ('other-transport-equipment', 'ships', 'railway-equipment', 'aerospace')
        """
        found = [id]
        for whole in found:
            found += [part.id for part in self.parts_of(whole) if part.id not in found]
        return tuple(found)


def _names(sector: Sector) -> Iterator[str]:
    yield sector.id
    yield from (sector.gbt_4754_2011, sector.gbt_4754_2017, sector.name.en, sector.name.zh)
    yield from sector.aliases


def read_sectors(rows: Iterable[Mapping[str, str]]) -> Iterator[Sector]:
    """Read sectors from rows with at least ``id, name_en``, the rest as in ``data/sectors.csv``.

    Raises
    ------
    InvalidValueError
        If an id or a name is missing, or a code is no list of codes.
    """
    for row in rows:
        id = required(row, "id", "sectors")
        codes = [row.get(column) or "" for column in ("gbt_4754_2011", "gbt_4754_2017", "isic_rev4")]
        for code in codes:
            codes_in(code)  # raises where it is none
        yield Sector(
            id, Label(required(row, "name_en", "sectors"), row.get("name_zh") or ""), codes[0], codes[1], codes[2],
            row.get("parent") or "", row.get("coverage") or "", parts(row.get("aliases") or ""), row.get("note") or "",
        )


@cache
def sectors() -> Sectors:
    """Give the sectors that the package defines."""
    return Sectors(read_sectors(definition_rows("sectors.csv")))


def codes_in(text: str) -> tuple[str, ...]:
    """Write a list of codes out in full.

    Raises
    ------
    InvalidValueError
        If the text is no list of codes.

    Examples
    --------
    >>> codes_in("33-35+40"), codes_in("3421"), codes_in("")
    (('33', '34', '35', '40'), ('3421',), ())
    """
    codes: list[str] = []
    for part in filter(None, text.split("+")):
        span = re.fullmatch(r"(\d{2,4})(?:-(\d{2,4}))?", part, re.ASCII)
        first, last = (span[1], span[2] or span[1]) if span else ("", "")
        if not span or len(first) != len(last) or int(last) < int(first):
            raise InvalidValueError(f"code {part!r} of {text!r}", "sectors", "Write codes like 33-38+40 or 3421.")
        codes.extend(f"{code:0{len(first)}}" for code in range(int(first), int(last) + 1))
    return tuple(codes)


def covered(coverage: Coverage) -> tuple[str, ...]:
    """Give the divisions of GB/T 4754-2011 that a statistical coverage of equipment manufacturing counts.

    Traditional coverage is metal products (33), general (34) and special equipment (35), automobiles (36), other
    transport equipment (37), electrical machinery (38), instruments (40) and repair (43). Full coverage adds computers,
    communication and other electronic equipment (39). ``partly_covered`` says of which only a part is counted.

    References
    ----------
    Machinery Industry Information Research Institute (2016), evaluation report on the regional competitiveness of
    China's (fully covered) equipment manufacturing industry (2014), as cited in ADB TA-9036 Technical Report 2 (2017),
    para. 48.

    Examples
    --------
    >>> covered("traditional")
    ('33', '34', '35', '36', '37', '38', '40', '43')
    >>> set(covered("full")) - set(covered("traditional"))
    {'39'}
    """
    if coverage not in COVERAGES:
        raise InvalidValueError(f"coverage {coverage!r}", "sectors, covered", f"Use one of {', '.join(COVERAGES)}.")
    return codes_in("33-38+40+43" if coverage == "traditional" else "33-40+43")


def partly_covered(coverage: Coverage) -> tuple[str, ...]:
    """Give the divisions of which a coverage counts investment products (and products of both uses) only.

    Examples
    --------
    >>> partly_covered("full")
    ('39', '43')
    """
    return tuple(code for code in covered(coverage) if code in ("39", "43"))
