"""What a piece of work is handed: its arguments, who asked for it, and the ways to tell how far it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.work.errors import CancelledError, LostError
from outward_portal.work.kinds import Text, in_both
from outward_portal.work.models import Job

_PAUSE_SECONDS: Final = 0.3  # between two looks at the database


class Context:
    """One attempt at a job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: Mapping[str, Any] = job.arguments
        self.act = Act(job.enqueued_by, job.reason, job.request)
        self.attempt = job.attempts
        self._looked = 0.0

    def progress(self, part: float, words: Text = "", **values: Any) -> None:
        """Tell how far the work is; stop here where it was cancelled.

        Parameters
        ----------
        part : float
            Done so far, 0..1.
        words : str or lazy translation
            What is being done, with ``%(name)s`` for each of ``values``; both languages are kept.

        Raises
        ------
        CancelledError, LostError
            Let them pass: they end the attempt, and roll back the transaction in which it stands.
        """
        if not self._is_time() and part < 1:
            return
        said = in_both(words, values)
        self._write(progress=min(1.0, max(0.0, part)), words_en=said.en[:300], words_zh=said.zh[:300],
                    beat_at=timezone.now())
        self._stop_if_asked()

    def stop_if_cancelled(self) -> None:
        """Stop here where somebody has asked for it; cheap enough to be called in a loop.

        Raises
        ------
        CancelledError
            Let it pass.
        """
        if self._is_time():
            self._stop_if_asked()

    def done(self, result: Mapping[str, Any] | None = None) -> None:
        """Mark the job as done inside the transaction of its effect: both stand or neither, whenever the worker dies.

        Raises
        ------
        LostError
            If another worker has it by now; the transaction that is open must be rolled back.
        """
        self._write(state=Job.State.DONE, progress=1.0, result=dict(result or {}), finished_at=timezone.now(),
                    error_en="", error_zh="")

    def _is_time(self) -> bool:
        now = time.monotonic()
        if now - self._looked < _PAUSE_SECONDS:
            return False
        self._looked = now
        return True

    def _write(self, **fields: Any) -> None:
        """Write to the job as long as it is this attempt's."""
        mine = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, attempts=self.attempt,
                                  worker=self.job.worker)
        if not mine.update(**fields):
            raise LostError(str(self.job))

    def _stop_if_asked(self) -> None:
        if Job.objects.filter(pk=self.job.pk, cancel_asked_at__isnull=False).exists():
            raise CancelledError(str(self.job))
