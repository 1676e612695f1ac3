"""A report's tables as a workbook: a sheet a table, numbers as numbers, each sheet with what it must be cited by."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from outward.report.annex import ANNEX_TABLE
from outward.report.build import Report
from outward.report.document import Mark, Span, Table, TableCell
from outward.report.print_words import date_in_words
from outward.vocabulary.labels import Language
from outward.workbooks.exports import legal, new_workbook

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {"numbers": "Numbers", "id": "Id", "text": "As shown", "value": "Value, unrounded", "unit": "Unit",
           "formula": "Formula", "source": "Source", "cite": "Cite as", "release": "Release", "as_of": "As of"},
    "zh": {"numbers": "数字", "id": "标识", "text": "显示值", "value": "未舍入值", "unit": "单位", "formula": "公式",
           "source": "来源", "cite": "引用格式", "release": "数据版本", "as_of": "截至日期"},
}
_Cell = str | float | None


def tables_workbook(report: Report) -> bytes:
    """Write a report's tables, and the numbers of all of it, as XLSX.

    Parameters
    ----------
    report : Report
        In one language.

    Returns
    -------
    bytes
        One sheet a table, named by the table's number, and one of all numbers. No text in it becomes a formula, and
        its bytes depend on the report alone.
    """
    document = report.document
    words = _WORDS[document.language]
    stream = io.BytesIO()
    book = new_workbook(stream)
    bold = book.add_format({"bold": True, "text_wrap": True})

    def sheet_of(name: str, lines: Sequence[Sequence[_Cell]], header: int) -> None:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 30, 18)
        sheet.freeze_panes(header + 1, 1)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, str):
                    sheet.write_string(row, column, legal(value), *((bold,) if row <= header else ()))
                elif value is not None:
                    sheet.write_number(row, column, value)

    cited = [words["cite"], f"{document.title}, {date_in_words(document.date, document.language)}"]
    dated = [[words["release"], document.release], *([[words["as_of"], report.as_of]] if report.as_of else [])]
    for block in document.blocks:
        if isinstance(block, Table) and block.id != ANNEX_TABLE:
            foot = [[note] for note in (*block.notes, block.source) if note]
            sheet_of(block.number, [[f"{block.number} {block.title}"], [], [each.header for each in block.columns],
                                    *([_value(cell) for cell in row.cells] for row in block.rows), [], *foot, cited,
                                    *dated], 2)
    names = ("id", "text", "value", "unit", "formula", "source")
    numbers: list[list[_Cell]] = [[row.id, row.text, row.value, row.unit, row.formula, row.source]
                                  for row in report.numbers]
    sheet_of(words["numbers"], [[words[name] for name in names], *numbers, [], cited, *dated], 0)
    book.close()
    return stream.getvalue()


def _value(cell: TableCell) -> _Cell:
    return cell.sort if cell.sort is not None else "".join(map(_text, cell.spans))


def _text(span: Span) -> str:
    return "" if isinstance(span, Mark) else span.text
