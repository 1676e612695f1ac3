"""Tables of one year: sectors, regions, the nation, ranks; with the facts and relations that hold in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.audit.corpus.drafts import Column, Draft, Row, ratio, total
from tests.audit.corpus.words import Measure
from tests.audit.corpus.worlds import World

Grid = dict[tuple[Row, str], str]
TITLES = {
    "regions": ("Main indicators by region", "分地区主要指标"),
    "years": ("Development over the years", "历年发展情况"),
    "parts": ("Progress within the year", "年内进度情况"),
    "growth": ("Levels and growth rates", "总量与增长速度"),
    "ranks": ("Comparison with other regions", "与其他地区比较"),
    "nation": ("Comparison with the nation", "与全国比较"),
    "yields": ("Intensity by item", "单位产出情况"),
}


def title(draft: Draft, kind: str) -> str:
    """Give the heading of a kind of table in the document's language."""
    return TITLES[kind][draft.lang == "zh"]


def unit_of(draft: Draft, measure: Measure) -> tuple[str, float]:
    """Choose a unit, the same in all tables of a document: mostly the usual one."""
    if measure.key not in draft.units:
        usual = measure.count or draft.rng.random() < 0.85
        draft.units[measure.key] = measure.units[0] if usual else draft.rng.choice(measure.units[:3])
    return draft.units[measure.key]


def level(draft: Draft, world: World, measure: Measure, unit: tuple[str, float] | None = None) -> Column:
    """Print an indicator of the world."""
    name, scale = unit or unit_of(draft, measure)
    return Column(
        measure.name, name, scale, lambda row: world.level(measure, *row) or None, measure.units[0][0], measure.count
    )


def by_key(world: World, key: str) -> Measure:
    """Give the measure that plays a part."""
    return next(measure for measure in world.theme.measures if measure.key == key)


def share_name(draft: Draft, part: str, whole: str) -> str:
    """Name a column of shares."""
    if draft.lang == "zh":
        return f"{part}占{whole}比重"
    return f"{part} as share of {whole}"


def growth_name(draft: Draft, of: str) -> str:
    """Name growth as tables and claims do."""
    return f"{of}增速" if draft.lang == "zh" else f"growth of {of}"


def add_total(draft: Draft, grid: Grid, rows: Sequence[Row], whole: Row, names: Sequence[str]) -> None:
    """Link a total row to its parts."""
    for name in names:
        draft.link("total", grid[whole, name], [grid[row, name] for row in rows], total)


def pick(draft: Draft, world: World, least: int, most: int) -> list[Measure]:
    """Choose some measures, the leading one always."""
    rest = [measure for measure in world.theme.measures if measure.key != "lead"]
    chosen = draft.rng.sample(rest, min(len(rest), draft.rng.randint(least, most)))
    return [by_key(world, "lead"), *(measure for measure in rest if measure in chosen)]


def at_most(draft: Draft, world: World, grid: Grid, rows: Sequence[Row], measures: Sequence[Measure]) -> None:
    """A part of the leading measure is at most the whole."""
    lead, part = by_key(world, "lead"), by_key(world, "part")
    if part in measures and lead in measures:
        draft.fact("at_most", part=part.name, whole=lead.name)
        for row in rows:
            draft.link("at_most", grid[row, part.name], [grid[row, lead.name]], total, sense="<=")


def twins(draft: Draft, world: World, measures: Sequence[Measure]) -> None:
    """Declare the twin; likenesses of its rows are collected when the document is finished."""
    lead, twin = by_key(world, "lead"), by_key(world, "twin")
    if twin in measures and lead in measures:
        draft.fact("twin", indicators=[lead.name, twin.name])


def sectors(draft: Draft, world: World, region: str, period: str, *, undated: float = 0.2) -> None:
    """Sectors by indicators, with a total row, ratio columns and shares of the total."""
    rng, theme = draft.rng, world.theme
    rows: list[Row] = [(region, item, period) for item in world.items]
    whole: Row = (region, theme.total, period)
    measures = pick(draft, world, 2, 4)
    columns = [level(draft, world, measure) for measure in measures]
    derived: list[Callable[[Grid], None]] = []
    if by_key(world, "part") in measures and rng.random() < 0.8:
        derived.append(ratio_column(draft, world, columns, "part", "lead", [*rows, whole]))
    if by_key(world, "gain") in measures and rng.random() < 0.4:
        derived.append(ratio_column(draft, world, columns, "gain", "lead", [*rows, whole]))
    if rng.random() < 0.5:
        derived.append(_share_column(draft, world, columns, rows, whole))
    heading = rng.choice(theme.titles)
    first = rng.random() < 0.2
    grid = draft.add_table(
        f"{heading}, {region}" if draft.lang == "en" else f"{region}{heading}",
        [whole, *rows] if first else [*rows, whole],
        columns,
        undated=rng.random() < undated,
        comma=rng.random() < 0.4,
        strip=rng.random() < 0.3,
    )
    names = [measure.name for measure in measures]
    draft.fact("total", table=str(draft.tables), item=theme.total, indicators=names, complete=True)
    add_total(draft, grid, rows, whole, names)
    for finish in derived:
        finish(grid)
    at_most(draft, world, grid, [*rows, whole], measures)
    twins(draft, world, measures)


def ratio_column(
    draft: Draft, world: World, columns: list[Column], part: str, of: str, rows: Sequence[Row]
) -> Callable[[Grid], None]:
    num, den = by_key(world, part), by_key(world, of)
    name = share_name(draft, num.name, den.name)
    columns.append(
        Column(
            name,
            "%",
            1.0,
            lambda row: 100 * world.level(num, *row) / world.level(den, *row) or None,
            "percent",
            digits=draft.rng.choice((1, 2)),
        )
    )
    units = {column.indicator: column.scale for column in columns}

    def finish(grid: Grid) -> None:
        draft.fact(
            "ratio", indicator=name, num=num.name, den=den.name, scale=_plain(100 * units[num.name] / units[den.name])
        )
        for row in rows:
            draft.link("ratio", grid[row, name], [grid[row, num.name], grid[row, den.name]], ratio(100))

    return finish


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def _share_column(
    draft: Draft, world: World, columns: list[Column], rows: Sequence[Row], whole: Row
) -> Callable[[Grid], None]:
    lead = by_key(world, "lead")
    name = f"{lead.name}占合计比重" if draft.lang == "zh" else f"share of total {lead.name}"
    columns.append(
        Column(
            name,
            "%",
            1.0,
            lambda row: 100 * world.level(lead, *row) / world.level(lead, *whole),
            "percent",
            digits=draft.rng.choice((1, 2)),
        )
    )
    table = str(draft.tables + 1)

    def finish(grid: Grid) -> None:
        draft.fact("share_of_total", table=table, indicator=name, of=lead.name, total=world.theme.total)
        for row in rows:
            draft.link("share_of_total", grid[row, name], [grid[row, lead.name], grid[whole, lead.name]], ratio(100))

    return finish


def regions(draft: Draft, world: World) -> None:
    """Cities of the province over one or two years, with the province's row; perhaps something per head."""
    rng, theme = draft.rng, world.theme
    item = theme.total if rng.random() < 0.7 else rng.choice(world.items)
    periods = [str(year) for year in world.years[-rng.randint(1, 2) :]]
    measures = pick(draft, world, 1, 3)
    columns = [level(draft, world, measure) for measure in measures]
    people = by_key(world, "people")
    per = None
    if people in measures and rng.random() < 0.7:
        per = _per_column(draft, world, columns)
    rows: list[Row] = [(place, item, period) for period in periods for place in (*world.cities, theme.province)]
    grid = draft.add_table(
        title(draft, "regions"),
        rows,
        columns,
        comma=rng.random() < 0.4,
        strip=rng.random() < 0.3,
        undated=len(periods) == 1 and rng.random() < 0.2,
    )
    names = [measure.name for measure in measures]
    draft.fact(
        "region_total", table=str(draft.tables), indicators=names, members=list(world.cities), total=theme.province
    )
    for period in periods:
        add_total(draft, grid, [(place, item, period) for place in world.cities], (theme.province, item, period), names)
    if per:
        for row in rows:
            draft.link(
                "ratio", grid[row, per[0]], [grid[row, columns[0].indicator], grid[row, people.name]], ratio(1.0)
            )
    at_most(draft, world, grid, rows, measures)
    twins(draft, world, measures)


def _per_column(draft: Draft, world: World, columns: list[Column]) -> tuple[str, float]:
    lead, people = by_key(world, "lead"), by_key(world, "people")
    first = next(column for column in columns if column.indicator == lead.name)
    second = next(column for column in columns if column.indicator == people.name)
    name = f"平均每{people.per}{lead.name}" if draft.lang == "zh" else f"{lead.name} per {people.per}"
    words, scale = lead.units[-1] if draft.lang == "en" else lead.units[1]
    unit = f"{words}/{people.units[-1][0]}" if draft.lang == "zh" else f"{words} per person"
    if draft.lang == "en":
        unit, scale = ("CNY per person", 1.0) if "CNY" in words else ("tons per person", 1.0)
    elif words == "万元":
        unit = "万元/人"
    columns.append(Column(name, unit, scale, lambda row: world.level(lead, *row) / world.level(people, *row), "per"))
    draft.fact(
        "ratio",
        indicator=name,
        num=lead.name,
        den=people.name,
        scale=_plain(round(first.scale / second.scale / scale, 12)),
    )
    return name, scale


def yields(draft: Draft, world: World) -> None:
    """Something per unit of something else, item by item, with a total row."""
    rng, theme = draft.rng, world.theme
    lead, stock = by_key(world, "lead"), by_key(world, "stock")
    period = str(rng.choice(world.years[-3:]))
    name = f"单位{stock.name}{lead.name}" if draft.lang == "zh" else f"{lead.name} per unit of {stock.name}"
    first, second = level(draft, world, lead), level(draft, world, stock)
    scale = first.scale / second.scale
    rows: list[Row] = [(theme.province, item, period) for item in (*world.items, theme.total)]
    unit = ("倍" if draft.lang == "zh" else "times") if scale == 1 else f"{first.unit}/{second.unit}"
    rated = Column(name, unit, scale, lambda row: world.level(lead, *row) / world.level(stock, *row), "average")
    grid = draft.add_table(title(draft, "yields"), rows, [second, first, rated], comma=rng.random() < 0.4)
    table = str(draft.tables)
    draft.fact("ratio", indicator=name, num=lead.name, den=stock.name, scale=1)
    draft.fact("total", table=table, item=theme.total, indicators=[stock.name, lead.name], complete=True)
    add_total(draft, grid, rows[:-1], rows[-1], [stock.name, lead.name])
    for row in rows:
        draft.link("ratio", grid[row, name], [grid[row, lead.name], grid[row, stock.name]], ratio(1))


def nation(draft: Draft, world: World) -> None:
    """The province beside the nation, by sector, with twins, related indicators and perhaps shares of the nation."""
    rng, theme = draft.rng, world.theme
    period = str(world.years[-1])
    measures = pick(draft, world, 2, 4)
    items = rng.sample(world.items, min(len(world.items), rng.randint(4, 6)))
    rows: list[Row] = [(place, item, period) for item in items for place in (theme.province, theme.nation)]
    grid = draft.add_table(
        title(draft, "nation"),
        rows,
        [level(draft, world, measure) for measure in measures],
        undated=rng.random() < 0.3,
        comma=rng.random() < 0.4,
        strip=rng.random() < 0.3,
    )
    draft.fact("related", indicators=[measure.name for measure in measures if measure.key != "gain"])
    draft.fact("region_part_of", part=theme.province, whole=theme.nation)
    at_most(draft, world, grid, rows, measures)
    twins(draft, world, measures)


def ranks(draft: Draft, world: World) -> None:
    """The province among its rivals, with ranks."""
    rng, theme = draft.rng, world.theme
    period, item = str(world.years[-1]), theme.total
    places = [theme.province, *world.rivals]
    measures = pick(draft, world, 1, 2)
    columns = []
    for measure in measures:
        columns.append(level(draft, world, measure))
        columns.append(_rank_column(draft, world, measure, places))
    order = sorted(places, key=lambda place: -world.level(measures[0], place, item, period))
    rows: list[Row] = [(place, item, period) for place in order]
    grid = draft.add_table(title(draft, "ranks"), rows, columns, undated=rng.random() < 0.2, comma=rng.random() < 0.4)
    for column, beside in zip(columns[::2], columns[1::2], strict=True):
        for row in rows:
            others = [grid[other, column.indicator] for other in rows if other != row]
            draft.link(
                "rank",
                grid[row, beside.indicator],
                [grid[row, column.indicator], *others],
                lambda values: 1.0 + sum(value > values[0] for value in values[1:]),
            )
    at_most(draft, world, grid, rows, measures)


def rank_name(draft: Draft, of: str) -> str:
    """Name a rank as tables and claims do."""
    return f"{of}位次" if draft.lang == "zh" else f"rank, {of}"


def _rank_column(draft: Draft, world: World, measure: Measure, places: Sequence[str]) -> Column:
    def measured(row: Row) -> float:
        return 1.0 + sum(world.level(measure, place, row[1], row[2]) > world.level(measure, *row) for place in places)

    return Column(
        rank_name(draft, measure.name), "位" if draft.lang == "zh" else "rank", 1.0, measured, "rank", True, 0
    )
