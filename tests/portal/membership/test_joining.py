"""Invitations and claims: how people come to act for an organisation."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.models import Claim, Invitation, Organisation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.records import actions as records
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from tests.portal.membership.entering import sure_browser_of
from tests.portal.people import People, browser_of

CODE = "91350100M000100Y43"  # the standard's own example
PASSWORDS = {"password1": "quite a long passphrase", "password2": "quite a long passphrase"}


def invite(client: Client, email: str, **more: str) -> str:
    """Invite by the manager's form and give the link's path."""
    answer = client.post("/en/account/members/invite", {"email": email, **more})
    assert answer.status_code == 302
    return link_of(mail.outbox[-1])


def link_of(message: Any) -> str:
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found
    return found.group(1)


@pytest.mark.django_db
def test_an_invited_person_makes_an_account_in_the_enterprise(people: People) -> None:
    link = invite(sure_browser_of(people.enterprise), "New@Example.org")
    client = Client()
    client.post(link, {"name": "Zhang San", **PASSWORDS})
    user = User.objects.get(email="new@example.org")
    assert (user.role, user.organisation, user.is_manager) == (Role.ENTERPRISE, people.works, False)
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/en/account/").status_code == 200  # signed in
    assert [each.action for each in Entry.objects.order_by("id")] == [
        "invitation.made", "invitation.accepted", "account.created"]


@pytest.mark.django_db
def test_an_invitation_is_written_in_both_languages_to_an_address_that_is_not_known(people: People) -> None:
    invite(sure_browser_of(people.enterprise), "new@example.org")
    body = str(mail.outbox[0].body)
    english, chinese = body.split("-" * 60)
    assert "Test Works" in english
    assert "http://testserver/en/account/" in english
    assert "测试机械厂" in chinese
    assert "http://testserver/zh-hans/account/" in chinese


@pytest.mark.django_db
def test_only_a_digest_of_the_link_is_kept(people: People) -> None:
    token = invite(sure_browser_of(people.enterprise), "new@example.org").split("/")[-2]
    kept = str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))
    assert len(token) >= 43
    assert token not in kept
    assert "new@example.org" not in str(list(Entry.objects.values()))  # nor the address in the journal


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", ["used", "withdrawn", "expired", "guessed", "invited again"])
def test_a_link_that_is_no_longer_good_gives_nothing(people: People, spoil: str) -> None:
    manager = sure_browser_of(people.enterprise)
    link = invite(manager, "new@example.org")
    if spoil == "used":
        Client().post(link, {"name": "First", **PASSWORDS})
    elif spoil == "withdrawn":
        manager.post(f"/en/account/invitations/{Invitation.objects.get().pk}/withdraw")
    elif spoil == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoil == "invited again":
        invite(manager, "new@example.org")
    else:
        link = link[:-10] + "x/accept"
    before = User.objects.count()
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"name": "Second", **PASSWORDS}).status_code == 404
    assert User.objects.count() == before


@pytest.mark.django_db
def test_an_invitation_is_good_for_seven_days(people: People) -> None:
    invite(sure_browser_of(people.enterprise), "new@example.org")
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


@pytest.mark.django_db
def test_a_registered_visitor_joins_with_the_account_that_is_there(people: People) -> None:
    link = invite(sure_browser_of(people.enterprise), "member@example.org", as_manager="on")
    assert "Sign in with it" in Client().get(link).content.decode()
    browser_of(people.member).post(link)
    people.member.refresh_from_db()
    assert (people.member.role, people.member.organisation, people.member.is_manager) == (
        Role.ENTERPRISE, people.works, True)


@pytest.mark.django_db
def test_an_invitation_is_accepted_by_the_address_that_it_was_sent_to_only(people: People) -> None:
    link = invite(sure_browser_of(people.enterprise), "new@example.org")
    answer = browser_of(people.member).post(link)
    assert (answer.status_code, "another address" in answer.content.decode()) == (422, True)
    people.member.refresh_from_db()
    assert people.member.role == Role.MEMBER


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["rival", "officer", "administrator"])
def test_who_has_a_place_cannot_be_drawn_into_another(people: People, name: str) -> None:
    link = invite(sure_browser_of(people.enterprise), f"{name}@example.org")
    user = getattr(people, name)
    assert browser_of(user).post(link).status_code == 422
    assert User.objects.get(pk=user.pk).role == user.role


@pytest.mark.django_db
def test_inviting_does_not_tell_whether_there_is_an_account(people: People) -> None:
    client = sure_browser_of(people.enterprise)
    pages = [client.post("/en/account/members/invite", {"email": email}, follow=True).content.decode()
             for email in ("member@example.org", "unknown@example.org")]
    assert all("The invitation is on its way." in page for page in pages)
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_a_weak_password_makes_no_account_and_uses_no_link(people: People) -> None:
    link = invite(sure_browser_of(people.enterprise), "new@example.org")
    weak = Client().post(link, {"name": "Zhang San", "password1": "short", "password2": "short"})
    assert (weak.status_code, "Zhang San" in weak.content.decode()) == (422, True)
    assert Client().get(link).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["colleague", "member", "rival", "office", "visitor"])
def test_who_does_not_manage_an_organisation_cannot_withdraw_its_invitations(people: People, name: str) -> None:
    invite(sure_browser_of(people.enterprise), "new@example.org")
    key = Invitation.objects.get().pk
    answer = browser_of(getattr(people, name)).post(f"/en/account/invitations/{key}/withdraw")
    withdrawn = Invitation.objects.get().withdrawn_at is not None
    assert (answer.status_code in (302, 404), withdrawn) == (True, name == "office")  # the office may, of enterprises


@pytest.mark.django_db
def test_the_office_makes_a_provider_and_invites_its_first_manager(people: People) -> None:
    client = sure_browser_of(people.office)
    client.post("/en/account/organisations/new", {"kind": "provider", "name_en": "New Law Firm", "name_zh": "新律所"})
    made = Organisation.objects.get(name_en="New Law Firm")
    client.post(f"/en/account/organisations/{made.pk}/invite", {"email": "lawyer@example.org", "as_manager": "on"})
    Client().post(link_of(mail.outbox[-1]), {"name": "Lawyer", **PASSWORDS})
    user = User.objects.get(email="lawyer@example.org")
    assert (user.role, user.organisation, user.is_manager) == (Role.PROVIDER, made, True)


@pytest.mark.django_db
def test_the_office_makes_no_agency_and_invites_to_none(people: People) -> None:
    client = sure_browser_of(people.office)
    made = client.post("/en/account/organisations/new", {"kind": "agency", "name_en": "New Agency"})
    assert (made.status_code, Organisation.objects.filter(name_en="New Agency").exists()) == (422, False)
    path = f"/en/account/organisations/{people.commerce.pk}/invite"
    assert client.post(path, {"email": "x@example.org"}).status_code == 403
    assert not mail.outbox


# -- claims -----------------------------------------------------------------------------------------------------------


def claim(people: People, **more: str) -> Claim:
    said = {"credit_code": CODE, "name": "测试重工有限公司", "evidence": "Head of exports", **more}
    assert browser_of(people.member).post("/en/account/claim", said).status_code == 302
    return Claim.objects.get(decision="open")


def decide(people: People, claimed: Claim, decision: str, reason: str = "rang the enterprise") -> Any:
    return browser_of(people.office).post(f"/en/account/claims/{claimed.pk}/", {"decision": decision, "reason": reason})


@pytest.mark.django_db
def test_a_granted_claim_makes_the_enterprise_its_manager_and_its_records(people: People) -> None:
    record = records.create(Act(people.office), KINDS["enterprise"], {
        "name_zh": "测试重工有限公司", "credit_code": CODE, "audience": "public"})
    assert decide(people, claim(people), "granted").status_code == 302
    people.member.refresh_from_db()
    made = Organisation.objects.get(credit_code=CODE)
    assert (made.kind, made.name_zh) == ("enterprise", "测试重工有限公司")
    assert (people.member.role, people.member.organisation, people.member.is_manager) == (Role.ENTERPRISE, made, True)
    assert Record.objects.get(pk=record.pk).owner == made
    assert "claim.granted" in Entry.objects.values_list("action", flat=True)
    assert (mail.outbox[-1].to, "granted" in mail.outbox[-1].subject) == (["member@example.org"], True)
    assert browser_of(people.member).get("/en/account/members/").status_code == 200


@pytest.mark.django_db
def test_a_claim_on_an_enterprise_that_is_here_adds_a_manager_and_tells_the_others(people: People) -> None:
    Organisation.objects.filter(pk=people.works.pk).update(credit_code=CODE)
    claimed = claim(people)
    page = browser_of(people.office).get(f"/en/account/claims/{claimed.pk}/").content.decode()
    assert "with 1 manager" in page
    decide(people, claimed, "granted")
    people.member.refresh_from_db()
    assert people.member.organisation == people.works
    assert Organisation.objects.filter(credit_code=CODE).count() == 1
    assert ["enterprise@example.org"] in [message.to for message in mail.outbox]


@pytest.mark.django_db
def test_a_record_that_is_owned_already_stays_with_its_owner(people: People) -> None:
    assert people.rival.organisation is not None
    record = records.create(Act(people.office), KINDS["enterprise"], {
        "name_en": "Works", "credit_code": CODE, "audience": "public"}, owner=people.rival.organisation.pk)
    decide(people, claim(people), "granted")
    assert Record.objects.get(pk=record.pk).owner == people.rival.organisation


@pytest.mark.django_db
def test_a_refused_claim_changes_nothing_and_says_why(people: People) -> None:
    decide(people, claim(people), "refused", "The telephone number is not the enterprise's.")
    people.member.refresh_from_db()
    assert (people.member.role, Organisation.objects.filter(credit_code=CODE).exists()) == (Role.MEMBER, False)
    assert "The telephone number" in str(mail.outbox[-1].body)
    assert "The telephone number" in browser_of(people.member).get("/en/account/").content.decode()
    claim(people)  # may claim again


@pytest.mark.django_db
def test_the_office_is_told_of_hidden_records_with_the_code_and_not_what_they_are(people: People) -> None:
    claim = Claim.objects.create(claimant=people.member, credit_code=CODE, name="Zhang Works")
    records.create(Act(people.rival), KINDS["enterprise"], {"name_en": "zqhidden", "credit_code": CODE,
                   "audience": "owner"}, owner=people.rival.organisation_id)
    page = browser_of(people.office).get(f"/en/account/claims/{claim.pk}/").content.decode()
    assert "zqhidden" not in page
    assert "1 record with this code that its owner shows to nobody else" in page


@pytest.mark.django_db
def test_a_decision_needs_a_reason_and_happens_once(people: People) -> None:
    claimed = claim(people)
    assert decide(people, claimed, "granted", "").status_code == 422
    assert decide(people, claimed, "refused").status_code == 302
    assert decide(people, claimed, "granted").status_code == 403
    assert Claim.objects.get().decision == "refused"


@pytest.mark.django_db
def test_the_answer_to_a_claim_does_not_tell_whether_the_code_is_known(people: People) -> None:
    pages = []
    for known in (False, True):
        if known:
            Organisation.objects.filter(pk=people.works.pk).update(credit_code=CODE)
        claimed = claim(people)
        page = browser_of(people.member).get("/en/account/").content.decode()
        pages.append(re.sub(r'claims/\d+|[^>]*UTC|datetime="[^"]*"|value="\w{64}"', "", page))
        browser_of(people.member).post(f"/en/account/claims/{claimed.pk}/withdraw")
        assert Claim.objects.get(pk=claimed.pk).decision == "withdrawn"
        Claim.objects.all().delete()
    assert pages[0] == pages[1]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["91350100M000100Y44", "123", "9135010OM000100Y43"])
def test_a_code_that_is_none_is_refused_and_what_was_typed_is_kept(people: People, code: str) -> None:
    answer = browser_of(people.member).post("/en/account/claim", {"credit_code": code, "name": "测试", "evidence": "x"})
    assert (answer.status_code, "测试" in answer.content.decode()) == (422, True)
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_a_code_may_be_typed_with_spaces_and_small_letters(people: People) -> None:
    assert claim(people, credit_code=" 91350100-m000100 y43 ").credit_code == CODE


@pytest.mark.django_db
def test_a_person_has_one_open_claim(people: People) -> None:
    claim(people)
    again = browser_of(people.member).post("/en/account/claim", {"credit_code": CODE, "name": "x", "evidence": "x"})
    assert (again.status_code, Claim.objects.count()) == (422, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["enterprise", "rival", "officer", "administrator", "analyst", "visitor"])
def test_nobody_but_the_office_sees_or_decides_claims(people: People, name: str) -> None:
    claimed = claim(people)
    client = browser_of(getattr(people, name))
    for path in ("/en/account/claims/", f"/en/account/claims/{claimed.pk}/"):
        assert client.get(path).status_code in (302, 403)
    client.post(f"/en/account/claims/{claimed.pk}/", {"decision": "granted", "reason": "x"})
    client.post(f"/en/account/claims/{claimed.pk}/withdraw")
    assert Claim.objects.get().decision == "open"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["enterprise", "provider", "officer", "office", "administrator"])
def test_only_a_registered_visitor_claims(people: People, name: str) -> None:
    assert browser_of(getattr(people, name)).get("/en/account/claim").status_code == 403


@pytest.mark.django_db
def test_a_claimant_who_has_a_place_meanwhile_is_not_moved(people: People) -> None:
    claimed = claim(people)
    User.objects.filter(pk=people.member.pk).update(role=Role.ENTERPRISE, organisation=people.works)
    assert decide(people, claimed, "granted").status_code == 422
    people.member.refresh_from_db()
    assert (people.member.organisation, people.member.is_manager) == (people.works, False)
