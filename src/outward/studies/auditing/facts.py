"""What the keys of a fact must be, so that the audit can work with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Final

from outward.audit import Fact

_NAMES: Final = ("indicators", "members", "suffixes", "rows", "cols")
_NUMBERS: Final = ("scale", "band")
_FLAGS: Final = ("exact", "complete")


def fact_problem(fact: Fact) -> tuple[str, str] | None:
    """Say what is wrong with the keys of a fact, and how to mend it.

    Examples
    --------
    >>> fact_problem(Fact("twin", {"indicators": ["sales", "revenue"]}))
    >>> fact_problem(Fact("twin", {"indicators": 5}))
    ("'indicators' of a fact 'twin' is no list of names", 'Write ["...", "..."].')
    """
    for key, value in fact.keys.items():
        told = f"{str(key)[:40]!r} of a fact {fact.kind!r}"
        if key in _NAMES and not _is_names(value):
            return f"{told} is no list of names", 'Write ["...", "..."].'
        if key in _NUMBERS and not _is_number(value):
            return f"{told} is no number", "Write a number such as 100 or 0.1."
        if key in _FLAGS and not isinstance(value, bool):
            return f"{told} is neither true nor false", "Write true or false."
        if key == "terms" and not _are_terms(value):
            return f"{told} are no terms", 'Write [[1, "..."], [-1, "..."]].'
        if key not in (*_NAMES, *_NUMBERS, *_FLAGS, "terms") and not isinstance(value, str | int | float | None):
            return f"{told} is no name", 'Write "...".'
    return None


def _is_names(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list | tuple) and all(isinstance(each, str | int) for each in value))


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
                             and abs(value) < 1e300)


def _are_terms(value: object) -> bool:
    """Terms as the format and its readers write them: names, pairs of sign and name, or objects."""
    if isinstance(value, Mapping):
        return _are_plain(value.values())
    return isinstance(value, list | tuple) and all(_is_term(term) for term in value)


def _is_term(term: object) -> bool:
    if isinstance(term, Mapping):
        return bool(term) and _are_plain(term.values())
    if isinstance(term, list | tuple):
        return len(term) in (1, 2) and _are_plain(term)
    return isinstance(term, str)


def _are_plain(values: Iterable[object]) -> bool:
    return all(isinstance(value, str | int | float) for value in values)
