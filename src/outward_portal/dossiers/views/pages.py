"""The list of countries, a country's dossier, two side by side, and a dossier's facts as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from outward.vocabulary.regions import Region, regions
from outward_portal.accounts.policy import may
from outward_portal.dossiers import comparing, exporting, queries
from outward_portal.dossiers.figures import fact_value, period_note
from outward_portal.dossiers.models import Dossier
from outward_portal.dossiers.packs import shown_packs
from outward_portal.dossiers.presentation import Page, mark_name
from outward_portal.dossiers.queries import CountryRow
from outward_portal.records.exporting import names_of
from outward_portal.theme.languages import current_language

_SORTS: dict[str, Callable[[CountryRow], Any]] = {
    "name": lambda row: row.name.en.casefold(),
    "projects": lambda row: (-row.projects, row.name.en),
    "parks": lambda row: (-row.parks, row.name.en),
    "complete": lambda row: (-row.complete, row.name.en),
    "stale": lambda row: (-row.freshness.stale, row.name.en),
}


_KINDS = ("country", "province", "other", "all")


def _one_of(known: tuple[str, ...], given: str) -> str:
    """Take what an address says, or the first of what it may say."""
    return given if given in known else known[0]


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """List the countries with a dossier, narrowed and ordered as the address says."""
    language, given = current_language(), request.GET
    kind, sort = _one_of(_KINDS, given.get("kind", "")), _one_of(tuple(_SORTS), given.get("sort", ""))
    words, role = given.get("q", "").strip()[:100], given.get("role", "").strip()[:100]
    rows = queries.narrowed(queries.country_rows(request.user), words=words, role=role,
                            kind="" if kind == "all" else kind)
    order = (lambda row: row.name.text(language)) if sort == "name" and language == "zh" else _SORTS[sort]
    return render(request, "dossiers/countries.jinja", {
        "rows": sorted(rows, key=order), "kind": kind, "sort": sort, "words": words, "role": role,
        "others": _others() if may(request.user, "dossier.open") else [],
        "notices": [pack for pack in shown_packs() if pack.has_notice] if may(request.user, "pack.switch") else [],
    })


def _others() -> list[Region]:
    """Countries of which no dossier is kept."""
    kept = set(Dossier.objects.values_list("region", flat=True))
    return [region for region in regions().of_kind("country") if region.id not in kept]


def country_at(region: str) -> Region:
    """Give the region of an address; those without a dossier that is not a country have no page."""
    found = regions().get(region)
    if found is None or not (queries.is_country(region) or Dossier.objects.filter(region=region).exists()):
        raise Http404
    return found


@require_safe
def dossier(request: HttpRequest, region: str) -> HttpResponse:
    """Show a country's dossier; of a country that has none, what would be in it and who can open it."""
    found, language = country_at(region), current_language()
    asked = queries.asked(region, request.user)
    page = Page(asked, language, request.GET.dict())
    return render(request, "dossiers/dossier.jinja", {
        "region": found, "kept": Dossier.objects.visible_to(request.user).filter(region=region).first(), "page": page,
        "freshness": queries.freshness(region, asked.facts, asked.today), "mark_name": mark_name,
        "address": reverse("dossier", args=[region]),
    })


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show the facts of two countries side by side."""
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    known = [Dossier.objects.visible_to(request.user).filter(region=region).exists() for region in chosen]
    sections: list[Any] = []
    if all(known):
        sections = comparing.compared(*(queries.asked(region, request.user) for region in chosen))
    language = current_language()
    choices = sorted((row.region for row in queries.country_rows(request.user)
                      if queries.is_country(row.region.id)), key=lambda region: region.name.text(language))
    return render(request, "dossiers/compare.jinja", {
        "a": regions().get(chosen[0]) if known[0] else None, "b": regions().get(chosen[1]) if known[1] else None,
        "chosen": chosen, "sections": sections, "choices": choices, "fact_value": fact_value,
        "period_note": period_note,
        "unknown": [region for region, is_known in zip(chosen, known, strict=True) if region and not is_known],
    })


@require_safe
def download(request: HttpRequest, region: str, format: str) -> HttpResponse:
    """Give a dossier's facts as a file, of those that the reader may see and that may be given on."""
    if format not in exporting.TYPES:
        raise Http404
    found, asked = country_at(region), queries.asked(region, request.user)
    agencies = names_of({fact.agency_id for fact in asked.facts if fact.agency_id}, request.user)
    file = exporting.FactsFile(region, found.name, asked.facts, agencies, asked.today,
                               request.build_absolute_uri(reverse("dossier", args=[region])))
    return HttpResponse(exporting.write(file, format), content_type=exporting.TYPES[format], headers={
        "Content-Disposition": content_disposition_header(True, f"{file.file_name}.{format}") or "attachment"})


@require_safe
def small_letters(request: HttpRequest, region: str) -> HttpResponse:  # noqa: ARG001
    """Lead an address in small letters to the country's own."""
    return redirect("dossier", region=region.upper())
