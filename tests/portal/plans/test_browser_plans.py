"""A plan in a real browser: drawn, consulted on, adopted, handed over, its matrix downloaded; axe on each page."""

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
def town(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the case, its factors and recommendations, and a session of each sample account."""
    with serving(copy_of(filled_workspace, tmp_path_factory.mktemp("planned") / "workspace")) as portal:
        portal.run("load_plans", "liaoning")
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def step(page: Page, name: str) -> None:
    """Take a step by its button and its page."""
    page.get_by_role("link", name=name, exact=True).click()
    no_faults(page)
    page.get_by_role("button", name=name, exact=True).click()


def spoken(name: str) -> re.Pattern[str]:
    """Name a link as it is spoken: what follows the colon is unseen, and set apart by a space."""
    return re.compile(rf"{re.escape(name)}".replace(":", r"\s*:"))


def added(page: Page, link: str, title: str, chinese: str, **fields: str) -> None:
    """Add an item by the tree's link."""
    page.get_by_role("link", name=spoken(link)).first.click()
    page.get_by_label("Title in English").fill(title)
    page.get_by_label("Title in Chinese").fill(chinese)
    for label, value in fields.items():
        field = page.get_by_label(label.replace("_", " "), exact=True)
        if label == "Agency_that_answers_for_it":
            field.select_option(label=value)
        else:
            field.fill(value)
    no_faults(page)
    page.get_by_role("button", name="Add it").click()


def test_the_office_takes_a_plan_from_its_draft_to_the_policy_matrix(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "office") as page:
        page.goto(portal.at("/en/plans/"))
        no_faults(page)
        page.get_by_role("link", name="Begin a plan").first.click()
        page.get_by_label("Title in English").fill("Cranes for the north")
        page.get_by_label("Title in Chinese").fill("面向北方的起重机")
        page.get_by_label("Case", exact=True).select_option("liaoning")
        no_faults(page)
        page.get_by_role("button", name="Begin it").click()
        no_faults(page)
        plan = page.url
        added(page, "Add a goal", "Sell cranes", "销售起重机")
        added(page, "Add a measure: Sell cranes", "Visit three ports", "走访三个港口",
              Agency_that_answers_for_it="Sample Department of Commerce", Due="2027-06-30",
              Indicator_in_English="visits")
        added(page, "Add a measure: Sell cranes", "Offer credit", "提供信贷")
        added(page, "Add a task: Visit three ports", "Write to the ports", "致函港口")
        no_faults(page)
        page.get_by_role("button", name=spoken("Up: Offer credit")).press("Enter")
        expect(page.locator("li.measure").first).to_contain_text("Offer credit")
        page.get_by_role("button", name=spoken("Down: Offer credit")).press("Enter")

        page.get_by_role("link", name="Visit three ports", exact=True).click()
        no_faults(page)
        page.get_by_role("link", name="Name a factor").click()
        page.get_by_label("Factor").fill("World demand is depressed and recovery uncertain")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("World demand is depressed")
        page.get_by_role("link", name="Name a recommendation").click()
        wanted = page.locator("option", has_text="Diversify markets").get_attribute("value")
        page.get_by_label("Recommendation").select_option(wanted)
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("Diversify markets")
        no_faults(page)

        page.goto(plan)
        step(page, "Put it to the agencies")
        step(page, "Adopt it")
        no_faults(page)
        page.get_by_role("link", name="Write to the ports", exact=True).click()
        page.get_by_role("link", name="Hand over").click()
        page.get_by_label("Who does it").select_option(label="Sample Department of Commerce")
        page.get_by_label("Due").fill("2027-01-31")
        no_faults(page)
        page.get_by_role("button", name="Hand it over").click()
        expect(page.locator("main")).to_contain_text("Handed over as a task of the leading group")
        no_faults(page)

        page.goto(plan)
        page.get_by_role("link", name="Visit three ports", exact=True).click()
        page.get_by_role("link", name="Write a result").click()
        page.get_by_label("Result in English").fill("Two ports ask for an offer")
        page.get_by_label("Source").fill("the department's letter")
        no_faults(page)
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("Two ports ask for an offer")

        page.goto(plan)
        page.get_by_role("link", name="Policy matrix").click()
        page.get_by_label("Columns").select_option("factors")
        page.get_by_label("Only what meets").check()
        page.get_by_role("button", name="Show").click()
        expect(page.locator("table.matrix")).to_contain_text("World demand is depressed")
        no_faults(page)
        for format in ("XLSX", "CSV", "PDF", "DOCX"):
            with page.expect_download() as download:
                page.get_by_role("link", name=format, exact=True).click()
            assert download.value.path().stat().st_size > 200, format
    with walking(town, tmp_path, "", width=360) as page:
        page.goto(plan.replace("/en/", "/zh-hans/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("面向北方的起重机")
        expect(page.locator("main")).to_contain_text("走访三个港口")
        no_faults(page)


PAGES = ("targets/", "factors/", "figures/liaoning/?id=cell:claims:C185", "1/loose-ends")
"""Pages that the walk does not come by."""


@pytest.mark.parametrize(("prefix", "width", "also"), [
    ("en", 1280, ()), ("zh-hans", 360, ("", "1/", "1/matrix/?by=instruments", "items/3/", "1/add?kind=goal"))])
def test_axe_finds_nothing_on_the_pages_of_plans(town: Town, tmp_path: Path, prefix: str, width: int,
                                                 also: tuple[str, ...]) -> None:
    portal = town[0]
    with walking(town, tmp_path, "office", width=width) as page:
        for address in (*PAGES, *also):
            page.goto(portal.at(f"/{prefix}/plans/{address}"))
            assert page.locator("h1").count() == 1, address
            no_faults(page)
