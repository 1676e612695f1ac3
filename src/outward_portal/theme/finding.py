"""From an address to a row, for whoever may see it and do something to it; of others nothing is said."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest

from outward_portal.accounts.policy import may

Row = TypeVar("Row")
OfModel = TypeVar("OfModel", bound=Model)


def allowed(request: HttpRequest, action: str, subject: Any = None) -> None:
    """Go on only where the policy lets the reader do something.

    Raises
    ------
    PermissionDenied
        If it does not.
    """
    if not may(request.user, action, subject):
        raise PermissionDenied


def there(found: Row | None) -> Row:
    """Go on only with what was found among that which the reader may see.

    Raises
    ------
    Http404
        If nothing was: not even that it is there.
    """
    if found is None:
        raise Http404
    return found


def row_at(request: HttpRequest, model: type[OfModel], key: int, action: str = "", **belongs: Any) -> OfModel:
    """Give a row that the reader may see, and may do something to where an action is named.

    Parameters
    ----------
    request : HttpRequest
        Who asks.
    model : type
        Of the row.
    key : int
        As the address gives it.
    action : str, optional
        Of the policy.
    **belongs
        What else must be true of the row, such as ``meeting=3``.
    """
    objects: Any = model._default_manager
    found: OfModel = there(objects.visible_to(request.user).filter(**belongs).by_key(key))
    if action:
        allowed(request, action, found)
    return found
