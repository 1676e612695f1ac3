"""Sending what is due: each message is put together as its reader may see it now, sent, and marked at once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db.models import Min, Q

from outward_portal.notices.models import Message
from outward_portal.notices.outbox import claiming, mail, webhook
from outward_portal.notices.outbox.contents import Contents, NothingLeftError, contents_of
from outward_portal.notices.outbox.signing import secret_of

_log = logging.getLogger(__name__)
_AT_MOST_SECONDS: Final = 120.0  # then other work has its turn
_RENEW_SECONDS: Final = 60.0


def send_due(look: Callable[[int], None] = lambda _: None) -> int:
    """Send what is due, until nothing is or the time is up.

    Parameters
    ----------
    look : callable
        Is told after each batch how many were sent.

    Returns
    -------
    int
        How many messages their channels have taken.
    """
    sent, began = 0, time.monotonic()
    refusing: set[str] = set()  # channels that have just failed: the rest of theirs waits
    with mail.Mailer() as mailer:
        while time.monotonic() - began < _AT_MOST_SECONDS:
            lease, messages = claiming.claim()
            if not messages:
                break
            sent += _send_all(lease, messages, mailer, refusing)
            look(sent)
    return sent


def _send_all(lease: str, messages: list[Message], mailer: mail.Mailer, refusing: set[str]) -> int:
    sent, renewed = 0, time.monotonic()
    contents = contents_of(messages)
    for place, message in enumerate(messages):
        channel = str(message.endpoint_id) if message.endpoint_id else message.channel
        if channel in refusing:
            claiming.put_back(lease, [message])
            continue
        if time.monotonic() - renewed > _RENEW_SECONDS:
            claiming.renew(lease)
            renewed = time.monotonic()
            if not claiming.holds(lease, message):  # this process stood still for longer than its lease
                _log.warning("messages were left to another worker: %s", len(messages) - place)
                break
        try:
            _send(message, contents[message.pk], mailer)
        except NothingLeftError:
            claiming.mark(lease, message, Message.State.EMPTY)
        except webhook.NotTakenError as error:
            _log.warning("message %s, attempt %s, was not taken: %s", message.uid, message.attempts, error)
            claiming.failed(lease, message, str(error), is_final=error.is_final)
            if not error.is_about_message:
                refusing.add(channel)
        else:
            claiming.mark(lease, message, Message.State.SENT)
            sent += 1
    return sent


def _send(message: Message, contents: Contents | None, mailer: mail.Mailer) -> None:
    if contents is None:
        raise NothingLeftError
    if message.endpoint is None:
        mailer.send(message, contents)
    elif message.endpoint.ended_at is not None:
        raise NothingLeftError
    else:
        webhook.post(message.endpoint.address, secret_of(message.endpoint.nonce), message.uid, contents.body)


def next_due() -> datetime | None:
    """Say when the next message is to be tried, or its worker's lease is over; nothing where none is left."""
    found = Message.objects.aggregate(
        due=Min("due_at", filter=Q(state=Message.State.WAITING)),
        over=Min("lease_until", filter=Q(state=Message.State.SENDING)))
    return min((at for at in found.values() if at is not None), default=None)
