"""Addresses of the pages that lead on."""

from __future__ import annotations

from django.urls import path

from outward_portal.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help", views.help_page, name="help"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("privacy", views.privacy, name="privacy"),
]
