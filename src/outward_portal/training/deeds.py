"""What the journal's actions of this room are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS_HERE: Final[Mapping[str, Promise]] = {
    "training.planned": _("Session planned"),
    "training.session-changed": _("Session changed"),
    "training.opened": _("Session opened for enrolment"),
    "training.begun": _("Session begun"),
    "training.held": _("Session held"),
    "training.closed": _("Session closed"),
    "training.cancelled": _("Session cancelled"),
    "training.attendance": _("Attendance written"),
    "training.asked": _("Place in a session asked for"),
    "training.placed": _("Place in a session given"),
    "training.waiting": _("Put on the waiting list"),
    "training.moved-up": _("Moved up from the waiting list"),
    "training.refused": _("Request for a place not accepted"),
    "training.withdrawn": _("Place in a session given back"),
    "training.attended": _("Attendance of a session confirmed"),
    "training.absent": _("Absence from a session written"),
    "training.answered": _("Questions after a session answered"),
    "training.certified": _("Certificate issued"),
    "training.certificates": _("Certificates of a session issued"),
    "training.revoked": _("Certificate revoked"),
    "training.shown": _("What a certificate's check shows changed"),
    "training.member-added": _("Member of a team added"),
    "training.member-changed": _("Member of a team changed"),
    "training.member-removed": _("Member of a team removed"),
    "training.skill-written": _("Skill of a member written"),
    "training.profile-made": _("Profile of a team made"),
    "training.profile-changed": _("Profile of a team changed"),
    "training.profile-removed": _("Profile of a team removed"),
}
