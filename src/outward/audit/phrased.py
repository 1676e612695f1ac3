"""Indicators of the vocabulary as phrases: an id with measures says by itself what it is built from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from outward.audit.phrases import (
    AverageGrowth,
    Change,
    Growth,
    Indicator,
    Level,
    Per,
    Rank,
    RatioTo,
    Share,
    Sum,
    phrase,
)
from outward.vocabulary.indicators import Indicators
from outward.vocabulary.sectors import Sectors

_WHOLE_SECTORS: Final = {"share-of-industry": "industry", "share-of-manufacturing": "manufacturing",
                         "share-of-region": "all-sectors"}
_WHOLES: Final = {"share-of-nation": "national", "share-of-world": "world", "share-of-total": "total",
                  "share-of-top10": "ten largest regions"}
_FORMS: Final[Mapping[str, Callable[[Indicator], Indicator]]] = {
    "growth": Growth,
    "growth-average": AverageGrowth,
    "change": Change,
    "rank": lambda of: Rank(of, "national"),
    "world-rank": lambda of: Rank(of, "world"),
    "per-enterprise": lambda of: Per(of, Level("enterprise")),
    "per-employee": lambda of: Per(of, Level("employee")),
}


def phrase_of(id: str, indicators: Indicators, sectors: Sectors, *, compared: str = "") -> str:
    """Write an indicator of the vocabulary as the audit reads it.

    Parameters
    ----------
    id : str
        A base with its measures.
    indicators, sectors : Indicators, Sectors
        What names them.
    compared : str
        The region that a ratio compares with, by its name.

    Returns
    -------
    str
        In English. A measure that is no form of the audit's keeps the vocabulary's own name; an indicator that adds
        two others ("hmt-and-foreign-capital-share", x1+x2) is written as their sum.

    Examples
    --------
    >>> from outward.vocabulary.indicators import indicators
    >>> from outward.vocabulary.sectors import sectors
    >>> phrase_of("value-added.share-of-industry.change", indicators(), sectors())
    'change in industrial value added as share of industry'
    >>> phrase_of("total-profit.per-enterprise.ratio", indicators(), sectors(), compared="Anyville")
    'ratio to Anyville, total profit per enterprise'
    """
    base, *measures = id.split(".")
    if base not in indicators:
        return id
    tree: Indicator = _base(base, indicators)
    said = base
    for measure in measures:
        said = f"{said}.{measure}"
        tree = _measured(tree, measure, sectors, compared) or Level(
            indicators[said].name.en if said in indicators else said)
    return phrase(tree)


def _base(id: str, indicators: Indicators) -> Indicator:
    """A level; where the vocabulary says that it adds two, and its id names both, their sum."""
    level = Level(indicators[id].name.en or id)
    first, joined, rest = id.partition("-and-")
    if not joined or indicators[id].formula.replace(" ", "") != "x1+x2":
        return level
    words = rest.split("-")
    for end in range(1, len(words)):
        tail = "-".join(words[end:])
        one, other = f"{first}-{tail}", f"{'-'.join(words[:end])}-{tail}"
        if one in indicators and other in indicators:
            return Sum((Level(indicators[one].name.en), Level(indicators[other].name.en)))
    return level


def _measured(of: Indicator, measure: str, sectors: Sectors, compared: str) -> Indicator | None:
    if measure == "ratio" and compared:
        return RatioTo(compared, of)
    if measure in _WHOLES:
        return Share(of, _WHOLES[measure])
    whole = _WHOLE_SECTORS.get(measure)
    if whole is not None and whole in sectors:
        return Share(of, sectors[whole].name.en)
    form = _FORMS.get(measure)
    return form(of) if form else None
