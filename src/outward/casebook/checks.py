"""What is wrong with a case's folder, for the person who can mend it."""

from __future__ import annotations

from pathlib import Path

from outward.casebook.disk import folder_files
from outward.casebook.folder import examine
from outward.errors import InvalidInputError, Problem


def check_folder(path: Path) -> tuple[Problem, ...]:
    """Name every problem of a case's folder by file, row and column; none means that it can be loaded.

    Raises
    ------
    NotFoundError
        If there is no such folder, or no case in it.
    """
    try:
        contents = folder_files(path)
    except InvalidInputError as error:
        return error.problems
    return examine(contents)[1]
