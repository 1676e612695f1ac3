"""An interest from being shown to its contract record: each step, who takes it, what it refuses, what it tells."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outward_portal.accounts.models import Sharing
from outward_portal.journal.entries import broken
from outward_portal.journal.models import Entry
from outward_portal.leads import actions
from outward_portal.leads.models import Interest, InterestNote, Lead
from outward_portal.notices.models import Occurrence
from outward_portal.records import actions as records
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Link
from outward_portal.registers.models import Project
from tests.portal.leads.board import Board, day, make_lead
from tests.portal.people import browser_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def contract(**values: Any) -> dict[str, Any]:
    return {"name_en": "Zqcontract", "name_zh": "", "type": "supply", "signed_on": TODAY(), "value": Decimal(9_000_000),
            "currency": "USD", "audience": "agencies", "source": "Zqsource", **values}


def offered(board: Board) -> Interest:
    found = board.take("officer", board.interest(), "follow")
    return board.take("enterprise", found, "offer", offered_on=TODAY(), offer=Decimal(9_500_000), currency="USD")


def test_a_lead_goes_to_a_contract_record(board: Board) -> None:
    interest = board.interest()
    assert (interest.state, interest.title_en, interest.who_en) == ("shown", "Zqlead ball mills", "Zqworks")
    interest = board.take("officer", interest, "follow", next_on=TODAY())
    assert (interest.state, interest.officer, interest.agency) == ("followed", board.people.officer,
                                                                    board.people.commerce)
    interest = board.take("enterprise", interest, "offer", offered_on=TODAY(), offer=Decimal(9_500_000), currency="USD")
    assert interest.state == "offered"
    interest = board.take("officer", interest, "won", "best price", **contract())
    project = Project.objects.get(pk=interest.project_id or 0)
    assert (interest.state, interest.outcome) == ("won", "best price")
    assert (project.enterprise_id, project.owner_id, project.stage, project.begins) == (
        board.works.pk, board.people.works.pk, "agreed", TODAY().isoformat())
    assert (project.countries, project.sector, project.value, project.currency) == (
        "KEN", "special-equipment", Decimal(9_000_000), "USD")
    assert Link.objects.filter(source=project.pk, target=board.lead.pk).count() == 1
    assert list(broken()) == []


def test_the_contract_record_and_the_step_stand_or_fall_together(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    interest = offered(board)
    monkeypatch.setattr("outward_portal.leads.steps._link", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        board.take("officer", interest, "won", **contract())
    interest.refresh_from_db()
    assert (interest.state, interest.project_id) == ("offered", None)
    assert not Project.objects.exists()


def test_an_enterprise_shows_its_interest_once(board: Board) -> None:
    board.interest()
    with pytest.raises(RefusedError, match="already"):
        board.interest()
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(lead=board.lead, enterprise=board.works)


@pytest.mark.parametrize("how", ["over", "retired", "sample"])
def test_a_lead_that_is_closed_or_made_up_takes_no_interest(board: Board, how: str) -> None:
    lead = make_lead(board.people, deadline=day(-1 if how == "over" else 5), is_sample=how == "sample")
    if how == "retired":
        records.retire(board.act("office", "gone"), lead)
    with pytest.raises(RefusedError):
        actions.show_interest(board.act("enterprise"), lead, board.works)


def test_an_interest_is_taken_back_and_shown_again_while_the_lead_is_open(board: Board) -> None:
    interest = board.take("enterprise", offered(board), "withdraw", "no people")
    assert (interest.state, interest.outcome) == ("withdrawn", "no people")
    interest = board.take("enterprise", interest, "again", "")
    assert (interest.state, interest.outcome, interest.officer, interest.offer) == ("shown", "", None, None)
    interest = board.take("enterprise", interest, "no-bid", "too far")
    board.lead.deadline = board.lead.open_until = day(-1)
    board.lead.save()
    with pytest.raises(RefusedError, match="no longer open"):
        board.take("enterprise", interest, "again", "")


@pytest.mark.parametrize(("state", "step"), [
    ("shown", "won"), ("shown", "lost"), ("followed", "follow"), ("offered", "offer"), ("offered", "no-bid"),
    ("won", "lost"), ("lost", "again"), ("won", "withdraw"),
])
def test_a_step_out_of_turn_is_refused(board: Board, state: str, step: str) -> None:
    interest = board.interest()
    Interest.objects.filter(pk=interest.pk).update(state=state)
    with pytest.raises(RefusedError, match="can no longer be done"):
        board.take("office" if step != "again" else "enterprise", interest, step)


@pytest.mark.parametrize(("who", "step", "may"), [
    ("enterprise", "follow", False), ("colleague", "withdraw", True), ("officer", "withdraw", False),
    ("rival", "withdraw", False), ("rival", "note", False), ("contributor", "follow", False),
    ("other_officer", "follow", True), ("administrator", "follow", False), ("analyst", "no-bid", False),
])
def test_a_step_is_taken_by_whom_the_table_names(board: Board, who: str, step: str, *, may: bool) -> None:
    interest = board.interest()
    values: dict[str, Any] = {"happened_on": TODAY(), "text": "Zq", "is_internal": False} if step == "note" else {}
    if may:
        board.take(who, interest, step, **values)
    else:
        with pytest.raises(RefusedError, match="may not"):
            board.take(who, interest, step, **values)


def test_it_is_handed_over_to_an_agency_whose_officers_take_it_up(board: Board) -> None:
    finance = board.people.other_officer.organisation
    interest = board.take("office", board.interest(), "follow", agency=finance)
    assert (interest.agency, interest.officer) == (finance, None)
    interest = board.take("other_officer", interest, "hand-over")
    assert (interest.state, interest.officer) == ("followed", board.people.other_officer)


def test_notes_for_the_leading_group_stay_with_it(board: Board) -> None:
    interest = board.interest()
    board.take("officer", interest, "note", happened_on=TODAY(), text="Zqinternal", is_internal=True)
    board.take("officer", interest, "note", happened_on=TODAY(), text="Zqopen", is_internal=False)
    with pytest.raises(RefusedError, match="Only the leading group"):
        board.take("enterprise", interest, "note", happened_on=TODAY(), text="Zq", is_internal=True)
    for who, sees in (("enterprise", {"Zqopen"}), ("officer", {"Zqopen", "Zqinternal"}), ("rival", set())):
        seen = InterestNote.objects.visible_to(getattr(board.people, who))
        assert set(seen.values_list("text", flat=True)) == sees
    page = browser_of(board.people.enterprise).get(f"/en/leads/interests/{interest.pk}/").content.decode()
    assert "Zqopen" in page
    assert "Zqinternal" not in page


def test_the_enterprises_history_tells_nothing_of_a_note_that_it_may_not_read(board: Board) -> None:
    interest = board.interest()
    for is_internal in (True, False):
        board.take("officer", interest, "note", f"Zqreason{is_internal}", happened_on=TODAY(), text="Zq",
                   is_internal=is_internal)
    told = Entry.objects.visible_to(board.people.enterprise).filter(action="interest.noted")
    assert [each.reason for each in told] == ["ZqreasonFalse"]
    assert Entry.objects.filter(action="interest.noted").count() == 2
    assert list(broken()) == []


@pytest.mark.parametrize("who", ["enterprise", "officer"])
def test_a_contract_is_filled_in_from_a_lead_only_as_far_as_that_is_still_shown(board: Board, who: str) -> None:
    interest = offered(board)
    Interest.objects.update(offer=None, currency="")
    Lead.objects.update(audience="agencies", counterparty_en="Zqcounter", value=Decimal(123_456))
    page = browser_of(getattr(board.people, who)).get(f"/en/workflows/interest/{interest.pk}/won").content.decode()
    assert ("123456" in page) == (who == "officer")
    project = board.take(who, interest, "won", **contract()).project
    assert project is not None
    assert (project.partners_en, project.countries) == (("Zqcounter", "KEN") if who == "officer" else ("", ""))


def test_who_shares_sees_and_does_not_move(board: Board) -> None:
    interest, now = board.interest(), timezone.now()
    assert not Interest.objects.visible_to(board.people.rival).exists()
    Sharing.objects.create(parent_id=board.people.works.pk, subsidiary_id=board.people.rival.organisation_id or 0,
                           parent_agreed_at=now, subsidiary_agreed_at=now)
    delattr(board.people.rival, "_viewer")  # as the next request would
    assert Interest.objects.visible_to(board.people.rival).get() == interest
    address = f"/en/leads/interests/{interest.pk}/"
    shown = {who: browser_of(getattr(board.people, who)).get(address).content.decode()
             for who in ("rival", "enterprise", "officer")}
    assert "Zqlead" in shown["rival"]
    assert {who: "Zqmessage" in text for who, text in shown.items()} == {
        "rival": False, "enterprise": True, "officer": True}, "the message is for the leading group"
    with pytest.raises(RefusedError, match="may not"):
        board.take("rival", interest, "withdraw")


def test_the_journal_keeps_that_it_was_done_and_nothing_that_was_written(board: Board) -> None:
    interest = board.interest()
    board.take("officer", interest, "note", happened_on=TODAY(), text="Zqtext", is_internal=False)
    told = [f"{entry.action} {entry.changes}" for entry in Entry.objects.filter(action__startswith="interest.")]
    assert len(told) == 2
    assert not [text for text in told if "Zqtext" in text or "Zqmessage" in text]
    assert not Entry.objects.filter(record=board.lead.pk, action__startswith="interest.").exists()


def test_each_move_is_told_once_to_the_enterprise_and_who_follows_it_up(board: Board) -> None:
    offered(board)
    told = list(Occurrence.objects.filter(kind__startswith="interest.").order_by("pk"))
    assert [each.kind for each in told] == ["interest.shown", "interest.followed", "interest.offered"]
    assert set(told[2].organisations.all()) == {board.people.works}
    assert set(told[2].users.all()) == {board.people.officer}
    assert not Occurrence.objects.filter(values__icontains="Zq").exists()


class TestPages:
    """The same through the pages, with what they refuse."""

    def test_the_whole_way(self, board: Board) -> None:
        enterprise, officer = browser_of(board.people.enterprise), browser_of(board.people.officer)
        answer = enterprise.post(f"/en/leads/{board.lead.pk}/interest", {"enterprise": board.works.pk, "message": "Hi"})
        page = answer.headers["Location"]
        key = Interest.objects.get().pk
        assert enterprise.get(page).status_code == 200
        assert enterprise.get(f"/en/leads/{board.lead.pk}/interest").headers["Location"] == page
        step = f"/en/workflows/interest/{key}/"
        assert officer.post(step + "follow", {"agency": "", "next_on": ""}).status_code == 302
        assert enterprise.post(step + "offer", {"offered_on": day(0), "offer": "9", "currency": ""}).status_code == 422
        assert enterprise.post(step + "offer", {"offered_on": day(1)}).status_code == 422
        given = {"offered_on": day(0), "offer": "9", "currency": "usd"}
        assert enterprise.post(step + "offer", given).status_code == 302
        form = {"name_en": "Zqcontract", "type": "supply", "signed_on": day(0), "audience": "agencies", "source": "s"}
        assert officer.post(step + "won", form).status_code == 422  # without a reason
        assert officer.post(step + "won", {**form, "audience": "office-only", "reason": "r"}).status_code == 422
        assert officer.post(step + "won", {**form, "reason": "r"}).status_code == 302
        assert "Zqcontract" in officer.get(page).content.decode()
        assert Interest.objects.get().state == "won"

    def test_nobody_shows_interest_for_another_enterprise(self, board: Board) -> None:
        rival = browser_of(board.people.rival)
        answer = rival.post(f"/en/leads/{board.lead.pk}/interest", {"enterprise": board.works.pk})
        assert answer.status_code == 422
        assert rival.post(f"/en/leads/{board.lead.pk}/interest", {"enterprise": str(10**30)}).status_code == 422
        assert not Interest.objects.exists()

    def test_dates_and_texts_that_mean_nothing_are_refused(self, board: Board) -> None:
        officer, key = browser_of(board.people.officer), board.interest().pk
        for values in ({"happened_on": "soon", "text": "x"}, {"happened_on": day(2), "text": "x"},
                       {"happened_on": day(0), "text": ""}, {"happened_on": day(0), "text": "x" * 2001}):
            assert officer.post(f"/en/workflows/interest/{key}/note", values).status_code == 422
        assert not InterestNote.objects.exists()

    def test_lists_are_narrowed(self, board: Board) -> None:
        interest = board.take("officer", board.interest(), "follow", next_on=TODAY() - timedelta(days=1))
        officer, other = browser_of(board.people.officer), browser_of(board.people.other_officer)
        assert "Zqlead" in officer.get("/en/leads/interests/?mine=1&due=1&running=1&state=followed").content.decode()
        assert "Zqlead" not in other.get("/en/leads/interests/?mine=1").content.decode()
        assert "Zqlead" not in officer.get("/en/leads/interests/?state=won").content.decode()
        rows = officer.get("/en/leads/interests.json?sort=next").json()["interests"]
        assert [(row["interest"], row["enterprise_en"], row["next_on"]) for row in rows] == [
            (interest.pk, "Zqworks", (TODAY() - timedelta(days=1)).isoformat())]
        assert b"Zqlead" not in browser_of(board.people.rival).get("/en/leads/interests.csv").content


def test_a_day_is_a_day() -> None:
    from django.core.exceptions import ValidationError

    from outward_portal.leads.days import validate_day

    validate_day(date(2026, 2, 28).isoformat())
    for text in ("2026-02-30", "2026-2-3", "2026", "20260203", "2026-W01-1"):
        with pytest.raises(ValidationError):
            validate_day(text)
