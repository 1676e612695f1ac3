"""A person sees where they are signed in, and ends what should not be."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as Kept
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from outward_portal.accounts.models import Session, User
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.membership.actions import administration, erasure
from outward_portal.membership.export import personal_data
from outward_portal.operations import preparing
from tests.portal.membership.entering import PASSWORD, sign_in, sure_browser_of
from tests.portal.people import People, browser_of

PAGE = "/en/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = ("Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile "
         "Safari/537.36")


def rows_of(client: Client) -> list[str]:
    """Give the rows of the list as plain texts."""
    page = client.get(PAGE).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.mark.django_db
def test_a_session_is_listed_with_browser_and_address_in_few_words(confirmed: People) -> None:
    here, there = Client(), Client()
    sign_in(here, "member@example.org", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT=FIREFOX)
    sign_in(there, "member@example.org", REMOTE_ADDR="2001:db8::9", HTTP_USER_AGENT=PHONE)
    this, other = rows_of(here)
    assert this.startswith("Firefox, Windows this one 192.0.2.7 ")
    assert other.startswith("Chrome, Android 2001:db8::9 ")
    assert "End it" not in this
    assert "End it" in other
    assert "this one" in rows_of(there)[0]
    assert Session.objects.filter(browser__contains="140").count() == 0  # no version, nothing to know a person by


@pytest.mark.django_db
@pytest.mark.parametrize("forwarded", ["unknown", "192.0.2.1:443", ""])
def test_what_is_no_address_is_not_kept(confirmed: People, forwarded: str) -> None:
    with override_settings(TRUSTED_PROXIES=1):
        answer = sign_in(Client(), "member@example.org", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="")
    assert answer.status_code == 302
    assert Session.objects.get().address is None


@pytest.mark.django_db
def test_an_address_is_kept_without_the_name_of_a_network_card(confirmed: People) -> None:
    sign_in(Client(), "member@example.org", REMOTE_ADDR="fe80::1%eth0")
    assert Session.objects.get().address == "fe80::1"


@pytest.mark.django_db
def test_nobody_sees_or_ends_the_sessions_of_somebody_else(people: People) -> None:
    browser_of(people.colleague)
    theirs = Session.objects.get()
    for user in (people.enterprise, people.administrator):  # the manager, and who looks after all accounts
        client = sure_browser_of(user)
        assert len(rows_of(client)) == 1
        assert client.post(f"{PAGE}{theirs.pk}/end").status_code == 404
        assert not Session.objects.visible_to(user).filter(pk=theirs.pk).exists()
    assert Kept.objects.filter(pk=theirs.key).exists()


@pytest.mark.django_db
def test_one_session_is_ended_after_the_password_was_given_again(confirmed: People) -> None:
    here, there, third = (browser_of(confirmed.member) for _ in range(3))
    address = f"{PAGE}{Session.objects.get(key=there.session.session_key).pk}/end"
    asked = here.post(address)
    assert "/reauthenticate/" in asked.headers["Location"]
    assert there.get("/en/account/").status_code == 200
    here.post(asked.headers["Location"], {"password": PASSWORD})
    assert [client.get("/en/account/").status_code for client in (here, there, third)] == [200, 302, 200]
    assert len(rows_of(here)) == 2
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.subject, entry.changes) == (
        "account.session-ended", f"accounts.user:{confirmed.member.pk}", {})


@pytest.mark.django_db
def test_one_does_not_end_the_session_in_which_one_is(people: People) -> None:
    client = sure_browser_of(people.member)
    assert client.post(f"{PAGE}{Session.objects.get().pk}/end").status_code == 404
    assert client.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_ending_all_others_leaves_this_one_as_it_was(confirmed: People) -> None:
    here = Client()
    sign_in(here, "member@example.org", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT=FIREFOX)
    there = browser_of(confirmed.member)
    began = Session.objects.get(key=here.session.session_key).began_at
    assert here.post("/en/account/sessions/end").headers["Location"] == PAGE  # the password was typed just now
    assert there.get("/en/account/").status_code == 302
    (row,) = rows_of(here)
    assert row.startswith("Firefox, Windows this one 192.0.2.7 ")
    assert (Session.objects.get().began_at, Session.objects.get().key) == (began, here.session.session_key)


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["sign out", "password", "closed", "second factor", "expired", "too long", "idle"])
def test_what_has_ended_is_not_listed(confirmed: People, end: str) -> None:
    user = confirmed.office if end == "idle" else confirmed.member
    here, there = browser_of(user), browser_of(user)
    assert len(rows_of(here)) == 2
    fresh = {"oldpassword": PASSWORD, "password1": "quite a long passphrase", "password2": "quite a long passphrase"}
    session: Any = there.session
    if end == "sign out":
        there.post("/en/account/logout/")
    elif end == "password":
        here.post("/en/account/password/change/", fresh)
    elif end == "closed":
        administration.set_active(Act(None), user, active=False)
        administration.set_active(Act(None), user, active=True)
        here = browser_of(User.objects.get(pk=user.pk))
    elif end == "second factor":
        administration.reset_second_factor(Act(None), user)
        here = browser_of(User.objects.get(pk=user.pk))
    elif end == "expired":
        Kept.objects.filter(pk=session.session_key).update(expire_date=timezone.now())
    elif end == "too long":
        session["began_at"] = int(time.time()) - settings.SESSION_COOKIE_AGE - 5
        session.save()
    else:
        session["seen_at"] = int(time.time()) - settings.STAFF_IDLE_SECONDS - 5
        session.save()
    assert len(rows_of(here)) == 1


@pytest.mark.django_db
def test_a_page_asks_no_more_of_the_database_because_sessions_are_listed(people: People) -> None:
    client = browser_of(people.member)
    client.get("/en/account/edit")
    with CaptureQueriesContext(connection) as asked:
        client.get("/en/account/edit")
    assert not [query["sql"] for query in asked if "accounts_session" in query["sql"]]


@pytest.mark.django_db
def test_a_session_from_before_there_was_a_list_is_listed_with_its_next_page(people: People) -> None:
    client = browser_of(people.member)
    Session.objects.all().delete()
    session: Any = client.session
    del session["listed_as"]
    session["began_at"] = int(time.time()) - 600
    session.save()
    client.get("/en/", REMOTE_ADDR="192.0.2.7")
    row = Session.objects.get()
    assert (row.user, row.key, row.address) == (people.member, session.session_key, "192.0.2.7")
    assert 590 < time.time() - row.began_at.timestamp() < 620


@pytest.mark.django_db
def test_the_last_use_is_that_of_the_session_itself(people: People) -> None:
    here, there = browser_of(people.member), browser_of(people.member)
    session: Any = there.session
    session["began_at"], session["seen_at"] = 1_700_000_000, int(time.time()) - 3000
    session.save()
    with override_settings(SESSION_COOKIE_AGE=10**10):
        rows = rows_of(here)
    assert time.strftime("%H:%M (UTC", time.localtime(session["seen_at"])) in rows[1]


@pytest.mark.django_db
def test_what_is_kept_of_sessions_is_taken_out_and_erased(people: People) -> None:
    browser_of(people.member)
    row = Session.objects.get()
    told = personal_data(people.member)["rows"]["accounts.Session.user"]
    assert told == [{"began_at": row.began_at, "address": row.address, "browser": row.browser}]
    assert row.key not in json.dumps(told, default=str)
    erasure.erase(Act(people.member), people.member)
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_rows_of_sessions_that_are_gone_are_cleared_with_each_start(people: People) -> None:
    kept, gone = browser_of(people.member), browser_of(people.member)
    Kept.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now())
    preparing.tidy(something_changed=False)
    assert [row.key for row in Session.objects.all()] == [kept.session.session_key]


@pytest.mark.django_db
def test_an_address_is_not_kept_for_longer_than_a_session_may_last(people: People) -> None:
    browser_of(people.member)
    Session.objects.update(began_at=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 5))
    browser_of(people.provider)
    assert [row.user for row in Session.objects.all()] == [people.provider]


@pytest.mark.django_db
def test_signing_in_again_in_the_same_browser_is_one_session(confirmed: People) -> None:
    client = browser_of(confirmed.member)
    client.post("/en/account/logout/")
    sign_in(client, "member@example.org")
    client.force_login(confirmed.member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert len(rows_of(client)) == 1
    assert Session.objects.count() == 1


@pytest.mark.django_db
def test_a_visitor_has_no_sessions(client: Client) -> None:
    assert "/login/" in client.get(PAGE).headers["Location"]
    assert not Session.objects.exists()
