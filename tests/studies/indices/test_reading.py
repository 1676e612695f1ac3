"""The files of an index as people send them: CSV and workbooks, notes above the header, and what is no table at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from outward.composite import Framework, evaluate, read_data, read_framework
from outward.composite.shipped import SHIPPED, framework_text, shipped_framework
from outward.errors import InvalidInputError, NotFoundError, OutwardError
from outward.studies.indices.reading import coin_files, data_file, framework_named
from outward.workbooks.exports import new_workbook
from tests.composite.asem import made_framework
from tests.reference import reference_file

Rows = Sequence[Sequence[object]]
FRAMEWORK = made_framework("a", "b", rest='[coverage]\nall = ["33", "34"]\n[[grouping]]\ncode = "area"\n')
WIDE: Rows = [["unit", "name", "a", "b"], ["x", "甲省", 1.5, 30], ["y", "乙省", 2, ""], ["z", "丙省", 4, 10]]
LONG: Rows = [["unit", "variable", "value", "year"], ["x", "a", 1.5, 2015], ["x", "b", 30, 2015], ["y", "a", 2, 2015],
              ["z", "a", 4, 2015], ["z", "b", 10, 2015]]
NOTES: Rows = [["表5　各省数据"], ["Name the unit in the first column."], []]


def workbook(path: Path, sheets: dict[str, Rows], *, percent: tuple[int, ...] = ()) -> Path:
    """Write a workbook with the library that makes our own downloads; columns may be shown in percent."""
    book = new_workbook(path)
    style = book.add_format({"num_format": "0.0%"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(at, column, value)
                else:
                    sheet.write_number(at, column, value, style if column in percent else None)
    book.close()
    return path


def csv_file(path: Path, rows: Rows, *, encoding: str = "utf-8") -> Path:
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding=encoding)
    return path


def values(path: Path, framework: Framework = FRAMEWORK) -> dict[tuple[str, str], float]:
    """Give the values of a file by unit and variable, without gaps."""
    return {(unit, code): entry.value for (unit, code, _, _), entry in data_file(path, framework).entries.items()
            if entry.value == entry.value}


WANTED = {("x", "a"): 1.5, ("x", "b"): 30, ("y", "a"): 2, ("z", "a"): 4, ("z", "b"): 10}


class TestTables:
    """One table in many forms."""

    @pytest.mark.parametrize("rows", [WIDE, LONG, [*NOTES, *WIDE], [*NOTES, *LONG]])
    @pytest.mark.parametrize("suffix", ["csv", "xlsx"])
    def test_wide_or_long_with_notes_or_without(self, tmp_path: Path, rows: Rows, suffix: str) -> None:
        path = tmp_path / f"data.{suffix}"
        made = csv_file(path, rows) if suffix == "csv" else workbook(path, {"Tabelle": rows})
        assert values(made) == WANTED

    @pytest.mark.parametrize("suffix", ["csv", "xlsx"])
    def test_rows_are_numbered_as_the_file_numbers_them(self, tmp_path: Path, suffix: str) -> None:
        rows = [*NOTES, WIDE[0], WIDE[1], [], ["y", "", "two", 3]]
        path = tmp_path / f"data.{suffix}"
        made = csv_file(path, rows) if suffix == "csv" else workbook(path, {"data": rows})
        with pytest.raises(InvalidInputError) as caught:
            data_file(made, FRAMEWORK)
        [problem] = caught.value.problems
        assert (problem.file, problem.row, problem.column) == (path.name, 7, "a")
        made = csv_file(path, rows[:-1]) if suffix == "csv" else workbook(path, {"data": rows[:-1]})
        assert data_file(made, FRAMEWORK).entries["x", "a", "", ""].row == 5

    def test_a_byte_order_mark_and_crlf_are_nothing(self, tmp_path: Path) -> None:
        path = csv_file(tmp_path / "data.csv", WIDE, encoding="utf-8-sig")
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert values(path) == WANTED

    def test_percent_is_read_as_it_is_shown(self, tmp_path: Path) -> None:
        """8.54 % stands in the file as 0.0854; what the format hides of it is not lost."""
        rows: Rows = [["unit", "a", "b"], ["x", 0.0854, 0.5], ["y", 1, 0.123456], ["z", 0, 7]]
        assert values(workbook(tmp_path / "data.xlsx", {"data": rows}, percent=(1, 2))) == {
            ("x", "a"): 8.54, ("x", "b"): 50, ("y", "a"): 100, ("y", "b"): 12.3456, ("z", "a"): 0, ("z", "b"): 700}

    def test_numbers_that_a_format_hides_are_read_in_full(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for row in (["unit", "year", "a", "b"], ["x", 2015, 1234.5678, 1], ["y", 2015, 2, 3]):
            sheet.append(row)
        sheet["C2"].number_format = "#,##0.0"
        book.save(tmp_path / "data.xlsx")
        data = data_file(tmp_path / "data.xlsx", FRAMEWORK)
        assert data.entries["x", "a", "2015", ""].value == 1234.5678
        assert data.years == ("2015",)

    def test_an_apostrophe_before_a_formula_is_none_of_the_name(self, tmp_path: Path) -> None:
        path = csv_file(tmp_path / "data.csv", [["unit", "a", "b"], ["'=SUM(A1)", 1, 2], ["y", 3, 4]])
        assert data_file(path, FRAMEWORK).units == ("=SUM(A1)", "y")

    def test_names_in_chinese_are_names_and_codes(self, tmp_path: Path) -> None:
        data = data_file(csv_file(tmp_path / "数据.csv", WIDE), FRAMEWORK)
        assert (data.file, data.names["x"].zh) == ("数据.csv", "甲省")
        assert data_file(csv_file(tmp_path / "b.csv", [["unit", "a"], ["甲省", 1], ["乙省", 2]]), FRAMEWORK).units == (
            "甲省", "乙省")


class TestSheets:
    """Which sheet of several."""

    @pytest.mark.parametrize("title", ["data", "Data", "DATA"])
    def test_the_one_that_is_called_data(self, tmp_path: Path, title: str) -> None:
        other: Rows = [["unit", "a", "b"], ["w", 9, 9]]
        assert values(workbook(tmp_path / "data.xlsx", {"readme": other, title: WIDE, "more": other})) == WANTED

    def test_or_the_only_one_that_shows_anything(self, tmp_path: Path) -> None:
        assert values(workbook(tmp_path / "data.xlsx", {"Sheet1": [], "Blatt": WIDE, "Sheet3": []})) == WANTED

    def test_several_and_none_called_data_are_named(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "data.xlsx", {"one": WIDE, "two": WIDE})
        with pytest.raises(InvalidInputError, match="sheets one, two") as caught:
            data_file(path, FRAMEWORK)
        assert "'data'" in str(caught.value)

    def test_an_empty_workbook_shows_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInputError, match="no sheet that shows anything"):
            data_file(workbook(tmp_path / "data.xlsx", {"data": []}), FRAMEWORK)


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return stream.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("data.csv", lambda: b""),
    "no header": ("data.csv", lambda: b"province,a\nx,1\n"),
    "semicolons": ("data.csv", lambda: b"unit;a\nx;1\n"),
    "header alone": ("data.csv", lambda: b"unit,a,b\n"),
    "Latin-1": ("data.csv", lambda: "unit,a\nÜ,1\n".encode("latin-1")),
    "UTF-16": ("data.csv", lambda: "unit,a\nx,1\n".encode("utf-16")),
    "null bytes": ("data.csv", lambda: b"unit,a\nx,1\0\n"),
    "open quote": ("data.csv", lambda: b'unit,a\n"x,1\n'),
    "a long cell": ("data.csv", lambda: b"unit,a\n" + b"x" * 5000 + b",1\n"),
    "a workbook by name": ("data.xlsx", lambda: b"unit,a\nx,1\n"),
    "an empty archive": ("data.xlsx", lambda: b"PK\x05\x06" + bytes(18)),
    "a bomb": ("data.xlsx", _bomb),
    "another type": ("data.txt", lambda: b"unit,a\nx,1\n"),
    "old Excel": ("data.xls", lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)),
    "a page": ("data.csv", lambda: b"<html><body>unit</body></html>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_refused_in_our_words(tmp_path: Path, name: str) -> None:
    file, make = HOSTILE[name]
    (tmp_path / file).write_bytes(make())
    with pytest.raises(InvalidInputError) as caught:
        data_file(tmp_path / file, FRAMEWORK)
    assert all(problem.file.startswith(file) and problem.mend for problem in caught.value.problems)


@pytest.mark.parametrize("cell", ["=1+1", "#DIV/0!", "1e999", "٣", "0x1f", "1_000", "8.5%", "inf"])
def test_a_cell_that_is_no_plain_number_is_named(tmp_path: Path, cell: str) -> None:
    path = csv_file(tmp_path / "data.csv", [["unit", "a", "b"], ["x", cell, 1], ["y", 2, 1]])
    with pytest.raises(InvalidInputError) as caught:
        data_file(path, FRAMEWORK)
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(2, "a")]


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.xlsx", "a-folder.csv", ".", "x" * 300 + ".csv"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-folder.csv").mkdir()
    with pytest.raises((NotFoundError, OSError)):
        data_file(tmp_path / name, FRAMEWORK)


class TestFrameworks:
    """By the name of a file, or of a shipped one."""

    @pytest.mark.parametrize("id", SHIPPED)
    def test_a_shipped_one_by_its_id(self, id: str) -> None:
        assert framework_named(id) == shipped_framework(id)

    def test_a_file_of_that_name_comes_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path(SHIPPED[0]).write_text('[index]\ncode = "mine"\n[[indicator]]\ncode = "a"\n', encoding="utf-8")
        assert framework_named(SHIPPED[0]).id == "mine"

    def test_a_copy_with_another_line_end_and_a_mark_is_the_same(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_bytes(b"\xef\xbb\xbf" + framework_text(SHIPPED[0]).replace("\n", "\r\n").encode())
        assert framework_named(path) == shipped_framework(SHIPPED[0])

    @pytest.mark.parametrize(("content", "words"), [
        (b"\xff\xfe[index]", "not UTF-8"), (b"[index\n", "row 1"), (b"", "indicator"), (b"a" * 5_000_000, "bytes"),
        (b"[index]\ncode = \"i\"\n\n# \xe9\n", "row 4"),
    ])
    def test_what_is_no_framework_is_refused_by_line(self, tmp_path: Path, content: bytes, words: str) -> None:
        (tmp_path / "spec.toml").write_bytes(content)
        with pytest.raises(InvalidInputError, match=words):
            framework_named(tmp_path / "spec.toml")

    @pytest.mark.parametrize("name", ["nothing.toml", "regional", "."])
    def test_what_is_not_there_is_told_with_what_is(self, name: str) -> None:
        with pytest.raises(NotFoundError, match=SHIPPED[0]):
            framework_named(name)


COIN_UNITS: Rows = [["uCode", "uName", "a", "b", "area"], ["X", "Ix", 1, "NA", "n"], ["Y", "Ypsilon", 2, 5, "n"],
                    ["Z", "Zet", "", 3, "s"]]
COIN_CODES: Rows = [["Level", "iCode", "iName", "Parent", "Direction", "Weight", "Type"],
                    [1, "a", "A", "top", 1, 1, "Indicator"], [1, "b", "B", "top", -1, 2, "Indicator"],
                    [2, "top", "Top", "NA", 1, 1, "Aggregate"], ["NA", "area", "Area", "NA", "NA", "NA", "Group"]]


class TestCoin:
    """Tables of the R package COINr."""

    def test_as_csv_or_workbooks(self, tmp_path: Path) -> None:
        tables = coin_files(csv_file(tmp_path / "i.csv", COIN_UNITS), csv_file(tmp_path / "m.csv", COIN_CODES))
        assert tables == coin_files(workbook(tmp_path / "i.xlsx", {"iData": COIN_UNITS}),
                                    workbook(tmp_path / "m.xlsx", {"iMeta": COIN_CODES}))
        assert [(each.code, each.weight, each.direction) for each in tables.framework.indicators] == [
            ("a", 1, 1), ("b", 2, -1)]
        assert (2, ("X", "Ix", "", "b", "")) in tables.rows

    def test_an_empty_file_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "i.csv").write_bytes(b"")
        with pytest.raises(InvalidInputError, match="no rows"):
            coin_files(tmp_path / "i.csv", csv_file(tmp_path / "m.csv", COIN_CODES))
        with pytest.raises(OutwardError):
            coin_files(tmp_path / "nothing.csv", tmp_path / "m.csv")

    def test_a_column_that_stands_twice_is_told(self, tmp_path: Path) -> None:
        units: Rows = [["uCode", "a", "a", "b", "area"], ["X", 1, 9, 2, "n"], ["Y", 2, 9, 3, "n"], ["Z", 3, 8, 1, "s"]]
        with pytest.raises(InvalidInputError):
            coin_files(csv_file(tmp_path / "i.csv", units), csv_file(tmp_path / "m.csv", COIN_CODES))

    @pytest.mark.reference
    def test_the_example_is_evaluated_from_its_files(self) -> None:
        tables = coin_files(reference_file("index/asem_idata.csv"), reference_file("index/asem_imeta.csv"))
        assert len(evaluate(tables.framework, read_data(tables.header, tables.rows, tables.framework)).units) == 51


def test_regions_may_be_called_by_name(tmp_path: Path) -> None:
    framework = read_framework('[index]\ncode = "i"\nregions = true\n[[indicator]]\ncode = "a"\n')
    path = csv_file(tmp_path / "data.csv", [["unit", "a"], ["辽宁", 1], ["Jilin", 2], ["CN-HL", 3]])
    assert data_file(path, framework).units == ("CN-LN", "CN-JL", "CN-HL")
