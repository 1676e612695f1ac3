"""Structure: what the industry is made of, here and in the nation, and how concentrated it is (27, Tables 1 and 2)."""

from __future__ import annotations

from outward.indicators import traced
from outward.studies.diagnosis.chapter import Chapter, present, undated
from outward.studies.holdings import Breakdown, Holdings
from outward.studies.result import Column, Gap, Item, Point, ResultChart, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Concentration, Largest, Share, Statement

WEIGHTS = ("principal-revenue", "sales-value", "total-assets", "employees")
"""By what the weight of a sector is measured; the first that the case has by sector for region and nation."""
LARGEST = 3


def structure(holdings: Holdings) -> Chapter:
    """Say what the industry is made of."""
    case = holdings.casebook.case
    items: list[Item | None] = []
    chosen = _weights(holdings)
    highlights: list[Statement] = []
    if chosen is None:
        items.append(
            Gap(
                "structure.gap",
                Label(
                    "No breakdown by sector is loaded, so the structure is not shown.",
                    "尚未载入分行业数据，故不显示产业结构。",
                ),
                Label(
                    f"Load one of {', '.join(WEIGHTS)} by sector.", f"请载入分行业指标（{'、'.join(WEIGHTS)} 之一）。"
                ),
            )
        )
    else:
        indicator, table, regions = chosen
        shares = {region: _shares(table, indicator, region) for region in regions}
        largest = _largest(holdings, table, indicator, shares[case.region])
        concentrations = [_concentration(holdings, table, indicator, region) for region in regions]
        highlights.append(largest)
        items += [
            undated("structure", table.period),
            largest,
            *concentrations,
            _table(holdings, table, indicator, shares),
            _chart(holdings, table, indicator, shares, (largest,)),
        ]
    high_end = _high_end(holdings)
    items += high_end
    highlights += high_end
    return Chapter(Section("structure", Label("Structure", "产业结构"), present(items)), tuple(highlights))


def _weights(holdings: Holdings) -> tuple[str, Breakdown, tuple[str, ...]] | None:
    case = holdings.casebook.case
    for regions in ((case.region, case.nation), (case.region,)):
        for indicator in WEIGHTS:
            table = holdings.breakdown((indicator,), regions)
            if table is not None and all(
                figure.value > 0 for region in regions for figure in table.figures(indicator, region)
            ):
                return indicator, table, regions
    return None


def _shares(table: Breakdown, indicator: str, region: str) -> tuple[Figure, ...]:
    parts = table.figures(indicator, region)
    return tuple(
        traced.share_of_sum(f"structure.share.{indicator}.{region}.{sector}", part, parts)
        for sector, part in zip(table.sectors, parts, strict=True)
    )


def _largest(holdings: Holdings, table: Breakdown, indicator: str, shares: tuple[Figure, ...]) -> Largest:
    case = holdings.casebook.case
    name = holdings.indicator(indicator).name
    ranked = sorted(zip(table.sectors, shares, strict=True), key=lambda pair: -pair[1].value)
    named = tuple((holdings.sector_label(sector), share) for sector, share in ranked)
    return Largest(
        f"structure.largest.{indicator}",
        Label(f"share of {name.en}", f"占{name.text('zh')}比重"),
        Label("sectors", "行业"),
        holdings.whose(case.region, case.sector),
        table.period,
        named[:LARGEST],
        smallest=named[-1],
    )


def _concentration(holdings: Holdings, table: Breakdown, indicator: str, region: str) -> Concentration:
    parts = table.figures(indicator, region)
    largest = min(LARGEST, len(parts))
    hhi = traced.herfindahl(f"structure.hhi.{indicator}.{region}", parts)
    return Concentration(
        f"structure.concentration.{indicator}.{region}",
        holdings.indicator(indicator).name,
        Label("sectors", "行业"),
        holdings.whose(region, holdings.casebook.case.sector),
        table.period,
        largest,
        traced.largest_share(f"structure.cr{largest}.{indicator}.{region}", parts, largest),
        hhi,
        traced.effective_number(f"structure.effective-number.{indicator}.{region}", hhi),
    )


def _table(holdings: Holdings, table: Breakdown, indicator: str, shares: dict[str, tuple[Figure, ...]]) -> ResultTable:
    regions = tuple(shares)
    unit = table.figures(indicator, regions[0])[0].unit
    columns = [Column(f"level.{region}", holdings.region_label(region), unit) for region in regions]
    columns += [Column(f"share.{region}", _share_label(holdings, region), "%") for region in regions]
    if len(regions) == 2:
        columns.append(Column("difference", Label("Difference", "差距"), "pp"))
    rows = []
    for place, sector in enumerate(table.sectors):
        cells = [table.figure(indicator, region, sector) for region in regions]
        cells += [shares[region][place] for region in regions]
        if len(regions) == 2:
            cells.append(
                traced.difference(
                    f"structure.difference.{indicator}.{sector}", *(shares[region][place] for region in regions)
                )
            )
        rows.append(Row(sector, holdings.sector_label(sector), tuple(cells)))
    totals = [
        traced.total(f"structure.total.{indicator}.{region}", table.figures(indicator, region)) for region in regions
    ]
    rows.append(
        Row(
            "total",
            Label("Sum of the sectors shown", "所列行业合计"),
            (*totals, *_share_totals(shares), *[Label("")] * (len(regions) - 1)),
            is_total=True,
        )
    )
    name = holdings.indicator(indicator).name
    return ResultTable(
        f"structure.table.{indicator}",
        Label(f"Structure by {name.en}", f"按{name.text('zh')}计的产业结构"),
        Label("Sector", "行业"),
        tuple(columns),
        tuple(rows),
        notes=(Label("Differences are taken before rounding.", "差距按未修约数计算。"),) if len(regions) > 1 else (),
    )


def _share_totals(shares: dict[str, tuple[Figure, ...]]) -> list[Figure]:
    return [traced.total(f"structure.share-total.{region}", of) for region, of in shares.items()]


def _share_label(holdings: Holdings, region: str) -> Label:
    place = holdings.region_label(region)
    return Label(f"Share, {place.en}", f"{place.text('zh')}比重")


def _chart(
    holdings: Holdings,
    table: Breakdown,
    indicator: str,
    shares: dict[str, tuple[Figure, ...]],
    summary: tuple[Statement, ...],
) -> ResultChart:
    name = holdings.indicator(indicator).name
    measure = Label(f"Share of {name.en}", f"占{name.text('zh')}比重")
    return ResultChart(
        f"structure.chart.{indicator}",
        Label(f"Sectors by share of {name.en}", f"分行业{name.text('zh')}比重"),
        "grouped bars" if len(shares) > 1 else "bars",
        Label("Sector", "行业"),
        measure,
        "%",
        tuple(
            Point(holdings.sector_label(sector), holdings.region_label(region), share)
            for place, sector in enumerate(table.sectors)
            for region, share in ((region, of[place]) for region, of in shares.items())
        ),
        summary=summary,
    )


def _high_end(holdings: Holdings) -> list[Share]:
    """How far the high-end part has grown, between the first and the last year that is printed."""
    case = holdings.casebook.case
    series = holdings.series("high-end-share")
    if not series:
        return []
    first, last = series[0], series[-1]
    change = traced.points_change("structure.high-end.change", last.figure, first.figure) if len(series) > 1 else None
    return [
        Share(
            "structure.high-end",
            Label("high-end equipment", "高端装备制造业"),
            holdings.sector_label(case.sector),
            holdings.region_label(case.region),
            last.period,
            last.figure,
            change=change,
            base_period=first.period if change else "",
        )
    ]
