"""Who sees and does what with what people follow, are told and have sent: written by hand, role by role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client

from outward_portal.accounts import policy
from outward_portal.accounts.models import Audience, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.accounts.requests import Act
from outward_portal.notices import actions
from outward_portal.notices.models import (
    Delivery,
    Endpoint,
    Message,
    Notice,
    Occurrence,
    OccurrenceTopic,
    Subscription,
)
from tests.portal.notices.telling import make_project, told
from tests.portal.people import People, browser_of, make_people
from tests.portal.permissions.expected import ROLES

pytestmark = pytest.mark.django_db

OWNER = "enterprise"
"""Who follows, is told, and has a gateway: the manager of the works' accounts."""

SEES: dict[type[Any], set[str]] = {
    Subscription: {"enterprise"},
    Notice: {"enterprise"},
    Occurrence: {"enterprise"},
    OccurrenceTopic: {"enterprise"},
    Delivery: {"enterprise"},
    Endpoint: {"enterprise"},
    Message: {"enterprise", "administrator"},
}
"""Who sees the rows that are the enterprise manager's own."""

SIGNED_IN = {"member", "enterprise", "colleague", "rival", "provider", "officer", "other_officer", "office",
             "contributor", "analyst", "administrator"}
MAY: dict[str, set[str]] = {
    "notices.read": SIGNED_IN,
    "notices.follow": SIGNED_IN,
    "notices.endpoint": SIGNED_IN,
    "notices.endpoint-of-organisation": {"enterprise", "rival", "provider"},
    "notices.endpoint-end": {"enterprise"},
    "notices.endpoint-try": {"enterprise"},
    "notices.outbox": {"administrator"},
    "notices.message-again": {"administrator"},
}
"""Who may do what, gateways being the enterprise manager's."""

OPENS = {
    "/en/notices/": SIGNED_IN,
    "/en/notices/following/": SIGNED_IN,
    "/en/notices/delivery/": SIGNED_IN,
    "/en/notices/delivery/gateways/new": SIGNED_IN,
    "/en/notices/outbox/": {"administrator"},
    "/en/notices/feeds/": SIGNED_IN | {"visitor"},
    "/en/notices/feeds/country:KEN": SIGNED_IN | {"visitor"},
    "/api/v1/notices": SIGNED_IN,
    "/api/v1/subscriptions": SIGNED_IN,
}
"""Who opens which page."""


class Told:
    """The enterprise manager's rows, each with a word that nobody else may read."""

    def __init__(self, people: People) -> None:
        self.people = people
        act = Act(people.enterprise)
        self.project = make_project(people, "owner", name_en="zqownproject", name_zh="")
        self.subscription = actions.follow(act, f"record:{self.project.pk}")
        told(self.project, [f"record:{self.project.pk}", "room:leads", "country:KEN"])
        self.notice = Notice.objects.get()
        actions.choose_digest(act, "weekly")
        self.feed = actions.make_feed(act)
        self.endpoint = Endpoint.objects.create(user=people.enterprise, name="zqgateway",
                                                address="https://zqhost.example/")
        self.message = Message.objects.create(key="zqkey", channel="webhook", user=people.enterprise,
                                              endpoint=self.endpoint, notice=self.notice, state="dead")


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[Told]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Told(make_people())
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ROLES)
def test_rows_are_seen_by_whom_the_table_says(rows: Told, role: str) -> None:
    user = getattr(rows.people, role)
    assert {model for model in SEES if PolicyQuerySet(model).visible_to(user).exists()} == {
        model for model, seers in SEES.items() if role in seers}


@pytest.mark.parametrize("role", ROLES)
def test_rules_ask_nothing_while_they_are_made(rows: Told, role: str, django_assert_num_queries: Any) -> None:
    """What a rule depends on stands in its condition: so readers whom it treats alike are told in groups."""
    seen_by = policy.viewer(getattr(rows.people, role))
    models = [model for model in apps.get_models() if model._meta.label in policy.ruled_models()]
    assert len(models) > 50
    for model in models:
        with django_assert_num_queries(0):
            policy.visible(model, seen_by)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_of_records_a_registered_visitor_sees_the_least(rows: Told, role: str) -> None:
    for audience in Audience.values:
        made = make_project(rows.people, audience)
        seen = {user: type(made).objects.visible_to(user).filter(pk=made.pk).exists()
                for user in (rows.people.member, getattr(rows.people, role))}
        assert not seen[rows.people.member] or all(seen.values()), audience


@pytest.mark.parametrize("role", ROLES)
def test_actions_are_allowed_to_whom_the_table_says(rows: Told, role: str) -> None:
    user = getattr(rows.people, role)
    assert {action for action in MAY if may(user, action, rows.endpoint)} == {
        action for action, doers in MAY.items() if role in doers}


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_to_whom_the_table_says_and_tell_no_word_of_another(rows: Told, role: str) -> None:
    browser = browser_of(getattr(rows.people, role))
    for address, openers in OPENS.items():
        answer = browser.get(address)
        assert (answer.status_code == 200) == (role in openers), address
        if role != OWNER:
            shown = answer.content.decode()
            words = ("zqownproject", "zqgateway", "zqhost", "zqkey", rows.endpoint.nonce, rows.feed)
            assert [word for word in words if word in shown] == [], address


WRITES = ("/en/notices/{notice}/open", "/en/notices/{notice}/read", "/en/notices/following/{subscription}/mute",
          "/en/notices/delivery/gateways/{endpoint}/end", "/en/notices/delivery/gateways/{endpoint}/try",
          "/api/v1/notices/{notice}/read")


@pytest.mark.parametrize("role", [role for role in ROLES if role != OWNER])
def test_nobody_touches_another_persons_rows(rows: Told, role: str) -> None:
    browser = browser_of(getattr(rows.people, role))
    keys = {"notice": rows.notice.pk, "subscription": rows.subscription.pk, "endpoint": rows.endpoint.pk}
    for address in WRITES:
        answer = browser.post(address.format(**keys), {"mute": "1"}, content_type="application/json") \
            if "/api/" in address else browser.post(address.format(**keys), {"mute": "1"})
        assert answer.status_code in ((302, 401) if role == "visitor" else (403, 404)), address
        assert "/account/login/" in answer.headers.get("Location", "/account/login/"), address
    if role != "administrator":
        refused = browser.post(f"/en/notices/outbox/{rows.message.pk}/again")
        assert refused.status_code == (302 if role == "visitor" else 403)
    for model, key in ((Notice, rows.notice.pk), (Subscription, rows.subscription.pk)):
        row = model._default_manager.get(pk=key)
        assert getattr(row, "read_at", None) is None
        assert getattr(row, "muted_at", None) is None
    assert Endpoint.objects.get().ended_at is None
    assert Message.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("enterprise", "colleague")])
def test_what_one_may_not_see_cannot_be_followed_nor_asked_about(rows: Told, role: str) -> None:
    user = getattr(rows.people, role)
    if isinstance(user, AnonymousUser):
        return
    hidden, nothing = (follow(browser_of(user), f"record:{key}") for key in (rows.project.pk, 987_654_321))
    assert hidden == nothing
    assert not Subscription.objects.filter(user=user).exists()


def follow(browser: Client, topic: str) -> tuple[int, str]:
    answer = browser.put(f"/api/v1/subscriptions/{topic}", {}, content_type="application/json")
    return answer.status_code, answer.content.decode()


def test_the_secret_address_of_a_feed_is_its_owners_eyes_and_can_be_taken_back(rows: Told) -> None:
    visitor = browser_of(rows.people.visitor)
    assert "zqownproject" in visitor.get(f"/en/notices/feed/{rows.feed}").content.decode()
    assert visitor.get(f"/en/notices/feed/{rows.feed[:-1]}").status_code == 404
    with transaction.atomic():
        User.objects.filter(pk=rows.people.enterprise.pk).update(is_active=False)
        assert visitor.get(f"/en/notices/feed/{rows.feed}").status_code == 404
        transaction.set_rollback(True)
    with transaction.atomic():
        actions.end_feed(Act(rows.people.enterprise))
        assert visitor.get(f"/en/notices/feed/{rows.feed}").status_code == 404
        transaction.set_rollback(True)


def test_who_manages_an_organisation_sees_and_ends_its_gateways_but_does_not_send_in_anothers_name(rows: Told) -> None:
    people = rows.people
    with transaction.atomic():
        made = Endpoint.objects.create(user=people.colleague, organisation=people.works, name="ours",
                                       address="https://ours.example/")
        assert Endpoint.objects.visible_to(people.enterprise).filter(pk=made.pk).exists()
        assert not Endpoint.objects.visible_to(people.rival).filter(pk=made.pk).exists()
        assert may(people.enterprise, "notices.endpoint-end", made)
        assert not may(people.enterprise, "notices.endpoint-try", made)
        assert not may(people.rival, "notices.endpoint-end", made)
        transaction.set_rollback(True)
