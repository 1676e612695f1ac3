"""Exports: how much of what is sold goes abroad, from which sectors, by whom and how (31-33, Table 1)."""

from __future__ import annotations

from collections.abc import Sequence

from outward.indicators import traced
from outward.studies.diagnosis.chapter import Chapter, level_of, levels, like, possible, present, undated
from outward.studies.holdings import Breakdown, Held, Holdings
from outward.studies.result import Column, Gap, Heading, Item, Point, Remark, ResultChart, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Comparison, Disagreement, Growth, Largest, Statement

PAIR = ("export-delivery-value", "sales-value")
INTENSITY = Label("export intensity", "出口依存度（出口交货值占销售产值比重）")


def exports(holdings: Holdings) -> Chapter:
    """Say how far the industry sells abroad."""
    case = holdings.casebook.case
    own = holdings.breakdown(PAIR, (case.region,))
    items: list[Item | None] = [
        *levels(holdings, "exports", ("export-delivery-value", "export-value")),
        *_growths(holdings),
    ]
    highlights: list[Statement] = [item for item in items if isinstance(item, Statement)][:1]
    if own is None:
        items.append(
            Gap(
                "exports.gap.sectors",
                Label("No export delivery value by sector is loaded.", "尚未载入分行业出口交货值。"),
                Label(
                    "Load export-delivery-value and sales-value by sector for one year.",
                    "请载入同一年份分行业的 export-delivery-value 和 sales-value。",
                ),
            )
        )
    else:
        delivered, largest = _delivered(holdings, own)
        items += [Heading("exports.sectors", Label("Export delivery value by sector", "分行业出口交货值")), *delivered]
        highlights += [largest] if largest else []
        items += _other_printing(holdings, own)
    against = _against_nation(holdings)
    items += against
    highlights += [item for item in against if isinstance(item, Comparison)]
    items += _customs(holdings)
    return Chapter(Section("exports", Label("Exports", "产品出口"), present(items)), tuple(highlights))


def _growths(holdings: Holdings) -> list[Statement]:
    """Growth rates that are printed without the level they belong to."""
    return [
        Growth(
            f"exports.growth.{held.key}",
            holdings.indicator("export-delivery-value").name,
            holdings.place_label(held),
            held.period,
            str(int(held.period) - 1),
            held.figure,
        )
        for held in holdings.every("export-delivery-value.growth")
        if held.period.isdigit() and holdings.at("export-delivery-value", held.period) is None
    ]


def _delivered(holdings: Holdings, table: Breakdown) -> tuple[list[Item | None], Statement | None]:
    """Table 1 rebuilt: sales, exports, the printed share and the computed one, shares in the total."""
    region = holdings.casebook.case.region
    exported, sold = (table.figures(indicator, region) for indicator in PAIR)
    all_exports, all_sales = traced.total("exports.total.exports", exported), traced.total("exports.total.sales", sold)
    rows, disagreements = [], []
    for sector, part, whole in zip(table.sectors, exported, sold, strict=True):
        printed = holdings.at("export-intensity", table.period, sector=sector)
        computed = possible(traced.share, f"exports.intensity.{sector}", part, whole, digits=2)
        rows.append(
            Row(
                sector,
                holdings.sector_label(sector),
                (
                    whole,
                    part,
                    printed.figure if printed else None,
                    computed,
                    possible(traced.share_of_sum, f"exports.share.{sector}", part, exported),
                ),
            )
        )
        if printed and computed and like(computed, printed.figure).rounded != printed.figure.rounded:
            disagreements.append(_disagreement(holdings, printed, like(computed, printed.figure)))
    rows.append(
        Row(
            "total",
            Label("Sum of the sectors shown", "所列行业合计"),
            (
                all_sales,
                all_exports,
                None,
                possible(traced.share, "exports.intensity", all_exports, all_sales, digits=2),
                _sum_of_shares(rows),
            ),
            is_total=True,
        )
    )
    unit = exported[0].unit
    result = ResultTable(
        "exports.table.delivery",
        Label("Sales value and export delivery value by sector", "分行业销售产值与出口交货值"),
        Label("Sector", "行业"),
        (
            Column("sales", holdings.indicator("sales-value").name, unit),
            Column("exports", holdings.indicator("export-delivery-value").name, unit),
            Column("printed", Label("Exports to sales, printed", "出口占销售比重（刊印）"), "%"),
            Column("computed", Label("Exports to sales, computed", "出口占销售比重（计算）"), "%"),
            Column("share", Label("Share of the sectors' exports", "占所列行业出口比重"), "%"),
        ),
        tuple(rows),
    )
    ranked = _ranked(rows, column=4)
    largest = (
        Largest(
            "exports.largest",
            Label("share of export delivery value", "占出口交货值比重"),
            Label("sectors", "行业"),
            holdings.region_label(region),
            table.period,
            ranked[:2],
            smallest=ranked[-1],
        )
        if len(ranked) > 1
        else None
    )
    return [largest, result, *disagreements, _chart(rows, largest)], largest


def _sum_of_shares(rows: Sequence[Row]) -> Figure | None:
    shares = [cell for row in rows if isinstance(cell := row.cells[4], Figure)]
    return traced.total("exports.share-total", shares) if rows and len(shares) == len(rows) else None


def _ranked(rows: Sequence[Row], *, column: int) -> tuple[tuple[Label, Figure], ...]:
    """Rank the sectors by the figures of a column, largest first."""
    known = [(row.label, row.cells[column]) for row in rows if not row.is_total]
    return tuple(
        sorted(((label, cell) for label, cell in known if isinstance(cell, Figure)), key=lambda pair: -pair[1].value)
    )


def _chart(rows: Sequence[Row], largest: Statement | None) -> ResultChart:
    return ResultChart(
        "exports.chart.intensity",
        Label("Export intensity by sector", "分行业出口依存度"),
        "bars",
        Label("Sector", "行业"),
        Label("Exports to sales", "出口占销售比重"),
        "%",
        tuple(Point(label, Label(""), figure) for label, figure in _ranked(rows, column=3)),
        summary=(largest,) if largest else (),
    )


def _other_printing(holdings: Holdings, own: Breakdown) -> list[Item | None]:
    """Where another table prints the same quantities without a year, say how far the two lie apart."""
    case = holdings.casebook.case
    other = holdings.breakdown(PAIR, (case.region, case.nation))
    if other is None or other.period == own.period:
        return []
    totals = {
        (indicator, name): traced.total(f"exports.printing.{indicator}.{name}", table.figures(indicator, case.region))
        for name, table in (("dated", own), ("undated", other))
        for indicator in PAIR
    }
    place = holdings.whose(case.region, case.sector)
    compared: list[Item | None] = [
        Comparison(
            f"exports.printing.{indicator}",
            holdings.indicator(indicator).name,
            Label(
                f"{place.en}, by the table that compares region and nation", f"{place.text('zh')}（本地区与全国对比表）"
            ),
            Label(f"{place.en}, by the table of {own.period}", f"{place.text('zh')}（{own.period}年表）"),
            "",
            totals[indicator, "undated"],
            totals[indicator, "dated"],
            multiple=possible(
                traced.multiple,
                f"exports.printing.multiple.{indicator}",
                totals[indicator, "undated"],
                totals[indicator, "dated"],
            ),
        )
        for indicator in PAIR
    ]
    return [*compared, _TWO_TABLES]


_TWO_TABLES = Remark(
    "exports.printing.apart",
    Label(
        "The two tables are of different years or scopes: levels and shares of one are not to be laid beside those of "
        "the other.",
        "两表的年份或统计范围不同，其数值与比重不宜直接对比。",
    ),
)


def _against_nation(holdings: Holdings) -> list[Item | None]:
    """Export intensity of region and nation, from one table that has both."""
    case = holdings.casebook.case
    table = holdings.breakdown(PAIR, (case.region, case.nation))
    if table is None:
        return []
    overall: dict[str, Figure | None] = {}
    points = []
    for region in (case.region, case.nation):
        sums = [
            traced.total(f"exports.nation.{indicator}.{region}", table.figures(indicator, region)) for indicator in PAIR
        ]
        overall[region] = possible(traced.share, f"exports.nation.intensity.{region}", *sums)
        for sector in table.sectors:
            intensity = possible(
                traced.share,
                f"exports.nation.intensity.{region}.{sector}",
                *(table.figure(indicator, region, sector) for indicator in PAIR),
            )
            if intensity is not None:
                points.append(Point(holdings.sector_label(sector), holdings.region_label(region), intensity))
    here, there = overall[case.region], overall[case.nation]
    if here is None or there is None:
        return []
    comparison = Comparison(
        "exports.nation",
        INTENSITY,
        holdings.whose(case.region, case.sector),
        holdings.region_label(case.nation),
        table.period,
        here,
        there,
        difference=traced.difference("exports.nation.difference", here, there),
    )
    chart = ResultChart(
        "exports.chart.nation",
        Label("Export intensity: region and nation", "出口依存度：本地区与全国"),
        "dots",
        Label("Sector", "行业"),
        Label("Exports to sales", "出口占销售比重"),
        "%",
        tuple(sorted(points, key=lambda point: table_order(holdings, table, point))),
        summary=(comparison,),
    )
    return [
        Heading("exports.against", Label("Against the nation", "与全国比较")),
        undated("exports", table.period),
        comparison,
        chart,
    ]


def table_order(holdings: Holdings, table: Breakdown, point: Point) -> int:
    """Place a point in the order of the table's sectors."""
    return [holdings.sector_label(sector) for sector in table.sectors].index(point.category)


def _customs(holdings: Holdings) -> list[Item | None]:
    """What customs count: by product, trade mode and exporter, with the whole that each printed share implies."""
    region = holdings.casebook.case.region
    found = [
        holdings.in_own_unit(held)
        for held in holdings.every("export-value", region=region, sector="*", subject=None)
        if held.subject or held.sector != holdings.casebook.case.sector
    ]
    if not found:
        return []
    rows, statements = [], []
    for held in found:
        grown = holdings.at("export-value.growth", held.period, sector=held.sector, subject=held.subject)
        shared = holdings.at("export-value.share-of-total", held.period, sector=held.sector, subject=held.subject)
        implied = (
            possible(traced.whole_of_share, f"exports.whole.{held.key}", held.figure, shared.figure) if shared else None
        )
        rows.append(
            Row(
                held.key,
                holdings.in_full(held),
                (held.figure, grown.figure if grown else None, shared.figure if shared else None, implied),
            )
        )
        statements.append(level_of(holdings, "exports.customs", held))
    table = ResultTable(
        "exports.table.customs",
        Label("Exports as customs count them", "海关统计的出口"),
        Label("Part", "构成"),
        (
            Column("value", Label("Value", "金额"), found[0].figure.unit),
            Column("growth", Label("Growth", "增速"), "%"),
            Column("share", Label("Share of the industry's exports, printed", "占全行业出口比重（刊印）"), "%"),
            Column(
                "whole",
                Label("Industry's exports that the share implies", "按比重推算的全行业出口额"),
                found[0].figure.unit,
            ),
        ),
        tuple(rows),
    )
    return [
        Heading("exports.customs", Label("As customs count", "海关口径")),
        *statements,
        table,
        *_contradicted(holdings, rows),
    ]


def _contradicted(holdings: Holdings, rows: Sequence[Row]) -> list[Statement]:
    """The printed total of exports against the wholes that the parts' shares imply, where they cannot be one number."""
    total = holdings.latest("export-value")
    implied = [row.cells[3] for row in rows if isinstance(row.cells[3], Figure)]
    if total is None or not implied:
        return []
    figures = [figure for figure in implied if isinstance(figure, Figure)]
    mean = like(traced.mean("exports.whole.mean", figures), total.figure)
    if mean.rounded == total.figure.rounded:
        return []
    return [
        Disagreement(
            "exports.disagreement.total",
            holdings.what(total),
            holdings.place_label(total),
            total.period,
            total.figure,
            mean,
            Label("the parts and their printed shares, on average", "各部分金额与其刊印比重（平均）"),
        )
    ]


def _disagreement(holdings: Holdings, printed: Held, computed: Figure) -> Disagreement:
    return Disagreement(
        f"exports.disagreement.{printed.key}",
        holdings.what(printed),
        holdings.place_label(printed),
        printed.period,
        printed.figure,
        computed,
        Label("the exports and sales printed beside it", "同表刊印的出口与销售"),
    )
