"""Addresses of exposure, covers, assumptions, purchases, incidents and the watches between the yearly forecasts."""

from __future__ import annotations

from django.urls import path

from outward_portal.risks.views import (
    assumptions,
    exposure,
    incident_notes,
    incident_writing,
    incidents,
    projects,
    purchases,
    watches,
)

urlpatterns = [
    path("exposure/", exposure.exposure, name="exposure"),
    path("exposure/map", exposure.exposure_map, name="exposure-map"),
    path("exposure/map.svg", exposure.exposure_picture, name="exposure-picture"),
    path("exposure/bars.svg", exposure.exposure_bars, name="exposure-bars"),
    path("exposure/files/<str:file>", exposure.exposure_file, name="exposure-file"),
    path("projects/<int:key>/", projects.project, name="exposure-project"),
    path("projects/<int:key>/cover", projects.write_cover, name="cover-new"),
    path("projects/<int:key>/cover/<int:row>/end", projects.end_cover, name="cover-end"),
    path("projects/<int:key>/purchase/", purchases.purchase, name="purchase"),
    path("projects/<int:key>/purchase/readers", purchases.readers, name="purchase-readers"),
    path("projects/<int:key>/purchase/file", purchases.purchase_file, name="purchase-file"),
    path("projects/<int:key>/purchase/<slug:item>", purchases.answer, name="purchase-answer"),
    path("assumptions/", assumptions.assumptions, name="assumptions"),
    path("assumptions/set", assumptions.assume, name="assume"),
    path("assumptions/<int:row>/out", assumptions.forget, name="forget-assumption"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/new", incidents.open_incident, name="incident-new"),
    path("incidents/<int:key>/", incidents.incident, name="incident"),
    path("incidents/<int:key>/facts/new", incident_writing.add_fact, name="incident-fact-new"),
    path("incidents/<int:key>/facts/<int:row>/end", incident_writing.end_fact, name="incident-fact-end"),
    path("incidents/<int:key>/log/new", incident_writing.add_entry, name="incident-entry-new"),
    path("incidents/<int:key>/tasks/new", incident_writing.add_task, name="incident-task-new"),
    path("incidents/<int:key>/tasks/<int:row>/done", incident_writing.finish_task, name="incident-task-done"),
    path("incidents/<int:key>/tasks/<int:row>/open", incident_writing.unfinish_task, name="incident-task-open"),
    path("incidents/<int:key>/projects/name", incident_writing.name_projects, name="incident-projects"),
    path("incidents/<int:key>/projects/<int:row>/out", incident_writing.unname_project, name="incident-project-out"),
    path("incidents/<int:key>/notes/", incident_notes.notes, name="incident-notes"),
    path("incidents/<int:key>/notes/draft", incident_notes.draft, name="incident-note-draft"),
    path("incidents/<int:key>/notes/write", incident_notes.write, name="incident-note-write"),
    path("incidents/<int:key>/notes/<int:row>.<slug:format>", incident_notes.note_download,
         name="incident-note-download"),
    path("incidents/<int:key>/close", incident_writing.close, name="incident-close"),
    path("incidents/<int:key>/reopen", incident_writing.reopen, name="incident-reopen"),
    path("rates/", watches.rates, name="rates"),
    path("rates/files/<str:file>", watches.rates_file, name="rates-file"),
    path("rates/<slug:currency>/", watches.rate, name="rate"),
    path("rates/<slug:currency>/chart.svg", watches.rate_picture, name="rate-picture"),
    path("reported/", watches.events, name="reported-events"),
    path("reported/files/<str:file>", watches.events_file, name="reported-events-file"),
]
