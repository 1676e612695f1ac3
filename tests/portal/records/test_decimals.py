"""Numbers are kept as they were written, or refused: no list fails for one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from outward_portal.registers.models import Project
from tests.portal.people import People, browser_of
from tests.portal.records.works import project

pytestmark = pytest.mark.django_db

LIST = "/en/registers/projects/"


@pytest.mark.parametrize("value", ["123456789012345", "1234567890123.45", "999999999999999000"])
def test_what_is_taken_comes_back_as_it_was(people: People, value: str) -> None:
    Project._meta.get_field("value").run_validators(Decimal(value))
    kept = project("Bridge", value=Decimal(value), currency="IDR")
    assert Project.objects.get(pk=kept.pk).value == Decimal(value)
    assert browser_of(people.office).get(LIST).status_code == 200


@pytest.mark.parametrize("value", ["999999999999999999.99", "1234567890123456"])
def test_what_a_database_would_round_is_refused(people: People, value: str) -> None:
    answer = browser_of(people.office).post("/en/registers/projects/new", {
        "name_en": "Bridge", "audience": "public", "value": value, "currency": "CNY"})
    assert answer.status_code == 422
    assert not Project.objects.exists()
