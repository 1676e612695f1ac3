"""Codes in forms: written by name in either language, kept as codes, shown as names."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from outward.vocabulary.regions import regions
from outward_portal.records.codes import region_shown, regions_read
from outward_portal.registers.models import Enterprise, Project
from tests.portal.people import People, browser_of
from tests.portal.records.works import project

NEW = "/en/registers/projects/new"
GIVEN = {"name_en": "Bridge", "audience": "public"}


def test_every_region_that_is_shown_is_read_again() -> None:
    for id in regions():
        assert regions_read(region_shown(id, "en")) == regions_read(region_shown(id, "zh")) == [id], id


@pytest.mark.parametrize("text", [
    "KEN;ZMB", "Kenya; Zambia", "肯尼亚、赞比亚", "肯尼亚；Zambia", "kenya, zambia; KEN", " Kenya;;赞比亚 "])
def test_several_are_named_in_any_way(text: str) -> None:
    assert regions_read(text) == ["KEN", "ZMB"]


def test_a_name_with_a_comma_is_one() -> None:
    assert regions_read("Bonaire, Sint Eustatius and Saba") == ["BES"]


@pytest.mark.parametrize(("language", "text", "near"), [("en", "Kenia", "Kenya"), ("zh-hans", "肯尼", "肯尼亚")])
def test_what_is_no_country_is_told_with_what_is(language: str, text: str, near: str) -> None:
    with override(language), pytest.raises(ValidationError, match=near):
        regions_read(f"Zambia; {text}")


@pytest.mark.django_db
def test_names_are_taken_and_shown_in_the_language_of_the_page(people: People) -> None:
    browser = browser_of(people.office)
    values = {**GIVEN, "countries": "Kenya; 赞比亚", "sector": "machine-tools", "value": "5", "currency": "usd"}
    assert browser.post(NEW, values).status_code == 302
    made = Project.objects.get()
    assert (made.countries, made.sector, made.currency) == ("KEN;ZMB", "machine-tools", "USD")
    assert 'value="Kenya; Zambia"' in browser.get(f"/en/registers/projects/{made.pk}/edit").content.decode()
    assert 'value="肯尼亚; 赞比亚"' in browser.get(f"/zh-hans/registers/projects/{made.pk}/edit").content.decode()
    browser.post("/en/registers/enterprises/new", {**GIVEN, "home": "辽宁"})
    assert Enterprise.objects.get().home == "CN-LN"


@pytest.mark.django_db
def test_what_there_is_stands_in_the_page_without_script(people: People) -> None:
    page = browser_of(people.office).get("/zh-hans/registers/projects/new").content.decode()
    for part in ('<option value="machine-tools">金属切削机床制造业</option>', '<option value="肯尼亚">',
                 '<option value="CNY">人民币</option>', 'list="known_countries"', '<datalist id="known_countries">'):
        assert part in page, part


@pytest.mark.django_db
def test_what_was_typed_wrongly_still_stands(people: People) -> None:
    page = browser_of(people.office).post(NEW, {**GIVEN, "countries": "Kenia; Zambia", "currency": "zzz"})
    assert page.status_code == 422
    for part in ('value="Kenia; Zambia"', "Near it: Kenya", "ZZZ is no currency"):
        assert part in page.content.decode(), part


@pytest.mark.django_db
def test_a_home_is_one_region(people: People) -> None:
    reply = browser_of(people.office).post("/en/registers/enterprises/new", {**GIVEN, "home": "Kenya; Zambia"})
    assert "Name one only." in reply.content.decode()


@pytest.mark.django_db
def test_changing_something_else_leaves_the_codes(people: People) -> None:
    made = project("Bridge", countries="CHN;KEN", sector="ships")
    browser = browser_of(people.office)
    browser.post(f"/en/registers/projects/{made.pk}/edit", {
        **GIVEN, "name_en": "Road", "countries": "China; Kenya", "sector": "ships", "revision": "1",
        "reason": "renamed"})
    changed = Project.objects.get()
    assert (changed.name_en, changed.countries, changed.sector) == ("Road", "CHN;KEN", "ships")
