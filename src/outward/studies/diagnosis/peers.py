"""Peers: the region against other provinces in one year, and the league tables that others print (38, 48, Table 5)."""

from __future__ import annotations

from collections.abc import Sequence

from outward.indicators import traced
from outward.studies.diagnosis.chapter import PROVINCES, like, possible
from outward.studies.holdings import Holdings
from outward.studies.result import Column, Heading, Item, Point, ResultChart, ResultTable, Row
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Comparison, Disagreement, Rank, Statement

PEERS = ("number-of-enterprises", "gross-output-value", "sales-income", "total-profit")
PER_ENTERPRISE = ("value-added", "gross-output-value", "sales-income", "total-profit")
PILLARS = (
    "competitiveness-scale",
    "competitiveness-efficiency",
    "competitiveness-innovation",
    "competitiveness-international",
)


def peers(holdings: Holdings) -> list[Item | None]:
    """The region against its peers in one year: totals, per enterprise, and how many times."""
    case = holdings.casebook.case
    items: list[Item | None] = []
    for peer in case.benchmarks:
        year = _common_year(holdings, (case.region, peer))
        if year is None:
            continue
        rows, statements = _peer_rows(holdings, peer, year)
        region, other = holdings.region_label(case.region), holdings.region_label(peer)
        items += [
            Heading(f"nation.peer.{peer}", Label(f"Against {other.en}", f"与{other.text('zh')}比较")),
            *statements,
            ResultTable(
                f"nation.table.peer.{peer}",
                Label(f"{region.en} and {other.en}, {year}", f"{region.text('zh')}与{other.text('zh')}（{year}年）"),
                Label("Indicator", "指标"),
                (Column("here", region), Column("there", other), Column("multiple", Label("Times", "倍数"), "times")),
                tuple(rows),
            ),
        ]
    return items


def _common_year(holdings: Holdings, regions: Sequence[str]) -> str | None:
    years = [{held.period for held in holdings.series("number-of-enterprises", region=region)} for region in regions]
    common = set.intersection(*years)
    return max(common) if common else None


def _peer_rows(holdings: Holdings, peer: str, year: str) -> tuple[list[Row], list[Statement]]:
    case = holdings.casebook.case
    rows: list[Row] = []
    statements: list[Statement] = []
    for indicator in PEERS:
        here, there = (holdings.at(indicator, year, region=region) for region in (case.region, peer))
        if here is None or there is None:
            continue
        multiple = possible(traced.multiple, f"nation.multiple.{indicator}.{peer}", there.figure, here.figure)
        name = holdings.indicator(indicator).name
        rows.append(Row(indicator, name, (here.figure, there.figure, multiple)))
        if indicator == "number-of-enterprises":
            statements.append(
                Comparison(
                    f"nation.compare.{indicator}.{peer}",
                    name,
                    holdings.place_label(there),
                    holdings.place_label(here),
                    year,
                    there.figure,
                    here.figure,
                    multiple=multiple,
                )
            )
    for indicator in PER_ENTERPRISE:
        pair = [_per_enterprise(holdings, indicator, region, year) for region in (case.region, peer)]
        if pair[0] is None or pair[1] is None:
            continue
        (here_each, here_said), (there_each, there_said) = pair[0], pair[1]
        multiple = possible(traced.multiple, f"nation.multiple-each.{indicator}.{peer}", there_each, here_each)
        name = holdings.indicator(f"{indicator}.per-enterprise").name
        rows.append(Row(f"{indicator}.each", name, (here_each, there_each, multiple)))
        statements.append(
            Comparison(
                f"nation.compare-each.{indicator}.{peer}",
                name,
                holdings.whose(peer, case.sector),
                holdings.whose(case.region, case.sector),
                year,
                there_each,
                here_each,
                multiple=multiple,
            )
        )
        statements += [one for one in (here_said, there_said) if one is not None]
    return rows, statements


def _per_enterprise(
    holdings: Holdings, indicator: str, region: str, year: str
) -> tuple[Figure, Disagreement | None] | None:
    """Give an amount per enterprise, computed where it can be, and a disagreement where the printed one differs."""
    printed = holdings.at(f"{indicator}.per-enterprise", year, region=region)
    amount, number = (holdings.at(one, year, region=region) for one in (indicator, "number-of-enterprises"))
    if amount is None or number is None:
        return (printed.figure, None) if printed else None
    each = possible(traced.per_enterprise, f"nation.each.{indicator}.{region}", amount.figure, number.figure)
    if each is None:
        return (printed.figure, None) if printed else None
    if printed is None:
        return each, None
    shown = like(each, printed.figure)
    if shown.rounded == printed.figure.rounded:
        return each, None
    basis = Label("the totals printed for the same year", "同年刊印的总量")
    return each, Disagreement(
        f"nation.disagreement.{indicator}.{region}",
        holdings.what(printed),
        holdings.place_label(printed),
        year,
        printed.figure,
        shown,
        basis,
    )


def competitiveness(holdings: Holdings) -> list[Item | None]:
    """Table 5 rebuilt: the printed league tables, and the region's place in each under both coverages."""
    case = holdings.casebook.case
    leagues = {
        (pillar, coverage): {
            held.figure.value: held
            for held in holdings.every(f"{pillar}.rank", region="*", sector="*", coverage=coverage)
        }
        for pillar in PILLARS
        for coverage in ("full", "traditional")
    }
    leagues = {key: league for key, league in leagues.items() if league}
    if not leagues:
        return []
    places = sorted({place for league in leagues.values() for place in league})
    columns = tuple(
        Column(f"{pillar}.{coverage}", _league_label(holdings, pillar, coverage)) for pillar, coverage in leagues
    )
    rows = []
    for place in places:
        held_here = [league.get(place) for league in leagues.values()]
        rows.append(
            Row(
                f"place.{place:.0f}",
                Label(f"{place:.0f}", f"{place:.0f}"),
                tuple(holdings.region_label(held.region) if held else None for held in held_here),
            )
        )
    table = ResultTable(
        "nation.table.competitiveness",
        Label(
            "Regional competitiveness: the leading provinces by pillar and coverage",
            "区域竞争力：分领域、分口径的前列省（区、市）",
        ),
        Label("Place", "位次"),
        columns,
        tuple(rows),
        sources=tuple(
            sorted({id for league in leagues.values() for held in league.values() for id in held.figure.sources})
        ),
    )
    own = [(key, held) for key, league in leagues.items() for held in league.values() if held.region == case.region]
    ranks = [
        Rank(
            f"nation.competitiveness.{pillar}.{coverage}",
            _league_label(holdings, pillar, coverage),
            holdings.region_label(case.region),
            PROVINCES,
            held.period,
            held.figure,
        )
        for (pillar, coverage), held in own
    ]
    chart = ResultChart(
        "nation.chart.competitiveness",
        Label("The region's place by pillar and coverage", "本地区分领域、分口径位次"),
        "dots",
        Label("Pillar", "领域"),
        Label("Place", "位次"),
        "rank",
        tuple(
            Point(holdings.indicator(pillar).name, _coverage_label(coverage), held.figure)
            for (pillar, coverage), held in own
        ),
        summary=tuple(ranks[:2]),
        notes=(
            Label(
                "A league table printed to the tenth place says nothing of the places behind it: a pillar without "
                "a mark is one where the region is not among those printed.",
                "刊印的排名仅至前十位；无标记的领域表示本地区未列入刊印范围。",
            ),
        ),
    )
    heading = Heading(
        "nation.competitiveness", Label("Regional competitiveness as others rank it", "他方评价的区域竞争力")
    )
    return [heading, *ranks, table, *([chart] if own else [])]


def _league_label(holdings: Holdings, pillar: str, coverage: str) -> Label:
    name, cover = holdings.indicator(pillar).name, _coverage_label(coverage)
    return Label(f"{name.en}, {cover.en}", f"{name.text('zh')}（{cover.text('zh')}）")


def _coverage_label(coverage: str) -> Label:
    return Label("full coverage", "全口径") if coverage == "full" else Label("traditional coverage", "传统口径")
