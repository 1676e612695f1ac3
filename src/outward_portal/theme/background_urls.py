"""Addresses of work in the background."""

from __future__ import annotations

from django.urls import path

from outward_portal.theme import background

urlpatterns = [
    path("", background.jobs, name="jobs"),
    path("<int:key>/", background.job, name="job"),
    path("<int:key>/state", background.state, name="job-state"),
    path("<int:key>/cancel", background.cancel, name="job-cancel"),
    path("<int:key>/again", background.again, name="job-again"),
]
