"""A worker's sign of life, from a thread of its own: a job that computes for minutes tells nothing by itself.

The same thread asks for what is done once a day.
"""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import Final

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from outward_portal.work.clock import ask_for_the_day
from outward_portal.work.running import beat, recover

_log = logging.getLogger(__name__)
_BEAT_SECONDS: Final = 5.0
_LOOK_EVERY: Final = 4  # beats between two looks for lost jobs


class Heart:
    """Beats until it is stopped."""

    def __init__(self, beat_seconds: float = _BEAT_SECONDS) -> None:
        self._pause = beat_seconds
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="heart", daemon=True)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        beats = 0
        while not self._stopped.wait(self._pause):
            beats += 1
            close_old_connections()
            try:
                beat()
                if beats % _LOOK_EVERY == 0:
                    recover()
                    ask_for_the_day()
            except (OperationalError, InterfaceError) as error:  # busy or gone for a while: the next beat tries again
                _log.warning("no sign of life could be given: %s", error)
                connection.close()
        connection.close()
