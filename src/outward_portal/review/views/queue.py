"""What waits for somebody: drafts, what is stale, what is untranslated."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outward.vocabulary.labels import LANGUAGES
from outward.vocabulary.regions import regions
from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.review import actions, queries
from outward_portal.review.forms import RenewalForm
from outward_portal.review.models import Draft
from outward_portal.review.subjects import SUBJECTS
from outward_portal.review.views.finding import subject_at
from outward_portal.theme.languages import current_language


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the work, narrowed to a kind, a country, a missing language and to one's own; each part by pages."""
    if not may(request.user, "review.propose"):
        raise PermissionDenied
    given, user = request.GET, request.user
    kind, country, language = (given.get(name, "") for name in ("kind", "country", "language"))
    within = queries.Narrowed(kind if SUBJECTS.get(kind) else "", country if country in regions() else "",
                              given.get("mine") == "1")
    language = language if language in LANGUAGES else ""
    address = {"kind": within.kind, "country": within.country, "language": language, "mine": "1" * within.mine}
    return render(request, "review/queue.jinja", {
        "kinds": list(SUBJECTS), "within": within, "only": language, "countries": _countries(),
        "address": urlencode({name: value for name, value in address.items() if value}),
        **{state: queries.drafts_page(user, state, within, _page(request, state))
           for state in (Draft.State.WAITING, Draft.State.RETURNED, Draft.State.DRAFT)},
        "stale": queries.stale(user, timezone.localdate(), within, _page(request, "stale")),
        "missing": {each: queries.untranslated(user, each, within, _page(request, each))
                    for each in LANGUAGES if language in ("", each)},
    })


def _page(request: HttpRequest, part: str) -> int:
    """Read which page of a part the address asks for."""
    given = request.GET.get(part, "")
    return max(1, int(given)) if given.isascii() and given.isdecimal() and len(given) < 5 else 1


def _countries() -> list[tuple[str, str]]:
    language = current_language()
    return sorted(((each.id, each.name.text(language)) for each in regions().of_kind("country")),
                  key=lambda pair: pair[1])


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
