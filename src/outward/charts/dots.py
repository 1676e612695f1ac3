"""Dots: several series on one line a category, joined, so that the distance between them is what is read."""

from __future__ import annotations

from typing import Any

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame
from outward.charts.scale import Axis, value_axis


def dots(content: Content, title: str) -> dict[str, Any]:
    """Describe dots: the axis need not begin at zero, since no length is read."""
    low, high = min(content.values, default=0.0), max(content.values, default=1.0)
    axis = value_axis(content.values, from_zero=low < 0.9 * high)
    plot = _frame(content)
    rows = [point.row() for point in content.points]
    places = {"x": _value(axis), "y": _category(content)}
    between = frame.layer(rows, "line", {"color": palette.RULE, "strokeWidth": 2}, **places,
                          detail="category:N", order="value:Q")
    marks = frame.layer(rows, "point", {"size": 95, "opacity": 1, "stroke": palette.INK, "strokeWidth": 0.6}, **places,
                        fill=frame.by_series(content, palette.colours(len(content.series))),
                        shape=frame.by_series(content, palette.SHAPES))
    layers = [between, marks, *frame.header(content, plot, stub=True),
              *frame.legend(content, plot, stub=True, mark="point"), *frame.stub_labels(content, _category(content))]
    return frame.described(layers, plot, title)


def _category(content: Content) -> dict[str, Any]:
    labels = [frame.broken(category) for category in content.categories]
    return {"field": "category", "type": "nominal", "sort": None,
            "scale": {"domain": labels, "type": "point", "padding": 0.5},
            "axis": {"title": None, "ticks": False, "domain": False, "grid": True, "labels": False}}


def _value(axis: Axis) -> dict[str, Any]:
    return {"field": "value", "type": "quantitative", "axis": frame.value_ticks(axis),
            "scale": {"domain": [axis.low, axis.high], "nice": False, "zero": False}}


def _frame(content: Content) -> Frame:
    left = frame.stub_width(content.categories, content.category_title)
    lines = max((frame.broken(category).count("\n") + 1 for category in content.categories), default=1)
    step = max(28.0, lines * (frame.LINE - 1) + 8.0)
    plot = Frame(left, 20.0, 0.0, 26.0, step * max(1, len(content.categories)))
    top = frame.header_height(content.measure, content.series, plot.width + plot.right) + 10.0
    return Frame(left, 20.0, top, 26.0, plot.height)
