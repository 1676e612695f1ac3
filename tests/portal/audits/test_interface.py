"""Findings and decisions for programs: the same rights as the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from outward_portal.accounts.requests import Act
from outward_portal.audits import actions
from outward_portal.records.cases import access_to
from tests.portal.api.calling import Program
from tests.portal.audits.conftest import CASE, CELL, TRUE, finding_of, newest
from tests.portal.people import People

pytestmark = pytest.mark.django_db


def told(program: Program, query: str = "") -> dict[str, object]:
    answer = program.get(f"/cases/{CASE}/audit{query}")
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.content)
    return found


def test_a_program_reads_findings_and_decisions(people: People, workspace: Path) -> None:
    found = finding_of(people.analyst)
    actions.decide(Act(people.analyst, "a zqreason"), CASE, newest(workspace).name, found, "accept")
    for program, reason in ((Program(people.enterprise, "read"), "a zqreason"), (Program(), None)):
        items = told(program)["items"]
        assert isinstance(items, list)
        [item] = [each for each in items if CELL in each["suspects"]]
        assert (item["state"], item["repair"]) == ("accepted", {CELL: TRUE})
        assert (item["decision"] or {"reason": None})["reason"] == reason


def test_a_correction_changes_the_answer_and_its_tag(people: People, workspace: Path) -> None:
    program = Program()
    before = program.get(f"/cases/{CASE}/audit")
    found = finding_of(people.analyst)
    actions.correct(Act(people.analyst, "misread"), CASE, newest(workspace).name, found, {CELL: TRUE},
                    source="Yearbook", known_on="2026-03-01")
    after = program.get(f"/cases/{CASE}/audit", **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert json.loads(after.content)["release"] == newest(workspace).name
    earlier = told(program, "?as_of=2026-02-28")["items"]
    assert isinstance(earlier, list)
    assert [each["state"] for each in earlier if each["finding"] == found.finding.key] == ["corrected"]
    assert told(program, "?as_of=1999-01-01")["items"] == []


def test_what_is_asked_wrongly_and_what_is_closed_are_problems(people: People, workspace: Path) -> None:
    assert Program().get(f"/cases/{CASE}/audit?as_of=soon").status_code == 422
    assert Program().get("/cases/nowhere/audit").status_code == 404
    access = access_to(CASE)
    access.audience = "agencies"
    access.save()
    assert Program(people.enterprise, "read").get(f"/cases/{CASE}/audit").status_code == 404
    assert Program(people.analyst, "read").get(f"/cases/{CASE}/audit").status_code == 200
