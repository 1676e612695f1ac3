"""A case filled in as a spreadsheet, and a spreadsheet imported into a case."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from outward.casebook.layout import CLAIMS, SOURCES, TABLES
from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, StoreError
from outward.ingest.cases import begin_case, check_case, load_case
from outward.ingest.imports import import_file
from outward.store.reader import verify
from outward.studies.releases import casebook_of
from outward.workbooks.context import CLAIM_COLUMNS, SOURCE_COLUMNS, TABLE_COLUMNS
from outward.workbooks.sheets import reference
from tests.ingest.small_case import write_case
from tests.ingest.test_loading_cases import values


def fill(path: Path, sheet: str, row: dict[str, str | float]) -> None:
    """Write a row under the headers of a sheet of the template."""
    book = openpyxl.load_workbook(path)
    cells = book[sheet]
    headers = {str(cell.value).split("\n")[0].strip(): cell.column for cell in cells[1] if cell.value}
    free = next(number for number in range(2, 1000) if cells.cell(number, 1).value is None)
    for name, value in row.items():
        cells.cell(free, headers[name]).value = value
    book.save(path)


def cell(path: Path, sheet: str, column: str, row: int) -> str:
    """Name the cell of a column of the template's sheet."""
    headers = [str(header.value).split("\n")[0] for header in openpyxl.load_workbook(path)[sheet][1]]
    return reference(row, headers.index(column) + 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begin_case("made-up", tmp_path / "case", region="江苏", known_on="2020-05-01")


def test_a_new_case_can_be_checked_and_loaded_before_it_is_filled_in(folder: Path, tmp_path: Path) -> None:
    assert (folder / "made-up.xlsx").is_file()
    assert check_case(folder) == ()
    loaded = load_case(folder, tmp_path / "workspace")
    assert loaded.counts["observations"] == 0
    assert loaded.release is not None
    assert casebook_of(loaded.release).case.region == "CN-JS"


def test_a_case_filled_in_as_a_spreadsheet_is_loaded_with_its_registers(folder: Path, tmp_path: Path) -> None:
    workbook = folder / "made-up.xlsx"
    fill(workbook, "Sources", {"id": "yearbook", "title_en": "A made-up yearbook"})
    fill(workbook, "Tables", {"table": "1", "indicator": "sales-value", "region": "江苏", "sector": "instruments",
                              "period": "2019", "unit": "亿元", "value": 0.1})
    fill(workbook, "enterprises", {"id": "E1", "name_en": "One", "name_zh": "一厂"})
    loaded = load_case(folder, tmp_path / "workspace")
    assert loaded.release is not None
    [row] = loaded.release.observations().to_dict("records")
    assert [row[name] for name in ("indicator", "region", "unit", "value", "source", "known_on")] == [
        "sales-value", "CN-JS", "100 million CNY", 0.1, "yearbook", "2020-05-01"]
    casebook = casebook_of(loaded.release)
    assert casebook.registers["enterprises"]["name_zh"].tolist() == ["一厂"]
    assert loaded.release.file("workbooks/made-up.xlsx") == workbook.read_bytes()
    assert verify(loaded.release) == ()
    assert not load_case(folder, tmp_path / "workspace").is_new


def test_what_is_wrong_in_a_spreadsheet_is_told_by_its_cell(folder: Path) -> None:
    fill(folder / "made-up.xlsx", "Tables", {"table": "1", "indicator": "no such thing", "region": "江苏",
                                             "sector": "instruments", "period": "2019", "unit": "亿元", "value": 1})
    assert [(problem.file, problem.row, problem.column) for problem in check_case(folder)] == [
        ("made-up.xlsx [Tables]", 2, "C2"), ("made-up.xlsx [Tables]", 2, "Q2")]  # the indicator, and no source


def test_what_a_claim_leaves_out_is_the_case_s(folder: Path, tmp_path: Path) -> None:
    fill(folder / "made-up.xlsx", "Sources", {"id": "yearbook", "title_en": "A made-up yearbook"})
    fill(folder / "made-up.xlsx", "Claims", {"claim": "C1", "indicator": "sales-value", "period": "2019", "value": 12.5,
                                             "unit": "亿元"})
    release = load_case(folder, tmp_path / "workspace").release
    assert release is not None
    [row] = release.observations().to_dict("records")
    assert [row[name] for name in ("region", "sector", "source", "value_as_printed")] == [
        "CN-JS", "equipment-manufacturing", "yearbook", ""]  # without its print it counts as one in words


def test_what_the_case_refuses_is_told_by_the_workbook_s_cell(folder: Path) -> None:
    """Not by a file that nobody wrote."""
    workbook = folder / "made-up.xlsx"
    fill(workbook, "Sources", {"id": "yearbook", "title_en": "A made-up yearbook"})
    fill(workbook, "Claims", {"claim": "C1", "indicator": "sales-value", "period": "2019", "unit": "亿元", "value": 1})
    fill(workbook, "Claims", {"claim": "C2", "indicator": "sales-value", "period": "2018", "unit": "%", "value": 1})
    fill(workbook, "Tables", {"table": "1", "indicator": "sales-value", "period": "2019", "unit": "%", "value": 1})
    fill(workbook, "targets", {"id": "G1", "name_en": "One", "threshold": "forty", "unit": "%"})
    assert {(problem.file, problem.row, problem.column) for problem in check_case(folder)} == {
        ("made-up.xlsx [Claims]", 3, cell(workbook, "Claims", "unit", 3)),
        ("made-up.xlsx [Tables]", 2, f"{cell(workbook, 'Tables', 'value', 2)} (unit)"),
        ("made-up.xlsx [targets]", 2, cell(workbook, "targets", "threshold", 2)),
    }


def test_numbers_without_a_source_are_told_once_and_mended_by_one_line(folder: Path, tmp_path: Path) -> None:
    workbook, settings = folder / "made-up.xlsx", folder / "case.toml"
    for id in ("S1", "S2"):
        fill(workbook, "Sources", {"id": id, "title_en": f"Source {id}"})
    for year in (2017, 2018, 2019):
        fill(workbook, "Tables", {"table": "1", "indicator": "sales-value", "period": str(year), "value": 1})
        fill(workbook, "Claims", {"claim": f"C{year}", "indicator": "sales-value", "period": str(year), "value": 1,
                                  "unit": "亿元"})
    found = check_case(folder)
    assert [(problem.file, problem.row, problem.what) for problem in found] == [
        (f"made-up.xlsx [{sheet}]", 2, "no source, and in 2 rows more") for sheet in ("Claims", "Tables")]
    assert all('source = "ID"' in problem.mend for problem in found)
    settings.write_text('source = "S2"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    release = load_case(folder, tmp_path / "workspace").release
    assert release is not None
    assert release.observations()["source"].tolist() == ["S2"] * 6


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.xlsx").write_bytes(b"secret")
    (folder / "linked.xlsx").symlink_to(tmp_path / "secret.xlsx")
    assert [problem.what for problem in check_case(folder)] == ["the file is a link"]


def test_a_spreadsheet_is_imported_as_a_table(tmp_path: Path) -> None:
    load_case(write_case(tmp_path / "small"), tmp_path / "workspace")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Output"
    sheet.append(("indicator", "region", "sector", "period", "unit", "value"))
    sheet.append(("sales-value", "CN-JS", "instruments", "2016", "亿元", 123.25))
    book.save(tmp_path / "output.xlsx")
    release = import_file(tmp_path / "output.xlsx", "small", tmp_path / "workspace", known_on="2018-03-01").release
    assert release is not None
    assert values(release)["output:1"] == 123.25
    [row] = release.observations(table="output").to_dict("records")
    assert (row["unit"], row["source"], row["known_on"]) == ("100 million CNY", "import-0001", "2018-03-01")
    assert release.file("imports/0001.xlsx") == (tmp_path / "output.xlsx").read_bytes()


@pytest.mark.parametrize(("sheet", "row"), [
    ("enterprises", {"id": "E1", "name_en": "One"}),
    ("Sources", {"id": "almanac", "title_en": "An almanac"}),
    ("Claims", {"claim": "C1", "indicator": "sales-value", "period": "2016", "value": 1.0}),
])
def test_an_import_leaves_no_rows_behind_in_silence(
    folder: Path, tmp_path: Path, sheet: str, row: dict[str, str | float]
) -> None:
    load_case(write_case(tmp_path / "small"), tmp_path / "workspace")
    workbook = folder / "made-up.xlsx"
    fill(workbook, "Tables", {"indicator": "sales-value", "period": "2016", "value": 1.0})
    fill(workbook, sheet, row)
    with pytest.raises(InvalidInputError, match="1 rows; an import takes only tables") as caught:
        import_file(workbook, "small", tmp_path / "workspace")
    assert caught.value.problems[0].file.startswith("made-up.xlsx [")


def test_a_file_that_only_calls_itself_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    load_case(write_case(tmp_path / "small"), tmp_path / "workspace")
    with zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(InvalidInputError, match=r"odd\.xlsx"):
        import_file(tmp_path / "odd.xlsx", "small", tmp_path / "workspace")


def test_a_case_is_not_begun_over_something_or_under_any_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="case name"):
        begin_case("../x", tmp_path / "x", region="CN-JS")
    assert not (tmp_path / "x").exists()
    with pytest.raises(NotFoundError, match="made-up"):
        check_case(tmp_path / "made-up")


def test_spreadsheets_and_files_have_the_same_columns() -> None:
    """Strangers to one another, they describe one table, one list of claims and one of sources."""
    assert (TABLES.columns, CLAIMS.columns, SOURCES.columns) == (TABLE_COLUMNS, CLAIM_COLUMNS, SOURCE_COLUMNS)


def test_a_workbook_s_name_must_be_text(folder: Path) -> None:
    (folder / "made-up.xlsx").rename(folder / "b\udcff.xlsx")
    assert [problem.what for problem in check_case(folder)] == ["the file's name has a character that is no text"]


def test_a_full_disk_leaves_nothing_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(target: Path, context: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("outward.ingest.spreadsheets.write_template", full)
        with pytest.raises(StoreError, match="No space left"):
            begin_case("made-up", tmp_path / "case", region="江苏")
    assert begin_case("made-up", tmp_path / "case", region="江苏").is_dir()
