"""ACLED event exports: CSV with a header, in comma or semicolon, dates as ``2024-05-01`` or ``01 May 2024``.

ACLED's rows are read and coded by people and revised later: a row of the same ``event_id_cnty`` with a newer
``timestamp`` takes the older one's place. Its terms of use do not allow passing the data on: only counts are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from outward.errors import InvalidInputError, Problem
from outward.sources.event_layout import EventLayout, header_picks
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "ACLED",
    Label("Armed Conflict Location & Event Data", "武装冲突地点与事件数据"),
    Label("ACLED", "ACLED"),
    licence="ACLED terms of use; attribution; the rows are not to be passed on",
    note="coded by people from reports, and revised later",
)

NEEDED: Final = ("event_date", "event_type", "country")
MARKS: Final = frozenset({"event_date", "event_type"})
"""Columns by which an export is known."""

_WANTED: Final = {"row_id": "event_id_cnty", "sub": "sub_event_type", "actor1": "actor1", "actor2": "actor2",
                  "location": "location", "source": "source", "scale": "source_scale", "notes": "notes",
                  "revised": "timestamp"}


def layout(columns: Sequence[str], delimiter: str, where: str) -> EventLayout:
    """Give the layout of an export by its header.

    Raises
    ------
    InvalidInputError
        If a column that is needed is missing.

    Examples
    --------
    >>> layout(["event_date", "event_type", "country"], ",", "events").name
    'acled'
    """
    names = tuple(columns)
    if missing := [name for name in NEEDED if name not in names]:
        raise InvalidInputError([Problem(where, 1, name, "is missing", f"An ACLED export has {', '.join(NEEDED)}.")
                                 for name in missing], where)
    cell = header_picks(names, _WANTED, dict.fromkeys(_WANTED, "''"))
    day = ("CAST(coalesce(try_strptime(event_date, '%Y-%m-%d'), try_strptime(event_date, '%d %B %Y'), "
           "try_strptime(event_date, '%d %b %Y')) AS DATE)")
    scale = f"lower({cell['scale']})"
    return EventLayout(
        "acled", names, delimiter, has_header=True, is_quoted=True, codes="acled", countries="name", is_span=True,
        picks={
            "row_id": cell["row_id"], "event_day": day, "added": "CAST(NULL AS TIMESTAMP)", "day": day,
            "country": "country", "code": f"rtrim(event_type || '/' || {cell['sub']}, '/')",
            "signature": f"concat_ws('|', event_date, {cell['actor1']}, {cell['actor2']}, event_type, {cell['sub']}, "
                         f"{cell['location']}, country)",
            "mentions": "'1'", "sources": f"CAST(1 + len({cell['source']}) - len(replace({cell['source']}, ';', '')) "
                                          "AS VARCHAR)",
            "outlet": f"CASE WHEN regexp_matches({scale}, '(^|-)(national|subnational|local)') THEN '=' "
                      f"WHEN regexp_matches({scale}, '(^|-)(international|regional)') THEN '?' ELSE '' END",
            "title": f"left({cell['notes']}, 300)", "url": "''",
            "revised": cell["revised"],
        })
