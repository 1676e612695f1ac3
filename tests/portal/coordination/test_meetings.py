"""Meetings: invitation, agenda, attendance, decisions numbered through the year, minutes in both languages."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.coordination.meetings import actions
from outward_portal.coordination.meetings.documents import minutes_file
from outward_portal.coordination.models import AgendaItem, Attendance, Meeting
from outward_portal.coordination.waiting import waiting
from outward_portal.notices.models import Occurrence
from outward_portal.records.errors import RefusedError
from tests.portal.coordination.desk import given, in_the_past, members, page, planned, step
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


def item(people: People, meeting: Meeting, title: str, *, by_office: bool = False) -> AgendaItem:
    return actions.propose(Act(people.office if by_office else people.officer), meeting,
                           {"title_en": title, "title_zh": "", "details": ""})


def held(people: People) -> Meeting:
    if not Attendance.objects.exists():
        members(people)
    made: Meeting = step(people.office, in_the_past(step(people.office, planned(people), "invite")), "hold")
    return made


def test_from_plan_to_approved_minutes(people: People) -> None:
    meeting = planned(people)
    with pytest.raises(RefusedError, match="No member of the group"):
        step(people.office, meeting, "invite")
    members(people)
    meeting = step(people.office, meeting, "invite")
    assert Attendance.objects.count() == 3
    assert Occurrence.objects.get(kind="meeting.invited").organisations.count() == 3
    assert [each.count for each in waiting(people.officer) if "Invitations" in str(each.what)] == [1]
    answered = browser_of(people.officer).post(f"/en/coordination/meetings/{meeting.pk}/coming",
                                               {"state": "excused", "who": "Zqdeputy"})
    assert answered.status_code == 302
    with pytest.raises(RefusedError, match="not begun"):
        step(people.office, meeting, "hold")
    meeting = step(people.office, in_the_past(meeting), "hold")
    actions.record_attendance(Act(people.office), meeting, {people.commerce.pk: "present"})
    decision = actions.decide(Act(people.office), meeting, {"text_en": "Zqdecided", "text_zh": "决定内容"})
    given(people, "Zqfollows", decision=decision)
    begun = page(browser_of(people.office), f"/en/workflows/group-meeting/{meeting.pk}/draft")
    for said in ("Present: Department of Commerce", "Zqdecided", "task: Zqfollows (Department of Commerce", "决定内容"):
        assert said in begun, said
    meeting = step(people.office, meeting, "draft", minutes_en="Zqminutes\n\n- one\n- two", minutes_zh="")
    with pytest.raises(RefusedError, match="both languages"):
        step(people.office, meeting, "approve")
    meeting = step(people.office, meeting, "rewrite", minutes_en="Zqminutes\n\n- one\n- two", minutes_zh="会议纪要正文")
    assert "Draft" in minutes_file(meeting, "en", "md").decode()
    with pytest.raises(RefusedError, match="meanwhile"):
        step(people.office, meeting, "rewrite", minutes_en="theirs", minutes_zh="", base="2020-01-01T00:00:00+00:00")
    meeting = step(people.office, meeting, "approve")
    assert meeting.approved_by == people.office
    with pytest.raises(RefusedError, match="before its minutes are approved"):
        actions.decide(Act(people.office), meeting, {"text_en": "too late", "text_zh": ""})
    sent = browser_of(people.officer).get(f"/zh-hans/coordination/meetings/{meeting.pk}/minutes/docx")
    with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
        document = archive.read("word/document.xml").decode()
    assert "会议纪要正文" in document
    assert "草稿" not in document
    assert minutes_file(meeting, "en", "pdf").startswith(b"%PDF")


def test_what_a_member_proposes_the_office_puts_in_its_place(people: People) -> None:
    meeting = planned(people)
    proposed, own = item(people, meeting, "Zqproposed"), item(people, meeting, "Zqown", by_office=True)
    assert (proposed.state, own.state) == ("proposed", "accepted")
    proposed = step(people.office, proposed, "accept")
    assert proposed.place == own.place + 1
    assert browser_of(people.officer).post(f"/en/coordination/agenda/{proposed.pk}/up").status_code == 403
    assert browser_of(people.office).post(f"/en/coordination/agenda/{proposed.pk}/up").status_code == 302
    places = AgendaItem.objects.filter(meeting=meeting).order_by("place").values_list("title_en", flat=True)
    assert list(places) == ["Zqproposed", "Zqown"]
    with pytest.raises(RefusedError, match="may not"):
        step(people.officer, proposed, "decline")
    step(people.office, meeting, "cancel", "nobody can come")
    with pytest.raises(RefusedError, match="held or called off"):
        item(people, meeting, "too late")


def test_decisions_are_numbered_through_the_year(people: People) -> None:
    first, second = held(people), held(people)
    last_year = held(people)
    zone = timezone.get_current_timezone()
    Meeting.objects.filter(pk=last_year.pk).update(begins_at=datetime(2025, 12, 31, 9, 0, tzinfo=zone))
    for other in (first, second):  # in one year, also when the test runs at its turn
        Meeting.objects.filter(pk=other.pk).update(begins_at=datetime(2026, 1, 5, 9, 0, tzinfo=zone))
    act = Act(people.office)
    labels = [actions.decide(act, each, {"text_en": "x", "text_zh": ""}).label
              for each in (first, second, first, last_year)]
    assert labels == ["2026-1", "2026-2", "2026-3", "2025-1"]


def test_a_decision_is_of_the_day_on_the_portals_clocks(people: People) -> None:
    meeting = held(people)
    early = datetime(2026, 3, 2, 7, 30, tzinfo=timezone.get_current_timezone())  # in UTC it is still the day before
    Meeting.objects.filter(pk=meeting.pk).update(begins_at=early)
    actions.decide(Act(people.office), meeting, {"text_en": "x", "text_zh": ""})
    told = browser_of(people.officer).get("/api/v1/coordination/decisions").json()
    assert [each["day"] for each in told["items"]] == ["2026-03-02"]


def test_whoever_was_invited_is_told_of_another_time(people: People) -> None:
    members(people)
    meeting = step(people.office, planned(people), "invite")
    actions.change(Act(people.office), meeting, {"title_en": "Zqother"})
    assert not Occurrence.objects.filter(kind="meeting.moved").exists()
    actions.change(Act(people.office), meeting, {"begins_at": timezone.now() + timedelta(days=9)})
    assert Occurrence.objects.filter(kind="meeting.moved").count() == 1
    step(people.office, meeting, "cancel", "no room")
    assert Occurrence.objects.get(kind="meeting.cancelled").organisations.count() == 3


def test_only_the_invited_answer_and_only_the_office_records(people: People) -> None:
    members(people)
    meeting = step(people.office, planned(people), "invite")
    Attendance.objects.filter(organisation=people.other_officer.organisation).delete()
    assert browser_of(people.other_officer).get(f"/en/coordination/meetings/{meeting.pk}/coming").status_code == 404
    officer = browser_of(people.officer)
    for address in ("attendance", "decisions", "change"):
        assert officer.get(f"/en/coordination/meetings/{meeting.pk}/{address}").status_code == 403, address
    assert browser_of(people.office).get(f"/en/coordination/meetings/{meeting.pk}/decisions").status_code == 403
    assert officer.get(f"/en/coordination/meetings/{meeting.pk}/minutes/pdf").status_code == 404
