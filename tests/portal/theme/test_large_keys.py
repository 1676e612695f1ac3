"""A number that no key can be is a bad request, not a failure of the portal."""

from __future__ import annotations

import pytest

from tests.portal.people import People, browser_of


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30])
def test_a_key_of_more_than_63_bits_is_a_bad_request(people: People, number: str) -> None:
    answer = browser_of(people.office).post("/en/registers/projects/new", {
        "name_en": "A works", "enterprise": number, "audience": "public", "type": "contract"})
    assert answer.status_code in (400, 422)
