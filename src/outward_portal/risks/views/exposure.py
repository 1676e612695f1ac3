"""What forecasts mean for the projects that a reader may see: the page, its pictures and its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outward import __version__
from outward.errors import OutwardError
from outward_portal.accounts.policy import may
from outward_portal.risks import keeping
from outward_portal.risks.exposure import drawing, showing
from outward_portal.risks.exposure.files import NAMES, exposure_files
from outward_portal.risks.exposure.weighing import CURRENCIES, Weighed, weighed
from outward_portal.risks.record import records
from outward_portal.theme.charts import chart_script
from outward_portal.theme.languages import current_language

_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class ExposureQuery:
    """What the address asks for; what it cannot mean is left out and named."""

    by: str = "country"
    currency: str = ""
    sort: str = "rank"
    of_samples: bool = False
    page: str = "1"
    misunderstood: tuple[str, ...] = ()

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"by": "" if self.by == "country" else self.by, "currency": self.currency,
                 "sort": "" if self.sort == "rank" else self.sort, "samples": "1" if self.of_samples else "", **changed}
        return urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, key: str) -> str:
        """Write the query in the order of a column; a second time turns the order around."""
        return self.encoded(sort=f"-{key}" if self.sort == key else key)


def read_query(given: Mapping[str, str]) -> ExposureQuery:
    """Read an address."""
    allowed = {"by": tuple(showing.BYS), "currency": CURRENCIES,
               "sort": tuple(sign + key for key in showing.SORTS for sign in ("", "-"))}
    taken = {name: given.get(name, "") for name in allowed}
    wrong = tuple(name for name, value in taken.items() if value and value not in allowed[name])
    taken = {name: "" if name in wrong else value for name, value in taken.items()}
    return ExposureQuery(taken["by"] or "country", taken["currency"], taken["sort"] or "rank",
                         given.get("samples") == "1", given.get("page", "1"), wrong)


def asked(request: HttpRequest) -> tuple[ExposureQuery, Weighed]:
    """Weigh what the address asks for, for whoever asks.

    Raises
    ------
    PermissionDenied
        If the reader weighs no risks here.
    """
    if not may(request.user, "exposure.read"):
        raise PermissionDenied
    query = read_query(request.GET)
    return query, weighed(request.user, of_samples=query.of_samples, currency=query.currency)


@login_required
@require_safe
def exposure(request: HttpRequest) -> HttpResponse:
    """Show expected losses, where they come together, what covers take away, and what is not counted."""
    query, found = asked(request)
    shown: dict[str, Any] = {"query": query, "found": found, "bys": showing.BYS, "currencies": CURRENCIES,
                             "script": chart_script(), "may_set": may(request.user, "severities.set")}
    if found.exposed is not None:
        main, made = main_currency(found), keeping.newest()
        rows = showing.in_order(showing.total_rows(found, query.by), query.sort)
        shown |= {
            "made": made, "records": {each.event: each.main for each in records(keeping.kept_outlook(made))},
            "content": found.content, "main": main, "all": showing.total_rows(found, "all"),
            "page": Paginator(rows, _ROWS).get_page(query.page), "gaps": showing.gaps(found),
            "events": showing.event_rows(found, main), "money": showing.money, "share": showing.share,
            "tails": showing.tail_rows(found), "key_name": showing.key_name,
            "projects": _largest(found, main), "citation": citation(request),
            "files": NAMES,
            "cover_names": {each["cover"]: each for each in found.content["covers"]},
        }
    return render(request, "risks/exposure.jinja", shown)


def main_currency(found: Weighed) -> str:
    """Give the currency in which most holdings are stated: pictures show one, and amounts of two are never added."""
    rows = [each for each in found.content["totals"] if each["by"] == "all"]
    return max(rows, key=lambda each: (each["holdings"], each["currency"]))["currency"] if rows else ""


def _largest(found: Weighed, currency: str) -> list[tuple[Any, str, str]]:
    """Give the projects with the largest expected losses in a currency, with theirs."""
    assert found.exposed is not None
    held, losses = found.exposed.exposure.holdings, found.exposed.exposure.combined()
    by_project: dict[int, float] = {}
    for holding, loss in zip(held, losses, strict=True):
        if holding.currency == currency and loss == loss:
            key = found.held.keys[holding.id]
            by_project[key] = by_project.get(key, 0.0) + float(loss)
    ordered = sorted(by_project.items(), key=lambda pair: -pair[1])[:10]
    return [(found.held.projects[key], showing.money(loss, currency), found.held.projects[key].countries)
            for key, loss in ordered]


def citation(request: HttpRequest) -> str:
    """Say how an exposure is cited; it is its reader's own, because it rests on what they may see."""
    return _("Exposure to country risk, as weighed for %(who)s on %(day)s; Outward %(version)s, %(where)s") % {
        "who": request.user, "day": timezone.localdate().isoformat(), "version": __version__,
        "where": settings.PUBLISHER or request.get_host()}


@login_required
@require_safe
def exposure_map(request: HttpRequest) -> HttpResponse:
    """Give the map as a Vega-Lite description, for the page's script."""
    rows, currency = _country_rows(request)
    return JsonResponse(drawing.map_description(rows, currency, current_language(),
                                                static("registers/land-110m.json")))


@login_required
@require_safe
def exposure_picture(request: HttpRequest) -> HttpResponse:
    """Draw the map for readers without script."""
    rows, currency = _country_rows(request)
    return HttpResponse(drawing.map_picture(rows, currency, current_language()), content_type="image/svg+xml")


def _country_rows(request: HttpRequest) -> tuple[list[showing.TotalRow], str]:
    _query, found = asked(request)
    if found.exposed is None:
        raise Http404
    return showing.total_rows(found, "country"), main_currency(found)


@login_required
@require_safe
def exposure_bars(request: HttpRequest) -> HttpResponse:
    """Draw the table's expected losses as bars."""
    query, found = asked(request)
    if found.exposed is None:
        raise Http404
    try:
        picture = drawing.bars_picture(showing.total_rows(found, query.by), query.by, main_currency(found),
                                       current_language())
    except OutwardError as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/svg+xml")


@login_required
@require_safe
def exposure_file(request: HttpRequest, file: str) -> HttpResponse:
    """Give one of the files of an exposure, which all rest on what the reader may see."""
    _query, found = asked(request)
    if found.exposed is None:
        raise Http404
    files = exposure_files(found, citation(request))
    if file not in files:
        raise Http404
    type = {"csv": "text/csv; charset=utf-8", "json": "application/json", "md": "text/markdown; charset=utf-8"}
    return HttpResponse(files[file], content_type=type[file.rpartition(".")[2]], headers={
        "Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "private, no-store"})
