"""Addresses of the room ``services``."""

from __future__ import annotations

from django.urls import path

from outward_portal.services.views import disputes, providing, requests

urlpatterns = [
    path("", requests.services, name="services"),
    path("requests/", requests.requests, name="service-requests"),
    path("requests/files/requests.<slug:format>", requests.requests_file, name="service-requests-file"),
    path("requests/new", requests.new, name="service-request-new"),
    path("requests/<int:row>/", requests.service_request, name="service-request"),
    path("requests/<int:row>/edit", requests.edit, name="service-request-edit"),
    path("requests/<int:row>/matches", requests.matches, name="service-matches"),
    path("requests/<int:row>/invite", requests.invite, name="service-invite"),
    path("requests/<int:row>/offers", requests.compare, name="service-offers"),
    path("requests/<int:row>/offer", providing.offer, name="service-offer"),
    path("invitations/<int:row>/", providing.invitation, name="service-invitation"),
    path("mandates/", providing.mandates, name="service-mandates"),
    path("mandates/<int:key>/new", providing.mandate_new, name="service-mandate-new"),
    path("mandates/<int:row>/end", providing.mandate_end, name="service-mandate-end"),
    path("ratings/", providing.ratings, name="service-ratings"),
    path("disputes/", disputes.cases, name="disputes"),
    path("disputes/files/disputes.<slug:format>", disputes.cases_file, name="disputes-file"),
    path("disputes/guidance", disputes.guidance, name="dispute-guidance"),
    path("disputes/new", disputes.new, name="dispute-new"),
    path("disputes/<int:row>/", disputes.case, name="dispute-case"),
    path("disputes/<int:row>/edit", disputes.edit, name="dispute-edit"),
    path("disputes/<int:row>/path", disputes.path, name="dispute-path"),
    path("disputes/<int:row>/items/<slug:item>/done", disputes.item_done, name="dispute-item-done"),
    path("disputes/<int:row>/items/<slug:item>/undone", disputes.item_undone, name="dispute-item-undone"),
    path("disputes/<int:row>/log/new", disputes.entry_new, name="dispute-entry-new"),
    path("disputes/<int:row>/documents/new", disputes.reference_new, name="dispute-reference-new"),
    path("disputes/documents/<int:row>/remove", disputes.reference_remove, name="dispute-reference-remove"),
]
