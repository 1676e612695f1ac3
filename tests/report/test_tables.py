"""A report's tables as a workbook: numbers as numbers, texts as texts, alike in every build."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from outward.report.build import build_report, no_picture
from outward.report.document import Table, TableCell, TableRow, Text
from outward.report.tables import tables_workbook
from tests.worlds.results import result


def test_each_table_has_a_sheet_and_all_numbers_have_one() -> None:
    report = build_report([result()], language="en", describe=no_picture)
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook(report)))
    assert book.sheetnames == ["2.1", "Numbers"]
    table = next(block for block in report.document.blocks if isinstance(block, Table))
    shown = [[cell.value for cell in row] for row in book["2.1"].iter_rows(min_row=4, max_row=3 + len(table.rows))]
    assert [line[0] for line in shown] == ["".join(span.text for span in row.cells[0].spans if hasattr(span, "text"))
                                           for row in table.rows]
    assert shown[0][1] == table.rows[0].cells[1].sort
    numbers = book["Numbers"]
    values = {row[0].value: row[2].value for row in numbers.iter_rows(min_row=2, max_row=1 + len(report.numbers))}
    assert values == {row.id: pytest.approx(row.value, rel=1e-14) for row in report.numbers}  # a workbook's digits
    said = [cell.value for cell in numbers["A"]] + [cell.value for cell in book["2.1"]["A"]]
    assert said.count("Cite as") == 2


def test_no_text_becomes_a_formula_and_every_build_is_alike() -> None:
    report = build_report([result()], language="zh", describe=no_picture)
    hostile = TableRow("hostile", (TableCell((Text("=HYPERLINK(1)"),)), TableCell((Text("@x"),))))
    blocks = tuple(replace(block, rows=(*block.rows, hostile)) if isinstance(block, Table) else block
                   for block in report.document.blocks)
    changed = replace(report, document=replace(report.document, blocks=blocks))
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook(changed)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells if cell.data_type == "s"]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert tables_workbook(changed) == tables_workbook(changed)
