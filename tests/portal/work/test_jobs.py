"""Work in the background: done once, tried again, given up, called off, found again when its worker is gone."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward.errors import DataGapError
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.work import kinds, running
from outward_portal.work.context import Context
from outward_portal.work.errors import LostError, ToldError
from outward_portal.work.management.commands.work import Command
from outward_portal.work.models import Job
from outward_portal.work.queue import again, cancel, enqueue
from tests.portal.people import People
from tests.portal.work.conftest import Declare

pytestmark = pytest.mark.django_db


def asked(people: People, key: str = "1") -> Job:
    return enqueue(Act(people.officer, "because", "r1"), "test.work", key, {"n": 2})


def settled(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_work_is_done_in_the_act_of_whoever_asked(people: People, declare: Declare) -> None:
    declare(lambda context: {"by": getattr(context.act.actor, "pk", None), "why": context.act.reason,
                             "n": context.arguments["n"]})
    job = asked(people)
    assert job.state == "done"
    assert job.result == {"by": people.officer.pk, "why": "because", "n": 2}
    assert Entry.objects.get(action="job.enqueued").changes == {"kind": [None, "test.work"]}


def test_asking_twice_under_one_key_is_one_job(people: People, declare: Declare) -> None:
    done: list[int] = []
    declare(lambda context: done.append(context.job.pk))
    assert asked(people) == asked(people)
    assert len(done) == 1
    asked(people, "2")
    assert len(done) == 2


def test_work_that_is_rolled_back_is_not_in_the_queue(people: People, declare: Declare) -> None:
    declare(lambda _: None)
    with transaction.atomic():
        asked(people)
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_work_of_an_unknown_kind_is_refused(people: People) -> None:
    with pytest.raises(LookupError, match=r"no kind of work named test\.work"):
        asked(people)


def test_the_same_job_is_not_done_by_two_workers(people: People, declare: Declare, queued: list[int]) -> None:
    done: list[str] = []

    def work(context: Context) -> None:
        done.append(context.job.worker)
        running.attempt(context.job.pk, "second")  # while the first is at it

    declare(work)
    job = asked(people)
    running.attempt(job.pk, "first")
    running.attempt(job.pk, "third")
    assert done == ["first"]


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(
    people: People, declare: Declare, queued: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    declare(lambda _: 1 / 0)  # type: ignore[arg-type,return-value]
    job = asked(people)
    pauses = []
    for _attempt in range(3):
        running.attempt(job.pk, "w")
        pauses.append((settled(job).due_at - timezone.now()).total_seconds())
        running.attempt(job.pk, "w")  # too early
        Job.objects.update(due_at=timezone.now())
    assert job.state == "failed"
    assert job.attempts == 3
    assert [round(pause, -1) for pause in pauses[:2]] == [10, 40]
    assert "r1" in job.error_en
    assert queued == [job.pk] * 3  # asked for, and two further attempts
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("error", [ToldError(_("Row %(row)s has no year"), row=7),
                                   DataGapError("Row 7 has no year", "table a", "Fill it.")])
def test_what_another_attempt_cannot_mend_is_told_at_once(people: People, declare: Declare, error: Exception) -> None:
    def work(_: Context) -> None:
        raise error

    declare(work)
    job = asked(people)
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error_en.startswith("Row 7 has no year")
    assert job.error_zh


def test_a_failed_job_can_be_tried_again(people: People, declare: Declare) -> None:
    def work(_: Context) -> None:
        raise ToldError("not yet")

    declare(work)
    job = asked(people)
    declare(lambda _: {"now": True})
    assert again(Act(people.officer), job)
    assert settled(job).result == {"now": True}
    assert (job.state, job.error_en) == ("done", "")
    assert not again(Act(people.officer), job)


def test_progress_is_told_in_both_languages(people: People, declare: Declare) -> None:
    def work(context: Context) -> dict[str, object]:
        context.progress(0.25, _("Row %(row)s"), row=5)
        now = settled(context.job)
        return {"part": now.progress, "words": now.words_en}

    declare(work)
    assert asked(people).result == {"part": 0.25, "words": "Row 5"}


@pytest.mark.parametrize("look", ["progress", "stop"])
def test_a_job_that_is_called_off_stops_at_its_next_look(people: People, declare: Declare, look: str) -> None:
    steps: list[int] = []

    def work(context: Context) -> None:
        for step in range(5):
            steps.append(step)
            if step == 1:
                assert cancel(Act(people.officer), context.job)
                assert not cancel(Act(people.officer), context.job)
            context.progress(step / 5) if look == "progress" else context.stop_if_cancelled()

    declare(work)
    assert asked(people).state == "cancelled"
    assert steps == [0, 1]


def test_a_waiting_job_is_called_off_at_once(people: People, declare: Declare, queued: list[int]) -> None:
    declare(lambda _: pytest.fail("called off"))
    job = asked(people)
    cancel(Act(people.officer), job)
    assert settled(job).state == "cancelled"
    running.attempt(job.pk, "w")
    assert settled(job).state == "cancelled"


def test_a_job_whose_worker_is_gone_goes_back_into_the_queue(
    people: People, declare: Declare, queued: list[int]
) -> None:
    declare(lambda _: {"done": True})
    job = asked(people)
    Job.objects.update(state="running", attempts=1, worker="gone", beat_at=timezone.now() - timedelta(minutes=1))
    assert running.recover() == 0  # it may still be alive
    Job.objects.update(beat_at=timezone.now() - timedelta(minutes=3))
    assert running.recover() >= 1
    running.attempt(job.pk, "next")
    assert (settled(job).state, job.attempts) == ("done", 2)


def test_a_worker_that_begins_takes_over_what_its_forerunner_left(
    people: People, declare: Declare, queued: list[int]
) -> None:
    declare(lambda _: None)
    job = asked(people)
    Job.objects.update(state="running", attempts=1, worker="host-1", beat_at=timezone.now())
    running.recover("host-2")
    assert settled(job).state == "running"
    running.recover("host-1")
    assert settled(job).state == "waiting"


def test_a_job_that_kills_each_worker_is_given_up(people: People, declare: Declare, queued: list[int]) -> None:
    declare(lambda _: None)
    job = asked(people)
    Job.objects.update(state="running", attempts=3, worker="gone", beat_at=timezone.now() - timedelta(minutes=3))
    running.recover()
    assert settled(job).state == "failed"
    assert "stopped 3 times" in job.error_en


def test_a_job_that_is_in_no_queue_is_put_there(people: People, declare: Declare, queued: list[int]) -> None:
    declare(lambda _: None)
    job = asked(people)
    queued.clear()
    assert running.recover() == 0  # it may just be on its way
    Job.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert running.recover() == 1
    assert queued == [job.pk]


def test_what_a_lost_attempt_did_is_not_kept(people: People, declare: Declare, queued: list[int]) -> None:
    def work(context: Context) -> None:
        Job.objects.filter(pk=context.job.pk).update(attempts=2, worker="other")  # taken over meanwhile
        with transaction.atomic():
            people.works.name_en = "written by the lost one"
            people.works.save()
            context.done()

    declare(work)
    job = asked(people)
    running.attempt(job.pk, "slow")
    people.works.refresh_from_db()
    assert people.works.name_en == "Test Works"
    assert (settled(job).state, job.worker) == ("running", "other")


def test_an_attempt_that_the_worker_is_told_to_end_does_not_count(
    people: People, declare: Declare, queued: list[int]
) -> None:
    def work(_: Context) -> None:
        raise SystemExit(1)

    declare(work)
    job = asked(people)
    with pytest.raises(SystemExit):
        running.attempt(job.pk, "w")
    assert (settled(job).state, job.attempts) == ("waiting", 0)
    assert queued == [job.pk, job.pk]


def test_the_effect_and_its_mark_stand_together(people: People, declare: Declare, queued: list[int]) -> None:
    def work(context: Context) -> None:
        with transaction.atomic():
            context.done({"kept": 1})
        raise LostError("whatever happens behind the mark")

    declare(work)
    job = asked(people)
    running.attempt(job.pk, "w")
    assert (settled(job).state, job.result) == ("done", {"kept": 1})


def test_a_worker_says_what_goes_wrong_and_not_each_job() -> None:
    Command().configure_logging(1)
    assert not logging.getLogger("django_tasks").isEnabledFor(logging.INFO)
    assert logging.getLogger("django_tasks_db").isEnabledFor(logging.WARNING)


def test_two_kinds_of_one_name_are_an_error() -> None:
    kinds.job("test.twice", name="Twice")(lambda _: None)
    twice = kinds.job("test.twice", name="Twice")
    with pytest.raises(LookupError, match="two kinds"):
        twice(lambda _: None)
    del kinds._KINDS["test.twice"]
