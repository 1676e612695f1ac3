"""Messages: one a reader and digest, put together as the reader may see it when it is sent, never lost, sent once."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from outward_portal.accounts.erasing import erasing
from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.notices import actions
from outward_portal.notices.digests import write_digests
from outward_portal.notices.jobs import DELIVER, DIGESTS
from outward_portal.notices.models import Delivery, Endpoint, Message, Notice, Subscription
from outward_portal.notices.outbox import claiming, sending
from outward_portal.notices.outbox import mail as mailing
from outward_portal.notices.outbox.contents import unsubscribe_token
from outward_portal.notices.outbox.signing import secret_of, signature
from outward_portal.notices.telling import SPREAD
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Record
from outward_portal.work.clock import ask_for_the_day
from outward_portal.work.models import Job
from tests.portal.notices.conftest import Gateway
from tests.portal.notices.telling import make_project, told
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


@pytest.fixture
def followed(people: People) -> Record:
    """A public project that member and analyst follow, of which they were told twice."""
    project = make_project(people)
    for user in (people.member, people.analyst):
        Subscription.objects.create(user=user, topic=f"record:{project.pk}")
    for key in ("1", "2"):
        told(project, [f"record:{project.pk}"], key=key)
    return project


def today() -> date:
    return timezone.localdate()


def test_a_digest_is_one_message_a_reader_in_the_readers_language(people: People, followed: Record) -> None:
    User.objects.filter(pk=people.analyst.pk).update(language="zh-hans")
    assert write_digests(today()) == 2
    assert write_digests(today()) == 0
    sending.send_due()
    english, chinese = sorted(mail.outbox, key=lambda each: "analyst" in each.to[0])
    assert english.to == ["member@example.org"]
    assert english.body.count("Zqproject works: moved") == 2
    assert "/en/registers/projects/" in english.body
    assert "测试项目" in chinese.body
    assert "/zh-hans/registers/projects/" in chinese.body
    message = Message.objects.get(user=people.member)
    assert english.extra_headers["Message-ID"].startswith(f"<{message.uid}@")
    assert (message.state, message.attempts) == ("sent", 1)


def test_what_was_read_or_stood_in_a_digest_stands_in_no_other(people: People, followed: Record) -> None:
    first = Notice.objects.filter(reader=people.member).earliest("pk")
    actions.mark_read(people.member, first)
    write_digests(today())
    assert Notice.objects.filter(reader=people.member, digest__isnull=False).count() == 1
    assert write_digests(today() + timedelta(days=1)) == 0
    told(followed, [f"record:{followed.pk}"], key="3")
    assert write_digests(today() + timedelta(days=1)) == 2


def test_digests_come_as_often_as_is_wished(people: People, followed: Record) -> None:
    actions.choose_digest(Act(people.member), "weekly")
    actions.choose_digest(Act(people.analyst), "off")
    Notice.objects.update(made_at=timezone.now().replace(year=2026, month=11, day=28))
    assert write_digests(MONDAY - timedelta(days=1)) == 0
    assert write_digests(MONDAY) == 1
    assert Message.objects.get().user == people.member


def test_a_digest_tells_nothing_that_its_reader_no_longer_sees(people: People, followed: Record) -> None:
    hidden = make_project(people, name_en="Zqhidden", name_zh="隐藏")
    told(hidden, [f"record:{followed.pk}"])
    write_digests(today())
    Record.objects.filter(pk=hidden.pk).update(audience="agencies")
    sending.send_due()
    seen = {each.to[0].partition("@")[0]: "Zqhidden" in each.body for each in mail.outbox}
    assert seen == {"member": False, "analyst": True}


def test_a_digest_of_which_nothing_is_left_is_dropped(people: People, followed: Record) -> None:
    write_digests(today())
    Record.objects.filter(pk=followed.pk).update(audience="office")
    User.objects.filter(pk=people.analyst.pk).update(is_active=False)
    sending.send_due()
    assert mail.outbox == []
    assert set(Message.objects.values_list("state", flat=True)) == {"empty"}


def test_the_days_work_writes_and_sends_digests(people: People, followed: Record) -> None:
    ask_for_the_day(today())
    assert Job.objects.get(kind=DIGESTS).result == {"digests": 2}
    assert len(mail.outbox) == 2


def test_a_message_that_is_not_taken_is_tried_later_and_given_up_in_the_end(
        people: People, followed: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, *args: object, **kwargs: object) -> None:
            """Take whatever a message takes."""

        def send(self) -> None:
            raise ConnectionRefusedError

    monkeypatch.setattr(mailing, "EmailMessage", Broken)
    write_digests(today())
    sending.send_due()
    tried = Message.objects.get(attempts=1)  # the channel is down: the other one was put back untried
    assert (tried.state, tried.error) == ("waiting", "ConnectionRefusedError")
    assert Message.objects.get(attempts=0).state == "waiting"
    assert tried.due_at > timezone.now() + timedelta(seconds=50)
    assert sending.send_due() == 0
    for _ in range(2 * claiming.MOST_ATTEMPTS):
        Message.objects.filter(state="waiting").update(due_at=timezone.now())
        sending.send_due()
    assert set(Message.objects.values_list("state", "attempts")) == {("dead", claiming.MOST_ATTEMPTS)}
    monkeypatch.undo()
    administrator = browser_of(people.administrator)
    page = administrator.get("/en/notices/outbox/?state=dead").content.decode()
    assert tried.uid[:8] in page
    assert "Zqproject" not in page
    administrator.post(f"/en/notices/outbox/{tried.pk}/again")
    assert Message.objects.get(pk=tried.pk).state == "sent"
    assert len(mail.outbox) == 1


def refuse(message: mail.EmailMessage) -> None:
    raise ConnectionRefusedError(str(message.to))


def test_what_is_to_be_tried_later_has_a_job_of_then(people: People, followed: Record, monkeypatch: pytest.MonkeyPatch
                                                     ) -> None:
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    ask_for_the_day(today())
    waiting = Job.objects.get(kind=DELIVER, state="waiting")
    assert timedelta(seconds=30) < waiting.due_at - timezone.now() < timedelta(minutes=2)


def test_two_workers_take_different_messages(people: People, followed: Record) -> None:
    write_digests(today())
    first, second = claiming.claim(1)[1], claiming.claim(5)[1]
    assert len(first) == len(second) == 1
    assert first[0].pk != second[0].pk
    assert claiming.claim()[1] == []


def test_a_message_whose_worker_was_stopped_goes_out_again_under_the_same_id(people: People, followed: Record) -> None:
    write_digests(today())
    lease, (message, *_) = claiming.claim()
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sending.send_due() == 2
    assert any(message.uid in each.extra_headers["Message-ID"] for each in mail.outbox)
    claiming.failed(lease, message, "too late")  # the first worker comes back: it has nothing to say any more
    claiming.mark(lease, message, "dead")
    assert Message.objects.get(pk=message.pk).state == "sent"


def test_a_worker_that_stood_still_beyond_its_lease_leaves_the_rest(people: People, followed: Record,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    write_digests(today())
    monkeypatch.setattr(sending, "_RENEW_SECONDS", -1.0)
    monkeypatch.setattr(claiming, "LEASE", timedelta(seconds=-1))
    lease, messages = claiming.claim()
    with mailing.Mailer() as mailer:
        assert sending._send_all(lease, messages, mailer, set()) == 0
    assert mail.outbox == []


def test_digests_are_switched_off_by_the_link_of_a_message_without_signing_in(people: People) -> None:
    visitor = browser_of(people.visitor)
    address = f"/en/notices/unsubscribe/{unsubscribe_token(people.member)}"
    assert visitor.get(address).status_code == 200
    assert not Delivery.objects.filter(user=people.member, digest="off").exists()  # opening it alone does nothing
    assert visitor.post(address).status_code == 200
    assert Delivery.objects.get(user=people.member).digest == "off"
    for wrong in (address[:-2], "/en/notices/unsubscribe/x", address + "x"):
        assert visitor.post(wrong).status_code == 404


def test_a_gateway_is_sent_each_notice_at_once_signed(people: People, gateway: Gateway) -> None:
    made = actions.make_endpoint(Act(people.member), "mine", gateway.address)
    project = make_project(people)
    Subscription.objects.create(user=people.member, topic="country:KEN")
    told(project, ["country:KEN"])
    ((headers, body),) = gateway.taken
    message = Message.objects.get()
    assert (message.state, headers["webhook-id"]) == ("sent", message.uid)
    assert headers["webhook-signature"] == signature(secret_of(made.nonce), message.uid,
                                                     int(headers["webhook-timestamp"]), body)
    assert json.loads(body)["text"] == "Zqproject works: moved"
    assert json.loads(body)["topic"] == "country:KEN"


def test_a_gateway_that_is_gone_for_good_and_one_that_was_ended_are_sent_nothing_more(
        people: People, gateway: Gateway) -> None:
    made = actions.make_endpoint(Act(people.member), "mine", gateway.address)
    gateway.status = 410
    actions.try_endpoint(Act(people.member), made)
    assert Message.objects.get().state == "dead"
    gateway.status = 500
    waiting = actions.try_endpoint(Act(people.member), made)
    taken = len(gateway.taken)
    actions.end_endpoint(Act(people.member), made)
    Message.objects.filter(pk=waiting.pk).update(due_at=timezone.now())
    sending.send_due()
    assert Message.objects.get(pk=waiting.pk).state == "empty"
    assert len(gateway.taken) == taken


def test_only_allowed_hosts_a_few_and_each_once_become_gateways(people: People, gateway: Gateway,
                                                                settings: Any) -> None:
    act = Act(people.member)
    for n in range(actions.MOST_ENDPOINTS):
        actions.make_endpoint(act, f"n{n}", f"{gateway.address}{n}")
    with pytest.raises(RefusedError):
        actions.make_endpoint(act, "one more", f"{gateway.address}x")
    actions.end_endpoint(act, Endpoint.objects.latest("pk"))
    with pytest.raises(RefusedError):
        actions.make_endpoint(act, "again", f"{gateway.address}0")
    with pytest.raises(RefusedError):
        actions.make_endpoint(act, "elsewhere", "https://elsewhere.example/")
    settings.WEBHOOK_HOSTS = []
    assert browser_of(people.member).post("/en/notices/delivery/gateways/new", {
        "name": "x", "address": "https://localhost/"}).status_code == 422


def test_an_erased_account_leaves_nothing_here(people: People, followed: Record, gateway: Gateway) -> None:
    actions.make_endpoint(Act(people.member), "mine", gateway.address)
    actions.choose_digest(Act(people.member), "daily")
    write_digests(today())
    erasing.send(sender=User, user=people.member)
    for model, column in ((Subscription, "user"), (Notice, "reader"), (Delivery, "user"), (Endpoint, "user"),
                          (Message, "user")):
        assert not model._default_manager.filter(**{column: people.member}).exists(), model.__name__
    assert Notice.objects.filter(reader=people.analyst).exists()


def test_the_days_digest_holds_what_the_days_other_work_found(people: People) -> None:
    """What ends in three days is told by work of the same day."""
    project = make_project(people, ends=(today() + timedelta(days=3)).isoformat())
    Subscription.objects.create(user=people.member, topic=f"record:{project.pk}")
    ask_for_the_day(today())
    (message,) = mail.outbox
    assert "Zqproject works ends on" in message.body


def test_a_weekly_digest_makes_up_for_a_monday_without_a_worker(people: People, followed: Record) -> None:
    actions.choose_digest(Act(people.member), "weekly")
    long_ago = timezone.make_aware(datetime.combine(MONDAY - timedelta(days=13), time(9)))
    Notice.objects.filter(reader=people.member).update(made_at=long_ago)
    write_digests(MONDAY)
    assert Notice.objects.filter(reader=people.member, digest__isnull=False).count() == 2


def test_a_slow_gateway_takes_no_other_works_turn(people: People, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
                                                  ) -> None:
    made = Endpoint.objects.create(user=people.member, name="mine", address=gateway.address)
    for n in range(3):
        Message.objects.create(key=f"m{n}", channel="webhook", user=people.member, endpoint=made)
    minutes = iter(range(100))
    monkeypatch.setattr(sending, "time", SimpleNamespace(monotonic=lambda: 60.0 * next(minutes)))
    assert sending.send_due() < 3
    assert set(Message.objects.exclude(state="sent").values_list("state", "attempts")) == {("waiting", 0)}
    assert Message.objects.filter(state="waiting", due_at__lte=timezone.now()).exists()  # at once, in a job of its own


def test_what_waits_for_a_channel_that_refuses_is_put_back_as_one_and_not_put_together(
        people: People, followed: Record, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any) -> None:
    write_digests(today())
    Message.objects.bulk_create(Message(key=f"more{n}", channel="email", user=people.member) for n in range(50))
    lease, messages = claiming.claim()
    with mailing.Mailer() as mailer, django_assert_max_num_queries(3):
        assert sending._send_all(lease, messages, mailer, {"email"}) == 0
    assert set(Message.objects.values_list("state", "attempts")) == {("waiting", 0)}


def test_an_address_that_no_message_takes_stops_none_of_the_others(people: People, followed: Record) -> None:
    User.objects.filter(pk=people.member.pk).update(email="zq@" + "é" * 62 + ".example")
    write_digests(today())
    assert sending.send_due() == 1
    assert Message.objects.get(user=people.member).state == "dead"


def test_an_organisations_gateway_is_not_told_what_its_maker_is_told_elsewhere(people: People, gateway: Gateway
                                                                                ) -> None:
    made = actions.make_endpoint(Act(people.enterprise), "ours", gateway.address, people.works)
    told(make_project(people), to=[people.enterprise], key="before")
    assert len(gateway.taken) == 1
    waiting = Message.objects.create(key="waits", channel="webhook", user=people.enterprise, endpoint=made,
                                     notice=Notice.objects.get())
    User.objects.filter(pk=people.enterprise.pk).update(organisation=people.rival.organisation)
    told(make_project(people), to=[people.enterprise], key="after")
    sending.send_due()
    waiting.refresh_from_db()
    assert waiting.state == "empty"
    assert len(gateway.taken) == 1


def test_administrators_are_told_on_their_first_page_of_what_was_given_up(people: People) -> None:
    assert "state=dead" not in browser_of(people.administrator).get("/en/").content.decode()
    Message.objects.create(key="dead", channel="email", user=people.member, state="dead")
    assert "/en/notices/outbox/?state=dead" in browser_of(people.administrator).get("/en/").content.decode()
    assert "state=dead" not in browser_of(people.member).get("/en/").content.decode()


def test_what_could_not_be_told_is_told_with_the_next_days_work(people: People, followed: Record) -> None:
    Notice.objects.all().delete()
    Job.objects.filter(kind=SPREAD).update(state=Job.State.FAILED)
    ask_for_the_day(today())
    assert Notice.objects.filter(reader=people.member).count() == 2
    assert len(mail.outbox) == 2


def test_no_name_writes_lines_of_its_own_into_a_digest(people: People) -> None:
    told(make_project(people, name_en="Zqname\n\n- Alert: https://evil.example/"), to=[people.member])
    write_digests(today())
    sending.send_due()
    (message,) = mail.outbox
    assert "- Test: Zqname - Alert: https://evil.example/: moved" in message.body.splitlines()
