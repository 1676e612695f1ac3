"""What every chart shares: its size, fonts, header line and legend, placed by arithmetic rather than by the renderer.

A picture is ``WIDTH`` pixels wide. Above the plot stands a header: the title of the categories over their labels and
the measure with its unit over the plot, then the legend. Nothing depends on a machine's fonts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import altair as alt
from altair.utils.schemapi import debug_mode

from outward.charts import palette
from outward.charts.lettering import width, wrap
from outward.charts.scale import Axis
from outward.errors import InvalidValueError
from outward.studies.result import Point, ResultChart
from outward.vocabulary.labels import Label, Language
from outward.vocabulary.numerals import number_text

WIDTH = 680
FONT = "Noto Sans CJK SC"
SIZE = 12.0  # of labels
SMALL = 11.5  # of the header line and the values
LINE = 15.0  # from one line of text to the next
STUB = 250.0  # pixels that category labels may take

Mark = Literal["bar", "point"]
DrawnMark = Literal["bar", "circle", "line", "point", "rect", "rule", "text"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A point as it is drawn: where, which series, how long, and the number as printed."""

    category: str
    series: str
    value: float
    text: str

    def row(self) -> dict[str, Any]:
        """Give the point as a row of the description's data."""
        return {"category": broken(self.category), "series": self.series, "value": self.value, "text": self.text}


def marked(point: Point, language: Language) -> Marked:
    """Take what a picture needs of a point."""
    number = number_text(point.figure.value, point.figure.digits, language)
    return Marked(named(point.category, language), named(point.series, language), point.figure.value, number)


def named(label: Label, language: Language) -> str:
    """Write a name that stands alone: with a capital in English; empty where there is none in either language."""
    text = label.text(language) if label.en or label.zh else ""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Content:
    """A chart in one language: its points, and its categories and series in the order in which they first appear."""

    points: tuple[Marked, ...]
    categories: tuple[str, ...]
    series: tuple[str, ...]
    category_title: str
    measure: str  # with the unit
    language: Language

    @property
    def values(self) -> tuple[float, ...]:
        """The values of all points."""
        return tuple(point.value for point in self.points)


def content(chart: ResultChart, language: Language, unit: str) -> Content:
    """Take a chart's words and values in one language; ``unit`` is the unit's name in it, empty for none."""
    points = tuple(marked(point, language) for point in chart.points)
    measure = named(chart.measure, language)
    if unit and unit not in measure:  # "Number of enterprises (enterprises)" says it twice
        measure = f"{measure} ({unit})" if language == "en" else f"{measure}（{unit}）"
    return Content(points, tuple(dict.fromkeys(point.category for point in points)),
                   tuple(dict.fromkeys(point.series for point in points)), named(chart.category, language), measure,
                   language)


def ordered_series(content: Content) -> tuple[str, ...]:
    """Order the series as every category has them: where the first one lacks some, these are not put behind all others.

    Where categories contradict one another, the order in which the series first appear decides.
    """
    before: dict[str, set[str]] = {name: set() for name in content.series}
    for category in content.categories:
        run = [point.series for point in content.points if point.category == category]
        for earlier, later in pairwise(run):
            before[later].add(earlier)
    left, ordered = list(content.series), list[str]()
    while left:
        free = (name for name in left if not before[name] & (set(left) - {name}))
        ordered.append(next(free, left[0]))
        left.remove(ordered[-1])
    return tuple(ordered)


def cells(content: Content, title: str) -> dict[tuple[str, str], Marked]:
    """Find each point by its category and series.

    Raises
    ------
    InvalidValueError
        If two points stand in one place.
    """
    found: dict[tuple[str, str], Marked] = {}
    for point in content.points:
        if (point.category, point.series) in found:
            raise InvalidValueError(f"two points for {point.category!r}, {point.series!r}", f"chart {title!r}",
                                    "Give one point a unit and series; tell units of one name apart in their labels.")
        found[point.category, point.series] = point
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot stands in the picture: margins around it and its size, in pixels."""

    left: float
    right: float
    top: float
    bottom: float
    height: float

    @property
    def width(self) -> float:
        """Width of the plot."""
        return WIDTH - self.left - self.right


def broken(label: str, limit: float = STUB) -> str:
    """Break a label into lines; the description carries the breaks as newlines."""
    return "\n".join(wrap(label, SIZE, limit))


def stub_width(labels: Sequence[str], title: str) -> float:
    """Width that category labels need beside the plot, with their title over them."""
    lines = [line for label in labels for line in broken(label).split("\n")]
    lines.extend(wrap(title, SMALL, STUB))
    return max((width(line, SIZE) for line in lines), default=0.0) + 14.0


def legend_rows(series: Sequence[str], room: float) -> list[list[tuple[str, float]]]:
    """Set the entries of a legend into rows: (name, distance from the left)."""
    rows: list[list[tuple[str, float]]] = [[]]
    at = 0.0
    for name in series:
        need = 22.0 + width(name, SIZE) + 18.0
        if rows[-1] and at + need - 18.0 > room:
            rows.append([])
            at = 0.0
        rows[-1].append((name, at))
        at += need
    return rows


def header_height(measure: str, series: Sequence[str], room: float) -> float:
    """Height of the header: lines of the measure, and rows of the legend where there are several series."""
    lines = len(wrap(measure, SMALL, room))
    rows = len(legend_rows(series, room)) if len(series) > 1 else 0
    return lines * LINE + rows * 20.0 + 10.0


def header(
    content: Content, frame: Frame, *, stub: bool, keyed: bool = True, raised: float = 0.0
) -> list[alt.Chart]:
    """Write the header: the measure over the plot and, with ``stub``, the title of the categories over their labels.

    ``keyed`` says whether a legend follows below, and ``raised`` how much stands between it and the plot.
    """
    start, room = header_room(frame, stub=stub)
    below = header_height("", content.series if keyed else (), room) - LINE + raised
    layers = [written(wrap(content.measure, SMALL, room), start, -below - 4.0)]
    if stub and content.category_title:
        layers.append(written(wrap(content.category_title, SMALL, STUB), -10.0, -below - 4.0, align="right"))
    return layers


def stub_labels(content: Content, place: Any) -> list[alt.Chart]:
    """Write the categories beside the plot, each centred on its ``place`` however many lines it has.

    Vega's own axis labels hang a second line below the place of the first.
    """
    labels = [broken(category) for category in content.categories]
    layers = []
    for breaks in sorted({label.count("\n") for label in labels}):
        alike = [{"category": label} for label in labels if label.count("\n") == breaks]
        style = {**words(SIZE, palette.INK, "right"), "baseline": "middle", "dy": -breaks * LINE / 2}
        layers.append(layer(alike, "text", style, text="category:N", x=alt.value(-8.0), y=place))
    return layers


def header_room(frame: Frame, *, stub: bool) -> tuple[float, float]:
    """Where the header begins, from the plot's left edge, and how wide it may be."""
    return (0.0, frame.width + frame.right) if stub else (-frame.left, float(WIDTH))


def written(lines: Sequence[str], x: float, y: float, *, align: str = "left") -> alt.Chart:
    """Write lines at a place of the plot, in pixels; ``y`` is the baseline of the last line."""
    style = {**words(SMALL, palette.MUTED, align), "baseline": "alphabetic", "dy": -LINE * (len(lines) - 1)}
    return layer([{"words": "\n".join(lines)}], "text", style, text="words:N", x=alt.value(x), y=alt.value(y))


def words(size: float, colour: str, align: str) -> dict[str, Any]:
    """Look of text that may have several lines."""
    return {"align": align, "fontSize": size, "color": colour, "lineBreak": "\n", "lineHeight": LINE}


def legend(content: Content, frame: Frame, *, stub: bool, mark: Mark) -> list[alt.Chart]:
    """Draw the legend where there are several series: its colour, and its shape where points carry one."""
    if len(content.series) < 2:
        return []
    start, room = header_room(frame, stub=stub)
    table = legend_rows(content.series, room)
    colours = palette.colours(len(content.series))
    places = {name: place for place, name in enumerate(content.series)}
    entries = [
        {"series": name, "colour": colours[places[name]], "middle": start + at + 8.0, "words": start + at + 22.0,
         "y": 2.0 - (len(table) - number) * 20.0}
        for number, row in enumerate(table) for name, at in row
    ]
    style = {**words(SIZE, palette.INK, "left"), "baseline": "middle"}
    names = layer(entries, "text", style, text="series:N", x=pixels("words"), y=pixels("y"))
    return [*_keys(entries, content, mark), names]


def _keys(entries: Sequence[dict[str, Any]], content: Content, mark: Mark) -> list[alt.Chart]:
    """Draw the signs before the legend's names."""
    places = {"x": pixels("middle"), "y": pixels("y"), "fill": {"field": "colour", "type": "nominal", "scale": None}}
    if mark == "bar":
        return [layer(entries, "point", {"shape": "square", "size": 120, "opacity": 1, "strokeWidth": 0}, **places)]
    style = {"size": 75, "opacity": 1, "stroke": palette.INK, "strokeWidth": 0.6}
    return [layer(entries, "point", style, shape=by_series(content, palette.SHAPES), **places)]


def pixels(field: str) -> dict[str, Any]:
    """Place by pixels from the plot's corner."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def value_ticks(axis: Axis) -> dict[str, Any]:
    """Look of a value axis: grid and labels at its ticks, without a line of its own."""
    return {"title": None, "values": list(axis.ticks), "domain": False, "ticks": False, "format": ",~f"}


def by_series(content: Content, looks: Sequence[Any]) -> dict[str, Any]:
    """Give each series its colour, shape or dash, again from the first where there are too few."""
    repeated = [looks[place % len(looks)] for place in range(len(content.series))]
    return {"field": "series", "type": "nominal", "legend": None,
            "scale": {"domain": list(content.series), "range": repeated}}


def layer(rows: Sequence[Mapping[str, Any]], mark: DrawnMark, style: Mapping[str, Any], **encoding: Any) -> alt.Chart:
    """Make a layer: a mark with its look, over rows of its own, with its channels."""
    data = alt.InlineData(values=[dict(row) for row in rows])
    channels = {name: _channel(name, given) for name, given in encoding.items()}
    with debug_mode(False):
        chart: alt.Chart = alt.Chart(data, mark=alt.MarkDef(type=mark, **style)).encode(**channels)
    return chart


def _channel(name: str, given: Any) -> Any:
    """Name a channel's class at once: Altair would try a mapping against every class it has."""
    if not isinstance(given, dict):
        return given
    kind = name[0].upper() + name[1:]
    with debug_mode(False):
        return getattr(alt, f"{kind}Value")(**given) if "value" in given else getattr(alt, kind)(**given)


def described(layers: Sequence[alt.Chart | alt.LayerChart], frame: Frame, title: str) -> dict[str, Any]:
    """Put layers together into one Vega-Lite description of a fixed size, without data of its own computing."""
    with debug_mode(False):  # a test checks every kind of description against the schema; a build need not
        picture = alt.layer(*layers).properties(
            width=frame.width, height=frame.height, description=title, background=palette.PAPER,
            padding={"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
            autosize=alt.AutoSizeParams(type="none"),
        ).configure(
            font=FONT,
        ).configure_axis(
            labelFontSize=SIZE, labelColor=palette.INK, labelLimit=0, labelOverlap=False, titleFontSize=SMALL,
            titleFontWeight="normal", titleColor=palette.MUTED, gridColor=palette.GRID, domainColor=palette.RULE,
            tickColor=palette.RULE, labelLineHeight=LINE - 1, labelPadding=6,
        ).configure_view(strokeOpacity=0)
        spec: dict[str, Any] = picture.to_dict(validate=False)
    return _inlined(spec)


def _inlined(spec: dict[str, Any]) -> dict[str, Any]:
    """Move the rows back into their layers: Altair gathers them under hashed names, which say nothing to a reader."""
    datasets = spec.pop("datasets", {})
    for layer in spec["layer"]:
        name = layer["data"].get("name")
        if name in datasets:
            layer["data"] = {"values": datasets[name]}
    plain: dict[str, Any] = json.loads(json.dumps(spec, sort_keys=True))
    return plain
