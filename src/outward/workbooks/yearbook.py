"""A yearbook's table to rows: each value with what its headers, labels, title and notes say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from outward.errors import Problem
from outward.vocabulary.observations import DIMENSIONS
from outward.workbooks.layout import Layout
from outward.workbooks.lexicon import COUNTERS, Lexicon, Reading
from outward.workbooks.measuring import Measured, unit_of
from outward.workbooks.numerals import MISSING_MARKS, Numeral, numeral, without_marks
from outward.workbooks.sheets import SheetCell, reference
from outward.workbooks.words import is_base, key, means, period_in, take_apart, tidy, unit_line

_MEND_WORD: Final = ("Write the name or id of the vocabularies, or add the word to the Codes sheet of this workbook: "
                     "word, means (such as sector:metal-products, or ignore).")


@dataclass(slots=True)
class Axis:
    """What the headers of one column, or the labels of one row, say together; the innermost word counts."""

    facts: dict[str, str] = field(default_factory=dict)
    measures: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    counted: bool = False
    of_which: bool = False

    def add(self, text: str, reading: Reading) -> None:
        for dimension, id in reading.facts:
            if dimension == "measure":
                self.measures.append(id)
                continue
            if dimension == "indicator":
                self.measures.clear()
            self.facts[dimension] = id
        self.texts.append(tidy(without_marks(text)[0]))
        self.marks.extend(reading.marks)
        self.remarks.extend(reading.remarks)
        self.counted = self.counted or reading.counted
        self.of_which = reading.of_which


class YearbookTable:
    """Reads one table that was found on a sheet; what it cannot read it names in ``problems``."""

    def __init__(self, layout: Layout, lexicon: Lexicon) -> None:
        self.layout, self.sheet, self.lexicon = layout, layout.sheet, lexicon
        self.context = lexicon.context
        self._complaints: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self.whole = self._whole()
        self.units = self._table_units()
        self.columns = dict(self._columns())
        self.rows = dict(self._rows())
        self.source, self.source_note = self._source()

    def values(self) -> Iterator[dict[str, object]]:
        """Give a row of the tables' columns for each value, gaps too, from top to bottom, left to right."""
        self._check_columns()
        if self._complaints:  # the words first: every value under an unknown header would be named otherwise
            return
        for row, stub in self.rows.items():
            if "ignore" in stub.facts:
                continue
            for column, header in self.columns.items():
                if "ignore" not in header.facts and (value := self._value(row, column, stub, header)):
                    yield value

    # What the table, its columns and its rows say ---------------------------------------------------------------

    def _whole(self) -> dict[str, str]:
        """What the title, the corner and the Codes sheet say of the whole table."""
        facts = dict(self.lexicon.coded("*")) | dict(self.lexicon.coded(self.sheet.title))
        periods = set()
        # Of a page of text above a table the last lines are its title.
        for cell in [*self.layout.titles[-8:], *(one for one in self.layout.units if not unit_line(one.text))]:
            facts |= dict(self.lexicon.inside(cell.text))
            if period := period_in(cell.text):
                periods.add(period)
            for inside in take_apart(cell.text).brackets:
                units = [id for dimension, id in self.lexicon.lookup(inside) if dimension == "unit"]
                facts |= {"unit": units[0]} if units else {}
        if len(periods) == 1:
            facts["period"] = periods.pop()
        elif len(periods) > 1:
            cell = self.layout.titles[0]
            self._complain(cell.row, cell.column, f"the titles name several periods: {', '.join(sorted(periods))}",
                           "Keep one, or write the periods in headers or labels.")
        for row in self.layout.headers:
            for column in self.layout.stubs:
                if corner := self.sheet.at(row, column):
                    reading = self._understood(corner)
                    facts |= {dimension: id for dimension, id in reading.facts if dimension != "measure"}
        return facts

    def _table_units(self) -> tuple[str, ...]:
        found: list[str] = [self.whole["unit"]] if "unit" in self.whole else []
        for cell in self.layout.units:
            if not (line := unit_line(cell.text)):
                continue
            whole = [id for dimension, id in self.lexicon.lookup(line) if dimension == "unit"]
            for part in ([line] if whole else re.split(r"[、,，;；]|\s/\s|\band\b|和|及", line)):
                units = [id for dimension, id in self.lexicon.lookup(part) if dimension == "unit"]
                if units:
                    found.append(units[0])
                elif not set(part.strip()) <= COUNTERS:
                    self._complain(cell.row, cell.column, f"unit {part.strip()!r} is not known",
                                   "Write a unit of the Codes sheet's list (亿元, 100 million CNY, ...).")
        return tuple(dict.fromkeys(found))

    def _columns(self) -> Iterator[tuple[int, Axis]]:
        parent = ""
        for column in self.layout.columns:
            axis = self._column(column)
            if axis.of_which and parent:
                axis.remarks.append(f"of which: part of {parent}")
            elif axis.texts:
                parent = axis.texts[0]
            yield column, axis

    def _column(self, column: int) -> Axis:
        axis = Axis()
        flagged = False
        seen: set[tuple[int, int]] = set()
        for row in self.layout.headers:
            found = self.layout.header(row, column)
            if found is None or (found[0].row, found[0].column) in seen:
                continue
            cell, _ = found
            seen.add((cell.row, cell.column))
            axis.add(cell.text, self._understood(cell))
            flagged = flagged or axis.of_which
        axis.of_which = flagged
        return axis

    def _rows(self) -> Iterator[tuple[int, Axis]]:
        left = [column for column in self.layout.stubs if not self.layout.columns or column < self.layout.columns[0]]
        above: dict[int, SheetCell] = {}
        parent = ""
        section: SheetCell | None = None
        for row in self.layout.rows:
            axis = Axis()
            if (heading := self.layout.section(row)) is not section:
                section, above = heading, {}
            if section is not None:
                axis.add(section.text, self._understood(section))
            for column in self.layout.stubs:
                cell = self.sheet.at(row, column)
                if cell is None and column in left[:-1]:
                    cell = above.get(column)  # an outer label is printed once for the rows that it covers
                if cell is not None:
                    above[column] = cell
                    self._add_stub(axis, column, cell)
            if axis.of_which and parent:
                axis.remarks.append(f"of which: part of {parent}")
            elif axis.texts:
                parent = axis.texts[-1] if section is None or len(axis.texts) > 1 else parent
            yield row, axis

    def _add_stub(self, axis: Axis, column: int, cell: SheetCell) -> None:
        headers = [text.text for row in self.layout.headers if (text := self.sheet.at(row, column))]
        if any(means(text, "unit column") for text in headers):
            units = [fact for fact in self.lexicon.lookup(cell.text) if fact[0] == "unit"]
            if units:
                axis.facts["unit"] = units[0][1]
            elif set(tidy(cell.text)) <= COUNTERS:
                axis.counted = True
            elif is_base(cell.text):
                axis.remarks.append(f"base {tidy(cell.text)}")
            else:
                self._complain(cell.row, cell.column, f"unit {cell.text!r} is not known",
                               "Write a unit of the Codes sheet's list.")
            return
        if column < self.layout.columns[0]:
            axis.add(cell.text, self._understood(cell))
        else:
            self._add_gloss(axis, cell)

    def _add_gloss(self, axis: Axis, cell: SheetCell) -> None:
        """Labels are repeated in English right of the values: one that is not known there takes nothing away."""
        reading = self.lexicon.read(cell.text)
        if reading.unknown:
            return
        for dimension, id in reading.facts:
            if dimension not in ("measure", "total") and axis.facts.setdefault(dimension, id) != id:
                self._complain(cell.row, cell.column, f"the label right of the values says {dimension} {id}, "
                               f"the one left of them {axis.facts[dimension]}", "Mend one of the two labels.")

    def _understood(self, cell: SheetCell) -> Reading:
        reading = self.lexicon.read(cell.text)
        for word in reading.unknown:
            self._complain(cell.row, cell.column, f"the word {word!r} is not known", _MEND_WORD)
        return reading

    def _source(self) -> tuple[str, str]:
        for text in self.layout.sources:
            for dimension, id in (*self.lexicon.coded(text), *self.lexicon.coded(text.strip("。.《》 "))):
                if dimension == "source":
                    return id, ""
            for id, titles in sorted(self.context.sources.items()):
                if any(key(name) and key(name) in key(text) for name in (id, *titles)):
                    return id, ""
        source = self.whole.get("source", self.context.source)
        if not source:
            row = self.layout.rows[0]
            self._complain(row, 0, "the table names no source", "Write a line 'Source: ...' below it, as the case's "
                           "sources name it, or name one source for all numbers in case.toml: source = \"ID\".")
        return source, "".join(f"source as printed: {text}" for text in self.layout.sources[:1])

    # Values -----------------------------------------------------------------------------------------------------

    def _check_columns(self) -> None:
        for row in self.layout.rows:
            for column in self.layout.stubs:
                if self.layout.columns and self.layout.columns[0] < column < self.layout.columns[-1] and (
                    cell := self.sheet.at(row, column)
                ):
                    self._complain(row, column, f"{cell.text!r} stands between columns of values",
                                   "Put tables that stand side by side below one another.")

    def _value(self, row: int, column: int, stub: Axis, header: Axis) -> dict[str, object] | None:
        cell = self.sheet.at(row, column)
        if cell is not None and (cell.row, cell.column) != (row, column):
            self._complain(row, column, f"the value {cell.text!r} is merged over several cells",
                           "Split the merged cells and write the value where it belongs.")
            return None
        read = _numeral(cell)
        if read is None:
            assert cell is not None
            self._complain(row, column, f"{cell.text!r} is not a number",
                           "Write the number alone, or - or ... where there is none; ranges and bounds are claims.")
            return None
        facts = self._facts(row, column, stub, header)
        if facts is None:
            return None
        measured = unit_of(facts["indicator"], self._stated(stub, header), self.units, read,
                           counted=stub.counted or header.counted, context=self.context)
        if isinstance(measured, str):
            self._complain(row, column, measured, "State the unit in the header's brackets, in a unit line such as "
                           "'单位：亿元', or in a unit column.")
            return None
        return self._row_of(row, column, cell, read, facts, measured, (stub, header))

    @staticmethod
    def _stated(stub: Axis, header: Axis) -> str:
        return header.facts.get("unit") or stub.facts.get("unit") or ""

    def _facts(self, row: int, column: int, stub: Axis, header: Axis) -> dict[str, str] | None:
        facts: dict[str, str] = {}
        for dimension in DIMENSIONS:
            ids = {axis.facts[dimension] for axis in (stub, header) if dimension in axis.facts}
            if len(ids) > 1:
                self._complain(row, column, f"the row says {dimension} {stub.facts[dimension]}, the column "
                               f"{header.facts[dimension]}", "Keep one, or say what is meant on the Codes sheet.")
                return None
            facts[dimension] = ids.pop() if ids else ""
        measures = [*header.measures, *stub.measures]
        if measures and not facts["indicator"]:
            self._from_left(column, facts)
        totals = {dimension: self._total(axis) for axis, dimension in ((stub, "total"), (header, "total"))
                  if "total" in axis.facts for dimension in [self._total_dimension(axis)]}
        for dimension, id in totals.items():
            facts[dimension] = facts[dimension] or id
        for dimension in DIMENSIONS:
            facts[dimension] = facts[dimension] or self.whole.get(dimension, "")
        facts["indicator"] = ".".join([facts["indicator"], *measures]) if facts["indicator"] else ""
        facts["region"] = facts["region"] or self.context.region
        facts["sector"] = facts["sector"] or self.context.sector
        facts["coverage"] = facts["coverage"] or self.context.coverage
        for dimension, mend in (("indicator", "Name it in a header, a row label or the title."),
                                ("period", "Write the year in the title, a header or a row label, or give the "
                                           "sheet's name on the Codes sheet the meaning period:2015.")):
            if not facts[dimension]:
                self._complain(row, column, f"no {dimension} is stated for this value", mend)
                return None
        if facts["indicator"] not in self.context.indicators:
            self._complain(row, column, f"indicator {facts['indicator']!r} is not defined",
                           "Define it in the case's indicators, or mend the header.")
            return None
        return facts

    def _from_left(self, column: int, facts: dict[str, str]) -> None:
        """A column "growth" without a name of its own belongs to the named column at its left."""
        for left in reversed([one for one in self.layout.columns if one < column]):
            said = self.columns[left].facts
            if "indicator" in said:
                for dimension in DIMENSIONS:
                    facts[dimension] = facts[dimension] or said.get(dimension, "")
                return

    def _total_dimension(self, axis: Axis) -> str:
        axes = self.rows.values() if any(axis is one for one in self.rows.values()) else self.columns.values()
        regions = any("region" in one.facts for one in axes if "total" not in one.facts)
        sectors = any("sector" in one.facts for one in axes if "total" not in one.facts)
        return "region" if regions and not sectors else "sector"

    def _total(self, axis: Axis) -> str:
        if self._total_dimension(axis) == "region":
            return self.context.nation
        return self.whole.get("sector", self.context.sector)

    def _row_of(
        self, row: int, column: int, cell: SheetCell | None, read: Numeral, facts: dict[str, str], measured: Measured,
        axes: Sequence[Axis],
    ) -> dict[str, object]:
        status = "missing" if read.value is None else "synthetic" if self.context.synthetic else measured.status
        marks = dict.fromkeys([*(mark for axis in axes for mark in axis.marks), *read.marks])
        totals = [f"'{axis.facts['total']}' read as {self._total(axis)}" for axis in axes if "total" in axis.facts]
        remarks = [f"cell {self.sheet.title}!{reference(row, column)}",
                   "computed by a formula of the spreadsheet" if cell is not None and cell.formula else "",
                   f"shown as {cell.text}" if cell is not None and cell.exact != cell.text else "",
                   *(remark for axis in axes for remark in axis.remarks), *totals, read.remark, measured.remark,
                   *(self._footnote(mark) for mark in marks), self.source_note]
        return {
            **facts, "unit": measured.unit, "value": read.value, "value_as_printed": _printed(cell),
            "status": status, "break_before": "", "known_on": self.context.known_on, "source": self.source,
            "paragraph": "", "note": "; ".join(dict.fromkeys(remark for remark in remarks if remark)),
        }

    def _footnote(self, mark: str) -> str:
        bare = mark.strip("()（）[]")
        for note in self.layout.notes:
            text = re.sub(r"^(?:注|notes?)\s*[:：]\s*", "", note.strip(), flags=re.IGNORECASE)
            if text.startswith((mark, bare)):
                return f"{mark} {text[len(mark) if text.startswith(mark) else len(bare):].strip(' :：.)）')}"
        return f"footnote mark {mark}"

    def _complain(self, row: int, column: int, what: str, mend: str) -> None:
        places = self._complaints.setdefault((what, mend), [])
        if (row, column) not in places:
            places.append((row, column))

    @property
    def problems(self) -> list[Problem]:
        """What cannot be read, once by its first cell however many cells it bears on."""
        return [self.sheet.problem(*places[0], what + (f" (and {len(places) - 1} more cells like it, to "
                                                       f"{reference(*places[-1])})" if len(places) > 1 else ""), mend)
                for (what, mend), places in self._complaints.items()]


def _printed(cell: SheetCell | None) -> str:
    """What the cell prints, without the footnote marks: they are in the note."""
    if cell is None:
        return ""
    return cell.exact if cell.number is not None else without_marks(cell.text)[0]


def _numeral(cell: SheetCell | None) -> Numeral | None:
    if cell is None:
        return Numeral(None, remark=MISSING_MARKS[""])
    if cell.number is not None:
        return Numeral(cell.number, cell.percent)
    return numeral(cell.text)
