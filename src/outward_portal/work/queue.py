"""Asking for work, calling it off, having it tried again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.work.kinds import kind_of
from outward_portal.work.models import Job
from outward_portal.work.running import hand_over


def enqueue(act: Act, kind: str, key: str, arguments: Mapping[str, Any] | None = None, *,
            due_at: datetime | None = None) -> Job:
    """Ask for a piece of work; asking again under the same key gives the job that is there, whatever its state.

    The job and its place in the queue stand in the caller's transaction: what is rolled back is not done.

    Parameters
    ----------
    act : Act
        Who asks, and why. The work is done in this act, so its journal entries name the same person.
    kind : str
        What kind of work, as a room's ``jobs`` declares it.
    key : str
        What makes it the same work: the id of a run, the digest of an upload with its owner. At most 120 characters.
    arguments : mapping, optional
        What JSON can hold; keys of rows rather than their contents.
    due_at : datetime, optional
        When it is to be done; at once where it is not given.

    Raises
    ------
    LookupError
        If there is no such kind.
    """
    kind_of(kind)
    with transaction.atomic():
        job, is_new = Job.objects.get_or_create(kind=kind, key=key, defaults={
            "arguments": dict(arguments or {}), "enqueued_by": act.actor, "reason": act.reason[:500],
            "request": act.request, "due_at": due_at or timezone.now(),
        })
        if is_new:
            entries.write(act, "job.enqueued", job, changes={"kind": [None, kind]})
            hand_over(job)
    job.refresh_from_db()
    return job


def cancel(act: Act, job: Job) -> bool:
    """Call a job off: at once while it waits, at its next look where it runs. Says whether there was anything to do."""
    with transaction.atomic():
        current = Job.objects.select_for_update().get(pk=job.pk)
        if not current.is_open or current.cancel_asked_at is not None:
            return False
        current.cancel_asked_at = timezone.now()
        if current.state == Job.State.WAITING:
            current.state, current.finished_at = Job.State.CANCELLED, timezone.now()
        current.save(update_fields=["cancel_asked_at", "state", "finished_at"])
        entries.write(act, "job.cancelled", current)
    return True


def again(act: Act, job: Job) -> bool:
    """Have a failed or cancelled job tried again from the beginning. Says whether there was anything to do."""
    with transaction.atomic():
        current = Job.objects.select_for_update().get(pk=job.pk)
        if current.state not in (Job.State.FAILED, Job.State.CANCELLED):
            return False
        current.state, current.attempts, current.due_at = Job.State.WAITING, 0, timezone.now()
        current.cancel_asked_at = current.finished_at = current.started_at = None
        current.progress = 0
        current.words_en = current.words_zh = current.error_en = current.error_zh = ""
        current.save()
        entries.write(act, "job.again", current)
        hand_over(current)
    return True
