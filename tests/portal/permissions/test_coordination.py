"""Who sees which row of the leading group's desk, by model and by channel, written down by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.apps import apps
from django.db.models import Model

from outward_portal.accounts.policy import may, ruled_models
from outward_portal.accounts.requests import Act
from outward_portal.coordination import members
from outward_portal.coordination.meetings import actions as meetings
from outward_portal.coordination.tasks import actions as tasks
from outward_portal.coordination.tasks.escalation import escalate
from outward_portal.records import actions as records
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from tests.portal.coordination.desk import given, in_the_past, planned, raised, step, today
from tests.portal.coordination.desk import members as make_members
from tests.portal.people import People, browser_of
from tests.portal.permissions.expected import ROLES

pytestmark = pytest.mark.django_db

GROUP: Final = frozenset({"officer", "other_officer", "office"})
OWN: Final = frozenset({"enterprise", "colleague"})  # the problem is of their works
SIGNED_IN: Final = frozenset(ROLES) - {"visitor"}

SEES: Final[dict[str, dict[str, frozenset[str]]]] = {
    # by model, and within it by the word in the row, who sees it
    "Member": {"": GROUP},
    "CalendarDay": {"": SIGNED_IN},
    "Meeting": {"": GROUP},
    "AgendaItem": {"": GROUP},
    "Attendance": {"": GROUP},
    "Decision": {"": GROUP},
    "Task": {"zqcommerce": GROUP, "zqmission": GROUP | {"contributor"}, "zqhelped": GROUP | {"contributor"}},
    "TaskHelper": {"zqhelped": GROUP | {"contributor"}},
    "TaskDependence": {"zqmission": GROUP},  # it waits for a task that the mission does not see
    "TaskRecord": {"zqmembers": GROUP | {"contributor"}, "zqoffice": frozenset({"office"})},
    "TaskNote": {"zqcommerce": GROUP, "zqmission": GROUP | {"contributor"}, "zqhelped": GROUP | {"contributor"}},
    "TaskEscalation": {"": GROUP},
    "Problem": {"zqled": OWN | {"office", "officer", "other_officer"}, "zqraised": OWN | {"office"}},
    "ProblemPause": {"": OWN | {"office", "officer", "other_officer"}},
    "ProblemRecord": {"": OWN | {"office", "officer", "other_officer"}},
    "Opinion": {"": frozenset({"office", "officer", "other_officer"})},  # the lead agency and the one that is asked
    "PublicAnswer": {"": frozenset(ROLES)},
    "Digest": {"": GROUP},
    "DigestFile": {"": GROUP},
}

MAY: Final[dict[str, frozenset[str]]] = {
    "group.read": GROUP,
    "group.keep": frozenset({"office"}),
    "tasks.read": GROUP | {"contributor"},
    "task.give": frozenset({"office"}),
    "task.drop": frozenset({"office"}),
    "task.change": frozenset({"office"}),
    "meeting.plan": frozenset({"office"}),
    "meeting.keep": frozenset({"office"}),
    "problems.read": GROUP | OWN | {"rival"},
    "problem.raise": OWN | {"rival"},
    "problem.take": frozenset({"office"}),
    "problem.close": frozenset({"office"}),
    "coordination.statistics": GROUP | OWN | {"rival"},
    "digest.make": frozenset({"office"}),
}
"""Actions whose rule asks for no row."""

MAY_WITH: Final[dict[str, frozenset[str]]] = {
    "task.do": frozenset({"contributor"}),  # the mission does it
    "task.note": frozenset({"contributor", "office", "officer"}),  # commerce helps
    "task.confirm": frozenset({"office"}),
    "meeting.change": frozenset({"office"}),
    "meeting.record": frozenset(),  # it has not been held
    "agenda.propose": GROUP,
    "agenda.decide": frozenset({"office"}),
    "attendance.answer": frozenset({"officer"}),  # commerce was invited
    "problem.own": OWN,
    "problem.lead": frozenset({"office", "officer"}),
    "opinion.give": frozenset({"other_officer"}),
    "opinion.waive": frozenset({"office", "officer"}),
}
"""Actions on a row: of a task of the mission, an invited meeting, a problem that commerce leads."""

CHANNELS: Final[dict[str, tuple[str, ...]]] = {
    "zqcommerce": ("", "tasks/", "tasks/files/csv", "calendar/", "calendar/leading-group.ics"),
    "zqled": ("problems/", "problems/files/json"),
    "zqmeeting": ("meetings/", "meetings/files/csv", "calendar/", "calendar/leading-group.ics"),
    "zqdecided": ("decisions/", "decisions/files/xlsx"),
}


class Rows:
    """One row of everything, and more where who sees it depends on the row."""

    def __init__(self, people: People) -> None:
        office, officer = Act(people.office), Act(people.officer)
        make_members(people)
        members.add_days(office, [(today(100), False, "")])
        project = records.create(officer, KINDS["project"], {"name_en": "zqmembers", "audience": "members"}, owner=None)
        secret = records.create(office, KINDS["project"], {"name_en": "zqoffice", "audience": "office"}, owner=None)
        self.commerce = given(people, "zqcommerce", due=today())
        self.mission = given(people, "zqmission", to=people.contributor.organisation, helpers=[people.commerce])
        self.helped = given(people, "zqhelped", helpers=[people.contributor.organisation])
        tasks.wait_for(office, self.mission, self.commerce)
        for record in (project, secret):
            tasks.name_record(office, self.helped, record)
        escalate(office, today())
        self.meeting = step(people.office, planned(people, title_en="zqmeeting"), "invite")
        self.item = meetings.propose(officer, self.meeting, {"title_en": "zqitem", "title_zh": ""})
        self.attendance = self.meeting.attendances.get(organisation=people.commerce)
        held = step(people.office, in_the_past(step(people.office, planned(people), "invite")), "hold")
        meetings.decide(office, held, {"text_en": "zqdecided", "text_zh": ""})
        step(people.office, held, "draft", minutes_en="zqminutes", minutes_zh="")
        led = step(people.office, raised(people, "zqled"), "take", lead=people.commerce)
        led.records.create(record_id=project.pk)
        led = step(people.officer, led, "coordinate", agencies=[people.other_officer.organisation])
        self.problem = step(people.officer, led, "ask", question="zqquestion")
        self.opinion = self.problem.opinions.get()
        raised(people, "zqraised")
        apps.get_model("coordination", "PublicAnswer").objects.create(
            question_en="zqpublic", answer_en="zqpublic", topic="tax", published_on=today())
        digest = apps.get_model("coordination", "Digest").objects.create(
            year=2026, quarter=1, as_of=datetime(2026, 4, 1, tzinfo=UTC))
        digest.files.create(language="en", format="pdf", file="zq/zq", size=1)


@pytest.fixture
def rows(people: People) -> Rows:
    return Rows(people)


def _words(row: Any) -> str:
    """Give the text by which a row is known: its own, its task's, its record's."""
    told = [str(getattr(row, name, "")) for name in ("title_en", "title")]
    told += [str(part) for name in ("task", "record") if isinstance(part := getattr(row, name, None), Model)]
    return " ".join(told)


def test_every_model_of_the_room_is_in_the_table() -> None:
    models = {model.__name__ for model in apps.get_app_config("coordination").get_models()}
    assert models == set(SEES)
    assert {f"coordination.{name}" for name in models} <= ruled_models()


def test_rows_are_seen_as_the_table_says(rows: Rows, people: People) -> None:
    for name, table in SEES.items():
        model: Any = apps.get_model("coordination", name)
        for word, expected in table.items():
            keys = {row.pk for row in model.objects.all() if word in _words(row)}
            assert keys, f"no {name} with {word!r}"
            seen = {who for who in ROLES if keys <= {
                row.pk for row in model.objects.visible_to(getattr(people, who))}}
            some = {who for who in ROLES if keys & {
                row.pk for row in model.objects.visible_to(getattr(people, who))}}
            assert seen == some == expected, (name, word)


def test_actions_are_allowed_as_the_table_says(rows: Rows, people: People) -> None:
    given_ = {"task": rows.mission, "meeting": rows.meeting, "agenda": rows.meeting, "attendance": rows.attendance,
              "problem": rows.problem, "opinion": rows.opinion, "agenda.decide": rows.item}
    for action, expected in {**MAY, **MAY_WITH}.items():
        subject = given_.get(action, given_.get(action.partition(".")[0])) if action in MAY_WITH else None
        assert {who for who in ROLES if may(getattr(people, who), action, subject)} == expected, action


def test_no_channel_tells_more(rows: Rows, people: People) -> None:
    sees = {"zqcommerce": GROUP, "zqled": SEES["Problem"]["zqled"], "zqmeeting": GROUP, "zqdecided": GROUP}
    for who in ROLES:
        client = browser_of(getattr(people, who))
        for word, addresses in CHANNELS.items():
            for address in addresses:
                sent = client.get(f"/en/coordination/{address}")
                told = sent.content.decode("utf-8", "replace")
                if address.endswith("xlsx"):
                    assert (sent.status_code == 200) == (who in sees[word]), (who, address)
                else:
                    assert (word in told) == (who in sees[word]), (who, address)
        for address, word in (("tasks", "zqcommerce"), ("problems", "zqled"), ("meetings", "zqmeeting")):
            told = json.dumps(client.get(f"/api/v1/coordination/{address}").json())
            assert (word in told) == (who in sees[word]), (who, address)
        pages = [(f"tasks/{rows.helped.pk}/", "zqoffice", frozenset({"office"})),
                 (f"tasks/{rows.mission.pk}/", "zqcommerce", GROUP),
                 (f"problems/{rows.problem.pk}/", "Department of Finance", SEES["Opinion"][""])]
        for address, word, expected in pages:
            sent = client.get(f"/en/coordination/{address}")
            assert (sent.status_code == 200 and word in sent.content.decode()) == (who in expected), (who, address)
        searched = client.get("/en/search?q=zqled").content.decode()
        assert f"coordination/problems/{rows.problem.pk}/" not in searched


def test_records_are_named_in_a_task_only_as_far_as_one_sees_them(rows: Rows, people: People) -> None:
    secret = Record.objects.get(name_en="zqoffice")
    answered = browser_of(people.contributor).post(f"/en/coordination/tasks/{rows.mission.pk}/records",
                                                   {"record": str(secret.pk)})
    assert answered.status_code == 422
    assert "zqoffice" not in answered.content.decode()
