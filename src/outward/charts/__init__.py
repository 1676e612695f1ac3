"""A result's charts as Vega-Lite descriptions, and pictures drawn from them: the same in page and print."""

from __future__ import annotations

from outward.charts.description import describe
from outward.charts.pictures import png, svg

__all__ = ["describe", "png", "svg"]
