"""Lines over periods, and ranks over periods: each series named at its end, so that nobody has to match colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame, Marked
from outward.charts.lettering import apart, width, wrap
from outward.charts.scale import Axis, rank_axis, value_axis

_HEIGHT = 260.0
_NAME = 170.0  # pixels that the names at the ends may take
_PADDING = 0.35  # what is left beside the first and last period, in steps
_NARROW = 0.9  # the lowest over the highest value from which on an axis without zero shows more than it exaggerates
_MOST_PLACES = 12  # ranks, and periods, up to which the marks are large enough to hold their places
_MOST_NUMBERS = 24  # points of one series that carry their numbers


def lines(content: Content, title: str) -> dict[str, Any]:
    """Describe lines over periods; a missing period leaves a gap in the labels, never a made-up point."""
    low, high = min(content.values, default=0.0), max(content.values, default=1.0)
    axis = value_axis(content.values, from_zero=low < _NARROW * high)
    return _described(content, axis, title, turned=False)


def ranks(content: Content, title: str) -> dict[str, Any]:
    """Describe ranks over periods, the first place on top."""
    return _described(content, rank_axis(content.values), title, turned=True)


def _described(content: Content, axis: Axis, title: str, *, turned: bool) -> dict[str, Any]:
    plot = _frame(content, axis, turned=turned)
    places = {"x": _period(content), "y": _value(axis, turned=turned)}
    rows = [point.row() for point in content.points]
    colours = palette.line_colours(len(content.series)) if len(content.series) > 1 else (palette.ACCENT,)
    coloured = frame.by_series(content, colours)
    layers = [frame.layer(rows, "line", {"strokeWidth": 2.2}, **places, color=coloured,
                          strokeDash=frame.by_series(content, [list(dash) for dash in palette.DASHES]))]
    placed = turned and _holds_places(content, axis)
    if placed:
        layers.append(frame.layer(rows, "circle", {"size": 330, "opacity": 1}, **places, color=coloured))
        look = {"baseline": "middle", "fontSize": frame.SMALL, "color": palette.PAPER}
        layers.append(frame.layer(rows, "text", look, **places, text="text:N"))
    else:
        look = {"size": 60, "opacity": 1, "stroke": palette.PAPER, "strokeWidth": 0.8}
        layers.append(frame.layer(rows, "point", look, **places, fill=coloured,
                                  shape=frame.by_series(content, palette.SHAPES)))
    if len(content.series) > 1:
        layers.append(_names(content, axis, plot, colours, turned=turned))
    elif not placed and len(content.points) <= _MOST_NUMBERS:
        layers += _numbers(content, plot, places, turned=turned)
    layers += frame.header(content, plot, stub=False, keyed=False)
    return frame.described(layers, plot, title)


def _holds_places(content: Content, axis: Axis) -> bool:
    """Say whether the marks of ranks are far enough apart to hold their places."""
    return len(content.categories) <= _MOST_PLACES and axis.high <= _MOST_PLACES + 1


def _numbers(content: Content, plot: Frame, places: dict[str, Any], *, turned: bool) -> list[alt.Chart]:
    """Write each number clear of its line; where they would touch, only the first, the last and the extremes."""
    room = plot.width / max(1, len(content.categories))
    points: Sequence[Marked] = content.points
    hollow = _hollows(points, turned=turned)
    if any(width(point.text, frame.SMALL) > room - 4.0 for point in points):
        kept = {points[0], points[-1], max(points, key=lambda one: one.value), min(points, key=lambda one: one.value)}
        points = [point for point in points if point in kept]
    layers = []
    for below in (False, True):
        rows = [point.row() for point in points if (point in hollow) == below]
        look = {"baseline": "top" if below else "bottom", "dy": 8 if below else -8, "fontSize": frame.SMALL,
                "color": palette.INK}
        if rows:
            layers.append(frame.layer(rows, "text", look, **places, text="text:N"))
    return layers


def _hollows(points: Sequence[Marked], *, turned: bool) -> set[Marked]:
    """Give the points that their line leaves upwards on all sides, so that only the room below them is free."""
    heights = [-point.value if turned else point.value for point in points]
    found = set()
    for at, point in enumerate(points):
        beside = [heights[near] for near in (at - 1, at + 1) if 0 <= near < len(points)]
        if beside and min(beside) >= heights[at] and max(beside) > heights[at]:
            found.add(point)
    return found


def _names(content: Content, axis: Axis, plot: Frame, colours: Sequence[str], *, turned: bool) -> alt.Chart:
    """Write each series' name and last number at the end of its line, moved apart where they would overlap."""
    last = [[point for point in content.points if point.series == name][-1] for name in content.series]
    heights = []
    for point in last:
        place = axis.place(point.value, plot.height)
        heights.append(place if turned else plot.height - place)
    texts = [wrap(_ending(point, placed=turned and _holds_places(content, axis)), frame.SIZE, _NAME) for point in last]
    placed = apart(heights, [len(text) * frame.LINE for text in texts], plot.height)
    start = plot.width + 4.0 - _edge(content, plot) + (14.0 if turned and _holds_places(content, axis) else 8.0)
    entries = [
        {"series": point.series, "words": "\n".join(text), "x": start,
         "y": y - (len(text) - 1) * frame.LINE / 2, "colour": colour}
        for point, text, y, colour in zip(last, texts, placed, colours, strict=True)
    ]
    look = {"align": "left", "baseline": "middle", "fontSize": frame.SIZE, "lineBreak": "\n", "lineHeight": frame.LINE}
    return frame.layer(entries, "text", look, text="words:N", x=frame.pixels("x"), y=frame.pixels("y"),
                       color={"field": "colour", "type": "nominal", "scale": None})


def _ending(point: Marked, *, placed: bool) -> str:
    """Name a line at its end, with its last number where the mark does not hold it."""
    return point.series if placed else f"{point.series} {point.text}"


def _edge(content: Content, plot: Frame) -> float:
    """Distance from the last period to the plot's right edge."""
    return _PADDING * plot.width / (len(content.categories) - 1 + 2 * _PADDING)


def _period(content: Content) -> dict[str, Any]:
    axis = {"title": content.category_title or None, "grid": False, "labelAngle": 0, "tickSize": 4, "titlePadding": 8,
            "labelExpr": "split(datum.label, '\\n')"}
    labels = [frame.broken(category) for category in content.categories]
    return {"field": "category", "type": "nominal", "sort": None, "axis": axis,
            "scale": {"domain": labels, "type": "point", "padding": _PADDING}}


def _value(axis: Axis, *, turned: bool) -> dict[str, Any]:
    ends = [axis.high, axis.low] if turned else [axis.low, axis.high]
    return {"field": "value", "type": "quantitative", "axis": frame.value_ticks(axis),
            "scale": {"domain": ends, "nice": False, "zero": False}}


def _frame(content: Content, axis: Axis, *, turned: bool) -> Frame:
    ticks = max(width(f"{tick:,.10g}", frame.SIZE) for tick in axis.ticks)
    right, placed = 24.0, turned and _holds_places(content, axis)
    if len(content.series) > 1:
        named = {point.series: _ending(point, placed=placed) for point in content.points}
        right = 10.0 + max(width(line, frame.SIZE) for text in named.values() for line in wrap(text, frame.SIZE, _NAME))
    top = frame.header_height(content.measure, (), frame.WIDTH) + 20.0
    bottom = 28.0 + (22.0 if content.category_title else 0.0)
    return Frame(ticks + 14.0, right, top, bottom, _HEIGHT)
