"""Addresses of warnings, forecasts and their record."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
