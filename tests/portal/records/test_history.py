"""A record's history names records, and only those that its reader may see."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from outward_portal.accounts.requests import Act, command
from outward_portal.records import actions
from outward_portal.records.files.actions import attach, retire
from outward_portal.records.kinds import KINDS
from outward_portal.registers.actions import write_stage_dates
from outward_portal.registers.models import Project
from tests.portal.people import People, browser_of
from tests.portal.records.samples import pdf
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


def test_what_changed_is_told_as_pages_tell_it(people: People) -> None:
    one = project("Bridge", value=Decimal("12500000.00"), currency="USD", countries="KEN", sector="ships")
    actions.change(Act(people.office), one, KINDS["project"], {
        "value": Decimal(13_000_000), "stage": "agreed", "countries": "KEN;ZMB", "sector": "repair"}, revision=1)
    write_stage_dates(Act(people.office), Project.objects.get(), {"idea": "2025", "planned": "2024-05"}, revision=2)
    client = browser_of(people.office)
    for language, told in (
        ("en", ("<del>12,500,000</del>", "<ins>13,000,000</ins>", "Proposed 2025; Planned 2024-05", "Kenya, Zambia")),
        ("zh-hans", ("<ins>肯尼亚、赞比亚</ins>", "<del>船舶及相关装置制造业</del>")),
    ):
        page = client.get(f"/{language}/registers/projects/{one.pk}/history").content.decode()
        for part in told:
            assert part in page, part
    assert "idea 2025" not in page


def test_a_file_is_named_to_whoever_sees_it(people: People) -> None:
    one = project("Bridge", audience="agencies")
    file = attach(Act(people.office), one, SimpleUploadedFile("plan.pdf", pdf()), title="Secret plan",
                  audience="office")
    attached = {name: browser_of(getattr(people, name)).get(
        f"/en/registers/projects/{one.pk}/history").content.decode() for name in ("office", "officer")}
    assert "<ins>Secret plan</ins>" in attached["office"]
    assert "Secret plan" not in attached["officer"]
    assert f"<ins>{file.pk}</ins>" not in attached["officer"]
    retire(Act(people.office, "outdated"), file)
    assert "<del>Secret plan</del>" in browser_of(people.office).get(
        f"/en/registers/projects/{one.pk}/history").content.decode()


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
