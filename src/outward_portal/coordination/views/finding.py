"""What the pages of this room share: finding a row, asking by a form, saying how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from outward_portal.coordination.meetings import queries as meetings
from outward_portal.coordination.models import Meeting, Problem, Task
from outward_portal.coordination.problems import queries as problems
from outward_portal.coordination.tasks import queries as tasks
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import there


def task_at(request: HttpRequest, row: int) -> Task:
    """Give a task that the reader may see; of others nothing is said, not even that they are there."""
    return there(tasks.find(row, request.user))


def meeting_at(request: HttpRequest, row: int) -> Meeting:
    """Give a meeting that the reader may see."""
    return there(meetings.find(row, request.user))


def problem_at(request: HttpRequest, row: int) -> Problem:
    """Give a problem that the reader may see."""
    return there(problems.find(row, request.user))


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
