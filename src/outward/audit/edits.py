"""Linear edits over printed cells, split into sets that are connected, and what holds within rounding."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError

TOLERANCE = 1e-9  # of the sum of magnitudes in an edit: what binary fractions may miss
SWEEPS = 60


@dataclass(frozen=True, slots=True)
class LinearEdit:
    """What must hold between cells: ``low <= sum of coefficient x cell <= high``.

    Parameters
    ----------
    coefficients : mapping of int to float
        By the position of the cell.
    low, high : float
        Equal for an equality; infinite where there is no limit.

    Examples
    --------
    >>> LinearEdit({0: 1.0, 1: 1.0, 2: -1.0}, 0.0, 0.0).high  # the first two add up to the third
    0.0
    """

    coefficients: Mapping[int, float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One edit in deviations from the printed values: ``low <= coefficients @ deviations[places] <= high``."""

    places: NDArray[np.intp]
    coefficients: NDArray[np.float64]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Part:
    """Cells that edits connect. Places count within the part; ``cells`` says which ones of the caller they are.

    A missing value has an infinite half width and is not countable; neither is a cell of infinite weight.
    """

    cells: NDArray[np.intp]
    widths: NDArray[np.float64]
    weights: NDArray[np.float64]
    rows: tuple[Row, ...]

    def countable(self) -> tuple[int, ...]:
        """Places that can be called wrong."""
        return tuple(int(place) for place in np.flatnonzero(np.isfinite(self.widths) & np.isfinite(self.weights)))

    def suspects(self, edit: int) -> tuple[int, ...]:
        """Places of an edit that can be called wrong."""
        places = self.rows[edit].places
        countable = np.isfinite(self.widths[places]) & np.isfinite(self.weights[places])
        return tuple(int(place) for place in places[countable])

    def misses(self) -> NDArray[np.float64]:
        """How far each edit stays from holding when every cell moves within its half width; 0 where it holds."""
        return np.array([_miss(row, self.widths) for row in self.rows])

    def failed(self) -> tuple[int, ...]:
        """Edits that fail whatever was rounded."""
        return tuple(int(edit) for edit in np.flatnonzero(self.misses() > 0))


def parts_of(
    values: NDArray[np.float64], widths: NDArray[np.float64], weights: NDArray[np.float64], edits: Sequence[LinearEdit]
) -> Iterator[Part]:
    """Split cells and edits into connected parts, in the order of their first cells."""
    known = np.where(np.isnan(values), 0.0, values)
    allowed = np.where(np.isnan(values), math.inf, widths)
    for cells, group in _connected(values.size, [edit for edit in edits if _has_cells(edit, values.size)]):
        places = {cell: place for place, cell in enumerate(cells)}
        index = np.array(cells, dtype=np.intp)
        rows = tuple(_row(edit, places, known) for edit in group)
        yield Part(index, allowed[index], weights[index], rows)


def settles(part: Part, free: Collection[int]) -> bool:
    """Whether values are found by projecting on one edit after another; "no" only means not found.

    Cells move within their half widths, those in ``free`` without limit (cyclic projection, Bregman 1965).
    """
    reach = part.widths.copy()
    metric = np.where(np.isfinite(reach), reach, 0.0)
    for place in np.flatnonzero(np.isinf(reach)).tolist() + list(free):
        reach[place] = math.inf
        metric[place] = max((_need(row, place, part.widths) for row in part.rows if place in row.places), default=0.0)
    metric = metric**2
    deviations = np.zeros(part.cells.size)
    for _ in range(SWEEPS):
        moved = False
        for row in part.rows:
            now = float(row.coefficients @ deviations[row.places])
            short = row.low - now if now < row.low else min(row.high - now, 0.0)
            if short == 0.0:
                continue
            moved = True
            strength = row.coefficients * metric[row.places]
            norm = float(row.coefficients @ strength)
            if norm <= 0.0:
                return False
            limit = reach[row.places]
            deviations[row.places] = np.clip(deviations[row.places] + strength * (short / norm), -limit, limit)
        if not moved:
            return True
    return False


def _need(row: Row, place: int, widths: NDArray[np.float64]) -> float:
    """How far one cell has to go for its edit alone; at least as far as the others' rounding."""
    coefficient = abs(float(row.coefficients[np.flatnonzero(row.places == place)[0]]))
    slack = np.abs(row.coefficients) * np.where(np.isfinite(widths[row.places]), widths[row.places], 0.0)
    return (max(row.low, -row.high, 0.0) + float(slack.sum())) / coefficient


def _miss(row: Row, widths: NDArray[np.float64]) -> float:
    slack = float((np.abs(row.coefficients) * widths[row.places]).sum())
    return max(row.low - slack, -row.high - slack, 0.0)


def _row(edit: LinearEdit, places: Mapping[int, int], values: NDArray[np.float64]) -> Row:
    terms = sorted((places[cell], cell, factor) for cell, factor in edit.coefficients.items() if factor)
    products = [factor * float(values[cell]) for _, cell, factor in terms]
    printed = math.fsum(products)
    magnitude = math.fsum(abs(product) for product in products)
    low, high = edit.low - printed, edit.high - printed
    if math.isfinite(low):
        low -= TOLERANCE * (magnitude + abs(edit.low))
    if math.isfinite(high):
        high += TOLERANCE * (magnitude + abs(edit.high))
    return Row(np.array([place for place, _, _ in terms], dtype=np.intp),
               np.array([factor for _, _, factor in terms]), low, high)


def _has_cells(edit: LinearEdit, count: int) -> bool:
    """Check one edit; say whether it is about any cell."""
    numbers = [*edit.coefficients.values(), edit.low, edit.high]
    if (
        any(math.isnan(number) for number in numbers)
        or not all(math.isfinite(factor) for factor in edit.coefficients.values())
        or edit.low > edit.high
        or any(not 0 <= cell < count for cell in edit.coefficients)
    ):
        raise InvalidValueError(
            f"{edit} over {count} cells", "fewest_wrong, edits",
            "Pass finite coefficients of cells that exist, and low <= high.",
        )
    if any(edit.coefficients.values()):
        return True
    if not edit.low <= 0.0 <= edit.high:
        raise InvalidValueError(f"{edit} can never hold", "fewest_wrong, edits", "Leave it out.")
    return False


def _connected(count: int, edits: Sequence[LinearEdit]) -> Iterator[tuple[list[int], list[LinearEdit]]]:
    """Sets of cells that edits connect, each with its edits (union-find with path halving)."""
    parent = list(range(count))

    def root(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    members = [sorted(cell for cell, factor in edit.coefficients.items() if factor) for edit in edits]
    for cells in members:
        for cell in cells[1:]:
            one, other = sorted((root(cells[0]), root(cell)))
            parent[other] = one
    groups: dict[int, list[LinearEdit]] = {}
    for cells, edit in zip(members, edits, strict=True):
        groups.setdefault(root(cells[0]), []).append(edit)
    gathered: dict[int, list[int]] = {first: [] for first in groups}
    for cell in range(count):
        if root(cell) in gathered:
            gathered[root(cell)].append(cell)
    for first in sorted(groups):
        yield gathered[first], groups[first]
