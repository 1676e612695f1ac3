"""How one criterion compares: what is wanted with what each candidate states, as degrees from 0 to 1.

A rule that compares texts or sets asks each *different* value once and hands its answer to all who have it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError
from outward.matching.candidates import Candidates, Distinct, Floats, members, words
from outward.matching.says import CODES, Says

Answer = tuple[float, Says]
JOINING: Final = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the",
                            "to", "with"})
"""English words that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of each candidate."""

    degrees: Floats  # 0..1; NaN: unknown
    says: NDArray[np.int8]  # codes of `says.CODES`


class Rule(Protocol):
    """A way to compare."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The candidates' columns that it reads; the first is what it shows."""

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare what is wanted with each candidate."""


@dataclass(frozen=True, slots=True)
class _OfOne:
    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)


@dataclass(frozen=True, slots=True)
class Same(_OfOne):
    """The candidate's value is the wanted one."""

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        return _each(candidates.texts(self.column),
                     lambda there: (1.0, Says.SAME) if there == wanted else (0.0, Says.NONE))


@dataclass(frozen=True, slots=True)
class AnyOf(_OfOne):
    """One of the candidate's values is one of the wanted."""

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        asked = members(wanted)
        return _each(candidates.members(self.column),
                     lambda there: (1.0, Says.SAME) if asked & there else (0.0, Says.NONE))


@dataclass(frozen=True, slots=True)
class Overlap(_OfOne):
    """As many of the wanted values as possible: the degree is the share of them that the candidate has."""

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        asked = members(wanted)

        def share(there: frozenset[str]) -> Answer:
            found = len(asked & there)
            if found == len(asked):
                return 1.0, Says.SAME
            return found / len(asked), Says.SOME if found else Says.NONE

        return _each(candidates.members(self.column), share)


@dataclass(frozen=True, slots=True)
class NoneOf(_OfOne):
    """None of the candidate's values is a barred one; who states none is clear."""

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        barred = members(wanted)
        return _each(candidates.members(self.column),
                     lambda there: (0.0, Says.BARRED) if barred & there else (1.0, Says.CLEAR),
                     missing=(1.0, Says.CLEAR))


@dataclass(frozen=True, slots=True)
class Branch(_OfOne):
    """Codes of a hierarchy: the same code, a part of the wanted one or its whole, or another part of one branch.

    The best of the candidate's codes against the best of the wanted ones counts. ``too_wide`` are branches so wide that
    two parts of them have nothing in common by it, and that whoever states one of them leaves open which part.
    ``is_reversed`` where the candidates are what asks and the wanted codes are what is there, as when an enterprise
    looks for leads: both ways then say the same of a pair.
    """

    parents: Mapping[str, str] = field(default_factory=dict)
    too_wide: frozenset[str] = frozenset()
    narrower: float = 0.9
    broader: float = 0.6
    beside: float = 0.4
    is_reversed: bool = False

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        codes = sorted(members(wanted))
        known: dict[str, Answer] = {}

        def best(there: frozenset[str]) -> Answer:
            for code in there:
                if code not in known:
                    pairs = [(code, each) if not self.is_reversed else (each, code) for each in codes]
                    known[code] = max((self._near(*pair) for pair in pairs), key=_height)
            return max((known[code] for code in sorted(there)), key=_height)

        return _each(candidates.members(self.column), best)

    def _near(self, there: str, asked: str) -> Answer:
        line, asked_line = self._line(there), self._line(asked)
        if there == asked:
            return 1.0, Says.SAME
        if asked in line:
            return self.narrower, Says.NARROWER
        if there in asked_line:
            return (math.nan, Says.UNKNOWN) if there in self.too_wide else (self.broader, Says.BROADER)
        if (set(line) & set(asked_line)) - self.too_wide:
            return self.beside, Says.BESIDE
        return 0.0, Says.NONE

    def _line(self, code: str) -> tuple[str, ...]:
        """Give what a code is a part of, the nearest first; a circle ends where it closes."""
        line: list[str] = []
        while (parent := self.parents.get(code, "")) and parent not in line:
            line.append(parent)
            code = parent
        return tuple(line)


@dataclass(frozen=True, slots=True)
class Tokens(_OfOne):
    """Words in common: ``enough`` of them, or all that one of the two says, are a degree of 1.

    Words in ``ignored`` are not compared: they join other words, or nearly everybody says them. Where one of the two
    says nothing else, nothing is known.
    """

    enough: int = 3
    ignored: frozenset[str] = JOINING

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        asked = words(wanted) - self.ignored
        most = min(self.enough, len(asked))

        def share(there: frozenset[str]) -> Answer:
            full = min(most, len(there if self.ignored.isdisjoint(there) else there - self.ignored))
            if not full:
                return math.nan, Says.UNKNOWN
            found = len(asked & there)
            if found >= full:
                return 1.0, Says.SAME
            return found / full, Says.SOME if found else Says.NONE

        return _each(candidates.words(self.column), share)


@dataclass(frozen=True, slots=True)
class AtLeast(_OfOne):
    """The candidate's number reaches the wanted one; with ``tolerance`` (a share of it) a little less counts partly."""

    tolerance: float = 0.0

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        bound = _number(wanted, self.column)
        return _measured(bound - candidates.numbers(self.column), abs(bound) * self.tolerance, Says.SHORT)


@dataclass(frozen=True, slots=True)
class AtMost(_OfOne):
    """The candidate's number does not pass the wanted one; with ``tolerance`` a little more counts partly."""

    tolerance: float = 0.0

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        bound = _number(wanted, self.column)
        return _measured(candidates.numbers(self.column) - bound, abs(bound) * self.tolerance, Says.OVER)


@dataclass(frozen=True, slots=True)
class Within:
    """The wanted number lies in the candidate's range; where one end is missing, the range is open there."""

    low: str
    high: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of both ends."""
        return (self.low, self.high)

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        number = _number(wanted, self.low)
        low, high = candidates.numbers(self.low), candidates.numbers(self.high)
        says = np.full(low.shape, CODES[Says.ENOUGH], dtype=np.int8)
        says[low > number] = CODES[Says.SHORT]  # less is wanted than the least that it does
        says[high < number] = CODES[Says.OVER]
        degrees = (says == CODES[Says.ENOUGH]).astype(float)
        return _unknown_where(np.isnan(low) & np.isnan(high), degrees, says)


@dataclass(frozen=True, slots=True)
class CapacityLeft:
    """What is left of the candidate's capacity is as much as is wanted; less counts by its share."""

    capacity: str
    used: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the capacity and of what is used of it."""
        return (self.capacity, self.used)

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        number = _number(wanted, self.capacity)
        left = candidates.numbers(self.capacity) - candidates.numbers(self.used)
        return _measured(number - left, abs(number), Says.SHORT)


@dataclass(frozen=True, slots=True)
class By(_OfOne):
    """The candidate's date is the wanted one or before it; a month or year that holds it leaves that unknown."""

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        return _each(candidates.texts(self.column), lambda there: _dated(str(there), str(wanted), Says.LATE))


@dataclass(frozen=True, slots=True)
class From(_OfOne):
    """The candidate's date is the wanted one or after it; a month or year that holds it leaves that unknown."""

    def judge(self, wanted: Any, candidates: Candidates) -> Judgement:
        """Compare with each candidate."""
        return _each(candidates.texts(self.column), lambda there: _dated(str(there), str(wanted), Says.EARLY))


def _height(answer: Answer) -> float:
    """Put answers in order: one that leaves it open stands above a no and below a yes."""
    return 1e-9 if math.isnan(answer[0]) else answer[0]


def _dated(there: str, wanted: str, misses: Says) -> Answer:
    """Compare the first and the last day that a date may mean; texts of ISO 8601 stand in the order of time."""
    (first, last), (wanted_first, wanted_last) = (_days(there), _days(wanted))
    is_by = misses is Says.LATE
    if (last <= wanted_first) if is_by else (first >= wanted_last):
        return 1.0, Says.IN_TIME
    if (first > wanted_last) if is_by else (last < wanted_first):
        return 0.0, misses
    return math.nan, Says.UNKNOWN


def _days(date: str) -> tuple[str, str]:
    return (date + "-01-01"[len(date) - 4:])[:10], (date + "-12-31"[len(date) - 4:])[:10]


def _each(column: Distinct, answer: Callable[[Any], Answer], missing: Answer = (math.nan, Says.UNKNOWN)) -> Judgement:
    """Ask each different value once; the last answer is that of whoever states none, to whom the code -1 leads."""
    answers = [*(answer(value) for value in column.values), missing]
    degrees = np.array([degree for degree, _ in answers], dtype=float)
    says = np.array([CODES[each] for _, each in answers], dtype=np.int8)
    return Judgement(degrees[column.codes], says[column.codes])


def _measured(missing: Floats, tolerance: float, misses: Says) -> Judgement:
    """Judge by how much is missing: none is 1, from there down to 0 where ``tolerance`` is missing."""
    degrees = np.where(missing <= 0, 1.0, 0.0)
    if tolerance > 0:
        degrees = np.clip(1.0 - missing / tolerance, 0.0, 1.0)
    says = np.where(missing <= 0, CODES[Says.ENOUGH], CODES[misses]).astype(np.int8)
    return _unknown_where(np.isnan(missing), degrees, says)


def _unknown_where(unknown: NDArray[np.bool_], degrees: Floats, says: NDArray[np.int8]) -> Judgement:
    return Judgement(np.where(unknown, np.nan, degrees),
                     np.where(unknown, CODES[Says.UNKNOWN], says).astype(np.int8))


def _number(wanted: Any, column: str) -> float:
    number = float(wanted)
    if not math.isfinite(number):
        raise InvalidValueError(f"wanted number {wanted}", f"matching, column {column}", "Give a finite number.")
    return number
