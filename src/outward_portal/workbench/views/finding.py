"""From an address to an index."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from outward.errors import OutwardError
from outward_portal.accounts.policy import may
from outward_portal.workbench import queries
from outward_portal.workbench.models import IndexAssessment


def index_at(request: HttpRequest, key: int) -> IndexAssessment:
    """Give an index that the reader may see; of others nothing is said, not even that they are there."""
    found = queries.find(key, request.user)
    if found is None:
        raise Http404
    return found


def index_for(request: HttpRequest, key: int, action: str) -> IndexAssessment:
    """Give an index to which the reader may do something."""
    index = index_at(request, key)
    if not may(request.user, action, index):
        raise PermissionDenied
    return index


def trouble(request: HttpRequest, index: IndexAssessment, error: OutwardError) -> HttpResponse:
    """Say why a page or a file of an index cannot be made, and lead to the bench, where choices are changed."""
    return render(request, "workbench/trouble.jinja", {"index": index, "trouble": error}, status=422)
