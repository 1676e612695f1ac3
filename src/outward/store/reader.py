"""The way out of the store: workspaces, their cases, and releases, which never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from outward.errors import NotFoundError, Problem, StoreError
from outward.store import layout
from outward.store.durable import sha256, storing
from outward.store.manifest import Manifest, content_hash, read_manifest
from outward.store.migrations import migrated
from outward.store.query import connect, parquet, selection

Wanted = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Release:
    """An immutable state of a case: its observations and its files.

    Parameters
    ----------
    name : str
        Such as ``r0003-1a2b3c4d``: the number within the case and the hash of what is in it.
    case_id : str
        The case's name in the workspace.
    folder : pathlib.Path
        Where it lies.
    manifest : Manifest
        What is in it.
    """

    name: str
    case_id: str
    folder: Path
    manifest: Manifest = field(compare=False, repr=False)

    @property
    def observations_path(self) -> Path:
        """Where the long table lies (Parquet)."""
        return self.folder / layout.OBSERVATIONS

    def observations(
        self, *, indicator: Wanted = None, region: Wanted = None, sector: Wanted = None, coverage: Wanted = None,
        partner: Wanted = None, product: Wanted = None, subject: Wanted = None, period: Wanted = None,
        table: Wanted = None, status: Wanted = None, as_of: str | None = None,
    ) -> pd.DataFrame:
        """Read observations: each quantity as it was last known, by cell.

        Parameters
        ----------
        indicator, region, sector, coverage, partner, product, subject, period, table, status : str, sequence or None
            The codes wanted; None for all.
        as_of : str or None
            ISO date: read the table as it was known then. None for everything known.

        Returns
        -------
        pandas.DataFrame
            Columns ``outward.vocabulary.observations.COLUMNS``, ``known_on`` as ISO text, in order of table and row
            (numbers as numbers). Of one quantity (same table, dimensions and unit) only the rows with the latest
            ``known_on`` are there.

        Raises
        ------
        InvalidValueError
            If ``as_of`` is no ISO date.
        StoreError
            If the file is gone or damaged.
        """
        return self._read({"indicator": indicator, "region": region, "sector": sector, "coverage": coverage,
                           "partner": partner, "product": product, "subject": subject, "period": period,
                           "table": table, "status": status},
                          as_of=as_of, revisions=self.manifest.counts.get("superseded", 1) == 0)

    def revisions(self, *, indicator: Wanted = None, region: Wanted = None, period: Wanted = None,
                  table: Wanted = None) -> pd.DataFrame:
        """Read every row ever known, revised ones too: as ``observations``, with several rows a quantity."""
        return self._read({"indicator": indicator, "region": region, "period": period, "table": table},
                          as_of=None, revisions=True)

    def known_since(self) -> str:
        """Give the first day on which anything that it holds was known, as ISO text; empty where it holds nothing."""
        query = f"SELECT strftime(min(known_on), '%Y-%m-%d') FROM {parquet(self.observations_path)}"  # noqa: S608
        with storing(f"release {self.name} of {self.case_id}, {layout.OBSERVATIONS}"), connect() as engine:
            found = engine.execute(query).fetchone()
        return str(found[0] or "") if found else ""

    def known_days(self) -> tuple[str, ...]:
        """Give the days on which anything that it holds was known, as ISO text, the earliest first."""
        source = parquet(self.observations_path)
        query = f"SELECT DISTINCT strftime(known_on, '%Y-%m-%d') AS day FROM {source} ORDER BY day"  # noqa: S608
        with storing(f"release {self.name} of {self.case_id}, {layout.OBSERVATIONS}"), connect() as engine:
            return tuple(str(day) for (day,) in engine.execute(query).fetchall())

    def _read(self, filters: Mapping[str, Wanted], *, as_of: str | None, revisions: bool) -> pd.DataFrame:
        query, parameters = selection(self.observations_path, filters, as_of=as_of, revisions=revisions)
        with storing(f"release {self.name} of {self.case_id}, {layout.OBSERVATIONS}"), connect() as engine:
            return engine.execute(query, parameters).df()

    def files(self) -> Mapping[str, bytes]:
        """Read the case's files as they were loaded, by path within the case's folder."""
        prefix = f"{layout.CASE_FILES}/"
        return {path.removeprefix(prefix): self.file(path) for path in sorted(self.manifest.files)
                if path.startswith(prefix)}

    def file(self, path: str) -> bytes:
        """Read one file of the release, by its path in the manifest; its bytes are checked by their hash on verify."""
        if path not in self.manifest.files:
            raise NotFoundError(f"no file {path!r}", f"release {self.name} of {self.case_id}",
                                f"Its files: {', '.join(sorted(self.manifest.files)[:20])}.")
        with storing(f"release {self.name} of {self.case_id}, {path}"):
            return (self.folder / path).read_bytes()


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of cases. One that does not exist yet holds none; one of an older format is migrated when opened."""

    path: Path

    def __post_init__(self) -> None:
        migrated(self.path)

    def cases(self) -> tuple[str, ...]:
        """Name the cases that hold a release, sorted."""
        return tuple(name for name in _names(self.path / layout.CASES)
                     if layout.is_case_name(name) and any(self._release_names(name)))

    def releases(self, case: str) -> tuple[Release, ...]:
        """Give a case's releases, oldest first."""
        return tuple(self._read(case, name) for name in self._release_names(case))

    def latest(self, case: str) -> Release:
        """Give a case's newest release, or raise NotFoundError."""
        return self._read(case, self.release_names(case)[-1])

    def release(self, case: str, name: str) -> Release:
        """Give a release by its name, or raise NotFoundError."""
        return self._read(case, self.release_named(case, name))

    def release_names(self, case: str) -> tuple[str, ...]:
        """Name a case's releases, oldest first, damaged ones too; raise NotFoundError where there is no such case."""
        names = self._release_names(case)
        if not names:
            known = ", ".join(self.cases()) or "none yet"
            raise NotFoundError(f"no case {case!r}", f"workspace {self.path}",
                                f"Cases there: {known}. Load one by outward case load FOLDER.")
        return tuple(names)

    def release_named(self, case: str, name: str) -> str:
        """Give the name back if there is such a release, whether it can be read or not, or raise NotFoundError."""
        layout.checked_release_name(name)
        names = self.release_names(case)
        if name not in names:
            raise NotFoundError(f"no release {name} of {case}", f"workspace {self.path}",
                                f"Releases there: {', '.join(names)}.")
        return name

    def _release_names(self, case: str) -> list[str]:
        names = [name for name in _names(layout.releases_folder(self.path, case)) if layout.is_release_name(name)]
        return sorted(names, key=layout.release_order)

    def _read(self, case: str, name: str) -> Release:
        folder = layout.releases_folder(self.path, case) / name
        where = f"release {name} of {case}"
        with storing(where):
            manifest = read_manifest((folder / layout.MANIFEST).read_bytes(), where)
        return Release(name, case, folder, manifest)


def _names(folder: Path) -> Iterator[str]:
    with storing(str(folder)):
        names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    yield from names


def verify(release: Release) -> tuple[Problem, ...]:
    """Recompute the hash of everything in a release; give what is not as its manifest says, empty when all is well."""
    return tuple(_damage(release))


def _damage(release: Release) -> Iterator[Problem]:
    mend = "Restore the release from a backup, or delete it and load the case again."
    manifest = release.manifest
    hashed = layout.release_name(manifest.number, content_hash(manifest.files, manifest.imports))
    if not release.name == manifest.name == hashed or manifest.case != release.case_id:
        yield Problem(layout.MANIFEST, 0, "", f"names {manifest.case} {manifest.name}, holds {hashed}", mend)
    for path, entry in sorted(manifest.files.items()):
        file = release.folder / path
        try:
            size, digest = file.stat().st_size, sha256(file)
        except OSError as error:
            yield Problem(path, 0, "", f"cannot be read: {error.strerror}", mend)
            continue
        if size != entry.size or digest != entry.sha256:
            yield Problem(path, 0, "", f"sha256 {digest[:12]}.., {size} bytes; the manifest says "
                                       f"{entry.sha256[:12]}.., {entry.size} bytes", mend)
    known = {layout.MANIFEST, *manifest.files}
    for file in sorted(release.folder.rglob("*")):
        path = file.relative_to(release.folder).as_posix()
        if not file.is_dir() and path not in known:
            yield Problem(path, 0, "", "is not in the manifest", "Take the file out of the release.")
    yield from _miscounted(release, mend)


def _miscounted(release: Release, mend: str) -> Iterator[Problem]:
    try:
        with connect() as engine, storing(layout.OBSERVATIONS):
            rows = engine.sql(f"SELECT count(*) FROM {parquet(release.observations_path)}").fetchall()[0][0]  # noqa: S608
    except StoreError as error:
        yield Problem(layout.OBSERVATIONS, 0, "", error.what, mend)
        return
    said = release.manifest.counts.get("observations")
    if rows != said:
        yield Problem(layout.OBSERVATIONS, 0, "", f"{rows} rows; the manifest says {said}", mend)
