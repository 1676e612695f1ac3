"""The list of states: one number a state, today's and former ones, with the names that Outward uses elsewhere."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.sources.state_codes import StateCode, gwcode_of, gwcode_of_cow, iso3_of, iso3_of_code, state, state_codes
from outward.vocabulary.regions import regions
from tests.reference import reference_file

# Members of the United Nations since 2011, by their numbers: a list of today's states that lacks one is wrong.
MEMBERS = 193
NOT_MEMBERS = {"TWN", "XKX", ""}  # in the list of Gleditsch and Ward, not in the United Nations


def test_todays_states_are_the_members_of_the_united_nations_and_those_that_the_list_adds() -> None:
    today = {one.iso3 for one in state_codes() if one.last_year is None}
    assert len(today - NOT_MEMBERS) == MEMBERS


def test_numbers_are_given_once() -> None:
    numbers = [one.gwcode for one in state_codes()]
    assert numbers == sorted(set(numbers))


def test_names_are_those_of_the_vocabulary() -> None:
    named = {region.iso3: region.name for region in regions().values() if region.iso3}
    assert [one.gwcode for one in state_codes()
            if one.iso3 in named and one.gwcode != 345 and one.name != named[one.iso3]] == []


@pytest.mark.parametrize(("iso3", "year", "gwcode"), [
    ("DEU", 1949, 260), ("DEU", 1995, 260), ("DDR", 1980, 265), ("VNM", 1960, 816), ("VDR", 1960, 817),
    ("KOR", 2020, 732), ("SRB", 1999, 345), ("SRB", 2005, 345), ("SRB", 2006, 340), ("SRB", 2024, 340),
    ("COL", 1990, 100),
    ("CSK", 1992, 315), ("CZE", 1993, 316), ("YEM", 1980, 678), ("YMD", 1980, 680), ("XKX", 1990, 347)])
def test_a_code_leads_to_the_state_of_its_year(iso3: str, year: int, gwcode: int) -> None:
    assert gwcode_of(iso3, year) == gwcode


@pytest.mark.parametrize(("cow", "year", "gwcode"), [
    (255, 1991, 260), (260, 1980, 260), (679, 1990, 678), (678, 1980, 678), (345, 2005, 345), (345, 2006, 340),
    (946, 2000, 970), (970, 2000, 971), (955, 2000, 972), (947, 2001, 973), (2, 2000, 2)])
def test_numbers_of_the_correlates_of_war_are_translated(cow: int, year: int, gwcode: int) -> None:
    assert gwcode_of_cow(cow, year) == gwcode


@pytest.mark.parametrize(("code", "iso3"), [("ROM", "ROU"), ("ZAR", "COD"), ("TMP", "TLS"), ("ADO", "AND"),
                                           ("KSV", "XKX"), ("UVK", "XKX"), ("WBG", "PSE"), ("YUG", "SRB"),
                                           (" ken ", "KEN")])
def test_old_codes_are_mapped(code: str, iso3: str) -> None:
    assert iso3_of_code(code) == iso3


def test_what_is_no_state_is_said_to_be_none() -> None:
    assert gwcode_of("HKG", 2000) is None
    assert gwcode_of_cow(9999, 2000) is None
    assert state(0) is None
    assert iso3_of(0) == ""
    assert iso3_of_code("EUU") is None


@given(st.sampled_from([one for one in state_codes() if one.iso3]), st.integers(1946, 2030))
def test_a_state_is_found_again_by_its_code_in_its_years(one: StateCode, year: int) -> None:
    if one.held(year):
        found = state(gwcode_of(one.iso3, year) or 0)
        assert found is not None
        assert found.iso3 == one.iso3
        assert found.held(year)


@pytest.mark.reference
def test_the_years_are_those_of_the_reference_files() -> None:
    """State-years of 1950 to 2009 as two providers file them; 711 is a row of 1950 that the list leaves out."""
    with reference_file("risk/political_coups_country_year_1950_2009.csv").open(encoding="utf-8", newline="") as file:
        printed = {(int(row["gwcode"]), int(row["year"])) for row in csv.DictReader(file)} - {(711, 1950)}
    assert printed == {(one.gwcode, year) for one in state_codes() for year in range(1950, 2010) if one.held(year)}
