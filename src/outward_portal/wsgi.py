"""What the web server runs: the portal, or a page that says it is away where its settings or its workspace fail."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from outward_portal.work.lifeline import follow_parent

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def portal() -> Application:
    """Start Django; what keeps it from starting is logged, and readers get a page that says so in both languages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outward_portal.settings")
    try:
        started: Application = get_wsgi_application()
    except (ImproperlyConfigured, ImportError, OSError):
        logging.getLogger(__name__).exception("the portal cannot start")
        return away
    return started


def away(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:  # noqa: ARG001
    """Answer every request with the page that says the portal is away."""
    page = files("outward_portal.operations").joinpath("pages/unavailable.html").read_bytes()
    start("503 Service Unavailable", [
        ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page))), ("Retry-After", "60"),
        ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    ])
    return [page]


application = portal()
follow_parent()
