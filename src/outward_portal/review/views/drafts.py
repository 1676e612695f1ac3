"""Proposing, writing, submitting and deciding drafts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.records.models import Record
from outward_portal.review import actions, queries
from outward_portal.review.errors import DraftConflictError
from outward_portal.review.forms import DecisionForm
from outward_portal.review.models import Draft
from outward_portal.review.subjects import SUBJECTS, RecordSubject
from outward_portal.review.views.finding import draft_at, draft_for, kind_at, subject_at
from outward_portal.theme.languages import current_language


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose something new."""
    subject = kind_at(request, kind)
    parent = _parent(request)
    if getattr(subject, "parent", "") and parent is None:
        raise Http404
    form = subject.form(request.POST or None, request.FILES or None, user=request.user, subject=None,
                        values=_given(request), parent=parent)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.begin(act(request, form.cleaned_data["reason"]), subject, form, parent)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The draft is saved. Submit it when it is ready for review."))
            return redirect("draft", key=draft.pk)
    return render(request, "review/edit.jinja", {"kind": subject, "form": form, "draft": None, "parent": parent,
                                                      "conflict": None},
                  status=422 if request.method == "POST" else 200)


def _parent(request: HttpRequest) -> Record | None:
    """Give the record that the address names, if the reader may see it."""
    key = request.GET.get("record", "")
    if not key:
        return None
    found = (Record.objects.visible_to(request.user).filter(pk=int(key)).first()
             if key.isascii() and key.isdecimal() and len(key) < 18 else None)
    if found is None:
        raise Http404
    record: Record = found
    return record


def _given(request: HttpRequest) -> dict[str, Any]:
    """Give the values that the address names, such as the topic of a cell of the matrix."""
    return {name: value[:300] for name, value in request.GET.items() if name != "record"}


@login_required
@require_POST
def propose(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Begin a draft of something published, or go on with the one that is open."""
    subject_kind, subject = subject_at(request, kind, key)
    try:
        draft = actions.open_draft(act(request), subject_kind, subject)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(subject_kind.address(subject))
    if not Draft.objects.visible_to(request.user).filter(pk=draft.pk).exists():
        messages.error(request, _("Somebody else is writing a draft of this. Wait until it is published or withdrawn."))
        return redirect(subject_kind.address(subject))
    return redirect("draft-edit" if may(request.user, "review.write", draft) else "draft", key=draft.pk)


@login_required
@require_POST
def retire(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Propose to take a record out of its register, or to bring it back."""
    subject_kind, subject = subject_at(request, kind, key)
    if not isinstance(subject_kind, RecordSubject):
        raise Http404
    try:
        draft = actions.propose_retiring(act(request), subject_kind, subject, retire_it=not subject.is_retired)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(subject_kind.address(subject))
    messages.success(request, _("The draft is saved. Submit it when it is ready for review."))
    return redirect("draft", key=draft.pk)


@login_required
@require_safe
def draft(request: HttpRequest, key: int) -> HttpResponse:
    """Show a draft beside what is published, with what can be done."""
    found = draft_at(request, key)
    return _page(request, found, DecisionForm(initial={"revision": found.revision}))


def _page(request: HttpRequest, found: Draft, decision: DecisionForm, status: int = 200, *,
          is_conflict: bool = False) -> HttpResponse:
    kind = SUBJECTS[found.subject_kind]
    subject = kind.model._default_manager.filter(pk=found.subject_id).first()  # none: it went with its draft
    return render(request, "review/draft.jinja", {
        "draft": found, "kind": kind, "subject": subject, "address": kind.address(subject) if subject else "",
        "is_new": not getattr(subject, "is_published", False),
        "previewed": kind.previewed(subject, request.user) if subject else {},
        "compared": queries.compared(found, current_language()), "decision": decision, "is_conflict": is_conflict,
    }, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Write in a draft."""
    found = draft_for(request, key, "review.write")
    kind = SUBJECTS[found.subject_kind]
    subject = kind.model._default_manager.get(pk=found.subject_id)
    form = kind.form(request.POST or None, request.FILES or None, user=request.user, subject=subject,
                     values={**found.values, "reason": found.note}, parent=found.record)
    form.fields["revision"].initial = found.revision
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.save(act(request, form.cleaned_data["reason"]), found, form.plain(),
                         revision=form.cleaned_data["revision"] or 0)
        except (DraftConflictError, ConflictError):
            conflict = draft_at(request, key)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The draft is saved. Submit it when it is ready for review."))
            return redirect("draft", key=found.pk)
    return render(request, "review/edit.jinja", {
        "kind": kind, "form": form, "draft": found, "parent": found.record,
        "conflict": queries.compared(conflict, current_language()) if conflict else None,
    }, status=409 if conflict else 422 if request.method == "POST" else 200)


@login_required
@require_POST
def submit(request: HttpRequest, key: int) -> HttpResponse:
    """Give a draft to a reviewer."""
    found = draft_for(request, key, "review.write")
    try:
        actions.submit(act(request), found)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It waits for review by a second person."))
    return redirect("draft", key=key)


@login_required
@require_POST
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take a draft back from review."""
    found = draft_for(request, key, "review.withdraw")
    try:
        actions.take_back(act(request), found)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("draft", key=key)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Ask, then close a draft without publishing it."""
    found = draft_for(request, key, "review.withdraw")
    if request.method == "POST":
        try:
            actions.withdraw(act(request), found)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Withdrawn. What is published stands as it was."))
        return redirect("review")
    return render(request, "review/withdraw.jinja", {"draft": found})


@login_required
@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Publish a draft, or return it to its author."""
    found = draft_for(request, key, "review.decide")
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    remark, revision = form.cleaned_data["remark"], form.cleaned_data["revision"] or 0
    try:
        if form.cleaned_data["verdict"] == "publish":
            actions.publish(act(request, remark), found, remark, revision=revision)
            messages.success(request, _("Published."))
        else:
            actions.return_to_author(act(request, remark), found, remark, revision=revision)
            messages.success(request, _("Returned to its author."))
    except DraftConflictError as error:
        anew = DecisionForm(initial={"remark": remark, "revision": error.current.revision})
        return _page(request, draft_at(request, key), anew, 409, is_conflict=True)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("draft", key=key)
