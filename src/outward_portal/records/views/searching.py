"""Search over everything that the reader may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.records import finding
from outward_portal.records.kinds import KINDS
from outward_portal.theme.languages import current_language

_LONGEST = 200
_MOST_PAGES = 10
_PARTS = {"suggested": "suggestions"}  # by the place on the page that asks: the masthead has few lines


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Look for words; while they are typed, only the list of what was found is sent."""
    words = request.GET.get("q", "").strip("\r\n\t")[:_LONGEST]
    kind = request.GET.get("kind", "")
    kind = kind if kind in {each.key for each in KINDS} else ""
    at = request.GET.get("page", "1")
    page = min(int(at), _MOST_PAGES) if at.isascii() and at.isdecimal() and len(at) < 4 and int(at) else 1
    told = request.headers
    is_part = told.get("HX-Request") == "true" and told.get("HX-History-Restore-Request") != "true"
    template = _PARTS.get(told.get("HX-Target", ""), "search_results") if is_part else "search"
    found = finding.find(words, request.user, current_language(), kind=kind, page=page)
    response = render(request, f"records/{template}.jinja", {
        "words": words, "kind": kind, "found": found, "previous": page - 1,
        "next": page + 1 if found.has_more and page < _MOST_PAGES else 0,
    })
    response["Vary"] = "HX-Request, HX-Target"
    return response
