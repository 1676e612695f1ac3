"""The work that this room has done in the background."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.requests import command
from outward_portal.notices.telling import SPREAD
from outward_portal.work import queue
from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job
from outward_portal.work.models import Job

DELIVER: Final = "notices.deliver"
DIGESTS: Final = "notices.digests"
_DIGESTS_DUE: Final = "notices.digests-due"
DATES: Final = "notices.dates"
_NEAR: Final = timedelta(seconds=5)
_TOLD_LATE: Final = timedelta(days=15)  # what is older is no news any more


@job(SPREAD, name=_("Telling of what happened"), attempts=6)
def spread(context: Context) -> dict[str, Any]:
    """Find who is told of an occurrence."""
    from outward_portal.notices import spreading
    from outward_portal.notices.models import Occurrence

    occurrence = Occurrence.objects.filter(pk=context.arguments["occurrence"]).first()
    with transaction.atomic():
        messages = spreading.spread(occurrence) if occurrence is not None else 0
        if messages:
            deliver_soon(f"occurrence:{context.arguments['occurrence']}")
        context.done({"messages": messages})
    return {"messages": messages}


@daily(_DIGESTS_DUE, is_last=True)
@job(_DIGESTS_DUE, name=_("Digests of the day"), attempts=6)
def digests_due(context: Context) -> dict[str, Any]:
    """Ask for the day's digests behind the telling of what the day's other work has found: they hold that too.

    What could not be told until now, because the database was away, is told before.
    """
    act = command("once a day")
    for failed in Job.objects.filter(kind=SPREAD, state=Job.State.FAILED, created_at__gte=timezone.now() - _TOLD_LATE):
        queue.again(act, failed)
    queue.enqueue(act, DIGESTS, context.job.key)
    return {}


@job(DIGESTS, name=_("Digests of the day"), attempts=6)
def digests(context: Context) -> dict[str, Any]:
    """Write the day's digests, and have them sent."""
    from outward_portal.notices.digests import write_digests

    written = write_digests(date.fromisoformat(context.job.key))
    deliver_soon(f"digests:{context.job.key}")
    return {"digests": written}


@daily(DATES)
@job(DATES, name=_("Dates of records that come near"), attempts=6)
def dates(context: Context) -> dict[str, Any]:
    """Tell of records that begin or end soon."""
    from outward_portal.notices.records import tell_dates

    with transaction.atomic():
        told = tell_dates(date.fromisoformat(context.job.key))
        context.done({"told": told})
    return {"told": told}


@job(DELIVER, name=_("Sending of messages"), attempts=6)
def deliver(context: Context) -> dict[str, Any]:
    """Send what is due; what is to be tried later is left to a job of then."""
    from outward_portal.notices.outbox.sending import next_due, send_due

    sent = send_due(lambda sent: context.progress(0, _("%(sent)s sent"), sent=sent))
    due = next_due()
    if due is not None:
        due = max(due, timezone.now())
        others = Job.objects.filter(kind=DELIVER, state=Job.State.WAITING, due_at__lte=due + _NEAR)
        if not others.exclude(pk=context.job.pk).exists():
            queue.enqueue(command("messages to be sent"), DELIVER, f"at:{due.isoformat()}:{context.job.pk}", due_at=due)
    return {"sent": sent}


def deliver_soon(key: str) -> None:
    """Have what is due sent: within the transaction that writes it."""
    queue.enqueue(command("messages to be sent"), DELIVER, key)
