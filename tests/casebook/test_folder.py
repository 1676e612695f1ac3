"""A case is read from bytes, from a folder or from the package; hostile files are refused with a clear word."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.casebook.disk import folder_files
from outward.casebook.folder import Casebook, bundled, bundled_names, read_files, read_folder
from outward.casebook.layout import MAX_CELL_CHARACTERS, MAX_FILE_BYTES, TABLES
from outward.errors import InvalidInputError, NotFoundError
from outward.vocabulary.labels import Label
from tests.casebook.small import claim_row, csv_bytes, small_files, table_row, write_files


def read(files: dict[str, bytes]) -> Casebook:
    return read_files(files, where="the small case")


def test_names_become_ids_and_defaults_are_filled_in() -> None:
    row = table_row(region="辽宁省", sector="Metal products", partner="Japan", unit="亿元", period="2015年", row="",
                    status="", known_on="")
    table = read(small_files(tables=[row])).tables
    assert list(table[["region", "sector", "partner", "unit", "period"]].iloc[0]) == [
        "CN-LN", "metal-products", "JPN", "100 million CNY", "2015"]
    assert list(table[["row", "status", "known_on"]].iloc[0]) == ["1", "synthetic", "2017-12-31"]
    assert table["value"].to_list() == [1301.5]
    assert tuple(table.columns) == TABLES.columns


def test_a_falling_claim_is_negative_though_its_print_has_no_sign() -> None:
    claims = read(small_files(claims=[claim_row(value="-3.7", printed="3.7")])).claims
    assert claims["value"].to_list() == [-3.7]


@pytest.mark.parametrize("printed", ["8.53%", "８．５３％", "8.53", " 8.53 ", "(8.53)", "Jiangsu", "-", ""])
def test_a_print_that_says_the_value_is_taken(printed: str) -> None:
    row = table_row(indicator="export-intensity", unit="%", value="8.53", value_as_printed=printed)
    assert read(small_files(tables=[row])).tables["value"].to_list() == [8.53]


def test_amounts_may_be_in_any_currency_and_pieces_under_their_own_name() -> None:
    rows = [table_row(indicator="planned-investment", unit="million CNY", value="200", value_as_printed="200"),
            table_row(row="2", indicator="order-quantity", unit="locomotives", value="232", value_as_printed="232")]
    assert read(small_files(tables=rows)).tables["unit"].to_list() == ["million CNY", "locomotives"]


def test_tables_may_lie_in_several_files() -> None:
    files = small_files() | {"tables/2014.csv": csv_bytes(TABLES.columns, [table_row(table="2", period="2014")])}
    assert read(files).tables["table"].to_list() == ["1", "1", "2"]


def test_a_case_adds_to_the_vocabulary() -> None:
    files = small_files(
        tables=[table_row(indicator="robots.growth", region="five", sector="toys", unit="%", subject="age:young")])
    files["regions.csv"] = "id,name_en,name_zh,kind\nfive,Five markets,五个市场,group\n".encode()
    files["sectors.csv"] = b"id,name_en\ntoys,Toys\n"
    files["indicators.csv"] = b"id,name_en,unit,kind\nrobots,robots,units,stock\n"
    files["labels.csv"] = "code,name_en,name_zh\nage:young,Young,青年\n".encode()
    casebook = read(files)
    assert casebook.regions["five"].name == Label("Five markets", "五个市场")
    assert casebook.sectors["toys"].name.en == "Toys"
    assert casebook.indicators["robots.growth"].name.en == "growth of robots"
    assert casebook.labels["age:young"].zh == "青年"


def test_units_of_its_own_are_refused_before_a_report_fails_on_them() -> None:
    files = small_files()
    files["units.csv"] = b"code,dimension,factor,name_en\nrobot pairs,count:robots,2,robot pairs\n"
    with pytest.raises(InvalidInputError, match="a case cannot have units of its own yet"):
        read(files)


def test_columns_that_are_not_required_may_be_left_out() -> None:
    files = small_files() | {
        "tables.csv": "table,indicator,region,sector,period,unit,value,source\n"
                      "1,sales-value,CN-LN,metal-products,2015,亿元,1301.5,yearbook\n".encode()}
    table = read(files).tables
    assert tuple(table.columns) == TABLES.columns
    assert list(table[["row", "partner", "note"]].iloc[0]) == ["1", "", ""]


def test_a_case_needs_settings_only() -> None:
    settings = b'id = "bare"\nname_en = "Bare"\nregion = "CN-LN"\nnation = "CHN"\nsector = "industry"\n' \
               b"known_on = 2017-12-31\n"
    casebook = read({"case.toml": settings})
    assert (len(casebook.tables), len(casebook.claims), casebook.sources, dict(casebook.registers)) == (0, 0, (), {})


def test_a_byte_order_mark_is_taken_off() -> None:
    files = {name: b"\xef\xbb\xbf" + data for name, data in small_files().items()}
    assert len(read(files).tables) == 2


def test_files_rebuild_the_casebook() -> None:
    casebook = bundled()
    again = read_files(casebook.files, where="again")
    assert again.case == casebook.case
    assert again.sources == casebook.sources
    assert again.facts == casebook.facts
    assert again.files == casebook.files
    for one, other in ((again.tables, casebook.tables), (again.claims, casebook.claims)):
        assert one.equals(other)
    assert all(again.registers[name].equals(table) for name, table in casebook.registers.items())


def test_a_folder_is_read_like_its_files(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    (tmp_path / ".hidden.csv").write_bytes(b"\x00")
    files = small_files()
    assert folder_files(write_files(tmp_path, files)) == files
    assert read_folder(tmp_path).case == read(files).case


def test_bundled_cases_are_found_by_name() -> None:
    assert bundled_names() == ("liaoning",)
    with pytest.raises(NotFoundError, match="There are: liaoning"):
        bundled("jilin")


@pytest.mark.parametrize(
    ("data", "row", "what"),
    [
        ("table,指标".encode("gbk"), 1, "is not UTF-8"),
        (b"table\n1\n\xff\n", 3, "byte 0xff is not UTF-8"),
        ("table".encode("utf-16"), 0, "UTF-16"),
        (b"table\n1\x00\n", 2, "a NUL character"),
        (b"PK\x03\x04\x00\x00", 1, "a NUL character"),
        (b'table\n"1\n', 0, "a quotation mark is opened and not closed"),
        (b" \n", 0, "the file is empty"),
        (b"table,indicator,region,sector,period,unit,value,source\n1,a\x07,c,d,e,f,g,h\n", 2,
         "the control character 0x07"),
        (b"table,indicator,region,sector,period,unit,value,source\n1,b,c,d,e,f,g," + b"h" * (MAX_CELL_CHARACTERS + 1),
         2, f"{MAX_CELL_CHARACTERS + 1} characters"),
        (b"x" * 200_000, 1, "the header cannot be read"),
        (b"x" * (MAX_FILE_BYTES + 1), 0, "at most 64 MB"),
    ],
    ids=["gbk", "latin", "utf-16", "nul", "zip", "quote", "blank", "control", "huge cell", "huge header", "huge file"],
)
def test_bytes_that_are_no_table_are_refused(data: bytes, row: int, what: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        read(small_files() | {"tables.csv": data})
    named = [problem for problem in raised.value.problems if problem.file == "tables.csv"]
    assert named[0].row == row
    assert what in named[0].what


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_bytes(b"code,name_en\na,A\n")
    folder = write_files(tmp_path / "case", small_files())
    (folder / "labels.csv").symlink_to(outside)
    with pytest.raises(InvalidInputError, match="leads out of the folder"):
        read_folder(folder)


def test_a_linked_folder_of_registers_is_refused(tmp_path: Path) -> None:
    elsewhere = write_files(tmp_path / "elsewhere", {"parks.csv": b"id,name_en\nK1,A\n"})
    files = {name: data for name, data in small_files().items() if not name.startswith("registers/")}
    files["case.toml"] = files["case.toml"].split(b"\n[[")[0]
    folder = write_files(tmp_path / "case", files)
    (folder / "registers").symlink_to(elsewhere)
    with pytest.raises(InvalidInputError, match="leads out of the folder"):
        read_folder(folder)


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    folder = write_files(tmp_path, small_files())
    (folder / "labels.csv").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InvalidInputError, match="leads nowhere"):
        read_folder(folder)


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    folder = write_files(tmp_path, small_files())
    (folder / "labels.csv").mkdir()
    with pytest.raises(InvalidInputError, match="no plain file"):
        read_folder(folder)


@pytest.mark.parametrize(
    "name", ["../case.csv", "registers/../x.csv", "registers/a/b.csv", "/etc/passwd", "tables/x.txt"]
)
def test_names_that_are_no_case_file_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="a case has no such file"):
        read(small_files() | {name: b""})


@pytest.mark.parametrize("name", ["tables/b\udcff.csv", "tables/a\x1b[31m.csv"])
def test_a_file_s_name_must_be_text(tmp_path: Path, name: str) -> None:
    files = small_files()
    (tmp_path / "tables").mkdir()
    write_files(tmp_path, {name: files.pop("tables.csv"), **files})
    with pytest.raises(InvalidInputError, match="the file's name has a character that is no text"):
        read_folder(tmp_path)
