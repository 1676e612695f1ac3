"""The watches between the yearly forecasts: exchange rates month by month, reported events day by day."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward import __version__
from outward.errors import OutwardError
from outward_portal.accounts.policy import may
from outward_portal.risks import rates as monitor
from outward_portal.risks import reported
from outward_portal.risks.exposure.showing import share
from outward_portal.theme.languages import current_language

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_ROWS = 50
_LEVELS = ("watch", "warning", "alarm")


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """Show the exchange-rate monitor: every currency's level, and how often such levels were right."""
    level, sort = request.GET.get("level", ""), request.GET.get("sort", "") or "level"
    level = level if level in _LEVELS else ""
    sort = sort if sort.removeprefix("-") in monitor.SORTS else "level"
    try:
        found = monitor.watched()
    except OutwardError as error:  # as where the extra is not installed
        return render(request, "risks/rates.jinja", {"trouble": error, "found": None})
    return render(request, "risks/rates.jinja", {
        "found": found, "page": Paginator(monitor.rows(found, level, sort), _ROWS).get_page(request.GET.get("page")),
        "record": monitor.record(found), "level": level,
        "sort": sort, "levels": _LEVELS, "files": monitor.FILES, "version": __version__, "share": share})


@require_safe
def rate(request: HttpRequest, currency: str) -> HttpResponse:
    """Show one currency: its level and why, its rates, and the record of such levels."""
    try:
        found = monitor.watched()
    except OutwardError as error:
        raise Http404 from error
    row = next((row for row in found.watch.rows if row.code == currency), None)
    if row is None:
        raise Http404
    return render(request, "risks/rate.jinja", {"found": found, "each": monitor.shown(row), "share": share,
                                                "record": monitor.record(found), "version": __version__})


@require_safe
def rate_picture(request: HttpRequest, currency: str) -> HttpResponse:  # noqa: ARG001  (a view is given its request)
    """Draw a currency's rates."""
    try:
        picture = monitor.picture(monitor.watched(), currency, current_language())
    except OutwardError as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/svg+xml")


@require_safe
def rates_file(request: HttpRequest, file: str) -> HttpResponse:  # noqa: ARG001  (a view is given its request)
    """Give all currencies as a file."""
    from outward.studies.risks.signals_written import rates_csv, rates_json

    written = {"rates.csv": rates_csv, "rates.json": rates_json}.get(file)
    if written is None:
        raise Http404
    try:
        content = written(monitor.watched())
    except OutwardError as error:
        raise Http404 from error
    return HttpResponse(content, content_type=_TYPES[file.rpartition(".")[2]],
                        headers={"Content-Disposition": f'attachment; filename="{file}"'})


@login_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Show what was reported of countries far more than their own past would let expect."""
    if not may(request.user, "forecasts.read"):
        raise PermissionDenied
    if not reported.is_there():
        return render(request, "risks/reported.jinja", {"found": None, "folder": reported.FOLDER.as_posix()})
    asked = request.GET.get("on", "")
    try:
        day = date.fromisoformat(asked) if asked else None
    except ValueError:
        day = None
    try:
        found = reported.signals_of(day)
    except OutwardError as error:
        return render(request, "risks/reported.jinja", {"found": None, "trouble": error, "on": asked})
    return render(request, "risks/reported.jinja", {"found": found, "rows": reported.shown(found),
                                                    "on": found.found.on.isoformat(), "version": __version__})


@login_required
@require_safe
def events_file(request: HttpRequest, file: str) -> HttpResponse:
    """Give a day's signals as a file."""
    from outward.studies.risks.signals_written import signals_csv, signals_json

    if not may(request.user, "forecasts.read"):
        raise PermissionDenied
    written = {"signals.csv": signals_csv, "signals.json": signals_json}.get(file)
    if written is None or not reported.is_there():
        raise Http404
    try:
        asked = request.GET.get("on", "")
        content = written(reported.signals_of(date.fromisoformat(asked) if asked else None))
    except (OutwardError, ValueError) as error:
        raise Http404 from error
    return HttpResponse(content, content_type=_TYPES[file.rpartition(".")[2]],
                        headers={"Content-Disposition": f'attachment; filename="{file}"'})
