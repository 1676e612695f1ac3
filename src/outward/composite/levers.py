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
from outward.composite.framework import Framework
from outward.composite.tree import Tree, method_at
from outward.errors import InvalidValueError

_GRID: Final = 201  # points at which a search begins
_HALVINGS: Final = 50  # between two of them
_ALIKE: Final = 1e-12
_LINEAR: Final = ("minmax", "goalposts", "zscore", "distance_to_best", "distance_to_target", "distance_to_reference",
                  "none")


Scorer = Callable[[Floats], Floats]
"""From normalised indicators, shape (n, indicators), to scores of the index, shape (n,)."""


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
    ceiling = _ceiling(evaluation)
    score = _scorer(evaluation)
    alone = [_alone(evaluation, at, column, row, ceiling, score, wanted) for column in range(len(row))
             if not np.isnan(row[column])]
    alone.sort(key=lambda lever: (np.isnan(lever.needed), lever.needed - lever.now, lever.code))
    return Levers(unit, rank, target, wanted - float(evaluation.score[at]), tuple(alone),
                  _together(evaluation, at, row, ceiling, score, wanted))


def _ceiling(evaluation: Evaluation) -> Floats:
    """Give how far each indicator may go: the best value of any unit, or the end of the scale where that is fixed."""
    choices = evaluation.framework.choices
    fixed = choices.number("normalise.high") if choices.word("normalise.method") == "goalposts" else -np.inf
    best = np.maximum(np.nanmax(evaluation.stages.normalised, axis=0), fixed)
    return np.asarray(best, dtype=float)


def _refuse_comparing(evaluation: Evaluation) -> None:
    framework = evaluation.framework
    methods = {method_at(framework, level) for level in framework.levels.values() if level > 1}
    if methods & {"copeland", "outranking", "topsis"} or evaluation.own_weights:
        raise InvalidValueError("the score of a unit depends on all others", f"framework {framework.id}",
                                "Choose a mean (aggregate.levels) and stated weights to ask for levers.")


def _scorer(evaluation: Evaluation) -> Scorer:
    tree = Tree.of(evaluation.framework)
    weights = {code: each.values[None] for code, each in evaluation.weights.items()}

    def score(rows: Floats) -> Floats:
        found: Floats = tree.scores(rows, weights)[tree.index][0]
        return found

    return score


def _alone(evaluation: Evaluation, at: int, column: int, row: Floats, ceiling: Floats, score: Scorer, wanted: float
           ) -> Lever:
    def moved(to: Floats) -> Floats:
        rows = np.tile(row, (len(to), 1))
        rows[:, column] = to
        return score(rows)

    needed = _least(moved, float(row[column]), float(ceiling[column]), wanted)
    return _lever(evaluation, at, column, needed)


def _least(value: Callable[[Floats], Floats], low: float, high: float, wanted: float) -> float:
    """Find the least argument at which a function reaches a value; NaN where it does not.

    It is looked for on a grid first: with a penalty for imbalance, more of one part may cost points.
    """
    grid = np.linspace(low, high, _GRID)
    reached = value(grid) >= wanted - _ALIKE * max(1.0, abs(wanted))
    if not reached.any():
        return float("nan")
    first = int(np.argmax(reached))
    if first == 0:
        return low
    low, high = float(grid[first - 1]), float(grid[first])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if value(np.array([middle]))[0] >= wanted else (middle, high)
    return high


def _together(evaluation: Evaluation, at: int, row: Floats, ceiling: Floats, score: Scorer, wanted: float
              ) -> tuple[Lever, ...]:
    """Find the shortest move of all indicators at once, none beyond its ceiling."""
    movable = ~np.isnan(row) & (ceiling > row)
    slopes = np.where(movable, _slopes(score, row, movable), 0.0)
    if not slopes.max(initial=0.0) > 0:
        return ()
    needed = _along(slopes, row, ceiling, score, wanted)
    if needed is None:
        return ()
    if not _is_linear(evaluation.framework):
        needed = _shorter(needed, row, ceiling, movable, score, wanted)
    chosen = np.flatnonzero(movable & (needed - row > _ALIKE * np.maximum(1.0, np.abs(row))))
    found = [_lever(evaluation, at, int(column), float(needed[column])) for column in chosen]
    return tuple(sorted(found, key=lambda lever: (lever.now - lever.needed, lever.code)))


def _along(slopes: Floats, row: Floats, ceiling: Floats, score: Scorer, wanted: float) -> Floats | None:
    """Move in proportion to slopes, as far as is needed: for a linear score the shortest way (Karush-Kuhn-Tucker)."""
    def moved(lengths: Floats) -> Floats:
        return np.where(slopes > 0, np.minimum(row + lengths[:, None] * slopes, ceiling), row)

    room = np.where(slopes > 0, (ceiling - row) / np.where(slopes > 0, slopes, 1.0), 0.0)
    length = _least(lambda lengths: score(moved(lengths)), 0.0, float(np.nanmax(room)), wanted)
    return None if np.isnan(length) else moved(np.array([length]))[0]


def _shorter(needed: Floats, row: Floats, ceiling: Floats, movable: NDArray[np.bool_], score: Scorer, wanted: float
             ) -> Floats:
    """Shorten a move that suffices, where the score bends: sequential quadratic programming from where it ends."""
    from scipy.optimize import minimize  # 0.1 s to import: only who asks for it pays

    columns = np.flatnonzero(movable)

    def at(moves: Floats) -> Floats:
        changed = row.copy()
        changed[columns] += moves
        return changed

    def length(moves: Floats) -> float:
        return float(moves @ moves)

    def longer(moves: Floats) -> Floats:
        return 2.0 * moves

    def beyond(moves: Floats) -> float:
        return float(score(at(moves)[None])[0]) - wanted

    def steeper(moves: Floats) -> Floats:
        return _slopes(score, at(moves), movable)[columns]

    found = minimize(length, (needed - row)[columns], jac=longer, method="SLSQP",
                     bounds=[(0.0, float(ceiling[column] - row[column])) for column in columns],
                     constraints={"type": "ineq", "fun": beyond, "jac": steeper},
                     options={"maxiter": 200, "ftol": 1e-12})
    moves = np.clip(np.where(movable, at(np.asarray(found.x, dtype=float)) - row, 0.0), 0.0, None)
    tried = _along(moves, row, ceiling, score, wanted)  # to the last digit: the programme stops a little short
    if tried is None:
        return needed
    before, after = needed[columns] - row[columns], tried[columns] - row[columns]
    return tried if after @ after < before @ before else needed


def _slopes(score: Scorer, row: Floats, movable: NDArray[np.bool_]) -> Floats:
    """Give the slope of the score in each indicator that can be moved, 0 for the others; never below 0."""
    columns = np.flatnonzero(movable)
    steps = 1e-6 * np.maximum(1.0, np.abs(row[columns]))
    rows = np.tile(row, (len(columns) + 1, 1))
    rows[np.arange(len(columns)), columns] += steps
    scores = score(rows)
    slopes = np.zeros(len(row))
    slopes[columns] = np.maximum(0.0, (scores[:-1] - scores[-1]) / steps)
    return slopes


def _is_linear(framework: Framework) -> bool:
    return {method_at(framework, level) for level in framework.levels.values() if level > 1} == {"arithmetic"}


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
