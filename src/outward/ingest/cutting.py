"""Cutting a release: assemble, compare with the last one, look for surprises, publish. Or, in a dry run, only tell."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import duckdb

from outward.casebook.cautions import cautions
from outward.casebook.folder import Casebook
from outward.errors import InvalidInputError, Problem
from outward.ingest import assembly, comparison
from outward.ingest.auditing import audit_incoming
from outward.ingest.loaded import Loaded, Progress
from outward.ingest.surprises import ALL_FRESH, FRESH, contradicted, surprises
from outward.ingest.table_file import write
from outward.store import layout
from outward.store.durable import storing
from outward.store.manifest import FileEntry, Import
from outward.store.query import connect, parquet
from outward.store.reader import Release, Workspace
from outward.store.writer import Draft, Writer, writing

MEMORY: Final = "600MB"  # of the engine; what needs more goes through the disk
_TOLD: Final = 20  # changed cells given with a load; `compare` gives all


@dataclass(frozen=True, slots=True)
class Plan:
    """How the next long table is put together; the files are in the draft already."""

    query: str
    imports: tuple[Import, ...]
    casebook: Casebook
    tables: tuple[str, ...] | None = None  # the only tables that can change; None for any
    is_new_table: bool = False  # nothing was there before, so nothing can have changed


Prepare = Callable[[duckdb.DuckDBPyConnection, Release | None, Draft], Plan]


def cut(workspace: Path, case: str, prepare: Prepare, *, dry_run: bool, accept_changes: bool, progress: Progress,
        auditing: bool = False) -> Loaded:
    """Cut the next release of a case, or in a dry run say what it would be; ``auditing`` looks at what comes in.

    Raises
    ------
    InvalidInputError
        If the input is wrong, or surprising and not accepted; a dry run gives these in its result.
    StoreError
        If the workspace cannot be written, or another process is writing.
    """
    layout.checked_case_name(case)
    with _drafting(workspace, case, dry_run=dry_run) as (writer, draft, last):
        try:
            with _engine(draft) as engine:
                assembly.lay_last(engine, last)
                plan = prepare(engine, last, draft)
                progress("writing the long table")
                write(engine, plan.query, draft.observations_path)
                progress("comparing with the last release")
                files = draft.files()
                loaded = _loaded(engine, case, last, draft.observations_path, plan, files)
                held = (assembly.ids(engine, draft.observations_path, column) for column in ("indicator", "sector"))
                loaded = replace(loaded, cautions=tuple(cautions(plan.casebook, *held)))
                if auditing and loaded.is_new:
                    progress("auditing what comes in")
                    loaded = replace(loaded, audited=audit_incoming(engine, plan.casebook))
        except InvalidInputError as error:
            if not dry_run:
                raise
            return Loaded(case, last, False, {}, error.problems, (), _nothing(last))
        if loaded.surprises and not accept_changes and not dry_run:
            raise InvalidInputError(loaded.surprises, f"case {case}, compared with release {loaded.changes.before}")
        if not loaded.is_new or writer is None:
            return loaded
        progress("publishing the release")
        release = writer.publish(draft, case, counts=loaded.counts, imports=plan.imports, files=files)
        return replace(loaded, release=release, changes=replace(loaded.changes, after=release.name))


@contextmanager
def _drafting(workspace: Path, case: str, *, dry_run: bool) -> Iterator[tuple[Writer | None, Draft, Release | None]]:
    """Open a draft: in the workspace under its lock, or in a dry run in a folder of its own."""
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="outward-") as folder:
            draft = Draft(Path(folder) / layout.DRAFT)
            draft.folder.mkdir()
            yield None, draft, _latest(Workspace(workspace), case)
        return
    with writing(workspace) as writer:
        last = _latest(writer.workspace, case)
        draft = writer.draft(case)
        try:
            yield writer, draft, last
        finally:
            writer.discard(draft)  # published, it is no longer there


def _latest(workspace: Workspace, case: str) -> Release | None:
    releases = workspace.releases(case)
    return releases[-1] if releases else None


@contextmanager
def _engine(draft: Draft) -> Iterator[duckdb.DuckDBPyConnection]:
    with storing(str(draft.folder)), connect(memory=MEMORY, spill=draft.folder.with_name(layout.SPILL)) as engine:
        yield engine


def _loaded(engine: duckdb.DuckDBPyConnection, case: str, last: Release | None, path: Path, plan: Plan,
            entries: Mapping[str, FileEntry]) -> Loaded:
    twice = () if plan.is_new_table else assembly.cells_twice(engine, path, _TOLD)
    if twice:
        raise InvalidInputError(
            [Problem(f"table {table}", 0, f"row {row}", "stands twice as known on one day",
                     "Number the rows of a table apart.") for table, row in twice], f"case {case}")
    counts = assembly.counts(engine, ("last", "incoming") if plan.is_new_table else (parquet(path),))
    counts |= {"files": sum(name.startswith(f"{layout.CASE_FILES}/") for name in entries),
               "imports": len(plan.imports)}
    files = comparison.changed_files(last.manifest.files if last else {}, entries)
    if last is None or plan.is_new_table:
        before = last.manifest.counts["observations"] if last else 0
        added = {**dict.fromkeys(comparison.KINDS, 0), "added": counts["observations"] - before}
        changes = comparison.Comparison(last.name if last else "", "", added, comparison.no_cells(), files)
        found = contradicted(engine, ALL_FRESH, plan.casebook.units) if last else []
        return Loaded(case, last, True, counts, (), tuple(found), changes)
    comparison.lay_changes(engine, last.observations_path, path, plan.tables)
    changes = comparison.Comparison(last.name, "", comparison.counted(engine), comparison.told(engine, _TOLD), files)
    keeps_file = plan.tables is None and bool(files)  # an imported file without a new row is not kept
    is_new = keeps_file or not assembly.is_same(engine, last.observations_path, path)
    found = surprises(engine, last.observations_path, path, plan.tables)
    found += contradicted(engine, FRESH, plan.casebook.units)
    return Loaded(case, last, is_new, counts, (), tuple(found), changes)


def _nothing(last: Release | None) -> comparison.Comparison:
    return comparison.Comparison(last.name if last else "", "", dict.fromkeys(comparison.KINDS, 0),
                                 comparison.no_cells(), {})
