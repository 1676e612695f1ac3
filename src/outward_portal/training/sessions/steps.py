"""What the steps of sessions and enrolments do, beside changing the state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.journal.entries import Deed
from outward_portal.notices.telling import tell
from outward_portal.notices.topics import of_record
from outward_portal.records.errors import RefusedError
from outward_portal.training.certificates.actions import issue
from outward_portal.training.models import Attendance, Course, Enrolment, TrainingSession
from outward_portal.training.sessions.actions import tell_placed
from outward_portal.training.sessions.holding import free_places, held_enrolments, held_session, move_up

_SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    Course.Subject.INSURANCE: ("finance",), Course.Subject.CREDIT: ("finance",),
    Course.Subject.LAW: ("company-law", "disputes"), Course.Subject.ACCOUNTING: ("tax",),
}
"""Subjects of the library under which a course is followed too."""

Values = Mapping[str, Any]


def open_session(_act: Act, session: TrainingSession, _values: Values) -> None:
    """Tell those who follow the course's subject, countries or this room."""
    if session.closes_on < timezone.localdate():
        raise RefusedError(_("The last day to enrol has passed. Change the session's days first."))
    course = session.course
    topics = {"room:training", f"course:{course.subject}", *of_record(course),
              *(f"subject:{id}" for id in _SUBJECTS.get(course.subject, ()))}
    tell("training.opened", f"training.opened:{session.pk}", about=session, topics=topics,
         values={"begins": session.begins_on.isoformat(), "closes": session.closes_on.isoformat()})


def begin(_act: Act, session: TrainingSession, _values: Values) -> None:
    """Refuse while requests are undecided; tell those who still wait that they have no place."""
    if session.begins_on > timezone.localdate():
        raise RefusedError(_("It begins on %(day)s, not before.") % {"day": session.begins_on})
    undecided = Enrolment._base_manager.filter(session=session.pk, state=Enrolment.State.ASKED).count()
    if undecided:
        raise RefusedError(_("%(count)s requests are not decided yet. Decide them first.") % {"count": undecided})
    waiting = Enrolment._base_manager.filter(session=session.pk, state=Enrolment.State.WAITING).select_related("person")
    people = [each.person for each in waiting]
    if people:
        tell("training.refused", f"training.refused:{session.pk}:begun", about=session, to=people)


def hold(act: Act, session: TrainingSession, _values: Values) -> None:
    """Say of each who has a place whether they attended: by the days on which they came."""
    if session.ends_on > timezone.localdate():
        raise RefusedError(_("Its last day is %(day)s, which is still to come.") % {"day": session.ends_on})
    placed = held_enrolments(session, [Enrolment.State.ACCEPTED])
    came: dict[int, dict[Any, bool]] = {}
    for row in Attendance._base_manager.filter(enrolment__in=placed):
        came.setdefault(row.enrolment_id, {})[row.day] = row.is_present
    days = session.dates
    if any(set(days) - set(came.get(each.pk, {})) for each in placed):
        raise RefusedError(_("Attendance is not written for everybody and every day. Write it first."))
    deeds = []
    for each in placed:
        share = 100 * sum(came[each.pk][day] for day in days) / len(days)
        is_there = share >= session.course.least_attendance
        each.state = Enrolment.State.ATTENDED if is_there else Enrolment.State.ABSENT
        each.save(update_fields=["state"])
        deeds.append(Deed("training.attended" if is_there else "training.absent", each, None,
                          {"state": ["accepted", str(each.state)]}))
    entries.write_all(act, deeds)


def certify_all(act: Act, session: TrainingSession, _values: Values) -> None:
    """Issue certificates to all who attended, except whoever issues them and whose account was erased."""
    attended = held_enrolments(session, [Enrolment.State.ATTENDED])
    others = [each for each in attended if (act.actor is None or each.person_id != act.actor.pk)
              and each.person.erased_at is None]
    if not others:
        raise RefusedError(_("Nobody attended who has no certificate yet."))
    deeds: list[Deed] = []
    for each in others:
        issue(each, session)
        each.state = Enrolment.State.CERTIFIED
        each.save(update_fields=["state"])
        deeds.append(Deed("training.certified", each, None, {"state": ["attended", "certified"]}))
    entries.write_all(act, deeds)


def cancel(act: Act, session: TrainingSession, _values: Values) -> None:
    """Tell everybody who has, asked for or waits for a place; why stands on the session's page."""
    session.cancelled_because = act.reason[:500]
    people = [each.person for each in Enrolment._base_manager.filter(
        session=session.pk, state__in=["asked", "waiting", "accepted"]).select_related("person")]
    tell("training.cancelled", f"training.cancelled:{session.pk}", about=session, to=people,
         values={"begins": session.begins_on.isoformat()})


def accept(act: Act, enrolment: Enrolment, _values: Values) -> None:
    """Give a place, if there is one."""
    session = _open_session(enrolment)
    if not free_places(session):
        raise RefusedError(_("All places are given. Put this request on the waiting list."))
    enrolment.reply = act.reason[:500]
    tell_placed(enrolment, session)


def wait(act: Act, enrolment: Enrolment, _values: Values) -> None:
    """Put somebody on the waiting list, behind those who wait; refused where there is a place."""
    session = _open_session(enrolment)
    if free_places(session):
        raise RefusedError(_("There is a free place. Give it, or do not accept the request."))
    enrolment.waits_since = timezone.now()
    enrolment.reply = act.reason[:500]


def refuse(act: Act, enrolment: Enrolment, _values: Values) -> None:
    """Say why."""
    enrolment.reply = act.reason[:500]
    tell("training.refused", f"training.refused:{enrolment.pk}", about=enrolment, to=[enrolment.person])


def withdraw(act: Act, enrolment: Enrolment, _values: Values) -> None:
    """Give a place back; whoever waits longest has it."""
    if enrolment.state != Enrolment.State.ACCEPTED:
        return
    session = held_session(enrolment.session_id)
    if session.state not in ("open", "running"):
        raise RefusedError(_("The session is over."))
    entries_to_write = move_up(session, without=enrolment.pk)
    if entries_to_write:
        entries.write_all(act, entries_to_write)


def attend(_act: Act, enrolment: Enrolment, _values: Values) -> None:
    """Correct what followed from the days, while the session is not closed."""
    session = held_session(enrolment.session_id)
    if session.state != TrainingSession.State.HELD:
        raise RefusedError(_("This is said after the session was held and before it is closed."))


def certify(act: Act, enrolment: Enrolment, _values: Values) -> None:
    """Issue one certificate."""
    attend(act, enrolment, _values)
    issue(enrolment, enrolment.session)


def _open_session(enrolment: Enrolment) -> TrainingSession:
    session = held_session(enrolment.session_id)
    if session.state != TrainingSession.State.OPEN:
        raise RefusedError(_("Requests are decided while the session is open for enrolment."))
    return session
