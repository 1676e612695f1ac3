"""Choosing records by name, comparing two, saving views, and what a record's page says first."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from outward_portal.accounts.requests import Act, command
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.records import actions, choosing, forms, queries
from outward_portal.records.choosing import RecordField, record_named
from outward_portal.records.duplicates import merging
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import DistinctPair, Link, Record, SavedView
from outward_portal.records.saved import actions as saving
from outward_portal.registers.models import Enterprise, Project
from tests.portal.people import People, browser_of
from tests.portal.records.works import enterprise, project

pytestmark = pytest.mark.django_db
BASE = "/en/registers"


@pytest.mark.parametrize("write", [
    "{key}", " {key} ", "/en/registers/enterprises/{key}/", "http://127.0.0.1/zh-hans/registers/enterprises/{key}",
    "Test Works ({key})", "Renamed since ({key})", "test works", "测试（{key}）",
])
def test_a_record_is_named_by_number_address_suggestion_or_name(people: People, write: str) -> None:
    record = enterprise("Test Works")
    enterprise("Other Works")
    assert record_named(Enterprise, write.format(key=record.pk), people.visitor) == Enterprise.objects.get(pk=record.pk)


@pytest.mark.parametrize("text", ["", "Twin", "999999", "9" * 30, "nobody", "(", "Plant 12", "-1", "٣"])
def test_what_names_nothing_or_two_is_no_record(people: People, text: str) -> None:
    enterprise("Twin")
    enterprise("Twin")
    assert record_named(Enterprise, text, people.visitor) is None


@pytest.mark.parametrize(("who", "found"), [("visitor", False), ("officer", True), ("enterprise", False)])
def test_suggestions_are_of_what_may_be_seen(people: People, who: str, found: bool) -> None:
    record = enterprise("Zqhidden Works", audience="agencies")
    client = browser_of(getattr(people, who))
    for address in (f"{BASE}/enterprises/suggest?q=zqhid", f"{BASE}/suggest?q=zqhidden"):
        assert client.get(address).json() == {"records": [f"Zqhidden Works ({record.pk})"] if found else []}
    typed = browser_of(people.enterprise).post(f"{BASE}/products/new", {"name_en": "P", "enterprise": "Zqhidden Works"})
    assert "Zqhidden Works (" not in typed.content.decode()


def test_suggestions_come_in_chinese_too_and_leave_out_other_registers_and_retired_ones(people: People) -> None:
    record = enterprise("A", name_zh="沈阳机床集团")
    project("B", name_zh="沈阳机床项目")
    Record.objects.filter(pk=enterprise("C", name_zh="沈阳机床旧").pk).update(retired_at="2020-01-01T00:00Z")
    found = browser_of(people.visitor).get("/zh-hans/registers/enterprises/suggest?q=机床").json()["records"]
    assert found == [f"沈阳机床集团 ({record.pk})"]
    assert browser_of(people.visitor).get(f"{BASE}/enterprises/suggest?q=%22*(").json() == {"records": []}
    assert browser_of(people.visitor).get(f"{BASE}/nothing/suggest?q=a").status_code == 404


def test_a_name_with_a_number_in_brackets_is_a_name(people: People) -> None:
    first = enterprise("Plant")
    second = enterprise(f"Plant ({first.pk + 9})")
    other = enterprise(f"Works ({first.pk})")

    def meant(text: str) -> Any:
        found = record_named(Enterprise, text, people.office)
        return found and found.pk

    assert meant(f"Plant ({first.pk + 9})") == second.pk
    assert meant(f"Works ({first.pk})") == other.pk
    assert meant(f"Plant ({first.pk})") == first.pk
    assert meant(f"Plant, as it was called ({first.pk})") == first.pk
    enterprise(f"Works ({first.pk})")
    assert meant(f"Works ({first.pk})") is None


def test_many_records_that_name_one_are_counted_and_not_all_loaded(people: People, monkeypatch: pytest.MonkeyPatch
                                                                   ) -> None:
    works = enterprise("Test Works")
    for number in range(5):
        project(f"Dam {number}", enterprise=works)
    monkeypatch.setattr(queries, "MOST_NAMING", 3)
    page = browser_of(people.visitor).get(f"{BASE}/enterprises/{works.pk}/").content.decode()
    assert [f"Dam {number}" in page for number in range(5)] == [True, True, True, False, False]
    assert "2 more are not listed here." in page


def test_a_second_click_takes_nothing_back_a_second_time(people: People) -> None:
    one, other, act = enterprise("A"), enterprise("B"), Act(people.office)
    stated = actions.link(act, one, other, "related")
    merging.dismiss(act, one, other)
    saving.save(act, people.office, "project", "", name="Mine", is_shared=False)
    pair, view = DistinctPair.objects.get(), SavedView.objects.get()
    for _ in range(2):
        actions.unlink(act, Link(pk=stated.pk, source=one, target=other, relation="related"))
        merging.ask_again(act, DistinctPair(pk=pair.pk, first=one, second=other))
        saving.delete(act, SavedView(pk=view.pk, user=people.office, kind="project", name="Mine"))
    deeds = ("record.unlinked", "pair.asked", "view.deleted")
    assert [Entry.objects.filter(action=deed).count() for deed in deeds] == [2, 2, 1]


def test_a_long_choice_is_typed_and_a_short_one_listed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    record = enterprise("Test Works")
    client = browser_of(people.office)
    assert f'<option value="{record.pk}"' in client.get(f"{BASE}/projects/new").content.decode()
    monkeypatch.setattr(forms, "MOST_OPTIONS", 0)
    page = client.get(f"{BASE}/projects/new").content.decode()
    assert f'<option value="{record.pk}"' not in page
    assert 'data-suggest="/en/registers/enterprises/suggest"' in page
    given = {"name_en": "Bridge", "audience": "public", "enterprise": f"Test Works ({record.pk})"}
    response = client.post(f"{BASE}/projects/new", given)
    assert response.status_code == 302
    made = Project.objects.get()
    assert made.enterprise_id == record.pk
    edit = f"{BASE}/projects/{made.pk}/edit"
    assert f'value="Test Works ({record.pk})"' in client.get(edit).content.decode()
    wrong = client.post(edit, given | {"enterprise": "nobody", "revision": "1", "reason": "moved"})
    assert wrong.status_code == 422
    assert 'value="nobody"' in wrong.content.decode()
    client.post(edit, given | {"enterprise": "", "revision": "1", "reason": "moved"})
    assert Project.objects.get().enterprise_id is None


def test_a_record_that_was_retired_since_may_stay_where_it_stands(people: People,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    record = enterprise("Old Works")
    made = project("Bridge", enterprise=Enterprise.objects.get(pk=record.pk))
    Record.objects.filter(pk=record.pk).update(retired_at="2020-01-01T00:00Z")
    monkeypatch.setattr(forms, "MOST_OPTIONS", 0)
    given = {"name_en": "Bridge 2", "audience": "public", "enterprise": f"Old Works ({record.pk})", "revision": "1",
             "reason": "renamed"}
    assert browser_of(people.office).post(f"{BASE}/projects/{made.pk}/edit", given).status_code == 302
    assert Project.objects.get().enterprise_id == record.pk
    field = RecordField(Enterprise, people.office)
    with pytest.raises(ValidationError):
        field.clean(f"Old Works ({record.pk})")


def test_linking_takes_a_suggestion_a_number_or_an_address(people: People) -> None:
    record, other = enterprise("Test Works"), project("Bridge")
    client = browser_of(people.office)
    for text in (f"Bridge ({other.pk})", str(other.pk), f"/en/registers/projects/{other.pk}/"):
        Link.objects.all().delete()
        given = {"relation": "partner", "target": text}
        assert client.post(f"{BASE}/enterprises/{record.pk}/link", given).status_code == 302
        assert Link.objects.get().target_id == other.pk
    itself = client.post(f"{BASE}/enterprises/{record.pk}/link", {"relation": "partner", "target": record.pk})
    assert "cannot be linked to itself" in itself.content.decode()
    assert choosing.label(1, "A", "甲") == "A (1)"


def test_a_part_of_a_name_is_enough_where_only_one_has_it(people: People) -> None:
    ansteel, _first, _second = enterprise("Ansteel Group"), enterprise("Test Works"), enterprise("Test Mine")
    one, client = project("Bridge", summary_en="built with Nansteel"), browser_of(people.office)
    address = f"{BASE}/projects/{one.pk}/link"
    assert client.post(address, {"relation": "partner", "target": "ansteel"}).status_code == 302
    assert Link.objects.get().target_id == ansteel.pk
    reply = client.post(address, {"relation": "partner", "target": "test"})
    assert reply.status_code == 422
    for name in ("Test Works (", "Test Mine ("):
        assert name in reply.content.decode()
    assert "No record of that name" in client.post(address, {"relation": "partner", "target": "zq"}).content.decode()


def test_an_enterprises_own_project_begins_with_the_enterprise(people: People) -> None:
    own = enterprise("Own Works", owner=people.works)
    page = browser_of(people.enterprise).get(f"{BASE}/projects/new").content.decode()
    assert f'<option value="{own.pk}" selected>' in page
    page = browser_of(people.office).get(f"{BASE}/projects/new").content.decode()
    assert f'<option value="{own.pk}" selected>' not in page


def test_a_link_is_removed_with_a_reason_after_a_question(people: People) -> None:
    one, other = project("Bridge"), enterprise("Test Works")
    client = browser_of(people.office)
    client.post(f"{BASE}/projects/{one.pk}/link", {"relation": "partner", "target": str(other.pk)})
    stated = Link.objects.get()
    address = f"{BASE}/links/{stated.pk}/remove?from={other.pk}"
    assert address.replace("&", "&amp;") in client.get(f"{BASE}/enterprises/{other.pk}/").content.decode()
    asked = client.get(address)
    assert asked.status_code == 200
    assert "Bridge" in asked.content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert Link.objects.exists()
    reply = client.post(address, {"reason": "another bridge"})
    assert (reply.status_code, reply.headers["Location"]) == (302, f"{BASE}/enterprises/{other.pk}/")
    assert not Link.objects.exists()
    told = Entry.objects.filter(action="record.unlinked")
    assert [entry.reason for entry in told] == ["another bridge"] * 2


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("analyst", 403), ("rival", 403)])
def test_nobody_else_removes_a_link(people: People, who: str, status: int) -> None:
    one, other = project("Bridge"), enterprise("Test Works")
    browser_of(people.office).post(f"{BASE}/projects/{one.pk}/link", {"relation": "partner", "target": str(other.pk)})
    address = f"{BASE}/links/{Link.objects.get().pk}/remove"
    client = browser_of(getattr(people, who))
    assert (client.get(address).status_code, client.post(address, {"reason": "x"}).status_code) == (status, status)
    assert Link.objects.exists()


def test_two_records_stand_side_by_side_with_differences_in_words(people: People) -> None:
    one, other = enterprise("Test Works", place_en="Dalian"), enterprise("Rival Works", place_en="Dalian")
    page = browser_of(people.visitor).get(f"{BASE}/enterprises/compare?with={one.pk}&with={other.pk}").content.decode()
    assert "Test Works" in page
    assert "Rival Works" in page
    assert "They say the same" in page
    assert "differs" not in page
    third = enterprise("Third Works", place_en="Anshan", short_name="T")
    address = f"{BASE}/enterprises/compare?with={one.pk}&with={third.pk}"
    page = browser_of(people.visitor).get(address).content.decode()
    assert "They differ in 2 fields" in page
    assert page.count('class="unseen"> differs') == 2


@pytest.mark.parametrize("names", [["Alpha", "Alpha"], ["x", "y"], ["Alpha", "Beta", "Gamma"], ["999", "998"]])
def test_what_is_no_pair_is_asked_for_again(people: People, names: list[str]) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        enterprise(name)
    response = browser_of(people.visitor).get(f"{BASE}/enterprises/compare", {"with": names})
    assert response.status_code == 422
    assert "Choose exactly two" in response.content.decode()
    assert browser_of(people.visitor).get(f"{BASE}/enterprises/compare").status_code == 200


def test_a_comparison_shows_nothing_that_may_not_be_seen(people: People) -> None:
    hidden, shown = enterprise("zqhidden", audience="agencies"), enterprise("B")
    maker = enterprise("zqmaker", audience="agencies")
    one, other = project("P", enterprise=Enterprise.objects.get(pk=maker.pk)), project("Q")
    client = browser_of(people.visitor)
    pages = [client.get(f"{BASE}/{slug}/compare?with={a.pk}&with={b.pk}").content.decode()
             for slug, a, b in (("enterprises", hidden, shown), ("projects", one, other))]
    assert "zq" not in "".join(pages)


def test_the_list_offers_two_to_be_compared_without_script(people: People) -> None:
    record = enterprise("Test Works")
    page = browser_of(people.visitor).get(f"{BASE}/enterprises/").content.decode()
    assert f'<input type="checkbox" name="with" value="{record.pk}" form="two" aria-labelledby="r{record.pk}">' in page
    assert 'action="/en/registers/enterprises/compare"' in page


def save(people: People, who: str, **given: str) -> None:
    response = browser_of(getattr(people, who)).post(
        f"{BASE}/enterprises/views", {"name": "zqview", "query": "ownership=private&sort=-name&at=x&no=1"} | given)
    assert response.status_code == 302


def test_a_view_keeps_filters_and_order_and_nothing_that_means_nothing(people: People) -> None:
    save(people, "enterprise")
    view = SavedView.objects.get()
    assert (view.user, view.query, view.is_shared) == (people.enterprise, "ownership=private&sort=-name", False)
    page = browser_of(people.enterprise).get(f"{BASE}/enterprises/").content.decode()
    assert 'href="/en/registers/enterprises/?ownership=private&amp;sort=-name">zqview' in page
    save(people, "enterprise", query="", is_shared="on")
    assert SavedView.objects.get().query == ""


def test_a_view_is_seen_by_its_maker_and_shared_with_colleagues_only(people: People) -> None:
    save(people, "enterprise")
    address = f"{BASE}/enterprises/"

    def readers() -> set[str]:
        return {who for who, person in people.everybody().items()
                if "zqview" in browser_of(person).get(address).content.decode()}

    assert readers() == {"enterprise"}
    view = SavedView.objects.get()
    client = browser_of(people.enterprise)
    assert client.post(f"{BASE}/views/{view.pk}/change", {"name": "zqview 2", "is_shared": "on"}).status_code == 302
    assert readers() == {"enterprise", "colleague"}
    assert browser_of(people.colleague).post(f"{BASE}/views/{view.pk}/change", {"name": "x"}).status_code == 403
    assert browser_of(people.colleague).post(f"{BASE}/views/{view.pk}/delete").status_code == 403
    assert browser_of(people.rival).post(f"{BASE}/views/{view.pk}/delete").status_code == 404
    assert "Your colleagues lose it too" in client.get(f"{BASE}/views/{view.pk}/delete").content.decode()
    assert client.post(f"{BASE}/views/{view.pk}/delete").status_code == 302
    assert not SavedView.objects.exists()


def test_two_views_of_a_person_never_have_one_name(people: People) -> None:
    save(people, "member")
    save(people, "member", name="other")
    view = SavedView.objects.get(name="other")
    response = browser_of(people.member).post(f"{BASE}/views/{view.pk}/change", {"name": "zqview"})
    assert response.status_code == 422
    assert "another view of this name" in response.content.decode()


def test_a_visitor_saves_no_view(people: People) -> None:
    response = browser_of(people.visitor).post(f"{BASE}/enterprises/views", {"name": "x"})
    assert "login" in response["Location"]


def test_a_quantity_stands_with_its_unit_and_hedge(people: People) -> None:
    record = project("Metro", quantity=1500, quantity_hedge="more than", quantity_unit="cars")
    page = browser_of(people.visitor).get(f"{BASE}/projects/{record.pk}/").content.decode()
    assert "<dd>more than 1,500 cars</dd>" in page


def test_source_and_date_stand_first(people: People) -> None:
    record = enterprise("A", source="Yearbook 2015", paragraphs="12;14", as_of="2015-12-31", summary_en="Facts.")
    page = browser_of(people.visitor).get(f"{BASE}/enterprises/{record.pk}/").content.decode()
    assert page.count("Yearbook 2015") == 1
    assert page.index("Yearbook 2015") < page.index("Facts.")
    assert "paragraphs 12; 14" in page
    assert '<time datetime="2015-12-31">' in page


def test_a_long_history_is_paged(people: People) -> None:
    record = enterprise("A")
    with transaction.atomic():
        entries.write_all(command("x"), [entries.Deed("record.linked", record, record.pk)] * 450)
    client = browser_of(people.office)
    address = f"{BASE}/enterprises/{record.pk}/history"
    lengths = [client.get(f"{address}?page={page}").content.decode().count("<li>") for page in (1, 2, 3)]
    assert lengths == [200, 200, 51]
    assert "page 1 of 3" in client.get(address).content.decode()


def test_every_register_has_its_comparison_and_duplicates(people: People) -> None:
    client = browser_of(people.office)
    for kind in KINDS:
        for page in ("compare", "duplicates"):
            assert client.get(f"{BASE}/{kind.slug}/{page}").status_code == 200, (kind.slug, page)
