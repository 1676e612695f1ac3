"""Problems of enterprises: the list and its files, one as its reader may see it, raising one, published answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import act
from outward_portal.coordination import downloads
from outward_portal.coordination.models import Opinion, Problem, ProblemPause, ProblemRecord, Task
from outward_portal.coordination.problems import actions, queries
from outward_portal.coordination.problems.clock import URGENT, USUAL, clocks
from outward_portal.coordination.problems.flow import page as problem_page
from outward_portal.coordination.problems.forms import ProblemForm
from outward_portal.coordination.views.finding import ask, problem_at, tried
from outward_portal.records.presentation import address
from outward_portal.records.table_files import FORMATS, citation
from outward_portal.theme.finding import allowed
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer


@login_required
@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """List the problems that the reader may see, each with its clock."""
    allowed(request, "problems.read")
    asked = read(request.GET, queries.shape(request.user))
    page, rows = queries.page_of(asked, request.user)
    return render(request, "coordination/problems.jinja", {
        "asked": asked, "page": page, "rows": rows, "may_raise": may(request.user, "problem.raise"),
        "is_own": viewer(request.user).role == Role.ENTERPRISE, "usual": USUAL, "urgent": URGENT,
        "citation": citation(_("Problems of enterprises"))})


@login_required
@require_safe
def problems_file(request: HttpRequest, format: str) -> HttpResponse:
    """Send the list as a file."""
    allowed(request, "problems.read")
    if format not in FORMATS:
        raise Http404
    asked = read(request.GET, queries.shape(request.user))
    return downloads.problems_file(queries.problems(asked, request.user), format)


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of what has happened to a problem, as both sides may know it."""

    at: datetime
    what: str | Promise
    text: str = ""


def _history(problem: Problem, pauses: list[ProblemPause]) -> list[Moment]:
    """Put together what happened, without a word of what agencies say among themselves."""
    made = [Moment(problem.raised_at, gettext_lazy("Raised"))]
    if problem.taken_at:
        made.append(Moment(problem.taken_at, gettext_lazy("Taken by an agency that leads")))
    for each in pauses:
        made.append(Moment(each.began_at, gettext_lazy("The enterprise was asked"), each.question))
        if each.ended_at and each.reply:
            made.append(Moment(each.ended_at, gettext_lazy("The enterprise replied"), each.reply))
    if problem.first_answered_at:
        made.append(Moment(problem.first_answered_at, gettext_lazy("Answered"), problem.first_answer))
    if problem.reopened_at:
        made.append(Moment(problem.reopened_at, gettext_lazy("Reopened"), problem.objection))
    if problem.answered_at:
        made.append(Moment(problem.answered_at, gettext_lazy("Answered")))
    if problem.ended_at:
        made.append(Moment(problem.ended_at, gettext_lazy("Ended")))
    return sorted(made, key=lambda each: each.at, reverse=True)


@login_required
@require_safe
def problem(request: HttpRequest, row: int) -> HttpResponse:
    """Show a problem; the enterprise sees its question, the clock and the answer, agencies also what they said."""
    found, user = problem_at(request, row), request.user
    pauses = list(ProblemPause.objects.visible_to(user).filter(problem=found.pk))
    opinions = Opinion.objects.visible_to(user).filter(problem=found.pk).select_related("organisation", "problem")
    is_own = viewer(user).role == Role.ENTERPRISE
    records = ProblemRecord.objects.visible_to(user).filter(problem=found.pk).select_related("record")
    return render(request, "coordination/problem.jinja", {
        "problem": found, "offer": offer(user, found), "clock": clocks([found])[found.pk], "is_own": is_own,
        "history": _history(found, pauses), "question": next((each for each in pauses if not each.ended_at), None),
        "opinions": [(each, offer(user, each)) for each in opinions],
        "records": [(each.record, address(each.record)) for each in records],
        "tasks": [] if is_own else Task.objects.visible_to(user).filter(problem=found.pk).select_related("owner"),
        "may_give": may(user, "task.give")})


@login_required
@require_http_methods(["GET", "POST"])
def raise_problem(request: HttpRequest) -> HttpResponse:
    """Raise a problem for one's enterprise."""
    allowed(request, "problem.raise")
    form = ProblemForm(request.POST or None, user=request.user, initial=_begun(request))
    refused = ""
    if request.method == "POST" and form.is_valid():
        values, records = form.split()
        organisation: Any = getattr(request.user, "organisation", None)
        made: list[Problem] = []
        refused = tried(request, lambda: made.append(actions.raise_problem(act(request), organisation, values,
                                                                           records)),
                        _("It is raised, and the office was told."))
        if made:
            return redirect(problem_page(made[0]))
    return ask(request, form, _("Raise a problem"), reverse("group-problems"), submit=_("Raise the problem"),
               refused=refused, lead=_("The office names the agency that leads within %(take)d working days, which "
                                       "answers within %(answer)d; urgent ones within %(soon)d and %(fast)d. The "
                                       "office and the agencies that are asked read it, nobody else.") % {
                   "take": USUAL.take, "answer": USUAL.answer, "soon": URGENT.take, "fast": URGENT.answer})


def _begun(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name][:200] for name in ("record", "region") if request.GET.get(name)}


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """List published questions and answers, to everybody."""
    asked = read(request.GET, queries.ANSWERS)
    return render(request, "coordination/answers.jinja", {
        "asked": asked, "page": asked.page_of(queries.answers(asked, request.user), 20),
        "may_raise": may(request.user, "problem.raise"), "citation": citation(_("Questions and answers"))})


@require_safe
def answers_file(request: HttpRequest, format: str) -> HttpResponse:
    """Send the published questions and answers as a file."""
    if format not in FORMATS:
        raise Http404
    return downloads.answers_file(queries.answers(read(request.GET, queries.ANSWERS), request.user), format)

