"""Codes, names and numbers that others printed."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.core import get_global

from outward.vocabulary.figures import round_half_even
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import codes_in, sectors

# GB/T 2260-2007, Codes for the administrative divisions of the People's Republic of China, table 1.
GB_2260 = {
    "北京市": "110000", "天津市": "120000", "河北省": "130000", "山西省": "140000", "内蒙古自治区": "150000",
    "辽宁省": "210000",
    "吉林省": "220000", "黑龙江省": "230000", "上海市": "310000", "江苏省": "320000", "浙江省": "330000",
    "安徽省": "340000",
    "福建省": "350000", "江西省": "360000", "山东省": "370000", "河南省": "410000", "湖北省": "420000",
    "湖南省": "430000",
    "广东省": "440000", "广西壮族自治区": "450000", "海南省": "460000", "重庆市": "500000", "四川省": "510000",
    "贵州省": "520000", "云南省": "530000", "西藏自治区": "540000", "陕西省": "610000", "甘肃省": "620000",
    "青海省": "630000",
    "宁夏回族自治区": "640000", "新疆维吾尔自治区": "650000", "台湾省": "710000", "香港特别行政区": "810000",
    "澳门特别行政区": "820000",
}

# CLDR gives these alpha-3 codes more than one alpha-2, by history.
CODED_TWICE = {"CD", "FR", "TL"}


def test_provinces_carry_the_codes_of_gb_t_2260() -> None:
    assert {regions().find(name).gb2260: name for name in GB_2260} == {code: name for name, code in GB_2260.items()}


def test_alpha_3_codes_are_those_of_cldr() -> None:
    """Unicode CLDR, supplemental data, territory aliases: ISO 3166-1 alpha-3 to alpha-2."""
    aliases = get_global("territory_aliases")
    coded = [region for region in regions().values() if region.iso3 and region.iso2 not in CODED_TWICE]
    assert len(coded) == 246
    for region in coded:
        assert list(aliases[region.iso3]) == [region.iso2], region.id


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_economy_is_found_by_its_name_in_cldr(language: str) -> None:
    """Unicode CLDR, territory names in English and Chinese."""
    names = Locale(language).territories
    for region in regions().values():
        if region.iso2:
            assert regions().find(names[region.iso2]) == region, names[region.iso2]


@pytest.mark.parametrize(("value", "digits", "printed"), [
    (12.1498, 1, "12.1"), (12.1498, 0, "12"), (1.050, 1, "1.0"), (0.35, 1, "0.4"), (-0.0365, 3, "-0.036"),
    (0.0325, 3, "0.032"), (10.5002, 0, "11"),
])
def test_numbers_are_rounded_as_gb_t_8170_rounds_them(value: float, digits: int, printed: str) -> None:
    """GB/T 8170-2008, Rules of rounding off for numerical values, section 3.2."""
    assert str(round_half_even(value, digits)) == printed


def test_the_reports_sectors_have_the_isic_divisions_that_it_goes_with() -> None:
    """ISIC Rev.4 (United Nations 2008): divisions 25 to 30 and 33 are fabricated metal to repair of machinery."""
    expected = {"metal-products": "25", "general-equipment": "28", "special-equipment": "28", "automobiles": "29",
                "other-transport-equipment": "30", "electrical-machinery": "27", "computers-electronics": "26",
                "instruments": "26", "repair": "33"}
    assert {id: sectors()[id].isic_rev4 for id in expected} == expected
    assert set(codes_in(sectors()["equipment-manufacturing"].isic_rev4)) == set(expected.values())
