"""What a cell read, and from when on: every observation of it, each with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from outward.vocabulary.labels import Label, same


@dataclass(frozen=True, slots=True)
class Reading:
    """One observation of a cell."""

    cell: str  # table:row
    text: str
    known_on: str
    source: Label
    note: str


@lru_cache(maxsize=64)
def days_of(workspace: Path, case: str, release: str) -> tuple[str, ...]:
    """Give the days on which anything in a release was known, the earliest first."""
    from outward.studies.releases import open_release  # which brings pandas

    return open_release(workspace, case, release).known_days()


def readings_of(workspace: Path, case: str, release: str, cells: Iterable[tuple[str, str]]) -> list[Reading]:
    """Give all that is known of cells, each cell's newest observation first.

    Parameters
    ----------
    workspace : Path
        The workspace.
    case, release : str
        Of what.
    cells : iterable of (str, str)
        Tables and rows.
    """
    return list(_readings(workspace, case, release, tuple(dict.fromkeys(cells))))


@lru_cache(maxsize=64)
def _readings(workspace: Path, case: str, release: str, cells: tuple[tuple[str, str], ...]) -> tuple[Reading, ...]:
    from outward.studies.releases import casebook_of, open_release  # which bring pandas

    if not cells:
        return ()
    opened = open_release(workspace, case, release)
    titles = {source.id: source.title for source in casebook_of(opened).sources}
    table = opened.revisions(table=sorted({name for name, _ in cells}))
    wanted = {cell: place for place, cell in enumerate(cells)}
    named = table[table["row"].isin([row for _, row in cells])]
    rows = [row for row in named.to_dict("records") if (row["table"], row["row"]) in wanted]
    rows.sort(key=lambda row: str(row["known_on"]), reverse=True)
    rows.sort(key=lambda row: wanted[row["table"], row["row"]])
    return tuple(Reading(f"{row['table']}:{row['row']}", str(row["value_as_printed"]), str(row["known_on"]),
                         titles.get(row["source"], same(str(row["source"]))), str(row["note"])) for row in rows)
