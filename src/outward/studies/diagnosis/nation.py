"""Position in the nation and the world: world shares, jobs, the region in the nation, peers (17-18, 38, 48)."""

from __future__ import annotations

from collections.abc import Sequence

from outward.indicators import traced
from outward.studies.diagnosis.chapter import Chapter, level_of, period_label, possible, present, undated
from outward.studies.diagnosis.peers import competitiveness, peers
from outward.studies.holdings import Breakdown, Holdings
from outward.studies.result import Column, Gap, Heading, Item, Point, ResultChart, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Comparison, Largest, Statement

COMPARED = (
    "sales-value",
    "export-delivery-value",
    "total-assets",
    "principal-revenue",
    "selling-expenses",
    "total-profit",
    "unprofitable-enterprises",
    "employees",
)
"""The indicators of Table 2, in its order."""

TOLD = ("export-delivery-value", "total-assets", "principal-revenue", "total-profit", "employees")
"""Those that sentences tell of; the table shows all."""


def nation(holdings: Holdings) -> Chapter:
    """Say what the industry is in the world, and what the region is in the nation."""
    items: list[Item | None] = [*_world(holdings), *_jobs(holdings)]
    shares, highlights = _shares(holdings)
    items += shares
    items += peers(holdings)
    items += competitiveness(holdings)
    title = Label("Position in the nation", "在全国的地位")
    return Chapter(Section("nation", title, present(items)), tuple(highlights))


def _world(holdings: Holdings) -> list[Item | None]:
    """Every printed world share of the nation, with the level beside it."""
    nation = holdings.casebook.case.nation
    rows, statements = [], []
    for indicator in holdings.with_measure("share-of-world"):
        for share in holdings.every(indicator, region=nation, sector="*", product=None):
            base = indicator.removesuffix(".share-of-world")
            level = holdings.at(base, share.period, region=nation, sector=share.sector, product=share.product)
            if level is not None:
                statements.append(level_of(holdings, "nation", level))
            rows.append(
                Row(
                    share.key,
                    holdings.in_full(share, base),
                    (
                        period_label(share.period) if share.period else None,
                        level.figure if level else None,
                        share.figure,
                    ),
                )
            )
    if not rows:
        return [
            Gap(
                "nation.gap.world",
                Label("No share of the nation in world output is loaded.", "尚未载入全国占世界产量的比重。"),
                Label(
                    "Load indicators with the measure share-of-world for the nation.",
                    "请载入全国带 share-of-world 后缀的指标。",
                ),
            )
        ]
    table = ResultTable(
        "nation.table.world",
        Label("The nation's industry in the world", "全国装备制造业在世界的地位"),
        Label("Quantity", "指标"),
        (
            Column("year", Label("Year", "年份")),
            Column("level", Label("Level", "数值")),
            Column("share", Label("Share of the world", "占世界比重"), "%"),
        ),
        tuple(rows),
    )
    return [Heading("nation.world", Label("The nation in the world", "全国在世界的地位")), *statements, table]


def _jobs(holdings: Holdings) -> list[Item | None]:
    """Jobs by fixed assets, by sector: what the industry employs against the others."""
    case = holdings.casebook.case
    found = holdings.every("jobs-per-fixed-assets", region=case.nation, sector="*")
    own = next((held for held in found if held.sector == case.sector), None)
    average = next((held for held in found if held.sector == "industry"), None)
    if own is None or average is None:
        return []
    name = holdings.indicator(own.indicator).name
    ranked = sorted(found, key=lambda held: (-held.figure.value, held.sector))
    comparison = Comparison(
        "nation.jobs",
        name,
        holdings.whose(own.region, own.sector),
        holdings.whose(average.region, average.sector),
        own.period,
        own.figure,
        average.figure,
        multiple=possible(traced.multiple, "nation.jobs.multiple", own.figure, average.figure),
    )
    chart = ResultChart(
        "nation.chart.jobs",
        name,
        "bars",
        Label("Sector", "行业"),
        name,
        own.figure.unit,
        tuple(Point(holdings.sector_label(held.sector), Label(""), held.figure) for held in ranked),
        summary=(comparison,),
    )
    return [comparison, chart]


def _shares(holdings: Holdings) -> tuple[list[Item | None], list[Statement]]:
    """Table 2 rebuilt: level here and there, share and rank by sector; and the location quotient."""
    case = holdings.casebook.case
    regions = (case.region, case.nation)
    rows: list[Row] = []
    statements: list[Statement] = []
    period = ""
    found = ((indicator, holdings.breakdown((indicator,), regions)) for indicator in COMPARED)
    tables = [(indicator, table) for indicator, table in found if table is not None]
    sectors = tuple(sector for sector in case.sectors if any(sector in table.sectors for _, table in tables))
    for indicator, table in tables:
        period = table.period
        rows += _compared(holdings, table, indicator, sectors)
        largest = _largest_share(holdings, table, indicator) if indicator in TOLD else None
        statements += [largest] if largest else []
    if not rows:
        return [_no_breakdown(holdings)], []
    result = ResultTable(
        "nation.table.sectors",
        Label("Indicators by sector: region, nation, share and rank", "分行业指标：本地区、全国、比重与位次"),
        Label("Indicator", "指标"),
        tuple(Column(sector, holdings.sector_label(sector)) for sector in sectors),
        tuple(rows),
    )
    quotients = _location_quotients(holdings)
    items: list[Item | None] = [
        Heading("nation.sectors", Label("Sectors against the nation", "分行业与全国比较")),
        undated("nation", period),
        *statements,
        result,
        _rank_table(holdings, period),
        _no_ranks(holdings),
        *quotients,
    ]
    highlights = [one for one in statements if ".principal-revenue" in one.id]
    return items, highlights


def _compared(holdings: Holdings, table: Breakdown, indicator: str, sectors: Sequence[str]) -> list[Row]:
    """Four rows of an indicator: here, there, share, rank."""
    case = holdings.casebook.case
    name = holdings.indicator(indicator).name
    here = [table.cells.get((indicator, case.region, sector)) for sector in sectors]
    there = [table.cells.get((indicator, case.nation, sector)) for sector in sectors]
    shares = [_share_of_nation(holdings, table, indicator, sector) for sector in sectors]
    ranks = [holdings.at(f"{indicator}.rank", table.period, region=case.region, sector=sector) for sector in sectors]
    unit = holdings.unit_label(next(held for held in here if held).figure.unit)
    region, nation = holdings.region_label(case.region), holdings.region_label(case.nation)
    return [
        Row(
            f"{indicator}.here",
            Label(
                f"{name.en} ({unit.en}): {region.en}", f"{name.text('zh')}（{unit.text('zh')}）：{region.text('zh')}"
            ),
            tuple(held.figure if held else None for held in here),
        ),
        Row(
            f"{indicator}.there",
            Label(f"  {nation.en}", f"　{nation.text('zh')}"),
            tuple(held.figure if held else None for held in there),
        ),
        Row(f"{indicator}.share", Label("  Share (%)", "　比重（%）"), tuple(shares)),
        Row(
            f"{indicator}.rank",
            Label("  National rank", "　全国位次"),
            tuple(rank.figure if rank else None for rank in ranks),
        ),
    ]


def _share_of_nation(holdings: Holdings, table: Breakdown, indicator: str, sector: str) -> Figure | None:
    case = holdings.casebook.case
    here, there = (table.cells.get((indicator, region, sector)) for region in (case.region, case.nation))
    if not here or not there:
        return None
    return possible(traced.share, f"nation.share.{indicator}.{sector}", here.figure, there.figure, digits=2)


def _largest_share(holdings: Holdings, table: Breakdown, indicator: str) -> Largest | None:
    case = holdings.casebook.case
    name = holdings.indicator(indicator).name
    shares = [
        (holdings.sector_label(sector), share)
        for sector in table.sectors
        if (share := _share_of_nation(holdings, table, indicator, sector)) is not None
    ]
    if len(shares) < 2:
        return None
    shares.sort(key=lambda pair: -pair[1].value)
    return Largest(
        f"nation.largest.{indicator}",
        Label(f"share of national {name.en}", f"{name.text('zh')}占全国比重"),
        Label("sectors", "行业"),
        holdings.region_label(case.region),
        table.period,
        tuple(shares[:3]),
        smallest=shares[-1],
    )


def _location_quotients(holdings: Holdings) -> list[Item | None]:
    case = holdings.casebook.case
    indicator = "principal-revenue"
    table = holdings.breakdown((indicator,), (case.region, case.nation))
    if table is None:
        return []
    here = traced.total("nation.total.here", table.figures(indicator, case.region))
    there = traced.total("nation.total.there", table.figures(indicator, case.nation))
    quotients = sorted(
        (
            (sector, quotient)
            for sector in table.sectors
            if (
                quotient := possible(
                    traced.location_quotient,
                    f"nation.location-quotient.{sector}",
                    table.figure(indicator, case.region, sector),
                    here,
                    table.figure(indicator, case.nation, sector),
                    there,
                )
            )
            is not None
        ),
        key=lambda pair: -pair[1].value,
    )
    if len(quotients) < 2:
        return []
    name = Label("Location quotient by revenue from principal business", "区位商（按主营业务收入）")
    named = tuple((holdings.sector_label(sector), figure) for sector, figure in quotients)
    largest = Largest(
        "nation.location-quotient",
        Label("location quotient", "区位商"),
        Label("sectors", "行业"),
        holdings.region_label(case.region),
        table.period,
        named[:2],
        smallest=named[-1],
    )
    chart = ResultChart(
        "nation.chart.location-quotient",
        name,
        "bars",
        Label("Sector", "行业"),
        Label("Location quotient", "区位商"),
        "ratio",
        tuple(Point(label, Label(""), figure) for label, figure in named),
        summary=(largest,),
        notes=(
            Label(
                "Above 1, the sector weighs more in the region than in the nation. The wholes are the sums of the "
                "sectors shown.",
                "大于1表示该行业在本地区的比重高于全国；总量为所列行业之和。",
            ),
        ),
    )
    return [largest, chart]


def _rank_table(holdings: Holdings, period: str) -> ResultTable | None:
    """Ranks by sector that stand elsewhere: in the source's text, or of other years than the table above."""
    case = holdings.casebook.case
    found = {
        (held.indicator, held.sector): held
        for indicator in holdings.with_measure("rank")
        for held in holdings.every(indicator, region=case.region, sector="*")
        if held.sector in case.sectors and held.period != period
    }
    if not found:
        return None
    told = [one for one in COMPARED if any(indicator == f"{one}.rank" for indicator, _ in found)]
    rows = tuple(
        Row(
            sector,
            holdings.sector_label(sector),
            tuple(held.figure if (held := found.get((f"{one}.rank", sector))) else None for one in told),
        )
        for sector in case.sectors
        if any(at == sector for _, at in found)
    )
    years = sorted({held.period for held in found.values() if held.period})
    when = Label(", ".join(period_label(year).en for year in years), "、".join(period_label(year).zh for year in years))
    return ResultTable(
        "nation.table.ranks",
        Label("National ranks printed elsewhere, the latest of each", "其他处刊印的全国位次（取最近年份）"),
        Label("Sector", "行业"),
        tuple(Column(one, holdings.indicator(one).name, "rank") for one in told),
        rows,
        notes=(
            Label(
                f"{f'For {when.en}. ' if years else ''}Where they differ from the ranks in the table above, the two "
                "may be of different years or scopes.",
                f"{f'数据年份：{when.zh}。' if years else ''}与上表位次不一致之处，可能系年份或统计范围不同。",
            ),
        ),
    )


def _no_ranks(holdings: Holdings) -> Gap | None:
    """Name the gap where no rank by sector is held."""
    case = holdings.casebook.case
    held = any(
        one.sector in case.sectors
        for indicator in holdings.with_measure("rank")
        for one in holdings.every(indicator, region=case.region, sector="*")
    )
    if held:
        return None
    region = holdings.region_label(case.region)
    return Gap(
        "nation.gap.ranks",
        Label("No national rank by sector is loaded.", "尚未载入分行业全国位次。"),
        Label(
            f"Load indicators with the measure rank, such as sales-value.rank, by sector for {region.en}.",
            f"请载入{region.text('zh')}分行业的带 rank 后缀的指标，如 sales-value.rank。",
        ),
    )


def _no_breakdown(holdings: Holdings) -> Gap:
    case = holdings.casebook.case
    region, nation = holdings.region_label(case.region), holdings.region_label(case.nation)
    return Gap(
        "nation.gap.sectors",
        Label(
            "No table by sector of the region and the nation is loaded, so shares and ranks are not shown.",
            "尚未载入本地区与全国的分行业数据，故不显示比重与位次。",
        ),
        Label(
            f"Load one of {', '.join(COMPARED)} by sector for {region.en} and {nation.en} in one year.",
            f"请载入{region.text('zh')}与{nation.text('zh')}同一年份的分行业指标（{'、'.join(COMPARED)} 之一）。",
        ),
    )
