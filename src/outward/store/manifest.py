"""The manifest of a release: what it holds, each file by its hash. Nothing in it comes from the clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from outward.errors import StoreError


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a release."""

    sha256: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was added to the case's own: ``outward data import``."""

    path: str  # in the release: imports/0001.csv
    name: str  # as the user called it
    table: str  # table id of its observations
    known_on: str  # ISO date given for the rows that name none

    @property
    def source_id(self) -> str:
        """The id of the source of those rows that name none.

        Examples
        --------
        >>> Import("imports/0002.csv", "Output 2016.csv", "output-2016", "2017-01-31").source_id
        'import-0002'
        """
        return f"import-{PurePosixPath(self.path).stem}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release holds."""

    name: str
    case: str
    number: int  # 1, 2, 3, ... within the case
    parent: str  # name of the release before, empty for the first
    format: int
    library: str  # version of Outward that wrote it
    counts: Mapping[str, int]
    imports: tuple[Import, ...]
    files: Mapping[str, FileEntry]  # by path within the release, "/" between folders

    def to_bytes(self) -> bytes:
        """Write the manifest as JSON, keys sorted: the same content gives the same bytes."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def content_hash(files: Mapping[str, FileEntry], imports: tuple[Import, ...]) -> str:
    """Hash what a release holds: paths and hashes of its files, and how the imports were read."""
    content = {"files": {path: entry.sha256 for path, entry in files.items()},
               "imports": [asdict(each) for each in imports]}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_manifest(data: bytes, where: str) -> Manifest:
    """Read a manifest; raise StoreError where it is not one."""
    try:
        raw: dict[str, Any] = json.loads(data)
        manifest = Manifest(
            name=str(raw["name"]), case=str(raw["case"]), number=int(raw["number"]), parent=str(raw["parent"]),
            format=int(raw["format"]), library=str(raw["library"]),
            counts={str(key): int(value) for key, value in raw["counts"].items()},
            imports=tuple(Import(str(each["path"]), str(each["name"]), str(each["table"]), str(each["known_on"]))
                          for each in raw["imports"]),
            files={_inside(path): FileEntry(str(entry["sha256"]), int(entry["size"]))
                   for path, entry in raw["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"not a manifest: {type(error).__name__} {error}", where,
                         "Restore the release from a backup, or delete it and load the case again.") from error
    return manifest


def _inside(path: object) -> str:
    """Give a file's path back if it stays within the release."""
    parts = PurePosixPath(str(path)).parts
    if not parts or parts[0] == "/" or ".." in parts or "\\" in str(path):
        raise ValueError(f"path {path!r} leaves the release")
    return str(path)
