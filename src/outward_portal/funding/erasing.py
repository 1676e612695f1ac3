"""What is left of this room when an account is erased: that somebody reviewed, not what binds them."""

from __future__ import annotations

from typing import Any

from outward_portal.accounts.models import User
from outward_portal.funding.models import ReviewPlace


def forget(user: User, **_: Any) -> None:
    """Take away what a person said of themselves."""
    ReviewPlace.objects.filter(officer=user).update(conflict="")
