"""Counts of reported events by country, day and kind: what the reduction of event files writes and the signals read.

::

    folder/
    ├── manifest.json      the files that were counted (by checksum), the days that they cover, which counts hold
    ├── parts/             each row once, as compact as can be: what repeats are looked for in
    └── counts/            a Parquet file a year

Unmonitored is not zero: a day that no file covers is not in the manifest, and no count of it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from outward.errors import StoreError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PARTS: Final = "parts"
COUNTS: Final = "counts"

COLUMNS: Final = ("day", "country", "kind", "events", "mentions", "sources", "foreign", "located")
"""Columns of counts: date, ISO 3166-1 alpha-3 code, id of a kind; then distinct events, mentions of them, sources that
mention them, events first reported by an outlet of another country, and events whose outlet's country is known."""

PART_COLUMNS: Final = ("id", "signature", "day", "added", "country", "kind", "mentions", "sources", "outlet", "title",
                       "url", "revised")
"""Columns of a part: number of the row, number of what makes a repeat (event date, actors, code, place), day, time at
which it was added (empty where only the day is known), what is shown of the events that were mentioned most, and which
revision it is. A row without kind says that a revision moved the row of this number to another day."""

REPEAT_MINUTES: Final = 180
"""An event with the signature of one added at most so many minutes before is the same event, told again."""

LATE_DAYS: Final = 7
"""A row added more than so many days after the event it tells of is no news, and is left out of the counts."""

TITLES: Final = 3
"""Titles or addresses shown with a signal."""

_MEND: Final = "Remove the folder and count the event files anew by outward risk stream."


def spans(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Write days as spans of neighbouring ones, in order.

    Examples
    --------
    >>> [(a.day, b.day) for a, b in spans([date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 5)])]
    [(1, 2), (5, 5)]
    """
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)


def days_of(spans: Iterable[tuple[date, date]]) -> frozenset[date]:
    """Give the days of spans.

    Examples
    --------
    >>> sorted(day.day for day in days_of([(date(2024, 5, 1), date(2024, 5, 3))]))
    [1, 2, 3]
    """
    return frozenset(date.fromordinal(day) for first, last in spans
                     for day in range(first.toordinal(), last.toordinal() + 1))


def inner_path(path: object) -> str:
    """Give back a path that a manifest names, where it lies within the folder.

    Raises
    ------
    StoreError
        If it leads elsewhere.

    Examples
    --------
    >>> inner_path("counts/2024-1a2b3c4d5e6f.parquet")
    'counts/2024-1a2b3c4d5e6f.parquet'
    """
    if not isinstance(path, str) or not path.startswith((f"{PARTS}/", f"{COUNTS}/")) or ".." in path.split("/"):
        raise StoreError(f"the manifest of the counts names {str(path)[:80]!r}", MANIFEST, _MEND)
    return path


def covered_days(manifest: Mapping[str, Any]) -> frozenset[date]:
    """Give the days that the counted files cover, as their manifest (read from JSON) says.

    Raises
    ------
    StoreError
        If the manifest is none of ours.

    Examples
    --------
    >>> len(covered_days({"format": 1, "files": [{"days": [["2024-05-01", "2024-05-03"]]}], "counts": {}}))
    3
    """
    try:
        if manifest["format"] != FORMAT:
            raise StoreError(f"counts of format {manifest['format']!r}", MANIFEST, _MEND)
        return days_of((date.fromisoformat(first), date.fromisoformat(last))
                       for file in manifest["files"] for first, last in file["days"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError("the manifest of the counts cannot be read", MANIFEST, _MEND) from error
