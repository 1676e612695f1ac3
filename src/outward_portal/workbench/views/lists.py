"""The list of indices."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.theme.lists import read
from outward_portal.workbench import queries


@login_required
@require_safe
def indices(request: HttpRequest) -> HttpResponse:
    """List the indices that a person has made or may see."""
    asked = read(request.GET, queries.shape_for(request.user))
    return render(request, "workbench/indices.jinja", {
        "asked": asked, "page": queries.indices_page(asked, request.user)})
