"""What comes of a matching: who matches and in which place, and of each candidate why or why not."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outward.errors import NotFoundError
from outward.matching.candidates import Candidates, Floats
from outward.matching.criteria import Criterion
from outward.matching.says import ALL_SAYS, Says


class Verdict(StrEnum):
    """Whether a candidate matches."""

    MATCH = "match"
    EXCLUDED = "excluded"  # a required criterion is not met
    WEAK = "weak"  # the score stays below what was asked for
    UNKNOWN = "unknown"  # too little is known of it


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion says of one candidate."""

    criterion: str
    says: Says
    wanted: Any
    there: tuple[Any, ...]  # what the candidate states, by the rule's columns; None where it states nothing
    degree: float | None  # None: unknown
    weight: float  # share of the weight of all that was asked
    share: float  # what it gives to the score
    is_required: bool
    excludes: bool


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate."""

    key: Hashable
    verdict: Verdict
    place: int  # among those that match, equals share the better; 0 for one that does not
    score: float | None  # 0..1; the sum of its reasons' shares; None where nothing is known
    coverage: float  # share of the weight of which something is known
    reasons: tuple[Reason, ...]  # in the order of the criteria

    @property
    def is_match(self) -> bool:
        """Whether it matches."""
        return self.verdict is Verdict.MATCH

    @property
    def gaps(self) -> tuple[str, ...]:
        """The criteria of which nothing is known."""
        return tuple(reason.criterion for reason in self.reasons if reason.degree is None)

    @property
    def against(self) -> tuple[Reason, ...]:
        """Why it does not match, or does not fully: what excludes it; else what is unknown; else what it lacks."""
        if self.verdict is Verdict.EXCLUDED:
            return tuple(reason for reason in self.reasons if reason.excludes)
        if self.verdict is Verdict.UNKNOWN:
            return tuple(reason for reason in self.reasons if reason.degree is None)
        lacking = [reason for reason in self.reasons if reason.degree is not None and reason.degree < 1]
        return tuple(sorted(lacking, key=lambda reason: reason.weight * ((reason.degree or 0) - 1)))


@dataclass(frozen=True, eq=False)
class Matches:
    """All candidates against what is wanted."""

    candidates: Candidates
    criteria: tuple[Criterion, ...]  # those that were asked, m of them
    not_asked: tuple[str, ...]  # criteria for which nothing is wanted
    wanted: Mapping[str, Any]
    degrees: Floats  # (n, m), NaN: unknown
    says: NDArray[np.int8]  # (n, m)
    shares: Floats  # (n, m)
    scores: Floats  # (n,), NaN: nothing known
    coverage: Floats  # (n,)
    excludes: NDArray[np.bool_]  # (n, m)
    verdicts: tuple[Verdict, ...]  # n
    places: NDArray[np.int64]  # (n,), 0: no match
    order: NDArray[np.intp]  # the matches first, from best to worst, then the others by score

    @property
    def count(self) -> int:
        """How many match."""
        return int(np.count_nonzero(self.places))

    def top(self, most: int) -> tuple[Match, ...]:
        """Give the best of those that match."""
        return tuple(self._at(int(row)) for row in self.order[: min(most, self.count)])

    def others(self, most: int) -> tuple[Match, ...]:
        """Give those that do not match, the nearest first."""
        return tuple(self._at(int(row)) for row in self.order[self.count: self.count + most])

    def explain(self, key: Hashable) -> Match:
        """Give one candidate.

        Raises
        ------
        NotFoundError
            If there is none of this key.
        """
        if key not in self._rows:
            raise NotFoundError(f"no candidate {key!r}", "matching", "Ask for one of the table's keys.")
        return self._at(self._rows[key])

    @cached_property
    def _rows(self) -> dict[Hashable, int]:
        return {key: row for row, key in enumerate(self.candidates.keys)}

    @cached_property
    def _weights(self) -> Floats:
        weights = np.array([criterion.weight for criterion in self.criteria], dtype=float)
        return weights / weights.sum() if weights.size else weights

    def _at(self, row: int) -> Match:
        value = float(self.scores[row])
        return Match(self.candidates.keys[row], self.verdicts[row], int(self.places[row]),
                     None if np.isnan(value) else value, float(self.coverage[row]),
                     tuple(self._reason(row, place) for place in range(len(self.criteria))))

    def _reason(self, row: int, place: int) -> Reason:
        criterion = self.criteria[place]
        degree = float(self.degrees[row, place])
        return Reason(
            criterion.key, ALL_SAYS[self.says[row, place]], self.wanted[criterion.key],
            tuple(self.candidates.shown(column, row) for column in criterion.rule.columns),
            None if np.isnan(degree) else degree, float(self._weights[place]), float(self.shares[row, place]),
            criterion.is_required, bool(self.excludes[row, place]))
