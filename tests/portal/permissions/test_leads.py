"""Who sees and does what of leads and interests: every role and channel, against tables written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from outward_portal.accounts.policy import may
from outward_portal.journal.models import Entry
from outward_portal.leads.models import Interest, InterestNote
from outward_portal.records.kinds import KINDS
from tests.portal.leads.board import Board, make_board
from tests.portal.people import browser_of, make_people
from tests.portal.permissions.expected import ROLES

pytestmark = pytest.mark.django_db

SEES: Final = {
    "visitor": "nothing", "member": "nothing", "enterprise": "open notes", "colleague": "open notes",
    "rival": "nothing", "provider": "nothing", "officer": "all notes", "other_officer": "all notes",
    "office": "all notes", "contributor": "nothing", "analyst": "nothing", "administrator": "nothing",
}
"""What each role sees of the works' interest; the contributor brought the lead."""

DOES: Final[dict[str, frozenset[str]]] = {
    "visitor": frozenset(), "member": frozenset(), "provider": frozenset(), "contributor": frozenset(),
    "analyst": frozenset(), "administrator": frozenset(), "rival": frozenset({"leads.for-us"}),
    "enterprise": frozenset({"leads.for-us", "interest.show", "interest.note", "interest.advance", "interest.decide"}),
    "colleague": frozenset({"leads.for-us", "interest.show", "interest.note", "interest.advance", "interest.decide"}),
    **dict.fromkeys(("officer", "other_officer", "office"), frozenset({
        "leads.matches", "leads.funnel", "interest.follow", "interest.note", "interest.note-internally",
        "interest.advance"})),
}
"""What each role may do, with the works and their interest."""

ADDS: Final = frozenset({"officer", "other_officer", "office", "contributor"})
"""The roles that add leads and events."""

OPENS: Final[dict[str, frozenset[str]]] = {
    "": frozenset(ROLES), "events/": frozenset(ROLES),
    "for-us/": frozenset({"enterprise", "colleague", "rival"}),
    "interests/": frozenset({"enterprise", "colleague", "rival", "officer", "other_officer", "office"}),
    "funnel/": frozenset({"officer", "other_officer", "office"}),
    "{lead}/enterprises/": frozenset({"officer", "other_officer", "office"}),
    "{lead}/interest": frozenset({"rival"}),  # the works are led on to the interest that they have shown
    "interests/{interest}/": frozenset({"enterprise", "colleague", "officer", "other_officer", "office"}),
}
"""The roles that each page opens to; of the others a visitor is asked to sign in, and the rest are refused."""


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Board, Interest]]:
    """An interest of the works in a lead that the mission brought, with a note of each kind and an offer."""
    with django_db_blocker.unblock(), transaction.atomic():
        board = make_board(make_people())
        mission = board.people.contributor.organisation
        board.lead.owner = mission
        board.lead.save()
        interest = board.interest("zqmessage")
        for text, is_internal in (("zqopen", False), ("zqinternal", True)):
            board.take("officer", interest, "note", happened_on=interest.shown_at.date(), text=text,
                       is_internal=is_internal)
        yield board, Interest.objects.get(pk=interest.pk)
        transaction.set_rollback(True)


def test_the_tables_name_every_role() -> None:
    assert set(SEES) == set(DOES) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_rows_are_seen_as_the_table_says(made: tuple[Board, Interest], role: str) -> None:
    board, interest = made
    user = getattr(board.people, role)
    assert Interest.objects.visible_to(user).filter(pk=interest.pk).exists() == (SEES[role] != "nothing")
    notes = set(InterestNote.objects.visible_to(user).values_list("text", flat=True))
    assert notes == {"nothing": set(), "open notes": {"zqopen"}, "all notes": {"zqopen", "zqinternal"}}[SEES[role]]


@pytest.mark.parametrize("role", ROLES)
def test_actions_are_allowed_as_the_table_says(made: tuple[Board, Interest], role: str) -> None:
    board, interest = made
    user = getattr(board.people, role)
    subjects: dict[str, Any] = {"interest.show": board.works}
    actions = {name for each in DOES.values() for name in each}
    assert {name for name in actions if may(user, name, subjects.get(name, interest))} == DOES[role]
    assert may(user, "record.create", KINDS["lead"]) == may(user, "record.create", KINDS["event"]) == (role in ADDS)


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_as_the_table_says(made: tuple[Board, Interest], role: str) -> None:
    board, interest = made
    client = browser_of(getattr(board.people, role))
    for address, roles in OPENS.items():
        status = client.get("/en/leads/" + address.format(lead=board.lead.pk, interest=interest.pk)).status_code
        assert (status == 200) == (role in roles), (address, status)


CHANNELS: Final = (
    "/en/leads/interests/", "/en/leads/interests.csv", "/en/leads/interests.json", "/en/leads/interests/{interest}/",
    "/en/leads/", "/en/leads/board.csv", "/en/leads/funnel.json", "/en/leads/{lead}/enterprises/", "/en/leads/for-us/",
    "/en/registers/leads/{lead}/", "/en/registers/leads/{lead}/history", "/en/registers/leads/export.json",
    "/en/registers/enterprises/{works}/", "/en/registers/enterprises/{works}/history", "/en/search/?q=zqmessage",
    "/en/",
    "/en/workflows/interest/{interest}/note", "/en/workflows/interest/{interest}/withdraw",
    "/api/v1/workflows/interest/{interest}", "/api/v1/leads/{lead}/matches", "/api/v1/registers/leads/records/{lead}",
    "/api/v1/registers/leads/records/{lead}/history", "/en/notices/",
)


def told(client: Client, address: str) -> str:
    """Give what an address answers; nothing where it asks to sign in, repeating the address."""
    response = client.get(address)
    body = b"".join(getattr(response, "streaming_content", ())) if response.streaming else response.content
    return "" if response.status_code == 302 else body.decode("utf-8", "replace") + json.dumps(dict(response.headers))


@pytest.mark.parametrize("role", ROLES)
def test_no_channel_tells_of_an_interest_that_is_not_seen(made: tuple[Board, Interest], role: str) -> None:
    board, interest = made
    client = browser_of(getattr(board.people, role))
    hidden = {"nothing": ("zqmessage", "zqopen", "zqinternal", f"/interests/{interest.pk}/", "/workflows/interest/"),
              "open notes": ("zqinternal",), "all notes": ()}[SEES[role]]
    for channel in CHANNELS:
        address = channel.format(lead=board.lead.pk, works=board.works.pk, interest=interest.pk)
        text = told(client, address)
        assert [word for word in hidden if word in text and word not in address] == [], (channel, role)


@pytest.mark.parametrize("role", ROLES)
def test_the_journal_of_an_interest_is_read_with_the_enterprises(made: tuple[Board, Interest], role: str) -> None:
    board, _interest = made
    seen = Entry.objects.visible_to(getattr(board.people, role)).filter(action__startswith="interest.")
    assert seen.exists() == (SEES[role] != "nothing"), role
