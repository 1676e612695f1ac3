"""The list of questions, and the form of each."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.readable_cases import readable_cases
from outward_portal.runs import actions, queries
from outward_portal.runs.forms import QuestionForm
from outward_portal.runs.questions import Question, question_at, questions


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """List what can be asked, with what each is good for."""
    return render(request, "runs/questions.jinja", {"questions": questions()})


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, id: str) -> HttpResponse:
    """Put a question; where its answer is there already, offer it before the work is done again."""
    question = question_at(id)
    if question is None:
        raise Http404
    if not may(request.user, question.action):
        raise PermissionDenied
    cases = [case for case in readable_cases(request.user) if case.release_names]
    form = QuestionForm(request.POST or None, question=question, cases=cases, initial=_initial(request, question))
    before = None
    if request.method == "POST" and form.is_valid() and form.request is not None:
        case, release = form.asked
        if "again" not in request.POST:
            before = queries.asked_before(actions.asked_name(question, case, release, form.request), request.user)
        if question.is_report and queries.report_under_way(case):
            form.add_error("release", _("A report of this case is being written now. Wait until it is done."))
        elif before is None:
            run = actions.ask(act(request), question, case, release, form.request, title=form.cleaned_data["title"])
            messages.success(request, _("Asked. The answer is being worked out."))
            return redirect("run", key=run.pk)
    return render(request, "runs/ask.jinja", {"question": question, "form": form, "cases": cases, "before": before},
                  status=422 if form.errors else 200)


def _initial(request: HttpRequest, question: Question) -> dict[str, object]:
    """Begin with a run's values, or with the case that an address names."""
    like = request.GET.get("like", "")
    if like.isascii() and like.isdecimal() and len(like) < 18:
        run = queries.find(int(like), request.user)
        if run is not None and run.question == question.id:
            return QuestionForm.initial_of(run)
    named = [case for case in readable_cases(request.user)
             if case.id == request.GET.get("case") and case.release_names]
    return {"release": f"{named[0].id}/{named[0].release_names[0]}"} if named else {}
