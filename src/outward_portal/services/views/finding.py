"""From an address to a request or a case file, for whoever may see it; and what pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outward_portal.accounts.policy import may
from outward_portal.records.errors import RefusedError
from outward_portal.services.disputes import queries as cases
from outward_portal.services.models import DisputeCase, ServiceRequest
from outward_portal.services.requests import queries


def needs(request: HttpRequest, action: str, subject: Any = None) -> None:
    """Refuse whoever may not."""
    if not may(request.user, action, subject):
        raise PermissionDenied


def request_at(request: HttpRequest, row: int, action: str = "") -> ServiceRequest:
    """Give a request that the reader may see; of others nothing is said, not even that they are there."""
    needs(request, "services.read")
    found = queries.find(row, request.user)
    if found is None:
        raise Http404
    if action:
        needs(request, action, found)
    return found


def case_at(request: HttpRequest, row: int, action: str = "") -> DisputeCase:
    """Give a case file that the reader may see."""
    needs(request, "disputes.read")
    found = cases.find(row, request.user)
    if found is None:
        raise Http404
    if action:
        needs(request, action, found)
    return found


def ask(request: HttpRequest, form: forms.Form, title: str, back: str, **more: Any) -> HttpResponse:
    """Show a form."""
    return render(request, "services/form.jinja", {
        "form": form, "title": title, "back": back, "lead": "", "submit": _("Save"), "subject": "", **more},
        status=422 if form.errors else 200)


def done(request: HttpRequest, form: forms.Form, do: Callable[[], Any], told: str, to: str) -> HttpResponse | None:
    """Do something and lead on; ``None`` where it was refused, which the form then says."""
    try:
        do()
    except RefusedError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, told)
    return redirect(to)
