"""Another e-mail address for an account: it counts once its link was opened, and asking for it tells nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone, translation

from outward_portal.accounts.models import AddressChange, Invitation, Role, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.membership.actions import erasure, invitations
from outward_portal.membership.export import personal_data
from outward_portal.settings import security
from tests.portal.membership.entering import PASSWORD, sign_in, sure_browser_of
from tests.portal.people import People, browser_of

PAGE = "/en/account/email/"
NEW = "new@example.org"


def asked(client: Client, email: str = NEW) -> str:
    """Ask for an address and give the link that was sent there; empty if the message holds none that confirms."""
    assert client.post(PAGE, {"email": email}).headers["Location"] == f"{PAGE}sent"
    bodies = [str(message.body) for message in mail.outbox if message.to == [email.lower()]]
    found = re.search(r"http://testserver(/\S+/email/confirm/\S+)", bodies[-1])
    return found.group(1) if found else ""


def address_of(user: User) -> str:
    return User.objects.get(pk=user.pk).email


@pytest.mark.django_db
def test_an_address_is_changed_by_the_link_sent_to_it(confirmed: People) -> None:
    user = confirmed.member
    client = sure_browser_of(user)
    link = asked(client, "New@Example.org")
    assert address_of(user) == "member@example.org"
    assert NEW in client.get(link).content.decode()
    assert address_of(user) == "member@example.org"  # only looking changes nothing: mail scanners look
    assert client.post(link).headers["Location"] == "/en/account/"
    assert address_of(user) == NEW
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        (NEW, True, True)]
    assert client.get("/en/account/").status_code == 200
    assert sign_in(Client(), NEW).headers["Location"] == "/en/"
    assert sign_in(Client(), "member@example.org").status_code == 200
    assert client.get(link).status_code == client.post(link).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_old_address_is_told_before_and_after_and_what_to_do(confirmed: People, language: str) -> None:
    User.objects.filter(pk=confirmed.member.pk).update(language=language)
    client = sure_browser_of(User.objects.get(pk=confirmed.member.pk))
    client.post(asked(client))
    told = [message for message in mail.outbox if message.to == ["member@example.org"]]
    with translation.override(language):
        for message, words in zip(told, (
            "If it was not you, choose a new password at once: the link is then no longer good, and other sessions "
            "end.",
            "If this was not you, somebody else uses your account: tell the leading group's office at once, so that an "
            "administrator closes it.",
        ), strict=True):
            assert translation.gettext(words) in str(message.body)
            assert NEW not in f"{message.subject}{message.body}"  # whoever reads an old mailbox need not know it
            assert "127.0.0.1" in str(message.body)
        assert translation.gettext("Confirm your address") in mail.outbox[0].subject


@pytest.mark.django_db
def test_the_journal_tells_that_and_not_what(confirmed: People) -> None:
    client = sure_browser_of(confirmed.member)
    client.post(asked(client))
    told = Entry.objects.order_by("-id")[:2]
    assert [entry.action for entry in told] == ["account.email-changed", "account.email-asked"]
    assert NEW not in str(list(Entry.objects.values()))
    assert "member@example.org" not in str(list(Entry.objects.values()))
    assert list(entries.broken()) == []


@pytest.mark.django_db
def test_it_is_asked_for_with_the_password_only(confirmed: People) -> None:
    client = browser_of(confirmed.member)
    answer = client.post(PAGE, {"email": NEW})
    assert "/reauthenticate/" in answer.headers["Location"]
    assert not AddressChange.objects.exists()
    client.post(answer.headers["Location"], {"password": PASSWORD})
    assert AddressChange.objects.get().email == NEW


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["provider@example.org", "PROVIDER@example.org", "waiting@example.org", NEW])
def test_asking_does_not_tell_whether_an_address_has_an_account(confirmed: People, email: str) -> None:
    User.objects.create_user("waiting@example.org", PASSWORD)  # has registered, and not confirmed
    client = sure_browser_of(confirmed.member)
    link = asked(client, email)
    assert [message.to for message in mail.outbox] == [[email.lower()], ["member@example.org"]]
    assert email.lower() in client.get(PAGE).content.decode()  # as waiting, known or not
    assert AddressChange.objects.get().email == email.lower()
    assert bool(link) == (email == NEW)
    if not link:
        assert "has an account already" in str(mail.outbox[0].body)


@pytest.mark.django_db
def test_what_is_asked_for_counts_nowhere_before_it_is_confirmed(confirmed: People) -> None:
    """Neither signing in nor a new password goes by it, and whoever has the address can register with it."""
    asked(sure_browser_of(confirmed.member))
    mail.outbox.clear()
    assert sign_in(Client(), NEW).status_code == 200
    Client().post("/en/account/password/reset/", {"email": NEW})
    assert "no account" in str(mail.outbox[-1].body)
    Client().post("/en/account/register/", {"name": "Li Wei", "email": NEW, "password1": "quite a long passphrase",
                                            "password2": "quite a long passphrase"})
    assert User.objects.filter(email=NEW).exists()


@pytest.mark.django_db
def test_an_address_that_got_an_account_meanwhile_is_not_taken_from_it(confirmed: People) -> None:
    client = sure_browser_of(confirmed.member)
    link = asked(client)
    other = User.objects.create_user(NEW, PASSWORD)
    page = client.post(link, follow=True).content.decode()
    assert "Another account has this address meanwhile." in page
    assert (address_of(confirmed.member), address_of(other)) == ("member@example.org", NEW)
    assert EmailAddress.objects.get(user=confirmed.member).email == "member@example.org"


@pytest.mark.django_db
def test_the_link_is_good_for_the_account_only_that_asked(confirmed: People) -> None:
    """A mistyped address gives whoever reads it nothing."""
    link = asked(sure_browser_of(confirmed.member))
    assert "/login/?next=" in Client().get(link).headers["Location"]
    stranger = sure_browser_of(confirmed.provider)
    assert stranger.get(link).status_code == stranger.post(link).status_code == 404
    assert address_of(confirmed.member) == "member@example.org"
    assert address_of(confirmed.provider) == "provider@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["older", "newer", "withdrawn", "password", "reset"])
def test_a_link_is_no_longer_good(confirmed: People, end: str) -> None:
    client = sure_browser_of(confirmed.member)
    link = asked(client)
    fresh = {"password1": "quite a long passphrase", "password2": "quite a long passphrase"}
    if end == "older":
        AddressChange.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "newer":
        asked(client, "newer@example.org")
    elif end == "withdrawn":
        client.post(f"{PAGE}withdraw")
    elif end == "password":
        client.post("/en/account/password/change/", {"oldpassword": PASSWORD, **fresh})
    else:
        Client().post("/en/account/password/reset/", {"email": "member@example.org"})
        found = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
        assert found
        reset = Client()
        reset.post(reset.get(found.group(1)).headers["Location"], fresh)
        client = sure_browser_of(User.objects.get(pk=confirmed.member.pk))
    assert client.post(link).status_code == 404
    assert address_of(confirmed.member) == "member@example.org"


@pytest.mark.django_db
def test_a_link_for_a_new_password_that_went_to_the_old_address_ends_with_it(confirmed: People) -> None:
    client = sure_browser_of(confirmed.member)
    Client().post("/en/account/password/reset/", {"email": "member@example.org"})
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found
    client.post(asked(client))
    assert "no longer good" in Client().get(found.group(1)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "no address", "member@example.org", "MEMBER@example.org", "a\x00@example.org"])
def test_what_is_no_new_address_is_refused(confirmed: People, email: str) -> None:
    assert sure_browser_of(confirmed.member).post(PAGE, {"email": email}).status_code == 422
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_sample_account_keeps_its_address(confirmed: People) -> None:
    User.objects.filter(pk=confirmed.member.pk).update(is_sample=True)
    user = User.objects.get(pk=confirmed.member.pk)
    client = sure_browser_of(user)
    assert client.get(PAGE).status_code == client.post(PAGE, {"email": NEW}).status_code == 403
    assert PAGE not in client.get("/en/account/").content.decode()
    assert not may(user, "email.change", user)


@pytest.mark.django_db
def test_nobody_changes_the_address_of_somebody_else(people: People) -> None:
    for who in people.everybody().values():
        for user in User.objects.all():
            assert may(who, "email.change", user) == (who == user)


@pytest.mark.django_db
def test_five_tries_an_hour(confirmed: People) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS=security.ACCOUNT_RATE_LIMITS, CACHES={"default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}):
        call_command("createcachetable")
        client = sure_browser_of(confirmed.member)
        answers = [client.post(PAGE, {"email": f"n{n}@example.org"}).status_code for n in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 10


@pytest.mark.django_db
def test_a_mail_server_that_fails_gets_the_same_answer_for_known_and_unknown(
        confirmed: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    client = sure_browser_of(confirmed.member)
    for email in (NEW, "provider@example.org"):
        answer = client.post(PAGE, {"email": email})
        assert (answer.status_code, "could not be sent" in answer.content.decode()) == (503, True)


@pytest.mark.django_db
def test_the_wish_is_taken_out_and_erased_with_the_account(confirmed: People) -> None:
    user = confirmed.member
    asked(sure_browser_of(user))
    change = AddressChange.objects.get()
    told = personal_data(user)["rows"]["accounts.AddressChange.user"]
    assert told == [{"email": NEW, "asked_at": change.asked_at, "expires_at": change.expires_at}]
    erasure.erase(Act(user), user)
    assert not AddressChange.objects.exists()


@pytest.mark.django_db
def test_a_wish_that_came_to_nothing_is_not_kept(confirmed: People) -> None:
    asked(sure_browser_of(confirmed.colleague))
    AddressChange.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert NEW not in sure_browser_of(confirmed.colleague).get(PAGE).content.decode()
    asked(sure_browser_of(confirmed.member), "other@example.org")
    assert AddressChange.objects.get().user == confirmed.member


@pytest.mark.django_db
def test_invitations_go_along_so_that_nothing_personal_stays_when_the_account_is_erased(confirmed: People) -> None:
    user = confirmed.member
    invitations.invite(Act(confirmed.enterprise), user.email, role=Role.ENTERPRISE, organisation=confirmed.works)
    client = sure_browser_of(user)
    client.post(asked(client))
    assert Invitation.objects.get().email == NEW
    erasure.erase(Act(user), User.objects.get(pk=user.pk))
    assert NEW not in str(list(Invitation.objects.values()))
    assert "member@example.org" not in str(list(Invitation.objects.values()))


@pytest.mark.django_db
def test_nobody_else_sees_the_wish(confirmed: People) -> None:
    asked(sure_browser_of(confirmed.colleague))
    for name, user in confirmed.everybody().items():
        assert AddressChange.objects.filter(pk__in=AddressChange.objects.visible_to(user)).exists() == (
            name == "colleague")
