"""The commands that make the first administrator and the sample accounts."""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from outward_portal.accounts.credit_codes import is_credit_code
from outward_portal.accounts.models import Organisation, Role, Sharing, User
from outward_portal.accounts.requests import Act, command
from outward_portal.journal.models import Entry
from outward_portal.membership import samples
from outward_portal.records import actions as records
from outward_portal.records.kinds import KINDS
from tests.portal.membership.entering import give_second_factor, sign_in
from tests.portal.people import People, browser_of


@pytest.fixture(autouse=True)
def _no_file() -> Iterator[None]:
    yield
    settings.FILES.sample_accounts.unlink(missing_ok=True)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def passwords() -> dict[str, str]:
    return dict(re.findall(r"^(\S+@\S+)\s+(\S+)", run("sample_accounts", "--show"), re.MULTILINE))


@pytest.mark.django_db
def test_there_is_a_sample_of_every_role_with_a_password_that_must_be_changed() -> None:
    run("sample_accounts")
    people = User.objects.filter(is_sample=True)
    assert {user.role for user in people} == set(Role.values)
    assert all(user.must_change_password and user.name.startswith("Sample") and "样例" in user.name for user in people)
    kinds = list(Organisation.objects.filter(is_sample=True).values_list("kind", flat=True))
    assert (kinds.count("enterprise"), kinds.count("provider"), kinds.count("agency")) == (2, 2, 2)
    assert set(kinds) == set(Organisation.Kind.values)
    assert all(is_credit_code(each.credit_code) for each in samples.ORGANISATIONS if each.number)
    assert Sharing.objects.get().is_agreed
    client = Client()
    assert sign_in(client, "office@sample.example", passwords()["office@sample.example"]).status_code == 302
    assert "password/change" in client.get("/en/").headers["Location"]


@pytest.mark.django_db
def test_passwords_of_samples_are_random_and_read_by_their_owner_only() -> None:
    printed = run("sample_accounts")
    file = settings.FILES.sample_accounts
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    given = passwords()
    assert len(given) == len(set(given.values())) == len(samples.PEOPLE)
    assert all(len(password) >= 16 and password not in printed for password in given.values())
    with pytest.raises(CommandError, match="already"):
        run("sample_accounts")
    assert passwords() == given
    run("sample_accounts", "--renew")
    assert not set(passwords().values()) & set(given.values())


@pytest.mark.django_db
def test_renewing_lets_one_in_again_who_lost_password_and_second_factor() -> None:
    run("sample_accounts")
    user = User.objects.get(email="office@sample.example")
    give_second_factor(user)
    there = browser_of(user)
    run("sample_accounts", "--renew")
    assert there.get("/en/").status_code == 200
    assert there.get("/en/account/").headers["Location"].startswith("/en/account/login/")
    client = Client()
    sign_in(client, user.email, passwords()[user.email])
    assert "password/change" in client.get("/en/").headers["Location"]


@pytest.mark.django_db
def test_the_page_of_signing_in_speaks_of_samples_only_while_there_are_any() -> None:
    assert "sample_accounts" not in Client().get("/en/account/login/").content.decode()
    run("sample_accounts")
    page = Client().get("/en/account/login/").content.decode()
    assert "portal/sample-accounts.txt" in page
    assert "outward-portal sample_accounts --show" in page
    run("sample_accounts", "--remove")
    assert "sample_accounts" not in Client().get("/en/account/login/").content.decode()


@pytest.mark.django_db
def test_removing_the_samples_leaves_no_account_organisation_or_file(people: People) -> None:
    before = set(User.objects.values_list("pk", flat=True)), set(Organisation.objects.values_list("pk", flat=True))
    run("sample_accounts")
    officer = User.objects.get(email="officer@sample.example")
    record = records.create(Act(officer), KINDS["project"], {"name_en": "Dam", "audience": "public"})
    assert "Removed 13 sample accounts and 9 organisations" in run("sample_accounts", "--remove")
    assert not settings.FILES.sample_accounts.exists()
    left = User.objects.exclude(pk__in=before[0])
    assert [(user.pk, user.name, user.organisation) for user in left] == [(officer.pk, "", None)]
    assert left[0].erased_at is not None
    assert set(Organisation.objects.values_list("pk", flat=True)) == before[1]
    assert Entry.objects.get(record=record.pk).actor == officer  # the journal keeps its number
    run("sample_accounts")  # and they can be made anew
    assert User.objects.filter(is_sample=True, erased_at__isnull=True).count() == len(samples.PEOPLE)


@pytest.mark.django_db
def test_an_organisation_with_records_is_kept_and_named() -> None:
    run("sample_accounts")
    works = Organisation.objects.get(name_en="Sample Heavy Machinery Group")
    records.create(command("test"), KINDS["enterprise"], {"name_en": "W", "audience": "owner"}, owner=works.pk)
    removed = samples.remove_samples(command("test"))
    assert removed.kept == (works,)
    assert "Kept" not in run("sample_accounts", "--remove") or works.people.count() == 0


@pytest.mark.django_db
def test_real_people_in_sample_organisations_become_visitors_when_these_go(people: People) -> None:
    run("sample_accounts")
    works = Organisation.objects.get(name_en="Sample Heavy Machinery Group")
    User.objects.filter(pk=people.member.pk).update(role="enterprise", organisation=works, is_manager=True)
    run("sample_accounts", "--remove")
    people.member.refresh_from_db()
    assert (people.member.role, people.member.organisation, people.member.erased_at) == (Role.MEMBER, None, None)


# -- the first administrator ------------------------------------------------------------------------------------------


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    waiting = list(answers)

    def ask(_prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    monkeypatch.setattr("getpass.getpass", ask)


@pytest.mark.django_db
def test_the_first_administrator_chooses_a_password_that_the_rules_accept(monkeypatch: pytest.MonkeyPatch) -> None:
    good = "quite a long passphrase"
    typed(monkeypatch, "short", "short", good, good + "x", good, good)
    printed = run("create_administrator", "Boss@Example.org", "--name", "Boss")
    assert "not the same" in printed
    assert good not in printed
    user = User.objects.get()
    assert (user.email, user.role, user.is_sample) == ("boss@example.org", Role.ADMINISTRATOR, False)
    client = Client()
    sign_in(client, "boss@example.org", good)
    assert client.get("/en/").headers["Location"].endswith("/app/activate/")


@pytest.mark.django_db
def test_the_first_administrator_may_come_by_a_link() -> None:
    printed = run("create_administrator", "boss@example.org", "--link", "--address", "https://portal.example/")
    found = re.search(r"https://portal\.example(/\S+)", printed)
    assert found
    client = Client()
    client.post(found.group(1), {"name": "Boss", "password1": "quite a long passphrase",
                                 "password2": "quite a long passphrase"})
    assert User.objects.get().role == Role.ADMINISTRATOR
    assert client.get("/en/").headers["Location"].endswith("/app/activate/")


@pytest.mark.django_db
@pytest.mark.parametrize(("email", "word"), [("nonsense", "no e-mail address"),
                                             ("Member@example.org", "has an account")])
def test_an_address_that_cannot_be_an_administrator_is_refused(people: People, email: str, word: str) -> None:
    with pytest.raises(CommandError, match=word):
        run("create_administrator", email)


@pytest.mark.django_db
def test_without_somebody_to_type_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch)
    with pytest.raises(CommandError, match="--link"):
        run("create_administrator", "boss@example.org")
    assert not User.objects.exists()


