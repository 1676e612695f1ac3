"""The map: each record where it lies, nothing that is hidden, the same in description, picture and table."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from django.contrib.auth.models import AnonymousUser

from outward_portal.records.listing import read_query
from outward_portal.registers import maps
from outward_portal.registers import places as reading
from outward_portal.registers.kinds import PROJECTS
from outward_portal.registers.places import Places, places, standing_at
from outward_portal.theme.charts import write_script
from tests.portal.people import People, browser_of
from tests.portal.registers.worlds import project

pytestmark = pytest.mark.django_db
ADDRESS = "/en/registers/projects/map"


def ask(user: Any = None, **given: str) -> Places:
    return places(read_query(PROJECTS, "en", given), user or AnonymousUser())


def at(found: Places) -> dict[str, int]:
    return {each.region: each.records for each in found.countries}


def test_records_are_counted_at_their_countries_point() -> None:
    for countries in ("KEN", "KEN", "ZMB;KEN", ""):
        project(countries=countries)
    found = ask()
    assert at(found) == {"KEN": 3, "ZMB": 1}
    assert (found.records, found.nowhere, found.in_several) == (4, 1, 1)
    assert [(each.latitude, each.longitude) for each in found.countries] == [(1.0, 38.0), (-15.0, 30.0)]


def test_a_record_with_coordinates_stands_there_and_not_at_its_country() -> None:
    one = project(countries="KEN", latitude=-1.3, longitude=36.8)
    found = ask()
    assert at(found) == {}
    assert [(each.id, each.latitude, each.longitude) for each in found.spots] == [(one.pk, -1.3, 36.8)]


def test_too_many_single_points_are_counted_at_their_countries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SPOTS", 1)
    for _ in range(2):
        project(countries="KEN", latitude=-1.3, longitude=36.8)
    found = ask()
    assert (at(found), found.spots, found.too_many) == ({"KEN": 2}, (), True)


def test_a_province_stands_at_its_country_and_a_group_nowhere() -> None:
    assert (standing_at("CN-LN"), standing_at("KEN"), standing_at("ASEAN"), standing_at("no such")) == (
        "CHN", "KEN", None, None)
    project(countries="ASEAN")
    assert ask().elsewhere == (("ASEAN", 1),)


def test_a_record_in_two_provinces_of_a_country_is_counted_there_once() -> None:
    for countries in ("CN-LN;CN-JL", "CN-LN", "CHN;KEN"):
        project(countries=countries)
    found = ask()
    assert (at(found), found.in_several) == ({"CHN": 3, "KEN": 1}, 1)


def test_the_map_is_of_what_the_list_shows(people: People) -> None:
    project(countries="KEN", type="aid")
    project(countries="ZMB;KEN", type="supply", audience="office")
    assert at(ask(type="aid")) == {"KEN": 1}
    assert at(ask(type="supply")) == {}
    assert at(ask(people.office, type="supply")) == {"KEN": 1, "ZMB": 1}
    assert at(ask(people.office, country="ZMB")) == {"ZMB": 1}


def test_the_description_draws_land_and_circles_and_no_border() -> None:
    project(countries="KEN")
    project(countries="ZMB", latitude=-15.0, longitude=28.0)
    query = read_query(PROJECTS, "zh", {})
    spec = maps.description(ask(), query, "zh", "/static/land.json")
    marks = [layer["mark"]["type"] for layer in spec["layer"]]
    assert marks == ["geoshape", "circle", "text", "point"]
    assert "stroke" not in spec["layer"][0]["mark"]
    alt.LayerChart.from_dict(spec)  # raises where Vega-Lite's schema does not allow something
    assert spec["layer"][0]["data"] == {"url": "/static/land.json", "format": {"type": "topojson", "feature": "land"}}
    circle = spec["layer"][1]["data"]["values"][0]
    assert (circle["name"], circle["records"]) == ("肯尼亚", 1)


def test_the_picture_stands_alone() -> None:
    project(countries="KEN")
    picture = maps.picture(ask(), read_query(PROJECTS, "en", {}), "en")
    assert picture.startswith("<svg")
    assert "href" not in picture
    assert "style=" not in picture
    assert picture.count("<path") >= 2  # the land and a circle


def test_the_same_picture_is_drawn_once(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = itertools.count(1)
    monkeypatch.setattr("outward.charts.svg", lambda _: f"<svg>{next(numbers)}</svg>")
    project(countries="KEN", name_en="Drawn once")
    address, visitor = "/en/registers/projects/map.svg", browser_of(people.visitor)
    assert visitor.get(address).content == visitor.get(address).content == b"<svg>1</svg>"
    project(countries="ZMB", audience="office")
    assert visitor.get(address).content == b"<svg>1</svg>"
    assert browser_of(people.office).get(address).content == b"<svg>2</svg>"
    assert visitor.get("/zh-hans/registers/projects/map.svg").content == b"<svg>3</svg>"


def test_page_description_and_picture_hide_what_the_reader_may_not_see(people: People) -> None:
    project(countries="KEN", name_en="Hidden", audience="office", latitude=1.0, longitude=38.0)
    project(countries="ZMB")
    for address in (ADDRESS, f"{ADDRESS}.json", f"{ADDRESS}.svg"):
        reply = browser_of(people.visitor).get(address)
        assert reply.status_code == 200
        assert "Hidden" not in reply.content.decode()
    assert "Hidden" in browser_of(people.office).get(f"{ADDRESS}.json").content.decode()


def test_the_table_says_the_same_with_a_link_to_the_list(people: People) -> None:
    project(countries="KEN", type="aid")
    page = browser_of(people.visitor).get(f"{ADDRESS}?type=aid").content.decode()
    assert '<a href="/en/registers/projects/?type=aid&amp;country=KEN">Kenya</a>' in page
    assert f'<noscript><img src="{ADDRESS}.svg?type=aid"' in page


def test_countries_of_as_many_records_stand_by_name_in_the_pages_language(people: People) -> None:
    for countries in ("DEU", "CHE", "KEN", "KEN"):
        project(countries=countries)
    for address in (ADDRESS, ADDRESS.replace("map", "totals")):
        page = browser_of(people.visitor).get(address).content.decode()
        page = page[page.index("<tbody>"):]
        assert page.index(">Kenya<") < page.index(">Germany<") < page.index(">Switzerland<")


def test_an_empty_map_says_what_to_do(people: People) -> None:
    assert "its country or its coordinates" in browser_of(people.visitor).get(ADDRESS).content.decode()
    assert "Show the whole register" in browser_of(people.visitor).get(f"{ADDRESS}?type=aid").content.decode()


def test_the_script_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vl_convert.javascript_bundle", lambda snippet: f"libraries; {snippet}")
    script = write_script(tmp_path)
    assert "vegaEmbed" in script.read_text(encoding="utf-8")
    made = script.stat().st_mtime_ns
    assert write_script(tmp_path).stat().st_mtime_ns == made
    script.with_suffix(".version").write_text("0.0", encoding="utf-8")
    assert write_script(tmp_path).stat().st_mtime_ns > made
