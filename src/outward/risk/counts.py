"""Counts of reported events by country, day and kind: what the reduction of event files writes and the signals read.

::

    folder/
    ├── manifest.json      the files that were counted (by checksum), the days that they cover, which counts hold
    ├── parts/             each row once, as compact as can be: what repeats are looked for in
    └── counts/            a Parquet file a year

Unmonitored is not zero: a day that no file covers is not in the manifest, and no count of it is known.
"""

from __future__ import annotations

from typing import Final

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PARTS: Final = "parts"
COUNTS: Final = "counts"

COLUMNS: Final = ("day", "country", "kind", "events", "mentions", "sources", "foreign", "located")
"""Columns of counts: date, ISO 3166-1 alpha-3 code, id of a kind; then distinct events, mentions of them, sources that
mention them, events first reported by an outlet of another country, and events whose outlet's country is known."""

PART_COLUMNS: Final = ("id", "signature", "day", "added", "country", "kind", "mentions", "sources", "outlet", "title",
                       "url")
"""Columns of a part: number of the row, number of what makes a repeat (event date, actors, code, place), day, time at
which it was added (empty where only the day is known), and what is shown of the events that were mentioned most."""

REPEAT_MINUTES: Final = 180
"""An event with the signature of one added at most so many minutes before is the same event, told again."""

LATE_DAYS: Final = 7
"""A row added more than so many days after the event it tells of is no news, and is left out of the counts."""

TITLES: Final = 3
"""Titles or addresses shown with a signal."""
