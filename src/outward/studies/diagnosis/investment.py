"""Outward investment: stock, flow, rank and share by year; the industry's part; who invests (34-36, 43-44, 57-59)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from outward.indicators import traced
from outward.studies.diagnosis.chapter import (
    Chapter,
    growth_of,
    level_of,
    levels,
    period_label,
    possible,
    present,
    series_gap,
    trend_of,
    year_before,
)
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Heading, Item, Point, Remark, ResultChart, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same
from outward.vocabulary.statements import Level, Statement, StockFlow, Trend

STOCK, FLOW, ALL = "ofdi-stock", "ofdi-flow", "all-sectors"
ENTERPRISE_RANKS = {
    "enterprise-ofdi-stock.rank": Label("outward FDI stock", "对外直接投资存量"),
    "enterprise-total-assets.rank": Label("overseas assets", "境外资产总额"),
    "enterprise-sales-revenue.rank": Label("overseas sales revenue", "境外销售收入"),
}


def investment(holdings: Holdings) -> Chapter:
    """Say how much the region, its industry and its enterprises have invested abroad."""
    items: list[Item | None] = [*_region(holdings)]
    highlights = [item for item in items if isinstance(item, Statement)][:2]
    items += _peers(holdings)
    items += _industry(holdings)
    items += _enterprises(holdings)
    return Chapter(
        Section("investment", Label("Outward investment", "对外直接投资"), present(items)), tuple(highlights)
    )


def _region(holdings: Holdings) -> list[Item | None]:
    """Table 6 rebuilt: stock and flow by year, with growth, change in stock against flow, implied top-ten totals."""
    stocks, flows = holdings.series(STOCK, sector=ALL), holdings.series(FLOW, sector=ALL)
    if len(stocks) < 2 or len(flows) < 2:
        return [
            series_gap(holdings, "investment", STOCK),
            series_gap(holdings, "investment", FLOW),
        ]
    ranks = [holdings.series(f"{indicator}.rank", sector=ALL) for indicator in (STOCK, FLOW)]
    told = (trend_of(holdings, "investment", series) for series in (stocks, flows, *ranks) if series)
    trends = [trend for trend in told if trend is not None]
    differences = _stock_flow(holdings, stocks, flows)
    name = Label("Outward FDI of the region", "本地区对外直接投资")
    chart = ResultChart(
        "investment.chart.region",
        name,
        "lines",
        Label("Year", "年份"),
        name,
        stocks[0].figure.unit,
        tuple(
            Point(same(held.period), holdings.indicator(held.indicator).name, held.figure)
            for series in (stocks, flows)
            for held in series
        ),
        summary=tuple(trends[:2]),
    )
    rank_chart = ResultChart(
        "investment.chart.ranks",
        Label("National rank of the region's outward FDI", "本地区对外直接投资全国位次"),
        "ranks",
        Label("Year", "年份"),
        Label("National rank", "全国位次"),
        "rank",
        tuple(
            Point(same(held.period), holdings.indicator(held.indicator.removesuffix(".rank")).name, held.figure)
            for series in ranks
            for held in series
        ),
        summary=tuple(trends[2:]),
    )
    return [*trends, _years_table(holdings, stocks, flows), *differences, chart, rank_chart if any(ranks) else None]


def _years_table(holdings: Holdings, stocks: Sequence[Held], flows: Sequence[Held]) -> ResultTable:
    by_year = [{held.period: held for held in series} for series in (stocks, flows)]
    rows = []
    for year in sorted(by_year[0].keys() | by_year[1].keys()):
        cells: list[Figure | Label | None] = []
        for indicator, held in zip((STOCK, FLOW), (of.get(year) for of in by_year), strict=True):
            rank = holdings.at(f"{indicator}.rank", year, sector=ALL)
            share = holdings.at(f"{indicator}.share-of-top10", year, sector=ALL)
            whole = (
                possible(traced.whole_of_share, f"investment.top10.{indicator}.{year}", held.figure, share.figure)
                if held and share
                else None
            )
            cells += [
                rank.figure if rank else None,
                held.figure if held else None,
                growth_of(holdings, "investment", held) if held else None,
                share.figure if share else None,
                whole,
            ]
        rows.append(Row(year, same(year), tuple(cells)))
    unit = stocks[0].figure.unit
    columns = []
    for indicator in (STOCK, FLOW):
        name = holdings.indicator(indicator).name
        short = Label("stock", "存量") if indicator == STOCK else Label("flow", "流量")
        columns += [
            Column(f"{indicator}.rank", Label(f"Rank, {short.en}", f"{short.zh}位次"), "rank"),
            Column(f"{indicator}.level", name, unit),
            Column(f"{indicator}.growth", Label(f"Growth, {short.en}", f"{short.zh}增速"), "%"),
            Column(f"{indicator}.share", Label(f"Share of top ten, {short.en}", f"{short.zh}占前十位比重"), "%"),
            Column(
                f"{indicator}.whole", Label(f"Top-ten total implied, {short.en}", f"推算的前十位{short.zh}合计"), unit
            ),
        ]
    return ResultTable(
        "investment.table.years",
        Label("Outward FDI of the region by year", "本地区历年对外直接投资"),
        Label("Year", "年份"),
        tuple(columns),
        tuple(rows),
    )


def _stock_flow(holdings: Holdings, stocks: Sequence[Held], flows: Sequence[Held]) -> list[Item | None]:
    """By how much the stock rose each year, against that year's flow."""
    flow_of = {held.period: held for held in flows}
    rows, statements = [], []
    for held in stocks:
        before, flow = year_before(stocks, held.period), flow_of.get(held.period)
        if before is None or flow is None or held.figure.unit != flow.figure.unit:
            continue
        change = traced.stock_change(f"investment.stock-change.{held.period}", held.figure, before.figure)
        rest = traced.unexplained(f"investment.unexplained.{held.period}", change, flow.figure)
        rows.append(Row(held.period, same(held.period), (change, flow.figure, rest)))
        statements.append(
            StockFlow(
                f"investment.stock-flow.{held.period}",
                holdings.indicator(STOCK).name,
                holdings.indicator(FLOW).name,
                holdings.place_label(held),
                held.period,
                change,
                flow.figure,
                rest,
            )
        )
    if not rows:
        return []
    largest = max(statements, key=lambda statement: abs(statement.difference.value))
    unit = stocks[0].figure.unit
    table = ResultTable(
        "investment.table.stock-flow",
        Label("Change in stock against flow", "存量变动与流量对照"),
        Label("Year", "年份"),
        (
            Column("change", Label("Change in stock", "存量变动"), unit),
            Column("flow", Label("Flow", "流量"), unit),
            Column("rest", Label("Left unexplained", "未能解释部分"), unit),
        ),
        tuple(rows),
        notes=(
            Label(
                "Stock changes by more than flow: revaluation, exchange rates, revision and change of scope; a large "
                "remainder is a question to the source.",
                "存量变动除流量外还受重估、汇率、修订和口径调整影响；差额较大时应向数据来源核实。",
            ),
        ),
    )
    return [Heading("investment.stock-flow", Label("Stock against flow", "存量与流量")), largest, table]


def _peers(holdings: Holdings) -> list[Item | None]:
    """Printed shares of the top-ten total, of the region and its peers, year by year."""
    case = holdings.casebook.case
    indicator = f"{FLOW}.share-of-top10"
    lines: list[tuple[Label, tuple[Held, ...]]] = []
    for region in (case.region, *case.benchmarks):
        subjects = sorted(
            {
                held.subject
                for held in holdings.every(indicator, region=region, sector=ALL, subject=None)
                if not held.subject.startswith("range:")
            }
        )
        for subject in subjects:
            series = holdings.series(indicator, region=region, sector=ALL, subject=subject)
            if len(series) > 1:
                lines.append((_line_label(holdings, region, subject), series))
    if len(lines) < 2:
        return []
    years = sorted({held.period for _, series in lines for held in series})
    rows = [
        Row(
            str(place),
            label,
            tuple(next((held.figure for held in series if held.period == year), None) for year in years),
        )
        for place, (label, series) in enumerate(lines)
    ]
    name = holdings.indicator(indicator).name
    table = ResultTable(
        "investment.table.peers",
        Label("Share of the ten leading provinces' flow", "占前十位省（区、市）流量比重"),
        Label("Province", "省份"),
        tuple(Column(year, same(year), "%") for year in years),
        tuple(rows),
        notes=(_TWO_SERIES,) if any("(" in label.en for label, _ in lines) else (),
    )
    chart = ResultChart(
        "investment.chart.peers",
        name,
        "lines",
        Label("Year", "年份"),
        name,
        "%",
        tuple(Point(same(held.period), label, held.figure) for label, series in lines for held in series),
        summary=tuple(trend for _, series in lines[:1] if (trend := trend_of(holdings, "investment", series))),
    )
    return [Heading("investment.peers", Label("Against other provinces", "与其他省份比较")), table, chart]


def _line_label(holdings: Holdings, region: str, subject: str) -> Label:
    name = holdings.region_label(region)
    if not subject:
        return name
    which = holdings.code_label(subject)
    return Label(f"{name.en} ({which.en})", f"{name.text('zh')}（{which.text('zh')}）")


_TWO_SERIES = Label(
    "The source prints two series for a province under one name; both are as printed.",
    "来源对同一省份以同一名称刊印了两组序列，均照录。",
)


def _industry(holdings: Holdings) -> list[Item | None]:
    """The industry's own part: stock, projects, and the provincial totals that its printed shares imply."""
    case = holdings.casebook.case
    statements: list[Level] = levels(
        holdings, "investment.industry", (STOCK, "ofdi-projects-cumulative", FLOW, "ofdi-projects")
    )
    rows = []
    for held in (holdings.latest(one) for one in (STOCK, "ofdi-projects-cumulative", FLOW, "ofdi-projects")):
        share = holdings.at(f"{held.indicator}.share-of-region", held.period) if held else None
        if held and share:
            whole = possible(traced.whole_of_share, f"investment.whole.{held.indicator}", held.figure, share.figure)
            rows.append(
                Row(
                    held.indicator,
                    holdings.indicator(held.indicator).name,
                    (period_label(held.period), held.figure, share.figure, whole),
                )
            )
    investors = holdings.every("overseas-investment-share", sector="*", subject=None)
    statements += [level_of(holdings, "investment.investors", held) for held in investors]
    if not statements:
        return []
    table = (
        ResultTable(
            "investment.table.industry",
            Label("The industry's part in outward investment", "本行业在对外投资中的份额"),
            Label("Quantity", "指标"),
            (
                Column("period", Label("Period", "时期")),
                Column("value", Label("Value", "数值")),
                Column("share", Label("Share of the region", "占本地区全部行业比重"), "%"),
                Column("whole", Label("Region's total that it implies", "推算的本地区合计")),
            ),
            tuple(rows),
        )
        if rows
        else None
    )
    recent = _recent_shares(holdings, case.region)
    heading = Heading("investment.industry", Label("The industry's own investment", "本行业对外投资"))
    return [heading, *statements, table, recent]


def _recent_shares(holdings: Holdings, region: str) -> ResultTable | None:
    """Shares printed for recent years that the source does not name."""
    found = holdings.every(f"{FLOW}.share-of-region", region=region, subject=None)
    unnamed = [held for held in found if held.subject.startswith("recent-year:")]
    if not unnamed:
        return None
    columns = tuple(Column(held.subject, holdings.code_label(held.subject), "%") for held in unnamed)
    return ResultTable(
        "investment.table.recent",
        Label("The industry's share of the region's outward FDI flow", "本行业占本地区对外直接投资流量比重"),
        Label("Quantity", "指标"),
        columns,
        (Row("share", holdings.indicator(f"{FLOW}.share-of-region").name, tuple(held.figure for held in unnamed)),),
        notes=(
            Label(
                "The columns are recent years in the order in which the source prints them.",
                "各列为近五年数据，按来源刊印顺序排列。",
            ),
        ),
    )


def _rank_trend(holdings: Holdings, series: Sequence[Held]) -> Trend | None:
    """State how an enterprise's rank ran: its place is among enterprises, not among provinces."""
    name = ENTERPRISE_RANKS[series[0].indicator]
    subject = Label(f"national rank among enterprises by {name.en}", f"{name.zh}在全国企业中的位次")
    trend = trend_of(holdings, "investment", series)
    return replace(trend, subject=subject) if trend else None


def _outside_the_industry(holdings: Holdings, subject: str, name: Label, sector: str) -> Remark | None:
    """Say so where an enterprise that the source takes as an example is not of the case's industry."""
    case, wider = holdings.casebook.case, sector
    while wider:
        if wider == case.sector:
            return None
        wider = holdings.casebook.sectors[wider].parent
    industry, own = holdings.sector_label(case.sector), holdings.sector_label(sector)
    return Remark(
        f"investment.outside.{subject.replace(':', '-')}",
        Label(
            f"{name.en} is the source's example of an enterprise abroad; its sector is {own.en}, which is no part of "
            f"{industry.en}.",
            f"{name.text('zh')}为来源所举的企业“走出去”实例，属{own.text('zh')}，不在{industry.text('zh')}范围内。",
        ),
    )


def _enterprises(holdings: Holdings) -> list[Item | None]:
    """Table 7 rebuilt: an enterprise's ranks by year, and how many places they moved."""
    subjects = sorted(
        {held.subject for indicator in ENTERPRISE_RANKS for held in holdings.every(indicator, sector="*", subject=None)}
    )
    items: list[Item | None] = []
    for subject in subjects:
        series = [
            found
            for indicator in ENTERPRISE_RANKS
            if len(found := holdings.series(indicator, sector="*", subject=subject)) > 1
        ]
        if not series:
            continue
        name = holdings.code_label(subject)
        trends = [trend for one in series if (trend := _rank_trend(holdings, one)) is not None]
        years = sorted({held.period for one in series for held in one})
        rows = tuple(
            Row(
                year,
                same(year),
                tuple(next((held.figure for held in one if held.period == year), None) for one in series),
            )
            for year in years
        )
        titles = [ENTERPRISE_RANKS[one[0].indicator] for one in series]
        items += [
            Heading(f"investment.{subject.replace(':', '-')}", Label(f"Ranks of {name.en}", f"{name.text('zh')}位次")),
            _outside_the_industry(holdings, subject, name, series[0][0].sector),
            *trends,
            ResultTable(
                f"investment.table.{subject.replace(':', '-')}",
                Label(f"National ranks of {name.en} among enterprises", f"{name.text('zh')}在全国企业中的位次"),
                Label("Year", "年份"),
                tuple(Column(one[0].indicator, title, "rank") for one, title in zip(series, titles, strict=True)),
                rows,
            ),
            ResultChart(
                f"investment.chart.{subject.replace(':', '-')}",
                Label(f"National ranks of {name.en} among enterprises", f"{name.text('zh')}在全国企业中的位次"),
                "ranks",
                Label("Year", "年份"),
                Label("National rank", "全国位次"),
                "rank",
                tuple(
                    Point(same(held.period), title, held.figure)
                    for one, title in zip(series, titles, strict=True)
                    for held in one
                ),
                summary=tuple(trends),
            ),
        ]
    return items
