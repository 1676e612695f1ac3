"""The group as a whole: members, numbers, the digest, the calendar's file, the interface for programs, the samples."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given as for_all
from hypothesis import strategies as st

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act, command
from outward_portal.coordination import counting, members
from outward_portal.coordination.digests import actions as digests
from outward_portal.coordination.digests.gathering import gather, span
from outward_portal.coordination.meetings import actions as meetings
from outward_portal.coordination.models import (
    Attendance,
    Digest,
    DigestFile,
    Meeting,
    Member,
    Problem,
    PublicAnswer,
    Task,
)
from outward_portal.coordination.planner.icalendar import Event, calendar_file, escaped, folded
from outward_portal.membership.samples import make_samples
from outward_portal.records.files import storage
from outward_portal.registers.models import Agency
from tests.portal.coordination.desk import given, in_the_past, page, planned, raised, step, taken, today
from tests.portal.coordination.desk import members as make_members
from tests.portal.people import People, browser_of


class TestSmallCells:
    @for_all(st.lists(st.integers(0, 40), max_size=8))
    def test_what_is_kept_back_does_not_follow_from_the_total(self, counts: list[int]) -> None:
        hidden = counting.suppressed(counts, 5)
        kept_back = [count for count, is_hidden in zip(counts, hidden, strict=True) if is_hidden]
        assert all(is_hidden for count, is_hidden in zip(counts, hidden, strict=True) if 0 < count < 5)
        assert not any(is_hidden for count, is_hidden in zip(counts, hidden, strict=True) if not count)
        if kept_back and sum(counts) >= 5:
            assert sum(kept_back) >= 5, "the total less the rest"

    @pytest.mark.django_db
    def test_enterprises_are_told_of_no_agency_with_few_problems(self, people: People) -> None:
        client = browser_of(people.rival)
        taken(people)
        assert "fewer than 5 problems" in page(client, "/en/coordination/statistics/")
        for n in range(8):
            taken(people, title=f"Zq{n}", topic="tax")
        problem = taken(people, title="Zqlast")
        step(people.office, problem, "give-on", "why", lead=people.other_officer.organisation)
        told = page(client, "/en/coordination/statistics/")
        assert re.search(r"Department of Finance</th><td colspan=\"6\" class=\"muted\">kept back", told)
        assert re.search(r"Department of Commerce</th><td colspan=\"6\" class=\"muted\">kept back", told), \
            "else it would follow from the total"
        assert "Tasks by agency" not in told
        assert "kept back" not in page(browser_of(people.office), "/en/coordination/statistics/")


@pytest.mark.django_db
def test_shares_and_medians_are_counted_as_they_are_told(people: People) -> None:
    done = step(people.officer, step(people.officer, given(people, due=today(5)), "accept"), "report", outcome="ok")
    late = step(people.officer, step(people.officer, given(people, due=today(5)), "accept"), "report", outcome="ok")
    Task.objects.filter(pk=late.pk).update(due_on=today(-1))
    given(people, due=today(-3))
    given(people, due=today(3))
    step(people.office, given(people), "drop", "no")
    numbers = counting.group_statistics().tasks
    assert numbers == counting.TaskNumbers(given=5, undone=2, late=1, done=2, in_time=1, dropped=1)
    assert numbers is not None
    assert numbers.share_in_time == pytest.approx(1 / 3)
    assert done.state == "done"
    for weeks in (0, 1, 4):
        problem = taken(people)
        Problem.objects.filter(pk=problem.pk).update(raised_at=timezone.now() - timedelta(weeks=weeks))
        step(people.officer, problem, "answer", answer="ok")
    told = counting.group_statistics().problems
    assert told is not None
    assert (told.count, told.answered, told.in_time, told.median_days) == (3, 3, 2, 5)


@pytest.mark.django_db
class TestDigest:
    def test_it_is_gathered_from_the_rows_and_kept_as_it_was(self, people: People) -> None:
        make_members(people)
        held = step(people.office, in_the_past(step(people.office, planned(people), "invite")), "hold")
        meetings.record_attendance(Act(people.office), held, {people.commerce.pk: "present"})
        meetings.decide(Act(people.office), held, {"text_en": "Zqdecided", "text_zh": "示例决定"})
        given(people, due=today(-1))
        step(people.officer, taken(people), "answer", answer="Zqanswer")
        year, quarter = today().year, (today().month + 2) // 3
        begins = timezone.localtime(held.begins_at).date()
        made, job = digests.ask(Act(people.office), year, quarter)
        made.refresh_from_db()
        numbers = made.numbers
        if span(year, quarter)[0] <= begins:  # on a quarter's first night the meeting was in the one before
            assert [(each["decisions"], each["present"]) for each in numbers["meetings"]] == [(1, 1)]
            assert numbers["decisions"][0]["text"] == {"en": "Zqdecided", "zh": "示例决定"}
        assert [(each["agency"]["zh"], each["given"], each["late"]) for each in numbers["tasks"]] == [("商务厅", 1, 1)]
        assert (numbers["problems"]["answered"], numbers["problems"]["median_days"]) == (1, 0)
        assert "Test Works" not in json.dumps(numbers)
        assert {(each.language, each.format) for each in made.files.all()} == {
            ("en", "pdf"), ("en", "docx"), ("zh", "pdf"), ("zh", "docx")}
        with zipfile.ZipFile(io.BytesIO(_content(made.files.get(language="zh", format="docx")))) as archive:
            document = archive.read("word/document.xml").decode()
        assert "商务厅" in document
        Task.objects.all().delete()
        made.refresh_from_db()
        assert made.numbers == numbers
        assert job.key == str(made.pk)

    def test_its_files_are_nobodys_orphans(self, people: People) -> None:
        digests.ask(Act(people.office), today().year, 1)
        names = {each.file.name for each in DigestFile.objects.all()}
        assert len(names) == 4
        assert not names & {f"{path.parent.name}/{path.name}" for path in storage.orphans(age=-1)}

    def test_other_quarters_are_counted_apart(self, people: People) -> None:
        given(people)
        raised(people)
        empty = gather(2020, 1, timezone.now())
        assert (empty["meetings"], empty["tasks"], empty["problems"]["raised"]) == ([], [], 0)

    def test_it_is_marked_by_the_samples_that_it_counts_alone(self, people: People) -> None:
        old = given(people, is_sample=True)
        Task.objects.filter(pk=old.pk).update(given_at=datetime(2020, 2, 1, tzinfo=UTC))
        assert gather(2020, 1, timezone.now())["samples"] == 1
        assert gather(2020, 3, timezone.now())["samples"] == 0

    def test_only_the_office_asks_and_no_quarter_to_come(self, people: People) -> None:
        asked = {"year": today().year + 1, "quarter": 1}
        assert browser_of(people.officer).post("/en/coordination/digests/", asked).status_code == 403
        refused = browser_of(people.office).post("/en/coordination/digests/", asked)
        assert "This quarter has not begun." in refused.content.decode()
        assert not Digest.objects.exists()


def _content(file: DigestFile) -> bytes:
    with file.file.open("rb") as opened:
        content: bytes = opened.read()
    return content


class TestCalendarFile:
    @for_all(st.text(max_size=200))
    def test_no_text_breaks_out_of_its_line(self, text: str) -> None:
        event = Event("task-1@outward", text, date(2026, 12, 1), datetime(2026, 11, 26, tzinfo=UTC), place=text)
        file = calendar_file([event], text).decode()
        lines = file.split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        assert not re.search(r"(?<!\r)\n|\r(?!\n)", file)
        unfolded = file.replace("\r\n ", "")
        assert unfolded.count("\r\nBEGIN:VEVENT\r\n") == 1
        assert f"SUMMARY:{escaped(text)}\r\n" in unfolded

    @for_all(st.text(max_size=300).filter(lambda text: "\r" not in text and "\n" not in text))
    def test_what_is_folded_is_unfolded_again(self, text: str) -> None:
        assert folded(text).replace("\r\n ", "") == text

    @pytest.mark.django_db
    def test_it_holds_what_its_reader_sees(self, people: People) -> None:
        given(people, "Zqcommerce")
        given(people, "Zqmission", to=people.contributor.organisation)
        planned(people)
        address = "/en/coordination/calendar/leading-group.ics"
        told = {who: browser_of(getattr(people, who)).get(address).content.decode()
                for who in ("officer", "contributor")}
        assert all(word in told["officer"] for word in ("Zqcommerce", "Zqmission", "Zqmeeting"))
        assert "Zqmission" in told["contributor"]
        assert "Zqcommerce" not in told["contributor"]
        assert "Zqmeeting" not in told["contributor"]


@pytest.mark.django_db
def test_members_come_from_the_register_once(people: People) -> None:
    Agency.objects.create(name_en="Zqconvener", membership_en="convener", audience="public")
    Agency.objects.create(name_en="Zqmember", membership_en="yes", audience="public")
    Agency.objects.create(name_en="Zqother", membership_en="no", audience="public")
    act = Act(people.office)
    assert (members.from_register(act), members.from_register(act)) == (2, 0)
    member = Member.objects.get(agency__name_en="Zqmember")
    client = browser_of(people.office)
    kept = client.post(f"/en/coordination/members/{member.pk}/change", {
        "agency": str(member.agency_id), "organisation": people.commerce.pk, "part": "member", "place": "20"})
    assert kept.status_code == 302
    again = client.post("/en/coordination/members/new", {"organisation": people.commerce.pk, "part": "member",
                                                         "place": "1"})
    assert again.status_code == 409
    assert client.post("/en/coordination/members/new", {"part": "member", "place": "1"}).status_code == 422
    assert client.post(f"/en/coordination/members/{member.pk}/end").status_code == 302
    assert "Zqmember" not in page(client, "/en/coordination/members/")
    assert [each.organisation for each in meetings.members()] == []
    joined = client.post("/en/coordination/members/new", {"agency": str(member.agency_id), "part": "member",
                                                          "organisation": people.commerce.pk, "place": "20"})
    assert joined.status_code == 302, "a membership that ended keeps nobody out"
    assert [each.organisation for each in meetings.members()] == [people.commerce]
    assert Member.objects.filter(agency=member.agency_id).count() == 1


def _post(client: Client, address: str, **said: Any) -> Any:
    client.get("/en/coordination/answers/")
    return client.post(address, json.dumps(said), content_type="application/json")


@pytest.mark.django_db
class TestInterface:
    def test_programs_read_what_pages_show_and_no_more(self, people: People) -> None:
        task, problem = given(people, "Zqtask"), taken(people)
        step(people.officer, problem, "coordinate", agencies=[people.other_officer.organisation])
        planned(people)
        officer, enterprise = browser_of(people.officer), browser_of(people.enterprise)
        tasks = officer.get("/api/v1/coordination/tasks?state=undone").json()
        assert [(each["task"], each["held_up"], each["late"]) for each in tasks["items"]] == [(task.pk, False, False)]
        assert officer.get("/api/v1/coordination/tasks?state=zq").status_code == 422
        assert officer.get(f"/api/v1/coordination/tasks/{task.pk}").json()["title_en"] == "Zqtask"
        assert officer.get("/api/v1/coordination/meetings").json()["count"] == 1
        assert officer.get("/api/v1/coordination/decisions").json()["count"] == 0
        own = enterprise.get(f"/api/v1/coordination/problems/{problem.pk}").json()
        assert (own["text"], own["state"], own["term_days"]) == ("Zqtext", "coordinated", 15)
        assert enterprise.get("/api/v1/coordination/tasks").status_code == 404
        assert browser_of(people.rival).get("/api/v1/coordination/problems").json()["count"] == 0
        assert browser_of(people.visitor).get("/api/v1/coordination/problems").status_code == 404
        assert browser_of(people.analyst).get(f"/api/v1/coordination/tasks/{task.pk}").status_code == 404

    def test_programs_give_tasks_and_raise_problems(self, people: People) -> None:
        office, enterprise = browser_of(people.office), browser_of(people.enterprise)
        said = {"title_en": "Zqgiven", "owner": people.commerce.pk, "due_on": today(4).isoformat(), "priority": 3}
        made = _post(office, "/api/v1/coordination/tasks", **said)
        assert made.status_code == 201, made.content
        assert made.json()["owner_en"] == "Department of Commerce"
        assert _post(office, "/api/v1/coordination/tasks", **(said | {"due_on": "2020-01-01"})).status_code == 422
        assert _post(office, "/api/v1/coordination/tasks", **(said | {"title_en": "a\x00"})).status_code == 422
        assert _post(browser_of(people.officer), "/api/v1/coordination/tasks", **said).status_code == 403
        raised_ = _post(enterprise, "/api/v1/coordination/problems", title="Zqraised", text="Zqtext", topic="tax")
        assert raised_.status_code == 201, raised_.content
        assert Problem.objects.get().organisation == people.works
        assert _post(enterprise, "/api/v1/coordination/problems", title="x", text="y", topic="zq").status_code == 422
        assert _post(office, "/api/v1/coordination/problems", title="x", text="y", topic="tax").status_code == 403


@pytest.mark.django_db
def test_samples_fill_every_state_once_and_go_away(db: None) -> None:
    with pytest.raises(CommandError, match="sample_accounts"):
        call_command("sample_coordination")
    make_samples(command("test"))
    call_command("sample_coordination")
    counts = [model.objects.count() for model in (Task, Meeting, Problem)]
    call_command("sample_coordination")
    assert [model.objects.count() for model in (Task, Meeting, Problem)] == counts
    assert {each.state for each in Task.objects.all()} == set(Task.State.values)
    assert {each.state for each in Meeting.objects.all()} >= {"planned", "invited", "drafted", "approved", "cancelled"}
    assert len({each.state for each in Problem.objects.all()}) >= 6
    assert PublicAnswer.objects.get().is_sample
    assert all(each.is_sample for model in (Task, Meeting, Problem) for each in model.objects.all())
    assert Digest.objects.get().files.count() == 4
    assert Attendance.objects.filter(state="present").exists()
    call_command("sample_coordination", "--remove")
    assert not any(model.objects.exists() for model in (Task, Meeting, Problem, PublicAnswer, Member, Digest))
    assert Organisation.objects.filter(is_sample=True).exists()
