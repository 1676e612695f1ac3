"""The tree of a framework, ready to be aggregated many times with many weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from outward.composite.aggregation import aggregate
from outward.composite.data import Floats
from outward.composite.framework import Framework

RunWeights = Mapping[str, Floats]
"""Weights of each pillar's parts, shape (runs, parts), relative to one another."""

_COLLAPSING = ("arithmetic", "geometric", "harmonic", "power")


@dataclass(frozen=True, slots=True)
class _Node:
    pillar: str
    method: str
    columns: tuple[int, ...]  # of the indicators among its parts
    pillars: tuple[str, ...]  # the pillars among its parts, which come after them


@dataclass(frozen=True)
class Tree:
    """How indicators make up pillars, and pillars the index, by which rule."""

    nodes: tuple[_Node, ...]  # parts before what they make up
    index: str
    count: int  # of indicators
    power: float
    availability: float

    @classmethod
    def of(cls, framework: Framework) -> Tree:
        """Make the tree of a framework with its choices."""
        codes = {each.code: place for place, each in enumerate(framework.indicators)}
        nodes = []
        for pillar in framework.upward:
            parts = [part.code for part in framework.parts[pillar.code]]
            leaves = [code for code in parts if code in codes]
            above = [code for code in parts if code not in codes]
            nodes.append(_Node(pillar.code, method_at(framework, framework.levels[pillar.code]),
                               tuple(codes[code] for code in leaves), tuple(above)))
        return cls(tuple(nodes), framework.index.code, len(codes), framework.choices.number("aggregate.power"),
                   framework.choices.number("aggregate.availability"))

    def parts(self, node: _Node, values: Floats, scores: Mapping[str, Floats]) -> Floats:
        """Give the parts of a node: (units, parts), or (runs, units, parts) where pillars differ by run."""
        leaves = values[..., node.columns]
        if not node.pillars:
            return leaves
        above = np.stack([scores[code] for code in node.pillars], axis=-1)  # (runs, units, pillars)
        if above.shape[0] == 1 and values.ndim == 2:
            above = above[0]
        elif values.ndim == 2:
            leaves = np.broadcast_to(leaves, (above.shape[0], *leaves.shape))
        return np.concatenate([leaves, above], axis=-1)

    def score(self, node: _Node, parts: Floats, weights: Floats) -> Floats:
        """Aggregate the parts of a node, shape (runs, units)."""
        return aggregate(parts, weights, node.method, power=self.power, availability=self.availability,
                         where=f"pillar {node.pillar}")

    def scores(self, values: Floats, weights: RunWeights, fixed: Mapping[str, Floats] | None = None
               ) -> dict[str, Floats]:
        """Score every pillar, each of shape (runs, units).

        Parameters
        ----------
        values : array, shape (units, indicators) or (runs, units, indicators)
            Normalised; NaN where missing.
        weights : mapping
            Pillar to weights of its parts.
        fixed : mapping, optional
            Pillars whose scores are given, shape (1, units): those where each unit has weights of its own.
        """
        runs = max(len(weights[self.index]), len(values) if values.ndim == 3 else 1)
        scores: dict[str, Floats] = {}
        for node in self.nodes:
            if fixed and node.pillar in fixed:
                scores[node.pillar] = np.broadcast_to(fixed[node.pillar], (runs, fixed[node.pillar].shape[1]))
                continue
            scores[node.pillar] = self.score(node, self.parts(node, values, scores), weights[node.pillar])
        return scores

    def index_scores(self, values: Floats, weights: RunWeights, fixed: Mapping[str, Floats] | None = None) -> Floats:
        """Score the index alone, shape (runs, units); a tree of one kind of mean without gaps is one product."""
        methods = {node.method for node in self.nodes}
        if fixed:
            return self.scores(values, weights, fixed)[self.index]
        if values.ndim == 2 and len(methods) == 1 and methods <= set(_COLLAPSING) and not np.isnan(values).any():
            return aggregate(values, self.effective(weights), methods.pop(), power=self.power, where="the index")
        return self.scores(values, weights)[self.index]

    def effective(self, weights: RunWeights) -> Floats:
        """Multiply weights down the tree: those of indicators in the index, shape (runs, indicators), summing to 1."""
        effective = np.empty((len(weights[self.index]), self.count))
        down: dict[str, Floats] = {self.index: np.ones((len(effective), 1))}
        for node in reversed(self.nodes):
            shares = weights[node.pillar] / weights[node.pillar].sum(axis=1, keepdims=True) * down[node.pillar]
            leaves = len(node.columns)
            effective[:, node.columns] = shares[:, :leaves]
            down |= {pillar: shares[:, leaves + place, None] for place, pillar in enumerate(node.pillars)}
        return effective


def method_at(framework: Framework, level: int) -> str:
    """Give the rule of a level: the last that is named holds for all levels above."""
    methods = framework.choices.word("aggregate.levels").split(",")
    return methods[min(level - 2, len(methods) - 1)]
