"""From a result's chart to its Vega-Lite description: one for page and print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from outward.charts.bands import bands
from outward.charts.bars import bars, stacked_bars
from outward.charts.dots import dots
from outward.charts.frame import Content, content
from outward.charts.heat import heat_map
from outward.charts.lines import lines, ranks
from outward.charts.reliability import reliability
from outward.charts.slopes import slopes
from outward.charts.timelines import timeline
from outward.errors import DataGapError
from outward.studies.result import ChartKind, ResultChart
from outward.vocabulary.labels import Language
from outward.vocabulary.units import Units, units

_KINDS: Mapping[ChartKind, Callable[[Content, str], dict[str, Any]]] = {
    "bars": bars,
    "grouped bars": bars,
    "stacked bars": stacked_bars,
    "lines": lines,
    "ranks": ranks,
    "dots": dots,
    "bands": bands,
    "heat map": heat_map,
    "slopes": slopes,
    "reliability": reliability,
    "timeline": timeline,
}

_UNNAMED = ("", "rank", "index", "ratio")  # units whose name the measure's own title already says


def describe(chart: ResultChart, language: Language, *, known: Units | None = None) -> dict[str, Any]:
    """Describe a chart in Vega-Lite.

    Categories and series keep the order in which the chart's points first name them. The description holds values and
    printed numbers as they are in the figures; it computes nothing, and its layout depends on no machine's fonts. It
    carries no title: the document prints it.

    Parameters
    ----------
    chart : ResultChart
        What to draw.
    language : {"en", "zh"}
        Language of labels and titles.
    known : Units, optional
        The units to take names from, where a case defines units of its own.

    Returns
    -------
    dict
        A Vega-Lite specification, 680 pixels wide, that is alike in every build.

    Raises
    ------
    DataGapError
        If the chart has no points: such a chart is a gap, and the study names it as one.
    InvalidValueError
        If the points are not those that bands, a heat map or slopes are drawn of.

    Notes
    -----
    Of these kinds, the series have a meaning. Give their points category by category, in the order of the series; a
    category may lack some, and no point stands twice.

    - "bands": low end, rank, high end. A unit has both ends or neither; where none has, there may be one series alone.
    - "heat map": a series a column, at least one. What is missing is a blank with a dash.
    - "slopes": earlier rank, later rank. A unit may lack one of them.
    - "reliability": forecast and observed frequency in percent, number of forecasts. The categories are bins, and
      none lacks one.
    - "timeline": low end, probability and high end in percent; then the years in which it happened. Points whose
      category is no year are thresholds.

    Examples
    --------
    >>> from outward.studies.result import Point
    >>> from outward.vocabulary.figures import Cell, printed
    >>> from outward.vocabulary.labels import Label
    >>> sales = printed(Cell("1", "1", "120.5", "S"), 120.5, unit="%", digits=1, kind="share")
    >>> chart = ResultChart("c", Label("Pumps", "泵"), "bars", Label("Sector", "行业"), Label("Share", "比重"), "%",
    ...                     (Point(Label("Pumps", "泵"), Label(""), sales),))
    >>> describe(chart, "zh")["layer"][0]["data"]["values"]
    [{'category': '泵', 'series': '', 'text': '120.5', 'value': 120.5}]
    """
    if not chart.points:
        raise DataGapError("no points", f"chart {chart.id}", "Leave the chart out and name what is missing as a gap.")
    name = "" if chart.unit in _UNNAMED else (known or units())[chart.unit].header(language)
    return _KINDS[chart.kind](content(chart, language, name), chart.title.text(language))
