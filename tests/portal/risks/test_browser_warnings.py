"""Warnings as the office works with them in a real browser: an alert dealt with by keys, other costs tried, a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import browser_context
from tests.portal.serving import copy_of, serving, sessions_of
from tests.portal.test_accessibility import RULES
from tests.portal.walking import Town, walking

pytestmark = pytest.mark.browser
_ROOT = Path(__file__).resolve().parents[3]
_PUBLISH = f"""
import sys
sys.path.insert(0, {str(_ROOT)!r})
from outward_portal.accounts.models import User
from tests.portal.risks.outlooks import published
published(User.objects.get(email__startswith="office@"), is_synthetic=True)
"""
PAGES = ("", "alerts/1/", "alerts/new", "countries/", "countries/KAZ/", "countries/UZB/", "countries/FRA/", "record/",
         "record/coup/", "record/expropriation/", "levels/?kind=political&watch=200&warning=40&alarm=5", "panel/")


@pytest.fixture(scope="module")
def town(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the sample accounts and a made-up outlook, and a session of each account."""
    with serving(copy_of(prepared_workspace, tmp_path_factory.mktemp("warned") / "workspace")) as portal:
        portal.run("sample_accounts")
        portal.python(_PUBLISH)
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390)])
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(
    town: Town, tmp_path: Path, language: str, width: int
) -> None:
    with walking(town, tmp_path, "office", width=width) as page:
        for name in PAGES:
            page.goto(town[0].at(f"/{language}/risks/{name}"))
            for each in page.locator("details").all():
                each.evaluate("one => one.open = true")
            no_faults(page)


def test_an_alert_is_dealt_with_by_keys_and_its_history_tells_it(town: Town, tmp_path: Path) -> None:
    with walking(town, tmp_path, "office") as page:
        page.goto(town[0].at("/en/risks/"))
        page.get_by_role("link", name="Kazakhstan").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Coup attempt: Kazakhstan")
        expect(page.get_by_text("made up").first).to_be_visible()
        page.get_by_role("button", name="Acknowledge").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main .message.success")).to_have_text("Saved.")
        page.get_by_role("button", name="Write down the assessment").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Write it down, for whoever reads this alert later.").first).to_be_visible()
        page.locator("[name=assessed-note]").fill("Two contracts are at stake; the mission was asked.")
        page.get_by_role("button", name="Write down the assessment").press("Enter")
        expect(page.locator(".history")).to_contain_text("Two contracts are at stake")
        page.get_by_role("link", name="The whole record").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Record: Coup attempt")


def test_costs_are_tried_and_saved_without_script(town: Town, tmp_path: Path) -> None:
    portal, sessions = town
    with browser_context(tmp_path / "plain", scripts=False) as context:
        context.add_cookies([{"name": "outward_session", "value": sessions["office"], "url": portal.address}])
        page = context.new_page()
        page.goto(portal.at("/en/risks/levels/?kind=economic"))
        page.locator("[name=alarm]").fill("5")
        page.get_by_role("button", name="Show what they would have done").click()
        expect(page.get_by_role("cell", name="tried").first).to_be_visible()
        page.locator("[name=reason]").fill("An alarm costs much here.")
        page.get_by_role("button", name="Let them hold").click()
        expect(page.locator("main .message.success")).to_contain_text("Saved.")
        expect(page.locator(".history")).to_contain_text("An alarm costs much here.")
