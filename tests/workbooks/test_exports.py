"""Downloads: numbers as numbers, text never a formula, citation beneath, the same bytes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from outward.errors import InvalidValueError
from outward.workbooks.exports import Value, harmless, write_table

COLUMNS = ["code", "sector", "profit, 100 million CNY"]
ROWS: list[list[Value]] = [["33", "金属制品业", 12.5], ["=2+3", "@x", None], ["-1", "+1", -3]]
CITATION = [("Source", "=made up"), ("As of", "2016-12-31")]


def test_a_workbook_keeps_numbers_codes_and_citation(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(path, COLUMNS, ROWS, CITATION, format="xlsx")
    sheet = openpyxl.load_workbook(path)["Table"]
    cells = [[(cell.data_type, cell.value) for cell in row] for row in sheet.iter_rows(max_row=4)]
    assert cells[1] == [("s", "33"), ("s", "金属制品业"), ("n", 12.5)]
    assert cells[2] == [("s", "=2+3"), ("s", "@x"), ("n", None)]
    assert cells[3] == [("s", "-1"), ("s", "+1"), ("n", -3)]
    assert [sheet.cell(row, 2).value for row in (6, 7)] == ["=made up", "2016-12-31"]


def test_a_list_neutralises_formulas_and_opens_in_chinese() -> None:
    stream = io.BytesIO()
    write_table(stream, COLUMNS, ROWS, CITATION, format="csv")
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))
    assert rows[1] == ["33", "金属制品业", "12.5"]
    assert rows[2] == ["'=2+3", "'@x", ""]
    assert rows[3] == ["'-1", "'+1", "-3"]
    assert rows[4:] == [[], ["Source", "'=made up"], ["As of", "2016-12-31"]]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "  =1", "\n=1"])
def test_every_beginning_that_runs_is_held(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_two_builds_are_the_same_bytes(format: str) -> None:
    builds = []
    for _ in range(2):
        stream = io.BytesIO()
        write_table(stream, COLUMNS, ROWS, CITATION, format=format)  # type: ignore[arg-type]
        builds.append(stream.getvalue())
    assert builds[0] == builds[1]


def test_characters_that_no_workbook_can_hold_and_long_texts(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    write_table(path, ["a\x00b"], [["x\x1fy\ud800"], ["\U00020000" * 20_000]], [], format="xlsx")
    sheet = openpyxl.load_workbook(path)["Table"]
    assert (sheet["A1"].value, sheet["A2"].value) == ("a\ufffdb", "x\ufffdy\ufffd")
    assert str(sheet["A3"].value).endswith("…")


def test_ragged_rows_and_numbers_that_are_none_are_refused() -> None:
    ragged: list[list[Value]] = [["a", 1.0]]
    for rows, what in ((ragged, "2 cells"), ([[float("nan")]], "not finite"), ([[float("inf")]], "not finite")):
        with pytest.raises(InvalidValueError, match=what):
            write_table(io.BytesIO(), ["x"], rows, [], format="csv")
