"""From an address to a request or a case file, for whoever may see it; and what pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outward_portal.records.errors import RefusedError
from outward_portal.services.disputes import queries as cases
from outward_portal.services.models import DisputeCase, ServiceRequest
from outward_portal.services.requests import queries
from outward_portal.theme.finding import allowed, there


def request_at(request: HttpRequest, row: int, action: str = "") -> ServiceRequest:
    """Give a request that the reader may see; of others nothing is said, not even that they are there."""
    allowed(request, "services.read")
    found = there(queries.find(row, request.user))
    if action:
        allowed(request, action, found)
    return found


def case_at(request: HttpRequest, row: int, action: str = "") -> DisputeCase:
    """Give a case file that the reader may see."""
    allowed(request, "disputes.read")
    found = there(cases.find(row, request.user))
    if action:
        allowed(request, action, found)
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
