"""The group at work in tests: members, tasks, meetings and problems made as a person would make them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.coordination.meetings import actions as meetings
from outward_portal.coordination.models import Meeting, Member, Problem, Task
from outward_portal.coordination.problems import actions as problems
from outward_portal.coordination.tasks import actions as tasks
from outward_portal.workflows.flow import WORKFLOWS
from outward_portal.workflows.taking import take
from tests.portal.people import People


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def step(by: User, subject: Any, key: str, reason: str = "", **values: Any) -> Any:
    """Take a step as a person does, by the life cycle."""
    flow = WORKFLOWS.of(subject)
    found = flow.step(key)
    assert found is not None, key
    return take(Act(by, reason), flow, subject, found, values)


def given(people: People, title: str = "Zqtask", *, to: Organisation | None = None, due: date | None = None,
          **values: Any) -> Task:
    helpers = values.pop("helpers", ())
    return tasks.give(Act(people.office), {"title_en": title, "title_zh": "", "owner": to or people.commerce,
                                           "due_on": due or today(10), **values}, helpers=helpers)


def planned(people: People, *, hours: int = 48, **values: Any) -> Meeting:
    return meetings.plan(Act(people.office), {"title_en": "Zqmeeting", "title_zh": "",
                                              "begins_at": timezone.now() + timedelta(hours=hours), **values})


def in_the_past(meeting: Meeting) -> Meeting:
    """Let a meeting that was invited to have begun."""
    Meeting.objects.filter(pk=meeting.pk).update(begins_at=timezone.now() - timedelta(hours=3))
    meeting.refresh_from_db()
    return meeting


def members(people: People) -> None:
    """Let the agencies and the office of the cast be the group."""
    office = people.office.organisation
    for organisation, part in ((people.commerce, "member"), (people.other_officer.organisation, "member"),
                               (office, "office")):
        Member.objects.create(organisation=organisation, part=part)


def raised(people: People, title: str = "Zqproblem", **values: Any) -> Problem:
    return problems.raise_problem(Act(people.enterprise), people.works, {
        "title": title, "text": "Zqtext", "wanted": "", "topic": "customs", "region": "", "is_urgent": False,
        **values})


def taken(people: People, **values: Any) -> Problem:
    made: Problem = step(people.office, raised(people, **values), "take", lead=people.commerce)
    return made


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()
