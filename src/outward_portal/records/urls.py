"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path

from outward_portal.records.hanging_urls import urlpatterns as hanging
from outward_portal.records.views import editing, exporting, lists, pages

urlpatterns = [
    path("", lists.registers, name="registers"),
    path("<slug:slug>/", lists.records, name="records"),
    path("<slug:slug>/new", editing.create, name="record-create"),
    path("<slug:slug>/<int:key>/", pages.record, name="record"),
    path("<slug:slug>/<int:key>/edit", editing.change, name="record-change"),
    path("<slug:slug>/<int:key>/retire", editing.retire, name="record-retire"),
    path("<slug:slug>/<int:key>/restore", editing.restore, name="record-restore"),
    path("<slug:slug>/<int:key>/history", pages.history, name="record-history"),
    path("<slug:slug>/<int:key>/link", editing.link, name="record-link"),
    path("<slug:slug>/export", exporting.choose, name="records-export"),
    path("<slug:slug>/export.<slug:format>", exporting.download, name="records-export-file"),
    path("links/<int:key>/remove", editing.unlink, name="link-remove"),
    *hanging,
]
