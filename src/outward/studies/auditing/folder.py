"""A folder of ``cells.csv``, ``claims.csv`` and ``facts.csv``: one or many documents, read for the audit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import Final, cast, get_args

from outward.audit import Cell, Claim, Document, Fact, read_fact
from outward.audit.documents import Hedge
from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, Problem
from outward.studies.auditing.facts import fact_problem
from outward.studies.auditing.sheets import MOST_NAMED, Sheet, read_sheet

CELLS: Final = "cells.csv"
CLAIMS: Final = "claims.csv"
FACTS: Final = "facts.csv"
_CELL_COLUMNS: Final = ("doc", "cell", "table", "region", "item", "period", "indicator", "unit", "text", "title",
                        "note")
_CLAIM_COLUMNS: Final = ("doc", "claim", "sentence", "region", "item", "period", "indicator", "text", "unit", "hedge",
                         "para", "lang")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f;]")


def is_audit_folder(path: Path) -> bool:
    """Whether a folder holds documents for the audit: it has a ``cells.csv``."""
    try:
        return (path / CELLS).is_file()
    except OSError:  # too long a name
        return False


def read_folder(path: Path, *, facts: bool = True) -> tuple[Document, ...]:
    """Read the documents of a folder.

    Parameters
    ----------
    path : pathlib.Path
        With ``cells.csv``; ``claims.csv`` and ``facts.csv`` may be there.
    facts : bool
        False leaves ``facts.csv`` unread, so that the audit finds what holds in most rows.

    Returns
    -------
    tuple of Document
        By id, numbers in it as numbers: the order of the rows means nothing. With a ``facts.csv`` every document's
        facts are declared, be there none for it.

    Raises
    ------
    NotFoundError
        If there is no ``cells.csv``.
    InvalidInputError
        With every problem by file, row and column.
    """
    if not is_audit_folder(path):
        raise NotFoundError(f"no {CELLS}", str(path), f"Name a folder with {CELLS} in it.")
    reading = _Reading()
    cells = reading.cells(read_sheet(path / CELLS, _CELL_COLUMNS, ("doc", "cell", "table", "indicator", "text")))
    if reading.problems:
        raise InvalidInputError(reading.problems, str(path))  # what is about unread cells would be told as wrong too
    claims: Mapping[str, list[Claim]] = {}
    stated: Mapping[str, list[Fact]] | None = None
    if _is_there(path / CLAIMS):
        claims = reading.claims(read_sheet(path / CLAIMS, _CLAIM_COLUMNS, ("doc", "claim")))
    if facts and _is_there(path / FACTS):
        stated = reading.facts(read_sheet(path / FACTS, ("doc", "json"), ("doc", "json")), {*cells, *claims})
    if reading.problems:
        raise InvalidInputError(reading.problems, str(path))
    return tuple(
        Document(id, tuple(sorted(cells.get(id, ()), key=_by_id)), tuple(sorted(claims.get(id, ()), key=_by_id)),
                 None if stated is None else tuple(sorted(stated.get(id, ()), key=repr)))
        for id in sorted({*cells, *claims}, key=natural))


_by_id = attrgetter("id")


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def natural(id: str) -> tuple[list[tuple[int, str]], str]:
    """Order ids as people count.

    Examples
    --------
    >>> sorted(["D10", "D9", "A"], key=natural)
    ['A', 'D9', 'D10']
    """
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", id)
    return [(int(part), "") if part[0] in "0123456789" else (-1, part) for part in parts], id


class _Reading:
    """Reads rows into the audit's types; ids are unique within a document."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._seen: dict[tuple[str, str], tuple[str, int]] = {}

    def cells(self, sheet: Sheet) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = defaultdict(list)
        for line, (doc, id, *words) in sheet.cells(_CELL_COLUMNS):
            if self._is_named(sheet, line, "cell", doc, id):
                found[doc].append(Cell(id, *words))
        self._done(sheet)
        return found

    def claims(self, sheet: Sheet) -> dict[str, list[Claim]]:
        if not sheet.problems and not (sheet.has("sentence") or sheet.has("text")):
            sheet.tell(1, "sentence", "neither sentences nor numbers: the columns sentence and text are missing",
                       "Give one of them.")
        found: dict[str, list[Claim]] = defaultdict(list)
        for line, row in sheet.cells(_CLAIM_COLUMNS):
            doc, id, sentence, region, item, period, indicator, text, unit, hedge, para, lang = row
            if hedge.strip() not in get_args(Hedge):
                sheet.tell(line, "hedge", f"{hedge[:60]!r} is no hedge",
                           f"Leave it empty or write one of {', '.join(filter(None, get_args(Hedge)))}.")
            elif self._is_named(sheet, line, "claim", doc, id):
                found[doc].append(Claim(id, sentence, region, item, period, indicator, text, unit,
                                        cast("Hedge", hedge.strip()), para, lang))
        self._done(sheet)
        return found

    def facts(self, sheet: Sheet, documents: set[str]) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for line, (doc, text) in sheet.cells(("doc", "json")):
            if doc not in documents:
                sheet.tell(line, "doc", f"no document {doc[:60]!r}", f"Use a document of {CELLS} or {CLAIMS}.")
                continue
            try:
                fact = read_fact(text, f"{sheet.file}, row {line}")
            except InvalidValueError as error:
                sheet.tell(line, "json", error.what, error.mend)
                continue
            wrong = fact_problem(fact)
            if wrong:
                sheet.tell(line, "json", *wrong)
            else:
                found[doc].append(fact)
        self._done(sheet)
        return found

    def _is_named(self, sheet: Sheet, line: int, column: str, doc: str, id: str) -> bool:
        for name, text in (("doc", doc), (column, id)):
            if not text.strip():
                sheet.tell(line, name, "the id is missing", "Give every row one.")
                return False
            if _STEERING.search(text):
                sheet.tell(line, name, f"{text[:60]!r} is no id", "Leave out semicolons, tabs and line breaks.")
                return False
        before = self._seen.setdefault((doc, id), (sheet.file, line))
        if before != (sheet.file, line):
            sheet.tell(line, column, f"{id[:60]!r} stands in {before[0]}, row {before[1]} too",
                       "Give every cell and claim of a document an id of its own.")
            return False
        return True

    def _done(self, sheet: Sheet) -> None:
        self.problems += sheet.problems[:MOST_NAMED]
        if len(sheet.problems) > MOST_NAMED:
            self.problems.append(Problem(sheet.file, 0, "", f"{len(sheet.problems) - MOST_NAMED:,} problems more",
                                         "Mend those above first."))
