"""A criterion: what is compared, by which rule, and how much it counts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from outward.errors import InvalidValueError
from outward.matching.rules import Rule


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is compared.

    Attributes
    ----------
    key : str
        Its name, under which the wanted value is given.
    rule : Rule
        How a candidate's value becomes a degree from 0 to 1.
    weight : float
        How much it counts against the others; only ratios matter. 0 for one that only excludes.
    is_required : bool
        Whether a candidate of degree 0, or below ``least``, is excluded. One of whom nothing is known is not.
    least : float
        The degree that a required criterion asks for; 0 for any above 0.

    Raises
    ------
    InvalidValueError
        If the weight is negative or no number, or ``least`` is no degree.
    """

    key: str
    rule: Rule
    weight: float = 1.0
    is_required: bool = False
    least: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise InvalidValueError(f"weight {self.weight}", f"matching, criterion {self.key}",
                                    "Give a number of 0 or more.")
        if not 0 <= self.least <= 1:
            raise InvalidValueError(f"least degree {self.least}", f"matching, criterion {self.key}",
                                    "Give a degree from 0 to 1.")
