"""Finding what a page is about, and answering what is not there and what is not allowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from outward_portal.plans.models import Factor, Plan, PlanItem
from outward_portal.plans.queries import plans as queries
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import allowed, row_at, there


def plan_at(request: HttpRequest, row: int) -> Plan:
    """Give a plan that the reader may see; of others nothing is said, not even that they are there."""
    return there(queries.find(row, request.user))


def plan_for(request: HttpRequest, row: int, action: str) -> Plan:
    """Give a plan to which the reader may do something."""
    found = plan_at(request, row)
    allowed(request, action, found)
    return found


def item_at(request: HttpRequest, row: int) -> PlanItem:
    """Give an item that the reader may see."""
    return there(queries.find_item(row, request.user))


def item_for(request: HttpRequest, row: int, action: str) -> PlanItem:
    """Give an item to which the reader may do something."""
    found = item_at(request, row)
    allowed(request, action, found)
    return found


def factor_for(request: HttpRequest, key: int, action: str) -> Factor:
    """Give a factor to which the reader may do something."""
    return row_at(request, Factor, key, action)


def done(form: forms.Form, do: Callable[[], Any]) -> bool:
    """Do something that may be refused; what is refused is said in the form."""
    try:
        do()
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    return True
