"""A list in the order of time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.records import presentation
from outward_portal.records.listing import read_query
from outward_portal.registers.bars import WIDTH, bars
from outward_portal.registers.chronology import chronology
from outward_portal.registers.models import Project
from outward_portal.registers.views.totals import perspective_at
from outward_portal.theme.languages import current_language


@require_safe
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """Show when a list's records begin and end; those without a date stand apart."""
    kind = perspective_at(slug, "timeline")
    query = read_query(kind, current_language(), request.GET)
    after = request.GET.get("after", "")
    found = chronology(query, request.user, after, of_samples=request.GET.get("samples") == "1")
    return render(request, "registers/timeline.jinja", {
        "kind": kind, "query": query, "options": presentation.options(kind, query), "found": found,
        "bars": bars(found.dated), "width": WIDTH, "stages": dict(Project.Stage.choices), "is_first": not after,
    })
