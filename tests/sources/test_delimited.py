"""Text tables from anywhere: letters, separators, and all that is no table. All files are made up."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidInputError, NotFoundError, OutwardError
from outward.ingest.panels import add_to_panel
from outward.sources.delimited import numbers, read_columns, text_table, whole_numbers, year_columns, years


def file(folder: Path, data: bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_letters_and_separators_are_found_out(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"country{mark}year{mark}value\r\nCôte d'Ivoire{mark}2000{mark}1\r\n"
    table = text_table(file(tmp_path, text.encode(encoding)))
    assert table.delimiter == mark
    rows = read_columns(table, 0, lambda name: name != "year")
    assert rows.to_dict("list") == {"country": ["Côte d'Ivoire"], "value": ["1"]}
    assert list(rows.index) == [2]


def test_rows_keep_the_number_that_they_have_in_the_file(tmp_path: Path) -> None:
    table = text_table(file(tmp_path, b"about\n\na,b\n1,2\n,\n3,4\n"))
    assert list(read_columns(table, 2, lambda _: True).index) == [4, 6]


@pytest.mark.parametrize(("data", "said"), [
    (b"", "empty"), (b"PK\x03\x04rest", "zip"), (bytes.fromhex("D0CF11E0A1B11AE1") + b"x", "old Excel"),
    (b"PAR1rest", "Parquet"), (b"\x1f\x8brest", "gzip"), (b"%PDF-1.7", "PDF"), (b"<!DOCTYPE html><html>", "web page"),
    (b"<html>", "web page"), (b"a,b\n\0\0\0\0\0\0\0\0\0", "no text"), (b"x" * (1 << 21), "no line end"),
    (b"$FL2@(#)", "SPSS"), (b"<stata_dta>", "Stata")])
def test_what_is_no_text_table_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        text_table(file(tmp_path, data))


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        text_table(tmp_path / "none.csv")
    with pytest.raises(NotFoundError):
        text_table(tmp_path)
    with pytest.raises(InvalidInputError, match="bytes"):
        text_table(file(tmp_path, b"a,b\n1,2\n"), most_bytes=4)


@pytest.mark.parametrize("data", [b"a,b\n1,2,3\n", b"a,A\n1,2\n", b'a,b\n"1,2\n'])
def test_rows_that_do_not_fit_the_header_are_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        read_columns(text_table(file(tmp_path, data)), 0, lambda _: True)


def test_a_null_character_behind_the_first_rows_is_found(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="null"):
        text_table(file(tmp_path, b"a,b\n" + b"1,2\n" * 300_000 + b"1,\0\n"))


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no row"):
        read_columns(text_table(file(tmp_path, b"a,b\n\n,\n")), 0, lambda _: True)


@pytest.mark.parametrize("text", ["one", "1,23", "1..2", "0x10", "1e", "１２", "1 000", "infinity", "1e30", "--1",
                                  "9" * 60])
def test_what_is_no_number_is_named_by_its_row(text: str) -> None:
    cells = pd.Series(["1", text], index=[2, 3], name="gdp")
    with pytest.raises(InvalidInputError, match=r"file, row 3, column gdp"):
        numbers(cells, "file")


@given(st.floats(-1e20, 1e20, allow_nan=False))
def test_a_number_is_read_as_it_is_printed(number: float) -> None:
    assert numbers(pd.Series([repr(number)], name="x"), "file").tolist() == [number]


@pytest.mark.parametrize("text", ["2000.5", "99", "2101", "", "May"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        years(pd.Series([text], index=[2], name="year"), "file")


def test_whole_numbers_may_be_missing() -> None:
    assert whole_numbers(pd.Series(["1", ""], name="month"), "file", 1, 12).tolist()[0] == 1
    assert year_columns(["YR2000", "2000 [YR2000]", "1599", "2000"]) == {"2000 [YR2000]": 2000, "2000": 2000}


@given(st.binary(max_size=400))
def test_no_bytes_at_all_bring_the_command_down(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("panel")
    with pytest.raises(OutwardError):
        add_to_panel(file(folder, data), folder / "out")
    assert not (folder / "out").exists()


HEADS = st.sampled_from([
    "iso3,year,variable,value", "country_text_id,year,v2x_libdem", "code,year,indicator,estimate",
    "country\tccode\tyear\tmonth\tday\tcoup", "conflict_id,year,gwno_loc,intensity_level,type_of_conflict",
    "ISO\tWEO Subject Code\t2000\t2009", "Country Name,Country Code,Indicator Code,2000", "country,type,year",
    "iso3,year,survsagg,tradagg"])
CELLS = st.sampled_from(["KEN", "2000", "1", "2", "-1", "", "NGDP", "rl", "RuleofLaw", "1e400", "nan", "5,6", "\"", "é",
                         "=1+1", "Kenya", "banking", "NE.EXP.GNFS.ZS", "501", "9" * 30])


@given(HEADS, st.lists(st.lists(CELLS, max_size=7), max_size=6))
def test_a_right_header_over_any_rows_is_converted_or_refused(
        tmp_path_factory: pytest.TempPathFactory, head: str, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("panel")
    mark = "\t" if "\t" in head else ","
    text = "\n".join([head, *(mark.join(row) for row in rows)])
    try:
        add_to_panel(file(folder, text.encode()), folder / "out")
    except OutwardError:
        assert not (folder / "out").exists()
    else:
        assert list((folder / "out").glob("*.csv"))
