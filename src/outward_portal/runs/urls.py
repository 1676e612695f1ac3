"""Addresses of questions, runs and reports."""

from __future__ import annotations

from django.urls import path

from outward_portal.runs.assets import report_asset
from outward_portal.runs.views import asking, keeping, reports, runs

urlpatterns = [
    path("questions/", asking.question_list, name="questions"),
    path("questions/<slug:id>/", asking.ask, name="ask"),
    path("runs/", runs.runs, name="runs"),
    path("runs/compare", runs.compare, name="runs-compare"),
    path("runs/<int:key>/", runs.run, name="run"),
    path("runs/<int:key>/data", runs.data, name="run-data"),
    path("runs/<int:key>/download", runs.archive, name="run-download"),
    path("runs/<int:key>/files/<slug:language>/<str:file>", runs.answer_file, name="run-file"),
    path("runs/<int:key>/charts/<slug:language>/<str:file>", runs.chart, name="run-chart"),
    path("runs/<int:key>/edit", keeping.change, name="run-change"),
    path("runs/<int:key>/retire", keeping.retire, name="run-retire"),
    path("runs/<int:key>/restore", keeping.restore, name="run-restore"),
    path("reports/", reports.reports, name="reports"),
    path("reports/assets/<str:name>", report_asset, name="report-asset"),
    path("reports/<slug:case>/", reports.report, name="report"),
    path("reports/<slug:case>/data", reports.data, name="report-data"),
    path("reports/<slug:case>/readers", reports.open_case, name="case-open"),
    path("reports/<slug:case>/files/<slug:language>/<str:file>", reports.report_file, name="report-file"),
]
