"""A record's history names records, and only those that its reader may see."""

from __future__ import annotations

import pytest

from outward_portal.accounts.requests import Act, command
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from tests.portal.people import People, browser_of
from tests.portal.records.works import enterprise, project

pytestmark = pytest.mark.django_db


def test_linked_records_are_named_in_words_of_the_page(people: People) -> None:
    works, bridge = enterprise(owner=people.works), project("Bridge", name_zh="桥梁")
    stated = actions.link(Act(people.office), works, bridge, "carries-out")
    actions.unlink(Act(people.office), stated)
    client = browser_of(people.enterprise)
    assert client.get(f"/en/registers/enterprises/{works.pk}/history").content.decode().count(
        "carries out · Bridge") == 2
    assert "实施 · 桥梁" in client.get(f"/zh-hans/registers/enterprises/{works.pk}/history").content.decode()


def test_a_hidden_record_is_neither_named_nor_numbered(people: People) -> None:
    works = enterprise(owner=people.works)
    secret = project("Secret Dam", audience="office")
    kept = project("Bridge", audience="office")
    actions.link(Act(people.office), works, secret, "partner")
    ours = actions.create(command("a test"), KINDS["project"], {"name_en": "Ours", "audience": "public"},
                          owner=people.works.pk)
    actions.change(Act(people.office), ours, KINDS["project"], {"umbrella": kept}, revision=ours.revision)
    for record, slug, hidden in ((works, "enterprises", secret), (ours, "projects", kept)):
        page = browser_of(people.enterprise).get(f"/en/registers/{slug}/{record.pk}/history").content.decode()
        assert "one that is not shown to you" in page
        assert hidden.name_en not in page
        assert f"{hidden.pk}<" not in page
        assert f"{slug}/{hidden.pk}" not in page
        assert hidden.name_en in browser_of(people.office).get(
            f"/en/registers/{slug}/{record.pk}/history").content.decode()
