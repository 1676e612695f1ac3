"""The matrix: role x register x channel. A new register is in it by itself; a new address must be put into it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from django.test import Client

from outward_portal.accounts.policy import may
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Record
from outward_portal.records.queries import registers_seen_by
from tests.portal.people import browser_of
from tests.portal.permissions.expected import CHANGES_REVIEWED, ROLES, SEES_AUDIENCE, SEES_HISTORY
from tests.portal.permissions.world import AUDIENCES, World, word

pytestmark = pytest.mark.django_db


def body(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    content = b"".join(getattr(response, "streaming_content", ())) if response.streaming else response.content
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("role", ROLES)
def test_rows_are_seen_as_the_table_says(world: World, role: str) -> None:
    person = getattr(world.people, role)
    for kind in KINDS:
        seen = set(kind.model.objects.visible_to(person).values_list("pk", flat=True))
        for audience, record in world.of(kind):
            assert (record.pk in seen) == (audience in SEES_AUDIENCE[role]), (kind.key, audience)


@pytest.mark.parametrize("role", ROLES)
def test_what_two_persons_publish_is_changed_by_one_as_the_table_says(world: World, role: str) -> None:
    person = getattr(world.people, role)
    client = browser_of(person)
    for kind in (kind for kind in KINDS if kind.review):
        for audience, record in world.of(kind):
            may_change = audience in CHANGES_REVIEWED[role]
            for action in ("retire", "link", "attach"):
                assert may(person, f"record.{action}", record) == may_change, (kind.key, audience, action)
                answered = client.get(f"/en/registers/{kind.slug}/{record.pk}/{action}").status_code
                assert (answered == 200) == may_change, (kind.key, audience, action)


LISTS: dict[str, Callable[[Kind], str]] = {
    "list": lambda kind: f"/en/registers/{kind.slug}/",
    "list in Chinese": lambda kind: f"/zh-hans/registers/{kind.slug}/",
    "search": lambda kind: f"/en/search?q=zq{kind.key}",
    "search in Chinese": lambda kind: f"/zh-hans/search?q=zq{kind.key}&kind={kind.key}",
    "suggestions": lambda kind: f"/en/registers/{kind.slug}/suggest?q=zq{kind.key}",
    "list by words": lambda kind: f"/en/registers/{kind.slug}/?q=zq{kind.key}",
    "CSV": lambda kind: f"/en/registers/{kind.slug}/export.csv?q=zq{kind.key}",
    "JSON file": lambda kind: f"/en/registers/{kind.slug}/export.json",
}
"""Addresses that list a kind's records; a page that repeats the words that were looked for gives nothing away."""


def names(secret: str, text: str) -> bool:
    """Whether a text has a record's name, rather than words that the reader has typed."""
    text = text.replace("<mark>", "").replace("</mark>", "")  # search marks the words
    return f"name_en {secret}" in text or f"name_zh {secret}" in text


@pytest.mark.parametrize("role", ROLES)
def test_lists_hold_what_may_be_seen_and_nothing_else(world: World, role: str) -> None:
    client = browser_of(getattr(world.people, role))
    for kind, channel in product(KINDS, LISTS):
        told = body(client, LISTS[channel](kind))
        for audience in AUDIENCES:
            found = names(word(kind, audience), told)
            assert found == (audience in SEES_AUDIENCE[role]), (kind.key, audience, channel)


@pytest.mark.parametrize("role", ROLES)
def test_counts_count_what_may_be_seen(world: World, role: str) -> None:
    for kind, count in registers_seen_by(getattr(world.people, role)):
        assert count == len(SEES_AUDIENCE[role]), kind.key


PAGES: dict[str, Callable[[Kind, Record], str]] = {
    "page": lambda kind, record: f"/en/registers/{kind.slug}/{record.pk}/",
    "page in Chinese": lambda kind, record: f"/zh-hans/registers/{kind.slug}/{record.pk}/",
}


@pytest.mark.parametrize("role", ROLES)
def test_pages_are_missing_where_a_record_may_not_be_seen(world: World, role: str) -> None:
    client = browser_of(getattr(world.people, role))
    for kind, audience, channel in product(KINDS, AUDIENCES, PAGES):
        response = client.get(PAGES[channel](kind, world.records[kind.key, audience]))
        expected = audience in SEES_AUDIENCE[role]
        assert response.status_code == (200 if expected else 404), (kind.key, audience, channel)
        assert (word(kind, audience) in response.content.decode()) == expected, (kind.key, audience, channel)


@pytest.mark.parametrize("role", ROLES)
def test_history_is_told_to_those_who_keep_the_record(world: World, role: str) -> None:
    client = browser_of(getattr(world.people, role))
    for kind in KINDS:
        for audience, record in world.of(kind):
            told = body(client, f"/en/registers/{kind.slug}/{record.pk}/history")
            found = f"reason {word(kind, audience)}" in told
            assert found == (audience in SEES_HISTORY[role]), (kind.key, audience)


WRITING = ("edit", "retire", "restore", "link")


@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_what_the_table_does_not_give(world: World, role: str) -> None:
    """Whoever may not write gets a page without the record's words; the row stays as it is."""
    client = browser_of(getattr(world.people, role))
    for kind, audience, what in product(KINDS, AUDIENCES, WRITING):
        record = world.records[kind.key, audience]
        given = {"reason": "" if what == "retire" else "x"}
        response = client.post(f"/en/registers/{kind.slug}/{record.pk}/{what}", given)
        is_proposed = bool(kind.review) and (what == "edit" or audience not in CHANGES_REVIEWED[role])
        if audience in SEES_HISTORY[role] and not is_proposed:
            assert response.status_code in (200, 302, 409, 422), (kind.key, audience, what)
            continue
        signed_out = role == "visitor" and response.status_code == 302 and "login" in response["Location"]
        assert signed_out or response.status_code in (403, 404), (kind.key, audience, what, response.status_code)
        assert word(kind, audience) not in response.content.decode()
        record.refresh_from_db()
        assert (record.is_retired, record.revision) == (False, 1)
