"""Doing the work: one attempt at a time, each job by one worker, lost ones found again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskContext, task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from outward.errors import OutwardError
from outward.vocabulary.labels import Label
from outward_portal.work.context import Context
from outward_portal.work.errors import CancelledError, LostError, ToldError
from outward_portal.work.kinds import Text, attempts_of, in_both, kind_of
from outward_portal.work.models import Job

_log = logging.getLogger(__name__)
LOST_AFTER: Final = timedelta(minutes=2)  # without a sign of life; longer than any transaction should last
_FORGOTTEN_AFTER: Final = timedelta(seconds=30)  # waiting, due, and in no queue
_under_way: set[int] = set()  # this process's jobs


@task(takes_context=True)
def perform(context: TaskContext, job: int) -> None:
    """Do a job, in a worker of django-tasks."""
    attempt(job, (context.task_result.worker_ids or ["here"])[-1])


def hand_over(job: Job) -> None:
    """Put a job into the queue for its next attempt."""
    backend = perform.get_backend()
    later = job.due_at > timezone.now()
    if not later:
        perform.enqueue(job.pk)
    elif backend.supports_defer:
        perform.using(run_after=job.due_at).enqueue(job.pk)


def attempt(key: int, worker: str) -> None:
    """Try a job once, if it waits and is due; whoever comes second finds it taken."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=key, state=Job.State.WAITING, due_at__lte=now)
    if not waiting.update(state=Job.State.RUNNING, attempts=F("attempts") + 1, worker=worker, started_at=now,
                          beat_at=now):
        return
    job = Job.objects.select_related("enqueued_by").get(pk=key)
    with _Attempt(job) as trying:
        trying.succeeded(kind_of(job.kind).work(trying.context))


class _Attempt:
    """Settles what becomes of a job, however its work ends."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.context = Context(job)

    def __enter__(self) -> _Attempt:
        _under_way.add(self.job.pk)
        return self

    def succeeded(self, result: Mapping[str, Any] | None) -> None:
        """Mark the job as done, unless its work has done so itself."""
        if not Job.objects.filter(pk=self.job.pk, state=Job.State.DONE).exists():
            self.context.done(result)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> bool:
        _under_way.discard(self.job.pk)
        if error is None:
            return True
        if isinstance(error, LostError):
            _log.warning("job %s (%s) was taken over by another worker", self.job.pk, self.job.kind)
        elif isinstance(error, CancelledError):
            self._settle(state=Job.State.CANCELLED, finished_at=timezone.now())
        elif isinstance(error, ToldError):
            self._fail(error.said)
        elif isinstance(error, OutwardError):
            self._fail(Label(str(error), str(error)))
        elif isinstance(error, Exception):
            _log.error("job %s (%s), attempt %s, request %s failed", self.job.pk, self.job.kind, self.job.attempts,
                       self.job.request, exc_info=error)
            self._try_again_later()
        else:  # the worker is told to end: the attempt does not count
            self._settle(state=Job.State.WAITING, attempts=F("attempts") - 1)
            hand_over(self.job)
            return False
        return True

    def _try_again_later(self) -> None:
        if self.job.attempts >= attempts_of(self.job.kind):
            self._fail(_told(_("It failed %(attempts)s times. The log tells more under the number %(number)s."),
                             attempts=self.job.attempts, number=self.job.request))
            return
        pause = kind_of(self.job.kind).wait_seconds * 4 ** (self.job.attempts - 1)
        self.job.due_at = timezone.now() + timedelta(seconds=pause)
        with transaction.atomic():
            if self._settle(state=Job.State.WAITING, due_at=self.job.due_at):
                hand_over(self.job)

    def _fail(self, said: Label) -> None:
        self._settle(state=Job.State.FAILED, error_en=said.en[:1000], error_zh=said.zh[:1000],
                     finished_at=timezone.now())

    def _settle(self, **fields: Any) -> bool:
        mine = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, attempts=self.context.attempt,
                                  worker=self.job.worker)
        return bool(mine.update(**fields))


def _told(text: Text, **values: Any) -> Label:
    return in_both(text, values)


def beat() -> None:
    """Give a sign of life of each job that this process is doing."""
    if _under_way:
        Job.objects.filter(pk__in=list(_under_way), state=Job.State.RUNNING).update(beat_at=timezone.now())


def recover(worker: str = "") -> int:
    """Put jobs whose worker is gone back into the queue, or give them up after their last attempt.

    Parameters
    ----------
    worker : str
        A worker that has just begun: what is still running under its name was its forerunner's.

    Returns
    -------
    int
        How many jobs were found.
    """
    now = timezone.now()
    running = Job.objects.filter(state=Job.State.RUNNING)
    lost = running.filter(beat_at__lt=now - LOST_AFTER) | (running.filter(worker=worker) if worker else running.none())
    found = sum(_recovered(job) for job in lost)
    queued = {tuple(each["args"]) for each in DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=perform.module_path).values_list("args_kwargs", flat=True)}
    due = now if worker else now - _FORGOTTEN_AFTER
    for job in Job.objects.filter(state=Job.State.WAITING, due_at__lte=due):
        if (job.pk,) not in queued:
            hand_over(job)
            found += 1
    return found


def _recovered(job: Job) -> bool:
    """Take a lost job from its worker."""
    is_last = job.attempts >= attempts_of(job.kind)
    said = _told(_("Its worker was stopped %(attempts)s times while it ran."), attempts=job.attempts)
    fields: dict[str, Any] = {"state": Job.State.FAILED, "error_en": said.en, "error_zh": said.zh,
                              "finished_at": timezone.now()} if is_last else {"state": Job.State.WAITING}
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts, beat_at=job.beat_at)
        if not mine.update(**fields):
            return False
        if not is_last:
            hand_over(job)
    _log.warning("job %s (%s), attempt %s, was lost with its worker %s", job.pk, job.kind, job.attempts, job.worker)
    return True
