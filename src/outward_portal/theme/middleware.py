"""What is added to every answer, and what is answered when the portal cannot write."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outward_portal.accounts.requests import request_number

_log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ResponseHeaders:
    """Adds the headers that Django has no setting for, and the request's number for whoever asks about an error."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add the headers."""
        response = self.answer(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["X-Request-Number"] = request_number(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class ReadOnly:
    """Refuses whatever would write while ``OUTWARD_READ_ONLY`` is set; signing in stays possible."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say that nothing can be changed now."""
        if settings.READ_ONLY and request.method not in _SAFE and "/account/log" not in request.path:
            return render(request, "theme/read_only.jinja", status=503)
        return self.answer(request)


class StorageTrouble:
    """Turns a locked database and a full disk into a page that says so; the transaction has been rolled back."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a storage that failed; other errors go on to the page of errors."""
        if isinstance(error, OperationalError | OSError) or (isinstance(error, DatabaseError) and "full" in str(error)):
            _log.error("request %s: storage failed: %s", request_number(request), error)
            return render(request, "theme/storage.jinja", {"number": request_number(request)}, status=503)
        return None
