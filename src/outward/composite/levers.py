"""The least change with which a unit reaches a rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.composite.data import Floats
from outward.composite.evaluation import Evaluation
from outward.composite.explanation import place_of
from outward.composite.tree import Tree, method_at
from outward.errors import InvalidValueError

_STEPS: Final = 60  # halvings of a search
_LINEAR: Final = ("minmax", "goalposts", "zscore", "distance_to_best", "distance_to_target", "distance_to_reference",
                  "none")


@dataclass(frozen=True, slots=True)
class Lever:
    """One indicator moved alone, all else as it is."""

    code: str
    now: float  # normalised
    needed: float  # normalised; NaN where not even the best of the scale is enough
    now_in_unit: float  # as the indicator is measured
    needed_in_unit: float  # NaN where it cannot be said: after a logarithm, or for methods of ranks


@dataclass(frozen=True)
class Levers:
    """What brings a unit to a rank."""

    unit: str
    rank: int  # its own
    target: int  # the rank that is asked for
    gap: float  # points of the index that are missing
    alone: tuple[Lever, ...]  # each indicator by itself, the least move first, those that do not suffice last
    together: tuple[Lever, ...]  # the least move (sum of squares) of all at once; empty where no move is enough


def levers(evaluation: Evaluation, unit: str, target: int) -> Levers:
    """Find the least change of a unit's indicators with which it reaches a rank, all other units staying as they are.

    An indicator moves up to the best end of the scale at most (the best value of any unit, or the upper goalpost). The
    other units keep their scores: the ends of the scale stay where they are.

    Parameters
    ----------
    evaluation : Evaluation
        With means at every level.
    unit : str
        One that was scored.
    target : int
        The rank to be reached, better than its own.

    Raises
    ------
    InvalidValueError
        If the target is not better than the rank that it has, or a level only compares units.
    NotFoundError
        If the unit was not scored.
    """
    at = place_of(evaluation, unit)
    rank = int(evaluation.rank[at])
    if not 1 <= target < rank:
        raise InvalidValueError(f"{unit} stands at {rank}", f"levers to rank {target}",
                                f"Ask for a rank from 1 to {rank - 1}." if rank > 1 else "It is the first already.")
    _refuse_comparing(evaluation)
    others = np.delete(evaluation.score, at)
    others = np.sort(others[~np.isnan(others)])[::-1]
    wanted = float(others[target - 1])  # equals share the better place
    row = evaluation.stages.normalised[at]
    ceiling = np.fmax(np.nanmax(evaluation.stages.normalised, axis=0), row)
    score = _scorer(evaluation)
    alone = [_alone(evaluation, at, column, row, ceiling, score, wanted) for column in range(len(row))
             if not np.isnan(row[column])]
    alone.sort(key=lambda lever: (np.isnan(lever.needed), lever.needed - lever.now, lever.code))
    return Levers(unit, rank, target, wanted - float(evaluation.score[at]), tuple(alone),
                  _together(evaluation, at, row, ceiling, score, wanted))


def _refuse_comparing(evaluation: Evaluation) -> None:
    framework = evaluation.framework
    methods = {method_at(framework, level) for level in framework.levels.values() if level > 1}
    if methods & {"copeland", "outranking", "topsis"} or evaluation.own_weights:
        raise InvalidValueError("the score of a unit depends on all others", f"framework {framework.id}",
                                "Choose a mean (aggregate.levels) and stated weights to ask for levers.")


def _scorer(evaluation: Evaluation) -> Callable[[Floats], float]:
    tree = Tree.of(evaluation.framework)
    weights = {code: each.values[None] for code, each in evaluation.weights.items()}

    def score(row: Floats) -> float:
        return float(tree.scores(row[None], weights)[tree.index][0, 0])

    return score


def _alone(evaluation: Evaluation, at: int, column: int, row: Floats, ceiling: Floats, score: Callable[[Floats], float],
           wanted: float) -> Lever:
    def moved(to: float) -> float:
        changed = row.copy()
        changed[column] = to
        return score(changed)

    needed = _least(moved, float(row[column]), float(ceiling[column]), wanted)
    return _lever(evaluation, at, column, needed)


def _least(value: Callable[[float], float], low: float, high: float, wanted: float) -> float:
    """Find the least argument at which a rising function reaches a value; NaN where it does not."""
    if value(high) < wanted - 1e-12 * max(1.0, abs(wanted)):
        return float("nan")
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if value(middle) >= wanted else (middle, high)
    return high


def _together(evaluation: Evaluation, at: int, row: Floats, ceiling: Floats, score: Callable[[Floats], float],
              wanted: float) -> tuple[Lever, ...]:
    """Move along the steepest ascent, in proportion to each indicator's slope, none beyond its ceiling."""
    movable = ~np.isnan(row)
    slopes = _slopes(score, row, ceiling, movable)
    if not slopes.max() > 0:
        return ()

    def moved(length: float) -> float:
        return score(np.where(movable, np.minimum(row + length * slopes, ceiling), row))

    room = np.where(slopes > 0, (ceiling - row) / np.where(slopes > 0, slopes, 1.0), 0.0)
    length = _least(moved, 0.0, float(np.nanmax(room)), wanted)
    if np.isnan(length):
        return ()
    needed = np.minimum(row + length * slopes, ceiling)
    chosen = [column for column in np.flatnonzero(movable) if needed[column] > row[column]]
    found = [_lever(evaluation, at, int(column), float(needed[column])) for column in chosen]
    return tuple(sorted(found, key=lambda lever: (lever.now - lever.needed, lever.code)))


def _slopes(score: Callable[[Floats], float], row: Floats, ceiling: Floats, movable: NDArray[np.bool_]) -> Floats:
    base, slopes = score(row), np.zeros(len(row))
    for column in np.flatnonzero(movable):
        step = 1e-6 * max(1.0, float(ceiling[column] - row[column]))
        changed = row.copy()
        changed[column] += step
        slopes[column] = max(0.0, (score(changed) - base) / step)
    return slopes


def _lever(evaluation: Evaluation, at: int, column: int, needed: float) -> Lever:
    stages = evaluation.stages
    now, own = float(stages.normalised[at, column]), float(stages.imputed[at, column])
    indicator = evaluation.framework.indicators[column]
    return Lever(indicator.code, now, needed, indicator.in_unit(own), _in_unit(evaluation, column, needed))


def _in_unit(evaluation: Evaluation, column: int, needed: float) -> float:
    """Turn a normalised value back into the indicator's unit, along the line that normalisation is."""
    stages = evaluation.stages
    if (np.isnan(needed) or stages.treatments[column].logged
            or evaluation.framework.choices.word("normalise.method") not in _LINEAR):
        return float("nan")
    x, y = stages.treated[:, column], stages.normalised[:, column]
    low, high = int(np.nanargmin(y)), int(np.nanargmax(y))
    if y[high] == y[low]:
        return float("nan")
    value = float(x[low] + (needed - y[low]) * (x[high] - x[low]) / (y[high] - y[low]))
    return evaluation.framework.indicators[column].in_unit(value)
