"""A ranking that somebody else published: what places alone say, what cannot be right, the weights behind scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from outward.composite.data import Floats
from outward.errors import DataGapError, InvalidValueError

Verdict = Literal["twice", "gap", "outdone"]


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """One column of a published ranking: the units by place, as printed; it may stop after the first few."""

    code: str
    places: Mapping[int, tuple[str, ...]]  # place -> the units printed at it

    @property
    def depth(self) -> int:
        """How many places are printed."""
        return max(self.places, default=0)

    def place(self, unit: str) -> int | None:
        """Give the place of a unit, the best where it stands at several; ``None`` where it is not printed."""
        return min((place for place, units in self.places.items() if unit in units), default=None)


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """Something in a published ranking that cannot be right."""

    verdict: Verdict  # a unit at two places; a place nobody holds; a unit ahead of one better in every part
    column: str
    units: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlaceBounds:
    """What places alone say of a unit's mean place over several columns."""

    unit: str
    known: tuple[int | None, ...]  # by column
    low: float  # mean place if it stands next after the printed ones wherever it is not printed
    high: float  # and if it stands last there


def check_columns(columns: Sequence[PlacedColumn], field: int) -> tuple[PublishedFinding, ...]:
    """Find what no ranking can be: a unit at two places of a column, a place left out or beyond the field.

    Parameters
    ----------
    columns : sequence of PlacedColumn
        As printed.
    field : int
        How many units are ranked in all.

    Examples
    --------
    >>> column = PlacedColumn("scale", {1: ("Anyville",), 2: ("Otherton",), 3: ("Anyville",)})
    >>> [(found.verdict, found.units, found.places) for found in check_columns([column], 31)]
    [('twice', ('Anyville',), (1, 3))]
    """
    findings: list[PublishedFinding] = []
    for column in columns:
        at: dict[str, list[int]] = {}
        for place, units in sorted(column.places.items()):
            for unit in units:
                at.setdefault(unit, []).append(place)
        findings += [PublishedFinding("twice", column.code, (unit,), tuple(places)) for unit, places in at.items()
                     if len(places) > 1]
        taken = 0
        for place in range(1, column.depth + 1):
            holders = column.places.get(place, ())
            if not holders and taken < place:
                findings.append(PublishedFinding("gap", column.code, (), (place,)))
            taken += len(holders)
        if column.depth > field:
            findings.append(PublishedFinding("gap", column.code, (), (column.depth,)))
    return tuple(findings)


def check_overall(overall: PlacedColumn, parts: Sequence[PlacedColumn]) -> tuple[PublishedFinding, ...]:
    """Find units that stand ahead of one that outdoes them in every part: under no rule that rewards parts can that be.

    A unit that a part does not print stands behind all that it prints; of two that it does not print nothing is known.
    """
    ranked = [(place, unit) for place, units in sorted(overall.places.items()) for unit in units]
    findings = []
    for place, ahead in ranked:
        for later, behind in ranked:
            if later > place and all(_is_better(part, behind, ahead) for part in parts):
                findings.append(PublishedFinding("outdone", overall.code, (ahead, behind), (place, later)))
    return tuple(findings)


def _is_better(part: PlacedColumn, one: str, other: str) -> bool:
    place, against = part.place(one), part.place(other)
    return place is not None and (against is None or place < against)


def mean_places(columns: Sequence[PlacedColumn], field: int) -> tuple[PlaceBounds, ...]:
    """Bound the mean place of every printed unit over the columns.

    A unit that a column of depth d does not print stands somewhere from d + 1 to the last of the field.

    Returns
    -------
    tuple of PlaceBounds
        By the middle of the bounds, the best first. Unit A surely stands before B where A's high is below B's low.

    Raises
    ------
    InvalidValueError
        If a column prints more places than there are units.
    """
    if any(column.depth > field for column in columns):
        raise InvalidValueError(f"a column prints more than {field} places", "published ranking",
                                "Say how many units were ranked.")
    units = dict.fromkeys(unit for column in columns for _, names in sorted(column.places.items()) for unit in names)
    found = []
    for unit in units:
        known = tuple(column.place(unit) for column in columns)
        low = [place if place is not None else column.depth + 1 for place, column in zip(known, columns, strict=True)]
        high = [place if place is not None else field for place in known]
        found.append(PlaceBounds(unit, known, sum(low) / len(low), sum(high) / len(high)))
    return tuple(sorted(found, key=lambda each: (each.low + each.high, each.unit)))


def surely_before(bounds: Sequence[PlaceBounds]) -> tuple[tuple[str, str], ...]:
    """Give the pairs (A, B) where A's mean place is better than B's, whatever places were not printed."""
    return tuple((one.unit, other.unit) for one in bounds for other in bounds if one.high < other.low)


@dataclass(frozen=True)
class RecoveredWeights:
    """Weights that explain published scores."""

    weights: Floats  # (parts,), sum to 1 where they were asked to
    low: Floats  # (parts,): the least weight with which every score can still be what was printed
    high: Floats
    largest_residual: float  # of the scores, in their unit
    is_exact: bool  # whether some weights explain every printed score within rounding


def recover_weights(parts: Floats, scores: Floats, *, part_digits: int, score_digits: int) -> RecoveredWeights:
    """Find the weights of an arithmetic mean from printed parts and scores.

    The weights that fit best (least squares, none below 0), and the range of each over all weights with which every
    printed score follows from parts within their rounding (linear programs).

    Parameters
    ----------
    parts : array, shape (units, parts)
        As printed, not negative.
    scores : array, shape (units,)
        As printed.
    part_digits, score_digits : int
        Decimals that are printed.

    Raises
    ------
    DataGapError
        If fewer units than parts have everything.

    Examples
    --------
    >>> found = recover_weights(np.array([[10.0, 20.0], [30.0, 10.0], [20.0, 50.0]]), np.array([17.5, 15.0, 42.5]),
    ...                         part_digits=1, score_digits=1)
    >>> found.weights.round(4), found.is_exact
    (array([0.25, 0.75]), True)
    """
    from scipy.optimize import linprog, nnls  # 0.1 s to import: only who asks for it pays

    whole = ~np.isnan(parts).any(axis=1) & ~np.isnan(scores)
    parts, scores = parts[whole], scores[whole]
    if len(parts) < parts.shape[1]:
        raise DataGapError(f"{len(parts)} units have all parts and a score, for {parts.shape[1]} weights",
                           "published scores", "Give more units, or fewer parts.")
    weights, _ = nnls(parts, scores)
    off = np.abs(parts @ weights - scores)
    part_half, score_half = 0.5 * 10.0**-part_digits, 0.5 * 10.0**-score_digits * (1 + 1e-9)
    limits = np.vstack([parts - part_half, -(parts + part_half)])
    bounds = np.concatenate([scores + score_half, -(scores - score_half)])
    low, high = weights.copy(), weights.copy()
    is_exact = True
    for place in range(parts.shape[1]):
        for sign, ends in ((1.0, low), (-1.0, high)):
            aim = np.zeros(parts.shape[1])
            aim[place] = sign
            found = linprog(aim, A_ub=limits, b_ub=bounds, bounds=[(0, None)] * parts.shape[1], method="highs")
            if found.success and found.x is not None:
                ends[place] = found.x[place]
            else:
                is_exact = False
    return RecoveredWeights(weights, low, high, float(off.max()), is_exact)
