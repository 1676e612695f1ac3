"""A process that must not outlive its parent: when the parent is killed, it stops by itself, gracefully."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Final

SUPERVISED: Final = "OUTWARD_SUPERVISED"
"""Set in the environment of what ``serve`` starts: the process id of ``serve``."""
_LOOK_SECONDS: Final = 1.0
_watching: set[int] = set()  # process ids: a fork has the set, but not the thread


def follow_supervisor() -> None:
    """Stop this process once ``serve`` is gone, if that has started it; it may be gone before its child asks."""
    if os.environ.get(SUPERVISED):
        _follow(int(os.environ[SUPERVISED]))


def follow_parent() -> None:
    """Stop this process once its parent is gone, if that is what ``serve`` has started."""
    if os.environ.get(SUPERVISED):
        _follow(os.getppid())


def _follow(parent: int) -> None:
    if os.getpid() not in _watching:
        _watching.add(os.getpid())
        threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
