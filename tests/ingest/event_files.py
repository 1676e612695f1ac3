"""Small synthetic event files, as GDELT and ACLED lay them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outward.sources.gdelt import COLUMNS_1, COLUMNS_2


@dataclass(frozen=True)
class Told:
    """A row of GDELT; what is not said is the same for all."""

    id: int
    day: str = "20240501"  # of the event
    added: str = "20240501"  # version 2.0 needs the time too
    actor1: str = "AAA"
    actor2: str = "BBB"
    code: str = "141"
    place: str = "Lusaka, Lusaka, Zambia"
    gec: str = "ZA"
    mentions: str = "4"
    sources: str = "1"
    url: str = "https://news.example.zm/story"


def gdelt_line(told: Told) -> str:
    """Write a row in version 1.0, or in 2.0 where it has the time at which it was added."""
    is_second = len(told.added) == 14
    cells = dict.fromkeys(COLUMNS_2 if is_second else COLUMNS_1, "")
    cells |= {"GLOBALEVENTID": str(told.id), "SQLDATE": told.day, "Actor1Code": told.actor1, "Actor2Code": told.actor2,
              "EventCode": told.code, "ActionGeo_FullName": told.place, "ActionGeo_CountryCode": told.gec,
              "NumMentions": told.mentions, "NumSources": told.sources, "DATEADDED": told.added, "SOURCEURL": told.url}
    return "\t".join(cells.values())


def gdelt_file(path: Path, rows: Sequence[Told]) -> Path:
    """Write an export."""
    path.write_text("".join(gdelt_line(row) + "\n" for row in rows), encoding="utf-8")
    return path


def own_file(path: Path, rows: Sequence[str], header: str = "date,country,kind,source,title") -> Path:
    """Write events of the user's own."""
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path
