"""A panel's folder read as hostile input: whole, or refused by file, row and column. Figures are synthetic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from outward.errors import InvalidInputError, NotFoundError, OutwardError
from outward.risk.events import event
from outward.risk.modelled import MODELLED
from outward.risk.outcomes import impossible, outcomes
from outward.risk.panel import Panel
from outward.studies.risks.panel_folder import family_files, read_panel
from tests.reference import reference_folder
from tests.risk.made_panel import panel, tables, write

COUPS = "political_coups_country_year_2000_2002.csv"
VDEM = "institutional_vdem_2000_2002.csv"
HEAD = "gwcode,iso3,year,pt_attempt,pt_coup_num\n"
ROWS = "2,USA,2000,0,0\n2,USA,2001,1,0\n20,CAN,2000,0,\n"


def put(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def coups(folder: Path, content: str | bytes) -> Path:
    return put(folder, **{COUPS.removesuffix(".csv"): content})


def refused(folder: Path) -> str:
    with pytest.raises(InvalidInputError) as error:
        read_panel(folder)
    return str(error.value)


class TestWhole:
    """What is read."""

    def test_files_give_the_panel_that_tables_give(self, tmp_path: Path) -> None:
        read, made = read_panel(write(tmp_path, tables())), panel(tables())
        assert [country.key for country in read.countries] == [country.key for country in made.countries]
        np.testing.assert_array_equal(read.years, made.years)
        np.testing.assert_array_equal(read.listed, made.listed)
        assert set(read.values) == set(made.values)
        for name, grid in made.values.items():
            np.testing.assert_allclose(read.grid(name), grid, rtol=0, atol=1e-9)
            assert read.lags[name] == made.lags[name]

    def test_a_family_in_several_files_is_one(self, tmp_path: Path) -> None:
        made = tables()
        whole = read_panel(write(tmp_path / "whole", made))
        write(tmp_path / "parts", {name: table[table["year"] <= 1980] for name, table in made.items()
                                   if (table["year"] <= 1980).any()})
        write(tmp_path / "parts", {name: table[table["year"] > 1980] for name, table in made.items()})
        parts = read_panel(tmp_path / "parts")
        for name, grid in whole.values.items():
            np.testing.assert_array_equal(parts.grid(name), grid)
        assert parts.digest != whole.digest

    def test_the_digest_names_the_files_contents(self, tmp_path: Path) -> None:
        first = read_panel(coups(tmp_path, HEAD + ROWS)).digest
        assert read_panel(coups(tmp_path, HEAD + ROWS)).digest == first
        assert read_panel(coups(tmp_path, HEAD + ROWS.replace("2001,1", "2001,0"))).digest != first

    @pytest.mark.parametrize("content", [
        "\ufeff" + HEAD + ROWS, (HEAD + ROWS).replace("\n", "\r\n"), HEAD + ROWS.rstrip("\n"),
        HEAD + ROWS + "\n\n", HEAD + ROWS.replace("USA", " usa "), HEAD + ROWS.replace("2001,1", "2001, 1.0 "),
        HEAD + ROWS.replace("2001,1", "2001,True"), HEAD + ROWS.replace("2,USA", ",USA").replace("20,CAN", ",CAN"),
        '"gwcode","iso3","year","pt_attempt","pt_coup_num"\n' + ROWS])
    def test_ways_of_writing_the_same(self, tmp_path: Path, content: str) -> None:
        found = read_panel(coups(tmp_path, content))
        assert [country.iso3 for country in found.countries] == ["USA", "CAN"]
        np.testing.assert_array_equal(found.grid("pt_attempt")[:, :2], [[0, 1], [0, np.nan]])
        np.testing.assert_array_equal(found.grid("pt_coup_num")[:, :2], [[0, 0], [np.nan, np.nan]])

    def test_former_states_keep_their_number(self, tmp_path: Path) -> None:
        """Two Germanies, two Vietnams: codes are missing or repeated, numbers are not."""
        found = read_panel(coups(tmp_path, HEAD + "265,,1970,0,0\n260,DEU,1970,0,0\n817,,1970,1,0\n816,VNM,1970,0,0\n"))
        assert [country.gwcode for country in found.countries] == [260, 265, 816, 817]
        assert found.countries[1].name.zh

    def test_files_of_other_names_are_left_alone(self, tmp_path: Path) -> None:
        coups(tmp_path, HEAD + ROWS)
        put(tmp_path, political_coup_events_1950_2009="not\x00read", notes="a,b\n1\n", gw_iso3_map="x")
        put(tmp_path, economic_fx_monthly_1971_2026="x")
        (tmp_path / "institutional_vdem_1950_2014.txt").write_text("no", encoding="utf-8")
        assert set(read_panel(tmp_path).values) == {"pt_attempt", "pt_coup_num"}

    def test_every_family_has_a_name_in_both_languages_and_a_source(self) -> None:
        for each in family_files().values():
            assert each.name.en
            assert each.name.zh != each.name.en
            assert each.source
            assert each.lag in (0, 1)


class TestJoined:
    """Several files of one family."""

    def test_a_blank_is_filled_by_the_other_file(self, tmp_path: Path) -> None:
        put(tmp_path, political_coups_country_year_2000_2001=HEAD + "2,USA,2000,1,\n2,USA,2001,,0\n",
            political_coups_country_year_2000_2002=HEAD + "2,USA,2000,,1\n2,USA,2002,1,1\n")
        found = read_panel(tmp_path)
        np.testing.assert_array_equal(found.grid("pt_attempt")[0, :3], [1, np.nan, 1])
        np.testing.assert_array_equal(found.grid("pt_coup_num")[0, :3], [1, 0, 1])

    def test_the_same_said_twice_is_said_once(self, tmp_path: Path) -> None:
        put(tmp_path, political_coups_country_year_2000_2001=HEAD + ROWS,
            political_coups_country_year_2000_2009=HEAD + ROWS.replace("2001,1,0", "2001,1.0,0.00") + ROWS)
        assert read_panel(tmp_path).grid("pt_attempt")[0, 1] == 1

    def test_two_files_that_differ_are_refused_by_the_cell(self, tmp_path: Path) -> None:
        put(tmp_path, political_coups_country_year_2000_2001=HEAD + ROWS,
            political_coups_country_year_2000_2009=HEAD + ROWS.replace("2001,1", "2001,0"))
        said = refused(tmp_path)
        assert ("political_coups_country_year_2000_2009.csv, row 3, column pt_attempt: USA 2001 is 0 here and 1 in "
                "political_coups_country_year_2000_2001.csv, row 3. ") in said

    def test_two_rows_of_a_file_that_differ_are_refused(self, tmp_path: Path) -> None:
        said = refused(coups(tmp_path, HEAD + ROWS + "2,USA,2001,0,0\n"))
        assert "row 5" in said
        assert "USA 2001 stands twice with different figures" in said

    def test_a_new_column_in_a_longer_file_is_added(self, tmp_path: Path) -> None:
        put(tmp_path, political_coups_country_year_2000_2001=HEAD + ROWS,
            political_coups_country_year_2002_2003="gwcode,iso3,year,pt_attempt,extra\n2,USA,2002,0,7\n")
        np.testing.assert_array_equal(read_panel(tmp_path).grid("extra")[0, :3], [np.nan, np.nan, 7])


class TestRefused:
    """What is no panel, said so that it can be mended."""

    def test_no_folder_and_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError, match="there is no folder"):
            read_panel(tmp_path / "missing")
        with pytest.raises(NotFoundError, match="no file of a known family"):
            read_panel(tmp_path)
        (tmp_path / "notes.csv").write_text("a\n", encoding="utf-8")
        with pytest.raises(NotFoundError, match=r"political_coups_country_year_1950_2020\.csv"):
            read_panel(tmp_path)

    @pytest.mark.parametrize(("line", "column", "said"), [
        ("2,USA,2000,many,0", "pt_attempt", "'many' is no usable number"),
        ("2,USA,2000,inf,0", "pt_attempt", "'inf' is no usable number"),
        ("2,USA,2000,-Infinity,0", "pt_attempt", "is no usable number"),
        ("2,USA,2000,1e999,0", "pt_attempt", "is no usable number"),
        ("2,USA,2000,1e300,0", "pt_attempt", "is no usable number"),
        ("2,USA,2000," + "9" * 400 + ",0", "pt_attempt", "is no usable number"),
        ("2,USA,2000,=1+1,0", "pt_attempt", "is no usable number"),
        ("2,USA,99999,0,0", "year", "'99999' is no whole number from 1600 to 2100"),
        ("2,USA,-1,0,0", "year", "is no whole number"), ("2,USA,2000.5,0,0", "year", "is no whole number"),
        ("2,USA,,0,0", "year", "has no year"), ("2,USA,1e308,0,0", "year", "is no usable number"),
        ("2,USA,two thousand,0,0", "year", "is no usable number"),
        ("2.5,USA,2000,0,0", "gwcode", "is no whole number from 0 to 999"),
        ("-2,USA,2000,0,0", "gwcode", "is no whole number"), ("1e30,USA,2000,0,0", "gwcode", "is no usable number"),
        ("99999,,2000,0,0", "gwcode", "is no whole number"), ("two,USA,2000,0,0", "gwcode", "is no usable number"),
        (",,2000,0,0", "iso3", "'' names no country"), (",=A1,2000,0,0", "iso3", "'=A1' names no country"),
        ("2,USA,2000,0,0,9", "", "has more than the 5 cells of the header")])
    def test_a_wrong_row_is_named(self, tmp_path: Path, line: str, column: str, said: str) -> None:
        told = refused(coups(tmp_path, HEAD + "20,CAN,2000,0,0\n\n" + line + "\n20,CAN,2002,0,0\n"))
        assert f"{COUPS}, row 4" in told  # a blank line counts
        assert said in told
        if column:
            assert f"row 4, column {column}" in told

    @pytest.mark.parametrize(("content", "said"), [
        (b"", "the file is empty"), (b"\xff\xfe\x00a", "the column is missing"),
        ("gwcode,iso3,year,pt_attempt\n2,USA,2000,\u00e9\n".encode("latin-1"), "row 2, column pt_attempt"),
        (b"gwcode,iso3,pt_attempt\n2,USA,0\n", "row 1, column year: the column is missing"),
        (b"iso3,year,pt_attempt\nUSA,2000,0\n", "row 1, column gwcode: the column is missing"),
        (b"gwcode,iso3,year,pt_attempt,pt_attempt\n2,USA,2000,0,1\n", "column pt_attempt: stands twice in the header"),
        (b"gwcode,iso3,year,\n2,USA,2000,0\n", "a column has no name"),
        (b"gwcode,iso3,year,pt_attempt\n2,USA,2000,\x00\n", "is no text"),
        (b'gwcode,iso3,year,pt_attempt\n2,"USA,2000,0\n', "cannot be read"),
        (b"gwcode,iso3,year,pt_attempt\n", "has no row below its header"),
        (b"PK\x03\x04" + bytes(range(256)), "is a zip archive or a workbook")])
    def test_a_wrong_file_is_named(self, tmp_path: Path, content: bytes, said: str) -> None:
        with pytest.raises(InvalidInputError) as error:
            read_panel(coups(tmp_path, content))
        assert {problem.file for problem in error.value.problems} == {COUPS}
        assert said in str(error.value)

    def test_a_header_alone_is_no_figure(self, tmp_path: Path) -> None:
        for family, described in family_files().items():
            folder = tmp_path / family
            folder.mkdir()
            extra = {"list": ",type", "long": ",gwcode,variable,value"}.get(described.kind, ",v")
            key = "iso3" if described.key == "any" else described.key
            put(folder, **{f"{family}_2000_2001": f"{key},year{extra}\n"})
            with pytest.raises(OutwardError):
                read_panel(folder)

    def test_a_file_too_large_is_refused_unread(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("outward.studies.risks.panel_file.MOST_BYTES", 10)
        assert "Give up to 10 bytes" in refused(coups(tmp_path, HEAD + ROWS))

    def test_only_the_first_problems_are_told(self, tmp_path: Path) -> None:
        rows = "".join(f"2,USA,{year},x,y\n" for year in range(1900, 2000))
        with pytest.raises(InvalidInputError) as error:
            read_panel(coups(tmp_path, HEAD + rows))
        assert [problem.row for problem in error.value.problems] == list(range(2, 22))

    def test_a_folder_named_as_a_file_is_no_file(self, tmp_path: Path) -> None:
        (tmp_path / COUPS).mkdir()
        with pytest.raises(NotFoundError, match="no file of a known family"):
            read_panel(tmp_path)


class TestOtherShapes:
    """Lists, waves of surveys, and the user's long tables."""

    def states(self, folder: Path) -> Path:
        rows = "".join(f"{state},{year},0,0\n" for state in ("2,USA", "20,CAN") for year in range(2000, 2006))
        return coups(folder, HEAD + rows)

    def test_a_list_is_ones_and_noughts(self, tmp_path: Path) -> None:
        put(self.states(tmp_path), economic_banking_debt_crises_2000_2005=(
            "country,type,year,month,iso3\nA,banking,2001,5,USA\nA,banking,2001,6,USA\nB,debt,2004,,CAN\n"))
        found = read_panel(tmp_path)
        np.testing.assert_array_equal(found.grid("banking")[:, 1:5], [[1, 0, 0, 0], [0, 0, 0, 0]])
        assert found.grid("debt")[1, 4] == 1

    @pytest.mark.parametrize(("line", "said"), [
        ("A,banking,soon,,USA", "row 3, column year"), ("A,,2001,,USA", "row 3, column type"),
        ("A,banking,2001,,", "row 3, column iso3"), ("A,year,2001,,USA", "row 3, column type"),
        ("A,iso3,2001,,USA", "row 3, column type")])
    def test_a_wrong_row_of_a_list_is_named(self, tmp_path: Path, line: str, said: str) -> None:
        put(self.states(tmp_path), economic_banking_debt_crises_2000_2005=(
            f"country,type,year,month,iso3\nZ,debt,2005,,USA\n{line}\nA,banking,2000,,CAN\n"))
        assert said in refused(tmp_path)

    def test_a_wave_holds_until_the_next(self, tmp_path: Path) -> None:
        put(self.states(tmp_path), social_values_map_ivs=(
            "iso3,geo,year,survsagg,tradagg\nUSA,usa,2000,1.0,-1.0\nUSA,usa,2003,2.0,\nCAN,can,2005,0,0\n"))
        found = read_panel(tmp_path)
        np.testing.assert_array_equal(found.grid("survsagg")[0, :6], [1, 1, 1, 2, 2, 2])

    def test_a_survey_of_a_part_gives_way_to_the_whole(self, tmp_path: Path) -> None:
        """Two areas of one code in one year: the one with more waves is the country."""
        put(self.states(tmp_path), social_values_map_ivs=(
            "iso3,geo,year,survsagg,tradagg\nUSA,part,2003,9,9\nUSA,whole,2000,1,1\nUSA,whole,2003,2,2\n"))
        np.testing.assert_array_equal(read_panel(tmp_path).grid("survsagg")[0, :4], [1, 1, 1, 2])

    def test_a_long_table_of_the_users_own(self, tmp_path: Path) -> None:
        put(self.states(tmp_path), user_indicators_2000_2001=(
            "iso3,year,variable,value\nUSA,2000,sanction,1\nCAN,2001,sanction,0\nUSA,2001,expropriation,\n"))
        found = read_panel(tmp_path)
        assert found.grid("sanction")[0, 0] == 1
        assert found.grid("sanction")[1, 1] == 0
        assert found.lags["sanction"] == 1

    @pytest.mark.parametrize(("line", "said"), [
        ("USA,2000,sanction,much", "row 3, column value"), ("USA,2000,,1", "row 3, column variable"),
        ("USA,2000,year,1", "row 3, column variable"), ("USA,2000,iso3,1", "row 3, column variable"),
        ("USA,1,sanction,1", "row 3, column year"), ("?,2000,sanction,1", "row 3, column iso3"),
        ("CAN,2005,sanction,1", "row 3, column variable: the cell stands twice")])
    def test_a_wrong_row_of_a_long_table_is_named(self, tmp_path: Path, line: str, said: str) -> None:
        put(self.states(tmp_path), user_indicators_2000_2001=(
            f"iso3,year,variable,value\nCAN,2005,sanction,0\n{line}\nCAN,2000,sanction,0\n"))
        assert said in refused(tmp_path)

    def test_a_long_table_may_not_say_what_another_family_says(self, tmp_path: Path) -> None:
        put(self.states(tmp_path), user_indicators_2000_2001="iso3,year,variable,value\nUSA,2000,pt_attempt,1\n")
        with pytest.raises(OutwardError, match="pt_attempt stands in two families"):
            read_panel(tmp_path)


@pytest.fixture(scope="module")
def shared() -> Panel:
    folder = reference_folder() / "risk"
    if not folder.is_dir():
        pytest.skip(f"no reference folder {folder}")
    return read_panel(folder)


@pytest.mark.reference
class TestReference:
    """The shared files: the whole folder is read, and says what its README says."""

    def test_the_whole_folder_is_read(self, shared: Panel) -> None:
        assert (int(shared.years[0]), int(shared.years[-1])) == (1950, 2026)
        keys = [country.key for country in shared.countries]
        assert len(set(keys)) == len(keys) > 190
        used = {event(id).rule.variable for id in MODELLED} | {"survsagg", "RuleofLaw", "homicide_per_100k", "infmort"}
        assert used <= set(shared.values)

    def test_cells_are_those_of_the_files(self, shared: Panel) -> None:
        """As printed in the first rows of three of them."""
        rows = {country.iso3: place for place, country in enumerate(shared.countries) if country.iso3}
        assert shared.grid("v2x_libdem")[rows["MEX"], shared.column(1950)] == 0.095
        assert shared.grid("gdp_deflator_inflation")[rows["ABW"], shared.column(1987)] == 3.59197
        assert shared.grid("banking")[rows["ALB"], shared.column(1994)] == 1
        assert shared.grid("survsagg")[rows["ALB"], shared.column(2001)] == 1.12631  # the wave of 1998

    @pytest.mark.parametrize("id", ["conflict_onset", "conflict_escalation"])
    def test_what_cannot_happen_did_not(self, shared: Panel, id: str) -> None:
        happened, never = outcomes(event(id), shared, "known").happened, impossible(event(id), shared, "known")
        assert np.nansum(happened) > 80
        assert np.nansum(happened[never]) == 0

    @pytest.mark.parametrize("id", ["coup", "conflict_onset", "currency_crash"])
    def test_years_kept_back_have_no_outcome(self, shared: Panel, id: str) -> None:
        happened = outcomes(event(id), shared, "known").happened
        assert np.isnan(happened[:, shared.column(2010):]).all()
