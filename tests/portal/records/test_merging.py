"""Two records become one and two again; nothing is lost, nothing is shown to more people than before."""

from __future__ import annotations

from typing import Any

import pytest

from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.records import actions as recording
from outward_portal.records.duplicates import merging
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Attachment, DistinctPair, Link, PrivateField, Record
from outward_portal.registers.models import Project
from tests.portal.people import People, browser_of
from tests.portal.records.works import enterprise, keep, project

pytestmark = pytest.mark.django_db
BASE = "/en/registers/enterprises"
KIND = KINDS["enterprise"]


def merge(people: People, winner: Record, loser: Record, **values: Any) -> None:
    merging.merge(Act(people.office, "twice"), KINDS[winner.kind], winner, loser, values,
                  revisions={each.pk: Record.objects.get(pk=each.pk).revision for each in (winner, loser)})


def file_on(record: Record, audience: str = "public") -> Attachment:
    return Attachment.objects.create(record=record, title="f", file="ab/cd", file_name="f.pdf", size=1, sha256="0" * 64,
                                     content_type="application/pdf", audience=audience)


def test_everything_that_points_to_the_loser_moves(people: People) -> None:
    winner, loser = enterprise("Test Works"), enterprise("Test Works Ltd", owner=people.works)
    other = project("Dam")
    recording.link(Act(people.office), loser, other, "partner")
    recording.link(Act(people.office), other, loser, "related")
    built = project("Bridge", enterprise=loser)
    file, value = file_on(loser), keep(loser, people.enterprise)
    merge(people, winner, loser, short_name="TW")
    assert {(link.source_id, link.target_id) for link in Link.objects.all()} == {
        (winner.pk, other.pk), (other.pk, winner.pk)}
    for row in (file, value):
        row.refresh_from_db()
        assert row.record_id == winner.pk
    assert Project.objects.get(pk=built.pk).enterprise_id == winner.pk
    now = KIND.model.objects.get(pk=winner.pk)
    assert (now.short_name, now.owner_id) == ("TW", people.works.pk)  # type: ignore[attr-defined]
    gone = Record.objects.get(pk=loser.pk)
    assert gone.is_retired
    assert gone.merged_into_id == winner.pk
    told = Entry.objects.get(record=winner.pk, action="record.merged")
    assert (told.reason, told.changes["short_name"]) == ("twice", [None, "TW"])
    assert ["registers.project", built.pk, "enterprise"] in told.changes["moved"]
    assert Entry.objects.filter(record=built.pk, action="record.changed").exists()


def test_the_losers_address_leads_to_the_winner(people: People) -> None:
    first, second, third = enterprise("A"), enterprise("B"), enterprise("C")
    merge(people, second, first)
    merge(people, third, second)
    for person in (people.visitor, people.office):
        response = browser_of(person).get(f"{BASE}/{first.pk}/")
        assert (response.status_code, response["Location"]) == (302, f"{BASE}/{third.pk}/")
    assert browser_of(people.office).get(f"{BASE}/{first.pk}/history").status_code == 200


def test_a_loser_that_was_never_seen_leads_nowhere(people: People) -> None:
    hidden, winner = enterprise("A", audience="agencies"), enterprise("B")
    merge(people, winner, hidden)
    assert browser_of(people.visitor).get(f"{BASE}/{hidden.pk}/").status_code == 404
    assert browser_of(people.analyst).get(f"{BASE}/{hidden.pk}/").status_code == 302
    shown, away = enterprise("C"), enterprise("D", audience="agencies")
    merge(people, away, shown)
    assert browser_of(people.visitor).get(f"{BASE}/{shown.pk}/").status_code == 404


def test_what_the_winner_has_already_stays_behind_and_nothing_is_lost(people: People) -> None:
    winner, loser, other = enterprise("A"), enterprise("B"), project()
    for each in (winner, loser):
        recording.link(Act(people.office), each, other, "partner")
    recording.link(Act(people.office), winner, loser, "related")
    merge(people, winner, loser)
    assert Link.objects.count() == 3
    assert Link.objects.filter(source=winner.pk, target=other.pk).count() == 1


def test_of_two_present_private_values_the_winners_stays_and_both_are_kept(people: People) -> None:
    winner, loser = enterprise("A", people.works), enterprise("B", people.works)
    keep(winner, people.enterprise, "1")
    doubled, alone = keep(loser, people.enterprise, "2"), keep(loser, people.enterprise, "3", period="2024")
    merge(people, winner, loser)
    present = PrivateField.objects.filter(record=winner.pk, ended_at__isnull=True)
    assert sorted(row.number or 0 for row in present) == [1, 3]
    assert PrivateField.objects.filter(record=winner.pk).count() == 3
    merging.split(Act(people.office), KIND, loser)
    assert set(PrivateField.objects.filter(record=loser.pk, ended_at__isnull=True)) == {doubled, alone}


def test_private_fields_never_come_to_another_owner(people: People) -> None:
    winner, loser = enterprise("A", people.rival.organisation), enterprise("B", people.works)
    keep(loser, people.enterprise)
    with pytest.raises(RefusedError, match="two owners"):
        merge(people, winner, loser)
    assert PrivateField.objects.get().record_id == loser.pk


def test_no_file_is_seen_by_more_people_than_before(people: People) -> None:
    winner, loser = enterprise("A"), enterprise("B", audience="agencies")
    file = file_on(loser, "public")
    merge(people, winner, loser)
    assert browser_of(people.visitor).get(f"/en/registers/files/{file.pk}").status_code == 404


@pytest.mark.parametrize("spoil", ["revision", "retired", "sample"])
def test_what_cannot_be_merged_is_refused_whole(people: People, spoil: str) -> None:
    winner, loser = enterprise("A"), enterprise("B")
    file = file_on(loser)
    changes: dict[str, dict[str, Any]] = {
        "revision": {"revision": 9}, "retired": {"retired_at": file.added_at}, "sample": {"is_sample": True}}
    Record.objects.filter(pk=loser.pk).update(**changes[spoil])
    with pytest.raises((ConflictError, RefusedError)):
        merging.merge(Act(people.office), KIND, winner, loser, {}, revisions={winner.pk: 1, loser.pk: 1})
    file.refresh_from_db()
    assert file.record_id == loser.pk
    assert not Entry.objects.filter(action="record.merged").exists()


def test_a_merge_that_breaks_a_rule_of_the_register_leaves_nothing_half_done(people: People) -> None:
    """The winner is part of another project, the loser has a part: a part would have a part."""
    whole = project("Whole")
    winner, loser = project("A", umbrella=whole), project("B")
    part = project("Part", umbrella=loser)
    with pytest.raises(RefusedError, match="cannot be a part"):
        merge(people, winner, loser)
    assert Project.objects.get(pk=part.pk).umbrella_id == loser.pk


def test_split_gives_back_what_moved_and_leaves_what_was_changed_since(people: People) -> None:
    winner, loser = enterprise("A", short_name="a"), enterprise("B", owner=people.works, short_name="b")
    built = project("Bridge", enterprise=loser)
    file, value = file_on(loser), keep(loser, people.enterprise)
    merge(people, winner, loser, short_name="b", name_zh="乙")
    later = file_on(winner)
    now = KIND.model.objects.get(pk=winner.pk)
    recording.change(Act(people.office), now, KIND, {"name_zh": "丙"}, revision=now.revision)
    merging.split(Act(people.office, "two after all"), KIND, loser)
    now, gone = KIND.model.objects.get(pk=winner.pk), KIND.model.objects.get(pk=loser.pk)
    assert (now.short_name, now.name_zh, now.owner_id) == ("a", "丙", None)  # type: ignore[attr-defined]
    assert (gone.is_retired, gone.merged_into_id, gone.owner_id) == (False, None, people.works.pk)
    assert Project.objects.get(pk=built.pk).enterprise_id == loser.pk
    for row, owner in ((file, loser), (value, loser), (later, winner)):
        row.refresh_from_db()
        assert row.record_id == owner.pk
    assert browser_of(people.visitor).get(f"{BASE}/{loser.pk}/").status_code == 200
    with pytest.raises(RefusedError):
        merging.split(Act(people.office), KIND, loser)


@pytest.mark.parametrize("hanging", ["link", "private value", "project"])
def test_what_hangs_on_the_loser_is_shown_to_nobody_more(people: People, hanging: str) -> None:
    winner, loser = enterprise("Test Works"), enterprise("Test Works Ltd", owner=people.works, audience="office")
    if hanging == "link":
        recording.link(Act(people.office), loser, project("Dam"), "partner")
    elif hanging == "private value":
        keep(loser, people.enterprise, audience="leading-group")
    else:
        project("Dam", enterprise=loser)
    with pytest.raises(RefusedError, match="Fewer people see the one that goes"):
        merge(people, winner, loser)
    assert not Record.objects.get(pk=loser.pk).is_retired
    merge(people, winner, loser, audience="office")
    assert not PrivateField.objects.visible_to(people.officer).exists()
    assert not Link.objects.visible_to(people.officer).exists()
    assert not Record.objects.visible_to(people.officer).filter(pk=winner.pk).exists()


def test_an_owner_stays_where_the_record_has_become_its_own_only(people: People) -> None:
    winner, loser = enterprise("Test Works"), enterprise("Test Works Ltd", owner=people.works)
    merge(people, winner, loser)
    kept = KIND.model.objects.get(pk=winner.pk)
    recording.change(Act(people.enterprise), kept, KIND, {"audience": "owner"}, revision=kept.revision)
    merging.split(Act(people.office), KIND, loser)
    assert Record.objects.visible_to(people.enterprise).filter(pk=winner.pk).exists()


def test_merging_and_splitting_by_the_pages(people: People) -> None:
    one, other = enterprise("Test Works", short_name="x"), enterprise("Test Works Ltd", place_en="Dalian")
    client = browser_of(people.officer)
    listed = client.get(f"{BASE}/duplicates").content.decode()
    assert "1 pair" in listed
    address = f"{BASE}/merge?with={one.pk}&with={other.pk}"
    assert "Which stays" in client.get(address).content.decode()
    given = {"keep": other.pk, "of_name_en": one.pk, "of_short_name": one.pk, "of_place_en": other.pk,
             "revisions": "1;1", "reason": ""}
    assert client.post(address, given).status_code == 422
    response = client.post(address, given | {"reason": "the same"})
    assert (response.status_code, response["Location"]) == (302, f"{BASE}/{other.pk}/")
    kept = KIND.model.objects.get(pk=other.pk)
    assert (kept.name_en, kept.short_name, kept.place_en) == ("Test Works", "x", "Dalian")  # type: ignore[attr-defined]
    page = client.get(f"{BASE}/{other.pk}/").content.decode()
    assert "Merged into this record" in page
    assert "took in</th>" in client.get(f"{BASE}/{other.pk}/history").content.decode().lower()
    assert "Split again" in client.get(f"{BASE}/{one.pk}/split").content.decode()
    assert client.post(f"{BASE}/{one.pk}/split", {"reason": "not the same"}).status_code == 302
    assert KIND.model.objects.get(pk=other.pk).name_en == "Test Works Ltd"


def test_what_somebody_changed_meanwhile_stops_the_merge(people: People) -> None:
    one, other = enterprise("Test Works"), enterprise("Test Works Ltd")
    response = browser_of(people.office).post(f"{BASE}/merge?with={one.pk}&with={other.pk}", {
        "keep": one.pk, "of_name_en": one.pk, "revisions": "1;7", "reason": "x"})
    assert response.status_code == 409
    assert not Record.objects.filter(merged_into__isnull=False).exists()


def test_a_pair_set_aside_is_not_asked_again_until_somebody_wants_it(people: People) -> None:
    one, other = enterprise("Test Works"), enterprise("Test Works Ltd")
    client = browser_of(people.office)
    assert client.post(f"{BASE}/duplicates/dismiss", {"first": other.pk, "second": one.pk}).status_code == 302
    assert "No two records" in client.get(f"{BASE}/duplicates").content.decode()
    pair = DistinctPair.objects.get()
    assert (pair.first_id, pair.second_id, pair.by) == (one.pk, other.pk, people.office)
    assert client.post(f"{BASE}/duplicates/{pair.pk}/again").status_code == 302
    assert "1 pair" in client.get(f"{BASE}/duplicates").content.decode()
    assert Entry.objects.filter(action__startswith="pair.").count() == 4


@pytest.mark.parametrize("who", ["visitor", "member", "enterprise", "provider", "contributor", "analyst",
                                 "administrator"])
def test_duplicates_are_the_leading_groups(people: People, who: str) -> None:
    one, other = enterprise("Test Works", people.works), enterprise("Test Works Ltd", people.works)
    client = browser_of(getattr(people, who))
    signed_out = who == "visitor"
    for address in (f"{BASE}/duplicates", f"{BASE}/merge?with={one.pk}&with={other.pk}"):
        assert client.get(address).status_code == (302 if signed_out else 403), address
    for address in (f"{BASE}/duplicates/dismiss", f"{BASE}/{one.pk}/split"):
        given = {"first": one.pk, "second": other.pk, "reason": "x"}
        assert client.post(address, given).status_code == (302 if signed_out else 403), address
    assert not DistinctPair.objects.exists()


def test_pairs_of_records_that_an_officer_does_not_see_are_not_listed(people: People) -> None:
    enterprise("zqsecret Works", people.works, audience="owner")
    enterprise("zqsecret Works Ltd", audience="office")
    enterprise("zqsecret Work")
    assert "zqsecret Works" not in browser_of(people.officer).get(f"{BASE}/duplicates").content.decode()
    assert "zqsecret Works Ltd" in browser_of(people.office).get(f"{BASE}/duplicates").content.decode()


def test_what_two_persons_publish_is_not_merged_by_one(people: People) -> None:
    kind = next(kind for kind in KINDS if kind.review)
    with pytest.raises(RefusedError, match="two persons"):
        merging.merge(Act(people.office), kind, Record(), Record(), {}, revisions={})
    assert browser_of(people.office).get(f"/en/registers/{kind.slug}/merge?with=1&with=2").status_code == 404


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS if not kind.review])
def test_records_of_every_register_merge_and_split(people: People, kind: str) -> None:
    needed = {name: KINDS[kind].field(name).flatchoices[0][0] for name in KINDS[kind].form_fields
              if KINDS[kind].field(name).choices and not KINDS[kind].field(name).blank and name != "audience"}
    needed |= {"services": "law"} if kind == "provider" else {}
    one, other = (recording.create(Act(people.office), KINDS[kind], {"name_en": name, "audience": "public", **needed})
                  for name in ("Alpha", "Alpha Ltd"))
    merge(people, one, other, summary_en="from the other")
    merging.split(Act(people.office), KINDS[kind], other)
    assert KINDS[kind].model.objects.get(pk=one.pk).summary_en == ""
