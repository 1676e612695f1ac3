"""Training by role and channel, held to tables written by hand: rows, pages, steps, the interface, notices, search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.db import models, transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from outward_portal.accounts.models import Sharing
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.training.models import (
    Attendance,
    Certificate,
    Course,
    Enrolment,
    HeldSkill,
    ProfileNeed,
    SessionAnswer,
    SessionPlace,
    TeamMember,
    TeamProfile,
    TrainingSession,
)
from outward_portal.training.teams import actions as teams
from tests.portal.api.calling import Program
from tests.portal.people import People, browser_of, make_people
from tests.portal.permissions.expected import ROLES
from tests.portal.training.classes import a_course, opened, planned, ran, step

EVERYBODY: Final = frozenset(ROLES)
GROUP: Final = frozenset({"officer", "other_officer", "office"})
SIGNED_IN: Final = EVERYBODY - {"visitor"}
COLLEAGUES: Final = frozenset({"colleague", "enterprise"})
"""Whose the rows below are, and who manages their accounts."""

SEES: Final[dict[str, frozenset[str]]] = {
    "planned session": GROUP,
    "open session": EVERYBODY,
    "session for the agencies": GROUP | {"contributor", "analyst"},
    "place of the session": GROUP | {"colleague"},
    "enrolment": GROUP | COLLEAGUES,
    "attendance": GROUP | COLLEAGUES,
    "certificate": GROUP | COLLEAGUES,
    "answer within three": GROUP,
    "answer beyond three": frozenset(),
    "member": COLLEAGUES,
    "skill": COLLEAGUES,
    "profile": COLLEAGUES,
    "need": COLLEAGUES,
}
"""Who sees a row of each kind. The rival shares its private fields with the works and sees nothing of its team."""

MAY: Final[dict[str, frozenset[str]]] = {
    "session.organise": GROUP,
    "enrolment.ask": SIGNED_IN - {"administrator"},
    "enrolment.decide": GROUP,
    "enrolment.withdraw": frozenset({"colleague"}),
    "enrolment.answer": frozenset({"colleague"}),
    "certificate.revoke": GROUP,
    "certificate.show": frozenset({"colleague"}),
    "team.read": frozenset({"enterprise", "colleague", "rival"}),  # each its own enterprise's
    "team.keep": frozenset({"enterprise"}),
    "team.declare": COLLEAGUES,
    "team.totals": GROUP,
}
"""Who may do what to a row of the colleague's, who is linked to a member of the works' team."""

OPENS: Final[dict[str, frozenset[str]]] = {
    "/en/training/": EVERYBODY,
    "/en/training/sessions/{open}/": EVERYBODY,
    "/en/training/sessions/{planned}/": GROUP,
    "/en/training/sessions/new": GROUP,
    "/en/training/sessions/{open}/change": GROUP,
    "/en/training/sessions/{open}/attendance": GROUP,
    "/en/training/sessions/{open}/enrol": SIGNED_IN - {"administrator"},
    "/en/training/enrolments/{enrolment}/answer": frozenset({"colleague"}),
    "/en/training/mine": SIGNED_IN,
    "/en/training/certificates/{certificate}/": GROUP | COLLEAGUES,
    "/en/training/certificates/{certificate}/zh.pdf": GROUP | COLLEAGUES,
    "/en/training/check": EVERYBODY,
    "/en/training/team/": frozenset({"enterprise", "colleague", "rival"}),
    "/en/training/team/members/{member}/": COLLEAGUES,
    "/en/training/team/members/{member}/change": frozenset({"enterprise"}),
    "/en/training/team/members/{member}/remove": frozenset({"enterprise"}),
    "/en/training/team/members/new": frozenset({"enterprise", "rival"}),
    "/en/training/team/profiles/new": frozenset({"enterprise", "rival"}),
    "/en/training/team/profiles/{profile}/": COLLEAGUES,
    "/en/training/team/profiles/{profile}/change": frozenset({"enterprise"}),
    "/en/training/team/profiles/{profile}/remove": frozenset({"enterprise"}),
    "/en/training/skills": GROUP,
    "/en/workflows/training-session/{open}/begin": GROUP,
    "/en/workflows/training-session/{open}/cancel": GROUP,
    "/en/workflows/training-certificate/{certificate}/revoke": GROUP,
}
"""Which pages open for whom."""

TOLD: Final[dict[str, frozenset[str]]] = {
    "Zqmember": COLLEAGUES, "Zqprofile": COLLEAGUES, "Zqremark": GROUP | COLLEAGUES, "Zqholder": GROUP | COLLEAGUES,
    "Zqroom": GROUP | {"colleague"},
}
"""Who ever reads a word, on any page of the room and by any list of the interface."""


@dataclass(frozen=True)
class Classroom:
    """A session that was held, with the colleague in it, and the works' team."""

    people: People
    rows: dict[str, models.Model]

    def key(self, name: str) -> int:
        found: int = self.rows[name].pk
        return found

    def filled(self, address: str) -> str:
        return address.format(open=self.key("open session"), planned=self.key("planned session"),
                              enrolment=self.key("enrolment"), certificate=self.key("certificate"),
                              member=self.key("member"), profile=self.key("profile"))


@pytest.fixture(scope="module")
def classroom(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Classroom]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_classroom(make_people())
        transaction.set_rollback(True)


def make_classroom(people: People) -> Classroom:
    now = timezone.now()
    assert people.rival.organisation is not None
    Sharing.objects.create(parent=people.works, subsidiary=people.rival.organisation, parent_agreed_at=now,
                           subsidiary_agreed_at=now)
    people.colleague.name = "Zqholder"
    people.colleague.save()
    act = Act(people.enterprise)
    member = teams.add_member(act, people.works, {"label": "Zqmember", "work": "", "account": people.colleague})
    teams.declare(act, member, "english", 2)
    profile = teams.make_profile(act, people.works, {"name": "Zqprofile", "type": "sale", "countries": ""})
    held = ran(people, people.colleague, place_en="Zqroom")
    step(people.office, held, "certify")
    enrolment = Enrolment.objects.get(session=held)
    Enrolment.objects.filter(pk=enrolment.pk).update(remark="Zqremark")
    for place in range(1, 5):
        SessionAnswer.objects.create(session=held, place=place, content=1, teaching=1, organisation=1, use=1)
    TrainingSession.objects.filter(pk=held.pk).update(answers=4, shown_answers=3)
    rows: dict[str, models.Model] = {
        "planned session": planned(people), "open session": opened(people),
        "session for the agencies": opened(people, a_course(audience="agencies")),
        "place of the session": SessionPlace.objects.get(session=held), "enrolment": enrolment,
        "attendance": Attendance.objects.get(enrolment=enrolment),
        "certificate": Certificate.objects.get(holder=people.colleague),
        "answer within three": SessionAnswer.objects.get(session=held, place=3),
        "answer beyond three": SessionAnswer.objects.get(session=held, place=4),
        "member": member, "skill": HeldSkill.objects.get(member=member, skill="english"), "profile": profile,
        "need": ProfileNeed.objects.filter(profile=profile)[0]}
    return Classroom(people, rows)


pytestmark = pytest.mark.django_db
_LABELS: Final = {Attendance, Certificate, Enrolment, HeldSkill, ProfileNeed, SessionAnswer, SessionPlace, TeamMember,
                  TeamProfile, TrainingSession}


def test_every_model_of_the_room_is_in_the_table(classroom: Classroom) -> None:
    assert {type(row) for row in classroom.rows.values()} == _LABELS
    assert set(Course._meta.app_config.get_models()) == _LABELS | {Course}
    assert set(SEES) == set(classroom.rows)


@pytest.mark.parametrize("role", ROLES)
def test_rows_are_seen_as_the_table_says(classroom: Classroom, role: str) -> None:
    who = getattr(classroom.people, role)
    seen = {name for name, row in classroom.rows.items()
            if type(row).objects.visible_to(who).filter(pk=row.pk).exists()}  # type: ignore[attr-defined]
    assert seen == {name for name, roles in SEES.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_deeds_are_allowed_as_the_table_says(classroom: Classroom, role: str) -> None:
    subjects: dict[str, Any] = {"enrolment": classroom.rows["enrolment"], "certificate": classroom.rows["certificate"],
                                "team": classroom.rows["member"], "session": classroom.rows["open session"]}
    who = getattr(classroom.people, role)
    allowed = {action for action in MAY if may(who, action, subjects[action.partition(".")[0]])}
    assert allowed == {action for action, roles in MAY.items() if role in roles}


def test_nobody_decides_on_their_own(classroom: Classroom) -> None:
    for who in (classroom.people.officer, classroom.people.office):
        own = Enrolment(person=who, state="asked")
        assert not may(who, "enrolment.decide", own)
        assert not may(who, "certificate.revoke", Certificate(holder=who))
        assert may(classroom.people.other_officer, "enrolment.decide", own)


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_as_the_table_says(classroom: Classroom, role: str) -> None:
    browser = browser_of(getattr(classroom.people, role))
    opens = {address for address in OPENS if browser.get(classroom.filled(address)).status_code == 200}
    assert opens == {address for address, roles in OPENS.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_words_are_read_by_whom_the_table_says(classroom: Classroom, role: str) -> None:
    who = getattr(classroom.people, role)
    browser, program = browser_of(who), Program(who)
    held = classroom.rows["enrolment"].session.pk  # type: ignore[attr-defined]
    course = classroom.rows["enrolment"].session.course_id  # type: ignore[attr-defined]
    addresses = [*map(classroom.filled, OPENS), f"/en/training/sessions/{held}/",
                 f"/en/training/sessions/{held}/attendance", "/en/training/sessions.csv",
                 f"/en/registers/courses/{course}/", f"/en/registers/courses/{course}/history", "/en/"]
    texts = [browser.get(address).content.decode("utf-8", "replace") for address in addresses
             if not address.endswith(".pdf")]
    texts += [program.get(path).content.decode() for path in ("/training/sessions", "/training/places",
                                                             "/training/certificates", "/registers/courses/records")]
    read = {word for word in TOLD if any(word in text for text in texts)}
    assert read == {word for word, roles in TOLD.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_the_interface_takes_steps_as_the_table_says(classroom: Classroom, role: str) -> None:
    who = getattr(classroom.people, role)
    program = Program(who)
    statuses = {name: program.get(f"/workflows/{flow}/{classroom.key(name)}").status_code for flow, name in (
        ("training-session", "planned session"), ("training-session", "open session"),
        ("training-enrolment", "enrolment"), ("training-certificate", "certificate"))}
    assert {name for name, status in statuses.items() if status == 200} == {
        name for name in statuses if role in SEES[name]}
    if role not in GROUP:
        path = f"/workflows/training-session/{classroom.key('open session')}/cancel"
        assert program.send("POST", path, {"fields": {}, "reason": "x"}).status_code in (401, 403, 404)
