"""A case is loaded into the registers, and loaded again: what people did meanwhile outweighs the second load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outward.casebook.folder import Casebook, bundled
from outward_portal.accounts.requests import Act, command
from outward_portal.dossiers.case import load_dossiers
from outward_portal.dossiers.models import Dossier
from outward_portal.journal.models import Entry
from outward_portal.records import actions
from outward_portal.records.duplicates import merging
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Link, Record
from outward_portal.registers import loading
from outward_portal.registers.case_rows import case_rows
from outward_portal.registers.loading import LoadedCase, load_case
from outward_portal.registers.models import Enterprise, Project
from outward_portal.runs.actions import open_case
from tests.portal.people import People

pytestmark = pytest.mark.django_db


def load() -> LoadedCase:
    return load_case(command("a test"), bundled("liaoning"))


def test_a_second_load_changes_nothing() -> None:
    first = load()
    assert first.added["enterprise"] > 0
    entries = Entry.objects.count()
    second = load()
    assert (second.added, second.changed, second.kept) == ({}, 0, 0)
    assert Entry.objects.count() == entries


def test_what_a_person_wrote_stays(people: People) -> None:
    load()
    works = Enterprise.objects.filter(case="liaoning").first()
    assert works is not None
    actions.change(Act(people.office, "moved"), works, KINDS["enterprise"], {"place_en": "Moved"},
                   revision=works.revision)
    assert load().kept == 1
    works.refresh_from_db()
    assert works.place_en == "Moved"


def test_new_rows_of_a_merged_record_go_to_the_one_that_stayed(people: People) -> None:
    """The enterprise was loaded with an earlier release and merged; its projects come with this one."""
    row = next(row for row in case_rows(bundled("liaoning")) if row.kind.key == "project" and "enterprise" in row.named)
    kind = KINDS["enterprise"]
    loser = actions.create(command("a test"), kind, {"name_en": "Works", "audience": "public"}, case="liaoning",
                           case_key=row.named["enterprise"])
    winner = actions.create(command("a test"), kind, {"name_en": "The same", "audience": "public"})
    merging.merge(Act(people.office, "twice"), kind, winner, loser, {},
                  revisions={each.pk: Record.objects.get(pk=each.pk).revision for each in (winner, loser)})
    load()
    assert Project.objects.get(case="liaoning", case_key=row.key).enterprise_id == winner.pk
    assert not Project.objects.filter(enterprise=loser.pk).exists()


def restricted() -> Casebook:
    """The Liaoning case under another name, of which nobody has decided who sees it."""
    casebook = bundled("liaoning")
    return replace(casebook, case=replace(casebook.case, id="secret"))


def test_a_case_of_ones_own_is_the_agencies_until_the_office_opens_it(people: People) -> None:
    load_case(command("a test"), restricted())
    load_dossiers(command("a test"), restricted())
    loaded = Record.objects.filter(case="secret")
    assert set(loaded.values_list("audience", flat=True)) == {"agencies"}
    for user in (people.visitor, people.enterprise):
        assert not Record.objects.visible_to(user).filter(case="secret").exists()
        assert not Dossier.objects.visible_to(user).exists()
    assert Dossier.objects.visible_to(people.officer).exists()

    open_case(Act(people.office, "told to all"), "secret", "public")
    assert set(loaded.values_list("audience", flat=True)) == {"public"}
    assert Dossier.objects.visible_to(people.visitor).exists()
    entry = Entry.objects.filter(action="record.opened", record=loaded.earliest("pk").pk).latest("id")
    assert (entry.changes, entry.reason) == ({"audience": ["agencies", "public"]}, "told to all")
    again = load_case(command("a test"), restricted())
    assert (again.changed, again.kept) == (0, 0)


def test_closing_a_case_closes_what_is_wider(people: People) -> None:
    load_case(command("a test"), restricted())
    one, two = Record.objects.filter(case="secret").order_by("pk")[:2]
    for record, audience in ((one, "public"), (two, "office")):
        actions.change(Act(people.office), record, KINDS[record.kind], {"audience": audience}, revision=1)
    open_case(Act(people.office), "secret", "members")
    assert Record.objects.get(pk=one.pk).audience == "public"  # opened by hand; the case is no narrower than before
    open_case(Act(people.office), "secret", "office")
    assert set(Record.objects.filter(case="secret").values_list("audience", flat=True)) == {"office"}


def test_a_link_that_a_person_took_back_stays_away(people: People) -> None:
    load()
    link = Link.objects.filter(relation="located").first()
    assert link is not None
    actions.unlink(Act(people.office), Link.objects.get(pk=link.pk))
    load()
    assert not Link.objects.filter(source=link.source_id, target=link.target_id).exists()


def test_an_enterprise_that_the_case_does_not_have_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in case_rows(bundled("liaoning")) if row.kind.key == "project" and "enterprise" in row.named)
    row.named["enterprise"] = "E99"
    monkeypatch.setattr(loading, "CASE_READERS", [lambda _: [row]])
    assert load().unfound == (f"{row.key} enterprise: E99", *(
        f"{row.key} {name}: {key}" for name, key in row.named.items() if name != "enterprise"))
