"""Addresses of the room ``leads``; the records themselves stand in the registers of leads and events."""

from __future__ import annotations

from django.urls import path

from outward_portal.leads.views import board, events, fits, funnel, interests

urlpatterns = [
    path("", board.board, name="leads"),
    path("board.<slug:format>", board.board_file, name="leads-file"),
    path("for-us/", fits.for_us, name="leads-for-us"),
    path("<int:key>/enterprises/", fits.enterprises, name="lead-enterprises"),
    path("<int:key>/interest", interests.show, name="lead-interest-new"),
    path("interests/", interests.interests, name="lead-interests"),
    path("interests.<slug:format>", interests.interests_file, name="lead-interests-file"),
    path("interests/<int:row>/", interests.interest, name="lead-interest"),
    path("events/", events.events, name="lead-events"),
    path("events/<int:key>/briefing/", events.briefing, name="event-briefing"),
    path("events/<int:key>/lead", events.add_lead, name="event-lead-new"),
    path("funnel/", funnel.funnel, name="leads-funnel"),
    path("funnel.<slug:format>", funnel.funnel_file, name="leads-funnel-file"),
]
