"""Bands: a rank with the interval it would fall in, one compact row a unit, so that sixty of them stand on a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame
from outward.charts.lettering import width
from outward.charts.scale import Axis, rank_axis
from outward.errors import InvalidValueError

_ROW = 17.0  # from one unit to the next
_THICK = 12.0  # of a band
_BEYOND = 6.0  # pixels that a band reaches beyond its ends, half a place at most: one that holds one place is seen too
_DOT = {"shape": "circle", "size": 46, "opacity": 1, "fill": palette.ACCENT, "stroke": palette.INK, "strokeWidth": 1}
_BAND = {"height": _THICK, "cornerRadius": 3, "color": palette.BAND}
_MANY = 24  # rows from which on the places are written over the plot as well as below it
_TICKS = 18.0  # height that they take there


def bands(content: Content, title: str) -> dict[str, Any]:
    """Describe bands from the low to the high end of a rank, with a dot and its number at the rank itself.

    The series are low, middle and high, in this order; a unit without low and high has its dot alone, and where none
    has an interval there may be one series, the middle. The first place is at the left.
    """
    middle, ends = _roles(content, title)
    intervals = _intervals(content, title, ends)
    axis = rank_axis(content.values)
    keyed = replace(content, series=(" – ".join(ends), middle) if ends else (middle,))
    raised = _TICKS if len(content.categories) > _MANY else 0.0
    plot = _frame(keyed, raised)
    place = _category(content)
    beyond = min(_BEYOND, (axis.place(1.0, plot.width) - axis.place(0.0, plot.width)) / 2)
    band = {**_BAND, "xOffset": -beyond, "x2Offset": beyond}
    layers = [frame.layer(intervals, "bar", band, y=place, x=_rank("low", axis), x2="high")] if ends else []
    rows = [point.row() for point in content.points if point.series == middle]
    at = {"y": place, "x": _rank("value", axis)}
    look = {"align": "left", "baseline": "middle", "dx": 8.5, "fontSize": frame.SMALL, "color": palette.INK}
    layers += [frame.layer(rows, "point", _DOT, **at), frame.layer(rows, "text", look, text="text:N", **at)]
    layers += frame.header(keyed, plot, stub=True, raised=raised)
    layers += _key(keyed, plot, raised) + frame.stub_labels(content, place)
    if raised:
        layers.append(_ticks_above(axis, plot))
    return frame.described(layers, plot, title)


def _roles(content: Content, title: str) -> tuple[str, tuple[str, ...]]:
    """Name the middle series, and the low and the high one where there are any."""
    series = frame.ordered_series(content)
    if len(series) == 1:
        return series[0], ()
    if len(series) != 3:
        raise InvalidValueError(f"{len(series)} series in bands: {', '.join(series)}", f"chart {title!r}",
                                "Give three, in order: the interval's low end, the rank, the interval's high end.")
    return series[1], (series[0], series[2])


def _intervals(content: Content, title: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Put the two ends of each interval into one row."""
    points = frame.cells(content, title)
    rows = []
    for category in content.categories:
        ends = [points[category, name] for name in names if (category, name) in points]
        if not ends:
            continue
        if len(ends) == 1 or ends[0].value > ends[1].value:
            raise InvalidValueError(f"interval of {category!r} has the ends {', '.join(end.text for end in ends)}",
                                    f"chart {title!r}", "Give both, the smaller number as the low end, or neither.")
        rows.append({"category": frame.broken(category), "low": ends[0].value, "high": ends[1].value,
                     "text": f"{ends[0].text} – {ends[1].text}"})
    return rows


def _category(content: Content) -> dict[str, Any]:
    labels = [frame.broken(category) for category in content.categories]
    return {"field": "category", "type": "nominal", "sort": None,
            "scale": {"domain": labels, "type": "point", "padding": 0.5},
            "axis": {"title": None, "ticks": False, "domain": False, "grid": True, "labels": False}}


def _rank(field: str, axis: Axis) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": frame.value_ticks(axis),
            "scale": {"domain": [axis.low, axis.high], "nice": False, "zero": False}}


def _key(content: Content, plot: Frame, raised: float) -> list[alt.Chart]:
    """Draw the legend: a band, and a dot."""
    if len(content.series) < 2:
        return []
    table = frame.legend_rows(content.series, plot.width + plot.right)
    entries = [
        {"series": name, "middle": at + 8.0, "from": at, "to": at + 17.0, "words": at + 23.0,
         "y": 2.0 - raised - (len(table) - number) * 20.0}
        for number, row in enumerate(table) for name, at in row
    ]
    y = frame.pixels("y")
    look = {**frame.words(frame.SIZE, palette.INK, "left"), "baseline": "middle"}
    return [frame.layer(entries[:1], "bar", _BAND, x=frame.pixels("from"), x2="to", y=y),
            frame.layer(entries[1:], "point", _DOT, x=frame.pixels("middle"), y=y),
            frame.layer(entries, "text", look, text="series:N", x=frame.pixels("words"), y=y)]


def _ticks_above(axis: Axis, plot: Frame) -> alt.Chart:
    """Write the places over the plot too: in a long chart the axis below is far from the first rows."""
    rows = [{"x": axis.place(tick, plot.width), "words": f"{tick:,.10g}"} for tick in axis.ticks]
    look = {**frame.words(frame.SIZE, palette.INK, "center"), "baseline": "middle"}
    return frame.layer(rows, "text", look, text="words:N", x=frame.pixels("x"), y=alt.value(-10.0))


def _frame(content: Content, raised: float) -> Frame:
    left = frame.stub_width(content.categories, content.category_title)
    right = 14.0 + max(width(point.text, frame.SMALL) for point in content.points)
    lines = max(frame.broken(category).count("\n") + 1 for category in content.categories)
    step = max(_ROW, lines * (frame.LINE - 1) + 3.0)
    room = frame.WIDTH - left
    top = frame.header_height(content.measure, content.series, room) + 10.0 + raised
    return Frame(left, right, top, 26.0, step * len(content.categories))
