"""The template: the same bytes each time, every form there, and what is filled in comes back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from outward.workbooks.context import CLAIM_COLUMNS, REGISTERS, TABLE_COLUMNS, ReadingContext
from outward.workbooks.guide import COLUMN_HELP, GUIDE
from outward.workbooks.registers import read_registers
from outward.workbooks.tables import read_tables
from outward.workbooks.template import write_template


@pytest.fixture
def template(tmp_path: Path, context: ReadingContext) -> Path:
    write_template(tmp_path / "template.xlsx", context)
    return tmp_path / "template.xlsx"


def filled(template: Path, sheet: str, *rows: dict[str, str | float]) -> Path:
    book = openpyxl.load_workbook(template)
    columns = {str(cell.value).split("\n")[0]: number for number, cell in enumerate(book[sheet][1], 1)}
    for line, row in enumerate(rows, 2):
        for name, value in row.items():
            cell = book[sheet].cell(line, columns[name])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would make a formula of a text that begins with =
    book.save(template)
    return template


def test_two_builds_are_the_same_bytes(template: Path, context: ReadingContext) -> None:
    stream = io.BytesIO()
    write_template(stream, context)
    assert stream.getvalue() == template.read_bytes()
    with zipfile.ZipFile(template) as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in book.read("docProps/core.xml")


def test_every_form_has_its_columns_under_a_frozen_header(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["Read me 说明", "Tables", "Claims", "Sources", *REGISTERS, "Codes"]
    for title, columns in (("Tables", TABLE_COLUMNS), ("Claims", CLAIM_COLUMNS), *REGISTERS.items()):
        assert tuple(str(cell.value).split("\n")[0] for cell in book[title][1]) == tuple(columns)
        assert book[title].freeze_panes == "A2"
        assert book[title].max_row == 1
    assert book["Tables"]["C1"].comment is not None


def test_lists_to_choose_from_reach_the_codes(template: Path, context: ReadingContext) -> None:
    book = openpyxl.load_workbook(template)
    lists = {str(one.sqref).split("2")[0]: one.formula1 for one in book["Tables"].data_validations.dataValidation}
    columns = {name: chr(ord("A") + number) for number, name in enumerate(TABLE_COLUMNS)}
    assert lists[columns["status"]] == '"printed,presumed,missing,synthetic,imported"'
    for kind, known in (("indicator", context.indicators), ("region", context.regions), ("sector", context.sectors),
                        ("unit", context.units)):
        first, last = (int(cell.split("$")[2]) for cell in lists[columns[kind]].split("!")[1].split(":"))
        assert [book["Codes"].cell(row, 5).value for row in range(first, last + 1)] == list(known)
        assert {book["Codes"].cell(row, 4).value for row in range(first, last + 1)} == {kind}


def test_an_empty_template_holds_nothing(template: Path, context: ReadingContext) -> None:
    assert len(read_tables(template, context)) == 0
    assert tuple(read_tables(template, context).columns) == TABLE_COLUMNS
    assert read_registers(template, context) == {}


def test_what_is_filled_in_comes_back(template: Path, context: ReadingContext) -> None:
    filled(template, "Tables",
           {"indicator": "主营业务收入", "period": 2015, "unit": "亿元", "value": 1234.5,
            "value_as_printed": "1234.50"},
           {"indicator": "principal-revenue.growth", "region": "全国", "period": "2015", "unit": "%", "value": -3,
            "break_before": "coverage", "note": "new threshold"})
    filled(template, "Claims", {"claim": "C001", "indicator": "value-added.share-of-industry", "period": "2016",
                                "sector": "装备制造业", "unit": "%", "value": 24.6, "hedge": "about"})
    filled(template, "enterprises", {"id": "E01", "name_en": "A", "name_zh": "甲", "sector": "金属制品业"})
    table = read_tables(template, context)
    assert list(table["value"]) == [1234.5, -3]
    assert list(table["value_as_printed"]) == ["1234.50", "-3"]
    assert list(table["region"]) == ["CN-JS", "CHN"]
    assert list(table["break_before"]) == ["", "coverage"]
    assert list(table["note"]) == ["cell Tables!L2", "new threshold; cell Tables!L3"]
    forms = read_registers(template, context)
    assert list(forms) == ["claims", "enterprises"]
    assert tuple(forms["claims"].columns) == CLAIM_COLUMNS
    assert forms["claims"].at[0, "sector"] == "equipment-manufacturing"
    assert forms["enterprises"].at[0, "sector"] == "metal-products"
    assert forms["enterprises"].at[0, "products_en"] == ""


def test_a_workbook_names_its_own_sources(template: Path, context: ReadingContext) -> None:
    silent = replace(context, source="", sources={})
    filled(template, "Sources", {"id": "local-2016", "title_en": "Local bulletin", "title_zh": "地方公报"})
    filled(template, "Tables", {"indicator": "total-profit", "period": "2015", "unit": "亿元", "value": 1})
    assert list(read_tables(template, silent)["source"]) == ["local-2016"]


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://example.org\")"])
def test_text_that_looks_like_a_formula_stays_text(template: Path, context: ReadingContext, text: str) -> None:
    filled(template, "enterprises", {"id": "E01", "name_en": text})
    assert read_registers(template, context)["enterprises"].at[0, "name_en"] == text
    named = replace(context, region=text)
    stream = io.BytesIO()
    write_template(stream, named)
    with zipfile.ZipFile(stream) as book:
        sheets = b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_the_guide_says_everything_in_both_languages() -> None:
    for english, chinese in (*GUIDE, *COLUMN_HELP.values()):
        assert english[0].isascii()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert set(TABLE_COLUMNS) <= set(COLUMN_HELP)
