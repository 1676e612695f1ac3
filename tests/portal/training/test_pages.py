"""Pages, files and the interface for programs: what each shows, what a form refuses, what no channel tells."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import command
from outward_portal.membership import samples as accounts
from outward_portal.records.kinds import KINDS
from outward_portal.training import samples
from outward_portal.training.models import Certificate, Course, Enrolment, SessionPlace, TrainingSession
from outward_portal.training.views import sessions
from outward_portal.work.waiting import WAITING
from tests.portal.api.calling import Program, said
from tests.portal.people import People, browser_of
from tests.portal.training.classes import a_course, certified, enrolled, opened, planned, present_days, ran, step

pytestmark = pytest.mark.django_db
LIST = "/en/training/"


def test_a_session_is_planned_by_its_form_and_wrong_days_are_named(people: People) -> None:
    course, today = a_course(), timezone.localdate()
    browser = browser_of(people.officer)
    given = {"course": course.pk, "days": f"{today + timedelta(days=3)}, {today + timedelta(days=2)}",
             "closes_on": today + timedelta(days=1), "capacity": 12, "placing": "chosen", "language": "both",
             "place_zh": "三号楼", "link": "https://meet.example.org/x"}
    for wrong in ({"days": "tomorrow"}, {"days": ""}, {"days": "2020-01-01", "closes_on": "2019-12-31"},
                  {"closes_on": today + timedelta(days=9)}, {"capacity": 0}, {"link": "http://meet.example.org"},
                  {"link": "javascript:alert(1)"}, {"course": 999}):
        answer = browser.post("/en/training/sessions/new", {**given, **wrong})
        assert answer.status_code == 422, wrong
    assert "三号楼" in answer.content.decode(), "what was typed still stands"
    assert browser.post("/en/training/sessions/new", given).status_code == 302
    made = TrainingSession.objects.get()
    assert (made.state, made.begins_on) == ("planned", today + timedelta(days=2))
    assert made.ends_on == today + timedelta(days=3)
    change = f"/en/training/sessions/{made.pk}/change"
    assert "三号楼" in browser.get(change).content.decode()
    assert browser.post(change, {**given, "capacity": 13, "revision": 1}).status_code == 302
    stale = browser.post(change, {**given, "capacity": 14, "revision": 1})
    assert (stale.status_code, "meanwhile" in stale.content.decode()) == (422, True)
    made.refresh_from_db()
    assert made.capacity == 13


def test_an_empty_room_says_what_to_do_next(people: People) -> None:
    assert "Add a course" in browser_of(people.office).get(LIST).content.decode()
    assert "Follow this room" in browser_of(people.enterprise).get(LIST).content.decode()
    assert "There is no course yet" in browser_of(people.office).get("/en/training/sessions/new").content.decode()
    for address in ("mine", "team/"):
        assert 'class="empty"' in browser_of(people.enterprise).get(LIST + address).content.decode()


def test_the_list_is_narrowed_ordered_and_given_as_files(people: People) -> None:
    opened(people, a_course(name_en="Zqlaw", subject="law", countries="KEN"), language="en", starts=5)
    opened(people, a_course(name_en="Zqbank", subject="credit"), starts=2)
    visitor = browser_of(people.visitor)
    for query, seen in (("subject=law", {"Zqlaw"}), ("region=KEN", {"Zqlaw"}), ("language=zh", {"Zqbank"}),
                        ("state=held", set()), ("subject=nonsense", {"Zqlaw", "Zqbank"})):
        text = visitor.get(f"{LIST}?{query}").content.decode()
        assert {word for word in ("Zqlaw", "Zqbank") if word in text} == seen, query
    assert "mean nothing here" in text
    rows = list(csv.reader(io.StringIO(visitor.get(f"{LIST}sessions.csv?sort=begins").content.decode("utf-8-sig"))))
    names = [row[rows[0].index("course_en")] for row in rows[1:3]]
    assert names == ["Zqbank", "Zqlaw"]
    told = json.loads(visitor.get(f"{LIST}sessions.json?subject=law").content)
    assert told["citation"]
    assert [each["course_en"] for each in told["sessions"]] == ["Zqlaw"]
    assert visitor.get(f"{LIST}sessions.xlsx").content.startswith(b"PK")
    assert visitor.get(f"{LIST}sessions.pdf").status_code == 404


def test_where_a_session_is_held_is_told_to_who_has_a_place_and_by_no_other_channel(people: People) -> None:
    session = opened(people, capacity=1)
    enrolled(people.enterprise, session)
    enrolled(people.rival, session)
    address = f"/en/training/sessions/{session.pk}/"
    told = {name: "Zqhidden" in browser_of(who).get(address).content.decode()
            for name, who in people.everybody().items()}
    assert {name for name, tells in told.items() if tells} == {"enterprise", "officer", "other_officer", "office"}
    for who in (people.visitor, people.rival):
        browser = browser_of(who)
        for other in (LIST, f"{LIST}sessions.csv", f"{LIST}sessions.json", "/api/v1/training/sessions",
                      f"/en/registers/courses/{session.course_id}/", "/en/search?q=Zqhidden",
                      f"/en/workflows/training-session/{session.pk}/open"):
            assert "Zqhidden room" not in browser.get(other).content.decode()
    assert SessionPlace.objects.visible_to(people.rival).count() == 0


def test_a_remark_that_is_markup_is_shown_as_text(people: People) -> None:
    session = opened(people)
    enrolled(people.rival, session, "<script>alert(1)</script>")
    text = browser_of(people.office).get(f"/en/training/sessions/{session.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)" in text


def test_attendance_is_ticked_and_days_to_come_are_not_offered(people: People) -> None:
    session = opened(people, days=2)
    first, second = enrolled(people.enterprise, session), enrolled(people.rival, session)
    browser, address = browser_of(people.officer), f"/en/training/sessions/{session.pk}/attendance"
    day = session.begins_on.isoformat()
    given = {"present": f"{first.pk}:{day}", "day": day}
    assert browser.post(address, given).status_code == 422, "it does not run yet"
    step(people.office, session, "begin")
    text = browser.get(address).content.decode()
    assert f"{first.pk}:{day}" in text
    assert session.ends_on.isoformat() not in text
    assert browser.post(address, given).status_code == 302
    assert [row.is_present for each in (first, second) for row in each.attendance.all()] == [True, False]
    assert browser_of(people.enterprise).get(address).status_code == 403


def test_the_questions_afterwards_are_asked_for_once(people: People) -> None:
    session = ran(people, people.enterprise)
    own = Enrolment.objects.get(session=session)
    browser, address = browser_of(people.enterprise), f"/en/training/enrolments/{own.pk}/answer"
    assert browser.post(address, {"content": 9}).status_code == 422
    good = {"content": 5, "teaching": 4, "organisation": 3, "use": 2, "remark": "more cases"}
    assert browser.post(address, good).status_code == 302
    assert browser.get(address).status_code == 403
    assert browser_of(people.rival).get(address).status_code == 404


def test_programs_read_sessions_and_ask_for_a_place(people: People) -> None:
    session = opened(people, capacity=1)
    program = Program(people.enterprise)
    listed = said(program.get("/training/sessions?state=open"))
    assert [(each["session"], each["free"]) for each in listed["items"]] == [(session.pk, 1)]
    assert program.get("/training/sessions?state=nonsense").status_code == 422
    assert program.get("/training/sessions?page=9").status_code == 422
    place = said(program.send("POST", f"/training/sessions/{session.pk}/enrol", {"remark": "please"}), 201)
    assert place["state"] == "accepted"
    assert program.send("POST", f"/training/sessions/{session.pk}/enrol", {}).status_code == 409
    assert [each["enrolment"] for each in said(program.get("/training/places"))["items"]] == [place["enrolment"]]
    waits = said(Program(people.rival).send("POST", f"/training/sessions/{session.pk}/enrol", {}), 201)
    assert waits["state"] == "waiting"
    standing = said(program.get(f"/workflows/training-enrolment/{place['enrolment']}"))
    assert [each["key"] for each in standing["steps"]] == ["withdraw"]
    after = said(program.send("POST", f"/workflows/training-enrolment/{place['enrolment']}/withdraw", {"fields": {}}))
    assert after["state"] == "withdrawn"
    assert said(Program(people.rival).get("/training/places"))["items"][0]["state"] == "accepted"


def test_programs_give_certificates_to_their_holder_alone(people: People) -> None:
    found = certified(people, people.enterprise)
    own = said(Program(people.enterprise).get("/training/certificates"))["items"]
    assert [(each["number"], each["code"]) for each in own] == [(found.number, found.code)]
    for who in (people.colleague, people.office):
        assert said(Program(who).get("/training/certificates"))["items"] == []
    assert browser_of(people.visitor).get("/api/v1/training/certificates").status_code in (401, 404)
    assert found.code not in browser_of(people.office).get(f"/en/training/certificates/{found.pk}/").content.decode()


def test_what_waits_is_counted_for_whom_it_waits(people: People) -> None:
    session = opened(people, placing="chosen")
    enrolled(people.rival, session)
    enrolled(people.office, session)

    def waits(who: User) -> dict[str, int]:
        return {each.address.partition("?")[0].rsplit("/", 1)[-1] or "list": each.count
                for each in WAITING.for_person(who) if "training" in each.address}

    assert waits(people.officer) == {"list": 2}
    assert waits(people.office) == {"list": 1}, "one's own request is another's to decide"
    assert waits(people.rival) == {}
    ran(people, people.rival)
    assert waits(people.rival) == {"mine": 1}


def test_a_course_says_its_sessions_and_takes_its_skills_line_by_line(people: People) -> None:
    browser = browser_of(people.officer)
    given = {"name_en": "Zqcourse", "subject": "law", "depth": "advanced", "audience": "public", "least_attendance": 80,
             "teaches_0": "arbitration", "teaches_1": "1>3", "teaches_4": "contract-law", "teaches_5": "0>2"}
    for wrong in ({"teaches_1": ""}, {"teaches_0": ""}, {"teaches_4": "arbitration"}, {"teaches_1": "3>1"},
                  {"teaches_0": "nothing"}):
        assert browser.post("/en/registers/courses/new", {**given, **wrong}).status_code == 422, wrong
    assert browser.post("/en/registers/courses/new", given).status_code == 302
    course = Course.objects.get()
    assert course.teaches == "arbitration:1>3;contract-law:0>2"
    planned(people, course)
    page = f"/en/registers/courses/{course.pk}/"
    assert "Planned" in browser.get(page).content.decode()
    visitor = browser_of(people.visitor).get(page).content.decode()
    assert "Planned" not in visitor
    assert "Disputes and arbitration 1→3" in visitor
    assert 'value="arbitration" selected' in browser.get(f"{page}edit").content.decode()
    program = Program(people.office)
    made = said(program.send("POST", "/registers/courses/records", {"fields": {
        "name_en": "By program", "subject": "law", "teaches": "hse:0>3"}}), 201)
    assert made["teaches"] == "hse:0>3"


def test_the_samples_show_every_state_are_made_once_and_can_be_taken_away(people: People) -> None:
    accounts.make_samples(command("a test"))
    count = samples.add_samples(command("a test"))
    assert samples.present()
    assert count == Course.objects.count() + TrainingSession.objects.count()
    assert set(TrainingSession.objects.values_list("state", flat=True)) == set(TrainingSession.State.values)
    assert set(Enrolment.objects.values_list("state", flat=True)) >= {"asked", "waiting", "accepted", "absent",
                                                                      "certified"}
    assert Certificate.objects.exists()
    User.objects.filter(is_sample=True).update(must_change_password=False)
    officer = User.objects.get(email="officer@sample.example")
    enterprise = User.objects.get(email="enterprise@sample.example")
    for who, addresses in ((officer, ("", "skills", "mine")), (enterprise, ("team/", "mine"))):
        browser = browser_of(who)
        pages = [LIST + address for address in addresses]
        pages += [f"{LIST}sessions/{session.pk}/" for session in TrainingSession.objects.visible_to(who)]
        for page in pages:
            for address in (page, page.replace("/en/", "/zh-hans/")):
                answer = browser.get(address)
                assert answer.status_code == 200, address
                assert 'class="empty"' not in answer.content.decode(), address
    samples.remove_samples(command("a test"))
    assert not samples.present()
    assert not TrainingSession.objects.exists()
    assert KINDS["course"].model.objects.visible_to(people.visitor).count() == 0


def test_attendance_of_many_days_is_written_page_by_page_and_what_was_not_shown_stays(
        people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "TICKS_AT_ONCE", 3)
    session, today = opened(people, days=2), timezone.localdate()
    rows = [enrolled(who, session) for who in (people.enterprise, people.rival)]
    step(people.office, session, "begin")
    days = [str(today - timedelta(days=1)), str(today)]
    TrainingSession.objects.filter(pk=session.pk).update(
        days=";".join(days), begins_on=days[0], ends_on=today, closes_on=days[0])
    browser, address = browser_of(people.officer), f"/en/training/sessions/{session.pk}/attendance"
    newest = browser.get(address).content.decode()
    assert (f"{rows[0].pk}:{days[1]}" in newest, f"{rows[0].pk}:{days[0]}" in newest) == (True, False)
    assert f"{rows[0].pk}:{days[0]}" in browser.get(f"{address}?page=1").content.decode()
    assert browser.post(f"{address}?page=1", {"present": f"{rows[0].pk}:{days[0]}", "day": days[0]}).status_code == 302
    assert [present_days(each) for each in rows] == [{days[0]: True}, {days[0]: False}]


def test_sessions_that_are_over_wait_where_they_are_found(people: People) -> None:
    session, yesterday = opened(people), timezone.localdate() - timedelta(days=1)
    TrainingSession.objects.filter(pk=session.pk).update(
        days=str(yesterday), begins_on=yesterday, ends_on=yesterday, closes_on=yesterday)
    found = [each.address for each in WAITING.for_person(people.officer) if "training" in each.address]
    assert len(found) == 1
    assert f"sessions/{session.pk}/" in browser_of(people.officer).get(found[0]).content.decode()
