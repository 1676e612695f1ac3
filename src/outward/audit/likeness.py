"""What moves together: twins, related indicators, and the rows of a region beside its nation's, as soft relations.

Each compares the logarithm of a ratio with that of its like. The tested pair is left out of its own yardstick, and
there is a floor below which nothing is told.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from outward.audit.documents import Fact
from outward.audit.facts import group_of, words_of
from outward.audit.numbers import Number, Numbers
from outward.audit.relations import Relation, Slopes, Values

_RELATED_FLOOR = 1.1  # in logs: a threefold
_TWIN_FLOOR = 0.10
_FOUND_FLOOR = 0.5  # of what nobody declared to be nearly equal
_ALONE = 0.25  # of twins that have one other pair, or none, beside them
_SPREADS = 4.0  # median absolute deviations
_HINTING_SPREADS = 2.5
_DEVIATIONS = 3.2  # standard deviations
_FEWEST_SIBLINGS = 4


@dataclass(frozen=True, slots=True)
class OutOfLine:
    """By how much the log ratio of two numbers leaves that of other pairs, beyond what these do themselves.

    Parameters
    ----------
    above, below : int
        The two numbers.
    others : tuple of (int, int)
        The pairs that they are compared with.
    floor : float
        In logs: less is never told.
    spreads : float
        How many median absolute deviations of the others are in line.
    """

    above: int
    below: int
    others: tuple[tuple[int, int], ...]
    floor: float
    spreads: float = _SPREADS

    @property
    def inputs(self) -> tuple[int, ...]:
        """The two numbers; the yardstick is trusted."""
        return self.above, self.below

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        """Give the excess, and its slopes; nan where a logarithm does not exist."""
        if x[self.above] <= 0 or x[self.below] <= 0:
            return math.nan, ()
        middle, threshold = self.yardstick(x)
        deviation = math.log(x[self.above] / x[self.below]) - middle
        excess = math.copysign(max(0.0, abs(deviation) - threshold), deviation)
        return excess, ((self.above, 1 / x[self.above]), (self.below, -1 / x[self.below]))

    def yardstick(self, x: Values) -> tuple[float, float]:
        """The usual log ratio, and how far one may lie from it."""
        logs = [math.log(x[a] / x[b]) for a, b in self.others if x[a] > 0 and x[b] > 0]
        if len(logs) < 2:
            return (0.0, max(self.floor, _ALONE)) if self.floor < _RELATED_FLOOR else (0.0, math.inf)
        middle = statistics.median(logs)
        spread = statistics.median(abs(each - middle) for each in logs)
        usual = _DEVIATIONS * _deviation(logs) if self.floor < _RELATED_FLOOR else 0.0
        return middle, max(self.floor, self.spreads * spread, usual)

    def room(self, index: int, x: Values) -> tuple[float, float]:
        """The interval in which one of the two would be in line."""
        middle, threshold = self.yardstick(x)
        if index == self.above:
            return x[self.below] * math.exp(middle - threshold), x[self.below] * math.exp(middle + threshold)
        return x[self.above] / math.exp(middle + threshold), x[self.above] / math.exp(middle - threshold)


def _deviation(logs: Sequence[float]) -> float:
    """The standard deviation; that of the standard library is exact and ten times slower."""
    mean = math.fsum(logs) / len(logs)
    return math.sqrt(math.fsum((each - mean) ** 2 for each in logs) / len(logs))


def likeness(facts: Sequence[Fact], numbers: Numbers) -> list[Relation]:
    """Give the soft relations that facts of kinds ``twin``, ``related`` and ``region_part_of`` state.

    Returns
    -------
    list of Relation
        ``twin`` and ``related`` make a value unlikely. Siblings (one indicator of a region beside the nation's, over
        the items) are hints: they decide between repairs, and are never told by themselves.
    """
    wholes: dict[str, str] = {}
    for fact in sorted(facts, key=lambda fact: not fact.declared):
        if fact.kind == "region_part_of":
            part, whole = (numbers.names.name(str(fact.keys[key]), "region") for key in ("part", "whole"))
            wholes.setdefault(part, whole)
    found: list[Relation] = []
    for position, fact in enumerate(facts):
        group = group_of(fact.kind, position, fact)
        if fact.kind == "twin":
            found += _twins(numbers, fact, group)
        elif fact.kind == "related":
            found += _related(numbers, fact, wholes, group)
    return found + list(_siblings(numbers, wholes))


_Row = tuple[str, str, str, str]


def _columns(numbers: Numbers, words: Iterable[str]) -> list[dict[_Row, int]]:
    """For each indicator, its numbers by table, region, item and period."""
    found = []
    for word in words:
        name = numbers.names.name(word, "indicator")
        found.append({(number.table, *number.key[:3]): number.index for number in numbers.all
                      if number.indicator == name and number.value > 0})
    return found


def _twins(numbers: Numbers, fact: Fact, group: str) -> Iterator[Relation]:
    """Two indicators that are nearly equal by definition."""
    for one, other in combinations(_columns(numbers, words_of(fact.keys["indicators"])), 2):
        pairs = [(one[row], other[row]) for row in sorted(one.keys() & other.keys())]
        if not pairs:  # no row prints both: the same quantity of two tables
            by_key = {row[1:]: index for row, index in other.items()}
            pairs = [(index, by_key[row[1:]]) for row, index in sorted(one.items()) if row[1:] in by_key]
        yield from _compared(pairs, "twin", _TWIN_FLOOR if fact.declared else _FOUND_FLOOR, group)


def _compared(pairs: Sequence[tuple[int, int]], rule: str, floor: float, group: str, *,
              is_hint: bool = False) -> Iterator[Relation]:
    for at, (above, below) in enumerate(pairs):
        others = (*pairs[:at], *pairs[at + 1:])
        formula = OutOfLine(above, below, others, floor, _HINTING_SPREADS if is_hint else _SPREADS)
        yield Relation(rule, formula, -1, group=group, is_soft=True, is_hint=is_hint)


def _related(numbers: Numbers, fact: Fact, wholes: Mapping[str, str], group: str) -> Iterator[Relation]:
    """A row's share of its whole should be alike across related indicators."""
    names = {numbers.names.name(word, "indicator") for word in words_of(fact.keys["indicators"])}
    rows: dict[_Row, list[tuple[int, int]]] = defaultdict(list)
    for number, whole in _parts(numbers, wholes):
        if number.indicator in names:
            rows[number.table, *number.key[:3]].append((number.index, whole))
    for pairs in rows.values():
        if len(pairs) >= 3:
            yield from _compared(pairs, "related", _RELATED_FLOOR, group)


def _siblings(numbers: Numbers, wholes: Mapping[str, str]) -> Iterator[Relation]:
    """A column's shares of the whole should be of one order across items."""
    columns: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, whole in _parts(numbers, wholes):
        columns[number.table, number.region, number.period, number.indicator].append((number.index, whole))
    for key, pairs in columns.items():
        if len(pairs) >= _FEWEST_SIBLINGS:
            yield from _compared(pairs, "related", _RELATED_FLOOR, f"siblings:{':'.join(key)}", is_hint=True)


def _parts(numbers: Numbers, wholes: Mapping[str, str]) -> Iterator[tuple[Number, int]]:
    """Amounts of a region, each with that of its whole."""
    for number in numbers.all:
        if number.is_claim or number.region not in wholes or not number.measure.is_level or number.value <= 0:
            continue
        whole = numbers.near(number.table, (wholes[number.region], *number.key[1:]))
        if whole is not None and numbers.all[whole].value > 0:
            yield number, whole
