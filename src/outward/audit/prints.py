"""What a print shows by itself: digits wrongly grouped, counts with decimals, ranks that are none, units left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from outward.audit.documents import Severity
from outward.audit.numbers import Number, Numbers
from outward.audit.phrases import Change, parse_indicator

_UNIT_LEFT_OUT = re.compile(r"without (?:its|a|the) (?:scale|unit)|unit (?:is )?(?:not printed|missing|not stated)|"
                            r"(?:单位|计量单位)(?:未注明|缺失|不详)|未注明(?:计量)?单位", re.IGNORECASE)
_MOST_OF_A_COLUMN = 0.5


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding that needs no other number; ``numbers`` are its suspects and its evidence, by index."""

    rule: str
    severity: Severity
    numbers: tuple[int, ...]
    repair: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


def remarks(numbers: Numbers) -> list[Remark]:
    """Give what the prints of a document show, column by column."""
    return [*_groupings(numbers), *_ranks(numbers), *_decimals(numbers), *_units(numbers)]


def _groupings(numbers: Numbers) -> Iterator[Remark]:
    """``3,4512`` is no number of thousands; a table that parts by fours throughout has its own way."""
    own_way = {table for table, indexes in numbers.cells_by_table.items()
               if _is_the_tables_way([numbers.all[index] for index in indexes])}
    for number in numbers.all:
        if number.printed.misgrouped and number.table not in own_way:
            text = f"{number.printed.value:,.{number.printed.decimals}f}"
            yield Remark("digit_grouping", "error", (number.index,), {number.id: text})


def _is_the_tables_way(cells: list[Number]) -> bool:
    grouped = [cell.printed for cell in cells if cell.printed.grouped]
    return len(grouped) > 2 and sum(printed.misgrouped for printed in grouped) > len(grouped) / 2


def _ranks(numbers: Numbers) -> Iterator[Remark]:
    for number in numbers.all:
        value = number.printed.value
        if number.measure.dimension != "rank" or isinstance(parse_indicator(number.source.indicator), Change):
            continue  # a fall by six places is read as -6, and is no rank
        if value < 1 or value != int(value):
            yield Remark("rank", "error", (number.index,))


def _decimals(numbers: Numbers) -> Iterator[Remark]:
    """Whole things with decimals: where a whole column has them, its name or unit is another's."""
    columns: dict[tuple[str, str], list[Number]] = defaultdict(list)
    for number in numbers.all:
        if number.measure.is_count and number.measure.dimension not in ("persons", "rank"):
            columns[number.table, number.indicator].append(number)
    for column in columns.values():
        broken = [number for number in column if number.printed.decimals and number.printed.value % 1]
        if len(broken) > max(1, _MOST_OF_A_COLUMN * len(column)):
            shown = ", ".join(number.printed.text.strip() for number in broken[:6])
            yield Remark("whole_counts", "error", tuple(number.index for number in broken), lines=(shown,))
        else:
            for number in broken:
                yield Remark("whole_counts", "error", (number.index,), lines=(number.printed.text.strip(),))


def _units(numbers: Numbers) -> Iterator[Remark]:
    """Numbers whose source says no unit, or no scale: one remark for each table, and for each claim."""
    tables: dict[str, list[int]] = defaultdict(list)
    for number in numbers.all:
        if _UNIT_LEFT_OUT.search(number.source.note):
            tables[number.table or number.id].append(number.index)
    for table, indexes in tables.items():
        if table in numbers.cells_by_table:
            yield Remark("missing_unit", "info", tuple(indexes))
        else:
            yield Remark("missing_unit", "warning", tuple(indexes), lines=(_as_printed(numbers.all[indexes[0]]),))


def _as_printed(number: Number) -> str:
    return f"{number.printed.text.strip()} ({number.source.unit or '?'})"
