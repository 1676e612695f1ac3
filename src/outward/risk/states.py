"""A country as the early warning names it."""

from __future__ import annotations

from dataclasses import dataclass

from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class Country:
    """A state, or an economy without a number of the Gleditsch-Ward list (gwcode 0)."""

    gwcode: int
    iso3: str  # empty for a former state without a code
    name: Label

    @property
    def key(self) -> tuple[int, str]:
        """What it is found by: its number, else its ISO code."""
        return (self.gwcode, "") if self.gwcode else (0, self.iso3)
