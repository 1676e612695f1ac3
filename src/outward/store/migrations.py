"""Workspaces of an older format, brought forward one version at a time.

To change the format: raise ``layout.FORMAT_VERSION`` and add the step from the version before to ``MIGRATIONS``. A step
may be killed and run again, so it must do nothing where its work is done; the version is written after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from outward.errors import StoreError
from outward.store.durable import make_folders, replace_synced, storing
from outward.store.layout import FORMAT_VERSION, VERSION_FILE
from outward.store.lock import held

Migration = Callable[[Path], None]

MIGRATIONS: Final[Mapping[int, Migration]] = MappingProxyType({})
"""From a version to the next: ``{1: rename_files}`` takes a workspace from 1 to 2. Version 1 is the first there was."""


def migrated(workspace: Path, *, migrations: Mapping[int, Migration] = MIGRATIONS, to: int = FORMAT_VERSION) -> None:
    """Bring a workspace to the format ``to``; do nothing where it is, or where there is no workspace yet.

    Raises
    ------
    StoreError
        If the folder is no workspace, is newer than this version of Outward, or a step is missing.
    """
    if not workspace.exists():
        return
    version = _version(workspace)
    if version is None or version == to:
        return
    if version > to:
        raise StoreError(f"workspace of format {version}; this version of Outward reads up to {to}", str(workspace),
                         "Install the newer version of Outward, or name another workspace by --workspace.")
    with held(workspace):
        for step in range(_version(workspace) or version, to):
            if step not in migrations:
                raise StoreError(f"workspace of format {step}, for which there is no migration", str(workspace),
                                 "Load the cases anew into another workspace, named by --workspace.")
            with storing(f"workspace {workspace}, migration from format {step}"):
                migrations[step](workspace)
                _write_version(workspace, step + 1)


def begin(workspace: Path) -> None:
    """Make a workspace where there is none, or bring it forward."""
    with storing(str(workspace)):
        make_folders(workspace)
    migrated(workspace)
    if _version(workspace) is None:
        with held(workspace), storing(str(workspace)):
            _write_version(workspace, FORMAT_VERSION)


def _version(workspace: Path) -> int | None:
    """Read the format's number; None in an empty folder."""
    mend = "Name a folder that outward made, or one that is empty or does not exist, by --workspace."
    if not workspace.is_dir():
        raise StoreError("not a folder", str(workspace), mend)
    with storing(str(workspace)):
        file = workspace / VERSION_FILE
        if file.is_file():
            version = file.read_text(encoding="utf-8", errors="replace").strip()
            if version.isascii() and version.isdigit() and len(version) < 10:
                return int(version)
            raise StoreError(f"version {version[:20]!r} is no number", str(file), mend)
        others = sorted(path.name for path in workspace.iterdir() if not path.name.startswith("."))
    if others:
        raise StoreError(f"not a workspace: it holds {others[0]} and no file {VERSION_FILE!r}", str(workspace), mend)
    return None


def _write_version(workspace: Path, version: int) -> None:
    replace_synced(workspace / VERSION_FILE, f"{version}\n".encode())
