"""The portal as people walk it, in a real browser: registers, a spreadsheet, two persons who publish, a country's page.

Signing in, claims and invitations are walked in ``membership/test_journey.py``, studies and reports in ``runs``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.portal.serving import copy_of, serving, sessions_of
from tests.portal.walking import Town, walking

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def town(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the case and the samples, and a session of each sample account."""
    with serving(copy_of(filled_workspace, tmp_path_factory.mktemp("town") / "workspace")) as portal:
        yield portal, sessions_of(portal)


def test_an_officer_keeps_a_register(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "officer") as page:
        page.goto(portal.at("/en/registers/projects/"))
        page.get_by_role("link", name="Add", exact=True).click()
        page.get_by_label("Name in English").fill("Walked Bridge")
        page.get_by_label("Name in Chinese").fill("步行桥")
        page.get_by_label("Countries").fill("Kenya; Uganda")
        page.get_by_label("Value", exact=True).fill("12500000")
        page.get_by_label("Currency").fill("USD")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Walked Bridge")
        expect(page.get_by_text("Kenya, Uganda")).to_be_visible()

        page.get_by_role("link", name="Edit", exact=True).click()
        page.get_by_label("Value", exact=True).fill("13000000")
        page.get_by_role("button", name="Save").click()  # without a reason nothing is saved, nothing typed is lost
        expect(page.get_by_label("Value", exact=True)).to_have_value("13000000")
        page.get_by_label("Reason").fill("the signed contract says so")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="History").click()
        expect(page.get_by_text("the signed contract says so")).to_be_visible()
        expect(page.locator("ins", has_text="13,000,000")).to_be_visible()

        page.goto(portal.at("/en/registers/projects/?country=UGA&q=walked"))
        expect(page.get_by_text("1 record")).to_be_visible()
        page.get_by_role("link", name="Export", exact=True).click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="CSV").click()
        table = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        assert "Walked Bridge" in table
        assert "步行桥" in table

        page.goto(portal.at("/en/registers/projects/?q=walked"))
        page.get_by_role("link", name="Walked Bridge").click()
        page.get_by_role("link", name="Retire").click()
        page.get_by_label("Reason").fill("entered by mistake")
        page.get_by_role("button", name="Retire").click()
        page.get_by_role("button", name="Bring back").click()
        expect(page.get_by_role("link", name="Retire")).to_be_visible()


def test_a_spreadsheet_is_mended_and_written(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    file = tmp_path / "products.csv"
    with walking(town, tmp_path, "officer") as page:
        page.goto(portal.at("/en/registers/products/import"))
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Template, CSV").click()
        head = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()[0].split(",")

        def send(code: str) -> None:
            row = {"name_en": "Walked pump", "hs_code": code}
            file.write_text(",".join(head) + "\n" + ",".join(row.get(name, "") for name in head) + "\n",
                            encoding="utf-8")
            page.goto(portal.at("/en/registers/products/import"))
            page.get_by_label("File").set_input_files(file)
            page.get_by_role("button", name="Check").click()

        send("84x")
        expect(page.get_by_text("84x").first).to_be_visible()
        send("841370")
        page.get_by_label("Reason").fill("a test of the way in")
        page.get_by_role("button", name="Write").click()
        expect(page.get_by_text("Written: 1 added")).to_be_visible()
        page.goto(portal.at("/en/registers/products/?q=walked"))
        expect(page.get_by_role("link", name="Walked pump")).to_be_visible()


def test_two_persons_publish_and_a_visitor_finds(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path, "contributor") as page:
        page.goto(portal.at("/zh-hans/review/new/fact?countries=KEN&section=risks"))
        page.locator("[name=name_en]").fill("Walked levy")
        page.locator("[name=name_zh]").fill("步行税")
        page.locator("[name=summary_zh]").fill("对设备进口征收步行税。")
        page.locator("[name=source]").fill("Gazette 12/2026")
        page.locator("[name=review_due]").fill("2099-01-01")
        page.get_by_role("button", name="保存草稿").click()
        page.get_by_role("button", name="提交审核").click()
    with walking(town, tmp_path, "office") as page:
        page.goto(portal.at("/en/"))
        page.get_by_role("link", name="Drafts of others to review").click()
        page.get_by_role("link", name="Walked levy").first.click()
        page.locator("[name=verdict][value=publish]").check()
        page.get_by_role("button", name="Decide").click()
        expect(page.get_by_role("alert")).to_have_count(0)
    with walking(town, tmp_path, width=390) as page:
        page.goto(portal.at("/zh-hans/"))
        page.get_by_role("searchbox").fill("步行税")
        expect(page.locator("#suggested li").first).to_be_visible()


def test_a_countrys_page_is_walked_by_keyboard(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    with walking(town, tmp_path) as page:
        page.goto(portal.at("/en/countries/KEN/"))
        section = page.locator("#market-demand")
        tab = section.get_by_role("link", name="Table")
        tab.focus()
        page.keyboard.press("Enter")
        expect(section.get_by_role("table").first).to_be_visible()
        assert "market-demand=table" in page.url
        expect(section.get_by_role("link", name="Table")).to_be_focused()
        page.get_by_role("link", name="中文").click()
        assert "market-demand=table" in page.url
        expect(page.get_by_role("heading", level=1)).to_have_text("肯尼亚")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
