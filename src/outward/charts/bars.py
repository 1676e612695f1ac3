"""Bars: one series, several side by side, or stacked; lying for named categories, standing for a run of periods."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

import altair as alt

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame
from outward.charts.lettering import width
from outward.charts.scale import Axis, value_axis

_PERIOD = re.compile(r"\d{4}([HQM]\d{1,2})?年?")
_BAR, _GAP = 17.0, 10.0  # thickness of a bar, and what is left between categories
_GROUPED = 13.0  # thickness of one of several bars of a category
_COLUMN_HEIGHT = 240.0


def stands(content: Content) -> bool:
    """Say whether bars stand: categories that are a run of periods read from left to right."""
    return len(content.categories) <= 14 and all(_PERIOD.fullmatch(category) for category in content.categories)


def bars(content: Content, title: str) -> dict[str, Any]:
    """Describe bars, of several series side by side in each category, each with its number at its end."""
    axis = value_axis(content.values, from_zero=True)
    standing = stands(content)
    plot = _standing_frame(content, axis) if standing else _lying_frame(content, axis, len(content.series), below=6.0)
    across, along = ("x", "y") if standing else ("y", "x")
    numbered = not standing or _numbers_fit(content, plot)
    places = {across: _category(content, across), along: _value("value", axis, drawn=not numbered)}
    colour: Any = {"value": palette.ACCENT}
    if len(content.series) > 1:
        scale = {"domain": list(content.series), "paddingInner": 0.08}
        places[f"{across}Offset"] = {"field": "series", "type": "nominal", "scale": scale}
        colour = frame.by_series(content, palette.colours(len(content.series)))
    layers = [frame.layer([point.row() for point in content.points], "bar", {}, **places, color=colour),
              _zero(along, axis, drawn=not numbered)]
    for sign in (1, -1):
        side = [point.row() for point in content.points if point.text.startswith("-") == (sign < 0)]
        if side and numbered:
            look = {"fontSize": frame.SMALL, "color": palette.INK, **_beyond(along, sign)}
            layers.append(frame.layer(side, "text", look, text="text:N", **places))
    return frame.described(layers + _around(content, plot, standing=standing), plot, title)


def stacked_bars(content: Content, title: str) -> dict[str, Any]:
    """Describe bars that add up, each part with its number where there is room for it."""
    axis = _stacked_axis(content)
    standing = stands(content)
    plot = _standing_frame(content, axis) if standing else _lying_frame(content, axis, 1, below=26.0)
    across, along = ("x", "y") if standing else ("y", "x")
    placed = list(_stacked(content))
    colours = palette.colours(len(content.series))
    places = {across: _category(content, across), along: _value("from", axis, drawn=True), f"{along}2": "to"}
    layers = [frame.layer(placed, "bar", {"stroke": palette.PAPER, "strokeWidth": 1}, **places,
                          color=frame.by_series(content, colours)),
              _zero(along, axis, drawn=True)]
    length = plot.height if standing else plot.width
    inks = {series: palette.ink_on(colour) for series, colour in zip(content.series, colours, strict=True)}
    roomy = [row for row in placed
             if _has_room(row, axis.place(row["to"], length) - axis.place(row["from"], length), standing=standing)]
    for ink in (palette.PAPER, palette.INK):
        inside = [row for row in roomy if inks[row["series"]] == ink]
        if inside:
            middle = {across: _category(content, across), along: _value("middle", axis, drawn=True)}
            layers.append(frame.layer(inside, "text", {"fontSize": frame.SMALL, "color": ink}, text="text:N", **middle))
    return frame.described(layers + _around(content, plot, standing=standing), plot, title)


def _stacked_axis(content: Content) -> Axis:
    """Choose the axis of stacked bars; of shares that make up a whole, it ends at the whole in spite of rounding."""
    totals = [math.fsum(max(0.0, point.value) for point in content.points if point.category == category)
              for category in content.categories]
    if all(99.5 <= total <= 100.5 for total in totals):
        return Axis(0.0, 100.0, (0.0, 20.0, 40.0, 60.0, 80.0, 100.0))
    return value_axis(totals, from_zero=True)


def _stacked(content: Content) -> list[dict[str, Any]]:
    """Set the parts of each category end to end, in the order of the series."""
    rows: list[dict[str, Any]] = []
    for category in content.categories:
        parts = sorted((point for point in content.points if point.category == category),
                       key=lambda point: content.series.index(point.series))
        ends = list(accumulate(max(0.0, point.value) for point in parts))
        for point, start, end in zip(parts, [0.0, *ends], ends, strict=False):
            rows.append({**point.row(), "from": start, "to": end, "middle": (start + end) / 2})
    return rows


def _has_room(row: Mapping[str, Any], length: float, *, standing: bool) -> bool:
    return length >= (frame.LINE if standing else width(row["text"], frame.SMALL) + 4.0)


def _around(content: Content, plot: Frame, *, standing: bool) -> list[alt.Chart]:
    """Draw what stands around the plot: header, legend and, beside lying bars, the categories."""
    layers = frame.header(content, plot, stub=not standing) + frame.legend(content, plot, stub=not standing, mark="bar")
    return layers if standing else layers + frame.stub_labels(content, _category(content, "y"))


def _category(content: Content, channel: str) -> dict[str, Any]:
    """Place by category; beside lying bars ``frame.stub_labels`` writes the labels."""
    labels = [frame.broken(category) for category in content.categories]
    scale = {"domain": labels, "paddingInner": 0.36 if channel == "y" else 0.4, "paddingOuter": 0.18}
    axis = None if channel == "y" else {
        "title": content.category_title or None, "ticks": False, "domain": False, "labelAngle": 0, "titlePadding": 8}
    return {"field": "category", "type": "nominal", "sort": None, "scale": scale, "axis": axis}


def _value(field: str, axis: Axis, *, drawn: bool) -> dict[str, Any]:
    """Place along the value axis, which is drawn only where not every bar carries its number."""
    scale = {"domain": [axis.low, axis.high], "nice": False, "zero": False}
    ticks = frame.value_ticks(axis) if drawn else None
    return {"field": field, "type": "quantitative", "scale": scale, "axis": ticks, "stack": None}


def _zero(along: str, axis: Axis, *, drawn: bool) -> alt.Chart:
    """Draw the line from which the bars start."""
    look = {"color": palette.RULE, "strokeWidth": 1}
    return frame.layer([{"zero": 0}], "rule", look, **{along: _value("zero", axis, drawn=drawn)})


def _beyond(along: str, sign: int) -> dict[str, Any]:
    """Set a number just beyond the end of its bar."""
    if along == "x":
        return {"align": "left" if sign > 0 else "right", "baseline": "middle", "dx": 5 * sign}
    return {"align": "center", "baseline": "bottom" if sign > 0 else "top", "dy": -3 * sign}


def _numbers_fit(content: Content, plot: Frame) -> bool:
    """Say whether every standing bar has room for its number above it."""
    room = 0.75 * plot.width / len(content.categories) / len(content.series) + 8.0
    return all(width(point.text, frame.SMALL) <= room for point in content.points)


def _lying_frame(content: Content, axis: Axis, bars_each: int, *, below: float) -> Frame:
    left = frame.stub_width(content.categories, content.category_title)
    longest = max((width(point.text, frame.SMALL) for point in content.points), default=0.0)
    lines = max((frame.broken(category).count("\n") + 1 for category in content.categories), default=1)
    step = max(_BAR + _GAP if bars_each == 1 else bars_each * _GROUPED + _GAP, lines * (frame.LINE - 1) + 6.0)
    right = _overhang(axis, content, longest, frame.WIDTH - left)
    plot = Frame(left, right, 0.0, below, step * max(1, len(content.categories)))
    return _topped(content, plot, stub=True)


def _overhang(axis: Axis, content: Content, longest: float, room: float) -> float:
    """Room right of the plot for the number beyond the longest bar, as far as the axis does not leave it."""
    most = max(content.values, default=0.0)
    left_by_axis = (1.0 - axis.place(most, 1.0)) * (room - 12.0)
    return max(14.0, longest + 8.0 - left_by_axis * 0.8)


def _standing_frame(content: Content, axis: Axis) -> Frame:
    ticks = max(width(f"{tick:,.10g}", frame.SIZE) for tick in axis.ticks)
    bottom = 28.0 + (22.0 if content.category_title else 0.0)
    return _topped(content, Frame(ticks + 14.0, 8.0, 0.0, bottom, _COLUMN_HEIGHT), stub=False)


def _topped(content: Content, plot: Frame, *, stub: bool) -> Frame:
    room = plot.width + plot.right if stub else float(frame.WIDTH)
    top = frame.header_height(content.measure, content.series, room) + 10.0
    return Frame(plot.left, plot.right, top, plot.bottom, plot.height)


