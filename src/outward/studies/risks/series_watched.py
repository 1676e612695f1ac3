"""The levels of warning on a case's own series: ranks that are lost, growth that slumps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from outward.casebook.folder import Casebook
from outward.risk.watching import SeriesWatch, Thresholds, watch_series
from outward.studies.holdings import Holdings
from outward.studies.releases import Release, casebook_of
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period

Kind = Literal["rank", "growth"]
RANKS: Final = Thresholds(1, 2, 4)
"""Places lost since the period before: watch, warning, alarm."""
GROWTH: Final = Thresholds(0, 5, 10)
"""Percent of fall: growth of 0 or below is watched, of -5 a warning, of -10 an alarm."""

_FEWEST: Final = 3  # values that make a series
_DIMENSIONS: Final = ["indicator", "region", "sector", "coverage", "partner", "product", "subject"]


@dataclass(frozen=True, slots=True)
class WatchedSeries:
    """A series of a case, with its levels.

    ``places`` name where each value is printed: table and row.
    """

    kind: Kind
    name: Label
    indicator: str
    dimensions: Mapping[str, str]
    values: tuple[float, ...]
    places: tuple[str, ...]
    watched: SeriesWatch


def watched_series(release: Release, *, as_of: str = "", ranks: Thresholds = RANKS,
                   growth: Thresholds = GROWTH) -> tuple[WatchedSeries, ...]:
    """Watch every rank and growth rate of a release that has three values or more, the highest levels first.

    Periods of one length make a series: months are watched as months, years as years.

    Parameters
    ----------
    release : Release
        The case's release.
    as_of : str
        ISO date; what became known later is left out. Empty for all.
    ranks, growth : Thresholds
        Places lost in a period; percent of fall, counted downwards.
    """
    casebook = casebook_of(release)
    rows = release.observations(as_of=as_of or None)
    rows = rows[rows["value"].notna() & rows["status"].ne("missing") & rows["period"].ne("")]
    found = list(_watched(rows, casebook, ranks, growth))
    order = ("alarm", "warning", "watch", "quiet")
    return tuple(sorted(found, key=lambda one: (order.index(one.watched.level), one.name.en)))


def _watched(rows: pd.DataFrame, casebook: Casebook, ranks: Thresholds, growth: Thresholds) -> Iterator[WatchedSeries]:
    holdings = Holdings(casebook, rows)
    for key, group in rows.groupby(_DIMENSIONS, sort=True):
        dimensions = dict(zip(_DIMENSIONS, map(str, key), strict=True))
        kind = _kind(casebook, dimensions["indicator"])
        if kind is None:
            continue
        newest = group.sort_values("known_on", kind="stable").drop_duplicates("period", keep="last")
        periods = {text: Period.parse(text) for text in newest["period"].astype(str)}
        for months in sorted({period.months for period in periods.values() if period.is_dated}):
            ordered = sorted((text for text, period in periods.items() if period.is_dated and period.months == months),
                             key=periods.__getitem__)
            if len(ordered) < _FEWEST:
                continue
            part = newest.set_index("period").loc[ordered]
            series = part["value"].astype(float)
            watched = (watch_series(series, "rises", ranks) if kind == "rank" else
                       watch_series(series, "falls", growth, measure="value"))
            yield WatchedSeries(
                kind, _name(holdings, dimensions), dimensions["indicator"], dimensions, tuple(map(float, series)),
                tuple(f"{row.table}:{row.row}" for row in part.itertuples()), watched)


def _kind(casebook: Casebook, id: str) -> Kind | None:
    indicator = casebook.indicators[id]
    if indicator.kind == "rank":
        return "rank"
    return "growth" if indicator.kind == "rate" and id.endswith(".growth") else None


def _name(holdings: Holdings, dimensions: Mapping[str, str]) -> Label:
    """Name a series by what it measures, and of whom: a product, an enterprise, else a sector of a region."""
    casebook = holdings.casebook
    parts = [casebook.indicators[dimensions["indicator"]].name]
    codes = [dimensions[name] for name in ("product", "subject") if dimensions[name]]
    parts += [holdings.code_label(code) for code in codes]
    if not dimensions["subject"]:
        parts += [casebook.sectors[dimensions["sector"]].name] if dimensions["sector"] in casebook.sectors else []
        parts += [casebook.regions[dimensions["region"]].name] if dimensions["region"] in casebook.regions else []
    return Label(", ".join(part.en for part in parts), "，".join(part.text("zh") for part in parts))
