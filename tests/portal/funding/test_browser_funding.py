"""From what an enterprise qualifies for to a paid award with its report, in a real browser; every page held to axe."""

from __future__ import annotations

import json
import re
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


@pytest.fixture(scope="module")
def town(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the samples of people, records and funding."""
    with serving(copy_of(prepared_workspace, tmp_path_factory.mktemp("funded") / "workspace")) as portal:
        for words in (("sample_accounts",), ("sample_records",), ("sample_funding",)):
            portal.run(*words)
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def stepped(page: Page, link: str, button: str | None = None, **fields: str) -> None:
    """Open a step, fill its form, confirm it."""
    page.get_by_role("link", name=link, exact=button is None).first.click()
    no_faults(page)
    for label, value in fields.items():
        page.get_by_label(re.compile(f"^{label.replace('_', ' ')}")).fill(value)
    page.get_by_role("button", name=button or link).click()


def test_from_what_one_qualifies_for_to_a_report(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(portal.at("/en/funding/qualify/"))
        no_faults(page)
        page.get_by_label("Money is sought for").select_option(label="Sample Crusher works, Pune")
        page.get_by_role("button", name="Show").click()
        met = page.locator("section", has_text="Rules are met")
        expect(met).to_contain_text("Sample special fund for going abroad")
        met.get_by_role("link", name=re.compile("Sample call of this year")).click()
        no_faults(page)
        page.get_by_role("link", name="Begin an application").click()
        no_faults(page)
        page.get_by_label("Title").fill("Training centre, Pune")
        page.get_by_label("Project").select_option(label="Sample Crusher works, Pune")
        page.get_by_role("button", name="Begin").click()
        no_faults(page)
        expect(page.get_by_label("Revenue a year", exact=True)).to_have_value("900000000")
        expect(page.locator("main")).to_contain_text("From: register of enterprises")
        page.get_by_label("What the money is for").fill("A training centre for operators.")
        page.get_by_label("What it will bring").fill("Forty people a year.")
        page.get_by_label("Begins on").fill("2027-01-01")
        page.get_by_label("Ends on").fill("2027-12-31")
        page.get_by_label("Eligible cost").fill("2,000,000")
        page.get_by_label("Amount asked for").fill("500000")
        page.get_by_label("Revenue a year", exact=True).fill("910000000")
        for document in ("Contract or letter of intent", "Feasibility study", "Filing of the investment"):
            page.get_by_label(document).fill("on the project's record")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("main")).to_contain_text("the register says 900,000,000 CNY")
        no_faults(page)
        page.get_by_role("link", name="Hand in", exact=True).click()
        no_faults(page)
        page.get_by_label("What the application says is complete").check()
        page.get_by_role("button", name="Hand in").click()
        expect(page.locator("main")).to_contain_text("Handed in")
        address = page.url
    with walking(town, tmp_path, "office") as page:
        page.goto(address)
        stepped(page, "Put a question", Question="Who teaches?")
        expect(page.locator("main")).to_contain_text("The clock stands still")
        no_faults(page)
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(address)
        stepped(page, "Answer the question", Answer="Two of our own foremen.")
    with walking(town, tmp_path, "office") as page:
        page.goto(address)
        page.get_by_role("link", name="Name two reviewers").click()
        no_faults(page)
        for officer in page.get_by_role("checkbox").all():
            officer.check()
        page.get_by_role("button", name="Name two reviewers").click()
        expect(page.locator("main")).to_contain_text("Under review")
    for who in ("officer", "finance-officer"):
        with walking(town, tmp_path, who) as page:
            page.goto(portal.at("/en/funding/reviews/"))
            no_faults(page)
            page.locator("tbody tr").first.get_by_role("link").click()
            expect(page.locator("main")).to_contain_text("Training centre, Pune")
            expect(page.locator("main")).not_to_contain_text("Read the application")
            stepped(page, "Nothing binds me")
            page.get_by_role("link", name="Read the application").click()
            expect(page.locator("main")).to_contain_text("Forty people a year.")
            expect(page.locator("main")).not_to_contain_text("Points of 100")
            page.go_back()
            page.get_by_role("link", name="Hand in the review").click()
            no_faults(page)
            for score in page.get_by_role("combobox").all()[:-1]:
                score.select_option("7")
            for why in page.get_by_label(re.compile("^Why: ")).all():
                why.fill("As the papers say.")
            page.get_by_label("Recommendation").select_option("grant")
            page.get_by_label("Amount recommended").fill("400000")
            page.get_by_label("Reasons").fill("Sound.")
            page.get_by_role("button", name="Hand in the review").click()
            expect(page.locator("main")).to_contain_text("70")
            no_faults(page)
    today = date.today()  # noqa: DTZ011  (of the machine, as the portal's)
    with walking(town, tmp_path, "office") as page:
        page.goto(address)
        expect(page.locator("main")).to_contain_text("Points of 100")
        no_faults(page)
        page.get_by_role("link", name="Grant", exact=True).click()
        no_faults(page)
        page.get_by_label("Amount granted").fill("600000")
        page.get_by_label("Reason and conditions").fill("Needed, and paid in two parts.")
        page.get_by_role("button", name="Grant").click()
        expect(page.locator("main")).to_contain_text("At most 500,000 CNY can be granted")
        no_faults(page)
        page.get_by_label("Amount granted").fill("400000")
        page.get_by_role("button", name="Grant").click()
        expect(page.locator("main")).to_contain_text("Granted: 400,000 CNY")
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(address)
        expect(page.locator("main")).to_contain_text("Needed, and paid in two parts.")
        expect(page.locator("main")).not_to_contain_text("Sound.")
        stepped(page, "Accept the award")
        expect(page.locator("main")).to_contain_text("Award running")
    with walking(town, tmp_path, "office") as page:
        page.goto(address)
        day = (today + timedelta(days=2)).isoformat()
        stepped(page, "Plan an instalment", "Save", Milestone="Hall rented", Amount="250000", Due_on=day)
        stepped(page, "Ask for a report", "Save", What_it_is_to_tell="First year", Due_on=day)
        no_faults(page)
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(address)
        page.get_by_role("link", name=re.compile("^Milestone reached")).click()
        no_faults(page)
        page.get_by_label("How it can be seen").fill("The lease is on the record.")
        page.get_by_role("button", name="Milestone reached").click()
    with walking(town, tmp_path, "office") as page:
        page.goto(address)
        page.get_by_role("link", name=re.compile("^Enter the payment")).click()
        no_faults(page)
        page.get_by_label("Reference of the payment").fill("B-17")
        page.get_by_role("button", name="Enter the payment").click()
        expect(page.locator("#award")).to_contain_text("250,000 CNY")
    with walking(town, tmp_path, "enterprise", width=360) as page:
        page.goto(address)
        page.get_by_role("link", name=re.compile("^Hand in the report")).click()
        no_faults(page)
        page.get_by_label(re.compile("^Report")).fill("Twelve people are trained.")
        page.get_by_label("Spent so far of the award").fill("200000")
        page.get_by_role("button", name="Hand in the report").click()
        expect(page.locator("#award")).to_contain_text("Twelve people are trained.")
        page.goto(address.replace("/en/", "/zh-hans/"))
        expect(page.locator("#award")).to_contain_text("已拨付")
        no_faults(page)
    with walking(town, tmp_path) as page:
        page.goto(portal.at("/zh-hans/funding/awards/"))
        expect(page.locator("main")).to_contain_text("400,000 CNY")
        no_faults(page)


PAGES = ("", "budgets/", "applications/", "applications/?state=appealed", "awards/")


@pytest.mark.parametrize(("who", "prefix", "width"), [("office", "zh-hans", 360)])
def test_axe_finds_nothing_on_the_lists(town: Town, tmp_path: Path, who: str, prefix: str, width: int) -> None:
    portal = town[0]
    with walking(town, tmp_path, who, width=width) as page:
        for address in PAGES:
            page.goto(portal.at(f"/{prefix}/funding/{address}"))
            assert page.locator("h1").count() == 1, address
            no_faults(page)
