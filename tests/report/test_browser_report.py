"""report.html in Chromium: opened from disk, read by mouse and by keys, in both languages, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from outward.report.build import build_report
from outward.report.document import Table, TableCell, TableRow, Text
from outward.report.html import render_html
from outward.vocabulary.labels import LANGUAGES, Language
from tests.browser import Watched, browser_context, watched
from tests.worlds.results import result

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up case's report in both languages, as ``outward report`` lays it out."""
    reports = tmp_path_factory.mktemp("reports")
    for language, other in zip(LANGUAGES, reversed(LANGUAGES), strict=True):
        document = build_report([result()], language=language).document
        hostile = TableRow("hostile", (TableCell((Text("=1+1"),)), TableCell((Text("…"),)), TableCell((Text("@x"),)),
                                       TableCell((Text('a "b", c'),))))
        blocks = tuple(replace(block, rows=(*block.rows[:-1], hostile, block.rows[-1]))
                       if isinstance(block, Table) and block.id == "table.sales" else block
                       for block in document.blocks)
        (reports / language).mkdir()
        (reports / language / "report.html").write_bytes(
            render_html(replace(document, blocks=blocks), alternate=f"../{other}/report.html"))
    return reports


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Chromium with a window of usual size."""
    with browser_context(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def seen(context: BrowserContext) -> Iterator[Watched]:
    """A page whose complaints and requests are checked when the test is over."""
    opened = watched(context)
    yield opened
    assert opened.complaints == []
    assert all(request.startswith(("file:", "blob:")) for request in opened.requests)
    opened.page.close()


def report(seen: Watched, folder: Path, language: Language) -> Page:
    """Open a report from disk."""
    seen.page.goto((folder / language / "report.html").as_uri())
    return seen.page


def test_it_opens_from_disk_and_asks_for_nothing_else(seen: Watched, folder: Path) -> None:
    page = report(seen, folder, "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pumps of Anyville (made-up data)")
    assert len(seen.requests) == 1


@pytest.mark.parametrize(("language", "words"), [("en", "Formula"), ("zh", "计算公式")])
def test_a_click_on_a_number_opens_its_trace_down_to_the_printed_cell(
    seen: Watched, folder: Path, language: Language, words: str
) -> None:
    page = report(seen, folder, language)
    page.locator('main p a.number[data-figure="sales.pumps.share.2015"]').first.click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("heading", name=words)).to_be_visible()
    assert re.sub(r"\s+", " ", panel.locator(".formula").inner_text()) == "100 × 120.53 ÷ 197.53 = 61.0"
    panel.locator(".formula button", has_text="120.53").click()
    expect(panel.locator(".value")).to_contain_text("120.53")
    expect(panel).to_contain_text({"en": "Anyville Statistical Yearbook, Table 1, row 4, paragraph 12",
                                   "zh": "《某市统计年鉴》，表1，第4行，第12段"}[language])
    panel.get_by_role("button", name={"en": "Back", "zh": "返回"}[language]).click()
    expect(panel.locator(".value")).to_contain_text("61.0")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_keys_open_a_trace_and_escape_gives_the_focus_back(seen: Watched, folder: Path, key: str) -> None:
    page = report(seen, folder, "en")
    number = page.locator("main p a.number").first
    number.focus()
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(number).to_be_focused()


def test_a_trace_leads_to_the_annex(seen: Watched, folder: Path) -> None:
    page = report(seen, folder, "en")
    page.locator("main p a.number").first.click()
    page.get_by_role("link", name="Row in the annex of numbers").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("tr:target")).to_be_in_viewport()


def test_without_script_a_number_links_to_its_row(folder: Path, tmp_path: Path) -> None:
    with browser_context(tmp_path, scripts=False) as context:
        page = report(watched(context), folder, "en")
        expect(page.locator("#search")).to_be_hidden()
        page.locator("main p a.number").first.click()
        expect(page.locator("tr:target")).to_be_in_viewport()
        expect(page.locator("tr:target")).to_contain_text("19.753")


def test_a_table_sorts_by_number_with_totals_and_gaps_last(seen: Watched, folder: Path) -> None:
    page = report(seen, folder, "en")
    table = page.locator('[id="table.sales"]')
    header = table.get_by_role("columnheader").nth(1)

    def labels() -> list[str]:
        return [text.split("\n")[0] for text in table.locator("tbody th").all_inner_texts()]

    assert labels() == ["Pumps", "Valves", "Gears", "=1+1", "Total"]
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert labels() == ["Gears", "Valves", "Pumps", "=1+1", "Total"]
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert labels() == ["Pumps", "Valves", "Gears", "=1+1", "Total"]
    header.get_by_role("button").press("Enter")
    expect(header).not_to_have_attribute("aria-sort", re.compile(".*"))
    assert labels() == ["Pumps", "Valves", "Gears", "=1+1", "Total"]


def test_a_table_downloads_as_csv_with_its_citation_and_no_live_formula(
    seen: Watched, folder: Path, tmp_path: Path
) -> None:
    page = report(seen, folder, "zh")
    with page.expect_download() as started:
        page.locator('[id="table.sales"]').get_by_role("button", name="下载CSV").click()
    started.value.save_as(tmp_path / "table.csv")
    assert started.value.suggested_filename == "table-2.1.csv"
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "表2.1 分行业销售产值"
    assert lines[2:6] == ["行业,工业销售产值（亿元）,占总额比重（%）,说明", "泵业,120.53,61.0,稳定", "阀门业,57.00,…,…",
                          "齿轮业,20.00,…,…"]
    assert lines[6] == """'=1+1,…,'@x,"a ""b"", c\""""
    assert lines[-1] == "引用格式：某市泵业诊断报告（虚构数据），2016-12-31，表2.1 分行业销售产值"


@pytest.mark.parametrize(("language", "wanted", "found"), [
    ("en", "above designated", "1 found"), ("zh", "规模以上", "1项结果")])
def test_search_finds_sentences_and_jumps_by_keys(
    seen: Watched, folder: Path, language: Language, wanted: str, found: str
) -> None:
    page = report(seen, folder, language)
    box = page.get_by_role("searchbox")
    box.fill(wanted)
    expect(page.locator("#search output")).to_have_text(found)
    box.press("Enter")
    expect(page.locator(".sentence:target")).to_be_in_viewport()
    box.press("Escape")
    expect(page.locator("#search li")).to_have_count(0)


def test_search_finds_headings_tables_and_numbers_by_id_and_says_when_there_is_nothing(
    seen: Watched, folder: Path
) -> None:
    page = report(seen, folder, "en")
    box = page.get_by_role("searchbox")
    for words, kind in (("by sector", "Contents"), ("sales by sector", "Table"), ("sales.effective", "annex")):
        box.fill(words)
        expect(page.locator("#search li").filter(has_text=kind).first).to_be_visible()
    box.press("ArrowDown")
    expect(page.locator("#search li a").first).to_be_focused()
    box.fill("no such words")
    expect(page.locator("#search output")).to_have_text("Nothing found")


def test_the_other_language_is_one_click_away(seen: Watched, folder: Path) -> None:
    page = report(seen, folder, "en")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("某市泵业诊断报告（虚构数据）")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_the_contents_mark_the_chapter_that_is_read(seen: Watched, folder: Path) -> None:
    page = report(seen, folder, "en")
    page.locator(".contents a", has_text="Charts").click()
    expect(page.locator(".contents [aria-current]")).to_contain_text("Charts")


def test_the_skip_link_comes_first(seen: Watched, folder: Path) -> None:
    page = report(seen, folder, "en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(folder: Path, tmp_path: Path, language: Language, dark: bool) -> None:
    with browser_context(tmp_path, dark=dark) as context:
        page = report(watched(context), folder, language)
        assert _violations(page) == []
        page.locator("main p a.number").first.click()
        page.locator("details").first.evaluate("each => each.open = true")
        assert _violations(page) == []


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found.response["violations"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_window_scrolls_in_one_direction(folder: Path, tmp_path: Path, language: Language) -> None:
    with browser_context(tmp_path, width=320, height=640) as context:
        page = report(watched(context), folder, language)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.locator("main p a.number").first.click()
        box = page.get_by_role("dialog").bounding_box()
        assert box is not None
        assert box["width"] <= 320


def test_print_shows_no_controls_and_keeps_header_cells(seen: Watched, folder: Path) -> None:
    page = report(seen, folder, "en")
    page.emulate_media(media="print")
    for control in (".search", ".contents", ".tools", "thead button"):
        expect(page.locator(control).first).to_be_hidden()
    header = page.locator('[id="table.sales"] thead th').first
    assert header.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Sector"'
