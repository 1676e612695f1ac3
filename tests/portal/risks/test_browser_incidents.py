"""Exposure and an incident in a real browser: opened, a task done, the note written; every page held to axe's rules."""

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

_FORECASTS = """
from outward_portal.risks.models import CountryStanding, MadeOutlook
made = MadeOutlook.objects.create(digest="d" * 64, panel_digest="p" * 64, version="test", made_on="2025-12-31",
                                  year=2026, countries=4, forecasts=12, is_synthetic=True)
for place, iso3 in enumerate(("IND", "EGY", "VNM", "PAK", "CHL", "DEU", "KAZ", "ZAF", "RUS", "ZMB")):
    for event, kind in (("coup", "political"), ("conflict_onset", "security"), ("currency_crash", "economic")):
        p = 0.01 * (place + 1)
        CountryStanding.objects.create(event=event, kind=kind, gwcode=900 + place, iso3=iso3, region=iso3,
            name_en=iso3, name_zh=iso3, year=2026, last_year=2026, level="watch", state="rising", probability=p,
            lower=p / 2, upper=p * 2, outlook=made)
"""
"""Synthetic forecasts of the countries in which the samples and the case have projects."""


@pytest.fixture(scope="module")
def town(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the case, the samples and synthetic forecasts, and a session of each sample account."""
    with serving(copy_of(filled_workspace, tmp_path_factory.mktemp("risky") / "workspace")) as portal:
        portal.python(_FORECASTS)
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_the_office_opens_an_incident_does_a_task_and_writes_the_note(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "office") as page:
        page.goto(portal.at("/en/risks/incidents/"))
        no_faults(page)
        page.get_by_role("link", name="Open an incident").first.click()
        no_faults(page)
        page.get_by_label("Country").fill("India")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("link", name="Take the made-up ones, for an exercise").click()
        page.get_by_label("Title in English").fill("Bridge collapses near the works")
        page.get_by_label("Title in Chinese").fill("工厂附近桥梁垮塌")
        page.get_by_label("Kind of risk").select_option("security")
        page.get_by_label("Route").select_option("protection")
        page.get_by_label("What happened").fill("Made up for a test.")
        page.get_by_label("Where that is known from").fill("the test")
        page.get_by_label("An exercise").check()
        no_faults(page)
        page.get_by_role("button", name="Open the incident").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Bridge collapses")
        no_faults(page)

        page.locator("table.tasks tr", has_text="Confirm what happened").get_by_role("link").click()
        no_faults(page)
        page.get_by_label("What was done").fill("Two agencies say so.")
        page.get_by_role("button", name="It is done").click()
        expect(page.locator("table.tasks")).to_contain_text("Two agencies say so.")

        page.get_by_role("link", name="Write what is known: People abroad").click()
        page.get_by_label("In English").fill("All twelve are safe.")
        page.get_by_label("Source").fill("the site's head, by telephone")
        no_faults(page)
        page.get_by_role("button", name="Save").click()

        page.get_by_role("button", name="Draft the note").click()
        expect(page.get_by_label("English")).to_have_value(re.compile("All twelve are safe. .source: the site's head"))
        expect(page.get_by_label("Chinese")).to_have_value(re.compile("演练"))
        no_faults(page)
        page.get_by_label("English").fill("All are safe. More by noon.")
        page.get_by_role("button", name="Save as the next version").click()
        expect(page.get_by_text("Version 2 is saved.")).to_be_visible()
        no_faults(page)
        address = page.url.replace("notes/", "")
    with walking(town, tmp_path, "enterprise", width=390) as page:
        page.goto(address.replace("/en/", "/zh-hans/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("工厂附近桥梁垮塌")
        expect(page.locator("main")).not_to_contain_text("Two agencies say so.")
        expect(page.locator("main")).not_to_contain_text("Made up for a test.")
        no_faults(page)


PAGES = ("exposure/", "exposure/?samples=1", "exposure/?samples=1&by=event&currency=CNY", "assumptions/",
         "assumptions/set", "rates/", "rates/BOB/", "reported/", "incidents/", "incidents/new?region=IND&samples=1")


@pytest.mark.parametrize(("who", "prefix", "width"), [("office", "en", 1280), ("office", "zh-hans", 390)])
def test_axe_finds_nothing_on_the_pages_of_exposure_and_watches(town: Town, tmp_path: Path, who: str, prefix: str,
                                                                width: int) -> None:
    portal = town[0]
    with walking(town, tmp_path, who, width=width) as page:
        for address in PAGES:
            page.goto(portal.at(f"/{prefix}/risks/{address}"))
            assert page.locator("h1").count() == 1, address
            no_faults(page)


def test_an_enterprise_covers_its_project_and_answers_the_checklist_by_keys(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(portal.at("/en/risks/exposure/?samples=1"))
        page.get_by_role("link", name="Sample Crusher works, Pune").click()
        no_faults(page)
        before = page.locator("tbody tr", has_text="Coup").first.locator("td").nth(5).inner_text()
        page.get_by_role("link", name="Enter a cover").click()
        page.get_by_label("Type of cover").select_option("insurance")
        page.get_by_label("Provider").fill("an insurer")
        no_faults(page)
        page.get_by_role("button", name="Save").press("Enter")
        expect(page.locator("main")).to_contain_text("an insurer")
        after = page.locator("tbody tr", has_text="Coup").first.locator("td").nth(5).inner_text()
        assert before != after, "the cover takes away some of the loss"
        page.get_by_role("link", name="Checklist of a purchase").click()
        no_faults(page)
        page.locator(".checklist").first.get_by_role("link").first.click()
        page.get_by_label("Answer").select_option("no")
        no_faults(page)
        page.get_by_role("button", name="Save").press("Enter")
        expect(page.locator("main")).to_contain_text("stop: 1 item answered no")
        no_faults(page)
