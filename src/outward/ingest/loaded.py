"""What a load did, or would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from outward.errors import Problem
from outward.ingest.comparison import Comparison
from outward.store.reader import Release

Progress = Callable[[str], None]
"""Is told in a few words what is done next."""


def silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, or in a dry run would do.

    Parameters
    ----------
    case : str
        The case's name in the workspace.
    release : Release or None
        The case's newest release afterwards; None in a dry run of a case that has none.
    is_new : bool
        Whether a release was cut, or in a dry run would be; False where nothing has changed since the last one.
    counts : mapping of str to int
        What the release holds.
    problems : tuple of Problem
        What is wrong with the input; only a dry run gets this far with any.
    surprises : tuple of Problem
        What is unlikely rather than wrong.
    changes : Comparison
        Against the last release; the first cells of it.
    cautions : tuple of Problem
        What is neither wrong nor unlikely, and leaves something out of the report.
    """

    case: str
    release: Release | None
    is_new: bool
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    surprises: tuple[Problem, ...]
    changes: Comparison
    cautions: tuple[Problem, ...] = ()
