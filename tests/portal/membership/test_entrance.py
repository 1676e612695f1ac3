"""Signing in, registering, a new password: what an account needs, and what nobody learns from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.core.management import call_command
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, reverse

import outward_portal.membership
from outward_portal.accounts.models import Role, User
from outward_portal.journal.models import Entry
from outward_portal.membership import urls
from outward_portal.settings import security
from tests.portal.membership.entering import PASSWORD, sign_in, sure_browser_of
from tests.portal.people import People, browser_of

NEW = {"name": "Li Wei", "email": "li@example.org", "password1": "quite a long passphrase",
       "password2": "quite a long passphrase"}


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/\S+)", text)
    assert found, text
    return found.group(1)


@pytest.mark.django_db
def test_a_visitor_registers_confirms_and_signs_in() -> None:
    client = Client()
    assert client.post("/zh-hans/account/register/", NEW).headers["Location"] == "/zh-hans/account/confirm/"
    user = User.objects.get()
    assert (user.name, user.role, user.language, user.organisation) == ("Li Wei", Role.MEMBER, "zh-hans", None)
    assert [entry.action for entry in Entry.objects.all()] == ["account.created"]
    assert sign_in(client, NEW["email"], NEW["password1"]).headers["Location"] == "/en/account/confirm/"
    link = link_in(str(mail.outbox[0].body))
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified  # only looking confirms nothing: mail scanners look
    client.post(link)
    assert sign_in(client, NEW["email"], NEW["password1"]).headers["Location"] == "/en/"
    assert client.get("/en/account/").status_code == 200


@pytest.mark.django_db
def test_registering_takes_no_role_from_the_form() -> None:
    Client().post("/en/account/register/", {**NEW, "role": "administrator", "is_manager": "1", "organisation": "1"})
    user = User.objects.get()
    assert (user.role, user.is_manager, user.organisation_id) == (Role.MEMBER, False, None)


def _hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write down every time that a password is hashed: it is what takes the time."""
    done: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def noted(self: Any, password: str, *args: Any, **kwargs: Any) -> str:
        done.append(password)
        return str(encode(self, password, *args, **kwargs))

    monkeypatch.setattr(hasher, "encode", noted)
    return done


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["member@example.org", "nobody@example.org"])
def test_a_failed_sign_in_does_not_tell_whether_there_is_an_account(
        confirmed: People, email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = _hashed(monkeypatch)
    page = sign_in(Client(), email, "not the password").content.decode()
    assert "The email address and/or password you specified are not correct." in page
    assert page.count(email) == 1  # in the field where it was typed
    assert len(hashed) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["member@example.org", "nobody@example.org"])
def test_registering_does_not_tell_whether_there_is_an_account(
        confirmed: People, email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = _hashed(monkeypatch)
    answer = Client().post("/en/account/register/", {**NEW, "email": email})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/account/confirm/")
    assert (len(hashed), len(mail.outbox), mail.outbox[0].to) == (1, 1, [email])


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["member@example.org", "nobody@example.org"])
def test_asking_for_a_new_password_does_not_tell_whether_there_is_an_account(confirmed: People, email: str) -> None:
    answer = Client().post("/en/account/password/reset/", {"email": email})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/account/password/reset/sent/")
    assert [message.to for message in mail.outbox] == [[email]]


@pytest.mark.django_db
def test_a_closed_account_says_so_only_to_who_has_its_password(confirmed: People) -> None:
    User.objects.filter(pk=confirmed.member.pk).update(is_active=False)
    assert b"closed" not in sign_in(Client(), "member@example.org", "wrong").content
    assert sign_in(Client(), "member@example.org").headers["Location"] == "/en/account/inactive/"


@pytest.mark.django_db
def test_a_new_password_by_a_link_ends_every_session_and_the_link(confirmed: People) -> None:
    there = browser_of(confirmed.member)
    client = Client()
    client.post("/en/account/password/reset/", {"email": "member@example.org"})
    link = link_in(str(mail.outbox[0].body))
    form = client.get(link).headers["Location"]
    client.post(form, {"password1": NEW["password1"], "password2": NEW["password1"]})
    assert there.get("/en/account/").status_code == 302
    assert sign_in(client, "member@example.org", NEW["password1"]).headers["Location"] == "/en/"
    assert "no longer good" in Client().get(link).content.decode()
    assert Entry.objects.latest("id").action == "account.password-reset"


@pytest.mark.django_db
def test_changing_the_password_ends_other_sessions_and_the_duty_to_change_it(confirmed: People) -> None:
    User.objects.update(must_change_password=True)
    here, there = browser_of(confirmed.member), browser_of(confirmed.member)
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert "Choose another" in here.post("/en/account/password/change/", same).content.decode()
    fresh = same | {"password1": NEW["password1"], "password2": NEW["password1"]}
    assert here.post("/en/account/password/change/", fresh).headers["Location"] == "/en/account/"
    assert here.get("/en/account/").status_code == 200
    assert there.get("/en/account/").status_code == 302
    assert not User.objects.get(pk=confirmed.member.pk).must_change_password
    assert "ip" not in str(Entry.objects.latest("id").changes)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "password1234", "member@example.org"])
def test_weak_passwords_are_refused(confirmed: People, password: str) -> None:
    page = browser_of(confirmed.member).post("/en/account/password/change/", {
        "oldpassword": PASSWORD, "password1": password, "password2": password})
    assert page.status_code == 200
    assert User.objects.get(pk=confirmed.member.pk).check_password(PASSWORD)


@pytest.mark.django_db
def test_ending_other_sessions_leaves_only_this_one(confirmed: People) -> None:
    here, there = sure_browser_of(confirmed.member), browser_of(confirmed.member)
    here.post("/en/account/sessions/end")
    assert (here.get("/en/account/").status_code, there.get("/en/account/").status_code) == (200, 302)


@pytest.mark.django_db
def test_signing_out_needs_a_form_and_ends_the_session(confirmed: People) -> None:
    client = browser_of(confirmed.member)
    client.get("/en/account/logout/")
    assert client.get("/en/account/").status_code == 200
    client.post("/en/account/logout/")
    assert client.get("/en/account/").status_code == 302


@pytest.mark.django_db
def test_signing_in_gives_the_session_another_key(confirmed: People) -> None:
    client = Client()
    client.session.save()
    before = client.session.session_key
    sign_in(client, "member@example.org")
    assert client.session.session_key != before


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(confirmed: People, target: str) -> None:
    answer = Client().post("/en/account/login/", {"login": "member@example.org", "password": PASSWORD,
                                                  "next": target})
    assert answer.headers["Location"] == "/en/"


@pytest.mark.django_db
def test_passwords_are_kept_with_argon2() -> None:
    with override_settings(PASSWORD_HASHERS=security.PASSWORD_HASHERS):
        user = User.objects.create_user("a@example.org", PASSWORD)
        assert user.password.startswith("argon2$argon2id$")
        assert user.check_password(PASSWORD)
        assert not user.check_password(PASSWORD + "x")


def limited() -> Any:
    return override_settings(ACCOUNT_RATE_LIMITS=security.ACCOUNT_RATE_LIMITS, CACHES={"default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}})


@pytest.mark.django_db
def test_an_account_is_locked_after_five_failures_from_anywhere(confirmed: People) -> None:
    with limited():
        call_command("createcachetable")
        for n in range(5):
            sign_in(Client(), "member@example.org", "wrong", REMOTE_ADDR=f"192.0.2.{n}")
        page = sign_in(Client(), "member@example.org", REMOTE_ADDR="192.0.2.99", HTTP_HOST="localhost")
        assert "Too many failed login attempts" in page.content.decode()
        assert sign_in(Client(), "provider@example.org", REMOTE_ADDR="192.0.2.99").status_code == 302


@pytest.mark.django_db
def test_an_unknown_account_is_locked_as_a_known_one_is(confirmed: People) -> None:
    with limited():
        call_command("createcachetable")
        for _ in range(5):
            sign_in(Client(), "nobody@example.org", "wrong")
        assert "Too many failed login attempts" in sign_in(Client(), "nobody@example.org").content.decode()


@pytest.mark.django_db
def test_an_address_is_stopped_after_ten_failures_on_any_accounts(confirmed: People) -> None:
    with limited():
        call_command("createcachetable")
        for n in range(10):
            sign_in(Client(), f"n{n}@example.org", "wrong", REMOTE_ADDR="192.0.2.1")
        assert "Too many failed" in sign_in(Client(), "member@example.org", REMOTE_ADDR="192.0.2.1").content.decode()
        assert sign_in(Client(), "member@example.org", REMOTE_ADDR="192.0.2.2").status_code == 302


@pytest.mark.django_db
def test_asking_for_new_passwords_too_often_gives_our_page(confirmed: People) -> None:
    with limited():
        call_command("createcachetable")
        answers = [Client().post("/en/account/password/reset/", {"email": "member@example.org"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        assert "Too many tries" in answers[-1].content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "header", "stopped"), [
    (0, "198.51.100.{n}", True),                # nobody stands in front: what the header says is the visitor's word
    (1, "198.51.100.{n}", False),               # one server in front names the visitor
    (1, "198.51.100.{n}, 203.0.113.5", True),   # the visitor made up the first, the server named the last
    (2, "198.51.100.{n}, 203.0.113.5", False),
    (2, "203.0.113.5", True),                   # shorter than it must be: not believed
])
def test_forwarded_addresses_count_as_far_as_servers_are_trusted(
        confirmed: People, proxies: int, header: str, stopped: bool) -> None:
    with limited(), override_settings(TRUSTED_PROXIES=proxies):
        call_command("createcachetable")
        for n in range(10):
            sign_in(Client(), f"n{n}@example.org", "wrong", REMOTE_ADDR="192.0.2.1",
                    HTTP_X_FORWARDED_FOR=header.format(n=n))
        last = sign_in(Client(), "member@example.org", REMOTE_ADDR="192.0.2.1",
                       HTTP_X_FORWARDED_FOR=header.format(n=200))
        assert (last.status_code == 200) is stopped


def _entrance() -> list[URLPattern]:
    return [pattern for pattern in urls.urlpatterns
            if pattern.callback.__module__.startswith("allauth") or pattern.name.startswith(("account_", "mfa_"))]


def test_every_page_of_allauth_that_has_an_address_has_a_template_of_ours() -> None:
    ours = Path(outward_portal.membership.__file__).parent
    for pattern in _entrance():
        view = pattern.callback
        while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
            view = view.__wrapped__
        name = getattr(getattr(view, "view_class", None), "template_name", None)
        if name is None:  # email_verification_sent is a function; our own class stands there instead
            raise AssertionError(f"{pattern.name} has no template")
        origin = Path(get_template(name).template.filename)  # type: ignore[attr-defined]
        assert origin.is_relative_to(ours), f"{pattern.name}: {name} is not ours"


@pytest.mark.parametrize("name", ["account_email", "account_set_password", "account_confirm_login_code",
                                  "account_request_login_code", "mfa_list_webauthn", "mfa_trust"])
def test_pages_of_allauth_that_are_not_ours_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", ["login", "register", "confirm", "confirm/nothing", "password/reset", "inactive",
                                  "password/reset/sent", "password/reset/done", "password/reset/key/1-nothing"])
def test_every_page_of_the_way_in_is_shown_to_a_visitor(language: str, page: str) -> None:
    assert Client().get(f"/{language}/account/{page}/").status_code == 200


@pytest.mark.django_db
def test_registering_is_closed_while_the_portal_is_read_only() -> None:
    with override_settings(READ_ONLY=True):
        assert "just now" in Client().get("/en/account/register/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "other"), [("en", "zh-hans"), ("zh-hans", "en")])
def test_messages_are_in_the_language_of_the_account(confirmed: People, language: str, other: str) -> None:
    """The page may be in another language; the account's counts."""
    User.objects.filter(pk=confirmed.member.pk).update(language=language)
    Client().post(f"/{other}/account/password/reset/", {"email": "member@example.org"})
    from django.utils import translation

    with translation.override(language):
        assert translation.gettext("Choose a new password") in mail.outbox[0].subject
    assert len(re.findall("http://", str(mail.outbox[0].body))) == 1


@pytest.mark.django_db
def test_a_mail_server_that_fails_gets_a_page_that_says_so(confirmed: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    answer = Client().post("/en/account/password/reset/", {"email": "member@example.org"})
    assert (answer.status_code, "could not be sent" in answer.content.decode()) == (503, True)
