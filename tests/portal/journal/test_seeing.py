"""Who sees what the journal tells of a record: whoever would have seen the record then."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.work.models import Job
from tests.portal.people import People, browser_of
from tests.portal.records.works import keep

pytestmark = pytest.mark.django_db
KIND = KINDS["project"]


@pytest.fixture
def opened(people: People) -> Record:
    """A project that its enterprise kept to itself, rewrote and then opened to everybody."""
    act = Act(people.enterprise, "ours")
    made = actions.create(act, KIND, {"name_en": "Dam", "summary_en": "zqprice 5", "audience": "owner"},
                          owner=people.works.pk)
    actions.change(act, made, KIND, {"summary_en": "zqsecond 6"}, revision=1)
    actions.change(act, made, KIND, {"summary_en": "A dam.", "audience": "public"}, revision=2)
    actions.change(act, made, KIND, {"place_en": "Kariba"}, revision=3)
    return Record.objects.get(pk=made.pk)


def test_what_was_the_owners_alone_stays_so(people: People, opened: Record) -> None:
    for user in (people.officer, people.office):
        page = browser_of(user).get(f"/en/registers/projects/{opened.pk}/history").content.decode()
        assert "zq" not in page
        assert "Kariba" in page
        said = browser_of(user).get(f"/api/v1/registers/projects/records/{opened.pk}/history").content.decode()
        assert "zq" not in said
        assert "Kariba" in said
        told = json.dumps([entry.changes for entry in Entry.objects.visible_to(user).filter(record=opened.pk)])
        assert "zq" not in told
    own = browser_of(people.enterprise).get(f"/en/registers/projects/{opened.pk}/history").content.decode()
    assert "zqprice 5" in own
    assert "zqsecond 6" in own


def test_a_record_that_is_closed_takes_its_history_along(people: People, opened: Record) -> None:
    actions.change(Act(people.enterprise, "closed"), opened, KIND, {"audience": "owner"}, revision=opened.revision)
    assert not Entry.objects.visible_to(people.officer).filter(record=opened.pk).exists()


def test_an_entry_keeps_the_narrower_of_two_audiences(people: People, opened: Record) -> None:
    assert list(Entry.objects.filter(record=opened.pk).order_by("id").values_list("audience", flat=True)) == [
        "owner", "owner", "owner", "public"]
    keep(opened, people.enterprise)
    assert Entry.objects.latest("id").audience == "public"
    assert list(entries.broken()) == []


def test_the_audience_is_sealed(people: People, opened: Record) -> None:
    entry = Entry.objects.filter(record=opened.pk).earliest("id")
    entry.audience = "public"
    assert entries.seal(entry) != entry.seal


def test_administrators_read_what_was_done_to_accounts_alone(people: People) -> None:
    """A step of a request, an application or a problem stands in the journal with its reason, which is not theirs."""
    job = Job.objects.create(kind="knowledge.read", key="x")
    with transaction.atomic():
        entries.write(Act(people.enterprise, "zqaccount"), "account.edited", people.enterprise)
        entries.write(Act(people.enterprise, "zqprivate"), "job.cancelled", job)
    seen = set(Entry.objects.visible_to(people.administrator).values_list("reason", flat=True))
    assert "zqaccount" in seen
    assert "zqprivate" not in seen
    assert "zqprivate" in Entry.objects.visible_to(people.enterprise).values_list("reason", flat=True)
