"""A published ranking in a release: what its places allow to conclude, and what they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outward.composite.published import PlaceBounds, PlacedColumn, check_columns, mean_places, surely_before
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Heading, Item, Remark, ResultTable, Row
from outward.vocabulary.figures import Figure, derive
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Between

_COVERAGES = {"traditional": Label("traditional coverage", "传统口径"), "full": Label("full coverage", "全口径")}
_NO_SCORES = Label(
    "The published ranking prints the first places of each column and neither scores, weights nor indicators. It can "
    "therefore be neither recomputed nor reproduced; how close two provinces are, and where a province that is not "
    "printed stands, cannot be said. What follows is what places alone allow.",
    "该排名只公布各栏前列位次，未公布得分、权重和指标，因此既不能复算，也不能复现；"
    "两省差距多大、未列出的省份位居何处，均无从得知。以下仅为由位次本身可以得出的结论。")
_CLEAN = Label("No province stands at two places of a column, and no place is left out: nothing in the table itself "
               "cannot be right.", "各栏中没有一省占据两个位次，也没有位次缺漏：表格本身未见不可能之处。")
_NOT_PRINTED = Label("Where a province is not printed, its place is taken to lie between the one after the last that "
                     "is printed and the last of all.", "未列出的省份，其位次按介于所列末位之后与全部末位之间处理。")


def published_items(holdings: Holdings, pillars: Sequence[str], field: int) -> list[Item]:
    """Audit the printed places by pillar and coverage; nothing where a release has none.

    Parameters
    ----------
    holdings : Holdings
        What the release holds: indicators ``<pillar>.rank``.
    pillars : sequence of str
        Ids of the indicators whose places are printed.
    field : int
        How many regions were ranked.
    """
    items: list[Item] = []
    columns: list[PlacedColumn] = []
    for coverage in _COVERAGES:
        held = {pillar: holdings.places(f"{pillar}.rank", coverage=coverage)
                for pillar in pillars if f"{pillar}.rank" in holdings.casebook.indicators}
        newest = max((each.period for rows in held.values() for each in rows), default="")
        held = {pillar: tuple(each for each in rows if each.period == newest) for pillar, rows in held.items()}
        held = {pillar: rows for pillar, rows in held.items() if rows}
        if len(held) > 1:
            placed = [_column(f"{pillar}.{coverage}", rows) for pillar, rows in held.items()]
            columns += placed
            deepest = max(column.depth for column in placed)  # beyond the field it is told of as wrong
            items += _mean_items(holdings, held, placed, coverage, max(field, deepest))
    if not items:
        return []
    return [Heading("published", Label("What a published ranking allows to conclude", "第三方排名可以说明什么")),
            Remark("published.scores", _NO_SCORES), *_wrong(holdings, columns, field), *items]


def _column(code: str, rows: Sequence[Held]) -> PlacedColumn:
    places: dict[int, tuple[str, ...]] = {}
    for held in rows:
        places[int(held.figure.value)] = (*places.get(int(held.figure.value), ()), held.region)
    return PlacedColumn(code, places)


def _wrong(holdings: Holdings, columns: Sequence[PlacedColumn], field: int) -> Iterator[Remark]:
    found = check_columns(columns, field)
    if not found:
        yield Remark("published.clean", _CLEAN)
    for place, each in enumerate(found, 1):
        names = [holdings.region_label(unit) for unit in each.units]
        named = Label(", ".join(name.en for name in names), "、".join(name.text("zh") for name in names))
        pillar = each.column.partition(".")[0]
        column = holdings.indicator(pillar).name if pillar in holdings.casebook.indicators else Label(pillar, pillar)
        if each.verdict == "twice":
            text = Label(f"{named.en} stands at several places of one column ({column.en}), which cannot be.",
                         f"{named.zh}在同一栏（{column.text('zh')}）中占据多个位次，不可能成立。")
        else:
            text = Label(f"A place of one column ({column.en}) is left out, or beyond the number of provinces.",
                         f"某一栏（{column.text('zh')}）有位次缺漏，或超出省份总数。")
        yield Remark(f"impossible.published.{place}", text)


def _mean_items(holdings: Holdings, held: dict[str, tuple[Held, ...]], placed: Sequence[PlacedColumn], coverage: str,
                field: int) -> Iterator[Item]:
    bounds = mean_places(placed, field)
    figures = {(pillar, each.region): each.figure for pillar, rows in held.items()
               for each in sorted(rows, key=lambda each: -each.figure.value)}  # of several places the best counts
    columns = tuple(Column(pillar, holdings.indicator(pillar).name) for pillar in held)
    name = _COVERAGES[coverage]
    rows, ends = [], {}
    for each in bounds:
        low, high = _ends(each, tuple(held), figures, placed, coverage, field)
        ends[each.unit] = low, high
        cells = tuple(figures.get((pillar, each.unit)) for pillar in held)
        rows.append(Row(each.unit, holdings.region_label(each.unit), (*cells, low, high)))
    own = holdings.casebook.case.region
    if own in ends:
        period = next(iter(held.values()))[0].period
        yield Between(f"published.mean.{coverage}.{own}",
                      Label(f"mean of the published places ({name.en})", f"已公布位次的平均值（{name.zh}）"),
                      holdings.region_label(own), period, *ends[own])
        yield from _sure(holdings, bounds, own, name, coverage)
    yield ResultTable(
        f"published.table.{coverage}",
        Label(f"published places and the bounds of their mean, {name.en}",
              f"已公布位次及其平均值的上下限（{name.zh}）"),
        Label("Province", "省份"),
        (*columns, Column("low", Label("Mean at best", "平均值下限")),
         Column("high", Label("Mean at worst", "平均值上限"))),
        tuple(rows), (_NOT_PRINTED,))


def _ends(each: PlaceBounds, pillars: Sequence[str], figures: dict[tuple[str, str], Figure],
          placed: Sequence[PlacedColumn], coverage: str, field: int) -> tuple[Figure, Figure]:
    known = [figures[pillar, each.unit] for pillar in pillars if (pillar, each.unit) in figures]
    unknown = [column.depth + 1 for pillar, column in zip(pillars, placed, strict=True)
               if (pillar, each.unit) not in figures]
    names = [f"x{place}" for place in range(1, len(known) + 1)]

    def end(key: str, constants: Sequence[int]) -> Figure:
        formula = f"({'+'.join((*names, *map(str, constants)))})/{len(pillars)}"
        return derive(f"published.{coverage}.{each.unit}.{key}", formula, known, unit="index", digits=2, kind="index")

    return end("low", unknown), end("high", [field] * len(unknown))


def _sure(holdings: Holdings, bounds: Sequence[PlaceBounds], own: str, name: Label, coverage: str) -> Iterator[Remark]:
    pairs = surely_before(bounds)
    for key, units, english, chinese in (
            ("ahead", [one for one, other in pairs if other == own], "before", "位于其前"),
            ("behind", [other for one, other in pairs if one == own], "after", "位于其后")):
        if not units:
            continue
        labels = [holdings.region_label(unit) for unit in units]
        here = holdings.region_label(own)
        yield Remark(f"published.{coverage}.{key}", Label(
            f"Whatever the places are that were not printed, these surely stand {english} {here.en} by that mean "
            f"({name.en}): {', '.join(label.en for label in labels)}.",
            f"无论未公布的位次如何，按该平均值（{name.zh}），下列省份必定{chinese}（相对{here.text('zh')}）："
            f"{'、'.join(label.text('zh') for label in labels)}。"))
