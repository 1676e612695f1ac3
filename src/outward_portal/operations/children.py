"""The processes under ``serve``: started, listened to, started again when they die. Standard library only."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from outward_portal.work.lifeline import SUPERVISED

_LIVED_WELL_SECONDS: Final = 60  # then earlier deaths are forgotten
_LONGEST_PAUSE_SECONDS: Final = 30.0
_LOG_BYTES: Final = 5_000_000
_LOG_FILES: Final = 5


class Log:
    """What the processes say: on this process's standard error and in a file that is turned over when it is long.

    Only this process writes the file, so the others cannot tear it apart when it is turned over.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8")

    def write(self, line: str) -> None:
        """Keep a line."""
        print(line, file=sys.stderr, flush=True)
        self._file.emit(logging.LogRecord("serve", logging.INFO, "", 0, line, None, None))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Child:
    """A process that is kept running."""

    def __init__(self, name: str, words: list[str], log: Log) -> None:
        self.name, self.log = name, log
        self.deaths = 0  # one after another, each soon after its start
        self._words = words
        self._process: subprocess.Popen[str] | None = None
        self._started_at = self._next_start_at = 0.0

    @property
    def is_running(self) -> bool:
        """Whether the process runs just now."""
        return self._process is not None and self._process.poll() is None

    def keep_running(self) -> None:
        """Start the process if it does not run and its pause is over."""
        if self.is_running:
            if time.monotonic() - self._started_at > _LIVED_WELL_SECONDS:
                self.deaths = 0
            return
        if self._process is not None:
            self.log.write(f"{self.name} ended unasked (exit code {self._process.returncode}); it is started again")
            self._end_group()
            self._process = None
            self.deaths += 1
            self._next_start_at = time.monotonic() + min(_LONGEST_PAUSE_SECONDS, 0.25 * 2**self.deaths)
        if time.monotonic() >= self._next_start_at:
            self._start()

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  (our own modules, in the Python that runs this)
            [sys.executable, "-m", *self._words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
            env=os.environ | {SUPERVISED: str(os.getpid()), "PYTHONUNBUFFERED": "1"})
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.log.write(f"{self.name}: {line.rstrip()}")

    def ask_to_stop(self) -> None:
        """Send SIGTERM: the first lets it finish what is under way, a second ends a worker's job at once."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and whatever it has started, at once."""
        if self._process is not None:
            self._end_group()
            self._process.wait()

    def _end_group(self) -> None:
        assert self._process is not None
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # nobody is left in it
            return
