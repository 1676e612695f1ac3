"""How many requests a minute: by token, by person, by address; counted in the memory of each server process.

A count in the database would make every reading a writing. With several processes the limit is that many times as high.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import Final

_MOST_CALLERS: Final = 10_000
_lock = Lock()
_counts: dict[tuple[str, int], int] = {}


def seconds_to_wait(caller: str, limit: int, now: float | None = None) -> int:
    """Count a request, and say how long its caller is to wait; 0 where it may go on.

    Parameters
    ----------
    caller : str
        A token, a person or an address.
    limit : int
        Requests a minute; 0 for any number.
    now : float, optional
        Seconds since 1970.
    """
    if not limit:
        return 0
    now = time.time() if now is None else now
    minute = int(now // 60)
    with _lock:
        if len(_counts) > _MOST_CALLERS:
            for known in [known for known in _counts if known[1] < minute]:
                del _counts[known]
            if len(_counts) > _MOST_CALLERS:  # a flood from many addresses: forget, rather than fill the memory
                _counts.clear()
        count = _counts[caller, minute] = _counts.get((caller, minute), 0) + 1
    return 0 if count <= limit else max(1, 60 - int(now % 60))
