"""Tokens: shown once, kept as a digest, ended at once, their owner's alone."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.api import tokens
from outward_portal.api.models import Token
from outward_portal.journal.models import Entry
from tests.portal.api.calling import token_of
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
PAGE = "/en/account/tokens"


def fresh(user: User) -> Client:
    """Give a browser in which the person has just typed the password."""
    client = browser_of(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def test_a_token_is_shown_once_and_kept_as_a_digest(people: People) -> None:
    client = fresh(people.enterprise)
    answer = client.post(PAGE, {"name": "A program", "scope": "read", "days": "30"})
    assert answer.status_code == 200, answer.headers
    page = answer.content.decode()
    [secret] = set(re.findall(r"outward_[\w-]{43}", page))
    assert secret not in client.get(PAGE).content.decode()
    token = Token.objects.get()
    assert token.digest == tokens.digest(secret)
    assert secret not in str(vars(token))
    assert secret not in str(list(Entry.objects.values()))
    assert Client().get("/api/v1/registers", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    token.refresh_from_db()
    assert token.used_at is not None


def test_a_token_is_made_only_soon_after_the_password(people: People) -> None:
    answer = browser_of(people.office).post(PAGE, {"name": "A", "scope": "read", "days": "30"})
    assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    assert Client().get(PAGE).status_code == 302
    assert not Token.objects.exists()


def test_an_ended_token_lets_nobody_in(people: People) -> None:
    for end in ("revoked", "expired", "inactive"):
        token, secret = token_of(people.office)
        asked = {"Authorization": f"Bearer {secret}"}
        assert Client().get("/api/v1/registers", headers=asked).status_code == 200
        if end == "revoked":
            fresh(people.office).post(f"{PAGE}/{token.pk}/revoke")
        elif end == "expired":
            Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        else:
            User.objects.filter(pk=people.office.pk).update(is_active=False)
        assert Client().get("/api/v1/registers", headers=asked).status_code == 401, end


def test_nobody_sees_or_ends_another_ones_tokens(people: People) -> None:
    token, _secret = token_of(people.office)
    for person in (people.administrator, people.officer, people.enterprise):
        assert token.beginning not in fresh(person).get(PAGE).content.decode()
        assert fresh(person).post(f"{PAGE}/{token.pk}/revoke").status_code == 404
    token.refresh_from_db()
    assert token.is_good


@pytest.mark.parametrize("change", [
    {"role": "analyst"}, {"password": "another"}, {"sessions_ended": 1}, {"organisation": None},
    {"must_change_password": True},
], ids=str)
def test_a_token_ends_with_what_its_account_stood_on(people: People, change: dict[str, Any]) -> None:
    token, secret = token_of(people.office)
    User.objects.filter(pk=people.office.pk).update(**change)
    asked = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/registers", headers=asked).status_code == 401
    people.office.refresh_from_db()
    if "must_change_password" not in change:
        assert "ended: password, role or organisation" in fresh(people.office).get(PAGE).content.decode()
        token.refresh_from_db()
        assert not token.is_good


def test_staff_without_a_second_factor_have_no_way_in_by_a_token(people: People) -> None:
    _token, secret = token_of(people.officer)
    asked = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/registers", headers=asked).status_code == 200
    Authenticator.objects.filter(user=people.officer).delete()
    assert Client().get("/api/v1/registers", headers=asked).status_code == 401
