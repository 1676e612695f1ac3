"""What an action may refuse, in words for the person who asked."""

from __future__ import annotations

from outward_portal.records.models import Record


class RefusedError(Exception):
    """An action that would break a rule; its text says which and is shown as it is."""


class ConflictError(Exception):
    """Somebody else has changed the record meanwhile."""

    def __init__(self, current: Record) -> None:
        super().__init__(current.pk, current.revision)
        self.current = current
