"""Exports of a register: a page that says what is in them, and the files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from outward_portal.records import queries
from outward_portal.records.exporting import Asked, headers
from outward_portal.records.exporting_files import FORMATS, write
from outward_portal.records.exporting_private import PrivateTable
from outward_portal.records.exporting_readme import Export
from outward_portal.records.kinds import Kind
from outward_portal.records.listing import read_query
from outward_portal.records.views.finding import kind_at
from outward_portal.theme.languages import current_language


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what an export of the list holds, and offer its formats."""
    kind = kind_at(slug)
    asked = _asked(request, kind)
    return render(request, "records/export.jinja", {
        "kind": kind, "asked": asked, "query": asked.query.at(None), "columns": headers(kind),
        "has_private": PrivateTable(asked.query, request.user).exists(),
    })


@require_safe
def download(request: HttpRequest, slug: str, format: str) -> HttpResponse | FileResponse:
    """Send the list as a file."""
    kind = kind_at(slug)
    if format not in FORMATS:
        raise Http404
    asked = _asked(request, kind)
    table = PrivateTable(asked.query, request.user)
    wanted = request.GET.get("private") == "1" and format != "csv" and request.method == "GET" and table.exists()
    export = Export(asked, request.user, table if wanted else None)
    name = f"{export.name}.{format}"
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Type": FORMATS[format],
                                     "Content-Disposition": f'attachment; filename="{name}"'})
    response = FileResponse(write(export, format), as_attachment=True, filename=name, content_type=FORMATS[format])
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _asked(request: HttpRequest, kind: Kind) -> Asked:
    query: Any = read_query(kind, current_language(), request.GET).at(None)
    base = request.build_absolute_uri(reverse("records", args=[kind.slug]))
    encoded = query.encoded(with_place=False)
    seen = queries.count_of(query, request.user)
    given = queries.given_on(query, request.user).count() if kind.given_on else seen
    return Asked(query, given, timezone.now(), f"{base}?{encoded}" if encoded else base,
                 settings.PUBLISHER or request.get_host(), withheld=seen - given)
