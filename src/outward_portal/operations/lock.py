"""The mark that a portal is being served: a lock that the system lets go when the process ends, however it ends."""

from __future__ import annotations

import fcntl
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
