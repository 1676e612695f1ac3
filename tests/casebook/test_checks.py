"""Whatever is wrong in a case's folder is named by file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.casebook.folder import read_files
from outward.casebook.layout import CLAIMS, TABLES
from outward.errors import NotFoundError
from tests.casebook.small import Row, claim_row, csv_bytes, problems_of, small_files, table_row, write_files


def test_a_right_case_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(write_files(tmp_path, small_files())) == ()


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (table_row(indicator="sales-volume"), "indicator", "'sales-volume' is not defined"),
        (table_row(indicator="sales-value.grwth"), "indicator", "'sales-value.grwth' is not defined"),
        (table_row(region="CN-XX"), "region", "'CN-XX' is not defined"),
        (table_row(region=""), "region", "'' is not defined"),
        (table_row(partner="Atlantis"), "partner", "'Atlantis' is not defined"),
        (table_row(sector="metal-produce"), "sector", "'metal-produce' is not defined"),
        (table_row(coverage="complete"), "coverage", "'complete' is not allowed here"),
        (table_row(unit="furlongs"), "unit", "'furlongs' is not defined"),
        (table_row(unit="%"), "unit", "'%' is no unit of sales-value"),
        (table_row(unit="enterprises"), "unit", "'enterprises' is no unit of sales-value"),
        (table_row(period="2015-13"), "period", "period '2015-13'"),
        (table_row(period="2015-2010"), "period", "ends before it begins"),
        (table_row(value="1310.5"), "value", "value 1310.5 where '1,301.50' is printed"),
        (table_row(value="-1301.5"), "value", "value -1301.5 where '1,301.50' is printed"),
        (table_row(value="1,301.5"), "value", "'1,301.5' is no plain number"),
        (table_row(value="inf", value_as_printed=""), "value", "'inf' is no plain number"),
        (table_row(value="nan", value_as_printed=""), "value", "'nan' is no plain number"),
        (table_row(value="1e999", value_as_printed=""), "value", "'1e999' is no plain number"),
        (table_row(indicator="sales-value.rank", unit="rank", value="0", value_as_printed=""), "value", "0 is no rank"),
        (table_row(indicator="sales-value.rank", unit="rank", value="-3", value_as_printed=""), "value",
         "-3 is no rank"),
        (table_row(indicator="sales-value.rank", unit="rank", value="2.5", value_as_printed=""), "value",
         "2.5 is no rank"),
        (table_row(value=""), "value", "no value"),
        (table_row(status="missing"), "value", "a value (1301.5) with the status missing"),
        (table_row(status="guessed"), "status", "'guessed' is not allowed here"),
        (table_row(value="68197", value_as_printed="6,8197"), "value_as_printed", "'6,8197' is no number"),
        (table_row(break_before="strike"), "break_before", "'strike' is not allowed here"),
        (table_row(known_on="31.12.2017"), "known_on", "'31.12.2017' is not a date"),
        (table_row(source="hearsay"), "source", "'hearsay' is not allowed here"),
        (table_row(subject="E1"), "subject", "'E1' does not say of which kind"),
        (table_row(subject="enterprise:E9"), "subject", "'E9' is not in registers/enterprises.csv"),
        (table_row(table="a b"), "table", "'a b' is not an id"),
        (table_row(row="1;2"), "row", "'1;2' is not an id"),
        (table_row(row="2"), "row", "1:2 stands twice"),
    ],
)
def test_a_wrong_cell_of_a_table_is_named(tmp_path: Path, row: Row, column: str, what: str) -> None:
    right = table_row(row="2", region="CHN", value="36612", value_as_printed="36612")
    files = small_files(tables=[right, row])
    found = problems_of(write_files(tmp_path, files))
    assert [(problem.file, problem.row, problem.column) for problem in found] == [("tables.csv", 3, column)]
    assert what in found[0].what
    assert found[0].mend


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (claim_row(claim=""), "claim", "the cell is empty"),
        (claim_row(claim="C0"), "claim", "C0 stands twice"),
        (claim_row(hedge="perhaps"), "hedge", "'perhaps' is not allowed here"),
        (claim_row(printed="3.8"), "value", "value -3.7 where '3.8' is printed"),
        (claim_row(unit="pp"), "unit", "'pp' is no unit of sales-value.growth"),
        (claim_row(period="2014", value="4.2", printed="4.2"), "", "with another value"),
    ],
)
def test_a_wrong_cell_of_a_claim_is_named(tmp_path: Path, row: Row, column: str, what: str) -> None:
    right = claim_row(claim="C0", period="2014")
    found = problems_of(write_files(tmp_path, small_files(claims=[right, row])))
    assert [(problem.file, problem.row, problem.column) for problem in found] == [("claims.csv", 3, column)]
    assert what in found[0].what


def test_the_same_quantity_twice_in_a_table_is_named(tmp_path: Path) -> None:
    files = small_files(tables=[table_row(), table_row(row="2")])
    [problem] = problems_of(write_files(tmp_path, files))
    assert (problem.file, problem.row, problem.column) == ("tables.csv", 3, "")
    assert "a row above has the same" in problem.what


def test_a_row_of_a_table_in_two_files_is_named(tmp_path: Path) -> None:
    files = small_files() | {"tables/more.csv": csv_bytes(TABLES.columns, [table_row(period="2014")])}
    [problem] = problems_of(write_files(tmp_path, files))
    assert (problem.file, problem.row, problem.column) == ("tables/more.csv", 2, "row")
    assert "stands in tables.csv too" in problem.what


@pytest.mark.parametrize(
    ("name", "text", "row", "column", "what"),
    [
        ("case.toml", "id = ", 0, "", "not TOML"),
        ("facts.csv", "fact\n{}\n", 2, "fact", "no object with a known 'fact': None"),
        ("facts.csv", "fact\n[]\n", 2, "fact", "no object with a known 'fact': None"),
        ("facts.csv", 'fact\n"{""fact"": ""sum""}"\n', 2, "fact", "no object with a known 'fact': 'sum'"),
        ("facts.csv", 'fact\n"{""fact"": [""twin""]}"\n', 2, "fact", "no object with a known 'fact': ['twin']"),
        ("facts.csv", 'fact\n"{""fact"": ""twin""}"\n', 2, "fact", "a fact 'twin' without indicators"),
        ("facts.csv", 'fact\n"{""fact"": ""twin"", ""indicators"": [""joy""]}"\n', 2, "fact",
         "indicator 'joy' is not defined"),
        ("facts.csv", 'fact\n"{""fact"": ""region_part_of"", ""part"": ""CN-LN"", ""whole"": ""CN-XX""}"\n', 2, "fact",
         "region 'CN-XX' is not defined"),
        ("facts.csv", 'fact\n"{""fact"": ""region_part_of"", ""part"": {}, ""whole"": [[]]}"\n', 2, "fact",
         "region [] is not defined"),
        ("facts.csv", 'fact\n"{""fact"": ""twin"", ""indicators"": NaN}"\n', 2, "fact", "NaN is no number of JSON"),
        ("facts.csv", "fact\nnothing\n", 2, "fact", "not JSON"),
        ("facts.csv", "fact\n" + "[" * 5000 + "\n", 2, "fact", "not JSON"),
        ("sources.csv", "id,title_en\nyearbook,A\nyearbook,B\n", 3, "id", "'yearbook' stands twice"),
        ("registers/parks.csv", "id,name_en\nK1,A\nK1,B\n", 3, "id", "'K1' stands twice"),
        ("registers/parks.csv", "id,name_en\n,A\n", 2, "id", "the cell is empty"),
        ("registers/parks.csv", "name_en,id\nA,K1\n", 1, "name_en", "the first column is not 'id'"),
        ("registers/parks.csv", "id,name_en,value\nK1,A,3\n", 1, "value", "numbers without a column 'unit'"),
        ("registers/parks.csv", "id,name_en,value,unit\nK1,A,about 3,MW\n", 2, "value", "'about 3' is no plain number"),
        ("registers/parks.csv", "id,name_en,value,unit\nK1,A,3,MWs\n", 2, "unit", "'MWs' is not defined"),
        ("registers/parks.csv", "id\nK1\n", 1, "name_en", "the column 'name_en' is missing"),
        ("labels.csv", "code,name_en\na,A\na,B\n", 3, "code", "'a' stands twice"),
        ("regions.csv", "id,name_en,kind\nR,Elsewhere,planet\n", 2, "", "kind 'planet'"),
        ("indicators.csv", "id,name_en,unit,kind\nmood,mood,smiles,level\n", 2, "unit", "'smiles' is not a unit"),
        ("indicators.csv", "id,name_en,unit,kind\nmood,mood,index,feeling\n", 2, "kind", "'feeling' is not a kind"),
        ("indicators.csv", "id,name_en,unit,kind\nmood.growth,mood,index,index\n", 2, "id", "is no id of a base"),
        ("claim.csv", "claim\n", 0, "", "a case has no such file"),
        ("tables.csv", "table,region,sector,period,unit,value,source\n", 1, "indicator",
         "the column 'indicator' is missing"),
        ("tables.csv", ",".join((*TABLES.columns, "colour")) + "\n", 1, "colour", "no column 'colour' is known here"),
        ("tables.csv", ",".join((*TABLES.columns, "unit")) + "\n", 1, "unit", "2 columns of this name"),
        ("claims.csv", ",".join(CLAIMS.columns) + "\nC1,3\n", 2, "", "2 cells where the header has"),
        ("claims.csv", "", 0, "", "the file is empty"),
    ],
)
def test_a_wrong_file_is_named(
    tmp_path: Path, name: str, text: str, row: int, column: str, what: str
) -> None:
    found = problems_of(write_files(tmp_path, small_files() | {name: text.encode()}))
    named = [problem for problem in found if (problem.file, problem.row, problem.column) == (name, row, column)]
    assert any(what in problem.what for problem in named), found


def test_a_short_row_does_not_hide_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    lines = csv_bytes(TABLES.columns, [table_row(), table_row(row="3", region="Atlantis")]).splitlines()
    data = b"\n".join([*lines[:2], b"1,2,sales-value", lines[2], b"1,4", b""])
    found = problems_of(write_files(tmp_path, small_files() | {"tables.csv": data}))
    assert [(problem.row, problem.column) for problem in found] == [(3, ""), (5, ""), (4, "region")]


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        ('region = "CN-XX"', "region", "'CN-XX' is not defined"),
        ('sector = "toys"', "sector", "'toys' is not defined"),
        ('benchmarks = ["CN-XX"]', "benchmarks", "'CN-XX' is not defined"),
        ('benchmarks = ["CN-JS", "CN-JS"]', "benchmarks", "an entry stands twice"),
        ('benchmarks = "CN-JS"', "benchmarks", "is not a list of texts"),
        ("known_on = 2017", "known_on", "2017 is not a date"),
        ("known_on = 2017-12-31T00:00:00", "known_on", "is not a date"),
        ('synthetic = "yes"', "synthetic", "is neither true nor false"),
        ('coverage = "some"', "coverage", "'some' is not a coverage"),
        ("name_en = 1", "name_en", "1 is not text"),
        ('name_en = " "', "name_en", "no name_en"),
        ('colour = "red"', "colour", "no setting 'colour' is known"),
        (r'name_en = "a\u001b[31mb"', "name_en", "the control character 0x1b"),
        (r'title_zh = "a\u009bb"', "title_zh", "the control character 0x9b"),
        ('target_paths = [{target = "G1", pace = 1, note_en = "\\u0007"}]', "target_paths[1]", "a control character"),
        ("known_on = " + "9" * 5000, "", "not TOML"),
        ("sectors = " + "[" * 5000, "", "too deep to read"),
        ('price_index = "ppi"', "price_index", "'ppi' is not defined"),
        ("target_paths = [{target = 'G9', pace = 1}]", "target_paths", "target 'G9' is not in registers/targets.csv"),
        ("target_paths = [{target = 'G1', pace = true}]", "target_paths[1]", "pace True"),
        ("target_paths = [{target = 'G1', pace = nan}]", "target_paths[1]", "pace nan"),
        ("target_paths = [{target = 'G1', pace = 1, speed = 2}]", "target_paths[1]", "'speed' is not known here"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, column: str, what: str) -> None:
    key = line.split(" ", 1)[0]
    files = small_files()
    settings = files["case.toml"].decode().split("\n[[target_paths]]")[0]
    kept = [old for old in settings.splitlines() if not old.startswith(f"{key} =")]
    files["case.toml"] = "\n".join([*kept, line]).encode()
    found = problems_of(write_files(tmp_path, files))
    named = [problem for problem in found if (problem.file, problem.column) == ("case.toml", column)]
    assert any(what in problem.what for problem in named), found


def test_a_number_without_a_source_has_that_of_the_case(tmp_path: Path) -> None:
    two = b"id,title_en\nyearbook,Made-up yearbook\nbulletin,Made-up bulletin\n"
    rows = [table_row(source=""), table_row(row="2", period="2014", source="bulletin"),
            table_row(row="3", period="2013", source="")]
    files = small_files(tables=rows, claims=[]) | {"sources.csv": two}
    [problem] = problems_of(write_files(tmp_path, files))
    assert (problem.file, problem.row, problem.column) == ("tables.csv", 2, "source")
    assert problem.what == "the cell is empty, and in 1 row more"
    assert 'source = "ID"' in problem.mend
    files["case.toml"] = b'source = "yearbook"\n' + files["case.toml"]
    assert read_files(files, where="small").tables["source"].to_list() == ["yearbook", "bulletin", "yearbook"]
    only = small_files(tables=[table_row(source="")])
    assert read_files(only, where="small").tables["source"].to_list() == ["yearbook"]


def test_every_problem_is_named_in_one_pass(tmp_path: Path) -> None:
    files = small_files(tables=[table_row(unit="%", source="hearsay")], claims=[claim_row(hedge="perhaps")])
    places = {(problem.file, problem.column) for problem in problems_of(write_files(tmp_path, files))}
    assert places == {("tables.csv", "unit"), ("tables.csv", "source"), ("claims.csv", "hedge")}


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """A cell with a line break and an empty row shift nothing."""
    right = table_row(row="2", region="CHN", value="1", value_as_printed="1", note="two\nlines")
    body = csv_bytes(TABLES.columns, [right, {}, table_row(unit="furlongs")])
    [problem] = problems_of(write_files(tmp_path, small_files() | {"tables.csv": body}))
    assert (problem.row, problem.column) == (4, "unit")


def test_what_is_not_a_case_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="is not there"):
        problems_of(tmp_path / "nowhere")
    with pytest.raises(NotFoundError, match=r"has no case\.toml"):
        problems_of(tmp_path)
    archive = tmp_path / "case.zip"
    archive.write_bytes(b"PK\x03\x04")
    with pytest.raises(NotFoundError, match="is a file, not a folder"):
        problems_of(archive)
