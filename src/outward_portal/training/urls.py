"""Addresses of the room ``training``."""

from __future__ import annotations

from django.urls import path

from outward_portal.training.views import learning, sessions, teams

urlpatterns = [
    path("", sessions.sessions, name="training"),
    path("sessions.<slug:format>", sessions.sessions_file, name="training-file"),
    path("sessions/new", sessions.plan, name="training-plan"),
    path("sessions/<int:row>/", sessions.session, name="training-session"),
    path("sessions/<int:row>/change", sessions.change, name="training-change"),
    path("sessions/<int:row>/attendance", sessions.attendance, name="training-attendance"),
    path("sessions/<int:row>/enrol", learning.enrol, name="training-enrol"),
    path("enrolments/<int:row>/answer", learning.answer, name="training-answer"),
    path("mine", learning.mine, name="training-mine"),
    path("certificates/<int:row>/", learning.certificate_page, name="training-certificate"),
    path("certificates/<int:row>/<slug:language>.pdf", learning.certificate, name="training-certificate-file"),
    path("certificates/<int:row>/show", learning.show, name="training-certificate-show"),
    path("check", learning.check, name="training-check"),
    path("team/", teams.team, name="team"),
    path("team/members/new", teams.add_member, name="team-member-new"),
    path("team/members/<int:row>/", teams.member, name="team-member"),
    path("team/members/<int:row>/change", teams.change_member, name="team-member-change"),
    path("team/members/<int:row>/remove", teams.remove_member, name="team-member-remove"),
    path("team/profiles/new", teams.make_profile, name="team-profile-new"),
    path("team/profiles/<int:row>/", teams.profile, name="team-profile"),
    path("team/profiles/<int:row>/change", teams.change_profile, name="team-profile-change"),
    path("team/profiles/<int:row>/remove", teams.remove_profile, name="team-profile-remove"),
    path("skills", teams.totals, name="team-totals"),
]
