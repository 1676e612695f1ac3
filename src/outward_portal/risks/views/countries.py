"""Where countries stand, and a country's page with every event, its reasons and its record."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.dossiers.queries import is_country
from outward_portal.records.table_files import FORMATS
from outward_portal.risks import downloads, keeping, presentation, queries, words
from outward_portal.risks.views.finding import reader, region_at
from outward_portal.theme.lists import read


@login_required
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """List where countries stand for each event."""
    reader(request)
    asked = read(request.GET, queries.STANDINGS)
    made = keeping.newest()
    return render(request, "risks/countries.jinja", {
        "asked": asked, "page": asked.page_of(queries.standings(asked, request.user)), "made": made,
        "event_name": words.event_name, "percent": presentation.percent, "citation": downloads.citation(made),
    })


@login_required
@require_safe
def download(request: HttpRequest, format: str) -> HttpResponse:
    """Send the list as a file."""
    reader(request)
    if format not in FORMATS:
        raise Http404
    found = queries.standings(read(request.GET, queries.STANDINGS), request.user)
    return downloads.answer("standings", map(downloads.standing_item, found), format, keeping.newest())


@login_required
@require_safe
def country(request: HttpRequest, region: str) -> HttpResponse:
    """Show every event of a country."""
    reader(request)
    found = region_at(region)
    made = keeping.newest()
    outlook = keeping.kept_outlook(made)
    rows = queries.standings_of(region, request.user)
    return render(request, "risks/country.jinja", {
        "region": region, "name": found.name, "made": made, "is_kept": outlook is not None,
        "shown": presentation.shown(rows, outlook), "ratings": presentation.ratings_of(outlook, found.iso3),
        "kinds": words.kinds(), "models": words.models(), "definitions": words.definitions(),
        "alerts": list(queries.alerts_of(region, request.user)[:20]), "event_name": words.event_name,
        "gaps": outlook.gaps if outlook is not None else (), "protected": words.protected(),
        "has_dossier": is_country(region), "citation": downloads.citation(made),
    })
