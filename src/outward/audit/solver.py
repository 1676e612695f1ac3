"""The audit's set cover and linear programmes, solved by HiGHS. Imported only where needed: scipy is heavy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from outward.audit.edits import Part

FEASIBLE = 1e-6  # in scaled units: what a solved linear programme may leave
PRESSED = 1e-7  # smaller multipliers are rounding


@dataclass(frozen=True, slots=True)
class Cover:
    """The lightest places that hit every cut; where the search was cut short only ``lower`` is proven."""

    lower: float
    cells: tuple[int, ...]
    optimal: bool


@dataclass(frozen=True, slots=True)
class Scaled:
    """A part's edits with numbers near 1: deviations in units of what mends the nearest failed edit."""

    matrix: csr_array[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    widths: NDArray[np.float64]


def lightest_cover(part: Part, cuts: Sequence[Sequence[int]], nodes: int) -> Cover:
    """Find the lightest set of places with one of every cut; a cut is a set of which at least one is wrong."""
    places = sorted({place for cut in cuts for place in cut})
    column = {place: index for index, place in enumerate(places)}
    rows = [row for row, cut in enumerate(cuts) for _ in cut]
    columns = [column[place] for cut in cuts for place in cut]
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(cuts), len(places)))
    weights = part.weights[places]
    answer = milp(weights, integrality=np.ones(len(places), dtype=np.int64), bounds=Bounds(0, 1),
                  constraints=LinearConstraint(matrix, 1, np.inf), options={"node_limit": nodes, "mip_rel_gap": 1e-9})
    lower = answer.mip_dual_bound
    if answer.status != 0 or answer.x is None:
        return Cover(float(lower) if lower is not None and np.isfinite(lower) else 0.0, (), optimal=False)
    chosen = tuple(place for place, value in zip(places, answer.x, strict=True) if value > 0.5)
    return Cover(float(part.weights[list(chosen)].sum()), chosen, optimal=True)


def contradictions(part: Part, scaled: Scaled, free: Collection[int]) -> list[tuple[int, ...]] | None:
    """Say which sets of cells contradict each other with those in ``free`` unlimited; ``None`` if all edits can hold.

    Of each set at least one place is wrong (a Farkas certificate of the edits that press on it). An empty set means
    that the edits cannot hold at all.
    """
    count, edits = part.cells.size, len(part.rows)
    widths = scaled.widths.copy()
    widths[list(free)] = np.inf
    below, above = np.flatnonzero(np.isfinite(scaled.low)), np.flatnonzero(np.isfinite(scaled.high))
    spare = eye_array(edits, format="csr")
    answer = linprog(  # type: ignore[call-overload]  # the stubs know no sparse A_ub
        np.concatenate([np.zeros(count), np.ones(edits)]),
        A_ub=vstack([hstack([-scaled.matrix[below], -spare[below]]), hstack([scaled.matrix[above], -spare[above]])]),
        b_ub=np.concatenate([-scaled.low[below], scaled.high[above]]),
        bounds=[*zip((-widths).tolist(), widths.tolist(), strict=True), *[(0.0, None)] * edits],
        method="highs",
    )
    if answer.fun <= FEASIBLE:
        return None
    multipliers = -np.asarray(answer.ineqlin.marginals)
    lower, upper = np.zeros(edits), np.zeros(edits)
    lower[below], upper[above] = multipliers[: below.size], multipliers[below.size:]
    groups = _tied(scaled.matrix, lower + upper > PRESSED, np.isinf(widths))
    whole = np.ones(edits, dtype=bool)
    cuts = [_certified(part, scaled, widths, lower * group, upper * group) for group in [*groups, whole]]
    alone = [cut for cut in cuts[:-1] if cut is not None]
    return alone or [cut for cut in cuts[-1:] if cut is not None]


def _certified(
    part: Part, scaled: Scaled, widths: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> tuple[int, ...] | None:
    """The cells that a sum of edits presses on, if their boxes contradict it; checked here, not believed."""
    press = np.asarray((upper - lower) @ scaled.matrix)
    boxed = np.isfinite(widths)
    limit = float(upper[upper > 0] @ scaled.high[upper > 0] - lower[lower > 0] @ scaled.low[lower > 0])
    least = -float(np.abs(press[boxed]) @ widths[boxed])
    if least - limit <= FEASIBLE / 10:
        return None
    return tuple(place for place in part.countable() if boxed[place] and abs(press[place]) > PRESSED)


def _tied(
    matrix: csr_array[np.float64], pressing: NDArray[np.bool_], unlimited: NDArray[np.bool_]
) -> list[NDArray[np.bool_]]:
    """Split pressing edits into groups that share no unlimited cell; each may be a contradiction of its own."""
    left = set(np.flatnonzero(pressing).tolist())
    links = abs(csr_array(matrix[:, np.flatnonzero(unlimited)]))
    neighbours = csr_array(links @ links.T)
    groups = []
    while left:
        stack, members = [min(left)], set()
        while stack:
            edit = stack.pop()
            if edit in left:
                left.remove(edit)
                members.add(edit)
                stack.extend(neighbours.indices[neighbours.indptr[edit]:neighbours.indptr[edit + 1]].tolist())
        group = np.zeros(pressing.size, dtype=bool)
        group[sorted(members)] = True
        groups.append(group)
    return groups


def scale(part: Part) -> Scaled:
    """Scale cells and edits from the failed edits outwards, level by level, so that the order of cells is no matter."""
    misses = part.misses()
    if not misses.any():  # they fail only together: begin with what each is off as printed
        misses = np.array([max(row.low, -row.high, 0.0) for row in part.rows])
    edit_scale, cell_scale = misses.copy(), np.zeros(part.cells.size)
    while not (edit_scale.all() and cell_scale.all()):
        before = np.count_nonzero(edit_scale) + np.count_nonzero(cell_scale)
        unreached = cell_scale == 0
        for row, scale in zip(part.rows, edit_scale, strict=True):
            new = unreached[row.places]
            if scale > 0 and new.any():
                places = row.places[new]
                cell_scale[places] = np.maximum(cell_scale[places], scale / np.abs(row.coefficients[new]))
        for edit, row in enumerate(part.rows):
            if edit_scale[edit] == 0:
                edit_scale[edit] = float((np.abs(row.coefficients) * cell_scale[row.places]).max())
        if before == np.count_nonzero(edit_scale) + np.count_nonzero(cell_scale):
            edit_scale[edit_scale == 0] = 1.0
            cell_scale[cell_scale == 0] = 1.0
    places = np.concatenate([row.places for row in part.rows])
    owners = np.repeat(np.arange(len(part.rows)), [row.places.size for row in part.rows])
    factors = np.concatenate([row.coefficients for row in part.rows]) * cell_scale[places] / edit_scale[owners]
    return Scaled(
        csr_array((factors, (owners, places)), shape=(len(part.rows), part.cells.size)),
        np.array([row.low for row in part.rows]) / edit_scale,
        np.array([row.high for row in part.rows]) / edit_scale,
        part.widths / cell_scale,
    )
