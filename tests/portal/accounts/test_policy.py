"""Who sees which accounts, organisations, sharings, invitations and claims, and may do what with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from outward_portal.accounts.models import Claim, Invitation, Organisation, Role, Sharing, SharingProposal, User
from outward_portal.accounts.policy import may
from tests.portal.people import People

NAMES = ("visitor", "member", "enterprise", "colleague", "rival", "provider", "officer", "other_officer", "office",
         "contributor", "analyst", "administrator")
ALL = "all"


def seen(rows: Any, user: Any) -> set[str]:
    return {str(row) for row in rows.visible_to(user)}


def expect(people: People, rows: Any, expected: dict[str, set[str] | str]) -> None:
    everything = {str(row) for row in rows.all()}
    for name in NAMES:
        want = expected.get(name, set())
        assert seen(rows, getattr(people, name)) == (everything if want == ALL else want), name


@pytest.mark.django_db
def test_accounts_are_seen_by_themselves_their_manager_and_the_administrators(people: People) -> None:
    own: dict[str, set[str] | str] = {name: {str(getattr(people, name))} for name in NAMES[1:]}
    expect(people, User.seen, own | {"enterprise": {"Enterprise", "Colleague"}, "administrator": ALL})


@pytest.mark.django_db
def test_organisations_are_seen_as_far_as_they_are_named_in_public(people: People) -> None:
    public = {"Department of Commerce", "Department of Finance", "Leading Group Office"}
    known = public | {"Test Works", "Rival Works", "Test Law Firm", "Mission in Testland"}
    expect(people, Organisation.objects, {
        "visitor": public, "member": public, "enterprise": public | {"Test Works"},
        "colleague": public | {"Test Works"}, "rival": public | {"Rival Works"}, "provider": public | {"Test Law Firm"},
        "officer": known, "other_officer": known, "office": ALL, "contributor": public | {"Mission in Testland"},
        "analyst": public | {"Test Institute"}, "administrator": ALL})


@pytest.mark.django_db
def test_sharings_are_seen_by_both_sides(people: People) -> None:
    third = Organisation.objects.create(kind="enterprise", name_en="Third")
    assert people.rival.organisation is not None
    Sharing.objects.create(parent=people.works, subsidiary=people.rival.organisation)
    Sharing.objects.create(parent=third, subsidiary=people.rival.organisation)
    one = "Test Works / Rival Works"
    expect(people, Sharing.objects, {"enterprise": {one}, "colleague": {one}, "rival": ALL})


@pytest.mark.django_db
def test_only_an_agreed_sharing_lets_anybody_see_more(people: People) -> None:
    assert people.rival.organisation is not None
    sharing = Sharing.objects.create(parent=people.works, subsidiary=people.rival.organisation)
    for agreed in ({"parent_agreed_at": timezone.now()}, {"subsidiary_agreed_at": timezone.now()}):
        Sharing.objects.filter(pk=sharing.pk).update(parent_agreed_at=None, subsidiary_agreed_at=None)
        Sharing.objects.filter(pk=sharing.pk).update(**agreed)
        assert "Test Works" not in seen(Organisation.objects, User.objects.get(pk=people.rival.pk))
    Sharing.objects.filter(pk=sharing.pk).update(parent_agreed_at=timezone.now())
    assert "Test Works" in seen(Organisation.objects, User.objects.get(pk=people.rival.pk))


@pytest.mark.django_db
def test_proposals_are_seen_by_who_makes_them_and_whom_the_code_names(people: People) -> None:
    code = "91350100M000100Y43"
    SharingProposal.objects.create(proposer=people.works, side="parent", credit_code=code)
    mine: set[str] | str = ALL
    expect(people, SharingProposal.objects, {"enterprise": mine, "colleague": mine})
    Organisation.objects.filter(people=people.rival).update(credit_code=code)
    expect(people, SharingProposal.objects, {"enterprise": mine, "colleague": mine, "rival": mine})


@pytest.mark.django_db
def test_a_proposal_to_no_code_is_not_seen_by_those_without_a_code(people: People) -> None:
    SharingProposal.objects.create(proposer=people.works, side="parent", credit_code="")
    assert seen(SharingProposal.objects, people.rival) == set()


@pytest.mark.django_db
def test_invitations_are_seen_by_whoever_may_invite(people: People) -> None:
    def invited(email: str, role: Role, organisation: Organisation | None) -> None:
        Invitation.objects.create(organisation=organisation, email=email, role=role, digest=email,
                                  expires_at=timezone.now() + timedelta(days=7))

    invited("works", Role.ENTERPRISE, people.works)
    invited("agency", Role.OFFICER, people.commerce)
    invited("nowhere", Role.ADMINISTRATOR, None)
    expect(people, Invitation.objects, {"enterprise": {"works"}, "office": {"works"}, "administrator": ALL})


@pytest.mark.django_db
def test_claims_are_seen_by_the_claimant_and_the_office(people: People) -> None:
    Claim.objects.create(claimant=people.member, credit_code="91350100M000100Y43", name="Works", evidence="x")
    expect(people, Claim.objects, {"member": ALL, "office": ALL})


@pytest.mark.django_db
def test_an_account_that_is_closed_sees_and_may_do_nothing_of_its_own(people: People) -> None:
    people.administrator.is_active = False
    assert seen(User.seen, people.administrator) == set()
    assert not may(people.administrator, "accounts.administer")


def those_who_may(people: People, action: str, subject: Any = None) -> set[str]:
    return {name for name in NAMES if may(getattr(people, name), action, subject)}


@pytest.mark.django_db
def test_what_each_may_do_with_accounts_and_organisations(people: People) -> None:
    table: list[tuple[str, Any, set[str]]] = [
        ("accounts.administer", None, {"administrator"}),
        ("members.manage", people.works, {"enterprise", "administrator"}),
        ("members.manage", people.commerce, {"administrator"}),
        ("organisation.invite", people.works, {"enterprise", "office", "administrator"}),
        ("organisation.invite", people.provider.organisation, {"provider", "office", "administrator"}),
        ("organisation.invite", people.commerce, {"administrator"}),
        ("organisation.invite", None, {"administrator"}),
        ("organisation.keep", None, {"office", "administrator"}),
        ("organisation.keep", people.works, {"office", "administrator"}),
        ("organisation.keep", people.commerce, {"administrator"}),
        ("sharing.agree", None, {"enterprise", "rival"}),
        ("claim.make", None, {"member"}),
        ("claims.read", None, {"office"}),
    ]
    for action, subject, expected in table:
        assert those_who_may(people, action, subject) == expected, (action, str(subject))


@pytest.mark.django_db
def test_a_claim_is_decided_by_the_office_and_withdrawn_by_the_claimant_while_it_is_open(people: People) -> None:
    claim = Claim(claimant=people.member, credit_code="x", name="x")
    assert those_who_may(people, "claim.decide", claim) == {"office"}
    assert those_who_may(people, "claim.withdraw", claim) == {"member"}
    claim.claimant = people.office
    assert those_who_may(people, "claim.decide", claim) == set()  # nobody decides on their own
    claim.decision = Claim.Decision.REFUSED
    assert those_who_may(people, "claim.withdraw", claim) == set()


@pytest.mark.django_db
def test_a_proposal_is_answered_by_the_other_side_and_withdrawn_by_the_own(people: People) -> None:
    code = "91350100M000100Y43"
    proposal = SharingProposal(proposer=people.works, side="parent", credit_code=code)
    assert those_who_may(people, "sharing.answer", proposal) == set()
    Organisation.objects.filter(people=people.rival).update(credit_code=code)
    assert those_who_may(people, "sharing.answer", proposal) == {"rival"}
    assert those_who_may(people, "sharing.withdraw", proposal) == {"enterprise"}
    proposal.answer = SharingProposal.Answer.DECLINED
    assert those_who_may(people, "sharing.answer", proposal) == set()
    assert those_who_may(people, "sharing.withdraw", proposal) == set()


@pytest.mark.django_db
def test_an_action_that_has_no_rule_is_an_error(people: People) -> None:
    with pytest.raises(LookupError):
        may(people.administrator, "accounts.everything")
