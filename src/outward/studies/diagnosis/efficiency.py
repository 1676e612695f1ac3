"""Efficiency: margins, turnover, cost and output per head, by sector, against the nation (38, 59; from Table 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from outward.indicators import traced
from outward.studies.diagnosis.chapter import Chapter, possible, present, undated
from outward.studies.holdings import Breakdown, Holdings
from outward.studies.result import Column, Gap, Heading, Item, Point, ResultChart, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Comparison, Range, Statement


@dataclass(frozen=True, slots=True)
class Efficiency:
    """A measure of efficiency: one indicator over another."""

    id: str
    name: Label
    over: tuple[str, str]
    measure: Callable[..., Figure]
    unit: str


MEASURES = (
    Efficiency(
        "profit-margin",
        Label("profit margin", "主营业务收入利润率"),
        ("total-profit", "principal-revenue"),
        traced.margin,
        "%",
    ),
    Efficiency(
        "return-on-assets",
        Label("return on assets", "总资产利润率"),
        ("total-profit", "total-assets"),
        traced.margin,
        "%",
    ),
    Efficiency(
        "asset-turnover",
        Label("asset turnover", "总资产周转倍数"),
        ("principal-revenue", "total-assets"),
        traced.multiple,
        "times",
    ),
    Efficiency(
        "selling-expense-ratio",
        Label("selling expenses to revenue", "销售费用率"),
        ("selling-expenses", "principal-revenue"),
        traced.share,
        "%",
    ),
    Efficiency(
        "revenue-per-employee",
        Label("revenue per employee", "人均主营业务收入"),
        ("principal-revenue", "employees"),
        traced.per_employee,
        "10,000 CNY",
    ),
    Efficiency(
        "profit-per-employee",
        Label("profit per employee", "人均利润"),
        ("total-profit", "employees"),
        traced.per_employee,
        "10,000 CNY",
    ),
    Efficiency(
        "assets-per-employee",
        Label("assets per employee", "人均资产"),
        ("total-assets", "employees"),
        traced.per_employee,
        "10,000 CNY",
    ),
)


def efficiency(holdings: Holdings) -> Chapter:
    """Say how well the industry works, sector by sector, against the nation."""
    case = holdings.casebook.case
    items: list[Item | None] = []
    highlights: list[Statement] = []
    for measure in MEASURES:
        table = holdings.breakdown(measure.over, (case.region, case.nation))
        if table is None:
            continue
        values = _values(table, measure, (case.region, case.nation))
        here, there = _overall(table, measure, (case.region, case.nation))
        comparison = _comparison(holdings, table, measure, here, there)
        span = _range(holdings, table, measure, values)
        items += [
            undated("efficiency", table.period) if not items else None,
            Heading(f"efficiency.{measure.id}", Label(measure.name.en.capitalize(), measure.name.zh)),
            comparison,
            span,
            _table(holdings, table, measure, values, (here, there)),
        ]
        if measure.id in ("profit-margin", "revenue-per-employee"):
            items.append(_chart(holdings, table, measure, values, present([comparison, span])))
            highlights += [comparison] if comparison else []
    if not items:
        items.append(
            Gap(
                "efficiency.gap",
                Label("Too little is loaded by sector to measure efficiency.", "分行业数据不足，无法测算效率。"),
                Label(
                    "Load total-profit, principal-revenue, total-assets, selling-expenses and employees by sector for "
                    "region and nation.",
                    "请载入本地区与全国分行业的 total-profit、principal-revenue、total-assets、"
                    "selling-expenses 和 employees。",
                ),
            )
        )
    return Chapter(Section("efficiency", Label("Efficiency", "经济效益"), present(items)), tuple(highlights))


def _values(table: Breakdown, measure: Efficiency, regions: tuple[str, str]) -> dict[tuple[str, str], Figure | None]:
    """The measure by (region, sector)."""
    return {
        (region, sector): possible(
            measure.measure,
            f"efficiency.{measure.id}.{region}.{sector}",
            *(table.figure(indicator, region, sector) for indicator in measure.over),
        )
        for region in regions
        for sector in table.sectors
    }


def _overall(table: Breakdown, measure: Efficiency, regions: tuple[str, str]) -> tuple[Figure | None, Figure | None]:
    """The measure of all sectors together, for each region: sums first, then the ratio."""
    overall = []
    for region in regions:
        sums = [
            possible(
                traced.total, f"efficiency.total.{measure.id}.{indicator}.{region}", table.figures(indicator, region)
            )
            for indicator in measure.over
        ]
        overall.append(None if None in sums else possible(measure.measure, f"efficiency.{measure.id}.{region}", *sums))
    return overall[0], overall[1]


def _comparison(
    holdings: Holdings, table: Breakdown, measure: Efficiency, here: Figure | None, there: Figure | None
) -> Comparison | None:
    case = holdings.casebook.case
    if here is None or there is None:
        return None
    return Comparison(
        f"efficiency.compare.{measure.id}",
        measure.name,
        holdings.whose(case.region, case.sector),
        holdings.region_label(case.nation),
        table.period,
        here,
        there,
        difference=traced.difference(f"efficiency.difference.{measure.id}", here, there),
    )


def _range(
    holdings: Holdings, table: Breakdown, measure: Efficiency, values: dict[tuple[str, str], Figure | None]
) -> Range | None:
    region = holdings.casebook.case.region
    known = [(value, sector) for sector in table.sectors if (value := values[region, sector]) is not None]
    if len(known) < 2:
        return None
    known.sort(key=lambda pair: pair[0].value)
    (low, low_sector), (high, high_sector) = known[0], known[-1]
    return Range(
        f"efficiency.range.{measure.id}",
        measure.name,
        Label("sectors", "行业"),
        holdings.region_label(region),
        table.period,
        holdings.sector_label(low_sector),
        low,
        holdings.sector_label(high_sector),
        high,
    )


def _table(
    holdings: Holdings,
    table: Breakdown,
    measure: Efficiency,
    values: dict[tuple[str, str], Figure | None],
    overall: tuple[Figure | None, Figure | None],
) -> ResultTable:
    case = holdings.casebook.case
    difference_unit = "pp" if measure.unit == "%" else measure.unit
    rows = []
    for sector in table.sectors:
        here, there = values[case.region, sector], values[case.nation, sector]
        rows.append(
            Row(sector, holdings.sector_label(sector), (here, there, _difference(measure, sector, here, there)))
        )
    here, there = overall
    rows.append(
        Row(
            "all",
            Label("All sectors shown", "所列行业合计"),
            (here, there, _difference(measure, "", here, there)),
            is_total=True,
        )
    )
    region, nation = holdings.region_label(case.region), holdings.region_label(case.nation)
    return ResultTable(
        f"efficiency.table.{measure.id}",
        Label(f"{measure.name.en.capitalize()} by sector", f"分行业{measure.name.zh}"),
        Label("Sector", "行业"),
        (
            Column("here", region, measure.unit),
            Column("there", nation, measure.unit),
            Column("difference", Label("Difference", "差距"), difference_unit),
        ),
        tuple(rows),
        notes=(_definition(holdings, measure),),
    )


def _definition(holdings: Holdings, measure: Efficiency) -> Label:
    above, below = (holdings.indicator(id).name for id in measure.over)
    return Label(
        f"{above.en[:1].upper()}{above.en[1:]} over {below.en}; the industry as a whole is the sum of the sectors "
        "shown. Differences are taken before rounding.",
        f"按{above.text('zh')}与{below.text('zh')}之比计算；全行业为所列行业之和；差距按未修约数计算。",
    )


def _difference(measure: Efficiency, sector: str, here: Figure | None, there: Figure | None) -> Figure | None:
    if here is None or there is None:
        return None
    id = f"efficiency.difference.{measure.id}.{sector}".rstrip(".")
    return possible(traced.difference, id, here, there)


def _chart(
    holdings: Holdings,
    table: Breakdown,
    measure: Efficiency,
    values: dict[tuple[str, str], Figure | None],
    summary: tuple[Item, ...],
) -> ResultChart:
    case = holdings.casebook.case
    return ResultChart(
        f"efficiency.chart.{measure.id}",
        Label(f"{measure.name.en.capitalize()} by sector, region and nation", f"分行业{measure.name.zh}：本地区与全国"),
        "dots",
        Label("Sector", "行业"),
        measure.name,
        measure.unit,
        tuple(
            Point(holdings.sector_label(sector), holdings.region_label(region), value)
            for sector in table.sectors
            for region in (case.region, case.nation)
            if (value := values[region, sector]) is not None
        ),
        summary=tuple(item for item in summary if isinstance(item, Statement)),
    )
