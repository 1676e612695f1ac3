"""Capital: who owns the paid-in capital, by sector, here and in the nation; state holdings (41-42, Tables 3 and 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outward.indicators import traced
from outward.studies.diagnosis.chapter import IMPOSSIBLE, Chapter, level_of, like, possible, present
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Gap, Heading, Item, Point, Remark, ResultChart, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period
from outward.vocabulary.statements import Comparison, Disagreement, Largest, Statement, SumOfShares

OWNERS = {
    "state-capital-share": Label("state capital", "国家资本"),
    "collective-capital-share": Label("collective capital", "集体资本"),
    "corporate-capital-share": Label("corporate capital", "法人资本"),
    "personal-capital-share": Label("personal capital", "个人资本"),
    "hmt-capital-share": Label("capital from Hong Kong, Macao and Taiwan", "港澳台资本"),
    "foreign-capital-share": Label("foreign capital", "外商资本"),
}
FROM_OUTSIDE = ("hmt-capital-share", "foreign-capital-share")
WHOLE = "paid-in-capital"


def capital(holdings: Holdings) -> Chapter:
    """Say whose capital it is."""
    case = holdings.casebook.case
    period = _year(holdings)
    items: list[Item | None] = []
    highlights: list[Statement] = []
    if period is None:
        items.append(
            Gap(
                "capital.gap",
                Label("No capital structure is loaded.", "尚未载入资本构成。"),
                Label(
                    f"Load {WHOLE} and {', '.join(OWNERS)} by sector for one year.",
                    f"请载入同一年份分行业的 {WHOLE} 与 {'、'.join(OWNERS)}。",
                ),
            )
        )
    else:
        compared = _against_nation(holdings, period)
        highlights += compared[:1]
        items += [*compared, *_from_outside(holdings, period), _coast(holdings, period)]
        for region in (case.region, case.nation):
            items += _by_sector(holdings, region, period)
        items += _larger_than_the_nation(holdings, period)
        items.append(_chart(holdings, period, compared))
    holders = holdings.every("state-shareholding", sector="*", subject=None)
    if holders:
        items += [
            Heading("capital.holders", Label("State shareholdings in enterprises", "企业国有持股比例")),
            *(level_of(holdings, "capital.holders", held) for held in holders),
        ]
    return Chapter(Section("capital", Label("Capital", "资本构成"), present(items)), tuple(highlights))


def _year(holdings: Holdings) -> str | None:
    """The latest year of which the industry's state share is printed, or else that of any of its sectors."""
    found = holdings.latest("state-capital-share")
    if found is not None:
        return found.period
    by_sector = [holdings.latest("state-capital-share", sector=sector) for sector in holdings.casebook.case.sectors]
    return max((one.period for one in by_sector if one is not None), key=Period.parse, default=None)


def _share(holdings: Holdings, owner: str, region: str, period: str, sector: str | None = None) -> Held | None:
    """The printed share, a table's before a sentence's."""
    return holdings.at(owner, period, region=region, sector=sector)


def _against_nation(holdings: Holdings, period: str) -> list[Statement]:
    """Each owner's share here and in the nation, the widest gaps first."""
    case = holdings.casebook.case
    compared = []
    for owner in OWNERS:
        here, there = (_share(holdings, owner, region, period) for region in (case.region, case.nation))
        if here is not None and there is not None:
            difference = traced.difference(f"capital.difference.{owner}", here.figure, there.figure)
            compared.append(
                Comparison(
                    f"capital.compare.{owner}",
                    holdings.indicator(owner).name,
                    holdings.place_label(here),
                    holdings.region_label(case.nation),
                    period,
                    here.figure,
                    there.figure,
                    difference=difference,
                )
            )
    compared.sort(key=lambda one: -abs(one.difference.value) if one.difference else 0.0)
    return list(compared[:3])


def _from_outside(holdings: Holdings, period: str) -> list[Statement]:
    """The part from Hong Kong, Macao, Taiwan and abroad together, and how a printed sum compares."""
    case = holdings.casebook.case
    statements: list[Statement] = []
    for region in (case.region, case.nation):
        parts = [
            (OWNERS[owner], held.figure)
            for owner in FROM_OUTSIDE
            if (held := _share(holdings, owner, region, period)) is not None
        ]
        if len(parts) < len(FROM_OUTSIDE):
            continue
        together = traced.total(f"capital.outside.{region}", [figure for _, figure in parts])
        statements.append(
            SumOfShares(
                f"capital.outside.{region}",
                tuple(parts),
                holdings.indicator(WHOLE).name,
                holdings.whose(region, case.sector),
                period,
                together,
            )
        )
        printed = _share(holdings, "hmt-and-foreign-capital-share", region, period)
        if printed and like(together, printed.figure).rounded != printed.figure.rounded:
            statements.append(
                Disagreement(
                    f"capital.outside.disagreement.{region}",
                    holdings.what(printed),
                    holdings.place_label(printed),
                    period,
                    printed.figure,
                    like(together, printed.figure),
                    Label("its two parts", "其两项之和"),
                )
            )
    return statements


def _coast(holdings: Holdings, period: str) -> Statement | None:
    """What the source says of other regions' state share."""
    case = holdings.casebook.case
    others = [
        held
        for held in holdings.every("state-capital-share", period=period, region="*")
        if held.region not in (case.region, case.nation)
    ]
    return level_of(holdings, "capital", others[0]) if others else None


def _by_sector(holdings: Holdings, region: str, period: str) -> list[Item | None]:
    """Tables 3 and 4 rebuilt: shares by owner and sector, state capital as an amount, and the means of the sectors."""
    case = holdings.casebook.case
    sectors = [
        sector
        for sector in case.sectors
        if any(holdings.at(one, period, region=region, sector=sector) for one in (WHOLE, *OWNERS))
    ]
    if len(sectors) < 2:
        return []
    wholes = {
        sector: holdings.in_own_unit(held).figure
        for sector in sectors
        if (held := holdings.at(WHOLE, period, region=region, sector=sector)) is not None
    }
    rows = [_row(holdings, region, period, sector, wholes.get(sector)) for sector in sectors]
    printed_total = holdings.at(WHOLE, period, region=region)
    if printed_total is not None:
        whole = holdings.in_own_unit(printed_total).figure
        rows.append(_row(holdings, region, period, case.sector, whole, is_total=True))
    total, means = None, dict[str, Figure]()
    if len(wholes) == len(sectors) and len({figure.unit for figure in wholes.values()}) == 1:
        total = traced.total(f"capital.total.{region}", list(wholes.values()))
        means = _means(holdings, region, period, wholes)
        rows.append(
            Row(
                "mean",
                Label("Sum, and means weighted by paid-in capital", "合计与按实收资本加权平均"),
                (total, *(means.get(owner) for owner in OWNERS), Label("")),
                is_total=True,
            )
        )
    unit = next((figure.unit for figure in wholes.values()), "")
    place = holdings.whose(region, case.sector)
    table = ResultTable(
        f"capital.table.{region}",
        Label(f"Paid-in capital by owner: {place.en}, {period}", f"{place.text('zh')}实收资本构成（{period}年）"),
        Label("Sector", "行业"),
        (
            Column("whole", holdings.indicator(WHOLE).name, unit),
            *(
                Column(owner, Label(f"{label.en[:1].upper()}{label.en[1:]}", label.zh), "%")
                for owner, label in OWNERS.items()
            ),
            Column("state", Label("State capital, amount", "国家资本金额"), unit),
        ),
        tuple(rows),
    )
    disagreements = _mean_disagreements(holdings, region, period, total, means) if total else []
    return [table, *disagreements, _largest_state(holdings, region, rows)]


def _larger_than_the_nation(holdings: Holdings, period: str) -> list[Item | None]:
    """Say of which sectors the region is printed with more capital than the nation of which it is a part."""
    case = holdings.casebook.case
    here, there = (
        {
            sector: holdings.in_own_unit(held).figure.value
            for sector in case.sectors
            if (held := holdings.at(WHOLE, period, region=region, sector=sector)) is not None
        }
        for region in (case.region, case.nation)
    )
    region, nation, name = (
        *(holdings.region_label(id) for id in (case.region, case.nation)),
        holdings.indicator(WHOLE).name,
    )
    return [
        Remark(
            f"{IMPOSSIBLE}{WHOLE}.{sector}",
            Label(
                f"The {name.en} that is printed for {label.en} in {period} is larger in {region.en} than in "
                f"{nation.en}, of which {region.en} is a part: at least one of the two is wrong, and the shares of the "
                "industry as a whole, in which it weighs, are in doubt.",
                f"{period}年{label.text('zh')}{name.text('zh')}，{region.text('zh')}的刊印数大于{nation.text('zh')}，"
                f"而{region.text('zh')}为{nation.text('zh')}的一部分，至少有一数有误；以其为权数的全行业比重存疑。",
            ),
        )
        for sector in case.sectors
        if sector in here and sector in there and here[sector] > there[sector]
        for label in (holdings.sector_label(sector),)
    ]


def _row(
    holdings: Holdings, region: str, period: str, sector: str, whole: Figure | None, *, is_total: bool = False
) -> Row:
    shares = [_share(holdings, owner, region, period, sector) for owner in OWNERS]
    state = shares[0]
    amount = (
        possible(traced.amount_of_share, f"capital.state.{region}.{sector}", state.figure, whole)
        if state and whole
        else None
    )
    return Row(
        sector,
        holdings.sector_label(sector),
        (whole, *(held.figure if held else None for held in shares), amount),
        is_total=is_total,
    )


def _means(holdings: Holdings, region: str, period: str, wholes: Mapping[str, Figure]) -> dict[str, Figure]:
    means = {}
    for owner in OWNERS:
        held = {sector: _share(holdings, owner, region, period, sector) for sector in wholes}
        values = [one.figure for one in held.values() if one is not None]
        if len(values) == len(wholes):
            mean = possible(traced.weighted_mean, f"capital.mean.{owner}.{region}", values, list(wholes.values()))
            if mean is not None:
                means[owner] = mean
    return means


def _mean_disagreements(
    holdings: Holdings, region: str, period: str, total: Figure, means: Mapping[str, Figure]
) -> list[Item | None]:
    """Where the printed total row and what the sectors make are further apart than rounding can carry them."""
    found: list[Item | None] = []
    printed_total = holdings.at(WHOLE, period, region=region)
    basis = Label("the sectors", "各行业数据")
    if printed_total and abs(total.value - printed_total.figure.value) > len(means) + 1:
        found.append(
            Disagreement(
                f"capital.disagreement.{WHOLE}.{region}",
                holdings.what(printed_total),
                holdings.place_label(printed_total),
                period,
                printed_total.figure,
                like(total, printed_total.figure),
                basis,
            )
        )
    for owner, mean in means.items():
        printed = _share(holdings, owner, region, period)
        if printed and abs(mean.value - printed.figure.value) > 0.5:  # shares and weights are rounded themselves
            found.append(
                Disagreement(
                    f"capital.disagreement.{owner}.{region}",
                    holdings.what(printed),
                    holdings.place_label(printed),
                    period,
                    printed.figure,
                    like(mean, printed.figure),
                    basis,
                )
            )
    return found


def _largest_state(holdings: Holdings, region: str, rows: Sequence[Row]) -> Largest | None:
    """The sectors in which the state holds most."""
    shares = [(row.label, row.cells[1]) for row in rows if not row.is_total]
    ranked = sorted(
        ((label, cell) for label, cell in shares if isinstance(cell, Figure)), key=lambda pair: -pair[1].value
    )
    if len(ranked) < 2:
        return None
    period = _year(holdings) or ""
    return Largest(
        f"capital.largest.state.{region}",
        holdings.indicator("state-capital-share").name,
        Label("sectors", "行业"),
        holdings.whose(region, holdings.casebook.case.sector),
        period,
        tuple(ranked[:2]),
        smallest=ranked[-1],
    )


def _chart(holdings: Holdings, period: str, summary: Sequence[Statement]) -> ResultChart | None:
    case = holdings.casebook.case
    points = tuple(
        Point(holdings.region_label(region), OWNERS[owner], held.figure)
        for region in (case.region, case.nation)
        for owner in OWNERS
        if (held := _share(holdings, owner, region, period)) is not None
    )
    if not points:
        return None
    return ResultChart(
        "capital.chart",
        Label("Paid-in capital by owner", "实收资本构成"),
        "stacked bars",
        Label("Region", "地区"),
        Label("Share of paid-in capital", "占实收资本比重"),
        "%",
        points,
        summary=tuple(summary),
    )
