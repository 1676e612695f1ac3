"""What waits for somebody: each room says what waits in it, and the first page gathers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many things of one kind, and where they stand."""

    what: Promise
    count: int
    address: str


Say = Callable[[Any], Iterable[Waiting]]


class _Waiting:
    """The rooms' answers, in the order in which the rooms registered."""

    def __init__(self) -> None:
        self._rooms: list[Say] = []

    def register(self, say: Say) -> None:
        """Add a room's answer: a function of a person who has signed in."""
        self._rooms.append(say)

    def for_person(self, user: Any) -> list[Waiting]:
        """Gather what waits for a person; kinds of which nothing waits are left out."""
        return [each for say in self._rooms for each in say(user) if each.count]


WAITING: Final = _Waiting()
