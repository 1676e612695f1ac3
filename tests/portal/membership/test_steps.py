"""What an account must do before anything else, and when its sessions end."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings

from outward_portal.accounts.models import STAFF_ROLES, User
from outward_portal.journal.models import Entry
from outward_portal.settings import security
from tests.portal.membership.entering import PASSWORD, code_of, give_second_factor, sign_in, sure_browser_of
from tests.portal.people import People, browser_of

STAFF = ("officer", "office", "contributor", "analyst", "administrator")
OTHERS = ("member", "enterprise", "provider")
ACTIVATE = "/en/account/second-factor/app/activate/"


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do at once what waits for a commit: a test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done, **_: done())


def only_signed_in(user: User) -> Client:
    """Give a browser whose session has shown a password and nothing else."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_roles_of_staff_are_those_that_these_tests_name() -> None:
    assert {str(role) for role in STAFF_ROLES} == set(STAFF)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/zh-hans/registers/", "/en/account/", "/en/account/data", "/en/nothing"])
def test_a_given_password_is_changed_before_anything_else(people: People, path: str) -> None:
    User.objects.update(must_change_password=True)
    answer = only_signed_in(people.enterprise).get(path)
    assert answer.headers["Location"].endswith("/account/password/change/")


@pytest.mark.django_db
@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("path", ["/en/", "/en/registers/", "/en/account/", "/en/account/accounts/"])
def test_staff_set_up_a_second_factor_before_anything_else(people: People, name: str, path: str) -> None:
    assert only_signed_in(getattr(people, name)).get(path).headers["Location"] == ACTIVATE


@pytest.mark.django_db
@pytest.mark.parametrize("name", STAFF)
def test_nothing_is_written_before_the_step_is_taken(people: People, name: str) -> None:
    before = Entry.objects.count()
    answer = only_signed_in(getattr(people, name)).post("/en/account/edit", {"name": "Other", "language": "en"})
    assert (answer.status_code, Entry.objects.count()) == (302, before)


@pytest.mark.django_db
@pytest.mark.parametrize("name", OTHERS)
def test_others_need_no_second_factor(people: People, name: str) -> None:
    assert only_signed_in(getattr(people, name)).get("/en/account/").status_code == 200


@pytest.mark.django_db
def test_the_password_comes_before_the_second_factor(people: People) -> None:
    User.objects.update(must_change_password=True)
    assert "password/change" in only_signed_in(people.office).get(ACTIVATE).headers["Location"]


@pytest.mark.django_db
def test_one_may_sign_out_or_read_the_other_language_instead_of_taking_the_step(people: People) -> None:
    client = only_signed_in(people.office)
    assert client.get("/language?to=zh&next=/en/").headers["Location"] == "/zh-hans/"
    assert client.post("/en/account/logout/").headers["Location"] == "/en/"


@pytest.mark.django_db
def test_a_request_by_script_is_led_to_the_step_as_a_whole_page(people: People) -> None:
    answer = only_signed_in(people.office).get("/en/registers/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, ACTIVATE)


@pytest.mark.django_db
def test_the_first_sign_in_of_staff_leads_through_both_steps_without_asking_twice(
        confirmed: People, commits: None) -> None:
    User.objects.filter(pk=confirmed.office.pk).update(must_change_password=True)
    client = Client()
    sign_in(client, "office@example.org")
    fresh = "quite a long passphrase"
    client.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    page = client.get("/en/account/", follow=True)
    assert page.redirect_chain[-1][0] == ACTIVATE
    answer = client.post(ACTIVATE, {"code": code_of(client.session["mfa.totp.secret"])})
    assert answer.headers["Location"] == "/en/account/second-factor/codes/"
    assert client.get("/en/account/").status_code == 200
    assert Entry.objects.latest("id").action == "account.second-factor-added"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["office", "enterprise"])
def test_a_password_alone_gives_no_session_to_an_account_with_a_second_factor(confirmed: People, name: str) -> None:
    secret = give_second_factor(getattr(confirmed, name))
    client = Client()
    assert sign_in(client, f"{name}@example.org").headers["Location"] == "/en/account/login/second-factor/"
    assert "_auth_user_id" not in client.session
    assert "/login/" in client.get("/en/account/").headers["Location"]
    assert client.post("/en/account/login/second-factor/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post("/en/account/login/second-factor/", {"code": code_of(secret)})
    assert client.get("/en/account/").status_code == 200


@pytest.mark.django_db
def test_a_code_works_once(confirmed: People) -> None:
    secret = give_second_factor(confirmed.office)
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "office@example.org")
        client.post("/en/account/login/second-factor/", {"code": code})
    assert [client.get("/en/account/").status_code for client in (first, second)] == [200, 302]


@pytest.mark.django_db
def test_a_recovery_code_gets_in_once(confirmed: People) -> None:
    give_second_factor(confirmed.office)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (200, 302):
        client = Client()
        sign_in(client, "office@example.org")
        client.post("/en/account/login/second-factor/", {"code": codes[0]})
        assert client.get("/en/account/").status_code == expected


@pytest.mark.django_db
def test_guessing_codes_locks_the_account(confirmed: People) -> None:
    secret = give_second_factor(confirmed.office)
    with override_settings(ACCOUNT_RATE_LIMITS=security.ACCOUNT_RATE_LIMITS):
        client = Client()
        sign_in(client, "office@example.org")
        for _ in range(5):
            client.post("/en/account/login/second-factor/", {"code": "000000"})
        client.post("/en/account/login/second-factor/", {"code": code_of(secret)})
        assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_session_from_before_the_second_factor_is_ended(
        confirmed: People, commits: None) -> None:
    there = browser_of(confirmed.enterprise)
    here = sure_browser_of(confirmed.enterprise)
    here.get(ACTIVATE)
    here.post(ACTIVATE, {"code": code_of(here.session["mfa.totp.secret"])})
    assert (here.get("/en/account/").status_code, there.get("/en/account/").status_code) == (200, 302)


@pytest.mark.django_db
def test_a_session_that_never_showed_the_second_factor_of_its_staff_account_is_ended(people: People) -> None:
    client = only_signed_in(people.office)
    give_second_factor(people.office)
    assert client.get("/en/registers/").headers["Location"].startswith("/en/account/login/?next=")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_visitor_made_staff_shows_a_second_factor_from_the_next_page_on(people: People) -> None:
    client = only_signed_in(people.member)
    User.objects.filter(pk=people.member.pk).update(role="analyst", organisation=people.analyst.organisation)
    assert client.get("/en/account/").headers["Location"] == ACTIVATE


@pytest.mark.django_db
def test_taking_the_second_factor_off_leads_staff_to_a_new_one(confirmed: People) -> None:
    client = sure_browser_of(confirmed.office)
    give_second_factor(confirmed.office)
    client.post("/en/account/second-factor/app/deactivate/")
    assert not Authenticator.objects.filter(user=confirmed.office).exists()  # the recovery codes too
    assert client.get("/en/account/").headers["Location"] == ACTIVATE
    assert "taken off" in mail.outbox[-1].subject


@pytest.mark.django_db
def test_the_secret_of_a_second_factor_is_not_readable_in_the_database(people: People) -> None:
    secret = give_second_factor(people.office)
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert row.wrap().validate_code(code_of(secret))


@pytest.mark.django_db
def test_a_session_of_staff_ends_when_it_is_left_alone(people: People) -> None:
    for user, expected in ((people.office, 302), (people.enterprise, 200)):
        client = browser_of(user)
        _look_back(client, seen_at=settings.STAFF_IDLE_SECONDS + 5)
        answer = client.get("/en/account/")
        assert answer.status_code == expected
        assert ("_auth_user_id" in client.session) == (expected == 200)


@pytest.mark.django_db
def test_a_session_that_is_used_is_not_left_alone(people: People) -> None:
    client = browser_of(people.office)
    for _ in range(3):
        _look_back(client, seen_at=settings.STAFF_IDLE_SECONDS - 60)
        assert client.get("/en/account/").status_code == 200
    assert time.time() - client.session["seen_at"] < 10


@pytest.mark.django_db
def test_no_session_lasts_for_ever(people: People) -> None:
    client = browser_of(people.enterprise)
    _look_back(client, began_at=settings.SESSION_COOKIE_AGE + 5)
    assert client.get("/en/account/").status_code == 302


def _look_back(client: Client, **seconds: int) -> None:
    session: Any = client.session
    for name, ago in seconds.items():
        session[name] = int(time.time()) - ago
    session.save()


SENSITIVE = ("data", "data/erase", "second-factor/app/activate/", "second-factor/codes/new/")
SENSITIVE_OF_ADMINISTRATORS = ("accounts/invite", "accounts/{key}/role", "organisations/new")


@pytest.mark.django_db
@pytest.mark.parametrize("path", SENSITIVE)
def test_sensitive_acts_ask_for_the_password_again(confirmed: People, path: str) -> None:
    assert "/reauthenticate/" in browser_of(confirmed.enterprise).get(f"/en/account/{path}").headers["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", SENSITIVE_OF_ADMINISTRATORS)
def test_sensitive_acts_of_administrators_ask_for_the_password_again(confirmed: People, path: str) -> None:
    path = path.format(key=confirmed.member.pk)
    answer = browser_of(confirmed.administrator).get(f"/en/account/{path}")
    assert "/reauthenticate/" in answer.headers["Location"]
    assert sure_browser_of(confirmed.administrator).get(f"/en/account/{path}").status_code == 200


@pytest.mark.django_db
def test_what_was_sent_is_done_after_the_password_was_given_again(confirmed: People) -> None:
    client = browser_of(confirmed.administrator)
    path = f"/en/account/accounts/{confirmed.member.pk}/active"
    asked = client.post(path, {"active": "0", "reason": "left the enterprise"})
    assert User.objects.get(pk=confirmed.member.pk).is_active
    assert client.post(asked.headers["Location"], {"password": "wrong"}).status_code == 200
    assert User.objects.get(pk=confirmed.member.pk).is_active
    client.post(asked.headers["Location"], {"password": PASSWORD})
    assert not User.objects.get(pk=confirmed.member.pk).is_active
    assert Entry.objects.latest("id").reason == "left the enterprise"
