"""Which region a table is about that names none: the one in its title, or the one that the text tells of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from outward.audit.documents import Cell, Claim
from outward.audit.naming import canonical
from outward.audit.phrases import level_of, parse_indicator

_MOST = 0.8  # of the claims about a table's rows


def placed(cells: Sequence[Cell], claims: Sequence[Claim]) -> tuple[Cell, ...]:
    """Give tables without any region the one that they are about, where that is certain.

    Parameters
    ----------
    cells : sequence of Cell
        Of all tables.
    claims : sequence of Claim
        The text, read.

    Examples
    --------
    >>> cell = Cell("1", "1", "", "Pumps", "2015", "sales", "", "120.5", title="Table 1. Sales of Anyville")
    >>> placed([cell], [Claim("c1", "", "Anyville", "Pumps", "2015", "sales", "120.5")])[0].region
    'Anyville'
    """
    tables: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        tables[cell.table].append(cell)
    bare = {table for table, rows in tables.items() if not any(cell.region.strip() for cell in rows)}
    if not bare:
        return tuple(cells)
    named = sorted({*(cell.region for cell in cells), *(claim.region for claim in claims)} - {""})
    regions = {table: _region_of(tables[table], claims, named) for table in sorted(bare)}
    return tuple(replace(cell, region=regions[cell.table]) if regions.get(cell.table) else cell for cell in cells)


def _region_of(rows: Sequence[Cell], claims: Sequence[Claim], named: Sequence[str]) -> str:
    """The only region in the title; else the one of which the text tells what stands in the rows."""
    if {canonical(cell.item, "region") for cell in rows} & {canonical(word, "region") for word in named}:
        return ""  # its rows are regions
    titled = [word for word in named if any(word.casefold() in cell.title.casefold() for cell in rows[:1])]
    if len(titled) == 1:
        return titled[0]
    items = {canonical(cell.item, "item") for cell in rows}
    indicators = {canonical(cell.indicator, "indicator") for cell in rows}
    told = Counter(claim.region for claim in claims if claim.region.strip() and claim.text
                   and canonical(claim.item, "item") in items
                   and canonical(level_of(parse_indicator(claim.indicator)), "indicator") in indicators)
    if not told:
        return ""
    region, count = min(told.items(), key=lambda each: (-each[1], each[0]))
    return region if count >= _MOST * told.total() else ""
