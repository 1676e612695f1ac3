"""Addresses of imports, below those of the registers."""

from __future__ import annotations

from django.urls import path

from outward_portal.imports import views

urlpatterns = [
    path("<slug:slug>/template.<slug:format>", views.template_file, name="import-template"),
    path("<slug:slug>/import", views.upload, name="import-upload"),
    path("imports/<int:key>/", views.detail, name="import"),
    path("imports/<int:key>/confirm", views.confirm, name="import-confirm"),
    path("imports/<int:key>/check", views.check_again, name="import-check"),
    path("imports/<int:key>/drop", views.drop, name="import-drop"),
]
