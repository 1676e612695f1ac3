"""Writing so that a power cut or a kill leaves the old or the new, never half; and errors that say how to mend them."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from outward.errors import StoreError

_READ_ONLY = 0o444
_CHUNK = 1 << 20
_ENGINE = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InvalidInputException, duckdb.SerializationException)
"""What DuckDB raises for the disk, the memory or a damaged file; a wrong query is a fault of ours and stays one."""


@contextmanager
def storing(where: str) -> Iterator[None]:
    """Turn an operating system's or DuckDB's refusal into a StoreError that says how to mend it."""
    try:
        yield
    except OSError as error:
        raise StoreError(_reason(error), where, _mend(error)) from error
    except _ENGINE as error:
        full = "No space left" in str(error)
        mend = _mend(OSError(errno.ENOSPC, "")) if full else (
            "Check the disk and the file; outward release verify says which file is damaged. Nothing was changed.")
        raise StoreError(str(error).splitlines()[0], where, mend) from error


def _reason(error: OSError) -> str:
    name = f" {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{name}"


def _mend(error: OSError) -> str:
    kept = "Nothing was changed."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Make room on the disk, or name another one by --workspace, and run the command again. {kept}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Get permission to read and write there, or name another folder by --workspace. {kept}"
    return f"Check the folder and the disk, and run the command again. {kept}"


def sync(path: Path) -> None:
    """Have the disk take a file's bytes, or a folder's list of names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and have the disk take it."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_synced(path: Path, data: bytes) -> None:
    """Put a file in another's place at once: a reader sees the old or the new, never half."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    write_synced(draft, data)
    draft.replace(path)
    sync(path.parent)


def make_folders(folder: Path) -> None:
    """Make a folder with those above it, and have the disk take each new name."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        sync(each.parent)


def sync_tree(folder: Path) -> None:
    """Make every file beneath read-only, and have the disk take files and folders; of shared files it has the bytes."""
    for path in sorted(folder.rglob("*"), reverse=True):  # what lies deeper first
        is_file = path.is_file()
        if is_file and path.stat().st_nlink > 1:
            continue
        if is_file:
            path.chmod(_READ_ONLY)
        sync(path)
    sync(folder)


def link_or_copy(source: Path, target: Path) -> None:
    """Share a file that never changes; copy it where the disk cannot share."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def remove(folder: Path) -> None:
    """Remove a folder with all beneath."""
    if folder.exists():
        shutil.rmtree(folder)


def sha256(path: Path) -> str:
    """Hash a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()
