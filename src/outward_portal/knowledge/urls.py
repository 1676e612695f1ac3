"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from outward_portal.knowledge.views import pages, texts

urlpatterns = [
    path("", pages.library, name="library"),
    path("provisions/", pages.provisions, name="provisions"),
    path("procedures/<int:key>/print", pages.procedure, name="procedure-print"),
    path("texts/<int:key>/", texts.version, name="version"),
    path("texts/<int:key>/file", texts.file, name="version-file"),
    path("texts/<int:key>/since/<int:older>/", texts.compare, name="version-compare"),
]
