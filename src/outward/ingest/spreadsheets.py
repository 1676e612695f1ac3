"""Spreadsheets of a case: what a workbook in a case's folder says becomes the files that a case keeps.

``workbooks`` reads cells and knows no case; ``casebook`` reads files and knows no workbook: here the one is told of the
other. A release keeps both, the workbook as it was and the CSV that was read from it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

import pandas as pd

from outward.casebook.definitions import Definitions, read_definitions
from outward.casebook.disk import folder_files
from outward.casebook.folder import Casebook
from outward.casebook.layout import CONTROL, SETTINGS, layout_of
from outward.casebook.settings import read_settings
from outward.casebook.sheets import read_sheet
from outward.errors import InvalidInputError, Problem
from outward.store.durable import storing
from outward.workbooks.context import REGISTERS, ReadingContext
from outward.workbooks.registers import Form, is_form, read_forms
from outward.workbooks.sheets import read_sheets
from outward.workbooks.tables import read_tables
from outward.workbooks.template import write_template

SUFFIXES: Final = (".xlsx", ".xlsm")
_CELL: Final = re.compile(r"(?:^|; )cell (?P<sheet>[^!]+)!(?P<cell>[A-Z]+(?P<row>\d+))")
_DEFINING = ("indicators.csv", "labels.csv", "regions.csv", "sectors.csv", "units.csv")


def workbooks_in(folder: Path) -> tuple[Path, ...]:
    """Give the workbooks at the top of a case's folder, by name; hidden and lock files are the system's.

    Raises
    ------
    InvalidInputError
        If one is a link (nothing outside the folder is read), or its name is no text.
    """
    found = sorted(file for file in folder.iterdir()
                   if file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$")))
    wrong = [Problem(file.name, 0, "", "the file is a link", "Put the file itself in its place.")
             for file in found if file.is_symlink()]
    wrong += [Problem(file.name, 0, "", "the file's name has a character that is no text", "Give it another name.")
              for file in found if CONTROL.search(file.name)]
    if wrong:
        raise InvalidInputError(wrong, str(folder))
    return tuple(found)


Places = dict[tuple[str, int], Callable[[Problem], Problem]]
"""By file and row, as problems name them: how to name the problem by the workbook's cell instead."""


def told_by_cell(problems: Iterable[Problem], places: Places) -> list[Problem]:
    """Name what is wrong in a workbook by its cells, not by the file that was made of it."""
    return [places.get((problem.file, problem.row), _as_it_is)(problem) for problem in problems]


def _as_it_is(problem: Problem) -> Problem:
    return problem


def contents_of(folder: Path) -> tuple[dict[str, bytes], Places]:
    """Read a case's folder: its own files, and the files that its workbooks amount to, with the cells they came from.

    A workbook's values become ``tables/<its name>.csv``; its registers, claims and sources are added to the case's own.

    Raises
    ------
    NotFoundError
        If there is no such folder, or no case in it.
    InvalidInputError
        If a workbook holds what cannot be read; each by its cell.
    """
    contents = folder_files(folder)
    workbooks = workbooks_in(folder)
    places: Places = {}
    if not workbooks:
        return contents, places
    problems: list[Problem] = []
    context = _context_of_files(contents, str(folder))
    for path in workbooks:
        forms, tables, found = _read(path, context)
        problems += found
        if tables is not None:
            name = f"tables/{path.stem}.csv"
            rows = _add(contents, name, _as_text(tables))
            places |= {(name, row): _cell_of_value(path.name, str(note))
                       for row, note in zip(rows, tables["note"], strict=True)}
        for form_name, form in forms.items():
            name = f"{form_name}.csv" if form_name in ("claims", "sources") else f"registers/{form_name}.csv"
            rows = _add(contents, name, form.table)
            places |= {(name, row): _cell_of_form(form, int(str(sheet_row)))
                       for row, sheet_row in zip(rows, form.table.index, strict=True)}
    if problems:
        raise InvalidInputError(problems, str(folder))
    return contents, places


def _read(path: Path, context: ReadingContext) -> tuple[dict[str, Form], pd.DataFrame | None, list[Problem]]:
    """Read a workbook's forms and its values; what is wrong in the ones does not hide what is in the others."""
    forms: dict[str, Form] = {}
    tables: pd.DataFrame | None = None
    problems: list[Problem] = []
    try:
        forms = read_forms(path, context)
    except InvalidInputError as error:
        problems += error.problems
    try:
        tables = read_tables(path, context) if _holds_values(path, context) else None
    except InvalidInputError as error:
        problems += [problem for problem in error.problems if problem not in problems]  # a file that neither can open
    return forms, tables, problems


def _cell_of_form(form: Form, row: int) -> Callable[[Problem], Problem]:
    return lambda problem: form.problem(row, problem.column, problem.what, problem.mend)


def _cell_of_value(workbook: str, note: str) -> Callable[[Problem], Problem]:
    """Name the cell of a value, which its note keeps; what is wrong may be a word of its headers, so it says what."""
    found = _CELL.search(note)

    def told(problem: Problem) -> Problem:
        if found is None:
            return problem
        column = found["cell"] if problem.column in ("", "value") else f"{found['cell']} ({problem.column})"
        return replace(problem, file=f"{workbook} [{found['sheet']}]", row=int(found["row"]), column=column)

    return told


def _holds_values(path: Path, context: ReadingContext) -> bool:
    """Say whether a workbook has more than registers and the template's empty sheets."""
    return any(not is_form(sheet, context) and sheet.height > min((row for row, _ in sheet.cells), default=0)
               for sheet in read_sheets(path))


def begin_workbook(folder: Path, name: str, *, known_on: str = "") -> Path:
    """Write the spreadsheet to be filled in into the folder of a new case.

    Raises
    ------
    InvalidInputError
        If the case's settings or definitions cannot be read.
    StoreError
        If the folder cannot be written.
    """
    target = folder / f"{name}.xlsx"
    contents = folder_files(folder)
    if not known_on:  # the author has still to set it, and without a date settings cannot be read
        contents[SETTINGS] = b"known_on = 2000-01-01\n" + contents[SETTINGS]
    context = replace(_context_of_files(contents, str(folder)), known_on=known_on)
    with storing(str(target)):
        write_template(target, context)
    return target


def context_of(casebook: Casebook, *, source: str, known_on: str) -> ReadingContext:
    """Tell a reader of spreadsheets what a casebook says; a sheet that names no source or date has these."""
    case = casebook.case
    return ReadingContext(
        case.region, case.nation, case.sector, known_on, source, casebook.indicators, casebook.sectors,
        casebook.regions, casebook.units, coverage=case.coverage, synthetic=case.synthetic,
        sources={each.id: (each.title.en, each.title.zh) for each in casebook.sources},
        registers={**REGISTERS, **{name: tuple(map(str, table.columns)) for name, table in casebook.registers.items()}},
    )


def _context_of_files(contents: Mapping[str, bytes], where: str) -> ReadingContext:
    """Say the same of a case whose rows are still in its workbooks: its settings and definitions suffice."""
    case, problems = read_settings(contents[SETTINGS])
    definitions, found = _definitions(contents)
    problems += found
    if case is None or problems:
        raise InvalidInputError(problems, where)
    return ReadingContext(
        case.region, case.nation, case.sector, case.known_on, case.source, definitions.indicators, definitions.sectors,
        definitions.regions, definitions.units, coverage=case.coverage, synthetic=case.synthetic,
        sources=_titles(contents.get("sources.csv", b"")), registers={**REGISTERS, **_registers(contents)},
    )


def _registers(contents: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Give the case's own registers and their columns."""
    found = {}
    for name, data in contents.items():
        if name.startswith("registers/"):
            header = next(csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace"), newline="")), [])
            found[name.removeprefix("registers/").removesuffix(".csv")] = tuple(column.strip() for column in header)
    return found


def _definitions(contents: Mapping[str, bytes]) -> tuple[Definitions, list[Problem]]:
    sheets, problems = {}, []
    for name in _DEFINING:
        layout = layout_of(name)
        if name in contents and layout is not None:
            sheet, found = read_sheet(name, contents[name], layout)
            problems += found
            if sheet is not None:
                sheets[name] = sheet
    definitions, found = read_definitions(sheets)
    return definitions, [*problems, *found]


def _titles(data: bytes) -> dict[str, tuple[str, ...]]:
    layout = layout_of("sources.csv")
    if not data or layout is None:
        return {}
    sheet, problems = read_sheet("sources.csv", data, layout)
    if sheet is None or problems:
        raise InvalidInputError(problems, "sources.csv")
    return {row["id"]: tuple(title for title in (row["title_en"], row["title_zh"]) if title)
            for row in sheet.table.to_dict("records")}


def _as_text(tables: pd.DataFrame) -> pd.DataFrame:
    """Write values so that they are read back the same: digits in full, no exponent."""
    return tables.assign(value=[number_text(value) for value in tables["value"]])


def number_text(value: float) -> str:
    """Write a number with all its digits and no exponent; nothing for a missing one.

    Examples
    --------
    >>> number_text(0.1), number_text(1e-7), number_text(float("nan"))
    ('0.1', '0.0000001', '')
    """
    return "" if pd.isna(value) else format(Decimal(repr(float(value))), "f")


def _add(contents: dict[str, bytes], name: str, rows: pd.DataFrame) -> list[int]:
    """Add rows to a file of a case; those that stand in it already, word for word, are not added again.

    Gives for each row its row in the file, as a spreadsheet numbers it.
    """
    header: list[str] = []
    records: list[dict[str, str]] = []
    if name in contents:
        reader = csv.DictReader(io.StringIO(contents[name].decode("utf-8-sig", errors="replace"), newline=""))
        records = [{key: value or "" for key, value in row.items() if key} for row in reader]
        header = [column.strip() for column in reader.fieldnames or []]
    header += [str(column) for column in rows.columns if column not in header]
    known = {tuple(record.get(column, "") for column in header): row for row, record in enumerate(records, 2)}
    places = []
    for row in rows.to_dict("records"):
        record = {column: str(row.get(column, "")) for column in header}
        if tuple(record.values()) not in known:
            records.append(record)
        places.append(known.get(tuple(record.values()), len(records) + 1))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(records)
    contents[name] = text.getvalue().encode()
    return places
