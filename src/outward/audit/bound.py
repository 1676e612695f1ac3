"""How many cells must be wrong for all linear edits to hold: error localisation after Fellegi and Holt.

The answer is a bound, not the story: an exchange of two rows looks to it like many single errors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.audit.edits import LinearEdit, Part, parts_of, settles
from outward.errors import InvalidValueError

__all__ = ["Bound", "LinearEdit", "fewest_wrong"]

NODES = 200  # branches of one search: the same on every machine, as seconds would not be
ROUNDS = 40  # searches; a two-way table with eight errors takes about ten


@dataclass(frozen=True, slots=True)
class Bound:
    """At least so many cells must be wrong.

    Parameters
    ----------
    count : int
        The least number of wrong cells; with weights the size of the lightest set. Not ``proven``, it is a lower bound.
    cells : tuple of int
        One set of cells with which all edits can hold, sorted; where not ``proven`` it may be empty.
    proven : bool
        Whether no smaller (lighter) set exists; otherwise the search was cut short, and ``count`` and ``weight`` are
        what it had proven by then.
    weight : float
        The least sum of weights.
    """

    count: int
    cells: tuple[int, ...]
    proven: bool
    weight: float


def fewest_wrong(
    values: Sequence[float] | NDArray[np.float64],
    half_widths: Sequence[float] | NDArray[np.float64],
    edits: Sequence[LinearEdit],
    weights: Sequence[float] | NDArray[np.float64] | None = None,
    *,
    nodes: int = NODES,
    rounds: int = ROUNDS,
) -> Bound:
    """Find the least number of cells that must be wrong, given linear edits and what rounding allows.

    Solve ``min sum w_i y_i`` with ``low_e <= sum_i c_ei x_i <= high_e`` for every edit, ``y_i`` 0 or 1, and
    ``abs(x_i - v_i) <= h_i`` where ``y_i = 0``, apart for every set of cells that edits connect. Where no cell, or
    one, is seen to account for all that fails, no solver is asked. Ratios can go in as edits on logarithms.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        Printed values; NaN is a missing value, which may be anything and is never counted.
    half_widths : sequence of float, shape (n,)
        What rounding allows to each side; 0 for counts and ranks.
    edits : sequence of LinearEdit
        What must hold.
    weights : sequence of float, shape (n,), optional
        How much each cell is trusted, positive; infinity for a cell that cannot be wrong.
    nodes : int
        After so many branches of one search a connected set is left with the bound proven by then.
    rounds : int
        After so many searches likewise.

    Returns
    -------
    Bound
        The same for the same input, on every machine.

    Raises
    ------
    InvalidValueError
        If lengths or numbers do not fit, or if no values at all satisfy the edits.

    Notes
    -----
    The usual single programme with ``abs(x_i - v_i) <= h_i + M y_i`` needs an ``M`` that no error exceeds, and what
    the solver tolerates in ``y`` times ``M`` lets errors through. Here the mixed-integer programme is taken apart
    (combinatorial Benders cuts): a set cover finds the lightest cells that hit every contradiction known, a linear
    programme looks whether the others can hold within rounding, and its Farkas multipliers name new contradictions.
    So there is no ``M``, every cover is a lower bound, and the last one is the answer.

    References
    ----------
    Fellegi, I. P. and Holt, D. (1976), "A Systematic Approach to Automatic Edit and Imputation", Journal of the
    American Statistical Association 71, 17-35.
    de Waal, T., Pannekoek, J. and Scholtus, S. (2011), Handbook of Statistical Data Editing and Imputation, Wiley.
    Codato, G. and Fischetti, M. (2006), "Combinatorial Benders' Cuts for Mixed-Integer Linear Programming",
    Operations Research 54(4), 756-766.

    Examples
    --------
    >>> profit, cost, turnover = 755.0, 125.0, 200.0
    >>> balance = LinearEdit({0: 1.0, 1: 1.0, 2: -1.0}, 0.0, 0.0)
    >>> share = LinearEdit({1: 1.0, 2: -0.6}, 0.0, float("inf"))
    >>> bound = fewest_wrong([profit, cost, turnover], [0.5, 0.5, 0.5], [balance, share])
    >>> bound.count, bound.cells, bound.proven
    (1, (0,), True)
    """
    cells = np.asarray(values, dtype=float)
    widths = np.asarray(half_widths, dtype=float)
    trust = np.ones(cells.size) if weights is None else np.asarray(weights, dtype=float)
    _check(cells, widths, trust)
    answers = [_fewest(part, nodes, rounds) for part in parts_of(cells, widths, trust, edits)]
    return Bound(
        count=sum(answer.count for answer in answers),
        cells=tuple(sorted(cell for answer in answers for cell in answer.cells)),
        proven=all(answer.proven for answer in answers),
        weight=float(sum(answer.weight for answer in answers)),
    )


def _check(values: NDArray[np.float64], widths: NDArray[np.float64], weights: NDArray[np.float64]) -> None:
    if not values.size == widths.size == weights.size:
        raise InvalidValueError(
            f"{values.size} values, {widths.size} half widths, {weights.size} weights", "fewest_wrong",
            "Pass one half width and one weight for every value.",
        )
    if np.isinf(values).any() or not (widths >= 0).all() or not (weights > 0).all():
        raise InvalidValueError(
            "an infinite value, a negative half width or a weight that is not positive", "fewest_wrong",
            "Pass finite values (NaN where missing), half widths of at least 0 and positive weights.",
        )


def _fewest(part: Part, nodes: int, rounds: int) -> Bound:
    """The bound of one connected set of cells, by the cheapest way that proves it."""
    failed = part.failed()
    if not failed and settles(part, free=()):
        return Bound(0, (), proven=True, weight=0.0)
    single = _single(part, failed) if failed else None
    return single if single is not None else _search(part, failed, nodes, rounds)


def _single(part: Part, failed: Sequence[int]) -> Bound | None:
    """The lightest cell that can account for every failed edit, if that is seen without a solver."""
    common = set.intersection(*(set(part.suspects(edit)) for edit in failed))
    lightest = float(part.weights.min())
    for cell in sorted(common, key=lambda cell: (part.weights[cell], cell)):
        weight = float(part.weights[cell])
        if weight > 2.0 * lightest:  # two others may be lighter
            return None
        if settles(part, free=(cell,)):
            return Bound(1, (int(part.cells[cell]),), proven=True, weight=weight)
        if not np.isclose(weight, part.weights).all():  # a lighter cell was not decided
            return None
    return None


def _search(part: Part, failed: Sequence[int], nodes: int, rounds: int) -> Bound:
    """Cover all contradictions known so far, look whether the rest can hold, and learn from what cannot."""
    from outward.audit.solver import contradictions, lightest_cover, scale  # loads scipy

    scaled = scale(part)
    cuts = [part.suspects(edit) for edit in failed]
    weight = 0.0
    chosen: tuple[int, ...] = ()
    for _ in range(rounds):
        if not all(cuts):
            raise _contradiction(part)
        if cuts:
            cover = lightest_cover(part, cuts, nodes)
            weight = max(weight, cover.lower)
            if not cover.optimal:
                break
            chosen = cover.cells
        learned = contradictions(part, scaled, free=chosen)
        if learned is None:
            return Bound(len(chosen), _named(part, chosen), proven=True, weight=weight)
        if not learned:  # a contradiction too small to be certified
            break
        cuts.extend(learned)
    heaviest = float(part.weights[list(part.countable())].max(initial=1.0))
    return Bound(math.ceil(weight / heaviest - 1e-6), (), proven=False, weight=weight)


def _named(part: Part, places: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(part.cells[place]) for place in places)


def _contradiction(part: Part) -> InvalidValueError:
    cells = ", ".join(str(cell) for cell in part.cells[:8])
    return InvalidValueError(
        f"no values of the {part.cells.size} cells {cells}{', ...' if part.cells.size > 8 else ''} satisfy the edits",
        "fewest_wrong, edits", "Leave out an edit that contradicts the others, or trust fewer cells without limit.",
    )
