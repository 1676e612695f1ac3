"""Slopes: the ranks of two years or versions, a line a unit, so that who moved and how far is seen at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Literal

import altair as alt

from outward.charts import frame, palette
from outward.charts.frame import Content, Frame, Marked
from outward.charts.lettering import apart, width, wrap
from outward.errors import InvalidValueError
from outward.vocabulary.labels import Language

_ROW = 17.0  # from one place to the next, and height of a label
_FEW, _HEIGHT = 34.0, 240.0  # from one place to the next where there are few, as long as the plot is no higher
_SPARSE = 1.6  # heights of all labels that the plot may have where few of many places are drawn
_NAME = 160.0  # pixels that a line of a name may take
_LEAST = 96.0  # width beside the plot, for the sides' names
_LEAD = 18.0  # from a line's end to where its label was moved
_GAP, _AIR = 9.0, 7.0  # from there to its number, and on to the name
_OVER = 10.0  # how far the sides' lines go beyond the first and last place

_NEAR = 1.0  # pixels by which a label may be off its line without being led to

Turn = Literal["rose", "fell", "same", "single"]

_WORDS: Mapping[Language, Mapping[Turn, str]] = {
    "en": {"rose": "Moved up", "fell": "Moved down", "same": "Unchanged", "single": "Ranked on one side only"},
    "zh": {"rose": "位次上升", "fell": "位次下降", "same": "位次不变", "single": "仅一侧有位次"},
}
_LOOKS: Mapping[Turn, Mapping[str, Any]] = {  # in the order in which they are drawn: what moved lies on top
    "same": {"color": palette.RULE, "strokeWidth": 1},
    "fell": {"color": palette.FALL, "strokeWidth": 1.6, "strokeDash": [5, 2.5]},
    "rose": {"color": palette.RISE, "strokeWidth": 2.2},
}


@dataclass(frozen=True, slots=True)
class _End:
    """Where a unit's line ends and where its label stands, in pixels; a dot alone where there is no line."""

    point: Marked
    turn: Turn
    name: str  # broken into lines
    y: float
    label: float  # y of the middle of its label

    @property
    def colour(self) -> str:
        """Colour of its dot, and of what leads from there to its label."""
        return str(_LOOKS[self.turn]["color"]) if self.turn in _LOOKS else palette.MUTED


def slopes(content: Content, title: str) -> dict[str, Any]:
    """Describe slopes from the first series' ranks to the second's, the first place on top.

    Lines run from rank to rank, so that a level line is an unchanged rank. Where units of one rank, or of near ones in
    a selection, have no room for their labels, these are moved apart and led to. A unit that has only one of the two
    ranks is a hollow dot with its label.
    """
    content = replace(content, series=frame.ordered_series(content))
    if len(content.series) != 2:
        raise InvalidValueError(f"{len(content.series)} series in slopes: {', '.join(content.series)}",
                                f"chart {title!r}", "Give two, in order: the earlier ranks, the later ranks.")
    points = frame.cells(content, title)
    turns = {category: _turn(*(points.get((category, name)) for name in content.series))
             for category in content.categories}
    told: list[Turn] = [turn for turn in ("rose", "fell", "same", "single") if turn in turns.values()]
    keyed = replace(content, series=tuple(_WORDS[content.language][turn] for turn in told))
    height = _height(content)
    sides = [_ends(content, points, turns, at, height) for at in (0, 1)]
    lead = _LEAD if any(abs(end.label - end.y) > _NEAR for ends in sides for end in ends) else 0.0
    plot, raised = _frame(content, keyed, sides, height, lead)
    layers = []
    for turn, look in _LOOKS.items():
        rows = [{**end.point.row(), "x": x, "y": end.y}
                for x, ends in zip((0.0, plot.width), sides, strict=True) for end in ends if end.turn == turn]
        if rows:
            layers.append(frame.layer(rows, "line", look, detail="category:N", **_places()))
    for x, ends, align in zip((0.0, plot.width), sides, ("right", "left"), strict=True):
        layers += _side(ends, plot, x, lead if x else -lead)
        layers += _labels(ends, x, lead, _numbers(content), align)
    layers += _headings(content, plot, raised)
    layers += frame.header(keyed, plot, stub=False, raised=raised) + _key(keyed, told, plot, raised)
    return frame.described(layers, plot, title)


def _turn(earlier: Marked | None, later: Marked | None) -> Turn:
    """Say which way a unit went; a smaller rank is a higher place."""
    if earlier is None or later is None:
        return "single"
    if later.value == earlier.value:
        return "same"
    return "rose" if later.value < earlier.value else "fell"


def _ends(content: Content, points: Mapping[tuple[str, str], Marked], turns: Mapping[str, Turn], at: int,
          height: float) -> list[_End]:
    """Place the ends of one side; of units of one rank, that which stands higher on the other side goes first."""
    side, other = content.series[at], content.series[1 - at]
    ranks = {category: points[category, side].value for category in content.categories if (category, side) in points}
    facing = {category: points.get((category, other), points[category, side]).value for category in ranks}
    there = sorted(ranks, key=lambda category: (ranks[category], facing[category]))
    tied = Counter(ranks.values())
    best, span = _span(content)
    ys = [(ranks[category] - best) / span * height for category in there]
    # the first of several at one rank beside its dot, the others beneath it, where their rank leaves places free
    below = [(tied[ranks[category]] - 1) * _ROW / 2 for category in there]
    wanted = list(accumulate((y + down for y, down in zip(ys, below, strict=True)), max))
    names = [frame.broken(category, _NAME) for category in there]
    placed = apart(wanted, [_label_height(name) for name in names], height)
    return [_End(points[category, side], turns[category], name, round(y, 2), round(label, 2))
            for category, name, y, label in zip(there, names, ys, placed, strict=True)]


def _span(content: Content) -> tuple[float, float]:
    """Give the best rank, and how many places it is to the last of them, with the places that ties leave free."""
    last = max(content.values)
    for name in content.series:
        tied = Counter(point.value for point in content.points if point.series == name)
        last = max(last, *(rank + count - 1 for rank, count in tied.items()))
    return min(content.values), max(1.0, last - min(content.values))


def _label_height(name: str) -> float:
    return max(_ROW, (name.count("\n") + 1) * (frame.LINE - 1) + 3.0)


def _side(ends: Sequence[_End], plot: Frame, x: float, lead: float) -> list[alt.Chart]:
    """Draw a side: its line, the dots on it, and what leads to labels that were moved."""
    layers = [frame.layer([{"x": x, "y": -_OVER, "to": plot.height + _OVER}], "rule",
                          {"color": palette.RULE, "strokeWidth": 0.8}, y2="to", **_places())]
    led = [{"x": x, "y": end.y, "to": x + lead, "label": end.label, "colour": end.colour} for end in ends
           if abs(end.label - end.y) > _NEAR]
    if led:
        layers.append(frame.layer(led, "rule", {"strokeWidth": 0.9}, x2="to", y2="label", color=_coloured("colour"),
                                  **_places()))
    hollow = [{**end.point.row(), "x": x, "y": end.y} for end in ends if end.turn == "single"]
    if hollow:
        layers.append(frame.layer(hollow, "point", _HOLLOW, **_places()))
    dots = [{**end.point.row(), "x": x, "y": end.y, "colour": end.colour}
            for turn in _LOOKS for end in ends if end.turn == turn]
    if dots:
        layers.append(frame.layer(dots, "point", _DOT, fill=_coloured("colour"), **_places()))
    return layers


_DOT: Mapping[str, Any] = {"shape": "circle", "size": 40, "opacity": 1, "strokeWidth": 0}
_HOLLOW: Mapping[str, Any] = {  # larger, so that it is seen around another dot of its rank
    "shape": "circle", "size": 62, "opacity": 1, "strokeWidth": 1.2, "fill": palette.PAPER, "stroke": palette.MUTED}


def _labels(ends: Sequence[_End], x: float, lead: float, numbers: float, align: str) -> list[alt.Chart]:
    """Write each end's rank, in a column ``numbers`` wide, and its unit's name; what did not move is muted."""
    away = lead + _GAP
    column, name = (x - away, x - away - numbers - _AIR) if align == "right" else (
        x + away + numbers, x + away + numbers + _AIR)
    rows = [{"text": end.point.text, "words": end.name, "x": column, "name": name, "y": end.label,
             "first": end.label - end.name.count("\n") * (frame.LINE - 1) / 2,
             "colour": palette.INK if end.turn in ("rose", "fell") else palette.MUTED} for end in ends]
    look = {"baseline": "middle", "fontSize": frame.SIZE}
    names = {**look, "align": align, "lineBreak": "\n", "lineHeight": frame.LINE - 1}
    colour = _coloured("colour")
    return [frame.layer(rows, "text", {**look, "align": "right"}, text="text:N", color=colour, **_places()),
            frame.layer(rows, "text", names, text="words:N", color=colour, **_places("name", "first"))]


def _headings(content: Content, plot: Frame, raised: float) -> list[alt.Chart]:
    """Write the name of each side over its line and labels, away from the middle."""
    layers = []
    for name, x, align, room in zip(content.series, (0.0, plot.width), ("right", "left"), (plot.left, plot.right),
                                    strict=True):
        row = {"words": "\n".join(wrap(name, frame.SIZE, room)), "x": x, "y": 12.0 - raised}
        look = {**frame.words(frame.SIZE, palette.INK, align), "baseline": "alphabetic", "fontWeight": "bold"}
        layers.append(frame.layer([row], "text", look, text="words:N", **_places()))
    return layers


def _key(content: Content, told: Sequence[Turn], plot: Frame, raised: float) -> list[alt.Chart]:
    """Draw the legend, where units went more than one way."""
    if len(told) < 2:
        return []
    table = frame.legend_rows(content.series, frame.WIDTH)
    entries = [(name, at - plot.left + 1.0, 2.0 - raised - (len(table) - number) * 20.0)
               for number, row in enumerate(table) for name, at in row]
    layers = []
    for turn, (_, x, y) in zip(told, entries, strict=True):
        if turn == "single":
            layers.append(frame.layer([{"x": x + 8.5, "y": y}], "point", _HOLLOW, **_places()))
        else:
            up = {"rose": 4.0, "fell": -4.0}.get(turn, 0.0)
            ends = [{"x": x, "y": y + up}, {"x": x + 17.0, "y": y - up}]
            layers.append(frame.layer(ends, "line", _LOOKS[turn], **_places()))
    words = [{"words": name, "x": x + 23.0, "y": y} for name, x, y in entries]
    look = {**frame.words(frame.SIZE, palette.INK, "left"), "baseline": "middle"}
    return [*layers, frame.layer(words, "text", look, text="words:N", **_places())]


def _places(x: str = "x", y: str = "y") -> dict[str, Any]:
    return {"x": frame.pixels(x), "y": frame.pixels(y)}


def _coloured(field: str) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None}


def _numbers(content: Content) -> float:
    return max(width(point.text, frame.SIZE) for point in content.points)


def _height(content: Content) -> float:
    """Give the plot's height: a row for each place or, where few of many places are drawn, room for their labels.

    It is in whole pixels, as that of every picture: a raster of another would leave out a line.
    """
    _, span = _span(content)
    crowd = max(sum(_label_height(frame.broken(point.category, _NAME)) for point in content.points
                    if point.series == side) for side in content.series)
    most = max(_HEIGHT, _SPARSE * crowd)
    return float(math.ceil(max(min(span * _ROW, most), min(span * _FEW, _HEIGHT), crowd - _ROW)))


def _frame(content: Content, keyed: Content, sides: Sequence[Sequence[_End]], height: float,
           lead: float) -> tuple[Frame, float]:
    """Place the plot, and say how much stands between it and the legend."""
    longest = max(width(line, frame.SIZE) for category in content.categories
                  for line in frame.broken(category, _NAME).split("\n"))
    beside = max(_LEAST, lead + _GAP + _numbers(content) + _AIR + longest + 2.0)
    lines = max(len(wrap(name, frame.SIZE, beside)) for name in content.series)
    reach = [(end.label, _label_height(end.name) / 2) for ends in sides for end in ends]
    over = math.ceil(max(_OVER, *(half - label for label, half in reach)))
    under = math.ceil(max(_OVER, *(label + half - height for label, half in reach)))
    raised = over + lines * frame.LINE + 4.0
    top = frame.header_height(content.measure, keyed.series, frame.WIDTH) + 10.0 + raised
    return Frame(beside, beside, top, under + 6.0, height), raised
