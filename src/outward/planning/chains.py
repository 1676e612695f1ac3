"""Factor, recommendation, measure, result: which links of these chains are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from outward.planning.progress import Standing

End = Literal["factor-unanswered", "measure-unowned", "measure-unmeasured", "measure-undated", "measure-unfounded",
              "done-without-result", "target-without-data"]
ENDS: Final[tuple[End, ...]] = ("factor-unanswered", "measure-unowned", "measure-unmeasured", "measure-undated",
                                "measure-unfounded", "done-without-result", "target-without-data")
"""Kinds of loose ends, in the order in which a check list names them."""


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """Something that a chain wants and does not have."""

    end: End
    key: str  # of the factor, the measure or the target


def loose_ends(*, factors: Iterable[str], measures: Iterable[Standing], answers: Iterable[tuple[str, str]],
               results: Iterable[str], targets_without_data: Iterable[str] = ()) -> tuple[LooseEnd, ...]:
    """Name what is missing between factors, measures and results.

    Parameters
    ----------
    factors : iterable of str
        Keys of the factors that hold.
    measures : iterable of Standing
        How far the measures are; dropped ones want nothing.
    answers : iterable of (factor, measure)
        Which measure answers which factor.
    results : iterable of str
        Keys of measures that have a result.
    targets_without_data : iterable of str
        Targets with nothing to hold against them, as a study names them.

    Returns
    -------
    tuple of LooseEnd
        By kind in the order of ``ENDS``, then in the order given.

    Examples
    --------
    >>> ends = loose_ends(factors=["f"], measures=[Standing("m", "open", has_owner=True)], answers=[], results=[])
    >>> [(each.end, each.key) for each in ends]  # doctest: +NORMALIZE_WHITESPACE
    [('factor-unanswered', 'f'), ('measure-unmeasured', 'm'), ('measure-undated', 'm'), ('measure-unfounded', 'm')]
    """
    pairs = list(answers)
    kept = [each for each in measures if each.stage != "dropped"]
    wanted, with_result = {each.key for each in kept}, set(results)
    answered = {factor for factor, measure in pairs if measure in wanted}
    founded = {measure for _, measure in pairs}
    found: dict[End, list[str]] = {
        "factor-unanswered": [factor for factor in factors if factor not in answered],
        "measure-unowned": [each.key for each in kept if not each.has_owner],
        "measure-unmeasured": [each.key for each in kept if not each.has_indicator],
        "measure-undated": [each.key for each in kept if each.due is None],
        "measure-unfounded": [each.key for each in kept if each.key not in founded],
        "done-without-result": [each.key for each in kept if each.stage == "done" and each.key not in with_result],
        "target-without-data": list(targets_without_data),
    }
    return tuple(LooseEnd(end, key) for end in ENDS for key in found[end])
