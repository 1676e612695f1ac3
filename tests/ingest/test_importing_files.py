"""Importing a long table: revisions, new tables, what is refused and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidInputError, InvalidValueError, NotFoundError
from outward.ingest.cases import load_case
from outward.ingest.imports import import_file
from outward.store.reader import Release, Workspace, verify
from outward.studies.releases import casebook_of
from tests.ingest.small_case import ROWS, write_case, write_csv
from tests.ingest.test_loading_cases import values

JIANGSU = "sales-value,CN-JS,instruments,{year},100 million CNY,{value}"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    load_case(write_case(tmp_path / "small"), tmp_path / "workspace")
    return tmp_path / "workspace"


def imported(file: Path, workspace: Path, **options: str) -> Release:
    release = import_file(file, "small", workspace, **options).release  # type: ignore[arg-type]
    assert release is not None
    return release


def refused(file: Path, workspace: Path, **options: str) -> list[tuple[int, str, str]]:
    before = Workspace(workspace).releases("small")
    with pytest.raises(InvalidInputError) as caught:
        import_file(file, "small", workspace, **options)  # type: ignore[arg-type]
    assert Workspace(workspace).releases("small") == before
    return [(problem.row, problem.column, problem.what) for problem in caught.value.problems]


def test_a_new_table_stands_beside_the_case_s_own(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(tmp_path / "Output 2016.csv", JIANGSU.format(year=2016, value=120),
                     JIANGSU.format(year=2017, value=""))
    release = imported(file, workspace, known_on="2018-03-01")
    assert values(release).keys() == {"1:1", "1:2", "1:3", "2:1", "Output-2016:1", "Output-2016:2"}
    table = release.observations(table="Output-2016")
    assert table[["period", "status", "known_on", "source", "value_as_printed"]].to_numpy().tolist() == [
        ["2016", "imported", "2018-03-01", "import-0001", "120"], ["2017", "missing", "2018-03-01", "import-0001", ""]]
    assert [source.title.en for source in casebook_of(release).sources] == ["A made-up yearbook", "Output 2016.csv"]
    assert release.file("imports/0001.csv") == file.read_bytes()
    assert verify(release) == ()
    assert release.manifest.counts["observations"] == len(release.observations()) == 6


def test_a_revision_takes_the_cell_of_what_it_revises_and_keeps_the_past(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(tmp_path / "revised.csv", JIANGSU.format(year=2016, value=130),
                     JIANGSU.format(year=2015, value=112))
    release = imported(file, workspace, table="1", known_on="2018-03-01")
    assert values(release) == {"1:1": 112.0, "1:2": 220.0, "1:3": 11.05, "1:4": 130.0, "2:1": 3.2}
    assert values(release, as_of="2018-02-28") == {"1:1": 110.5, "1:2": 220.0, "1:3": 11.05, "2:1": 3.2}
    earlier = write_csv(tmp_path / "first.csv", JIANGSU.format(year=2015, value=109))
    release = imported(earlier, workspace, table="1", known_on="2016-06-30")
    assert [values(release, day)["1:1"] for day in ("2016-07-01", "2017-01-01", "2019-01-01")] == [109.0, 110.5, 112.0]
    assert release.manifest.counts["superseded"] == 2


def test_nothing_known_is_overwritten(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(tmp_path / "revised.csv", JIANGSU.format(year=2015, value=112))
    assert refused(file, workspace, table="1", known_on="2016-12-31") == [
        (2, "value", "'112'; the case holds '110.5', as known on 2016-12-31 too")]


def test_a_value_far_from_what_another_table_holds_stops_the_import(tmp_path: Path, workspace: Path) -> None:
    """In whatever unit: 11.05 billion is the case's 110.5 times 100 million, 110.5 billion ten times too much."""
    near = write_csv(tmp_path / "near.csv", "sales-value,CN-JS,instruments,2015,billion CNY,11")
    assert import_file(near, "small", workspace, dry_run=True).surprises == ()
    far = write_csv(tmp_path / "far.csv", "sales-value,CN-JS,instruments,2015,billion CNY,115",
                    "sales-value,CN-JS,instruments,2016,billion CNY,900")
    what = ("sales-value of 2015 is 115 billion CNY, the case holds 110.5 100 million CNY in 1:1: more than 10 times "
            "apart")
    assert refused(far, workspace, known_on="2018-03-01") == [(0, "row 1", what)]
    assert [each for *_, each in refused(far, workspace, table="1", known_on="2018-03-01")] == [what]
    assert import_file(far, "small", workspace, accept_changes=True).is_new


def test_importing_the_same_rows_again_cuts_no_release(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(tmp_path / "new.csv", JIANGSU.format(year=2016, value=120))
    imported(file, workspace)
    assert not import_file(file, "small", workspace).is_new
    assert len(Workspace(workspace).releases("small")) == 2


def test_imports_stay_when_the_case_is_loaded_again(tmp_path: Path, workspace: Path) -> None:
    new = write_csv(tmp_path / "new.csv", JIANGSU.format(year=2016, value=120))
    revision = write_csv(tmp_path / "revised.csv", JIANGSU.format(year=2015, value=112))
    imported(new, workspace)
    release = imported(revision, workspace, table="1", known_on="2018-03-01")
    assert not load_case(tmp_path / "small", workspace).is_new
    write_case(tmp_path / "small", [ROWS[1].replace("1,2,", "1,1,"), ROWS[0].replace("1,1,", "1,2,"), *ROWS[2:]])
    again = load_case(tmp_path / "small", workspace).release
    assert again is not None
    assert values(again) == {"1:1": 220.0, "1:2": 112.0, "1:3": 11.05, "2:1": 3.2, "new:1": 120.0}
    assert again.manifest.imports == release.manifest.imports
    assert (again.folder / "imports/0002.csv").samefile(release.folder / "imports/0002.csv")


def test_a_surprising_revision_stops_until_it_is_accepted(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(tmp_path / "revised.csv", JIANGSU.format(year=2015, value=1105000))
    assert "is 1105000: more than 10 times apart" in refused(file, workspace, table="1", known_on="2018-03-01")[0][2]
    told = import_file(file, "small", workspace, table="1", known_on="2018-03-01", dry_run=True)
    assert len(told.surprises) == 1
    assert import_file(file, "small", workspace, table="1", known_on="2018-03-01", accept_changes=True).is_new


def test_every_wrong_row_is_named_by_row_and_column(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(
        tmp_path / "wrong.csv",
        "sales-valu,CN-JS,instruments,2016,100 million CNY,1",
        "sales-value,Atlantis,instruments,2016,100 million CNY,2",
        "sales-value,CN-JS,no-such,2016,100 million CNY,3",
        "sales-value,CN-JS,instruments,soon,100 million CNY,4",
        "sales-value,CN-JS,instruments,2016,bushels,5",
        "sales-value,CN-JS,instruments,2016,100 million CNY,about six",
        "sales-value,CN-JS,instruments,2016,100 million CNY,inf",
        "sales-valu,CN-JS,instruments,2017,100 million CNY,8",
        ",CN-JS,instruments,2017,100 million CNY,9",
    )
    found = refused(file, workspace)
    assert [(row, column) for row, column, _ in found] == [
        (2, "indicator"), (3, "region"), (4, "sector"), (5, "period"), (6, "unit"), (7, "value"), (8, "value"),
        (10, "indicator")]
    assert found[0][2].endswith(", in 2 rows")
    told = import_file(file, "small", workspace, dry_run=True)
    assert [(problem.row, problem.column) for problem in told.problems] == [(row, column) for row, column, _ in found]


def test_many_wrong_rows_are_counted_not_listed(tmp_path: Path, workspace: Path) -> None:
    rows = [f"no-{number},CN-JS,instruments,2016,100 million CNY,x{number}" for number in range(500)]
    found = refused(write_csv(tmp_path / "wrong.csv", *rows), workspace)
    assert (0, "indicator", "480 more texts are wrong") in found
    assert (0, "value", "480 more values are no numbers") in found
    assert len(found) == 42


def test_a_quantity_that_stands_twice_is_refused(tmp_path: Path, workspace: Path) -> None:
    row = JIANGSU.format(year=2016, value=120)
    file = write_csv(tmp_path / "twice.csv", row, JIANGSU.format(year="2016年", value=121), row.replace("2016", "2017"))
    assert refused(file, workspace) == [(3, "", "gives the same quantity as row 2")]


def test_names_and_printed_numbers_become_ours_and_stay_as_printed(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(tmp_path / "names.csv", ' sales-value ,江苏,仪器仪表制造业,2016年,亿元," １，２３４.５0 "')
    [row] = imported(file, workspace).observations(table="names").to_dict("records")
    assert [row[name] for name in ("indicator", "region", "sector", "period", "unit", "value", "value_as_printed")] == [
        "sales-value", "CN-JS", "instruments", "2016", "100 million CNY", 1234.5, "１，２３４.５0"]


@pytest.mark.parametrize(("data", "row", "what"), [
    (b"", 1, "is missing"),
    (b"indicator,region,unit\n", 1, "is missing"),
    (b"indicator,region,unit,value,colour\n", 1, "is no column of a long table"),
    (b"indicator,region,unit,value,value\n", 1, "stands twice in the header"),
    (b"indicator,region,unit,value\nsales-value,CN-JS\n", 2, "Expected Number of Columns"),
    (b"indicator,region,unit,value\nsales-value,CN-JS,CNY,1,2\n", 2, "Expected Number of Columns"),
    (b'indicator,region,unit,value\nsales-value,CN-JS,CNY,"1\n', 2, "quote"),
    (b"indicator,region,unit,value,note\nsales-value,CN-JS,CNY,1,\x00\n", 2, "a control character"),
    ("指标,region".encode("gbk"), 0, "is not UTF-8"),
    (b"indicator,region,unit,value\n" + "工业,CN-JS,CNY,1\n".encode("gbk"), 2, "utf-8"),
    (b"indicator,region,unit,value\n", 0, "holds no rows"),
    (b"PK\x03\x04 not a table", 0, "is a workbook"),
    ("indicator,region,unit,value\n增速,CN-JS,%,1\n".encode(), 2, "'增速' is not defined"),
])
def test_a_file_that_is_no_long_table_is_refused(
    tmp_path: Path, workspace: Path, data: bytes, row: int, what: str
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(data)
    found = refused(file, workspace)
    assert any(where == row and what.casefold() in said.casefold() for where, _, said in found), found


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_commas_tabs_and_semicolons_are_told_apart(tmp_path: Path, workspace: Path, delimiter: str) -> None:
    file = tmp_path / "parted.csv"
    lines = ["indicator,region,sector,period,unit,value", JIANGSU.format(year=2016, value=120)]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(line.replace(",", delimiter) for line in lines).encode())
    assert values(imported(file, workspace))["parted:1"] == 120.0


def test_a_file_may_name_table_row_status_and_day_itself(tmp_path: Path, workspace: Path) -> None:
    header = "table,row,indicator,region,sector,period,unit,value,status,known_on,source,note"
    file = write_csv(
        tmp_path / "full.csv",
        "a,7,sales-value,CN-JS,instruments,2016,100 million CNY,1,presumed,2018-01-01,yearbook,unit presumed",
        "a,7,sales-value,CN-JS,instruments,2016,100 million CNY,2,,,,",
        "b,,sales-value,CN-JS,instruments,2016,100 million CNY,,,,,", header=header)
    release = imported(file, workspace, known_on="2019-01-01")
    assert values(release, "2018-12-31")["a:7"] == 1.0
    assert values(release)["a:7"] == 2.0
    rows = release.revisions(table=["a", "b"])
    assert rows[["row", "status", "known_on", "source"]].to_numpy().tolist() == [
        ["7", "presumed", "2018-01-01", "yearbook"], ["7", "imported", "2019-01-01", "import-0001"],
        ["3", "missing", "2019-01-01", "import-0001"]]


def test_headers_may_be_chinese(tmp_path: Path, workspace: Path) -> None:
    file = write_csv(tmp_path / "年鉴.csv", "主营业务收入,江苏,34,2016年,亿元,\"1,234.5\"",
                     header="指标名称,地区,行业,年份,单位,数值")
    table = imported(file, workspace).observations(table="年鉴")
    assert table[["indicator", "region", "sector", "period", "unit", "value"]].to_numpy().tolist() == [
        ["principal-revenue", "CN-JS", "general-equipment", "2016", "100 million CNY", 1234.5]]


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\x00b", "a\x9bb", "a\x7fb"])
def test_a_control_character_is_refused_before_a_report_meets_it(tmp_path: Path, workspace: Path, text: str) -> None:
    file = write_csv(tmp_path / "new.csv", JIANGSU.format(year=2016, value=120) + f",{text}",
                     header="indicator,region,sector,period,unit,value,note")
    assert [(row, column) for row, column, _ in refused(file, workspace)] == [(2, "note")]


@pytest.mark.parametrize("name", ["a\x1b[31m.csv", "b\udcff.csv"])
def test_a_file_s_name_must_be_text(tmp_path: Path, workspace: Path, name: str) -> None:
    file = write_csv(tmp_path / name, JIANGSU.format(year=2016, value=120))
    assert refused(file, workspace)[0][2] == "the file's name has a character that is no text"


@pytest.mark.parametrize("begin", [b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")])
def test_a_workbook_by_another_name_is_told(tmp_path: Path, workspace: Path, begin: bytes) -> None:
    (tmp_path / "old.xls").write_bytes(begin + bytes(100))
    assert refused(tmp_path / "old.xls", workspace)[0][2] == "is a workbook, and its name does not end in .xlsx"


def test_a_file_in_a_chinese_encoding_is_told(tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / "gbk.csv"
    file.write_bytes("indicator,region,period,unit,value\nsales-value,江苏,2016,亿元,1\n".encode("gb18030"))
    assert refused(file, workspace) == [(2, "", "is not UTF-8")]


@pytest.mark.parametrize("value", ["0", "-3", "2.5"])
def test_a_rank_is_a_place_from_1(tmp_path: Path, workspace: Path, value: str) -> None:
    file = write_csv(tmp_path / "ranks.csv", "sales-value.rank,CN-JS,instruments,2016,rank,3",
                     f"sales-value.rank,CN-JS,instruments,2017,rank,{value}")
    assert refused(file, workspace) == [(3, "value", f"{value} is no rank")]


@pytest.mark.parametrize("table", ["claims", "a b", "../x", "enterprises.value"])
def test_a_table_s_name_is_checked(tmp_path: Path, workspace: Path, table: str) -> None:
    if table.startswith("enterprises"):
        (tmp_path / "small/registers").mkdir()
        (tmp_path / "small/registers/enterprises.csv").write_text("id,name_en\nE1,One\n", encoding="utf-8")
        load_case(tmp_path / "small", workspace)
    file = write_csv(tmp_path / "new.csv", JIANGSU.format(year=2016, value=120))
    with pytest.raises(InvalidValueError, match="table"):
        import_file(file, "small", workspace, table=table)
    named = write_csv(tmp_path / "named.csv", f"{table}," + JIANGSU.format(year=2016, value=120),
                      header="table,indicator,region,sector,period,unit,value")
    assert refused(named, workspace)[0][:2] == (2, "table")


def test_what_is_not_there_is_said(tmp_path: Path, workspace: Path) -> None:
    with pytest.raises(NotFoundError, match="no file"):
        import_file(tmp_path / "none.csv", "small", workspace)
    file = write_csv(tmp_path / "new.csv", JIANGSU.format(year=2016, value=120))
    with pytest.raises(NotFoundError, match="no case 'other'"):
        import_file(file, "other", workspace)
    with pytest.raises(InvalidValueError, match="--known-on"):
        import_file(file, "small", workspace, known_on="yesterday")


def test_a_long_file_gives_the_same_bytes_each_time_and_keeps_its_rows(tmp_path: Path) -> None:
    """Two row groups and more, so that several threads share the work."""
    rows = 300_000
    file = tmp_path / "long.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("indicator,region,sector,period,subject,unit,value\n")
        out.writelines(f"sales-value,CN-JS,instruments,{1900 + number % 120},trade-mode:{number},CNY,{number}.5\n"
                       for number in range(rows))
    releases = []
    for name in ("a", "b"):
        load_case(write_case(tmp_path / "small"), tmp_path / name)
        releases.append(imported(file, tmp_path / name))
    one, other = releases
    assert one.name == other.name
    assert one.observations_path.read_bytes() == other.observations_path.read_bytes()
    table = one.observations(table="long")
    assert len(table) == rows
    assert table["row"].tolist() == [str(number + 1) for number in range(rows)]
    assert table["value"].tolist() == [number + 0.5 for number in range(rows)]
    wrong = file.read_text(encoding="utf-8").replace("trade-mode:299999,CNY", "trade-mode:299999,bushels")
    file.write_text(wrong, encoding="utf-8")
    assert [(row, column) for row, column, _ in refused(file, tmp_path / "a", table="other")] == [(rows + 1, "unit")]
