"""Courses and sessions for the tests, brought to a state by the room's own steps."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act, command
from outward_portal.records import actions as records
from outward_portal.records.kinds import KINDS
from outward_portal.training.models import Attendance, Certificate, Course, Enrolment, TrainingSession
from outward_portal.training.sessions import actions
from outward_portal.workflows.flow import WORKFLOWS
from outward_portal.workflows.taking import take
from tests.portal.people import People


def a_course(**values: Any) -> Course:
    made = records.create(command("a test"), KINDS["course"], {
        "audience": "public", "name_en": "Insurance abroad", "name_zh": "境外保险", "subject": "insurance",
        "hours": Decimal(16), "teaches": "insurance:0>3", **values})
    assert isinstance(made, Course)
    return made


def planned(people: People, course: Course | None = None, *, days: int = 1, starts: int = 0, **values: Any
            ) -> TrainingSession:
    first = timezone.localdate() + timedelta(days=starts)
    return actions.plan(Act(people.office), {
        "course": course or a_course(), "days": ";".join(str(first + timedelta(days=n)) for n in range(days)),
        "closes_on": first, "capacity": 2, "placing": "first-come", "language": "zh", "place_en": "Zqhidden room",
        "link": "https://zqhidden.example.org/", **values})


def step(who: User, row: Any, key: str, reason: str = "", values: dict[str, Any] | None = None) -> Any:
    """Take a step of the row's life cycle."""
    flow = WORKFLOWS.of(row)
    found = flow.step(key)
    assert found is not None
    return take(Act(who, reason), flow, row, found, values)


def opened(people: People, course: Course | None = None, **values: Any) -> TrainingSession:
    made: TrainingSession = step(people.office, planned(people, course, **values), "open")
    return made


def enrolled(who: User, session: TrainingSession, remark: str = "") -> Enrolment:
    return actions.enrol(Act(who), session, remark)


def states(session: TrainingSession) -> dict[str, str]:
    """Give the state of each person's enrolment, by the first part of their address."""
    rows = Enrolment.objects.filter(session=session).select_related("person").order_by("pk")
    return {row.person.email.partition("@")[0]: str(row.state) for row in rows}


def ran(people: People, *who: User, absent: tuple[User, ...] = (), **values: Any) -> TrainingSession:
    """Bring a session to its end, with everybody there but some."""
    session = opened(people, capacity=20, **values)
    for person in (*who, *absent):
        enrolled(person, session)
    session = step(people.office, session, "begin")
    gone = {person.pk for person in absent}
    for row in Enrolment.objects.filter(session=session):  # attendance of the office itself is written by an officer
        actions.write_attendance(Act(people.officer if row.person_id == people.office.pk else people.office), session, {
            (row.pk, day): row.person_id not in gone for day in session.dates})
    held: TrainingSession = step(people.office, session, "hold")
    return held


def certified(people: People, who: User, **values: Any) -> Certificate:
    session = ran(people, who, **values)
    step(people.office, session, "certify")
    return Certificate.objects.get(enrolment__session=session, holder=who)


def present_days(enrolment: Enrolment) -> dict[str, bool]:
    return {str(row.day): row.is_present for row in Attendance.objects.filter(enrolment=enrolment)}
