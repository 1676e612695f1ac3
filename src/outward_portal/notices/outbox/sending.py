"""Sending what is due: each message is put together as its reader may see it now, sent, and marked at once."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
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
            sent += _send_all(lease, messages, mailer, refusing, until=began + _AT_MOST_SECONDS)
            look(sent)
    return sent


def _send_all(lease: str, messages: list[Message], mailer: mail.Mailer, refusing: set[str], *,
              until: float = math.inf) -> int:
    """Send messages that are held; those of a channel that refuses, and those for which no time is left, go back."""
    sent, renewed = 0, time.monotonic()
    contents = contents_of([each for each in messages if _channel(each) not in refusing])
    untried: list[Message] = []
    for place, message in enumerate(messages):
        channel = _channel(message)
        if channel in refusing:
            untried.append(message)
            continue
        if time.monotonic() > until:  # a gateway that is slow to answer takes no other work's turn
            claiming.put_back(lease, messages[place:], pause=timedelta())
            break
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
    claiming.put_back(lease, untried)
    return sent


def _channel(message: Message) -> str:
    return str(message.endpoint_id) if message.endpoint_id else message.channel


def _send(message: Message, contents: Contents | None, mailer: mail.Mailer) -> None:
    if contents is None:
        raise NothingLeftError
    if message.endpoint is None:
        mailer.send(message, contents)
    elif message.endpoint.ended_at is not None or not message.endpoint.is_of(message.user):
        raise NothingLeftError
    else:
        webhook.post(message.endpoint.address, secret_of(message.endpoint.nonce), message.uid, contents.body)


def next_due() -> datetime | None:
    """Say when the next message is to be tried, or its worker's lease is over; nothing where none is left."""
    found = Message.objects.aggregate(
        due=Min("due_at", filter=Q(state=Message.State.WAITING)),
        over=Min("lease_until", filter=Q(state=Message.State.SENDING)))
    return min((at for at in found.values() if at is not None), default=None)
