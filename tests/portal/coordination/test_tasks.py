"""Tasks: steps and refusals, what waits for what, what is told when one is late, and told once."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given as for_all
from hypothesis import strategies as st

from outward_portal.accounts.requests import Act
from outward_portal.coordination.meetings import actions as meetings
from outward_portal.coordination.models import AgendaItem, Task, TaskDependence, TaskNote
from outward_portal.coordination.tasks import actions, queries
from outward_portal.coordination.tasks.dependence import way
from outward_portal.coordination.tasks.escalation import LEVELS, escalate
from outward_portal.coordination.waiting import waiting
from outward_portal.journal.models import Entry
from outward_portal.notices.models import Occurrence
from outward_portal.records.errors import RefusedError
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer
from tests.portal.coordination.desk import given, page, planned, step, today
from tests.portal.people import People, browser_of

graphs = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8)


@for_all(graphs, st.integers(0, 7), st.integers(0, 7))
def test_a_way_follows_the_edges_and_is_found_where_there_is_one(edges: dict[int, list[int]], a: int, b: int) -> None:
    found = way(edges, a, b)
    reached, new = {a}, {a}
    while new:
        new = {each for here in new for each in edges.get(here, ())} - reached
        reached |= new
    assert bool(found) == (b in reached)
    if found:
        assert (found[0], found[-1]) == (a, b)
        assert len(set(found)) == len(found)
        assert all(later in edges[earlier] for earlier, later in pairwise(found))


def told(kind: str) -> list[Occurrence]:
    return list(Occurrence.objects.filter(kind=kind))


@pytest.mark.django_db
class TestSteps:
    def test_from_given_to_confirmed_each_by_whom_it_is_for(self, people: People) -> None:
        task = given(people)
        assert [each.what for each in waiting(people.officer) if each.count], "it waits for the agency"
        assert {each.key for each in offer(people.officer, task).steps} == {"accept"}
        assert {each.key for each in offer(people.office, task).steps} == {"drop"}
        assert not offer(people.other_officer, task).steps
        task = step(people.officer, step(people.officer, task, "accept"), "begin")
        task = step(people.officer, task, "report", outcome="Zqdone")
        assert task.done_by == people.officer
        task = step(people.office, task, "return", "Zqmissing")
        assert task.done_at is None
        task = step(people.officer, task, "report", outcome="Zqdone again")
        task = step(people.office, task, "confirm")
        assert (task.state, task.is_ended) == ("confirmed", True)
        assert not offer(people.office, task).steps
        history = list(TaskNote.objects.order_by("id").values_list("deed", "text"))
        assert history == [("task.given", ""), ("task.accepted", ""), ("task.begun", ""), ("task.done", "Zqdone"),
                           ("task.returned", "Zqmissing"), ("task.done", "Zqdone again"), ("task.confirmed", "")]
        assert "Zqdone" not in "".join(str(each.changes) for each in Entry.objects.all())
        assert [len(told(kind)) for kind in ("task.given", "task.accepted", "task.done", "task.returned")] == [
            1, 1, 2, 1]

    def test_nobody_confirms_their_own_report(self, people: People) -> None:
        task = given(people, to=people.office.organisation)
        task = step(people.office, step(people.office, task, "accept"), "report", outcome="ok")
        assert {each.key for each in offer(people.office, task).steps} == {"drop"}
        with pytest.raises(RefusedError, match="may not"):
            step(people.office, task, "confirm")

    def test_two_officers_at_once_take_one_step(self, people: People) -> None:
        """Each has read the task as it was given; the second is told that it has moved on."""
        mine, theirs = given(people), Task.objects.get()
        step(people.officer, mine, "accept")
        with pytest.raises(RefusedError, match="moved on to “Accepted”"):
            step(people.officer, theirs, "accept")
        assert TaskNote.objects.filter(deed="task.accepted").count() == 1

    def test_given_to_somebody_else_it_begins_anew(self, people: People) -> None:
        task = step(people.officer, step(people.officer, given(people), "accept"), "report", outcome="ok")
        finance = people.other_officer.organisation
        actions.change(Act(people.office, "Zqwhy"), task, {"owner": finance, "due_on": today(3)}, helpers=[
            people.commerce])
        task.refresh_from_db()
        assert (task.state, task.owner, task.outcome, task.done_at) == ("open", finance, "", None)
        assert [each.organisation for each in task.helpers.all()] == [people.commerce]
        assert TaskNote.objects.first().text == "Zqwhy"  # type: ignore[union-attr]
        assert len(told("task.given")) == 2

    def test_what_has_ended_is_changed_no_more(self, people: People) -> None:
        task = step(people.office, given(people), "drop", "no longer wanted")
        for make in (lambda: actions.note(Act(people.officer), task, "late"),
                     lambda: actions.change(Act(people.office), task, {}, helpers=[])):
            with pytest.raises(RefusedError, match="has ended"):
                make()


@pytest.mark.django_db
class TestDependence:
    def test_a_task_is_not_done_before_what_it_waits_for(self, people: People) -> None:
        first, second = given(people, "Zqfirst"), given(people, "Zqsecond")
        actions.wait_for(Act(people.office), second, first)
        second = step(people.officer, second, "accept")
        assert [each.pk for each in queries.tasks(read({"state": "blocked"}, queries.shape(people.office)),
                                                  people.office)] == [second.pk]
        with pytest.raises(RefusedError, match="“Zqfirst”"):
            step(people.officer, second, "report", outcome="ok")
        step(people.officer, step(people.officer, first, "accept"), "report", outcome="ok")
        assert step(people.officer, second, "report", outcome="ok").state == "done"

    def test_who_does_not_see_what_it_waits_for_is_not_told_its_name(self, people: People) -> None:
        hidden, own = given(people, "Zqhidden"), given(people, "Zqown", to=people.contributor.organisation)
        actions.wait_for(Act(people.office), own, hidden)
        step(people.contributor, own, "accept")
        refused = browser_of(people.contributor).post(f"/en/workflows/group-task/{own.pk}/report", {"outcome": "ok"})
        assert "It waits for a task that you do not see." in refused.content.decode()
        assert "Zqhidden" not in refused.content.decode()
        seen = given(people, "Zqseen", helpers=[people.contributor.organisation])
        actions.wait_for(Act(people.office), own, seen)
        with pytest.raises(RefusedError, match="“Zqseen” It waits for a task that you do not see"):
            step(people.contributor, own, "report", outcome="ok")

    def test_a_circle_is_refused_and_named(self, people: People) -> None:
        a, b, c = (given(people, f"Zq{name}") for name in "abc")
        act = Act(people.office)
        actions.wait_for(act, a, b)
        actions.wait_for(act, b, c)
        with pytest.raises(RefusedError, match="“Zqc” → “Zqa” → “Zqb” → “Zqc”"):
            actions.wait_for(act, c, a)
        assert TaskDependence.objects.count() == 2
        actions.wait_no_longer(act, TaskDependence.objects.get(task=a))
        actions.wait_for(act, c, a)

    def test_the_page_says_so_and_nothing_is_lost(self, people: People) -> None:
        a, b = given(people, "Zqa"), given(people, "Zqb")
        actions.wait_for(Act(people.office), a, b)
        refused = browser_of(people.office).post(f"/en/coordination/tasks/{b.pk}/before", {"before": a.pk})
        assert refused.status_code == 422
        assert "That would be a circle" in refused.content.decode()


@pytest.mark.django_db
class TestEscalation:
    def test_each_level_is_told_once_to_whom_it_is_for(self, people: People) -> None:
        due = today()
        task = given(people, due=due)
        people.officer.is_manager = True
        people.officer.save()
        act = Act(None)
        assert escalate(act, due - timedelta(days=4)) == 0
        assert escalate(act, due - timedelta(days=3)) == 1
        assert escalate(act, due - timedelta(days=3)) == 0
        assert list(told("task.soon")[0].organisations.all()) == [people.commerce]
        assert escalate(act, due) == 0
        assert escalate(act, due + timedelta(days=1)) == 1
        assert list(told("task.late")[0].users.all()) == [people.officer]
        assert escalate(act, due + timedelta(days=8)) == 1
        assert escalate(act, due + timedelta(days=15)) == 0, "there is no meeting on whose agenda it could stand"
        meeting = planned(people)
        assert escalate(act, due + timedelta(days=16)) == 1
        item = AgendaItem.objects.get()
        assert (item.meeting, item.task, item.state) == (meeting, task, "accepted")
        assert escalate(act, due + timedelta(days=40)) == 0
        assert sorted(each.level for each in task.escalations.all()) == sorted(level.key for level in LEVELS)

    def test_another_day_due_is_told_of_anew(self, people: People) -> None:
        task = given(people, due=today())
        assert escalate(Act(None), today()) == 1
        actions.change(Act(people.office), task, {"due_on": today(2)}, helpers=[])
        assert escalate(Act(None), today()) == 1
        assert len(told("task.soon")) == 2
        assert sorted(each.values["day"] for each in told("task.given")) == [
            today(days).isoformat() for days in (0, 2)], "whoever does it hears of the other day"

    def test_it_comes_onto_another_agenda_where_the_meeting_is_called_off(self, people: People) -> None:
        task, first = given(people, due=today()), planned(people)
        assert escalate(Act(None), today(14)) == 4
        step(people.office, first, "cancel", "nobody can come")
        second = planned(people)
        assert escalate(Act(None), today(15)) == 0, "it was told"
        assert escalate(Act(None), today(16)) == 0
        assert [each.meeting for each in task.agenda_items.order_by("pk")] == [first, second]

    def test_a_meeting_is_held_before_the_journal(self, people: People) -> None:
        """As whoever writes of a meeting holds them: the other way round two could wait for one another."""
        given(people, due=today())
        planned(people)
        with CaptureQueriesContext(connection) as asked:
            assert escalate(Act(None), today(14)) == 4
        tables = [query["sql"] for query in asked.captured_queries]
        first = {table: next(place for place, sql in enumerate(tables) if f'"{table}"' in sql)
                 for table in ("coordination_meeting", "journal_head")}
        assert first["coordination_meeting"] < first["journal_head"]

    def test_what_is_reported_done_is_not_late(self, people: People) -> None:
        task = step(people.officer, given(people, due=today()), "accept")
        step(people.officer, task, "report", outcome="ok")
        assert escalate(Act(None), today(30)) == 0

    def test_a_task_that_is_found_late_is_not_told_as_coming(self, people: People) -> None:
        given(people, due=today())
        assert escalate(Act(None), today(8)) == 3
        assert not told("task.soon")


@pytest.mark.django_db
def test_forms_refuse_and_keep_what_was_typed(people: People) -> None:
    client = browser_of(people.office)
    answered = client.post("/en/coordination/tasks/new", {"details": "Zqdetails", "owner": people.commerce.pk,
                                                          "due_on": "2020-01-01", "priority": "9"})
    text = answered.content.decode()
    assert answered.status_code == 422
    for said in ("Say what is to be done.", "This day is past.", "Zqdetails", "Select a valid choice"):
        assert said in text, said
    ok = client.post("/en/coordination/tasks/new", {"title_zh": "示例", "owner": people.commerce.pk, "priority": "3",
                                                    "due_on": today(5).isoformat()})
    assert ok.status_code == 302
    made = Task.objects.get()
    assert made.given_by == people.office
    helped = given(people, to=people.other_officer.organisation, helpers=[people.contributor.organisation])
    assert "Zqtask" in page(browser_of(people.contributor), f"/en/coordination/tasks/{helped.pk}/")
    noted = browser_of(people.contributor).post(f"/en/coordination/tasks/{helped.pk}/note", {"text": "Zqnote"})
    assert noted.status_code == 302
    assert TaskNote.objects.first().text == "Zqnote"  # type: ignore[union-attr]
    assert browser_of(people.contributor).get(f"/en/coordination/tasks/{made.pk}/").status_code == 404


@pytest.mark.django_db
def test_a_day_that_no_calendar_shows_is_refused(people: People) -> None:
    client = browser_of(people.office)
    asked = {"title_en": "Zqfar", "owner": people.commerce.pk, "priority": "2"}
    for day in ("9999-12-31", "2100-01-01"):
        refused = client.post("/en/coordination/tasks/new", asked | {"due_on": day})
        assert refused.status_code == 422
        assert "Enter a valid date." in refused.content.decode()
    for moment in ("0001-01-01T00:00", "9999-12-31T23:00"):
        refused = client.post("/en/coordination/meetings/new", {"title_en": "Zq", "begins_at": moment,
                                                                "minutes_long": "1440"})
        assert refused.status_code == 422, moment
    assert not Task.objects.exists()
    assert client.get("/en/coordination/calendar/leading-group.ics").status_code == 200


@pytest.mark.django_db
def test_titles_stand_in_the_language_of_the_page(people: People) -> None:
    task = given(people, "Zqenglish", title_zh="示例任务")
    told = page(browser_of(people.officer), f"/zh-hans/workflows/group-task/{task.pk}/accept")
    assert "示例任务" in told
    assert "Zqenglish" not in told


@pytest.mark.django_db
def test_an_agencys_desk_asks_no_more_for_more_tasks(people: People) -> None:
    client, address = browser_of(people.office), f"/en/coordination/agencies/{people.commerce.pk}/"

    def helped() -> int:
        given(people, to=people.other_officer.organisation, helpers=[people.commerce])
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        return len(asked)

    helped()
    assert helped() == helped()


@pytest.mark.django_db
def test_hostile_texts_stay_texts(people: People) -> None:
    evil = '<script>alert("zq")</script>\'"; DROP TABLE'
    task = given(people, evil, details=evil)
    client = browser_of(people.office)
    for address in ("", "tasks/", f"tasks/{task.pk}/", "calendar/"):
        assert "<script>alert" not in page(client, f"/en/coordination/{address}"), address
    sent = client.get("/en/coordination/tasks/files/csv").content.decode()
    given(people, "=1+1")
    assert "DROP TABLE" in sent
    assert ",=1+1" not in client.get("/en/coordination/tasks/files/csv").content.decode()
    meetings.plan(Act(people.office), {"title_en": "a\nBEGIN:VEVENT", "begins_at": timezone.now()})
    assert b"\r\nSUMMARY:a\\nBEGIN:VEVENT" in client.get("/en/coordination/calendar/leading-group.ics").content
