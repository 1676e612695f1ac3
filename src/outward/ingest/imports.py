"""Adding a table to a case: a CSV file in long form or a spreadsheet. Nothing that was known is overwritten."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd

from outward.casebook.folder import Casebook, read_files
from outward.casebook.layout import CONTROL
from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.ingest import assembly, longform
from outward.ingest.cases import existing
from outward.ingest.cutting import Plan, cut
from outward.ingest.loaded import Loaded, Progress, silent
from outward.ingest.longform_checks import check_cells, checked, checked_table, codes
from outward.ingest.spreadsheets import SUFFIXES, context_of
from outward.store import layout
from outward.store.durable import storing
from outward.store.manifest import Import
from outward.store.query import checked_date
from outward.store.reader import Release
from outward.store.writer import Draft
from outward.workbooks.context import ReadingContext
from outward.workbooks.registers import read_registers
from outward.workbooks.tables import read_tables

_SHOWN = 20


def import_file(file: Path, case: str, workspace: Path, *, table: str = "", known_on: str = "", title: str = "",
                dry_run: bool = False, accept_changes: bool = False, auditing: bool = True,
                progress: Progress = silent) -> Loaded:
    """Add a file's table to a case and cut a release.

    A row whose quantity (table, dimensions, unit) the case knows already revises it: it must be known on another day,
    later or (to fill the past) earlier. Nothing is overwritten, and ``as_of`` reads either. The same quantity under
    another table's name stands beside what the case holds; far from it, it is a surprise.

    Parameters
    ----------
    file : pathlib.Path
        CSV in long form (columns of ``outward.vocabulary.observations.COLUMNS``; indicator, region, unit and value must
        be there), or a spreadsheet.
    case : str
        A case of the workspace.
    workspace : pathlib.Path
        The workspace.
    table : str
        What the table is called where the file does not say; the file's name without it.
    known_on : str
        ISO date on which the rows were out that do not say; the case's own date without it.
    title : str
        What the source is called; the file's name without it.
    dry_run : bool
        Only say what would happen.
    accept_changes : bool
        Import although the table differs surprisingly from the last release's.
    auditing : bool
        Audit the table: what cannot be right in it is told in the result, and refuses nothing.
    progress : callable
        Is told what is done.

    Raises
    ------
    NotFoundError
        If there is no such file or case.
    InvalidInputError
        If rows are wrong or contradict what is known, or are surprising and not accepted; a dry run gives these in its
        result.
    StoreError
        If the workspace cannot be written, or another process is writing.
    """
    if not file.is_file():
        raise NotFoundError(f"no file {file}", "data import", "Name a CSV file or a spreadsheet.")
    existing(case, workspace)

    def prepare(engine: duckdb.DuckDBPyConnection, last: Release | None, draft: Draft) -> Plan:
        assert last is not None  # a case exists by its releases
        casebook = read_files(last.files(), where=f"release {last.name} of {case}")
        for path in last.manifest.files:
            if path != layout.OBSERVATIONS:
                draft.take(path, last.folder / path)
        added = _kept(file, draft, last, casebook, table=table, known_on=known_on, title=title)
        progress(f"reading {file.name}")
        _lay_incoming(engine, draft, added, casebook)
        progress("checking the rows")
        return _plan(engine, last, added, casebook)

    return cut(workspace, case, prepare, dry_run=dry_run, accept_changes=accept_changes, progress=progress,
               auditing=auditing)


def _kept(file: Path, draft: Draft, last: Release, casebook: Casebook, *, table: str, known_on: str, title: str
          ) -> Import:
    """Keep the file in the draft, as it is; what is read is what was kept."""
    if CONTROL.search(file.name + title):
        raise InvalidInputError([Problem(file.name, 0, "", "the file's name has a character that is no text",
                                         "Give the file another name.")], "data import")
    suffix = file.suffix.lower()
    path = f"{layout.IMPORTS}/{len(last.manifest.imports) + 1:04d}{suffix if suffix in SUFFIXES else '.csv'}"
    name = checked_table(table or table_name(file), casebook)
    day = checked_date(known_on or casebook.case.known_on, "--known-on")
    with storing(str(file)):
        draft.copy(path, file)
    return Import(path, title or file.name, name, day)


def table_name(file: Path) -> str:
    """Make a table's name of a file's: what cannot stand in it becomes a hyphen.

    Examples
    --------
    >>> table_name(Path("Output 2016 (final).csv")), table_name(Path("辽宁.xlsx"))
    ('Output-2016-final', '辽宁')
    """
    return re.sub(r"[^\w]+", "-", file.stem).strip("-_")[:64] or "table"


def _lay_incoming(engine: duckdb.DuckDBPyConnection, draft: Draft, added: Import, casebook: Casebook) -> None:
    """Lay ``incoming``: the checked rows of the imported file."""
    path = draft.folder / added.path
    known = longform.known_texts(engine)
    if path.suffix in SUFFIXES:
        context = context_of(casebook, source=added.source_id, known_on=added.known_on)
        given = longform.take_frame(engine, _sheets(path, context, added.name), added.name)
    else:
        given = longform.read_csv(engine, path, added.name, codes=codes(casebook), known=known)
    defaults = longform.Defaults(added.table, added.known_on, added.source_id)
    given = checked(engine, given, casebook, defaults)
    longform.lay_incoming(engine, given, defaults, added.path, known)
    check_cells(engine, given)


def _sheets(path: Path, context: ReadingContext, name: str) -> pd.DataFrame:
    """Read a kept spreadsheet; what is wrong in it is told by the name that the user knows.

    Only tables are imported: registers, claims and sources belong to the case's files, and rows of theirs that would be
    left behind are refused.
    """
    try:
        left = [Problem(f"{name} [{form}]", 0, "", f"{len(rows):,} rows; an import takes only tables",
                        "Put the workbook into the case's folder and load the case, or empty the sheet.")
                for form, rows in read_registers(path, context).items()]
        if left:
            raise InvalidInputError(left, name)
        return read_tables(path, context)
    except InvalidInputError as error:
        problems = [replace(problem, file=problem.file.replace(path.name, name)) for problem in error.problems]
        raise InvalidInputError(problems, name) from error


def _plan(engine: duckdb.DuckDBPyConnection, last: Release, added: Import, casebook: Casebook) -> Plan:
    tables = tuple(row[0] for row in engine.execute('SELECT DISTINCT "table" FROM incoming ORDER BY ALL').fetchall())
    if not tables:
        raise InvalidInputError([Problem(added.name, 0, "", "holds no rows", "Give a row a value.")], added.name)
    marks = ", ".join("?" for _ in tables)
    known = engine.execute(f'SELECT 1 FROM last WHERE "table" IN ({marks}) LIMIT 1', list(tables)).fetchall()  # noqa: S608
    imports = (*last.manifest.imports, added)
    if not known:
        return Plan(assembly.extended_by_new_tables(engine), imports, casebook, tables, is_new_table=True)
    wrong = assembly.contradictions(engine, _SHOWN)
    if wrong:
        raise InvalidInputError(
            [Problem(added.name, line, "value", f"{now!r}; the case holds {was!r}, as known on {day} too",
                     "A revision is known on a later day: give it by --known-on or in the column known_on.")
             for line, now, was, day in wrong], added.name)
    return Plan(assembly.extended(), imports, casebook, tables)
