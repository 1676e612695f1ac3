"""GDELT event exports, version 1.0 (57 or 58 columns, a file a day) and 2.0 (61 columns, a file every 15 minutes).

Tab-separated, no header, no quoting. Countries are GEC (FIPS 10-4) codes, as in the World Factbook; event codes are
CAMEO's, text with a leading zero. GDELT attributes an event to the place that is mentioned, and dates many by a phrase
such as "last year": what counts is the day on which the row was added.

Format: "The GDELT Event Database Data Format Codebook", V1.03 (2013) and V2.0 (2015).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

from outward.errors import InvalidInputError, Problem
from outward.sources.event_layout import EventLayout, outlet_of
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "GDELT",
    Label("GDELT Event Database", "GDELT事件数据库"),
    Label("The GDELT Project", "GDELT项目"),
    licence="free use with citation and a link to gdeltproject.org",
    note="coded by a program from news reports: reports of events, not incidents that somebody confirmed",
)

_ACTOR: Final = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
                 "Type1Code", "Type2Code", "Type3Code")
_HEAD: Final = ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
                *(f"Actor{number}{part}" for number in (1, 2) for part in _ACTOR),
                "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
                "NumMentions", "NumSources", "NumArticles", "AvgTone")
_PLACE_1: Final = ("Geo_Type", "Geo_FullName", "Geo_CountryCode", "Geo_ADM1Code", "Geo_Lat", "Geo_Long",
                   "Geo_FeatureID")
_PLACE_2: Final = (*_PLACE_1[:4], "Geo_ADM2Code", *_PLACE_1[4:])
_LATER_CODES: Final = {"rb": "SRB", "gz": "PSE", "we": "PSE"}
"""Codes that GDELT writes and the World Factbook does not."""


def _columns(place: tuple[str, ...]) -> tuple[str, ...]:
    return (*_HEAD, *(f"{whose}{part}" for whose in ("Actor1", "Actor2", "Action") for part in place), "DATEADDED",
            "SOURCEURL")


COLUMNS_1: Final = _columns(_PLACE_1)
COLUMNS_2: Final = _columns(_PLACE_2)


def layout(columns: int, where: str) -> EventLayout:
    """Give the layout of an export by its number of columns.

    Raises
    ------
    InvalidInputError
        If no export has so many.

    Examples
    --------
    >>> layout(58, "day").name, layout(61, "quarter of an hour").name
    ('gdelt-1', 'gdelt-2')
    """
    if columns not in (57, 58, 61):
        raise InvalidInputError([Problem(where, 1, "", f"has {columns} tab-separated columns",
                                         "A GDELT event export has 57 or 58 (version 1.0) or 61 (2.0).")], where)
    is_second = columns == 61
    names = (COLUMNS_2 if is_second else COLUMNS_1)[:columns]
    url = "coalesce(SOURCEURL, '')" if "SOURCEURL" in names else "''"
    added = "try_strptime(DATEADDED, '%Y%m%d%H%M%S')" if is_second else "CAST(NULL AS TIMESTAMP)"
    day = "CAST(try_strptime(left(DATEADDED, 8), '%Y%m%d') AS DATE)"
    return EventLayout(
        "gdelt-2" if is_second else "gdelt-1", names, "\t", has_header=False, is_quoted=False, codes="cameo",
        countries="gec", is_span=False, picks={
            "row_id": "GLOBALEVENTID", "event_day": "CAST(try_strptime(SQLDATE, '%Y%m%d') AS DATE)", "added": added,
            "day": day, "country": "ActionGeo_CountryCode", "code": "EventCode",
            "signature": "concat_ws('|', SQLDATE, coalesce(Actor1Code, ''), coalesce(Actor2Code, ''), EventCode, "
                         "coalesce(ActionGeo_FullName, ''))",
            "mentions": "NumMentions", "sources": "NumSources", "outlet": outlet_of(url), "title": "''", "url": url,
            "revised": "'0'",
        })


@cache
def gec_countries() -> dict[str, str]:
    """Give the alpha-3 codes of countries by the GEC code that GDELT writes, in capitals.

    Examples
    --------
    >>> [gec_countries()[code] for code in ("CH", "SZ", "ZA", "GM", "UK")]
    ['CHN', 'CHE', 'ZMB', 'DEU', 'GBR']
    """
    table = (files("outward.sources") / "data" / "factbook_codes.csv").read_text(encoding="utf-8")
    known = {row["gec"]: row["iso3"] for row in csv.DictReader(table.splitlines()) if row["gec"]}
    return {code.upper(): iso3 for code, iso3 in {**_LATER_CODES, **known}.items()}
