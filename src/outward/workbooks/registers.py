"""The other sheets of the template: registers, claims, sources, and the user's own words on the ``Codes`` sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, InvalidValueError, Problem
from outward.workbooks.context import CLAIM_COLUMNS, SOURCE_COLUMNS, SOURCE_MEND, ReadingContext
from outward.workbooks.lexicon import Lexicon
from outward.workbooks.longsheets import more_rows
from outward.workbooks.sheets import Sheet, read_sheets
from outward.workbooks.words import key

README: Final = "Read me 说明"
TABLES: Final = "Tables"
CLAIMS: Final = "Claims"
SOURCES: Final = "Sources"
CODES: Final = "Codes"
_WORD: Final = ("word", "原文")
_MEANS: Final = ("means", "含义")


def is_form(sheet: Sheet, context: ReadingContext) -> bool:
    """Is it one of the template's sheets that hold no tables?"""
    name = key(sheet.title)
    if name in (key(README), key(CODES)):
        return True
    if name in (key(CLAIMS), key(SOURCES)) or name in {key(register) for register in context.registers}:
        return _first_columns(sheet) & {"id", "claim"} != set()
    return False


def _first_columns(sheet: Sheet) -> set[str]:
    top = min((row for row, _ in sheet.cells), default=0)
    return {cell.text.split("\n")[0].strip() for cell in sheet.row(top)} if top else set()


def read_codes(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Read what the ``Codes`` sheet says about words that the vocabularies do not know.

    Raises
    ------
    InvalidInputError
        If a word has no meaning beside it, or two.
    """
    codes: dict[str, str] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        if key(sheet.title) != key(CODES):
            continue
        top = min(row for row, _ in sheet.cells)
        header = {cell.text.split("\n")[0].strip().casefold(): cell.column for cell in sheet.row(top)}
        word_column = next((header[name] for name in _WORD if name in header), 0)
        means_column = next((header[name] for name in _MEANS if name in header), 0)
        if not word_column or not means_column:
            problems.append(sheet.problem(top, 0, "no columns 'word' and 'means'", "Head two columns so."))
            continue
        for row in range(top + 1, sheet.height + 1):
            word, meaning = sheet.at(row, word_column), sheet.at(row, means_column)
            if word is None and meaning is None:
                continue
            if word is None or meaning is None:
                problems.append(sheet.problem(row, word_column if word is None else means_column,
                                              "a word without a meaning, or a meaning without a word", "Fill both."))
            elif codes.setdefault(word.text, meaning.text) != meaning.text:
                problems.append(sheet.problem(row, means_column, f"{word.text!r} has two meanings", "Keep one."))
    if problems:
        raise InvalidInputError(problems, "Codes")
    return codes


def lexicon_of(sheets: Sequence[Sheet], context: ReadingContext, file: str) -> Lexicon:
    """Make the lexicon of a workbook: the case's vocabularies, the workbook's own sources and words.

    Where one source is known in all, it is the source of whatever names none.
    """
    known = {**context.sources, **{id: titles for sheet in sheets for id, titles in _sources_of(sheet)}}
    only = next(iter(known)) if len(known) == 1 else ""
    context = replace(context, sources=known, source=context.source or only)
    try:
        return Lexicon(context, read_codes(sheets))
    except InvalidValueError as error:
        raise InvalidInputError([Problem(f"{file} [{CODES}]", 0, "means", error.what, error.mend)], file) from error


def _sources_of(sheet: Sheet) -> Iterator[tuple[str, tuple[str, ...]]]:
    if key(sheet.title) != key(SOURCES) or "id" not in _first_columns(sheet):
        return
    top = min(row for row, _ in sheet.cells)
    columns = {cell.text.split("\n")[0].strip(): cell.column for cell in sheet.row(top)}
    for row in range(top + 1, sheet.height + 1):
        texts = {name: cell.text for name, column in columns.items() if (cell := sheet.at(row, column))}
        if "id" in texts:
            yield texts["id"], tuple(texts[name] for name in ("title_en", "title_zh") if name in texts)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form's rows, and where each of them stands: in the row of the sheet that the table's index says."""

    table: pd.DataFrame
    sheet: Sheet
    columns: Mapping[str, int]

    def problem(self, row: int, column: str, what: str, mend: str) -> Problem:
        """Name a problem of a row, by the cell where the sheet has the column."""
        return self.sheet.problem(row, self.columns.get(column, 0), what, mend)


def read_registers(path: Path, context: ReadingContext) -> dict[str, pd.DataFrame]:
    """Read the registers, claims and sources of a filled-in template.

    Parameters
    ----------
    path : pathlib.Path
        A workbook that was made by `write_template`.
    context : ReadingContext
        The case: which registers there are, and what its vocabularies know.

    Returns
    -------
    dict of str to pandas.DataFrame
        Text tables by register, and ``claims`` and ``sources``; only sheets with rows. The columns are the case's, in
        its order, then those that the user added. Names of regions, sectors, indicators and units become ids; an empty
        region, sector, coverage or source of a claim is the case's.

    Raises
    ------
    InvalidInputError
        If a row has no id, an id stands twice, or a word is not known; each by its cell.
    """
    return {name: form.table.reset_index(drop=True) for name, form in read_forms(path, context).items()}


def read_forms(path: Path, context: ReadingContext) -> dict[str, Form]:
    """Read the same, with the cells from which it was read."""
    sheets = read_sheets(path)
    lexicon = lexicon_of(sheets, context, path.name)
    layouts: dict[str, tuple[str, tuple[str, ...]]] = {key(name): (name, tuple(columns)) for name, columns
                                                       in context.registers.items()}
    layouts |= {key(CLAIMS): ("claims", CLAIM_COLUMNS), key(SOURCES): ("sources", SOURCE_COLUMNS)}
    problems: list[Problem] = []
    found: dict[str, Form] = {}
    for sheet in sheets:
        if key(sheet.title) in layouts and is_form(sheet, context):
            name, columns = layouts[key(sheet.title)]
            form = _form(sheet, name, columns, lexicon, problems)
            if len(form.table):
                found[name] = form
    if problems:
        raise InvalidInputError(problems, path.name)
    return {name: found[name] for name in sorted(found)}


_CODED: Final = {"indicator": "indicator", "indicator_id": "indicator", "region": "region", "partner": "region",
                 "country": "region", "host_country": "region", "sector": "sector", "unit": "unit",
                 "baseline_unit": "unit"}
"""Columns of any form in which names become ids."""


def _form(
    sheet: Sheet, name: str, columns: Sequence[str], lexicon: Lexicon, problems: list[Problem]
) -> Form:
    top = min(row for row, _ in sheet.cells)
    places: dict[str, int] = {}
    for cell in sheet.row(top):
        column = cell.text.split("\n")[0].strip()
        if column in places:
            problems.append(sheet.problem(top, cell.column, f"two columns {column!r}", "Rename one."))
        places.setdefault(column, cell.column)
    for at_row, at_column in sorted(sheet.cells):
        if at_column not in places.values():
            problems.append(sheet.problem(at_row, at_column, "a cell without a header above it",
                                          "Head the column, or clear it."))
    order = [*(column for column in columns if column in places),
             *sorted(column for column in places if column not in columns)]
    rows: dict[int, dict[str, str]] = {}
    seen: set[str] = set()
    identity = "claim" if name == "claims" else "id"
    for row in range(top + 1, sheet.height + 1):
        texts = {column: shown.text for column in order if (shown := sheet.at(row, places[column]))}
        if not texts:
            continue
        id = texts.get(identity, "")
        if not id or id in seen:
            problems.append(sheet.problem(row, places.get(identity, 0), f"{id!r} stands twice" if id else "no id",
                                          "Give each row an id of its own."))
        seen.add(id)
        rows[row] = {column: _coded(sheet, row, places, column, texts.get(column, ""), lexicon, problems)
                     for column in order}
    complete = [*columns, *(column for column in order if column not in columns)]
    table = pd.DataFrame(list(rows.values()), index=list(rows), columns=order, dtype=object)
    form = Form(table.reindex(columns=complete, fill_value=""), sheet, places)
    return _completed(form, lexicon.context, problems) if name == "claims" else form


def _completed(form: Form, context: ReadingContext, problems: list[Problem]) -> Form:
    """Fill what claims leave out with what the case says."""
    table = form.table.copy()
    for column, default in (("region", context.region), ("sector", context.sector), ("coverage", context.coverage),
                            ("source", context.source)):
        table[column] = table[column].where(table[column] != "", default)
    without = [int(str(row)) for row in table.index[table["source"] == ""]]
    if without:
        problems.append(form.problem(without[0], "source", f"no source{more_rows(len(without) - 1)}", SOURCE_MEND))
    return replace(form, table=table)


def _coded(
    sheet: Sheet, row: int, places: Mapping[str, int], column: str, text: str, lexicon: Lexicon,
    problems: list[Problem],
) -> str:
    if column not in _CODED or not text:
        return text
    # A cell of a register may name several regions or sectors.
    ids = []
    for part in text.split(";"):
        id = lexicon.find(_CODED[column], part.strip())
        if not id:
            problems.append(sheet.problem(row, places[column], f"{_CODED[column]} {part.strip()!r} is not known",
                                          "Use an id or a name of the Codes sheet's lists, "
                                          "or say there what it means."))
        ids.append(id)
    return ";".join(ids)
