"""Where the error is: the change of fewest and likeliest misprints that mends most of what fails.

Candidates come from the intervals that failing relations leave to each of their numbers, and from an error model; each
is tried with its consequences. The best is made, and so on until no change is worth its cost.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from outward.audit.board import Board, Effect
from outward.audit.misprints import COSTS, Way, readings
from outward.audit.neighbours import Neighbours
from outward.audit.relations import gap

_TOGETHER = ("row exchange", "column exchange", "year exchange", "table exchange")
_TIE = 1.0  # nats: closer rivals are told together
_PROSE_IS_CHEAPER = 0.8
_QUOTED_WRONGLY = 1.55  # a claim that prints another row's number: as likely, the rows are exchanged
_RESULT_IS_CHEAPER = 0.2  # what was computed is a little more often wrong than what it was computed from
_MOST_ROUNDS = 200
_MOST_AT_ONCE = 40  # failing relations that one round looks at: a table of which everything fails is no table
_FARTHEST = 3.0  # nats: rounding errors are not normal far out
_MOST_INPUTS = 60  # of a number that was computed: beyond, its inputs are not asked
_MOST_NUMBERS = 400  # of one failing relation: beyond, only its target is asked


@dataclass(frozen=True, slots=True)
class Repair:
    """A change that explains failures.

    Parameters
    ----------
    changes : mapping of int to float
        What the wrong numbers read instead, in base units.
    way : str
        By which way they went wrong.
    effect : Effect
        What the change mends, breaks and entails.
    rivals : tuple of Repair
        Other changes that explain about as much.
    """

    changes: Mapping[int, float]
    way: Way
    effect: Effect
    rivals: tuple[Repair, ...] = field(default=())

    @property
    def gain(self) -> float:
        """In nats, the cost of the misprint taken off."""
        return self.effect.gain

    @property
    def outcome(self) -> Mapping[int, float]:
        """What the wrong numbers read instead, and those that follow from them."""
        return {**self.changes, **self.effect.consequences}


@dataclass(frozen=True, slots=True)
class Localised:
    """The repairs in the order in which they were made, and the relations that nothing mends."""

    repairs: tuple[Repair, ...]
    left: tuple[int, ...]


def localise(board: Board) -> Localised:
    """Repair a board until nothing that fails can be mended at a gain.

    The board is changed; ties are broken by the ids of the numbers, so that runs are identical.
    """
    made: list[Repair] = []
    if not board.failing:
        return Localised((), ())
    neighbours = Neighbours(board.numbers)
    for _ in range(_MOST_ROUNDS):
        if not board.failing:
            break
        candidates = _candidates(board, neighbours)
        if not candidates or candidates[0].gain <= 0:
            break
        best = candidates[0]
        rivals = tuple(each for each in _distinct(candidates[1:], best) if best.gain - each.gain < _TIE
                       and set(each.effect.mended) & set(best.effect.mended))
        made.append(Repair(best.changes, best.way, best.effect, rivals))
        board.apply(best.outcome)
    return Localised(tuple(made), tuple(sorted(board.failing)))


def _distinct(candidates: Iterable[Repair], best: Repair) -> list[Repair]:
    """The best candidate of each set of numbers, but those of the best."""
    seen = {frozenset(best.changes)}
    found = []
    for each in candidates:
        if frozenset(each.changes) not in seen:
            seen.add(frozenset(each.changes))
            found.append(each)
    return found


def _candidates(board: Board, neighbours: Neighbours) -> list[Repair]:
    tried: dict[tuple[tuple[int, ...], Way], Repair] = {}
    for changes, way, cost in _proposals(board, neighbours):
        key = (tuple(sorted(changes)), way)
        effect = board.effect(changes, cost)
        if way == "exchange" and not _says_something(board, effect):
            continue  # many numbers would do: that one mends a sum says nothing
        if way in _TOGETHER and len(effect.mended) < 2 and not _says_something(board, effect):
            continue
        if key not in tried or tried[key].gain < effect.gain:
            tried[key] = Repair(changes, way, effect)
    numbers = board.numbers.all
    return sorted((each for each in tried.values()
                   if any(not board.relations[position].is_hint for position in each.effect.mended)),
                  key=lambda each: (-round(each.gain, 9), len(each.changes), each.way,
                                    tuple(sorted(numbers[index].id for index in each.changes))))


def _says_something(board: Board, effect: Effect) -> bool:
    """Whether an exchange of two numbers mends more than luck would: two rules, or a claim that quotes one of them."""
    relations = [board.relations[position] for position in effect.mended]
    if len(relations) == 1:
        return relations[0].rule == "claim" and len(relations[0].numbers) == 2
    return any(not relation.is_soft for relation in relations)


def _proposals(board: Board, neighbours: Neighbours) -> Iterator[tuple[Mapping[int, float], Way, float]]:
    """Every change worth trying; exchanges once."""
    failing: dict[int, list[int]] = defaultdict(list)
    for position in sorted(board.failing)[:_MOST_AT_ONCE]:
        relation = board.relations[position]
        members = relation.numbers if len(relation.numbers) <= _MOST_NUMBERS else relation.numbers[:1]
        for index in members:
            failing[index].append(position)
    exchanged: set[frozenset[int]] = set()
    for index in sorted(failing):
        intervals = _intervals(board, index, failing[index])
        for interval in intervals:
            yield from _single(board, neighbours, index, interval)
            for changes, way in neighbours.exchanges(board.x, index, interval.low, interval.high):
                key = frozenset(changes)
                if key not in exchanged:
                    exchanged.add(key)
                    yield changes, way, COSTS[way]
        yield from _upstream(board, neighbours, index, intervals[:2], failing)


def _upstream(board: Board, neighbours: Neighbours, index: int, intervals: Iterable[_Interval],
              failing: Container[int]) -> Iterator[tuple[Mapping[int, float], Way, float]]:
    """What a number was computed from: if an input is wrong, the number follows from it and is wrong too."""
    if board.x[index] != board.numbers.all[index].value:
        return
    for position in board.about[index]:
        relation = board.relations[position]
        if (relation.target != index or position in board.failing or relation.sense != "=" or relation.is_soft
                or len(relation.numbers) > _MOST_INPUTS):
            continue
        slopes = dict(relation.formula.evaluate(board.x)[1])
        slack = gap(relation, board.x, board.half)[1]
        for interval in intervals:
            for source, slope in sorted(slopes.items()):
                number = board.numbers.all[source]
                if slope == 0 or source in failing or number.is_claim or board.x[source] != number.value:
                    continue
                ends = sorted(board.x[source] + (end - board.x[index]) / slope
                              for end in (interval.low - slack, interval.high + slack))
                factor = number.measure.factor
                solved = _snapped(ends[0], ends[1], number.step)
                if solved is not None:
                    way = neighbours.copied_from(number) or "unknown"
                    yield {source: solved}, way, COSTS[way]
                for reading in readings(number.printed, ends[0] / factor, ends[1] / factor, number.step / factor)[:3]:
                    yield {source: reading.value * factor}, reading.way, reading.cost


@dataclass(frozen=True, slots=True)
class _Interval:
    """Where a number must lie, and where in it most likely.

    ``spread`` is the standard deviation of the sum of the other numbers' rounding errors.
    """

    low: float
    high: float
    middle: float
    spread: float

    def unlikelihood(self, value: float) -> float:
        """In nats, by how much a value is less likely than the middle."""
        if not math.isfinite(self.middle) or self.spread <= 0:
            return 0.0
        return min(_FARTHEST, ((value - self.middle) / self.spread) ** 2 / 2)


def _intervals(board: Board, index: int, positions: list[int]) -> list[_Interval]:
    """Where most of a number's failing relations would hold together: the best interval, then each alone."""
    found = []
    for position in positions:
        low, high = board.allowed(position, index)
        if not math.isnan(low):
            count = len(board.relations[position].numbers)
            found.append(_Interval(low, high, (low + high) / 2, (high - low) / 2 / math.sqrt(3 * count)))
    if not found:
        return []
    edges = sorted({each.low for each in found})
    edge = max(edges, key=lambda edge: (sum(each.low <= edge <= each.high for each in found), -edge))
    together = [each for each in found if each.low <= edge <= each.high]
    sharpest = min(together, key=lambda each: each.high - each.low)
    best = _Interval(edge, min(each.high for each in together), sharpest.middle, sharpest.spread)
    others = [each for each in found if len(together) == 1 and each is not sharpest]
    return [best, *sorted(others, key=lambda each: (each.low, each.high))][:4]


def _single(board: Board, neighbours: Neighbours, index: int,
            interval: _Interval) -> Iterator[tuple[Mapping[int, float], Way, float]]:
    """One number, changed to what it may have been."""
    number = board.numbers.all[index]
    factor = number.measure.factor
    cheaper = _PROSE_IS_CHEAPER if number.is_claim else 0.0
    if any(board.relations[position].target == index for position in board.about[index] if position in board.failing):
        cheaper += _RESULT_IS_CHEAPER
    if board.x[index] == number.value:
        is_open = math.isinf(interval.low) or math.isinf(interval.high)
        for reading in readings(number.printed, interval.low / factor, interval.high / factor,
                                number.step / factor)[:6]:
            if is_open and reading.way == "sign":
                continue  # any negative number is less than its whole
            value = reading.value * factor
            yield {index: value}, reading.way, reading.cost - cheaper + interval.unlikelihood(value)
    snapped = _snapped(interval.low, interval.high, number.step)
    if snapped is None:
        return
    way: Way = neighbours.copied_from(number) or "unknown"
    dearer = _QUOTED_WRONGLY if number.is_claim and way != "unknown" else 0.0
    yield {index: snapped}, way, COSTS[way] - cheaper + dearer


def _snapped(low: float, high: float, step: float) -> float | None:
    """The printable number nearest to an interval's middle; nearest to its end where the other is open."""
    if math.isinf(low) or math.isinf(high):
        end = low if math.isinf(high) else high
        if math.isinf(end):
            return None
        return (math.ceil(end / step) if math.isinf(high) else math.floor(end / step)) * step
    return round((low + high) / 2 / step) * step
