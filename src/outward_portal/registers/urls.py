"""Addresses of the pages that read a register as a whole, and of a project's stages."""

from __future__ import annotations

from django.urls import path

from outward_portal.registers.views import maps, stages, timelines, totals

urlpatterns = [
    path("<slug:slug>/totals", totals.totals, name="totals"),
    path("<slug:slug>/totals.csv", totals.totals_file, name="totals-file"),
    path("<slug:slug>/map", maps.map_page, name="map"),
    path("<slug:slug>/map.json", maps.map_description, name="map-description"),
    path("<slug:slug>/map.svg", maps.map_picture, name="map-picture"),
    path("<slug:slug>/timeline", timelines.timeline, name="timeline"),
    path("projects/<int:key>/stages", stages.stages, name="project-stages"),
]
