"""The life cycles of this room: a session, a place in it, a certificate."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.training.certificates.actions import revoke
from outward_portal.training.models import Certificate, Enrolment, TrainingSession
from outward_portal.training.notices import certificate_page, session_page
from outward_portal.training.sessions import steps
from outward_portal.workflows.flow import State, Step, Workflow

_GROUP: Final = _("the leading group")
_S, _E, _C = TrainingSession.State, Enrolment.State, Certificate.State

SESSIONS: Final = Workflow(
    key="training-session", name=_("Session of a course"), model=TrainingSession, page=session_page,
    purpose=_("From a plan by enrolment and attendance to certificates."), made_by=_GROUP,
    record=lambda session: session.course_id,
    states=(
        State(_S.PLANNED, _S.PLANNED.label, _("Seen by the leading group alone.")),
        State(_S.OPEN, _S.OPEN.label, _("Places can be asked for until the last day to enrol.")),
        State(_S.RUNNING, _S.RUNNING.label, _("Nobody enrols any more; attendance is written day by day.")),
        State(_S.HELD, _S.HELD.label, _("Who attended is settled; certificates are issued and questions answered.")),
        State(_S.CLOSED, _S.CLOSED.label, _("Nothing changes any more."), is_end=True),
        State(_S.CANCELLED, _S.CANCELLED.label, _("It does not take place."), is_end=True),
    ),
    steps=(
        Step("open", _("Open for enrolment"), (_S.PLANNED,), _S.OPEN, "session.organise", "training.opened", _GROUP,
             do=steps.open_session, told=_("Everybody who sees the course sees the session; who follows its subject or "
                                           "countries is told.")),
        Step("begin", pgettext_lazy("session", "Begin"), (_S.OPEN,), _S.RUNNING, "session.organise", "training.begun",
             _GROUP, do=steps.begin, told=_("Nobody can enrol or move up any more.")),
        Step("hold", _("Say that it was held"), (_S.RUNNING,), _S.HELD, "session.organise", "training.held", _GROUP,
             do=steps.hold, told=_("Whoever came on enough days has attended; attendance must be written for all.")),
        Step("certify", _("Issue certificates to all who attended"), (_S.HELD,), "", "session.organise",
             "training.certificates", _GROUP, do=steps.certify_all,
             told=_("Each is told; the skills to which the course leads count in their team.")),
        Step("close", pgettext_lazy("session", "Close"), (_S.HELD,), _S.CLOSED, "session.organise", "training.closed",
             _GROUP, told=_("Attendance and certificates stay as they are.")),
        Step("cancel", _("Cancel the session"), (_S.PLANNED, _S.OPEN, _S.RUNNING), _S.CANCELLED, "session.organise",
             "training.cancelled", _GROUP, do=steps.cancel, needs_reason=True, is_grave=True,
             told=_("Whoever has, asked for or waits for a place is told. The reason stands on the session's page.")),
    ),
)

ENROLMENTS: Final = Workflow(
    key="training-enrolment", name=_("Place in a session"), model=Enrolment, page=session_page,
    purpose=_("From asking for a place, by a waiting list if there is none, to attendance and a certificate."),
    made_by=_("whoever asks for a place"),
    also={
        _E.WAITING: _("when all places are given that go to whoever comes first; whoever waits longest moves up"),
        _E.ATTENDED: _("by the days on which somebody came, when the session is said to be held"),
        _E.ABSENT: _("by the days on which somebody came, when the session is said to be held"),
    },
    states=(
        State(_E.ASKED, _E.ASKED.label, _("The organiser decides.")),
        State(_E.WAITING, _E.WAITING.label, _("All places are given.")),
        State(_E.ACCEPTED, _E.ACCEPTED.label, _("Sees where the session is held.")),
        State(_E.REFUSED, _E.REFUSED.label, _("The organiser said why."), is_end=True),
        State(_E.WITHDRAWN, _E.WITHDRAWN.label, _("Given back by the person."), is_end=True),
        State(_E.ATTENDED, _E.ATTENDED.label, _("Came on enough days.")),
        State(_E.ABSENT, _E.ABSENT.label, _("Came on too few days."), is_end=True),
        State(_E.CERTIFIED, _E.CERTIFIED.label, _("Has a certificate."), is_end=True),
    ),
    steps=(
        Step("accept", _("Give the place"), (_E.ASKED,), _E.ACCEPTED, "enrolment.decide", "training.placed", _GROUP,
             do=steps.accept, told=_("There must be a free place; the person is told.")),
        Step("wait", _("Put on the waiting list"), (_E.ASKED,), _E.WAITING, "enrolment.decide", "training.waiting",
             _GROUP, do=steps.wait, told=_("Behind those who wait. When a place is given back, the first has it.")),
        Step("refuse", _("Do not accept"), (_E.ASKED, _E.WAITING), _E.REFUSED, "enrolment.decide", "training.refused",
             _GROUP, do=steps.refuse, needs_reason=True, is_private=True,
             told=_("The person is told, and reads the reason.")),
        Step("withdraw", _("Give the place back"), (_E.ASKED, _E.WAITING, _E.ACCEPTED), _E.WITHDRAWN,
             "enrolment.withdraw", "training.withdrawn", _("the person"), do=steps.withdraw, is_grave=True,
             told=_("Whoever waits longest has it then. You can enrol again, behind those who wait.")),
        Step("attended", _("Attended after all"), (_E.ABSENT,), _E.ATTENDED, "enrolment.decide", "training.attended",
             _GROUP, do=steps.attend, needs_reason=True),
        Step("absent", _("Did not attend after all"), (_E.ATTENDED,), _E.ABSENT, "enrolment.decide", "training.absent",
             _GROUP, do=steps.attend, needs_reason=True),
        Step("certify", _("Issue the certificate"), (_E.ATTENDED,), _E.CERTIFIED, "enrolment.decide",
             "training.certified", _GROUP, do=steps.certify, told=_("The person is told.")),
    ),
)

CERTIFICATES: Final = Workflow(
    key="training-certificate", name=_("Certificate of training"), model=Certificate, page=certificate_page,
    purpose=_("From its issue to the day on which it expires or is revoked."), made_by=_GROUP,
    states=(
        State(_C.VALID, _C.VALID.label, _("Until the day on which it expires, if it does.")),
        State(_C.REVOKED, _C.REVOKED.label, _("The check says so."), is_end=True),
    ),
    steps=(
        Step("revoke", _("Revoke the certificate"), (_C.VALID,), _C.REVOKED, "certificate.revoke", "training.revoked",
             _GROUP, do=revoke, needs_reason=True, is_private=True, is_grave=True,
             told=_("The holder is told and reads the reason; what it says of a team's skills counts no longer.")),
    ),
)

ALL: Final = (SESSIONS, ENROLMENTS, CERTIFICATES)
