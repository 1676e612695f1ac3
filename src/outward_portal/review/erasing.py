"""What stays of review when an account is erased: who wrote and decided, by number; nobody keeps or translates."""

from __future__ import annotations

from typing import Any

from outward_portal.accounts.models import User
from outward_portal.review.models import Translation
from outward_portal.review.subjects import SUBJECTS


def forget(user: User, **_: Any) -> None:
    """Leave what a person kept and translated to others; drafts stay with the office, so that two persons still do."""
    for kind in SUBJECTS:
        kind.model._default_manager.filter(keeper=user).update(keeper=None)
    Translation.objects.filter(owner=user).update(owner=None)
