"""What is added to every answer, and what is answered when the portal cannot write."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from outward_portal.accounts.requests import request_number
from outward_portal.theme.addresses import page_above

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
        if response.status_code == 405 and not response.content:
            response = wrong_method(request, response.headers["Allow"])
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["X-Request-Number"] = request_number(request)
        if response.status_code >= 400 or not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """Say that an address takes a form only, as after a reload or a change of language; lead to the page above it."""
    response = render(request, "theme/error.jinja", {"what": "method", "number": request_number(request),
                                                     "above": page_above(request.path)}, status=405)
    response.headers["Allow"] = allowed
    return response


class ReadOnly:
    """Refuses whatever would write while ``OUTWARD_READ_ONLY`` is set; signing in and out stay possible."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any) -> HttpResponse | None:
        """Say that nothing can be changed now; a view for programs has words of its own for that, ``read_only``."""
        if not settings.READ_ONLY or request.method in _SAFE or self._signs_in_or_out(request):
            return None
        say: Answer = getattr(view, "read_only", _read_only)
        return _later(say(request), seconds=600)

    def _signs_in_or_out(self, request: HttpRequest) -> bool:
        return request.path in {reverse(name) for name in ("account_login", "account_logout", "mfa_authenticate")}


def _read_only(request: HttpRequest) -> HttpResponse:
    return render(request, "theme/read_only.jinja", status=503)


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def is_storage_trouble(error: BaseException | None) -> bool:
    """Whether an error means a locked database, or a disk that is full or takes nothing."""
    if isinstance(error, OperationalError):
        return True
    return isinstance(error, OSError) and error.errno in _FULL


def storage_failed(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Say that nothing could be saved; the transaction has been rolled back."""
    number = request_number(request)
    _log.error("request %s: storage failed: %s", number, error)
    return _later(render(request, "theme/storage.jinja", {"number": number}, status=503), seconds=60)


def _later(answer: HttpResponse, *, seconds: int) -> HttpResponse:
    answer.headers["Retry-After"] = str(seconds)
    return answer


class StorageTrouble:
    """Turns a locked database and a full disk into a page that says so; ``views.failed`` does so outside of views."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a storage that failed and for a key that no storage takes; else on to the page of errors."""
        if is_key_too_large(error):
            raise BadRequest("a number that no key can be") from error
        return storage_failed(request, error) if is_storage_trouble(error) else None


def is_key_too_large(error: Exception) -> bool:
    """Whether a database was asked for a key of more than 63 bits: nobody who uses the pages sends one."""
    return isinstance(error, OverflowError | DataError) and any(
        words in str(error) for words in ("too large to convert to SQLite INTEGER", "bigint out of range"))
