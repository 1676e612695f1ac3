"""How event files are laid out: what of a provider's columns becomes what of ours.

Event files are too long for Python objects: a layout says by SQL expressions over the file's columns (all of them text)
what ``outward.ingest.events`` has DuckDB read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from outward.vocabulary.regions import regions

CodeScheme = Literal["cameo", "acled", "kind"]
CountryScheme = Literal["gec", "name"]

FIELDS: Final = ("row_id", "event_day", "added", "day", "country", "code", "signature", "mentions", "sources", "outlet",
                 "title", "url", "revised")
"""What a layout picks: number of the row (empty where rows have none); date of the event; time at which the row was
added (NULL where only the day is known); day that it counts for; country and code as printed; what makes it the same
event as another; mentions; sources; domain of the outlet's country, ``=`` for the event's own, ``?`` where it is some
other, empty where nothing is known; title; address; number that grows with each revision."""

_SHARED_DOMAINS: Final = frozenset({"ac", "ai", "cc", "co", "fm", "gg", "io", "is", "la", "ly", "me", "nu", "sh", "st",
                                    "tk", "to", "tv", "vc", "ws"})
"""Country domains that are sold to everybody: they say nothing of where an outlet is."""


@dataclass(frozen=True, slots=True)
class EventLayout:
    """The layout of one kind of event file."""

    name: str
    columns: tuple[str, ...]  # of the file, in its order
    delimiter: str
    has_header: bool
    is_quoted: bool  # whether text with delimiters stands in double quotes
    codes: CodeScheme
    countries: CountryScheme
    picks: Mapping[str, str]  # by field
    is_span: bool  # whether it covers all days from its first to its last; else only those on which rows were added
    is_own: bool = False  # the user's own: every row that is wrong is told, and nothing is taken with one


def outlet_of(url: str) -> str:
    """Write the expression of an outlet's country by the domain of its address: the last label, if of two letters.

    Examples
    --------
    >>> outlet_of("SOURCEURL")
    "lower(regexp_extract(SOURCEURL, '^https?://[^/:?#]*[.]([A-Za-z][A-Za-z])(?:[/:?#]|$)', 1))"
    """
    return f"lower(regexp_extract({url}, '^https?://[^/:?#]*[.]([A-Za-z][A-Za-z])(?:[/:?#]|$)', 1))"


def outlet_countries() -> dict[str, str]:
    """Give the countries of outlets by what a layout picks: top-level domains and codes, to alpha-3.

    Examples
    --------
    >>> known = outlet_countries()
    >>> known["zm"], known["uk"], "io" in known
    ('ZMB', 'GBR', False)
    """
    found = {region.iso2.lower(): region.iso3 for region in regions().values()
             if region.iso2 and region.iso3 and region.iso2.lower() not in _SHARED_DOMAINS}
    return {**found, "uk": "GBR"}


def header_picks(columns: tuple[str, ...], wanted: Mapping[str, str], otherwise: Mapping[str, str]) -> dict[str, str]:
    """Pick columns that a file may lack: the expression where its column is there, else another.

    Examples
    --------
    >>> header_picks(("date",), {"day": "date", "title": "title"}, {"title": "''"})
    {'day': '"date"', 'title': "''"}
    """
    return {field: f'"{column}"' if column in columns else otherwise[field] for field, column in wanted.items()}
