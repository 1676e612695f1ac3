"""The error tree: what was wrong, where, and how to mend it.

::

    OutwardError
    ├── InvalidValueError      a value no method or table can take
    ├── DataGapError           a value that is needed and missing
    ├── UnitMismatchError      amounts of different dimension, currency or price basis
    ├── UnknownCodeError       a region, sector, indicator, unit or currency nobody has defined
    ├── InvalidInputError      a file, folder or spreadsheet with problems, each by file, row and column
    ├── NotFoundError          a case, release, figure or file that is not there
    ├── StoreError             the store cannot be read or written
    └── MissingDependencyError an extra, a font or a program that is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class OutwardError(Exception):
    """Root of our errors: what was wrong, where, and how to mend it."""

    def __init__(self, what: str, where: str, mend: str) -> None:
        super().__init__(what, where, mend)  # all three, or the error will not unpickle in a worker
        self.what, self.where, self.mend = what, where, mend

    def __str__(self) -> str:
        return f"{self.what} ({self.where}). {self.mend}"


class InvalidValueError(OutwardError):
    """A value that no method or table can take."""


class DataGapError(OutwardError):
    """A value that is needed and missing."""


class UnitMismatchError(OutwardError):
    """Amounts of different dimension, currency or price basis were mixed."""


class UnknownCodeError(OutwardError):
    """A region, sector, indicator, unit or currency that nobody has defined."""


class NotFoundError(OutwardError):
    """A case, release, figure or file that is not there."""


class StoreError(OutwardError):
    """The store cannot be read or written."""


class BusyError(StoreError):
    """Another process is writing the store; it soon will not be."""


class MissingDependencyError(OutwardError):
    """An extra, a font or a program that is not installed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file that a person can mend.

    ``row`` is the line of the file as a spreadsheet numbers it (the header is row 1), 0 when the whole file is meant;
    ``column`` is the header's name, or a spreadsheet's cell reference such as ``C7``, empty for a whole row.
    """

    file: str
    row: int
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.what}. {self.mend}"


class InvalidInputError(OutwardError):
    """A file, folder or spreadsheet with problems, each named by file, row and column."""

    def __init__(self, problems: Sequence[Problem], where: str) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        what = f"{count} problem{'' if count == 1 else 's'}"
        super().__init__(what, where, "\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InvalidInputError], tuple[tuple[Problem, ...], str]]:
        return type(self), (self.problems, self.where)

    def __str__(self) -> str:
        return f"{self.what} in {self.where}:\n{self.mend}"
