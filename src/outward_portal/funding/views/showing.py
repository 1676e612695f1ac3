"""From an address to what its reader may see, and from there to a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from outward_portal.funding.budgeting import money
from outward_portal.funding.models import Application, Call, Programme
from outward_portal.funding.presentation import outcome_tag
from outward_portal.theme.finding import allowed, there


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Show a page of this room."""
    return render(request, f"funding/{template}.jinja", {"money": money, "outcome_tag": outcome_tag, **context},
                  status=status)


def ask(request: HttpRequest, form: forms.Form, title: str, back: str, **more: Any) -> HttpResponse:
    """Show a form by itself, with where it belongs."""
    context: Mapping[str, Any] = {"lead": "", "about": None, "submit": _("Save"), "is_grave": False, "groups": (),
                                  **more}
    return show(request, "form", status=422 if form.errors else 200, form=form, title=title, back=back, **context)


def programme_at(request: HttpRequest, key: int, action: str = "") -> Programme:
    """Give a programme that the reader may see, and may do something about where an action is named."""
    found: Programme = there(Programme.objects.visible_to(request.user).select_related("agency", "basis").by_key(key))
    if action:
        allowed(request, action, found)
    return found


def call_at(request: HttpRequest, row: int, action: str = "") -> Call:
    """Give a call, as `programme_at` does."""
    found: Call = there(Call.objects.visible_to(request.user).select_related("programme__agency").by_key(row))
    if action:
        allowed(request, action, found)
    return found


def application_at(request: HttpRequest, row: int, action: str = "") -> Application:
    """Give an application, as `programme_at` does."""
    found: Application = there(Application.objects.visible_to(request.user).select_related(
        "programme", "call", "applicant", "enterprise", "project", "rules").by_key(row))
    if action:
        allowed(request, action, found)
    return found
