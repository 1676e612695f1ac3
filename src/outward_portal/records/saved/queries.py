"""Reading saved views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from outward_portal.accounts.models import User
from outward_portal.records.kinds import Kind
from outward_portal.records.listing import ListQuery, read_query
from outward_portal.records.models import SavedView
from outward_portal.theme.languages import current_language

LONGEST_QUERY = 1000


@dataclass(frozen=True, slots=True)
class ShownView:
    """A saved view as a list offers it."""

    view: SavedView
    is_mine: bool


def views_of(kind: Kind, user: Any) -> list[ShownView]:
    """Give a register's views that are a person's own, and those that colleagues share, in order of name."""
    if not isinstance(user, User):
        return []
    found = SavedView.objects.visible_to(user).filter(kind=kind.key).select_related("user").order_by("name", "pk")
    return [ShownView(view, view.user_id == user.pk) for view in found]


def understood(kind: Kind, text: str) -> ListQuery:
    """Read the query of an address as the list would; what it cannot mean is left out."""
    return read_query(kind, current_language(), QueryDict(text[:LONGEST_QUERY * 2]).dict())
