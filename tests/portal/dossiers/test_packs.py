"""Packs of facts: loaded once and again, switched off and on, and the one notice of what is stale."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from outward.studies.country_facts import SnapshotFact
from outward_portal.accounts.requests import Act, command
from outward_portal.dossiers import packs
from outward_portal.dossiers.actions import open_dossier
from outward_portal.dossiers.kinds import FACTS
from outward_portal.dossiers.models import Dossier, Fact, Pack, TranslationState
from outward_portal.journal.entries import version
from outward_portal.journal.models import Entry
from outward_portal.records import actions
from outward_portal.records.models import Record
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kazakhstan() -> Dossier:
    """A dossier with the World Factbook's facts."""
    dossier = Dossier.objects.create(region="KAZ")
    packs.load_pack(command("a test"), "factbook")
    return dossier


def test_a_loaded_fact_says_where_it_comes_from_and_when_to_look_again(kazakhstan: Dossier) -> None:
    fact = Fact.objects.get(countries=kazakhstan.region, topic="population")
    assert (int(fact.number or 0), fact.unit, fact.period, fact.is_estimate) == (20432662, "persons", "2025", True)
    assert (fact.source, fact.licence, fact.may_redistribute) == ("The World Factbook", "public domain", True)
    assert fact.as_of
    assert fact.review_due is not None
    assert (fact.is_published, fact.audience, fact.confidence) == (True, "public", "medium")
    assert fact.translation == TranslationState.NOT_NEEDED
    assert fact.printed == "20,432,662 (2025 est.)"


def test_english_text_is_kept_as_untranslated(kazakhstan: Dossier) -> None:
    industries = Fact.objects.get(countries=kazakhstan.region, topic="industries")
    assert industries.summary_en
    assert (industries.summary_zh, industries.translation) == ("", TranslationState.MISSING)


def test_a_second_load_writes_nothing(kazakhstan: Dossier) -> None:
    before, facts = version(), Fact.objects.count()
    loaded = packs.load_pack(command("a test"), "factbook")
    assert (loaded.added, loaded.changed, loaded.retired) == (0, 0, 0)
    assert (version(), Fact.objects.filter(countries=kazakhstan.region).count()) == (before, facts)


def test_a_load_brings_back_what_a_snapshot_says_and_leaves_what_people_wrote(
        kazakhstan: Dossier, people: People) -> None:
    old, mended = (Fact.objects.get(countries=kazakhstan.region, topic=topic) for topic in ("population", "area"))
    actions.change(command("an older snapshot"), old, FACTS, {"number": 19_000_000}, revision=old.revision)
    actions.change(Act(people.officer, "measured anew"), mended, FACTS, {"number": 1}, revision=mended.revision)
    loaded = packs.load_pack(command("a test"), "factbook")
    old.refresh_from_db()
    mended.refresh_from_db()
    assert (loaded.changed, loaded.kept, int(old.number or 0), int(mended.number or 0)) == (1, 1, 20432662, 1)


def test_what_a_snapshot_no_longer_says_is_retired_and_comes_back(kazakhstan: Dossier,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    whole = packs.SNAPSHOTS["factbook"]

    def without_area(region: str) -> Iterator[SnapshotFact]:
        return (fact for fact in whole.facts(region) if fact.topic.key != "area")

    fewer = replace(whole, facts=without_area)
    monkeypatch.setattr(packs, "SNAPSHOTS", {"factbook": fewer})
    assert packs.load_pack(command("a test"), "factbook").retired == 1
    assert Fact.objects.get(countries=kazakhstan.region, topic="area").is_retired
    monkeypatch.setattr(packs, "SNAPSHOTS", {"factbook": whole})
    packs.load_pack(command("a test"), "factbook")
    assert not Fact.objects.get(countries=kazakhstan.region, topic="area").is_retired


def test_only_the_newest_year_of_a_series_falls_due(kazakhstan: Dossier) -> None:
    series = Fact.objects.filter(countries=kazakhstan.region, topic="gdp-growth").order_by("-period")
    assert [fact.review_due is not None for fact in series] == [True, False, False]


def test_an_old_value_is_due_however_new_the_snapshot_is() -> None:
    Dossier.objects.create(region="RUS")
    packs.load_pack(command("a test"), "factbook")
    inflation = Fact.objects.get(countries="RUS", topic="inflation", period="2021")
    assert inflation.review_due == date(2024, 12, 1)
    assert inflation.is_stale(date(2025, 1, 1))


def test_a_pack_that_is_off_is_seen_by_nobody_and_comes_back_as_it_was(kazakhstan: Dossier, people: People) -> None:
    narrow = Fact.objects.get(countries=kazakhstan.region, topic="area")
    Record.objects.filter(pk=narrow.pk).update(audience="agencies")
    before = {person: Fact.objects.visible_to(user).count() for person, user in people.everybody().items()}
    assert before["visitor"] > 0
    packs.switch(Act(people.office, "licence in doubt"), "factbook", on=False)
    assert {Fact.objects.visible_to(user).count() for user in people.everybody().values()} == {0}
    assert {Record.objects.visible_to(user).filter(kind="fact").count() for user in people.everybody().values()} == {0}
    packs.load_pack(command("a load meanwhile"), "factbook")
    assert {Fact.objects.visible_to(user).count() for user in people.everybody().values()} == {0}
    packs.switch(Act(people.office, "cleared"), "factbook", on=True)
    assert {person: Fact.objects.visible_to(user).count() for person, user in people.everybody().items()} == before
    narrow.refresh_from_db()
    assert narrow.audience == "agencies"


def test_a_pack_that_is_off_is_on_no_page_and_in_no_file(kazakhstan: Dossier, people: People) -> None:
    office, address = browser_of(people.office), "/en/countries/KAZ/"
    assert "20.4 million" in office.get(address).content.decode()
    browser_of(people.administrator).post("/en/countries/packs/factbook/switch", {"to": "off"})
    for reader in (office, browser_of(people.visitor)):
        for page in (address, "/en/registers/facts/", "/en/registers/facts/?q=Kazakhstan", f"{address}facts.csv",
                     f"{address}facts.json", "/en/countries/compare?a=KAZ&b=KAZ"):
            body = reader.get(page).content.decode()
            assert "20.4 million" not in body, page
            assert "20432662" not in body, page
    assert kazakhstan.region == "KAZ"


@pytest.mark.parametrize(("role", "status"), [("visitor", 302), ("enterprise", 403), ("officer", 403), ("analyst", 403),
                                              ("office", 302), ("administrator", 302)])
def test_packs_are_switched_by_the_office_and_the_administrators(kazakhstan: Dossier, people: People, role: str,
                                                                 status: int) -> None:
    response = browser_of(getattr(people, role)).post("/en/countries/packs/factbook/switch", {"to": "off"})
    assert response.status_code == status
    assert Pack.objects.get(key="factbook").is_on == (role not in ("office", "administrator"))
    assert kazakhstan.region


def test_switching_is_told_in_the_journal(kazakhstan: Dossier, people: People) -> None:
    packs.switch(Act(people.office, "licence in doubt"), "factbook", on=False)
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.action, entry.changes) == ("pack.switched", {"is_on": [True, False]})
    assert entry.reason == "licence in doubt"
    packs.switch(Act(people.office, "again"), "factbook", on=False)
    assert Entry.objects.filter(action="pack.switched").count() == 1
    assert kazakhstan.region


def test_staleness_of_the_first_load_is_said_once(people: People) -> None:
    for region in ("RUS", "IRN", "LAO"):
        Dossier.objects.create(region=region)
    loaded = packs.load_pack(command("a test"), "factbook")
    assert loaded.stale > 1
    office = browser_of(people.office)
    said = "This is said once"
    assert office.get("/en/countries/").content.decode().count(said) == 1
    assert said not in browser_of(people.visitor).get("/en/countries/").content.decode()
    office.post("/en/countries/packs/factbook/notice")
    packs.load_pack(command("a test"), "factbook")
    assert said not in office.get("/en/countries/").content.decode()


def test_opening_a_dossier_fetches_its_facts_once(people: People, kazakhstan: Dossier) -> None:
    open_dossier(Act(people.officer), "FJI")
    facts = Fact.objects.filter(countries="FJI").count()
    assert facts > 20
    open_dossier(Act(people.officer), "FJI")
    assert (Fact.objects.filter(countries="FJI").count(), Dossier.objects.count()) == (facts, 2)
    assert not Fact.objects.get(countries=kazakhstan.region, topic="area").is_retired


def test_dossiers_that_are_opened_after_a_load_get_its_facts(people: People) -> None:
    call_command("load_facts", "factbook")
    assert not Fact.objects.exists()
    open_dossier(Act(people.officer), "RUS")
    assert Fact.objects.filter(countries="RUS").count() > 20
    assert "This is said once" in browser_of(people.office).get("/en/countries/").content.decode()


def test_snapshots_are_read_before_the_transaction(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    packs.load_pack(command("a test"), "factbook")
    depth = len(connection.savepoint_ids)
    depths: list[int] = []
    read = packs._read

    def watched(key: str, of: Collection[str]) -> packs.ReadSnapshot:
        depths.append(len(connection.savepoint_ids))
        return read(key, of)

    monkeypatch.setattr(packs, "_read", watched)
    browser_of(people.office).post("/en/countries/open", {"region": "FRA"})
    assert depths == [depth]
    assert Fact.objects.filter(countries="FRA").exists()
