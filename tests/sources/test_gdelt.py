"""Layouts of event files: columns where the codebooks have them, and what is refused."""

from __future__ import annotations

import pytest

from outward.errors import InvalidInputError
from outward.risk.event_kinds import event_kinds, kind_of
from outward.sources import acled, gdelt, own_events
from outward.sources.event_layout import FIELDS, outlet_countries
from outward.vocabulary.regions import regions

PLACES = {  # column numbers of the codebooks (V1.03 of 2013, V2.0 of 2015), the first being 1
    58: {"SQLDATE": 2, "Actor1Code": 6, "Actor2Code": 16, "IsRootEvent": 26, "EventCode": 27, "QuadClass": 30,
         "NumMentions": 32, "NumSources": 33, "AvgTone": 35, "ActionGeo_FullName": 51, "ActionGeo_CountryCode": 52,
         "DATEADDED": 57, "SOURCEURL": 58},
    61: {"SQLDATE": 2, "Actor1Code": 6, "Actor2Code": 16, "EventCode": 27, "NumMentions": 32, "Actor1Geo_ADM2Code": 40,
         "ActionGeo_FullName": 53, "ActionGeo_CountryCode": 54, "ActionGeo_ADM2Code": 56, "DATEADDED": 60,
         "SOURCEURL": 61},
}


@pytest.mark.parametrize("columns", PLACES)
def test_columns_stand_where_the_codebooks_have_them(columns: int) -> None:
    names = gdelt.layout(columns, "day").columns
    assert len(names) == columns
    assert {name: names.index(name) + 1 for name in PLACES[columns]} == PLACES[columns]


def test_files_before_april_2013_have_no_address() -> None:
    layout = gdelt.layout(57, "day")
    assert (layout.columns[-1], layout.picks["url"]) == ("DATEADDED", "''")


def test_every_layout_picks_every_field() -> None:
    layouts = (gdelt.layout(58, "day"), gdelt.layout(61, "quarter"), acled.layout(acled.NEEDED, ",", "a"),
               own_events.layout(own_events.NEEDED, ",", "b"))
    assert all(set(layout.picks) == set(FIELDS) for layout in layouts)


def test_another_number_of_columns_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="60 tab-separated columns"):
        gdelt.layout(60, "day.csv")


def test_countries_are_those_of_the_vocabulary() -> None:
    known = {region.iso3 for region in regions().values() if region.iso3}
    assert set(gdelt.gec_countries().values()) <= known
    assert set(outlet_countries().values()) <= known
    # GEC and ISO differ where it hurts: China and Switzerland, Zambia and South Africa, Germany and Gambia
    assert [gdelt.gec_countries()[code] for code in ("CH", "SZ", "ZA", "SF", "GM", "GA")] == [
        "CHN", "CHE", "ZMB", "ZAF", "DEU", "GMB"]


def test_shared_domains_say_nothing_of_the_outlet() -> None:
    assert not {"io", "tv", "co", "me", "ai", "com"} & set(outlet_countries())


@pytest.mark.parametrize(("codes", "kind"), [
    (("14", "140", "141", "143"), "protest"), (("145", "1451"), "riot"), (("170", "173", "175"), "coercion"),
    (("172", "1721"), "restrictions"), (("18", "190", "1951", "20", "204"), "violence"),
    (("100", "112", "120", "139"), "verbal"), (("010", "036", "042", "051"), "cooperation"),
    (("020", "0211"), "appeal"),
    (("163",), "sanction"), (("160", "161"), "relations"), (("150",), "posture"), (("061", "080", "090"), "other"),
])
def test_codes_of_cameo_belong_to_kinds(codes: tuple[str, ...], kind: str) -> None:
    assert {kind_of(code, "cameo") for code in codes} == {kind}


def test_watched_kinds_cover_the_five_risks() -> None:
    watched = {kind.category for kind in event_kinds().values() if kind.is_watched}
    assert watched == {"political", "institutional", "security", "economic", "social"}
    assert all(kind.name.en and kind.name.zh for kind in event_kinds().values())


@pytest.mark.parametrize(("header", "wrong"), [
    (("date", "country", "kind", "source"), "title"), ((*own_events.NEEDED, "colour"), "colour"),
    ((*own_events.NEEDED, "date"), "date")])
def test_own_files_name_their_columns(header: tuple[str, ...], wrong: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        own_events.layout(header, ",", "own.csv")
    assert wrong in [problem.column for problem in refused.value.problems]
