"""The numbers about a number: of its row, its column, its other years, and of other tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from outward.audit.board import Board
from outward.audit.misprints import Way
from outward.audit.numbers import Number, Numbers

_MOST_OF_A_ROW = 4  # columns that one is computed from


class Neighbours:
    """The numbers about a number: of its row, its column, its other years, and of other tables."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers.all
        self.cells = [number for number in numbers.all if not number.is_claim]
        self.by_dimension: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self.rows: dict[tuple[str, str, str, str], dict[str, int]] = defaultdict(dict)
        self.columns: dict[tuple[str, str, str], dict[tuple[str, str], int]] = defaultdict(dict)
        self.texts: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.by_indicator: dict[str, list[Number]] = defaultdict(list)
        for number in self.cells:
            self.by_indicator[number.indicator].append(number)
        for number in numbers.all:
            self.by_dimension[number.measure.dimension].append((number.value, number.index))
            if number.is_claim:
                continue
            self.rows[number.table, *number.key[:3]][number.indicator] = number.index
            self.columns[number.table, number.indicator, number.period][number.region, number.item] = number.index
            self.texts[number.table, number.printed.text.strip()].append(number.index)
        for values in self.by_dimension.values():
            values.sort()

    def copied_from(self, number: Number) -> Way | None:
        """Whether a number's very text stands in the year before or after, or in the row above or below."""
        if len(number.printed.text.strip().rstrip("%")) < 3:
            return None
        if number.is_claim:
            return self._quoted_from(number)
        for index in self.texts[number.table, number.printed.text.strip()]:
            other = self.numbers[index]
            if index != number.index and other.indicator == number.indicator:
                return "other year" if other.key[:2] == number.key[:2] else "copy"
        return None

    def _quoted_from(self, number: Number) -> Way | None:
        """Whether a claim quotes another year's cell of its indicator, or another row's."""
        for other in self.by_indicator.get(number.indicator, ()):
            if abs(other.value - number.value) <= number.half_width + other.half_width and other.key != number.key:
                return "other year" if other.key[:2] == number.key[:2] else "copy"
        return None

    def exchanges(self, x: list[float], index: int, low: float,
                  high: float) -> Iterator[tuple[Mapping[int, float], Way]]:
        """Numbers that print what this one should: exchanged with it, alone or with their rows, columns or years."""
        number = self.numbers[index]
        values = self.by_dimension[number.measure.dimension]
        start, end = bisect_left(values, (low, -1)), bisect_right(values, (high, len(self.numbers)))
        for _, other_index in values[start:min(end, start + 12)]:
            other = self.numbers[other_index]
            if other_index == index or x[other_index] == x[index] or number.is_claim != other.is_claim:
                continue
            yield {index: x[other_index], other_index: x[index]}, "exchange"
            if not number.is_claim:
                yield from self._together(x, number, other)

    def _together(self, x: list[float], a: Number, b: Number) -> Iterator[tuple[Mapping[int, float], Way]]:
        row_a, row_b = self.rows[a.table, *a.key[:3]], self.rows[b.table, *b.key[:3]]
        if a.indicator == b.indicator and row_a is not row_b:
            shared = row_a.keys() & row_b.keys()
            if len(shared) > 1:
                yield self._swap(x, ((row_a[word], row_b[word]) for word in shared)), (
                    "row exchange" if a.table == b.table else "table exchange")
        if a.table == b.table and a.indicator != b.indicator and a.key[:3] == b.key[:3]:
            yield self.column_swap(x, (a.table, a.indicator), (b.table, b.indicator)), "column exchange"
        if a.table == b.table and a.indicator == b.indicator and a.key[:2] == b.key[:2] and a.period != b.period:
            here, there = (self.columns[a.table, a.indicator, each.period] for each in (a, b))
            yield self._swap(x, ((here[key], there[key]) for key in here.keys() & there.keys())), "year exchange"

    def column_pairs(self, board: Board) -> list[tuple[tuple[str, str], tuple[str, str]]]:
        """Columns of one table and unit, of which one fails, or is computed with, in more than half of its rows."""
        failing: dict[tuple[str, str], set[int]] = defaultdict(set)
        sizes: dict[tuple[str, str], int] = defaultdict(int)
        for number in self.cells:
            sizes[number.table, number.indicator] += 1
        for position in board.failing:
            relation = board.relations[position]
            target, inputs = relation.target, relation.formula.inputs
            if target < 0 or self.numbers[target].is_claim:
                continue
            between = inputs if len(inputs) <= _MOST_OF_A_ROW else ()
            for number in (self.numbers[index] for index in (target, *between)):
                if number.index == target or number.indicator != self.numbers[target].indicator:
                    failing[number.table, number.indicator].add(number.index)
        dimensions = {(number.table, number.indicator): number.measure.dimension for number in self.cells}
        wrong = sorted(one for one in failing if len(failing[one]) > max(2, sizes[one] / 2))
        return [(one, other) for one in wrong for other in sorted(sizes)
                if other[0] == one[0] and other[1] != one[1] and dimensions[one] == dimensions[other]
                and (other not in wrong or one < other)]

    def label_swaps(self, board: Board) -> list[Mapping[int, float]]:
        """For groups of sums of which most fail: the rows of the total exchanged with those of each part."""
        groups: dict[str, list[int]] = defaultdict(list)
        for position, relation in enumerate(board.relations):
            if relation.rule in ("region_total", "total") and position not in board.retired:
                groups[relation.group].append(position)
        swaps: dict[frozenset[int], Mapping[int, float]] = {}
        for positions in groups.values():
            failing = [position for position in positions if position in board.failing]
            if len(failing) < 2 or len(failing) <= len(positions) / 2:
                continue
            relation = board.relations[failing[0]]
            total = self.numbers[relation.target]
            for index in relation.formula.inputs:
                part = self.numbers[index]
                swap = self._label_swap(board.x, total, part)
                swaps.setdefault(frozenset(swap), swap)
        return list(swaps.values())

    def _label_swap(self, x: list[float], a: Number, b: Number) -> Mapping[int, float]:
        """Exchange all rows of two labels of a table: two regions, or two items."""
        at = 1 if a.region != b.region else 2
        pairs = []
        for key, row in self.rows.items():
            if key[0] == a.table and key[at] == a.key[at - 1]:
                other = self.rows.get((*key[:at], b.key[at - 1], *key[at + 1:]))  # type: ignore[arg-type]
                pairs += [(row[word], other[word]) for word in row.keys() & other.keys()] if other else []
        return self._swap(x, pairs)

    def column_swap(self, x: list[float], one: tuple[str, str], other: tuple[str, str]) -> Mapping[int, float]:
        """Exchange two columns of a table in every row that has both."""
        return self._swap(x, ((row[one[1]], row[other[1]]) for key, row in self.rows.items()
                              if key[0] == one[0] and one[1] in row and other[1] in row))

    def _swap(self, x: list[float], pairs: Iterable[tuple[int, int]]) -> Mapping[int, float]:
        changes: dict[int, float] = {}
        for one, other in sorted(pairs):
            if x[one] != x[other]:
                changes[one], changes[other] = x[other], x[one]
        return changes
