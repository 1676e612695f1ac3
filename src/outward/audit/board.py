"""The state of an audit: what every number reads now, and which relations fail."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outward.audit.likeness import OutOfLine
from outward.audit.numbers import Numbers
from outward.audit.relations import Relation, Sum, allowed, fails, gap, interval

WORTH_OF_A_RELATION = 8.0  # nats: how unlikely it is that a hard relation holds by luck
WORTH_OF_A_SOFT_ONE = 5.0
WORTH_OF_A_HINT = 2.0
COST_OF_CONSEQUENCES = 0.3  # that derived numbers were computed from the wrong one
COST_OF_EACH = 0.4  # of them, up to the most
MOST_FOR_ALL = 3.5
COST_OF_EACH_IN_ROWS = 0.05  # where whole rows were exchanged: what follows from them came of itself
_LONGEST_CHAIN = 12


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of some numbers does to the relations.

    ``consequences`` are the numbers that must be computed anew, with their new values.
    """

    gain: float
    mended: tuple[int, ...]
    consequences: Mapping[int, float]


class Board:
    """Numbers and relations, and the changes that were made to them."""

    def __init__(self, numbers: Numbers, relations: Sequence[Relation]) -> None:
        self.numbers = numbers
        self.relations = relations
        self.x = list(numbers.values)
        self.half = numbers.half_widths
        about: dict[int, list[int]] = defaultdict(list)
        for position, relation in enumerate(relations):
            for index in relation.numbers:
                about[index].append(position)
        self.about: Mapping[int, list[int]] = about
        self.retired: set[int] = set()
        out = {position for position in range(len(relations)) if self._fails(position)}
        self.failing = {position for position in out if not relations[position].is_hint}
        self.hinting = out - self.failing

    def _fails(self, position: int) -> bool:
        return position not in self.retired and fails(self.relations[position], self.x, self.half)

    def worth(self, position: int) -> float:
        """What it is worth that a relation holds."""
        relation = self.relations[position]
        return WORTH_OF_A_HINT if relation.is_hint else WORTH_OF_A_SOFT_ONE if relation.is_soft else WORTH_OF_A_RELATION

    def allowed(self, position: int, index: int) -> tuple[float, float]:
        """The interval in which a number must lie for a relation to hold, the others as they read now."""
        relation = self.relations[position]
        if isinstance(relation.formula, OutOfLine):
            return relation.formula.room(index, self.x)
        if index == relation.target or isinstance(relation.formula, Sum):
            return self._allowed_straight(relation, index)
        return allowed(relation, index, self.x, self.half)

    def _allowed_straight(self, relation: Relation, index: int) -> tuple[float, float]:
        miss, slack = gap(relation, self.x, self.half)
        slope = -1.0 if index == relation.target else next(c for i, c in relation.formula.terms if i == index)  # type: ignore[attr-defined]
        if math.isnan(miss):
            return math.nan, math.nan
        return interval(relation.sense, slope, self.x[index] - miss / slope, slack / abs(slope))

    def effect(self, changes: Mapping[int, float], cost: float) -> Effect:
        """Try changes, with what follows from them, and put everything back."""
        kept = {index: self.x[index] for index in changes}
        consequences: dict[int, float] = {}
        try:
            for index, value in changes.items():
                self.x[index] = value
            self._follow(set(changes), changes, consequences, kept)
            touched = sorted({position for index in kept for position in self.about.get(index, ())})
            mended, broken = [], []
            for position in touched:
                is_failing = self._fails(position)
                was_failing = position in self.failing or position in self.hinting
                if was_failing and not is_failing:
                    mended.append(position)
                elif is_failing and not was_failing:
                    broken.append(position)
        finally:
            for index, value in kept.items():
                self.x[index] = value
        gain = (sum(map(self.worth, mended)) - sum(map(self.worth, broken)) - cost
                - self._cost_of_consequences(len(changes), len(consequences)))
        return Effect(gain, tuple(mended), consequences)

    def _cost_of_consequences(self, changes: int, consequences: int) -> float:
        if not consequences:
            return 0.0
        each = COST_OF_EACH if changes <= 2 else COST_OF_EACH_IN_ROWS
        return min(MOST_FOR_ALL, COST_OF_CONSEQUENCES + each * consequences)

    def _follow(self, changed: set[int], changes: Mapping[int, float], consequences: dict[int, float],
                kept: dict[int, float], depth: int = 0) -> None:
        """Compute anew what was computed from the changed numbers, where that mends more than it breaks."""
        if depth == _LONGEST_CHAIN:
            return
        moved: set[int] = set()
        for position in sorted({position for index in changed for position in self.about.get(index, ())}):
            relation = self.relations[position]
            target = relation.target
            if (relation.sense != "=" or relation.is_soft or target < 0 or target in changes or target in consequences
                    or position in self.failing or not self._fails(position)):
                continue
            value = self._recomputed(relation)
            before = self.x[target]
            others = [other for other in self.about[target] if other != position and self._is_judge(other, target)]
            balance = -sum(self._fails(other) for other in others)
            self.x[target] = value
            balance += sum(self._fails(other) for other in others)
            if self._fails(position) or balance > 0:
                self.x[target] = before
                continue
            kept.setdefault(target, before)
            consequences[target] = value
            moved.add(target)
        if moved:
            self._follow(moved, changes, consequences, kept, depth + 1)

    def _is_judge(self, position: int, index: int) -> bool:
        """Whether a relation can speak against a number, rather than follow from it."""
        relation = self.relations[position]
        return relation.target == index or relation.sense != "="

    def _recomputed(self, relation: Relation) -> float:
        """The formula's value, rounded as the target is printed."""
        value, _ = relation.formula.evaluate(self.x)
        step = self.numbers.all[relation.target].step
        return round(value / step) * step

    def apply(self, changes: Mapping[int, float]) -> None:
        """Make changes for good."""
        for index, value in changes.items():
            self.x[index] = value
        for position in {position for index in changes for position in self.about.get(index, ())}:
            known = self.hinting if self.relations[position].is_hint else self.failing
            if self._fails(position):
                known.add(position)
            else:
                known.discard(position)

    def retire(self, positions: Iterable[int]) -> None:
        """Count relations no longer: they have been told, or are a matter of definition."""
        self.retired.update(positions)
        self.failing.difference_update(self.retired)
