"""From an address to a subject or a draft, or to the page that says there is none."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from outward_portal.accounts.policy import may
from outward_portal.review.models import Draft
from outward_portal.review.subjects import SUBJECTS, Subject


def kind_at(request: HttpRequest, key: str) -> Subject:
    """Give a kind of subject to whoever may propose."""
    kind = SUBJECTS.get(key)
    if kind is None:
        raise Http404
    if not may(request.user, "review.propose"):
        raise PermissionDenied
    return kind


def subject_at(request: HttpRequest, kind_key: str, key: int) -> tuple[Subject, Any]:
    """Give a subject that the reader may see, to whoever may propose."""
    kind = SUBJECTS.get(kind_key)
    subject = kind.find(key, request.user) if kind is not None and key < 2**63 else None
    if kind is None or subject is None:
        raise Http404
    if not may(request.user, "review.propose", subject):
        raise PermissionDenied
    return kind, subject


def draft_at(request: HttpRequest, key: int) -> Draft:
    """Give a draft that the reader may see."""
    seen = Draft.objects.visible_to(request.user).select_related("author", "reviewer", "record")
    found = seen.by_key(key)
    if found is None or found.subject_kind not in {kind.key for kind in SUBJECTS}:
        raise Http404
    draft: Draft = found
    return draft


def draft_for(request: HttpRequest, key: int, action: str) -> Draft:
    """Give a draft with which the reader may do something."""
    found = draft_at(request, key)
    if not may(request.user, action, found):
        raise PermissionDenied
    return found
