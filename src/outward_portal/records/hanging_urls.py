"""Addresses of what hangs on records: private fields and their totals, files, duplicates, saved views, comparison."""

from __future__ import annotations

from django.urls import path

from outward_portal.records.views import aggregates, files, private

urlpatterns = [
    path("aggregates", aggregates.totals, name="aggregates"),
    path("<slug:slug>/<int:key>/private", private.values, name="record-private"),
    path("<slug:slug>/<int:key>/private/<slug:field>", private.write, name="private-write"),
    path("<slug:slug>/<int:key>/private/<int:row>/end", private.end, name="private-end"),
    path("<slug:slug>/<int:key>/readers", private.readers, name="record-readers"),
    path("<slug:slug>/<int:key>/attach", files.attach, name="record-attach"),
    path("files/<int:key>", files.download, name="file"),
    path("files/<int:key>/take-away", files.retire, name="file-retire"),
    path("files/<int:key>/bring-back", files.restore, name="file-restore"),
]
