"""Reports and runs in Chromium, under the portal's own policy: numbers are traced by mouse and by keys."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.browser import browser_context, watched
from tests.portal.runs.conftest import CASE
from tests.portal.serving import Portal, copy_of, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def read(loaded: Path, prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal with a case and its report."""
    workspace = copy_of(prepared_workspace, tmp_path_factory.mktemp("read") / "workspace")
    for part in ("cases", "reports", "version"):
        copy = shutil.copytree if (loaded / part).is_dir() else shutil.copy
        copy(loaded / part, workspace / part)
    with serving(workspace) as running:
        yield running


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with browser_context(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.mark.parametrize(("prefix", "source"), [("en", "Anyville Statistical Yearbook"), ("zh-hans", "某市统计年鉴")])
def test_a_number_shows_its_trace_by_mouse_and_by_keys(
    read: Portal, context: BrowserContext, prefix: str, source: str
) -> None:
    seen = watched(context)
    seen.page.goto(read.at(f"/{prefix}/reports/{CASE}/"))
    number = seen.page.locator('a.number[data-figure="sales.share.2015"]').first
    expect(number).to_have_attribute("aria-haspopup", "dialog")
    dialog = seen.page.locator("dialog.trace")
    number.click()
    expect(dialog).to_be_visible()
    expect(dialog.locator(".value")).to_contain_text("16.0")
    expect(dialog.locator(".formula")).to_contain_text("100")
    expect(dialog.get_by_role("button").first).to_be_visible()
    seen.page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(number).to_be_focused()
    seen.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.locator("ol button").first.focus()
    seen.page.keyboard.press("Enter")
    expect(dialog.locator(".inside")).to_contain_text(source)
    assert seen.complaints == []
    assert all(request.startswith(read.address) for request in seen.requests)
    seen.page.close()


def test_the_reports_style_changes_nothing_of_the_portals_frame(read: Portal, context: BrowserContext) -> None:
    measure = """() => ["header.masthead", "header.masthead .rooms a", "footer", "main h1", ".path"].map((one) => {
        const style = getComputedStyle(document.querySelector(one));
        return ["fontSize", "fontFamily", "color", "backgroundColor", "padding", "margin", "display"].map((name) =>
            style[name]);
    })"""
    page = context.new_page()
    page.goto(read.at(f"/en/reports/{CASE}/"))
    expect(page.locator("a.number[aria-haspopup]").first).to_be_attached()
    with_style = page.evaluate(measure)
    page.evaluate("() => document.querySelector('link[href*=\"/reports/assets/\"]').remove()")
    assert page.evaluate(measure) == with_style
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_report_is_no_wider_than_its_window_and_axe_finds_nothing(read: Portal, tmp_path: Path, width: int) -> None:
    with browser_context(tmp_path / "profile", width=width) as context:
        page = context.new_page()
        for path in (f"/en/reports/{CASE}/", "/en/reports/", "/en/questions/"):
            page.goto(read.at(path))
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            found = Axe().run(page).response["violations"]
            assert [each for each in found if each["impact"] in ("serious", "critical")] == [], json.dumps(found)[:2000]


def test_without_script_a_number_leads_to_its_row_in_the_annex(read: Portal, tmp_path: Path) -> None:
    with browser_context(tmp_path / "profile", scripts=False) as context:
        page = context.new_page()
        page.goto(read.at(f"/en/reports/{CASE}/"))
        page.locator('a.number[data-figure="sales.share.2015"]').first.click()
        assert re.search(r"#annex\.numbers/sales\.share\.2015$", page.url)
