"""What could have been decided otherwise: every combination of alternatives, and many runs of an index over them.

Only the steps before weighting cost time, and few of their states exist: each is prepared once, and all runs that share
it, its weights and its rules are one product of matrices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.composite.choices import Value, WordChoice, choice
from outward.composite.data import Floats, IndexData, Inputs, inputs_of
from outward.composite.evaluation import (
    Evaluation,
    Stages,
    evaluate,
    normalised_anew,
    prepare,
    score,
    stated_weights,
)
from outward.composite.framework import Factor, Framework
from outward.composite.noise import noisy_normalised
from outward.composite.tree import Tree
from outward.errors import InvalidValueError, OutwardError

Ints = NDArray[np.int64]

WEIGHTS: Final = "weights"
"""The name of the factor that stands for all weights together."""
_TAKING: Final = ("data.", "impute.")  # steps whose choices decide on the values that are taken
_TREATING: Final = (*_TAKING, "treat.")
_UPSTREAM: Final = (*_TREATING, "normalise.")
_MOST_CELLS: Final = 1_000_000  # scores, or noisy cells, in memory at once
_MOST_COMBINATIONS: Final = 20_000


@dataclass(frozen=True)
class State:
    """One combination of alternatives, prepared: everything but the weights of a run."""

    framework: Framework
    inputs: Inputs
    stages: Stages
    tree: Tree
    weights: Mapping[str, Floats]  # (1, parts)
    fixed: Mapping[str, Floats]  # pillar -> (1, units), where each unit has its own weights and a run's say nothing


@dataclass
class Alternatives:
    """The alternatives of a framework around its evaluation with the stated choices.

    Parameters
    ----------
    data : IndexData
        What is known of the units; the units that the nominal evaluation scored are scored in every run.
    nominal : Evaluation
        With the choices that the framework states.
    """

    data: IndexData
    nominal: Evaluation
    _states: dict[tuple[int, ...], State] = field(default_factory=dict)
    _prepared: list[tuple[Framework, Inputs, Stages]] = field(default_factory=list)

    @classmethod
    def of(cls, framework: Framework, data: IndexData, nominal: Evaluation | None = None) -> Alternatives:
        """Evaluate a framework, and stand ready to vary it."""
        return cls(data, evaluate(framework, data) if nominal is None else nominal)

    @property
    def framework(self) -> Framework:
        """The framework with its stated choices."""
        return self.nominal.framework

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What the framework says could have been decided otherwise."""
        return self.framework.factors

    @property
    def spread(self) -> float:
        """How far each weight may move, as a share of it."""
        return self.framework.choices.number("uncertainty.weight_spread")

    @property
    def weighted(self) -> tuple[str, ...]:
        """The nodes whose weights are varied: those that have siblings."""
        return tuple(part.code for pillar in self.framework.upward for part in self.framework.parts[pillar.code]
                     if len(self.framework.parts[pillar.code]) > 1)

    @property
    def has_noise(self) -> bool:
        """Whether cells are varied within the standard errors that the data state."""
        wanted = self.framework.choices.word("uncertainty.noise") == "standard_error"
        return wanted and bool(np.nan_to_num(self.nominal.inputs.standard_errors).any())

    def combinations(self) -> Ints:
        """Give every combination of alternatives, shape (combinations, factors).

        Raises
        ------
        InvalidValueError
            If there are more than can be enumerated.
        """
        counts = [len(factor.alternatives) for factor in self.factors]
        if prod(counts) > _MOST_COMBINATIONS:
            raise InvalidValueError(f"{prod(counts):,} combinations of alternatives", f"framework {self.framework.id}",
                                    "Sample them instead, or state fewer alternatives.")
        return np.array(list(product(*map(range, counts))), dtype=np.int64).reshape(prod(counts), len(counts))

    def state(self, combination: Sequence[int]) -> State:
        """Prepare one combination; it is kept."""
        key = tuple(int(place) for place in combination)
        if key not in self._states:
            self._states[key] = self._combined(key)
        return self._states[key]

    def _combined(self, key: tuple[int, ...]) -> State:
        changes: dict[str, Value] = {}
        for factor, place in zip(self.factors, key, strict=True):
            changes |= factor.alternatives[place]
        framework = self.framework.with_choices(changes)
        try:
            return self._state_of(framework)
        except OutwardError as error:
            told = ", ".join(f"{name}={value}" for name, value in changes.items())
            raise type(error)(error.what, f"{error.where}, with {told}", error.mend) from error

    def _state_of(self, framework: Framework) -> State:
        inputs, stages = self._prepare(framework)
        weights = stated_weights(framework)
        fixed: dict[str, Floats] = {}
        if weights is None:
            evaluation = score(framework, inputs, stages)
            weights = evaluation.weights
            fixed = {code: evaluation.scores[code][None] for code in evaluation.own_weights}
        return State(framework, inputs, stages, Tree.of(framework),
                     {code: each.values[None] for code, each in weights.items()}, fixed)

    def _prepare(self, framework: Framework) -> tuple[Inputs, Stages]:
        """Take the steps before weighting, as far as no other state has taken the same."""
        if not self._prepared:
            self._prepared.append((self.framework, self.nominal.inputs, self.nominal.stages))
        for other, inputs, stages in self._prepared:
            if _alike(framework, other, _UPSTREAM):
                return inputs, stages
        for other, inputs, stages in self._prepared:
            if _alike(framework, other, _TREATING):
                found = inputs, normalised_anew(framework, inputs, stages)
                break
        else:
            inputs = self._inputs(framework)
            found = inputs, prepare(framework, inputs)
        self._prepared.append((framework, *found))
        return found

    def _inputs(self, framework: Framework) -> Inputs:
        """Take the data of the units that the nominal evaluation scored."""
        for other, inputs, _ in self._prepared:
            if _alike(framework, other, _TAKING):
                return inputs
        inputs = inputs_of(self.data, framework)
        scored = set(self.nominal.units)
        return inputs.without([unit for unit in inputs.units if unit not in scored])

    def scores(self, combinations: Ints, weight_factors: Floats | None = None,
               generator: np.random.Generator | None = None) -> Floats:
        """Score the index in many runs at once.

        Parameters
        ----------
        combinations : array of int, shape (runs, factors)
            Which alternative of each factor a run takes.
        weight_factors : array, shape (runs, weighted nodes), optional
            What each node's weight is multiplied by, in the order of ``weighted``.
        generator : numpy.random.Generator, optional
            Draws the noise of the cells; without one the data are taken as they are.

        Returns
        -------
        array, shape (runs, units)
        """
        scores = np.empty((len(combinations), len(self.nominal.units)))
        for state, runs in self._grouped(combinations):
            step = max(1, _MOST_CELLS // (scores.shape[1] * (len(self.framework.indicators) if generator else 1)))
            for first in range(0, len(runs), step):
                some = runs[first:first + step]
                varied = None if weight_factors is None else weight_factors[some]
                scores[some] = self._scores_of(state, len(some), varied, generator)
        return scores

    def _grouped(self, combinations: Ints) -> Iterator[tuple[State, Ints]]:
        if not combinations.shape[1]:
            yield self.state(()), np.arange(len(combinations))
            return
        sizes = [len(factor.alternatives) for factor in self.factors]
        flat = np.ravel_multi_index(tuple(combinations.T), sizes)
        order = np.argsort(flat, kind="stable")
        starts = np.flatnonzero(np.diff(flat[order], prepend=-1))
        for runs in np.split(order, starts[1:]):
            yield self.state(combinations[runs[0]]), runs

    def _scores_of(self, state: State, runs: int, weight_factors: Floats | None,
                   generator: np.random.Generator | None) -> Floats:
        weights = state.weights if weight_factors is None else self._varied(state.weights, weight_factors)
        if generator is None:
            found = state.tree.index_scores(state.stages.normalised, weights, state.fixed)
            return np.broadcast_to(found, (runs, found.shape[1]))
        values = noisy_normalised(state.framework, state.inputs, state.stages, generator, runs)
        if weight_factors is None:
            weights = {code: np.broadcast_to(each, (runs, each.shape[1])) for code, each in weights.items()}
        return state.tree.index_scores(values, weights, state.fixed)

    def _varied(self, weights: Mapping[str, Floats], weight_factors: Floats) -> dict[str, Floats]:
        """Multiply the weights of every pillar's parts, shape (runs, parts)."""
        varied: dict[str, Floats] = {}
        at = 0
        for pillar in self.framework.upward:
            parts = weights[pillar.code]
            if parts.shape[1] > 1:
                varied[pillar.code] = parts * weight_factors[:, at:at + parts.shape[1]]
                at += parts.shape[1]
            else:
                varied[pillar.code] = np.broadcast_to(parts, (len(weight_factors), 1))
        return varied

    def draw(self, generator: np.random.Generator, runs: int) -> tuple[Ints, Floats | None]:
        """Draw the alternatives and weights of some runs."""
        combinations = np.column_stack([generator.integers(len(factor.alternatives), size=runs)
                                        for factor in self.factors]) if self.factors else np.empty((runs, 0), int)
        if not self.spread:
            return combinations, None
        return combinations, generator.uniform(1 - self.spread, 1 + self.spread, (runs, len(self.weighted)))


def possible(framework: Framework, data: IndexData) -> tuple[Framework, tuple[str, ...]]:
    """Leave out alternatives that fill gaps by a grouping of which the data have no word.

    Returns
    -------
    (Framework, tuple of str)
        The framework without them, and the groupings that are wanting. A factor left with one alternative is none.
    """
    known = {grouping for _, grouping in data.groups}
    wanting: dict[str, None] = {}
    factors = []
    for factor in framework.factors:
        kept = []
        for alternative in factor.alternatives:
            group = str(alternative.get("impute.group", ""))
            if group and group not in known:
                wanting[group] = None
            else:
                kept.append(alternative)
        if len(kept) > 1:
            factors.append(Factor(factor.name, tuple(kept)))
    return (replace(framework, factors=tuple(factors)), tuple(wanting)) if wanting else (framework, ())


def unvaried(framework: Framework) -> tuple[str, ...]:
    """Name the factors whose alternatives do not hold the method that is chosen: bands then say nothing of it.

    A rank may lie outside its own band there. Numbers beside a method, such as the ends of a scale, do not count.
    """
    def holds(alternative: Mapping[str, Value]) -> bool:
        methods = {key for key in alternative if isinstance(choice(key), WordChoice)}
        return all(framework.choices[key] == alternative[key] for key in methods or set(alternative))

    return tuple(factor.name for factor in framework.factors if not any(map(holds, factor.alternatives)))


def _alike(one: Framework, other: Framework, steps: tuple[str, ...]) -> bool:
    """Say whether two frameworks make the same choices in some steps."""
    def stated(framework: Framework) -> dict[str, Value]:
        return {key: value for key, value in framework.choices.stated.items() if key.startswith(steps)}

    return stated(one) == stated(other)
