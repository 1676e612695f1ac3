"""Timelines of warning: a probability by year with its interval, the levels' thresholds as rules, and what happened.

The axis is drawn by the square root: a watch begins at two in a hundred, and an alarm may stand at fifty.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import altair as alt

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame, Marked
from outward.charts.lettering import apart, width, wrap
from outward.errors import InvalidValueError

_HEIGHT: Final = 240.0
_NAME: Final = 150.0  # pixels that a threshold's name may take
_ENDS: Final = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0, 100.0)  # percent; where the axis may end
_TICKS: Final = (0.0, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)
_NEAREST: Final = 0.085
_MOST_YEARS: Final = 200
_MOST_NUMBERS: Final = 12  # years up to which every point carries its number
_EVENT: Final = {"shape": "triangle-down", "size": 95, "opacity": 1, "fill": palette.FALL, "stroke": palette.PAPER,
                 "strokeWidth": 0.8}
_DOT: Final = {"shape": "circle", "size": 55, "opacity": 1, "fill": palette.ACCENT, "stroke": palette.PAPER,
               "strokeWidth": 0.8}
_BAND: Final = {"width": 14.0, "cornerRadius": 3, "color": palette.BAND}
_RULE: Final = {"color": palette.RULE, "strokeWidth": 1, "strokeDash": [5, 3]}


def timeline(content: Content, title: str) -> dict[str, Any]:
    """Describe a timeline of probabilities in percent.

    The series are the interval's low end, the probability, the interval's high end, and what marks the years in which
    the event happened; the two ends, and the last, may be missing. A year may lack the interval, and a year without a
    probability breaks the line. Points whose category is no year are thresholds, named by their series.
    """
    middle, ends, marking = _roles(content, title)
    dated = [point for point in content.points if _is_year(point.category)]
    thresholds = [point for point in content.points if not _is_year(point.category)]
    years = _years(dated)
    said = [point for point in dated if point.series == middle]
    events = [point for point in dated if point.series == marking]
    top = max(point.value for point in content.points if point.series != marking)
    end = next((each for each in _ENDS if top <= each), 100.0)
    plot = _frame(content, thresholds)
    x = _year(content, years)
    y = {"field": "value", "type": "quantitative", **_value(end)}
    keyed = [(middle, "line"), *([(" – ".join(ends), "band")] if ends else []),
             *([(marking, "event")] if marking else [])]
    layers = _intervals(dated, ends, x, end, title) if ends else []
    layers += _thresholds(thresholds, plot, y, end)
    runs = _runs(said, years)
    layers.append(frame.layer(runs, "line", {"color": palette.ACCENT, "strokeWidth": 2.2}, x=x, y=y, detail="run:N"))
    layers.append(frame.layer(runs, "point", _DOT, x=x, y=y))
    layers += _numbers(said, x, y)
    if events:
        marks = [{**event.row(), "at": 4.0} for event in events]
        layers.append(frame.layer(marks, "point", _EVENT, x=x, y=frame.pixels("at")))
    layers += frame.header(content, plot, stub=False, keyed=False, raised=20.0 + 6.0)
    layers += _key(keyed, plot)
    return frame.described(layers, plot, title)


def _roles(content: Content, title: str) -> tuple[str, tuple[str, ...], str]:
    """Name the series of the probability, of the interval's ends, and of what happened; empty where there is none."""
    dated = tuple(point for point in content.points if _is_year(point.category))
    named = frame.ordered_series(replace(
        content, points=dated, series=tuple(dict.fromkeys(point.series for point in dated)),
        categories=tuple(dict.fromkeys(point.category for point in dated))))
    if not 1 <= len(named) <= 4 or any(not 0 <= point.value <= 100 for point in content.points):
        raise InvalidValueError(f"series {', '.join(named) or 'none'}", f"chart {title!r}",
                                "Give low end, probability and high end in percent, in this order, and what happened.")
    if len(named) <= 2:
        return named[0], (), named[1] if len(named) == 2 else ""
    return named[1], (named[0], named[2]), named[3] if len(named) == 4 else ""


def _years(dated: list[Marked]) -> list[str]:
    """Give every year from the first to the last, those without a point too."""
    years = sorted({int(point.category) for point in dated})
    first, last = years[0], years[-1]
    return [f"{year:04}" for year in (range(first, last + 1) if last - first < _MOST_YEARS else years)]


def _is_year(category: str) -> bool:
    return len(category) == 4 and category.isascii() and category.isdecimal()


def _value(end: float) -> dict[str, Any]:
    """Scale and look of the axis of probabilities."""
    kept: list[float] = []
    for tick in (each for each in _TICKS if each <= end):
        if not kept or (tick / end) ** 0.5 - (kept[-1] / end) ** 0.5 >= _NEAREST:
            kept.append(tick)
    return {"scale": {"type": "sqrt", "domain": [0.0, end], "nice": False, "zero": True},
            "axis": {"title": None, "values": kept, "domain": False, "ticks": False, "format": ",.6~f"}}


def _year(content: Content, years: list[str]) -> dict[str, Any]:
    every = max(1, -(-len(years) // 14))
    return {"field": "category", "type": "nominal", "sort": None,
            "scale": {"domain": years, "type": "point", "padding": 0.5},
            "axis": {"title": content.category_title or None, "grid": False, "labelAngle": 0, "tickSize": 4,
                     "titlePadding": 8, "values": years[(len(years) - 1) % every::every]}}


def _intervals(dated: list[Marked], names: tuple[str, ...], x: dict[str, Any], end: float, title: str) -> list[Any]:
    """Draw the interval of each year that has one."""
    found: dict[str, dict[str, float]] = {}
    for point in dated:
        if point.series in names:
            found.setdefault(point.category, {})[point.series] = point.value
    rows = [{"category": year, "low": ends.get(names[0], -1.0), "high": ends.get(names[1], -1.0)}
            for year, ends in found.items()]
    if any(not 0 <= row["low"] <= row["high"] for row in rows):  # type: ignore[operator]
        raise InvalidValueError("an interval without one of its ends, or reversed", f"chart {title!r}",
                                "Give both ends of an interval, the smaller as the low one, or neither.")
    y = {"field": "low", "type": "quantitative", **_value(end)}
    return [frame.layer(rows, "bar", _BAND, x=x, y=y, y2="high")] if rows else []


def _thresholds(thresholds: list[Marked], plot: Frame, y: dict[str, Any], end: float) -> list[Any]:
    """Draw a rule at each threshold, with its name and number at its right end."""
    if not thresholds:
        return []
    rows = [{"series": point.series, "value": point.value, "text": point.text} for point in thresholds]
    texts = [wrap(f"{point.series} {point.text}", frame.SIZE, _NAME) for point in thresholds]
    wanted = [plot.height * (1 - (point.value / end) ** 0.5) for point in thresholds]
    placed = apart(wanted, [len(lines) * frame.LINE for lines in texts], plot.height)
    named = [{"words": "\n".join(lines), "x": plot.width + 8.0, "y": at - (len(lines) - 1) * frame.LINE / 2}
             for lines, at in zip(texts, placed, strict=True)]
    look = {**frame.words(frame.SIZE, palette.MUTED, "left"), "baseline": "middle"}
    return [frame.layer(rows, "rule", _RULE, y=y),
            frame.layer(named, "text", look, text="words:N", x=frame.pixels("x"), y=frame.pixels("y"))]


def _runs(said: list[Marked], years: list[str]) -> list[dict[str, Any]]:
    """Number the runs of years without a gap, so that no line bridges one."""
    order = {year: place for place, year in enumerate(years)}
    rows: list[dict[str, Any]] = []
    run, before = 0, None
    for point in sorted(said, key=lambda one: order[one.category]):
        run += before is not None and order[point.category] != before + 1
        before = order[point.category]
        rows.append({**point.row(), "run": str(run)})
    return rows


def _numbers(said: list[Marked], x: dict[str, Any], y: dict[str, Any]) -> list[alt.Chart]:
    """Write the probabilities over their points; in a long line only the newest and the highest."""
    shown = said if len(said) <= _MOST_NUMBERS else [
        point for point in said if point is said[-1] or point is max(said, key=lambda one: one.value)]
    rows = [point.row() for point in shown]
    look = {"baseline": "bottom", "dy": -8, "fontSize": frame.SMALL, "color": palette.INK}
    clear = {**look, "color": palette.PAPER, "stroke": palette.PAPER, "strokeWidth": 4}  # of rules that cross it
    return [frame.layer(rows, "text", each, x=x, y=y, text="text:N") for each in (clear, look)]


def _key(entries: list[tuple[str, str]], plot: Frame) -> list[Any]:
    """Draw the legend in one line over the plot: a dot, a band, a mark."""
    at, rows = -plot.left, []
    for name, sign in entries:
        rows.append({"series": name, "sign": sign, "middle": at + 8.0, "from": at, "to": at + 17.0,
                     "words": at + 23.0, "y": -18.0})
        at += 41.0 + width(name, frame.SIZE)
    y, layers = frame.pixels("y"), []
    for sign, mark, style in (("line", "point", _DOT), ("event", "point", _EVENT)):
        chosen = [row for row in rows if row["sign"] == sign]
        if chosen:
            layers.append(frame.layer(chosen, mark, style, x=frame.pixels("middle"), y=y))  # type: ignore[arg-type]
    band = [row for row in rows if row["sign"] == "band"]
    look = {"height": 12.0, "cornerRadius": 3, "color": palette.BAND}
    layers.append(frame.layer(band, "bar", look, x=frame.pixels("from"), x2="to", y=y))
    words = {**frame.words(frame.SIZE, palette.INK, "left"), "baseline": "middle"}
    layers.append(frame.layer(rows, "text", words, text="series:N", x=frame.pixels("words"), y=y))
    return layers


def _frame(content: Content, thresholds: list[Marked]) -> Frame:
    right = 16.0 + max((width(line, frame.SIZE) for point in thresholds
                        for line in wrap(f"{point.series} {point.text}", frame.SIZE, _NAME)), default=8.0)
    top = frame.header_height(content.measure, (), frame.WIDTH) + 46.0
    bottom = 28.0 + (22.0 if content.category_title else 0.0)
    return Frame(width("100", frame.SIZE) + 14.0, right, top, bottom, _HEIGHT)
