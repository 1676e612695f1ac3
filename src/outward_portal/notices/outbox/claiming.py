"""Which worker sends which message: a worker holds a message under a lease, and marks it before the lease is over.

A message whose worker was stopped is taken up again when its lease has run out. It may have been sent by then; so it
goes out once more under the same id, by which the channel can tell.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from outward_portal.notices.models import Message
from outward_portal.notices.models.outbox import new_word

LEASE: Final = timedelta(minutes=5)
MOST_ATTEMPTS: Final = 7
_FIRST_PAUSE: Final = timedelta(minutes=1)  # four times as long before each further attempt: 17 hours before the last
BATCH: Final = 200


def claim(most: int = BATCH) -> tuple[str, list[Message]]:
    """Take messages that are due, under a lease that nobody else has.

    Two workers at once take different ones: PostgreSQL passes over what the other has locked, and SQLite lets one write
    after the other.
    """
    now, lease = timezone.now(), new_word()
    is_due = Q(state=Message.State.WAITING, due_at__lte=now) | Q(state=Message.State.SENDING, lease_until__lt=now)
    with transaction.atomic():
        keys = list(Message.objects.select_for_update(skip_locked=True).filter(is_due).order_by("due_at", "pk")
                    .values_list("pk", flat=True)[:most])
        rows = Message.objects.filter(pk__in=keys)
        rows.filter(attempts__gte=MOST_ATTEMPTS).update(state=Message.State.DEAD, lease="", lease_until=None,
                                                        error="its worker was stopped")
        rows.filter(attempts__lt=MOST_ATTEMPTS).update(
            state=Message.State.SENDING, lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return lease, list(_held(lease).select_related("user", "endpoint", "notice__occurrence").order_by("due_at", "pk"))


def _held(lease: str) -> QuerySet[Message]:
    return Message.objects.filter(lease=lease, state=Message.State.SENDING)


def renew(lease: str) -> None:
    """Hold what is still to be sent for longer."""
    _held(lease).filter(lease_until__gt=timezone.now()).update(lease_until=timezone.now() + LEASE)


def holds(lease: str, message: Message) -> bool:
    """Whether a message is still this worker's."""
    return _held(lease).filter(pk=message.pk, lease_until__gt=timezone.now()).exists()


def mark(lease: str, message: Message, state: str) -> None:
    """Mark a message as done with."""
    mine = Message.objects.filter(pk=message.pk, lease=lease, state=Message.State.SENDING)
    mine.update(state=state, lease="", lease_until=None, sent_at=timezone.now(), error="")


def put_back(lease: str, messages: list[Message], pause: timedelta = _FIRST_PAUSE) -> None:
    """Give messages back that were not tried: the attempt does not count."""
    _held(lease).filter(pk__in=[each.pk for each in messages]).update(
        state=Message.State.WAITING, lease="", lease_until=None, attempts=F("attempts") - 1,
        due_at=timezone.now() + pause)


def failed(lease: str, message: Message, error: str, *, is_final: bool = False) -> None:
    """Have a message tried later, or give it up."""
    is_final = is_final or message.attempts >= MOST_ATTEMPTS
    pause = _FIRST_PAUSE * 4 ** (message.attempts - 1)
    _held(lease).filter(pk=message.pk).update(
        state=Message.State.DEAD if is_final else Message.State.WAITING, lease="", lease_until=None, error=error[:80],
        due_at=timezone.now() + pause)
