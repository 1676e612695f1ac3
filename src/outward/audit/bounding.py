"""How many numbers of a document must be wrong at least, for its sums to hold."""

from __future__ import annotations

import math
from collections.abc import Sequence

from outward.audit.board import Board
from outward.audit.bound import LinearEdit, fewest_wrong
from outward.audit.relations import Relation, Sum, fails

_MOST_NUMBERS = 1500  # of one search; beyond, failing sums without a common number are counted
_ROUNDS = 12
_FEWEST_TO_SEARCH = 2  # failing sums: one needs one wrong number at least


def fewest(board: Board) -> int:
    """Give a lower bound of the wrong numbers: by integer programming over the linear relations.

    Parameters
    ----------
    board : Board
        As printed, before any repair.

    Returns
    -------
    int
        At least so many numbers must be wrong; 0 where all sums hold.
    """
    linear = [relation for relation in board.relations
              if isinstance(relation.formula, Sum) and not relation.is_soft and not relation.band]
    broken = [relation for relation in linear if fails(relation, board.x, board.half)]
    if len(broken) < _FEWEST_TO_SEARCH:
        return len(broken)
    near = _touching(linear, broken)
    indexes = sorted({index for relation in near for index in relation.numbers})
    if len(indexes) > _MOST_NUMBERS:
        return _apart(broken)
    place = {index: at for at, index in enumerate(indexes)}
    found = fewest_wrong([board.x[index] for index in indexes], [board.half[index] for index in indexes],
                         [_edit(relation, place, board.x) for relation in near], rounds=_ROUNDS)
    return found.count


def _touching(relations: Sequence[Relation], broken: Sequence[Relation]) -> list[Relation]:
    """The relations that share numbers with those that fail: fewer make a lower bound, and never a wrong one."""
    reached = {index for relation in broken for index in relation.numbers}
    return [relation for relation in relations if not reached.isdisjoint(relation.numbers)]


def _edit(relation: Relation, place: dict[int, int], x: Sequence[float]) -> LinearEdit:
    assert isinstance(relation.formula, Sum)
    coefficients = {place[index]: factor for index, factor in relation.formula.terms}
    room = relation.relative_band * abs(relation.constant if relation.target < 0 else x[relation.target])
    goal = relation.constant - relation.formula.constant
    if relation.target >= 0:
        coefficients[place[relation.target]] = coefficients.get(place[relation.target], 0.0) - 1.0
        goal = -relation.formula.constant
    return LinearEdit(coefficients, -math.inf if relation.sense == "<=" else goal - room,
                      math.inf if relation.sense == ">=" else goal + room)


def _apart(broken: Sequence[Relation]) -> int:
    """Failing relations of which no two share a number: each needs a wrong number of its own."""
    taken: set[int] = set()
    count = 0
    for relation in sorted(broken, key=lambda each: len(each.numbers)):
        if taken.isdisjoint(relation.numbers):
            taken.update(relation.numbers)
            count += 1
    return count
