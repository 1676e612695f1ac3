"""Addresses of what hangs on records: private fields and their totals, files, duplicates, saved views, comparison."""

from __future__ import annotations

from django.urls import path

from outward_portal.records.views import aggregates, files, pairs, private, saved, suggesting

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
    path("suggest", suggesting.of_all, name="all-records-suggest"),
    path("<slug:slug>/suggest", suggesting.of_register, name="records-suggest"),
    path("<slug:slug>/compare", pairs.compare, name="records-compare"),
    path("<slug:slug>/duplicates", pairs.duplicates, name="record-duplicates"),
    path("<slug:slug>/duplicates/dismiss", pairs.dismiss, name="pair-dismiss"),
    path("<slug:slug>/duplicates/<int:key>/again", pairs.ask_again, name="pair-again"),
    path("<slug:slug>/merge", pairs.merge, name="records-merge"),
    path("<slug:slug>/<int:key>/split", pairs.split, name="record-split"),
    path("<slug:slug>/views", saved.save, name="view-save"),
    path("views/<int:key>/change", saved.change, name="view-change"),
    path("views/<int:key>/delete", saved.delete, name="view-delete"),
]
