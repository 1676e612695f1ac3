"""Regions are found by every name that statistics use, and groups change with time."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from outward.errors import DataGapError, InvalidValueError, UnknownCodeError
from outward.vocabulary.regions import Membership, members, memberships, read_memberships, regions
from tests.reference import reference_file


def test_china_has_34_province_level_units_with_codes_of_their_own() -> None:
    provinces = regions().of_kind("province")
    assert len(provinces) == 34
    assert len({province.gb2260 for province in provinces}) == 34
    assert all(province.parent == "CHN" and province.name.zh and province.id.startswith("CN-")
               for province in provinces)
    assert [province.gb2260 for province in provinces] == sorted(province.gb2260 for province in provinces)


def test_with_hong_kong_macao_and_taiwan_iso_3166_is_whole() -> None:
    coded = [region for region in regions().values() if region.iso3]
    assert len(coded) == 249  # ISO 3166-1 has 249 entries
    assert len({region.iso2 for region in coded}) == 249
    assert {region.iso3 for region in coded if region.kind == "province"} == {"HKG", "MAC", "TWN"}


def test_every_region_has_both_names_and_a_parent_that_is_there() -> None:
    for region in regions().values():
        assert region.name.en, region.id
        assert region.name.zh, region.id
        assert region.id == "WLD" or regions().is_within(region.id, "WLD"), region.id


@pytest.mark.parametrize("text", ["CN-LN", "Liaoning", "liaoning", "ＬＩＡＯＮＩＮＧ", "辽宁", "辽宁省", "辽 宁",
                                  "210000", "21", "Liaoning Province", "Liaoning (China)"])
def test_liaoning_goes_by_many_names(text: str) -> None:
    assert regions().find(text).id == "CN-LN"


@pytest.mark.parametrize(("text", "id"), [
    ("Turkey", "TUR"), ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("Lao PDR", "LAO"), ("Laos", "LAO"), ("老挝", "LAO"),
    ("South Korea", "KOR"), ("Republic of Korea", "KOR"), ("韩国", "KOR"), ("Russian Federation", "RUS"),
    ("俄罗斯", "RUS"), ("UK", "GBR"), ("Britain", "GBR"), ("USA", "USA"), ("us", "USA"), ("Viet Nam", "VNM"),
    ("Kyrgyz Republic", "KGZ"), ("Hong Kong", "CN-HK"), ("HKG", "CN-HK"), ("中国香港", "CN-HK"), ("Macau", "CN-MO"),
    ("TWN", "CN-TW"), ("European Union", "EU"), ("东盟", "ASEAN"), ("Central Asia", "central-asia"),
    ("Bashkortostan (Russia)", "RU-BA"), ("Cote d'Ivoire", "CIV"), ("Côte d’Ivoire", "CIV"), ("世界", "WLD"),
    ("全国", "CHN"), ("Inner Mongolia", "CN-NM"), ("陕西", "CN-SN"), ("山西", "CN-SX"), ("Shaanxi", "CN-SN"),
])
def test_usual_names_are_found(text: str, id: str) -> None:
    assert regions().find(text).id == id


@pytest.mark.reference
def test_every_place_of_the_report_is_found() -> None:
    for row in csv.DictReader(reference_file("countries.csv").read_text(encoding="utf-8").splitlines()):
        found = regions().find(row["name"])
        assert not row["iso3"] or found.iso3 == row["iso3"], row


def test_an_unknown_name_says_what_comes_near() -> None:
    with pytest.raises(UnknownCodeError, match=r"CN-LN \(Liaoning\)"):
        regions().find("Liaonin")
    with pytest.raises(UnknownCodeError, match="Atlantis"):
        regions()["Atlantis"]


def test_an_endless_name_is_cut_in_the_message() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        regions().find("x" * 1_000_000)
    assert len(str(caught.value)) < 400


def test_no_name_stands_for_two_regions() -> None:
    for region in regions().values():
        for name in (region.name.en, region.name.zh, region.iso2, region.iso3, region.gb2260, *region.aliases):
            assert not name or regions().find(name) == region, name


def test_a_mapping_answers_get_and_in_without_an_error() -> None:
    assert "CHN" in regions()
    assert "XXX" not in regions()
    assert regions().get("XXX") is None
    assert regions().get("CHN") == regions()["CHN"]


def test_a_case_adds_regions_and_its_definition_wins() -> None:
    rows = [{"id": "CN-LN-SY", "name_en": "Shenyang", "name_zh": "沈阳", "kind": "subnational", "parent": "CN-LN"},
            {"id": "CN-LN", "name_en": "Liaoning Province", "name_zh": "辽宁省", "kind": "province", "parent": "CHN"}]
    both = regions().with_added(rows)
    assert both.find("沈阳").parent == "CN-LN"
    assert both.is_within("CN-LN-SY", "CHN")
    assert both["CN-LN"].name.en == "Liaoning Province"
    assert "CN-LN-SY" not in regions()


def test_a_name_that_two_regions_share_is_refused_with_both() -> None:
    both = regions().with_added([{"id": "US-GA", "name_en": "Georgia", "kind": "subnational", "parent": "USA"}])
    with pytest.raises(UnknownCodeError, match="GEO, US-GA"):
        both.find("Georgia")


@pytest.mark.parametrize("row", [{"id": "", "name_en": "X", "kind": "country"}, {"id": "X", "kind": "country"},
                                 {"id": "X", "name_en": "X", "kind": "galaxy"}])
def test_a_bad_definition_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        regions().with_added([row])


def test_parents_that_run_in_a_circle_end() -> None:
    rows = [{"id": "a", "name_en": "A", "kind": "subnational", "parent": "b"},
            {"id": "b", "name_en": "B", "kind": "subnational", "parent": "a"}]
    assert not regions().with_added(rows).is_within("a", "WLD")


@pytest.mark.parametrize(("group", "day", "count"), [
    ("EU", date(1958, 1, 1), 6), ("EU", date(1995, 1, 1), 15), ("EU", date(2004, 5, 1), 25),
    ("EU", date(2013, 7, 1), 28),
    ("EU", date(2020, 1, 31), 28), ("EU", date(2020, 2, 1), 27), ("ASEAN", date(2015, 12, 31), 10),
    ("ASEAN", date(2025, 10, 26), 11), ("BRICS", date(2010, 1, 1), 4), ("BRICS", date(2015, 1, 1), 5),
    ("central-asia", date(2015, 1, 1), 5),
])
def test_groups_had_so_many_members(group: str, day: date, count: int) -> None:
    assert len(members(group, on=day)) == count


def test_the_united_kingdom_was_a_member_until_the_last_day_of_january_2020() -> None:
    assert "GBR" in members("EU", on=date(2020, 1, 31))
    assert "GBR" not in members("EU", on=date(2020, 2, 1))


def test_groups_and_members_are_regions() -> None:
    for one in memberships():
        assert one.group in regions()
        assert regions()[one.member].kind == "country"


def test_no_list_is_invented_for_the_belt_and_road() -> None:
    with pytest.raises(DataGapError, match="belt-and-road"):
        members("belt-and-road", on=date(2016, 1, 1))


def test_a_group_before_its_foundation_is_a_gap() -> None:
    with pytest.raises(DataGapError, match="1967-08-08"):
        members("ASEAN", on=date(1960, 1, 1))


def test_a_case_brings_members_of_its_own() -> None:
    known = [Membership("belt-and-road", "KAZ", date(2014, 12, 14))]
    assert members("belt-and-road", on=date(2016, 1, 1), known=known) == ("KAZ",)


@pytest.mark.parametrize("row", [
    {"group": "EU", "member": "GBR", "from": "1 Jan 1973", "to": ""},
    {"group": "EU", "member": "GBR", "from": "2020-01-31", "to": "1973-01-01"},
    {"group": "EU", "member": "GBR", "from": "", "to": ""},
])
def test_bad_memberships_are_refused(row: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError):
        list(read_memberships([row]))
