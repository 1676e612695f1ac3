"""What the pages of this room share: finding a row, asking by a form, saying how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outward_portal.accounts.policy import may
from outward_portal.coordination.meetings import queries as meetings
from outward_portal.coordination.models import Meeting, Problem, Task
from outward_portal.coordination.problems import queries as problems
from outward_portal.coordination.tasks import queries as tasks
from outward_portal.records.errors import RefusedError

_MOST_KEY = 2**63 - 1


def allowed(request: HttpRequest, action: str, subject: Any = None) -> None:
    """Go on only where the policy lets the reader do something."""
    if not may(request.user, action, subject):
        raise PermissionDenied


def task_at(request: HttpRequest, row: int) -> Task:
    """Give a task that the reader may see; of others nothing is said, not even that they are there."""
    return _there(tasks.find(row, request.user))


def meeting_at(request: HttpRequest, row: int) -> Meeting:
    """Give a meeting that the reader may see."""
    return _there(meetings.find(row, request.user))


def problem_at(request: HttpRequest, row: int) -> Problem:
    """Give a problem that the reader may see."""
    return _there(problems.find(row, request.user))


def row_at(request: HttpRequest, model: type[models.Model], row: int, **belongs: Any) -> Any:
    """Give a row that the reader may see."""
    objects: Any = model._default_manager
    return _there(objects.visible_to(request.user).filter(pk=row, **belongs).first() if row <= _MOST_KEY else None)


def _there(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def number(text: str) -> int | None:
    """Read the key of a row from an address's query."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def ask(request: HttpRequest, form: forms.Form, title: str, back: str, **more: Any) -> HttpResponse:
    """Show a form; what was typed still stands where something is to be mended."""
    return render(request, "coordination/form.jinja", {
        "form": form, "title": title, "back": back, "lead": "", "submit": _("Save"), "is_grave": False, "subject": "",
        "refused": "", **more}, status=409 if more.get("refused") else 422 if form.errors else 200)


def tried(request: HttpRequest, make: Callable[[], Any], told: str) -> str:
    """Do something and tell that it went well; give what an action refuses, empty where nothing."""
    try:
        make()
    except RefusedError as error:
        return str(error)
    messages.success(request, told)
    return ""


def done(request: HttpRequest, back: str, make: Callable[[], Any], told: str) -> HttpResponse:
    """Do something, tell how it went, and lead back."""
    if refused := tried(request, make, told):
        messages.error(request, refused)
    return redirect(back)
