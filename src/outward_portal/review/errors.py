"""What stops a draft, beside what the records refuse."""

from __future__ import annotations

from outward_portal.review.models import Draft


class DraftConflictError(Exception):
    """Somebody else has saved the draft meanwhile."""

    def __init__(self, current: Draft) -> None:
        super().__init__(current.pk, current.revision)
        self.current = current
