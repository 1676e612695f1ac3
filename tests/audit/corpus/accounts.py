"""Tables whose rows or columns bind each other: shares, two-way trade, accounts, stocks and flows, parts of a whole."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from tests.audit.corpus.drafts import (
    Column,
    Draft,
    Likeness,
    Row,
    difference,
    ratio,
    same,
    signed_sum,
    total,
    weighted_mean,
)
from tests.audit.corpus.tables import by_key, level, unit_of
from tests.audit.corpus.words import Measure
from tests.audit.corpus.worlds import World

HEADINGS = {
    "composition": ("Composition of {x} by owner, {r}", "{r}{x}构成"),
    "trade": ("{x} between partners", "{x}往来情况"),
    "account": ("Account of {x}", "{x}平衡表"),
    "stock": ("{x} over the years", "{x}情况"),
    "which": ("Of which: {x}", "其中：{x}"),
    "detail": ("Detail of {x}", "{x}明细"),
    "pay": ("Averages of {x}", "{x}平均水平"),
}


def heading(draft: Draft, kind: str, what: str, region: str = "") -> str:
    """Fill a heading."""
    return HEADINGS[kind][draft.lang == "zh"].format(x=what, r=region)


def composition(draft: Draft, world: World, region: str) -> None:
    """Shares of owners by sector, with the weights and a total row."""
    rng, theme = draft.rng, world.theme
    period = str(world.years[-1])
    of = by_key(world, "stock")
    kinds = theme.kinds[: rng.randint(4, len(theme.kinds))]
    rows: list[Row] = [(region, item, period) for item in world.items]
    whole: Row = (region, theme.total, period)
    weights = {row: [rng.gammavariate(1.5, 1) + 0.05 for _ in kinds] for row in rows}

    def share(place: int) -> Callable[[Row], float]:
        def measured(row: Row) -> float:
            chosen = rows if row == whole else [row]
            held = [world.level(of, *one) * weights[one][place] / sum(weights[one]) for one in chosen]
            return 100 * sum(held) / sum(world.level(of, *one) for one in chosen)

        return measured

    digits = rng.choice((1, 1, 2))
    prefix = "" if rng.random() < 0.5 else ("share of paid-in capital: " if draft.lang == "en" else "占比：")
    columns = [
        level(draft, world, of),
        *(Column(prefix + kind, "%", 1.0, share(place), "percent", digits=digits) for place, kind in enumerate(kinds)),
    ]
    names = [prefix + kind for kind in kinds]
    grid = draft.add_table(
        heading(draft, "composition", of.name, region),
        [*rows, whole],
        columns,
        undated=rng.random() < 0.15,
        comma=rng.random() < 0.3,
        strip=rng.random() < 0.3,
    )
    table = str(draft.tables)
    draft.fact("composition", table=table, indicators=names, of=of.name, total_item=theme.total)
    draft.fact("total", table=table, item=theme.total, indicators=[of.name], complete=True)
    draft.link("total", grid[whole, of.name], [grid[row, of.name] for row in rows], total)
    for row in [*rows, whole]:
        draft.link("composition", "", [grid[row, name] for name in names], total, constant=100.0, derives=False)
    for name in names:
        draft.link(
            "composition",
            grid[whole, name],
            [*(grid[row, of.name] for row in rows), *(grid[row, name] for row in rows)],
            weighted_mean,
        )


def trade(draft: Draft, world: World, *, same_sides: bool) -> None:
    """Two-way trade with both margins; from partner to partner the diagonal is a dash."""
    rng, theme = draft.rng, world.theme
    everything = theme.total
    side = list(theme.partners)[: rng.randint(4, 5 if same_sides else 6)]
    cols = side if same_sides else list(world.items[: rng.randint(3, 5)])
    period = str(world.years[-1])
    base = rng.uniform(2e8, 3e9) * theme.trade.typical
    flows = {
        (a, b): 0.0 if a == b else theme.trade.exact(base * rng.lognormvariate(0, 0.9)) for a in side for b in cols
    }

    def measured(row: Row) -> float | None:
        a, b = row[1].split(" / ")
        value = sum(flow for (x, y), flow in flows.items() if a in (x, everything) and b in (y, everything))
        return value or None

    unit, scale = unit_of(draft, theme.trade)
    rows: list[Row] = [(theme.province, f"{a} / {b}", period) for a in (*side, everything) for b in (*cols, everything)]
    name = theme.trade.name
    grid = draft.add_table(
        heading(draft, "trade", name),
        rows,
        [Column(name, unit, scale, measured, theme.trade.units[0][0])],
        comma=rng.random() < 0.4,
        strip=rng.random() < 0.3,
    )
    draft.fact("two_way_total", table=str(draft.tables), indicator=name, rows=side, cols=cols, total=everything)

    def cell(a: str, b: str) -> str:
        return grid[(theme.province, f"{a} / {b}", period), name]

    for a in side:
        draft.link("two_way_total", cell(a, everything), [cell(a, b) for b in cols], total)
    for b in (*cols, everything):
        draft.link("two_way_total", cell(everything, b), [cell(a, b) for a in side], total)
    draft.link("two_way_total", cell(everything, everything), [cell(everything, b) for b in cols], total)


def account(draft: Draft, world: World, *, wide: bool) -> None:
    """Opening, in, out and closing over some years, for one good or several."""
    rng, theme = draft.rng, world.theme
    opening, into, out, closing = theme.funds
    goods = theme.goods[: rng.randint(2, len(theme.goods))] if wide else theme.goods[:1]
    periods = [str(year) for year in world.years[-(3 if wide else rng.randint(4, 6)) :]]
    values: dict[tuple[str, str, str], float] = {}
    for good in goods:
        stock = opening.exact(rng.uniform(0.5, 3) * 1e6)
        for period in periods:
            came, left = stock * into.typical * rng.uniform(0.8, 1.2), stock * out.typical * rng.uniform(0.8, 1.1)
            came, left = into.exact(came), into.exact(min(left, 0.9 * (stock + came)))
            values |= {
                (opening.key, good, period): stock,
                (into.key, good, period): came,
                (out.key, good, period): left,
            }
            stock += came - left
            values[closing.key, good, period] = stock

    def column(measure: Measure) -> Column:
        unit, scale = unit_of(draft, opening)
        return Column(
            measure.name,
            unit,
            scale,
            lambda row: values[measure.key, row[1], row[2]],
            measure.units[0][0],
            digits=digits,
        )

    digits = rng.choice((1, 2))
    rows: list[Row] = [(theme.province, good, period) for good in goods for period in periods]
    grid = draft.add_table(
        heading(draft, "account", goods[0] if len(goods) == 1 else opening.name),
        rows,
        [column(measure) for measure in theme.funds],
        comma=rng.random() < 0.4,
    )
    signs = [(opening, 1), (into, 1), (out, -1)]
    draft.fact(
        "balance",
        table=str(draft.tables),
        closing=closing.name,
        terms=_terms(rng, [(measure.name, sign) for measure, sign in signs]),
    )
    draft.fact("carry", table=str(draft.tables), opening=opening.name, closing=closing.name)
    for good in goods:
        for place, period in enumerate(periods):
            row = (theme.province, good, period)
            if place:
                draft.link(
                    "carry",
                    grid[row, opening.name],
                    [grid[(theme.province, good, periods[place - 1]), closing.name]],
                    same,
                )
            draft.link(
                "balance",
                grid[row, closing.name],
                [grid[row, measure.name] for measure, _ in signs],
                signed_sum([sign for _, sign in signs]),
            )


def _terms(rng: random.Random, signs: list[tuple[str, int]]) -> object:
    """Write the terms in one of the ways that the format allows."""
    form = rng.randrange(3)
    if form == 0:
        return dict(signs)
    return [[sign, name] for name, sign in signs] if form == 1 else [[name, sign] for name, sign in signs]


def stock_and_flow(draft: Draft, world: World, *, hidden: bool) -> None:
    """A stock and its flow over the years, exact or within a band; perhaps shares of a total that nobody prints."""
    rng, theme = draft.rng, world.theme
    exact = rng.random() < 0.5
    band = 0 if exact else rng.choice((0.1, 0.15))
    level_now = theme.stock.exact(theme.stock.typical * rng.uniform(0.5, 2))
    whole = level_now / rng.uniform(0.03, 0.2)
    values: dict[tuple[str, int], float] = {}
    for year in world.years:
        flow = theme.stock.exact(theme.flow.typical * rng.uniform(0.4, 1.6))
        before, level_now = level_now, level_now + flow
        if not exact:
            level_now += theme.stock.exact(before * rng.uniform(-0.4, 0.4) * band)
        whole *= 1.08 + rng.gauss(0, 0.02)
        values |= {("stock", year): level_now, ("flow", year): flow, ("share", year): 100 * level_now / whole}
    name = f"{theme.stock.name}占全国前十位比重" if draft.lang == "zh" else f"{theme.stock.name}, share of top-10 total"
    (stock_unit, scale), (flow_unit, flow_scale) = unit_of(draft, theme.stock), unit_of(draft, theme.stock)
    columns = [
        Column(theme.stock.name, stock_unit, scale, lambda row: values["stock", int(row[2])], theme.stock.units[0][0]),
        Column(theme.flow.name, flow_unit, flow_scale, lambda row: values["flow", int(row[2])], theme.flow.units[0][0]),
    ]
    if hidden:
        columns.append(
            Column(name, "%", 1.0, lambda row: values["share", int(row[2])], "percent", digits=rng.choice((1, 2)))
        )
    rows: list[Row] = [(theme.province, theme.total, str(year)) for year in world.years[-rng.randint(4, 6) :]]
    grid = draft.add_table(heading(draft, "stock", theme.stock.name), rows, columns, strip=rng.random() < 0.3)
    draft.fact("stock_flow", stock=theme.stock.name, flow=theme.flow.name, exact=exact, band=band)
    for before_row, row in pairwise(rows):
        now, start = grid[row, theme.stock.name], grid[before_row, theme.stock.name]
        if exact:
            draft.link("stock_flow", now, [start, grid[row, theme.flow.name]], total)
        else:
            draft.link(
                "stock_flow",
                grid[row, theme.flow.name],
                [now, start],
                difference,
                slack_of=start,
                band=band,
                derives=False,
            )
    if hidden:
        draft.fact("share_of_hidden_total", indicator=name, of=theme.stock.name)
        draft.likenesses.append(
            Likeness(
                "share_of_hidden_total", tuple((grid[row, theme.stock.name], grid[row, name]) for row in rows), 0.4
            )
        )


def of_which(draft: Draft, world: World, *, elsewhere: bool) -> None:
    """Rows "of which: ..." that are at most their whole, in the same table or in another."""
    rng, theme = draft.rng, world.theme
    period = str(world.years[-1])
    measure = by_key(world, "lead")
    prefix = "其中：" if draft.lang == "zh" else "of which: "
    shares = {item: rng.uniform(0.1, 0.6) for item in world.items}
    unit, scale = unit_of(draft, measure)
    places = list(world.cities) if not elsewhere else [theme.province]
    items = list(world.items)[: rng.randint(2, 4)]

    def measured(row: Row) -> float:
        item = row[1].removeprefix(prefix)
        return world.level(measure, row[0], item, row[2]) * (shares[item] if elsewhere else 1)

    parts = [(place, prefix + item, period) for place in places for item in (world.items if elsewhere else items)]
    if elsewhere:
        name = f"新产品{measure.name}" if draft.lang == "zh" else f"{measure.name} of new products"
        rows: list[Row] = parts
    else:
        name = measure.name
        rows = [
            row
            for place in places
            for row in [(place, theme.total, period), *(one for one in parts if one[0] == place)]
        ]
    whole_table = _table_of_all(draft, [(row[0], row[1].removeprefix(prefix), row[2]) for row in parts], measure.name)
    if elsewhere and whole_table is None:
        return
    grid = draft.add_table(
        heading(draft, "which" if elsewhere else "detail", name),
        rows,
        [Column(name, unit, scale, measured, measure.units[0][0])],
        strip=rng.random() < 0.3,
    )
    keys = {"table": str(draft.tables), "indicator": name, "item_prefix": prefix}
    draft.fact(
        "of_which", **keys, **({"whole_table": whole_table, "whole_indicator": measure.name} if elsewhere else {})
    )
    for row in parts:
        whole = (
            draft.find(row[0], row[1].removeprefix(prefix), period, measure.name)
            if elsewhere
            else grid[(row[0], theme.total, period), name]
        )
        if whole:
            draft.link("of_which", grid[row, name], [whole], same, sense="<=")
    if not elsewhere:
        for place in places:
            draft.link(
                "of_which",
                grid[(place, theme.total, period), name],
                [grid[row, name] for row in parts if row[0] == place],
                total,
                sense=">=",
            )


def _table_of_all(draft: Draft, rows: list[Row], indicator: str) -> str | None:
    """Give the first table that prints an indicator in all ``rows``."""
    for table in range(1, draft.tables + 1):
        printed = {number.key for number in draft.numbers.values() if number.table == str(table)}
        if all((*row, indicator) in printed for row in rows):
            return str(table)
    return None


def of_which_of_total(draft: Draft, world: World) -> None:
    """Rows "of which: ..." of kinds of owner, whose whole is the total row of another table."""
    rng, theme = draft.rng, world.theme
    period, measure = str(world.years[-1]), by_key(world, "stock")
    whole_row = (theme.province, theme.total, period)
    whole_table = _table_of_all(draft, [whole_row], measure.name)
    if whole_table is None:
        return
    prefix = "其中：" if draft.lang == "zh" else "of which: "
    weights = {prefix + kind: rng.uniform(0.05, 0.9) / len(theme.kinds) for kind in theme.kinds}
    unit, scale = unit_of(draft, measure)
    name = f"{measure.name}（按所有者）" if draft.lang == "zh" else f"{measure.name} by owner"
    rows: list[Row] = [(theme.province, item, period) for item in weights]
    level_of_whole = world.level(measure, *whole_row)
    column = Column(name, unit, scale, lambda row: level_of_whole * weights[row[1]], measure.units[0][0])
    grid = draft.add_table(heading(draft, "which", name), rows, [column], strip=rng.random() < 0.3)
    draft.fact(
        "of_which",
        table=str(draft.tables),
        indicator=name,
        item_prefix=prefix,
        whole_table=whole_table,
        whole_indicator=measure.name,
    )
    whole = next(one for one in draft.index[(*whole_row, measure.name)] if draft.numbers[one].table == whole_table)
    for row in rows:
        draft.link("of_which", grid[row, name], [whole], same, sense="<=")
    draft.link("of_which", whole, [grid[row, name] for row in rows], total, sense=">=")


def averages(draft: Draft, world: World) -> None:
    """An average beside what it is computed from, by another definition of the count: right within a band."""
    rng, theme = draft.rng, world.theme
    lead, units = by_key(world, "lead"), by_key(world, "units")
    band = rng.choice((0.03, 0.05))
    period = str(world.years[-1])
    wobble = {city: rng.uniform(-0.7, 0.7) * band for city in world.cities}
    name = f"单位平均{lead.name}" if draft.lang == "zh" else f"average {lead.name} by survey"
    first = level(draft, world, lead)
    unit, scale = lead.units[-1] if draft.lang == "en" else lead.units[1]
    columns = [
        first,
        level(draft, world, units),
        Column(
            name,
            unit,
            scale,
            lambda row: world.level(lead, *row) / world.level(units, *row) * (1 + wobble[row[0]]),
            "average",
        ),
    ]
    rows: list[Row] = [(city, theme.total, period) for city in world.cities]
    grid = draft.add_table(heading(draft, "pay", lead.name), rows, columns, comma=rng.random() < 0.4)
    factor = first.scale / scale
    draft.fact(
        "ratio_approx",
        indicator=name,
        num=lead.name,
        den=units.name,
        scale=int(factor) if factor >= 1 else factor,
        band=band,
    )
    for row in rows:
        draft.link(
            "ratio_approx",
            grid[row, name],
            [grid[row, lead.name], grid[row, units.name]],
            ratio(1),
            band=band,
            derives=False,
        )
