"""Addresses of the pages about the interface."""

from __future__ import annotations

from django.urls import path

from outward_portal.api import views

urlpatterns = [
    path("api/", views.documentation, name="api-documentation"),
    path("account/tokens", views.tokens, name="tokens"),
    path("account/tokens/<int:key>/revoke", views.revoke, name="token-revoke"),
]
