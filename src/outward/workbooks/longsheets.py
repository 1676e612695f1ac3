"""Sheets with a row a value: the template's ``Tables`` sheet, and any list with the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from outward.errors import InvalidValueError, Problem
from outward.vocabulary.observations import BREAKS, STATUSES
from outward.vocabulary.periods import Period
from outward.workbooks.context import SOURCE_MEND, TABLE_COLUMNS
from outward.workbooks.lexicon import Lexicon
from outward.workbooks.numerals import Numeral, numeral, without_marks
from outward.workbooks.sheets import Sheet, SheetCell
from outward.workbooks.words import key, slug

HEADERS_ZH: Final = {
    "table": "表号", "row": "行号", "indicator": "指标", "region": "地区", "sector": "行业", "coverage": "统计口径",
    "partner": "伙伴地区", "product": "产品", "subject": "主体", "period": "时期", "unit": "单位", "value": "数值",
    "value_as_printed": "原文数值", "status": "状态", "break_before": "口径变动", "known_on": "公布日期",
    "source": "来源", "paragraph": "段落", "note": "备注",
}
"""Chinese headers of the template's columns; a column is found by either name."""

_ALSO: Final = {"period": ("year", "年份", "时间"), "value": ("数据", "值"), "indicator": ("指标名称",),
                "region": ("省份",), "sector": ("industry", "行业名称"), "source": ("数据来源", "资料来源")}
_NAMES: Final = {key(name): column for column in TABLE_COLUMNS
                 for name in (column, HEADERS_ZH[column], *_ALSO.get(column, ()))}


def column_named(header: str) -> str:
    """Give the column that a header names, in English, Chinese or both; empty where it names none.

    Examples
    --------
    >>> column_named("指标"), column_named("period\\n时期"), column_named("Year"), column_named("colour")
    ('indicator', 'period', 'period', '')
    """
    lines = header.split("\n")
    return _NAMES.get(key(lines[0])) or _NAMES.get(key(lines[-1])) or ""


@dataclass(frozen=True, slots=True)
class LongSheet:
    """A sheet in which each row is one value, with the columns that were recognised by their headers."""

    sheet: Sheet
    header: int
    columns: dict[str, int]

    def cell(self, row: int, column: str) -> SheetCell | None:
        """Give the cell of a row below a header; ``None`` where it is blank or there is no such column."""
        return self.sheet.at(row, self.columns[column]) if column in self.columns else None

    def text(self, row: int, column: str) -> str:
        """Give the text of a cell; empty where it is blank."""
        cell = self.cell(row, column)
        return cell.text if cell is not None else ""

    def problem(self, row: int, column: str, what: str, mend: str) -> Problem:
        """Name a problem in a row, by the cell where the column exists."""
        return self.sheet.problem(row, self.columns.get(column, 0), what, mend)


def as_long(sheet: Sheet) -> LongSheet | None:
    """Recognise a list of values by its first row: indicator, period and value must be among the headers."""
    if not sheet.cells:
        return None
    header = min(row for row, _ in sheet.cells)
    columns: dict[str, int] = {}
    for cell in sheet.row(header):
        column = column_named(cell.text)
        if column:
            columns.setdefault(column, cell.column)
    return LongSheet(sheet, header, columns) if {"indicator", "period", "value"} <= columns.keys() else None


def long_values(long: LongSheet, lexicon: Lexicon, problems: list[Problem]) -> Iterator[dict[str, object]]:
    """Give a row of the tables' columns for each row of a list; what cannot be read is added to ``problems``."""
    known = set(long.columns.values())
    for cell in long.sheet.row(long.header):
        if cell.column not in known:
            problems.append(long.sheet.problem(cell.row, cell.column, f"no column {cell.text!r} is known here, or it "
                                               "stands twice", f"Known are {', '.join(TABLE_COLUMNS)}."))
    number = 0
    without_source: list[int] = []
    for row in range(long.header + 1, long.sheet.height + 1):
        if not long.sheet.row(row):
            continue
        number += 1
        before = len(problems)
        value = dict(_value(long, row, number, lexicon, problems))
        if not value["source"]:
            without_source.append(row)
        elif len(problems) == before:
            yield value
    if without_source:  # told once: one line mends them all
        more = len(without_source) - 1
        problems.append(long.problem(without_source[0], "source", f"no source{more_rows(more)}", SOURCE_MEND))


def more_rows(count: int) -> str:
    """Say in how many rows more the same is wrong; nothing where there are none."""
    return f", and in {count:,} row{'s' if count > 1 else ''} more" if count else ""


def _value(
    long: LongSheet, row: int, number: int, lexicon: Lexicon, problems: list[Problem]
) -> Iterator[tuple[str, object]]:
    context = lexicon.context
    defaults = {"region": context.region, "sector": context.sector, "coverage": context.coverage,
                "known_on": context.known_on, "source": context.source, "table": slug(long.sheet.title),
                "row": str(number)}
    texts = {column: long.text(row, column) or defaults.get(column, "") for column in TABLE_COLUMNS}
    for dimension in ("indicator", "region", "sector", "partner", "unit"):
        if not texts[dimension] or texts[dimension] == defaults.get(dimension):
            continue
        found = lexicon.find(dimension, texts[dimension])
        if not found:
            problems.append(long.problem(row, dimension, f"{dimension} {texts[dimension]!r} is not known",
                                         "Use an id or a name of the Codes sheet's lists, or say there what it means."))
        texts[dimension] = found
    if not texts["indicator"] and not long.text(row, "indicator"):
        problems.append(long.problem(row, "indicator", "no indicator", "Fill the column indicator."))
    try:
        texts["period"] = str(Period.parse(texts["period"]))
    except InvalidValueError as error:
        problems.append(long.problem(row, "period", error.what, error.mend))
    read = _numeral(long, row, problems)
    presumed = not texts["unit"] and bool(texts["indicator"])
    if presumed:
        texts["unit"] = context.indicators[texts["indicator"]].unit if texts["indicator"] in context.indicators else ""
    texts["status"] = texts["status"] or ("missing" if read.value is None else "synthetic" if context.synthetic
                                          else "presumed" if presumed else "printed")
    for column, allowed in (("status", STATUSES), ("break_before", BREAKS)):
        if texts[column] not in allowed:
            problems.append(long.problem(row, column, f"{texts[column]!r} is not a {column}",
                                         f"Use one of {', '.join(one for one in allowed if one)}."))
    if read.value is None and texts["status"] != "missing":
        problems.append(long.problem(row, "value", "no value", "Give a value, or the status missing."))
    if context.synthetic and texts["status"] in ("printed", "presumed", "imported"):
        problems.append(long.problem(row, "status", f"status {texts['status']!r} in a made-up case",
                                     "Write synthetic, or leave the cell empty."))
    if not texts["value_as_printed"] and (cell := long.cell(row, "value")):
        texts["value_as_printed"] = cell.exact if cell.number is not None else without_marks(cell.text)[0]
    remarks = [texts["note"], f"cell {long.sheet.title}!{long.problem(row, 'value', '', '').column}",
               f"unit not printed, {texts['unit']} presumed" if presumed else "", read.remark]
    texts["note"] = "; ".join(remark for remark in remarks if remark)
    for column in TABLE_COLUMNS:
        yield column, read.value if column == "value" else texts[column]


def _numeral(long: LongSheet, row: int, problems: list[Problem]) -> Numeral:
    cell = long.cell(row, "value")
    if cell is None:
        return numeral(long.text(row, "value_as_printed")) or Numeral(None)
    read = Numeral(cell.number, cell.percent) if cell.number is not None else numeral(cell.text)
    if read is None:
        problems.append(long.problem(row, "value", f"{cell.text!r} is not a number",
                                     "Write the number alone; what the source prints goes to value_as_printed."))
        return Numeral(None)
    unit = long.text(row, "unit")
    if read.percent and unit not in ("", "%", "pp"):
        problems.append(long.problem(row, "value", f"the value is printed in per cent, its unit is {unit}",
                                     "Format the cell as a plain number, or mend the unit."))
    return read
