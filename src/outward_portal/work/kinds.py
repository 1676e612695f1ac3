"""What kinds of work there are; each room declares its own in a module ``jobs``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.functional import Promise

from outward.vocabulary.labels import Label

if TYPE_CHECKING:
    from outward_portal.work.context import Context
    from outward_portal.work.models import Job

Text = str | Promise  # a Promise is a translation that is looked up when it is shown
Work = Callable[["Context"], Mapping[str, Any] | None]
Page = Callable[["Job"], str]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of work."""

    key: str
    name: Text
    work: Work
    attempts: int  # so often it is tried before it is given up
    wait_seconds: float  # before the second attempt; four times as long before each further one
    page: Page | None = None  # where its result is read


_KINDS: dict[str, JobKind] = {}


def job(key: str, *, name: Text, attempts: int = 3, wait_seconds: float = 10,
        page: Page | None = None) -> Callable[[Work], Work]:
    """Declare a kind of work: a function of a ``Context`` that may be tried more than once.

    Parameters
    ----------
    key : str
        Under which it is enqueued, such as ``runs.study``.
    name : str or lazy translation
        What a person reads.
    attempts : int
        How often it is tried at most.
    wait_seconds : float
        How long is waited before the second attempt.
    page : callable, optional
        Gives the address at which a job's result is read.
    """
    def declared(work: Work) -> Work:
        if key in _KINDS:
            raise LookupError(f"two kinds of work named {key}")
        _KINDS[key] = JobKind(key, name, work, attempts, wait_seconds, page)
        return work

    return declared


def kind_of(key: str) -> JobKind:
    """Give the kind of this name.

    Raises
    ------
    LookupError
        If no room declares it.
    """
    if key not in _KINDS:
        raise LookupError(f"no kind of work named {key}; a room declares its own in its module jobs")
    return _KINDS[key]


def name_of(key: str) -> str:
    """Name a kind in the present language; one that is no longer declared stands for itself."""
    return str(_KINDS[key].name) if key in _KINDS else key


def page_of(job: Job) -> str:
    """Give the address at which a job's result is read, empty where its kind names none."""
    kind = _KINDS.get(job.kind)
    return kind.page(job) if kind is not None and kind.page is not None else ""


def attempts_of(key: str) -> int:
    """Say how often work of a kind is tried; of a kind that is no longer declared, never again."""
    return _KINDS[key].attempts if key in _KINDS else 0


def in_both(text: Text, values: Mapping[str, Any]) -> Label:
    """Write a text in both languages, so that whoever reads it later reads their own.

    Examples
    --------
    >>> in_both("Row %(n)s", {"n": 5}).en
    'Row 5'
    """
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(str(text) % values if values else str(text))
    return Label(*said)
