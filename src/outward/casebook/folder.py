"""A case, read and checked: from files as bytes, from a folder, or from the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from outward.casebook.case import Case
from outward.casebook.definitions import Definitions, read_definitions
from outward.casebook.disk import folder_files, is_case_folder
from outward.casebook.facts import read_facts
from outward.casebook.layout import CLAIMS, SETTINGS, TABLES, layout_of
from outward.casebook.registers import (
    read_register,
    read_sources,
    setting_problems,
    subject_problems,
    target_problems,
)
from outward.casebook.rows import Known, read_rows
from outward.casebook.settings import read_settings
from outward.casebook.sheets import Sheet, read_sheet
from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.vocabulary.indicators import Indicators
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import Regions
from outward.vocabulary.sectors import Sectors
from outward.vocabulary.units import Units

_BUNDLED = "outward.casebook"


@dataclass(frozen=True, slots=True, eq=False)
class Casebook:
    """Everything that a case's folder says.

    Parameters
    ----------
    case : Case
        The settings.
    tables : pandas.DataFrame
        The columns of ``tables.csv``, all text but ``value`` (float; missing where ``status`` is ``missing``), with
        ids for names and defaults filled in.
    claims : pandas.DataFrame
        The columns of ``claims.csv``, in the same way.
    facts : tuple of mapping
        What holds between numbers by definition (the fact's kind under ``fact``).
    sources : tuple of Source
        Who printed the numbers.
    registers : mapping of str to pandas.DataFrame
        By name (``enterprises``): all text, first column ``id``.
    indicators, sectors, regions, units
        The vocabulary with the case's additions.
    labels : mapping of str to Label
        Names of subjects and products that are in no register, by code (``exporter:private``).
    files : mapping of str to bytes
        What all this was read from, so that a release can hand it back.
    """

    case: Case
    tables: pd.DataFrame
    claims: pd.DataFrame
    facts: tuple[Mapping[str, Any], ...]
    sources: tuple[Source, ...]
    registers: Mapping[str, pd.DataFrame]
    indicators: Indicators
    sectors: Sectors
    regions: Regions
    units: Units
    labels: Mapping[str, Label]
    files: Mapping[str, bytes]


def examine(contents: Mapping[str, bytes]) -> tuple[Casebook | None, tuple[Problem, ...]]:
    """Read a case's files and name every problem; there is a casebook only where there is none."""
    sheets, problems = _sheets(contents)
    case, found = read_settings(contents[SETTINGS]) if SETTINGS in contents else (None, [_no_settings()])
    problems += found
    definitions, found = read_definitions(sheets)
    problems += found
    sources, found = read_sources(sheets.get("sources.csv"))
    problems += found
    facts, found = read_facts(sheets.get("facts.csv"), definitions)
    problems += found
    registers, found = _registers(sheets, definitions)
    problems += found
    known = Known(definitions, tuple(source.id for source in sources), case)
    tables, found = _rows([sheet for name, sheet in sheets.items() if layout_of(name) is TABLES], known, registers)
    problems += found
    claims, found = _rows([sheet for name, sheet in sheets.items() if layout_of(name) is CLAIMS], known, registers)
    problems += found
    if case is not None:
        problems += [*setting_problems(case, definitions, known.sources), *target_problems(case, registers)]
    if problems or case is None:
        return None, tuple(problems)
    return Casebook(
        case, _framed(tables, TABLES.columns), _framed(claims, CLAIMS.columns), facts, sources,
        MappingProxyType(registers), definitions.indicators, definitions.sectors, definitions.regions,
        definitions.units, MappingProxyType(dict(definitions.labels)), MappingProxyType(dict(sorted(contents.items()))),
    ), ()


def _no_settings() -> Problem:
    return Problem(SETTINGS, 0, "", "the file is missing", "Begin a case with: outward case new NAME.")


def _sheets(contents: Mapping[str, bytes]) -> tuple[dict[str, Sheet], list[Problem]]:
    sheets, problems = {}, []
    for name, data in sorted(contents.items()):
        layout = layout_of(name)
        if layout is not None:
            sheet, found = read_sheet(name, data, layout)
            problems += found
            if sheet is not None:
                sheets[name] = sheet
        elif name != SETTINGS:
            problems.append(Problem(name, 0, "", "a case has no such file",
                                    "Mend its name, or move it out of the folder (docs/how-to/make-a-case.md)."))
    return sheets, problems


def _registers(
    sheets: Mapping[str, Sheet], definitions: Definitions
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    registers, problems = {}, []
    for name, sheet in sheets.items():
        if name.startswith("registers/"):
            table, found = read_register(sheet, definitions)
            registers[name.removeprefix("registers/").removesuffix(".csv")] = table
            problems += found
    return registers, problems


def _rows(
    sheets: list[Sheet], known: Known, registers: Mapping[str, pd.DataFrame]
) -> tuple[list[pd.DataFrame], list[Problem]]:
    read, problems = [], []
    cells: dict[tuple[str, ...], str] = {}
    for sheet in sheets:
        table, found = read_rows(sheet, known)
        problems += [*found, *subject_problems(sheet, registers)]
        if len(sheets) > 1:
            problems += _in_two_files(sheet, table, cells)
        read.append(table)
    return read, problems


def _in_two_files(sheet: Sheet, table: pd.DataFrame, cells: dict[tuple[str, ...], str]) -> list[Problem]:
    problems = []
    for position, *cell in table[["table", "row", "known_on"]].itertuples():
        other = cells.setdefault(tuple(cell), sheet.file)
        if other != sheet.file:
            problems.append(sheet.problem(position, "row", f"{cell[0]}:{cell[1]} stands in {other} too",
                                          "Number the rows of a table apart, over all its files."))
    return problems


def _framed(read: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    if not read:
        empty = pd.DataFrame({column: pd.Series(dtype=object) for column in columns})
        return empty.astype({"value": float}) if "value" in columns else empty
    return pd.concat(read, ignore_index=True)


def read_files(contents: Mapping[str, bytes], *, where: str) -> Casebook:
    """Read a case from the bytes of its files.

    Parameters
    ----------
    contents : mapping of str to bytes
        By name within the folder: ``case.toml``, ``tables.csv``, ``registers/parks.csv``.
    where : str
        What to call the case in messages.

    Returns
    -------
    Casebook
        Checked.

    Raises
    ------
    InvalidInputError
        With every problem by file, row and column.

    Examples
    --------
    >>> again = read_files(bundled().files, where="the bundled case")
    >>> again.case.region
    'CN-LN'
    """
    casebook, problems = examine(contents)
    if casebook is None:
        raise InvalidInputError(problems, where)
    return casebook


def read_folder(path: Path) -> Casebook:
    """Read a case from its folder.

    Raises
    ------
    NotFoundError
        If there is no such folder, or no case in it.
    InvalidInputError
        With every problem by file, row and column.
    """
    return read_files(folder_files(path), where=str(path))


def bundled_names() -> tuple[str, ...]:
    """Name the cases that come with the package."""
    with as_file(files(_BUNDLED)) as folder:
        return tuple(sorted(inside.name for inside in folder.iterdir() if inside.is_dir() and is_case_folder(inside)))


def bundled(name: str = "liaoning") -> Casebook:
    """Read a case that comes with the package.

    Raises
    ------
    NotFoundError
        If there is none of this name.

    Examples
    --------
    >>> bundled().case.name.zh
    '辽宁省装备制造业'
    """
    if name not in bundled_names():
        raise NotFoundError(f"no case {name!r} comes with the package", "casebook",
                            f"There are: {', '.join(bundled_names())}.")
    with as_file(files(_BUNDLED) / name) as folder:
        return read_files(folder_files(folder), where=f"the bundled case {name}")
