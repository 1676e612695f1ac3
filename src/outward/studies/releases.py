"""The way from a study, a command or a page to a release, and from a release to the case's own files."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from outward.casebook.folder import Casebook, read_files
from outward.store.reader import Release, Workspace, verify
from outward.vocabulary.labels import Label, same
from outward.vocabulary.provenance import Source

__all__ = ["Release", "case_names", "casebook_of", "open_release", "release_named", "release_names", "releases_of",
           "verify"]


def open_release(workspace: Path, case: str, name: str | None = None) -> Release:
    """Open a release of a case: the newest, or the one of this name.

    Raises
    ------
    NotFoundError
        If there is no such case or release.
    StoreError
        If the workspace cannot be read.
    """
    opened = Workspace(workspace)
    return opened.latest(case) if name is None else opened.release(case, name)


def case_names(workspace: Path) -> tuple[str, ...]:
    """Name the cases of a workspace, sorted."""
    return Workspace(workspace).cases()


def release_names(workspace: Path, case: str) -> tuple[str, ...]:
    """Name a case's releases, oldest first, damaged ones too; raise NotFoundError where there is no such case."""
    return Workspace(workspace).release_names(case)


def release_named(workspace: Path, case: str, name: str) -> str:
    """Give the name back if there is such a release, be it damaged, or raise NotFoundError."""
    return Workspace(workspace).release_named(case, name)


def releases_of(workspace: Path, case: str) -> tuple[Release, ...]:
    """Give a case's releases, oldest first; raise NotFoundError where there is no such case."""
    opened = Workspace(workspace)
    opened.latest(case)
    return opened.releases(case)


@lru_cache(maxsize=8)
def casebook_of(release: Release) -> Casebook:
    """Read the casebook of a release from the files in it; imported files are among its sources.

    Raises
    ------
    StoreError
        If a file of the release is gone.
    InvalidInputError
        If the release holds a case that this version of Outward cannot read.
    """
    casebook = read_files(release.files(), where=f"release {release.name} of {release.case_id}")
    imported = tuple(
        Source(each.source_id, same(each.name), Label(""), each.known_on) for each in release.manifest.imports
    )
    return replace(casebook, sources=(*casebook.sources, *imported))
