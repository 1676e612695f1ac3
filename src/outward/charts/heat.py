"""Heat maps: a value of each unit in each column, as a number in a cell that is darker the higher it is."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import altair as alt

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame, Marked
from outward.charts.lettering import width, wrap

_ROW = 18.0  # height of a cell
_WIDEST = 112.0  # a cell, however few columns there are
_SIZES = (frame.SMALL, 10.5, 9.5)  # of the numbers: the largest that leaves air beside them
_RISES = (0, 45, 90)  # degrees by which headings rise, where words are wider than their column
_LONG = 122.0  # pixels that a line of a rising heading may take
_KEY, _STEPS = 140.0, 28  # length of the colour key, and the colours in it
_DASH = "–"


def heat_map(content: Content, title: str) -> dict[str, Any]:
    """Describe a heat map: categories are its rows, series its columns.

    Colours run from 0 to 100 where all values lie within, and else from the lowest to the highest. A cell without a
    point is an outlined blank with a dash, never a colour.
    """
    content = replace(content, series=frame.ordered_series(content))
    points = frame.cells(content, title)
    low, high, ends = _domain(content)
    plot, rise = _frame(content)
    places = {"x": _column(content), "y": _row(content)}
    filled = [{**point.row(), "colour": palette.sequential(_share(point, low, high))} for point in content.points]
    look = {"stroke": palette.PAPER, "strokeWidth": 1}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers = [frame.layer(filled, "rect", look, **places, fill=colour)]
    size = _size(content, plot)
    for ink in sorted({palette.ink_on(row["colour"]) for row in filled} if size else ()):
        rows = [row for row in filled if palette.ink_on(row["colour"]) == ink]
        layers.append(frame.layer(rows, "text", {"fontSize": size, "color": ink}, **places, text="text:N"))
    blank = [{"category": frame.broken(category), "series": series, "text": _DASH}
             for category in content.categories for series in content.series if (category, series) not in points]
    if blank:
        outline = {"fill": palette.PAPER, "stroke": palette.RULE, "strokeWidth": 0.8, "strokeDash": [2, 2],
                   "width": {"band": 0.95}, "height": {"band": 0.8}}
        layers.append(frame.layer(blank, "rect", outline, **places))
        layers.append(frame.layer(blank, "text", {"fontSize": frame.SMALL, "color": palette.MUTED}, **places,
                                  text="text:N"))
    layers += _headings(content, plot, rise) + frame.stub_labels(content, places["y"])
    measure = wrap(content.measure, frame.SMALL, plot.width + plot.right)
    layers.append(frame.written(measure, 0.0, frame.LINE - plot.top + 4.0))
    layers += _key(ends, frame.LINE * len(measure) + 18.0 - plot.top)
    return frame.described(layers, plot, title)


def _domain(content: Content) -> tuple[float, float, tuple[str, str]]:
    """Say from where to where the colours run, and how the two ends are written."""
    least, most = (choose(content.points, key=lambda one: one.value) for choose in (min, max))
    if least.value >= 0.0 and most.value <= 100.0:
        return 0.0, 100.0, ("0", "100")
    return least.value, most.value, (least.text, most.text)


def _share(point: Marked, low: float, high: float) -> float:
    return (point.value - low) / (high - low) if high > low else 0.5


def _column(content: Content) -> dict[str, Any]:
    return {"field": "series", "type": "nominal", "sort": None, "axis": None,
            "scale": {"domain": list(content.series), "type": "band", "padding": 0}}


def _row(content: Content) -> dict[str, Any]:
    labels = [frame.broken(category) for category in content.categories]
    return {"field": "category", "type": "nominal", "sort": None, "axis": None,
            "scale": {"domain": labels, "type": "band", "padding": 0}}


def _size(content: Content, plot: Frame) -> float:
    """Choose the size of the numbers; 0 where they would touch even at the smallest."""
    room = plot.width / len(content.series) - 5.0
    return next((size for size in _SIZES if all(width(point.text, size) <= room for point in content.points)), 0.0)


def _fits(name: str, step: float, rise: int) -> bool:
    lines = _wrapped(name, step, rise)
    if not rise:
        return all(width(line, frame.SMALL) <= step - 4.0 for line in lines)
    return len(lines) * frame.LINE <= step * _sine(rise) and all(width(line, frame.SMALL) <= _LONG for line in lines)


def _wrapped(name: str, step: float, rise: int) -> tuple[str, ...]:
    """Break a heading into lines; of one that rises, into as many as there is room for between two."""
    if not rise:
        return wrap(name, frame.SMALL, step - 4.0)
    most = max(1, int(step * _sine(rise) / frame.LINE))
    limit = _LONG
    while len(lines := wrap(name, frame.SMALL, limit)) > most:
        limit *= 1.1
    return lines


def _sine(degrees: int) -> float:
    return math.sin(math.radians(degrees))


def _reach(name: str, step: float, rise: int) -> tuple[float, float]:
    """Say how far a heading reaches, to the right of its column's middle and upwards."""
    lines = _wrapped(name, step, rise)
    high = len(lines) * frame.LINE
    if not rise:
        return step / 2, high + 6.0
    long = max(width(line, frame.SMALL) for line in lines) + 4.0
    return long * _sine(90 - rise) + high / 2 * _sine(rise), long * _sine(rise) + high / 2 * _sine(90 - rise) + 6.0


def _headings(content: Content, plot: Frame, rise: int) -> list[alt.Chart]:
    """Write the columns' names over them, and the rows' title beside; a layer for each number of lines."""
    layers = []
    broken = [(name, _wrapped(name, plot.width / len(content.series), rise)) for name in content.series]
    for lines in sorted({len(text) for _, text in broken}):
        rows = [{"series": name, "words": "\n".join(text)} for name, text in broken if len(text) == lines]
        place = {"angle": 360 - rise, "baseline": "middle", "dx": 4, "dy": -frame.LINE * (lines - 1) / 2} if rise else {
            "baseline": "alphabetic", "dy": -frame.LINE * (lines - 1)}
        look = {**frame.words(frame.SMALL, palette.INK, "left" if rise else "center"), **place}
        layers.append(frame.layer(rows, "text", look, text="words:N", x=_column(content), y=alt.value(-6.0)))
    if content.category_title:
        title = wrap(content.category_title, frame.SMALL, frame.STUB)
        layers.append(frame.written(title, -8.0, -6.0, align="right"))
    return layers


def _key(ends: tuple[str, str], y: float) -> list[alt.Chart]:
    """Draw the colour key: the colours from low to high between their two values.

    Each step reaches to the end and the next lies over it, so that no seam shows between two.
    """
    start = width(ends[0], frame.SMALL) + 6.0
    steps = [{"from": start + step / _STEPS * _KEY, "to": start + _KEY, "top": y - 5.0, "below": y + 5.0,
              "colour": palette.sequential(step / (_STEPS - 1))} for step in range(_STEPS)]
    words = [{"words": ends[0], "x": start - 6.0, "y": y}, {"words": ends[1], "x": start + _KEY + 6.0, "y": y}]
    layers = [frame.layer(steps, "rect", {}, x=frame.pixels("from"), x2="to", y=frame.pixels("top"), y2="below",
                          fill={"field": "colour", "type": "nominal", "scale": None})]
    for word, align in zip(words, ("right", "left"), strict=True):
        look = {**frame.words(frame.SMALL, palette.MUTED, align), "baseline": "middle"}
        layers.append(frame.layer([word], "text", look, text="words:N", x=frame.pixels("x"), y=frame.pixels("y")))
    return layers


def _frame(content: Content) -> tuple[Frame, int]:
    """Place the plot, and say by how much its headings rise: as little as it takes for all to find room."""
    left = math.ceil(frame.stub_width(content.categories, content.category_title))
    rise, step = next((rise, step) for rise in _RISES for step in [_step(content, frame.WIDTH - left, rise)]
                      if rise == _RISES[-1] or all(_fits(name, step, rise) for name in content.series))
    measure = len(wrap(content.measure, frame.SMALL, frame.WIDTH - left)) * frame.LINE
    top = measure + 36.0 + math.ceil(max(_reach(name, step, rise)[1] for name in content.series))
    lines = max(frame.broken(category).count("\n") + 1 for category in content.categories)
    height = max(_ROW, lines * (frame.LINE - 1) + 4.0) * len(content.categories)
    return Frame(left, frame.WIDTH - left - step * len(content.series), top, 8.0, height), rise


def _step(content: Content, room: float, rise: int) -> float:
    """Give the width of a column, in whole pixels so that cells are sharp; the last heading may go beyond its own."""
    count = len(content.series)
    step = min(_WIDEST, math.floor((room - 8.0) / count))
    over, _ = _reach(content.series[-1], step, rise)
    return min(step, math.floor((room - over) / (count - 0.5)))
