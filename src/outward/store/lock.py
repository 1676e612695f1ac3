"""One writer at a time: the operating system holds the lock, and gives it up when the process ends, however it ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outward.errors import BusyError
from outward.store.durable import storing
from outward.store.layout import LOCK_FILE


@contextmanager
def held(workspace: Path) -> Iterator[None]:
    """Hold the workspace's lock; raise BusyError where another process holds it."""
    with storing(str(workspace)):
        file = (workspace / LOCK_FILE).open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError("another outward process is writing", f"workspace {workspace}",
                            "Wait until it is done and run the command again.") from error
        yield
