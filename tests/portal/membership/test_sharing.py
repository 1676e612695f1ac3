"""Parent and subsidiary share when both want it, see what the page says, and stop when either wants."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from outward_portal.accounts.models import Organisation, Sharing, SharingProposal, User
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.membership import mail as mailing
from outward_portal.records import actions as records
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import PrivateField, Record
from outward_portal.work.models import Job
from outward_portal.work.running import attempt
from tests.portal.membership.entering import sure_browser_of
from tests.portal.people import People, browser_of

OURS, THEIRS, UNKNOWN = "91350100M000100Y43", "91000000EXAMPLE02T", "91000000EXAMPLE03X"


@pytest.fixture
def coded(people: People) -> People:
    """The works and the rival have credit codes."""
    Organisation.objects.filter(pk=people.works.pk).update(credit_code=OURS)
    Organisation.objects.filter(people=people.rival).update(credit_code=THEIRS)
    return people


def propose(people: People, code: str = THEIRS, side: str = "parent") -> str:
    client = browser_of(people.enterprise)
    answer = client.post("/en/account/sharing/propose", {"side": side, "credit_code": code}, follow=True)
    return answer.content.decode()


def answer(people: People, agree: str) -> int:
    key = SharingProposal.objects.latest("id").pk
    return sure_browser_of(people.rival).post(f"/en/account/sharing/proposals/{key}/answer",
                                              {"agree": agree}).status_code


def secret_of(people: People) -> tuple[Record, PrivateField]:
    """Keep a record and a field that the works alone see."""
    record = records.create(Act(people.enterprise), KINDS["enterprise"], {"name_en": "Works", "audience": "owner"},
                            owner=people.works.pk)
    return record, PrivateField.objects.create(record=record, field="revenue", audience="itself", text="secret")


def sees(user: User, record: Record, field: PrivateField) -> tuple[bool, bool]:
    fresh = User.objects.get(pk=user.pk)
    return (Record.objects.visible_to(fresh).filter(pk=record.pk).exists(),
            PrivateField.objects.visible_to(fresh).filter(pk=field.pk).exists())


@pytest.mark.django_db
def test_sharing_begins_when_both_agree_and_ends_when_one_wants(coded: People) -> None:
    kept = secret_of(coded)
    assert sees(coded.rival, *kept) == (False, False)
    propose(coded)
    assert sees(coded.rival, *kept) == (False, False)
    answer(coded, "1")
    assert sees(coded.rival, *kept) == (True, True)
    sharing = Sharing.objects.get()
    assert (sharing.parent, sharing.subsidiary) == (coded.works, coded.rival.organisation)
    client = browser_of(coded.enterprise)
    assert client.get(f"/en/account/sharing/{sharing.pk}/end").status_code == 200  # asks first
    assert sees(coded.rival, *kept) == (True, True)
    client.post(f"/en/account/sharing/{sharing.pk}/end")
    assert sees(coded.rival, *kept) == (False, False)
    assert [entry.action for entry in Entry.objects.filter(action__startswith="sharing").order_by("id")] == [
        "sharing.proposed", "sharing.agreed", "sharing.ended"]


@pytest.mark.django_db
def test_the_subsidiary_may_propose_too(coded: People) -> None:
    propose(coded, side="subsidiary")
    answer(coded, "1")
    assert Sharing.objects.get().parent == coded.rival.organisation


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["declined", "withdrawn"])
def test_a_proposal_that_is_declined_or_withdrawn_shares_nothing(coded: People, end: str) -> None:
    propose(coded)
    if end == "declined":
        answer(coded, "0")
    else:
        browser_of(coded.enterprise).post(
            f"/en/account/sharing/proposals/{SharingProposal.objects.get().pk}/withdraw")
    assert (SharingProposal.objects.get().answer, Sharing.objects.count()) == (end, 0)
    assert answer(coded, "1") == 403  # too late
    assert Sharing.objects.count() == 0


@pytest.mark.django_db
def test_a_proposal_does_not_tell_whether_the_other_enterprise_is_here(coded: People) -> None:
    pages = []
    for code in (THEIRS, UNKNOWN):
        page = propose(coded, code)
        pages.append(re.sub(r'proposals/\d+|[^>]*UTC|datetime="[^"]*"|value="\w{64}"', "", page.replace(code, "CODE")))
        assert Job.objects.latest("id").enqueued_by is None  # nor by the list of the person's jobs
        SharingProposal.objects.all().delete()
    assert pages[0] == pages[1]


@pytest.mark.django_db
def test_the_manager_who_is_proposed_to_is_told(coded: People) -> None:
    propose(coded)
    assert [message.to for message in mail.outbox] == [["rival@example.org"]]
    page = browser_of(coded.rival).get("/en/account/sharing/").content.decode()
    assert "Test Works" in page
    assert "says that it is our parent" in page


@pytest.mark.django_db
def test_a_message_that_fails_is_not_sent_again_to_those_who_have_it(
    coded: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create_user("other@example.org", None, role="enterprise", organisation=coded.rival.organisation,
                             is_manager=True)
    send = mailing.send
    failed: list[str] = []

    def fail_once(name: str, to: str, context: dict[str, Any]) -> None:
        if to == "other@example.org" and not failed:
            failed.append(to)
            raise mailing.NotSentError(name)
        send(name, to, context)

    monkeypatch.setattr(mailing, "send", fail_once)
    propose(coded)
    Job.objects.filter(state=Job.State.WAITING).update(due_at=timezone.now())
    for job in Job.objects.exclude(state=Job.State.DONE):
        attempt(job.pk, "w")
    assert sorted(to for message in mail.outbox for to in message.to) == ["other@example.org", "rival@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["member", "enterprise", "colleague", "provider", "officer", "office",
                                  "administrator", "visitor"])
def test_nobody_but_the_other_side_answers(coded: People, name: str) -> None:
    propose(coded)
    key = SharingProposal.objects.get().pk
    client = browser_of(coded.visitor) if name == "visitor" else sure_browser_of(getattr(coded, name))
    answered = client.post(f"/en/account/sharing/proposals/{key}/answer", {"agree": "1"})
    assert answered.status_code == (302 if name == "visitor" else 403)
    assert Sharing.objects.count() == 0


@pytest.mark.django_db
def test_nobody_else_ends_a_sharing(coded: People) -> None:
    other = Organisation.objects.create(kind="enterprise", name_en="Third")
    sharing = Sharing.objects.create(parent=other, subsidiary=coded.works)
    for user, status in ((coded.rival, 404), (coded.colleague, 403), (coded.office, 403)):
        assert browser_of(user).post(f"/en/account/sharing/{sharing.pk}/end").status_code == status
    assert Sharing.objects.filter(pk=sharing.pk).exists()


@pytest.mark.django_db
def test_the_same_proposal_twice_and_to_oneself_are_refused(coded: People) -> None:
    propose(coded)
    assert "waits for an answer" in propose(coded)
    assert "your own code" in propose(coded, OURS)
    assert SharingProposal.objects.count() == 1
