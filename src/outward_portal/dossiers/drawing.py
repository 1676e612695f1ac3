"""Charts as marks on a grid: where each column, bar and word stands, for a template that writes SVG."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outward.vocabulary.labels import Label, Language
from outward_portal.dossiers.figures import quantity
from outward_portal.dossiers.sections import Chart

_WIDTH: Final = 480.0
_COLUMNS_HEIGHT: Final = 170.0
_BAR: Final = 26.0
_NAMES: Final = 150.0  # room for the names of bars
_VALUES: Final = 92.0  # room for the values behind them


@dataclass(frozen=True, slots=True)
class Mark:
    """A column or a bar with its name and value."""

    x: float
    y: float
    width: float
    height: float
    name: Label
    value: str
    name_x: float
    name_y: float
    value_x: float
    value_y: float
    is_negative: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, drawn."""

    title: Label
    unit: Label
    form: str
    width: float
    height: float
    base: float  # where zero lies: y of columns, x of bars
    marks: tuple[Mark, ...]


def draw(chart: Chart, language: Language) -> Drawing:
    """Draw a chart; zero is always on the axis, so lengths compare as the numbers do."""
    values = [float(value) for _, value in chart.points]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    if chart.form == "columns":
        return _columns(chart, language, values, low, span)
    return _bars(chart, language, values, low, span)


def _columns(chart: Chart, language: Language, values: list[float], low: float, span: float) -> Drawing:
    top, bottom = 22.0, 40.0 if low < 0 else 24.0
    room = _COLUMNS_HEIGHT - top - bottom
    base = top + room * (1 + low / span)
    step = _WIDTH / len(values)
    marks = []
    for at, ((name, number), value) in enumerate(zip(chart.points, values, strict=True)):
        height = abs(value) / span * room
        middle = step * (at + 0.5)
        above = base - height if value >= 0 else base
        marks.append(Mark(
            _round(middle - min(step * 0.3, 34)), _round(above), _round(min(step * 0.6, 68)), _round(height), name,
            _written(number, chart.unit, language), _round(middle), _COLUMNS_HEIGHT - 6, _round(middle),
            _round(above - 6 if value >= 0 else above + height + 14), value < 0))
    return Drawing(chart.title, chart.unit, "columns", _WIDTH, _COLUMNS_HEIGHT, _round(base), tuple(marks))


def _bars(chart: Chart, language: Language, values: list[float], low: float, span: float) -> Drawing:
    room = _WIDTH - _NAMES - _VALUES
    base = _NAMES + room * (-low / span)
    marks = []
    for at, ((name, number), value) in enumerate(zip(chart.points, values, strict=True)):
        length, top = abs(value) / span * room, at * _BAR
        left = base if value >= 0 else base - length
        marks.append(Mark(
            _round(left), top + 5, _round(length), _BAR - 10, name, _written(number, chart.unit, language), _NAMES - 8,
            top + _BAR / 2 + 4, _round(left + length + 6), top + _BAR / 2 + 4, value < 0))
    return Drawing(chart.title, chart.unit, "bars", _WIDTH, _BAR * len(values), _round(base), tuple(marks))


def _written(number: Decimal, unit: Label, language: Language) -> str:
    written = quantity(number, "", short=True).text(language)
    return f"{written}%" if unit.en == "%" else written


def _round(value: float) -> float:
    return round(value, 1)
