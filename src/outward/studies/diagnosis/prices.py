"""Constant prices: a yearly series at the prices of one year, per head too, where the case has a price index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outward.indicators import traced
from outward.studies.diagnosis.chapter import possible, year_before
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Gap, ResultTable, Row
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same

INDICES = ("producer-price-index", "producer-price-index-previous-year")
LINKS = "-previous-year"
"""Ending of the ids of price indices that stand against the year before, and must be chained."""


@dataclass(frozen=True, slots=True)
class Deflator:
    """A fixed-base price index by year, and the year whose prices it gives."""

    name: Label
    base: str
    index: Mapping[str, Figure]


def deflator(holdings: Holdings) -> Deflator | None:
    """Give the case's price index: of the region's industry, or of the next wider whole that has one."""
    case = holdings.casebook.case
    if not case.price_index:
        return None
    for region, sector in (
        (case.region, case.sector),
        (case.region, "all-sectors"),
        (case.region, "industry"),
        (case.nation, case.sector),
        (case.nation, "all-sectors"),
        (case.nation, "industry"),
    ):
        series = holdings.series(case.price_index, region=region, sector=sector)
        if not series:
            continue
        index = _chained(series) if case.price_index.endswith(LINKS) else {held.period: held.figure for held in series}
        base = case.base_period or min(index)
        if base in index:
            what, who = holdings.indicator(case.price_index).name, holdings.whose(region, sector)
            return Deflator(Label(f"{what.en}, {who.en}", f"{who.text('zh')}{what.text('zh')}"), base, index)
    return None


def unnamed_index(holdings: Holdings) -> Gap | None:
    """Say what is missing where a price index is loaded that the case does not name as its deflator."""
    if holdings.casebook.case.price_index:
        return None
    held = [one for one in INDICES if holdings.every(one, region="*", sector="*")]
    if not held:
        return None
    return Gap(
        "scale.gap.price-index",
        Label(
            "A price index is loaded, but the case does not name it as deflator: nothing stands in constant prices.",
            "已载入价格指数，但案例未指定平减指数，故不显示不变价数据。",
        ),
        Label(
            f'Add price_index = "{held[0]}" and base_period, the year whose prices count, to case.toml.',
            f'请在 case.toml 中设置 price_index = "{held[0]}" 和 base_period（不变价基期年份）。',
        ),
    )


def _chained(links: Sequence[Held]) -> dict[str, Figure]:
    """Chain links into an index with one base, the year before the first link; a missing year ends the chain."""
    first = int(links[0].period)
    run: list[Held] = []
    for held in links:
        if int(held.period) != first + len(run):
            break
        run.append(held)
    return {
        held.period: traced.fixed_base_index(f"prices.{held.key}", [one.figure for one in run[:count]])
        for count, held in enumerate(run, start=1)
    }


def price_table(holdings: Holdings, section: str, series: Sequence[Held]) -> ResultTable | None:
    """Show a series in current and constant prices, with growth in both, and per employee where heads are counted."""
    known = deflator(holdings)
    if known is None or "CNY" not in series[0].figure.unit:
        return None
    constant = {held.period: figure for held in series if (figure := _deflated(section, held, known)) is not None}
    if len(constant) < 2:
        return None
    heads = {held.period: held.figure for held in holdings.series("employees", sector=series[0].sector)}
    rows = []
    for held in series:
        before = year_before(series, held.period)
        rows.append(
            Row(
                held.period,
                same(held.period),
                (
                    held.figure,
                    _growth(section, "growth", held, held.figure, before.figure if before else None),
                    constant.get(held.period),
                    _growth(
                        section,
                        "real-growth",
                        held,
                        constant.get(held.period),
                        constant.get(before.period) if before else None,
                    ),
                    _each(section, "each", held, held.figure, heads),
                    _each(section, "real-each", held, constant.get(held.period), heads),
                ),
            )
        )
    name, unit = holdings.indicator(series[0].indicator).name, series[0].figure.unit
    prices = Label(f"prices of {known.base}", f"{known.base}年价格")
    return ResultTable(
        f"{section}.table.prices.{series[0].indicator}",
        Label(f"{name.en[:1].upper()}{name.en[1:]} in current and constant prices", f"{name.text('zh')}：现价与不变价"),
        Label("Year", "年份"),
        (
            Column("current", Label("Current prices", "现价"), unit),
            Column("growth", Label("Growth", "增速"), "%"),
            Column("constant", Label(f"At {prices.en}", f"按{prices.zh}"), unit),
            Column("real-growth", Label("Growth in constant prices", "不变价增速"), "%"),
            Column("each", Label("Per employee, current prices", "人均（现价）"), "10,000 CNY"),
            Column("real-each", Label(f"Per employee, {prices.en}", f"人均（{prices.zh}）"), "10,000 CNY"),
        ),
        tuple(rows),
        notes=(
            Label(
                f"Deflator: {known.name.en}; base year {known.base}.",
                f"平减指数：{known.name.text('zh')}；基期{known.base}年。",
            ),
        ),
    )


def _deflated(section: str, held: Held, known: Deflator) -> Figure | None:
    index = known.index.get(held.period)
    if index is None:
        return None
    return possible(traced.deflated, f"{section}.real.{held.key}", held.figure, index, known.index[known.base])


def _growth(section: str, measure: str, held: Held, current: Figure | None, previous: Figure | None) -> Figure | None:
    if current is None or previous is None:
        return None
    return possible(traced.growth, f"{section}.{measure}.{held.key}", current, previous)


def _each(section: str, measure: str, held: Held, amount: Figure | None, heads: Mapping[str, Figure]) -> Figure | None:
    if amount is None or held.period not in heads:
        return None
    return possible(traced.per_employee, f"{section}.{measure}.{held.key}", amount, heads[held.period])
