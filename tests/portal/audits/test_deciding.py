"""Accepting, dismissing and withdrawing: who may, with what reason, and what stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from outward_portal.accounts.requests import Act
from outward_portal.audits import actions
from outward_portal.audits.models import Decision
from outward_portal.journal.entries import broken
from outward_portal.journal.models import Entry
from outward_portal.records.cases import access_to
from outward_portal.records.errors import RefusedError
from tests.portal.audits.conftest import CASE, CELL, address, finding_of, newest, rows_of
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db

DECIDES = {"officer", "other_officer", "office", "analyst"}


def decided(people: People, workspace: Path, verdict: str = "dismiss") -> Decision:
    return actions.decide(Act(people.analyst, "a matter of definition"), CASE, newest(workspace).name,
                          finding_of(people.analyst), verdict)


def post(browser: Client, page: str, **values: str) -> int:
    return browser.post(address(finding_of(None), page), values).status_code


def test_the_leading_group_and_analysts_decide_and_nobody_else(people: People, workspace: Path) -> None:
    for name, person in people.everybody().items():
        status = post(browser_of(person), "decide", verdict="accept", reason="so says the yearbook")
        found = Decision.objects.filter(withdrawn_at__isnull=True)
        assert found.exists() == (name in DECIDES), name
        assert status == 302 if name in DECIDES or name == "visitor" else status == 403, name
        found.delete()


def test_a_decision_takes_a_reason_and_a_verdict(people: People, workspace: Path) -> None:
    browser = browser_of(people.analyst)
    assert post(browser, "decide", verdict="accept") == 422
    assert post(browser, "decide", reason="because") == 422
    assert post(browser, "decide", verdict="correct", reason="because") == 422
    assert not Decision.objects.exists()


def test_a_decision_is_told_by_page_list_and_journal(people: People, workspace: Path) -> None:
    found = finding_of(people.analyst)
    browser = browser_of(people.analyst)
    assert browser.post(address(found, "decide"), {"verdict": "dismiss", "reason": "the zqreason"}).status_code == 302
    assert "the zqreason" in browser.get(address(found)).content.decode()
    assert CELL in browser.get(f"/en/audits/{CASE}/?state=dismissed").content.decode()
    entry = Entry.objects.get(action="finding.dismissed")
    assert (entry.actor, entry.reason) == (people.analyst, "the zqreason")
    assert list(broken()) == []
    enterprise = browser_of(people.enterprise).get(address(found)).content.decode()
    assert "the zqreason" in enterprise
    assert people.analyst.name not in enterprise
    visitor = browser_of(people.visitor)
    assert "the zqreason" not in visitor.get(address(found)).content.decode()
    assert "the zqreason" not in visitor.get(f"/en/audits/{CASE}/download/json").content.decode()
    assert ">dismissed<" in visitor.get(address(found)).content.decode()


def test_two_decisions_on_one_finding_do_not_stand_side_by_side(people: People, workspace: Path) -> None:
    decided(people, workspace)
    with pytest.raises(RefusedError, match="meanwhile"):
        decided(people, workspace, "accept")
    assert Decision.objects.count() == 1
    assert Entry.objects.filter(action__startswith="finding.").count() == 1


def test_a_decision_is_withdrawn_with_a_reason_and_stays_in_the_history(people: People, workspace: Path) -> None:
    decided(people, workspace)
    browser = browser_of(people.office)
    assert post(browser, "withdraw", reason="") == 422
    assert post(browser, "withdraw", reason="the yearbook came") == 302
    found = finding_of(people.office)
    assert found.state == "open"
    page = browser.get(address(found)).content.decode()
    assert "a matter of definition" in page
    assert "the yearbook came" in page
    assert post(browser, "withdraw", reason="again") == 404
    assert decided(people, workspace, "accept").pk
    assert finding_of(people.office).state == "accepted"


def test_a_closed_case_closes_its_decisions(people: People, workspace: Path) -> None:
    page = address(finding_of(people.office), "decide")
    decision = decided(people, workspace)
    access = access_to(CASE)
    access.audience = "agencies"
    access.save()
    for name, person in people.everybody().items():
        seen = Decision.objects.visible_to(person).filter(pk=decision.pk).exists()
        assert seen == (name in {"officer", "other_officer", "office", "contributor", "analyst"}), name
    assert browser_of(people.enterprise).post(page, {"verdict": "accept", "reason": "x"}).status_code == 404


def test_a_decision_is_shown_where_its_finding_is_no_longer_found(people: People, workspace: Path) -> None:
    decision = decided(people, workspace)
    told = {**decision.told, "finding": {**decision.told["finding"], "key": "f" * 32}}
    Decision.objects.filter(pk=decision.pk).update(finding="f" * 32, told=told)
    gone = [row for row in rows_of(people.analyst) if not row.is_found]
    assert [row.decision for row in gone] == [decision]
    assert "no longer found" in browser_of(people.analyst).get(address(gone[0])).content.decode()
