"""The translation editor: the source on the left, the target on the right, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.review import actions, queries
from outward_portal.review.errors import DraftConflictError
from outward_portal.review.forms import TranslationForm
from outward_portal.review.models import Draft, Translation
from outward_portal.review.subjects import Subject
from outward_portal.review.views.finding import subject_at


@login_required
@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, kind: str, key: int, language: str) -> HttpResponse:
    """Translate a subject's texts into a language; what is saved becomes a draft."""
    subject_kind, subject = subject_at(request, kind, key)
    if language not in ("en", "zh") or not subject_kind.pairs:
        raise Http404
    known = actions.open_draft_of(subject_kind, subject)
    barred = _barred(request, known, subject_kind.address(subject))
    if barred is not None:
        return barred
    values = known.values if known is not None else subject_kind.plain(subject)
    row = Translation.objects.filter(subject_kind=kind, subject_id=key, language=language).first()
    form = TranslationForm(
        request.POST or None, fields=[subject_kind.field(f"{base}_{language}") for base in subject_kind.pairs],
        initial={**values, "state": row.state if row else Translation.State.DRAFT,
                 "revision": known.revision if known else 0})
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.translate(act(request), subject_kind, subject, language, form.texts(),
                                      form.cleaned_data["state"], revision=form.cleaned_data["revision"] or 0)
        except (DraftConflictError, ConflictError):
            conflict = True
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The translation is saved in a draft. Submit it when it is ready for review."))
            return redirect("draft", key=draft.pk)
    return render(request, "review/translate.jinja", {
        "kind": subject_kind, "subject": subject, "title": subject_kind.title(subject), "into": language,
        "source_language": _other(language), "address": subject_kind.address(subject), "known": row,
        "conflict": conflict, "rows": _sides(subject_kind, values, language, form), "form": form,
        "states": queries.translation_states(subject_kind, subject),
    }, status=409 if conflict else 422 if request.method == "POST" else 200)


def _barred(request: HttpRequest, known: Draft | None, address: str) -> HttpResponse | None:
    """Lead whoever may not write in the open draft to where they can see why."""
    if known is None or may(request.user, "review.write", known):
        return None
    if Draft.objects.visible_to(request.user).filter(pk=known.pk).exists():
        messages.error(request, _("This waits for review. Take it back or wait until it is decided."))
        return redirect("draft", key=known.pk)
    messages.error(request, _("Somebody else is writing a draft of this. Wait until it is published or withdrawn."))
    return redirect(address)


def _other(language: str) -> str:
    return "zh" if language == "en" else "en"


def _sides(kind: Subject, values: Mapping[str, Any], language: str,
           form: TranslationForm) -> list[tuple[str, str, BoundField]]:
    """Give what is to be translated, or is: its label, the source, the field of the target."""
    source = [(base, f"{base}_{_other(language)}") for base in kind.pairs]
    rows = [(capfirst(str(kind.field(name).verbose_name)), values.get(name) or "", form[f"{base}_{language}"])
            for base, name in source]
    return [row for row in rows if row[1] or row[2].value()]


@login_required
@require_POST
def take(request: HttpRequest, kind: str, key: int, language: str) -> HttpResponse:
    """Take a translation upon oneself, or give it up."""
    subject_kind, subject = subject_at(request, kind, key)
    if language not in ("en", "zh"):
        raise Http404
    user = request.user
    assert isinstance(user, User)
    takes = request.POST.get("take") == "1"
    owner = Translation.objects.filter(subject_kind=kind, subject_id=key, language=language).first()
    if not takes and (owner is None or owner.owner_id != user.pk) and not may(user, "review.assign"):
        raise PermissionDenied
    actions.take_translation(act(request), subject_kind, subject, language, user if takes else None)
    return redirect("translate", kind=kind, key=key, language=language)
