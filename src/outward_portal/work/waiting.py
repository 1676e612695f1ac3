"""What waits for somebody: each room says what waits in it, and the first page gathers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise

from outward_portal.accounts.policy import viewer


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many things of one kind, and where they stand."""

    what: Promise
    count: int
    address: str


Say = Callable[[Any], Iterable[Waiting]]


class _Waiting:
    """The rooms' answers, by the order that they ask for, then in that in which they registered."""

    def __init__(self) -> None:
        self._rooms: list[tuple[int, Say]] = []

    def register(self, say: Say, *, order: int = 0) -> None:
        """Add a room's answer: a function of a person who has signed in."""
        self._rooms = sorted([*self._rooms, (order, say)], key=lambda room: room[0])

    def for_person(self, user: Any) -> list[Waiting]:
        """Gather what waits for a person, nothing for a visitor; kinds of which nothing waits are left out."""
        if viewer(user).user is None:
            return []
        return [each for _order, say in self._rooms for each in say(user) if each.count]


WAITING: Final = _Waiting()
