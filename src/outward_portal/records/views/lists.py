"""The list of registers, and the list of a register's records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.records import presentation, queries
from outward_portal.records.listing import read_query
from outward_portal.records.saved.queries import views_of
from outward_portal.records.views.finding import kind_at
from outward_portal.theme.languages import current_language


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """List the registers with what each is for."""
    return render(request, "records/registers.jinja", {"registers": queries.cards_seen_by(request.user)})


@require_safe
def records(request: HttpRequest, slug: str) -> HttpResponse:
    """List a register's records, narrowed and ordered as the address says."""
    kind = kind_at(slug)
    query = read_query(kind, current_language(), request.GET)
    page = queries.read_page(query, request.user)
    return render(request, "records/list.jinja", {
        "kind": kind, "query": query, "page": page, "rows": presentation.rows(kind, page, query.language),
        "options": presentation.options(kind, query), "saved": views_of(kind, request.user),
    })
