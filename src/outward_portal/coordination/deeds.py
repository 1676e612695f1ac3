"""What the journal calls the deeds of this room."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, Promise]] = {
    "task.given": _("Task given"),
    "task.changed": _("Task changed"),
    "task.noted": _("Progress of a task noted"),
    "task.waits": _("Task made to wait for another"),
    "task.waits-no-longer": _("Task waits for another no longer"),
    "task.record-named": _("Record named in a task"),
    "task.record-removed": _("Record taken out of a task"),
    "task.accepted": _("Task accepted"),
    "task.begun": _("Work on a task begun"),
    "task.done": _("Task reported done"),
    "task.confirmed": _("Task confirmed"),
    "task.returned": _("Task returned"),
    "task.dropped": _("Task dropped"),
    "task.escalated": _("Task escalated"),
    "meeting.planned": _("Meeting planned"),
    "meeting.changed": _("Meeting changed"),
    "meeting.invited": _("Members invited to a meeting"),
    "meeting.held": _("Meeting held"),
    "meeting.drafted": _("Minutes of a meeting written"),
    "meeting.approved": _("Minutes of a meeting approved"),
    "meeting.cancelled": _("Meeting called off"),
    "agenda.proposed": _("Item of an agenda proposed"),
    "agenda.accepted": _("Item put on an agenda"),
    "agenda.declined": _("Item not taken on an agenda"),
    "agenda.ordered": _("Agenda put in order"),
    "attendance.answered": _("Invitation to a meeting answered"),
    "attendance.recorded": _("Attendance of a meeting written down"),
    "decision.made": _("Decision of the group written down"),
    "problem.raised": _("Problem raised"),
    "problem.taken": _("Problem taken"),
    "problem.given-on": _("Problem given to another agency"),
    "problem.coordinated": _("Agencies asked about a problem"),
    "problem.asked": _("Enterprise asked about its problem"),
    "problem.replied": _("Question about a problem answered by the enterprise"),
    "problem.answered": _("Problem answered"),
    "problem.accepted": _("Answer to a problem accepted"),
    "problem.reopened": _("Problem reopened"),
    "problem.closed": _("Problem closed"),
    "problem.withdrawn": _("Problem withdrawn"),
    "opinion.asked": _("Agency asked for its opinion"),
    "opinion.given": _("Opinion on a problem given"),
    "opinion.waived": _("Opinion on a problem no longer needed"),
    "answer.published": _("Question and answer published without names"),
    "member.changed": _("Member of the leading group entered or changed"),
    "member.ended": _("Membership in the leading group ended"),
    "days.changed": _("Holidays and moved working days changed"),
    "digest.asked": _("Quarterly digest asked for"),
    "digest.made": _("Quarterly digest made"),
}
