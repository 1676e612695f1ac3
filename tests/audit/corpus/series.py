"""Tables over years and parts of years: levels beside growth, panels, quarters that add to the year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tests.audit.corpus.drafts import Column, Draft, Row, growth, total
from tests.audit.corpus.tables import (
    Grid,
    add_total,
    at_most,
    by_key,
    growth_name,
    level,
    pick,
    ratio_column,
    title,
    twins,
    unit_of,
)
from tests.audit.corpus.words import Measure
from tests.audit.corpus.worlds import World


def sectors_over_years(draft: Draft, world: World) -> None:
    """Sectors over two or three years, each with its total, levels beside their growth."""
    rng, theme = draft.rng, world.theme
    periods = [str(year) for year in world.years[-rng.randint(2, 3) :]]
    measures = pick(draft, world, 0, 1)
    items = rng.sample(world.items, min(len(world.items), rng.randint(4, 6)))
    complete = len(items) == len(world.items)
    columns = [
        column
        for measure in measures
        for column in (level(draft, world, measure), _growth_column(draft, world, measure))
    ]
    by_item = rng.random() < 0.5
    rows: list[Row] = [(theme.province, item, period) for item in (*items, theme.total) for period in periods]
    rows = rows if by_item else sorted(rows, key=lambda row: row[2])
    grid = draft.add_table(title(draft, "growth"), rows, columns, comma=rng.random() < 0.4, strip=rng.random() < 0.3)
    names = [measure.name for measure in measures]
    draft.fact("total", table=str(draft.tables), item=theme.total, indicators=names, complete=complete)
    for period in periods:
        whole, parts = (theme.province, theme.total, period), [(theme.province, item, period) for item in items]
        for name in names:
            draft.link(
                "total", grid[whole, name], [grid[row, name] for row in parts], total, sense="=" if complete else ">="
            )
    for name in names:
        draft.fact("growth", indicator=growth_name(draft, name), of=name)
        for item in (*items, theme.total):
            link_growth(draft, grid, [(theme.province, item, period) for period in periods], name)


def link_growth(draft: Draft, grid: Grid, rows: Sequence[Row], name: str) -> None:
    """Link rates of growth to the levels of successive rows."""
    for before, row in pairwise(rows):
        draft.link("growth", grid[row, growth_name(draft, name)], [grid[row, name], grid[before, name]], growth)


def panel(draft: Draft, world: World) -> None:
    """Cities by one indicator over several years, with the province."""
    rng, theme = draft.rng, world.theme
    measure = rng.choice(world.theme.measures)
    periods = [str(year) for year in world.years[-rng.randint(3, 4) :]]
    rows: list[Row] = [(place, theme.total, period) for place in (*world.cities, theme.province) for period in periods]
    grid = draft.add_table(
        title(draft, "regions"),
        rows,
        [level(draft, world, measure)],
        comma=rng.random() < 0.4,
        strip=rng.random() < 0.3,
    )
    draft.fact(
        "region_total",
        table=str(draft.tables),
        indicators=[measure.name],
        members=list(world.cities),
        total=theme.province,
    )
    for period in periods:
        add_total(
            draft,
            grid,
            [(place, theme.total, period) for place in world.cities],
            (theme.province, theme.total, period),
            [measure.name],
        )


def years(draft: Draft, world: World) -> None:
    """Years of the province as rows (or another region), levels beside their growth."""
    rng, theme = draft.rng, world.theme
    region = theme.province if rng.random() < 0.75 else rng.choice(world.cities)
    item = theme.total if rng.random() < 0.6 else rng.choice(world.items)
    periods = world.years[-rng.randint(4, 6) :]
    measures = pick(draft, world, 1, 2)
    columns = []
    grown = [measure for measure in measures if rng.random() < 0.75] or measures[:1]
    for measure in measures:
        columns.append(level(draft, world, measure))
        if measure in grown:
            columns.append(_growth_column(draft, world, measure))
    rows: list[Row] = [(region, item, str(year)) for year in periods]
    rated = ratio_column(draft, world, columns, "part", "lead", rows) if by_key(world, "part") in measures else None
    grid = draft.add_table(title(draft, "growth"), rows, columns, comma=rng.random() < 0.4, strip=rng.random() < 0.3)
    for measure in grown:
        name = growth_name(draft, measure.name)
        draft.fact("growth", indicator=name, of=measure.name)
        link_growth(draft, grid, rows, measure.name)
    if rated:
        rated(grid)
    at_most(draft, world, grid, rows, measures)
    twins(draft, world, measures)


def _growth_column(draft: Draft, world: World, measure: Measure) -> Column:
    def measured(row: Row) -> float | None:
        year = int(row[2]) - 1
        if year < world.years[0]:
            return None
        before = world.level(measure, row[0], row[1], str(year))
        return growth([world.level(measure, *row), before]) if before > 0 else None

    return Column(growth_name(draft, measure.name), "%", 1.0, measured, "percent", digits=draft.rng.choice((1, 1, 2)))


def parts_of_years(draft: Draft, world: World) -> None:
    """Quarters or halves of some years that add to the year."""
    rng, theme = draft.rng, world.theme
    suffixes = rng.choice((["Q1", "Q2", "Q3", "Q4"], ["H1", "H2"]))
    measures = [measure for measure in world.theme.measures if measure.key in ("lead", "part", "gain")]
    measures = [measures[0], *rng.sample(measures[1:], rng.randint(0, len(measures) - 1))]
    measures = [
        measure for measure in measures if "hectare" not in measure.units[0][0] and "公顷" not in measure.units[0][0]
    ]
    item = theme.total if rng.random() < 0.6 else rng.choice(world.items)
    periods = [str(year) for year in world.years[-rng.randint(2, 3) :]]
    split = {
        (measure.key, period): [rng.uniform(0.7, 1.3) for _ in suffixes] for measure in measures for period in periods
    }

    for period in periods:
        if ("part", period) in split:
            split["part", period] = split["lead", period]

    def part_column(measure: Measure) -> Column:
        def measured(row: Row) -> float | None:
            year = world.level(measure, row[0], row[1], row[2][:4])
            if not year:
                return None
            if len(row[2]) == 4:
                return year
            weights = split[measure.key, row[2][:4]]
            return year * weights[suffixes.index(row[2][4:])] / sum(weights)

        unit, scale = unit_of(draft, measure)
        return Column(measure.name, unit, scale, measured, measure.units[0][0])

    rows: list[Row] = [(theme.province, item, period + end) for period in periods for end in (*suffixes, "")]
    names = [measure.name for measure in measures]
    grid = draft.add_table(
        title(draft, "parts"),
        rows,
        [part_column(measure) for measure in measures],
        comma=rng.random() < 0.3,
        strip=rng.random() < 0.3,
    )
    for name in names:
        draft.fact("period_total", table=str(draft.tables), indicator=name, suffixes=suffixes)
        for period in periods:
            pieces = [(theme.province, item, period + end) for end in suffixes]
            add_total(draft, grid, pieces, (theme.province, item, period), [name])
    at_most(draft, world, grid, rows, measures)
