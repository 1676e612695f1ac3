"""Totals of a list, as a page and as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from outward_portal.records import presentation
from outward_portal.records.kinds import Kind
from outward_portal.records.listing import read_query
from outward_portal.records.views.finding import kind_at
from outward_portal.registers import queries, tables
from outward_portal.theme.languages import current_language


def perspective_at(slug: str, name: str) -> Kind:
    """Give the register at an address, if it can be read in this way."""
    kind = kind_at(slug)
    if name not in {each.name for each in kind.perspectives}:
        raise Http404
    return kind


@require_safe
def totals(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a list comes to."""
    return _answer(request, slug, as_file=False)


@require_safe
def totals_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the same as CSV."""
    return _answer(request, slug, as_file=True)


def _answer(request: HttpRequest, slug: str, *, as_file: bool) -> HttpResponse:
    kind = perspective_at(slug, "totals")
    language = current_language()
    query = read_query(kind, language, request.GET)
    ways = queries.divisions(kind)
    by = request.GET.get("by", "")
    by = by if by in ways else ways[0]
    found = queries.totals(query, request.user, by, of_samples=request.GET.get("samples") == "1")
    if as_file:
        address = request.build_absolute_uri(request.get_full_path())
        response = HttpResponse(tables.file(found, request.user, language, timezone.now(), address),
                                content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{kind.slug}-totals-by-{by}.csv"'
        return response
    return render(request, "registers/totals.jinja", {
        "kind": kind, "query": query, "options": presentation.options(kind, query), "ways": ways,
        "names": tables.DIVISIONS, "table": tables.shown(found, request.user, language), "notes": tables.notes(found),
        "of_samples": found.of_samples, "others": found.others,
    })
