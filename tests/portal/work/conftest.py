"""Kinds of work that exist for one test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from outward_portal.work import context, kinds, queue, running
from outward_portal.work.models import Job

Declare = Callable[[kinds.Work], None]


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Declare the kind ``test.work``, tried three times; it looks at the database at every step."""
    def declared(work: kinds.Work) -> None:
        monkeypatch.setitem(kinds._KINDS, "test.work", kinds.JobKind("test.work", "Test work", work, 3, 10))

    monkeypatch.setattr(context, "_PAUSE_SECONDS", 0)
    return declared


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Leave jobs in a queue, of which this is the list, instead of doing them at once."""
    waiting: list[int] = []

    def hand_over(job: Job) -> None:
        waiting.append(job.pk)

    monkeypatch.setattr(queue, "hand_over", hand_over)
    monkeypatch.setattr(running, "hand_over", hand_over)
    return waiting
