"""What programs read and write of leads: the same rights as on the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outward_portal.leads.models import Interest
from tests.portal.leads.board import Board, make_lead
from tests.portal.people import browser_of

pytestmark = pytest.mark.django_db


def ask(board: Board, who: str, address: str, body: Any = None) -> Any:
    client = browser_of(getattr(board.people, who))
    if body is None:
        return client.get(f"/api/v1{address}")
    return client.post(f"/api/v1{address}", json.dumps(body), content_type="application/json")


def test_matches_are_told_with_their_reasons(board: Board) -> None:
    everybody = ask(board, "office", f"/leads/{board.lead.pk}/matches").json()
    assert (everybody["count"], everybody["of"]) == (2, 2)
    assert {reason["criterion"]: reason["says"] for reason in everybody["items"][0]["reasons"]} == {
        "sector": "same", "wanted": "same", "country": "unknown", "size": "unknown"}
    own = ask(board, "enterprise", f"/leads/{board.lead.pk}/matches").json()
    assert [item["enterprise"] for item in own["items"]] == [board.works.pk]
    assert ask(board, "analyst", f"/leads/{board.lead.pk}/matches").status_code == 403
    hidden = make_lead(board.people, audience="agencies")
    assert ask(board, "enterprise", f"/leads/{hidden.pk}/matches").status_code == 404


def test_interest_is_shown_and_moved_on(board: Board) -> None:
    address = f"/leads/{board.lead.pk}/interest"
    assert ask(board, "enterprise", address, {"enterprise": board.rivals.pk}).status_code == 422
    assert ask(board, "enterprise", address, {"enterprise": board.works.pk, "message": "x" * 1001}).status_code == 422
    for wrong in (10**30, 0, "x"):
        assert ask(board, "enterprise", address, {"enterprise": wrong}).status_code == 422, wrong
    assert ask(board, "enterprise", address, {"enterprise": board.works.pk, "message": "a\0b"}).status_code == 422
    assert ask(board, "officer", address, {"enterprise": board.works.pk}).status_code == 403
    made = ask(board, "enterprise", address, {"enterprise": board.works.pk, "message": "Hi"})
    assert made.status_code == 201
    key = made.json()["interest"]
    assert ask(board, "enterprise", address, {"enterprise": board.works.pk}).status_code == 409
    assert ask(board, "rival", f"/workflows/interest/{key}").status_code == 404
    steps = ask(board, "officer", f"/workflows/interest/{key}").json()["steps"]
    assert [step["key"] for step in steps] == ["follow", "note", "offer", "no-bid"]
    taken = ask(board, "officer", f"/workflows/interest/{key}/follow", {"fields": {}})
    assert taken.json()["state"] == "followed"
    assert ask(board, "rival", f"/workflows/interest/{key}/withdraw", {"reason": "r"}).status_code == 404
    assert Interest.objects.get().state == "followed"


def test_leads_are_read_in_their_register(board: Board) -> None:
    found = ask(board, "member", "/registers/leads/records").json()
    assert [item["name_en"] for item in found["items"]] == ["Zqlead ball mills"]
    assert found["items"][0]["open_until" if "open_until" in found["items"][0] else "deadline"]
