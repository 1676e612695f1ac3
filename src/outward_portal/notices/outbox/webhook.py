"""Handing a message to a gateway: one POST over a connection to the address that was looked at, and nothing more."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from contextlib import suppress
from threading import Timer
from typing import Final

from outward_portal.notices.outbox import guard
from outward_portal.notices.outbox.signing import signature

_SECONDS: Final = 10.0  # without a sign from the other side
_AT_MOST_SECONDS: Final = 30.0  # for all of it, however slowly the other side goes on
MOST_BODY_BYTES: Final = 65_536


class NotTakenError(Exception):
    """A channel did not take a message.

    ``is_final`` says that trying again is of no use; ``is_about_message`` that others may be taken all the same.
    """

    def __init__(self, said: str, *, is_final: bool = False, is_about_message: bool = False) -> None:
        super().__init__(said)
        self.is_final, self.is_about_message = is_final, is_about_message


class _Pinned(http.client.HTTPConnection):
    """A connection to one network address that speaks to a host by its name."""

    def __init__(self, target: guard.Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=_SECONDS)
        self._target, self._address = target, address
        self.is_broken_off = False

    def connect(self) -> None:
        """Connect to the address that was looked at; the certificate must be the host's."""
        self.sock = socket.create_connection((self._address, self._target.port), _SECONDS)
        if self._target.is_encrypted:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._target.host)

    def break_off(self) -> None:
        """End it from another thread; what was read until then is no answer."""
        self.is_broken_off = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def post(address: str, secret: str, id: str, body: bytes) -> None:
    """Send a message, signed; a redirect is not followed and the answer's text not used.

    Parameters
    ----------
    address : str
        Of the gateway.
    secret : str
        By which it is signed.
    id : str
        Of the message, the same at every attempt: by it the gateway knows what it has taken already.
    body : bytes
        JSON.

    Raises
    ------
    NotTakenError
        If the address is not allowed, nobody answers, or the answer is no 2xx.
    """
    if len(body) > MOST_BODY_BYTES:
        raise NotTakenError("too long", is_final=True, is_about_message=True)
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json", "User-Agent": "Outward", "Connection": "close", "webhook-id": id,
        "webhook-timestamp": str(timestamp), "webhook-signature": signature(secret, id, timestamp, body),
    }
    try:
        target = guard.target_of(address)
        connection = _Pinned(target, guard.public_address(target))
    except guard.NotAllowedError as error:
        raise NotTakenError("address not allowed") from error
    except (OSError, UnicodeError) as error:
        raise NotTakenError("host not found") from error
    clock = Timer(_AT_MOST_SECONDS, connection.break_off)
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", target.path, body, headers)
        with connection.getresponse() as answer:  # its text is left: however that goes on, the message is taken or not
            status = answer.status
    except (OSError, http.client.HTTPException) as error:
        raise NotTakenError(type(error).__name__) from error
    finally:
        clock.cancel()
        connection.close()
    if connection.is_broken_off:
        raise NotTakenError("no answer in time")
    if not 200 <= status < 300:
        raise NotTakenError(f"answer {status}", is_final=status == 410)
