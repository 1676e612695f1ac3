"""What a load did, or would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from outward.errors import Problem
from outward.ingest.comparison import Comparison
from outward.store.reader import Release
from outward.vocabulary.labels import Label

Progress = Callable[[str], None]
"""Is told in a few words what is done next."""


def silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class CellWarning:
    """What the audit finds in a table that is loaded.

    Parameters
    ----------
    severity : str
        ``error`` or ``warning``, as the audit has it: either way the table is loaded.
    rule : str
        The rule that fails, by its id.
    rule_name : Label
        The rule in words.
    cells : tuple of str
        Where the cells stand that are thought wrong: ``Sheet!C5`` where a workbook was read, else ``table:row``.
    message : Label
        What is wrong and the likely reading.
    arithmetic : tuple of str
        The sums, one line each.
    """

    severity: str
    rule: str
    rule_name: Label
    cells: tuple[str, ...]
    message: Label
    arithmetic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """The audit of what was loaded: how many cells came in, what it warns of, and whether they were too many for it."""

    cells: int
    warnings: tuple[CellWarning, ...] = ()
    left_out: bool = False


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
    audited : Audited or None
        What the audit says of the tables that came in; None where nobody wanted it. It stops no load.
    """

    case: str
    release: Release | None
    is_new: bool
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    surprises: tuple[Problem, ...]
    changes: Comparison
    cautions: tuple[Problem, ...] = ()
    audited: Audited | None = None
