"""Dates of stages: written by whoever may change the project, told in its history, shown to whoever sees it."""

from __future__ import annotations

import pytest

from outward_portal.journal.models import Entry
from outward_portal.registers.models import Project, StageDate
from tests.portal.people import People, browser_of
from tests.portal.registers.worlds import edit, project

pytestmark = pytest.mark.django_db


def send(people: People, one: Project, who: str = "officer", revision: int | None = None, **dates: str):  # type: ignore[no-untyped-def]
    current = Project.objects.get(pk=one.pk)
    values = {"revision": current.revision if revision is None else revision, "reason": "found in the papers", **dates}
    return browser_of(getattr(people, who)).post(f"/en/registers/projects/{one.pk}/stages", values)


def test_dates_are_written_shown_and_told_in_the_history(people: People) -> None:
    one = project(stage="agreed")
    assert send(people, one, agreed="2015-06", planned="2014").status_code == 302
    assert dict(StageDate.objects.values_list("stage", "date")) == {"agreed": "2015-06", "planned": "2014"}
    page = browser_of(people.visitor).get(f"/en/registers/projects/{one.pk}/").content.decode()
    assert page.index("2014") < page.index("2015-06")
    entry = Entry.objects.filter(record=one.pk).latest("id")
    assert (entry.changes, entry.reason) == (
        {"stage_dates": ["", "planned 2014; agreed 2015-06"]}, "found in the papers")
    history = browser_of(people.officer).get(f"/en/registers/projects/{one.pk}/history").content.decode()
    assert "Dates of its stages" in history


def test_without_a_reason_nothing_is_written(people: People) -> None:
    assert send(people, project(stage="agreed"), agreed="2015", reason=" ").status_code == 422
    assert not StageDate.objects.exists()


@pytest.mark.parametrize("stage", ["agreed", ""])
def test_the_dates_stand_under_the_stage(people: People, stage: str) -> None:
    one = project(stage=stage)
    send(people, one, planned="2014")
    for who in ("office", "visitor"):
        page = browser_of(getattr(people, who)).get(f"/en/registers/projects/{one.pk}/").content.decode()
        assert page.count("<h2>Stage</h2>") == page.count("2014</dd>") == 1
        assert page.count("<section") == page.count("</section>")


@pytest.mark.parametrize(("dates", "status"), [
    ({"idea": "2025", "planned": "2024-05"}, 422), ({"idea": "2024", "planned": "2024-05"}, 302),
    ({"idea": "2024-06", "completed": "2024-05-30"}, 422), ({"planned": "2024", "cancelled": "2023"}, 302)])
def test_stages_are_reached_in_their_order(people: People, dates: dict[str, str], status: int) -> None:
    reply = send(people, project(stage="agreed"), **dates)  # type: ignore[arg-type]
    assert reply.status_code == status
    assert ("which comes ahead of it" in reply.content.decode()) == (status == 422)


def test_an_empty_field_takes_a_date_away(people: People) -> None:
    one = project(stage="agreed")
    send(people, one, agreed="2015", planned="2014")
    send(people, one, agreed="2015")
    assert list(StageDate.objects.values_list("stage", flat=True)) == ["agreed"]


def test_sending_what_stands_there_already_writes_nothing(people: People) -> None:
    one = project(stage="agreed")
    send(people, one, agreed="2015")
    before = Entry.objects.count()
    assert send(people, one, agreed="2015").status_code == 302
    assert Entry.objects.count() == before


def test_a_date_that_is_none_is_named_and_what_was_typed_stays(people: People) -> None:
    reply = send(people, project(stage="agreed"), agreed="June 2015", planned="2014")
    assert reply.status_code == 422
    assert 'value="June 2015"' in reply.content.decode()
    assert 'value="2014"' in reply.content.decode()
    assert not StageDate.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(people: People) -> None:
    one = project(stage="agreed")
    old = one.revision
    edit(one, place_en="Elsewhere")
    reply = send(people, one, revision=old, agreed="2015")
    assert reply.status_code == 409
    assert 'value="2015"' in reply.content.decode()
    assert not StageDate.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("rival", 403), ("analyst", 403), ("office", 302), ("visitor", 302)])
def test_only_whoever_may_change_the_project_writes_its_dates(people: People, who: str, status: int) -> None:
    reply = send(people, project(stage="agreed"), who, agreed="2015")
    assert reply.status_code == status
    assert StageDate.objects.exists() == (who == "office")  # a visitor is sent to sign in


def test_dates_of_a_hidden_project_are_hidden(people: People) -> None:
    one = project(stage="agreed", audience="office")
    send(people, one, "office", agreed="2015")
    assert StageDate.objects.visible_to(people.visitor).count() == 0
    assert StageDate.objects.visible_to(people.office).count() == 1
    assert send(people, one, "rival", agreed="2015").status_code == 404


def test_the_present_stage_is_proposed_with_todays_date(people: People) -> None:
    one = project(stage="agreed")
    page = browser_of(people.officer).get(f"/en/registers/projects/{one.pk}/").content.decode()
    address = f"/en/registers/projects/{one.pk}/stages?propose=1"
    assert address in page
    assert "Today is proposed" in browser_of(people.officer).get(address).content.decode()
    send(people, one, agreed="2015")
    assert address not in browser_of(people.officer).get(f"/en/registers/projects/{one.pk}/").content.decode()


@pytest.mark.parametrize(("values", "said"), [
    ({"value": 5, "currency": "USD"}, "It counts as one project, with its value of 5 USD."),
    ({}, "adds nothing to sums"), ({"stage": "cancelled"}, "because its stage is: Cancelled"),
    ({"is_programme": True}, "a programme of governments"), ({"countries": "KEN;ZMB"}, "row “Several countries”"),
    ({"value": 5, "currency": "USD", "value_hedge": "more than"}, "Its source says “more than”"),
])
def test_the_page_says_how_the_project_counts(people: People, values: dict[str, object], said: str) -> None:
    page = browser_of(people.visitor).get(f"/en/registers/projects/{project(**values).pk}/").content.decode()
    assert said in page


def test_a_part_names_its_whole_only_to_who_may_see_it(people: People) -> None:
    whole = project(name_en="The secret whole", audience="office", value=5, currency="USD")
    part = project(umbrella=whole, value=3, currency="USD")
    address = f"/en/registers/projects/{part.pk}/"
    assert "The secret whole" not in browser_of(people.visitor).get(address).content.decode()
    assert "The whole is not open to you" in browser_of(people.visitor).get(address).content.decode()
    assert "The secret whole" in browser_of(people.office).get(address).content.decode()
