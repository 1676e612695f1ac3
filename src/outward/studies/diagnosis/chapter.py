"""What the chapters of the diagnosis are made of: statements about one indicator, charts of a series, gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from outward.errors import DataGapError, InvalidValueError, UnitMismatchError
from outward.indicators import traced
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Gap, Heading, Item, Point, Remark, ResultChart, ResultTable, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same
from outward.vocabulary.periods import Period
from outward.vocabulary.statements import Level, Statement, Trend

WHOLES = {
    "share-of-industry": Label("the total of the region's industry above designated size", "本地区规模以上工业"),
    "share-of-region": Label("the region's total of all sectors", "本地区全部行业"),
    "share-of-total": Label("the industry's total", "本行业总额"),
    "share-of-nation": Label("the national total", "全国总量"),
    "share-of-world": Label("the world total", "世界总量"),
    "share-of-top10": Label("the total of the ten leading provinces", "居前十位省（区、市）合计"),
}
"""What a printed share is a share of, by measure."""

DRAWN = 3
"""Years from which on a series is drawn: two points make no course."""

IMPOSSIBLE = "impossible."
"""How the ids of remarks begin that say of printed numbers that they cannot be right together."""

PROVINCES = Label("the provinces of the country", "全国各省（区、市）")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the diagnosis, and the statements that its summary repeats."""

    section: Section
    highlights: tuple[Statement | Remark, ...] = ()


def present(items: Iterable[Item | None]) -> tuple[Item, ...]:
    """Leave out what the case has no data for: whole items, empty rows and columns, headings over nothing."""
    full = (filled(item) if isinstance(item, ResultTable) else item for item in items if item is not None)
    tables = (item for item in full if not (isinstance(item, ResultTable) and not item.rows))
    there = [item for item in tables if not (isinstance(item, ResultChart) and not item.points)]
    return tuple(
        item
        for item, follower in zip_longest(there, there[1:])
        if not (isinstance(item, Heading) and (follower is None or isinstance(follower, Heading)))
    )


def filled(table: ResultTable) -> ResultTable:
    """Leave out the rows and columns of a table in which nothing stands."""
    rows = tuple(row for row in table.rows if any(cell is not None for cell in row.cells))
    kept = [place for place in range(len(table.columns)) if any(row.cells[place] is not None for row in rows)]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows),
    )


def year_before(series: Sequence[Held], period: str) -> Held | None:
    """Give the value of the year before ``period``, unless the series breaks between the two."""
    years = {held.period: held for held in series}
    here, before = years.get(period), years.get(str(int(period) - 1)) if period.isdigit() else None
    return None if here is None or here.break_before else before


def growth_of(holdings: Holdings, section: str, held: Held) -> Figure | None:
    """Give the growth of a value on the year before: as printed, else computed where the series has no break."""
    printed = holdings.at(f"{held.indicator}.growth", held.period, **_dimensions(held))
    if printed is not None:
        return printed.figure
    before = year_before(holdings.series(held.indicator, **_dimensions(held)), held.period)
    if before is None or before.figure.unit != held.figure.unit or before.figure.value <= 0 or held.figure.value < 0:
        return None
    return traced.growth(figure_id(section, "growth", held), held.figure, before.figure)


def level_of(holdings: Holdings, section: str, held: Held) -> Level:
    """State a value with its growth, its share of a whole and its rank, as far as they are known."""
    shares = (
        (label, holdings.at(f"{held.indicator}.{measure}", held.period, **_dimensions(held)))
        for measure, label in WHOLES.items()
    )
    whole, share = next(((label, found) for label, found in shares if found is not None), (None, None))
    rank = holdings.at(f"{held.indicator}.rank", held.period, **_dimensions(held))
    growth = growth_of(holdings, section, held)
    return Level(
        f"{section}.level.{held.key}",
        holdings.what(held),
        holdings.place_label(held),
        held.period,
        held.figure,
        hedge=held.hedge,
        growth=growth,
        base_period=_year_before(held.period) if growth else "",
        share=share.figure if share else None,
        whole=whole,
        share_hedge=share.hedge if share else "",
        rank=rank.figure if rank else None,
        field=PROVINCES if rank else None,
    )


def levels(holdings: Holdings, section: str, indicators: Iterable[str], **dimensions: str | None) -> list[Level]:
    """State the latest value of each indicator that the case has."""
    found = (holdings.latest(indicator, **dimensions) for indicator in indicators)
    return [level_of(holdings, section, held) for held in found if held is not None]


def unbroken(series: Sequence[Held]) -> Sequence[Held]:
    """Give the end of a series that no break divides."""
    begin = max((place for place, held in enumerate(series) if held.break_before), default=0)
    return series[begin:]


def trend_of(holdings: Holdings, section: str, series: Sequence[Held]) -> Trend | None:
    """State how a series ran since its last break, with its compound growth where its ends allow one.

    Nothing is said of fewer than two years.
    """
    series = unbroken(series)
    if len(series) < 2:
        return None
    first, last = series[0], series[-1]
    years = int(last.period) - int(first.period)
    whole = first.figure.value > 0 and last.figure.value > 0
    average = change = None
    is_rank = first.figure.kind == "rank"
    if is_rank:
        change = traced.rank_change(figure_id(section, "rank-change", last), last.figure, first.figure)
    elif first.figure.unit == "%":
        change = traced.points_change(figure_id(section, "points-change", last), last.figure, first.figure)
    elif whole and first.figure.unit == last.figure.unit:
        change = traced.growth(figure_id(section, "growth-over", last), last.figure, first.figure)
        if years > 1:
            average = traced.compound_growth(
                figure_id(section, "growth-average", last), last.figure, first.figure, years
            )
    points = tuple((held.period, held.figure) for held in series)
    return Trend(
        f"{section}.trend.{last.undated_key}",
        holdings.what(last),
        holdings.place_label(last),
        points,
        is_rank=is_rank,
        change=change,
        average=average,
    )


def series_or_gap(holdings: Holdings, section: str, indicator: str, **dimensions: str | None) -> tuple[Item, ...]:
    """Draw a yearly series of an indicator and say how it ran; name the gap where there are too few years to draw."""
    series = holdings.series(indicator, **dimensions)
    name = holdings.indicator(indicator).name
    alike = len({held.figure.unit for held in series}) == 1
    trend = trend_of(holdings, section, series) if alike else None
    if not alike or len(series) < DRAWN:
        return present([trend, series_gap(holdings, section, indicator)])
    chart = ResultChart(
        f"{section}.chart.{indicator}",
        name,
        "lines",
        Label("Year", "年份"),
        name,
        series[0].figure.unit,
        tuple(Point(same(held.period), Label(""), held.figure) for held in series),
        summary=(trend,) if trend else (),
        notes=tuple(_break_note(held) for held in series if held.break_before),
    )
    return present([trend, chart])


def undated(section: str, period: str) -> Remark | None:
    """Warn that a table's source prints no year for it."""
    if period:
        return None
    return Remark(
        f"{section}.undated",
        Label(
            "The source prints no year for the table by sector that these figures come from.",
            "来源未刊印所用分行业表的年份。",
        ),
    )


def series_gap(holdings: Holdings, section: str, indicator: str) -> Gap:
    """Name a missing yearly series, and what to load to see it."""
    name = holdings.indicator(indicator).name
    place, sector = (
        holdings.region_label(holdings.casebook.case.region),
        holdings.sector_label(holdings.casebook.case.sector),
    )
    return Gap(
        f"{section}.gap.{indicator}",
        Label(
            f"{name.en[:1].upper()}{name.en[1:]}: too few years are loaded to draw a course over time.",
            f"已载入的{name.text('zh')}年份过少，无法绘制历年变化图。",
        ),
        Label(
            f"Load the indicator {indicator} for {place.en}, {sector.en}, for at least three years.",
            f"请载入{place.text('zh')}{sector.text('zh')}至少三年的指标 {indicator}。",
        ),
    )


def period_label(period: str) -> Label:
    """Name a period as a table's cell prints it."""
    return Label(Period.parse(period).label("en"), period if period.isdigit() else Period.parse(period).label("zh"))


def figure_id(section: str, measure: str, held: Held) -> str:
    """Name a derived figure after its section, measure and what it measures."""
    return f"{section}.{measure}.{held.key}"


def possible(measure: Callable[..., Figure], *inputs: object, **choices: object) -> Figure | None:
    """Give a measure where it is defined: a share of a loss, or a growth from nothing, is not, and shows as a gap."""
    try:
        return measure(*inputs, **choices)
    except (DataGapError, InvalidValueError, UnitMismatchError):
        return None


def like(figure: Figure, other: Figure) -> Figure:
    """Give ``figure`` in the unit and with the digits of ``other``, so that the two can be laid side by side."""
    return traced.converted(f"{figure.id}.as-printed", figure, other.unit, digits=other.digits)


def _dimensions(held: Held) -> dict[str, str | None]:
    return {
        "region": held.region,
        "sector": held.sector,
        "subject": held.subject,
        "product": held.product,
        "partner": held.partner,
        "coverage": held.coverage,
    }


def _year_before(period: str) -> str:
    return str(int(period) - 1) if period.isdigit() else ""


def _break_note(held: Held) -> Label:
    reasons = {
        "coverage": Label("the coverage of enterprises changed", "企业统计范围调整"),
        "revision": Label("the series was officially revised", "官方数据修订"),
        "classification": Label("the industrial classification changed edition", "行业分类标准换版"),
    }
    reason = reasons[held.break_before]
    return Label(
        f"Break before {held.period}: {reason.en}; no growth is computed across it.",
        f"{held.period}年前后口径不可比（{reason.zh}），不跨越计算增速。",
    )
