"""The way into the store, for ingest only: one writer at a time, a release appears whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from outward import __version__
from outward.store import layout
from outward.store.durable import link_or_copy, make_folders, remove, sha256, storing, sync, sync_tree, write_synced
from outward.store.lock import held
from outward.store.manifest import FileEntry, Import, Manifest, content_hash
from outward.store.migrations import begin
from outward.store.reader import Release, Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """A release under construction: a folder that nobody else sees."""

    folder: Path

    @property
    def observations_path(self) -> Path:
        """Where the long table is to be written (Parquet)."""
        return self.folder / layout.OBSERVATIONS

    def add(self, path: str, data: bytes) -> None:
        """Put a file in."""
        target = self._target(path)
        with storing(str(target)):
            target.write_bytes(data)

    def take(self, path: str, source: Path) -> None:
        """Put in a file that never changes: a file of an earlier release shares its bytes with it."""
        target = self._target(path)
        with storing(str(target)):
            link_or_copy(source, target)

    def copy(self, path: str, source: Path) -> None:
        """Put in a copy of a file that may change."""
        target = self._target(path)
        with storing(str(target)):
            shutil.copyfile(source, target)

    def _target(self, path: str) -> Path:
        target = self.folder / path
        if not target.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError(f"path {path!r} leaves the release")
        with storing(str(target)):
            target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def files(self) -> dict[str, FileEntry]:
        """Hash what is in it so far."""
        with storing(str(self.folder)):
            return {path.relative_to(self.folder).as_posix(): FileEntry(sha256(path), path.stat().st_size)
                    for path in sorted(self.folder.rglob("*")) if path.is_file()}


@dataclass(frozen=True, slots=True)
class Writer:
    """The one process that may change a workspace, as long as ``writing`` is open."""

    workspace: Workspace

    def draft(self, case: str) -> Draft:
        """Begin a release of a case; an unfinished one is dropped."""
        releases = layout.releases_folder(self.workspace.path, case)
        folder = releases / layout.DRAFT
        with storing(str(releases)):
            make_folders(releases)
            remove(folder)
            folder.mkdir()
        return Draft(folder)

    def publish(self, draft: Draft, case: str, *, counts: Mapping[str, int], imports: tuple[Import, ...],
                files: Mapping[str, FileEntry]) -> Release:
        """Make a draft the case's newest release, at once and for good.

        ``files`` are the draft's files as ``Draft.files`` gave them. When this returns, the disk has taken it; when the
        process is killed before, the releases are what they were.
        """
        earlier = self.workspace.releases(case)
        number = earlier[-1].manifest.number + 1 if earlier else 1
        name = layout.release_name(number, content_hash(files, imports))
        manifest = Manifest(name, case, number, earlier[-1].name if earlier else "", layout.FORMAT_VERSION,
                            __version__, dict(counts), imports, dict(files))
        folder = draft.folder.parent / name
        with storing(f"release {name} of {case}"):
            write_synced(draft.folder / layout.MANIFEST, manifest.to_bytes())
            sync_tree(draft.folder)
            draft.folder.rename(folder)
            sync(folder.parent)
        return Release(name, case, folder, manifest)

    def discard(self, draft: Draft) -> None:
        """Drop a draft."""
        with storing(str(draft.folder)):
            remove(draft.folder)

    def delete_release(self, case: str, name: str) -> None:
        """Delete a release for good, a damaged one too; the others stay as they are."""
        folder = layout.releases_folder(self.workspace.path, case) / self.workspace.release_named(case, name)
        if len(self.workspace.release_names(case)) == 1:
            folder = layout.case_folder(self.workspace.path, case)
        self._delete(folder)

    def delete_case(self, case: str) -> None:
        """Delete a case with all its releases for good, damaged ones too."""
        self.workspace.release_names(case)  # or NotFoundError
        self._delete(layout.case_folder(self.workspace.path, case))

    def _delete(self, folder: Path) -> None:
        gone = folder.with_name(layout.GONE + folder.name)
        with storing(str(folder)):
            folder.rename(gone)  # out of sight at once; what a kill leaves is cleared by the next writer
            sync(gone.parent)
            remove(gone)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Open a workspace for writing: make it where there is none, wait for nobody, clear what a killed writer left.

    Raises
    ------
    StoreError
        If another process is writing, the folder is no workspace, or the disk refuses.
    """
    begin(path)
    with held(path):
        _clear(path)
        yield Writer(Workspace(path))


def _clear(workspace: Path) -> None:
    cases = workspace / layout.CASES
    with storing(str(cases)):
        left = [*cases.glob(f"{layout.GONE}*"), *cases.glob(f"*/{layout.RELEASES}/{layout.GONE}*"),
                *cases.glob(f"*/{layout.RELEASES}/{layout.DRAFT}"), *cases.glob(f"*/{layout.RELEASES}/{layout.SPILL}")]
        for folder in sorted(left):
            remove(folder)
