"""The administrator's pages: accounts and organisations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from outward_portal.accounts.models import Organisation, Role, User
from outward_portal.journal.models import Entry
from tests.portal.membership.entering import give_second_factor, sign_in, sure_browser_of
from tests.portal.people import People, browser_of

PAGES = ("accounts/", "accounts/invite", "accounts/{key}/", "accounts/{key}/role")
ACTS = ("accounts/{key}/active", "accounts/{key}/second-factor")


def path(part: str, user: User) -> str:
    return "/en/account/" + part.format(key=user.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["member", "enterprise", "provider", "officer", "office", "contributor", "analyst"])
def test_only_administrators_have_these_pages(people: People, name: str) -> None:
    client = sure_browser_of(getattr(people, name))
    assert {client.get(path(part, people.rival)).status_code for part in PAGES} == {403}
    assert {client.post(path(part, people.rival), {"active": "0", "reason": "x"}).status_code for part in ACTS} == {403}
    assert User.objects.get(pk=people.rival.pk).is_active


@pytest.mark.django_db
def test_a_visitor_is_sent_to_sign_in(people: People) -> None:
    for part in (*PAGES, *ACTS):
        assert "/login/" in Client().get(path(part, people.rival)).headers["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "names"), [
    ("role=officer", {"Officer", "Other_Officer"}),
    ("q=rival", {"Rival"}),
    ("q=测试律师", {"Provider"}),
    ("state=closed", {"Analyst"}),
    ("state=erased", set()),
    ("role=nonsense&state=nonsense&sort=nonsense&page=x&organisation=x&q=administrator@", {"Administrator"}),
    ("state=no-second-factor&role=office", set()),
])
def test_accounts_are_narrowed_as_asked(people: People, query: str, names: set[str]) -> None:
    User.objects.filter(pk=people.analyst.pk).update(is_active=False)
    give_second_factor(people.office)
    page = browser_of(people.administrator).get(f"/en/account/accounts/?{query}").content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    assert set(re.findall(r'accounts/\d+/">(\w+)</a>', table)) == names


@pytest.mark.django_db
def test_accounts_are_paged(people: People) -> None:
    User.objects.bulk_create(User(email=f"n{n}@example.org", name=f"Zz{n:03}") for n in range(60))
    client = browser_of(people.administrator)
    first, second = (client.get(f"/en/account/accounts/?page={n}").content.decode() for n in (1, 2))
    assert "Zz059" not in first
    assert "Zz059" in second
    assert client.get("/en/account/accounts/?page=999999999999999999999").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "organisation"), [
    ("analyst", "Test Institute"), ("administrator", None), ("office", "Leading Group Office"), ("member", None)])
def test_an_account_of_any_role_comes_from_an_invitation(people: People, role: str, organisation: str | None) -> None:
    key = Organisation.objects.get(name_en=organisation).pk if organisation else ""
    sure_browser_of(people.administrator).post("/en/account/accounts/invite", {
        "email": "new@example.org", "role": role, "organisation": key})
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found
    client = Client()
    client.post(found.group(1), {"name": "New", "password1": "quite a long passphrase",
                                 "password2": "quite a long passphrase"})
    user = User.objects.get(email="new@example.org")
    assert (user.role, user.organisation_id) == (role, key or None)
    after = client.get("/en/account/")
    assert after.status_code == (302 if user.needs_second_factor else 200)


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "organisation"), [
    ("officer", None), ("officer", "Test Works"), ("enterprise", None), ("administrator", "Test Works"),
    ("member", "Test Works"), ("provider", "Test Works"), ("nonsense", None)])
def test_a_role_and_an_organisation_that_do_not_fit_are_refused(
        people: People, role: str, organisation: str | None) -> None:
    key = Organisation.objects.get(name_en=organisation).pk if organisation else ""
    client = sure_browser_of(people.administrator)
    said = {"email": "new@example.org", "role": role, "organisation": key, "reason": "x"}
    assert client.post("/en/account/accounts/invite", said).status_code == 422
    assert client.post(path("accounts/{key}/role", people.member), said).status_code == 422
    assert User.objects.get(pk=people.member.pk).role == Role.MEMBER


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_shown_and_an_account_s_page_tells_what_was_done_to_it(people: People, language: str) -> None:
    give(people, people.member, "officer", people.commerce, reason="moved to commerce")
    give_second_factor(people.member)
    client = sure_browser_of(people.administrator)
    for part in (*PAGES, "organisations/", "organisations/new", f"organisations/{people.works.pk}/",
                 f"organisations/{people.works.pk}/edit"):
        answer = client.get(path(part, people.member).replace("/en/", f"/{language}/"))
        assert answer.status_code == 200, part
    page = client.get(path("accounts/{key}/", people.member)).content.decode()
    assert "moved to commerce" in page
    assert "<del>Registered visitor</del> <ins>Agency officer</ins>" in page
    assert client.get(path("accounts/{key}/", people.office)).status_code == 200  # nothing was done to it


def give(people: People, user: User, role: str, organisation: Organisation | None, reason: str = "moved on") -> Any:
    return sure_browser_of(people.administrator).post(path("accounts/{key}/role", user), {
        "role": role, "organisation": organisation.pk if organisation else "", "reason": reason})


@pytest.mark.django_db
def test_a_role_is_changed_with_a_reason_and_told(people: People) -> None:
    assert give(people, people.member, "officer", people.commerce, reason="").status_code == 422
    assert give(people, people.member, "officer", people.commerce).status_code == 302
    people.member.refresh_from_db()
    assert (people.member.role, people.member.organisation) == (Role.OFFICER, people.commerce)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.reason, entry.changes) == ("account.moved", "moved on", {
        "role": ["member", "officer"], "organisation": [None, people.commerce.pk]})
    assert mail.outbox[-1].to == ["member@example.org"]


@pytest.mark.django_db
def test_the_last_administrator_keeps_the_role_and_the_account(people: People) -> None:
    assert "last administrator" in give(people, people.administrator, "member", None).content.decode()
    client = sure_browser_of(people.administrator)
    client.post(path("accounts/{key}/active", people.administrator), {"active": "0", "reason": "x"})
    kept = User.objects.get(pk=people.administrator.pk)
    assert (kept.role, kept.is_active) == (Role.ADMINISTRATOR, True)


@pytest.mark.django_db
def test_a_sample_administrator_does_not_count_beside_a_real_one(people: People) -> None:
    User.objects.create_user("s@sample.example", "x", role=Role.ADMINISTRATOR, is_sample=True)
    assert give(people, people.administrator, "member", None).status_code == 422


@pytest.mark.django_db
def test_the_last_manager_of_an_enterprise_is_not_moved_away(people: People) -> None:
    assert "last manager" in give(people, people.enterprise, "member", None).content.decode()
    assert User.objects.get(pk=people.enterprise.pk).is_manager


@pytest.mark.django_db
def test_closing_an_account_ends_its_sessions_and_can_be_undone(confirmed: People) -> None:
    there = browser_of(confirmed.enterprise)
    client = sure_browser_of(confirmed.administrator)
    where = path("accounts/{key}/active", confirmed.enterprise)
    assert client.post(where, {"active": "0", "reason": ""}).status_code == 422
    client.post(where, {"active": "0", "reason": "in wrong hands"})  # even the last manager's
    assert there.get("/en/account/").status_code == 302
    assert "/inactive/" in sign_in(Client(), "enterprise@example.org").headers["Location"]
    client.post(where, {"active": "1", "reason": "was a mistake"})
    assert there.get("/en/account/").status_code == 302  # old sessions stay ended
    assert sign_in(Client(), "enterprise@example.org").headers["Location"] == "/en/"


@pytest.mark.django_db
def test_a_lost_second_factor_is_taken_off_with_a_reason(people: People) -> None:
    give_second_factor(people.office)
    there = browser_of(people.office)
    client = sure_browser_of(people.administrator)
    where = path("accounts/{key}/second-factor", people.office)
    assert client.post(where, {"reason": ""}).status_code == 422
    assert Authenticator.objects.filter(user=people.office).count() == 2
    client.post(where, {"reason": "phone lost; known in person"})
    assert not Authenticator.objects.filter(user=people.office).exists()
    assert there.get("/en/account/").status_code == 302
    assert "account.second-factor-reset" in Entry.objects.values_list("action", flat=True)
    assert "phone lost" in str(mail.outbox[-1].body)


@pytest.mark.django_db
def test_organisations_are_made_and_edited(people: People) -> None:
    client = sure_browser_of(people.administrator)
    said = {"kind": "agency", "name_en": "New Agency", "name_zh": "", "credit_code": ""}
    client.post("/en/account/organisations/new", said)
    made = Organisation.objects.get(name_en="New Agency")
    where = f"/en/account/organisations/{made.pk}/edit"
    client.post(where, said | {"name_zh": "新部门", "credit_code": "91350100m000100y43"})
    made.refresh_from_db()
    assert (made.name_zh, made.credit_code) == ("新部门", "91350100M000100Y43")
    assert client.post(where, said | {"name_en": ""}).status_code == 422
    assert Entry.objects.latest("id").changes == {"name_zh": ["", "新部门"],
                                                  "credit_code": ["", "91350100M000100Y43"]}


@pytest.mark.django_db
def test_one_credit_code_is_one_organisation(people: People) -> None:
    client = sure_browser_of(people.administrator)
    said = {"kind": "enterprise", "name_en": "New", "credit_code": "91350100M000100Y43"}
    assert client.post("/en/account/organisations/new", said).status_code == 302
    assert client.post("/en/account/organisations/new", said).status_code == 422
    assert client.post(f"/en/account/organisations/{people.works.pk}/edit", said).status_code == 422


@pytest.mark.django_db
def test_an_organisation_with_people_stays_of_its_kind(people: People) -> None:
    client = sure_browser_of(people.administrator)
    answer = client.post(f"/en/account/organisations/{people.works.pk}/edit", {"kind": "agency", "name_en": "Works"})
    assert (answer.status_code, Organisation.objects.get(pk=people.works.pk).kind) == (422, "enterprise")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["member", "enterprise", "officer", "analyst"])
def test_organisations_are_kept_by_nobody_else(people: People, name: str) -> None:
    client = sure_browser_of(getattr(people, name))
    for part in ("organisations/", "organisations/new", f"organisations/{people.works.pk}/"):
        assert client.get(f"/en/account/{part}").status_code == 403


@pytest.mark.django_db
def test_the_office_sees_no_accounts_of_an_organisation(people: People) -> None:
    page = browser_of(people.office).get(f"/en/account/organisations/{people.works.pk}/").content.decode()
    assert "Test Works" in page
    assert "Colleague" not in page
