"""``numbers.csv``: a row for every number that a report shows, and for every number beneath one.

The rows are the machine's answer to "where does 34.5 come from": ``formula`` over the rows named in ``inputs`` gives
``value``, down to rows without a formula, which are cells as printed in a source.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outward.vocabulary.figures import Cell, Figure, walk
from outward.vocabulary.labels import Language
from outward.vocabulary.numerals import number_text
from outward.vocabulary.provenance import Source
from outward.vocabulary.units import units
from outward.workbooks.exports import harmless

_NUMBERED = re.compile(r"[0-9]+(?:[.-][0-9]+)*[A-Za-z]?")  # tables that are called by a number: 3, 3-1, 3.1b
COLUMNS = ("id", "section", "kind", "text", "value", "unit", "digits", "formula", "inputs", "source")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A row of ``numbers.csv``, with what ``trace.json`` adds: the cell and the note."""

    id: str
    section: str  # where the number is shown first, or the first number above it is
    kind: str
    text: str  # as printed in this language
    value: float  # unrounded, in ``unit``
    unit: str  # the unit's name in this language
    digits: int
    formula: str  # over x1..xn; empty for a printed cell
    inputs: tuple[str, ...]
    source: str  # citation in this language
    cell: Cell | None = None
    note: str = ""
    place: str = ""  # where in its source a printed cell stands, in this language
    doubts: tuple[str, ...] = ()  # findings of the audit that it rests on, the gravest first

    def as_csv(self) -> tuple[str, ...]:
        """Give the row's texts in the order of ``COLUMNS``."""
        return (self.id, self.section, self.kind, self.text, repr(self.value), self.unit, str(self.digits),
                self.formula, ";".join(self.inputs), harmless(self.source))

    def as_json(self) -> dict[str, Any]:
        """Give the row as ``trace.json`` holds it."""
        told: dict[str, Any] = {
            "id": self.id, "section": self.section, "kind": self.kind, "text": self.text, "value": self.value,
            "unit": self.unit, "digits": self.digits, "formula": self.formula, "inputs": list(self.inputs),
            "source": self.source,
        }
        if self.note:
            told["note"] = self.note
        if self.doubts:
            told["doubts"] = list(self.doubts)
        if self.cell is not None:
            cell = self.cell
            told["cell"] = {"table": cell.table, "row": cell.row, "printed": cell.printed, "source": cell.source,
                            "paragraph": cell.paragraph, "known_on": cell.known_on}
        return told


def number_rows(
    shown: Iterable[tuple[str, Figure]], sources: Mapping[str, Source], language: Language, *,
    registers: Collection[str] = (), doubts: Callable[[Figure], tuple[str, ...]] | None = None,
) -> tuple[NumberRow, ...]:
    """Make the rows of every figure that is shown or lies beneath one.

    Parameters
    ----------
    shown : iterable of (section id, Figure)
        In the order of the document; may repeat.
    sources : mapping of str to Source
        By id, for the citations.
    language : {"en", "zh"}
        Language of ``text``, ``unit`` and ``source``; ids, formulas and order are alike in both.
    registers : collection of str
        Tables that are registers of the case, whose rows are counted.
    doubts : callable, optional
        From a figure to the findings of the audit that it rests on.

    Returns
    -------
    tuple of NumberRow
        Inputs before what is made of them, in order of appearance.

    Raises
    ------
    InvalidValueError
        If two different figures carry one id.
    """
    pairs = list(shown)
    sections: dict[str, str] = {}
    by_section: dict[str, list[Figure]] = {}
    for section, figure in pairs:
        by_section.setdefault(section, []).append(figure)
    for section, figures in by_section.items():
        for figure in walk(figures):
            sections.setdefault(figure.id, section)
    return tuple(_row(figure, sections[figure.id], sources, language, registers,
                      doubts(figure) if doubts is not None else ())
                 for figure in walk(figure for _, figure in pairs))


def _row(
    figure: Figure, section: str, sources: Mapping[str, Source], language: Language, registers: Collection[str],
    doubts: tuple[str, ...],
) -> NumberRow:
    return NumberRow(
        figure.id, section, figure.kind, number_text(figure.value, figure.digits, language), figure.value,
        units()[figure.unit].header(language), figure.digits, figure.formula,
        tuple(one.id for one in figure.inputs), citation([figure], sources, language, registers), figure.cell,
        figure.note, place_of(figure.cell, language, registers) if figure.cell is not None else "",
        doubts,
    )


def citation(
    figures: Sequence[Figure], sources: Mapping[str, Source], language: Language, registers: Collection[str] = ()
) -> str:
    """Cite what figures were taken from: each source with its tables; a printed cell with row and paragraph too."""
    if len(figures) == 1 and (cell := figures[0].cell) is not None:
        return _comma(language).join([_title(cell.source, sources, language), place_of(cell, language, registers)])
    tables: dict[str, dict[str, None]] = {}
    for figure in walk(figures):
        if figure.cell is not None:
            named = table_name(figure.cell.table, language, registers)
            tables.setdefault(figure.cell.source, {}).setdefault(named)
    return _semicolon(language).join(
        _comma(language).join([_title(source, sources, language), *sorted(names)])
        for source, names in sorted(tables.items()))


def place_of(cell: Cell, language: Language, registers: Collection[str] = ()) -> str:
    """Say where in its source a printed cell stands: table, row and paragraph."""
    return _comma(language).join(part for part in (
        table_name(cell.table, language, registers), _row_name(cell.row, language),
        _paragraph(cell.paragraph, language)) if part)


def table_name(table: str, language: Language, registers: Collection[str] = ()) -> str:
    """Name a table of the case: by its number, as a register, else as its author calls it.

    The numbers of a register's columns stand in tables named ``<register>.<column>``.

    Examples
    --------
    >>> table_name("3-1", "en"), table_name("projects.value", "en"), table_name("parks", "en", {"parks"})
    ('Table 3-1', 'register of projects', 'register of parks')
    >>> table_name("Output-2016", "en"), table_name("Output-2016", "zh"), table_name("表3-1", "zh")
    ('table Output-2016', '表“Output-2016”', '表3-1')
    """
    if _NUMBERED.fullmatch(table):
        return f"表{table}" if language == "zh" else f"Table {table}"
    if table == "claims":
        return "文中数据" if language == "zh" else "text"
    if table == "audit":
        return "审核结果" if language == "zh" else "result"
    register, column = table.partition(".")[::2]
    if column or register in registers:
        return f"名录{register}" if language == "zh" else f"register of {register}"
    if language == "en":
        return f"table {table}"
    return table if table.startswith("表") else f"表“{table}”"


def _row_name(row: str, language: Language) -> str:
    if not row:
        return ""
    return f"第{row}行" if language == "zh" else f"row {row}"


def _paragraph(paragraph: str, language: Language) -> str:
    if not paragraph:
        return ""
    return f"第{paragraph}段" if language == "zh" else f"paragraph {paragraph}"


def _title(id: str, sources: Mapping[str, Source], language: Language) -> str:
    source = sources.get(id)
    if source is None:
        return id
    title = source.title.text(language)
    return f"《{title}》" if language == "zh" and "《" not in title else title


def _comma(language: Language) -> str:
    return "，" if language == "zh" else ", "


def _semicolon(language: Language) -> str:
    return "；" if language == "zh" else "; "


def numbers_csv(rows: Sequence[NumberRow]) -> bytes:
    """Write ``numbers.csv``: UTF-8, comma, one header row, lines end in a line feed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row.as_csv() for row in rows)
    return text.getvalue().encode("utf-8")
