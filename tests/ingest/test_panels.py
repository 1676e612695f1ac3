"""Filling a panel's folder: what is new goes in, what differs is refused, nothing is lost. All data synthetic."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, StoreError
from outward.ingest.panel_files import differing, merged
from outward.ingest.panel_overview import panel_overview
from outward.ingest.panels import PROVIDERS, add_to_panel
from outward.studies.risks.panel_folder import read_panel
from outward.workbooks.exports import write_table

WGI = "institutional_wgi"
LONG = "iso3,year,variable,value\n"


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def add(tmp_path: Path, *figures: str, **more: int) -> list[dict[str, str]]:
    """Add figures of RuleofLaw, ``KEN,2000,0.5`` each, and give all rows of the folder's files."""
    text = LONG + "".join(f"{iso3},{year},RuleofLaw,{value}\n" for iso3, year, value in (
        each.split(",") for each in figures))
    add_to_panel(put(tmp_path, "own.csv", text), tmp_path / "panel", **more)  # type: ignore[arg-type]
    return held(tmp_path)


def held(tmp_path: Path) -> list[dict[str, str]]:
    found = []
    for path in sorted((tmp_path / "panel").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [{"file": path.name, **each} for each in csv.DictReader(file)]
    return found


def test_a_file_is_put_beside_what_is_there(tmp_path: Path) -> None:
    add(tmp_path, "KEN,2000,0.5", "KEN,2001,0.6")
    rows = add(tmp_path, "KEN,2002,0.7")
    first, second = f"{WGI}_2000_2001.csv", f"{WGI}_2002_2002.csv"
    assert [(row["file"], row["year"], row["RuleofLaw"]) for row in rows] == [
        (first, "2000", "0.5"), (first, "2001", "0.6"), (second, "2002", "0.7")]


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    add(tmp_path, "KEN,2000,0.5")
    before = (tmp_path / "panel" / f"{WGI}_2000_2000.csv").stat().st_mtime_ns
    found = add_to_panel(tmp_path / "own.csv", tmp_path / "panel")
    assert [(table.new, table.known, table.path) for table in found.tables] == [(0, 1, None)]
    assert (tmp_path / "panel" / f"{WGI}_2000_2000.csv").stat().st_mtime_ns == before


def test_figures_that_differ_are_refused_by_row_and_nothing_is_written(tmp_path: Path) -> None:
    add(tmp_path, "KEN,2000,0.5", "TZA,2000,0.1")
    before = held(tmp_path)
    with pytest.raises(InvalidInputError) as caught:
        add(tmp_path, "KEN,2000,0.55", "KEN,2001,0.6", "TZA,2000,0.2")
    assert [(problem.file, problem.row, problem.column) for problem in caught.value.problems] == [
        (f"{WGI}_2000_2000.csv", 2, "RuleofLaw"), (f"{WGI}_2000_2000.csv", 3, "RuleofLaw")]
    assert "KEN 2000 is 0.5 here and 0.55 in own.csv" in str(caught.value)
    assert "--from" in str(caught.value)
    assert held(tmp_path) == before


def test_other_years_can_be_taken_of_a_file_that_differs(tmp_path: Path) -> None:
    add(tmp_path, "KEN,2000,0.5")
    rows = add(tmp_path, "KEN,2000,0.55", "KEN,2001,0.6", "KEN,2002,0.7", first=2001, until=2001)
    assert [(row["year"], row["RuleofLaw"]) for row in rows] == [("2000", "0.5"), ("2001", "0.6")]


def test_figures_with_fewer_decimals_are_the_same_and_keep_what_was_printed(tmp_path: Path) -> None:
    add(tmp_path, "KEN,2000,0.123")
    text = LONG + "KEN,2000,RuleofLaw,0.12345\nKEN,2000,PoliticalStability,-1\n"
    add_to_panel(put(tmp_path, "own.csv", text), tmp_path / "panel")
    assert [(row["RuleofLaw"], row["PoliticalStability"]) for row in held(tmp_path)] == [("0.123", "-1")]


def test_a_gap_is_filled_in_another_file_and_the_panel_is_read(tmp_path: Path) -> None:
    put_in = tmp_path / "panel"
    put_in.mkdir()
    put(put_in, f"{WGI}_1996_2019.csv", "iso3,year,RuleofLaw,PoliticalStability\nKEN,2000,0.5,\n")
    add_to_panel(put(tmp_path, "own.csv", LONG + "KEN,2000,PoliticalStability,-1\n"), put_in)
    assert [row["RuleofLaw"] for row in held(tmp_path)] == ["0.5", "0.5"]
    panel = read_panel(put_in)
    assert panel.values["PoliticalStability"][0, 0] == -1
    assert panel.values["RuleofLaw"][0, 0] == 0.5


def test_old_codes_in_the_folder_are_the_same_country(tmp_path: Path) -> None:
    folder = tmp_path / "panel"
    folder.mkdir()
    put(folder, f"{WGI}_1996_2019.csv", "iso3,year,RuleofLaw\nROM,2000,0.5\n")
    with pytest.raises(InvalidInputError, match="ROU 2000 is"):
        add(tmp_path, "ROU,2000,0.9")


def test_one_family_can_be_taken_of_several(tmp_path: Path) -> None:
    text = LONG + "KEN,2000,RuleofLaw,1\nKEN,2000,exports_pct_gdp,20\n"
    found = add_to_panel(put(tmp_path, "own.csv", text), tmp_path / "panel", family=WGI)
    assert [table.family for table in found.tables] == [WGI]
    assert {row["file"] for row in held(tmp_path)} == {f"{WGI}_2000_2000.csv"}


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    write_table(tmp_path / "wgidataset.xlsx", ("code", "countryname", "year", "indicator", "estimate", "stddev"),
                [("KEN", "Kenya", 2000, "rl", -0.5, 0.25), ("KEN", "Kenya", 2000, "va", 0.125, 0.2)], (), format="xlsx")
    found = add_to_panel(tmp_path / "wgidataset.xlsx", tmp_path / "panel")
    assert found.provider == "wgi"
    assert [(row["RuleofLaw"], row["VoiceandAccountability"]) for row in held(tmp_path)] == [("-0.5", "0.125")]


def test_a_table_of_nobody_is_refused_with_its_columns(tmp_path: Path) -> None:
    path = put(tmp_path, "own.csv", "who,what\n1,2\n")
    with pytest.raises(InvalidInputError, match="who, what"):
        add_to_panel(path, tmp_path / "panel")
    with pytest.raises(InvalidInputError, match="no table of vdem"):
        add_to_panel(put(tmp_path, "own.csv", LONG + "KEN,2000,x,1\n"), tmp_path / "panel", provider="vdem")


def test_wrong_names_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, "own.csv", LONG + "KEN,2000,x,1\n")
    with pytest.raises(InvalidValueError, match="provider"):
        add_to_panel(path, tmp_path / "panel", provider="cia")
    with pytest.raises(InvalidValueError, match="family"):
        add_to_panel(path, tmp_path / "panel", family="weather")
    with pytest.raises(NotFoundError):
        add_to_panel(tmp_path / "none.csv", tmp_path / "panel")
    with pytest.raises(NotFoundError):
        add_to_panel(path, path)
    with pytest.raises(InvalidInputError, match="no row of the years"):
        add_to_panel(path, tmp_path / "panel", first=2010)


def test_a_damaged_file_in_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "panel").mkdir()
    put(tmp_path / "panel", f"{WGI}_1996_2019.csv", "country,RuleofLaw\nKenya,1\n")
    with pytest.raises(InvalidInputError, match=f"{WGI}_1996_2019.csv"):
        add(tmp_path, "KEN,2000,0.5")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    put(tmp_path, "file", "x")
    with pytest.raises(StoreError, match="--panel"):
        add_to_panel(put(tmp_path, "own.csv", LONG + "KEN,2000,x,1\n"), tmp_path / "file" / "panel")


def test_words_that_a_spreadsheet_would_run_are_made_harmless(tmp_path: Path) -> None:
    text = "iso3,year,variable,value,source\nKEN,2000,visits,1,=HYPERLINK(1)\n"
    add_to_panel(put(tmp_path, "own.csv", text), tmp_path / "panel")
    assert [row["source"] for row in held(tmp_path)] == ["'=HYPERLINK(1)"]


def test_an_overview_tells_years_countries_lag_and_gaps(tmp_path: Path) -> None:
    add(tmp_path, "KEN,2000,0.5", "TZA,2000,0.1", "KEN,2003,0.2")
    put(tmp_path / "panel", "notes.csv", "a\n")
    found = panel_overview(tmp_path / "panel")
    (family,) = found.families
    assert (family.family, family.rows, family.countries, family.years, family.lag) == (WGI, 3, 2, (2000, 2003), 1)
    assert family.filled == pytest.approx(1 / 12)
    said = "\n".join(gap.en for gap in family.gaps)
    assert "years without a row: 2001; 2002" in said
    assert "countries and areas without a row for 2003: United States" in said
    assert "notes.csv" in "\n".join(gap.en for gap in found.gaps)
    assert "institutional_vdem" in "\n".join(gap.en for gap in found.gaps)
    assert all(gap.zh != gap.en for gap in (*family.gaps, *found.gaps))


def test_an_overview_of_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        panel_overview(tmp_path / "none")


def test_rows_are_compared_and_put_together_by_cell() -> None:
    one, other = {"a": "1", "b": "0.123", "c": "", "d": "0.5"}, {"a": "2", "b": "0.12345", "c": "5", "d": "0.53"}
    assert differing(one, other, {"b": 3, "d": 1}) == ("a", "d")
    assert differing({"a": "8e-06"}, {"a": "7.9012e-06"}, {"a": 6}) == ()
    assert differing({"a": "0.5"}, {"a": "0.5001"}, {"a": 5}) == ("a",)
    assert merged([{"a": "1", "b": ""}, {"b": "2"}], {"a": "9", "c": "3"}) == ({"a": "1", "b": "2", "c": "3"}, True)
    assert merged([{"a": "1"}], {"a": "1", "country": "x"})[1] is False


def test_every_provider_says_who_it_is_and_under_what_terms() -> None:
    for name, module in PROVIDERS.items():
        assert module.SOURCE.title.zh != module.SOURCE.title.en, name
        assert module.SOURCE.licence or name == "long", name
