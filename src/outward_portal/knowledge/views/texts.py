"""A document's text, its file, and what changed since an older one."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.accounts.policy import may
from outward_portal.knowledge import queries
from outward_portal.knowledge.articles import pieces
from outward_portal.knowledge.differences import differences
from outward_portal.knowledge.models import Version
from outward_portal.records.presentation import address
from outward_portal.review.queries import open_drafts


@require_safe
def version(request: HttpRequest, key: int) -> HttpResponse:
    """Show a text by its articles, or say why there is none to show."""
    found = _version(request, key)
    staff = may(request.user, "review.propose", found)
    drafts = [each for each in open_drafts(request.user, found.document)
              if each.subject_kind == "version" and each.subject_id == found.pk] if staff else []
    return render(request, "knowledge/version.jinja", {
        "text": found, "document": found.document, "address": address(found.document),
        "pieces": pieces(found.text), "others": queries.older_versions(found, request.user),
        "drafts": drafts, "is_staff": staff,
    })


@require_safe
def file(request: HttpRequest, key: int) -> FileResponse:
    """Send the file as it was uploaded; browsers save it and open nothing."""
    found = _version(request, key)
    if not found.file:
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name or "text",
                        content_type=found.content_type)


@require_safe
def compare(request: HttpRequest, key: int, older: int) -> HttpResponse:
    """Show what a text changed in an older one of the same document and language."""
    newer_text, older_text = _version(request, key), _version(request, older)
    if newer_text.document_id != older_text.document_id or newer_text.language != older_text.language:
        raise Http404
    return render(request, "knowledge/compare.jinja", {
        "newer": newer_text, "older": older_text, "document": newer_text.document,
        "address": address(newer_text.document), "difference": differences(older_text.text, newer_text.text),
    })


def _version(request: HttpRequest, key: int) -> Version:
    found = queries.version(key, request.user) if key < 2**63 else None
    if found is None:
        raise Http404
    return found
