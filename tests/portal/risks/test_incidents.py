"""Incidents: who sees which part, what a template opens, what is gathered and what never enters a note."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Reading
from outward_portal.risks.incidents import actions, drafting, queries
from outward_portal.risks.incidents.gathering import gather
from outward_portal.risks.incidents.templates import agencies, task_templates, tasks_for
from outward_portal.risks.models import (
    Alert,
    Incident,
    IncidentEntry,
    IncidentFact,
    IncidentProject,
    IncidentTask,
    SituationNote,
)
from outward_portal.theme.lists import read
from tests.portal.people import People, browser_of
from tests.portal.permissions.expected import SEES_INCIDENT as SEES
from tests.portal.risks.abroad import Abroad, keep, make_abroad, make_forecasts

pytestmark = pytest.mark.django_db


@pytest.fixture
def abroad(people: People) -> Abroad:
    return make_abroad(people)


def opened(abroad: Abroad, *, agencies_: Mapping[str, Organisation | None] | None = None, **values: Any) -> Incident:
    given = {"title_en": "Zqtitle", "title_zh": "", "region": "KEN", "risk": "security", "event": "conflict_onset",
             "route": "warning", "alert": None, "began_at": timezone.now() - timedelta(hours=3),
             "summary": "Zqsummary", "source": "Zqsource", "is_exercise": True, **values}
    return actions.open_incident(Act(abroad.people.office), given, [abroad.works, abroad.nobody],
                                 {"commerce": abroad.people.commerce} if agencies_ is None else agencies_)


@pytest.fixture
def incident(abroad: Abroad) -> Incident:
    made = opened(abroad, risk="institutional", event="sanction")
    act = Act(abroad.people.office)
    for project, word in ((None, "Zqwhole"), (abroad.works, "Zqmine"), (abroad.nobody, "Zqothers")):
        actions.add_fact(act, made, {"topic": "people", "text_en": f"{word}fact", "text_zh": "", "source": "said",
                                     "project": project})
        actions.add_entry(act, made, {"happened_at": timezone.now(), "text": f"{word}entry", "source": "",
                                      "project": project})
    actions.write_note(act, made, text_en="Zqnote", text_zh="", base=0)
    return made


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


class TestTemplate:
    def test_every_kind_and_route_opens_tasks_in_both_languages(self) -> None:
        for risk in Incident.Risk.values:
            for route in Incident.Route.values:
                found = tasks_for(risk, route)
                assert len(found) >= 5, (risk, route)
                assert [each.hours for each in found] == sorted(each.hours for each in found)
        for task in task_templates():
            assert task.title.en, task.id
            assert task.title.zh, task.id
            assert len(task.title.en) <= 300, task.id
        assert len({task.id for task in task_templates()}) == len(task_templates())

    def test_a_task_of_the_other_route_is_not_opened(self) -> None:
        warned, protected = ({each.id for each in tasks_for("security", route)} for route in ("warning", "protection"))
        assert "evacuation" in protected - warned
        assert "cover-gap" in warned - protected

    def test_agencies_are_found_by_their_names_in_either_language(self, people: People) -> None:
        known = {each.id: each for each in agencies()}
        assert known["commerce"].among([people.commerce]) == people.commerce
        assert known["commerce"].among([Organisation(name_zh="辽宁省商务厅")]) is not None
        assert known["credit-insurance"].among([people.commerce]) is None


class TestOpening:
    def test_by_hand_it_opens_tasks_with_their_times_and_tells_the_journal_no_more(self, abroad: Abroad) -> None:
        client = browser_of(abroad.people.office)
        assert 'name="region"' in page(client, "/en/risks/incidents/new")
        form = page(client, "/en/risks/incidents/new?region=Kenya")
        assert "Zqworks plant" in form
        assert "Zqrival" not in form, "it lies elsewhere"
        before = timezone.now()
        answered = client.post("/en/risks/incidents/new?region=KEN", {
            "title_en": "Zqtitle", "risk": "security", "event": "", "route": "protection",
            "began_at": "2026-01-05T08:30", "summary": "Zqsummary", "source": "Zqsource",
            "projects": [abroad.works.pk], "agency_commerce": abroad.people.commerce.pk})
        assert answered.status_code == 302
        made = Incident.objects.get()
        assert answered["Location"] == f"/en/risks/incidents/{made.pk}/"
        tasks = list(made.tasks.all())
        assert [each.key for each in tasks] == [each.id for each in tasks_for("security", "protection")]
        assert all(each.project == abroad.works for each in tasks if each.key == "count-people")
        first = next(each for each in tasks if each.key == "count-people")
        assert timedelta(hours=2) <= first.due_at - before < timedelta(hours=2, minutes=1)
        told = Entry.objects.get(action="incident.opened")
        assert told.changes == {"region": [None, "KEN"], "risk": [None, "security"], "projects": [0, 1]}

    def test_an_event_says_its_route_and_must_be_of_the_kind(self, abroad: Abroad) -> None:
        client = browser_of(abroad.people.office)
        given = {"title_en": "Zq", "risk": "institutional", "event": "expropriation", "route": "",
                 "began_at": "2026-01-05T08:30", "summary": "s", "source": "s"}
        assert client.post("/en/risks/incidents/new?region=KEN", given | {"risk": "social"}).status_code == 422
        assert client.post("/en/risks/incidents/new?region=KEN", given | {"event": ""}).status_code == 422
        assert client.post("/en/risks/incidents/new?region=KEN", given).status_code == 302
        assert Incident.objects.get().route == "protection"

    @pytest.mark.parametrize("changed", [
        {"title_en": ""}, {"summary": ""}, {"source": ""}, {"began_at": "2999-01-01T00:00"}, {"began_at": "x"},
        {"risk": "weather"}, {"projects": ["999999"]}, {"title_en": "a\x07b"}, {"title_en": "x" * 201},
    ])
    def test_nonsense_is_refused_and_nothing_is_opened(self, abroad: Abroad, changed: dict[str, Any]) -> None:
        given = {"title_en": "Zq", "risk": "security", "route": "warning", "began_at": "2026-01-05T08:30",
                 "summary": "s", "source": "s", **changed}
        response = browser_of(abroad.people.office).post("/en/risks/incidents/new?region=KEN", given)
        assert response.status_code == 422
        assert not Incident.objects.exists()

    def test_a_project_that_its_opener_may_not_see_cannot_be_named(self, abroad: Abroad) -> None:
        type(abroad.works).objects.filter(pk=abroad.works.pk).update(audience="owner")
        response = browser_of(abroad.people.office).post("/en/risks/incidents/new?region=KEN", {
            "title_en": "Zq", "risk": "security", "route": "warning", "began_at": "2026-01-05T08:30", "summary": "s",
            "source": "s", "projects": [abroad.works.pk]})
        assert response.status_code == 422

    def test_an_alert_says_country_event_and_title(self, abroad: Abroad) -> None:
        alert = Alert.objects.create(event="coup", kind="political", gwcode=501, iso3="KEN", region="KEN",
                                     name_en="Kenya", name_zh="肯尼亚", level="alarm", year=2026, last_year=2026)
        client = browser_of(abroad.people.office)
        form = page(client, f"/en/risks/incidents/new?alert={alert.pk}")
        assert 'value="coup" selected' in form
        client.post(f"/en/risks/incidents/new?alert={alert.pk}", {
            "title_en": "Zq", "risk": "political", "event": "coup", "began_at": "2026-01-05T08:30", "summary": "s",
            "source": "s"})
        made = Incident.objects.get()
        assert (made.alert, made.region, made.route) == (alert, "KEN", "warning")
        assert f"/risks/alerts/{alert.pk}/" in page(client, f"/en/risks/incidents/{made.pk}/")
        assert client.get("/en/risks/incidents/new?alert=999999").status_code == 404

    def test_only_the_office_opens_one(self, abroad: Abroad) -> None:
        for name, person in abroad.people.everybody().items():
            if name not in ("office", "visitor"):
                assert browser_of(person).get("/en/risks/incidents/new?region=KEN").status_code == 403, name


class TestWhoSeesWhat:
    @pytest.mark.parametrize("who", SEES)
    def test_rows_are_seen_as_the_table_says(self, abroad: Abroad, incident: Incident, who: str) -> None:
        person = abroad.people.everybody()[who]
        is_there = Incident.objects.visible_to(person).filter(pk=incident.pk).exists()
        assert is_there == (SEES[who] != "nothing")
        for model in (IncidentProject, IncidentFact, IncidentTask, IncidentEntry):
            every = model.objects.filter(incident=incident)
            seen = set(model.objects.visible_to(person).values_list("pk", flat=True))
            expected = {"all": every, "own part": every.filter(project=abroad.works), "nothing": every.none()}
            assert seen == set(expected[SEES[who]].values_list("pk", flat=True)), model
        assert SituationNote.objects.visible_to(person).exists() == (SEES[who] == "all")

    @pytest.mark.parametrize("who", SEES)
    def test_pages_hold_what_the_table_says(self, abroad: Abroad, incident: Incident, who: str) -> None:
        client = browser_of(abroad.people.everybody()[who])
        response = client.get(f"/en/risks/incidents/{incident.pk}/")
        told = response.content.decode()
        words = {word for word in ("Zqtitle", "Zqmine", "Zqworks", "Zqothers", "Zqwhole", "Zqsummary", "Zqsource",
                                   "Zqnobody") if word in told}
        own = {"Zqtitle", "Zqmine", "Zqworks"}
        everything = own | {"Zqothers", "Zqwhole", "Zqsummary", "Zqsource", "Zqnobody"}
        assert words == {"all": everything, "own part": own, "nothing": set()}[SEES[who]]
        listed = client.get("/en/risks/incidents/").content.decode()
        assert ("Zqtitle" in listed) == (SEES[who] != "nothing")
        notes = client.get(f"/en/risks/incidents/{incident.pk}/notes/")
        assert ("Zqnote" in notes.content.decode()) == (SEES[who] == "all")
        for format in ("md", "docx", "pdf"):
            status = client.get(f"/en/risks/incidents/{incident.pk}/notes/1.{format}").status_code
            assert (status == 200) == (SEES[who] == "all"), format

    def test_counts_of_tasks_are_of_those_that_the_reader_sees(self, abroad: Abroad) -> None:
        opened(abroad)
        for who in ("office", "enterprise"):
            person = getattr(abroad.people, who)
            _page, rows = queries.page_of(read({}, queries.SHAPE), person)
            assert rows[0].tasks == IncidentTask.objects.visible_to(person).count()

    def test_a_project_taken_out_takes_its_enterprise_out(self, abroad: Abroad, incident: Incident) -> None:
        named = IncidentProject.objects.get(incident=incident, project=abroad.works)
        client = browser_of(abroad.people.office)
        address = f"/en/risks/incidents/{incident.pk}/projects/{named.pk}/out"
        assert "sees the incident no longer" in page(client, address)
        client.post(address)
        assert browser_of(abroad.people.enterprise).get(f"/en/risks/incidents/{incident.pk}/").status_code == 404
        assert not incident.tasks.filter(project=abroad.works).exists()

    def test_a_project_that_an_agency_may_not_see_stays_hidden_from_it(self, abroad: Abroad) -> None:
        made = opened(abroad, risk="institutional", event="sanction")
        actions.name_projects(Act(abroad.people.office), made, [abroad.office])
        told = page(browser_of(abroad.people.officer), f"/en/risks/incidents/{made.pk}/")
        assert "Zqoffice" not in told
        assert "Zqoffice" in page(browser_of(abroad.people.office), f"/en/risks/incidents/{made.pk}/")


class TestTasks:
    def test_each_is_done_by_whom_it_is_given_to(self, abroad: Abroad, incident: Incident) -> None:
        of_agency = incident.tasks.get(key="treaty") if incident.route == "protection" else incident.tasks.get(
            key="sanction-check")
        of_enterprise = incident.tasks.filter(project=abroad.works).first()
        of_office = incident.tasks.get(key="verify")
        assert of_enterprise is not None
        for task, doers in ((of_agency, {"officer", "office"}), (of_enterprise, {"enterprise", "colleague", "office"}),
                            (of_office, {"office"})):
            for name, person in abroad.people.everybody().items():
                address = f"/en/risks/incidents/{incident.pk}/tasks/{task.pk}/done"
                status = browser_of(person).get(address).status_code
                assert (status == 200) == (name in doers), (name, task.key, status)

    def test_done_and_undone_say_who_and_when(self, abroad: Abroad, incident: Incident) -> None:
        task = incident.tasks.filter(project=abroad.works).first()
        assert task is not None
        client = browser_of(abroad.people.enterprise)
        client.post(f"/en/risks/incidents/{incident.pk}/tasks/{task.pk}/done", {"note": "Zqdone"})
        task.refresh_from_db()
        assert (task.done_by, task.done_for, task.note) == (abroad.people.enterprise, abroad.people.works, "Zqdone")
        assert "Zqdone" in page(browser_of(abroad.people.office), f"/en/risks/incidents/{incident.pk}/")
        again = client.post(f"/en/risks/incidents/{incident.pk}/tasks/{task.pk}/done", {"note": "x"}, follow=True)
        assert "changed this task meanwhile" in again.content.decode()
        client.post(f"/en/risks/incidents/{incident.pk}/tasks/{task.pk}/open")
        task.refresh_from_db()
        assert (task.done_at, task.note) == (None, "Zqdone")
        deeds = list(IncidentEntry.objects.filter(project=abroad.works).exclude(deed="").values_list("deed", flat=True))
        assert deeds[:2] == ["incident.task-undone", "incident.task-done"]

    def test_what_waits_is_counted_for_each(self, abroad: Abroad, incident: Incident) -> None:
        counts = {name: queries.own_open_tasks(person).count() for name, person in abroad.people.everybody().items()}
        own = incident.tasks.filter(project=abroad.works).count()
        assert counts["enterprise"] == counts["colleague"] == own > 0
        assert counts["officer"] == incident.tasks.filter(agency=abroad.people.commerce).count() > 0
        assert counts["office"] == incident.tasks.filter(agency=None, project=None).count() > 0
        assert counts["rival"] == counts["member"] == counts["visitor"] == counts["analyst"] == 0

    def test_a_task_by_hand_is_an_agencys_or_an_enterprises(self, abroad: Abroad, incident: Incident) -> None:
        client = browser_of(abroad.people.office)
        address = f"/en/risks/incidents/{incident.pk}/tasks/new"
        given = {"title_en": "Zqtask", "due_at": "2026-12-31T12:00"}
        both = {"agency": abroad.people.commerce.pk, "project": abroad.works.pk}
        assert client.post(address, given | both).status_code == 422
        assert client.post(address, given | {"project": abroad.works.pk}).status_code == 302
        assert "Zqtask" in page(browser_of(abroad.people.enterprise), f"/en/risks/incidents/{incident.pk}/")


class TestWriting:
    def test_an_enterprise_writes_of_its_own_project_alone(self, abroad: Abroad, incident: Incident) -> None:
        client = browser_of(abroad.people.enterprise)
        given = {"topic": "people", "text_en": "Zqwritten", "source": "site office"}
        address = f"/en/risks/incidents/{incident.pk}/facts/new"
        assert "Zqnobody" not in page(client, address)
        assert client.post(address, given).status_code == 422
        assert client.post(address, given | {"project": abroad.nobody.pk}).status_code == 422
        assert client.post(address, given | {"project": abroad.works.pk}).status_code == 302
        assert "Zqwritten" in page(browser_of(abroad.people.officer), f"/en/risks/incidents/{incident.pk}/")

    def test_a_fact_is_taken_out_by_its_writer_or_the_office(self, abroad: Abroad, incident: Incident) -> None:
        fact = IncidentFact.objects.get(project=abroad.works, incident=incident)
        address = f"/en/risks/incidents/{incident.pk}/facts/{fact.pk}/end"
        assert browser_of(abroad.people.enterprise).post(address).status_code == 403
        assert browser_of(abroad.people.office).post(address).status_code == 302
        assert "Zqminefact" not in page(browser_of(abroad.people.office), f"/en/risks/incidents/{incident.pk}/")

    def test_a_line_of_the_log_is_of_the_past(self, abroad: Abroad, incident: Incident) -> None:
        address = f"/en/risks/incidents/{incident.pk}/log/new"
        client = browser_of(abroad.people.officer)
        assert client.post(address, {"happened_at": "2999-01-01T00:00", "text": "x"}).status_code == 422
        assert client.post(address, {"happened_at": "2026-01-01T00:00", "text": "<b>Zqline</b>"}).status_code == 302
        assert "&lt;b&gt;Zqline" in page(client, f"/en/risks/incidents/{incident.pk}/")

    def test_closed_it_takes_nothing_until_it_is_opened_again(self, abroad: Abroad, incident: Incident) -> None:
        client = browser_of(abroad.people.office)
        address = f"/en/risks/incidents/{incident.pk}/"
        assert client.post(f"{address}close", {"lessons": ""}).status_code == 422
        assert client.post(f"{address}close", {"lessons": "Zqlessons"}).status_code == 302
        assert "Zqlessons" in page(client, address)
        assert "Zqlessons" not in page(browser_of(abroad.people.enterprise), address)
        told = client.post(f"{address}log/new", {"happened_at": "2026-01-01T00:00", "text": "x"}, follow=True)
        assert "The incident is closed" in told.content.decode()
        incident.refresh_from_db()
        with pytest.raises(RefusedError):
            actions.finish(Act(abroad.people.office), incident.tasks.first(), "")  # type: ignore[arg-type]
        assert client.post(f"{address}reopen", {"reason": "news"}).status_code == 302
        incident.refresh_from_db()
        assert (incident.is_open, incident.lessons) == (True, "Zqlessons")


class TestGathering:
    def test_private_values_are_gathered_for_whom_they_are_open_and_their_reading_is_told(self, abroad: Abroad) -> None:
        people = abroad.people
        made = opened(abroad, risk="institutional", event="sanction")
        keep(people, abroad.works, "receivables", 4_000_001, "agency", agency=people.commerce)
        keep(people, abroad.enterprise, "contact", 0, "leading-group", text="Zqcontact, 24 hours")
        said = {who: " ".join(held.said for topic in gather(made, getattr(people, who)).topics for held in topic.held)
                for who in ("enterprise", "officer", "office")}
        assert {who: "4,000,001" in text for who, text in said.items()} == {
            "enterprise": True, "officer": True, "office": False}
        assert all("Zqcontact" in text for text in said.values())
        told = set(Reading.objects.values_list("reader", "fields", "channel"))
        assert told == {(people.officer.pk, "receivables", "incident"), (people.officer.pk, "contact", "incident"),
                        (people.office.pk, "contact", "incident")}

    def test_what_nobody_keeps_is_said(self, abroad: Abroad) -> None:
        made = opened(abroad)
        told = page(browser_of(abroad.people.office), f"/en/risks/incidents/{made.pk}/")
        assert "No register holds payments by the day" in told
        assert "Nothing is known yet that you may see." in told


class TestNote:
    def test_a_draft_holds_facts_with_their_sources_and_nothing_private(self, abroad: Abroad) -> None:
        people = abroad.people
        made = opened(abroad)
        make_forecasts()
        actions.name_projects(Act(people.office), made, [abroad.office])
        keep(people, abroad.works, "receivables", 4_000_001, "leading-group")
        actions.add_fact(Act(people.office), made, {
            "topic": "people", "text_en": "Two are missing", "text_zh": "两人失联", "source": "the embassy",
            "project": abroad.works})
        draft = drafting.drafted(made, people.office)
        assert "Zqworks plant; Works of record; 1 million USD (source: contract zq1, 2025)" in draft.text.en
        assert "Zqworks plant: Two are missing (source: the embassy)" in draft.text.en
        assert "两人失联（来源：the embassy）" in draft.text.zh
        assert "EXERCISE" in draft.text.en
        assert "演练" in draft.text.zh
        assert "20.0% (10.0% – 40.0%), level alarm" in draft.text.en
        assert "Made from synthetic figures" in draft.text.en
        assert "Payments due: not known yet." in draft.text.en
        assert not [word for word in ("4,000,001", "Zqoffice", "7 million") if word in draft.text.en + draft.text.zh]
        assert draft.left_out == 1

    def test_versions_are_kept_and_none_overwrites_another(self, abroad: Abroad, incident: Incident) -> None:
        client = browser_of(abroad.people.office)
        address = f"/en/risks/incidents/{incident.pk}/notes/"
        drafted = client.post(f"{address}draft", follow=True)
        assert "The draft holds no private values" in drafted.content.decode()
        assert client.post(f"{address}write", {"text_en": "Third", "text_zh": "第三", "base": 2}).status_code == 302
        late = client.post(f"{address}write", {"text_en": "Late", "text_zh": "", "base": 2})
        assert late.status_code == 409
        assert "Late" in late.content.decode(), "what was typed still stands"
        assert [(each.number, each.is_draft) for each in incident.notes.all()] == [(3, False), (2, True), (1, False)]
        assert "Zqnote" in page(client, f"{address}?version=1")
        assert client.post(f"{address}write", {"text_en": "", "text_zh": "", "base": 3}).status_code == 422

    def test_only_the_office_writes_it(self, abroad: Abroad, incident: Incident) -> None:
        for name in ("officer", "enterprise"):
            client = browser_of(getattr(abroad.people, name))
            assert client.post(f"/en/risks/incidents/{incident.pk}/notes/draft").status_code == 403
            assert client.get(f"/en/risks/incidents/{incident.pk}/notes/write").status_code == 403

    def test_as_a_document_it_says_that_it_is_an_exercise_and_a_draft(self, abroad: Abroad, incident: Incident) -> None:
        client = browser_of(abroad.people.office)
        client.post(f"/en/risks/incidents/{incident.pk}/notes/draft")
        text = client.get(f"/zh-hans/risks/incidents/{incident.pk}/notes/2.md").content.decode()
        assert "演练" in text
        assert "草稿" in text
        word = client.get(f"/en/risks/incidents/{incident.pk}/notes/2.docx").content
        with zipfile.ZipFile(io.BytesIO(word)) as archive:
            told = archive.read("word/document.xml").decode()
        assert "Zqsummary" in told
        assert "Exercise: nothing of this has happened" in told
        assert client.get(f"/en/risks/incidents/{incident.pk}/notes/2.pdf").content.startswith(b"%PDF")
        assert client.get(f"/en/risks/incidents/{incident.pk}/notes/2.xlsx").status_code == 404
        assert client.get(f"/en/risks/incidents/{incident.pk}/notes/9.md").status_code == 404


def test_the_list_is_narrowed_ordered_and_empty_with_a_way_on(abroad: Abroad) -> None:
    client = browser_of(abroad.people.office)
    assert "No incident has been opened" in page(client, "/en/risks/incidents/")
    opened(abroad)
    assert "Zqtitle" in page(client, "/en/risks/incidents/?state=open&risk=security&region=KEN&sort=country")
    assert "No incident fits" in page(client, "/en/risks/incidents/?state=closed")
    assert "mean nothing here" in page(client, "/en/risks/incidents/?state=x&sort=y&region=zz&page=x")
    assert "No incident names your projects" in page(browser_of(abroad.people.rival), "/en/risks/incidents/")
