"""Addresses of the steps of workflows, and of the pages that show them as diagrams."""

from __future__ import annotations

from django.urls import path

from outward_portal.workflows import views

urlpatterns = [
    path("", views.workflows, name="workflows"),
    path("<slug:flow>/", views.workflow, name="workflow"),
    path("<slug:flow>/diagram.svg", views.diagram, name="workflow-diagram"),
    path("<slug:flow>/<int:row>/<slug:step>", views.step, name="workflow-step"),
]
