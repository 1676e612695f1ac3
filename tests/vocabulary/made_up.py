"""Made-up figures for the vocabulary's tests."""

from __future__ import annotations

from outward.vocabulary.figures import Cell, Figure, Kind, printed


def cell_figure(row: str, value: float, *, unit: str = "100 million CNY", digits: int = 1, kind: Kind = "level",
                source: str = "S1") -> Figure:
    """Give the figure of a printed cell of a made-up table."""
    return printed(Cell("t", row, str(value), source), value, unit=unit, digits=digits, kind=kind)
