"""An index as an analyst makes it in a real browser: a table sent, a weight moved by keys, a card, two versions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import browser_context
from tests.portal.serving import copy_of, serving, sessions_of
from tests.portal.test_accessibility import RULES
from tests.portal.walking import Town, walking
from tests.portal.workbench.indices import FRAMEWORK, table

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def town(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An empty portal with the sample accounts, and a session of each."""
    with serving(copy_of(prepared_workspace, tmp_path_factory.mktemp("ranked") / "workspace")) as portal:
        portal.run("sample_accounts")
        yield portal, sessions_of(portal)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A framework and a table, to be sent."""
    folder = tmp_path_factory.mktemp("files")
    framework, data = folder / "ports.toml", folder / "ports.csv"
    framework.write_text(FRAMEWORK, encoding="utf-8")
    data.write_bytes(table())
    return framework, data


def send(page: Page, files: tuple[Path, Path], title: str, *, button: str) -> None:
    """Fill in the form of a new index."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=framework]").select_option("own")
    page.locator("details.own summary").click()
    page.locator("[name=framework_file]").set_input_files(files[0])
    page.locator("[name=table]").set_input_files(files[1])
    page.get_by_role("button", name=button, exact=True).click()


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def order(page: Page) -> list[str]:
    return page.locator("table.ranking tbody th a").all_text_contents()


def test_an_analyst_ranks_moves_a_weight_by_keys_and_keeps_it(
    town: Town, files: tuple[Path, Path], tmp_path: Path
) -> None:
    portal = town[0]
    with walking(town, tmp_path, "analyst") as page:
        page.goto(portal.at("/en/workbench/"))
        no_faults(page)
        page.get_by_role("link", name="Make the first index").click()
        no_faults(page)
        send(page, files, "Ports", button="Rank them")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ports")
        expect(page.get_by_text("The data are made up")).to_be_visible()
        no_faults(page)

        saved = order(page)
        slider = page.get_by_label("Reach", exact=True)
        slider.focus()
        for _press in range(40):
            page.keyboard.press("ArrowRight")
        expect(page.locator("#weight-5-share")).to_have_text("75.0%")
        expect(slider).to_be_focused()
        expect(slider).to_have_attribute("aria-valuetext", "75.0%")
        expect(page.locator("#told")).to_contain_text("ranks differ from version 1")
        expect(page.locator("table.ranking .rise").first).to_contain_text("up")
        assert order(page) != saved
        expect(page.locator("table.ranking:not(.stale)")).to_be_visible()  # the bands follow by themselves
        expect(page.locator("#pending")).to_contain_text("1 weight")
        assert "w.reach=3" in page.url
        no_faults(page)

        page.get_by_label("Normalisation").select_option("rank")
        expect(page.locator("#pending")).to_contain_text("1 choice and 1 weight")
        moved = order(page)
        page.reload()
        assert order(page) == moved
        page.get_by_label("What is new in it").fill("reach first")
        page.get_by_role("button", name="Save as version 2").click()
        expect(page.get_by_text("Version 2 is saved.")).to_be_visible()
        assert order(page) == moved

        page.locator("table.ranking tbody th a").nth(2).click()
        expect(page.get_by_role("heading", name="Strengths")).to_be_visible()
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_role("heading", name="One indicator alone")).to_be_visible()
        no_faults(page)
        page.locator(".path").get_by_role("link", name="Ports", exact=True).click()
        page.get_by_role("link", name="Compare with version 1").click()
        expect(page.get_by_role("columnheader", name="Weights")).to_be_visible()
        expect(page.locator("figure.picture img")).to_be_visible()
        no_faults(page)
        page.locator(".path").get_by_role("link", name="Ports", exact=True).click()
        for name in ("Audit and sensitivity", "Charts"):
            page.get_by_role("link", name=name).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(name)
            no_faults(page)
            page.locator(".path").get_by_role("link", name="Ports", exact=True).click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="spec.toml").click()
        assert "weight = 3" in Path(waiting.value.path()).read_text(encoding="utf-8")

        page.context.clear_cookies()  # signed out meanwhile: the way in is a page, and no part of this one
        slider.press("Home")
        expect(page).to_have_url(re.compile(r"/account/login/"))


def test_a_bad_table_is_told_cell_by_cell_in_chinese_on_a_phone(
    town: Town, files: tuple[Path, Path], tmp_path: Path
) -> None:
    portal, bad = town[0], tmp_path / "bad.csv"
    bad.write_bytes(table().replace(b"40,15,90", b"many,15,90"))
    with walking(town, tmp_path, "officer", width=390) as page:
        page.goto(portal.at("/zh-hans/workbench/new"))
        send(page, (files[0], bad), "港口", button="计算排名")
        expect(page.locator("table.problems tbody tr")).to_have_count(2)
        expect(page.locator("[name=title]")).to_have_value("港口")
        expect(page.locator("[name=framework_text]")).to_have_value(FRAMEWORK)
        no_faults(page)
        page.locator("[name=table]").set_input_files(files[1])
        page.get_by_role("button", name="计算排名", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("港口")
        expect(page.get_by_role("link", name="甲港")).to_be_visible()
        no_faults(page)
        page.get_by_label("通达", exact=True).press("End")
        expect(page.locator("#told")).to_contain_text("与版本1不同")
        no_faults(page)
        page.get_by_role("link", name="甲港").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("甲港")
        no_faults(page)


def test_without_script_a_weight_is_moved_by_the_form(town: Town, files: tuple[Path, Path], tmp_path: Path) -> None:
    portal, sessions = town
    with browser_context(tmp_path / "profile", scripts=False) as context:
        context.add_cookies([{"name": "outward_session", "value": sessions["office"], "url": portal.address}])
        page = context.new_page()
        page.goto(portal.at("/en/workbench/new"))
        send(page, files, "Plain", button="Rank them")
        saved = order(page)
        page.get_by_label("Reach", exact=True).press("End")
        page.get_by_role("button", name="Update bands").click()
        expect(page.locator("#weight-5-share")).to_have_text("75.0%")
        assert order(page) != saved
        page.get_by_role("button", name="Save as version 2").click()
        expect(page.get_by_text("Version 2 is saved.")).to_be_visible()
