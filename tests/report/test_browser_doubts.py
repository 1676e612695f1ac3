"""The sign of doubt in Chromium: followed by mouse and from a trace, left out of what is sorted or taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from outward.report.build import build_report
from outward.report.html import render_html
from outward.vocabulary.labels import LANGUAGES
from tests.browser import browser_context
from tests.worlds.doubts import doubted

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up report with its doubts, in both languages."""
    reports = tmp_path_factory.mktemp("reports")
    for language in LANGUAGES:
        (reports / f"{language}.html").write_bytes(render_html(build_report(doubted(), language=language).document))
    return reports


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Chromium with a window of usual size."""
    with browser_context(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, folder: Path) -> Iterator[Page]:
    """The English report."""
    opened = context.new_page()
    opened.goto((folder / "en.html").as_uri())
    yield opened
    opened.close()


def test_a_sign_leads_to_its_finding(page: Page) -> None:
    page.locator('[id="table.sales"] a.doubt').first.click()
    expect(page.locator("tr:target")).to_be_in_viewport()
    expect(page.locator("tr:target th")).to_have_text("F1")


def test_a_sign_says_what_it_means_to_who_does_not_see_it(page: Page) -> None:
    named = page.get_by_role("link", name="rests on a contradictory number: see F1, F2 in annex A")
    assert named.count() > 3


def test_a_trace_leads_to_the_finding(page: Page) -> None:
    page.locator('[id="table.sales"] a.number').first.click()
    page.get_by_role("dialog").get_by_role("link", name="F2").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("tr:target th")).to_have_text("F2")


def test_digits_stay_beneath_one_another(page: Page) -> None:
    cells = page.locator('[id="table.sales"] tbody tr td:nth-child(2) a.number')
    boxes = [cells.nth(place).bounding_box() for place in range(cells.count())]
    ends = {round(box["x"] + box["width"]) for box in boxes if box}
    assert len(ends) == 1


def test_a_downloaded_table_and_the_search_leave_signs_out(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as started:
        page.locator('[id="table.sales"]').get_by_role("button", name="Download CSV").click()
    started.value.save_as(tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[3] == "Pumps,120.53,61.0,steady"
    page.get_by_role("searchbox").fill("61.0% of industrial sales value")
    expect(page.locator("#search output")).to_have_text("1 found")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_with_signs_are_accessible_and_do_not_run_over(
    context: BrowserContext, folder: Path, language: str, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((folder / f"{language}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
    page.close()
