"""The user's own long table: each variable finds its table, and what was out too late stays out. Synthetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidInputError
from outward.sources.panel_families import FAMILIES
from outward.sources.panel_long import publication_lag
from outward.vocabulary.catalogue import definition_rows
from tests.sources.converting import converted, gaps, row, rows

HEAD = "iso3,year,variable,value,known_on,se,source\n"


def test_publication_lags_are_those_that_the_panel_is_read_with() -> None:
    listed = {each["family"]: int(each["lag"]) for each in definition_rows("families.csv", "outward.risk")}
    assert listed.keys() <= FAMILIES.keys()
    assert {family: publication_lag(family) for family in listed} == listed


def test_a_known_variable_goes_into_its_table_and_any_other_into_the_users(tmp_path: Path) -> None:
    found = converted("long", HEAD + "KEN,2000,RuleofLaw,-0.5,,0.2,x\nKEN,2000,visits,3,2001-05-01,,own\n", tmp_path)
    law = row(found, "institutional_wgi", iso3="KEN", year=2000)
    assert (law["RuleofLaw"], law["RuleofLaw_se"]) == (-0.5, 0.2)
    own = row(found, "user_indicators", variable="visits")
    assert (own["gwcode"], own["value"], own["known_on"], own["source"]) == (501, 3, "2001-05-01", "own")


def test_a_name_that_two_tables_have_needs_the_tables(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"economic_macro_weo\.gdp_growth"):
        converted("long", HEAD + "KEN,2000,gdp_growth,1,,,\n", tmp_path)
    found = converted("long", HEAD + "KEN,2000,economic_macro_weo.gdp_growth,1,,,\n", tmp_path)
    assert row(found, "economic_macro_weo", iso3="KEN")["gdp_growth"] == 1


def test_the_last_figure_that_was_out_in_time_counts(tmp_path: Path) -> None:
    text = HEAD + ("KEN,2000,RuleofLaw,1,2001-03-01,,\nKEN,2000,RuleofLaw,2,2001-12-31,,\n"
                   "KEN,2000,RuleofLaw,3,2002-01-01,,\nKEN,2000,incidence,1,2001-01-01,,\n")
    found = converted("long", text, tmp_path)
    assert row(found, "institutional_wgi", iso3="KEN")["RuleofLaw"] == 2
    assert "RuleofLaw (2002-01-01)" in gaps(found)
    assert "incidence (2001-01-01)" in gaps(found)  # what everybody sees happen is known at the end of its year
    assert len(found.tables) == 1


def test_countries_may_be_numbered(tmp_path: Path) -> None:
    text = "gwcode,year,variable,value\n265,1980,visits,1\n501,2000,incidence,1\n9998,2000,visits,1\n"
    found = converted("long", text, tmp_path)
    assert row(found, "user_indicators", gwcode=265)["iso3"] == "DDR"
    assert row(found, "security_conflict_country_year", gwcode=501)["iso3"] == "KEN"
    assert "9998" in gaps(found)


def test_a_place_that_is_no_state_has_no_row_in_a_table_of_states(tmp_path: Path) -> None:
    found = converted("long", HEAD + "HKG,2000,visits,1,,,\nHKG,2000,pop,1,,,\nKEN,2000,pop,2,,,\n", tmp_path)
    assert rows(found, "structural_gdp_pop_infmort")["iso3"].tolist() == ["KEN"]
    assert row(found, "user_indicators", iso3="HKG")["value"] == 1


def test_a_standard_error_without_a_column_is_named(tmp_path: Path) -> None:
    assert "exports_pct_gdp" in gaps(converted("long", HEAD + "KEN,2000,exports_pct_gdp,1,,0.5,\n", tmp_path))


@pytest.mark.parametrize("wrong", [
    "KEN,2000,RuleofLaw,1,,,\nKEN,2000,RuleofLaw,2,,,\n", "KEN,2000,visits,1,,,\nKEN,2000,visits,2,,,\n",
    "KEN,2000,=cmd(),1,,,\n", "KEN,2000,visits,many,,,\n", "KEN,2000,visits,1,last May,,\n", "KEN,,visits,1,,,\n",
    "EUU,2000,visits,1,,,\n", "KEN,2000,visits,inf,,,\n", "KEN,2000,visits,1e99,,,\n"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        converted("long", HEAD + wrong, tmp_path)
