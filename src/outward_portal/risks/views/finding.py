"""From an address to an alert or a country, for whoever may see it; and to a refusal in words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from outward.vocabulary.regions import Region, regions
from outward_portal.accounts.policy import may
from outward_portal.risks import queries
from outward_portal.risks.models import Alert


def reader(request: HttpRequest, action: str = "forecasts.read") -> None:
    """Refuse whoever may not."""
    if not may(request.user, action):
        raise PermissionDenied


def alert_at(request: HttpRequest, key: int, action: str = "") -> Alert:
    """Give an alert that the reader may see, and may do something about where an action is named."""
    found = queries.find(key, request.user)
    if found is None:
        raise Http404
    if action and not may(request.user, action, found):
        raise PermissionDenied
    return found


def region_at(code: str) -> Region:
    """Give a country of the vocabulary."""
    found = regions().get(code)
    if found is None or not found.iso3:
        raise Http404
    return found
