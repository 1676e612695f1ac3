"""A portal that cannot write, or may not: what was asked is refused with a page that says so."""

from __future__ import annotations

import errno

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, OperationalError
from django.urls import reverse
from pytest_django import Settings

from outward_portal.accounts.models import User
from outward_portal.theme.middleware import is_storage_trouble
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
TYPED = {"login": "member@example.org", "password": "a long enough password"}


@pytest.mark.parametrize(("error", "is_trouble"), [
    (OperationalError("database is locked"), True),
    (OSError(errno.ENOSPC, "No space left on device"), True),
    (OSError(errno.EROFS, "Read-only file system"), True),
    (FileNotFoundError(errno.ENOENT, "no such file"), False),
    (ConnectionRefusedError(errno.ECONNREFUSED, "mail"), False),
    (IntegrityError("unique"), False),
    (None, False),
])
def test_only_storage_is_taken_for_storage(error: BaseException | None, is_trouble: bool) -> None:
    assert is_storage_trouble(error) is is_trouble


def test_a_session_that_cannot_be_saved_gives_the_page_too(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(people.member)
    browser.raise_request_exception = False

    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "save", locked)
    answer = browser.post(reverse("account_logout"))
    assert answer.status_code == 503
    assert "Nothing could be saved just now" in answer.text
    assert answer.headers["Retry-After"] == "60"


def test_a_portal_that_is_only_read_refuses_every_change_and_lets_people_sign_in(
    people: People, settings: Settings
) -> None:
    browser = browser_of(people.officer)
    settings.READ_ONLY = True
    before = User.objects.get(pk=people.officer.pk).name
    assert browser.get("/en/registers/").status_code == 200
    for path in ("/en/registers/enterprises/new", "/en/account/data/erase", "/en/account/password/change/"):
        answer = browser.post(path, {"name": "changed"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600"), path
        assert "read but not changed" in answer.text
    assert User.objects.get(pk=people.officer.pk).name == before
    assert "read but not changed" in browser.get("/en/").text
    assert browser.post(reverse("account_logout")).status_code == 302
    answer = browser.post(reverse("account_login"), TYPED)
    assert answer.status_code in (200, 302)
