"""The checklist of a purchase abroad: who answers, who reads, what stops it, and that no answer is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outward.risk.acquisition import checklist
from outward_portal.journal.models import Entry
from outward_portal.records.models import Reading
from outward_portal.risks.models import PurchaseAnswer, PurchaseScreen
from tests.portal.people import People, browser_of
from tests.portal.risks.abroad import Abroad, make_abroad

pytestmark = pytest.mark.django_db

STOPPING = next(item.id for item in checklist().items if item.stops)


@pytest.fixture
def abroad(people: People) -> Abroad:
    return make_abroad(people)


def at(abroad: Abroad, more: str = "") -> str:
    return f"/en/risks/projects/{abroad.works.pk}/purchase/{more}"


def answered(abroad: Abroad, who: str = "enterprise", **given: Any) -> int:
    values = {"reply": "no", "evidence": "Zqevidence", "note": "", **given}
    return browser_of(getattr(abroad.people, who)).post(at(abroad, STOPPING), values).status_code


def test_nothing_is_answered_at_first_and_nothing_is_said_to_be_good(abroad: Abroad) -> None:
    told = browser_of(abroad.people.enterprise).get(at(abroad)).text
    assert "not yet to be decided" in told
    assert all(item.asks.en.replace("'", "&#39;") in told for item in checklist().items)
    assert "paragraph 105" in told


def test_a_no_that_stops_is_said_first_with_who_and_when(abroad: Abroad) -> None:
    assert answered(abroad) == 302
    told = browser_of(abroad.people.colleague).get(at(abroad)).text
    assert "stop: 1 item answered no" in told
    assert "Zqevidence" in told
    assert "Test Works" in told
    assert "<time" in told
    chinese = browser_of(abroad.people.colleague).get(at(abroad).replace("/en/", "/zh-hans/")).text
    assert "停止：1项" in chinese


def test_a_yes_without_evidence_is_not_met(abroad: Abroad) -> None:
    answered(abroad, reply="yes", evidence="")
    told = json.loads(browser_of(abroad.people.enterprise).get(at(abroad, "file")).content)
    assert next(each["standing"] for each in told["items"] if each["item"] == STOPPING) == "unproven"


def test_another_answer_follows_and_none_is_lost_or_overtaken(abroad: Abroad) -> None:
    answered(abroad)
    first = PurchaseAnswer.objects.get()
    assert answered(abroad, who="colleague", reply="yes") == 302  # had not seen the first
    assert PurchaseAnswer.objects.count() == 1
    assert answered(abroad, who="colleague", reply="yes", replaces=first.pk) == 302
    told = browser_of(abroad.people.enterprise).get(at(abroad)).text
    assert "1 earlier answer" in told
    assert "stop: 1 item" not in told
    assert {str(changes) for changes in Entry.objects.filter(action="purchase.answered").values_list(
        "changes", flat=True)} == {"{}"}, "the journal is not told what was answered"


def test_it_is_its_owners_until_the_owner_shows_it(abroad: Abroad) -> None:
    people = abroad.people
    answered(abroad)
    seen = {"enterprise", "colleague"}
    for given, further in (({}, set()), ({"audience": "agency", "agency": people.commerce.pk}, {"officer"}),
                           ({"audience": "leading-group"}, {"officer", "other_officer", "office"})):
        if given:
            assert browser_of(people.enterprise).post(at(abroad, "readers"), given).status_code == 302
        for name, person in people.everybody().items():
            is_shown = name in seen | further
            assert PurchaseAnswer.objects.visible_to(person).exists() == is_shown, (name, given)
            response = browser_of(person).get(at(abroad))
            assert ("Zqevidence" in response.text) == is_shown, (name, given)
    assert set(Reading.objects.values_list("fields", flat=True)) == {"purchase"}


def test_while_the_portal_is_read_only_nobody_from_outside_reads_it(abroad: Abroad, settings: Any) -> None:
    answered(abroad)
    PurchaseScreen.objects.update(audience="leading-group")
    settings.READ_ONLY = True
    assert browser_of(abroad.people.office).get(at(abroad)).status_code == 404
    assert "Zqevidence" in browser_of(abroad.people.enterprise).get(at(abroad)).text
    assert not Reading.objects.exists()


def test_only_the_owner_answers_and_the_leading_group_of_nobodys_project(abroad: Abroad) -> None:
    for name in ("rival", "office", "officer", "analyst", "member"):
        assert answered(abroad, who=name) in (403, 404), name
    assert not PurchaseScreen.objects.exists()
    address = f"/en/risks/projects/{abroad.nobody.pk}/purchase/"
    office = browser_of(abroad.people.office)
    assert office.post(f"{address}{STOPPING}", {"reply": "unknown"}).status_code == 302
    assert "unknown" not in browser_of(abroad.people.analyst).get(address).text
    assert office.get(f"{address}readers").status_code == 404, "whoever sees it is not chosen: the leading group does"


def test_nonsense_is_refused(abroad: Abroad) -> None:
    assert answered(abroad, reply="perhaps") == 422
    assert answered(abroad, evidence="x" * 501) == 422
    assert browser_of(abroad.people.enterprise).get(at(abroad, "nothing")).status_code == 404
