"""A course to a certificate in a real browser, and the team whose gap it closes; every page held to axe's rules."""

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


@pytest.fixture(scope="module")
def town(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the samples of training, and a session of each sample account."""
    with serving(copy_of(prepared_workspace, tmp_path_factory.mktemp("taught") / "workspace")) as portal:
        portal.run("sample_accounts")
        portal.run("sample_training")
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def press(page: Page, step: str) -> None:
    """Take a step of the session's life: its button, then the same on the page that asks."""
    page.locator(".workflow-steps").first.get_by_role("link", name=step, exact=True).click()
    no_faults(page)
    page.get_by_role("button", name=step, exact=True).click()


def test_from_a_course_to_a_certificate_that_closes_a_gap(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    today = portal.python("from django.utils import timezone; print(timezone.localdate())").split()[-1]
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(portal.at("/en/training/team/"))
        no_faults(page)
        page.get_by_role("link", name=re.compile("Sample crusher line")).click()
        no_faults(page)
        profile = page.url
        gap = page.locator("tbody tr", has_text="Disputes and arbitration")
        expect(gap).to_contain_text("1 missing")
        expect(page.locator("ol.closing")).to_contain_text("Contracts and arbitration abroad")
    with walking(town, tmp_path, "officer") as page:
        page.goto(portal.at("/en/training/"))
        no_faults(page)
        page.get_by_role("link", name="Plan a session").click()
        page.get_by_label("Course").select_option(label="Sample course: Contracts and arbitration abroad")
        page.get_by_label("Days").fill("tomorrow")
        page.get_by_label("Last day to enrol").fill(today)
        page.get_by_role("spinbutton", name="Places").fill("8")
        page.get_by_label("Place in English").fill("Room 12")
        page.get_by_role("button", name="Plan it").click()
        expect(page.get_by_role("alert")).to_contain_text("Write each day")
        no_faults(page)
        page.get_by_label("Days").fill(today)
        page.get_by_role("button", name="Plan it").click()
        expect(page.locator("main")).to_contain_text("The session is planned.")
        no_faults(page)
        session = page.url
        press(page, "Open for enrolment")
        expect(page.locator(".state").first).to_have_text("Open for enrolment")
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(session)
        expect(page.locator("main")).not_to_contain_text("Room 12")
        page.get_by_role("link", name="Ask for a place").click()
        no_faults(page)
        page.get_by_role("button", name="Ask for a place").press("Enter")
        expect(page.locator("main")).to_contain_text("You have a place.")
        expect(page.locator("main")).to_contain_text("Room 12")
        no_faults(page)
    with walking(town, tmp_path, "officer") as page:
        page.goto(session)
        press(page, "Begin")
        page.get_by_role("link", name="Attendance").click()
        no_faults(page)
        page.get_by_label(re.compile("Sample enterprise manager")).check()
        page.get_by_role("button", name="Save").click()
        press(page, "Say that it was held")
        press(page, "Issue certificates to all who attended")
        expect(page.locator("#people + div")).to_contain_text("Certified")
        no_faults(page)
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(portal.at("/en/training/mine"))
        no_faults(page)
        page.locator("tbody tr", has_text="Contracts and arbitration").get_by_role(
            "link", name=re.compile(r"^\d{4}-\d{6}$")).click()
        no_faults(page)
        number = page.get_by_role("heading", level=1).inner_text().split()[-1]
        code = page.locator("dd code").inner_text()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="PDF, Chinese").click()
        assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
        page.goto(profile)
        expect(page.locator("tbody tr", has_text="Disputes and arbitration")).to_contain_text("met")
        expect(page.locator("tbody tr", has_text="Disputes and arbitration")).to_contain_text("Manager A")
        page.goto(portal.at("/en/training/mine"))
        page.locator("tbody tr", has_text="Contracts and arbitration").get_by_role(
            "link", name=re.compile("Say what you think")).click()
        no_faults(page)
        for question in ("content", "teaching", "organisation", "use"):
            page.locator(f"input[name={question}][value='4']").check()
        page.get_by_role("button", name="Send").click()
        expect(page.locator("main")).to_contain_text("Thank you.")
    with walking(town, tmp_path, width=360) as page:
        page.goto(portal.at("/en/training/check"))
        page.get_by_label("Number of the certificate").fill(number)
        page.get_by_label("Check code").fill(code.lower())
        page.get_by_role("button", name="Check").click()
        expect(page.locator("main")).to_contain_text("This certificate holds.")
        expect(page.locator("main")).not_to_contain_text("enterprise manager")
        no_faults(page)
        page.goto(page.url.replace("/en/", "/zh-hans/"))
        expect(page.locator("main")).to_contain_text("该证书有效。")
        no_faults(page)


PAGES = {"office": ("", "sessions/new", "sessions/3/", "sessions/6/attendance", "skills?samples=1", "certificates/1/"),
         "enterprise": ("team/", "team/members/2/", "team/members/new", "team/profiles/1/", "team/profiles/1/change",
                        "team/profiles/new", "team/members/2/remove", "mine", "sessions/4/")}


@pytest.mark.parametrize(("who", "prefix", "width"), [("office", "zh-hans", 360), ("enterprise", "zh-hans", 360)])
def test_axe_finds_nothing_on_a_narrow_screen_in_chinese(town: Town, tmp_path: Path, who: str, prefix: str, width: int
                                                         ) -> None:
    portal = town[0]
    with walking(town, tmp_path, who, width=width) as page:
        for address in PAGES[who]:
            page.goto(portal.at(f"/{prefix}/training/{address}"))
            assert page.locator("h1").count() == 1, address
            no_faults(page)
