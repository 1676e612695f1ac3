"""Finding what a page is about, and answering what is not there and what is not allowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from outward_portal.accounts.policy import may
from outward_portal.plans.models import Factor, Plan, PlanItem
from outward_portal.plans.queries import plans as queries
from outward_portal.records.errors import RefusedError


def plan_at(request: HttpRequest, row: int) -> Plan:
    """Give a plan that the reader may see; of others nothing is said, not even that they are there."""
    found = queries.find(row, request.user)
    if found is None:
        raise Http404
    return found


def plan_for(request: HttpRequest, row: int, action: str) -> Plan:
    """Give a plan to which the reader may do something."""
    found = plan_at(request, row)
    if not may(request.user, action, found):
        raise PermissionDenied
    return found


def item_at(request: HttpRequest, row: int) -> PlanItem:
    """Give an item that the reader may see."""
    found = queries.find_item(row, request.user)
    if found is None:
        raise Http404
    return found


def item_for(request: HttpRequest, row: int, action: str) -> PlanItem:
    """Give an item to which the reader may do something."""
    found = item_at(request, row)
    if not may(request.user, action, found):
        raise PermissionDenied
    return found


def row_at(model: Any, request: HttpRequest, row: int) -> Any:
    """Give a row of a model that the reader may see."""
    found = model.objects.visible_to(request.user).filter(pk=row).first() if row < 2**63 else None
    if found is None:
        raise Http404
    return found


def factor_for(request: HttpRequest, key: int, action: str) -> Factor:
    """Give a factor to which the reader may do something."""
    found: Factor = row_at(Factor, request, key)
    if not may(request.user, action, found):
        raise PermissionDenied
    return found


def done(form: forms.Form, do: Callable[[], Any]) -> bool:
    """Do something that may be refused; what is refused is said in the form."""
    try:
        do()
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    return True
