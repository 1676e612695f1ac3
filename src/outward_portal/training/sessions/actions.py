"""Writing sessions: planned, changed, a place asked for, attendance, answers. Steps of life cycles stand in `steps`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.journal.entries import Deed
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.training.fields import read_days
from outward_portal.training.models import Attendance, Enrolment, SessionAnswer, SessionPlace, TrainingSession
from outward_portal.training.models.sessions import FILLING
from outward_portal.training.sessions.holding import free_places, held_enrolments, held_session, move_up

PLACE_FIELDS: Final = ("place_en", "place_zh", "link")
_WHEN_AND_WHERE: Final = ("days", "hours_of_day", "town_en", "town_zh", "is_online")
SHOWN_TOGETHER: Final = 3
"""Answers to the questions afterwards are shown by so many at a time, so that none stands alone."""
_OVER: Final = ("withdrawn", "refused")


def plan(act: Act, values: Mapping[str, Any]) -> TrainingSession:
    """Plan a session of a course; ``values`` are the cleaned values of its form."""
    own = {name: value for name, value in values.items() if name not in PLACE_FIELDS}
    days = read_days(own["days"])
    with transaction.atomic():
        made = TrainingSession.objects.create(**own, begins_on=days[0], ends_on=days[-1],
                                              is_sample=own["course"].is_sample)
        SessionPlace.objects.create(session=made, **{name: values.get(name, "") for name in PLACE_FIELDS})
        entries.write(act, "training.planned", made, record=made.course_id,
                      changes={"begins": [None, made.begins_on.isoformat()], "places": [None, made.capacity]})
    return made


def change(act: Act, session: TrainingSession, values: Mapping[str, Any], *, revision: int) -> None:
    """Change a session; where it has more places now, those who wait move up.

    Where it is held on other days or elsewhere, those who have a place are told again that they have one, from when.

    Raises
    ------
    RefusedError
        If it was changed meanwhile, is over, or would have fewer places than are given.
    """
    with transaction.atomic():
        current = held_session(session.pk)
        if current.revision != revision:
            raise RefusedError(_("Somebody has changed this session meanwhile. Open it again and repeat your change."))
        if current.state in ("held", "closed", "cancelled"):
            raise RefusedError(_("The session is over and stays as it was."))
        given = current.capacity - free_places(current)
        if values["capacity"] < given:
            raise RefusedError(_("%(given)s places are given already. Take no fewer.") % {"given": given})
        before, was = _told(current), _when_and_where(current)
        for name, value in values.items():
            if name not in (*PLACE_FIELDS, "course"):
                setattr(current, name, value)
        days = read_days(current.days)
        _check_days_stay(current, days)
        current.begins_on, current.ends_on = days[0], days[-1]
        current.revision += 1
        current.save()
        SessionPlace.objects.update_or_create(session=current, defaults={
            name: values.get(name, "") for name in PLACE_FIELDS})
        placed = Enrolment._base_manager.filter(session=current, state=Enrolment.State.ACCEPTED)
        people = [each.person for each in placed.select_related("person")]
        if people and _when_and_where(current) != was:
            tell("training.placed", f"training.placed:{current.pk}:{current.revision}", about=current, to=people,
                 values={"begins": current.begins_on.isoformat()})
        moved = move_up(current)
        entries.write_all(act, [Deed("training.session-changed", current, current.course_id,
                                     entries.differences(before, _told(current))), *moved])


def _told(session: TrainingSession) -> dict[str, Any]:
    return {"days": session.days, "places": session.capacity, "closes": session.closes_on.isoformat(),
            "language": session.language}


def _when_and_where(session: TrainingSession) -> tuple[Any, ...]:
    place = SessionPlace._base_manager.filter(session=session.pk).values_list(*PLACE_FIELDS).first()
    return (*(getattr(session, name) for name in _WHEN_AND_WHERE), *(place or ("", "", "")))


def _check_days_stay(session: TrainingSession, days: tuple[date, ...]) -> None:
    written = set(Attendance._base_manager.filter(enrolment__session=session.pk).values_list("day", flat=True))
    if written - set(days):
        raise RefusedError(_("Attendance is written for a day that you take out. Keep that day."))


def enrol(act: Act, session: TrainingSession, remark: str = "") -> Enrolment:
    """Ask for a place for whoever acts: given at once, put on the waiting list, or left to the organiser.

    Raises
    ------
    RefusedError
        If enrolment is closed, or this person is in the session already.
    """
    assert act.actor is not None
    already = _("You are enrolled in this session already.")
    try:
        with transaction.atomic():
            current = held_session(session.pk)
            if not current.takes_enrolments:
                raise RefusedError(_("Enrolment for this session is closed."))
            if Enrolment._base_manager.filter(session=current, person=act.actor).exclude(state__in=_OVER).exists():
                raise RefusedError(already)
            state = _first_state(current)
            made = Enrolment.objects.create(
                session=current, person=act.actor, state=state, remark=remark,
                waits_since=timezone.now() if state == Enrolment.State.WAITING else None)
            moved = []
            if state == Enrolment.State.ACCEPTED:
                tell_placed(made, current)
            elif state == Enrolment.State.WAITING:  # a place may have stayed free while its next was being changed
                moved = move_up(current)
                made.refresh_from_db(fields=["state"])
            entries.write_all(act, [Deed("training.asked", made, None, {"state": [None, str(state)]}), *moved])
    except IntegrityError as error:  # the same person twice at once
        raise RefusedError(already) from error
    return made


def _first_state(session: TrainingSession) -> Enrolment.State:
    """Say what becomes of a new request; nobody overtakes those who wait."""
    if session.placing == TrainingSession.Placing.CHOSEN:
        return Enrolment.State.ASKED
    in_line = Enrolment._base_manager.filter(session=session.pk, state=Enrolment.State.WAITING).exists()
    return Enrolment.State.ACCEPTED if free_places(session) and not in_line else Enrolment.State.WAITING


def tell_placed(enrolment: Enrolment, session: TrainingSession) -> None:
    """Tell somebody that they have a place."""
    tell("training.placed", f"training.placed:{enrolment.pk}", about=enrolment, to=[enrolment.person],
         values={"begins": session.begins_on.isoformat()})


def write_attendance(act: Act, session: TrainingSession, present: Mapping[tuple[int, date], bool]) -> int:
    """Write who came on which day; give how many entries are new or other than before.

    Parameters
    ----------
    act : Act
        Who writes.
    session : TrainingSession
        A session that runs, or was held.
    present : mapping of (int, date) to bool
        By enrolment and day.
    """
    with transaction.atomic():
        current = held_session(session.pk)
        if current.state not in ("running", "held"):
            raise RefusedError(_("Attendance is written while a session runs or before it is closed."))
        held = {each.pk: each for each in held_enrolments(current, FILLING)}
        days, today = set(current.dates), timezone.localdate()
        known = {(row.enrolment_id, row.day): row for row in Attendance._base_manager.filter(enrolment__in=held)}
        changed = 0
        for (key, day), came in present.items():
            if key not in held or day not in days or day > today:
                raise RefusedError(_("This is no place or day of the session, or the day is still to come."))
            if act.actor is not None and held[key].person_id == act.actor.pk:
                raise RefusedError(_("Your own attendance is written by somebody else."))
            row = known.get((key, day))
            if row is None:
                Attendance.objects.create(enrolment=held[key], day=day, is_present=came)
            elif row.is_present != came:
                row.is_present = came
                row.save(update_fields=["is_present"])
            else:
                continue
            changed += 1
        entries.write(act, "training.attendance", current, record=current.course_id,
                      changes={"entries": [None, changed]})
    return changed


def answer(act: Act, enrolment: Enrolment, values: Mapping[str, Any]) -> None:
    """Keep what somebody says of a session, without their name and without the time.

    Raises
    ------
    RefusedError
        If they have said it already, or were not there.
    """
    with transaction.atomic():
        current = Enrolment._base_manager.select_for_update().get(pk=enrolment.pk)
        if current.has_answered or current.state not in ("attended", "certified"):
            raise RefusedError(_("You have answered already, or were not there."))
        session = held_session(current.session_id)
        current.has_answered = True
        current.save(update_fields=["has_answered"])
        session.answers += 1
        session.shown_answers = session.answers - session.answers % SHOWN_TOGETHER
        SessionAnswer.objects.create(session=session, place=session.answers, **values)
        session.save(update_fields=["answers", "shown_answers"])
        entries.write(act, "training.answered", session, record=session.course_id)
