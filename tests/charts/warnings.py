"""Made-up charts of warnings: a reliability diagram, and a timeline with a year without a forecast."""

from __future__ import annotations

from outward.studies.result import Point, ResultChart
from outward.vocabulary.figures import Cell, Figure, printed
from outward.vocabulary.labels import Label, same

FORECAST, OBSERVED, COUNT = (Label("forecast", "预测概率"), Label("observed", "实际频率"),
                             Label("forecasts", "预测次数"))
LOW, PROBABILITY, HIGH, EVENT = (Label("5th percentile", "第5百分位"), Label("probability", "概率"),
                                 Label("95th percentile", "第95百分位"), Label("it happened", "事件发生"))
WATCH, WARNING, ALARM = Label("watch", "关注"), Label("warning", "预警"), Label("alarm", "警报")
ALWAYS = Label("every year", "各年")


def figure(id: str, value: float, unit: str = "%", digits: int = 1) -> Figure:
    """A made-up number."""
    return printed(Cell("warnings", id, str(value), "S"), value, unit=unit, digits=digits, kind="share")


def reliability(bins: tuple[tuple[float, float, int], ...] = (
        (0.2, 0.0, 120), (0.9, 1.7, 120), (4.4, 3.3, 120), (31.5, 36.7, 119))) -> ResultChart:
    """Bins of (forecast, observed, forecasts)."""
    points = tuple(
        Point(Label(f"bin {place}", f"第{place}组"), series, figure(f"bin.{place}.{series.en}", value, unit, digits))
        for place, (said, came, count) in enumerate(bins, 1)
        for series, value, unit, digits in ((FORECAST, said, "%", 1), (OBSERVED, came, "%", 1),
                                            (COUNT, float(count), "entries", 0)))
    return ResultChart("chart.reliability", Label("made-up reliability", "虚构可靠性"), "reliability",
                       Label("forecast probability (%)", "预测概率（%）"), Label("observed frequency", "实际频率"), "%",
                       points)


def timeline(said: dict[str, float] | None = None, happened: tuple[str, ...] = ("2012",),
             interval: tuple[str, float, float] | None = ("2016", 7.5, 21.0)) -> ResultChart:
    """Probabilities by year, the years in which it happened, and the interval of one year; 2013 has no forecast."""
    said = said or {"2011": 1.2, "2012": 3.4, "2014": 4.9, "2015": 9.6, "2016": 13.3}
    points = []
    for year, value in said.items():
        if interval and interval[0] == year:
            points.append(Point(same(year), LOW, figure(f"{year}.low", interval[1])))
        points.append(Point(same(year), PROBABILITY, figure(year, value)))
        if interval and interval[0] == year:
            points.append(Point(same(year), HIGH, figure(f"{year}.high", interval[2])))
    points += [Point(same(year), EVENT, figure(f"{year}.event", 1.0, "entries", 0)) for year in happened]
    points += [Point(ALWAYS, name, figure(f"threshold.{name.en}", value))
               for name, value in ((WATCH, 1.96), (WARNING, 4.76), (ALARM, 9.09))]
    return ResultChart("chart.timeline", Label("made-up warnings", "虚构预警"), "timeline", Label("year", "年份"),
                       Label("probability", "概率"), "%", tuple(points))


def charts() -> tuple[ResultChart, ...]:
    """One of each kind."""
    return reliability(), timeline()
