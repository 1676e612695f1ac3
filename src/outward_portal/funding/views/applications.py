"""Applications: the list, one with what its reader may see of it, beginning and writing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.eligibility import explain
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import act
from outward_portal.coordination.problems.clock import work_calendar
from outward_portal.funding import budgeting, facts
from outward_portal.funding.applications import listing, queries, writing
from outward_portal.funding.applications.forms import BeginForm, DraftForm
from outward_portal.funding.criteria import CRITERIA, points
from outward_portal.funding.models import (
    Application,
    ApplicationFact,
    Award,
    BudgetHead,
    ClawBack,
    Decision,
    Instalment,
    Question,
    Report,
    Review,
    ReviewPlace,
)
from outward_portal.funding.presentation import line, source_text, value_text
from outward_portal.funding.views.showing import application_at, ask, call_at, show
from outward_portal.records import presentation, table_files
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import allowed
from outward_portal.theme.lists import read
from outward_portal.theme.words import plain_pair
from outward_portal.workflows.showing import offer


@login_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """List the applications that the reader may see, and number and state of those of which they are told no more."""
    allowed(request, "applications.read")
    asked = read(request.GET, queries.SHAPE)
    page = asked.page_of(queries.applications(asked, request.user))
    return show(request, "applications", asked=asked, page=page, rows=listing.rows(page.object_list, request.user),
                standings=queries.standings(request.user), reader=viewer(request.user),
                any=Application.objects.visible_to(request.user).exists(),
                citation=table_files.citation(_("Applications for funds")))


@login_required
@require_safe
def download(request: HttpRequest, format: str) -> HttpResponse:
    """Give the list as a file."""
    allowed(request, "applications.read")
    if format not in table_files.FORMATS:
        raise Http404
    found = queries.applications(read(request.GET, queries.SHAPE), request.user)
    return table_files.table_file("applications", listing.COLUMNS, listing.items(found), format,
                                  table_files.citation(_("Applications for funds")))


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, row: int) -> HttpResponse:
    """Begin an application to a call."""
    call = call_at(request, row, "application.begin")
    form = BeginForm(request.POST or None, projects=facts.own_projects(request.user))
    back = reverse("call", kwargs={"row": row})
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.begin(act(request), call, form.cleaned_data["title"], form.cleaned_data["project"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Begun. What the register knows is filled in; look at it and go on."))
            return redirect("application-edit", row=made.pk)
    return ask(request, form, _("Begin an application"), back, about=call.programme, submit=_("Begin"))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, row: int) -> HttpResponse:
    """Write a draft: the application's fields, its facts with their sources, its documents."""
    found = application_at(request, row, "application.write")
    back = reverse("application", kwargs={"row": row})
    if found.state != "draft":
        messages.error(request, _("It was handed in and can no longer be changed."))
        return redirect(back)
    form = _draft_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            writing.save(act(request), found, form.values(), form.stated(), form.given_documents(),
                         revision=form.cleaned_data["revision"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. It is a draft until you hand it in."))
            return redirect(back)
    return show(request, "application_edit", status=422 if form.errors else 200, form=form, application=found,
                facts=list(form.fact_fields()),
                documents=[form[f"document_{place}"] for place in range(len(form.documents))])


def _draft_form(request: HttpRequest, found: Application) -> DraftForm:
    rules = writing.rules_of(found, request.user)
    asked = [each for id, each in (rules[1].facts if rules else {}).items()
             if facts.catalogue()[id].where != "application"]
    rows = {each.fact: each for each in found.facts.all()}
    known = {id: value for id, row in rows.items()
             if id in facts.kinds() and (value := facts.read(facts.kinds()[id].shape, row.value)) is not None}
    hints = {id: _("From: %(source)s") % {"source": source_text(row.source)} for id, row in rows.items()}
    documents = [plain_pair(*each) for each in writing.required_documents(found.programme)]
    initial = {name: getattr(found, name) for name in ("title", "project", "purpose", "effect", "begins_on", "ends_on",
                                                       "eligible_cost", "asked", "revision")}
    return DraftForm(request.POST or None, application=found, projects=facts.own_projects(request.user),
                     documents=documents, kinds=asked, known=known, hints=hints, initial=initial)


@login_required
@require_safe
def application(request: HttpRequest, row: int) -> HttpResponse:
    """Show an application: what it asks for, its facts, questions, decisions, award; reviews to whom they are open."""
    found = application_at(request, row)
    user, own = request.user, {"application": found.pk}
    questions = list(Question.objects.visible_to(user).filter(**own).select_related("asked_by", "answered_by"))
    return show(
        request, "application", application=found, programme=found.programme, offer=offer(user, found),
        address=presentation.address(found.programme), is_applicant=may(user, "application.write", found),
        facts=_facts(found, user), rules=_judged(found, user), questions=questions,
        clock=queries.clock(found, questions, work_calendar(), timezone.localdate()), most=writing.highest(found),
        documents=_documents(found), money_of=budgeting.money, **_reviews(found, user), **_award(found, user),
        decisions=list(Decision.objects.visible_to(user).filter(**own).select_related("by", "rules")))


def _documents(found: Application) -> list[tuple[tuple[str, str], str]]:
    """Give each required document with where it can be had."""
    required = writing.required_documents(found.programme)
    given = [*found.documents, *[""] * len(required)]
    return list(zip(required, given, strict=False))


def _facts(found: Application, user: Any) -> list[dict[str, Any]]:
    shown = []
    for row in ApplicationFact.objects.visible_to(user).filter(application=found.pk):
        kind = facts.kinds().get(row.fact)
        if kind is not None:
            shown.append({"name": kind.name, "value": value_text(kind, facts.read(kind.shape, row.value)),
                          "source": source_text(row.source), "is_changed": row.is_changed,
                          "found": value_text(kind, facts.read(kind.shape, row.found)) if row.is_changed else ""})
    return shown


def _judged(found: Application, user: Any) -> dict[str, Any] | None:
    judged = writing.judged(found, user)
    if judged is None:
        return None
    version, rules, verdict = judged
    return {"version": version, "verdict": verdict, "line": line(explain(rules, verdict))}


def _reviews(found: Application, user: Any) -> dict[str, Any]:
    """Give who reviews and what they found, as far as a reader may see it."""
    places = list(ReviewPlace.objects.visible_to(user).filter(application=found.pk).select_related(
        "officer__organisation"))
    reviews = Review.objects.visible_to(user).filter(application=found.pk).select_related("place__officer")
    return {"places": places, "criteria": CRITERIA,
            "reviews": [{"review": each, "points": points(each.scores)} for each in reviews]}


def _award(found: Application, user: Any) -> dict[str, Any]:
    """Give what follows a grant, each part with the steps that its reader may take."""
    own = {"application": found.pk}
    head = BudgetHead.objects.visible_to(user).filter(programme=found.programme_id).first()
    return {
        "award": Award.objects.visible_to(user).filter(**own).first(), "head": head,
        "may_plan": found.state == "running" and may(user, "application.handle", found),
        "instalments": [offer(user, each) for each in Instalment.objects.visible_to(user).filter(**own).select_related(
            "application")],
        "reports": [offer(user, each) for each in Report.objects.visible_to(user).filter(**own).select_related(
            "application")],
        "claims": [offer(user, each) for each in ClawBack.objects.visible_to(user).filter(**own).select_related(
            "application")]}
