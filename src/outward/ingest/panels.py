"""Adding a provider's own file to a risk panel's folder: known by its columns, converted, put beside the rest.

Nothing in the folder is overwritten: a figure that is there already stays as it is, and a file that says another is
refused with the rows named.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import pandas as pd

from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, Problem
from outward.ingest.panel_files import (
    Cells,
    Key,
    PanelRow,
    decimals,
    differing,
    family_files,
    key_of,
    merged,
    rows_of,
    texts,
    write,
)
from outward.sources import integrated_values, laeven_valencia, panel_long, powell_thyne, ucdp, vdem, wdi, weo, wgi
from outward.sources.delimited import TextTable, read_columns, refused, text_table
from outward.sources.panel_families import FAMILIES, Converted, PanelFamily, PanelTable
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.workbooks.sheets import Sheet, read_sheets

_SHOWN: Final = 20
_MOST_CELLS: Final = 1_000_000
_WORKBOOK: Final = ".xlsx"


class Provider(Protocol):
    """What the module of a provider has."""

    @property
    def SOURCE(self) -> Source: ...  # noqa: N802 - a constant of a module
    def header_at(self, head: Sequence[Sequence[str]], /) -> int | None: ...
    def wanted(self, name: str, /) -> bool: ...
    def convert(self, rows: pd.DataFrame, file: str, until: int | None = None, /) -> Converted: ...


PROVIDERS: Final[Mapping[str, Provider]] = {
    "wgi": wgi, "vdem": vdem, "ucdp": ucdp, "powell-thyne": powell_thyne, "weo": weo, "wdi": wdi,
    "laeven-valencia": laeven_valencia, "integrated-values": integrated_values, "long": panel_long,
}
"""Providers by name, in the order in which a file's columns are held against them."""


@dataclass(frozen=True, slots=True)
class AddedTable:
    """What became of a family's rows."""

    family: str
    path: Path | None  # None where nothing was new
    new: int  # rows that were written
    known: int  # rows that the folder had already
    years: tuple[int, int]  # of all rows of the file
    countries: int


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a provider's file."""

    provider: str
    source: Source
    tables: tuple[AddedTable, ...]
    gaps: tuple[Label, ...]


def add_to_panel(file: Path, folder: Path, *, provider: str = "", family: str = "", first: int | None = None,
                 until: int | None = None) -> Added:
    """Convert a provider's file and put it into a panel's folder.

    Parameters
    ----------
    file : pathlib.Path
        The file as the provider hands it out: text with columns, or .xlsx.
    folder : pathlib.Path
        The panel's folder; it is made where it is not there.
    provider : str
        A name of ``PROVIDERS``; without it the file is known by its columns.
    family : str
        The only family that is taken of a file that has several.
    first, until : int, optional
        Years before and after which nothing is taken. ``until`` also says until when a list of events was kept, and
        which year of an outlook is the last that is no projection.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidValueError
        If there is no such provider.
    InvalidInputError
        If the file is not known, a cell cannot be read, or a figure differs from one in the folder.
    StoreError
        If the folder cannot be written.
    """
    if provider and provider not in PROVIDERS:
        raise InvalidValueError(f"no provider {provider[:40]!r}", "risk panel",
                                f"Name one of {', '.join(PROVIDERS)}.")
    if family and family not in FAMILIES:
        raise InvalidValueError(f"no family {family[:40]!r}", "risk panel", f"Name one of {', '.join(FAMILIES)}.")
    if not file.is_file():
        raise NotFoundError(f"there is no file {str(file)[:200]!r}", "risk panel",
                            "Name a file that a provider hands out.")
    if folder.exists() and not folder.is_dir():
        raise NotFoundError(f"{str(folder)[:200]!r} is no folder", "risk panel", "Name the folder of the panel.")
    with _tables(file) as tables:
        name, table, header = _recognised(tables, file.name, provider)
        module = PROVIDERS[name]
        converted = module.convert(read_columns(table, header, module.wanted), table.name, until)
    pieces = [piece for each in converted.tables
              if family in ("", each.family.name) and len((piece := _from(each, first)).rows)]
    if not pieces:
        raise refused(file.name, "has no row of the years and the family that are asked for", "Ask for others.")
    found = [_held_against(piece, folder, file.name) for piece in pieces]  # all, before anything is written
    put = tuple(_put(piece, *new, folder) for piece, new in zip(pieces, found, strict=True))
    return Added(name, module.SOURCE, put, converted.gaps)


@contextmanager
def _tables(file: Path) -> Iterator[list[TextTable]]:
    """Give a file as text tables: a workbook has one for each sheet."""
    if file.suffix.lower() != _WORKBOOK:
        yield [text_table(file)]
        return
    with tempfile.TemporaryDirectory() as room:
        yield [text_table(_as_csv(sheet, Path(room) / f"{place}.csv"), name=f"{file.name} [{sheet.title}]")
               for place, sheet in enumerate(read_sheets(file, max_cells=_MOST_CELLS)) if sheet.height]


def _as_csv(sheet: Sheet, path: Path) -> Path:
    width = max(column for _, column in sheet.cells)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for row in range(1, sheet.height + 1):
            shown = {cell.column: cell.exact or cell.text for cell in sheet.row(row)}
            writer.writerow([shown.get(column, "") for column in range(1, width + 1)])
    return path


def _recognised(tables: Sequence[TextTable], file: str, provider: str) -> tuple[str, TextTable, int]:
    for name, module in PROVIDERS.items():
        for table in tables if provider in ("", name) else ():
            header = module.header_at(table.head)
            if header is not None:
                return name, table, header
    rows = [row for table in tables for row in table.head if any(row)]
    shown = ", ".join(cell[:30] for cell in rows[0][:8]) if rows else "nothing"
    what = f"is no table of {provider}" if provider else "is no table of a provider that is known"
    raise refused(file, f"{what}: it begins with {shown[:200]}",
                  f"Known are {', '.join(PROVIDERS)}. Any table can be brought into the long form: iso3, year, "
                  "variable, value.")


def _from(table: PanelTable, first: int | None) -> PanelTable:
    return table if first is None else PanelTable(table.family, table.rows[table.rows["year"] >= first])


def _held_against(table: PanelTable, folder: Path, file: str) -> tuple[list[Cells], int]:
    """Give the rows that tell anything new, and how many do not.

    Raises
    ------
    InvalidInputError
        If a row says something else than the folder.
    """
    family = table.family
    held: dict[Key, list[PanelRow]] = {}
    for path in family_files(folder).get(family, ()):
        for row in rows_of(family, path):
            held.setdefault(key_of(family, row.cells), []).append(row)
    incoming = texts(table)
    ours, theirs = decimals(incoming), decimals(row.cells for rows in held.values() for row in rows)
    printed = {name: min(ours[name], theirs[name]) for name in ours.keys() & theirs.keys()}
    fresh: list[Cells] = []
    known = 0
    problems: list[Problem] = []
    clashes = 0
    for cells in incoming:
        old = held.get(key_of(family, cells), [])
        clashing = [(row, name) for row in old for name in differing(row.cells, cells, printed)[:1]]
        clashes += bool(clashing)
        if clashing and len(problems) < _SHOWN:
            problems.append(_clash(family, cells, *clashing[0], file))
        whole, adds = merged([row.cells for row in old], cells)
        if not old or adds:
            fresh.append(whole)
        else:
            known += 1
    if clashes:
        more = f"{clashes - len(problems)} more rows differ. " if clashes > len(problems) else ""
        mend = (f"{more}Take other years only (--from, --to), one family only (--family), or move the older file out "
                "of the folder.")
        last = problems[-1]
        problems[-1] = Problem(last.file, last.row, last.column, last.what, mend)
        raise InvalidInputError(problems, f"{file} against {folder.name}")
    return fresh, known


def _clash(family: PanelFamily, cells: Cells, row: PanelRow, column: str, file: str) -> Problem:
    who = " ".join(text for text in (cells.get("iso3") or cells.get("gwcode") or "", *(
        cells.get(name, "") for name in family.key if name not in ("iso3", "gwcode"))) if text)
    said = f"{who} is {row.cells[column][:30]} here and {cells[column][:30]} in {file}"
    return Problem(row.file, row.line, column, said, "One of the two stays out.")


def _put(table: PanelTable, rows: Sequence[Cells], known: int, folder: Path) -> AddedTable:
    years = table.years
    codes = table.rows["gwcode" if "gwcode" in table.rows else "iso3"]
    path = None
    if rows:
        span = [int(cells["year"]) for cells in rows]
        target = folder / f"{table.family.name}_{min(span)}_{max(span)}.csv"
        path = write(folder, table.family, rows, target if target.is_file() else None)
    return AddedTable(table.family.name, path, len(rows), known, years, int(codes.nunique()))
