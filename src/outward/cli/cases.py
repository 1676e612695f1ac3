"""CASE in any command: a name in the workspace, a folder with ``case.toml``, or a bundled case, loaded on first use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from outward.errors import NotFoundError

if TYPE_CHECKING:
    from outward.studies.releases import Release

CASE_HELP = "a case's name in the workspace, a folder with case.toml, or the bundled case liaoning"


def resolve_case(given: str, workspace: Path, release: str | None = None) -> Release:
    """Give the release that a command is about.

    Parameters
    ----------
    given : str
        What stands for CASE. A name in the workspace comes first; a folder is loaded as it is now, so that a changed
        one becomes the next release; a bundled case is loaded when it is first named.
    workspace : pathlib.Path
        The workspace.
    release : str or None
        A release of that case by its name; the newest without it.

    Raises
    ------
    NotFoundError
        If CASE is none of these, or there is no such release.
    InvalidInputError
        If the folder has problems.
    StoreError
        If the workspace cannot be read or written.
    """
    from outward.studies.releases import case_names, open_release

    known = case_names(workspace)
    if given in known:
        return open_release(workspace, given, release)

    from outward.casebook.disk import is_case_folder
    from outward.casebook.folder import bundled_names
    from outward.ingest.cases import load_case

    if not is_case_folder(Path(given)) and given not in bundled_names():
        names = ", ".join(sorted({*known, *bundled_names()}))
        raise NotFoundError(f"no case {given!r}", f"workspace {workspace}",
                            f"Name one of {names}, or a folder with case.toml in it.")
    loaded = load_case(given, workspace, progress=told)
    return open_release(workspace, loaded.case, release)


def told(what: str) -> None:
    """Say on standard error what is done."""
    print(f"outward: {what} ...", file=sys.stderr, flush=True)


def agreed(question: str, wanted: str, *, yes: bool) -> bool:
    """Have a person type a name before something is deleted for good; without a terminal only ``--yes`` agrees."""
    if yes:
        return True
    if not sys.stdin.isatty():
        print("outward: nobody can be asked here; pass --yes to delete without asking", file=sys.stderr)
        return False
    print(f"{question} Type {wanted} to go on: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == wanted
