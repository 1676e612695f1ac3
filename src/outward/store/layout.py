"""Which file lies where in a workspace, and which names are allowed.

::

    workspace/
    ├── version                     the format's number
    ├── .lock                       held (flock) by the one process that writes
    └── cases/<case>/releases/<release>/
        ├── manifest.json           sha256 and size of every file, counts, imports, the release before
        ├── observations.parquet    the long table, sorted so that a slice reads few row groups
        ├── case/...                the case's files as they were loaded, byte for byte
        ├── workbooks/...           the spreadsheets in the case's folder, whose rows are in case/ as CSV
        └── imports/0001.csv ...    the imported files as they were loaded, byte for byte

A release under construction is ``releases/.new`` (``.spill`` is what its engine has no memory for), one being deleted
``.gone-...``; readers see none of them, and the next writer clears what a killed one left.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from outward.errors import InvalidValueError

FORMAT_VERSION: Final = 1
VERSION_FILE: Final = "version"
LOCK_FILE: Final = ".lock"
CASES: Final = "cases"
RELEASES: Final = "releases"
DRAFT: Final = ".new"
SPILL: Final = ".spill"
GONE: Final = ".gone-"
MANIFEST: Final = "manifest.json"
OBSERVATIONS: Final = "observations.parquet"
CASE_FILES: Final = "case"
IMPORTS: Final = "imports"
WORKBOOKS: Final = "workbooks"

_CASE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RELEASE_NAME = re.compile(r"r[0-9]{4,9}-[0-9a-f]{8}")


def is_case_name(name: str) -> bool:
    """Say whether a name can be a case's: lower-case letters, digits, ``-`` and ``_``; so it is no path either.

    Examples
    --------
    >>> is_case_name("liaoning"), is_case_name("../liaoning"), is_case_name("")
    (True, False, False)
    """
    return _CASE_NAME.fullmatch(name) is not None


def is_release_name(name: str) -> bool:
    """Say whether a name can be a release's: ``r``, a number of four digits or more, ``-``, eight hexadecimal digits.

    Examples
    --------
    >>> is_release_name("r0003-1a2b3c4d"), is_release_name("latest")
    (True, False)
    """
    return _RELEASE_NAME.fullmatch(name) is not None


def checked_case_name(name: str) -> str:
    """Give the name back, or raise InvalidValueError."""
    if not is_case_name(name):
        raise InvalidValueError(f"case name {name!r}", "cases",
                                "Use at most 64 lower-case letters, digits, - and _, beginning with a letter or digit.")
    return name


def checked_release_name(name: str) -> str:
    """Give the name back, or raise InvalidValueError."""
    if not is_release_name(name):
        raise InvalidValueError(f"release name {name!r}", "releases",
                                "A release is called like r0003-1a2b3c4d; list them by outward release list CASE.")
    return name


def release_name(number: int, content_hash: str) -> str:
    """Name a release by its number and what it holds: the clock has no part in it.

    Examples
    --------
    >>> release_name(3, "1a2b3c4d5e6f")
    'r0003-1a2b3c4d'
    """
    return f"r{number:04d}-{content_hash[:8]}"


def release_order(name: str) -> tuple[int, str]:
    """Give the key by which releases are sorted, the oldest first: their number, however many digits it has.

    Examples
    --------
    >>> sorted(["r10000-1a2b3c4d", "r9999-1a2b3c4d"], key=release_order)
    ['r9999-1a2b3c4d', 'r10000-1a2b3c4d']
    """
    return int(name[1:].split("-")[0]), name


def case_folder(workspace: Path, case: str) -> Path:
    """Say where a case lies."""
    return workspace / CASES / checked_case_name(case)


def releases_folder(workspace: Path, case: str) -> Path:
    """Say where a case's releases lie."""
    return case_folder(workspace, case) / RELEASES
