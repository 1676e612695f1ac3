"""Kinds of reported events, and the codes of event data sets that belong to each: data, not code.

``data/event_kinds.csv`` names the kinds, each under one of the five risks; ``data/event_codes.csv`` sorts the codes of
CAMEO (GDELT) and the event types of ACLED into them. A code belongs to the longest entry that it begins with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.labels import Label

Category = Literal["political", "institutional", "security", "economic", "social"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
Scheme = Literal["cameo", "acled"]

_PACKAGE = "outward.risk"


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of reported event."""

    id: str
    name: Label
    category: Category | None  # the risk that it tells of; None where it tells of none
    is_watched: bool  # whether a surge of it is a signal; what is not watched still counts as monitoring volume


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Give the kinds by id, in the order in which they are shown.

    Examples
    --------
    >>> kind = event_kinds()["riot"]
    >>> kind.category, kind.name.zh, kind.is_watched
    ('social', '骚乱', True)
    """
    found = {}
    for row in definition_rows("event_kinds.csv", _PACKAGE):
        category = next((each for each in CATEGORIES if each == row["category"]), None)
        if row["category"] and category is None:
            raise InvalidValueError(f"category {row['category']!r}", "event_kinds.csv",
                                    f"Use one of {', '.join(CATEGORIES)}.")
        found[row["kind"]] = EventKind(row["kind"], Label(row["name_en"], row["name_zh"]), category,
                                       row["is_watched"] == "1")
    return MappingProxyType(found)


@cache
def _codes(scheme: Scheme) -> Mapping[str, str]:
    return {row["code"]: row["kind"] for row in definition_rows("event_codes.csv", _PACKAGE)
            if row["scheme"] == scheme}


def kind_of(code: str, scheme: Scheme) -> str:
    """Give the kind that a code of an event data set belongs to.

    Parameters
    ----------
    code : str
        A CAMEO code of two to four digits as printed, with its leading zero; or ACLED's event type, a slash and its
        sub-event type.
    scheme : {"cameo", "acled"}
        Whose code it is.

    Raises
    ------
    UnknownCodeError
        If no entry of ``event_codes.csv`` begins the code.

    References
    ----------
    Gerner, D. J., P. A. Schrodt and O. Yilmaz (2009), "Conflict and Mediation Event Observations (CAMEO): Codebook",
    version 1.1b3. ACLED (2023), "Armed Conflict Location & Event Data Project Codebook".

    Examples
    --------
    >>> [kind_of(code, "cameo") for code in ("141", "1453", "172", "190", "0231", "042")]
    ['protest', 'riot', 'restrictions', 'violence', 'aid', 'cooperation']
    >>> kind_of("Strategic developments/Arrests", "acled")
    'coercion'
    """
    known = _codes(scheme)
    shown = code.strip()
    ends = range(len(shown), 0, -1) if len(shown) <= 200 else ()
    for end in ends:
        if shown[:end] in known and (scheme == "cameo" or shown[end:end + 1] in ("", "/")):
            return known[shown[:end]]
    raise UnknownCodeError(f"event code {shown[:40]!r}", f"{scheme} codes",
                           "Use a code of the scheme, or sort it into a kind in event_codes.csv.")
