"""The IMF's outlook: its text, its projections, the exchange rate behind two GDPs. Small files are synthetic."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from outward.errors import InvalidInputError
from tests.reference import reference_file
from tests.sources.converting import converted, gaps, row, rows

FAMILY = "economic_macro_weo"
SCALES = {"NGDP": "Billions", "NGDPD": "Billions", "LP": "Millions"}


def outlook(series: dict[tuple[str, str], dict[int, str]], first: int, last: int) -> str:
    """Write a synthetic outlook of years, with the line that ends the IMF's file."""
    years = range(first, last + 1)
    text = ("WEO Country Code\tISO\tWEO Subject Code\tCountry\tSubject Descriptor\tSubject Notes\tUnits\tScale\t"
            f"Country/Series-specific Notes\t{chr(9).join(map(str, years))}\tEstimates Start After\n")
    for (iso3, subject), values in series.items():
        cells = "\t".join(values.get(year, "n/a") for year in years)
        text += (f'664\t{iso3}\t{subject}\tC\u00f4te synthetic\td\t"n, ""o"""\tu\t{SCALES.get(subject, "")}\t\t'
                 f'{cells}\t{last - 6}\n')
    return text + "\nInternational Monetary Fund, World Economic Outlook Database, synthetic\n"


@pytest.mark.reference
def test_the_reference_exchange_rates_and_crashes_follow_from_the_two_gdps(tmp_path: Path) -> None:
    """Where the GDPs are printed with three decimals the change of the rate can be off by what rounding does."""
    with reference_file("risk/economic_macro_weo_1980_2018.csv").open(encoding="utf-8", newline="") as file:
        printed = {(each["iso3"], int(each["year"])): each for each in csv.DictReader(file)}
    series: dict[tuple[str, str], dict[int, str]] = {}
    for (iso3, year), each in printed.items():
        for subject, name in (("NGDP", "gdp_lcu_bn"), ("NGDPD", "gdp_usd_bn")):
            if each[name]:
                series.setdefault((iso3, subject), {})[year] = each[name]
    found = rows(converted("weo", outlook(series, 1980, 2024), tmp_path, encoding="utf-16"), FAMILY)
    assert len(found) > 4000
    for mine in found.itertuples():
        other = printed[str(mine.iso3), int(str(mine.year))]
        if other["implied_fx_lcu_per_usd"]:
            assert float(str(mine.implied_fx_lcu_per_usd)) == pytest.approx(float(other["implied_fx_lcu_per_usd"]),
                                                                           rel=1e-6, abs=6e-7)
        if other["fx_dep"]:
            assert float(str(mine.fx_dep)) == pytest.approx(float(other["fx_dep"]), rel=1e-4, abs=2e-6)
            assert float(str(mine.fx_crash)) == float(other["fx_crash"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "latin-1", "utf-8-sig"])
def test_the_text_is_read_in_whatever_letters_it_comes(tmp_path: Path, encoding: str) -> None:
    text = outlook({("KEN", "NGDP"): {2000: "1,234.5"}, ("KEN", "PCPIPCH"): {2000: "--", 2001: "-0.5"}}, 2000, 2008)
    found = converted("weo", text, tmp_path, encoding=encoding)
    assert row(found, FAMILY, iso3="KEN", year=2000)["gdp_lcu_bn"] == 1234.5
    assert row(found, FAMILY, iso3="KEN", year=2001)["inflation_avg"] == -0.5


def test_projections_are_left_out(tmp_path: Path) -> None:
    text = outlook({("KEN", "NGDP_RPCH"): dict.fromkeys(range(2010, 2025), "5.1")}, 2010, 2024)
    found = converted("weo", text, tmp_path)
    assert rows(found, FAMILY)["year"].max() == 2018  # the edition of 2019 ends with 2024
    assert "2018" in gaps(found)
    assert rows(converted("weo", text, tmp_path, until=2020), FAMILY)["year"].max() == 2020


@pytest.mark.parametrize(("rates", "crashes"), [
    ((10, 13, 13), (0, 1, 0)),  # a rise of 30 % from rest
    ((10, 12.9, 12.9), (0, 0, 0)),
    ((10, 13, 17.4), (0, 1, 0)),  # 33.8 % after 30 %: no ten points more
    ((10, 13, 18.5), (0, 1, 1)),  # 42.3 % after 30 %
])
def test_a_crash_is_a_rise_of_thirty_percent_and_ten_points_more_than_before(
        tmp_path: Path, rates: tuple[float, ...], crashes: tuple[int, ...]) -> None:
    years = range(2000, 2003)
    text = outlook({("KEN", "NGDP"): {year: str(rate) for year, rate in zip(years, rates, strict=True)},
                    ("KEN", "NGDPD"): dict.fromkeys(years, "1")}, 2000, 2010)
    found = rows(converted("weo", text, tmp_path), FAMILY).set_index("year")
    assert math.isnan(float(found["fx_dep"][2000]))
    assert math.isnan(float(found["fx_crash"][2000]))
    assert tuple(found["fx_crash"][[2001, 2002]]) == crashes[1:]


def test_a_change_is_not_taken_over_a_missing_year(tmp_path: Path) -> None:
    text = outlook({("KEN", "NGDP"): {2000: "10", 2002: "20"}, ("KEN", "NGDPD"): {2000: "1", 2002: "1"}}, 2000, 2010)
    assert rows(converted("weo", text, tmp_path), FAMILY)["fx_dep"].isna().all()


def test_codes_of_the_imf_are_translated(tmp_path: Path) -> None:
    text = outlook({("UVK", "LUR"): {2000: "1"}, ("WBG", "LUR"): {2000: "2"}}, 2000, 2010)
    assert set(rows(converted("weo", text, tmp_path), FAMILY)["iso3"]) == {"XKX", "PSE"}


@pytest.mark.parametrize("change", [("Billions", "Millions"), ("1.5", "n.s."), ("1.5", "1e99")])
def test_what_cannot_be_read_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    text = outlook({("KEN", "NGDP"): {2000: "1.5"}}, 2000, 2010)
    with pytest.raises(InvalidInputError):
        converted("weo", text.replace(*change), tmp_path)


def test_a_series_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    text = outlook({("ROM", "NGDP"): {2000: "1.5"}, ("ROU", "NGDP"): {2000: "2"}}, 2000, 2010)
    with pytest.raises(InvalidInputError, match="twice"):
        converted("weo", text, tmp_path)
