"""Figures to measure: short to make, each with a cell of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from outward.vocabulary.figures import Cell, Figure, Kind, printed

_ROWS = itertools.count(1)


def figure(value: float, unit: str = "100 million CNY", *, digits: int = 2, kind: Kind = "level") -> Figure:
    """Give a printed figure of an invented table."""
    return printed(Cell("test", str(next(_ROWS)), repr(value), "S"), value, unit=unit, digits=digits, kind=kind)


def figures(values: Iterable[float], unit: str = "100 million CNY", *, digits: int = 2) -> list[Figure]:
    """Give printed figures in one unit."""
    return [figure(value, unit, digits=digits) for value in values]


def percent(value: float, *, digits: int = 1) -> Figure:
    """Give a printed share."""
    return figure(value, "%", digits=digits, kind="share")
