"""From an address to a run, and from a file to an answer."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from outward_portal.accounts.policy import may
from outward_portal.runs import queries
from outward_portal.runs.models import Run

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}


def run_at(request: HttpRequest, key: int) -> Run:
    """Give a run that the reader may see; of others nothing is said, not even that they are there."""
    run = queries.find(key, request.user)
    if run is None:
        raise Http404
    return run


def run_for(request: HttpRequest, key: int, action: str) -> Run:
    """Give a run to which the reader may do something."""
    run = run_at(request, key)
    if not may(request.user, action, run):
        raise PermissionDenied
    return run


def answered_at(request: HttpRequest, key: int) -> Run:
    """Give a run that has an answer."""
    run = run_at(request, key)
    if not run.is_done:
        raise Http404
    return run


def download(path: Path, name: str) -> HttpResponseBase:
    """Send a file to be saved, never to be opened as a page of this server."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=name,
                        content_type=_TYPES.get(path.suffix, "application/octet-stream"))


def data_answer(request: HttpRequest, data: str, content: str) -> HttpResponseBase:
    """Send a report's data, or say that the reader's copy is still good."""
    etag = quote_etag(content[:32])
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(data, content_type="application/json")
    response.headers["ETag"] = etag
    return response
