"""What programs read of this room: alerts, countries, the record; the same rights as on its pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Schema

from outward.vocabulary.regions import regions
from outward_portal.accounts.policy import may
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import router
from outward_portal.risks import downloads, keeping, queries, record, words
from outward_portal.risks.models import MadeOutlook
from outward_portal.theme.lists import Asked, read

_ALERT_PARAMETERS = ("q", "kind", "event", "level", "state", "stage", "region", "sort", "page")


class RiskAlert(Schema):
    """An alert."""

    alert: int
    event: str
    event_en: str
    event_zh: str
    kind: str
    iso3: str
    country_en: str
    country_zh: str
    level: str
    forecast_level: str
    state: str
    stage: str
    first_year: int
    last_year: int
    probability: float | None
    opened: str
    is_manual: bool
    outcome: str | None
    synthetic: bool


class RiskAlerts(Schema):
    """A page of alerts."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[RiskAlert]


class RiskStanding(Schema):
    """Where a country stands for an event."""

    event: str
    event_en: str
    event_zh: str
    kind: str
    iso3: str
    gwcode: int
    country_en: str
    country_zh: str
    level: str
    state: str
    first_year: int
    last_year: int
    probability: float | None
    lower: float | None
    upper: float | None
    synthetic: bool
    baselines: dict[str, float | None]


class RiskCountry(Schema):
    """A country's forecasts, with baselines beside them."""

    citation: str
    region: str
    made_on: str
    version: str
    panel: str
    items: list[RiskStanding]
    alerts: list[RiskAlert]


class RiskScores(Schema):
    """A model's scores; texts, as the page prints them."""

    model: str
    auroc: str
    auprc: str
    brier: str
    skill: str
    slope: str
    forecasts: int
    events: int


class RiskLevelRecord(Schema):
    """What a level would have done."""

    level: str
    threshold: str
    alerts_a_year: str
    opened_a_year: str
    precision: str
    recall: str
    lead_years: str
    hits: int
    false_alarms: int
    misses: int


class RiskRecord(Schema):
    """How good the forecasts of an event were."""

    citation: str
    event: str
    first_year: int
    last_year: int
    models: list[RiskScores]
    levels: list[RiskLevelRecord]
    synthetic: bool


@router.get("/risk/alerts", response={200: RiskAlerts}, summary="Alerts that you may see, page by page", openapi_extra={
    "parameters": [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
                   for name in _ALERT_PARAMETERS]})
def risk_alerts(request: HttpRequest) -> HttpResponse:
    """List alerts, narrowed and ordered as on their page."""
    caller = _reader(request)
    asked = read(request.GET, queries.ALERTS)
    wrong = [*asked.misunderstood, *(name for name in request.GET
                                     if name not in _ALERT_PARAMETERS or len(request.GET.getlist(name)) > 1)]
    if wrong or (request.GET.get("page", "1") != str(asked.page)):
        raise wrong_parameters(wrong or ["page"])
    return answered(request, caller, lambda: _alerts(asked, caller), also=_newest())


def _alerts(asked: Asked, caller: Caller) -> dict[str, Any]:
    page = asked.page_of(queries.alerts(asked, caller.user))
    if page.number != asked.page:
        raise wrong_parameters(["page"])
    return {"citation": downloads.citation(keeping.newest()), "count": page.paginator.count, "page": page.number,
            "pages": page.paginator.num_pages, "items": [downloads.alert_item(each) for each in page.object_list]}


@router.get("/risk/countries/{code}", response={200: RiskCountry}, summary="Forecasts for a country")
def risk_country(request: HttpRequest, code: str = Path(..., min_length=2, max_length=40)) -> HttpResponse:
    """Give every event's forecast for a country, with its baselines, level and state, and the alerts that you see."""
    caller = _reader(request)
    made = keeping.newest()
    if code not in regions() or made is None:
        raise ProblemError(404)
    return answered(request, caller, lambda: _country(code, made, caller), also=_newest())


def _country(code: str, made: MadeOutlook, caller: Caller) -> dict[str, Any]:
    rows = queries.standings_of(code, caller.user)
    if not rows:
        raise ProblemError(404)
    outlook = keeping.kept_outlook(made)
    said: dict[str, dict[str, float | None]] = {}
    for each in outlook.events if outlook is not None else ():
        said[each.event.id] = {one.model: one.probability for one in each.forecasts
                               if (one.gwcode, one.iso3) == (rows[0].gwcode, rows[0].iso3) and one.model != "ensemble"}
    return {"citation": downloads.citation(made), "region": code, "made_on": made.made_on, "version": made.version,
            "panel": made.panel_digest,
            "items": [downloads.standing_item(row) | {"baselines": said.get(row.event, {})} for row in rows],
            "alerts": [downloads.alert_item(each) for each in queries.alerts_of(code, caller.user)[:200]]}


@router.get("/risk/record/{event}", response={200: RiskRecord}, summary="How good forecasts of an event were")
def risk_record(request: HttpRequest, event: str = Path(..., min_length=1, max_length=40)) -> HttpResponse:
    """Give the scores of every model and what each level would have done."""
    caller = _reader(request)
    made = keeping.newest()
    if event not in words.event_names() or made is None:
        raise ProblemError(404)
    return answered(request, caller, lambda: _record(event, made), also=_newest())


def _record(event: str, made: MadeOutlook) -> dict[str, Any]:
    found = record.record_of(keeping.kept_outlook(made), event)
    if found is None:
        raise ProblemError(404)
    return {"citation": downloads.citation(made), "event": event, "first_year": found.first_year,
            "last_year": found.last_year, "synthetic": made.is_synthetic,
            "models": [{name: getattr(each, name) for name in RiskScores.model_fields} for each in found.models],
            "levels": [{"level": each.level, "threshold": each.threshold, "alerts_a_year": each.alerts,
                        "opened_a_year": each.opened, "precision": each.precision, "recall": each.recall,
                        "lead_years": each.lead, "hits": each.hits, "false_alarms": each.false_alarms,
                        "misses": each.misses} for each in found.levels]}


def _reader(request: HttpRequest) -> Caller:
    """Give the caller; to those who do not read forecasts nothing is here."""
    caller = caller_of(request)
    if not may(caller.user, "forecasts.read"):
        raise ProblemError(404)
    return caller


def _newest() -> str:
    made = keeping.newest()
    return made.digest if made is not None else ""
