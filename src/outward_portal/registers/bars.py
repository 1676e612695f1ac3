"""Dates as bars: each as long as what is known, on one scale of years, drawn by the server into the table's cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from outward_portal.registers.chronology import Dated

WIDTH: Final = 600
_MONTH: Final = 1 / 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A record's row: where its bar begins, how long it is, where its stages stand."""

    row: Dated
    x: float
    width: float
    is_open: bool  # whether no end is stated: the bar is as long as what is known
    marks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A year of the scale."""

    year: int
    x: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows on one scale."""

    rows: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def bars(rows: Iterable[Dated]) -> Bars:
    """Put dated records on one scale of years.

    Examples
    --------
    >>> drawn = bars([Dated(1, "A", "", False, "2014", ""), Dated(2, "B", "", False, "2015-07", "2016")])
    >>> [(bar.x, bar.width, bar.is_open) for bar in drawn.rows]
    [(0.0, 200.0, True), (300.0, 300.0, False)]
    >>> [tick.year for tick in drawn.ticks]
    [2014, 2015, 2016]
    """
    dated = [row for row in rows if row.dates]
    if not dated:
        return Bars((), ())
    first = int(min(start(date) for row in dated for date in row.dates))
    last = -int(-max(end(date) for row in dated for date in row.dates) // 1)  # the year's end
    scale = WIDTH / (last - first)
    return Bars(tuple(_bar(row, first, scale) for row in dated), _ticks(first, last, scale))


def _bar(row: Dated, first: int, scale: float) -> Bar:
    begins, ends = min(start(date) for date in row.dates), max(end(date) for date in row.dates)
    marks = tuple(round((start(date) - first) * scale, 1) for _, date in row.stages)
    return Bar(row, round((begins - first) * scale, 1), round(max((ends - begins) * scale, 2), 1), not row.ends, marks)


def _ticks(first: int, last: int, scale: float) -> tuple[Tick, ...]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 500) if (last - first) / step <= 10)
    return tuple(Tick(year, round((year - first) * scale, 1)) for year in range(first, last) if year % step == 0)


def start(date: str) -> float:
    """Give the year and its fraction at which a date begins.

    Examples
    --------
    >>> start("2015"), start("2015-07"), end("2015"), end("2015-06")
    (2015.0, 2015.5, 2016.0, 2015.5)
    """
    year, month, day = _parts(date)
    return year + (month - 1 if month else 0) * _MONTH + (day - 1 if day else 0) / 372


def end(date: str) -> float:
    """Give the year and its fraction at which a date ends."""
    year, month, day = _parts(date)
    if not month:
        return year + 1.0
    return year + month * _MONTH if not day else year + (month - 1) * _MONTH + day / 372


def _parts(date: str) -> tuple[int, int, int]:
    parts: Mapping[int, str] = dict(enumerate(date.split("-")))
    return int(parts[0]), int(parts.get(1, "0")), int(parts.get(2, "0"))
