"""The first page says what waits for somebody; the help is reached from every room at its own part."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from outward_portal.accounts.models import Claim
from outward_portal.home.usual import USUAL
from outward_portal.theme.navigation import help_address
from outward_portal.work.models import Job
from tests.portal.knowledge.law import propose
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


def waiting(page: str) -> dict[str, str]:
    """Give what the first page says waits, with its count."""
    return dict(re.findall(r'<li><a href="[^"]+">([^<]+)</a> <span class="counted">(\d+)</span></li>', page))


def test_what_waits_for_a_person_stands_on_the_first_page(people: People) -> None:
    Claim.objects.create(claimant=people.member, credit_code="91350100M000100Y43", name="Zhang Works")
    Job.objects.create(kind="knowledge.read", key="x", enqueued_by=people.enterprise, state=Job.State.FAILED)
    assert waiting(browser_of(people.office).get("/en/").content.decode()) == {"Claims to enterprises to decide": "1"}
    assert waiting(browser_of(people.enterprise).get("/en/").content.decode()) == {"Jobs of yours that failed": "1"}
    assert "Nothing waits for you." in browser_of(people.rival).get("/en/").content.decode()
    assert "Waiting for you" not in browser_of(people.visitor).get("/en/").content.decode()


def test_a_draft_waits_for_those_who_may_decide_it_and_not_for_its_author(people: People) -> None:
    draft = propose(people.analyst, "document", {"name_en": "A law", "countries": "KEN", "type": "law",
                                                 "status": "in-force"})
    browser_of(people.analyst).post(f"/en/review/drafts/{draft.pk}/submit")
    assert waiting(browser_of(people.office).get("/en/").content.decode()) == {"Drafts of others to review": "1"}
    assert "Nothing waits for you." in browser_of(people.analyst).get("/en/").content.decode()


def test_review_is_a_room_of_those_who_take_part_in_it(people: People) -> None:
    assert 'href="/en/review/"' in browser_of(people.contributor).get("/en/").content.decode()
    for user in (people.visitor, people.enterprise):
        assert 'href="/en/review/"' not in browser_of(user).get("/en/").content.decode()


@pytest.mark.parametrize(("path", "part"), [
    ("/en/registers/projects/12/", "registers"), ("/en/library/provisions", "library"),
    ("/en/countries/KEN/", "countries"),
    ("/en/leads/for-us/", "leads"), ("/en/services/disputes/", "services"), ("/en/funding/awards/", "funding"),
    ("/en/coordination/problems/", "leading-group"), ("/en/plans/3/", "plans"), ("/en/training/team/", "training"),
    ("/en/notices/following/", "notices"), ("/en/workflows/", "steps"),
    ("/en/runs/3/", "questions"), ("/en/workbench/3/audit", "rankings"), ("/en/review/", "review"),
    ("/en/account/tokens", "programs"),
    ("/en/account/members/", "account"), ("/en/search", "find"), ("/en/", "find"),
])
def test_the_help_of_a_page_is_that_of_its_room(path: str, part: str) -> None:
    assert help_address(path) == f"/en/help#{part}"
    assert f'id="{part}"' in Client().get("/en/help").content.decode()


def test_a_page_that_was_loaded_again_after_a_form_leads_back(people: People) -> None:
    answer = browser_of(people.enterprise).get("/zh-hans/review/drafts/1/submit")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert 'href="/zh-hans/review/drafts/1/"' in answer.content.decode()


@pytest.mark.parametrize("role", list(USUAL))
def test_each_role_is_led_to_what_it_may_open(people: People, role: str) -> None:
    user = getattr(people, role)
    browser = browser_of(user)
    page = browser.get("/en/").content.decode()
    for each in USUAL[role]:
        assert f'href="{reverse(each.name)}"' in page
        assert browser.get(reverse(each.name), follow=True).status_code == 200, each.name


def test_a_room_within_another_is_the_one_that_is_marked(people: People) -> None:
    page = browser_of(people.office).get("/en/coordination/problems/").content.decode()
    marked = re.findall(r'<a href="([^"]+)" aria-current="true">', page.partition("</header>")[0])
    assert marked == ["/en/coordination/", "/en/coordination/problems/"]  # the part, by its first room, and the room
