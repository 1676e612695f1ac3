"""Facts are proposed by one and published by another; what is published stands until then."""

from __future__ import annotations

from typing import Any

import pytest

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act, command
from outward_portal.dossiers import packs
from outward_portal.dossiers.models import Dossier, Fact, TranslationState
from outward_portal.review.models import Draft
from tests.portal.knowledge.law import propose, review
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {
    "name_en": "Kazakhstan: corporate tax", "countries": "KAZ", "section": "investment-environment", "number": "20",
    "unit": "%", "period": "2026", "source": "Tax Code of 2026", "review_due": "2027-06-30", "confidence": "high",
    "reason": "asked by a firm",
}
PAGE = "/en/countries/KAZ/?investment-environment=table"


@pytest.fixture
def kazakhstan() -> Dossier:
    """A dossier with the World Factbook's facts."""
    dossier = Dossier.objects.create(region="KAZ")
    packs.load_pack(command("a test"), "factbook")
    return dossier


def page(people: People) -> str:
    return browser_of(people.visitor).get(PAGE).content.decode()


def changed(people: People, fact: Fact, **values: Any) -> Draft:
    """Propose a change to a fact, as the analyst, and give it to review."""
    analyst = browser_of(people.analyst)
    analyst.post(f"/en/review/fact/{fact.pk}/propose")
    draft = Draft.objects.get(subject_kind="fact", subject_id=fact.pk)
    given = {name: "" if value is None else value for name, value in draft.values.items() if value is not False}
    response = analyst.post(f"/en/review/drafts/{draft.pk}/edit", {
        "reason": "the source is newer", **given, **values, "revision": draft.revision})
    assert response.status_code == 302, response.content.decode()
    return draft


@pytest.mark.parametrize("author", ["contributor", "analyst", "officer"])
def test_a_new_fact_is_on_the_dossier_once_a_second_person_publishes_it(people: People, kazakhstan: Dossier,
                                                                        author: str) -> None:
    draft = propose(getattr(people, author), "fact", NEW)
    assert "corporate tax" not in page(people)
    assert "corporate tax" not in browser_of(people.office).get(PAGE).content.decode()
    review(draft, getattr(people, author), people.other_officer)
    assert draft.state == "published"
    assert "corporate tax" in page(people)
    assert kazakhstan.region


@pytest.mark.parametrize(("wrong", "said"), [
    ({"source": ""}, "without a source"), ({"review_due": ""}, "when somebody is to look"),
    ({"countries": "KAZ;RUS"}, "exactly one country"), ({"countries": ""}, "exactly one country"),
    ({"number": ""}, "Give a number, or a text"), ({"address": "javascript:alert(1)"}, "valid URL"),
])
def test_what_a_fact_must_have_is_asked_for(people: People, wrong: dict[str, str], said: str) -> None:
    response = browser_of(people.analyst).post("/en/review/new/fact", {**NEW, **wrong})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Fact.objects.exists()


def test_a_change_shows_the_old_value_until_it_is_published(people: People, kazakhstan: Dossier) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    draft = changed(people, inflation, number="11.2", period="2025", source="Bureau of National Statistics")
    assert "11.2%" not in page(people)
    assert "8.8%" in page(people)
    review(draft, people.analyst, people.officer)
    assert "11.2%" in page(people)
    assert packs.load_pack(command("again"), "factbook").kept == 1
    assert "11.2%" in page(people)


def test_a_draft_about_a_fact_whose_pack_is_off_waits_until_it_is_on(people: People, kazakhstan: Dossier) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    draft = changed(people, inflation, number="11.2")
    packs.switch(Act(people.office), "factbook", on=False)
    review(draft, people.analyst, people.officer)
    assert draft.state == "waiting"
    assert "11.2%" not in page(people)
    packs.switch(Act(people.office), "factbook", on=True)
    review(draft, people.analyst, people.officer)
    assert "11.2%" in page(people)


def test_a_published_translation_is_no_longer_missing(people: People, kazakhstan: Dossier) -> None:
    legal = Fact.objects.get(countries=kazakhstan.region, topic="legal-system")
    review(changed(people, legal, summary_zh="大陆法系"), people.analyst, people.officer)
    legal.refresh_from_db()
    assert legal.translation == TranslationState.DONE
    assert "大陆法系" in browser_of(people.visitor).get("/zh-hans/countries/KAZ/?policies=table").content.decode()


@pytest.mark.parametrize("role", ["visitor", "member", "enterprise", "provider", "administrator"])
def test_others_propose_no_facts(people: People, role: str) -> None:
    response = browser_of(getattr(people, role)).post("/en/review/new/fact", NEW)
    assert response.status_code in (302, 403)
    assert not Fact.objects.exists()


@pytest.mark.parametrize("author", ["contributor", "analyst", "officer", "office"])
def test_a_fact_is_changed_from_its_own_page(people: People, kazakhstan: Dossier, author: str) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    client = browser_of(getattr(people, author))
    shown = client.get(f"/en/registers/facts/{inflation.pk}/").content.decode()
    assert f'action="/en/review/fact/{inflation.pk}/propose"' in shown
    assert "Kept by" in shown
    assert "Chinese text" in shown
    anyone = browser_of(people.visitor).get(f"/en/registers/facts/{inflation.pk}/").content.decode()
    assert "/propose" not in anyone
    assert "/renew" not in anyone


def test_an_overdue_fact_that_still_holds_is_renewed_by_two(people: People, kazakhstan: Dossier) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    Fact.objects.filter(pk=inflation.pk).update(review_due="2020-01-01")
    address = f"/en/registers/facts/{inflation.pk}/"
    client = browser_of(people.contributor)
    assert "overdue" in client.get(address).content.decode()
    assert client.post(f"/en/review/fact/{inflation.pk}/renew", {"review_due": "2020-02-01"})["Location"] == address
    assert not Draft.objects.exists()
    client.post(f"/en/review/fact/{inflation.pk}/renew", {"review_due": "2099-02-01"})
    draft = Draft.objects.get()
    assert (draft.state, draft.values["review_due"]) == ("waiting", "2099-02-01")
    review(draft, people.contributor, people.office)
    inflation.refresh_from_db()
    assert str(inflation.review_due) == "2099-02-01"
    assert "overdue" not in client.get(address).content.decode()


def test_a_fact_is_renewed_by_nobody_else(people: People, kazakhstan: Dossier) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    for role in ("member", "provider", "administrator"):
        client = browser_of(getattr(people, role))
        assert client.post(f"/en/review/fact/{inflation.pk}/renew", {"review_due": "2099-02-01"}).status_code == 403
    assert not Draft.objects.exists()


def test_a_new_source_takes_nothing_over_from_the_former_one(people: People, kazakhstan: Dossier) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    assert inflation.may_redistribute
    draft = changed(people, inflation, number="11.2", source="Bureau of National Statistics", licence="CC BY 4.0",
                    may_redistribute="on")
    draft.refresh_from_db()
    emptied = {name: draft.values[name] for name in ("publisher", "address", "printed", "as_of", "retrieved_on")}
    assert set(emptied.values()) == {""}
    assert draft.values["licence"] == "CC BY 4.0"
    analyst = browser_of(people.analyst)
    given = {name: "" if value is None else value for name, value in draft.values.items() if value is not False}
    analyst.post(f"/en/review/drafts/{draft.pk}/edit", {
        "reason": "its publisher", **given, "publisher": inflation.publisher, "revision": draft.revision})
    draft.refresh_from_db()
    assert (draft.values["publisher"], draft.values["licence"]) == (inflation.publisher, "CC BY 4.0")


def test_what_people_have_restated_stays_when_its_pack_is_switched_off(people: People, kazakhstan: Dossier) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    population = Fact.objects.get(countries=kazakhstan.region, topic="population")
    review(changed(people, inflation, number="11.2", source="Bureau"), people.analyst, people.officer)
    review(changed(people, population, review_due="2099-01-01"), people.analyst, people.officer)
    packs.switch(Act(people.office), "factbook", on=False)
    assert "11.2%" in page(people)
    population.refresh_from_db()
    assert population.audience == "owner"
    packs.switch(Act(people.office), "factbook", on=True)
    assert "11.2%" in page(people)
    population.refresh_from_db()
    assert population.audience == "public"


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_a_sample_account_changes_no_real_fact(people: People, kazakhstan: Dossier, who: str) -> None:
    inflation = Fact.objects.get(countries=kazakhstan.region, topic="inflation", period="2024")
    made_up = people.analyst if who == "author" else people.office
    User.objects.filter(pk=made_up.pk).update(is_sample=True)
    if who == "author":
        client = browser_of(User.objects.get(pk=made_up.pk))
        answer = client.post(f"/en/review/fact/{inflation.pk}/propose", follow=True)
        assert "A sample account changes samples only" in answer.content.decode()
        assert not Draft.objects.exists()
    else:
        draft = changed(people, inflation, number="11.2")
        review(draft, people.analyst, User.objects.get(pk=made_up.pk))
        assert draft.state == "waiting"
    new = propose(User.objects.get(pk=made_up.pk), "fact", NEW)
    assert Fact.objects.get(pk=new.subject_id).is_sample
