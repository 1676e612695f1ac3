"""Peers: the region against other provinces in one year, and the league tables that others print (38, 48, Table 5)."""

from __future__ import annotations

from collections.abc import Sequence

from outward.indicators import traced
from outward.studies.diagnosis.chapter import IMPOSSIBLE, PROVINCES, like, possible
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Heading, Item, Point, Remark, ResultChart, ResultTable, Row
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Comparison, Disagreement, Range, Rank, Statement

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
        doubts = [*_doubts(holdings, case.region, year), *_doubts(holdings, peer, year)]
        region, other = holdings.region_label(case.region), holdings.region_label(peer)
        items += [
            Heading(f"nation.peer.{peer}", Label(f"Against {other.en}", f"与{other.text('zh')}比较")),
            *statements,
            *doubts,
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


def _doubts(holdings: Holdings, region: str, year: str) -> list[Item | None]:
    """Say of the printed amounts of a region which cannot be, or are hardly, right together."""
    name = holdings.region_label(region)
    doubts: list[Item | None] = []
    added = holdings.at("value-added.per-enterprise", year, region=region)
    output = _per_enterprise(holdings, "gross-output-value", region, year)
    if added is not None and output is not None and like(output[0], added.figure).rounded < added.figure.rounded:
        doubts.append(
            Remark(
                f"{IMPOSSIBLE}value-added.{region}",
                Label(
                    f"The industrial value added per enterprise that is printed for {name.en} in {year} exceeds the "
                    "gross industrial output value per enterprise, of which it is a part: the two cannot both be "
                    "right.",
                    f"{year}年{name.text('zh')}刊印的每户企业工业增加值高于每户企业工业总产值，而前者应为后者的一部分，"
                    "二者不可能同时正确。",
                ),
            )
        )
    sales, gross = (holdings.at(one, year, region=region) for one in ("sales-income", "gross-output-value"))
    if (
        sales is not None
        and gross is not None
        and sales.figure.unit == gross.figure.unit
        and (2 * sales.figure.value < gross.figure.value)
    ):
        doubts.append(
            Remark(
                f"nation.doubt.sales-income.{region}",
                Label(
                    f"The sales income that is printed for {name.en} in {year} is less than half of its gross "
                    "industrial output value, which is unusually low: comparisons with it are in doubt.",
                    f"{year}年{name.text('zh')}刊印的销售收入不足其工业总产值的一半，明显偏低，相关比较存疑。",
                ),
            )
        )
    return doubts


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
    return [_COMPETITIVENESS, _span(holdings, own), table, _place_chart(holdings, own)]


_COMPETITIVENESS = Heading(
    "nation.competitiveness", Label("Regional competitiveness as others rank it", "第三方评价的区域竞争力")
)


def _span(holdings: Holdings, own: Sequence[tuple[tuple[str, str], Held]]) -> Range | None:
    """From which place to which the region stands, over pillars and coverages."""
    if len(own) < 2:
        return None
    ranked = sorted(own, key=lambda pair: pair[1].figure.value)
    (first, best), (last, worst) = ranked[0], ranked[-1]
    return Range(
        "nation.competitiveness.range",
        Label("rank in regional competitiveness", "区域竞争力位次"),
        Label("pillars and coverages", "各领域、各口径"),
        holdings.region_label(holdings.casebook.case.region),
        best.period if best.period == worst.period else "",
        _league(holdings, *first),
        best.figure,
        _league(holdings, *last),
        worst.figure,
    )


def _place_chart(holdings: Holdings, own: Sequence[tuple[tuple[str, str], Held]]) -> ResultChart | None:
    if not own:
        return None
    ranks = [
        Rank(
            f"nation.competitiveness.{pillar}.{coverage}",
            _league_label(holdings, pillar, coverage),
            holdings.region_label(holdings.casebook.case.region),
            PROVINCES,
            held.period,
            held.figure,
        )
        for (pillar, coverage), held in own
    ]
    return ResultChart(
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
        summary=tuple(ranks),
        notes=(
            Label(
                "A league table printed to the tenth place says nothing of the places behind it: a pillar without "
                "a mark is one where the region is not among those printed.",
                "刊印的排名仅至前十位；无标记的领域表示本地区未列入刊印范围。",
            ),
        ),
    )


def _league(holdings: Holdings, pillar: str, coverage: str) -> Label:
    """Name a league within brackets, which hold no brackets of their own."""
    return Label(
        _league_label(holdings, pillar, coverage).en,
        _coverage_label(coverage).text("zh") + holdings.indicator(pillar).name.text("zh"),
    )


def _league_label(holdings: Holdings, pillar: str, coverage: str) -> Label:
    name, cover = holdings.indicator(pillar).name, _coverage_label(coverage)
    return Label(f"{name.en}, {cover.en}", f"{name.text('zh')}（{cover.text('zh')}）")


def _coverage_label(coverage: str) -> Label:
    return Label("full coverage", "全口径") if coverage == "full" else Label("traditional coverage", "传统口径")
