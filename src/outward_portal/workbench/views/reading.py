"""The bench, a unit's card, the comparison, the audit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from outward.errors import OutwardError
from outward_portal.workbench.models import IndexAssessment
from outward_portal.workbench.views.finding import index_at, trouble


@login_required
@require_safe
def index(request: HttpRequest, key: int) -> HttpResponse:
    """Show an index with its ranking; a slider asks for the ranking alone, and the address then says what it shows."""
    from outward_portal.workbench import pages  # brings the engine, as in the views below

    found = index_at(request, key)
    if not request.headers.get("HX-Request"):
        shown = pages.index_page(request, found)
        return render(request, "workbench/index.jinja", shown, status=422 if shown["trouble"] else 200)
    shown = pages.ranking_answer(request, found)
    answer = render(request, "workbench/answer.jinja", shown)
    query = shown["state"].listed()
    answer.headers["HX-Replace-Url"] = reverse("index", args=[key]) + (f"?{query}" if query else "")
    answer.headers["Vary"] = "HX-Request"
    return answer


@login_required
@require_safe
def unit(request: HttpRequest, key: int) -> HttpResponse:
    """Show why a unit stands where it stands, and what would bring it to a rank."""
    from outward_portal.workbench import pages

    return _page(request, key, "workbench/unit.jinja", pages.unit_page)


@login_required
@require_safe
def compare(request: HttpRequest, key: int) -> HttpResponse:
    """Show two versions, years or indices side by side."""
    from outward_portal.workbench import pages

    return _page(request, key, "workbench/compare.jinja", pages.compare_page)


@login_required
@require_safe
def charts(request: HttpRequest, key: int) -> HttpResponse:
    """Show the charts of an index."""
    from outward_portal.workbench import pages

    return _page(request, key, "workbench/charts.jinja", pages.charts_page)


@login_required
@require_safe
def audit(request: HttpRequest, key: int) -> HttpResponse:
    """Show whether the parts of an index belong together, and what moves its ranks."""
    from outward_portal.workbench import pages

    return _page(request, key, "workbench/audit.jinja", pages.audit_page)


def _page(request: HttpRequest, key: int, template: str,
          make: Callable[[HttpRequest, IndexAssessment], dict[str, Any]]) -> HttpResponse:
    found = index_at(request, key)
    try:
        shown = make(request, found)
    except OutwardError as error:
        return trouble(request, found, error)
    return render(request, template, shown)
