"""What waits for somebody: drafts, what is stale, what is untranslated."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.review import actions, queries
from outward_portal.review.forms import RenewalForm
from outward_portal.review.models import Draft
from outward_portal.review.subjects import SUBJECTS
from outward_portal.review.views.finding import subject_at


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the work, narrowed to a kind and to one's own."""
    if not may(request.user, "review.propose"):
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    kind = kind if SUBJECTS.get(kind) else ""
    mine = request.GET.get("mine") == "1"
    today = timezone.localdate()

    def drafts(state: str) -> list[Draft]:
        return list(queries.drafts(request.user, kind=kind, state=state, mine=mine)[: queries.SHOWN])

    return render(request, "review/queue.jinja", {
        "kinds": list(SUBJECTS), "kind": kind, "mine": mine,
        "waiting": drafts(Draft.State.WAITING), "returned": drafts(Draft.State.RETURNED),
        "written": drafts(Draft.State.DRAFT),
        "stale": queries.stale(request.user, today, kind=kind, mine=mine),
        "missing": {language: queries.untranslated(request.user, language, kind=kind, mine=mine)
                    for language in ("en", "zh")},
    })


@login_required
@require_POST
def renew(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Propose that a subject still holds, and when it is looked at again."""
    subject_kind, subject = subject_at(request, kind, key)
    form = RenewalForm(request.POST)
    if "review_due" not in subject_kind.fields or not subject.is_published:
        raise Http404
    try:
        if form.is_valid():
            draft = actions.renew(act(request), subject_kind, subject, form.cleaned_data["review_due"])
            messages.success(request, _("It waits for review by a second person."))
            return redirect("draft", key=draft.pk)
        messages.error(request, " ".join(map(str, form.errors["review_due"])))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(subject_kind.address(subject))


@login_required
@require_POST
def keep(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Take a subject into one's keeping, or give it up."""
    subject_kind, subject = subject_at(request, kind, key)
    user = request.user
    assert isinstance(user, User)
    takes = request.POST.get("take") == "1"
    if not takes and subject.keeper_id != user.pk and not may(user, "review.assign"):
        raise PermissionDenied
    actions.keep(act(request), subject_kind, subject, user if takes else None)
    messages.success(request, _("You keep it up to date now.") if takes else _("Nobody keeps it now."))
    return redirect(subject_kind.address(subject))
