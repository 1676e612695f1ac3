"""Addresses of a person's own pages."""

from __future__ import annotations

from django.urls import path

from outward_portal.membership import views

urlpatterns = [
    path("", views.account, name="account"),
]
