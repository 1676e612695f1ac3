"""From an address to a row, for whoever may see it and do something to it; of others nothing is said."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest

from outward_portal.accounts.policy import may

Row = TypeVar("Row", bound=Model)


def row_at(request: HttpRequest, model: type[Row], key: int, action: str = "") -> Row:
    """Give a row that the reader may see, and may do something to where an action is named."""
    objects: Any = model._default_manager
    found: Row | None = objects.visible_to(request.user).filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404
    if action and not may(request.user, action, found):
        raise PermissionDenied
    return found


def check(request: HttpRequest, action: str) -> None:
    """Refuse whoever may not."""
    if not may(request.user, action):
        raise PermissionDenied
