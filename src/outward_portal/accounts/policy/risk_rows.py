"""Who sees a row of the early warning: forecasts, alerts, covers, purchases and incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import EVERYBODY, NOBODY, record_seen
from outward_portal.accounts.policy.viewers import EXPOSURE_READERS, FORECAST_READERS, Viewer


def _forecast(v: Viewer) -> Q:
    """What is forecast of countries, from published figures: whoever has work to do here."""
    return EVERYBODY if v.role in FORECAST_READERS else NOBODY


def _panel_file(v: Viewer) -> Q:
    """What forecasts are made from: who keeps it and who analyses."""
    return EVERYBODY if v.leads or v.role == Role.ANALYST else NOBODY


def _watches(v: Viewer) -> bool:
    """Whether a viewer watches every country for the leading group."""
    return v.leads or v.role in (Role.CONTRIBUTOR, Role.ANALYST)


def _alert(v: Viewer) -> Q:
    """An alert: who watches for the leading group; an enterprise, of the countries in which it has projects."""
    if _watches(v):
        return EVERYBODY
    return Q(region__in=own_countries(v)) if v.role == Role.ENTERPRISE and v.own else NOBODY


def own_countries(v: Viewer) -> Any:
    """Give the countries in which a viewer's organisation, or one that shares with it, has a project."""
    projects = apps.get_model("registers", "Project")._base_manager.filter(
        Q(owner__in=v.own) | Q(enterprise__owner__in=v.own), retired_at__isnull=True)
    countries = apps.get_model("records", "RecordCountry")._base_manager
    return countries.filter(record__in=projects.values("pk")).values("region")


def _alert_step(v: Viewer) -> Q:
    """What was done about an alert and found: for who watches, not for the enterprises."""
    return EVERYBODY if _watches(v) else NOBODY


def _own_project(v: Viewer, at: str = "") -> Q:
    """A project of the viewer's own organisation, or of one that shares with it; nobody else's."""
    if v.role != Role.ENTERPRISE or not v.own:
        return NOBODY
    return Q(**{f"{at}owner__in": v.own}) | Q(**{f"{at}enterprise__owner__in": v.own})


def _project_private(at: str) -> Callable[[Viewer], Q]:
    """What is private to a project, as its cover: seen as private fields are."""
    def rule(v: Viewer) -> Q:
        whose, seen = f"{at}project__", NOBODY
        if v.own:
            seen |= Q(**{f"{whose}owner__in": v.own})
        if v.role == Role.OFFICER and v.organisation is not None:
            seen |= Q(**{f"{at}audience": "agency", f"{at}agency": v.organisation})
        if v.leads:
            seen |= Q(**{f"{at}audience": "leading-group"})
        return seen & record_seen(v, whose)
    return rule


def _severities(v: Viewer) -> Q:
    """What the office assumes that events take: whoever may weigh risks by projects."""
    return EVERYBODY if v.role in EXPOSURE_READERS else NOBODY


def _incident(v: Viewer) -> Q:
    """An incident: the office, the agencies named in its tasks, an enterprise whose own project is named."""
    if v.role == Role.OFFICE:
        return EVERYBODY
    if v.role == Role.OFFICER and v.organisation is not None:
        tasks = apps.get_model("risks", "IncidentTask")._base_manager.filter(agency=v.organisation)
        return Q(pk__in=tasks.values("incident"))
    named = apps.get_model("risks", "IncidentProject")._base_manager.filter(
        _own_project(v, "project__") & record_seen(v, "project__"))
    return Q(pk__in=named.values("incident"))


def _incidents(v: Viewer) -> Any:
    return apps.get_model("risks", "Incident")._base_manager.filter(_incident(v)).values("pk")


def _incident_part(v: Viewer) -> Q:
    """A part of an incident: with it, of a project only with the project; an enterprise sees its own projects'."""
    seen = Q(incident__in=_incidents(v))
    project = Q(project__isnull=False) & record_seen(v, "project__")
    return seen & (Q(project__isnull=True) | project) if v.leads else seen & project & _own_project(v, "project__")


def _situation_note(v: Viewer) -> Q:
    """What is told of an incident as a whole: the office and the agencies named in its tasks."""
    return Q(incident__in=_incidents(v)) if v.leads else NOBODY


RISK_ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "risks.PanelFile": _panel_file,
    "risks.MadeOutlook": _forecast,
    "risks.RiskForecast": _forecast,
    "risks.LevelPolicy": _forecast,
    "risks.CountryStanding": _forecast,
    "risks.Alert": _alert,
    "risks.AlertStep": _alert_step,
    "risks.ProjectCover": _project_private(""),
    "risks.AssumedSeverities": _severities,
    "risks.PurchaseScreen": _project_private(""),
    "risks.PurchaseAnswer": _project_private("screen__"),
    "risks.Incident": _incident,
    "risks.IncidentProject": _incident_part,
    "risks.IncidentFact": _incident_part,
    "risks.IncidentTask": _incident_part,
    "risks.IncidentEntry": _incident_part,
    "risks.SituationNote": _situation_note,
}
