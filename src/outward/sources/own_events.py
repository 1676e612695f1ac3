"""The user's own events as CSV: ``date,country,kind,source,title``, and where known ``actor1,actor2,place,url,id``.

A row is an event that somebody reported: the date (with a time where it is known, ``2024-05-01T14:30``), the country by
code or name in either language, the kind by id or as a CAMEO code, the outlet or its address, and the title. The file
covers every day from its first to its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from outward.errors import InvalidInputError, Problem
from outward.sources.event_layout import EventLayout, header_picks, outlet_of

NEEDED: Final = ("date", "country", "kind", "source", "title")
OPTIONAL: Final = ("actor1", "actor2", "place", "url", "id")

_TIME: Final = "coalesce(try_strptime(date, '%Y-%m-%dT%H:%M:%S'), try_strptime(date, '%Y-%m-%dT%H:%M'))"


def layout(columns: Sequence[str], delimiter: str, where: str) -> EventLayout:
    """Give the layout of a file by its header.

    Raises
    ------
    InvalidInputError
        If a column is missing, unknown or there twice.

    Examples
    --------
    >>> layout(["date", "country", "kind", "source", "title"], ",", "events.csv").is_own
    True
    """
    names = tuple(columns)
    mend = f"Name the columns {', '.join(NEEDED)}; {', '.join(OPTIONAL)} may be there."
    problems = [Problem(where, 1, name, "is missing", mend) for name in NEEDED if name not in names]
    problems += [Problem(where, 1, name[:40], "is no column of an event file", mend)
                 for name in dict.fromkeys(names) if name not in (*NEEDED, *OPTIONAL)]
    problems += [Problem(where, 1, name[:40], "stands twice in the header", "Keep one of them.")
                 for name in dict.fromkeys(names) if names.count(name) > 1]
    if problems:
        raise InvalidInputError(problems[:20], where)
    cell = header_picks(names, {each: each for each in OPTIONAL}, dict.fromkeys(OPTIONAL, "''"))
    url = f"CASE WHEN {cell['url']} <> '' THEN {cell['url']} WHEN source LIKE 'http%' THEN source ELSE '' END"
    day = f"CAST(coalesce({_TIME}, try_strptime(date, '%Y-%m-%d')) AS DATE)"
    return EventLayout(
        "own", names, delimiter, has_header=True, is_quoted=True, codes="kind", countries="name", is_span=True,
        is_own=True, picks={
            "row_id": cell["id"], "event_day": day, "added": _TIME, "day": day, "country": "country", "code": "kind",
            "signature": f"concat_ws('|', left(date, 10), country, kind, {cell['actor1']}, {cell['actor2']}, "
                         f"{cell['place']}, CASE WHEN {cell['actor1']} = '' AND {cell['actor2']} = '' THEN title "
                         "ELSE '' END)",
            "mentions": "'1'", "sources": "'1'", "outlet": outlet_of(f"({url})"), "title": "left(title, 300)",
            "url": url, "revised": "'0'",
        })
