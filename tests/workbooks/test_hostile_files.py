"""Files made to harm: refused by name before anything in them is built, quickly and in little memory."""

from __future__ import annotations

import contextlib
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from outward.errors import InvalidInputError
from outward.workbooks import archive
from outward.workbooks.context import ReadingContext
from outward.workbooks.sheets import read_sheets
from outward.workbooks.tables import read_tables
from tests.workbooks.conftest import Make

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def altered(path: Path, part: str, data: bytes, *, name: str = "altered.xlsx") -> Path:
    """The same workbook with one part replaced or added."""
    target = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != part:
                new.writestr(item.filename, old.read(item))
        new.writestr(part, data)
    return target


def refusal(path: Path) -> str:
    with pytest.raises(InvalidInputError) as caught:
        read_sheets(path)
    (problem,) = caught.value.problems
    assert problem.mend
    return problem.what


@pytest.fixture
def plain(make: Make) -> Path:
    return make([["a", 1]])


def sheet_of(rows: str, tail: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{tail}</worksheet>'.encode()


def test_a_zip_bomb_is_refused_without_being_unpacked(plain: Path) -> None:
    bomb = altered(plain, SHEET, sheet_of(" " * 60_000_000))
    assert bomb.stat().st_size < 100_000
    tracemalloc.start()
    assert "unpacks from" in refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part_and_encoding(plain: Path, part: str, encoding: str) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l8;</x>'
    assert "declares a document type" in refusal(altered(plain, part, text.encode(encoding)))


def test_macros_are_refused_by_content_and_by_name(plain: Path) -> None:
    assert "macros" in refusal(altered(plain, "xl/vbaProject.bin", b"x"))
    other = plain.with_suffix(".xlsm")
    other.write_bytes(plain.read_bytes())
    assert "'.xlsm'" in refusal(other)


def test_links_to_other_files_are_refused(plain: Path) -> None:
    assert "other files" in refusal(altered(plain, "xl/externalLinks/externalLink1.xml", b"<x/>"))


def test_encrypted_damaged_and_foreign_files(plain: Path, tmp_path: Path) -> None:
    ole = tmp_path / "secret.xlsx"
    ole.write_bytes(archive._OLE + b"\0" * 512)
    assert "encrypted" in refusal(ole)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(plain.read_bytes()[:-200])
    assert "damaged" in refusal(broken)
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("hello.txt", "hello")
    assert "no Excel workbook" in refusal(other)
    assert "not well-formed" in refusal(altered(plain, SHEET, b"<worksheet><sheetData>"))
    assert "cannot be read" in refusal(altered(plain, "[Content_Types].xml", b"<x/>"))


def test_flipped_bytes_never_end_in_anything_but_a_refusal_or_a_reading(plain: Path, tmp_path: Path) -> None:
    data = plain.read_bytes()
    for at in range(0, len(data), 61):
        hurt = tmp_path / "hurt.xlsx"
        hurt.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1:])
        with contextlib.suppress(InvalidInputError):  # any other error would fail the test
            assert all(sheet.cells for sheet in read_sheets(hurt))


def test_a_sheet_that_claims_a_million_rows_is_read_by_what_it_holds(plain: Path) -> None:
    far = altered(plain, SHEET, sheet_of('<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>',
                                         ).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))
    (sheet,) = read_sheets(far)
    assert [cell.reference for cell in sheet.cells.values()] == ["XFD1048576"]


def test_a_million_rows_and_a_merged_universe_are_refused(plain: Path) -> None:
    rows = "".join(f'<row r="{row}"/>' for row in range(1, archive.MAX_CELLS + 2))
    assert "more cells and rows than" in refusal(altered(plain, SHEET, sheet_of(rows)))
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert "more cells and rows than" in refusal(altered(plain, SHEET, sheet_of("", merged)))


def test_a_value_at_the_end_of_a_sheet_costs_no_time(plain: Path, context: ReadingContext) -> None:
    far = altered(plain, SHEET, sheet_of('<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'))
    with pytest.raises(InvalidInputError) as caught:
        read_tables(far, context)
    assert caught.value.problems[0].column == "XFD1048576"


def test_formulas_without_a_computed_value_and_error_values_are_named_by_cell(make: Make) -> None:
    path = make([["a", "=1+1"], ["b", "=cmd|'/c calc'!A1"]])
    with pytest.raises(InvalidInputError) as caught:
        read_sheets(path)
    assert [problem.column for problem in caught.value.problems] == ["B1", "B2"]
    error = altered(path, SHEET, sheet_of('<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c></row>'))
    with pytest.raises(InvalidInputError) as caught:
        read_sheets(error)
    assert "#DIV/0!" in caught.value.problems[0].what


def test_a_computed_formula_is_read_and_said_to_be_one(make: Make, context: ReadingContext) -> None:
    path = make([["表1　利润总额（2015年，亿元）"], ["行业", "利润总额"], ["金属制品业", 0]])
    with zipfile.ZipFile(path) as book:
        sheet = book.read(SHEET).decode().replace('<c r="B3" t="n"><v>0</v>', '<c r="B3"><f>1+2</f><v>3</v>')
    table = read_tables(altered(path, SHEET, sheet.encode()), context)
    assert table["value"][0] == 3
    assert "computed by a formula" in table["note"][0]


def test_hidden_sheets_are_named(make: Make) -> None:
    path = make({"A": [["x", 1]], "B": [["y", 2]]})
    book = openpyxl.load_workbook(path)
    book["B"].sheet_state = "veryHidden"
    book.save(path)
    assert "hidden" in refusal(path)


def test_a_cell_with_a_novel_in_it_is_refused(make: Make) -> None:
    assert "characters in one cell" in refusal(make([["x" * 5_000]]))


def test_csv_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.csv"
    path.write_bytes("行业,利润总额\n".encode("gbk"))
    assert "UTF-8" in refusal(path)


@pytest.mark.parametrize(("value", "code"), [
    (1e300, "0.00"), (-1.7e308, "#,##0.00%"), (5, "0" * 3_000 + "." + "0" * 3_000), (1e-300, "0.0"),
])
def test_a_number_is_read_however_many_digits_its_format_shows(make: Make, value: float, code: str) -> None:
    path = make([["a", value]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B1"].number_format = code
    book.save(path)
    cell = read_sheets(path)[0].at(1, 2)
    assert cell is not None
    assert cell.number == pytest.approx(value * 100 if "%" in code else value)


def test_what_stops_the_reader_is_said_without_where_its_copy_lies(plain: Path) -> None:
    said = refusal(altered(plain, SHEET, sheet_of('<row r="1"><c r="A1"><v>abc</v></c></row>')))
    assert said == "the workbook cannot be read (invalid literal for int() with base 10: 'abc')"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_part_that_is_damaged_within_is_refused(plain: Path, method: int) -> None:
    damaged = plain.with_name("damaged.xlsx")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(damaged, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    data = bytearray(damaged.read_bytes())
    data[70:300] = bytes(index % 251 for index in range(230))
    damaged.write_bytes(data)
    assert "damaged" in refusal(damaged)


def test_namespaces_that_are_none_are_refused(plain: Path) -> None:
    with zipfile.ZipFile(plain) as book:
        core = book.read("docProps/core.xml")
    odd = core.replace(b'xmlns:dc="http://purl.org/dc/elements/1.1/"', b'xmlns:dc=""')
    assert odd != core
    assert "cannot be read" in refusal(altered(plain, "docProps/core.xml", odd))
