"""Reliability diagrams: how often an event came about, by the probability that had been forecast.

On the diagonal, forecasts came true as often as they said. Both axes are drawn by the square root, since probabilities
of rare events crowd near zero; the numbers stand beside the plot, a line a bin, where points would hide one another.
"""

from __future__ import annotations

from typing import Any, Final

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame
from outward.charts.lettering import width, wrap
from outward.errors import InvalidValueError

_SIDE: Final = 290.0  # of the square plot
_GAP: Final = 24.0  # between the plot and the numbers
_LINE: Final = 21.0  # from one bin's numbers to the next's
_ENDS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)  # percent; where an axis may end
_TICKS: Final = (0.0, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)
_NEAREST: Final = 0.085  # of the axis: ticks that stand closer are left out
_DIAGONAL: Final = {"color": palette.RULE, "strokeWidth": 1.2, "strokeDash": [5, 3]}
_DOT: Final = {"shape": "circle", "size": 62, "opacity": 0.85, "fill": palette.ACCENT, "stroke": palette.PAPER,
               "strokeWidth": 1}


def reliability(content: Content, title: str) -> dict[str, Any]:
    """Describe a reliability diagram: a dot a bin, the diagonal, and the bins' numbers beside it.

    The series are, in this order, what was forecast, what came about (both in percent) and how many forecasts there
    were; each category is a bin and has all three.
    """
    bins = _bins(content, title)
    end = next((each for each in _ENDS if max(max(row["forecast"], row["observed"]) for row in bins) <= each), 100.0)
    plot = _frame(content)
    look = {"type": "quantitative", "scale": {"type": "sqrt", "domain": [0.0, end], "nice": False, "zero": True},
            "axis": {"title": None, "values": _ticks(end), "domain": False, "ticks": False, "format": ",.6~f"}}
    corner = {"field": "corner", **look}
    layers = [frame.layer([{"corner": 0.0}, {"corner": end}], "line", _DIAGONAL, x=corner, y=corner),
              frame.layer(bins, "point", _DOT, x={"field": "forecast", **look}, y={"field": "observed", **look})]
    layers += frame.header(content, plot, stub=False, keyed=False)
    lines = wrap(content.category_title, frame.SMALL, _SIDE)
    layers.append(frame.written(lines, 0.0, plot.height + 34.0 + frame.LINE * (len(lines) - 1)))
    layers += _numbers(content, plot, bins)
    return frame.described(layers, plot, title)


def _bins(content: Content, title: str) -> list[dict[str, Any]]:
    """Put the three numbers of each bin into one row."""
    names = frame.ordered_series(content)
    points = frame.cells(content, title)
    if len(names) != 3 or len(points) != 3 * len(content.categories):
        raise InvalidValueError(f"{len(names)} series, {len(points)} points of {len(content.categories)} bins",
                                f"chart {title!r}", "Give each bin what was forecast, what came about and how many.")
    rows = []
    for place, category in enumerate(content.categories):
        forecast, observed, count = (points[category, name] for name in names)
        if not (0 <= forecast.value <= 100 and 0 <= observed.value <= 100 and count.value >= 0):
            raise InvalidValueError(f"bin {category!r}: {forecast.value}, {observed.value}, {count.value}",
                                    f"chart {title!r}", "Give percentages from 0 to 100, and a count.")
        rows.append({"forecast": forecast.value, "observed": observed.value, "count": count.value,
                     "words": [forecast.text, observed.text, count.text], "place": place})
    return rows


def _ticks(end: float) -> list[float]:
    """Choose ticks that stand apart on an axis drawn by the square root."""
    kept: list[float] = []
    for tick in (each for each in _TICKS if each <= end):
        if not kept or (tick / end) ** 0.5 - (kept[-1] / end) ** 0.5 >= _NEAREST:
            kept.append(tick)
    return kept


def _numbers(content: Content, plot: Frame, bins: list[dict[str, Any]]) -> list[Any]:
    """Write the bins' numbers in three columns, each under the name of its series."""
    names = frame.ordered_series(content)
    start = plot.width + _GAP
    room = (frame.WIDTH - plot.left - start) / 3
    heads = [wrap(name, frame.SMALL, room - 8.0) for name in names]
    tall = max(len(lines) for lines in heads)
    layers = []
    for column, (lines, name) in enumerate(zip(heads, names, strict=True)):
        right = start + (column + 1) * room - 4.0
        layers.append(frame.written(lines, right, (tall - 1) * frame.LINE + 2.0, align="right"))
        rows = [{"series": name, "words": row["words"][column], "y": tall * frame.LINE + 12.0 + _LINE * row["place"]}
                for row in bins]
        look = {"align": "right", "baseline": "middle", "fontSize": frame.SMALL, "color": palette.INK}
        layers.append(frame.layer(rows, "text", look, text="words:N", x={"value": right}, y=frame.pixels("y")))
    return layers


def _frame(content: Content) -> Frame:
    left = width("100", frame.SIZE) + 14.0
    lines = len(wrap(content.category_title, frame.SMALL, _SIDE))
    top = frame.header_height(content.measure, (), frame.WIDTH) + 10.0
    heads = 4 * frame.LINE + _LINE * len(content.categories)
    height = max(_SIDE, heads)
    return Frame(left, frame.WIDTH - left - _SIDE, top, 34.0 + frame.LINE * lines, height)


