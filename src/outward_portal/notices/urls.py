"""Addresses of the room ``notices``."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
