"""Where a list's records lie: a map, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from outward_portal.records import presentation
from outward_portal.records.listing import ListQuery, read_query
from outward_portal.registers import maps
from outward_portal.registers.places import Places, places
from outward_portal.registers.tables import narrowed
from outward_portal.registers.views.totals import perspective_at
from outward_portal.theme import words
from outward_portal.theme.charts import chart_script
from outward_portal.theme.languages import current_language


@require_safe
def map_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a list's records lie."""
    query, found = _asked(request, slug)
    return render(request, "registers/map.jinja", {
        "kind": query.kind, "query": query, "options": presentation.options(query.kind, query), "places": found,
        "script": chart_script(), "of_samples": found.of_samples, "others": found.others,
        "countries": _rows([(each.region, each.records) for each in found.countries], query),
        "elsewhere": _rows(found.elsewhere, query),
    })


@require_safe
def map_description(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the map as a Vega-Lite description, for the page's script."""
    query, found = _asked(request, slug)
    return JsonResponse(maps.description(found, query, query.language, static("registers/land-110m.json")))


@require_safe
def map_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the map for readers without JavaScript."""
    query, found = _asked(request, slug)
    return HttpResponse(maps.picture(found, query, query.language), content_type="image/svg+xml")


def _rows(counts: Iterable[tuple[str, int]], query: ListQuery) -> list[tuple[str, str, int]]:
    """Name regions, with the address of what lies there; most records first, those alike by name."""
    named = [(words.region_name(region, query.language), narrowed(query, "country", region), count)
             for region, count in counts]
    return sorted(named, key=lambda row: (-row[2], row[0]))


def _asked(request: HttpRequest, slug: str) -> tuple[ListQuery, Places]:
    query = read_query(perspective_at(slug, "map"), current_language(), request.GET)
    return query, places(query, request.user, of_samples=request.GET.get("samples") == "1")
