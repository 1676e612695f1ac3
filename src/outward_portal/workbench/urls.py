"""Addresses of indices."""

from __future__ import annotations

from django.urls import path

from outward_portal.workbench.views import files, keeping, lists, making, reading

urlpatterns = [
    path("", lists.indices, name="workbench"),
    path("new", making.new, name="index-new"),
    path("templates/<slug:id>.xlsx", making.template, name="index-template"),
    path("<int:key>/", reading.index, name="index"),
    path("<int:key>/unit", reading.unit, name="index-unit"),
    path("<int:key>/compare", reading.compare, name="index-compare"),
    path("<int:key>/charts", reading.charts, name="index-charts"),
    path("<int:key>/audit", reading.audit, name="index-audit"),
    path("<int:key>/save", keeping.save, name="index-save"),
    path("<int:key>/copy", keeping.copy, name="index-copy"),
    path("<int:key>/send", making.send, name="index-send"),
    path("<int:key>/edit", keeping.change, name="index-change"),
    path("<int:key>/retire", keeping.retire, name="index-retire"),
    path("<int:key>/restore", keeping.restore, name="index-restore"),
    path("<int:key>/files/<str:file>", files.download, name="index-file"),
    path("<int:key>/charts/<str:file>", files.chart, name="index-chart"),
]
