"""Guidance on disputes, and case files: the list, one of them, and writing in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.table_files import FORMATS, citation, table_file
from outward_portal.registers.models import Project
from outward_portal.services.disputes import actions, queries
from outward_portal.services.disputes.forms import CaseForm, EntryForm, GuidanceForm, NoteForm, ReferenceForm
from outward_portal.services.disputes.guidance import paths, questions, read_answers, weigh
from outward_portal.services.models import CaseReference, DisputeCase
from outward_portal.services.views.finding import ask, case_at, done
from outward_portal.theme.finding import allowed
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer as standing

_COLUMNS = ("case", "title", "region", "counterparty", "amount", "currency", "state", "limitation", "next_step", "due",
            "path", "sample")
_MOST_IN_FILE = 5000
_LINES = 200


@login_required
@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """Ask of a dispute, and say which paths are open, why, and what is missing; the answers stand in the address."""
    allowed(request, "services.browse")
    form = GuidanceForm({**dict.fromkeys(questions(), "unknown"), **request.GET.dict()})
    form.is_valid()
    answers = read_answers(request.GET)
    region = form.cleaned_data.get("region", "")
    kept = "&".join(f"{id}={value}" for id, value in answers.items()) + (f"&region={region}" if region else "")
    return render(request, "services/guidance.jinja", {
        "form": form, "answers": answers, "standings": weigh(answers), "region": region, "kept": kept,
        "treaties": queries.treaties(region, request.user), "may_open": may(request.user, "disputes.open")},
        status=422 if form.errors else 200)


@login_required
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the case files that the reader may see."""
    allowed(request, "disputes.read")
    asked = read(request.GET, queries.SHAPE)
    return render(request, "services/cases.jinja", {
        "asked": asked, "page": asked.page_of(queries.cases(asked, request.user)),
        "may_open": may(request.user, "disputes.open"), "citation": citation(_("Case files of disputes"))})


@login_required
@require_safe
def cases_file(request: HttpRequest, format: str) -> HttpResponse:
    """Give the list as a file."""
    allowed(request, "disputes.read")
    if format not in FORMATS:
        raise Http404
    rows = queries.cases(read(request.GET, queries.SHAPE), request.user)[:_MOST_IN_FILE]
    items = ({"case": each.pk, "title": each.title, "region": each.region, "counterparty": each.counterparty,
              "amount": each.amount, "currency": each.currency, "state": each.state,
              "limitation": each.limitation_on.isoformat() if each.limitation_on else None,
              "next_step": each.next_step, "due": each.next_due.isoformat() if each.next_due else None,
              "path": each.path, "sample": each.is_sample} for each in rows)
    return table_file("disputes", _COLUMNS, items, format, citation(_("Case files of disputes")))


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case file; answers of the guidance come with the address."""
    allowed(request, "disputes.open")
    organisation = getattr(request.user, "organisation", None)
    assert isinstance(organisation, Organisation)  # the policy has seen to it
    answers = read_answers(request.GET)
    form = CaseForm(request.POST or None, user=request.user, initial={
        "region": request.GET.get("region", ""), "against_state": answers.get("state") == "yes"})
    if request.method == "POST" and form.is_valid():
        made = actions.open_case(act(request), organisation, form.cleaned_data, answers)
        messages.success(request, _("The case file is open. Choose a path and set the next step."))
        return redirect("dispute-case", row=made.pk)
    return ask(request, form, _("Open a case file"), reverse("disputes"), submit=_("Open it"),
               lead=_("Only your enterprise reads it. You may share it with the leading group's office."))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, row: int) -> HttpResponse:
    """Write anew what a dispute is about."""
    found = case_at(request, row, "disputes.write")
    form = CaseForm(request.POST or None, user=request.user, initial={
        **{field.name: getattr(found, field.name) for field in found._meta.concrete_fields},
        "project": found.project_id})
    return _written(request, found, form, _("Edit the case file"),
                    lambda: actions.edit(act(request), found, form.cleaned_data))


@login_required
@require_safe
def case(request: HttpRequest, row: int) -> HttpResponse:
    """Show a case file."""
    found = case_at(request, row)
    user = request.user
    entries = queries.entries(found, user)
    return render(request, "services/case.jinja", {
        "case": found, "offer": standing(user, found), "path": paths().get(found.path),
        "is_open": {each.path.id: each.standing.value for each in weigh(found.answers)}.get(found.path),
        "checklist": queries.checklist(found, user), "entries": entries[:_LINES],
        "more_entries": max(0, entries.count() - _LINES), "references": queries.references(found, user),
        "treaties": queries.treaties(found.region, user), "today": timezone.localdate(),
        "project": _project(found, user),
        "may_write": may(user, "disputes.write", found) and not found.is_closed})


def _project(found: DisputeCase, user: Any) -> Any:
    """Give the project that a case is about, to whoever may see it."""
    if found.project is None:
        return None
    return Project.objects.visible_to(user).filter(pk=found.project.pk).first()


@login_required
@require_http_methods(["GET", "POST"])
def path(request: HttpRequest, row: int) -> HttpResponse:
    """Answer the questions for a case, and choose the path that is taken."""
    found = case_at(request, row, "disputes.write")
    if request.method == "POST":
        answers = read_answers(request.POST)
        try:
            actions.choose_path(act(request), found, request.POST.get("path", ""), answers)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("dispute-case", row=row)
    answers = read_answers(request.GET) if request.GET else dict(found.answers)
    form = GuidanceForm({**dict.fromkeys(questions(), "unknown"), **answers, "region": found.region})
    del form.fields["region"]
    return render(request, "services/path.jinja", {
        "case": found, "form": form, "answers": answers, "standings": weigh(answers)})


@login_required
@require_http_methods(["GET", "POST"])
def item_done(request: HttpRequest, row: int, item: str) -> HttpResponse:
    """Say that something which the path needs is there."""
    found = case_at(request, row, "disputes.write")
    need = next((each for each in queries.checklist(found, request.user) if each.need.id == item), None)
    if need is None:
        raise Http404
    form = NoteForm(request.POST or None, initial={"note": need.item.note if need.item else ""})
    text = need.need.text
    return _written(request, found, form, _("It is there"), lambda: actions.tick(
        act(request), found, f"{found.path}:{item}", form.cleaned_data["note"]), pair_of=(text.en, text.zh))


@login_required
@require_POST
def item_undone(request: HttpRequest, row: int, item: str) -> HttpResponse:
    """Say that it is not there after all."""
    found = case_at(request, row, "disputes.write")
    try:
        actions.untick(act(request), found, f"{found.path}:{item}")
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("dispute-case", row=row)


@login_required
@require_http_methods(["GET", "POST"])
def entry_new(request: HttpRequest, row: int) -> HttpResponse:
    """Add a line to the log."""
    found = case_at(request, row, "disputes.write")
    form = EntryForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    return _written(request, found, form, _("Add to the log"),
                    lambda: actions.add_entry(act(request), found, form.cleaned_data),
                    lead=_("Lines are added and never changed."))


@login_required
@require_http_methods(["GET", "POST"])
def reference_new(request: HttpRequest, row: int) -> HttpResponse:
    """Name a document."""
    found = case_at(request, row, "disputes.write")
    form = ReferenceForm(request.POST or None, user=request.user)
    return _written(request, found, form, _("Name a document"),
                    lambda: actions.add_reference(act(request), found, form.cleaned_data),
                    lead=_("Say where it is kept; files themselves are attached to records."))


@login_required
@require_POST
def reference_remove(request: HttpRequest, row: int) -> HttpResponse:
    """Take a document out of the list."""
    allowed(request, "disputes.read")
    found = CaseReference.objects.visible_to(request.user).filter(pk=row).select_related(
        "case").first() if row < 2**63 else None
    if found is None:
        raise Http404
    allowed(request, "disputes.write", found.case)
    try:
        actions.remove_reference(act(request), found)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("dispute-case", row=found.case_id)


def _written(request: HttpRequest, found: DisputeCase, form: Any, title: str, do: Any, **more: Any) -> HttpResponse:
    """Write in a case file, or ask for what is written."""
    back = reverse("dispute-case", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        answer = done(request, form, do, _("Saved."), back)
        if answer is not None:
            return answer
    return ask(request, form, title, back, subject=found.title, **more)
