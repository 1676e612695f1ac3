"""A lead in a real browser, from the mission that brings it to the contract record; every page held to axe's rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal.leads.board import day
from tests.portal.serving import copy_of, serving, sessions_of
from tests.portal.test_accessibility import RULES
from tests.portal.walking import Town, walking

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def town(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the samples, and a session of each sample account."""
    with serving(copy_of(prepared_workspace, tmp_path_factory.mktemp("leads") / "workspace")) as portal:
        for command in ("sample_accounts", "sample_records", "sample_leads"):
            portal.run(command)
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_a_lead_goes_from_the_mission_to_a_contract_record(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path / "1", "contributor") as page:
        page.goto(portal.at("/en/leads/"))
        no_faults(page)
        page.get_by_role("link", name="Add a lead").first.click()
        page.get_by_label("Name in English").fill("Crushers for a gold mine")
        page.get_by_label("Name in Chinese").fill("金矿破碎机")
        page.get_by_label("Kind of lead").select_option("embassy")
        page.get_by_label("Sector").select_option("special-equipment")
        page.get_by_label("Countries").fill("India")
        page.get_by_label("What is wanted, in English").fill("jaw crushers and ball mills")
        page.get_by_label("Deadline").fill(day(21))
        page.get_by_label("Source").fill("the mission's note, made up")
        page.get_by_label("Who sees it").select_option("members")
        no_faults(page)
        page.get_by_role("main").get_by_role("button").last.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Crushers for a gold mine")
        no_faults(page)
    with walking(town, tmp_path / "2", "enterprise") as page:
        page.goto(portal.at("/en/leads/"))
        no_faults(page)
        page.get_by_role("link", name="Leads for us").click()
        no_faults(page)
        fit = page.locator("article.fit", has_text="Crushers for a gold mine")
        expect(fit).to_contain_text("The same sector: special equipment.")
        expect(fit).to_contain_text("Its products name what is wanted: crushers, jaw, ball, mills.")
        expect(fit).to_contain_text("It is active in India already.")
        page.get_by_text("others do not fit").click()
        expect(page.locator("details.fold")).to_contain_text("Another sector")
        no_faults(page)
        fit.get_by_role("link", name="Show interest").click()
        page.get_by_label("Message").fill("We have built two such lines.")
        no_faults(page)
        page.get_by_role("button", name="Show interest").press("Enter")
        expect(page.get_by_role("main")).to_contain_text("Shown")
        no_faults(page)
        address = page.url
    with walking(town, tmp_path / "3", "officer") as page:
        page.goto(portal.at("/en/leads/interests/?state=shown"))
        no_faults(page)
        page.get_by_role("link", name="Crushers for a gold mine").click()
        expect(page.get_by_role("main")).to_contain_text("We have built two such lines.")
        page.get_by_role("link", name="Follow up").click()
        no_faults(page)
        page.get_by_role("button", name="Follow up").press("Enter")
        page.get_by_role("link", name="Write a note").click()
        page.get_by_label("What was said or done").fill("Asked the mission for the documents.")
        no_faults(page)
        page.get_by_role("button", name="Write a note").press("Enter")
        expect(page.get_by_role("main")).to_contain_text("Asked the mission for the documents.")
        no_faults(page)
    with walking(town, tmp_path / "4", "enterprise", width=390) as page:
        page.goto(address.replace("/en/", "/zh-hans/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("金矿破碎机")
        no_faults(page)
        page.goto(address)
        page.get_by_role("link", name="Offer made").click()
        page.get_by_label("Offer", exact=True).fill("17500000")
        page.get_by_label("Currency").fill("USD")
        no_faults(page)
        page.get_by_role("button", name="Offer made").press("Enter")
        expect(page.get_by_role("main")).to_contain_text("17.5 million USD")
        no_faults(page)
    with walking(town, tmp_path / "5", "officer") as page:
        page.goto(address)
        page.get_by_role("link", name="Won", exact=True).click()
        expect(page.get_by_label("Name of the contract in English")).to_have_value("Crushers for a gold mine")
        expect(page.get_by_label("Value", exact=True)).to_have_value("17500000.00")
        no_faults(page)
        page.get_by_label("Reason").fill("The best service on site.")
        page.get_by_role("button", name="Won", exact=True).press("Enter")
        page.get_by_role("link", name="Crushers for a gold mine").last.click()
        expect(page.get_by_role("main")).to_contain_text("Agreed")
        expect(page.get_by_role("main")).to_contain_text("17.5 million USD")
        assert "/registers/projects/" in page.url
        no_faults(page)
    with walking(town, tmp_path / "6", "subsidiary") as page:  # it shares with the works: sees, and does not move
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text("The best service on site.")
        expect(page.get_by_role("link", name="Show interest again")).to_have_count(0)


PAGES = ("", "?when=over", "interests/", "funnel/?samples=1", "events/", "events/?when=over")


@pytest.mark.parametrize(("who", "prefix", "width"), [("office", "en", 1280), ("office", "zh-hans", 360)])
def test_axe_finds_nothing_on_the_pages_of_the_leading_group(town: Town, tmp_path: Path, who: str, prefix: str,
                                                             width: int) -> None:
    portal = town[0]
    with walking(town, tmp_path, who, width=width) as page:
        for address in PAGES:
            page.goto(portal.at(f"/{prefix}/leads/{address}"))
            assert page.locator("h1").count() == 1, address
            no_faults(page)
        page.goto(portal.at(f"/{prefix}/leads/events/"))
        page.locator("tbody tr").first.get_by_role("link").last.click()
        no_faults(page)
        page.goto(portal.at(f"/{prefix}/leads/?type=tender"))
        page.locator("tbody tr").first.get_by_role("link").first.click()
        page.locator("a[href$='/enterprises/']").click()
        no_faults(page)
