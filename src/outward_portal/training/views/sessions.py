"""Sessions: the list, the page of one, planning, attendance, files."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.table_files import FORMATS
from outward_portal.theme import lists
from outward_portal.theme.finding import allowed, row_at
from outward_portal.training.models import Course, Enrolment, SessionAnswer, TrainingSession
from outward_portal.training.models.sessions import FILLING
from outward_portal.training.sessions import actions, downloads, queries
from outward_portal.training.sessions.forms import SessionForm
from outward_portal.workflows.showing import offer

TICKS_AT_ONCE: Final = 900
"""Ticks on one page of attendance, at most if there are several days: a form has at most 1000 fields."""


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions that the reader may see."""
    asked = lists.read(request.GET, queries.SHAPE)
    page, rows = queries.page_of(asked, request.user)
    return render(request, "training/sessions.jinja", {
        "asked": asked, "page": page, "rows": rows, "citation": downloads.cited(),
        "may_organise": may(request.user, "session.organise")})


@require_safe
def sessions_file(request: HttpRequest, format: str) -> HttpResponse:
    """Give the sessions that the list's address asks for as a file."""
    if format not in FORMATS:
        raise Http404
    found = queries.sessions(lists.read(request.GET, queries.SHAPE), request.user)[:downloads.MOST_ROWS]
    return downloads.answer(queries.listed(found, request.user), format)


@require_safe
def session(request: HttpRequest, row: int) -> HttpResponse:
    """Show a session: to whoever has a place, where it is held; to the organiser, who is in it."""
    return render(request, "training/session.jinja", page_of_session(request, row))


def page_of_session(request: HttpRequest, row: int) -> dict[str, Any]:
    """Give what the page of a session shows."""
    user = request.user
    found = queries.find(row, user)
    if found is None:
        raise Http404
    enrolments = queries.enrolments_of(found, user)
    own = queries.own_enrolments(user, [found.pk]).get(found.pk)
    is_in = own is not None and own.state not in ("withdrawn", "refused")
    organises = may(user, "session.organise")
    return {
        "session": found, "offer": offer(user, found) if organises else None,
        "listed": queries.listed([found], user)[0], "place": queries.place_of(found, user), "own": own,
        "own_offer": offer(user, own) if own is not None else None,
        "may_enrol": found.takes_enrolments and not is_in and (
            not user.is_authenticated or may(user, "enrolment.ask", found)),
        "others": [(each, offer(user, each)) for each in enrolments if organises or each.person_id != user.pk],
        "organises": organises, "opinion": queries.opinion_of(found, user) if organises else None,
        "questions": [(name, _question(name)) for name in queries.QUESTIONS]}


def _question(name: str) -> str:
    field = SessionAnswer._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a session; ``?course=`` chooses the course."""
    allowed(request, "session.organise")
    chosen = request.GET.get("course", "")
    initial = {"course": chosen} if chosen.isascii() and chosen.isdecimal() else {}
    form = SessionForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = actions.plan(act(request), form.values())
        messages.success(request, _("The session is planned. The leading group alone sees it until it is opened."))
        return redirect("training-session", row=made.pk)
    return render(request, "training/session_form.jinja", {
        "form": form, "session": None, "has_courses": Course.objects.visible_to(request.user).filter(
            retired_at__isnull=True).exists()}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, row: int) -> HttpResponse:
    """Change a session."""
    found = row_at(request, TrainingSession, row, "session.organise")
    place = queries.place_of(found, request.user)
    initial = {name: getattr(place, name) for name in actions.PLACE_FIELDS} if place else {}
    form = SessionForm(request.POST or None, user=request.user, instance=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data.get("revision") or 0
        try:
            actions.change(act(request), found, form.values(), revision=revision)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("training-session", row=found.pk)
    return render(request, "training/session_form.jinja", {"form": form, "session": found, "has_courses": True},
                  status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, row: int) -> HttpResponse:
    """Write who came on which day; days to come cannot be written."""
    found = row_at(request, TrainingSession, row, "session.organise")
    rows = [each for each in queries.enrolments_of(found, request.user) if each.state in FILLING]
    until_today = [day for day in found.dates if day <= timezone.localdate()]
    pages = Paginator(until_today, max(1, TICKS_AT_ONCE // max(1, len(rows))))
    page = pages.get_page(request.GET.get("page", pages.num_pages))
    days = list(page.object_list)
    is_open = found.state in ("running", "held")
    problem = ""
    if request.method == "POST":
        try:
            actions.write_attendance(act(request), found, _present(request, rows, until_today))
        except RefusedError as error:
            problem = str(error)
        else:
            messages.success(request, _("Attendance is saved."))
            return redirect("training-session", row=found.pk)
    known = queries.attendance_of(found, request.user)
    return render(request, "training/attendance.jinja", {
        "session": found, "rows": rows, "days": days, "known": known, "is_open": is_open, "problem": problem,
        "page": page, "spans": [(number, pages.page(number).object_list) for number in pages.page_range],
        "later": [day for day in found.dates if day not in until_today]}, status=422 if problem else 200)


def _present(request: HttpRequest, rows: list[Enrolment], days: list[date]) -> dict[tuple[int, date], bool]:
    """Read the ticks, of the days that the page showed; whoever writes leaves themselves out, and so does the page."""
    ticked, shown = set(request.POST.getlist("present")), set(request.POST.getlist("day"))
    return {(each.pk, day): f"{each.pk}:{day.isoformat()}" in ticked for each in rows for day in days
            if each.person_id != request.user.pk and day.isoformat() in shown}
