"""How often a finding like this one is right: measured on made-up documents, never guessed.

``docs/methods/audit.md`` tells the documents, the counts and the reliability table; the command that measures them is
``python -m tests.audit.corpus``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEASURED: Final[Mapping[str, float]] = {
    "at_most": 0.92, "balance": 0.98, "carry": 0.96, "claim": 0.96, "composition": 0.98, "digit_grouping": 0.98,
    "growth": 0.98, "hidden_total": 0.5, "of_which": 0.92, "period_total": 0.98, "printed_twice": 0.95, "rank": 0.96,
    "ratio": 0.91, "region_part_of": 0.97, "region_total": 0.97, "related": 0.9, "share_of_total": 0.98,
    "stock_flow": 0.96, "total": 0.97, "twin": 0.95, "two_way_total": 0.98, "weighted_mean": 0.97,
}
"""The share of findings of each rule that rested on a planted error, shrunk towards 0.95 by ten findings."""

UNMEASURED: Final = 0.75
"""Of rules that no planted error tried."""

OF_FOUND_FACTS: Final = 0.98
"""By how much a finding from facts that nobody declared is less often right."""

OF_DEFINITION: Final = 0.7
"""Of what fails in many rows, and so may be a matter of definition; not measured."""


def confidence(rule: str, way: str, *, is_found: bool) -> float:
    """Give the share of findings like this one that were right.

    Parameters
    ----------
    rule, way : str
        The rule that failed, and by which way the number went wrong.
    is_found : bool
        Whether it rests on facts that were found, not declared.

    Returns
    -------
    float
        Between 0 and 1, in steps of 0.01.

    Examples
    --------
    >>> confidence("total", "digit", is_found=False), confidence("twin", "definition", is_found=True)
    (0.97, 0.69)
    """
    base = OF_DEFINITION if way == "definition" else MEASURED.get(rule, UNMEASURED)
    return round(base * (OF_FOUND_FACTS if is_found else 1.0), 2)
