"""The marks that a workspace and a port are in use: the system lets them go when the process ends, however it ends."""

from __future__ import annotations

import errno
import fcntl
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(file: Path) -> Iterator[None]:
    """Hold the mark, beside others who serve the same workspace."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield


@contextmanager
def alone(file: Path) -> Iterator[bool]:
    """Say whether nobody serves the workspace, and keep it so."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def of_port(number: int) -> socket.socket | None:
    """Take the mark of a port, held until it is closed; None where another portal of this machine has it.

    A web server's processes share their port (SO_REUSEPORT), so a second portal of the same user could listen there too
    and answer the first one's readers; and while a web server that died is started again its port looks free. The mark
    is an abstract socket: no file, and known as far as the port is. Only Linux has them; elsewhere nothing is marked.
    """
    mark = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if sys.platform != "linux":
        return mark
    try:
        mark.bind(f"\0outward-portal:{number}")
    except OSError as error:
        mark.close()
        if error.errno != errno.EADDRINUSE:
            raise
        return None
    return mark
