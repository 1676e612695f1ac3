"""A person's own data: taken out whole, erased without trace but for a number."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import translation
from markupsafe import escape

from outward_portal.accounts.erasing import erasing
from outward_portal.accounts.models import Claim, Invitation, User
from outward_portal.accounts.requests import Act
from outward_portal.api.tokens import make as make_token
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.membership.actions import claims, erasure, invitations
from outward_portal.membership.export import columns_about_people, personal_data
from outward_portal.records import actions as records
from outward_portal.records.errors import RefusedError
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import SavedView
from tests.portal.membership.entering import give_second_factor, sign_in, sure_browser_of
from tests.portal.people import People, browser_of

CODE = "91350100M000100Y43"


def lived_in(people: People) -> User:
    """Let the registered visitor leave something behind in every corner."""
    user = people.member
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    claims.make(Act(user), credit_code=CODE, name="Test Works", evidence="ring 024-12345678")
    SavedView.objects.create(user=user, kind="project", name="My projects", query="q=copper")
    invitations.invite(Act(people.enterprise), user.email, role="enterprise", organisation=people.works)
    return user


@pytest.mark.django_db
def test_everything_about_a_person_is_taken_out(people: People) -> None:
    user = lived_in(people)
    secret = give_second_factor(user)
    answer = sure_browser_of(user).get("/en/account/data")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="outward-account-{user.pk}.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.content.decode()
    for part in ("member@example.org", "Member", "ring 024-12345678", "My projects", "q=copper", "claim.made", "totp",
                 "Test Works"):
        assert part in text, part
    for part in (user.password, secret, "enterprise@example.org", str(Authenticator.objects.first().data)):
        assert part not in text, part


@pytest.mark.django_db
def test_a_token_is_taken_out_with_its_name_and_scope_and_without_its_digest(people: People) -> None:
    token, secret = make_token(Act(people.member), "Yearbook", "read", 30)
    row = personal_data(people.member)["rows"]["api.Token.user"][0]
    assert (row["name"], row["scope"], row["expires_at"]) == ("Yearbook", "read", token.expires_at)
    assert not [value for value in row.values() if str(value) in (secret, token.digest)]


@pytest.mark.django_db
def test_every_table_that_names_a_person_is_in_what_is_taken_out(people: People) -> None:
    given = set(personal_data(people.member)["rows"])
    assert given == {f"{model._meta.label}.{column}" for model, column in columns_about_people()}
    assert {"journal.Entry.actor", "accounts.Claim.claimant", "records.Reading.reader", "mfa.Authenticator.user",
            "records.PrivateField.written_by"} <= given


@pytest.mark.django_db
def test_what_somebody_did_to_others_is_taken_out_without_the_others(people: People) -> None:
    claims.make(Act(people.member), credit_code=CODE, name="Test Works", evidence="ring 024-12345678")
    claims.refuse(Act(people.office, "no"), Claim.objects.get())
    data = json.dumps(personal_data(people.office), default=str)
    assert '"accounts.Claim.decided_by": [{' in data
    assert "024-12345678" not in data


@pytest.mark.django_db
def test_an_erased_account_leaves_a_number_only(people: People) -> None:
    user = lived_in(people)
    give_second_factor(user)
    there = browser_of(user)
    client = sure_browser_of(user)
    assert client.post("/en/account/data/erase", {}).status_code == 422  # not confirmed
    client.post("/en/account/data/erase", {"sure": "on"})
    gone = User.objects.get(pk=user.pk)
    assert (gone.email, gone.name, gone.is_active) == (f"erased-{user.pk}@erased.invalid", "", False)
    assert gone.erased_at is not None
    assert not gone.has_usable_password()
    assert there.get("/en/account/").status_code == 302
    for model in (EmailAddress, Authenticator):
        assert not model.objects.filter(user=user).exists()
    assert not SavedView.objects.filter(user=user).exists()
    assert (Claim.objects.get().evidence, Claim.objects.get().decision) == ("", "withdrawn")
    assert Invitation.objects.get().withdrawn_at is not None
    assert "member@example.org" not in str([list(model.objects.values()) for model in (User, Invitation, Entry)])
    assert gone.get_full_name() == f"erased account {user.pk}"
    assert list(entries.broken()) == []


@pytest.mark.django_db
def test_nobody_signs_in_to_an_erased_account_or_asks_for_a_password(people: People, mailoutbox: Any) -> None:
    user = lived_in(people)
    erasure.erase(Act(user), user)
    for email in ("member@example.org", f"erased-{user.pk}@erased.invalid"):
        assert sign_in(Client(), email).status_code == 200
        Client().post("/en/account/password/reset/", {"email": email})
    assert all("key" not in message.body for message in mailoutbox)
    again = User.objects.create_user("member@example.org", "x")  # the address is free
    assert again.pk != user.pk


@pytest.mark.django_db
def test_the_history_names_an_erased_person_by_number(people: People) -> None:
    record = records.create(Act(people.officer), KINDS["project"], {"name_en": "Dam", "audience": "public"})
    erasure.erase(Act(people.officer), people.officer)
    page = browser_of(people.office).get(f"/en/registers/projects/{record.pk}/history").content.decode()
    assert f"erased account {people.officer.pk}" in page
    assert "Officer" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "word"), [("administrator", "last administrator"), ("enterprise", "last manager"),
                                            ("provider", "last manager")])
def test_who_cannot_be_spared_is_told_why(people: People, name: str, word: str) -> None:
    user = getattr(people, name)
    client = sure_browser_of(user)
    page = client.get("/en/account/data/erase").content.decode()
    assert word in page
    assert 'name="sure"' not in page
    client.post("/en/account/data/erase", {"sure": "on"})
    assert User.objects.get(pk=user.pk).erased_at is None
    with pytest.raises(RefusedError, match=word):
        erasure.erase(Act(user), user)


@pytest.mark.django_db
def test_other_rooms_are_told_while_the_person_can_still_be_read(people: People) -> None:
    heard: list[str] = []

    def listen(user: User, **_: Any) -> None:
        heard.append(user.email)

    erasing.connect(listen)
    try:
        erasure.erase(Act(people.member), people.member)
    finally:
        erasing.disconnect(listen)
    assert heard == ["member@example.org"]


@pytest.mark.django_db
def test_name_and_language_are_changed_and_what_else_is_sent_is_not(people: People) -> None:
    client = browser_of(people.member)
    assert client.post("/en/account/edit", {"name": " ", "language": "en"}).status_code == 422
    client.post("/en/account/edit", {"name": "Li Si", "language": "zh-hans", "role": "administrator",
                                     "email": "x@example.org", "is_manager": "on"})
    user = User.objects.get(pk=people.member.pk)
    assert (user.name, user.language, user.role, user.email) == ("Li Si", "zh-hans", "member", "member@example.org")
    assert Entry.objects.latest("id").changes == {}  # personal values stay out of the journal


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["member", "enterprise", "colleague", "provider", "officer", "office", "contributor",
                                  "analyst", "administrator"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_everybody_has_an_account_page(people: People, name: str, language: str) -> None:
    user = getattr(people, name)
    page = browser_of(user).get(f"/{language}/account/").content.decode()
    assert user.email in page
    with translation.override(language):
        assert escape(user.get_role_display()) in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["member", "enterprise", "colleague", "provider", "officer", "office", "contributor",
                                  "analyst", "administrator"])
def test_the_account_page_leads_to_what_is_the_persons_own_and_nowhere_in_vain(people: People, name: str) -> None:
    client = sure_browser_of(getattr(people, name))
    page = client.get("/en/account/").content.decode().partition("<main")[2].partition("</main>")[0]
    addresses = re.findall(r'href="(/[^"]+)"', page)
    assert {"/en/jobs/", "/en/account/tokens", "/en/account/sessions/", "/en/account/email/"} <= set(addresses)
    assert ("/en/runs/?whose=mine" in addresses) == (name not in ("member", "administrator"))
    assert ("/en/review/" in addresses) == (name in ("officer", "office", "contributor", "analyst"))
    for address in addresses:
        assert client.get(address).status_code == 200, address
