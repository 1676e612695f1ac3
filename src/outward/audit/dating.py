"""Which year an undated table is: the one whose figures elsewhere it repeats."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Dated:
    """The cells with a period for every table that has one, and the years that were found, by table."""

    cells: tuple[Cell, ...]
    found: Mapping[str, str]


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
    for table in sorted(undated):
        years[table] = years[table] or _likeliest([cell for cell in cells if cell.table == table], elsewhere)
    return Dated(tuple(replace(cell, period=years[cell.table]) if cell.table in undated and not cell.period.strip()
                       else cell for cell in cells), {table: year for table, year in years.items() if year})


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
    return (canonical(source.region, "region"), canonical(source.item, "item"), canonical(source.indicator, "indicator"))


def _likeliest(cells: Sequence[Cell], elsewhere: Mapping[Place, list[tuple[str, Printed]]]) -> str:
    agreeing: dict[str, int] = defaultdict(int)
    possible: dict[str, int] = defaultdict(int)
    for cell in cells:
        printed = read_printed(cell.text)
        if printed is None:
            continue
        for period, other in elsewhere.get(_place(cell), ()):
            possible[period] += 1
            agreeing[period] += _agree(printed, other)
    best = sorted(agreeing, key=lambda period: (-agreeing[period], period))
    if not best or agreeing[best[0]] < _FEWEST or agreeing[best[0]] < _MOST * possible[best[0]]:
        return ""
    return best[0] if len(best) == 1 or agreeing[best[0]] > agreeing[best[1]] else ""


def _agree(one: Printed, other: Printed) -> bool:
    """Whether two prints can be of one value, in units a power of ten apart."""
    if one.value == 0 or other.value == 0:
        return False
    for power in (0, 1, -1, 2, -2, 3, -3, 4, -4):
        scale = 10.0**power
        if abs(one.value - other.value * scale) <= one.half_width + other.half_width * scale:
            return len(one.text.strip("%0. -")) > 2
    return False
