"""A backup's file: a ZIP of files with a manifest that says the size and SHA-256 of each."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from outward.errors import OutwardError
from outward.workbooks.archive import BROKEN_ZIP

FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_CHUNK: Final = 1 << 20
_LARGEST_MANIFEST: Final = 200_000_000


class ArchiveError(OutwardError):
    """A backup that cannot be made, trusted or restored."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    facts: Mapping[str, Any]  # when, by which version, of which database, the journal's newest seal
    files: Mapping[str, Kept]


def write(target: Path, members: Iterable[tuple[str, Path]], facts: Mapping[str, Any]) -> Manifest:
    """Write a backup under its name only once it is whole and on the disk; it is never open to others.

    Parameters
    ----------
    target : Path
        The file to make; one that is there is never overwritten.
    members : iterable of (str, Path)
        Names in the archive and the files to read; one that goes away meanwhile is left out.
    facts : mapping
        What the manifest says beside the files.
    """
    if target.exists():
        raise ArchiveError(f"{target} is there already", "backup", "Name another file.")
    part = target.with_name(f"{target.name}.part")
    files: dict[str, Kept] = {}
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                for name, path in members:
                    kept = _add(archive, name, path)
                    if kept is not None:
                        files[name] = kept
                archive.writestr(_MANIFEST, json.dumps({
                    "format": FORMAT, "facts": dict(facts),
                    "files": {name: {"size": kept.size, "sha256": kept.sha256} for name, kept in files.items()},
                }, indent=1, sort_keys=True))
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return Manifest(facts, files)


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Kept | None:
    digest, size = hashlib.sha256(), 0
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    with source, archive.open(zipfile.ZipInfo.from_file(path, name), "w", force_zip64=True) as kept:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            kept.write(chunk)
    return Kept(size, digest.hexdigest())


def check(file: Path) -> Manifest:
    """Read a backup wholly and compare every file with the manifest.

    Raises
    ------
    ArchiveError
        If anything is missing, added, changed or named so that it would leave its folder.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            names = [info.filename for info in archive.infolist()]
            if sorted(names) != sorted([*manifest.files, _MANIFEST]):
                raise _damaged(file, "its files are not those that its manifest names")
            for name, kept in manifest.files.items():
                _check_name(name, file)
                with archive.open(name) as member:
                    if _measured(member, kept.size) != kept:
                        raise _damaged(file, f"{name} is not what it was when the backup was made")
    except FileNotFoundError as error:
        raise ArchiveError(f"there is no {file}", "restore", "Name a file that `backup` has made.") from error
    except BROKEN_ZIP as error:
        raise _damaged(file, str(error) or type(error).__name__) from error
    return manifest


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        info = archive.getinfo(_MANIFEST)
        if info.file_size > _LARGEST_MANIFEST:
            raise _damaged(file, "its manifest is too large")
        told = json.loads(archive.read(info))
        files = {str(name): Kept(int(each["size"]), str(each["sha256"])) for name, each in told["files"].items()}
        number, facts = told["format"], dict(told["facts"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _damaged(file, "it has no manifest that can be read") from error
    if number != FORMAT:
        raise ArchiveError(f"{file} is a backup of format {number}", "restore",
                           "Restore it with the version of Outward that made it.")
    return Manifest(facts, files)


def _measured(member: IO[bytes], size: int) -> Kept:
    """Measure a file, but not far beyond what it should be."""
    digest, read = hashlib.sha256(), 0
    while read <= size and (chunk := member.read(_CHUNK)):
        digest.update(chunk)
        read += len(chunk)
    return Kept(read, digest.hexdigest())


def _check_name(name: str, file: Path) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise _damaged(file, f"it names a file outside of its folder: {name}")


def _damaged(file: Path, why: str) -> ArchiveError:
    return ArchiveError(f"{file} cannot be trusted: {why}", "restore; nothing was touched", "Use another backup.")


def extract(file: Path, folder: Path) -> None:
    """Write a checked backup's files into a folder, and have them on the disk."""
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.filename == _MANIFEST:
                continue
            target = folder / info.filename
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with archive.open(info) as member, target.open("xb") as written:
                while chunk := member.read(_CHUNK):
                    written.write(chunk)
                written.flush()
                os.fsync(written.fileno())
            if target.parts[len(folder.parts)] == "portal":
                target.chmod(0o600)
    for path in [folder, *(each for each in folder.rglob("*") if each.is_dir())]:
        _sync_folder(path)


def digest_of(file: Path) -> str:
    """Give a file's SHA-256."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
