"""What pictures show of warnings: whether they came true, a country's years, and where the expected loss lies."""

from __future__ import annotations

from typing import Final

import numpy as np

from outward.risk.levels import Policy
from outward.risk.states import Country
from outward.studies.result import Point, ResultChart
from outward.studies.risks.computed import computed, count, percent
from outward.studies.risks.exposed import Exposed
from outward.studies.risks.naming import code_of, country_name, event_name, within
from outward.studies.risks.outlook import EventOutlook, Outlook
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same
from outward.vocabulary.warning_levels import LEVEL_NAMES, LEVELS

FORECAST, OBSERVED, FORECASTS = (Label("forecast", "预测概率"), Label("observed", "实际频率"),
                                 Label("forecasts", "预测次数"))
LOW, PROBABILITY, HIGH, HAPPENED = (Label("5th percentile", "第5百分位"), Label("probability", "概率"),
                                    Label("95th percentile", "第95百分位"), Label("it happened", "事件发生"))
ROOT: Final = Label("The axes are drawn by the square root, so that small probabilities can be told apart.",
                    "坐标轴按平方根刻度绘制，以便区分较小的概率。")
_ALWAYS: Final = Label("every year", "各年")  # the category of thresholds
_MOST_COUNTRIES: Final = 12  # of a chart of losses
_MOST_EVENTS: Final = 5  # that it tells apart; the rest is one part


def reliability_chart(one: EventOutlook) -> ResultChart | None:
    """Show how often an event came about by the probability forecast; ``None`` where no outcome is known yet."""
    if not one.reliability:
        return None
    id, points = f"{one.event.id}.reliability", []
    for place, each in enumerate(one.reliability, 1):
        name = Label(f"bin {place}", f"第{place}组")
        said, came = (percent(f"{id}.{place}.{key}", value, digits=2) for key, value in (
            ("forecast", each.mean_probability), ("observed", each.frequency)))
        if said is None or came is None:
            continue
        points += [Point(name, FORECAST, said), Point(name, OBSERVED, came),
                   Point(name, FORECASTS, count(f"{id}.{place}.count", each.forecasts))]
    return ResultChart(
        f"warnings.{id}", Label(f"reliability of the forecasts: {within(one.event.name)}",
                                f"预测可靠性：{one.event.name.text('zh')}"), "reliability",
        Label("forecast probability (%)", "预测概率（%）"), Label("observed frequency", "实际频率"), "%", tuple(points),
        notes=(Label("Each dot is a tenth of all forecasts of the record, by probability; on the dashed line forecasts "
                     "came true as often as they said.",
                     "每点为按概率排序的十分之一预测；落在虚线上表示实际频率与预测概率一致。"), ROOT))


def timeline_chart(one: EventOutlook, outlook: Outlook, country: Country, policy: Policy) -> ResultChart | None:
    """Show a country's forecasts of an event year by year, with what happened; ``None`` for fewer than two."""
    said = [(year, p) for year, p in one.earlier.get(country.key, ()) if p is not None]
    if len(said) < 2:
        return None
    id = f"{one.event.id}.{code_of(country)}"
    newest = next((each for each in one.forecasts if each.model == "ensemble" and (each.gwcode, each.iso3) == (
        country.gwcode, country.iso3)), None)
    points: list[tuple[Label, Label, Figure | None]] = []
    for year, p in said:
        is_newest = newest is not None and newest.year == year
        if is_newest and newest is not None and newest.lower is not None and newest.upper is not None:
            points.append((same(str(year)), LOW, percent(f"{id}.{year}.ensemble.lower", newest.lower)))
        points.append((same(str(year)), PROBABILITY, percent(f"{id}.{year}.ensemble", p)))
        if is_newest and newest is not None and newest.lower is not None and newest.upper is not None:
            points.append((same(str(year)), HIGH, percent(f"{id}.{year}.ensemble.upper", newest.upper)))
    first = min(year for year, _ in one.earlier[country.key])
    points += [(same(str(year)), HAPPENED, count(f"{id}.{year}.happened", 1))
               for year in years_of(one, outlook, country) if year >= first]
    points += [(_ALWAYS, LEVEL_NAMES[level], percent(f"threshold.{level}", policy.threshold(level)))
               for level in LEVELS[1:]]
    ahead = "" if one.event.horizon == 1 else f" ({one.event.horizon} years from the year shown)"
    ahead_zh = "" if one.event.horizon == 1 else f"（自所示年份起{one.event.horizon}年内）"
    return ResultChart(
        f"warnings.{id}.timeline", Label(f"{one.event.name.en}, {country.name.en}{ahead}",
                                         f"{country.name.text('zh')}：{one.event.name.text('zh')}{ahead_zh}"),
        "timeline", Label("first target year", "首个目标年份"), PROBABILITY, "%",
        tuple(Point(category, series, figure) for category, series, figure in points if figure is not None),
        notes=(Label("Each forecast was made at the end of the year before, from what was known then; a year without a "
                     "dot was not forecast.", "每次预测均于上年末作出，仅使用当时已知数据；"
                                              "无标记的年份未作预测。"), ROOT))


def years_of(one: EventOutlook, outlook: Outlook, country: Country) -> tuple[int, ...]:
    """Give the first target years of the record after which the event came about in a country."""
    place = next(at for at, each in enumerate(outlook.countries) if each.key == country.key)
    track = one.track
    return tuple(int(year) for year in np.sort(track.year[(track.country == place) & (track.happened == 1)]))


def loss_chart(exposed: Exposed, currency: str, unit: str, factor: float) -> ResultChart | None:
    """Show the expected loss by country and event, the countries with most to lose; ``None`` where there is none.

    Parameters
    ----------
    exposed : Exposed
        The exposure.
    currency, unit, factor : str, str, float
        Whose amounts, the unit in which they are drawn, and by what they are divided for it.
    """
    exposure = exposed.exposure
    expected = np.nan_to_num(exposure.expected()[:, :len(exposure.chances.events)]) / factor
    inside = np.array([each.currency == currency for each in exposure.holdings])
    countries = np.array([each.iso3 for each in exposure.holdings])
    sums = {iso3: expected[inside & (countries == iso3)].sum(axis=0) for iso3 in sorted({*countries[inside]} - {""})}
    order = sorted(sums, key=lambda iso3: (-float(sums[iso3].sum()), iso3))[:_MOST_COUNTRIES]
    shown = [iso3 for iso3 in order if sums[iso3].sum() > 0]
    if not shown:
        return None
    by_event = np.sum([sums[iso3] for iso3 in shown], axis=0)
    kept = [int(column) for column in np.argsort(-by_event, kind="stable")[:_MOST_EVENTS] if by_event[column] > 0]
    rest = [column for column in range(len(by_event)) if column not in kept and by_event[column] > 0]
    digits = amount_digits(max(float(sums[iso3].sum()) for iso3 in shown))
    points = []
    for iso3 in shown:
        parts = [(exposure.chances.events[column], float(sums[iso3][column])) for column in kept]
        if rest:
            parts.append(("other", float(sums[iso3][rest].sum())))
        points += [Point(country_name(iso3), event_name(event),
                         computed(f"loss.{currency}.{iso3}.{event}", value, unit=unit, digits=digits, kind="level"))
                   for event, value in parts]
    return ResultChart(
        f"exposure.chart.{currency}", Label(f"expected loss by country and event, {currency}",
                                            f"按国家与事件的期望损失（{currency}）"), "stacked bars",
        Label("host country", "东道国"),
        Label("expected loss, plain sum over events", "期望损失（各事件简单加总）"), unit,
        tuple(points))


def amount_digits(largest: float) -> int:
    """Choose decimals by which an amount of this size has about three digits.

    Examples
    --------
    >>> [amount_digits(value) for value in (0.004, 0.25, 3.2, 47.0, 950.0)]
    [4, 3, 2, 1, 0]
    """
    if not largest > 0:
        return 0
    return next((digits for digits, least in enumerate((100.0, 10.0, 1.0, 0.1)) if largest >= least), 4)
