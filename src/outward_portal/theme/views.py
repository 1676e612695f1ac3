"""Pages that belong to no room: the way in, the choice of language, health, and errors."""

from __future__ import annotations

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_GET, require_safe

from outward.vocabulary.labels import Language
from outward_portal.accounts.requests import request_number
from outward_portal.theme.languages import PREFIXES, in_language
from outward_portal.theme.middleware import is_storage_trouble, storage_failed


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Go to the home page in the reader's language."""
    return HttpResponseRedirect(f"/{get_language_from_request(request)}/")


@require_GET
def choose_language(request: HttpRequest) -> HttpResponse:
    """Go to a page in a language, and remember the choice."""
    language: Language = "zh" if request.GET.get("to") == "zh" else "en"
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None) or not target.startswith("/"):
        target = "/"
    response = HttpResponseRedirect(in_language(target, language) if target != "/" else f"/{PREFIXES[language]}/")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, PREFIXES[language], max_age=365 * 24 * 3600, httponly=True,
                        samesite="Lax", secure=settings.HTTPS)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that a request could not be understood."""
    return _error(request, "bad_request", 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that this may not be seen or done by whoever asked."""
    return _error(request, "refused", 403)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that a form's mark against forgery does not fit: it is from another session, or cookies are off."""
    return _error(request, "expired", 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that nothing is here; of what may not be seen nothing else is said."""
    return _error(request, "missing", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the portal itself failed, with the number under which the log tells more."""
    error = sys.exception()
    if error is not None and is_storage_trouble(error):  # outside of a view, such as where a session is saved
        return storage_failed(request, error)
    return _error(request, "failed", 500)


def _error(request: HttpRequest, what: str, status: int) -> HttpResponse:
    return render(request, "theme/error.jinja", {"what": what, "number": request_number(request)}, status=status)
