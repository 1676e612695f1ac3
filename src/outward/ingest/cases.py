"""Loading a case's folder into the workspace, and deleting cases and releases."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from outward.casebook.cautions import cautions_of
from outward.casebook.disk import is_case_folder
from outward.casebook.folder import Casebook, bundled, bundled_names, read_files
from outward.casebook.layout import SETTINGS
from outward.casebook.new import create_case
from outward.casebook.observed import observations
from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, Problem, StoreError
from outward.ingest import assembly
from outward.ingest.cutting import Plan, cut
from outward.ingest.loaded import Loaded, Progress, silent
from outward.ingest.spreadsheets import begin_workbook, contents_of, told_by_cell, workbooks_in
from outward.store import layout
from outward.store.reader import Release, Workspace
from outward.store.writer import Draft, writing
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors


def load_case(given: str | Path, workspace: Path, *, dry_run: bool = False, accept_changes: bool = False,
              auditing: bool = False, progress: Progress = silent) -> Loaded:
    """Check a case's folder and cut a release of it.

    Files that were imported into the case before stay in it; a quantity that the folder knows as of a later day than
    the last release did keeps its earlier rows.

    Parameters
    ----------
    given : str or pathlib.Path
        A folder with ``case.toml``, or the name of a bundled case.
    workspace : pathlib.Path
        Where the release goes; made where it does not exist.
    dry_run : bool
        Only say what would happen.
    accept_changes : bool
        Load although the new release differs surprisingly from the last one.
    auditing : bool
        Audit what the case's files hold; what cannot be right is told in the result, and refuses nothing.
    progress : callable
        Is told what is done.

    Returns
    -------
    Loaded
        The release, counts, and what changed.

    Raises
    ------
    NotFoundError
        If there is no such folder.
    InvalidInputError
        If the folder has problems (in a dry run too), or surprises that are not accepted.
    StoreError
        If the workspace cannot be written, or another process is writing.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     loaded = load_case("liaoning", Path(folder) / "workspace")
    ...     again = load_case("liaoning", Path(folder) / "workspace")
    >>> loaded.release.case_id, loaded.is_new, again.is_new
    ('liaoning', True, False)
    """
    progress("reading the case")
    casebook, workbooks = read_case(given)

    def prepare(engine: duckdb.DuckDBPyConnection, last: Release | None, draft: Draft) -> Plan:
        for path, data in casebook.files.items():
            draft.add(f"{layout.CASE_FILES}/{path}", data)
        for workbook in workbooks:
            draft.copy(f"{layout.WORKBOOKS}/{workbook.name}", workbook)
        if last is not None:
            for each in last.manifest.imports:
                draft.take(each.path, last.folder / each.path)
        _lay_incoming(engine, casebook)
        return Plan(assembly.reloaded(), last.manifest.imports if last is not None else (), casebook)

    return cut(workspace, casebook.case.id, prepare, dry_run=dry_run, accept_changes=accept_changes, progress=progress,
               auditing=auditing)


def begin_case(name: str, folder: Path, *, region: str, sector: str = "equipment-manufacturing", name_en: str = "",
               name_zh: str = "", known_on: str = "") -> Path:
    """Begin a case: a folder with commented settings, a header in every file, and a spreadsheet to fill in instead.

    Parameters
    ----------
    name : str
        The case's name in the workspace.
    folder : pathlib.Path
        The case's folder; it must not exist yet, or be empty.
    region, sector : str
        The home region and the industry: an id, code or name.
    name_en, name_zh : str
        Names of the case; of region and industry where they are not given.
    known_on : str
        ISO date on which the main source was out; without it the author must set it in case.toml.

    Raises
    ------
    InvalidValueError
        If the name or the date cannot be one.
    UnknownCodeError
        If region or sector are not known.
    StoreError
        If the folder is not empty or cannot be written.
    """
    layout.checked_case_name(name)
    home, industry = regions().find(region).name, sectors().find(sector).name
    create_case(folder, id=name, region=region, sector=sector, known_on=known_on,
                name_en=name_en or f"{home.en}: {industry.en.lower()}",
                name_zh=name_zh or (f"{home.zh}{industry.zh}" if home.zh and industry.zh and not name_en else ""))
    try:
        begin_workbook(folder, name, known_on=known_on)
    except StoreError:
        shutil.rmtree(folder, ignore_errors=True)  # half a case would be in the way of the next attempt
        raise
    return folder


def read_case(given: str | Path) -> tuple[Casebook, tuple[Path, ...]]:
    """Read a case from a folder, or a bundled one by its name; a folder wins. Gives the workbooks it was read from too.

    Raises
    ------
    NotFoundError
        If there is neither.
    InvalidInputError
        With every problem of the folder.
    """
    folder = Path(given)
    if is_case_folder(folder) or str(given) not in bundled_names():
        contents, places = contents_of(folder)
        try:
            return read_files(contents, where=str(folder)), workbooks_in(folder)
        except InvalidInputError as error:
            raise InvalidInputError(told_by_cell(error.problems, places), str(folder)) from error
    return bundled(str(given)), ()


def check_case(given: str | Path) -> tuple[Problem, ...]:
    """Name every problem of a case by file, row and column; none means that it can be loaded.

    Raises
    ------
    NotFoundError
        If there is no such folder, or no case in it.
    """
    try:
        casebook, _ = read_case(given)
    except InvalidInputError as error:
        return error.problems
    try:
        layout.checked_case_name(casebook.case.id)
    except InvalidValueError as error:
        return (Problem(SETTINGS, 0, "id", error.what, error.mend),)
    return ()


def case_cautions(given: str | Path) -> tuple[Problem, ...]:
    """Name the settings that a case without problems wants, or its report leaves numbers out that it holds."""
    return cautions_of(read_case(given)[0])


def _lay_incoming(engine: duckdb.DuckDBPyConnection, casebook: Casebook) -> None:
    """Lay ``incoming``: what a case's files observe."""
    table = observations(casebook).table
    engine.register("observed", table.astype({"value": "float64"}))
    engine.execute("CREATE OR REPLACE TABLE incoming AS SELECT * REPLACE (CAST(known_on AS DATE) AS known_on), "
                   "'case' AS origin FROM observed")
    engine.unregister("observed")


def delete_case(case: str, workspace: Path) -> int:
    """Delete a case with all its releases for good; give how many there were.

    Raises
    ------
    NotFoundError
        If there is no such case.
    StoreError
        If the disk refuses, or another process is writing.
    """
    existing(case, workspace)
    with writing(workspace) as writer:
        count = len(writer.workspace.release_names(case))
        writer.delete_case(case)
    return count


def delete_release(case: str, name: str, workspace: Path) -> None:
    """Delete a release for good; with its last one a case is gone.

    Raises
    ------
    NotFoundError
        If there is no such release.
    StoreError
        If the disk refuses, or another process is writing.
    """
    existing(case, workspace)
    with writing(workspace) as writer:
        writer.delete_release(case, name)


def existing(case: str, workspace: Path) -> None:
    """Raise NotFoundError unless there is such a case: nothing is made or locked."""
    if not workspace.exists():
        raise NotFoundError(f"no case {case!r}", f"workspace {workspace}", "Load one by outward case load FOLDER.")
    Workspace(workspace).release_names(case)
