"""Addresses of the country dossiers."""

from __future__ import annotations

from django.urls import path, re_path

from outward_portal.dossiers.views import packs, pages

urlpatterns = [
    path("", pages.countries, name="countries"),
    path("compare", pages.compare, name="countries-compare"),
    path("open", packs.open_dossier, name="dossier-open"),
    path("packs/", packs.list_packs, name="packs"),
    path("packs/<slug:key>/switch", packs.switch, name="pack-switch"),
    path("packs/<slug:key>/notice", packs.close_notice, name="pack-notice"),
    re_path(r"^(?P<region>[a-z]{3})/$", pages.small_letters),
    path("<str:region>/", pages.dossier, name="dossier"),
    path("<str:region>/facts.<slug:format>", pages.download, name="dossier-facts"),
]
