"""What rooms above add to every page: a mark beside the reader's name, and names for the templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

MarkOf = Callable[[Any], "Mark | None"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A link beside the reader's name, with a number where there is something new."""

    label: str
    count: int
    said: str  # both in words, for who does not see the number
    address: str


_MARKS: Final[list[MarkOf]] = []
TEMPLATE_NAMES: Final[dict[str, Any]] = {}
"""Functions that rooms give to all templates, by name, when the portal starts."""


def add_mark(mark: MarkOf) -> None:
    """Add a mark: a function of a person who has signed in."""
    _MARKS.append(mark)


def marks(user: Any) -> list[Mark]:
    """Give the marks of a person."""
    return [mark for make in _MARKS if (mark := make(user)) is not None]
