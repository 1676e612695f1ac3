"""V-Dem's wide table: two indices of thousands of columns. The files are synthetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidInputError
from tests.sources.converting import converted, gaps, row, rows

FAMILY = "institutional_vdem"
INDICES = "v2x_polyarchy,v2x_polyarchy_codelow,v2x_polyarchy_codehigh,v2x_libdem,v2x_libdem_codelow,v2x_libdem_codehigh"
HEAD = (f"country_name,country_text_id,country_id,year,historical_date,COWcode,{INDICES},"
        f"{','.join(f'x{number}' for number in range(500))}\n")


def line(code: str, year: int, figures: str = "0.3,0.2,0.4,0.25,0.2,0.3") -> str:
    return f'"Synthetic, {code}",{code},1,{year},{year}-12-31,9,{figures},{",".join(["0"] * 500)}\n'


def test_two_indices_with_their_intervals_are_taken(tmp_path: Path) -> None:
    found = row(converted("vdem", HEAD + line("KEN", 2000), tmp_path), FAMILY, iso3="KEN", year=2000)
    assert found["gwcode"] == 501
    assert [found[name] for name in INDICES.split(",")] == [0.3, 0.2, 0.4, 0.25, 0.2, 0.3]


def test_a_country_has_the_number_of_its_years_state(tmp_path: Path) -> None:
    text = HEAD + "".join(line(code, year) for code, year in (
        ("SRB", 2005), ("SRB", 2006), ("CZE", 1960), ("DDR", 1970), ("YMD", 1980), ("VDR", 1960), ("ZZB", 1970),
        ("HKG", 2000)))
    found = rows(converted("vdem", text, tmp_path), FAMILY)
    numbers = {(iso3, year): code
               for iso3, year, code in zip(found["iso3"], found["year"], found["gwcode"], strict=True)}
    assert numbers["SRB", 2005] == 345
    assert numbers["SRB", 2006] == 340
    assert numbers["CZE", 1960] == 316
    former = [("DDR", 1970), ("YMD", 1980), ("VDR", 1960), ("ZZB", 1970)]
    assert [numbers[key] for key in former] == [265, 680, 817, 511]
    assert str(numbers["HKG", 2000]) == "<NA>"


def test_years_before_1950_are_left_out(tmp_path: Path) -> None:
    found = converted("vdem", HEAD + line("KEN", 1900) + line("KEN", 1950), tmp_path)
    assert rows(found, FAMILY)["year"].tolist() == [1950]


def test_a_row_without_figures_is_left_out_and_a_strange_code_is_named(tmp_path: Path) -> None:
    text = HEAD + line("KEN", 2000, ",,,,,") + line("SML", 2000) + line("KEN", 2001, "0.3,,,,,")
    found = converted("vdem", text, tmp_path)
    assert rows(found, FAMILY)["year"].tolist() == [2001]
    assert "SML" in gaps(found)


def test_an_index_that_the_file_does_not_have_is_named(tmp_path: Path) -> None:
    found = converted("vdem", "country_text_id,year,v2x_libdem\nKEN,2000,0.2\n", tmp_path)
    assert "v2x_polyarchy" in gaps(found)


@pytest.mark.parametrize("wrong", [line("KEN", 2000, "high,,,,,"), line("KEN", 2000) + line("KEN", 2000, "0.9,,,,,"),
                                   '"Synthetic",KEN,1,,x,9,0.3,,,,,,' + ",".join(["0"] * 500)])
def test_what_cannot_be_read_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        converted("vdem", HEAD + wrong, tmp_path)
