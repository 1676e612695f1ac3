"""The folder of counts: one writer at a time, and all of an update holds at one moment, the manifest's renaming."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from outward.errors import StoreError
from outward.ingest.events.reading import FileCount
from outward.risk.counts import COUNTS, FORMAT, MANIFEST, PARTS, covered_days, inner_path
from outward.store.durable import make_folders, remove, replace_synced, storing, sync
from outward.store.lock import held

_DRAFT: Final = ".new"
_LARGEST: Final = 256 << 20  # bytes of a manifest


@dataclass(frozen=True, slots=True)
class Part:
    """A file of rows, or of an archive's counts, that one run wrote."""

    path: str
    first: date
    last: date
    is_archive: bool  # counts of an archive, whose rows are not kept

    def touches(self, first: date, last: date) -> bool:
        """Whether it may hold rows of these days."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was counted, and where the counts that hold are."""

    files: tuple[FileCount, ...] = ()
    parts: tuple[Part, ...] = ()
    counts: Mapping[str, str] = field(default_factory=dict)  # path by year

    def known(self, sha256: str) -> FileCount | None:
        """Give the entry of a file that was counted before."""
        return next((file for file in self.files if file.sha256 == sha256), None)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest; an empty one where there is none.

    Raises
    ------
    StoreError
        If it cannot be read, or is none of ours.
    """
    path = folder / MANIFEST
    if not path.exists():
        return Manifest()
    try:
        with storing(str(path)):
            if path.stat().st_size > _LARGEST:
                raise ValueError("too large")
            found = json.loads(path.read_bytes())
        covered_days(found)  # checks format and days
        return Manifest(
            tuple(FileCount(**{**each, "days": tuple((date.fromisoformat(first), date.fromisoformat(last))
                                                     for first, last in each["days"])}) for each in found["files"]),
            tuple(Part(inner_path(each["path"]), date.fromisoformat(each["first"]), date.fromisoformat(each["last"]),
                       bool(each["is_archive"])) for each in found["parts"]),
            {str(year): inner_path(each) for year, each in found["counts"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError("the manifest of the counts cannot be read", str(path),
                         "Name another folder, or remove this one and count the event files anew.") from error


def _text(manifest: Manifest) -> bytes:
    files = [{**asdict(file), "days": [[first.isoformat(), last.isoformat()] for first, last in file.days]}
             for file in manifest.files]
    parts = [{"path": part.path, "first": part.first.isoformat(), "last": part.last.isoformat(),
              "is_archive": part.is_archive} for part in manifest.parts]
    value: dict[str, Any] = {"format": FORMAT, "files": files, "parts": parts, "counts": dict(manifest.counts)}
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@contextmanager
def updating(folder: Path) -> Iterator[Path]:
    """Hold the folder, and give a room for drafts in it, which is gone afterwards."""
    with storing(str(folder)):
        for each in (folder / PARTS, folder / COUNTS):
            make_folders(each)
    with held(folder):
        draft = folder / _DRAFT
        with storing(str(draft)):
            remove(draft)
            draft.mkdir()
        try:
            yield draft
        finally:
            with storing(str(draft)):
                remove(draft)


def publish(folder: Path, draft: Path, manifest: Manifest) -> None:
    """Put drafted files in their places and then, at once, the manifest that names them; sweep up what none names."""
    with storing(str(folder)):
        for below in (PARTS, COUNTS):
            for path in sorted((draft / below).glob("*.parquet")):
                sync(path)
                path.replace(folder / below / path.name)
            sync(folder / below)
        replace_synced(folder / MANIFEST, _text(manifest))
        named = {*manifest.counts.values(), *(part.path for part in manifest.parts)}
        for below in (PARTS, COUNTS):
            for path in (folder / below).glob("*.parquet"):
                if f"{below}/{path.name}" not in named:
                    path.unlink(missing_ok=True)


def with_files(manifest: Manifest, files: tuple[FileCount, ...], part: Part, counts: Mapping[str, str]) -> Manifest:
    """Give the manifest with more files, and the counts of the years that they changed."""
    return replace(manifest, files=(*manifest.files, *files), parts=(*manifest.parts, part),
                   counts={**manifest.counts, **counts})
