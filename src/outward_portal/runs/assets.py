"""The report's own style and script, at addresses that name their content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from outward.report.framed import framed_css
from outward.report.web import asset

_ASSETS: dict[str, tuple[Callable[[], str], str]] = {
    "css": (framed_css, "text/css; charset=utf-8"),
    "js": (lambda: asset("report.js"), "text/javascript; charset=utf-8"),
}


@cache
def _text_and_name(kind: str) -> tuple[str, str]:
    text = _ASSETS[kind][0]()
    return text, f"report-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:16]}.{kind}"


def asset_address(kind: str) -> str:
    """Give the address of the report's ``css`` or ``js``."""
    return reverse("report-asset", args=[_text_and_name(kind)[1]])


@require_safe
def report_asset(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Serve the style or the script; another content has another address, so a browser keeps them."""
    kind = name.rpartition(".")[2]
    if kind not in _ASSETS or _text_and_name(kind)[1] != name:
        raise Http404
    return HttpResponse(_text_and_name(kind)[0], content_type=_ASSETS[kind][1],
                        headers={"Cache-Control": "public, max-age=31536000, immutable"})
