"""What is to be done once a day, whoever is there: the worker asks for it, under the day's date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils import timezone

from outward_portal.accounts.requests import command
from outward_portal.work.kinds import Work
from outward_portal.work.models import Job
from outward_portal.work.queue import enqueue

_DAILY: Final[list[str]] = []
_LAST: Final[list[str]] = []


def daily(key: str, *, is_last: bool = False) -> Callable[[Work], Work]:
    """Declare that the work of this key, which `kinds.job` names, is done once a day.

    A day on which no worker ran is not made up for: such work looks at how things stand.

    Parameters
    ----------
    key : str
        Of the work.
    is_last : bool
        Whether it gathers what the day's other work brings about: it is asked for behind all of that.
    """
    def declared(work: Work) -> Work:
        (_LAST if is_last else _DAILY).append(key)
        return work

    return declared


def ask_for_the_day(day: date | None = None) -> int:
    """Ask for the day's work where nobody has; give how much of it was new."""
    day, keys = day or timezone.localdate(), [*_DAILY, *_LAST]
    known = set(Job.objects.filter(kind__in=keys, key=day.isoformat()).values_list("kind", flat=True))
    missing = [key for key in keys if key not in known]
    for key in missing:
        enqueue(command("once a day"), key, day.isoformat())
    return len(missing)
