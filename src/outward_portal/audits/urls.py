"""Addresses of audits, findings and decisions."""

from __future__ import annotations

from django.urls import path

from outward_portal.audits.views import deciding, reading

urlpatterns = [
    path("", reading.audits, name="audits"),
    path("<slug:case>/", reading.audit, name="audit"),
    path("<slug:case>/download/<slug:format>", reading.download, name="audit-download"),
    path("<slug:case>/ask", deciding.ask, name="audit-ask"),
    path("<slug:case>/findings/<slug:finding>/", reading.finding, name="finding"),
    path("<slug:case>/findings/<slug:finding>/decide", deciding.decide, name="finding-decide"),
    path("<slug:case>/findings/<slug:finding>/correct", deciding.correct, name="finding-correct"),
    path("<slug:case>/findings/<slug:finding>/withdraw", deciding.withdraw, name="finding-withdraw"),
]
