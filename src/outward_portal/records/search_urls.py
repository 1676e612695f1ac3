"""The address of search."""

from __future__ import annotations

from django.urls import path

from outward_portal.records.views import searching

urlpatterns = [path("", searching.search, name="search")]
