"""Armed conflicts counted by country and year. The files are synthetic, in the columns of UCDP/PRIO's table (ACD)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.errors import InvalidInputError
from tests.sources.converting import converted, gaps, row, rows

FAMILY = "security_conflict_country_year"
HEAD = ("conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,"
        "year,intensity_level,cumulative_intensity,type_of_conflict,start_date,start_prec,start_date2,start_prec2,"
        "ep_end,ep_end_date,ep_end_prec,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,region,version\n")


def line(conflict: int, year: int, places: str, *, kind: int = 3, intensity: int = 1, a: str = "", a2: str = "",
         b: str = "", b2: str = "") -> str:
    """Write a synthetic conflict-year; lists of states as UCDP prints them."""
    return (f'{conflict},"Synthetic place",x,1,,y,2,,2,,{year},{intensity},0,{kind},{year}-01-01,1,{year}-02-01,1,0,,,'
            f'"{a or places}","{a2}","{b}","{b2}","{places}",4,synthetic\n')


def counted(tmp_path: Path, *lines: str, gwcode: int, year: int) -> dict[str, object]:
    return row(converted("ucdp", HEAD + "".join(lines), tmp_path), FAMILY, gwcode=gwcode, year=year)


def test_only_conflicts_within_states_make_an_incidence(tmp_path: Path) -> None:
    file = [line(1, 1990, "500"), line(2, 1990, "500", intensity=2),
            line(3, 1990, "645, 651", kind=2, a="645", b="651"), line(4, 1990, "540", kind=1), line(1, 1992, "500")]
    uganda = counted(tmp_path, *file, gwcode=500, year=1990)
    assert (uganda["n_conflicts"], uganda["max_intensity"], uganda["incidence"], uganda["n_interstate"]) == (2, 2, 1, 0)
    for gwcode in (645, 651):
        between = counted(tmp_path, *file, gwcode=gwcode, year=1990)
        assert (between["n_conflicts"], between["max_intensity"], between["incidence"]) == (0, 0, 0)
        assert between["n_interstate"] == 1
    over_a_colony = counted(tmp_path, *file, gwcode=540, year=1990)
    assert (over_a_colony["n_conflicts"], over_a_colony["n_interstate"]) == (0, 0)


@pytest.mark.parametrize(("years_between", "gap2", "gap5"), [(1, 0, 0), (2, 0, 0), (3, 1, 0), (5, 1, 0), (6, 1, 1)])
def test_a_conflict_begins_again_after_two_or_five_quiet_years(tmp_path: Path, years_between: int, gap2: int, gap5: int
                                                               ) -> None:
    again = 1980 + years_between
    found = counted(tmp_path, line(1, 1980, "500"), line(1, again, "500"), gwcode=500, year=again)
    assert (found["onset_new"], found["onset_gap2"], found["onset_gap5"]) == (0, gap2, gap5)
    assert found["country_onset"] == int(years_between > 2)


def test_the_first_year_of_a_conflict_is_an_onset_of_all_kinds(tmp_path: Path) -> None:
    found = counted(tmp_path, line(1, 1980, "500"), line(1, 1981, "500"), gwcode=500, year=1980)
    assert (found["onset_new"], found["onset_gap2"], found["onset_gap5"], found["country_onset"]) == (1, 1, 1, 1)


def test_foreign_troops_make_no_new_conflict_of_one_that_goes_on(tmp_path: Path) -> None:
    file = [line(1, 1980, "700", kind=4), line(1, 1981, "700"), line(1, 1982, "700", kind=4)]
    found = [counted(tmp_path, *file, gwcode=700, year=year) for year in (1980, 1981, 1982)]
    assert [(each["n_conflicts"], each["onset_new"], each["country_onset"]) for each in found] == [
        (1, 1, 1), (1, 0, 0), (1, 0, 0)]


def test_another_conflict_where_one_goes_on_is_no_onset_of_the_country(tmp_path: Path) -> None:
    found = counted(tmp_path, line(1, 1980, "500"), line(1, 1981, "500"), line(2, 1981, "500"), gwcode=500, year=1981)
    assert (found["n_conflicts"], found["onset_new"], found["country_onset"]) == (2, 1, 0)


def test_years_before_1950_count_as_history_and_are_not_kept(tmp_path: Path) -> None:
    file = [line(1, 1948, "775"), line(1, 1949, "775"), line(1, 1950, "775")]
    found = counted(tmp_path, *file, gwcode=775, year=1950)
    assert (found["incidence"], found["onset_new"], found["country_onset"]) == (1, 0, 0)
    assert rows(converted("ucdp", HEAD + "".join(file), tmp_path), FAMILY)["year"].min() == 1950


def test_a_coalition_counts_by_its_states(tmp_path: Path) -> None:
    with_foreign = counted(tmp_path, line(1, 1975, "540", kind=4, a2="40", b2="560, 490"), gwcode=540, year=1975)
    assert with_foreign["n_internationalized"] == 2
    war = line(2, 1991, "645, 690", kind=2, a="645", b="690", b2="2, 200, 220")
    for gwcode in (645, 690):
        assert counted(tmp_path, war, gwcode=gwcode, year=1991)["n_interstate"] == 3
    three = line(3, 2003, "2, 200, 645", kind=2, a="2, 200", b="645")
    assert counted(tmp_path, three, gwcode=645, year=2003)["n_interstate"] == 2
    assert counted(tmp_path, three, gwcode=200, year=2003)["n_interstate"] == 1


def test_every_state_of_every_year_has_a_row(tmp_path: Path) -> None:
    found = rows(converted("ucdp", HEAD + line(1, 1990, "500") + line(1, 1993, "500"), tmp_path), FAMILY)
    assert set(found["year"]) == {1990, 1991, 1992, 1993}
    assert {315, 265} <= set(found[found["year"] == 1990]["gwcode"])
    assert {316, 317} <= set(found[found["year"] == 1993]["gwcode"])
    assert 315 not in set(found[found["year"] == 1993]["gwcode"])
    assert not found.duplicated(["gwcode", "year"]).any()


def test_places_that_are_no_state_are_named(tmp_path: Path) -> None:
    assert "751" in gaps(converted("ucdp", HEAD + line(1, 1948, "751") + line(2, 1990, "500"), tmp_path))


def test_older_column_names_are_known(tmp_path: Path) -> None:
    text = "ID,Location,Year,Int,Type,GWNoLoc\n1,Synthetic,1990,2,3,500\n"
    assert row(converted("ucdp", text, tmp_path), FAMILY, gwcode=500, year=1990)["max_intensity"] == 2


@pytest.mark.parametrize("wrong", [line(1, 1990, "500") * 2, line(1, 1990, "Uganda"), line(1, 1990, "500", intensity=3),
                                   line(1, 1990, "500", kind=7), line(1, 19900, "500"), HEAD.replace(",", ";")])
def test_what_cannot_be_read_is_refused_by_row(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        converted("ucdp", HEAD + wrong, tmp_path)


PLACES = st.sampled_from(["500", "540", "500, 540"])
CONFLICT_YEARS = st.lists(st.tuples(st.integers(1, 3), st.integers(1985, 2000), PLACES, st.integers(2, 4)),
                          min_size=1, max_size=25, unique_by=lambda one: one[:2])


@given(CONFLICT_YEARS, st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_counts_hold_together_in_whatever_order_the_rows_come(conflicts: list[tuple[int, int, str, int]],
                                                              random: object) -> None:
    lines = [line(conflict, year, places, kind=kind) for conflict, year, places, kind in conflicts]
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with TemporaryDirectory() as room:
        found = rows(converted("ucdp", HEAD + "".join(lines), Path(room)), FAMILY)
        again = rows(converted("ucdp", HEAD + "".join(shuffled), Path(room)), FAMILY)
    pd.testing.assert_frame_equal(found, again)
    assert (found["incidence"] == (found["n_conflicts"] > 0)).all()
    assert (found["incidence"] == (found["max_intensity"] > 0)).all()
    for less, more in (("onset_new", "onset_gap5"), ("onset_gap5", "onset_gap2"), ("onset_gap2", "n_conflicts")):
        assert (found[less] <= found[more]).all()
    uganda = found[found["gwcode"] == 500]
    fought = dict(zip(uganda["year"], uganda["incidence"], strict=True))
    for year, onset in zip(uganda["year"], uganda["country_onset"], strict=True):
        assert onset == int(fought[year] and not fought.get(year - 1, 0) and not fought.get(year - 2, 0))
