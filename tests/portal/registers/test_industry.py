"""Classes of GB/T 4754: their form is checked, their names are shown."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from outward.casebook.folder import bundled
from outward_portal.registers.case_rows import case_rows
from outward_portal.registers.industry import industry_names, validate_industry
from outward_portal.registers.models import Enterprise
from tests.portal.people import People, browser_of


def test_every_class_of_the_case_is_taken() -> None:
    codes = {row.values["industry_code"] for row in case_rows(bundled("liaoning")) if row.values.get("industry_code")}
    assert len(codes) > 20
    for each in codes:
        validate_industry(each)


@pytest.mark.parametrize("text", ["machines", "3", "34210", "34;", "34 35", "34-", "X (48)"])
def test_what_is_no_class_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_industry(text)


@pytest.mark.parametrize(("code", "en", "zh"), [
    ("3421", "metal-cutting machine tools", "金属切削机床制造业"),
    ("34-35", "general equipment; special equipment", "通用设备制造业；专用设备制造业"),
    ("343", "343 in general equipment", None),
    ("9999", "9999 is not in this portal's list", "9999不在本平台的类别表中")])
def test_a_class_is_named_as_far_as_it_is_known(code: str, en: str, zh: str | None) -> None:
    assert industry_names(code, "en") == en
    assert zh is None or industry_names(code, "zh") == zh


@pytest.mark.django_db
def test_the_page_names_what_the_form_took(people: People) -> None:
    browser = browser_of(people.office)
    given = {"name_en": "Works", "audience": "public", "industry_code": "machines"}
    assert "is no class of GB/T 4754" in browser.post("/en/registers/enterprises/new", given).content.decode()
    browser.post("/en/registers/enterprises/new", {**given, "industry_code": "3421"})
    page = browser.get(f"/en/registers/enterprises/{Enterprise.objects.get().pk}/").content.decode()
    assert "3421 · metal-cutting machine tools" in page
