"""What moves the ranks: Sobol indices of every factor, by sampling or by enumeration, and each part left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from outward.composite.alternatives import WEIGHTS, Alternatives, Ints
from outward.composite.data import Floats
from outward.composite.evaluation import Evaluation, score
from outward.composite.explanation import place_of
from outward.composite.framework import Node
from outward.composite.ranking import places
from outward.errors import DataGapError

RANK_SHIFT: Final = "mean_abs_rank_shift"
"""The output whose variance is explained: the mean over units of how far they stand from their nominal place."""
_RESAMPLES: Final = 200


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Shares of the variance of an output that factors account for.

    ``first`` is a factor's alone, ``total`` its with all that it takes part in; ``first_error`` and ``total_error`` are
    standard errors from resampling, 0 where every combination was computed.
    """

    target: str  # RANK_SHIFT, or a unit whose place it is
    factors: tuple[str, ...]
    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats
    variance: float  # of the output
    runs: int


def sobol_indices(alternatives: Alternatives, samples: int = 1000, *, units: tuple[str, ...] = ()
                  ) -> tuple[SobolIndices, ...]:
    """Estimate first-order and total indices from ``samples * (factors + 2)`` runs.

    All weights together are one factor, ``weights``. Estimators of Jansen, as Saltelli et al. recommend.

    Parameters
    ----------
    alternatives : Alternatives
        The framework, its data and its evaluation.
    samples : int
        Rows of the base sample.
    units : tuple of str
        Units whose own place is explained beside the mean shift of all.

    Raises
    ------
    DataGapError
        If nothing is varied.
    NotFoundError
        If a unit was not ranked.

    References
    ----------
    Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), "Variance based sensitivity analysis of model
    output", Computer Physics Communications 181, 259-270, table 2 (c) and (f).
    """
    names = [factor.name for factor in alternatives.factors] + ([WEIGHTS] if alternatives.spread else [])
    if not names:
        raise DataGapError("nothing is varied", f"framework {alternatives.framework.id}",
                           "Add [[factor]] tables, or set uncertainty.weight_spread above 0.")
    generator = np.random.default_rng(alternatives.framework.choices.whole("uncertainty.seed"))
    one, other = alternatives.draw(generator, samples), alternatives.draw(generator, samples)
    mixed = [_with_factor(one, other, place) for place in range(len(names))]
    combinations = np.concatenate([each[0] for each in (one, other, *mixed)])
    weights = np.concatenate([each[1] for each in (one, other, *mixed) if each[1] is not None]) \
        if alternatives.spread else None
    outputs = _outputs(alternatives, places(alternatives.scores(combinations, weights)), units)
    return tuple(_estimated(target, tuple(names), values.reshape(len(names) + 2, samples), generator)
                 for target, values in outputs.items())


def _outputs(alternatives: Alternatives, ranks: Ints, units: tuple[str, ...]) -> dict[str, Floats]:
    """Give what is explained, each of shape (runs,): the mean shift, and the places of single units."""
    nominal = alternatives.nominal
    ranked = nominal.rank > 0
    outputs: dict[str, Floats] = {RANK_SHIFT: np.abs(ranks - nominal.rank)[:, ranked].mean(axis=1)}
    for unit in units:
        outputs[unit] = ranks[:, place_of(nominal, unit)].astype(float)
    return outputs


Draw = tuple[np.ndarray, Floats | None]


def _with_factor(one: Draw, other: Draw, place: int) -> Draw:
    """Take a sample with one factor from another sample."""
    combinations, weights = one[0].copy(), one[1]
    if place < combinations.shape[1]:
        combinations[:, place] = other[0][:, place]
    else:
        weights = other[1]
    return combinations, weights


def _estimated(target: str, names: tuple[str, ...], values: Floats, generator: np.random.Generator) -> SobolIndices:
    """Estimate from outputs of shape (factors + 2, samples): the base sample, the other, and one a mixed factor."""
    first, total, variance = _jansen(values)
    draws = generator.integers(values.shape[1], size=(_RESAMPLES, values.shape[1]))
    again = [_jansen(values[:, draw]) for draw in draws]
    return SobolIndices(target, names, first, total, np.std([each[0] for each in again], axis=0, ddof=1),
                        np.std([each[1] for each in again], axis=0, ddof=1), variance, values.size)


def _jansen(values: Floats) -> tuple[Floats, Floats, float]:
    base, other, mixed = values[0], values[1], values[2:]
    variance = float(values[:2].var())
    if variance == 0:
        return np.zeros(len(mixed)), np.zeros(len(mixed)), 0.0
    first = 1.0 - ((other - mixed) ** 2).mean(axis=1) / (2 * variance)
    total = ((base - mixed) ** 2).mean(axis=1) / (2 * variance)
    return first, total, variance


def exact_sobol_indices(alternatives: Alternatives, *, units: tuple[str, ...] = ()) -> tuple[SobolIndices, ...]:
    """Compute the indices of the factors over every combination of their alternatives, all equally likely.

    Weights are the stated ones and cells as they are, so the result is exact: no sample, no error.

    Raises
    ------
    DataGapError
        If the framework states no factor.
    InvalidValueError
        If there are too many combinations.
    """
    names = tuple(factor.name for factor in alternatives.factors)
    if not names:
        raise DataGapError("no factor is stated", f"framework {alternatives.framework.id}", "Add [[factor]] tables.")
    outputs = _outputs(alternatives, places(alternatives.scores(alternatives.combinations())), units)
    shape = tuple(len(factor.alternatives) for factor in alternatives.factors)
    return tuple(_enumerated(target, names, values.reshape(shape)) for target, values in outputs.items())


def _enumerated(target: str, names: tuple[str, ...], values: Floats) -> SobolIndices:
    variance, axes = float(values.var()), tuple(range(values.ndim))
    first, total = np.zeros(len(names)), np.zeros(len(names))
    if variance > 0:
        for place in axes:
            others = tuple(axis for axis in axes if axis != place)
            first[place] = values.mean(axis=others).var() / variance
            total[place] = 1.0 - values.mean(axis=place).var() / variance
    none = np.zeros(len(names))
    return SobolIndices(target, names, first, total, none, none, variance, values.size)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What becomes of the ranks without one node."""

    code: str
    level: int
    mean_shift: float  # places, over units
    ranks: np.ndarray  # (units,)


def leave_one_out(evaluation: Evaluation) -> tuple[LeftOut, ...]:
    """Rank units without each indicator, and without each pillar, in turn.

    A framework's only indicator, or only pillar of the index, is not left out.
    """
    framework = evaluation.framework
    found = []
    for node in framework.nodes:
        if node is framework.index:
            continue
        if _is_all_of_it(evaluation, node):
            continue
        rest = framework.without(node.code)
        kept = [place for place, each in enumerate(framework.indicators) if each in rest.indicators]
        stages = replace(evaluation.stages, normalised=evaluation.stages.normalised[:, kept])
        ranks = score(rest, evaluation.inputs, stages).rank
        found.append(LeftOut(node.code, framework.levels[node.code],
                             float(np.abs(ranks - evaluation.rank).mean()), ranks))
    return tuple(found)


def _is_all_of_it(evaluation: Evaluation, node: Node) -> bool:
    """Say whether nothing that weighs anything would be left of the pillar above, or of one above that."""
    siblings = evaluation.framework.parts[node.parent]
    if len(siblings) == 1:
        parent = evaluation.framework.node(node.parent)
        return parent is evaluation.framework.index or _is_all_of_it(evaluation, parent)
    weights = evaluation.weights[node.parent].values
    return not sum(weight for part, weight in zip(siblings, weights, strict=True) if part is not node) > 0


def spread_of(left_out: tuple[LeftOut, ...], evaluation: Evaluation) -> Mapping[str, tuple[int, int]]:
    """Give the best and worst place of each unit over all parts left out."""
    ranks = np.stack([each.ranks for each in left_out])
    return {unit: (int(column.min()), int(column.max()))
            for unit, column in zip(evaluation.units, ranks.T, strict=True)}
