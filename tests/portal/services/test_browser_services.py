"""A request goes from a draft to an answered rating in a real browser, and a dispute into a case file.

Every page is held to axe's rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal.serving import copy_of, serving, sessions_of
from tests.portal.test_accessibility import RULES
from tests.portal.walking import Town, walking

pytestmark = pytest.mark.browser

_SOON = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011  (the browser's day is the machine's)


@pytest.fixture(scope="module")
def town(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the samples, those of this room too, and a session of each sample account."""
    with serving(copy_of(filled_workspace, tmp_path_factory.mktemp("market") / "workspace")) as portal:
        portal.run("sample_services")
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert page.locator("h1").count() == 1, page.url


def take(page: Page, step: str) -> None:
    """Take a step that asks for nothing: its page, then its button."""
    page.get_by_role("link", name=step, exact=True).first.click()
    no_faults(page)
    page.get_by_role("button", name=step, exact=True).click()


def test_a_request_goes_from_a_draft_to_an_answered_rating(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path / "1", "enterprise") as page:
        page.goto(portal.at("/en/services/"))
        no_faults(page)
        page.get_by_role("link", name="Ask for a service").first.click()
        page.get_by_label("Title in English").fill("Advice on a lease")
        page.get_by_label("Title in Chinese").fill("租赁合同咨询")
        page.get_by_label("Service").select_option("law")
        page.get_by_label("What is needed, in English").fill("Made up for a test.")
        page.get_by_label("Countries", exact=False).first.fill("Kazakhstan")
        page.get_by_label("Russian").check()
        page.get_by_label("Offers until").fill(_SOON)
        page.get_by_label("Adverse parties").fill("Sample Rival Mining (made up)")
        page.get_by_label("In confidence").fill("Zqconfidence.")
        no_faults(page)
        page.get_by_role("button", name="Keep the draft").click()
        no_faults(page)
        take(page, "Post it")
        address = page.url
        page.get_by_role("link", name="Who fits, and why").click()
        page.locator("summary", has_text="By criterion: Sample Law Firm").click()
        expect(page.locator("li", has_text="Sample Law Firm").first).to_contain_text("all of it")
        expect(page.locator("li", has_text="Sample Steppe Arbitration Counsel")).to_contain_text("for a party that you")
        no_faults(page)
        page.get_by_role("checkbox", name="Sample Law Firm").check()
        page.get_by_role("button", name="Invite the ticked ones").click()
        expect(page.locator("main")).to_contain_text("Providers newly invited: 1")
        no_faults(page)
    with walking(town, tmp_path / "2", "provider", width=390) as page:
        page.goto(portal.at("/en/services/"))
        no_faults(page)
        page.get_by_role("link", name="Advice on a lease").first.click()
        expect(page.locator("main")).to_contain_text("Zqconfidence.")
        no_faults(page)
        page.get_by_role("link", name="Offer", exact=True).click()
        page.get_by_label("Amount").fill("12000")
        page.get_by_label("Currency").fill("CNY")
        page.get_by_label("Days it takes").fill("14")
        page.get_by_label("What you offer").fill("Two opinions and a meeting.")
        page.get_by_label("Valid until").fill(_SOON)
        page.get_by_role("button", name="Make the offer").click()
        expect(page.locator("#problems")).to_contain_text("Say that there is no conflict, or what it is.")
        no_faults(page)
        page.get_by_label("We know of no conflict").check()
        page.get_by_role("button", name="Make the offer").press("Enter")
        expect(page.locator("main")).to_contain_text("12,000 CNY")
        no_faults(page)
    with walking(town, tmp_path / "3", "enterprise") as page:
        page.goto(address)
        page.get_by_role("link", name="Compare the offers").click()
        expect(page.locator("table.compare")).to_contain_text("12,000 CNY")
        no_faults(page)
        page.get_by_role("link", name="Accept an offer").click()
        page.get_by_label("Sample Law Firm: 12,000 CNY").check()
        page.get_by_label("Why this offer").fill("It knows the law.")
        no_faults(page)
        page.get_by_role("button", name="Accept an offer").click()
        expect(page.locator(".state").first).to_have_text("awarded")
    with walking(town, tmp_path / "4", "provider") as page:
        page.goto(address)
        take(page, "Begin the work")
        expect(page.locator("main")).not_to_contain_text("It knows the law.")
    with walking(town, tmp_path / "5", "enterprise") as page:
        page.goto(address)
        page.get_by_role("link", name="The work has ended").click()
        page.get_by_role("button", name="The work has ended").click()
        page.get_by_role("link", name="Rate it").click()
        for name in ("Quality", "Time", "Cost", "Communication"):
            page.get_by_role("group", name=name).get_by_label("4", exact=True).check()
        page.get_by_label("In words").fill("Zqgood work.")
        no_faults(page)
        page.get_by_role("button", name="Rate it").click()
        expect(page.locator("main")).to_contain_text("Zqgood work.")
        no_faults(page)
    with walking(town, tmp_path / "6", "provider") as page:
        page.goto(address)
        page.get_by_role("link", name="Answer the rating").first.click()
        page.get_by_label("Answer").fill("Zqthank you.")
        page.get_by_role("button", name="Answer the rating").click()
        expect(page.locator("main")).to_contain_text("Zqthank you.")
        no_faults(page)
    with walking(town, tmp_path / "7", "enterprise", width=360) as page:
        page.goto(address.replace("/en/", "/zh-hans/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("租赁合同咨询")
        expect(page.locator("main")).to_contain_text("机构答复")
        no_faults(page)


def test_a_dispute_goes_from_the_guidance_into_a_case_file(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path / "8", "enterprise") as page:
        page.goto(portal.at("/en/services/disputes/guidance"))
        no_faults(page)
        page.locator("#id_region").fill("Kazakhstan")
        page.get_by_label("What does the contract say of disputes?").select_option("institution")
        page.get_by_role("button", name="Show the paths").click()
        expect(page.locator("#path-court")).to_contain_text("not open")
        page.get_by_role("link", name="Open a case file with these answers").click()
        page.locator("#id_title").fill("Unpaid instalment")
        page.locator("#id_counterparty").fill("A made-up buyer")
        page.locator("#id_claim").fill("The last instalment is not paid.")
        no_faults(page)
        page.get_by_role("button", name="Open it").click()
        no_faults(page)
        page.get_by_role("link", name="Choose a path").click()
        no_faults(page)
        page.get_by_label("Arbitration before an institution").last.check()
        page.get_by_role("button", name="Keep the answers and the path").click()
        page.locator(".checklist li", has_text="The arbitration agreement").get_by_role("link").click()
        page.get_by_label("Note").fill("article 21")
        page.get_by_role("button", name="Save").press("Enter")
        expect(page.locator(".checklist")).to_contain_text("article 21")
        page.get_by_role("link", name="Set the next step").click()
        page.locator("#id_next_step").fill("Send the notice")
        page.locator("#id_next_due").fill(_SOON)
        page.get_by_role("button", name="Set the next step").click()
        expect(page.locator("main")).to_contain_text("Send the notice")
        take(page, "Share with the office")
        no_faults(page)
        address = page.url
    with walking(town, tmp_path / "9", "office", width=360) as page:
        page.goto(address.replace("/en/", "/zh-hans/"))
        expect(page.locator("main")).to_contain_text("已共享给办公室")
        no_faults(page)
        for where in ("services/", "services/requests/", "services/ratings/", "services/disputes/",
                      "services/disputes/guidance?clause=court", "registers/providers/"):
            page.goto(portal.at(f"/zh-hans/{where}"))
            no_faults(page)
