"""An audit as people walk it, in a real browser: read beside the report, accepted, dismissed, corrected."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.portal.serving import Portal, copy_of, serving, sessions_of
from tests.portal.walking import Town, walking

pytestmark = pytest.mark.browser

CASE = "liaoning"
SOURCE = "中国工业统计年鉴2016，第31页"


@pytest.fixture(scope="module")
def town(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A portal with the case and the samples, and a session of each sample account."""
    with serving(copy_of(filled_workspace, tmp_path_factory.mktemp("audited") / "workspace")) as portal:
        yield portal, sessions_of(portal)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A finding of the bundled case that names a cell with its likely reading, whatever the audit finds first."""

    key: str
    rule: str
    cell: str
    printed: str
    likely: str


def wanted(portal: Portal) -> Wanted:
    with urllib.request.urlopen(portal.at(f"/en/audits/{CASE}/download/json")) as answer:
        findings = json.load(answer)["findings"]
    for each in findings:
        texts = {cell["id"]: cell["text"] for cell in each["cells"]}
        for cell, likely in each["repair"].items():
            if ":" in cell and cell in texts and each["arithmetic"] and each["severity"] == "error":
                return Wanted(each["finding"], each["rule_zh"], cell, texts[cell], likely)
    raise LookupError("the audit of the bundled case names no cell with a likely reading")


def no_wider_than_the_window(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_reader_sees_a_finding_in_chinese_on_a_phone(town: Town, tmp_path: Path) -> None:
    finding = wanted(town[0])
    with walking(town, tmp_path, width=390) as page:
        page.goto(town[0].at("/zh-hans/reports/"))
        page.get_by_role("link", name="数据审核：").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("数据审核")
        no_wider_than_the_window(page)
        page.locator(f'table.findings a[href*="{finding.key}"]').click()
        expect(page.get_by_role("heading", level=1)).to_have_text(finding.rule)
        expect(page.locator(".sums").first).to_be_visible()
        expect(page.get_by_role("cell", name=finding.printed, exact=True).first).to_be_visible()
        expect(page.get_by_role("cell", name=finding.likely, exact=True).first).to_be_visible()
        no_wider_than_the_window(page)


def test_an_analyst_accepts_dismisses_and_corrects(town: Town, tmp_path: Path) -> None:
    portal, finding = town[0], wanted(town[0])
    with walking(town, tmp_path, "analyst") as page:
        page.goto(portal.at(f"/zh-hans/audits/{CASE}/?severity=warning"))
        page.locator("table.findings tbody th a").first.click()
        page.locator("[name=verdict][value=dismiss]").check()
        page.get_by_role("button", name="处理").click()
        expect(page.locator("[name=verdict][value=dismiss]")).to_be_checked()  # without a reason nothing is saved
        page.locator("[name=reason]").fill("口径不同")
        page.get_by_role("button", name="处理").click()
        expect(page.get_by_text("口径不同")).to_be_visible()
        expect(page.locator(".state-dismissed")).to_be_visible()
        page.get_by_role("link", name="撤回处理").click()
        page.locator("[name=reason]").fill("再核对一次")
        page.get_by_role("button", name="撤回").click()
        expect(page.locator(".state-open")).to_be_visible()
        page.locator("[name=verdict][value=accept]").check()
        page.locator("[name=reason]").fill("确有差错")
        page.get_by_role("button", name="处理").click()
        expect(page.locator(".state-accepted")).to_be_visible()

        page.goto(portal.at(f"/zh-hans/audits/{CASE}/?state=open"))
        page.locator(f'table.findings a[href*="{finding.key}"]').click()
        page.get_by_role("link", name="更正数字").click()
        expect(page.get_by_label(finding.cell)).to_have_value(finding.likely)
        page.locator("[name=source]").fill(SOURCE)
        page.locator("[name=known_on]").fill("2026-03-01")
        page.locator("[name=reason]").fill("小数点错位")
        page.get_by_role("button", name="写入更正").click()
        expect(page.get_by_text("等待").or_(page.get_by_text("正在写入")).first).to_be_visible()
        portal.python(_WORK)
        page.reload()
        expect(page.get_by_text("该问题不再出现")).to_be_visible()
        expect(page.get_by_text(SOURCE).first).to_be_visible()
        readings = page.locator("table.readings tbody tr").filter(has_text=finding.cell)
        expect(readings.first).to_contain_text(finding.likely)
        expect(readings.nth(1)).to_contain_text(finding.printed)

        readings.nth(1).get_by_role("link").click()  # the audit as of the day of the printed report
        row = page.get_by_role("row").filter(has=page.locator(f'a[href*="{finding.key}"]'))
        expect(row).to_contain_text(finding.printed)
        expect(row).not_to_contain_text("不再出现")
        page.goto(portal.at(f"/zh-hans/audits/{CASE}/"))
        expect(row).to_contain_text("不再出现")


_WORK = """
from outward_portal.work.models import Job
from outward_portal.work.running import attempt
for job in Job.objects.filter(state="waiting"):
    attempt(job.pk, "test")
"""
