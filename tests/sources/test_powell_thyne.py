"""Coups counted by country and year. Small files are synthetic, in the columns of Powell and Thyne's list."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from outward.errors import InvalidInputError
from tests.reference import reference_file
from tests.sources.converting import converted, gaps, row, rows

YEARS, EVENTS = "political_coups_country_year", "political_coup_events"
HEAD = "country\tccode\tyear\tmonth\tday\tcoup\tversion\n"


def line(ccode: int, year: int, coup: int = 1, *, month: int = 3, day: int = 4) -> str:
    return f"Synthetic\t{ccode}\t{year}\t{month}\t{day}\t{coup}\tsynthetic\n"


@pytest.mark.reference
def test_the_reference_table_by_year_follows_from_the_list(tmp_path: Path) -> None:
    """Two editions of the list: they differ in the Congo and in Syria in 1968, and in nothing else."""
    with reference_file("risk/political_coup_events_1950_2009.csv").open(encoding="utf-8", newline="") as file:
        text = HEAD + "".join(f"{each['country']}\t{each['gwcode']}\t{each['year']}\t{each['month']}\t{each['day']}\t"
                              f"{2 if each['outcome'] == 'successful' else 1}\tx\n" for each in csv.DictReader(file))
    found = rows(converted("powell-thyne", text, tmp_path, until=2009), YEARS)
    columns = ["pt_attempt", "pt_attempt_num", "pt_coup_num", "pt_failed_num", "years_since_last_pt_attempt"]
    with reference_file("risk/political_coups_country_year_1950_2009.csv").open(encoding="utf-8", newline="") as file:
        printed = {(int(each["gwcode"]), int(each["year"])): tuple(int(each[name]) for name in columns)
                   for each in csv.DictReader(file) if each["gwcode"] != "711"}
    mine = {(int(cells[0]), int(cells[1])): tuple(int(cell) for cell in cells[2:])
            for cells in found[["gwcode", "year", *columns]].itertuples(index=False, name=None)}
    assert mine.keys() == printed.keys()
    differing = {key for key in mine if mine[key][:4] != printed[key][:4]}
    assert differing == {(484, 1968), (652, 1968)}
    waits = {key for key in mine if mine[key][4] != printed[key][4]}
    assert {gwcode for gwcode, _ in waits} <= {484, 652}


def test_attempts_are_counted_by_outcome(tmp_path: Path) -> None:
    attempts = line(475, 1966, 2) + line(475, 1966, 2, month=7) + line(475, 1966, 1, month=8)
    found = converted("powell-thyne", HEAD + attempts, tmp_path)
    year = row(found, YEARS, gwcode=475, year=1966)
    assert (year["pt_attempt"], year["pt_attempt_num"], year["pt_coup_num"], year["pt_failed_num"]) == (1, 3, 2, 1)
    assert sorted(rows(found, EVENTS)["outcome"]) == ["failed", "successful", "successful"]
    assert set(rows(found, EVENTS)["iso3"]) == {"NGA"}


def test_years_since_begin_with_one_and_start_again_at_nought(tmp_path: Path) -> None:
    found = rows(converted("powell-thyne", HEAD + line(500, 1971), tmp_path, until=1973), YEARS)
    uganda = found[found["gwcode"] == 500].set_index("year")["years_since_last_pt_attempt"]
    assert (uganda[1962], uganda[1970], uganda[1971], uganda[1973]) == (1, 9, 0, 2)
    assert found[found["gwcode"] == 2].set_index("year")["years_since_last_pt_attempt"][1950] == 1


def test_the_list_ends_with_its_last_attempt_unless_it_is_said(tmp_path: Path) -> None:
    without = converted("powell-thyne", HEAD + line(500, 1971), tmp_path)
    assert rows(without, YEARS)["year"].max() == 1971
    assert "1971" in gaps(without)
    told = converted("powell-thyne", HEAD + line(500, 1971), tmp_path, until=1980)
    assert rows(told, YEARS)["year"].max() == 1980
    assert "taken to end" not in gaps(told)


def test_an_attempt_after_the_last_year_is_left_out(tmp_path: Path) -> None:
    found = converted("powell-thyne", HEAD + line(500, 1971) + line(500, 1985), tmp_path, until=1980)
    assert rows(found, EVENTS)["year"].tolist() == [1971]


def test_numbers_of_the_correlates_of_war_become_those_of_gleditsch_and_ward(tmp_path: Path) -> None:
    found = rows(converted("powell-thyne", HEAD + line(679, 1995) + line(345, 2007), tmp_path), EVENTS)
    assert found["gwcode"].tolist() == [340, 678]


def test_a_number_of_gleditsch_and_ward_is_taken_where_it_is_given(tmp_path: Path) -> None:
    text = "country\tccode\tccode_gw\tyear\tmonth\tday\tcoup\nSynthetic\t970\t970\t2000\t1\t1\t1\n"
    assert rows(converted("powell-thyne", text, tmp_path), EVENTS)["gwcode"].tolist() == [970]


def test_what_is_no_state_or_no_year_of_it_is_named(tmp_path: Path) -> None:
    found = gaps(converted("powell-thyne", HEAD + line(625, 1955) + line(9998, 1960) + line(500, 1971), tmp_path))
    assert "SDN 1955" in found
    assert "Synthetic" in found


@pytest.mark.parametrize("wrong", [line(500, 1971, 3), line(500, 1971, month=13), line(500, 197),
                                   "x\t500\t1971\t1\t1\t\t\n", "x\t500\t1971\tMay\t1\t1\t\n"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        converted("powell-thyne", HEAD + wrong, tmp_path)
