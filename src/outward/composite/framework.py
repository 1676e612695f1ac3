"""The framework of an index: which indicators stand under which pillars, with weights, directions and choices.

Frozen, without any I/O: ``specification`` reads it from a TOML text and writes it back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from outward.composite.choices import Choices, Value
from outward.errors import InvalidValueError
from outward.vocabulary.labels import Label

Direction = Literal[1, -1]
Transform = Literal["", "ln"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of the data that indicators are made of."""

    code: str
    name: Label
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the framework: a variable, or one divided by another.

    ``value = factor * numerator / denominator``, where the sums over sectors are taken before the division; with
    ``transform = "ln"`` its natural logarithm, for what matters in proportion (an income twice as high).
    """

    code: str
    name: Label
    parent: str
    weight: float = 1.0
    direction: Direction = 1
    numerator: str = ""  # a variable; its own code where empty
    denominator: str = ""
    factor: float = 1.0
    unit: str = ""
    transform: Transform = ""
    goalposts: tuple[float, float] | None = None  # lowest and highest value, in the indicator's unit
    target: float | None = None  # in the indicator's unit
    source: str = ""
    note: Label = field(default_factory=lambda: Label(""))

    @property
    def variable(self) -> str:
        """The variable that it is, or that is divided."""
        return self.numerator or self.code

    def transformed(self, value: float) -> float:
        """Give a value of its unit as the index takes it."""
        return math.log(value) if self.transform == "ln" else value

    def in_unit(self, value: float) -> float:
        """Give a value as the index takes it in its unit."""
        return math.exp(value) if self.transform == "ln" else value


@dataclass(frozen=True, slots=True)
class Pillar:
    """A node above indicators or other pillars; the index itself is the one without a parent."""

    code: str
    name: Label
    parent: str = ""
    weight: float = 1.0


Node = Indicator | Pillar


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that could have been decided otherwise: each alternative is a set of choices."""

    name: str
    alternatives: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """How one expert shares out points among the parts of a pillar."""

    expert: str
    parent: str
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One judgement of the analytic hierarchy process: ``better`` matters ``ratio`` times as much as ``than``."""

    parent: str
    better: str
    than: str
    ratio: float


@dataclass(frozen=True)
class Framework:
    """What an index consists of, and every choice with which it is computed.

    Parameters
    ----------
    id : str
        Its name in files and addresses.
    name : Label
        What it is called.
    units : Label
        What is ranked, in the plural: provinces, countries.
    indicators, pillars : tuple
        The tree. Exactly one pillar has no parent: the index.
    variables : tuple of Variable
        Columns of the data beside those that are called as an indicator is: denominators above all.
    groupings : tuple of Variable
        Columns of the data that hold words: groups for imputation.
    coverages : mapping
        Statistical coverage to the sectors (or other coverages) that are added up for it.
    """

    id: str
    name: Label
    indicators: tuple[Indicator, ...]
    pillars: tuple[Pillar, ...]
    units: Label = field(default_factory=lambda: Label("units", "评价对象"))
    are_regions: bool = False  # whether units are regions of the vocabulary
    description: Label = field(default_factory=lambda: Label(""))
    variables: tuple[Variable, ...] = ()
    groupings: tuple[Variable, ...] = ()
    coverages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    factors: tuple[Factor, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    def __hash__(self) -> int:
        return hash((self.id, self.indicators, self.pillars, self.choices))

    @cached_property
    def index(self) -> Pillar:
        """The pillar at the top."""
        return next(pillar for pillar in self.pillars if not pillar.parent)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The indicators, then the pillars."""
        return self.indicators + self.pillars

    @cached_property
    def parts(self) -> Mapping[str, tuple[Node, ...]]:
        """What stands directly under each pillar, in the order of the framework."""
        return {pillar.code: tuple(node for node in self.nodes if node.parent == pillar.code)
                for pillar in self.pillars}

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """The height of each node: 1 for an indicator, one more than its highest part for a pillar."""
        heights = {indicator.code: 1 for indicator in self.indicators}

        def height(code: str) -> int:
            if code not in heights:
                heights[code] = 1 + max(height(part.code) for part in self.parts[code])
            return heights[code]

        for pillar in self.pillars:
            height(pillar.code)
        return heights

    @cached_property
    def upward(self) -> tuple[Pillar, ...]:
        """The pillars, parts before what they make up."""
        return tuple(sorted(self.pillars, key=lambda pillar: self.levels[pillar.code]))

    @cached_property
    def pillar_of(self) -> Mapping[str, str]:
        """The pillar just under the index to which each indicator belongs; its own code if none lies between."""
        parents = {node.code: node.parent for node in self.nodes}
        tops = {}
        for indicator in self.indicators:
            code = indicator.code
            while parents[code] != self.index.code:
                code = parents[code]
            tops[indicator.code] = code
        return tops

    @property
    def needed(self) -> tuple[str, ...]:
        """The variables that the data must hold."""
        codes = [code for indicator in self.indicators for code in (indicator.variable, indicator.denominator) if code]
        return tuple(dict.fromkeys(codes))

    def node(self, code: str) -> Node:
        """Give a node."""
        return next(node for node in self.nodes if node.code == code)

    def with_choices(self, given: Mapping[str, object]) -> Framework:
        """Give this framework with other choices.

        Raises
        ------
        UnknownCodeError, InvalidValueError
            If a key or value is none that is taken.
        """
        return replace(self, choices=self.choices.changed(given)) if given else self

    def with_weights(self, weights: Mapping[str, float]) -> Framework:
        """Give this framework with other weights for the nodes that are named.

        Raises
        ------
        InvalidValueError
            If a weight is below 0, or the parts of a pillar all weigh 0.
        """
        for code, weight in weights.items():
            if not 0 <= weight < math.inf:
                raise InvalidValueError(f"the weight is {weight:g}", f"framework {self.id}, {code}", "Give 0 or more.")
        indicators = tuple(replace(each, weight=weights[each.code]) if each.code in weights else each
                           for each in self.indicators)
        pillars = tuple(replace(each, weight=weights[each.code]) if each.code in weights else each
                        for each in self.pillars)
        changed = replace(self, indicators=indicators, pillars=pillars)
        for pillar in changed.pillars:
            if not sum(part.weight for part in changed.parts[pillar.code]) > 0:
                raise InvalidValueError(f"the parts of {pillar.code!r} all weigh 0", f"framework {self.id}",
                                        "Give one of them a weight.")
        return changed

    def without(self, code: str) -> Framework:
        """Give this framework without a node and what stands beneath it; a pillar left without parts goes with it."""
        gone = {code}
        for pillar in reversed(self.upward):
            if pillar.parent in gone:
                gone.add(pillar.code)
        indicators = tuple(each for each in self.indicators if each.code not in gone and each.parent not in gone)
        kept = {each.parent for each in indicators}
        for pillar in self.upward:
            if pillar.code in kept:
                kept.add(pillar.parent)
        pillars = tuple(each for each in self.pillars if each.code in kept)
        left = {each.code for each in indicators} | {each.code for each in pillars}
        allocations = tuple(replace(each, points={part: points for part, points in each.points.items() if part in left})
                            for each in self.allocations if each.parent in left)
        return replace(self, indicators=indicators, pillars=pillars,
                       allocations=tuple(each for each in allocations if sum(each.points.values()) > 0),
                       comparisons=tuple(each for each in self.comparisons if {each.better, each.than} <= left))
