"""The list of findings, a finding's page, files, and who reads them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.conf import settings

from outward_portal.audits import keeping, queries
from outward_portal.records.cases import access_to
from tests.portal.audits.conftest import CASE, CELL, TRUE, address, finding_of, rows_of
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_the_findings_of_a_public_case_in_either_language(people: People, workspace: Path) -> None:
    browser = browser_of(people.visitor)
    english = browser.get(f"/en/audits/{CASE}/").content.decode()
    assert "A ratio does not follow from its two columns" in english
    assert CELL in english
    assert "250.0 / 220.00 × 100" in english
    chinese = browser.get(f"/zh-hans/audits/{CASE}/").content.decode()
    assert "比率与分子、分母不符" in chinese
    page = browser.get(address(finding_of(people.visitor), prefix="zh-hans")).content.decode()
    assert f"{CELL}（江苏，仪器仪表制造业，出口交货值，2015）" in page
    assert "name=\"verdict\"" not in page


def test_a_finding_has_the_same_key_when_the_audit_is_made_again(people: People, workspace: Path) -> None:
    before = [row.finding.key for row in rows_of(people.visitor)]
    assert len(set(before)) == len(before) == 2
    for file in Path(settings.FILES.audits).iterdir():
        file.unlink()
    assert [row.finding.key for row in rows_of(people.visitor)] == before


def test_an_audit_is_made_once_a_release(people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of(people.visitor)

    def never(*_: object) -> None:
        raise AssertionError("made twice")

    monkeypatch.setattr(queries, "audit_now", never)
    assert rows_of(people.visitor)
    assert rows_of(people.visitor, "2030-01-01")  # the same: nothing is known later


def test_the_list_is_narrowed_ordered_and_says_what_it_did_not_understand(people: People, workspace: Path) -> None:
    browser = browser_of(people.visitor)
    text = browser.get(f"/en/audits/{CASE}/?table=claims").content.decode()
    assert "6,8197" in text
    assert "250.0" not in text
    assert "250.0" in browser.get(f"/en/audits/{CASE}/?table=1&state=open&sort=-sure").content.decode()
    assert "250.0" in browser.get(f"/en/audits/{CASE}/?severity=error").content.decode()
    assert "No finding fits" in browser.get(f"/en/audits/{CASE}/?severity=warning").content.decode()
    assert "No finding fits" in browser.get(f"/en/audits/{CASE}/?state=dismissed").content.decode()
    odd = browser.get(f"/en/audits/{CASE}/?severity=awful&sort=price&as_of=yesterday")
    assert "severity, sort, as_of" in odd.content.decode()


def test_nothing_was_known_before_the_report_was_out(people: People, workspace: Path) -> None:
    page = browser_of(people.visitor).get(f"/en/audits/{CASE}/?as_of=1999-01-01")
    assert "Nothing was known by then" in page.content.decode()


def test_the_findings_are_taken_out_with_their_citation(people: People, workspace: Path) -> None:
    browser = browser_of(people.visitor)
    table = browser.get(f"/en/audits/{CASE}/download/csv?severity=error")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert {row["severity"] for row in rows} == {"error"}
    found = next(row for row in rows if CELL in row["suspects"].split(";"))
    assert json.loads(found["repair"]) == {CELL: TRUE}
    assert "release r0001" in found["citation"]
    told = json.loads(browser.get(f"/zh-hans/audits/{CASE}/download/json").content)
    assert told["findings"][0]["message_zh"]
    assert "小案例" in told["citation"]
    assert browser.get(f"/en/audits/{CASE}/download/pdf").status_code == 404


def test_a_case_that_is_closed_is_audited_for_nobody_else(people: People, workspace: Path) -> None:
    access = access_to(CASE)
    access.audience = "agencies"
    access.save()
    found = finding_of(people.analyst)
    for page in (f"/en/audits/{CASE}/", f"/en/audits/{CASE}/download/csv", address(found)):
        for person in ("visitor", "member", "enterprise", "provider", "administrator"):
            assert browser_of(getattr(people, person)).get(page).status_code == 404, (person, page)
        for person in ("officer", "office", "analyst", "contributor"):
            assert browser_of(getattr(people, person)).get(page).status_code == 200, (person, page)
    assert CASE not in browser_of(people.visitor).get("/en/audits/").content.decode()


def test_a_large_release_is_audited_in_the_background(people: People, workspace: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "AT_ONCE", 10)
    browser = browser_of(people.enterprise)
    page = browser.get(f"/en/audits/{CASE}/").content.decode()
    assert "has not been audited yet" in page
    assert "Audit it" not in browser_of(people.visitor).get(f"/en/audits/{CASE}/").content.decode()
    assert browser.post(f"/en/audits/{CASE}/ask").status_code == 302
    assert CELL in browser.get(f"/en/audits/{CASE}/").content.decode()
    for file in Path(settings.FILES.audits).iterdir():
        file.unlink()  # as after a restore
    another = browser_of(people.officer)
    assert another.post(f"/en/audits/{CASE}/ask", {"as_of": "2018-01-01"}, follow=True).status_code == 200
    assert CELL in another.get(f"/en/audits/{CASE}/").content.decode()
    monkeypatch.setattr(queries, "MOST", 11)
    for file in Path(settings.FILES.audits).iterdir():
        file.unlink()
    keeping._read.cache_clear()
    assert "outward audit small" in browser.get(f"/en/audits/{CASE}/").content.decode()


