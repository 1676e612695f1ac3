"""Samples of training: courses, sessions in every state, certificates, teams; made up and marked as such.

Everything is done by the room's own actions, on the day itself; sessions that are to lie in the past are moved there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outward.skills import Requirement
from outward_portal.accounts.models import Audience, Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership.actions import places
from outward_portal.records import actions as records
from outward_portal.records import search
from outward_portal.theme.words import MADE_UP
from outward_portal.training import flows
from outward_portal.training.kinds import COURSES as KIND
from outward_portal.training.models import (
    Attendance,
    Certificate,
    Course,
    Enrolment,
    TeamMember,
    TeamProfile,
    TrainingSession,
)
from outward_portal.training.sample_courses import COURSES, FURTHER, MEMBERS, SESSIONS
from outward_portal.training.sessions import actions
from outward_portal.training.teams import actions as teams
from outward_portal.workflows.taking import take

SOURCE: Final = MADE_UP.en
REMOVED: Final = ("Removed sample", "已移除的样例")


class NoSampleAccountsError(Exception):
    """There are no sample accounts that could take part."""


def present() -> bool:
    """Whether there are samples that were not taken away."""
    return Course.objects.filter(is_sample=True, retired_at__isnull=True, source=SOURCE).exists()


def add_samples(act: Act) -> int:
    """Make up courses, sessions and teams; give how many courses and sessions.

    Raises
    ------
    NoSampleAccountsError
        If there are no sample accounts.
    """
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(
        is_sample=True, is_active=True).select_related("organisation")}
    if not {"enterprise", "enterprise-member", "subsidiary", "provider", "officer", "visitor"} <= people.keys():
        raise NoSampleAccountsError
    with transaction.atomic():
        _add_team(act, people)
        courses = {key: _course(act, values) for key, values in COURSES.items()}
        for asked in SESSIONS:
            _session(act, courses[asked["course"]], asked, people)
        _add_further_teams(act)
    return len(COURSES) + len(SESSIONS)


def _course(act: Act, values: Mapping[str, Any]) -> Course:
    made = records.create(act, KIND, {
        "audience": Audience.PUBLIC, "source": SOURCE, "as_of": "2026", "organiser_en": "Sample Department of Commerce",
        "organiser_zh": "样例商务厅", **values}, is_sample=True)
    assert isinstance(made, Course)
    return made


def _session(act: Act, course: Course, asked: Mapping[str, Any], people: Mapping[str, User]) -> None:
    today = timezone.localdate()
    until, starts = asked["until"], int(asked["starts"])
    is_over = starts < 0
    first = today if is_over else today + timedelta(days=starts)
    days = [first] if is_over else [first + timedelta(days=n) for n in range(asked["days"])]
    session = actions.plan(act, {
        "course": course, "days": ";".join(day.isoformat() for day in days), "hours_of_day": "09:00–16:30",
        "closes_on": min(first, today + timedelta(days=max(0, starts - 2))), "capacity": asked["capacity"],
        "placing": asked.get("placing", "first-come"), "language": "zh", "trainer": "Sample trainer (样例讲师)",
        "town_en": "Shenyang", "town_zh": "沈阳", "is_online": asked.get("is_online", False),
        "place_en": "Sample house, room 3", "place_zh": "样例楼三号会议室",
        "link": "https://example.org/sample-session" if asked.get("is_online") else ""})
    if until == "planned":
        return
    session = _step(act, session, "open")
    for name in asked["people"]:
        actions.enrol(Act(people[name], act.reason, act.request), session)
    if until == "open":
        return
    if until == "cancelled":
        _step(Act(None, "The trainer is ill (made up). 讲师因病缺席（虚构）。", act.request), session, "cancel")
        return
    session = _step(act, session, "begin")
    if until == "running":
        return
    absent = {people[name].pk for name in asked["absent"]}
    actions.write_attendance(act, session, {(each.pk, day): each.person_id not in absent
                                            for each in Enrolment.objects.filter(session=session) for day in days})
    session = _step(act, session, "hold")
    if asked["certify"]:
        session = _step(act, session, "certify")
    if until == "closed":
        session = _step(act, session, "close")
    _move_back(session, starts, asked["days"])


def _step(act: Act, session: TrainingSession, key: str) -> TrainingSession:
    step = flows.SESSIONS.step(key)
    assert step is not None
    taken: TrainingSession = take(act, flows.SESSIONS, session, step)
    return taken


def _move_back(session: TrainingSession, starts: int, days: int) -> None:
    """Move a session that was held today to where it is to lie, with its attendance and certificates."""
    first = timezone.localdate() + timedelta(days=starts)
    dates = [first + timedelta(days=n) for n in range(days)]
    TrainingSession.objects.filter(pk=session.pk).update(
        days=";".join(day.isoformat() for day in dates), begins_on=dates[0], ends_on=dates[-1],
        closes_on=first - timedelta(days=3))
    rows = list(Attendance.objects.filter(enrolment__session=session))
    Attendance.objects.filter(enrolment__session=session).delete()
    Attendance.objects.bulk_create([Attendance(enrolment_id=row.enrolment_id, day=day, is_present=row.is_present)
                                    for row in rows for day in dates])
    Enrolment.objects.filter(session=session).update(asked_at=timezone.now() + timedelta(days=starts - 10))
    Certificate.objects.filter(enrolment__session=session).update(
        issued_on=dates[-1], expires_on=F("expires_on") + (dates[-1] - timezone.localdate()))


def _add_team(act: Act, people: Mapping[str, User]) -> None:
    enterprise = people["enterprise"].organisation
    assert enterprise is not None
    for label, work, account, levels in MEMBERS:
        member = teams.add_member(act, enterprise, {"label": label, "work": work, "account": people.get(account)})
        for skill, level in levels.items():
            teams.declare(act, member, skill, level)
    teams.make_profile(act, enterprise, {"name": "Sample crusher line, Kazakhstan (样例破碎生产线，哈萨克斯坦)",
                                         "type": "contract", "countries": "KAZ"})
    small = teams.make_profile(act, enterprise, {"name": "Sample sale (样例销售)", "type": "sale", "countries": ""})
    teams.change_needs(act, small, [Requirement("english", 3), Requirement("market", 3)])


def _add_further_teams(act: Act) -> None:
    """Give more sample enterprises a profile and a member or two, for the sums."""
    subsidiary = Organisation.objects.filter(is_sample=True, kind=Organisation.Kind.ENTERPRISE).order_by("id")[1:2]
    further = [places.make_organisation(act, {"kind": Organisation.Kind.ENTERPRISE, "name_en": en, "name_zh": zh,
                                              "credit_code": ""}, is_sample=True) for en, zh in FURTHER]
    for place, enterprise in enumerate([*subsidiary, *further]):
        teams.make_profile(act, enterprise, {"name": "Sample project (样例项目)",
                                             "type": ("contract", "sale", "plant")[place % 3], "countries": "KAZ"})
        member = teams.add_member(act, enterprise, {"label": "Member 1", "work": "", "account": None})
        for skill, level in (("english", 3), ("insurance", place % 4), ("project-management", 3)):
            teams.declare(act, member, skill, level)


def remove_samples(act: Act) -> int:
    """Take the samples away; give how many courses. Courses are emptied and retired, for the journal points to them."""
    with transaction.atomic():
        TrainingSession.objects.filter(is_sample=True).delete()
        names = [en for en, _zh in FURTHER]
        TeamMember.objects.filter(enterprise__is_sample=True).delete()
        TeamProfile.objects.filter(enterprise__is_sample=True).delete()
        Organisation.objects.filter(is_sample=True, name_en__in=names, people__isnull=True).delete()
        found = list(Course.objects.select_for_update(of=("self",)).filter(is_sample=True, retired_at__isnull=True))
        for course in found:
            course.name_en, course.name_zh = REMOVED
            for name in ("summary_en", "summary_zh", "syllabus_en", "syllabus_zh", "teaches", "source", "countries",
                         "organiser_en", "organiser_zh"):
                setattr(course, name, "")
            course.audience, course.retired_at = Audience.OFFICE, timezone.now()
            course.revision += 1
            course.save()
            search.index([course])
            entries.write(act, "record.retired", course, record=course.pk)
    return len(found)
