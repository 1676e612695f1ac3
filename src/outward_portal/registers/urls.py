"""Addresses of the pages that read a register as a whole, and of a project's stages."""

from __future__ import annotations

from django.urls import path

from outward_portal.registers.views import stages, totals

urlpatterns = [
    path("<slug:slug>/totals", totals.totals, name="totals"),
    path("<slug:slug>/totals.csv", totals.totals_file, name="totals-file"),
    path("projects/<int:key>/stages", stages.stages, name="project-stages"),
]
