"""Blocks out of place: labels or columns exchanged, and cells slipped along a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from outward.audit.board import Board, Effect
from outward.audit.localisation import Repair
from outward.audit.misprints import COSTS, Way
from outward.audit.neighbours import Neighbours

_SHORTEST_SLIP = 3
_LONGEST_COLUMN = 24  # the runs of a longer one are too many
_FEWEST_FAILING = 3


def misplaced_blocks(board: Board) -> list[Repair]:
    """Find labels and columns exchanged, and cells slipped: before a rule that fails in most rows is thought another.

    The board is changed by what is found.
    """
    made: list[Repair] = []
    if len(board.failing) < _FEWEST_FAILING:
        return made
    neighbours = Neighbours(board.numbers)
    for changes in neighbours.label_swaps(board):
        swap = _tried(board, changes, "row exchange")
        if swap is not None:
            made.append(swap)
            board.apply(swap.outcome)
            break
    while (best := _best_columns(board, neighbours)) is not None:
        made.append(best)
        board.apply(best.outcome)
    while (slip := _best_slip(board)) is not None:
        made.append(slip)
        board.apply(slip.outcome)
    return made


def _tried(board: Board, changes: Mapping[int, float], way: Way) -> Repair | None:
    """An exchange of many numbers, if it mends more than two rules and is worth its cost."""
    effect = board.effect(changes, COSTS[way])
    return Repair(changes, way, effect) if effect.gain > 0 and _mended(board, effect) > 2 else None


def _best_columns(board: Board, neighbours: Neighbours) -> Repair | None:
    """The exchange of two columns that mends most."""
    tried = (_tried(board, neighbours.column_swap(board.x, one, other), "column exchange")
             for one, other in neighbours.column_pairs(board))
    return max((each for each in tried if each is not None), key=lambda each: each.gain, default=None)


def _best_slip(board: Board) -> Repair | None:
    """The run of a column whose cells stand one row too low or too high, where that mends most."""
    found = []
    for column in _columns(board):
        for start in range(len(column) - _SHORTEST_SLIP + 1):
            for end in range(start + _SHORTEST_SLIP, len(column) + 1):
                run = column[start:end]
                for turned in ((*run[1:], run[0]), (run[-1], *run[:-1])):
                    changes = {one: board.x[other] for one, other in zip(run, turned, strict=True)
                               if board.x[one] != board.x[other]}
                    effect = board.effect(changes, COSTS["slipped cells"])
                    if effect.gain > 0 and _settles(board, changes, effect):
                        found.append(Repair(changes, "slipped cells", effect))
    return min(found, key=lambda each: (-each.gain, len(each.changes), sorted(each.changes)), default=None)


def _settles(board: Board, changes: Mapping[int, float], effect: Effect) -> bool:
    """Whether a slip explains all that fails about its numbers, and so much for each of them."""
    about = {position for index in changes for position in board.about[index] if position in board.failing}
    return about <= set(effect.mended) and _mended(board, effect) >= max(2, len(changes) - 1)


def _mended(board: Board, effect: Effect) -> int:
    """How many rules a change mends, hints left out."""
    return sum(not board.relations[position].is_hint for position in effect.mended)


def _columns(board: Board) -> list[list[int]]:
    """Columns of a table, region and year of which more than one number fails, in the order of their rows."""
    failing = {index for position in board.failing for index in board.relations[position].numbers}
    columns: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for number in board.numbers.all:
        if not number.is_claim:
            columns[number.table, number.region, number.period, number.indicator].append(number.index)
    return [column for column in columns.values() if _SHORTEST_SLIP <= len(column) <= _LONGEST_COLUMN
            and len(failing.intersection(column)) >= _FEWEST_FAILING]
