"""Which year an undated table is: the one whose figures elsewhere it repeats."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from outward.audit.documents import Cell, Claim
from outward.audit.naming import canonical, canonical_period
from outward.audit.printed import Printed, read_printed

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FEWEST = 2  # figures that a table must share with a year
_MOST = 0.6  # of those that it could share
_WORTH_OF_A_SUM = 3  # figures: that of all its items
_NEAR = 0.0015  # in tens logarithms: a third of a per cent


@dataclass(frozen=True, slots=True)
class Dated:
    """The cells with a period for every table that has one, and the years that were found, by table.

    ``unsure`` are tables that repeat figures of the year, but also differ from as many.
    """

    cells: tuple[Cell, ...]
    found: Mapping[str, str]
    unsure: frozenset[str] = frozenset()


def dated(cells: Sequence[Cell], claims: Sequence[Claim]) -> Dated:
    """Give cells without a period the year of their table.

    A title that names one year dates its table. Else the year is the one for which most of the table's figures stand
    elsewhere too, in another table or in the text; without enough of them the table stays undated.

    Examples
    --------
    >>> cell = Cell("1", "1", "Anyville", "Pumps", "", "sales", "", "120.5", title="Table 1. Sales in 2015")
    >>> dated([cell], []).cells[0].period
    '2015'
    """
    undated = {cell.table for cell in cells if not cell.period.strip()}
    if not undated:
        return Dated(tuple(cells), {})
    years = {table: _year_of(title) for table, title in
             {cell.table: cell.title for cell in cells if cell.table in undated}.items()}
    elsewhere = _figures([*cells, *claims])
    unsure = set()
    for table in sorted(undated):
        if not years[table]:
            years[table], is_sure = _likeliest([cell for cell in cells if cell.table == table], elsewhere)
            unsure |= set() if is_sure else {table}
    given = tuple(replace(cell, period=years[cell.table]) if cell.table in undated and not cell.period.strip() else cell
                  for cell in cells)
    return Dated(given, {table: year for table, year in years.items() if year}, frozenset(unsure))


def _year_of(title: str) -> str:
    years = set(_YEAR.findall(title))
    return years.pop() if len(years) == 1 else ""


Place = tuple[str, str, str]


def _figures(sources: Sequence[Cell | Claim]) -> Mapping[Place, list[tuple[str, Printed]]]:
    """What is printed elsewhere with a year: by region, item and indicator."""
    found: dict[Place, list[tuple[str, Printed]]] = defaultdict(list)
    for source in sources:
        period = canonical_period(source.period) if source.period.strip() else ""
        printed = read_printed(source.text) if _YEAR.fullmatch(period) else None
        if printed is not None:
            found[_place(source)].append((period, printed))
    return found


def _place(source: Cell | Claim) -> Place:
    return (canonical(source.region, "region"), canonical(source.item, "item"),
            canonical(source.indicator, "indicator"))


def _likeliest(cells: Sequence[Cell], elsewhere: Mapping[Place, list[tuple[str, Printed]]]) -> tuple[str, bool]:
    """The year that most figures agree with, and whether most that could agree do."""
    agreeing: dict[str, float] = defaultdict(float)
    possible: dict[str, float] = defaultdict(float)
    for place, printed, worth in [*_own(cells), *_sums(cells, elsewhere)]:
        for period, other in elsewhere.get(place, ()):
            agrees = _agree(printed, other) if worth == 1 else _are_near(printed, other)
            possible[period] += 1 if worth == 1 else worth * agrees  # another coverage is no contradiction
            agreeing[period] += worth * agrees
    best = sorted(agreeing, key=lambda period: (-agreeing[period], period))
    if len(possible) == 1 and best and not agreeing[best[0]]:
        return best[0], False  # the text tells of one year only, and of another figure
    if not best or agreeing[best[0]] < _FEWEST or (len(best) > 1 and agreeing[best[0]] <= agreeing[best[1]]):
        return "", True
    return best[0], agreeing[best[0]] >= _MOST * possible[best[0]]


def _own(cells: Sequence[Cell]) -> list[tuple[Place, Printed, int]]:
    return [(_place(cell), printed, 1) for cell in cells if (printed := read_printed(cell.text)) is not None]


def _sums(cells: Sequence[Cell],
          elsewhere: Mapping[Place, list[tuple[str, Printed]]]) -> list[tuple[Place, Printed, int]]:
    """The sums of columns over all items, beside what is said of an item that the table does not have."""
    columns: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    for cell in cells:
        printed = read_printed(cell.text)
        if printed is not None and cell.unit and cell.unit not in ("%", "rank"):
            columns[canonical(cell.region, "region"), canonical(cell.indicator, "indicator")].append(printed)
    items = {canonical(cell.item, "item") for cell in cells}
    return [(place, replace(column[0], value=sum(printed.value for printed in column), text=""), _WORTH_OF_A_SUM)
            for place in elsewhere if place[1] not in items
            for column in [columns.get((place[0], place[2]), [])] if len(column) > 2]


def _are_near(one: Printed, other: Printed) -> bool:
    """Whether two prints are of one size, in units a power of ten apart."""
    if one.value <= 0 or other.value <= 0:
        return False
    logarithm = math.log10(one.value / other.value)
    return abs(logarithm - round(logarithm)) < _NEAR


def _agree(one: Printed, other: Printed) -> bool:
    """Whether two prints can be of one value, in units a power of ten apart."""
    if one.value == 0 or other.value == 0:
        return False
    for power in (0, 1, -1, 2, -2, 3, -3, 4, -4):
        scale = 10.0**power
        if abs(one.value - other.value * scale) <= one.half_width + other.half_width * scale:
            return len(one.text.strip("%0. -")) > 2
    return False
