"""Addresses of warnings, forecasts and their record."""

from __future__ import annotations

from django.urls import path

from outward_portal.risks import urls_incidents
from outward_portal.risks.views import alerts, countries, levels, panel, record

urlpatterns = [
    path("", alerts.alerts, name="risks"),
    path("download/<slug:format>", alerts.download, name="risk-alerts-download"),
    path("alerts/new", alerts.open_alert, name="risk-alert-open"),
    path("alerts/<int:key>/", alerts.alert, name="risk-alert"),
    path("alerts/<int:key>/to/<slug:to>", alerts.move, name="risk-alert-move"),
    path("alerts/<int:key>/give", alerts.give, name="risk-alert-give"),
    path("alerts/<int:key>/level", alerts.override, name="risk-alert-level"),
    path("countries/", countries.countries, name="risk-countries"),
    path("countries/download/<slug:format>", countries.download, name="risk-countries-download"),
    path("countries/<str:region>/", countries.country, name="risk-country"),
    path("record/", record.records, name="risk-records"),
    path("record/verify", record.verify, name="risk-verify"),
    path("record/<slug:event>/", record.event, name="risk-record"),
    path("levels/", levels.levels, name="risk-levels"),
    path("panel/", panel.panel, name="risk-panel"),
    path("panel/outlook", panel.make, name="risk-outlook-make"),
    path("panel/<int:key>/take-out", panel.take_out, name="risk-panel-take-out"),
    *urls_incidents.urlpatterns,
]
