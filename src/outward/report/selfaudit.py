"""The report's own numbers, audited by the same engine that audits its sources.

Three things are read as a stranger would read them. The *tables*, whose totals, shares and ratios the audit finds
itself; the *sentences*, whose numbers it reads and holds against one another; and the *formulas*: every number that is
worked out is held, as printed, against the printed numbers that it is made of. A report shows what its source prints,
contradictions too: an error whose evidence rests on a number that the audit of the case suspects is inherited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outward.audit import Cell, Claim, Document, Fact, Finding, audit
from outward.errors import Problem
from outward.report.annex import ANNEX_TABLE
from outward.report.document import Mark, Number, Paragraph, Table, TableColumn, TableRow
from outward.vocabulary.labels import Language

if TYPE_CHECKING:
    from outward.report.build import Report
    from outward.report.numbers import NumberRow

_SUM = re.compile(r"-?x\d+(?:[+-]x\d+)*")
_TERM = re.compile(r"([+-]?)x(\d+)")
_RATIO = re.compile(r"(?:(\d+)\*)?x1/x2")
_CONVERTED = re.compile(r"x1[*/]\d+")
_GROWTH = "100*(x1/x2-1)"
_RESULT, _LEVEL = "result", "level"
_BEFORE, _NOW = "2000", "2001"  # any two years: a growth's own may be far apart


@dataclass(frozen=True, slots=True)
class SelfAudit:
    """What the audit of a report's own numbers found.

    Parameters
    ----------
    in_tables, in_sentences, worked_out : int
        Numbers that were audited: cells of tables, numbers in sentences, and those held against their formula.
    own : tuple of Finding
        Errors of the report itself; there should be none.
    inherited : tuple of Finding
        Errors that rest on contradictory numbers of the sources.
    """

    in_tables: int
    in_sentences: int
    worked_out: int
    own: tuple[Finding, ...]
    inherited: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many numbers were audited."""
        return self.in_tables + self.in_sentences + self.worked_out

    def problems(self, language: Language) -> tuple[Problem, ...]:
        """Give the report's own errors as what its author should look at."""
        return tuple(Problem(f"report ({language})", 0, "; ".join(finding.suspects or finding.evidence[:3]),
                             f"the report's own numbers do not agree: {finding.message.text(language)}",
                             "Look at its arithmetic, and tell the makers of Outward if the report is wrong.")
                     for finding in self.own)

    def as_json(self) -> dict[str, Any]:
        """Give the counts as ``trace.json`` holds them."""
        return {"in_tables": self.in_tables, "in_sentences": self.in_sentences, "worked_out": self.worked_out,
                "errors": len(self.own), "inherited": len(self.inherited)}


def audit_report(report: Report) -> SelfAudit:
    """Audit a report's own numbers.

    Parameters
    ----------
    report : Report
        In one language.

    Returns
    -------
    SelfAudit
        How many numbers were audited, and the errors.
    """
    rows = {row.id: row for row in report.numbers}
    tables, sentences, formulas = _Printed({}), _Printed({}), _Printed({})
    cells = tuple(tables.cells(report, rows))
    claims = tuple(sentences.claims(report))
    derived, facts = _derived(report.numbers, rows, formulas)
    documents = ((tables, Document("tables", cells)), (sentences, Document("sentences", (), claims)),
                 (formulas, Document("formulas", derived, facts=facts)))
    own: list[Finding] = []
    inherited: list[Finding] = []
    for printed, document in documents:
        for finding in audit(document, fewest_wrong="skip").findings:
            if finding.severity == "error":
                evidence = [rows[id] for each in finding.evidence for id in printed.figures.get(each, ())]
                (inherited if any(row.doubts for row in evidence) else own).append(finding)
    worked_out = sum(cell.indicator == _RESULT for cell in derived)
    return SelfAudit(len(cells), len(claims), worked_out, tuple(own), tuple(inherited))


@dataclass(frozen=True, slots=True)
class _Printed:
    """Numbers handed to the audit, and which figures they show."""

    figures: dict[str, tuple[str, ...]]  # by the id of the cell or claim

    def cells(self, report: Report, rows: Mapping[str, NumberRow]) -> Iterator[Cell]:
        """Give the numbers of the tables before the annexes, in the words that a reader sees."""
        for table in report.document.blocks:
            if not isinstance(table, Table) or table.id == ANNEX_TABLE or table.number[:1].isalpha():
                continue
            shown = list(_numbers(table))
            turned = _says_units_in_rows(shown, rows)
            groups = _row_groups(table)
            units: dict[str, str] = {}  # of the rows, by their first number
            for row, column, number in shown:
                id, unit = f"{table.id}|{row.key}|{column.key}", rows[number.id].unit
                self.figures[id] = (number.id,)
                name, group = groups[row.key]
                item, indicator = name, column.header
                if turned:
                    item, indicator = indicator, item
                    if units.setdefault(row.key, unit) != unit:  # what compares the others is no item beside them
                        indicator = f"{indicator}; {item}"
                within = f"{table.number} {group}".strip()
                yield Cell(id, within, "", item, "", indicator, unit, number.text, table.title)

    def claims(self, report: Report) -> Iterator[Claim]:
        """Give a claim for each number of the sentences before the annexes; the audit reads which is which."""
        language = report.document.language
        for block in report.document.blocks:
            if not isinstance(block, Paragraph):
                continue
            for sentence in block.sentences:
                numbers = [span.id for span in sentence.spans if isinstance(span, Number)]
                for place in range(1, len(numbers) + 1):
                    id = f"{sentence.id}|{place}"
                    self.figures[id] = tuple(numbers)
                    yield Claim(id, sentence.text, para=block.id, lang=language)


def _numbers(table: Table) -> Iterator[tuple[TableRow, TableColumn, Number]]:
    """Give the cells of a table that hold one number."""
    for row in table.rows:
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=False):
            numbers = [span for span in cell.spans if isinstance(span, Number)]
            if len(numbers) == 1:
                yield row, column, numbers[0]


def _says_units_in_rows(shown: Sequence[tuple[TableRow, TableColumn, Number]], rows: Mapping[str, NumberRow]) -> bool:
    """Say whether a table's rows are its indicators: a column of it has numbers of several units."""
    units: dict[str, set[str]] = {}
    for _, column, number in shown:
        units.setdefault(column.key, set()).add(rows[number.id].unit)
    return any(len(each) > 1 for each in units.values())


def _row_groups(table: Table) -> dict[str, tuple[str, str]]:
    """Name each row by its label, and the group it is in: indented rows with the one above them, none for most."""
    labels = ["".join(span.text for span in row.cells[0].spans if not isinstance(span, Mark)) for row in table.rows]
    indented = [label[:1].isspace() for label in labels]
    groups: dict[str, tuple[str, str]] = {}
    above = ""
    for row, label, is_under, is_head in zip(table.rows, labels, indented, [*indented[1:], False], strict=True):
        if not is_under:
            above = label if is_head else ""
        groups[row.key] = label.strip(), above
    return groups


def _derived(
    rows: Sequence[NumberRow], by_id: Mapping[str, NumberRow], printed: _Printed
) -> tuple[tuple[Cell, ...], tuple[Fact, ...]]:
    """Give each number that is worked out with its inputs as a row of a table, and the formulas as facts."""
    cells: list[Cell] = []
    facts: dict[str, Fact] = {}
    for row in rows:
        told = _told(row)
        if told is None:
            continue
        table, fact, columns = told
        facts.setdefault(table, fact)
        shown = [(_RESULT, row), *((name, by_id[id]) for name, id in columns)]
        for name, one in shown:
            id = f"{table}|{row.id}|{name}"
            printed.figures[id] = (row.id,)
            period = _BEFORE if name == "x2" else _NOW
            indicator = _LEVEL if table == "growth" and name != _RESULT else name
            cells.append(Cell(id, table, "", row.id, period if table == "growth" else "", indicator,
                              one.unit if table == "converted" else "", one.text))
    return tuple(cells), tuple(facts.values())


def _told(row: NumberRow) -> tuple[str, Fact, list[tuple[str, str]]] | None:
    """Give the table, the fact and the inputs' columns of a formula; nothing for a formula that no fact can state."""
    formula, inputs = row.formula, [(f"x{place}", id) for place, id in enumerate(row.inputs, start=1)]
    if _CONVERTED.fullmatch(formula) and row.id.startswith(("shown:", "magnitude:")):
        table = "converted"
        return table, Fact("balance", {"table": table, "closing": _RESULT, "terms": ["x1"]}), inputs
    if _SUM.fullmatch(formula):
        terms = [f"{sign if sign == '-' else ''}x{place}" for sign, place in _TERM.findall(formula)]
        table = f"sum {formula}"
        return table, Fact("balance", {"table": table, "closing": _RESULT, "terms": terms}), inputs
    if found := _RATIO.fullmatch(formula):
        table = f"ratio {formula}"
        return table, Fact("ratio", {"table": table, "indicator": _RESULT, "num": "x1", "den": "x2",
                                     "scale": float(found[1] or 1)}), inputs
    if formula == _GROWTH:
        return "growth", Fact("growth", {"table": "growth", "indicator": _RESULT, "of": _LEVEL}), inputs
    return None
