"""The leading group's desk in a real browser: a problem to its answer, a decision to a task, a digest.

Every page is held to axe's rules; the walk is looked in at in Chinese, on a phone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal.serving import copy_of, serving, sessions_of
from tests.portal.test_accessibility import RULES
from tests.portal.walking import Town, walking

pytestmark = pytest.mark.browser

_PAGES = ("", "tasks/", "calendar/", "calendar/days/", "meetings/", "decisions/", "problems/", "answers/",
          "statistics/", "digests/", "members/", "desk")
_HELD = """
from datetime import timedelta
from django.utils import timezone
from outward_portal.coordination.models import Meeting
Meeting.objects.filter(title_en="Walked meeting").update(begins_at=timezone.now() - timedelta(hours=2))
"""


@pytest.fixture(scope="module")
def town(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the sample accounts and the group's sample work, and a session of each account."""
    with serving(copy_of(prepared_workspace, tmp_path_factory.mktemp("desk") / "workspace")) as portal:
        portal.run("sample_accounts")
        portal.run("sample_coordination")
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def step(page: Page, name: str, **fields: str) -> None:
    """Take a step by its button, with what its form asks for."""
    page.get_by_role("link", name=name).first.click()
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(text)
    no_faults(page)
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_a_problem_goes_from_the_enterprise_to_an_answer_that_it_accepts(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(portal.at("/en/coordination/problems/new"))
        no_faults(page)
        page.get_by_label("The problem in a line").fill("Walked problem")
        page.get_by_label("What the problem is").fill("Made up for a walk.")
        page.locator("[name=topic]").select_option("customs")
        page.get_by_role("button", name="Raise the problem").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Walked problem")
        no_faults(page)
        address = page.url
    with walking(town, tmp_path, "office") as page:
        page.goto(address)
        page.get_by_role("link", name="Take it and name the lead agency").click()
        page.get_by_label("Lead agency").select_option(label="Sample Department of Commerce")
        no_faults(page)
        page.get_by_role("button", name="Take it and name the lead agency").click()
        expect(page.locator("main")).to_contain_text("Sample Department of Commerce")
    with walking(town, tmp_path, "officer") as page:
        page.goto(address)
        page.get_by_role("link", name="Ask other agencies").click()
        page.get_by_label("Sample Department of Finance").check()
        no_faults(page)
        page.get_by_role("button", name="Ask other agencies").press("Enter")
        expect(page.locator("#opinions")).to_be_visible()
    with walking(town, tmp_path, "finance-officer") as page:
        page.goto(portal.at("/en/coordination/problems/?asked=1"))
        page.get_by_role("link", name="Walked problem").click()
        step(page, "Give an opinion", Opinion="Walked opinion")
        expect(page.locator("main")).to_contain_text("Walked opinion")
        no_faults(page)
    with walking(town, tmp_path, "officer") as page:
        page.goto(address)
        page.get_by_role("link", name="Answer", exact=True).click()
        page.get_by_label("Answer").fill("Walked answer")
        no_faults(page)
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("main")).to_contain_text("Walked answer")
    with walking(town, tmp_path, "enterprise", width=390) as page:
        page.goto(address.replace("/en/", "/zh-hans/"))
        expect(page.locator("main")).to_contain_text("Walked answer")
        expect(page.locator("main")).not_to_contain_text("Walked opinion")
        no_faults(page)
        page.goto(address)
        page.get_by_role("link", name="The answer will do").click()
        page.get_by_label("may be published without our name").check()
        no_faults(page)
        page.get_by_role("button", name="The answer will do").click()
        expect(page.locator("main")).to_contain_text("Answer accepted")


def test_a_decision_of_a_meeting_becomes_a_task_that_is_confirmed(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "office") as page:
        page.goto(portal.at("/en/coordination/meetings/new"))
        page.get_by_label("Title in English").fill("Walked meeting")
        page.get_by_label("Begins").fill("2031-05-05T09:30")
        no_faults(page)
        page.get_by_role("button", name="Save").click()
        no_faults(page)
        page.get_by_role("link", name="Propose an item").click()
        page.get_by_label("Item in English").fill("Walked item")
        page.get_by_role("button", name="Save").click()
        step(page, "Invite the members")
        portal.python(_HELD)
        step(page, "It was held")
        page.get_by_role("link", name="Write down who was there").click()
        no_faults(page)
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Write a decision down").click()
        page.get_by_label("Decision in English").fill("Walked decision")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("Walked decision")
        no_faults(page)
        meeting = page.url.partition("#")[0]
        page.get_by_role("link", name="Give a task from it").click()
        page.get_by_label("Who does it").select_option(label="Sample Department of Commerce")
        page.get_by_label("Due").fill("2031-06-01")
        no_faults(page)
        page.get_by_role("button", name="Give the task").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Walked decision")
        no_faults(page)
        task = page.url
        page.goto(meeting)
        page.get_by_role("link", name="Draft the minutes").click()
        expect(page.get_by_label("Minutes in English")).to_have_value(re.compile("Walked decision"))
        page.get_by_role("button", name="Draft the minutes").click()
        step(page, "Approve the minutes")
        with page.expect_download() as waited:
            page.get_by_role("link", name="DOCX").click()
        assert waited.value.path().read_bytes().startswith(b"PK")
    with walking(town, tmp_path, "officer") as page:
        page.goto(portal.at("/en/coordination/?mine=1"))
        page.locator(".card", has_text="Walked decision").get_by_role("link", name="Accept the task").press("Enter")
        page.get_by_role("button", name="Accept the task").press("Enter")
        step(page, "Report it done", What_was_done="Walked outcome")
        expect(page.locator("main")).to_contain_text("Walked outcome")
        no_faults(page)
    with walking(town, tmp_path, "office", width=390) as page:
        page.goto(task.replace("/en/", "/zh-hans/"))
        expect(page.locator("main")).to_contain_text("Walked outcome")
        no_faults(page)
        page.goto(task)
        step(page, "Confirm")
        expect(page.locator("main")).to_contain_text("Confirmed")


def test_the_digest_of_the_quarter_is_downloaded(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    portal.run("work", "--batch")
    with walking(town, tmp_path, "officer") as page:
        page.goto(portal.at("/en/coordination/digests/"))
        page.get_by_role("rowheader").first.get_by_role("link").click()
        no_faults(page)
        with page.expect_download() as waited:
            page.get_by_role("link", name="PDF 中文").click()
        assert waited.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("prefix", "width"), [("en", 1280), ("zh-hans", 360)])
def test_axe_finds_nothing_on_the_pages_of_the_desk(town: Town, tmp_path: Path, prefix: str, width: int) -> None:
    portal = town[0]
    with walking(town, tmp_path, "office", width=width) as page:
        for address in _PAGES:
            page.goto(portal.at(f"/{prefix}/coordination/{address}"))
            assert page.locator("h1").count() == 1, address
            no_faults(page)
