"""What must hold between printed numbers, as formulas with slopes.

A relation compares a formula of some numbers with a target: another number, or a constant such as 100. It fails where
the two are further apart than the boxes of all its numbers allow; the slack is the sum of every number's half width
times the formula's slope in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Values = Sequence[float]
Slopes = tuple[tuple[int, float], ...]

_GENEROSITY = 1.02  # second-order terms of the slack
_FLOAT = 1e-9  # of the size of what is compared: the noise of binary fractions


class Formula(Protocol):
    """Computes a value from numbers by index, and how steeply it changes with each."""

    @property
    def inputs(self) -> tuple[int, ...]:
        """Indexes of the numbers that it reads."""

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        """Give the value and the slope in each input; the value is nan where it is not defined."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of numbers with coefficients, and a constant."""

    terms: tuple[tuple[int, float], ...]
    constant: float = 0.0

    @classmethod
    def of(cls, *indexes: int) -> Sum:
        """Numbers added, in base units, whatever was printed."""
        return cls(tuple((index, 1.0) for index in indexes))

    @property
    def inputs(self) -> tuple[int, ...]:
        return tuple(index for index, _ in self.terms)

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        value = self.constant
        for index, factor in self.terms:
            value += factor * x[index]
        return value, self.terms


@dataclass(frozen=True, slots=True)
class Quotient:
    """``scale * above / below + offset``: shares, ratios, growth (offset -100), averages."""

    above: Formula
    below: Formula
    scale: float = 1.0
    offset: float = 0.0

    @property
    def inputs(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self.above.inputs, *self.below.inputs)))

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        above, slopes_above = self.above.evaluate(x)
        below, slopes_below = self.below.evaluate(x)
        if below == 0:
            return math.nan, ()
        quotient = self.scale * above / below
        slopes: dict[int, float] = {}
        for index, slope in slopes_above:
            slopes[index] = slopes.get(index, 0.0) + self.scale * slope / below
        for index, slope in slopes_below:
            slopes[index] = slopes.get(index, 0.0) - quotient * slope / below
        return quotient + self.offset, tuple(slopes.items())


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """The mean of some numbers weighted by others."""

    weights: tuple[int, ...]
    numbers: tuple[int, ...]

    @property
    def inputs(self) -> tuple[int, ...]:
        return (*self.weights, *self.numbers)

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        whole = math.fsum(x[index] for index in self.weights)
        if whole == 0:
            return math.nan, ()
        mean = math.fsum(x[w] * x[n] for w, n in zip(self.weights, self.numbers, strict=True)) / whole
        return mean, (*((w, (x[n] - mean) / whole) for w, n in zip(self.weights, self.numbers, strict=True)),
                      *((n, x[w] / whole) for w, n in zip(self.weights, self.numbers, strict=True)))


@dataclass(frozen=True, slots=True)
class Scaled:
    """A formula times a factor, plus an offset."""

    of: Formula
    factor: float
    offset: float = 0.0

    @property
    def inputs(self) -> tuple[int, ...]:
        return self.of.inputs

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        value, slopes = self.of.evaluate(x)
        return value * self.factor + self.offset, tuple((index, slope * self.factor) for index, slope in slopes)


@dataclass(frozen=True, slots=True)
class Difference:
    """One formula less another."""

    left: Formula
    right: Formula

    @property
    def inputs(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self.left.inputs, *self.right.inputs)))

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        left, slopes_left = self.left.evaluate(x)
        right, slopes_right = self.right.evaluate(x)
        slopes = dict(slopes_left)
        for index, slope in slopes_right:
            slopes[index] = slopes.get(index, 0.0) - slope
        return left - right, tuple(slopes.items())


@dataclass(frozen=True, slots=True)
class CompoundGrowth:
    """The average growth over some years, in per cent: ``100 * ((last / first) ** (1 / years) - 1)``."""

    last: Formula
    first: Formula
    years: int

    @property
    def inputs(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self.last.inputs, *self.first.inputs)))

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        last, slopes_last = self.last.evaluate(x)
        first, slopes_first = self.first.evaluate(x)
        if first <= 0 or last <= 0:
            return math.nan, ()
        factor = (last / first) ** (1 / self.years)
        slopes: dict[int, float] = {}
        for index, slope in slopes_last:
            slopes[index] = slopes.get(index, 0.0) + 100 * factor / self.years / last * slope
        for index, slope in slopes_first:
            slopes[index] = slopes.get(index, 0.0) - 100 * factor / self.years / first * slope
        return 100 * (factor - 1), tuple(slopes.items())


@dataclass(frozen=True, slots=True)
class RankOf:
    """The place of one number among others, the greatest first."""

    own: int
    among: tuple[int, ...]

    @property
    def inputs(self) -> tuple[int, ...]:
        """The numbers that are ranked."""
        return self.among

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        """Give the rank; it has no slope."""
        return 1.0 + sum(x[index] > x[self.own] for index in self.among), ()


Sense = Literal["=", "<=", ">="]


@dataclass(frozen=True, slots=True)
class Relation:
    """A formula that must meet a target.

    Parameters
    ----------
    rule : str
        The rule's name.
    formula : Formula
        What is computed.
    target : int
        Index of the number that it must meet; -1 for ``constant``.
    sense : {"=", "<=", ">="}
        ``<=``: the formula is at most the target.
    band : float
        What is allowed beyond rounding, in the target's base unit; ``relative_band`` times the target comes on top.
    group : str
        The fact, claim or table pair that it comes from: relations of one group fail together where a definition is
        not what was thought.
    is_soft : bool
        Whether a failure makes a value unlikely, not impossible.
    is_hint : bool
        Whether it only decides between repairs.
    """

    rule: str
    formula: Formula
    target: int
    constant: float = 0.0
    sense: Sense = "="
    band: float = 0.0
    relative_band: float = 0.0
    group: str = ""
    is_soft: bool = False
    is_hint: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        """Indexes of all its numbers, the target first."""
        return self.formula.inputs if self.target < 0 else (self.target, *self.formula.inputs)


def gap(relation: Relation, x: Values, half: Values) -> tuple[float, float]:
    """Give by how much a relation misses (formula less target), and the slack that rounding allows.

    Examples
    --------
    >>> total = Relation("total", Sum(((0, 1.0), (1, 1.0))), 2)
    >>> miss, slack = gap(total, [120.5, 79.4, 198.9], [0.05, 0.05, 0.05])
    >>> round(miss, 6), round(slack, 3)
    (1.0, 0.153)
    """
    value, slopes = relation.formula.evaluate(x)
    target = relation.constant if relation.target < 0 else x[relation.target]
    own = 0.0 if relation.target < 0 else half[relation.target]
    slack = own
    for index, slope in slopes:
        slack += abs(slope) * half[index]
    slack = slack * _GENEROSITY + relation.band + relation.relative_band * abs(target)
    return value - target, slack + _FLOAT * max(abs(value), abs(target))


def fails(relation: Relation, x: Values, half: Values) -> bool:
    """Whether a relation cannot hold for any values in the boxes."""
    miss, slack = gap(relation, x, half)
    if math.isnan(miss):
        return False
    if relation.sense == "=":
        return abs(miss) > slack
    return miss > slack if relation.sense == "<=" else -miss > slack


def allowed(relation: Relation, index: int, x: list[float], half: Values) -> tuple[float, float]:
    """Give the interval in which one number must lie for a relation to hold, the others as they are.

    Returns
    -------
    tuple of float
        Least and greatest value; (nan, nan) where no value of this number can mend the relation.
    """
    kept = x[index]
    sign = -1.0 if index == relation.target else 0.0
    try:
        for _ in range(40):
            miss, slack = gap(relation, x, half)
            slope = sign + sum(s for i, s in relation.formula.evaluate(x)[1] if i == index)
            if slope == 0 or math.isnan(miss):
                return math.nan, math.nan
            step = miss / slope
            if x[index] * (x[index] - step) <= 0 and step != x[index]:
                step = 0.8 * x[index]  # a denominator overshoots: go towards zero, not through it
            x[index] -= step
            if abs(step) <= 1e-12 * max(abs(x[index]), abs(step), 1e-300) or abs(miss) < 1e-3 * slack:
                break
        miss, slack = gap(relation, x, half)
        if math.isnan(miss) or abs(miss) > slack:
            return math.nan, math.nan
        middle, width = x[index], slack / abs(slope)
    finally:
        x[index] = kept
    return interval(relation.sense, slope, middle, width)


def interval(sense: Sense, slope: float, middle: float, width: float) -> tuple[float, float]:
    """Give where a number must lie about the value at which a relation holds exactly: open where it bounds one side."""
    if sense == "=":
        return middle - width, middle + width
    return (-math.inf, middle + width) if (slope > 0) == (sense == "<=") else (middle - width, math.inf)
