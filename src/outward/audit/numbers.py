"""A document's printed numbers, as the rules see them: keys, boxes in base units, and the ways to find them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from outward.audit.documents import Cell, Claim, Document
from outward.audit.measures import Measure, measure
from outward.audit.naming import Names, canonical_period
from outward.audit.phrases import AverageGrowth, Change, Growth, Rank, Share, parse_indicator
from outward.audit.printed import Printed, is_missing, read_printed
from outward.audit.prose_units import unit_in
from outward.audit.quantities import quantities

Key = tuple[str, str, str, str]
"""Region, item, period and indicator, by their names in the document."""

_LAST_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）][^()（）]{0,20}$")
_UNIT_SIGN = re.compile(r"^(?:units?|单位|计量单位)\s*[:：]?\s*", re.IGNORECASE)
_COUNTED_ONE_BY_ONE = 1e5  # greater counts are estimates, or were rounded before they were printed
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number: a cell, or a claim with a number.

    ``value``, ``half_width`` and ``step`` are in base units of ``measure``; the other words are names of the document.
    """

    index: int
    id: str
    table: str
    key: Key
    printed: Printed
    measure: Measure
    value: float
    half_width: float
    step: float
    source: Cell | Claim

    @property
    def region(self) -> str:
        """The region's name."""
        return self.key[0]

    @property
    def item(self) -> str:
        """The item's name."""
        return self.key[1]

    @property
    def period(self) -> str:
        """The period, written in the one way."""
        return self.key[2]

    @property
    def indicator(self) -> str:
        """The indicator's name."""
        return self.key[3]

    @property
    def is_claim(self) -> bool:
        """Whether it stands in the prose."""
        return isinstance(self.source, Claim)


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of a document, cells before claims, with their indexes.

    ``values`` and ``half_widths`` are what was printed and its boxes, in base units.
    """

    all: tuple[Number, ...]
    values: tuple[float, ...]
    half_widths: tuple[float, ...]
    names: Names
    unread: tuple[str, ...]
    by_id: Mapping[str, int]
    cells_by_key: Mapping[Key, tuple[int, ...]]
    cells_by_table: Mapping[str, tuple[int, ...]]
    _in_table: Mapping[tuple[str, Key], int] = field(repr=False)

    def in_table(self, table: str, key: Key) -> int | None:
        """Give the index of a table's cell with a key."""
        return self._in_table.get((table, key))

    def near(self, table: str, key: Key) -> int | None:
        """Give the cell with a key: the table's own, else the only one that another table has."""
        found = self._in_table.get((table, key))
        if found is None:
            others = self.cells_by_key.get(key, ())
            return others[0] if others else None
        return found


def numbers_of(document: Document, claims: Sequence[Claim]) -> Numbers:
    """Read every cell and claim of a document that has a number.

    Parameters
    ----------
    document : Document
        The tables; the claims are given apart, for those of sentences have been read by then.
    claims : sequence of Claim
        Those without a text are left out.
    """
    names = Names({
        "region": [(cell.table, cell.region) for cell in document.cells],
        "item": [(cell.table, cell.item) for cell in document.cells],
        "indicator": [(cell.table, cell.indicator) for cell in document.cells],
    })
    cells: list[Number] = []
    unread: list[str] = []
    for cell in document.cells:
        printed = read_printed(cell.text)
        if printed is None:
            if not is_missing(cell.text):
                unread.append(cell.id)
            continue
        cells.append(_number(len(cells), cell, cell.table, printed, _unit_of(cell), names))
    cells = _with_shared_precision(cells)
    readable = [(claim, printed) for claim in claims if (printed := read_printed(claim.text)) is not None]
    numbers = (*cells, *(_number(index, claim, "", printed, claim.unit, names)
                         for index, (claim, printed) in enumerate(readable, start=len(cells))))
    by_key: dict[Key, list[int]] = defaultdict(list)
    by_table: dict[str, list[int]] = defaultdict(list)
    in_table: dict[tuple[str, Key], int] = {}
    for number in numbers[:len(cells)]:
        by_key[number.key].append(number.index)
        by_table[number.table].append(number.index)
        in_table.setdefault((number.table, number.key), number.index)
    return Numbers(numbers, tuple(number.value for number in numbers), tuple(number.half_width for number in numbers),
                   names, tuple(unread), {number.id: number.index for number in numbers},
                   {key: tuple(found) for key, found in by_key.items()},
                   {table: tuple(found) for table, found in by_table.items()}, in_table)


def _unit_of(cell: Cell) -> str:
    """The unit of a cell: its own, what its print or header says, else the title's."""
    if cell.unit:
        return cell.unit
    if "%" in cell.text or "％" in cell.text:
        return "%"
    phrase = parse_indicator(cell.indicator)
    if isinstance(phrase, Growth | Share | AverageGrowth):
        return "%"
    if isinstance(phrase, Rank):
        return "rank"
    return _bracketed(cell.indicator) or unit_in(cell.title) or _bracketed(cell.title)


@lru_cache(maxsize=4096)
def _bracketed(title: str) -> str:
    """What stands in a title's last brackets, where it can be a unit: no year, no remark."""
    found = _LAST_BRACKETS.search(title)
    inner = found[1].strip() if found else ""
    inner = _UNIT_SIGN.sub("", inner)
    return "" if not inner or len(inner) > 30 or _YEAR.search(inner) or inner[0] == "=" else inner


def _number(index: int, source: Cell | Claim, table: str, printed: Printed, unit: str, names: Names) -> Number:
    found = measure(unit)
    if isinstance(source, Claim) and printed.value > 0 and is_fall(source):
        printed = replace(printed, value=-printed.value)
    key = (names.name(source.region, "region"), names.name(source.item, "item"), canonical_period(source.period),
           names.name(source.indicator, "indicator"))
    is_exact = (found.dimension == "rank" or (found.is_count and found.dimension != "persons" and printed.decimals == 0
                                              and abs(printed.value) < _COUNTED_ONE_BY_ONE))
    half = 0.0 if is_exact else printed.half_width
    return Number(index, source.id, table, key, printed, found, printed.value * found.factor, half * found.factor,
                  printed.step * found.factor, source)


def is_fall(claim: Claim) -> bool:
    """Whether a sentence says that the number is a fall, though it is printed without a sign.

    Examples
    --------
    >>> is_fall(Claim("c1", "Exports dropped by 3.7%.", indicator="growth of exports", text="3.7", unit="%"))
    True
    """
    if not isinstance(parse_indicator(claim.indicator), Growth | Change | AverageGrowth):
        return False
    plain = claim.text.strip().rstrip("%％").strip()
    return any(quantity.direction < 0 and quantity.text.rstrip("%％").strip("+-") == plain
               for quantity in quantities(claim.sentence, claim.lang))


def _with_shared_precision(cells: Iterable[Number]) -> list[Number]:
    """Give the cells of a column that drops trailing zeros the column's finest digit: 16 beside 16.97 is 16.00."""
    cells = list(cells)
    columns: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, number in enumerate(cells):
        columns[number.table, number.indicator].append(position)
    for positions in columns.values():
        finest = max(cells[position].printed.decimals for position in positions)
        if finest == 0 or not _drops_zeros([cells[position].printed for position in positions], finest):
            continue
        for position in positions:
            number = cells[position]
            step = number.step * 10.0 ** (number.printed.decimals - finest)
            cells[position] = replace(number, step=step, half_width=min(number.half_width, step / 2))
    return cells


def _drops_zeros(column: Sequence[Printed], finest: int) -> bool:
    """Whether a column's shorter numbers are those that end in zeros: few of them, and no number that ends in one."""
    shorter = sum(printed.decimals < finest for printed in column)
    kept = any(printed.decimals and round(abs(printed.value) / printed.step) % 10 == 0 for printed in column)
    return 0 < shorter <= max(1, 0.3 * len(column)) and not kept
