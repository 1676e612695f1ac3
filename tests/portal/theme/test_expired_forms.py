"""A form from another session is refused with a page of ours, which says what to do."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.portal.people import People


@pytest.mark.django_db
def test_a_form_without_its_mark_is_refused_in_words(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.member, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post("/en/account/logout/")
    assert response.status_code == 403
    assert "This form is no longer good" in response.content.decode()
    assert "<style" not in response.content.decode()
