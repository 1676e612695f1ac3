"""Alerts and standings as files: CSV and XLSX for a spreadsheet, JSON for a program, each with what it is cited by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from outward import __version__
from outward_portal.records.table_files import table_file
from outward_portal.risks import words
from outward_portal.risks.models import Alert, CountryStanding, MadeOutlook

_ALERT: Final = ("alert", "event", "event_en", "event_zh", "kind", "iso3", "country_en", "country_zh", "level",
                 "forecast_level", "state", "stage", "first_year", "last_year", "probability", "opened", "is_manual",
                 "outcome", "synthetic")
_STANDING: Final = ("event", "event_en", "event_zh", "kind", "iso3", "gwcode", "country_en", "country_zh", "level",
                    "state", "first_year", "last_year", "probability", "lower", "upper", "synthetic")


def alert_item(alert: Alert) -> dict[str, Any]:
    """Give an alert as plain data: what everybody may know who sees that it is there."""
    name = words.event_name(alert.event)
    return dict(zip(_ALERT, (
        alert.pk, alert.event, name.en, name.zh, alert.kind, alert.iso3, alert.name_en, alert.name_zh,
        alert.shown_level, alert.level, alert.state, alert.stage, alert.year, alert.last_year, alert.probability,
        alert.opened_at.strftime("%Y-%m-%dT%H:%M:%SZ"), alert.is_manual, alert.outcome or None, alert.is_synthetic),
        strict=True))


def standing_item(row: CountryStanding) -> dict[str, Any]:
    """Give where a country stands for an event as plain data."""
    name = words.event_name(row.event)
    return dict(zip(_STANDING, (
        row.event, name.en, name.zh, row.kind, row.iso3, row.gwcode, row.name_en, row.name_zh, row.level, row.state,
        row.year, row.last_year, row.probability, row.lower, row.upper, row.outlook.is_synthetic), strict=True))


def citation(made: MadeOutlook | None) -> str:
    """Say how forecasts and alerts of this portal are cited."""
    said = {"publisher": settings.PUBLISHER or settings.ALLOWED_HOSTS[0], "day": timezone.localdate().isoformat(),
            "version": __version__}
    if made is None:
        return _("Early warning, %(publisher)s, read on %(day)s; Outward %(version)s") % said
    return _("Early warning, %(publisher)s, read on %(day)s; outlook from what was known on %(known)s, panel "
             "%(panel)s, made by %(method)s") % (said | {"known": made.made_on, "panel": made.panel_digest[:12],
                                                         "method": made.version})


def answer(name: str, items: Iterable[Mapping[str, Any]], format: str, made: MadeOutlook | None) -> HttpResponse:
    """Write the file."""
    return table_file(name, _ALERT if name == "alerts" else _STANDING, items, format, citation(made))
