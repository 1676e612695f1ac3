"""A process that must not outlive its parent: when the parent is killed, it stops by itself, gracefully."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Final

SUPERVISED: Final = "OUTWARD_SUPERVISED"
"""Set in the environment of what ``serve`` starts."""
_LOOK_SECONDS: Final = 1.0
_watching: set[int] = set()  # process ids: a fork has the set, but not the thread


def follow_parent() -> None:
    """Stop this process once its parent is gone, if ``serve`` has started it."""
    if os.environ.get(SUPERVISED) and os.getpid() not in _watching:
        _watching.add(os.getpid())
        threading.Thread(target=_watch, args=(os.getppid(),), name="lifeline", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
