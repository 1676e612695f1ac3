"""Who is told of what happened: followers of its topics and those addressed, as far as they see it; each once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from outward_portal.accounts.models import Role, Sharing, User
from outward_portal.accounts.policy import viewer
from outward_portal.accounts.policy.viewers import viewers_of
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.accounts.requests import Act
from outward_portal.notices import actions, queries, readers
from outward_portal.notices.models import Notice, Occurrence, Subscription
from outward_portal.notices.spreading import spread
from outward_portal.notices.telling import tell
from outward_portal.notices.topics import ROOMS, named
from outward_portal.records.models import Record
from tests.portal.notices.telling import KIND, make_project, told
from tests.portal.notices.telling import readers as readers_told
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


def everybody_follows(people: People, topic: str) -> None:
    for user in people.everybody().values():
        if isinstance(user, User):
            Subscription.objects.create(user=user, topic=topic)


EVERYBODY = {"member", "enterprise", "colleague", "rival", "provider", "officer", "other_officer", "office",
             "contributor", "analyst", "administrator"}
TOLD = {
    "public": EVERYBODY,
    "members": EVERYBODY,
    "agencies": {"officer", "other_officer", "office", "contributor", "analyst"},
    "office": {"office"},
    "owner": {"enterprise", "colleague"},
}
"""Who is told of a record, by its audience, when everybody follows its country."""


@pytest.mark.parametrize("audience", sorted(TOLD))
def test_followers_are_told_as_far_as_they_see_the_record(people: People, audience: str) -> None:
    everybody_follows(people, "country:KEN")
    project = make_project(people, audience)
    assert readers_told(told(project, ["country:KEN"])) == TOLD[audience]


def test_who_follows_several_topics_is_told_once_and_for_the_narrowest(people: People) -> None:
    project = make_project(people)
    for topic in ("country:KEN", f"record:{project.pk}", "sector:mining"):
        Subscription.objects.create(user=people.member, topic=topic)
    occurrence = told(project, ["country:KEN", f"record:{project.pk}", "sector:mining"])
    assert occurrence is not None
    assert list(Notice.objects.values_list("reader", "topic")) == [(people.member.pk, f"record:{project.pk}")]


def test_what_was_told_is_told_no_second_time(people: People) -> None:
    Subscription.objects.create(user=people.member, topic="country:KEN")
    project = make_project(people)
    first = told(project, ["country:KEN"])
    assert first is not None
    assert told(project, ["country:KEN"]) is None
    spread(first)
    assert (Occurrence.objects.filter(kind=KIND).count(), Notice.objects.count()) == (1, 1)


def test_what_is_addressed_reaches_persons_and_organisations_but_only_who_may_see_it(people: People) -> None:
    open_to_all, own = make_project(people), make_project(people, "owner")
    assert readers_told(told(open_to_all, to=[people.rival, people.works])) == {"rival", "enterprise", "colleague"}
    assert readers_told(told(own, to=[people.rival, people.works])) == {"enterprise", "colleague"}


def test_muted_topics_and_closed_accounts_are_told_nothing(people: People) -> None:
    project = make_project(people)
    muted = actions.follow(Act(people.member), "country:KEN")
    actions.mute(Act(people.member), muted, is_muted=True)
    actions.follow(Act(people.rival), "country:KEN")
    User.objects.filter(pk=people.rival.pk).update(is_active=False)
    assert readers_told(told(project, ["country:KEN"], key="1")) == set()
    actions.mute(Act(people.member), muted, is_muted=False)
    assert readers_told(told(project, ["country:KEN"], key="2")) == {"member"}


def test_telling_needs_a_transaction_and_a_kind(people: People) -> None:
    project = make_project(people)
    with pytest.raises(LookupError), transaction.atomic():
        tell("nothing.known", "k", about=project)


def test_what_is_rolled_back_is_told_to_nobody(people: People) -> None:
    actions.follow(Act(people.member), "country:KEN")
    project = make_project(people)
    with transaction.atomic():
        tell(KIND, "k", about=project, topics=["country:KEN"], values={"what": "x"})
        assert Notice.objects.exists()
        transaction.set_rollback(True)
    assert not Occurrence.objects.filter(key="k").exists()
    assert not Notice.objects.exists()


def test_a_notice_of_what_is_no_longer_seen_says_nothing(people: People) -> None:
    actions.follow(Act(people.member), "country:KEN")
    project = make_project(people)
    told(project, ["country:KEN", "room:leads"])
    page = browser_of(people.member)
    assert "Zqproject" in page.get("/en/notices/").content.decode()
    Record.objects.filter(pk=project.pk).update(audience="office")
    for address in ("/en/notices/", "/en/notices/?state=all", "/en/notices/feeds/room:leads"):
        shown = page.get(address).content.decode()
        assert "Zqproject" not in shown, address
        assert "测试项目" not in shown, address
    notice = Notice.objects.get()
    assert page.post(f"/en/notices/{notice.pk}/open").headers["Location"] == "/en/notices/"
    assert queries.unread_count(people.member) == 0


def test_viewers_of_many_are_the_viewers_of_each(people: People) -> None:
    rival = people.rival.organisation
    assert rival is not None
    Sharing.objects.create(parent=people.works, subsidiary=rival, parent_agreed_at="2026-01-01T00:00Z",
                           subsidiary_agreed_at="2026-01-02T00:00Z")
    Sharing.objects.create(parent=people.works, subsidiary=people.commerce, parent_agreed_at="2026-01-01T00:00Z")
    users = list(User.objects.all())
    assert viewers_of(users) == {user.pk: viewer(user) for user in users}


def test_readers_in_groups_see_what_each_sees_alone(people: People) -> None:
    """Of records of every audience, of accounts and of subscriptions, whose rules ask for the person."""
    rows: list[tuple[str, int]] = [("records.record", make_project(people, audience).pk) for audience in TOLD]
    rows += [("accounts.user", user.pk) for user in User.objects.all()]
    rows += [("notices.subscription", Subscription.objects.create(user=user, topic="room:leads").pk)
             for user in (people.member, people.colleague)]
    rows += [("records.record", 999_999), ("gone.model", 1)]
    users = list(User.objects.all())
    found = readers.seen_by({user.pk: rows for user in users}, users)
    for user in users:
        alone = {(label, key) for label, key in rows if (model := readers.model_of(label)) is not None
                 and PolicyQuerySet(model).visible_to(user).filter(pk=key).exists()}
        assert found[user.pk] == alone, user.email


def test_many_readers_of_one_organisation_are_one_question(people: People, django_assert_max_num_queries: Any) -> None:
    project = make_project(people, "owner")
    users = [User.objects.create_user(f"more{n}@example.org", role=Role.ENTERPRISE, organisation=people.works)
             for n in range(30)]
    with django_assert_max_num_queries(4):
        assert len(readers.who_sees(("records.record", project.pk), users)) == 30


def test_each_room_that_can_be_followed_leads_to_its_first_page(people: People) -> None:
    topics = [f"room:{room}" for room in ROOMS]
    pages = [each.address for each in named(topics, people.office).values()]
    assert len(set(pages)) == len(topics)
    assert all(browser_of(people.office).get(page).status_code == 200 for page in pages)
