"""Each register from end to end: added, edited, listed and filtered by every role that may, refused to the others."""

from __future__ import annotations

import pytest

from outward.casebook.folder import bundled
from outward_portal.accounts.requests import command
from outward_portal.records import actions
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Record
from outward_portal.registers import kinds
from outward_portal.registers.case_rows import case_rows
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
ACT = command("a test")
KINDS = pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.slug)
REQUIRED = {"facility": {"type": "office"}}
FULL = {
    "product": {"hs_code": "847420", "countries": "IND;EGY", "markets_en": "quarries"},
    "patent": {"filed": "2019-05", "granted": "2021", "status": "granted", "type": "invention"},
    "facility": {"type": "technology", "level_en": "state-level", "level_zh": "国家级", "staff": "12"},
    "brand": {"countries": "CHN;DEU", "registration_number": "12", "nice_classes": "7", "begins": "2014"},
    "alliance": {"type": "standards", "standards_en": "GB/T 1"},
    "park": {"location": "overseas", "countries": "UGA", "tenants": "14", "value": "5", "currency": "USD",
             "stage": "planned"},
}


def form(kind: Kind, **values: str) -> dict[str, str]:
    return {"name_en": "Tried", "audience": "members", "reason": "tried", **REQUIRED.get(kind.key, {}),
            **FULL.get(kind.key, {}), **values}


def may_add(kind: Kind) -> set[str]:
    found = {"officer", "other_officer", "office"}
    if kind.contributed:
        found.add("contributor")
    return found | ({"enterprise", "colleague", "rival"} if kind.enterprise_owned else set())


@KINDS
def test_whoever_may_adds_edits_and_finds_a_record_and_nobody_else(kind: Kind, people: People) -> None:
    for name, user in people.everybody().items():
        browser = browser_of(user)
        reply = browser.post(f"/en/registers/{kind.slug}/new", form(kind, name_en=f"Tried by {name}"))
        added = kind.model.objects.filter(name_en=f"Tried by {name}").first()
        if name not in may_add(kind):
            assert (reply.status_code, added) == (302 if name == "visitor" else 403, None), name
            continue
        assert added is not None, (name, reply.status_code)
        assert (added.owner_id is None) == (name in ("officer", "other_officer", "office")), name
        assert f"Tried by {name}" in browser.get(f"/en/registers/{kind.slug}/?q=tried").content.decode()
        values = form(kind, name_en=f"Changed by {name}", revision=str(added.revision))
        assert browser.post(f"/en/registers/{kind.slug}/{added.pk}/edit", values).status_code == 302
        assert kind.model.objects.get(pk=added.pk).name_en == f"Changed by {name}"


def test_a_change_without_a_reason_is_refused_and_what_was_typed_stays(people: People) -> None:
    browser = browser_of(people.office)
    browser.post("/en/registers/brands/new", form(kinds.BRANDS))
    made = kinds.BRANDS.model.objects.get()
    values = form(kinds.BRANDS, name_en="Renamed", revision="1", reason=" ")
    reply = browser.post(f"/en/registers/brands/{made.pk}/edit", values)
    assert reply.status_code == 422
    assert 'value="Renamed"' in reply.content.decode()
    assert kinds.BRANDS.model.objects.get().name_en == "Tried"


@KINDS
def test_what_the_form_takes_stands_on_the_page(kind: Kind, people: People) -> None:
    browser = browser_of(people.office)
    browser.post(f"/en/registers/{kind.slug}/new", form(kind))
    found = kind.model.objects.get(name_en="Tried")
    for field, value in FULL.get(kind.key, {}).items():
        assert str(getattr(found, field)).removesuffix(".00") == value, field
    assert browser.get(f"/en/registers/{kind.slug}/{found.pk}/").status_code == 200


@KINDS
def test_every_filter_narrows(kind: Kind, people: People) -> None:
    browser = browser_of(people.office)
    browser.post(f"/en/registers/{kind.slug}/new", form(kind))
    for each in kind.filters:
        choices = {"choice": [value for value, _ in each.choices], "country": ["IND", "ABW"], "sector": ["tobacco"],
                   "least": ["1", "99999999999"], "most": ["1"], "currency": ["USD", "xof"]}.get(each.by, ["1"])
        counts = set()
        for value in choices:
            reply = browser.get(f"/en/registers/{kind.slug}/", {each.key: value, **({each.needs: "USD"} if each.needs
                                                                                   else {})})
            assert reply.status_code == 200
            assert "left out" not in reply.content.decode()
            counts.add("Nothing in this register fits" in reply.content.decode())
        assert True in counts, each.key  # not every value is the record's


@pytest.mark.parametrize(("sector", "count"), [
    ("all-sectors", 3), ("equipment-manufacturing", 2), ("other-transport-equipment", 1), ("tobacco", 0)])
def test_a_sector_stands_for_all_that_it_comprises(people: People, sector: str, count: int) -> None:
    browser = browser_of(people.office)
    for each in ("railway-equipment", "machine-tools", "coal-mining"):
        browser.post("/en/registers/projects/new", form(kinds.PROJECTS, name_en=f"Of {each}", sector=each))
    assert f">{count} record" in browser.get("/en/registers/projects/", {"sector": sector}).content.decode()
    assert browser.get("/api/v1/registers/projects/count", {"sector": sector}).json()["count"] == count
    exported = browser.get("/en/registers/projects/export.json", {"sector": sector})
    assert b"".join(exported).count(b'"name_en":"Of ') == count


@pytest.mark.parametrize(("asked", "says", "count"), [
    ({"currency": "USD", "least": "10"}, "", 1),
    ({"currency": "cny", "least": "1,000"}, "", 0),
    ({"least": "10"}, "Choose the currency too", 2),
    ({"least": "abc", "currency": "USD"}, "“abc” is no amount: “Value at least” was left out.", 1),
    ({"stage": "begun"}, "“begun” is no choice here: “Stage” was left out.", 2),
    ({"currency": "ZZZ", "rows": "0"}, "these parts of the address mean nothing here and were left out: rows", 2),
])
def test_amounts_compare_within_a_currency_and_what_is_left_out_is_told(people: People, asked: dict[str, str],
                                                                        says: str, count: int) -> None:
    browser = browser_of(people.office)
    for value, currency in (("20", "USD"), ("300", "CNY")):
        browser.post("/en/registers/projects/new", form(kinds.PROJECTS, value=value, currency=currency))
    page = browser.get("/en/registers/projects/", asked).content.decode()
    assert f">{count} record" in page
    assert says.lower() in page.lower()
    assert bool(says) == ("left out" in page)
    status = browser.get("/api/v1/registers/projects/count", {**asked, "currency": asked.get("currency", "").upper()}
                         if "currency" in asked else asked).status_code
    assert status == (422 if says else 200)


def test_a_refused_amount_still_stands_in_its_field(people: People) -> None:
    page = browser_of(people.office).get("/en/registers/projects/?least=12a").content.decode()
    assert 'name="least" value="12a"' in page


@KINDS
def test_every_way_to_read_a_register_answers_in_both_languages(kind: Kind, people: People) -> None:
    for each in kind.perspectives:
        for prefix in ("en", "zh-hans"):
            for query in ("", "?samples=1", "?q=nothing", "?by=%00&after=%00~5&samples=2"):
                assert browser_of(people.visitor).get(
                    f"/{prefix}/registers/{kind.slug}/{each.name}{query}").status_code == 200


def test_saving_a_record_of_the_office_keeps_it_the_offices(people: People) -> None:
    record = actions.create(ACT, kinds.PROJECTS, {"name_en": "Tried", "audience": "office"}, owner=people.works.pk)
    browser = browser_of(people.enterprise)
    page = browser.get(f"/en/registers/projects/{record.pk}/edit").content.decode()
    assert '<option value="office" selected>' in page
    browser.post(f"/en/registers/projects/{record.pk}/edit", form(kinds.PROJECTS, audience="office", revision="1",
                                                                 summary_en="more"))
    found = Record.objects.get(pk=record.pk)
    assert (found.audience, found.summary_en) == ("office", "more")
    assert '<option value="office"' not in browser.get("/en/registers/projects/new").content.decode()


def test_nobody_makes_a_part_of_a_project_that_is_not_theirs_to_change(people: People) -> None:
    whole = actions.create(ACT, kinds.PROJECTS, {"name_en": "Whole", "audience": "public"})
    own = actions.create(ACT, kinds.PROJECTS, {"name_en": "Ours", "audience": "public"}, owner=people.works.pk)
    browser, new = browser_of(people.enterprise), "/en/registers/projects/new"
    refused = browser.post(new, form(kinds.PROJECTS, umbrella=str(whole.pk)))
    assert refused.status_code == 422
    assert "How that record counts would follow from this one" in refused.content.decode()
    assert browser.post(new, form(kinds.PROJECTS, umbrella=str(own.pk))).status_code == 302
    assert browser_of(people.officer).post(new, form(kinds.PROJECTS, umbrella=str(whole.pk))).status_code == 302


def test_a_part_that_others_have_stated_may_be_changed_by_its_owner(people: People) -> None:
    whole = actions.create(ACT, kinds.PROJECTS, {"name_en": "Whole", "audience": "public"})
    part = actions.create(ACT, kinds.PROJECTS, {"name_en": "Ours", "audience": "public", "umbrella": whole},
                          owner=people.works.pk)
    browser_of(people.enterprise).post(f"/en/registers/projects/{part.pk}/edit",
                                       form(kinds.PROJECTS, umbrella=str(whole.pk), revision="1", audience="public"))
    assert Record.objects.get(pk=part.pk).name_en == "Tried"


@KINDS
def test_nobody_loses_a_record_that_no_organisation_owns(kind: Kind, people: People) -> None:
    for user in (people.officer, people.office):
        browser = browser_of(user)
        refused = browser.post(f"/en/registers/{kind.slug}/new", form(kind, audience="owner"))
        assert (refused.status_code, Record.objects.filter(audience="owner").exists()) == (422, False)
        record = actions.create(ACT, kind, {"name_en": "Kept", "audience": "agencies", **REQUIRED.get(kind.key, {})})
        refused = browser.post(f"/en/registers/{kind.slug}/{record.pk}/edit",
                               form(kind, audience="owner", revision=str(record.revision)))
        assert (refused.status_code, Record.objects.get(pk=record.pk).audience) == (422, "agencies")


def test_an_enterprise_of_the_case_lies_in_the_country_of_its_home() -> None:
    rows = [row for row in case_rows(bundled("liaoning")) if row.kind is kinds.ENTERPRISES]
    found = {row.values["home"]: row.values.get("countries") for row in rows if "home" in row.values}
    assert found.pop("CN-LN") == "CHN"
    assert found == {home: home for home in found}


def test_a_tenant_is_linked_to_its_park(people: People) -> None:
    browser = browser_of(people.office)
    for slug, kind in (("parks", kinds.PARKS), ("enterprises", kinds.ENTERPRISES)):
        browser.post(f"/en/registers/{slug}/new", form(kind, name_en=f"The {kind.key}"))
    park, tenant = Record.objects.get(name_en="The park"), Record.objects.get(name_en="The enterprise")
    browser.post(f"/en/registers/enterprises/{tenant.pk}/link", {"relation": "located", "target": str(park.pk)})
    assert "The enterprise" in browser.get(f"/en/registers/parks/{park.pk}/").content.decode()


def test_the_case_gives_its_facilities_and_alliances_with_their_paragraphs() -> None:
    rows = [row for row in case_rows(bundled("liaoning")) if row.kind in (kinds.FACILITIES, kinds.ALLIANCES)]
    assert {row.kind.key for row in rows} == {"facility", "alliance"}
    assert [row.key for row in rows if not (row.values.get("paragraphs") and row.values.get("type")
                                            and row.values.get("name_zh") and row.values.get("summary_zh"))] == []
    assert [row.unread for row in rows if row.unread] == []
    offices = next(row for row in rows if row.key == "F02")
    assert (offices.values["summary_en"], offices.named) == (
        "27 offices; their places are not printed", {"enterprise": "E07"})
