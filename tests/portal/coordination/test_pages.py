"""Every page of the room opens for whom it is for, in both languages, empty and filled; and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from outward_portal.accounts.requests import Act
from outward_portal.coordination.digests import actions as digests
from outward_portal.coordination.meetings import actions as meetings
from outward_portal.coordination.tasks import actions as tasks
from tests.portal.coordination.desk import (
    given,
    in_the_past,
    members,
    page,
    planned,
    raised,
    step,
    taken,
    today,
)
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db

GROUP = ("", "tasks/", "calendar/", "meetings/", "decisions/", "problems/", "answers/", "statistics/", "digests/",
         "members/")
FORMS = ("tasks/new", "meetings/new", "members/new", "calendar/days/")


@pytest.mark.parametrize("prefix", ["en", "zh-hans"])
def test_empty_pages_say_what_to_do_next(people: People, prefix: str) -> None:
    office, officer = browser_of(people.office), browser_of(people.officer)
    for address in GROUP:
        for client in (office, officer):
            told = page(client, f"/{prefix}/coordination/{address}")
            assert "<h1>" in told
    for address in FORMS:
        page(office, f"/{prefix}/coordination/{address}")
        assert officer.get(f"/{prefix}/coordination/{address}").status_code == 403


def test_whom_the_room_is_for(people: People) -> None:
    opens = {"office": set(GROUP), "officer": set(GROUP), "contributor": {"", "tasks/", "calendar/", "answers/"},
             "enterprise": {"problems/", "answers/", "statistics/"}, "visitor": {"answers/"}, "member": {"answers/"},
             "provider": {"answers/"}, "analyst": {"answers/"}, "administrator": {"answers/"}}
    for who, allowed in opens.items():
        client = browser_of(getattr(people, who))
        found = {address for address in GROUP if client.get(f"/en/coordination/{address}").status_code == 200}
        assert found == allowed, who


@pytest.mark.parametrize("prefix", ["en", "zh-hans"])
def test_filled_pages_show_what_there_is(people: People, prefix: str) -> None:
    members(people)
    task, other = given(people, due=today(1), priority=4), given(people, "Zqlater", due=today(-5))
    tasks.wait_for(Act(people.office), task, other)
    meeting = step(people.office, planned(people), "invite")
    item = meetings.propose(Act(people.officer), meeting, {"title_en": "Zqitem", "title_zh": "", "details": ""})
    held = step(people.office, in_the_past(step(people.office, planned(people), "invite")), "hold")
    decision = meetings.decide(Act(people.office), held, {"text_en": "Zqdecided", "text_zh": "", "item": None})
    problem = step(people.officer, taken(people, region="KAZ"), "coordinate",
                   agencies=[people.other_officer.organisation])
    raised(people, "Zqfresh")
    digest, job = digests.ask(Act(people.office), today().year, (today().month + 2) // 3)
    job.refresh_from_db()
    assert job.state == "done", job.error_en
    client = browser_of(people.office)
    for address, said in (
            ("", "Zqtask"), (f"?agency={people.commerce.pk}&state=late", "Zqlater"), ("tasks/?sort=-due", "Zqlater"),
            ("tasks/?state=blocked", "Zqtask"), (f"tasks/{task.pk}/", "Zqlater"), (f"tasks/{task.pk}/change", "Zqtask"),
            (f"tasks/{task.pk}/before", "Zqtask"), (f"tasks/{task.pk}/note", "Zqtask"),
            (f"tasks/{task.pk}/records", "Zqtask"), (f"tasks/new?decision={decision.pk}", "Zqdecided"),
            (f"tasks/new?problem={problem.pk}", "Zqproblem"), (f"agencies/{people.commerce.pk}/", "Zqtask"),
            (f"calendar/?month={today():%Y-%m}", "calendar"), ("meetings/?state=held", "Zqmeeting"),
            (f"meetings/{meeting.pk}/", "Zqitem"), (f"meetings/{held.pk}/", "Zqdecided"),
            (f"meetings/{held.pk}/attendance", "Department of Finance" if prefix == "en" else "财政厅"),
            (f"meetings/{held.pk}/decisions", "Zqmeeting"), (f"meetings/{meeting.pk}/change", "Zqmeeting"),
            ("decisions/", "Zqdecided"), ("problems/?topic=customs", "Zqproblem"),
            (f"problems/{problem.pk}/", "Zqtext"),
            ("statistics/", "Department of Commerce" if prefix == "en" else "商务厅"), ("digests/", str(today().year)),
            (f"digests/{digest.pk}/", "Zqdecided"),
            ("members/", "Leading Group Office" if prefix == "en" else "领导小组")):
        assert said in page(client, f"/{prefix}/coordination/{address}"), address
    assert "Zqitem" in page(browser_of(people.officer), f"/{prefix}/coordination/meetings/{item.meeting_id}/")
    assert "Zqtext" in page(browser_of(people.enterprise), f"/{prefix}/coordination/problems/{problem.pk}/")
    for row, format in ((digest.pk, "pdf"), (digest.pk, "docx")):
        sent: Any = client.get(f"/{prefix}/coordination/digests/{row}/zh.{format}")
        assert sent.status_code == 200
        assert b"".join(sent.streaming_content)[:4] in (b"%PDF", b"PK\x03\x04")


def test_what_an_address_cannot_mean_is_named(people: People) -> None:
    told = page(browser_of(people.office), "/en/coordination/tasks/?state=zq&agency=7&sort=no")
    assert "state, agency, sort" in told or "state, sort" in told
    client = browser_of(people.office)
    for address in ("tasks/9/", "meetings/9/", "problems/9/", "digests/9/", f"tasks/{2**63}/", f"agencies/{2**63}/",
                    "tasks/files/exe", "digests/1/en.exe", "tasks/new?decision=9"):
        assert client.get(f"/en/coordination/{address}").status_code == 404, address
