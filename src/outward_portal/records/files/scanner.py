"""Asks a malware scanner (clamd) about a file; where one is set and does not answer, the file is refused."""

from __future__ import annotations

import logging
import socket
import struct
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from outward_portal.records.errors import RefusedError

_log = logging.getLogger(__name__)
_SECONDS: Final = 60
_CHUNK: Final = 1 << 16
_LONGEST_REPLY: Final = 4096


def scan(path: Path) -> None:
    """Refuse a file in which the scanner finds something, or that it cannot be asked about.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    RefusedError
        If something is found, or the scanner that is set cannot be reached.
    ImproperlyConfigured
        If ``OUTWARD_SCANNER`` is no ``unix:/path`` and no ``tcp://host:port``.
    """
    address: str = settings.SCANNER
    if not address:
        return
    try:
        reply = _ask(address, path)
    except OSError as error:
        _log.error("the scanner at %s did not answer: %s", address, error)
        raise RefusedError(_("The malware scanner does not answer just now, and without it no file is taken. Try again "
                             "later, or tell the portal's operator.")) from error
    if reply.endswith("OK"):
        return
    _log.warning("the scanner refused a file: %s", reply)
    if reply.endswith("FOUND"):
        raise RefusedError(_("The malware scanner has found something in this file. It was not kept."))
    raise RefusedError(_("The malware scanner could not look at this file. It was not kept."))


def _ask(address: str, path: Path) -> str:
    with _connection(address) as connection, path.open("rb") as stream:
        connection.sendall(b"zINSTREAM\0")
        while chunk := stream.read(_CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY and (part := connection.recv(1024)):
            reply += part
    return reply.rstrip(b"\0\n ").decode("utf-8", "replace")


def _connection(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return socket.create_connection((parts.hostname, parts.port), timeout=_SECONDS)
    raise ImproperlyConfigured(f"OUTWARD_SCANNER is {address!r}; write unix:/run/clamav/clamd.ctl or tcp://host:3310")
